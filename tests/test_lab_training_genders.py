"""Feminine words are learnt from titles that differ in gender alone."""

import pytest

from corpora import Competency, Framework, Label
from lab.training.genders import words_of
from lab.training.material import OCCUPATION


def framework(*entries: tuple[str, tuple[str, ...]]) -> Framework:
    """Of entries of a kind with Spanish wordings."""
    found = tuple(
        Competency(f"C{i}", first, kind, labels=tuple(Label(text, "es", "alternative") for text in others))
        for i, (kind, (first, *others)) in enumerate(entries)
    )
    return Framework("n", "n", "1", "0" * 64, "n", found)


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
        # Words of two occupations, or beside other words, are no pair.
        ([("carga", "jefe", "jefa de turno", "guía", "guion"), ("cargo",)], []),
        # A word for both begins titles that differ further on.
        (
            [("auxiliar técnica", "auxiliar técnico", "guardia")],
            [("auxiliar", "auxiliar", True), ("técnica", "técnico", False)],
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


def test_what_also_begins_the_names_of_skills_begins_no_title() -> None:
    both = (OCCUPATION, ("químico analítico/química analítica",))
    skill = ("knowledge", ("química orgánica",))
    assert ("química", "químico", True) in words_of(framework(both))
    assert ("química", "químico", False) in words_of(framework(both, skill))
