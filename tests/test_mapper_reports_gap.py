"""What is written of coverage and gap reports; a form that is added to `REPORTS` inherits the first tests."""

import os
import pkgutil
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import gap_reports
import openpyxl
import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement

from corpora import Text
from mapper.industry.gap.records import GapReport
from mapper.programmes.coverage.records import CoverageReport
from mapper.reports import kinds
from mapper.reports.coverage_texts import COVERAGE
from mapper.reports.gap_texts import GAP
from mapper.reports.parts import sectors_by_programmes, units_by_elements
from mapper.reports.pictures import Bar, bars

CASES: dict[str, dict[str, CoverageReport | GapReport]] = {
    "programme": {"coverage": gap_reports.coverage(), "gap": gap_reports.gap()},
    "several": {"coverage": gap_reports.coverage("a.pdf", "b.pdf"), "gap": gap_reports.gap("a.pdf", "b.pdf")},
    "offer": {"coverage": gap_reports.coverage("a.pdf", "b.pdf"), "gap": gap_reports.offered()},
    "few": {"coverage": gap_reports.nothing(), "gap": gap_reports.few()},
    "hostile": {"coverage": gap_reports.hostile_coverage(), "gap": gap_reports.hostile()},
}
REPORTS = [f"coverage.{ending}" for ending in ("html", "xlsx", "docx", "json")]
REPORTS += [f"gap.{ending}" for ending in ("html", "xlsx", "json")]
PAGES = [name for name in REPORTS if name.endswith(".html")]


@cache
def once(name: str, case: str, lang: str = "es") -> bytes:
    """One form of a report, as its writer gives it."""
    kind, ending = name.split(".")
    record = CASES[case][kind]
    if ending == "json":
        return kinds.as_json(kind, record).encode()
    made: bytes | str = pkgutil.resolve_name(kinds.FORMATS[ending])(kinds.report(kind, record, lang))
    return made if isinstance(made, bytes) else made.encode()


def page(name: str, case: str, lang: str = "es") -> HtmlElement:
    return lxml_html.document_fromstring(once(name, case, lang))


def text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", ["coverage", "gap"])
def test_writes_the_same_bytes_each_time(kind: str, case: str, tmp_path: Path) -> None:
    paths = kinds.write(kind, CASES[case][kind], tmp_path, lang="es")
    assert {path.name for path in paths} >= {name for name in REPORTS if name.startswith(kind)}
    for path in paths:
        assert path.name not in REPORTS or path.read_bytes() == once(path.name, case)
        assert b"/tmp" not in path.read_bytes()


@pytest.mark.slow
def test_bytes_depend_neither_on_hash_seed_nor_on_time_zone_nor_on_locale(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_mapper_reports_gap as t; from pathlib import Path;"
        "[t.kinds.write(kind, one, Path(sys.argv[2]), lang='es') for kind, one in t.CASES['programme'].items()]"
    )
    for seed, zone, locale in (("1", "UTC", "C.UTF-8"), ("2", "Asia/Tokyo", "C")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        arguments = [sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path / seed)]
        subprocess.run(arguments, check=True, env=environment)
    for name in REPORTS:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


@pytest.mark.parametrize("name", [name for name in REPORTS if not name.endswith(".json")])
def test_languages_differ(name: str) -> None:
    assert once(name, "programme", "es") != once(name, "programme", "en")


@pytest.mark.parametrize("kind", ["coverage", "gap"])
def test_what_cannot_be_written_is_an_error_that_names_the_file(kind: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(OSError, match="taken") as caught:
        kinds.write(kind, CASES["few"][kind], tmp_path / "taken", lang="es")
    assert str(caught.value.filename).startswith(str(tmp_path / "taken"))


@pytest.mark.parametrize("texts", [COVERAGE, GAP])
def test_names_of_sheets_are_as_short_as_a_workbook_wants_them(texts: dict[str, Text]) -> None:
    for key, both in texts.items():
        assert not key.startswith("sheet.") or max(map(len, both)) <= 31, key


@pytest.mark.parametrize("name", PAGES)
def test_nothing_that_was_read_can_run_in_a_page(name: str) -> None:
    root = page(name, "hostile")
    assert not list(root.iter("script", "img", "iframe", "object", "link"))
    assert not [
        a for e in root.iter() if isinstance(e.tag, str) for a in e.attrib if a.startswith("on") or a == "style"
    ]
    (policy,) = (m.get("content") for m in root.iter("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src" not in policy
    raw = once(name, "hostile").decode()
    assert not re.search("[\x00\u202e]", raw)
    assert "&lt;script&gt;" in raw


@pytest.mark.parametrize(("case", "lang"), [*((case, "es") for case in CASES), ("programme", "en")])
@pytest.mark.parametrize("name", PAGES)
def test_pages_keep_to_what_makes_them_accessible(name: str, case: str, lang: str) -> None:
    root = page(name, case, lang)
    assert root.get("lang") == lang
    ids = [e.get("id") for e in root.iter() if isinstance(e.tag, str) and e.get("id")]
    assert len(ids) == len(set(ids))
    levels = [int(e.tag[1]) for e in root.iter() if isinstance(e.tag, str) and re.fullmatch("h[1-6]", e.tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for picture in root.find_class("picture"):
        assert picture.get("role") == "img"
        assert len(picture.get("aria-label", "")) > 20
    for table in root.iter("table"):
        assert all(cell.get("scope") for cell in table.iter("th"))
    for link in root.iter("a"):
        assert link.get("href", "").removeprefix("#") in ids
    for named in root.iter():
        if isinstance(named.tag, str) and (label := named.get("aria-labelledby")):
            assert set(label.split()) <= set(ids)


def test_the_first_page_says_what_the_figures_rest_on() -> None:
    first = text(next(page("gap.html", "programme", "en").iter("section")))
    for said in (
        "40 distinct ones. 43 were read, 2 could not be",
        "39 of 40 ask for at least one task",
        "from 2025-01-03 to 2025-06-30",
        "MX (30), ES (4)",
        "A. Pérez judged 12 ads",
        "Energy. Of the distinct ads, 4 are of the sector by their own column and 36 by words of the ad",
        "«empresa solar» (9)",
        "solar (1a2b)",
        "It was calibrated on other ads.",
        "Of the 2 standards of the sector 'Energy', the criteria of 1 are loaded.",
    ):
        assert said in first


def test_what_is_unknown_or_withheld_is_said() -> None:
    first, second = list(page("gap.html", "few", "en").iter("section"))[:2]
    assert text(first).count("unknown") == 3
    assert "nobody has judged a sample" in text(first)
    assert "Distinct ads: 4. With fewer than 10 neither shares" in text(first)
    assert "No overall figure is given: 4 distinct ads do not allow" in text(second)
    assert not page("gap.html", "few").xpath("//*[@id='s-demanded_not_found']")


def test_each_competency_stands_under_what_was_found_of_it() -> None:
    root = page("gap.html", "programme")
    told = {}
    for heading in root.iter("h3"):
        if (name := heading.get("id", "")).startswith("s-"):
            table = next(e for e in heading.itersiblings() if e.tag == "div")
            told[name] = [" ".join(map(text, row)) for row in table.iter("tr")][1:]
    assert {name: len(found) for name, found in told.items()} == {
        "s-demanded_not_found": 1,
        "s-uncertain": 2,
        "s-demanded_found": 1,
        "s-found_not_in_ads": 1,
    }
    assert told["s-demanded_not_found"][0] == (
        "Dimensionar baterías S1 solar · Energía«Se requiere dimensionar baterías» — Técnica solar"
        " 40 % 20–60 % 5 % 38 % Módulo 1 «Monta los módulos en la cubierta» (p. 1)Sí enseña: Montar paneles"
    )


def test_a_need_says_which_levels_ads_ask_for_and_how_many_name_none() -> None:
    said = text(page("gap.html", "programme", "en").get_element_by_id("needs").getparent())
    assert "no · Asked for and not found in an outcome" in said
    assert "Levels that the ads ask for: no level (1), B1 (1)" in said


def test_several_programmes_are_a_matrix() -> None:
    root = page("gap.html", "several")
    table = next(e for e in root.get_element_by_id("matrix").itersiblings() if e.tag == "div")
    head, *rows = table.iter("tr")
    assert [text(cell) for cell in head][3:] == ["a.pdf", "b.pdf"]
    assert len(rows) == 4
    assert all(len(list(row.iter("td"))) == 4 for row in rows)


def test_the_workbook_has_every_row_and_no_formula() -> None:
    book = openpyxl.load_workbook(BytesIO(once("gap.xlsx", "programme")))
    assert book.sheetnames[:3] == ["Portada", "Brecha", "Estándares"]
    assert [cell.value for cell in book["No está en el marco"][2]] == ["CONTPAQi", 7, 6, "Auxiliar contable"]
    assert [row[1] for row in book["Brecha"].iter_rows(min_row=2, values_only=True)] == ["G1", "S1", "S2", "S3", "S4"]
    assert [book["Formación dual"][place].value for place in ("E2", "E3")] == ["ambas", "empresa"]
    for sheet in book:
        heads = [cell.value for cell in sheet[1] if cell.value]
        assert len(heads) == len(set(heads)), sheet.title
    for sheet in openpyxl.load_workbook(BytesIO(once("gap.xlsx", "hostile"))):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_units_show_the_criteria_that_rest_on_their_passages() -> None:
    grid = units_by_elements(gap_reports.standard(), gap_reports.programme(), "{n}")
    assert grid.rows == ("Módulo 1", "Módulo 2")
    assert grid.columns == ("EC9901/E1", "EC9901/E2")
    assert grid.counts == ((2, 0), (1, 0))


def test_a_heat_map_joins_what_would_be_too_many_rows() -> None:
    many = [gap_reports.passage(f"Pasaje {n}", f"Unidad {n}", n) for n in range(30)]
    shown = [gap_reports.criterion(f"EC9901/E1/desempeno/{n}", "covered", shown=(p,)) for n, p in enumerate(many)]
    programme = replace(gap_reports.programme(), passages={p.id: p for p in many})
    grid = units_by_elements(replace(gap_reports.standard(), criteria=tuple(shown)), programme, "otras {n}")
    assert (len(grid.rows), grid.rows[-1]) == (20, "otras 11")
    assert sum(row[0] for row in grid.counts) == 30


def test_sectors_count_the_standards_that_serve_them() -> None:
    grid = sectors_by_programmes(gap_reports.coverage("a.pdf", "b.pdf"), "en")
    assert (grid.rows, grid.columns) == (("Energy",), ("a.pdf", "b.pdf"))
    assert grid.counts == ((1, 1),)


def test_a_title_that_is_hardly_related_counts_for_no_sector() -> None:
    report = gap_reports.coverage()
    hardly = replace(gap_reports.title(), related=0.3)
    assert not sectors_by_programmes(replace(report, standards=((gap_reports.standard(), hardly),)), "es")


def test_one_figure_is_not_made_from_a_few_competencies_of_many_groups() -> None:
    profile = gap_reports.gap("programa.pdf").profile
    (row,) = profile.by_group[:1]
    several = (row,) * 9
    assert replace(profile, competencies=(row,), by_group=(row,)).told_singly
    assert not replace(profile, competencies=(row,), by_group=several).told_singly


def test_rows_have_no_number_where_their_order_would_be_chance() -> None:
    rows = [Bar(label, 0.5, 0.4, 0.6) for label in ("Weld", "Weld", "Paint")]
    drawn = [bars(rows, "ads", "what is asked", ranked=ranked) for ranked in (True, False)]
    assert ["1. Weld" in picture for picture in drawn] == [True, False]
    assert "Weld (2)" in drawn[1]
