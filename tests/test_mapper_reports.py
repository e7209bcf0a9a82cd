"""What every form of a mapping's report keeps to; Word documents, read back: their head, their tables, their styles."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import alignments
import docx
import gap_reports
import pytest
from command import BRIEF, curmap
from docx.document import Document

from mapper.programmes.alignment import Alignment
from mapper.reports import kinds
from mapper.reports.blocks import Head

CASES: dict[str, list[Alignment]] = {
    "programme": [alignments.programme()],
    "several": [alignments.programme(), alignments.syllabus()],
    "empty": [alignments.empty()],
    "unmatched": [alignments.unmatched()],
    "hostile": [alignments.hostile()],
    "nothing": [],
}
FILES = ["alignment.json", "report.docx", "report.html", "report.xlsx"]
HEAD = Head(school="CECATI 12", responsible="R. Núñez", date="3 de mayo de 2026")


def contents(folder: Path) -> list[bytes]:
    assert sorted(path.name for path in folder.iterdir()) == FILES
    return [(folder / name).read_bytes() for name in FILES]


@pytest.mark.parametrize("case", CASES)
def test_writes_the_same_bytes_each_time_and_others_in_another_language(case: str, tmp_path: Path) -> None:
    made = {}
    for lang in ("es", "en"):
        for name in ("a", "b"):
            kinds.write("report", CASES[case], tmp_path / lang / name, lang=lang)
        made[lang] = contents(tmp_path / lang / "a")
        assert all(made[lang])
        assert made[lang] == contents(tmp_path / lang / "b")
    assert case != "programme" or not set(made["es"]) & set(made["en"])


@pytest.mark.slow
def test_bytes_depend_neither_on_hash_seed_nor_on_time_zone_nor_on_locale(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import alignments; from pathlib import Path;"
        "from mapper.reports import kinds;"
        "kinds.write('report', [alignments.programme()], Path(sys.argv[2]), lang='es')"
    )
    for seed, zone, locale in (("1", "UTC", "C.UTF-8"), ("2", "Asia/Tokyo", "C")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        arguments = [sys.executable, "-c", code, str(Path(alignments.__file__).parent), str(tmp_path / seed)]
        subprocess.run(arguments, check=True, env=environment)
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def test_what_cannot_be_written_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(OSError, match="taken"):
        kinds.write("report", CASES["programme"], tmp_path / "taken" / "report", lang="es")


# Word


def rows(document: Document, number: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[number].rows]


def mapping(folder: Path) -> Document:
    kinds.write("report", [alignments.programme()], folder, lang="es", head=HEAD)
    return docx.Document(str(folder / "report.docx"))


def coverage(folder: Path) -> Document:
    kinds.write("coverage", gap_reports.coverage("a.pdf", "b.pdf"), folder, lang="es", head=HEAD)
    return docx.Document(str(folder / "coverage.docx"))


@pytest.mark.parametrize("write", [mapping, coverage])
def test_the_head_says_what_was_given_and_styles_alone_how_it_looks(
    write: Callable[[Path], Document], tmp_path: Path
) -> None:
    document = write(tmp_path)
    given = [["Plantel", "CECATI 12"], ["Responsable", "R. Núñez"], ["Fecha", "3 de mayo de 2026"]]
    assert rows(document, 0)[1:] == given
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
    assert ranked[1][:3] == ["a.pdf", "EC9901", "Instalación de sistemas fotovoltaicos"]
    assert ranked[1][3:5] == ["62\N{NO-BREAK SPACE}%", "40–80\N{NO-BREAK SPACE}%"]
    codes = [row.code for row in gap_reports.standard().criteria]
    assert codes in [[row[0] for row in table[1:]] for table in tables]


def test_the_commands_fill_the_head(norms: Path, tmp_path: Path) -> None:
    for command, name in (("map", "report.docx"), ("coverage", "coverage.docx")):
        given = ("--school", "CECATI 12", "--programme", "Costura", "--responsible", "R. N.", "--date", "2026-05-03")
        ran = curmap("--workspace", norms, command, BRIEF, "-f", "conocer", "--out", tmp_path, *given)
        assert ran.code == 0, ran.err
        assert [row[1] for row in rows(docx.Document(str(tmp_path / name)), 0)[1:]] == list(given[1::2])
