"""Programmes as workbooks: header rows, merged keys, hidden parts, lists in cells, and columns that a person named."""

import csv
import datetime
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from command import curmap
from files import workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.styles import Font
from reading import Held, refusal, role_of, table

from corpora import Document, InputError
from corpora.readers import COLUMNS_FILE, files, read
from corpora.readers.spreadsheet import columns

SHEETS = Path(__file__).parent / "data/sheets"
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
HEADER = ["Unidad", "Resultado de aprendizaje", "Criterios de evaluación", "Rubro"]


def told(document: Document) -> list[str]:
    return [entry.why.en for entry in document.skipped]


@pytest.mark.parametrize("path", sorted(SHEETS.glob("*.csv")), ids=lambda path: path.stem)
def test_a_sheet_is_read_as_its_table_says(tmp_path: Path, path: Path) -> None:
    """The rows of data/sheets as a workbook; beside each a table of all its blocks."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [[cell or None for cell in row] for row in csv.reader(file)]
    document = read(workbook(tmp_path / "a.xlsx", rows))
    expected = path.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
    assert table(document) == expected


@pytest.mark.parametrize("shape", ["merged", "empty", "repeated"])
def test_keys_stand_once_with_all_their_rows(tmp_path: Path, held: Held, shape: str) -> None:
    keys = ["1. Cosido", "Cose cuadernillos con cadeneta."]
    criteria = ["Tensa el hilo sin rasgar.", "Alinea los cuadernillos.", "Remata el hilo al final."]
    below = keys if shape == "repeated" else [None, None]
    rows = [HEADER[:3], [*keys, criteria[0]], *([*below, each] for each in criteria[1:])]
    merged = ("A2:A4", "B2:B4") if shape == "merged" else ()
    held(read(workbook(tmp_path / "plan.xlsx", rows, *merged)))


def test_hidden_sheets_rows_and_columns_are_counted_and_not_read(tmp_path: Path, held: Held) -> None:
    rows = [HEADER, ["1. A", "Cose con cadeneta.", "Tensa el hilo.", "secreto"], ["2. B", "Oculto.", "Oculto.", "x"]]
    path = workbook(tmp_path / "plan.xlsx", rows)
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["D"].hidden = True
    book.create_sheet("Listas").append(["Oculta"])
    book["Listas"].sheet_state = "veryHidden"
    book.save(path)
    held(read(path))


def test_a_second_header_begins_a_second_table_and_sheets_have_their_names(tmp_path: Path, held: Held) -> None:
    rows = [
        HEADER[:3],
        ["1. A", "Cose con cadeneta.", "Tensa el hilo."],
        ["Temas", "Actividades de aprendizaje"],
        ["Hilos y agujas", "Prueba hilos sobre papel."],
    ]
    path = workbook(tmp_path / "plan.xlsx", rows, sheet="Taller")
    book = openpyxl.load_workbook(path)
    book.create_sheet("Hoja2").append(["Temario"])
    book.save(path)
    held(read(path))


def test_values_are_shown_as_the_sheet_shows_them(tmp_path: Path, held: Held) -> None:
    rows = [[*HEADER[:2], "Fecha"], ["1. A", "Cose.", datetime.date(2024, 5, 3)], ["2. B", "Pega.", 2.0]]
    held(read(workbook(tmp_path / "p.xlsx", rows)))


def test_a_column_that_a_person_named_is_remembered_for_the_folder(tmp_path: Path) -> None:
    rows = [HEADER, ["1. A", "Cose con cadeneta.", "Tensa el hilo.", "Tipos de papel y su fibra"]]
    path = workbook(tmp_path / "plan.xlsx", rows)
    kinds = zip(HEADER, ("unit", "outcome", "criterion", ""), strict=True)
    assert [(column.name, column.kind) for column in columns(path)] == list(kinds)
    (tmp_path / COLUMNS_FILE).write_text(json.dumps({"columns": {"rubro": "content"}}))
    assert columns(path)[3] == ("Hoja1", "Rubro", "content", True)
    document = read(path)
    assert role_of(document)["Tipos de papel y su fibra"] == "content"
    assert told(document) == ["Columns read as curmap-columns.json says: 1."]
    # Another workbook of the same form, and the file itself is no document.
    other = workbook(tmp_path / "otro.xlsx", rows)
    assert role_of(read(other))["Tipos de papel y su fibra"] == "content"
    assert [file.name for file in files([tmp_path]).files] == ["otro.xlsx", "plan.xlsx"]
    (tmp_path / COLUMNS_FILE).write_text(json.dumps({"columns": {"Rubro": "ignore"}}))
    assert "fibra" not in read(path).text
    assert told(read(path)) == ["Columns not read, as curmap-columns.json says: 1."]


def test_a_dry_run_shows_what_is_unknown_and_how_to_say_it(tmp_path: Path) -> None:
    path = workbook(tmp_path / "plan.xlsx", [HEADER, ["1. A", "Cose.", "Tensa.", "x"]])
    ran = curmap("--workspace", tmp_path / "w", "framework", "add", path, "--dry-run", "--lang", "en")
    assert re.search(r"Criterio\w* de evaluación +assessment criterion +criterion", ran.out)
    assert '{"columns": {"Rubro": "content"}}' in ran.err
    (tmp_path / COLUMNS_FILE).write_text('{"columns": {"Rubro": "content"}}', encoding="utf-8")
    ran = curmap("--workspace", tmp_path / "w", "framework", "add", path, "--dry-run", "--lang", "en")
    assert re.search(r"Rubro +content \* +content", ran.out)
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize("content", ["", "[]", '{"columns": {"Rubro": "nada"}}', '{"columns": []}'])
def test_a_damaged_mapping_is_refused_with_its_path(tmp_path: Path, content: str) -> None:
    path = workbook(tmp_path / "plan.xlsx", [HEADER])
    (tmp_path / COLUMNS_FILE).write_text(content)
    with pytest.raises(InputError, match=COLUMNS_FILE):
        read(path)


def test_what_is_struck_out_hidden_or_remarked_is_not_said(tmp_path: Path, held: Held) -> None:
    rich = CellRichText("Calibra la tensión ", TextBlock(InlineFont(strike=True), "y opera el torno"), ".")
    path = workbook(tmp_path / "plan.xlsx", [HEADER[:3], ["1. A", "Cose.", None], ["2. B", "Redacta informes.", "No"]])
    book = openpyxl.load_workbook(path)
    book.active["C2"] = rich
    book.active["B3"].font = Font(strike=True)
    book.active["C3"].number_format = ";;;"
    book.active["A2"].comment = Comment("¿Y el torno?", "Revisora")
    book.save(path)
    held(read(path))


def test_formulas_without_a_stored_value_are_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "plan.xlsx", [HEADER[:2], ["1. A", "Cose."], ['="Corta "&"y pega"', "=A2"]])
    document = read(path)
    assert told(document) == [
        "Formulas without a stored value; open the workbook in Excel and save it (Hoja1!A3, Hoja1!B3): 2."
    ]
    # What Excel stores: texts, an empty one among them; and what programs store for what is still to be counted.
    stored = {
        b"</f><v></v>": b"</f><v>Lubrica</v>",
        b'<c r="A3">': b'<c r="A3" t="str">',
        b'<c r="B3">': b'<c r="B3" t="str">',
    }
    full = changed(tmp_path / "full.xlsx", path, stored)
    assert read(full).text.count("Lubrica") == 2
    assert not read(full).skipped
    assert not read(changed(tmp_path / "none.xlsx", full, {b"Lubrica": b""})).skipped
    assert "0" not in read(changed(tmp_path / "zero.xlsx", path, {b"</f><v></v>": b"</f><v>0</v>"})).text


def test_a_workbook_in_strict_open_xml_and_one_of_a_wrong_size_are_read_as_any_other(tmp_path: Path) -> None:
    path = workbook(tmp_path / "plan.xlsx", [HEADER, ["1. A", "Cose con cadeneta.", "Tensa el hilo.", "x"]])
    strict = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/": b"http://purl.oclc.org/ooxml/spreadsheetml/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
    }
    sizes = {b'<dimension ref="A1:D2"/>': b'<dimension ref="A1"/>'}
    for changes in (strict, sizes):
        other = changed(tmp_path / "otro.xlsx", path, changes)
        assert other.read_bytes() != path.read_bytes()
        assert table(read(other)) == table(read(path))


def with_shapes(folder: Path) -> Path:
    """A workbook with a chart, text boxes, and boxes to be ticked in and upon its cells."""
    path = workbook(folder / "plan.xlsx", [["Elegido", "Criterios de evaluación"], [True, "Cose."], [False, "Pega."]])
    book = openpyxl.load_workbook(path)
    chart = BarChart()
    chart.title = "Horas por taller"
    book.active.add_chart(chart)
    book.save(path)

    def shape(number: int, said: str) -> bytes:
        text = f"<xdr:txBody><a:p><a:r><a:t>{said}</a:t></a:r></a:p></xdr:txBody>" if said else ""
        named = f'<xdr:nvSpPr><xdr:cNvPr id="{number}" name="x"/></xdr:nvSpPr>'
        place = f"<xdr:from><xdr:col>1</xdr:col><xdr:row>{number}</xdr:row></xdr:from>"
        declared = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        return f"<xdr:twoCellAnchor {declared} {A}>{place}<xdr:sp>{named}{text}</xdr:sp></xdr:twoCellAnchor>".encode()

    shapes = b"".join((shape(7, "Recuadro"), shape(8, "Ajusta"), shape(9, "Corta"), shape(2, "")))
    controls = b"".join(b'<control shapeId="%d" r:id="c%d"/>' % (number, number) for number in (8, 9, 2))
    references = b"".join(b'<Relationship Id="c%d" Type="x/ctrlProp" Target="../c%d.xml"/>' % (n, n) for n in (8, 9, 2))
    box = b'<xf><extLst><ext uri="x"><x:xfComplement xmlns:x="x"/></ext></extLst></xf></cellXfs>'
    path = changed(
        folder / "shapes.xlsx",
        path,
        {
            b"</wsDr>": shapes + b"</wsDr>",
            b"</cellXfs>": box,
            b't="b"': b't="b" s="1"',
            b"</worksheet>": b'<controls xmlns:r="r">' + controls + b"</controls></worksheet>",
            b"</Relationships>": references + b"</Relationships>",
        },
        only=("xl/worksheets/", "xl/drawings/drawing", "xl/styles"),
    )
    with zipfile.ZipFile(path, "a") as package:
        for number, state in ((8, "Checked"), (9, "Unchecked"), (2, "Unchecked")):
            package.writestr(f"xl/c{number}.xml", f'<formControlPr objectType="CheckBox" checked="{state}"/>')
    return path


def test_shapes_charts_and_boxes_that_stand_upon_the_cells_are_read(tmp_path: Path, held: Held) -> None:
    held(read(with_shapes(tmp_path)))


def changed(path: Path, source: Path, by: Mapping[bytes, bytes], *, only: tuple[str, ...] = ("",)) -> Path:
    """A copy of a workbook with these bytes replaced in the parts whose names begin so."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for member in old.namelist():
            data = old.read(member)
            for before, after in by.items() if member.startswith(only) else ():
                data = data.replace(before, after)
            new.writestr(member, data)
    return path


def test_bad_workbooks_are_refused_with_a_remedy(tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", [HEADER])

    def made_over(name: str, source: Path, change: Callable[[str, bytes], bytes]) -> Path:
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as new:
            for member in old.namelist():
                new.writestr(member, change(member, old.read(member)))
        return tmp_path / name

    bomb = made_over("bomb.xlsx", good, lambda _, data: data)
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("xl/bomb.xml", bytes(110 << 20))
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "Unidad", "x"
    book.save(tmp_path / "huge.xlsx")
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    broken = made_over("broken.xlsx", good, lambda member, data: data[:40] if "sheet1" in member else data)
    small = workbook(tmp_path / "m.xlsx", [HEADER], "A3:B4")
    merged = made_over("merged.xlsx", small, lambda _, data: data.replace(b"A3:B4", b"A3:XFD1048576"))
    for path, words in (
        (merged, "merges 17,179,836,416 cells"),
        (bomb, "unpacks to"),
        (tmp_path / "huge.xlsx", "too many"),
        (tmp_path / "empty.xlsx", "no text"),
        (broken, "not a valid Excel"),
    ):
        assert words in refusal(path).en


def test_headers_and_footers_of_a_sheet_are_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "plan.xlsx", [HEADER, ["1. A", "Cose.", "Tensa.", "x"]])
    book = openpyxl.load_workbook(path)
    book.active.oddHeader.center.text = "Escuela de costura"
    book.save(path)
    assert told(read(path)) == ["Page headers and footers: 1."]


def test_a_share_is_shown_as_one(tmp_path: Path) -> None:
    path = workbook(tmp_path / "plan.xlsx", [HEADER, ["1. A", "Cose.", "Tensa.", 0.4]])
    book = openpyxl.load_workbook(path)
    book.active["D2"].number_format = "0%"
    book.save(path)
    assert read(path).text.endswith("40 %")
