"""The page: what it shows, that it is whole by itself, and that nothing a document holds can run in it."""

from dataclasses import replace

import alignments
import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement

from mapper.programmes import Alignment
from mapper.reports import mapping
from mapper.reports.mapping import evidence, segments
from mapper.reports.page import page


def source(*documents: Alignment, lang: str = "es") -> str:
    return page(mapping.report(documents, lang=lang))


def parsed(*documents: Alignment, lang: str = "es") -> HtmlElement:
    return lxml_html.document_fromstring(source(*documents, lang=lang))


def text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_shows_each_passage_with_page_role_and_competencies_between_its_neighbours() -> None:
    card = parsed(alignments.programme()).get_element_by_id("d1p1")
    assert text(card.find_class("meta")[0]) == "p. 1 Resultado de aprendizaje"
    marked = [mark.text for mark in card.iter("mark")]
    assert marked == ["Verifica la orientación", "inclinación", "cubierta", "montar los módulos"]
    rows = [text(row) for row in card.iter("li")]
    assert rows[0] == (
        "93 %EC9901/E1/desempeno/1 Verifica la orientación y la inclinación de la cubierta"
        "solar · Instalación de sistemas fotovoltaicos en viviendas › Preparar la instalación del sistema fotovoltaico"
    )
    assert "solo título" in rows[2]
    assert [row.get("class") for row in card.iter("li")] == ["w93", "w41", "w27"]
    before, after = (span.text for span in card.find_class("text")[0].iter("span"))
    assert before == "Módulo 1. Preparación de la instalación\n1.1 "
    assert after == ", con brújula e inclinómetro. Duración: 12 horas.\nElabora el diagrama unifilar"


def test_says_how_to_cite() -> None:
    alignment = alignments.programme()
    content = text(parsed(alignment, lang="en"))
    sums = (alignment.document.sha256, *(f.sha256 for f in alignment.frameworks))
    assert [part for part in (*sums, "1f6c2a9d40be", '"candidates": 3') if part not in content] == []
    assert "ESCO: European Skills, Competences, Qualifications and Occupations, version 1.2.0" in content


def test_words_in_another_language_say_so() -> None:
    card = parsed(alignments.syllabus()).get_element_by_id("d1p1")
    assert card.find_class("text")[0].get("lang") == "en"
    assert next(card.iter("li")).find("div").get("lang") == "en"
    english = parsed(alignments.syllabus(), lang="en").get_element_by_id("d1p1")
    assert english.find_class("text")[0].get("lang") is None


@pytest.mark.slow
def test_a_long_document_stays_a_page_that_opens() -> None:
    written = source(alignments.large())
    assert len(written.encode()) < 5_000_000
    root = lxml_html.document_fromstring(written)
    assert len(root.find_class("card")) == 2000
    assert not any(group.get("open") is not None for group in root.find_class("group"))


def test_evidence_is_cut_where_it_overlaps_and_clipped_to_the_text() -> None:
    one, two = alignments.programme().passages[0].matches[:2]
    matches = [replace(one, evidence=((0, 4), (2, 99), (-3, 1))), replace(two, evidence=((3, 5), (9, 2), (7, 7)))]
    cut = segments("abcdef", matches)
    assert [s.text for s in cut] == [*"abcdef"]
    assert [s.matches for s in cut] == [(0,), (0,), (0,), (0, 1), (0, 1), (0,)]
    assert segments("abc", []) == segments("abc", [replace(one, evidence=())])
    assert segments("", matches) == ()
    assert evidence("uno dos tres", replace(one, evidence=((8, 12), (0, 3)))) == "uno … tres"
