"""What a programme shows of a standard, with the encoder and the model that ship, and what reports tell besides."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from alignments import in_alignment
from command import BRIEF
from files import written
from sklearn.metrics import roc_auc_score
from small_frameworks import framework, passage

from corpora import Competency, Framework, InputError, Passage
from corpora.frameworks import load
from corpora.job_ads.records import JobAd, JobAds, Requirement
from corpora.readers import read
from embeddings.encoders import Encoder, open_encoder
from mapper.actions import SAMPLES
from mapper.mapper import Mapper
from mapper.matching.candidates import Pool
from mapper.matching.index import FrameworkIndex
from mapper.matching.matcher import Matcher
from mapper.matching.queries import encode_for_reading, encode_passages, make_question
from mapper.matching.records import MappedPassage, Match, Settings
from mapper.matching.scorer import shipped
from mapper.matching.scoring import score_all, texts_of
from mapper.matching.teaching import evidence_odds, split_programme
from mapper.programmes import Coverage
from mapper.programmes.coverage.report import read_supplement, search_document
from mapper.programmes.coverage.standards import EntryScores, assess_criterion
from mapper.programmes.facilities import Setting

DATA = Path(__file__).parent / "data"
MATTER = sorted(path for path in (DATA / "matter").iterdir() if path.suffix != ".tsv")


@pytest.fixture(scope="module")
def standard() -> Framework:
    return load([SAMPLES / "EC9001.pdf"], loader="conocer")


@pytest.fixture(scope="module")
def matcher(standard: Framework, encoder: Encoder) -> Matcher:
    return Matcher([FrameworkIndex.build(standard, encoder)], encoder)


@pytest.fixture(scope="module")
def knowledge(standard: Framework) -> int:
    """The place of a criterion of knowledge."""
    return next(n for n, entry in enumerate(standard.competencies) if entry.code == "EC9001/E9102/conocimiento/1")


def counted(framework: Framework, matcher: Matcher, encoder: Encoder) -> tuple[Coverage, ...]:
    """What the mapping of a short programme counts of a framework."""
    return Mapper((framework,), (), encoder, Settings(), frozenset(), matcher).map(read(BRIEF))[0].coverage


def of_criterion(text: str, encoder: Encoder) -> tuple[Framework, Matcher]:
    """A standard of one criterion, and what compares with it."""
    standard = Competency("S", "Mantenimiento", "standard")
    of = framework(standard, Competency("S/1", text, "desempeno", parent="S"))
    return of, Matcher([FrameworkIndex.build(of, encoder)], encoder)


def shown(standard: Framework, matcher: Matcher, passages: Sequence[Passage]) -> EntryScores:
    return EntryScores.from_scores(standard, passages, matcher.score(passages)[0], matcher.scorer)


def test_what_many_passages_make_probable_and_none_shows_is_to_be_confirmed(
    standard: Framework, matcher: Matcher, knowledge: int
) -> None:
    place = knowledge
    said = shown(standard, matcher, [passage(standard.competencies[place].statement, 1)])
    ((one, _),) = said.nearest[place]
    weak = assess_criterion(replace(said, nearest={**said.nearest, place: ((one, 0.09),)}), place)
    assert (weak.state, weak.probability) == ("uncertain", assess_criterion(said, place).probability)
    assert "none by itself" in weak.why.en
    assert "ninguno por sí solo" in weak.why.es
    for chance, told in ((0.29, True), (0.3, False)):  # covered, and beside it passages that are not sure to show it
        named = assess_criterion(replace(said, nearest={**said.nearest, place: ((one, chance),)}), place)
        assert (named.state, "shows it clearly" in named.why.en) == ("covered", told)
    half = said.probability.copy()
    half[place] = sum(said.limits) / 2
    unsure = assess_criterion(replace(said, probability=half, nearest={**said.nearest, place: ((one, 0.09),)}), place)
    assert (unsure.state, "how much of the rest" in unsure.why.en) == ("uncertain", True)
    assert not assess_criterion(replace(said, probability=half), place).why.en  # a passage stands beside it
    for chance, told in ((said.limits[1], True), (0.05, False)):
        half[place] = chance
        missing = assess_criterion(
            replace(said, probability=half, nearest={**said.nearest, place: ((one, 0.02),)}), place
        )
        assert (missing.state, "how much of the rest" in missing.why.en) == ("not_found", told)


def test_what_only_names_a_performance_covers_it_partly(encoder: Encoder) -> None:
    only, matcher = of_criterion("Suelda tubería de acero inoxidable con proceso TIG", encoder)
    done = shown(only, matcher, [passage("Suelda tubería de acero inoxidable con proceso TIG", 1)])
    named = shown(only, matcher, [passage("Identifica soldadura de tubería de acero inoxidable, proceso TIG", 1)])
    assert assess_criterion(done, 1).state == "covered"
    assert assess_criterion(named, 1).state == "partly"
    assert "aplicar" in assess_criterion(named, 1).why.es


def test_a_criterion_without_most_of_its_points_is_covered_partly(encoder: Encoder) -> None:
    points = ("Apagando el motor eléctrico", "Colocando el candado rojo", "Comprobando que no arranca")
    text = "Asegura la máquina antes de intervenirla:" + "".join(f"\n• {point}" for point in points)
    only, matcher = of_criterion(text, encoder)
    whole = shown(only, matcher, [passage(text.replace("\n•", ""), 1)])
    assert assess_criterion(whole, 1).state == "covered"
    head = shown(only, matcher, [passage("Asegura la máquina antes de intervenirla", 1)])
    probable = np.maximum(head.probability, head.limits[0])
    ((one, _),) = head.nearest[1]
    told = [assess_criterion(replace(head, probability=probable, nearest={1: ((one, p),)}), 1) for p in (0.3, 0.29)]
    assert [one.state for one in told] == ["partly", "uncertain"]
    assert ["puntos encontrados: 0 de 3" in one.why.es for one in told] == [True, False]


def test_passages_judged_apart_are_judged_as_documents_of_their_own(standard: Framework, encoder: Encoder) -> None:
    """Beside a standard and beside a catalogue: so each text of an advertisement is looked at."""
    names = ("ajustar máquinas de coser", "lubricar mecanismos", "vender ropa")
    catalogue = framework(*(Competency(f"h{n}", name, "skill") for n, name in enumerate(names)))
    texts = ("Ajusta la tensión del hilo", "Lubrica la máquina", "Vende telas")
    said = [passage(text, n) for n, text in enumerate(texts)]
    asked, questions = encode_passages(said, encoder), [make_question(one.text, one.language) for one in said]
    wanted = texts_of(questions)
    vectors = encoder.encode(wanted, role="query")
    for searched in (standard, catalogue):
        pool = Pool.build(FrameworkIndex.build(searched, encoder))
        scored = score_all(questions, wanted, vectors, pool)
        for row, found in enumerate(shipped().judge_apart(asked, scored, pool)):
            (expected,) = shipped().judge_apart(asked.only([row]), [scored[row]], pool)
            assert found.probability == pytest.approx(expected.probability, abs=1e-5)
            assert found.probability.any()
    (alone,) = shipped().score_catalogue(asked.only([0]), [scored[0]], pool)
    assert shipped().judge_apart(asked, scored, pool)[0].probability == pytest.approx(alone.probability, abs=1e-5)


def test_books_and_what_teachers_should_be_able_to_do_cover_nothing(
    tmp_path: Path, standard: Framework, matcher: Matcher
) -> None:
    shown = []
    asked = next(entry.statement for entry in standard.competencies if entry.parent and not entry.title_only)
    for name, more in (("solo", ""), ("con", "\n## Perfil del docente\n\n- {}\n\n## Bibliografía\n\n- Ruiz, A. {}\n")):
        text = (DATA / "matter" / "facts-and-books.md").read_text(encoding="utf-8")
        path = written(tmp_path / f"{name}.md", text + more.format(asked, asked))
        (found,) = search_document(read(path), [standard], matcher).shown
        shown.append(found.probability)
    np.testing.assert_allclose(shown[0], shown[1], atol=0.1)


def test_of_titles_and_catalogues_nothing_is_counted(encoder: Encoder) -> None:
    mixed = framework(
        Competency("U", "Mantenimiento a máquinas de coser", "standard", title_only=True),
        Competency("G", "Grupo", "group"),
        Competency("K", "Coser", "skill", parent="G"),
        Competency("L", "Coser a mano", "skill", parent="K"),
    )
    assert counted(mixed, Matcher([FrameworkIndex.build(mixed, encoder)], encoder), encoder) == ()


def test_what_can_show_a_criterion_is_told_from_what_cannot() -> None:
    """Topics, tasks, what is evaluated; not what is said of the course, or of teachers, books and rooms."""
    may, odds = list[bool](), list[float]()
    for path in MATTER:
        said = dict(reversed(line.split("\t", 1)) for line in path.with_suffix(".tsv").read_text("utf-8").splitlines())
        found = [one for one in split_programme(read(path)).passages if one.text in said and one.language is not None]
        may += [said[one.text] == "yes" for one in found]
        odds += evidence_odds(
            encode_for_reading(found, open_encoder("e5")), shipped().criteria.stages["shows"]
        ).tolist()
    assert len(may) > 60
    assert roc_auc_score(may, odds) > 0.75


# What is said besides the criteria of standards


def test_the_sample_programme_with_its_standard(standard: Framework) -> None:
    programme = split_programme(read(SAMPLES / "programa.pdf")).passages
    texts = [f"Trabajo en equipo, turno {number}" for number in range(5)]
    asked = [Requirement(str(n), 0, len(text), text, "skill", "required") for n, text in enumerate(texts)]
    asked.append(Requirement("4", 0, 9, "Inglés B2", "language", "required", languages=("en",), level="B2"))
    ads = tuple(JobAd(str(n), "", text) for n, text in enumerate(texts))
    jobs = JobAds(ads, tuple(asked), tuple((ad.id,) for ad in ads))
    found, again = (read_supplement(programme, [standard], jobs=jobs, standards=[("conocer", "EC9001")]) for _ in "12")
    assert found == again
    needs = {need.name: need for need in found.needs}
    assert (needs["teamwork"].asking, needs["english"].levels) == (5, {"B2": 1})
    (told,) = found.standards
    assert told.said
    named = {resource.name: bool(resource.named) for resource in told.resources}
    assert named["Máquina recta de una aguja"]
    assert not named["estopa"]
    assert {suggestion.setting for suggestion in told.dual} <= {"school", "company", "both"}
    criteria = [c.code for c in standard.competencies if c.kind not in ("standard", "element")]
    assert [suggestion.code for suggestion in told.dual] == criteria


def test_what_corresponds_reaches_green_skills_and_dual_training() -> None:
    text = "Suelda sin desperdicio. #dual"
    outcome = Passage("p", "t", text, 0, len(text), 3, None, ("Unidad 1",), "outcome", "es")
    esco = framework(Competency("g", "soldar", "skill", extra={"collections": ["green"]}), name="esco")
    criterion = Competency("EC9/1", "Suelda.", "desempeno", parent="EC9")
    own = framework(Competency("EC9", "T", "standard"), criterion, name="conocer")
    matches = (Match("esco", "g", "soldar", 0.9, 1.0), Match("conocer", "EC9/1", "Suelda.", 0.9, 1.0))
    corresponding = in_alignment([MappedPassage(outcome, matches)])
    found = read_supplement([outcome], [esco, own], corresponding=corresponding, standards=[("conocer", "EC9")])
    assert [(skill.code, skill.taught) for skill in found.green] == [("g", True)]
    (suggestion,) = found.standards[0].dual
    assert (suggestion.setting, suggestion.by, suggestion.passages[0].page) == ("both", "programme", 3)


def test_a_change_for_a_criterion_that_is_not_there_is_given_back(standard: Framework, knowledge: int) -> None:
    code = standard.competencies[knowledge].code
    changes: dict[str, Setting] = {code: "company", "EC1/1": "both"}
    found = read_supplement([], [standard], standards=[(standard.name, "EC9001")], changes=changes)
    assert found.unused_changes == ("EC1/1",)
    assert {s.code: s.by for s in found.standards[0].dual}[code] == "person"


def test_an_unknown_standard_is_refused() -> None:
    with pytest.raises(InputError):
        read_supplement([], [framework("T", name="renec")], standards=[("renec", "EC1")])
