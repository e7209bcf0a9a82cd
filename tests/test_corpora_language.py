"""The language of single texts and of short ones among others."""

from __future__ import annotations

import pytest

from corpora.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Se han identificado las herramientas de corte.", "es"),
        ("Riega plantas según su especie y la estación", "es"),
        ("REGAR PLANTAS SEGÚN LA ESPECIE Y LA ESTACIÓN DEL AÑO", "es"),
        ("Water plants according to their species", "en"),
        ("Students will prune hedges safely.", "en"),
        ("Conèixer les eines de poda i aplicar-les en casos reals", None),
        ("Regar les plantes segons la seva espècie i l'estació de l'any", None),
        ("Arroser les plantes selon leur espèce et la saison", None),
        ("Regar as plantas de acordo com a espécie e a estação do ano", None),
        ("2025-01-01 — 14,2 %", None),
        ("", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_a_short_text_has_the_language_of_what_stands_around_it() -> None:
    spanish = ["Tipos de riego y su mantenimiento en el jardín", "Poda de setos con tijeras de mano"]
    assert language_of("Mulching", spanish) == "es"
    assert language_of("Mulching", ["Types of irrigation and how they are kept", "Pruning hedges with shears"]) == "en"


def test_names_of_subjects_in_a_row_are_not_taken_for_another_language() -> None:
    around = ["Álgebra Superior I", "Geometría Analítica I", "Teoría del Seguro", "Inglés I", "Contabilidad"]
    assert language_of("Cálculo Diferencial e Integral I", around) == "es"
