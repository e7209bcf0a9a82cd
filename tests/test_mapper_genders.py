"""Both genders of a name are one name, and nothing else with a slash is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.matching.occupations import genders, one_gender


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("director técnico/directora técnica", "director técnico"),
        ("enfermero/a", "enfermero"),
        ("ENFERMERO/A (REF. 3447)", "ENFERMERO (REF. 3447)"),
        ("auxiliares administrativos/as", "auxiliares administrativos"),
        ("profesor/ora de música", "profesor de música"),
        ("montador/montadora de muebles", "montador de muebles"),
        ("actor/actriz", "actor"),
        ("peluquero / peluquera", "peluquero"),
        ("Ingeniero(a) de calidad", "Ingeniero de calidad"),
        ("AUXILIAR ADMINISTRATIVO (A)", "AUXILIAR ADMINISTRATIVO"),
        ("diseñador(ora) de calzado", "diseñador de calzado"),
        *((text, text) for text in ("TCP/IP", "y/o", "and/or", "CAD/CAM", "km/h", "entrada/salida", "C/A", "/", "(a)")),
        *((text, text) for text in ("instalación/mantenimiento de redes", "fase (b)")),
    ],
)
def test_one_gender_is_left_and_other_slashes_stay(text: str, one: str) -> None:
    assert genders(text)[0] == one


@given(st.text(max_size=60))
def test_no_text_becomes_longer_or_empty(text: str) -> None:
    left = genders(text)[0]
    assert len(left) <= len(text)
    assert bool(left.strip()) == bool(text.strip())


STAYS = "La directora técnica aprueba el plan de trabajo antes de que comience la obra"


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("Enfermera", "Enfermero"),
        ("directora técnica", "director técnico"),
        ("Técnica en minería", "Técnico en minería"),
        ("tecnica en mineria", "técnico en mineria"),
        ("soldadora/soldador", "soldador"),
        ("Gerenta de ventas", "Gerente de ventas"),
        ("COSTURERA", "Costurero"),
        ("Auxiliar administrativa", "Auxiliar administrativo"),
        ("Técnica en mecánica", "Técnico en mecánica"),
        ("Profesora de física y química", "Profesor de física y química"),
        ("Diseñadora y desarrolladora web", "Diseñador y desarrollador web"),
        *((text, text) for text in ("Química orgánica", "Informática básica", "gestión administrativa", "secretary")),
        *((text, text) for text in (STAYS, "")),
    ],
)
def test_a_title_is_read_in_the_masculine_and_what_names_nobody_stays(text: str, one: str) -> None:
    assert one_gender(text) == one
