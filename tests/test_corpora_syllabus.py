"""Roles and paths in small programmes, one of each kind, written for these tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpora.readers import read
from corpora.records import Passage
from corpora.split import passages

Passages = tuple[Passage, ...]
Read = Callable[[str], Passages]


@pytest.fixture
def programme(tmp_path: Path) -> Read:
    """Reads a programme written in Markdown."""

    def read_text(text: str) -> Passages:
        path = tmp_path / "programa.md"
        path.write_text(text, encoding="utf-8")
        return passages(read(path)).passages

    return read_text


def texts(found: Passages, role: str) -> list[str]:
    return [passage.text for passage in found if passage.role == role]


def of(found: Passages, text: str) -> Passage:
    return next(passage for passage in found if passage.text.startswith(text))


CONALEP = """# Programa de estudios

## Módulo: Manejo de hojas de cálculo

**Propósito del módulo:** Procesar datos con hojas de cálculo.

### Unidad de aprendizaje 1. Cálculo básico

#### Resultado de aprendizaje 1.1 Resuelve presupuestos con fórmulas.

| Actividades de evaluación | Evidencias a recopilar | Ponderación | Contenidos |
|---|---|---|---|
| 1.1.1 Elabora un presupuesto familiar. | Archivo digital | 20% | A. Referencias<br>B. Operadores |

#### Resultado de aprendizaje 1.2

Grafica datos de una encuesta.

Actividad de evaluación 1.2.1 Dibuja tres gráficas.

### Rúbricas

#### Resultado de aprendizaje 1.1

| Indicadores | Excelente |
|---|---|
| Presupuesto | Resuelve presupuestos sin errores |
"""


def test_conalep_headings_are_outcomes_and_rubrics_hold_criteria(programme: Read) -> None:
    found = programme(CONALEP)
    assert texts(found, "outcome") == [
        "Procesar datos con hojas de cálculo.",
        "Resuelve presupuestos con fórmulas.",
        "Grafica datos de una encuesta.",
    ]
    assert texts(found, "activity") == ["Elabora un presupuesto familiar.", "Dibuja tres gráficas."]
    assert of(found, "Operadores").role == "content"
    assert of(found, "Operadores").section[-2:] == (
        "Unidad de aprendizaje 1. Cálculo básico",
        "Resultado de aprendizaje 1.1 Resuelve presupuestos con fórmulas",
    )
    assert of(found, "Dibuja").section[-1] == "Grafica datos de una encuesta"
    assert of(found, "Resuelve presupuestos sin errores").role == "criterion"
    assert "20%" not in [passage.text for passage in found]


DGETI = """# Técnico en jardinería

## Perfil de egreso

- Mantiene áreas verdes.

## Módulo I. Establece áreas verdes

### Submódulo 1. Prepara el suelo para la siembra

Competencias profesionales

| No. | Competencia profesional | Situaciones |
|---|---|---|
| 1 | Analiza la textura del suelo | En el huerto escolar |

Contenidos

- Tipos de suelo

### Submódulo 2. Siembra especies ornamentales

Competencia profesional 1: Selecciona semillas de temporada.

## Fuentes de información

- Manual de jardinería.
"""


def test_technical_baccalaureate_titles_of_modules_and_submodules_are_competencies(programme: Read) -> None:
    found = programme(DGETI)
    assert texts(found, "competency") == [
        "Mantiene áreas verdes.",
        "Establece áreas verdes",
        "Prepara el suelo para la siembra",
        "Analiza la textura del suelo",
        "Siembra especies ornamentales",
        "Selecciona semillas de temporada.",
    ]
    assert of(found, "En el huerto").role == "other"
    assert of(found, "Manual").role == "other"
    assert of(found, "Tipos de suelo").section[-1] == "Submódulo 1. Prepara el suelo para la siembra"


GUIDE = """# Guía docente: Evaluación de impacto ambiental

Créditos: 6

## Requisitos previos

El estudiante será capaz de leer inglés técnico.

## Competencias

CB2. Que los estudiantes sepan aplicar sus conocimientos.

CG4 Trabajar en equipos multidisciplinares.

CE03 Evaluar el impacto ambiental de proyectos.

## Resultados de aprendizaje

Al finalizar la asignatura el estudiante será capaz de:

- Identificar los impactos de un proyecto.
- Redactar un estudio de impacto. Además, defenderlo ante un tribunal.

## Contenidos

### Tema 1. Marco conceptual

1.1 Historia de la evaluación

### Bibliografía

- Un manual de evaluación.

## Actividades formativas

- Prácticas de campo

## Sistemas de evaluación

### Resultados de aprendizaje

RA1 Examen final sobre los contenidos del curso.

El alumno deberá asistir al 80 % de las clases.

## Profesorado

Al finalizar el curso el alumno será capaz de entregar encuestas.
"""


def test_university_guide_in_spanish(programme: Read) -> None:
    found = programme(GUIDE)
    assert texts(found, "competency") == [
        "Que los estudiantes sepan aplicar sus conocimientos.",
        "Trabajar en equipos multidisciplinares.",
        "Evaluar el impacto ambiental de proyectos.",
    ]
    assert texts(found, "outcome") == [
        "Identificar los impactos de un proyecto.",
        "Redactar un estudio de impacto. Además, defenderlo ante un tribunal.",
    ]
    assert texts(found, "content") == ["Marco conceptual", "Historia de la evaluación"]
    assert texts(found, "activity") == ["Prácticas de campo"]
    assert of(found, "Examen final").role == "evaluation"
    assert of(found, "El alumno deberá").role == "evaluation"
    assert {of(found, start).role for start in ("El estudiante", "Un manual", "Al finalizar el curso")} == {"other"}


SYLLABUS = """# CS 340: Introduction to Databases

## Prerequisites

Students should be able to program in Java.

## Learning Outcomes

By the end of this course, students will be able to:

1. Design relational schemas
2. Write queries

## Course Schedule

| Week | Topic | Reading | Due |
|---|---|---|---|
| 1 | Relational model | Ch. 1 | |
| 2 | Query languages | Chapter on queries | First homework |

## Grading Policy

### Learning outcomes

- Midterm exam 30%

## Attendance

Students are expected to attend all classes.

## Reading List

- A textbook on database systems.
"""


def test_english_syllabus(programme: Read) -> None:
    found = programme(SYLLABUS)
    assert texts(found, "outcome") == ["Design relational schemas", "Write queries"]
    assert texts(found, "content") == ["Relational model", "Query languages"]
    assert of(found, "Midterm").role == "evaluation"
    for start in ("Students should", "Students are expected", "A textbook", "Chapter on", "First homework"):
        assert of(found, start).role == "other", start
    assert {passage.language for passage in found} == {"en"}


PLAN = """# Plan de estudios

El plan fue aprobado en 2020. Tiene como objetivo formar técnicos capaces de cuidar bosques.

UNIVERSIDAD DEL BOSQUE

## Primer semestre

10 Botánica general

08-09 Ecología

(sin créditos) Inglés I

06 Optativa

Total de créditos: 24

## Perfil del egresado

Cuida bosques y ríos.

## Servicio social

Los alumnos cubrirán 480 horas.
"""


def test_plan_of_studies_names_subjects(programme: Read) -> None:
    found = programme(PLAN)
    assert texts(found, "content") == ["Botánica general", "Ecología", "Inglés I"]
    assert texts(found, "competency") == [
        "Tiene como objetivo formar técnicos capaces de cuidar bosques.",
        "Cuida bosques y ríos.",
    ]
    for start in ("El plan fue", "UNIVERSIDAD", "Optativa", "Total", "Los alumnos"):
        assert of(found, start).role == "other", start


PERIODS = """# Plan de estudios

{plan}

# Perfil del egresado

Cuida bosques y ríos.
"""
PERIODS_AS = {
    "lines": "PRIMER SEMESTRE\n\n10 Botánica general\n\n12 Ecología\n\nSEGUNDO SEMESTRE\n\n10 Zoología",
    "cells": "| | |\n|---|---|\n| 1er. semestre<br>10 Botánica general<br>12 Ecología | 2.º semestre<br>10 Zoología |",
    "columns": "| 1er. semestre | 2.º semestre |\n|---|---|\n| Botánica general | Zoología |\n| Ecología | |",
    "rows": "| Clave | Asignatura |\n|---|---|\n| PRIMER SEMESTRE | |\n| 11 | Botánica general |\n| 12 | Ecología |\n"
    "| SEGUNDO SEMESTRE | |\n| 21 | Zoología |",
}


@pytest.mark.parametrize("form", PERIODS_AS)
def test_subjects_stand_below_their_semester(programme: Read, form: str) -> None:
    found = programme(PERIODS.format(plan=PERIODS_AS[form]))
    capitals = form in ("lines", "rows")
    first, second = ("PRIMER SEMESTRE", "SEGUNDO SEMESTRE") if capitals else ("1er. semestre", "2.º semestre")
    subjects = [(p.text, p.section) for p in found if p.role == "content"]
    assert sorted(subjects) == [
        ("Botánica general", ("Plan de estudios", first)),
        ("Ecología", ("Plan de estudios", first)),
        ("Zoología", ("Plan de estudios", second)),
    ]
    assert of(found, "Cuida").section == ("Perfil del egresado",)


TABLES = """# Módulo profesional: Jardinería

| Resultados de aprendizaje | Criterios de evaluación | Peso |
|---|---|---|
| RA1. Poda setos siguiendo un plano. | a) Se han afilado las tijeras.<br>b) Se ha medido el seto. | 40 % |
| RA2. Riega plantas según su especie. | a) Se ha regulado el caudal. | 60 % |

## Unidades

| Unidad de aprendizaje | 1. Herramientas de corte |
|---|---|
| Objetivo | El alumno usará tijeras. |
| Horas | 12 |
"""


FORM = """<table>
<tr><td>Asignatura</td><td>Taller de soldadura</td><td>Clave</td><td>SOL-201</td></tr>
<tr><td colspan=4>TEMARIO</td></tr>
<tr><td>Unidad</td><td colspan=2>Temas</td><td>Horas</td></tr>
<tr><td>1</td><td colspan=2>Seguridad en el taller</td><td>6</td></tr>
<tr><td colspan=4>Evaluación</td></tr>
<tr><td>2</td><td colspan=2>Arco eléctrico</td><td>12</td></tr>
<tr><td colspan=4>EVALUACIÓN</td></tr>
<tr><td colspan=3>Portafolio de prácticas</td><td>70%</td></tr>
<tr><td colspan=4>BIBLIOGRAFÍA</td></tr>
<tr><td colspan=4>Jeffus, L. (2012). Soldadura: principios y aplicaciones. Paraninfo.</td></tr>
</table>
"""


def test_the_columns_of_a_form_are_named_up_to_its_next_part(tmp_path: Path) -> None:
    """A row of grading between two weeks ends nothing: the rows below it have the same columns."""
    path = tmp_path / "carta.html"
    path.write_text(FORM, encoding="utf-8")
    found = passages(read(path)).passages
    assert texts(found, "content")[-2:] == ["Seguridad en el taller", "Arco eléctrico"]
    assert of(found, "Portafolio").role == "evaluation"
    assert of(found, "Jeffus").role == "other"


REFERRING = """# Guía docente

## Resultados del aprendizaje

| Resultado | Competencias relacionadas |
|---|---|
| R1. Diseñar el modelo entidad-relación de un dominio. | CG1, CE12 |
| R2. Escribir consultas SQL con agregación. | CE12 |
"""


def test_a_column_that_only_refers_takes_nothing_from_the_one_beside_it(programme: Read) -> None:
    assert texts(programme(REFERRING), "outcome") == [
        "Diseñar el modelo entidad-relación de un dominio.",
        "Escribir consultas SQL con agregación.",
    ]


HEADED_TWICE = """# Programa

| Resultado de aprendizaje | Saberes teóricos |
|---|---|
| Clasificará los costos de una empresa. | Elementos del costo |
| **Unidad 2: Sistemas de costos** | |
| Resultado de aprendizaje | SABERES TEÓRICOS |
| Calculará el costo de producción por órdenes. | Órdenes de producción |
"""


def test_a_header_that_a_table_repeats_teaches_nothing(programme: Read) -> None:
    found = programme(HEADED_TWICE)
    assert len(texts(found, "outcome")) == 2
    assert texts(found, "content") == ["Elementos del costo", "Sistemas de costos", "Órdenes de producción"]


def test_columns_and_rows_of_tables_give_roles(programme: Read) -> None:
    found = programme(TABLES)
    assert texts(found, "outcome")[:2] == ["Poda setos siguiendo un plano.", "Riega plantas según su especie."]
    assert texts(found, "criterion") == [
        "Se han afilado las tijeras.",
        "Se ha medido el seto.",
        "Se ha regulado el caudal.",
    ]
    assert of(found, "Se ha medido").section == ("Módulo profesional: Jardinería", "Poda setos siguiendo un plano")
    assert of(found, "Se ha regulado").section[-1] == "Riega plantas según su especie"
    assert of(found, "El alumno usará").role == "outcome"


CERTIFICATE = """## MÓDULO FORMATIVO 1

## UNIDAD FORMATIVA 1

## Capacidades y criterios de evaluación

C1: Planificar la poda de un jardín.

CE1.1 Describir herramientas.

CE1.2 En un supuesto de poda:

- Elegir la herramienta.
- Justificar la elección.

## Contenidos

## 1. Herramientas de corte

- Tijeras

## UNIDAD FORMATIVA 2

## Capacidades y criterios de evaluación

C1: Regar un jardín con el caudal adecuado.
"""


def test_certificate_with_headings_of_one_level_keeps_module_and_unit(programme: Read) -> None:
    found = programme(CERTIFICATE)
    assert texts(found, "outcome") == ["Planificar la poda de un jardín.", "Regar un jardín con el caudal adecuado."]
    assert texts(found, "criterion") == [
        "Describir herramientas.",
        "En un supuesto de poda:\n- Elegir la herramienta.\n- Justificar la elección.",
    ]
    assert of(found, "Describir").section == (
        "MÓDULO FORMATIVO 1",
        "UNIDAD FORMATIVA 1",
        "Capacidades y criterios de evaluación",
        "Planificar la poda de un jardín",
    )
    assert of(found, "Tijeras").section == (
        "MÓDULO FORMATIVO 1",
        "UNIDAD FORMATIVA 1",
        "Contenidos",
        "1. Herramientas de corte",
    )
    assert of(found, "Regar").section[:2] == ("MÓDULO FORMATIVO 1", "UNIDAD FORMATIVA 2")


def test_topics_with_names_of_parts_do_not_end_the_contents(programme: Read) -> None:
    found = programme(
        "# Módulo profesional: Bodega\n\nContenidos básicos:\n\nNormativa general.\n\nEquipamiento del laboratorio.\n\n"
        "Evaluación de los resultados analíticos.\n\nMateriales:\n\nVidrio y acero.\n\nOrientaciones pedagógicas.\n\n"
        "Este módulo forma para la bodega.\n"
    )
    assert texts(found, "content") == [
        "Bodega",
        "Normativa general.",
        "Equipamiento del laboratorio.",
        "Evaluación de los resultados analíticos.",
        "Materiales:",
        "Vidrio y acero.",
    ]
    assert of(found, "Este módulo").role == "other"


def test_prose_about_a_list_of_contents_is_not_content_but_prose_alone_is(programme: Read) -> None:
    about = (
        "La duración de cada unidad se calcula desde su inicio hasta el inicio de la siguiente, y podrá cambiar " * 2
    )
    listed = programme(f"# Contenidos\n\n{about.strip()}.\n\n- Poda\n\n- Riego\n\n- Abonado\n")
    assert texts(listed, "content") == ["Poda", "Riego", "Abonado"]
    alone = programme(f"# Contenidos\n\n{about.strip()}.\n")
    assert len(texts(alone, "content")) == 1


def test_criteria_of_evaluation_under_no_outcome_are_grading_unless_they_look_like_criteria(programme: Read) -> None:
    grading = programme("# Curso\n\n## Criterios de evaluación\n\nExamen final: 60 %\n\nTareas: 40 %\n")
    assert "criterion" not in {passage.role for passage in grading}
    criteria = programme("# Curso\n\n## Criterios de evaluación\n\na) Se ha podado el seto.\n")
    assert texts(criteria, "criterion") == ["Se ha podado el seto."]


def test_a_verb_alone_makes_no_outcome(programme: Read) -> None:
    found = programme("# Curso\n\n## Presentación\n\nEl alumno deberá asistir.\n\nElabora documentos con cuidado.\n")
    assert {passage.role for passage in found} == {"other"}
    stated = programme(
        "# Curso\n\nAl finalizar el curso el alumno será capaz de podar setos. Habrá café en los descansos.\n"
    )
    assert texts(stated, "outcome") == ["Al finalizar el curso el alumno será capaz de podar setos."]


FLAT = """# Course Syllabus

**Course:** MKT 101 Principles of Marketing

**Course Description:** This course covers marketing.

**Student Learning Outcomes:** Upon completion the student will be able to:

* Analyze market segments.

**Course Outline:**

* Consumer behavior

**Grading:**

Exams 60%
"""


def test_labels_within_lines_name_the_text_behind_them(programme: Read) -> None:
    found = programme(FLAT)
    assert texts(found, "outcome") == ["Analyze market segments."]
    assert texts(found, "content") == [
        "MKT 101 Principles of Marketing",
        "This course covers marketing.",
        "Consumer behavior",
    ]
    assert of(found, "Exams").role == "evaluation"
    assert of(found, "Upon completion").role == "other"


def test_general_objective_of_a_course_is_an_outcome_and_of_a_plan_a_competency(programme: Read) -> None:
    course = programme("# Asignatura: Poda\n\nObjetivo general: El alumno podará setos.\n")
    assert texts(course, "outcome") == ["El alumno podará setos."]
    plan = programme("# Técnico en jardinería\n\n## Objetivos generales\n\na) Podar setos.\n")
    assert texts(plan, "competency") == ["Podar setos."]


def test_units_are_topics_where_the_contents_are_named_by_a_line(programme: Read) -> None:
    found = programme(
        "# Asignatura: Poda\n\n## Objetivos específicos\n\n- Podará setos.\n\nÍndice temático\n\n"
        "## Unidad 1. Herramientas\n\nObjetivo particular: Afilará tijeras.\n\n"
        "1.1 Tijeras\n\n## Unidad 2. Setos\n\n1.2 Boj\n"
    )
    assert texts(found, "outcome") == ["Podará setos.", "Afilará tijeras."]
    assert of(found, "Tijeras").role == of(found, "Boj").role == "content"
    assert of(found, "Boj").section == ("Asignatura: Poda", "Unidad 2. Setos")
