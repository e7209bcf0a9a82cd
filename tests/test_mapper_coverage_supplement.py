"""What coverage and gap reports say besides the criteria of standards."""

from pathlib import Path

import numpy as np
import pytest
from alignments import in_alignment
from small_frameworks import framework as framework_of
from small_frameworks import passage

from corpora import Competency, InputError, Passage
from corpora.frameworks import load
from corpora.job_ads.records import JobAd, JobAds, Requirement
from corpora.readers import read
from corpora.split import passages
from mapper.matching.records import MappedPassage, Match
from mapper.programmes.coverage.report import corresponding_passages, supplement
from mapper.programmes.coverage.standards import Shown
from mapper.programmes.facilities.brought import Setting

SAMPLES = Path(__file__).resolve().parent.parent / "mapper" / "samples"


def jobs() -> JobAds:
    texts = [f"Trabajo en equipo, turno {number}" for number in range(5)]
    asked = [Requirement(str(n), 0, len(text), text, "skill", "required") for n, text in enumerate(texts)]
    asked.append(Requirement("4", 0, 9, "Inglés B2", "language", "required", tongues=("en",), level="B2"))
    found = tuple(JobAd(str(n), "", text) for n, text in enumerate(texts))
    return JobAds(found, tuple(asked), tuple((ad.id,) for ad in found))


def test_the_sample_programme_with_its_standard() -> None:
    framework = load([SAMPLES / "EC9001.pdf"])
    programme = passages(read(SAMPLES / "programa.pdf")).passages
    found, again = (supplement(programme, [framework], jobs=jobs(), standards=[("conocer", "EC9001")]) for _ in "12")
    assert found == again
    needs = {need.name: need for need in found.needs}
    assert (needs["teamwork"].asking, needs["english"].levels) == (5, {"B2": 1})
    (standard,) = found.standards
    assert standard.said
    named = {resource.name: bool(resource.named) for resource in standard.resources}
    assert named["Máquina recta de una aguja"]
    assert not named["estopa"]
    assert {suggestion.setting for suggestion in standard.dual} <= {"school", "company", "both"}
    criteria = [c.code for c in framework.competencies if c.kind not in ("standard", "element")]
    assert [suggestion.code for suggestion in standard.dual] == criteria


def test_what_corresponds_reaches_green_skills_and_dual_training() -> None:
    text = "Suelda sin desperdicio. #dual"
    outcome = Passage("p", "t", text, 0, len(text), 3, None, ("Unidad 1",), "outcome", "es")
    esco = framework_of(Competency("g", "soldar", "skill", extra={"collections": ["green"]}), name="esco")
    criterion = Competency("EC9/1", "Suelda.", "desempeno", parent="EC9")
    own = framework_of(Competency("EC9", "T", "standard"), criterion, name="conocer")
    matches = (Match("esco", "g", "soldar", 0.9, 1.0), Match("conocer", "EC9/1", "Suelda.", 0.9, 1.0))
    corresponding = in_alignment([MappedPassage(outcome, matches)])
    found = supplement([outcome], [esco, own], corresponding=corresponding, standards=[("conocer", "EC9")])
    assert [(skill.code, skill.taught) for skill in found.green] == [("g", True)]
    (suggestion,) = found.standards[0].dual
    assert (suggestion.setting, suggestion.by, suggestion.passages[0].page) == ("both", "programme", 3)


def test_a_change_for_a_criterion_that_is_not_there_is_given_back() -> None:
    framework = load([SAMPLES / "EC9001.pdf"])
    code = next(c.code for c in framework.competencies if c.kind == "conocimiento")
    changes: dict[str, Setting] = {code: "company", "EC1/1": "both"}
    found = supplement([], [framework], standards=[(framework.name, "EC9001")], changes=changes)
    assert found.unused_changes == ("EC1/1",)
    assert {s.code: s.by for s in found.standards[0].dual}[code] == "person"


def test_an_unknown_standard_is_refused() -> None:
    with pytest.raises(InputError):
        supplement([], [framework_of("T", name="renec")], standards=[("renec", "EC1")])


def test_coverage_gives_the_passages_that_show_an_entry() -> None:
    one, two = passage("one", 1), passage("two", 2)
    shown = Shown(
        framework_of(*(Competency(code, code, "criterion") for code in "abc"), name="local"),
        probability=np.array([0.9, 0.5, 0.95]),
        refits=np.zeros((0, 3)),
        fully=np.ones(3),
        nearest={0: ((two, 0.8), (one, 0.6)), 1: ((one, 0.5),), 2: ()},  # the last by a person's word alone
        limits=(0.7, 0.2),
    )
    assert corresponding_passages([shown]) == {("local", "a"): (two, one)}
