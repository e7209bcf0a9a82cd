"""Text without case and accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.tabular import column_name
from corpora.text import fold_letters, without_accents


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
