"""What a passage is, and what can show what is taught, told by models whatever a document calls its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from corpora import TEACHING_ROLES, Passage
from corpora.readers import read
from mapper.matching.teaching import compared_passages, split_programme

PROGRAMMES = Path(__file__).parent / "data" / "programmes"
FOUND, RIGHT, TEACHES = 0.9, 0.7, 0.8
"""Floors over programmes of many kinds, of which nothing was fitted: how many of the lines that people listed are
passages, how many of these have their role, and how many are told rightly to teach or not."""


def squeezed(text: str) -> str:
    """Letters, figures and most signs: how a text is broken into lines and its case do not matter."""
    return re.sub(r"[\s.:’']", "", text).casefold()


@cache
def told() -> list[tuple[str, Passage | None]]:
    """Each line of the tables beside the programmes: its role, and the passage that begins with its text."""
    return [pair for path in sorted(PROGRAMMES.iterdir()) if path.suffix != ".tsv" for pair in _of(path)]


def _of(path: Path) -> Iterator[tuple[str, Passage | None]]:
    left = list(split_programme(read(path)).passages)
    for line in path.with_suffix(".tsv").read_text(encoding="utf-8").splitlines():
        role, text, _ = line.split("\t")
        found = next((one for one in left if squeezed(one.text).startswith(squeezed(text))), None)
        if found:
            left.remove(found)
        if role != "?":
            yield role, found


@pytest.mark.slow
def test_what_programmes_of_many_kinds_say_is_found_and_told_rightly() -> None:
    found = [(role, passage) for role, passage in told() if passage]
    assert len(found) >= FOUND * len(told()) > 500
    assert sum(role == passage.role for role, passage in found) >= RIGHT * len(found)
    teaches = [(role in TEACHING_ROLES) == (passage.role in TEACHING_ROLES) for role, passage in found]
    assert sum(teaches) >= TEACHES * len(found)


def test_a_decree_of_outcomes_and_criteria(tmp_path: Path) -> None:
    path = tmp_path / "decreto.md"
    path.write_text(
        "# Módulo Profesional: Riego.\n\nResultados de aprendizaje y criterios de evaluación:\n\n"
        "1. Riega cultivos, interpretando el plan de riego.\n\nCriterios de evaluación:\n\n"
        "a) Se ha medido el caudal.\n\nb) Se han limpiado los filtros.\n\n"
        "Contenidos básicos:\n\nRiego de cultivos:\n\n– Caudal y presión.\n\n– Filtros y goteros.\n",
        "utf-8",
    )
    roles = {one.text: one.role for one in split_programme(read(path)).passages}
    assert roles["Riega cultivos, interpretando el plan de riego."] == "outcome"
    assert roles["Se ha medido el caudal."] == roles["Se han limpiado los filtros."] == "criterion"
    assert roles["Caudal y presión."] == roles["Filtros y goteros."] == "content"


def test_a_heading_is_compared_by_what_stands_below_it(tmp_path: Path) -> None:
    path = tmp_path / "curso.md"
    path.write_text(
        "# Redes\n\n## Contenidos\n\n- Cableado\n- Enrutamiento\n\n## Avisos\n\nEl aula abre a las ocho.\n", "utf-8"
    )
    teaching, others = compared_passages(split_programme(read(path)).passages)
    assert [one.text for one in teaching] == ["Cableado", "Enrutamiento"]
    assert [one.text for one in others] == ["El aula abre a las ocho."]
