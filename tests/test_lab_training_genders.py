"""Feminine words are learnt from titles that differ in gender alone."""

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


def test_pairs_come_from_one_label_with_both_and_from_two_labels() -> None:
    found = words_of(
        framework(
            (OCCUPATION, ("director técnico/directora técnica", "responsable técnico")),
            (OCCUPATION, ("Actriz", "Actor", "alcaldesa", "alcalde", "peona", "peón")),
        )
    )
    assert found == [
        ("actriz", "actor", True),
        ("alcaldesa", "alcalde", True),
        ("directora", "director", True),
        ("peona", "peón", True),
        ("técnica", "técnico", False),
    ]


def test_words_of_two_occupations_or_beside_other_words_are_no_pair() -> None:
    entries = (OCCUPATION, ("carga", "jefe", "jefa de turno", "guía", "guion")), (OCCUPATION, ("cargo",))
    assert words_of(framework(*entries)) == []


def test_what_also_begins_the_names_of_skills_begins_no_title() -> None:
    both = (OCCUPATION, ("químico analítico/química analítica",))
    skill = ("knowledge", ("química orgánica",))
    assert ("química", "químico", True) in words_of(framework(both))
    assert ("química", "químico", False) in words_of(framework(both, skill))


def test_a_word_for_both_begins_titles_that_differ_further_on() -> None:
    found = words_of(framework((OCCUPATION, ("auxiliar técnica", "auxiliar técnico", "guardia"))))
    assert found == [("auxiliar", "auxiliar", True), ("técnica", "técnico", False)]


def test_of_two_masculines_the_more_frequent_one_stands() -> None:
    found = words_of(
        framework(
            (OCCUPATION, ("gerenta", "gerento")),
            (OCCUPATION, ("gerenta de zona", "gerente de zona")),
            (OCCUPATION, ("gerenta de obra", "gerente de obra")),
        )
    )
    assert found == [("gerenta", "gerente", True)]
