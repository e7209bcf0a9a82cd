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
from corpora.frameworks import load, recognise
from corpora.frameworks.table import recognises, seeming, write
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


def test_the_number_of_a_row_beside_its_code_is_a_column_of_the_user(tmp_path: Path) -> None:
    framework = _load(tmp_path / "list.csv", "id,code,statement\n1,EB01,Set the grinder\n2,EB02,Tamp the coffee\n")
    assert [(c.code, c.extra.get("id")) for c in framework.competencies[1:]] == [("EB01", "1"), ("EB02", "2")]
    _refused(tmp_path / "parents.csv", "id,code,statement,parent_id\n1,EB01,Set the grinder,\n", "code")


def test_the_points_of_a_criterion_stay_apart_and_a_wrapped_line_does_not(tmp_path: Path) -> None:
    statement = "Cose la\nprenda:\n• Enhebrando,\n\n• Probando la\ntensión\na) y anotándola"
    framework = _load(tmp_path / "normas.csv", f'codigo,enunciado\nA,"{statement}"\n')
    (entry,) = framework.competencies
    assert entry.statement == "Cose la prenda:\n• Enhebrando,\n• Probando la tensión\na) y anotándola"
    assert _load(tmp_path / "again.csv", write(framework).data).competencies == framework.competencies


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
    assert [(s.what, s.why.en.rpartition(": ")[2]) for s in write(flat).left_out if s.what == "parent"] == [
        ("parent", "2")
    ]
    assert "parent" not in {s.what for s in write(listed).left_out}
    for kind in ("skill", "norma"):
        assert len(_load(tmp_path / "n.csv", rows.format(kind=kind)).competencies) == 2
    assert len(_load(tmp_path / "n.csv", "code,statement\nA,Surtir pedidos\n").competencies) == 1
    long = "code,statement\n" + "".join(f"A{n},Tarea {n}\n" for n in range(301))
    assert len(_load(tmp_path / "n.csv", long).competencies) == 301


def test_codes_tell_what_is_below_what_where_no_column_does(tmp_path: Path) -> None:
    rows = "EC0901,Cocina,\nEC0901/E1,Higiene,\nEC0901/E1/1,,Lava sus manos\nEC0901.01,Cocina 2,\n2,Mesa,\n2.1,,Sirve\n"
    entries = _load(tmp_path / "n.csv", f"código,título,criterio\n{rows}").competencies
    assert {entry.code: entry.parent for entry in entries} == {
        "EC0901": None, "EC0901/E1": "EC0901", "EC0901/E1/1": "EC0901/E1", "EC0901.01": None, "2": None, "2.1": "2",
    }  # fmt: skip
    assert [entry.statement for entry in entries if not entry.extra][2] == "Lava sus manos"
    lettered = _load(
        tmp_path / "l.csv", "code,statement\nPH,Draw blood\nPH1,Prepare\nPH1.1,Verify\nPH10,Label\nA1,Sell\n"
    )
    parents = {"PH": None, "PH1": "PH", "PH1.1": "PH1", "PH10": "PH", "A1": None}
    assert {entry.code: entry.parent for entry in lettered.competencies} == parents
    hyphens = _load(
        tmp_path / "h.csv", "code,statement\nPAN,Hornear\nPAN-1,Amasar\nPAN-1.1,Pesa\nX-1,Vende\nX/2-b,Une\nX,Z\n"
    )
    parents = {"PAN": None, "PAN-1": "PAN", "PAN-1.1": "PAN-1", "X-1": "X", "X/2-b": "X", "X": None}
    assert {entry.code: entry.parent for entry in hyphens.competencies} == parents
    named = _load(tmp_path / "m.csv", "code,statement,parent,kind\n1,Cocina,,skill\n1.1,Lava,,skill\n")
    assert {entry.parent for entry in named.competencies} == {None}


@pytest.mark.parametrize("title", ["titulo", "enunciado", "Competencia"])
def test_a_title_beside_criteria_stands_once_above_them(tmp_path: Path, title: str) -> None:
    rows = "P1,Cocina,Lava sus manos\nP2,Mesa,Sirve\nP3,Cocina,Corta\n,Cocina,Cuece\n,,Prueba\n"
    framework = _load(tmp_path / "perfil.csv", f"código,{title},criterio\n{rows}")
    assert outline(framework) == [
        ("E1", "Cocina", None, "standard"),
        ("P1", "Lava sus manos", "E1", "competency"),
        ("E2", "Mesa", None, "standard"),
        ("P2", "Sirve", "E2", "competency"),
        ("P3", "Corta", "E1", "competency"),
        ("E1/3", "Cuece", "E1", "competency"),
        ("E1/4", "Prueba", "E1", "competency"),
    ]
    assert {entry.language for entry in framework.competencies} == {"es"}
    assert _load(tmp_path / "again.csv", write(framework).data).competencies == framework.competencies


def test_a_title_beside_criteria_is_the_one_that_has_a_row_and_a_code(tmp_path: Path) -> None:
    rows = "1,Cocina,\n1.1,Cocina,Lava sus manos\n1.2,,Corta\n1.3,Mesa,Sirve\nE1,Vino,Descorcha\n"
    assert outline(_load(tmp_path / "n.csv", f"code,title,criterion\n{rows}")) == [
        ("1", "Cocina", None, "competency"),
        ("1.1", "Lava sus manos", "1", "competency"),
        ("1.2", "Corta", "1", "competency"),
        ("E2", "Mesa", "1", "element"),
        ("1.3", "Sirve", "E2", "competency"),
        ("E3", "Vino", None, "standard"),
        ("E1", "Descorcha", "E3", "competency"),
    ]
    below = "S,Hotel,,,norma\nT,Bar,,,norma\nA,Higiene,Lava,S,Actitud\nB,Higiene,Seca,S,\nC,Higiene,Barre,T,Producto\n"
    assert outline(_load(tmp_path / "m.csv", f"código,título,criterio,padre,tipo\n{below}")) == [
        ("S", "Hotel", None, "norma"),
        ("T", "Bar", None, "norma"),
        ("E1", "Higiene", "S", "element"),
        ("A", "Lava", "E1", "actitud"),
        ("B", "Seca", "E1", "competency"),
        ("E2", "Higiene", "T", "element"),
        ("C", "Barre", "E2", "producto"),
    ]


def test_criteria_beside_titles_in_two_languages_and_on_two_sheets(tmp_path: Path) -> None:
    rows = "A,Cocina,Kitchen,Lava sus manos\nB,Cocina,Kitchen,Corta\n"
    title, *criteria = _load(tmp_path / "n.csv", f"código,statement_es,statement_en,criterio\n{rows}").competencies
    assert (title.statement, [label.text for label in title.labels]) == ("Cocina", ["Kitchen"])
    assert [entry.statement for entry in criteria] == ["Lava sus manos", "Corta"]
    book = openpyxl.Workbook()
    for sheet, letter in ((book.active, "A"), (book.create_sheet("2"), "B")):
        for row in (["código", "título", "criterio"], [f"{letter}1", f"Título {letter}", "Corta"]):
            sheet.append(row)
    book.save(tmp_path / "two.xlsx")
    assert [entry.code for entry in load([tmp_path / "two.xlsx"], loader="table").competencies] == [
        "E1", "A1", "E2", "B1",
    ]  # fmt: skip


BESIDE = (
    "P1,Cocina,Lava sus manos,{0},2\nP2,Cocina,Corta verduras,{0},2\nP3,Mesa,Sirve la mesa,{0},2\nP4,Mesa,Cobra,{0},2\n"
)


@pytest.mark.parametrize(
    "header",
    [
        "Código,Competencia,Criterios de desempeño,Tipo,Nivel",
        "Código,Nombre de la competencia,Criterio de evaluación,Tipo de evidencia,Nivel requerido",
        "Clave,Competencia,Indicadores de logro,Tipo de saber,Nivel de dominio",
        "Code,Competency,Performance criteria,Evidence type,Required level",
        "Código,Competencia,Desempeño,D/P/C,Nivel esperado",
        "Código,Competencia,Descripción,Tipo de criterio,Nivel",
    ],
)
@pytest.mark.parametrize("kind", ["Actitud", "A", "Evidencia de actitud", "Saber ser"])
def test_criteria_kinds_and_levels_by_the_names_that_people_give_them(tmp_path: Path, header: str, kind: str) -> None:
    framework = _load(tmp_path / "n.csv", f"{header}\n{BESIDE.format(kind)}")
    assert outline(framework) == [
        ("E1", "Cocina", None, "standard"),
        ("P1", "Lava sus manos", "E1", "actitud"),
        ("P2", "Corta verduras", "E1", "actitud"),
        ("E2", "Mesa", None, "standard"),
        ("P3", "Sirve la mesa", "E2", "actitud"),
        ("P4", "Cobra", "E2", "actitud"),
    ]
    assert {entry.level for entry in framework.competencies if entry.parent} == {"2"}
    assert (framework.skipped, seeming(tmp_path / "n.csv")) == ((), "norms")
    alone = _load(tmp_path / "m.csv", f"Código,Tipo de criterio,Habilidad\n1,{kind},Purga la caldera\n")
    assert outline(alone) == [("1", "Purga la caldera", None, "actitud")]


def test_a_column_in_the_plural_has_several_criteria_in_a_cell_of_the_kind_it_names(tmp_path: Path) -> None:
    rows = (
        'C1,1. Frío,Salsas,"Corta\nLiga la salsa\ncon roux","Salsas madre\nSu historia"\n'
        'C2,,Carnes,"Sella:\n- de res\n- de ave",\n'
    )
    framework = _load(tmp_path / "n.csv", f"Código,Módulo,Competencia,Desempeños,Conocimientos\n{rows}")
    assert outline(framework) == [
        ("E1", "1. Frío", None, "standard"),
        ("C1", "Salsas", "E1", "element"),
        ("C1/1", "Corta", "C1", "desempeños"),
        ("C1/2", "Liga la salsa con roux", "C1", "desempeños"),
        ("C1/3", "Salsas madre", "C1", "conocimientos"),
        ("C1/4", "Su historia", "C1", "conocimientos"),
        ("C2", "Carnes", "E1", "element"),
        ("C2/1", "Sella:\n- de res\n- de ave", "C2", "desempeños"),
    ]


def test_three_columns_of_titles_are_three_levels_each_with_its_code(tmp_path: Path) -> None:
    rows = [
        ["Unit code", "Unit title", "Element", "PC No", "Criterion"],
        ["F1", "Register", "Check in", "1.1", "Greet the guest"],
        [None, None, None, "1.2", "Assign a room"],
        [None, None, "Check out", "2.1", "Present the folio"],
        ["F2", "Complaints", "Listen", "1.1", "Take notes"],
    ]
    expected = [
        ("F1", "Register", None),
        ("F1/1", "Check in", "F1"),
        ("F1/1/1", "Greet the guest", "F1/1"),
        ("F1/1/2", "Assign a room", "F1/1"),
        ("F1/2", "Check out", "F1"),
        ("F1/2/1", "Present the folio", "F1/2"),
        ("F2", "Complaints", None),
        ("F2/1", "Listen", "F2"),
        ("F2/1/1", "Take notes", "F2/1"),
    ]
    for merged in ((), ("A2:A4", "B2:B4", "C2:C3")):
        framework = load([workbook(tmp_path / "n.xlsx", rows, *merged)], loader="table")
        assert [row[:3] for row in outline(framework)] == expected
    rows[0][0], rows[0][3] = "No.", "Código"  # each unit's criteria are numbered anew
    framework = load([workbook(tmp_path / "n.xlsx", rows)], loader="table")
    parents = {c.parent for c in framework.competencies}
    assert [c.code for c in framework.competencies if c.code not in parents] == [
        "E1/1/1.1", "1.2", "2.1", "E2/1/1.1",
    ]  # fmt: skip


def test_what_is_not_compared_is_said(tmp_path: Path) -> None:
    rows = "".join(f"{n},Operar la caldera,paso {n} del arranque,x\n" for n in range(4))
    framework = _load(tmp_path / "n.csv", f"code,competency,what to do,sector\n{rows}")
    assert framework.skipped[0].why.en == "columns kept and not compared: what to do, sector"
    assert "the column 'what to do' says more" in framework.skipped[1].why.en


@pytest.mark.parametrize("header", ["Depende de", "Pertenece al", "Clave superior", "Código del padre", "Belongs to"])
def test_the_column_of_what_is_above_goes_by_its_usual_names(tmp_path: Path, header: str) -> None:
    framework = _load(tmp_path / "n.csv", f"Código;{header};Enunciado\nK;;Hornear\nQ;K;Amasar\nZ;Q;Pesa\n")
    assert [entry.parent for entry in framework.competencies] == [None, "K", "Q"]
    # By any other name it is told that it looks like one; what has other words, or goes round, does not.
    other = _load(tmp_path / "m.csv", "Código;Va con;Ve;Enunciado\nK;;Q;Hornear\nQ;K;K;Amasar\nZ;Q;Q;Pesa\n")
    assert [s.why.en for s in other.skipped if "'parent'" in s.why.en] == [
        "the column 'Va con' has only codes of this table; if it says what is above, call it 'parent'"
    ]


@pytest.mark.parametrize("note", ["* Aprobada por el Consejo", "Fuente: Consejo", "Total de criterios: 11", "Elaboró:"])
@pytest.mark.parametrize("merged", [False, True])
def test_a_note_in_the_column_of_codes_is_left_out_and_a_code_without_a_statement_is_not(
    tmp_path: Path, note: str, merged: bool
) -> None:
    rows: list[list[object]] = [["Código", "Criterio"], ["A-1", "Lava sus manos"], ["A-2", "Corta"], []]
    framework = load(
        [workbook(tmp_path / "n.xlsx", [*rows, [note, note if merged else None], ["Fin"]])], loader="table"
    )
    assert [entry.code for entry in framework.competencies if entry.parent] == ["A-1", "A-2"]
    assert [s.why.en.partition("read: ")[2] for s in framework.skipped] == [f"'{note}'", "'Fin'"]
    bare = workbook(tmp_path / "m.xlsx", [*rows, ["A-3"]])
    assert "A-3" in str(refusal(bare, lambda path: load([path], loader="table")))


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
    plain = "code,statement,n\n1,Cose,\n,Promedio,2.6\n"
    assert "'Promedio | 2.6'" in _load(tmp_path / "n.csv", plain).skipped[0].why.en
    _refused(tmp_path / "n.csv", f"{plain}2,Corta,\n", "Promedio | 2.6", "3")


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
    # Who has no command line is told no commands, and in Spanish the Spanish names.
    assert "«codigo» y «enunciado»" in _refused(path, "uno;dos\nA;B\n").es
    assert "curmap" not in plain(missing.es) + plain(missing.en)
    assert not recognises(path)
    form = _refused(
        path, f"{'Planeación del módulo: ' * 4};" * 5 + "x\n1;2;3;4;5;6\n", "curmap map", "curmap gap --jobs"
    )
    assert form.en.count("Planeación") == 2  # once, and cut
    _refused(path, "code;statement;enunciado\nA;Sew;Cose\n", "statement_es")
    _refused(path, "code;statement\n", str(path))
    _refused(path, "code;statement;idioma\nA;Sew;fr\n", "fr")
    _refused(path, 'code;statement\nA;"Sew\n', "CSV")


def test_a_workbook_below_its_title_is_read_and_else_its_header_is_named(tmp_path: Path) -> None:
    rows = [
        ["Academia de Refrigeración"],
        [],
        ["Clave", "Nombre / Criterio", "Tipo", "Pertenece a"],
        ["RAC", "Dar servicio", "Norma", ""],
        ["RAC-1", "Limpia el serpentín", "Situación emergente", "RAC"],
    ]
    path = workbook(tmp_path / "norma.xlsx", rows)
    assert outline(load([path], loader="table")) == [
        ("RAC", "Dar servicio", None, "norma"),
        ("RAC-1", "Limpia el serpentín", "RAC", "situación emergente"),
    ]
    rows[2][1] = "Desempeño esperado"
    rows[0].append("2026")
    error = refusal(workbook(path, rows), lambda path: load([path], loader="table"))
    assert "row 3: header not recognised ('Clave', 'Desempeño esperado'" in error.en


def test_repeated_columns_are_refused_and_lists_read(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    assert "_es" not in _refused(path, "code,statement,code\nA,Sew,B\n", "code").es
    as_list = _load(path, '[{"code": "A", "statement": "Sew"}]')
    assert as_list.competencies == _load(path, '{"code": "A", "statement": "Sew"}\n').competencies
    _refused(path, '{"code": "A"\n', "JSON")


def test_files_may_refer_to_one_another_and_their_order_in_the_checksum_is_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("code,statement\nA,Cose a máquina la prenda\n")
    (tmp_path / "b.csv").write_text("code,statement,parent\nB,Enhebra la aguja de la máquina,A\n")
    one = load([tmp_path / "b.csv", tmp_path / "a.csv"], loader="table")
    assert [(c.code, c.language) for c in one.competencies] == [("A", "es"), ("B", "es")]
    assert one.sha256 == load([tmp_path / "a.csv", tmp_path / "b.csv"], loader="table").sha256
    assert one.version == one.sha256[:12]


def test_the_shipped_norms_come_back_whole(tmp_path: Path) -> None:
    norms = load([SHIPPED / "normas.csv"])
    made = write(norms)
    assert _load(tmp_path / "normas.csv", made.data).competencies == norms.competencies
    assert [s.what for s in made.left_out] == ["title"]


def test_job_advertisements_are_no_norms_unless_their_loader_is_named(tmp_path: Path) -> None:
    ads = SHIPPED / "ofertas.jsonl"
    with pytest.raises(InputError, match=r"ofertas\.jsonl: its rows read like job advertisements.* --jobs"):
        load([ads])
    assert len(load([ads], loader="table").competencies) == 41  # and the list they stand in
    rows = "1,Cose camisas,Une piezas con máquina recta\n2,Corta,Con tijera\n"
    norms = written(tmp_path / "normas.csv", f"id,title,description\n{rows}")
    assert recognise(norms) == "table"


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


# Tables without codes: contents of an examination, competencies with outcomes (SENA)


def outline(framework: Framework) -> list[tuple[str, str, str | None, str]]:
    return [(entry.code, entry.statement, entry.parent, entry.kind) for entry in framework.competencies]


def test_merged_cells_of_a_workbook_stand_for_all_their_rows(tmp_path: Path) -> None:
    lines = (TABLES / "contents.csv").read_text(encoding="utf-8").splitlines()
    rows = [["Guía del examen (ejemplo inventado)"], *(line.split(",") for line in lines)]
    framework = load([workbook(tmp_path / "tabla.xlsx", rows, "A3:A5", "B3:B4")])
    assert framework.competencies == load([TABLES / "contents.csv"]).competencies
    assert [s.why.en for s in framework.skipped] == [
        "columns kept and not compared: Reactivos",
        "rows above the header, not read: 1 (Guía del examen (ejemplo inventado))",
    ]


@pytest.mark.parametrize("title", ["Competencia", "Título", "Elemento"])
@pytest.mark.parametrize("code", ["merged", "once", "again"])
def test_a_code_that_stands_beside_all_criteria_of_a_title_is_its_own(tmp_path: Path, title: str, code: str) -> None:
    again = 1 if code == "again" else None
    rows = [["Código", title, "Criterio"], [1, "Cocina", "Lava"], [again, None, "Corta"], [2, "Mesa", "Sirve"]]
    merged = ["A2:A3", "B2:B3"] if code == "merged" else []
    assert outline(load([workbook(tmp_path / "tabla.xlsx", rows, *merged)])) == [
        ("1", "Cocina", None, "standard"),
        ("1/1", "Lava", "1", "competency"),
        ("1/2", "Corta", "1", "competency"),
        ("2", "Mesa", None, "standard"),
        ("2/1", "Sirve", "2", "competency"),
    ]


def test_the_kind_of_outcomes_is_what_their_own_column_says(tmp_path: Path) -> None:
    rows = "1,Cocina,Lava,técnica\n,,Corta,\n"
    framework = _load(tmp_path / "n.csv", f"Código,Competencia,Resultados de aprendizaje,Tipo\n{rows}")
    assert [entry.kind for entry in framework.competencies] == ["competencia", "técnica", "resultado de aprendizaje"]


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


FIRST, SECOND = "COSER CUADERNILLOS DE ACUERDO CON LA ORDEN DE TRABAJO", "Prensar libros según su formato"


@pytest.mark.parametrize(
    "header",
    [
        "Código;Competencia;Resultados de aprendizaje;Horas",
        "Código de la competencia;Competencia laboral;Resultado de aprendizaje;Horas",
        "CÓDIGO NCL;NOMBRE DE LA COMPETENCIA;RESULTADOS DE APRENDIZAJE;HORAS",
        "Cod. norma;Norma de competencia laboral;RAP;Horas",
    ],
)
@pytest.mark.parametrize("key", ["", "repeated"])
def test_a_row_for_each_outcome(tmp_path: Path, header: str, key: str) -> None:
    again = f"290801001;{FIRST}" if key else ";"
    path = tmp_path / "programa.csv"
    framework = _load(
        path,
        f"{header}\n290801001;{FIRST};PREPARAR EL HILO SEGÚN EL PAPEL;20\n{again};TENSAR EL HILO SIN RASGAR;10\n"
        f"290801002;{SECOND};Ajustar la prensa al formato.;8\n",
    )
    assert recognise(path) == "table"
    assert outline(framework) == outline(load([TABLES / "outcomes.csv"]))
    assert [next(iter(entry.extra.values()), None) for entry in framework.competencies] == [None, "20", "10", None, "8"]


def test_merged_cells_and_lists_in_one_cell(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Programa inventado"],
        ["Código", "Competencia", "Resultados de aprendizaje"],
        [290801001, FIRST, "1. PREPARAR EL HILO SEGÚN EL PAPEL 2. TENSAR EL HILO SIN RASGAR"],
        [290801002, SECOND, "• Ajustar la prensa al formato.\n• Medir la presión."],
        [None, None, "Soltar la prensa."],
    ]
    found = outline(load([workbook(tmp_path / "tabla.xlsx", rows, "A4:A5", "B4:B5")]))
    assert found[:5] == outline(load([TABLES / "outcomes.csv"]))
    assert [text for _, text, _, _ in found[5:]] == ["Medir la presión.", "Soltar la prensa."]
