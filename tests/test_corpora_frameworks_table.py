"""Anyone's own norms: what tables beside data/frameworks/others may look like, and what each mistake is told."""

import datetime
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
from files import workbook, written
from reading import refusal

from corpora import Framework, InputError
from corpora.frameworks import load
from corpora.frameworks.table import guess_kind, recognises, write
from corpora.translation import plain

SHIPPED = Path(__file__).parent.parent / "mapper" / "samples"
TABLES = Path(__file__).parent / "data" / "frameworks" / "others" / "table"
HEADER = "código;título;padre;tipo;nivel;statement_en;etiquetas\n"
ROWS = "B1;Enhebra la máquina;A;Elemento;2;Threads the machine;pone el hilo|ensarta\nA;Cose;;norma;;Sews;\n"


def _load(path: Path, content: str | bytes, name: str | None = None) -> Framework:
    return load([written(path, content)], loader="table", name=name)


def _refused(path: Path, content: str | bytes, *said: str) -> InputError:
    error = refusal(path, lambda path: _load(path, content))
    for message in (error.es, error.en):
        assert [words for words in (str(path), *said) if words not in message] == []
    assert error.es != error.en
    return error


def outline(framework: Framework) -> list[tuple[str, str, str | None, str]]:
    return [(entry.code, entry.statement, entry.parent, entry.kind) for entry in framework.competencies]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_encodings_and_delimiters_read_the_same(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = (HEADER + ROWS).replace("|ensarta", "").replace(";", delimiter)
    framework = _load(tmp_path / "n.csv", text.encode(encoding))
    assert framework.competencies == _load(tmp_path / "m.csv", HEADER + ROWS.replace("|ensarta", "")).competencies
    assert recognises(tmp_path / "n.csv")


def test_parquet_is_read_as_json_lines_are(tmp_path: Path) -> None:
    path = tmp_path / "norms.parquet"
    rows = [{"code": "A", "statement": "Cose recto", "level": 3}, {"code": "B", "statement": "Enhebra", "level": None}]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    assert recognises(path)
    assert [(c.code, c.level) for c in load([path], loader="table").competencies[1:]] == [("A", "3"), ("B", None)]


def test_a_plain_list_is_one_standard(tmp_path: Path) -> None:
    rows = "code,statement,kind\nhabilidades,Surtir pedidos,{kind}\nA2,Comunicarse en inglés,{kind}\n"
    listed = _load(tmp_path / "mesa_2026.csv", rows.format(kind=""), name="habilidades")
    whole, first, _second = listed.competencies
    assert (whole.code, whole.statement, whole.kind) == ("habilidades_", "habilidades", "standard")
    assert first.parent == "habilidades_"
    assert listed.criteria == {"habilidades_": {"competency": [1, 2]}}
    assert _load(tmp_path / "mesa_2026.csv", rows.format(kind="")).competencies[0].statement == "mesa 2026"
    flat = Framework("x", "X", "1", "", "x", tuple(replace(entry, parent=None) for entry in listed.competencies[1:]))
    lost = [
        [s.why.en.rpartition(": ")[2] for s in write(each).left_out if s.what == "parent"] for each in (flat, listed)
    ]
    assert lost == [["2"], []]
    for kind in ("skill", "norma"):
        assert len(_load(tmp_path / "n.csv", rows.format(kind=kind)).competencies) == 2
    assert len(_load(tmp_path / "n.csv", "code,statement\nA,Surtir pedidos\n").competencies) == 1
    long = "code,statement\n" + "".join(f"A{n},Tarea {n}\n" for n in range(301))
    assert len(_load(tmp_path / "n.csv", long).competencies) == 301


OTHER_HEADERS = {
    "titles-beside-criteria.csv": ("código,enunciado,criterio", "código,Competencia,criterio"),
    "kinds-beside-criteria.csv": (
        "Código,Nombre de la competencia,Criterio de evaluación,Tipo de evidencia,Nivel requerido",
        "Clave,Competencia,Indicadores de logro,Tipo de saber,Nivel de dominio",
        "Code,Competency,Performance criteria,Evidence type,Required level",
        "Código,Competencia,Desempeño,D/P/C,Nivel esperado",
        "Código,Competencia,Descripción,Tipo de criterio,Nivel",
    ),
    "codes-of-titles-once.csv": ("Código,Título,Criterio", "Código,Elemento,Criterio"),
    "codes-of-titles-again.csv": ("Código,Título,Criterio", "Código,Elemento,Criterio"),
    "parents.csv": tuple(
        f"Código;{above};Enunciado" for above in ("Pertenece al", "Clave superior", "Código del padre", "Belongs to")
    ),
    "outcomes.csv": (
        "Código de la competencia;Competencia laboral;Resultado de aprendizaje;Horas",
        "CÓDIGO NCL;NOMBRE DE LA COMPETENCIA;RESULTADOS DE APRENDIZAJE;HORAS",
        "Cod. norma;Norma de competencia laboral;RAP;Horas",
    ),
}


@pytest.mark.parametrize(
    ("name", "header"), [(name, header) for name, headers in OTHER_HEADERS.items() for header in headers]
)
def test_columns_go_by_the_names_that_people_give_them(tmp_path: Path, name: str, header: str) -> None:
    rows = (TABLES / name).read_text(encoding="utf-8").partition("\n")[2]
    path = written(tmp_path / name, f"{header}\n{rows}")
    found, usual = load([path]), load([TABLES / name])
    assert outline(found) == outline(usual)
    values, expected = ([(c.level, *c.extra.values()) for c in each.competencies] for each in (found, usual))
    assert values == expected
    assert len(found.skipped) == len(usual.skipped)
    assert guess_kind(path) == guess_kind(TABLES / name)


def test_notes_totals_and_signatures_below_a_table_are_left_out_and_quoted(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Código", "Elemento", "Criterio", "Costo"],
        [1, "Cocina", "Lava sus manos", 5],
        [2, None, "Corta", 5],
        [],
        [None, "Elaboró: R. Salas", "Autorizó: M. Ponce"],
        ["Total", 8],
    ]
    framework = load([workbook(tmp_path / "n.xlsx", rows, sheet="Uno")], loader="table")
    assert [entry.code for entry in framework.competencies] == ["E1", "1", "2"]
    assert [s.why.en for s in framework.skipped][:2] == [
        "sheet 'Uno', row 5: no entry, not read: 'Elaboró: R. Salas | Autorizó: M. Ponce'",
        "sheet 'Uno', row 6: no entry, not read: 'Total | 8'",
    ]


@pytest.mark.parametrize("row", [[3, "Cobra"], [3, "Cobra", None, 5]])
def test_a_numbered_entry_without_a_criterion_is_no_note(tmp_path: Path, row: list[object]) -> None:
    rows: list[list[object]] = [["No.", "Competencia", "Indicadores", "Horas"], [1, "Cocina", "Lava sus manos"], row]
    error = refusal(workbook(tmp_path / "n.xlsx", rows), lambda path: load([path], loader="table"))
    assert "row 3: the code is missing" in error.en


def test_hidden_rows_are_left_out_and_hidden_columns_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "n.xlsx", [["Código", "Criterio"], [1, "Mezcla"], [2, "OBSOLETO"], [3, "Cuela"]])
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[3].hidden = book.active.column_dimensions["A"].hidden = True
    book.save(path)
    framework = load([path], loader="table", name="x")
    assert [entry.code for entry in framework.competencies] == ["x", "1", "3"]
    assert [s.why.en for s in framework.skipped] == ["hidden rows, not read: 1", "hidden columns, read all the same: 1"]


def _workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Normas"
    rows = [["Normas del taller"], [], ["Código", "Enunciado", "Padre", "Nivel"]]
    for row in (*rows, [1, "Cose", None, 2], [1.1, "Enhebra", 1, 2.0], [1.2, "Corta", None, 2.0]):
        sheet.append(row)
    for row in (5, 6):
        sheet.cell(row, 1).number_format = "0.00"
    sheet.merge_cells("C5:C6")
    book.create_sheet("Notas").append(["nada", "más"])
    hidden = book.create_sheet("Borrador")
    hidden.append(["código", "enunciado"])
    hidden.append(["Z", "No se lee"])
    hidden.sheet_state = "hidden"
    book.save(path)


def test_workbook_title_rows_merged_cells_number_formats_and_hidden_sheets(tmp_path: Path) -> None:
    path = tmp_path / "normas.xlsx"
    _workbook(path)
    framework = load([path], loader="table")
    found = [(c.code, c.parent, c.level) for c in framework.competencies]
    assert found == [("1", None, "2"), ("1.10", "1", "2"), ("1.20", "1", "2")]
    assert [skipped.why.en for skipped in framework.skipped] == [
        "hidden sheets, not read: 1 (Borrador)",
        "sheets without columns for code and statement, not read: 1 (Notas)",
        "rows above the header, not read: 1 (Normas del taller)",
    ]


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        ("A;Cose;;;;;\nB;Une;A;;;;\nA;Otra;;;;;\n", 4, "A"),
        ("A;Cose;;;;;\nB;Une;X9;;;;\n", 3, "X9"),
        ("A;Cose;C;;;;\nB;Une;A;;;;\nC;Pega;B;;;;\n", 2, "A → C → B → A"),
        ("A;Cose;A;;;;\n", 2, "A → A"),
        ("A;Cose;;;;;\nB; ;A;;;;\n", 3, "B"),
        ("A;Cose;;;;;\nB;-;A;;;;\n", 3, "B"),
        ("A;Cose;;;;;\nB;12;A;;;;\n", 3, "B"),
        ("A;Cose;;;;;\nB;n/a;A;;;;\n", 3, "B"),
        (";Cose;;;;;\n", 2, "código"),
        ('A;"Cose\ny une";;;;;\nB;Une;;;\n', 4, "5"),
        ("A;Cose;;;;;;;\n", 2, "9"),
    ],
)
def test_a_defect_names_file_line_and_what(tmp_path: Path, rows: str, line: int, said: str) -> None:
    error = _refused(tmp_path / "n.csv", HEADER + rows)
    assert f"n.csv: línea {line}: " in error.es
    assert f"n.csv: line {line}: " in error.en
    assert said in error.es


def test_headers_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    missing = _refused(path, "code;text\nA;Sew\n", "code", "text")
    assert "'code' is read as the code, and the column for the statement is missing" in missing.en
    assert "«code» se lee como el código" in missing.es
    assert "falta la columna del código" in _refused(path, "enunciado;texto\nCoser;A\n").es
    assert "_es" not in _refused(path, "code,statement,code\nA,Sew,B\n", "code").es
    # Who has no command line is told no commands, and in Spanish the Spanish names.
    assert "«codigo» y «enunciado»" in _refused(path, "uno;dos\nA;B\n").es
    assert "curmap" not in plain(missing.es) + plain(missing.en)
    assert not recognises(path)
    form = _refused(
        path, f"{'Planeación del módulo: ' * 4};" * 5 + "x\n1;2;3;4;5;6\n", "curmap map", "curmap gap --jobs"
    )
    assert form.en.count("Planeación") == 2  # once, and cut


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,code,statement,parent_id\n1,EB01,Set the grinder,\n", ["code"]),
        ("code,statement,n\n1,Cose,\n,Promedio,2.6\n2,Corta,\n", ["Promedio | 2.6", "3"]),
        ("code;statement;enunciado\nA;Sew;Cose\n", ["statement_es"]),
        ("code;statement\n", []),
        ("code;statement\nA-1;Sew\n;\nA-3;\n", ["A-3"]),
        ("code;statement;idioma\nA;Sew;fr\n", ["fr"]),
        ('code;statement\nA;"Sew\n', ["CSV"]),
        ('{"code": "A"\n', ["JSON"]),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, content: str, said: list[str]) -> None:
    _refused(tmp_path / "n.csv", content, *said)


def test_files_may_refer_to_one_another_and_their_order_in_the_checksum_is_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("code,statement\nA,Cose a máquina la prenda\n")
    (tmp_path / "b.csv").write_text("code,statement,parent\nB,Enhebra la aguja de la máquina,A\n")
    one = load([tmp_path / "b.csv", tmp_path / "a.csv"], loader="table")
    assert [(c.code, c.language) for c in one.competencies] == [("A", "es"), ("B", "es")]
    assert one.sha256 == load([tmp_path / "a.csv", tmp_path / "b.csv"], loader="table").sha256
    assert one.version == one.sha256[:12]


@pytest.mark.parametrize("path", [SHIPPED / "normas.csv", *sorted(TABLES.iterdir())], ids=lambda path: path.name)
def test_a_table_comes_back_whole_or_what_does_not_is_told(tmp_path: Path, path: Path) -> None:
    norms = load([path])
    made = write(norms)
    told = {skipped.what for skipped in made.left_out} - {"title", "line breaks"}
    assert (_load(tmp_path / "again.csv", made.data).competencies == norms.competencies) == (not told)


def test_job_advertisements_are_no_norms_unless_their_loader_is_named() -> None:
    ads = SHIPPED / "ofertas.jsonl"
    with pytest.raises(InputError, match=r"ofertas\.jsonl: its rows read like job advertisements.* --jobs"):
        load([ads])
    assert len(load([ads], loader="table").competencies) == 41  # and the list they stand in


def test_broken_workbooks_and_a_stray_cell_far_below_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "normas.xlsx"
    _workbook(path)
    book = openpyxl.load_workbook(path)
    whole = path.read_bytes()
    _refused(path, whole[: len(whole) // 2], "Excel")
    _refused(path, b"PK\x03\x04" + bytes(range(256)), "Excel")
    book["Normas"].cell(1_048_576, 200, "x")
    book.save(path)
    _refused(path, path.read_bytes(), "CSV")


def test_cells_of_a_workbook_are_read_as_shown_and_a_code_that_is_a_date_is_refused(tmp_path: Path) -> None:
    day = datetime.datetime(2026, 1, 15)
    path = workbook(tmp_path / "n.xlsx", [["código", "enunciado", "padre", "desde"], [7, "Suelda", None, day]])
    book = openpyxl.load_workbook(path)
    book.active.append([71, "Prepara el bisel", 7, day])
    for cell in (cell for row in book.active["A2:C3"] for cell in row):
        cell.number_format = "0000"
    book.save(path)
    found = [(c.code, c.parent, c.extra["desde"]) for c in load([path], loader="table").competencies]
    assert found == [("0007", None, "2026-01-15"), ("0071", "0007", "2026-01-15")]
    dated = workbook(tmp_path / "d.xlsx", [["código", "enunciado"], ["1", "Suelda"], [day, "Prepara"]], sheet="Uno")
    error = refusal(dated, lambda path: load([path], loader="table"))
    assert "hoja «Uno», fila 3: " in error.es
    assert "2026-01-15" in error.en
