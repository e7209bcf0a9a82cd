"""What learners do or hand in is told from rules of grading and of administration, by wording.

By place: data/structures/practice-everywhere.md.
"""

from __future__ import annotations

import pytest

from corpora.cues import grades, is_task, performs, performs_at_work


@pytest.mark.parametrize(
    "text",
    [
        "Cada pareja llena la hoja de corte y la firma.",
        "Entrega dos muestras cosidas con costura inglesa.",
        "Al terminar, los alumnos limpian la mesa.",
        "Práctica 3. Montar una cerradura de embutir en una puerta.",
        "Each team wires the panel and labels every breaker.",
    ],
)
def test_what_learners_do(text: str) -> None:
    assert performs(text)


@pytest.mark.parametrize(
    "text",
    [
        "Se requiere 80 % de asistencia.",
        "El profesor entrega las actas a la coordinación.",
        "La entrega de material es los martes.",
        "Queda prohibido el celular en el taller.",
        "Los módulos se impartirán en orden.",
    ],
)
def test_what_nobody_does(text: str) -> None:
    assert not performs_at_work(text)


def test_rules_of_a_workshop_name_nobody() -> None:
    assert performs_at_work("Antes de encender la sierra se baja la guarda.")
    assert not performs("Antes de encender la sierra se baja la guarda.")


def test_grading_is_no_practice() -> None:
    assert grades("Para acreditar se piden 70 puntos.")
    assert not grades("Se califica que el alumno salude al cliente.")


def test_instruments_are_no_tasks() -> None:
    assert is_task("Silla armada y barnizada a mano")
    assert not is_task("Guía de observación")
    assert not is_task("Lista de cotejo")
