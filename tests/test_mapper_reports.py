"""What every report keeps to in every form, a mapping's, of coverage and of the gap; Word documents, read back."""

import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import alignments
import docx
import gap_reports
import pytest
from command import BRIEF, done
from docx.document import Document
from docx.oxml.ns import qn
from lxml import html as lxml_html
from rich.console import Console

from mapper.matching.records import Interval
from mapper.reports import kinds
from mapper.reports.blocks import Column, Report, Section, Table, Words
from mapper.reports.page import page
from mapper.reports.terminal import render

CASES: dict[str, tuple[str, Any]] = {
    "mapping": ("report", [alignments.programme()]),
    "mappings": ("report", [alignments.programme(), alignments.syllabus()]),
    "empty": ("report", [alignments.empty()]),
    "unmatched": ("report", [alignments.unmatched()]),
    "hostile": ("report", [alignments.hostile()]),
    "nothing": ("report", []),
    "coverage": ("coverage", gap_reports.coverage()),
    "coverages": ("coverage", gap_reports.coverage("a.pdf", "b.pdf")),
    "no coverage": ("coverage", gap_reports.nothing()),
    "hostile coverage": ("coverage", gap_reports.hostile_coverage()),
    "gap": ("gap", gap_reports.gap()),
    "gaps": ("gap", gap_reports.gap("a.pdf", "b.pdf")),
    "offer": ("gap", gap_reports.offered()),
    "few": ("gap", gap_reports.few()),
    "hostile gap": ("gap", gap_reports.hostile()),
}
WHOLE = ("mapping", "coverage", "gap")
FILES = {
    "report": {"alignment.json", "report.docx", "report.html", "report.xlsx"},
    "coverage": {"coverage.docx", "coverage.html", "coverage.json", "coverage.xlsx"},
    "gap": {"gap.html", "gap.json", "gap.xlsx"},
}


def written(case: str, folder: Path, lang: str = "es") -> dict[str, bytes]:
    kind, record = CASES[case]
    kinds.write_report(kind, record, folder, lang=lang)
    made = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert made.keys() >= FILES[kind]
    return made


@cache
def source(case: str, lang: str = "es") -> str:
    """The page of a case."""
    kind, record = CASES[case]
    return page(kinds.make_report(kind, record, lang))


def in_terminal(report: Report, width: int, *, colour: bool = False, whole: bool = True) -> str:
    """What a terminal shows of a report."""
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=colour, color_system="standard" if colour else None)
    render(report, console, whole=whole)
    return file.getvalue()


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=() if case in WHOLE else pytest.mark.slow) for case in CASES]
)
def test_what_is_shown_fits_a_screen_unless_all_is_asked_for(case: str) -> None:
    kind, record = CASES[case]
    for lang in ("es", "en"):
        report = kinds.make_report(kind, record, lang)
        brief, whole = (in_terminal(report, 80, whole=whole) for whole in (False, True))
        assert len(brief.splitlines()) <= 45 * max(1, sum(part.kind == "verdict" for part in report.parts))
        assert (brief != whole) == ("--all" in brief)


def test_a_screen_ends_behind_a_whole_table() -> None:
    parts = [Section(f"Part {n}", [Table([Column("head")], [(f"row {n}",)] * 9)]) for n in range(12)]
    brief = in_terminal(Report(Words("en"), "Twelve", parts), 80, whole=False)
    shown = [line.split() for line in brief.splitlines() if line.split()[:1] in (["head"], ["row"])]
    assert shown == [words for n in range(len(shown) // 2) for words in (["head"], ["row", str(n)])]
    assert (2 < len(shown) < 2 * len(parts), "--all" in brief) == (True, True)


@pytest.mark.slow
def test_bytes_depend_neither_on_hash_seed_nor_on_time_zone_nor_on_locale(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_mapper_reports as t; from pathlib import Path;"
        "[t.written(case, Path(sys.argv[2], case)) for case in t.WHOLE]"
    )
    for seed, zone, locale in (("1", "UTC", "C.UTF-8"), ("2", "Asia/Tokyo", "C")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        arguments = [sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path / seed)]
        subprocess.run(arguments, check=True, env=environment)
    files = [path.relative_to(tmp_path / "1") for path in (tmp_path / "1").glob("*/*")]
    assert len(files) >= sum(map(len, FILES.values()))
    assert all((tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes() for name in files)


@pytest.mark.parametrize("case", ["mapping", "no coverage", "few"])
def test_what_cannot_be_written_is_an_error_that_names_the_file(case: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(OSError, match="taken") as caught:
        written(case, tmp_path / "taken")
    assert str(caught.value.filename).startswith(str(tmp_path / "taken"))


@pytest.mark.parametrize(("case", "lang"), [*((case, "es") for case in CASES), *((case, "en") for case in WHOLE)])
def test_pages_keep_to_what_makes_them_accessible_and_ask_nothing_of_any_other_place(case: str, lang: str) -> None:
    root = lxml_html.document_fromstring(source(case, lang))
    assert root.get("lang") == lang
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    levels = [int(h.tag[1]) for h in root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for picture in root.find_class("picture"):
        assert picture.get("role") == "img"
        assert len(picture.get("aria-label", "")) > 20
    for table in root.iter("table"):
        assert table.findall(".//thead//th")
        assert all(cell.get("scope") for cell in table.iter("th"))
    assert all(link.get("href", "")[:1] == "#" and link.get("href", "")[1:] in ids for link in root.iter("a"))
    assert set(" ".join(root.xpath("//@aria-labelledby")).split()) <= set(ids)
    assert not root.xpath("//link | //iframe | //img | //object | //embed | //base | //script[@src]")
    style = "".join(root.xpath("//style/text()"))
    assert not re.search(r"url\((?!#)|@import", style)
    assert str(Path.cwd()) not in source(case, lang)


@pytest.mark.parametrize(("case", "scripts"), [("hostile", 1), ("hostile coverage", 0), ("hostile gap", 0)])
def test_nothing_that_was_read_can_run_in_a_page(case: str, scripts: int) -> None:
    root = lxml_html.document_fromstring(source(case))
    assert len(list(root.iter("script"))) == scripts
    assert not root.xpath("//@*[starts-with(name(), 'on')] | //@style")
    assert "<script>alert(" in root.text_content()
    assert case != "hostile" or "{{ 7 * 7 }}{% raw %}" in root.text_content()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e]", root.text_content())
    # The policy allows nothing but our style and script.
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    assert ("unsafe" in policy, policy.count("'sha256-")) == (False, 1 + scripts)


# Word


def rows(document: Document, number: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[number].rows]


def test_the_commands_fill_the_head(norms: Path, tmp_path: Path) -> None:
    for command, name in (("map", "report.docx"), ("coverage", "coverage.docx")):
        given = ("--school", "CECATI 12", "--programme", "Costura", "--responsible", "R. N.", "--date", "2026-05-03")
        done("--workspace", norms, command, BRIEF, "-f", "conocer", "--out", tmp_path, *given)
        document = docx.Document(str(tmp_path / name))
        assert [row[1] for row in rows(document, 0)[1:]] == list(given[1::2])
        fields = document.sections[0].footer._element.iter(qn("w:fldSimple"))
        assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]
    assert "<h1>Costura</h1>" in (tmp_path / "coverage.html").read_text(encoding="utf-8")


def test_standards_that_do_not_fit_are_neither_printed_nor_in_word(tmp_path: Path) -> None:
    found, other = gap_reports.coverage("a.pdf"), replace(gap_reports.standard(), code="EC9909", title="Otra")
    numbered = enumerate(other.criteria)
    criteria = tuple(replace(row, code=f"EC9909/{n}", state="not_found", passages=()) for n, row in numbered)
    tallies = tuple(replace(row, covered=0, partly=0, uncertain=0, not_found=row.of) for row in other.tallies)
    other = replace(other, criteria=criteria, tallies=tallies, above_chance=-0.1, share=Interval(0.0, 0.0, 0.1))
    kinds.write_report("coverage", replace(found, standards=((*found.standards[0], other),)), tmp_path, lang="es")
    page = (tmp_path / "coverage.html").read_text(encoding="utf-8")
    assert re.search(r'<details class="screen">\s*<summary>.*?EC9909/0', page, re.DOTALL)
    tables = docx.Document(str(tmp_path / "coverage.docx")).tables
    told = {cell.text for table in tables for cell in table._cells}
    assert "EC9909" in told
    assert "EC9909/0" not in told
