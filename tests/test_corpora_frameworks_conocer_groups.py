"""Knowledge, emergent situations, attitudes and glossary of CONOCER's documents, as dirty as they are printed."""

from __future__ import annotations

import pytest
from conocer_form import LEAD, PRODUCTS, element, levels, texts

# Knowledge


@pytest.mark.parametrize(
    "groups",
    [
        "CONOCIMIENTOS NIVEL\n1. Granos. Comprensión\n2. Tuestes: Aplicación\n• Claro\n• Oscuro\n",
        "CONOCIMIENTOS NIVEL\n1. Granos.\nComprensión\n2. Tuestes:\n• Claro\n• Oscuro\n\n\nAplicación\n",
        "CONOCIMIENTOS NIVEL\n1. Granos.\n2. Tuestes:\n• Claro\n• Oscuro\n\nComprensión\n\nAplicación\n",
        "CONOCIMIENTOS\nNIVEL\n1. Granos. Comprensión\n2. Tuestes:\n• Claro\nAplicación\n"
        "\fCONOCIMIENTOS NIVEL\n• Oscuro\n",
        "CONOCIMIENTOS NIVEL\nCONOCIMIENTOS NIVEL\n1. Granos. Comprensión.\n2. Tuestes:\nAplicación.\n"
        "• Claro\n• Oscuro\n",
        "CONOCIMIENTOS NIVEL\nComprensión\nAplicación\n1. Granos.\n2. Tuestes:\n• Claro\n• Oscuro\n",
    ],
)
def test_knowledge_with_its_level_wherever_it_is_printed(groups: str) -> None:
    found = element(LEAD.format("posee los siguientes") + groups)
    assert [(criterion.text, criterion.level) for criterion in found.criteria] == [
        ("Granos.", "Comprensión"),
        ("Tuestes:\n• Claro\n• Oscuro", "Aplicación"),
    ]


def test_a_level_amid_a_sentence_that_goes_on() -> None:
    found = element(
        "CONOCIMIENTOS NIVEL\n1. Elementos básicos de la teoría del Aplicación\n\fCONOCIMIENTOS NIVEL\ntueste.\n"
    )
    assert [(c.text, c.level) for c in found.criteria] == [("Elementos básicos de la teoría del tueste.", "Aplicación")]


def test_the_word_of_a_level_within_a_sentence_is_text() -> None:
    assert levels("CONOCIMIENTOS NIVEL\n1. Métodos de Comprensión\nConocimiento\n2. Granos\n") == ["Conocimiento", None]


def test_two_levels_of_one_entry() -> None:
    assert levels("CONOCIMIENTOS NIVEL\n1. Granos\n2. Tuestes\nConocimiento/comprensión\nConocimiento\n") == [
        "Conocimiento/comprensión",
        "Conocimiento",
    ]


# Emergent situations

SITUATIONS = LEAD.format("demuestra las siguientes") + "RESPUESTAS ANTE SITUACIONES EMERGENTES\n"
TWO = [
    "Se va la luz.\nRespuesta esperada: Avisa al gerente.",
    "Se rompe una taza.\nRespuesta esperada: Recoge los trozos.",
]


@pytest.mark.parametrize(
    "lines",
    [
        "Situación emergente:\n• Se va la luz.\nRespuesta esperada:\n• Avisa al gerente.\n"
        "Situación emergente:\n• Se rompe una taza.\nRespuesta esperada:\n• Recoge los trozos.\n",
        "Situación emergente\n1. Se va la luz.\nRespuesta esperada\n1. Avisa al gerente.\n"
        "Situación emergente\n2. Se rompe una taza.\nRespuesta esperada\n2. Recoge los trozos.\n",
        "Situaciones emergentes:\n1. Se va la luz.\n2. Se rompe una taza.\nRespuestas esperadas:\n"
        "1. Avisa al gerente.\n2. Recoge los trozos.\n",
        "Situación emergente: Se va la luz.\nRespuesta esperada: Avisa al gerente.\n"
        "Situación emergente: Se rompe una taza.\nRespuesta esperada: Recoge los trozos.\n",
        "1. Situación emergente: Se va la luz.\nRespuesta esperada: Avisa al gerente.\n"
        "2. Situación emergente: Se rompe una taza.\nRespuesta esperada: Recoge los trozos.\n",
        "1. Se va la luz.\nRespuesta esperada:\nAvisa al gerente.\n2. Se rompe una taza.\n"
        "Respuesta esperada:\nRecoge los trozos.\n",
        "SITUACIÓN EMERGENTE\n1. Se va la luz.\nRESPUESTA ESPERADA\n1. Avisa al gerente.\n"
        "SITUACIÓN EMERGENTE\n2. Se rompe una taza.\nRESPUESTA ESPERADA\n2. Recoge los trozos.\n",
        "1. Se va la luz.\n1. Avisa al gerente.\n2. Se rompe una taza.\n2. Recoge los trozos.\n",
    ],
)
def test_situation_and_response_are_one_entry(lines: str) -> None:
    assert texts(element(PRODUCTS + SITUATIONS + lines), "situacion_emergente") == TWO


def test_several_responses_to_one_situation() -> None:
    lines = "Situación emergente:\n• Se va la luz.\nRespuesta esperada:\n• Avisa al gerente.\n• Apaga la máquina.\n"
    assert texts(element(SITUATIONS + lines), "situacion_emergente") == [
        "Se va la luz.\nRespuesta esperada:\n• Avisa al gerente.\n• Apaga la máquina."
    ]


def test_the_phrase_in_an_ordinary_criterion_opens_nothing() -> None:
    found = element("DESEMPEÑOS\n1. Atiende al cliente ante una\nsituación emergente:\n• Con calma.\n2. Cobra.\n")
    assert texts(found, "desempeno") == ["Atiende al cliente ante una situación emergente:\n• Con calma.", "Cobra."]


# Attitudes and glossary


@pytest.mark.parametrize(
    "lines",
    [
        "1. Base de café: Mezcla de granos.\n2. Tueste: Grado de calor.\n",
        "1.Base de\ncafé:\nMezcla de granos.\n2.Tueste\nGrado de calor.\n",
        "1. Base de café Mezcla de granos.\n2. Tueste Grado de calor.\n",
        "Base de café: Mezcla de granos.\nTueste: Grado de calor.\n",
        "1. Base de\ncafé\n\nMezcla de\ngranos.\n2. Tueste :\nGrado de calor.\n",
        "1. Base de café.- Mezcla de granos.\n2. Tueste – Grado de calor.\n",
        "• Base de café: Mezcla de granos.\n• Tueste: Grado de calor.\n",
    ],
)
@pytest.mark.parametrize("heading", ["GLOSARIO", "GLOSARIO DE TÉRMINOS", "Glosario:"])
def test_terms_and_definitions_in_any_form(lines: str, heading: str) -> None:
    found = element(PRODUCTS + heading + "\n" + lines)
    assert [(entry.term, entry.definition) for entry in found.glossary] == [
        ("Base de café", "Mezcla de granos."),
        ("Tueste", "Grado de calor."),
    ]


def test_two_columns_read_across_a_page_break() -> None:
    found = element(PRODUCTS + "GLOSARIO\n1. Grano particular Es la semilla final\n\fde altura: esperada del cafeto.\n")
    assert [(entry.term, entry.definition) for entry in found.glossary] == [
        ("Grano particular de altura", "Es la semilla final esperada del cafeto.")
    ]


def test_a_colon_within_a_definition_parts_no_term() -> None:
    found = element(PRODUCTS + "GLOSARIO\n1. Iniciativa La manera en que hace lo\nsiguiente: ayuda y avisa.\n")
    assert [(entry.term, entry.definition) for entry in found.glossary] == [
        ("Iniciativa", "La manera en que hace lo siguiente: ayuda y avisa.")
    ]


def test_a_flattened_table_stays_within_its_definition() -> None:
    found = element(
        PRODUCTS + "GLOSARIO\n1. Tipos: Se ven en la tabla.\nTIPO\nDE GRANO\nArábica\n-Lavado\n2. Taza: Recipiente.\n"
    )
    assert [entry.term for entry in found.glossary] == ["Tipos", "Taza"]
    assert found.glossary[0].definition.endswith("Arábica\n• Lavado")


def test_attitudes_without_a_colon_and_over_lines() -> None:
    found = element(
        "ACTITUDES/HÁBITOS/VALORES\n1. Orden\nLa manera en que acomoda.\n2. Trabajo en\n"
        "equipo: La manera en que ayuda.\n"
    )
    assert texts(found, "actitud") == ["Orden: La manera en que acomoda.", "Trabajo en equipo: La manera en que ayuda."]


def test_all_terms_before_all_definitions() -> None:
    found = element(
        "ACTITUDES/HÁBITOS/VALORES\n1. Orden:\n2. Amabilidad:\nLa manera en que acomoda.\nLa manera en que saluda.\n"
    )
    assert texts(found, "actitud") == ["Orden: La manera en que acomoda.", "Amabilidad: La manera en que saluda."]


# Words


def test_broken_and_glued_words_are_mended_by_the_document() -> None:
    found = element(
        "PRODUCTOS\n1. La informaci ón sobrelos granos:\n• Es información sobre los tuestes,\n"
        "• Ayuda a realizarla, y\n"
        "• Dice qué hace la máquina al realizar la mezcla.\n"
    )
    assert texts(found, "producto")[0].startswith(
        "La información sobre los granos:\n• Es información sobre los tuestes,"
    )
    assert "realizarla, y" in texts(found, "producto")[0]


def test_a_conjunction_alone_on_a_line_ends_its_bullet() -> None:
    found = element("PRODUCTOS\n1. La taza:\n• Está limpia,\ny\n• Está seca, e;\n• Incluye plato.\n")
    assert texts(found, "producto") == ["La taza:\n• Está limpia, y\n• Está seca, e;\n• Incluye plato."]
