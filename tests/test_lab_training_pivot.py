"""The pivot knows names, and titles of which only the group is known as names of the nearest occupation in it."""

from pathlib import Path

import pytest
import small_frameworks

from corpora import Competency, Framework, Label
from corpora.frameworks import load
from embeddings.encoders import Encoder
from lab.training.material import OCCUPATION
from lab.training.pivot import example_titles, of_occupations
from mapper.matching.occupations import Pivot

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
def framework() -> Framework:
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


def test_titles_are_read_with_the_occupations_of_their_group(framework: Framework) -> None:
    found = {title: [c.code for c in group] for title, group in example_titles(framework).items()}
    assert found == {"Apiarist": ["1", "2"], "Silkworm raiser": ["1", "2"]}


def test_a_title_is_a_name_of_the_nearest_occupation_of_its_group(framework: Framework, encoder: Encoder) -> None:
    pivot = of_occupations(framework, encoder)
    assert bearers(pivot, encoder, "silkworm raisers") == [1]
    assert bearers(pivot, encoder, "lighthouse attendant") == [2]
    assert bearers(pivot, encoder, "Lighthouse keeper") == []


def test_what_is_asked_is_hidden_be_it_a_name_or_an_example(framework: Framework, encoder: Encoder) -> None:
    asked = ["Bee breeders", "honey bee keeper", "SILKWORM RAISER"]
    pivot = of_occupations(framework, encoder, without=asked)
    assert len(pivot.occupations) == 2
    assert [bearers(pivot, encoder, text) for text in asked] == [[], [], []]
    # The occupation is without a name, so the other one of the group is the nearest that is known.
    assert bearers(pivot, encoder, "Apiarist") == [0]
    rest = of_occupations(framework, encoder, without=[*asked, "silkworm farmer", "sericulturist"])
    assert bearers(rest, encoder, "Apiarist") == []


def test_without_examples_names_are_what_there_is(framework: Framework, encoder: Encoder) -> None:
    plain = small_frameworks.framework(*framework.competencies[1:])
    assert example_titles(plain) == {}
    assert sorted(of_occupations(plain, encoder).bearers.tolist()) == [0, 0, 1, 1, 2]


@pytest.mark.slow
def test_of_real_groups_a_thousand_titles_are_read(shared: Path) -> None:
    found = example_titles(load([shared / "data" / "esco"], loader="esco"))
    assert 900 < len(found) < 1_100
    assert max(len(title.split()) for title in found) < 10
    assert {c.extra["isco"] for c in found["Furrier"]} == {"7531"}
    # However the list is announced: "Examples of occupations classified …", "… of the occupations included here".
    assert {"Apiarist", "Sericulturist", "Cost computing clerk"} <= found.keys()
