"""What the trainings are made of: criteria of standards, gender, names that the pivot knows."""

import json
import shutil
from pathlib import Path

import pytest
import small_frameworks

from corpora import Competency, Framework, Label, frameworks
from embeddings.encoders import Encoder
from lab.training import held_out
from lab.training.genders import words_of
from lab.training.material import OCCUPATION
from lab.training.pivot import example_titles, of_occupations
from lab.training.standards import criteria
from mapper.actions import SAMPLES
from mapper.matching.occupations import Pivot

FRAMEWORKS = Path(__file__).parent / "data" / "frameworks"


@pytest.fixture
def standards(tmp_path: Path) -> Path:
    """The sample standard beside a registry that lists another edition of it."""
    (tmp_path / "conocer").mkdir()
    (tmp_path / "renec").mkdir()
    shutil.copy(SAMPLES / "EC9001.pdf", tmp_path / "conocer" / "EC9001.pdf")
    rows = json.loads((FRAMEWORKS / "renec.json").read_text(encoding="utf-8"))
    rows.append({**rows[0], "codigo": "EC9001.01", "titulo": "Costura de prendas, otra edición"})
    (tmp_path / "renec" / "ec_standards_api.json").write_text(json.dumps(rows), encoding="utf-8")
    return tmp_path


def test_every_criterion_but_attitudes_is_asked_and_editions_count_alike(standards: Path) -> None:
    asked, titles = criteria(standards)
    entries = frameworks.load([standards / "conocer" / "EC9001.pdf"], loader="conocer").competencies
    wanted = [entry for entry in entries if entry.kind not in {"standard", "element", "actitud"}]
    assert [one.code for one in asked] == [entry.code for entry in wanted]
    assert asked
    assert {one.right for one in asked} == {frozenset({"EC9001", "EC9001.01"})}
    assert {one.standard for one in asked} == {"EC9001"}
    parents = {entry.code: entry.parent for entry in entries}
    assert all(one.element == parents[one.code] for one in asked)
    assert {"EC9001", "EC9001.01"} < set(titles)
    assert not any("\n" in one.text for one in asked)


def test_the_encoder_is_asked_for_the_titles(standards: Path) -> None:
    (task,) = held_out._standards(standards)
    assert len(task.queries) == len(criteria(standards)[0])
    right = {task.targets[row] for rows in task.relevant for row in rows}
    assert "Costura de prendas, otra edición" in right
    assert len(right) == 2
    shutil.rmtree(standards / "conocer")
    assert list(held_out._standards(standards)) == []


# Feminine words are learnt from titles that differ in gender alone.


def framework(*entries: tuple[str, tuple[str, ...]]) -> Framework:
    """Of entries of a kind with Spanish wordings."""
    return small_frameworks.framework(
        *(
            Competency(f"C{i}", first, kind, labels=tuple(Label(text, "es", "alternative") for text in others))
            for i, (kind, (first, *others)) in enumerate(entries)
        )
    )


@pytest.mark.parametrize(
    ("occupations", "found"),
    [
        (
            # One label with both, and two labels.
            [
                ("director técnico/directora técnica", "responsable técnico"),
                ("Actriz", "Actor", "alcaldesa", "alcalde", "peona", "peón"),
            ],
            [
                ("actriz", "actor", True),
                ("alcaldesa", "alcalde", True),
                ("directora", "director", True),
                ("peona", "peón", True),
                ("técnica", "técnico", False),
            ],
        ),
        # Of two masculines the more frequent one stands.
        (
            [("gerenta", "gerento"), ("gerenta de zona", "gerente de zona"), ("gerenta de obra", "gerente de obra")],
            [("gerenta", "gerente", True)],
        ),
    ],
)
def test_pairs_of_words(occupations: list[tuple[str, ...]], found: list[tuple[str, str, bool]]) -> None:
    assert words_of(framework(*((OCCUPATION, labels) for labels in occupations))) == found


# The pivot knows names, and titles of which only the group is known as names of the nearest occupation in it.


DESCRIPTION = (
    "Animal producers breed animals. Tasks include - (a) feeding - and watering; (b) selling. "
    "Examples of the occupations classified here: - Apiarist - Bee Breeders - Silkworm raiser "
    "Some related occupations classified elsewhere: - Lighthouse keeper - 9629"
)


def occupation(code: str, parent: str, *names: str) -> Competency:
    first, *others = names
    labels = tuple(Label(other, "en", "alternative") for other in others)
    return Competency(code, first, OCCUPATION, language="en", parent=parent, labels=labels)


@pytest.fixture(scope="module")
def groups() -> Framework:
    return small_frameworks.framework(
        Competency("C6123", "apicultores", "group", description=DESCRIPTION),
        Competency("C9629", "otros", "group", description="Nobody is named here."),
        occupation("1", "C6123", "bee breeder", "honey bee keeper"),
        occupation("2", "1", "silkworm farmer", "sericulturist"),
        occupation("3", "C9629", "lighthouse attendant"),
    )


def bearers(pivot: Pivot, encoder: Encoder, title: str) -> list[int]:
    """Occupations that a known title is drawn to by equal shares; none for one that is not known."""
    found = pivot.draw([title], encoder.encode([title], role="passage"))
    places = found.places[0][found.shares[0] == 1]
    return [int(place) for place in places]


def test_titles_are_read_with_the_occupations_of_their_group(groups: Framework) -> None:
    found = {title: [c.code for c in group] for title, group in example_titles(groups).items()}
    assert found == {"Apiarist": ["1", "2"], "Silkworm raiser": ["1", "2"]}


def test_a_title_is_a_name_of_the_nearest_occupation_of_its_group(groups: Framework, encoder: Encoder) -> None:
    pivot = of_occupations(groups, encoder)
    assert bearers(pivot, encoder, "silkworm raisers") == [1]
    assert bearers(pivot, encoder, "lighthouse attendant") == [2]
    assert bearers(pivot, encoder, "Lighthouse keeper") == []


def test_what_is_asked_is_hidden_be_it_a_name_or_an_example(groups: Framework, encoder: Encoder) -> None:
    asked = ["Bee breeders", "honey bee keeper", "SILKWORM RAISER"]
    pivot = of_occupations(groups, encoder, without=asked)
    assert len(pivot.occupations) == 2
    assert [bearers(pivot, encoder, text) for text in asked] == [[], [], []]
    # The occupation is without a name, so the other one of the group is the nearest that is known.
    assert bearers(pivot, encoder, "Apiarist") == [0]
    rest = of_occupations(groups, encoder, without=[*asked, "silkworm farmer", "sericulturist"])
    assert bearers(rest, encoder, "Apiarist") == []
