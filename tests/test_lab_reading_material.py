"""What the trainings of encoder and reader are made of: decrees, programmes, wordings; what is measured."""

import random
from pathlib import Path

import pytest
import training_data

from lab.reading import written
from lab.reading.wordings import Verbs


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return training_data.data(tmp_path / "data")


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    return training_data.truth(tmp_path / "truth")


# The same criterion in other grammar.


@pytest.mark.parametrize(
    ("known", "criterion", "forms"),
    [
        (("Elaborar panes",), "Se han elaborado planes", ["Elaborar planes", "Elabora planes"]),
        (("Elaborar",), "Elaborar el plan.", ["Elabora el plan.", "Se ha elaborado el plan."]),
        (
            ("Elaborar", "la elaboración"),
            "Elaborar el plan",
            ["Elabora el plan", "Se ha elaborado el plan", "Elaboración del plan"],
        ),
        (("Atender", "Vivir"), "Se han ATENDIDO quejas", ["Atender quejas", "Atende quejas"]),
        (("Pintar",), "Se han elaborado planes", []),  # a verb that nobody begins with
        (("Elaborar",), "Los planes que se han elaborado", []),
    ],
)
def test_a_criterion_is_worded_otherwise_where_its_verb_is_known(
    known: tuple[str, ...], criterion: str, forms: list[str]
) -> None:
    verbs = Verbs.collect([*known, "", "1) nada"])
    assert verbs.forms(criterion) == forms
    drawn = {verbs.otherwise(criterion, random.Random(number)) for number in range(60)}
    assert drawn == {criterion, *forms}


# Decrees: content lines beside the criteria of their outcome.


def test_lines_stand_beside_criteria_and_the_wording_of_their_outcome_alone(data: Path) -> None:
    found = list(written.of_contents(written.outcomes(data), Verbs.collect(["Elaborar"]), seed=1))
    of_first = [pair for pair in found if pair.meaning == "RD 1 2020 Panadería/1"]
    right = {pair.right for pair in of_first}
    assert right <= {"Se ha pesado la harina", "Se han elaborado masas", "Elaborar masas", "Elabora masas"}
    # Of each line two criteria and the outcome, of the heading both criteria.
    assert len(of_first) == 3 * 3 + 2
    assert {pair.left for pair in of_first} == {"Tipos de harina", "Amasado", "Fermentación", "Masas"}
    # The second has four criteria, of which three stand beside its line, and no heading.
    assert len(found) - len(of_first) == 3 + 1
    assert found == list(written.of_contents(written.outcomes(data), Verbs.collect(["Elaborar"]), seed=1))


# Real programmes whose truth is known.


def test_quotes_stand_beside_what_they_teach_and_before_their_trap(truth: Path) -> None:
    verbs = Verbs.collect(["Elaborar"])
    found = list(written.of_programmes(written.programmes(truth / "real" / "train"), verbs, seed=1))
    quote, trap = "Amasa hasta formar la malla", "Vende masas congeladas"
    wordings = {"Se han elaborado masas", "Elabora masas", "Elaborar masas"}
    plain, turned = (pair for pair in found if pair.meaning == "pan/P/1/1")
    assert (plain.left, plain.right in wordings, plain.wrong) == (quote, True, "")
    assert (turned.right, turned.left in wordings, turned.wrong) == (quote, True, trap)
    assert {pair.meaning for pair in found} == {"pan/P/1/1", "torno/T/1/1"}  # nothing absent


# What is measured, by hand.
