"""Segments of an ad: where they end, which heading rules them, what they ask for and how strongly."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.job_ads.records import JobAd
from corpora.job_ads.segments import parts, requirements, segments

ROOT = Path(__file__).resolve().parent.parent


def judged(text: str, language: str = "es", title: str = "") -> list[tuple[str, str | None, str | None]]:
    return [(s.text, s.kind, s.force) for s in segments(JobAd("x", title, text, language))]


ENGLISH = {"Knowledge", "Install", "We"}
KINDS_AND_FORCES = """
language negated: Inglés: no requerido | No se requiere inglés
experience negated: No se requiere experiencia previa | No experience required
licence valued: Se valorará carnet de carretillero
degree valued: SE VALORARÁ FORMACIÓN EN GERIATRÍA
knowledge valued: Knowledge of SAP is a plus
language offered: Ofrecemos clases de inglés
degree offered: Formación a cargo de la empresa
licence required: Imprescindible permiso de conducir B1 | Carné C1 y CAP
language required: Inglés nivel medio
degree required: Título de técnico en soldadura
experience required: Experiencia mínima de dos años
condition required: Disponibilidad para viajar | Vehículo propio
skill required: Capacidad de trabajo en equipo
knowledge required: Conocimientos de contabilidad
task required: LIMPIEZA DE HABITACIONES | Programar y operar torno CNC | Install and repair pumps
task required: Interpretar planos en inglés
None None: Equipo joven y dinámico | Contrato indefinido a jornada completa | Salario según convenio
None None: Se ofrece contrato temporal | Empresa de confección solicita costureras
None None: Imprescindible adjuntar currículum
None None: Sus datos serán tratados conforme a la normativa de protección de datos | We offer health insurance
"""
"""Kind and force, then what is of these."""


@pytest.mark.parametrize("line", KINDS_AND_FORCES.strip().split("\n"))
@pytest.mark.parametrize("loud", [False, True], ids=["as written", "in capitals"])
def test_kind_and_force_without_a_heading(line: str, loud: bool) -> None:
    told, _, texts = line.partition(": ")
    expected = [None if word == "None" else word for word in told.split()]
    for text in texts.split(" | "):
        (found,) = judged(text.upper() if loud else text, "en" if text.split()[0] in ENGLISH else "es")
        assert list(found[1:]) == expected, text


@pytest.mark.parametrize(
    ("text", "tongues", "level"),
    [
        ("Inglés B2", ("en",), "B2"),
        ("Inglés (B1-B2) y francés", ("en", "fr"), "B1-B2"),
        ("Inglés, nivel avanzado", ("en",), "avanzado"),
        ("INGLÉS ALTO", ("en",), "alto"),
        ("Fluent English", ("en",), "fluent"),
        ("Inglés y carné B1", ("en",), None),
        ("Carné de conducir B1", (), None),
        ("Permiso C1, inglés", ("en",), None),
        ("SAP B1", (), None),
        ("Escalado inglés de calzado", (), None),
        ("Profesor de inglés", (), None),
        ("Dominio de Excel avanzado", (), None),
    ],
)
def test_a_level_needs_a_language_in_its_clause(text: str, tongues: tuple[str, ...], level: str | None) -> None:
    found = segments(JobAd("x", "", text, "es"))
    assert tuple(t for s in found for t in s.tongues) == tongues
    assert next((s.level for s in found if s.level), None) == level


def test_headings_rule_what_follows() -> None:
    text = (
        "FUNCIONES: - Corte de piel - Costura. REQUISITOS: Paciencia. Se valorará inglés. "
        "SE OFRECE: Contrato. Cursos de informática. HORARIO: de 9:00 a 14:00."
    )
    assert judged(text) == [
        ("Corte de piel", "task", "required"),
        ("Costura", "task", "required"),
        ("Paciencia", "skill", "required"),
        ("Se valorará inglés", "language", "valued"),
        ("Contrato", None, None),
        ("Cursos de informática", "degree", "offered"),
        ("de 9:00 a 14:00", None, None),
    ]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("Funciones:\nsoldar\n\nRequisitos\nvista", ["Funciones", "Requisitos"]),
        ("La empresa. FUNCIONES Soldar tubos. REQUISITOS Tener vista. ", ["", "FUNCIONES", "REQUISITOS"]),
        ("What we offer: lunch. Your responsibilities: weld.", ["What we offer", "Your responsibilities"]),
        ("REQUISITOS VALORABLES: - INGLÉS", ["REQUISITOS VALORABLES"]),
        ("NO SE REQUIERE EXPERIENCIA", [""]),
        ("De 9:00 a 14:00 y de 16:00 a 19:00", [""]),
        ("Requisitos imprescindibles: vista", ["Requisitos imprescindibles"]),
    ],
)
def test_headings_with_and_without_colon(text: str, headings: list[str]) -> None:
    assert [part.heading for part in parts(text)] == headings


@pytest.mark.parametrize(
    ("text", "forces"),
    [
        ("Se valorará experiencia en almacén, carnet B y manejo de carretillas.", ["valued"] * 3),
        ("Imprescindible carnet B y se valorará conocimientos de inglés.", ["required", "valued"]),
        ("No se requiere experiencia previa, disponibilidad para viajar.", ["negated", "required"]),
        ("Te ofrecemos un sueldo competitivo y formación en soldadura.", [None, "offered"]),
    ],
)
def test_force_goes_on_within_a_sentence(text: str, forces: list[str | None]) -> None:
    assert [force for _, _, force in judged(text)] == forces


def test_the_title_asks_for_nothing() -> None:
    assert judged("CARNICERO CON EXPERIENCIA. Corte de carne.", title="Carnicero con experiencia") == [
        ("CARNICERO CON EXPERIENCIA", None, None),
        ("Corte de carne", "task", "required"),
    ]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*"aÁñ .:;,-•\n()¿1B2ßİﬁ€", "REQUISITOS: ", "inglés "]), max_size=40))
def test_segments_are_pieces_of_the_text_in_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    ad = JobAd("x", "", text, "es")
    position = 0
    for segment in segments(ad):
        assert text[segment.start : segment.end] == segment.text
        assert segment.start >= position
        assert (segment.kind is None) == (segment.force is None)
        position = segment.end


@pytest.mark.slow
def test_asking_or_not_on_labelled_segments(shared: Path) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "job_ads.py"), "--labels", str(shared / "data")]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    scores = {line.partition("  ")[0]: float(line.split()[-6]) for line in lines if line.startswith("asks")}
    for part in ("held out", "drawn afterwards"):
        assert scores[f"asks or not, {part}, all"] >= 0.9
        assert scores[f"asks or not, {part}, without headings"] >= 0.9
    assert "; 0 are no longer cut so" in lines[0]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Experiencia en Python, Django y React", ["Python", "Django", "React"]),
        ("REQUISITOS: Python, Spark, Jenkins, Git y Maven", ["Python", "Spark", "Jenkins", "Git", "Maven"]),
        ("Conocimientos de ofimática (Word, Excel)", ["ofimática", "Word", "Excel"]),
        ("5+ years of experience with Java and PostgreSQL", ["Java", "PostgreSQL"]),
        ("Se valorará formación en geriatría", ["geriatría"]),
        ("FUNCIONES: Carga y descarga de mercancía, orden y limpieza de las instalaciones",
         ["Carga y descarga de mercancía", "orden y limpieza de las instalaciones"]),
        ("FUNCIONES: Limpieza de suelos, cristales y baños", ["Limpieza de suelos, cristales y baños"]),
        ("Experiencia mínima de dos años en puesto similar", []),
        ("Requisitos: (Sin requisitos)", []),
        ("Requirements: (No requirements)", []),
        ("Inglés, nivel B2", ["Inglés, nivel B2"]),
        ("¿Qué Ofrecemos?: Seguro médico. Permiso de maternidad. Requisitos: Git y Docker", ["Git", "Docker"]),
        ("You will build APIs. Benefits Private health insurance, maternity leave and gym", ["You will build APIs"]),
    ],
)  # fmt: skip
def test_an_enumeration_is_single_skills_and_a_perk_is_none(text: str, named: list[str]) -> None:
    ad = JobAd("x", "", text, "en" if " and " in text else "es")
    found = requirements(ad)
    assert [r.text for r in found if r.mapped] == named
    assert all(text[r.start : r.end] == r.text for r in found)


def test_what_the_post_is_called_is_compared_too() -> None:
    ad = JobAd("x", "CERRAJEROS", "CERRAJEROS. Se necesita cerrajero de taller. Contrato indefinido.", "es")
    assert [(r.text, r.kind) for r in requirements(ad)] == [
        ("CERRAJEROS", "post"),
        ("cerrajero de taller", "post"),
    ]


def test_maya_is_a_language_where_somebody_speaks_it() -> None:
    for text, tongues in (("Hablar maya", ("yua",)), ("Manejo de Maya y Blender", ())):
        assert segments(JobAd("x", "", text, "es"))[0].tongues == tongues


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Requisitos: 2 años de exp. en soldadura.", [("experience", "required", "soldadura")]),
        ("Requisitos: Lic. en Contaduría.", [("degree", "required", "Contaduría")]),
        ("Requisitos:\nTSU en mantenimiento", [("degree", "required", "TSU en mantenimiento")]),
        (
            "Requisitos: experiencia en nóminas, Excel intermedio.",
            [("experience", "required", "nóminas"), ("skill", "required", "Excel intermedio")],
        ),
        ("Idioma: Ninguno\nComputación: Básica", [("language", "negated", "Ninguno")]),
        (
            "Buscamos: pasante de Contaduría\n1️⃣ Conciliaciones bancarias\n2️⃣ Facturación",
            [
                ("degree", "required", "pasante de Contaduría"),
                ("skill", "required", "Conciliaciones bancarias"),
                ("skill", "required", "Facturación"),
            ],
        ),
        (
            "Qué harás:\n🔹 Detectar fallas\nQué te damos:\n🔸 $15,800 brutos mensuales\n🔸 Clases de inglés gratis",
            [("task", "required", "Detectar fallas"), ("language", "offered", "🔸 Clases de inglés gratis")],
        ),
        ("Requisitos:\nExcel\n¡ÚNETE A NUESTRO EQUIPO!\nPublicado: hace 3 días", [("skill", "required", "Excel")]),
    ],
)
def test_what_mexican_ads_abbreviate_number_and_offer(text: str, found: list[tuple[str, str, str]]) -> None:
    asked = requirements(JobAd("1", "", text, "es"))
    assert [(r.kind, r.force, r.text) for r in asked if r.names or not r.asks] == found


def test_the_maker_from_a_country_asks_for_no_language() -> None:
    asked = requirements(JobAd("1", "", "KSM, fabricante japonés de transmisiones, busca ingeniero.", "es"))
    assert not [r for r in asked if r.tongues]
