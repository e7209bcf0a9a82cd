"""No output holds anybody's e-mail, telephone, address or name behind "contacto"; what the job asks stays."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.job_ads.clean import cleaned

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
"""


@pytest.mark.parametrize("text", KEPT.strip().split("\n"))
def test_what_belongs_to_the_post_stays(text: str) -> None:
    assert cleaned(text) == text


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
