"""Cleaning that all readers share; text without case and accents."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.tabular import column_name
from corpora.text import clean, clean_lines, fold_letters, join_lines, without_accents, words


def test_clean_composes_and_drops_what_nobody_sees() -> None:
    assert clean(" evaluacio\u0301n\u00a0\t de\ufeff la\x00 calidad\uf0b7\ufffe ") == "evaluación de la calidad"


def test_clean_lines_keeps_breaks() -> None:
    assert clean_lines("uno  \r\n dos\rtres\u2028cuatro") == "uno\ndos\ntres\ncuatro"


def test_a_symbol_fonts_bullet_at_the_beginning_of_a_line_stays_a_bullet() -> None:
    assert clean("\uf0b7 Recibe") == "• Recibe"
    assert clean_lines("uno\n\uf0a7Dos") == "uno\n• Dos"


@given(st.text())
def test_clean_is_settled_after_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not {"\ufffe", "\n", "\u00a0", "\x00"} & set(once)


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["competencias perso-", "nales y sociales"], "competencias personales y sociales"),
        (["para de\ufffe", "sarrollar"], "para desarrollar"),
        (["bases teórico-", "metodológicas"], "bases teórico-metodológicas"),
        (["científico\ufffe", "tecnológica"], "científico-tecnológica"),
        (["teórica-", "mente"], "teóricamente"),
        (["matemáti-", "camente"], "matemáticamente"),
        (["FORMA-", "CIÓN"], "FORMACIÓN"),
        (["curso 2025-", "2026"], "curso 2025-2026"),
        (["el eje Norte-", "Sur"], "el eje Norte-Sur"),
        (["self-", "assessment"], "self-assessment"),
        (["a – b –", "c"], "a – b – c"),
        (["", "uno", " ", "dos"], "uno dos"),
    ],
)
def test_join_lines(lines: list[str], joined: str) -> None:
    assert join_lines(lines, Counter()) == joined


def test_the_document_decides_about_the_hyphen() -> None:
    assert join_lines(["un espacio socio-", "productivo"], words(["lo socio-productivo"])) == (
        "un espacio socio-productivo"
    )
    lines = ["la infor-", "mación y el autor-", "retrato"]
    assert join_lines(lines, words(lines)) == "la información y el autorretrato"
    assert join_lines(["enseñanza-", "aprendizaje"], words(["la enseñanza y el aprendizaje"])) == (
        "enseñanza-aprendizaje"
    )


@given(st.text())
def test_folding_letters_keeps_places_and_is_settled_after_once(text: str) -> None:
    assert len(fold_letters(text)) == len(text)
    assert fold_letters(fold_letters(text)) == fold_letters(text)


def test_a_letter_that_is_longer_in_lower_case_keeps_its_place() -> None:
    assert fold_letters("İÑAR Código") == "inar codigo"


def test_accents_go_and_case_stays() -> None:
    assert without_accents("Ñandú") == "Nandu"


@pytest.mark.parametrize(
    ("header", "name"),
    [("Código  del padre", "codigo_del_padre"), ("statement (ES)", "statement_es"), (" — ", "")],
)
def test_a_header_is_compared_by_its_letters_and_digits(header: str, name: str) -> None:
    assert column_name(header) == name
