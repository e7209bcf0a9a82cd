"""What breaks a naive parser of CONOCER's documents, one test for each kind of dirt in their layout and headings."""

from __future__ import annotations

from collections import Counter

import pytest
from conocer_form import HEADER, LEAD, PRODUCTS, element, read, texts

from corpora.frameworks.conocer.parse import parse

# Headers and footers


@pytest.mark.parametrize(
    "header",
    [
        "ESTÁNDAR DE COMPETENCIA\nFormato de Estándar de Competencia\nN-FO-02\nVersión:\n7.0\nPágina:\n3 de 20",
        "Formato de Estándar de Competencia N-FO-02 Versión: 7.0 Página: 3 de 20",
        "F21-COOPYD-01\nVersión: Página:\n08 3 de 20",
        "Versión:\n7.0\nPágina: 3 de 20\nESTÁNDAR DE COMPETENCIA",
    ],
)
def test_a_header_amid_a_list_is_left_out(header: str) -> None:
    found = element(
        f"PRODUCTOS\n1. La taza servida:\n• Tiene plato,\n\f{header}\n• Tiene cuchara y\n{header}\nservilleta.\n"
    )
    assert texts(found, "producto") == ["La taza servida:\n• Tiene plato,\n• Tiene cuchara y servilleta."]


def test_a_footer_on_most_pages_is_left_out_and_counted() -> None:
    footer = "Barra 275, Col. San José\nEC0999 Preparar y servir café\n"
    pages = [f"{n}. La taza {n} servida:\n• Tiene plato.\n{footer}" for n in range(2, 7)]
    standard = read(HEADER + PRODUCTS + footer + "\f" + "\f".join(pages))
    assert [text.split("\n")[0] for text in texts(standard.elements[0], "producto")[1:]] == [
        f"La taza {n} servida:" for n in range(2, 7)
    ]
    assert not any(
        "Barra" in criterion.text or "EC0999" in criterion.text for criterion in standard.elements[0].criteria
    )
    assert (standard.code, standard.title) == ("EC0999", "Preparar y servir café")
    assert any(defect.en.startswith("12 lines that stand on most pages") for defect in standard.defects)


# Bullets and numbers


def test_bullets_of_any_kind_are_one_kind() -> None:
    found = element(
        "PRODUCTOS\n1. La taza:\n• Una,\n● dos,\n- Tres,\n▪ cuatro, y\n•\nCinco.\n2. Otra: • Seis, • Siete.\n"
    )
    assert texts(found, "producto") == [
        "La taza:\n• Una,\n• dos,\n• Tres,\n• cuatro, y\n• Cinco.",
        "Otra:\n• Seis,\n• Siete.",
    ]


def test_a_false_bullet_within_a_word_is_joined() -> None:
    found = element("PRODUCTOS\n1. La bebida preparada:\n• Muestra la tempera\n• tura correcta.\n2. La temperatura.\n")
    assert texts(found, "producto")[0] == "La bebida preparada:\n• Muestra la temperatura correcta."


def test_repeated_and_skipped_numbers_are_kept_and_counted() -> None:
    standard = read(HEADER + "PRODUCTOS\n1. La una.\n2. La dos.\n2. La otra.\n4. La cuatro.\n")
    assert [criterion.number for criterion in standard.elements[0].criteria] == [1, 2, 2, 4]
    assert [defect.en for defect in standard.defects] == [
        "E0354, producto: 2 follows 2 again",
        "E0354, producto: numbers go from 2 to 4",
    ]


def test_a_wrapped_line_may_begin_with_a_number() -> None:
    found = element(
        "PRODUCTOS\n1. El registro de las tazas que se sirvieron a lo largo del turno de la mañana con al menos\n"
        "2 Baristas y durante\n12. minutos:\n• Indica las\n10 tazas.\n2. La nota.\n"
    )
    assert len(texts(found, "producto")) == 2
    assert texts(found, "producto")[0].endswith(
        "con al menos 2 Baristas y durante 12. minutos:\n• Indica las 10 tazas."
    )


def test_a_group_without_numbers_has_its_paragraphs_as_entries() -> None:
    found = element(
        "DESEMPEÑOS\nMuele el café:\n• Fino, y\n• a mano.\nCalienta el agua de la\nmáquina:\n• A 90 grados.\n"
        "CONOCIMIENTOS NIVEL\n• Tipos de grano\nComprensión\n• Tipos de tueste\nAplicación\n"
        "ACTITUDES/HÁBITOS/VALORES\nOrden: La manera en que acomoda\nlas tazas.\nAmabilidad: La manera en que saluda.\n"
    )
    assert texts(found, "desempeno") == [
        "Muele el café:\n• Fino, y\n• a mano.",
        "Calienta el agua de la máquina:\n• A 90 grados.",
    ]
    assert [(c.text, c.level) for c in found.criteria if c.kind == "conocimiento"] == [
        ("Tipos de grano", "Comprensión"),
        ("Tipos de tueste", "Aplicación"),
    ]
    assert texts(found, "actitud") == [
        "Orden: La manera en que acomoda las tazas.",
        "Amabilidad: La manera en que saluda.",
    ]


# Elements


def test_a_code_alone_at_the_page_s_end_is_its_element_s() -> None:
    header = "Referencia Código Título\n1 de 1 Preparar la bebida\nCRITERIOS DE EVALUACIÓN\n"
    found = element(PRODUCTS + "2. La taza:\n• Limpia,\nE0354\n\f• Seca.\n", header=header)
    assert found.code == "E0354"
    assert texts(found, "producto")[1] == "La taza:\n• Limpia,\n• Seca."


def test_a_floating_title_amid_criteria_is_left_out() -> None:
    found = element("PRODUCTOS\n1. La taza:\n• Limpia, y\nPreparar la\nbebida\n• Seca.\n")
    assert texts(found, "producto") == ["La taza:\n• Limpia, y\n• Seca."]


def test_a_profile_with_codes_opens_no_element() -> None:
    profile = "II.- Perfil del Estándar de Competencia\nElemento 1 de 1 E0354\nPreparar la bebida\n"
    found = element(PRODUCTS, header=profile + "III.- Elementos que conforman el Estándar de Competencia\n" + HEADER)
    assert (found.code, found.title, len(found.criteria)) == ("E0354", "Preparar la bebida", 1)


def test_section_three_wins_over_the_profile() -> None:
    found = element(PRODUCTS, header="Referencia Código Título\n1 de 1 E0354 Preparar cualquier bebida\n")
    assert found.title == "Preparar cualquier bebida"


def test_a_missing_element_and_a_missing_code_are_counted() -> None:
    standard = read(
        "Referencia Código Título\n1 de 3 E0354 Uno\n" + PRODUCTS + "Referencia Código Título\n3 de 3 Tres\n" + PRODUCTS
    )
    assert [found.code for found in standard.elements] == ["E0354", ""]
    assert {defect.en for defect in standard.defects} == {"element 2 of 3 is missing", "element 3 has no code"}


def test_an_element_without_criteria_is_counted() -> None:
    standard = read(HEADER + "GLOSARIO\n1. Café: Bebida.\n")
    assert [defect.en for defect in standard.defects] == ["element E0354 has no criteria"]
    assert standard.elements[0].glossary[0].term == "Café"


# The standard's code and title


@pytest.mark.parametrize(
    ("box", "code"),
    [
        ("Código Título\nEC0217.01 Preparar y servir\ncafé", "EC0217.01"),
        ("Código\nEC0217 Título\n\nPreparar y servir café\n", "EC0217"),
        ("Código\n\nEC0217_01\nTítulo\n\nPreparar y\n\nservir café\n", "EC0217.01"),
        ("Código Título\nPreparar y servir café\nEC0217", "EC0217"),
        ("Código Titulo\nECO217 Preparar y servir café", "EC0217"),
        ("Título: Preparar y servir café\nCódigo: EC0217", "EC0217"),
    ],
)
def test_code_and_title_of_the_standard_in_any_form(box: str, code: str) -> None:
    standard = read(HEADER + PRODUCTS, box=box)
    assert (standard.code, standard.title) == (code, "Preparar y servir café")


@pytest.mark.parametrize(("word", "level"), [("Uno", "1"), ("\nTres", "3"), ("CINCO.", "5"), ("4", "4"), ("", None)])
def test_the_level_is_a_number_or_missing(word: str, level: str | None) -> None:
    assert read(HEADER + PRODUCTS, level=word).level == level


# Headings and lead sentences


@pytest.mark.parametrize(
    "heading", ["DESEMPEÑOS", "DESEMPEÑOS.", "DESEMPEÑOS:", "DESEMPEÑO", "Desempeños", "DESEM PEÑOS"]
)
@pytest.mark.parametrize("lead", [LEAD.format("demuestra los siguientes"), LEAD.format("demuestra el siguiente"), ""])
def test_a_heading_in_any_form(heading: str, lead: str) -> None:
    found = element(PRODUCTS + lead + heading + "\n1. Muele el café.\n2. Calienta el agua.\n")
    assert texts(found, "desempeno") == ["Muele el café.", "Calienta el agua."]
    assert len(texts(found, "producto")) == 1


@pytest.mark.parametrize(
    "heading",
    [
        "ACTITUDES / HÁBITOS / VALORES",
        "ACTITUDES/HÁBITOS Y VALORES",
        "ACTITUDES/HÁBITOS/\nVALORES",
        "ACTITUDES/HABITOS/VALORES:",
    ],
)
def test_the_heading_of_attitudes_in_any_form(heading: str) -> None:
    found = element(PRODUCTS + heading + "\n1. Orden: La manera en que acomoda.\n")
    assert texts(found, "actitud") == ["Orden: La manera en que acomoda."]


def test_a_missing_heading_is_told_from_its_lead_and_counted() -> None:
    standard = read(HEADER + LEAD.format("posee los siguientes") + "1. Tipos de grano. Conocimiento\n")
    assert Counter(criterion.kind for criterion in standard.elements[0].criteria) == {"conocimiento": 1}
    assert [defect.en for defect in standard.defects] == ["element E0354: the heading of 'conocimiento' is missing"]


def test_a_section_two_that_means_three() -> None:
    standard = read("II.- Elementos que conforman el Estándar de Competencia\n" + HEADER + PRODUCTS)
    assert len(standard.elements[0].criteria) == 1


# Missing parts


def test_general_data_with_glued_numbers_and_a_misspelt_label() -> None:
    box = (
        "Código Título\nEC0999 Preparar y servir café\n"
        "Ocupaciones relacionadas con este EC de acuerdo con el Sistema\n"
        "Nacional de Clasificación de Ocupaciones (SICNO)\nGrupo unitario\n5111 Cocineros\n"
        "Ocupaciones asociadas\nBarista\n"
        "Clasificación según el sistema de Clasificación Industrial de América del Norte (SCIAN)\n"
        "Sector:\n56Servicios de apoyo\n"
        "Subsector:\n561Servicios de apoyo\nque siguen\n"
        "Empresas e Instituciones participantes en el desarrollo del EC\n• Una, S.A.\n"
        "Fecha de aprobación por el Comité Técnico del CONOCER: Fecha de publicación en el D.O.F.:\n"
        "1 de mayo de 2020 2 de junio de 2020\n"
        "Descripción general del Estándar de Competencia\nEl presente EC actualiza al EC0111 “Servir”.\n"
    )
    details = read(HEADER + PRODUCTS, box=box).details
    assert details["occupations"] == ["5111 Cocineros", "Barista"]
    assert details["scian"] == {"sector": ["56 Servicios de apoyo"], "subsector": ["561 Servicios de apoyo que siguen"]}
    assert (details["sector"], details["companies"]) == ("Servicios de apoyo", ["Una, S.A."])
    assert (details["approved"], details["published"]) == ("1 de mayo de 2020", "2 de junio de 2020")
    assert details["replaces"] == ["EC0111"]


def test_a_document_with_hardly_anything() -> None:
    standard = parse((("I.- Datos Generales", "Código Título", "EC0999 Preparar café"),))
    assert (standard.code, standard.title, standard.level, standard.elements) == ("EC0999", "Preparar café", None, ())
    assert [defect.en for defect in standard.defects] == ["no element was found"]
