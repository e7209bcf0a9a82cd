"""Texts of ads: contact details go, one vacancy is one group, segments ask with some force under their headings."""

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.job_ads import duplicates
from corpora.job_ads.clean import cleaned
from corpora.job_ads.judge import language_named
from corpora.job_ads.records import JobAd
from corpora.job_ads.segments import parts, requirements, segments

ROOT = Path(__file__).resolve().parent.parent


def judged(text: str, language: str = "es", title: str = "") -> list[tuple[str, str | None, str | None]]:
    return [(s.text, s.kind, s.force) for s in segments(JobAd("x", title, text, language))]


ENGLISH = {"ACCA", "AAT", "CIMA", "Knowledge", "Install", "We"}
KINDS_AND_FORCES = """
language negated: Inglés: no requerido | No se requiere inglés
experience negated: No se requiere experiencia previa | No experience required
licence valued: Se valorará carnet de carretillero
degree valued: SE VALORARÁ FORMACIÓN EN GERIATRÍA
knowledge valued: Knowledge of SAP is a plus
degree required: ACCA qualified or QBE | AAT Level 3 or part-qualified | CIMA studier
language offered: Ofrecemos clases de inglés
degree negated: No certification is required
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
        ("Dominio del idioma inglés al 90%", ("en",), "90%"),
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
        ("Corte de piel", "task", "required"), ("Costura", "task", "required"), ("Paciencia", "skill", "required"),
        ("Se valorará inglés", "language", "valued"), ("Contrato", None, None),
        ("Cursos de informática", "degree", "offered"), ("de 9:00 a 14:00", None, None),
    ]  # fmt: skip


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
        ("Requisitos: facilidad de palabra, facilidad para negociar", ["facilidad de palabra", "negociar"]),
        ("Inmobiliaria Java solicita asistente bilingüe. Nuestra cultura es colaborar.", ["asistente bilingüe"]),
        ("Softimiza busca talento.\nNuestros valores: pasión y respeto.\nRequisitos: Git", ["Git"]),
        ("Requisitos: licencia tipo C vigente, Excel", ["licencia tipo C vigente", "Excel"]),
        ("Requisitos: Excel\nTipo de puesto: Tiempo completo", ["Excel"]),
        ("Ofrecemos:\nHorario: de 9 a 6\nCurso de Power BI\nSueldo competitivo\nTransporte\nCurso de SAP", []),
        ("¿Qué Ofrecemos?: Seguro médico. Permiso de maternidad. Requisitos: Git y Docker", ["Git", "Docker"]),
        ("You will build APIs. Benefits Private health insurance, maternity leave and gym", ["You will build APIs"]),
    ],
)  # fmt: skip
def test_an_enumeration_is_single_skills_and_a_perk_is_none(text: str, named: list[str]) -> None:
    ad = JobAd("x", "", text, "en" if " and " in text else "es")
    found = requirements(ad)
    assert [r.text for r in found if r.mapped] == named
    assert all(text[r.start : r.end] == r.text for r in found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Requisitos: Lic. industrial | SAP | Exp. 3 años en compras", ["degree", "skill", "experience"]),
        ("👉 Bachillerato trunco\n👉 Inglés básico\n📍 Zapopan", ["degree", "language"]),
        ("Requisitos:\nEdad: 18-40\nSAP\nConteos de material", ["skill", "task"]),
        ("Essential Skills\n• MS Excel\n• Team oriented", ["skill", "skill"]),
        ("Requirements\n• SAP\nWhat you get\nEnglish classes", ["skill"]),
        *((text, []) for text in ("Apply today at our site", "Traer solicitud elaborada", "No importa experiencia")),
    ],
)
def test_what_parts_and_ends_the_items_of_portals(text: str, said: list[str]) -> None:
    found = segments(JobAd("x", "", f"Puesto\n{text}.", "en" if "w" in text.casefold() or "app" in text else "es"))
    assert [part.kind for part in found if part.asks] == said
    assert not [part.text for part in found if not part.text[0].isalnum()]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("inglés intermedio, facilidad de palabra", ["language: inglés intermedio", "skill: facilidad de palabra"]),
        ("Excel, SAP, inglés avanzado", ["skill: Excel", "skill: SAP", "language: inglés avanzado"]),
        ("Inglés, nivel B2, hablado y escrito", ["language: Inglés, nivel B2, hablado y escrito"]),
        ("Inglés (lectura, escritura)", ["language: Inglés (lectura, escritura)"]),
    ],
)
def test_a_language_in_a_list_is_one_and_what_stands_beside_it_is_none(text: str, said: list[str]) -> None:
    found = requirements(JobAd("x", "Auxiliar", f"Auxiliar\nRequisitos: {text}.", "es"))
    assert [f"{one.kind}: {one.text}" for one in found if one.kind != "post"] == said


def test_what_a_language_is_for_stands_in_brackets() -> None:
    for text in ("English required (US team)", "Inglés indispensable (comunicación con maestros extranjeros)"):
        found = segments(JobAd("x", "", f"Enfermera.\n{text}.", None))[1]
        assert (found.kind, found.tongues) == ("language", ("en",))


def test_maya_is_a_language_where_somebody_speaks_it() -> None:
    for text, tongues in (("Hablar maya", ("yua",)), ("Manejo de Maya y Blender", ())):
        assert segments(JobAd("x", "", text, "es"))[0].tongues == tongues


@pytest.mark.parametrize(
    ("label", "code"),
    [
        *(
            ("inglés", "en"),
            ("Comunicarse en inglés en situaciones de trabajo", "en"),
            ("Communicate in English", "en"),
        ),
        *(("Inglés técnico", "en"), ("Dominio del idioma francés", "fr"), ("English (B2)", "en")),
        *(("polish gemstones", ""), ("hablar inglés para comunicaciones marítimas", ""), ("Redactar en inglés", "")),
        ("Comunicarse en español e inglés", ""),
    ],
)
def test_what_says_only_that_a_language_is_spoken_names_it(label: str, code: str) -> None:
    assert language_named(label) == code


ASKED: tuple[tuple[str, list[str]], ...] = (
    ("Requisitos: 2 años de exp. en soldadura.", ["experience required: soldadura"]),
    ("Requisitos: Lic. en Contaduría.", ["degree required: Contaduría"]),
    ("Requisitos:\nnóminas, declaraciones mensuales\n$12,000 mensuales\nPago por nómina",
     ["skill required: nóminas", "skill required: declaraciones mensuales"]),
    ("Conciliaciones bancarias, cierre mensual, altas y contratos.",
     [f"skill required: {one}" for one in ("Conciliaciones bancarias", "cierre mensual", "altas", "contratos")]),
    ("Requisitos:\nTSU en mantenimiento", ["degree required: TSU en mantenimiento"]),
    ("Requisitos: experiencia en nóminas, Excel intermedio.",
     ["experience required: nóminas", "skill required: Excel intermedio"]),
    ("Idioma: Ninguno\nComputación: Básica", ["language negated: Ninguno"]),
    ("Buscamos: pasante de Contaduría\n1️⃣ Conciliaciones bancarias\n2️⃣ Facturación",
     ["degree required: pasante de Contaduría", "skill required: Conciliaciones bancarias",
      "skill required: Facturación"]),
    ("Qué harás:\n🔹 Detectar fallas\nQué te damos:\n🔸 $15,800 brutos mensuales\n🔸 Clases de inglés gratis",
     ["task required: Detectar fallas", "language offered: Clases de inglés gratis"]),
    ("Requisitos:\nExcel\n¡ÚNETE A NUESTRO EQUIPO!\nPublicado: hace 3 días", ["skill required: Excel"]),
    ("Requisitos: manejo de PLC, sin experiencia, soldadura MIG",
     ["skill required: manejo de PLC", "experience negated: sin experiencia", "skill required: soldadura MIG"]),
    ("Ofrecemos: sueldo y vales.\nConocimientos y habilidades: soldadura TIG\nSoftware: AutoCAD",
     ["skill required: soldadura TIG", "knowledge required: AutoCAD"]),
    ("Somos una consultora con 25 años de experiencia en Java y SAP. Requisitos: Python.", ["skill required: Python"]),
    ("Está prohibido solicitar certificados de no embarazo. Requisitos: Excel", ["skill required: Excel"]),
    ("Requisitos:\nPower BI deseable\nSAP es un plus\nmanejo de AutoCAD, deseable",
     ["skill valued: Power BI", "skill valued: SAP", "skill valued: manejo de AutoCAD"]),
    ("Requisitos: torno (deseable), soldadura, planos. Conocimientos: bombas, PLC y SAP deseable",
     ["skill valued: torno", "skill required: soldadura", "skill required: planos", "knowledge required: bombas",
      "knowledge valued: PLC", "knowledge valued: SAP"]),
    ("Requisitos: Excel, SAP, Word deseables. Formación en comercio, derecho o similar (valorable)",
     ["skill valued: Excel", "skill valued: SAP", "skill valued: Word", "degree valued: comercio",
      "degree valued: derecho o similar"]),
    ("Requisitos: inglés básico, rolar turnos",
     ["language required: inglés básico", "condition required: rolar turnos"]),
    ("Requisitos: secundaria, de 22 a 50 años, torno",
     ["degree required: secundaria", "skill required: torno"]),
    ("REQUISITOS:\nEDAD 23 A 45 AÑOS\nCARRERA TECNICA, ELECTRONICA O A FIN\nCONOC. EN NEUMATICA\nDISP. PARA VIAJAR",
     ["condition required: EDAD 23 A 45 AÑOS", "degree required: CARRERA TECNICA", "degree required: ELECTRONICA",
      "knowledge required: NEUMATICA", "condition required: DISP. PARA VIAJAR"]),
    ("Requisitos: Lic. de chofer", ["licence required: Lic. de chofer"]),
    ("CERRAJEROS. Se necesita cerrajero de taller. Contrato indefinido.",
     ["post required: CERRAJEROS", "post required: cerrajero de taller"]),
)  # fmt: skip


@pytest.mark.parametrize(("text", "found"), ASKED)
def test_what_ads_abbreviate_number_offer_and_call_the_post(text: str, found: list[str]) -> None:
    asked = requirements(JobAd("1", "CERRAJEROS", text, "es"))
    assert [f"{r.kind} {r.force}: {r.text}" for r in asked if r.names or not r.asks] == found


def test_what_is_desirable_is_named_without_the_word_that_says_so() -> None:
    text = "Skills and experience:\nPower BI desirable\nExcel a plus\nSAP is a plus"
    asked = requirements(JobAd("1", "", text, "en"))
    assert [(r.text, r.force) for r in asked] == [("Power BI", "valued"), ("Excel", "valued"), ("SAP", "valued")]


LABELLED: tuple[tuple[str, list[str]], ...] = (
    ("You'll need:\n- Excel\n- Linux\nIt'd be great if you had:\n- PowerShell\nBonus points\n- SQL",
     ["required: Excel", "required: Linux", "valued: PowerShell", "valued: SQL"]),
    ("Person specification\n- Linux\n- Intune\nWe are an equal team.\nCV by Friday.",
     ["required: Linux", "required: Intune"]),
    ("Key selection criteria: Linux; Intune. Police check. Essential: Git. You bring: SQL.",
     ["required: Linux", "required: Intune", "required: Git", "required: SQL"]),
    ("Essential: payroll experience (essential). Desirable: Sage; SAP. 27 days' leave. Fruit.",
     ["required: payroll experience", "valued: Sage", "valued: SAP"]),
    ("Nice to have: QuickBooks. Our office is bright. Tea.\nSeven desks", ["valued: QuickBooks"]),
    ("Desirable: Git\nClosing date: noon, Friday 28 March", ["valued: Git"]),
    ("Requirements:\n- Desirable: SAP\n- Welding", ["valued: SAP", "required: Welding"]),
    ("Knowledge of Sage useful. SQL would be nice. Cert IV in IT well regarded. Second language a bonus.",
     ["valued: Sage", "valued: SQL", "valued: Cert IV in IT", "valued: Second language a bonus"]),
    ("Network+ is nice, not a must. Lab background welcome but not required.",
     ["valued: Network+", "valued: Lab background"]),
    ("Requirements: friendly and helpful", ["required: friendly", "required: helpful"]),
    ("Lo que aportas:\n- Excel\nSería genial que tuvieras:\n- Linux\n- Git\nSomos cien.",
     ["required: Excel", "valued: Linux", "valued: Git"]),
    ("Criterios de selección: Linux; Intune. Sede en León. Te pedimos: Git (esencial). Suma puntos: SQL\nSeis mesas",
     ["required: Linux", "required: Intune", "required: Git", "valued: SQL"]),
)  # fmt: skip
"""An ad | the force and words of what it asks for."""


@pytest.mark.parametrize(("text", "found"), LABELLED)
def test_a_label_rules_what_stands_with_it_and_is_no_requirement(text: str, found: list[str]) -> None:
    asked = requirements(JobAd("1", "", text, None))
    assert [f"{r.force}: {r.text}" for r in asked if r.mapped] == found


TAUGHT_OR_NOT_ASKED: tuple[tuple[str, list[str]], ...] = (
    ("You don't need any IT experience - you'll learn to configure networks and write PowerShell at college.",
     ["negated experience"]),
    ("You will not do payroll (outsourced) and you won't collect rent.", []),
    ("No experience needed - we will put you through your AAT Level 2 and teach you Xero, bank reconciliation and VAT.",
     ["negated experience", "offered degree"]),
    ("You do not have to know Excel. No payroll experience is necessary.", ["negated skill", "negated experience"]),
    ("Training in Sage will be given.", ["offered degree"]),
    ("What you'll do:\n- You'll learn to weld\n- Train new colleagues", ["required task"]),
    ("Requirements: willing to learn Excel", ["required condition"]),
    ("You will train staff on Office 365.", ["required task"]),
    ("You don't need a degree but you must have a driving licence.", ["required licence"]),
    ("Forklift certification required or we train you.", ["required licence"]),
    ("SAP knowledge desirable but not essential.", ["valued knowledge"]),
    ("Aprenderás a configurar redes. No harás nóminas. Se te dará capacitación en SAP.", ["offered degree"]),
    ("No necesitas título pero sí carnet B.", ["negated degree", "required licence"]),
    ("NO SE REQUIERE EXPERIENCIA, AUNQUE SE VALORARÁ EN HOTELES.", ["negated experience", "valued experience"]),
    ("No tienes que saber Excel. No es requisito el inglés.", ["negated skill", "negated language"]),
    ("Inglés deseable pero no imprescindible.", ["valued language"]),
    ("Funciones:\n- Aprenderás a soldar\n- Enseñar a los alumnos", ["required task"]),
    ("Requisitos: disposición para aprender SAP", ["required skill"]),
)  # fmt: skip
"""An ad | force and kind of what it asks for, offers or does not ask for."""


@pytest.mark.parametrize(("text", "found"), TAUGHT_OR_NOT_ASKED)
def test_what_is_taught_or_not_asked_for_is_no_requirement(text: str, found: list[str]) -> None:
    asked = requirements(JobAd("1", "", text, None))
    assert [f"{r.force} {r.kind}" for r in asked] == found


def test_the_maker_from_a_country_asks_for_no_language() -> None:
    asked = requirements(JobAd("1", "", "KSM, fabricante japonés de transmisiones, busca ingeniero.", "es"))
    assert not [r for r in asked if r.tongues]


# No output holds anybody's e-mail, telephone, address or name behind "contacto"; what the job asks stays.


NUMBERS = ["987 123 456", "+34 987-12-34-56", "(55) 1234 5678", "55 1234 56 78", "442.123.4567", "+52 1 442 123 4567"]
ADDRESSES = ["ana.ruiz@example.org", "RH@EMPRESA.COM.MX", "ana (at) example.org", "cv@sub.example.co.uk"]
PAGES = ["https://example.org/a?b=c#d", "www.example.com.mx/empleo", "bolsa.example.es/ofertas"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Soldar tubería. Contacto: Ana Ruiz López, ext. 12. Leer planos.", "Soldar tubería. Leer planos."),
        ("Soldar. Interesados enviar CV a ana@example.org o llamar al 987123456. Leer planos.", "Soldar. Leer planos."),
        ("Soldar. Preguntar por Laura. Leer planos.", "Soldar. Leer planos."),
        ("Soldar. Datos de contacto: Calle Mayor 3, 2.º B, León. Ana Ruiz", "Soldar."),
        ("Soldar. DATOS DE CONTACTO: C/ Mayor 3. REQUISITOS: paciencia.", "Soldar. REQUISITOS: paciencia."),
        ("SOLDAR. CONTACTAR CON ANA RUIZ. LEER PLANOS.", "SOLDAR. LEER PLANOS."),
        ("SOLDAR. CONCERTAR CITA EN EL TF: 987123456 (ESTER). LEER.", "SOLDAR. CONCERTAR CITA EN EL. LEER."),
        (
            "Soldar. Interesados presentarse en Calle 5 No. 23, Col. Centro, o al 442 123 4567 con Lic. Ana Ruiz.",
            "Soldar.",
        ),
        ("Weld pipes. How to apply: ask for Mary Jones, 12 Main Street", "Weld pipes."),
        ("Weld pipes. Contact: Mary Jones at mary@example.org", "Weld pipes."),
        ("SOLDAR. INF. 81 1234 5678 ING. RAMIRO TREVIÑO", "SOLDAR."),
        ("Soldar.\nTel 55-4321-0987 con Ing. Martha Solís\nLeer planos.", "Soldar.\nLeer planos."),
        ("Soldar. Contacto: Lic. Jorge A. Medina, 818-345-6677", "Soldar."),
        ("Soldar. Informes con Lic. Ana Ruiz de la Cruz. Leer planos.", "Soldar. Leer planos."),
        ("Soldar. Enviar CV a ana@example.org atención Lic. Ana Ruiz. Leer planos.", "Soldar. Leer planos."),
        ("Soldar. Enviar CV a Ana Ruiz. Leer planos.", "Soldar. Leer planos."),
        ("Soldar con electrodo (Lic. Óscar Núñez 442-310-22-11)", "Soldar con electrodo"),
        ("SOLDAR. TEL. (461) 612-34-56 EXT. 103 ATN: LIC. PATRICIA ROMERO SÁNCHEZ", "SOLDAR."),
        ("Soldar. Preguntar por Sr. Gustavo Hernández", "Soldar."),
        ("Soldar.\nAtte. Karla Mendoza", "Soldar."),
        ("Soldar.\nPregunta por Lic. Omar Vidal\nLeer planos.", "Soldar.\nLeer planos."),
        ("Soldar.\nInformes por whats 81 2345 6789 (Srita. Brenda)", "Soldar."),
        ("Soldar.\nInbox con Karla Treviño", "Soldar."),
        ("Weld pipes. Call Denise at (419) 555-0142 or email jobs@acme.example. Read.", "Weld pipes. Read."),
        ("Weld pipes. CV to Aoife, info@corrib.ie, 091 555 014, or apply online at corrib.ie/jobs", "Weld pipes."),
        ("Weld pipes. Apply through acme.com.au or give Shazza a bell on 03 5550 1234.", "Weld pipes."),
        ("Weld pipes. Resumes to Bev Harkness, HR, PO Box 214, Canton IL 61520.", "Weld pipes."),
        ("Weld pipes. Send your CV to Gary Whitlock, Manager, Green Lane, Oldham OL4 3QT. Read.", "Weld pipes. Read."),
        ("Weld pipes.\nApply in person: 4400 N. Ware Rd. Ask for Lalo.", "Weld pipes."),
        ("Weld pipes. £34k. Contact Dan on dan@acme.example / 0117 496 0555", "Weld pipes. £34k."),
        ("Soldar en sucursal centro, preguntar por la Lic. Ramírez.", "Soldar en sucursal centro,"),
        ("Soldar. Interesados pasar por Av. Itzáes a partir de las 9. Leer.", "Soldar. Leer."),
        ("Soldar. Vea acme.com.ar o acme.cl, Ana, leer", "Soldar. Vea o, Ana, leer"),
        ("Weld pipes.\nRecruiter: Ana Villarreal\nRead drawings.", "Weld pipes.\nRead drawings."),
    ],
)
def test_what_leads_to_a_person_goes(text: str, kept: str) -> None:
    assert cleaned(text) == kept


KEPT = """
Salario de 18.527,29 euros brutos, 14 pagas.
Sueldo: $12,000 - $14,000 mensuales.
Horario de 08.00-14.00 y 16.00-19.00.
Del 01/09/2025 al 30-06-2026.
Norma ISO 9001 y NOM-035-STPS-2018.
Programar en ASP.NET y Node.js.
Contactar con clientes y proveedores.
Trato y contacto con el público.
Gestión de envíos de muestras.
Contacto directo con pacientes.
TRATO Y CONTACTO CON CLIENTES.
CONTACTAR CON CLIENTES Y PROVEEDORES.
Hacer diagramas de Ishikawa y cumplir la Ley Federal del Trabajo.
Elaborar informes con Power Bi para Recursos Humanos.
Trabajar con Ing. Industrial, Lic. Administración o Lic. en Contaduría.
Reclutador: entrevistar candidatos y publicar vacantes.
Call Center en Polanco, 8 agentes.
Send invoices to customers and call users back.
"""


@pytest.mark.parametrize("text", KEPT.strip().split("\n"))
def test_what_belongs_to_the_post_stays(text: str) -> None:
    assert cleaned(text) == text


WHOLE = """
QuickBooks experience required. Call 419-555-0142 today. | required.
Restaurant experience preferred. Text Marcy 828-555-0107. | preferred.
Driving licence required. Email jobs@acme.example | required.
Excel needed. Phone Dan Miles 0117 496 0123 | needed.
Disponible para trabajar en Madrid. Laura Gómez 600 123 456 | Madrid.
Scripts de PowerShell Ana Ruiz, ana@example.org | PowerShell
"""
"""A text | the word that its contact details leave whole."""


@pytest.mark.parametrize("line", WHOLE.strip().split("\n"))
def test_a_detail_takes_no_part_of_a_word(line: str) -> None:
    text, word = line.split(" | ")
    kept = cleaned(text)
    assert word in kept.split()
    assert set(re.findall(r"\w+", kept)) <= set(re.findall(r"\w+", text))


WORDS = ["Tel.", "contacto:", "REQUISITOS:", "soldar tubería", "Enviar CV a", "INTERESADOS LLAMAR AL", "<b>", "</b>"]
WORDS += [". ", "\n", " - ", "(", ")", "años", "de 9 a 14 horas"]
PIECES = st.lists(st.sampled_from([*NUMBERS, *ADDRESSES, *PAGES, *WORDS]), max_size=12)


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_no_address_and_no_number_survives(pieces: list[str]) -> None:
    text = cleaned(" ".join(pieces))
    assert "@" not in text
    assert "(at)" not in text
    assert not re.search(r"example|www|http", text, re.IGNORECASE)
    assert not re.search(r"(?:\d[ .()-]{0,2}){9,}", text), text


@pytest.mark.parametrize(
    "piece", ["a", "a.", "1", "1 ", "interesados ", "datos de contacto: ", "a-", ":", "<p>", "@ ", "Lic. "]
)
def test_a_long_text_without_sentences_stays_cheap(piece: str) -> None:
    """Where an expression went over the text once per letter, these took minutes."""
    assert "@" not in cleaned(piece * 20_000)


# Duplicates: found where a vacancy is published twice, not where ads only share a footer or a few words.


FOOTER = "Somos una empresa comprometida con la igualdad de oportunidades y con el desarrollo de todo su personal. " * 2
BODY = (
    "Buscamos soldador para tubería de acero inoxidable con proceso TIG. Leer planos de taller, medir con vernier, "
    "llevar la bitácora del equipo y cuidar el orden del área de trabajo."
)


def ad(name: str, text: str, title: str = "Puesto") -> JobAd:
    return JobAd(name, title, text, "es")


def groups(ads: Sequence[JobAd]) -> tuple[tuple[str, ...], ...]:
    return duplicates.groups(ads, [asked for one in ads for asked in requirements(one)])


TRADES = ["Coser camisas", "Soldar tubos", "Cocinar menús", "Pintar coches", "Podar árboles", "Vender pan"]
TEMPLATE = (
    "Empresa líder en desarrollo de productos digitales incorpora talento a su equipo de ingeniería en proyectos "
    "internacionales de larga duración. Requisitos: experiencia mínima de dos años con {}, buenas prácticas de "
    "código y pruebas, trabajo en equipo. Ofrecemos contrato indefinido y formación."
)
MESERO = JobAd("a", "Mesero", "Se busca mesero.", "es", employer="A", place="León", code="7")
UNKNOWN = JobAd("d", "Mesero", "Se busca mesero.", "es")


@pytest.mark.parametrize(
    ("ads", "expected"),
    [
        ([ad("a", BODY), ad("b", BODY.replace("Buscamos", "URGENTE: buscamos").upper()), ad("c", "Otro")], "ab c"),
        ([ad(str(n), f"{trade} en la ciudad. {FOOTER}", trade) for n, trade in enumerate(TRADES)], "0 1 2 3 4 5"),
        ([MESERO, replace(MESERO, id="b"), replace(MESERO, id="c", code="8"), UNKNOWN, replace(UNKNOWN, id="e")],
         "ab c d e"),
        ([ad("a", BODY), ad("b", f"{BODY} Incorporación inmediata."), ad("c", f"{BODY} Turno de noche."), ad("d", "x")],
         "abc d"),
        ([ad("a", TEMPLATE.format("React")), ad("b", TEMPLATE.format("Angular")), ad("c", TEMPLATE.format("React"))],
         "ac b"),
    ],
    ids=["near copies", "a shared footer", "short ones of an employer, place and code", "a line more", "other skills"],
)  # fmt: skip
def test_ads_that_are_one_vacancy_in_any_order(ads: list[JobAd], expected: str) -> None:
    assert groups(ads) == groups(ads[::-1]) == tuple(map(tuple, expected.split()))


FIRM = (
    "Grupo Pacífico, líder en productos del mar con presencia en doce estados, te invita a formar parte de su familia. "
    "Somos una empresa sólida, comprometida con la igualdad de oportunidades y el desarrollo de su gente."
)
POST = (
    "\nREQUISITOS: Lic. en Contaduría, {} y Bancos, Excel intermedio, impuestos.\nFUNCIONES: registro"
    " de pólizas, conciliaciones bancarias, facturación a clientes, reporte de gastos, cierre de mes, pago de deudas"
)


@pytest.mark.parametrize(
    ("others", "title", "number"),
    [
        # The same on another board: its own title, form and frame; once more with another date and a line more.
        ((POST.format("CONTPAQi").replace(", ", "\n• "), "Tipo de puesto: Tiempo completo"), "URGENTE Contador(a)", 1),
        ((FIRM, POST.format("CONTPAQi"), "\nVacante al 3 de noviembre\nInglés básico deseable"), "Contador", 1),
        ((FIRM, POST.format("CONTPAQi").replace("gastos", "gasto")), "Contadora", 1),
        # Another post of the firm, another requirement in the place of one.
        ((FIRM, POST.format("CONTPAQi")), "Auditor", 2),
        ((FIRM, POST.format("NOMIPAQ")), "Contador", 2),
        ((FIRM, "\nREQUISITOS: secundaria, un año de experiencia en puesto similar"), "Contador", 2),
    ],
)
def test_one_vacancy_is_one_on_every_board_and_two_of_a_firm_are_two(
    others: tuple[str, ...], title: str, number: int
) -> None:
    one = ad("a", f"{FIRM}{POST.format('CONTPAQi')}", "Contador")
    assert len(groups([one, ad("b", "\n".join(others), title)])) == number


def test_a_vacancy_is_one_with_headings_and_without() -> None:
    asked = "Pasante de contaduría, 1 año de experiencia en despacho, manejo de Contpaqi, nóminas, Excel intermedio"
    does = (
        "Captura de pólizas, conciliaciones bancarias, cálculo de impuestos, DIOT, declaraciones mensuales, nómina, "
        "conciliación de proveedores, cierre anual"
    )
    headed = f"Despacho solicita auxiliar contable.\nREQUISITOS: {asked}\nFUNCIONES: {does}\nOFRECEMOS: prestaciones"
    bare = f"Despacho solicita auxiliar contable. {asked}. {does}."
    assert groups([ad("a", headed, "Auxiliar contable"), ad("b", bare, "AUXILIAR CONTABLE JR")]) == (("a", "b"),)


def test_posts_of_a_firm_that_ask_for_the_same_little_are_two() -> None:
    asked = f"{FIRM} REQUISITOS: secundaria, disponibilidad de horario."
    ads = [ad("a", asked, "Vigilante"), ad("b", asked, "Chofer"), ad("c", asked, "Chofer (turno B)")]
    assert groups(ads) == (("a",), ("b", "c"))


DESK = (
    "{}\nFUNCIONES: registro y seguimiento de incidencias en Remedy, soporte remoto a usuarios, gestión de cuentas en "
    "Directorio Activo.\nREQUISITOS: FP de sistemas microinformáticos, redes, Windows, ITIL, Office 365{}."
)
FIRST = JobAd("a", "Técnico Helpdesk N1", DESK.format("Únete a un equipo joven.", ""), "es", "Acme, S.L.", "Zaragoza")


@pytest.mark.parametrize(
    ("other", "number"),
    [
        (replace(FIRST, title="Técnico de soporte N1", text=DESK.format("", ", Linux"), employer="ACME"), 1),
        (replace(FIRST, title="Técnico de soporte N1", employer="Talento ETT"), 1),
        (replace(FIRST, title="Técnico de soporte N1", text=DESK.format("", ", Linux"), employer="Talento ETT"), 2),
        (replace(FIRST, title="Técnico de soporte N1", place="Huesca"), 2),
        (replace(FIRST, title="Vigilante", text=DESK.format("", "").partition("Remedy")[0]), 2),
    ],
    ids=["of one firm", "word for word", "of two firms", "of two towns", "which ask for little"],
)
def test_another_title_is_no_other_post_in_one_place(other: JobAd, number: int) -> None:
    assert len(groups([FIRST, replace(other, id="b")])) == number


def test_a_firm_is_one_with_and_without_its_legal_form() -> None:
    said = {
        "Hartwell Supply": "Hartwell Supply Co.",
        "BAJÍO SA DE CV": "Bajío",
        "Acme, Inc.": "ACME",
        "Firma A": "firma a",
    }
    for one, other in said.items():
        assert JobAd("", "", "", employer=one).firm == JobAd("", "", "", employer=other).firm
    assert JobAd("", "", "", employer="Firma A").firm != JobAd("", "", "", employer="Firma B").firm
    assert JobAd("", "", "").firm == ""


def test_a_vacancy_that_two_recruiters_publish_is_one() -> None:
    said = [
        f"{BODY}\nEnvía CV por correo con asunto TIG (Lic. {name} 442-310-22-11)" for name in ("Óscar Núñez", "Eva")
    ]
    assert groups([ad("a", cleaned(said[0])), ad("b", cleaned(said[1]))]) == (("a", "b"),)
    assert cleaned(said[0]) == cleaned(said[1])


def test_two_adjectives_of_one_noun_are_no_list_and_abbreviations_end_no_sentence() -> None:
    ad = "Experiencia en limpieza, mantenimiento preventivo y correctivo de equipos.\nHacer rutinas de mtto. a bombas."
    assert [one.text for one in requirements(JobAd("a", "", ad, language="es"))] == [
        "limpieza", "mantenimiento preventivo y correctivo de equipos", "Hacer rutinas de mtto. a bombas",
    ]  # fmt: skip


def test_a_sex_that_does_not_matter_is_no_degree_and_a_driving_licence_keeps_its_name() -> None:
    ad = "Requisitos: secundaria terminada, sexo indistinto, licencia de manejo vigente."
    found = [(one.text, one.kind) for one in requirements(JobAd("a", "", ad, language="es"))]
    assert found == [("secundaria terminada", "degree"), ("licencia de manejo vigente", "licence")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Se solicita técnico de mantenimiento. Neumática; hidráulica; motores; PLC; soldadura. Turnos.",
         "post:mantenimiento Neumática hidráulica motores PLC soldadura"),
        ("Planta solicita mecánico, hidráulica, rodamientos, EPP.",
         "post:Planta_solicita_mecánico hidráulica rodamientos EPP"),
        ("Mecánico industrial: lectura de planos, torno, 5S y TPM. Sueldo $9,000.",
         "post:Mecánico_industrial lectura_de_planos torno 5S TPM"),
        # Places, wages, sentences and words by themselves are none.
        ("Planta en Celaya. Dos Bocas, Paraíso, Tabasco.", "post:Planta_en_Celaya post:Dos_Bocas,_Paraíso,_Tabasco"),
        ("Solicita mecánico. Urge. 2,900 semanales, comida, camión.", "post:mecánico"),
        ("Planta solicita mecánico. Llamar hoy mismo a la oficina de la planta. Celaya.",
         "post:Planta_solicita_mecánico task:Llamar_hoy_mismo_a_la_oficina_de_la_planta"),
    ],
)  # fmt: skip
def test_bare_lists_behind_the_post_are_what_it_asks_for(text: str, found: str) -> None:
    asked = [one for one in requirements(JobAd("1", "Mecánico", text, "es")) if one.mapped]
    assert [f"{one.kind}:{one.text}".removeprefix("skill:").replace(" ", "_") for one in asked] == found.split()
