"""Criteria say the same in any grammar, so they are compared and read in one."""

import pytest

from mapper.matching.wording import in_infinitive

SPANISH = {
    "Identificar y clasificar los riesgos": (
        "Se han identificado y clasificado los riesgos",
        "Identifica y clasifica los riesgos",
        "Se identifican y clasifican los riesgos",
    ),
    "Elaborar planes de trabajo": (
        "Se han elaborado planes de trabajo",
        "Elabora planes de trabajo",
        "Elaboración de planes de trabajo",
    ),
    "Poner en marcha el equipo": ("Se ha puesto en marcha el equipo",),
    "Medir y registrar temperaturas": ("Se han medido y registrado temperaturas", "Mide y registra temperaturas"),
    "lavar el cabello": ("lava el cabello", "se ha lavado el cabello", "lavado del cabello"),
}
ENGLISH = {
    "Prepare and install parts": ("Has prepared and installed parts", "Preparation and installation of parts"),
    "Use tables": ("Uses tables", "Use of tables"),
}


@pytest.mark.parametrize(
    ("worded", "text", "language"),
    [
        *((worded, text, "es") for worded, others in SPANISH.items() for text in others),
        *((worded, text, "en") for worded, others in ENGLISH.items() for text in others),
    ],
)
def test_a_criterion_in_another_grammar_is_the_same(worded: str, text: str, language: str) -> None:
    assert in_infinitive(text, language) == worded
    assert in_infinitive(worded, language) == worded


@pytest.mark.parametrize(
    "text",
    ["", "3.1", "Redes de computadoras", "Base de datos", "El plan elaborado", "Salida de emergencia", "Se"],
)
def test_what_begins_with_no_verb_stays_as_it_is(text: str) -> None:
    assert in_infinitive(text, "es") == text
