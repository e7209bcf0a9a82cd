"""What learners do or hand in is told from rules of grading and of administration, by wording and by place."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.practices import grades, is_task, performs, performs_at_work
from corpora.readers import read
from corpora.records import TEACHING_ROLES, Role
from corpora.split import passages


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


PROGRAMME = """# Módulo: Cerrajería

## Unidad 1. Cerraduras

- Desarma un cilindro y ordena los pernos.

El alumno copia la llave y la prueba en el banco. La unidad suma 30 puntos.

| Evidencia | Instrumento | Peso |
|---|---|---|
| Cerradura montada en una puerta de prueba | Lista de cotejo | 20 % |

| Criterio | Excelente | Insuficiente |
|---|---|---|
| Corte | Lima la llave sin rebaba y respeta la profundidad | Llave con rebaba |

## Normas del taller

- Cada alumno se pone los lentes antes de usar la copiadora.
- Queda prohibido comer.

## Evaluación

- Entrega una llave maestra que abre tres cilindros.
- La asistencia mínima es de 80 %.

## Perfil del instructor

- Cerrajero con tres años en taller.
"""


def test_a_programme_with_practice_everywhere(tmp_path: Path) -> None:
    path = tmp_path / "programme.md"
    path.write_text(PROGRAMME, encoding="utf-8")
    found = passages(read(path)).passages
    wanted: dict[str, Role] = {
        "Desarma un cilindro": "activity",
        "El alumno copia la llave": "activity",
        "La unidad suma": "other",
        "Cerradura montada": "activity",
        "Lista de cotejo": "other",
        "Lima la llave": "criterion",
        "Llave con rebaba": "evaluation",
        "Cada alumno se pone": "activity",
        "Queda prohibido": "other",
        "Entrega una llave": "activity",
        "La asistencia": "evaluation",
        "Cerrajero con": "other",
        "Corte": "other",
    }
    roles = {start: next(p.role for p in found if p.text.startswith(start)) for start in wanted}
    assert roles == wanted
    assert all(p.role not in TEACHING_ROLES for p in found if p.text in ("Evaluación", "Normas del taller"))


DECREE = """# Decreto

UNIDAD DE COMPETENCIA 1: MANEJAR LAS COLMENAS

Realizaciones profesionales y criterios de realización:

RP1: Revisar la colmena para conocer su estado.

CR1.1 El ahumador se enciende con material seco.

Información utilizada o generada:

Normativa de sanidad. Cuaderno de explotación.

MÓDULO FORMATIVO 1: MANEJO DE COLMENAS

Contenidos:

1. La colmena y sus partes

2. La miel

3. La cera

Floraciones: calendario apícola de la comarca, plantas melíferas y poliníferas, y trashumancia por camión.

Parámetros de contexto de la formación:

Aula de 45 m²

Perfil profesional del formador:

1. Dominio de los conocimientos y las técnicas del manejo de colmenas.
"""


def test_a_module_behind_what_closes_begins_anew_and_long_topics_are_contents(tmp_path: Path) -> None:
    path = tmp_path / "decree.md"
    path.write_text(DECREE, encoding="utf-8")
    found = passages(read(path)).passages
    roles = {p.text: p.role for p in found}
    assert roles["Normativa de sanidad. Cuaderno de explotación."] == "other"
    topic = next(p for p in found if p.text.startswith("Floraciones"))
    assert topic.role == "content"
    assert "MÓDULO FORMATIVO 1: MANEJO DE COLMENAS" in topic.section
    assert roles["Aula de 45 m²"] == "other"
    assert roles["Dominio de los conocimientos y las técnicas del manejo de colmenas."] == "other"


PLAN = """# Plan de estudios

Computación. Las asignaturas de este campo desarrollan en el alumno habilidades para programar.

## Asignaturas optativas

Se cursan en los últimos semestres.

| Asignatura | Créditos |
|---|---|
| PRIMER SEMESTRE | |
| Botánica | 8 |

## Cuadro resumen

Texto.
"""


def test_semesters_are_those_of_the_plan_and_its_aims_are_competencies(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(PLAN, encoding="utf-8")
    found = {p.text: p for p in passages(read(path)).passages}
    aim = next(p for start, p in found.items() if start.startswith("Computación"))
    assert aim.role == "competency"
    assert found["Botánica"].section == ("Plan de estudios", "PRIMER SEMESTRE")
    assert found["Cuadro resumen"].role == "other"
