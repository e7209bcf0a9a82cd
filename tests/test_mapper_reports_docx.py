"""Word documents of mappings and coverage, read back: their head, their tables, their styles."""

from collections.abc import Callable
from pathlib import Path

import alignments
import docx
import gap_reports
import pytest
from command import BRIEF, curmap
from docx.document import Document

from mapper.reports import kinds
from mapper.reports.blocks import Head

Write = Callable[[Path], Document]
HEAD = Head(school="CECATI 12", responsible="R. Núñez", date="3 de mayo de 2026")


def rows(document: Document, number: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[number].rows]


def mapping(tmp_path: Path) -> Document:
    kinds.write("report", [alignments.programme()], tmp_path, lang="es", head=HEAD)
    return docx.Document(str(tmp_path / "report.docx"))


def coverage(tmp_path: Path) -> Document:
    kinds.write("coverage", gap_reports.coverage("a.pdf", "b.pdf"), tmp_path, lang="es", head=HEAD)
    return docx.Document(str(tmp_path / "coverage.docx"))


@pytest.mark.parametrize("write", [mapping, coverage])
def test_the_head_says_what_was_given_and_nothing_else(write: Write, tmp_path: Path) -> None:
    assert rows(write(tmp_path), 0)[1:] == [
        ["Plantel", "CECATI 12"],
        ["Responsable", "R. Núñez"],
        ["Fecha", "3 de mayo de 2026"],
    ]


@pytest.mark.parametrize("write", [mapping, coverage])
def test_styles_alone_say_how_it_looks(write: Write, tmp_path: Path) -> None:
    document = write(tmp_path)
    paragraphs = [*document.paragraphs, *(p for t in document.tables for c in t._cells for p in c.paragraphs)]
    assert not [run.text for p in paragraphs for run in p.runs if run.font.name or run.font.size or run.font.color.rgb]
    used = {p.style.name for p in paragraphs if p.style}
    assert {"Heading 1", "Heading 2", "curmap table", "curmap table head"} <= used


def test_a_mapping_holds_every_passage_compared(tmp_path: Path) -> None:
    found = rows(mapping(tmp_path), 2)[1:]
    compared = [mapped for mapped in alignments.programme().passages if mapped.mapped]
    assert [row[2] for row in found if row[2]] == [mapped.passage.text for mapped in compared]
    assert len(found) == sum(max(1, len(mapped.matches)) for mapped in compared)


def test_coverage_holds_standards_and_criteria(tmp_path: Path) -> None:
    document = coverage(tmp_path)
    tables = [rows(document, number) for number in range(len(document.tables))]
    (ranked,) = [table for table in tables if table[0][0] == "Programa"]
    assert ranked[1][:5] == [
        "a.pdf",
        "EC9901",
        "Instalación de sistemas fotovoltaicos",
        "62\N{NO-BREAK SPACE}%",
        "40–80\N{NO-BREAK SPACE}%",
    ]
    codes = [row.code for row in gap_reports.standard().criteria]
    assert codes in [[row[0] for row in table[1:]] for table in tables]


def test_the_commands_fill_the_head(norms: Path, tmp_path: Path) -> None:
    for command, name in (("map", "report.docx"), ("coverage", "coverage.docx")):
        given = ("--school", "CECATI 12", "--programme", "Costura", "--responsible", "R. N.", "--date", "2026-05-03")
        ran = curmap("--workspace", norms, command, BRIEF, "-f", "conocer", "--out", tmp_path, *given)
        assert ran.code == 0, ran.err
        assert [row[1] for row in rows(docx.Document(str(tmp_path / name)), 0)[1:]] == list(given[1::2])
