"""What a gap report says, on its page and in its workbook, of one programme, of several, and period by period."""

import io
from dataclasses import replace

import gap_reports
import openpyxl
import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement
from openpyxl.workbook import Workbook
from test_mapper_reports import CASES, in_terminal, source

from corpora import Text
from mapper.industry.demand.records import Post
from mapper.industry.gap.page_one import WIDEST, foremost
from mapper.industry.gap.sections import offer_and_trend as parts
from mapper.matching.records import Interval
from mapper.programmes.coverage.sections import count_by_unit
from mapper.reports import kinds
from mapper.reports.blocks import PAGE, Medium, Paragraph, Section, Table, Words
from mapper.reports.gap_texts import GAP
from mapper.reports.page import page as to_page
from mapper.reports.texts import COVERAGE
from mapper.reports.workbook import paged


def page(case: str, lang: str = "es") -> HtmlElement:
    return lxml_html.document_fromstring(source(case, lang))


def workbook(case: str) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(paged(kinds.make_report(*CASES[case], "es"))))


def text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("texts", [COVERAGE, GAP])
def test_names_of_sheets_are_as_short_as_a_workbook_wants_them(texts: dict[str, Text]) -> None:
    for key, both in texts.items():
        assert not key.startswith("sheet.") or max(map(len, both)) <= 31, key


def test_the_first_page_says_what_the_figures_rest_on() -> None:
    first = text(page("gap", "en").get_element_by_id("first").getparent())
    for said in (
        "Distinct: 40. Read: 43. Not read, or no advertisements: 2 (LEEME.txt, a.csv and 1 more). Duplicates count",
        "39 of 40 ask for at least one task",
        "from 2025-01-03 to 2025-06-30",
        "MX (30), ES (4)",
        "A. Pérez judged 12 ads",
        "Energy. Of the distinct ads, 4 are of the sector by their own column and 36 by words of the ad",
        "“empresa solar” (9)",
        "solar (1a2b)",
        "It was calibrated on other ads.",
        "Of the 2 standards of the sector 'Energy', the criteria of 1 are loaded.",
    ):
        assert said in first


def test_the_first_page_has_what_is_told_narrowly_each_with_its_verdict_and_its_names() -> None:
    found = gap_reports.gap()
    narrow, wide = Interval(0.4, 0.3, 0.5), Interval(0.5, 0.2, 0.2 + WIDEST + 0.1)
    names = (Text("Calcular baterías", "Size batteries"),)
    rows = tuple(
        replace(row, competency=replace(row.competency, share=share, names=names))
        for row, share in zip(found.rows[:3], (narrow, wide, narrow), strict=True)
    )
    posts = (Post("Técnica solar", 30, (rows[0].competency,)), Post("Chofer", 5))
    found = replace(found, rows=rows, profile=replace(found.profile, posts=posts))
    assert [row.competency.code for row in foremost(found)] == ["S1", "S3"]
    brief = " ".join(in_terminal(kinds.make_report("gap", found, "es"), 80, whole=False).split())
    for said in (
        "Calcular baterías",
        str(GAP["one.lacking"].es),
        str(GAP["one.open"].es),
        "Técnica solar (30), Chofer (5)",
    ):
        assert said in brief
    assert "Montar módulos" not in brief.partition("Dimensionar")[0]
    assert lxml_html.document_fromstring(to_page(kinds.make_report("gap", found, "en"))).xpath(
        "//*[@id='asked']/..//svg"
    )


@pytest.mark.parametrize("ads", [25, 40])
def test_of_few_ads_no_order_is_told_nor_what_they_do_not_ask_for(ads: int) -> None:
    found = gap_reports.gap(groups=ads)
    made = to_page(kinds.make_report("gap", replace(found, rows=found.rows[:3]), "en"))
    root = lxml_html.document_fromstring(made)
    (unasked,) = (text(e.getparent()) for e in root.xpath("//*[@id='s-found_not_in_ads']"))
    assert (f"So few distinct ads ({ads}) cannot tell" in unasked) == (ads == 25)
    assert ("Whatever the programme shows" in unasked) == (ads == 40)
    assert "the most asked for first" not in text(root)


def test_each_competency_stands_under_what_was_found_of_it() -> None:
    told = {}
    for heading in page("gap").xpath("//h3[starts-with(@id, 's-')]"):
        table = next(e for e in heading.itersiblings() if e.tag == "div")
        told[heading.get("id")] = [" ".join(map(text, row)) for row in table.iter("tr")][1:]
    counts = {"s-demanded_not_found": 1, "s-uncertain": 1, "s-demanded_found": 1, "s-found_not_in_ads": 1}
    assert {name: len(found) for name, found in told.items()} == counts
    assert told["s-demanded_not_found"][0] == (
        "Dimensionar baterías S1 solar · Energía«Se requiere dimensionar baterías» — Técnica solar"
        " 40 % 20–60 % 5 % 38 % Módulo 1 «Monta los módulos en la cubierta» (p. 1)Sí enseña: Montar paneles"
    )


def test_several_programmes_are_a_matrix() -> None:
    table = next(e for e in page("gaps").get_element_by_id("matrix").itersiblings() if e.tag == "div")
    head, *rows = table.iter("tr")
    assert [text(cell) for cell in head][3:] == ["a.pdf", "b.pdf"]
    assert [len(list(row.iter("td"))) for row in rows] == [4] * 3


def test_the_workbook_has_every_row_and_no_formula() -> None:
    book = workbook("gap")
    assert book.sheetnames[:3] == ["Portada", "Brecha", "Estándares"]
    assert [cell.value for cell in book["Sin asignar con seguridad"][2]] == ["CONTPAQi", 7, 6, "Auxiliar contable"]
    assert [cell.value for cell in book["Brecha"]["B"][1:]] == ["G1", "S1", "S2", "S3", "S4"]
    assert [book["Formación dual"][place].value for place in ("E2", "E3")] == ["ambas", "empresa"]
    for sheet in book:
        heads = [cell.value for cell in sheet[1] if cell.value]
        assert len(heads) == len(set(heads)), sheet.title
    assert all(cell.data_type != "f" for sheet in workbook("hostile gap") for row in sheet.iter_rows() for cell in row)


def test_units_show_the_criteria_that_rest_on_their_passages() -> None:
    grid = count_by_unit(gap_reports.standard(), gap_reports.programme(), "{n}")
    assert (grid.rows, grid.columns) == (("Módulo 1", "Módulo 2"), ("EC9901/E1", "EC9901/E2"))
    assert grid.counts == ((2, 0), (1, 0))
    # What would be too many rows is joined.
    many = [gap_reports.passage(f"Pasaje {n}", f"Unidad {n}", n) for n in range(30)]
    shown = tuple(gap_reports.criterion(f"EC9901/E1/desempeno/{n}", "covered", shown=(p,)) for n, p in enumerate(many))
    programme = replace(gap_reports.programme(), passages={p.id: p for p in many})
    grid = count_by_unit(replace(gap_reports.standard(), criteria=shown), programme, "otras {n}")
    assert (len(grid.rows), grid.rows[-1]) == (20, "otras 11")
    assert sum(row[0] for row in grid.counts) == 30


# The offer of several programmes, and several sets of ads


ES, EN = Words("es", GAP), Words("en", GAP)


def told(part: Section) -> list[str]:
    return [str(block.text) for block in part.blocks if isinstance(block, Paragraph) and not block.kind]


def shown(part: Section, on: Medium) -> list[list[object]]:
    """The header and the rows of its table, as one form has them."""
    (table,) = (block for block in part.blocks if isinstance(block, Table))
    assert all(len(row) == len(table.columns) for row in table.rows)
    columns, rows = table.within(on)
    return [[column.name for column in columns], *rows]


def test_the_offer_names_which_programme_teaches_and_what_none_does() -> None:
    found = gap_reports.offered()
    offer = parts(found, EN)[0]
    head, *rows = shown(offer, PAGE)
    assert head[-2:] == ["a.pdf", "b.pdf"]
    by_name = {row[0]: row for row in rows}
    assert by_name["Dimensionar baterías (en)"][4:] == ["b.pdf", "– 5%", "✓ 97%"]
    assert by_name["Montar módulos (en)"][4] == "a.pdf, b.pdf"
    assert by_name["Energía (en) (group)"][4] == "Uncertain"
    assert "60%" in told(offer)[0]
    assert found.offer is not None
    joint = replace(found.offer.rows[1], state="demanded_found", taught_by=(), shown_by=(1,))
    whole = parts(replace(found, offer=replace(found.offer, rows=(joint,))), EN)[0]
    assert shown(whole, PAGE)[1][4] == "b.pdf (only when all files are read together)"
    assert any("Some programme teaches" in sentence and "Dimensionar baterías" in sentence for sentence in told(offer))
    assert "Ninguno lo enseña, según su documento (0)." in told(parts(found, ES)[0])
