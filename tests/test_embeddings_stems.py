"""Inflections of Spanish and English words have one stem, with and without accents."""

from __future__ import annotations

import pytest

from embeddings.lexical import stem, words


@pytest.mark.parametrize(
    "forms",
    [
        ("evaluación", "evaluaciones", "evalúa", "EVALUACION"),
        ("instala", "instalar", "instalación"),
        ("programs", "programming", "program"),
        ("training", "trained", "trains"),
    ],
)
def test_forms_of_a_word_are_one(forms: tuple[str, ...]) -> None:
    assert len({tuple(words(form)) for form in forms}) == 1


def test_different_words_stay_apart() -> None:
    assert stem("electricidad") != stem("elevador")
    assert stem("contador") != stem("contaminar")
