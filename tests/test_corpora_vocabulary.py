"""Names of the parts of a programme, and names that only look like them."""

from __future__ import annotations

import pytest

from corpora.cues import is_page_line, is_placeholder, leads_to, only_refers
from corpora.items import is_article, item_of, label_of, states_fact
from corpora.vocabulary import sense_of


@pytest.mark.parametrize(
    ("name", "sense"),
    [
        ("Artículo 5. Competencias profesionales, personales y sociales.", "competency"),
        ("2. Objetivos generales", "competency"),
        ("PERFIL DEL EGRESADO", "competency"),
        ("Objetivo general de la asignatura", "outcome"),
        ("Course Learning Outcomes (CLOs)", "outcome"),
        ("Resultados de aprendizaje y criterios de evaluacion:", "both"),
        ("Criterios de evaluación", "criterion"),
        ("Contenidos y temporalización", "content"),
        ("Tentative course schedule", "content"),
        ("Actividades formativas", "activity"),
        ("SÉPTIMO SEMESTRE", "plan"),
        ("5. Evaluación y calificación", "evaluation"),
        ("Sistemas y criterios de evaluación", "evaluation"),
        ("Criterios y procedimientos de evaluación", "evaluation"),
        ("Late policy", "evaluation"),
        ("6. Evaluación de la práctica docente", "other"),
        ("Perfil de ingreso", "other"),
        ("Attendance policy", "other"),
        ("Orientaciones pedagogicas.", "other"),
        ("4.3. Correspondencia con resultados de aprendizaje y criterios de evaluación", "other"),
        ("8. Práctica(s)", "activity"),
        ("NORMA / UNIDAD DE COMPETENCIA", "competency"),
        ("Indicative content", "content"),
        ("How you will be assessed", "evaluation"),
        ("Perfil del instructor", "other"),
        ("Plan de negocios", None),
        ("Programación orientada a objetos", None),
        ("Evaluación de la viabilidad de artículos:", None),
        ("Evaluación psicológica", None),
        ("Competencia perfecta y monopolio", None),
        ("Asistencia social", None),
        ("5.2.2 De un resultado de aprendizaje", None),
    ],
)
def test_names(name: str, sense: str | None) -> None:
    assert sense_of(name) == sense


@pytest.mark.parametrize(
    ("text", "mark", "body"),
    [
        ("3 Presenta el producto", "number", "Presenta el producto"),
        ("ñ) Se ha regado", "letter", "Se ha regado"),
        ("− Riego", "bullet", "Riego"),
        ("1.º Riego", "bullet", "Riego"),
        ("1.ª evaluación", "none", "1.ª evaluación"),
        ("[RA1] Poda", "outcome", "Poda"),
        ("CE1.a) Se ha podado", "criterion", "Se ha podado"),
        ("CE1.1 Describir", "criterion", "Describir"),
        ("CE03 Conocer", "competency", "Conocer"),
        ("UC0123_3: Podar", "competency", "Podar"),
        ("C1: Podar", "capacity", "Podar"),
        ("• ISO 9001: Calidad", "bullet", "ISO 9001: Calidad"),
        ("– 5.1.x-dev", "bullet", "5.1.x-dev"),
        ("HTML 5 Básico", "none", "HTML 5 Básico"),
    ],
)
def test_markers_and_codes(text: str, mark: str, body: str) -> None:
    item = item_of(text)
    assert (item.mark, item.body) == (mark, body)


def test_labels_begin_units_and_facts_do_not() -> None:
    label = label_of("Resultado de aprendizaje: 1.1. Poda setos")
    assert label is not None
    assert (label.kind, label.number, label.sense) == ("resultado", "1.1", "outcome")
    assert label_of("Unidad didáctica") is None
    assert label_of("Competencia general") is None
    assert is_article("Artículo 5. Competencias profesionales, personales y sociales.")
    assert is_article("ANEXO I")
    assert not is_article("Artículo 5 del presente real decreto")
    assert states_fact("Duración: 50 horas.")
    assert not states_fact("Poda: tipos y herramientas.")


def test_cues() -> None:
    assert leads_to("At the end of this course students will be able to:") == "outcome"
    assert leads_to("El egresado será capaz de:") == "competency"
    assert leads_to("Students are expected to attend.") is None
    assert only_refers("CE1.a #ce1a")
    assert only_refers("12 horas")
    assert only_refers("Cuarto")
    assert only_refers("Fourth")
    assert not only_refers("Cuarto oscuro")
    assert not only_refers("Sesiones")
    assert is_page_line("Página 3 de 40")
    assert is_page_line("- 7 -")
    assert not is_page_line("2 Riego")
    assert is_placeholder("Optativa III")
    assert is_placeholder("Optativa   6 créditos")
    assert not is_placeholder("Optativa de jardinería japonesa")
