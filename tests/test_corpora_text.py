"""Cleaning that all readers share; text without case and accents."""

from pathlib import Path

import pytest
from files import tab_separated
from hypothesis import given
from hypothesis import strategies as st

from corpora.readers.broken_words import join_lines, words
from corpora.text import clean, clean_lines, fold_letters


def test_clean_composes_and_drops_what_nobody_sees_but_a_symbol_fonts_bullet_and_line_breaks() -> None:
    assert clean(" evaluacio\u0301n\u00a0\t de\ufeff la\x00 calidad\uf0b7\ufffe ") == "evaluación de la calidad"
    assert clean_lines("uno  \r\n dos\rtres\u2028cuatro") == "uno\ndos\ntres\ncuatro"
    assert (clean("\uf0b7 Recibe"), clean_lines("uno\n\uf0a7Dos")) == ("• Recibe", "uno\n• Dos")


@given(st.text())
def test_clean_is_settled_after_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not {"\ufffe", "\n", "\u00a0", "\x00"} & set(once)


HYPHENS = tab_separated(Path(__file__).parent / "data/hyphens.tsv")


@pytest.mark.parametrize(("lines", "elsewhere", "joined"), HYPHENS)
def test_what_the_document_writes_elsewhere_decides_about_the_hyphen(lines: str, elsewhere: str, joined: str) -> None:
    assert join_lines(lines.split("\n"), words(elsewhere.split("\n"))) == joined


@given(st.text())
def test_folding_letters_keeps_places_and_is_settled_after_once(text: str) -> None:
    assert len(fold_letters(text)) == len(text)
    assert fold_letters(fold_letters(text)) == fold_letters(text)
