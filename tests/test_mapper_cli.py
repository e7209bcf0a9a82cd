"""The command line as an interface: commands and options, exit codes, what goes to which stream, JSON, same bytes."""

import json
import re
import shutil
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from answering import answering
from command import BRIEF, Ran, check, content, curmap, done, refused, write_standard, written
from files import as_workbook, table_rows, workbook
from pdf_writer import Page, write_pdf
from small_frameworks import framework

from mapper.actions import add_framework, read_programme
from mapper.cli import COMMANDS
from mapper.workspace.store import Workspace

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "mapper" / "samples"
PROGRAMME, NORM, TABLE = SAMPLES / "programa.docx", SAMPLES / "EC9001.pdf", SAMPLES / "normas.csv"
REGISTRY = ROOT / "tests" / "data" / "frameworks" / "renec.json"
ESCO = ROOT / "tests" / "data" / "frameworks" / "esco"
SHORT = "# Resultados de aprendizaje\n\n- Identifica la causa de puntadas saltadas y roturas de hilo.\n"
READING_LIST = "# Bibliografía\n\n- Pérez, J. (2019). Manual de costura. México: Trillas.\n"


@pytest.fixture(scope="module")
def workspace(norms: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample norm, the sample table, a registry and a little of ESCO; tests do not change it."""
    folder = Path(shutil.copytree(norms, tmp_path_factory.mktemp("cli") / "workspace"))
    for source in (REGISTRY, ESCO):
        done("--workspace", folder, "framework", "add", source)
    return folder


@pytest.fixture
def short(tmp_path: Path) -> Path:
    return written(tmp_path / "plan.md", SHORT)


def add(workspace: Path, *arguments: object) -> Ran:
    return curmap("--workspace", workspace, "framework", "add", *arguments)


def with_table(folder: Path, rows: str, *names: str | None) -> Path:
    """A workspace with a table of our own, under these names; its rows follow its header."""
    for name in names or (None,):
        add_framework(Workspace(folder / "w"), [written(folder / "own.csv", rows)], name=name)
    return folder / "w"


def show(workspace: Path, code: str) -> Any:  # noqa: ANN401 - any JSON value
    return curmap("--workspace", workspace, "framework", "show", code, "--json").json


def names(workspace: Path) -> list[str]:
    return [entry["name"] for entry in curmap("--workspace", workspace, "framework", "list", "--json").json]


# Commands and options


OPTIONS = {
    "": {"--workspace", "--lang"},
    "map": {
        *("--framework", "--out", "--json", "--lang", "--encoder", "--rerank", "--reviewed", "--all-passages", "--all"),
        *("--judge", "--judge-model", "--judge-may-leave", "--judge-budget"),
        *("--school", "--programme", "--responsible", "--date"),
    },
    "demo": {"--out", "--lang"},
    "framework add": {"--as", "--name", "--dry-run", "--lang"},
    "framework list": {"--json", "--lang"},
    "framework show": {"--json", "--lang"},
    "framework remove": {"--lang"},
    "serve": {
        *("--host", "--port", "--no-auth", "--auth-header", "--trusted-proxy", "--lang"),
        *("--accounts", "--lead-link", "--certificate", "--key"),
    },
}


HELP = {"es": ("Uso", "Opciones", "Órdenes"), "en": ("Usage", "Options", "Commands")}


@pytest.mark.parametrize("lang", HELP)
@pytest.mark.parametrize("command", OPTIONS, ids=lambda name: name or "curmap")
def test_the_options_of_every_command(command: str, lang: str) -> None:
    usage, options, commands = HELP[lang]
    asked = done("--lang", lang, *command.split(), "--help")
    assert asked.out.startswith(f"{usage}: curmap {command}".rstrip())
    listed = asked.out.split(f"{options}:")[1].split(f"{commands}:")[0]
    assert set(re.findall(r"^ +(?:-\w, )?(--[a-z-]+)", listed, re.M)) == OPTIONS[command] | {"--help"}


@pytest.mark.parametrize("lang", HELP)
def test_the_commands_and_that_help_shows_no_type_of_python_and_cuts_no_sentence(lang: str) -> None:
    asked = ("", "framework", "eval", "index", "eval run", "eval pool", "framework add")
    said = {command: curmap("--lang", lang, *command.split(), "--help").out for command in asked}
    listed = [re.findall(r"^  ([a-z-]+)  ", said[of].split(f"{HELP[lang][2]}:")[1], re.M) for of in ("", "framework")]
    assert listed == [list(COMMANDS), ["add", "list", "show", "remove", "export"]]
    assert "compare" in said["eval"]
    assert [one for one in said.values() if re.search(r"<\w|[a-z]\.\.\.$|[╭│]", one, re.M)] == []


def test_the_language_may_be_said_before_the_command(workspace: Path) -> None:
    assert "Framework" in curmap("--lang", "en", "--workspace", workspace, "framework", "list").out
    assert "Marco" in curmap("--lang", "en", "--workspace", workspace, "framework", "list", "--lang", "es").out
    assert curmap("--lang", "en", "framework", "show", "nope").line.startswith("'nope' was not found")


def test_documents_make_the_same_framework_in_any_order_and_however_often(tmp_path: Path) -> None:
    one, other = (write_standard(tmp_path / f"{code}.txt", "Preparar y servir café") for code in ("EC0901", "EC0902"))
    said = set()
    for number, order in enumerate(([one, other], [other, one], [one, other, one])):
        folder = tmp_path / str(number)
        for ran in (add(folder, path) for path in order):
            assert (ran.code, "Sustituye" in ran.err) == (0, False)
        said.add((folder / "frameworks" / "conocer.jsonl").read_bytes())
    assert len(said) == 1
    # Added again with another title a standard has that one, and the others stay.
    assert add(folder, "conocer", write_standard(one, "Hornear pan")).code == 0
    titles = {c.code: c.statement for c in Workspace(folder).load("conocer").competencies if c.parent is None}
    assert titles == {"EC0901": "Hornear pan", "EC0902": "Preparar y servir café"}


@pytest.mark.parametrize(("code", "told"), [("A1", False), ("B1", True)])
def test_a_table_of_other_codes_in_the_place_of_one_says_how_to_keep_both(
    code: str, told: bool, tmp_path: Path
) -> None:
    folder = with_table(tmp_path, "code,statement\nA1,Hornear pan\nA2,Servir café\n")
    ran = add(folder, written(tmp_path / "other.csv", f"code,statement\n{code},Hornear pasteles\nB2,Catar vino\n"))
    assert "Sustituye" in ran.err
    assert ("agregue own.csv otra vez con --name" in ran.err) == told


def test_a_dry_run_shows_what_would_be_read_and_writes_nothing(tmp_path: Path) -> None:
    table = written(tmp_path / "own.csv", "code,kind,statement,note\nA,standard,Bake,x\nA.1,skill,Knead,y\n")
    ran = add(tmp_path / "w", table, "--name", "own", "--dry-run", "--lang", "en")
    assert (ran.code, not (tmp_path / "w").exists()) == (0, True)
    assert re.search(r"own: entries: 2, version \w+\n", ran.out)
    assert re.search(r"Skills +1 +A.1 Knead", ran.out)
    assert "columns kept and not compared: note" in ran.err
    assert "Nothing was written." in ran.err


# Wrong use and bad input: code 2, one line that names what is wrong, in the language asked, and nothing written


@pytest.mark.parametrize(
    ("arguments", "es", "en"),
    [
        (["mapp"], "no existe la orden «mapp» (¿quiso decir «map»?)", "No such command 'mapp'"),
        (["map"], "falta FILE", "Missing argument 'FILE'"),
        (["map", "x.md", "--foo"], "no existe la opción --foo", "No such option: --foo"),
        (["map", "x.md", "--out"], "la opción --out requiere un valor", "Option '--out' requires an argument"),
        (["map", "x.md", "--json=1"], "la opción --json no lleva valor", "Option '--json' does not take a value"),
        (["framework", "show", "A", "B"], "sobra «B»", "Got unexpected extra argument"),
        (["search", "x", "--collection", "c", "-n", "0"], "debe ser 1 o más", "not in the range x>=1"),
        (["index", "x", "--collection", "c", "--workers", "z"], "debe ser un número entero", "not a valid int"),
        (["--workspace", "s3://b/x", "framework", "list"], "indique una carpeta; un bucket", "name a folder; a bucket"),
        (["framework", "add"], "indique qué agregar", "name what to add"),
        (["framework", "add", "--as", "esco"], "esco: indique el archivo", "esco: name its file"),
        (["framework", "add", "x.csv", "--as", "nope"], "no hay un cargador «nope»", "there is no loader 'nope'"),
        (["map", "x.md"], "al menos un marco", "at least one framework"),
        (["map", "x.md", "--framework", "nope"], "no hay un marco «nope»", "there is no framework 'nope'"),
        (["map", PROGRAMME, "-f", "table", "--encoder", "nope"], "no hay un codificador «nope»", "no encoder 'nope'"),
        (["map", PROGRAMME, "-f", "ec9001"], "--framework conocer/EC9001", "--framework conocer/EC9001"),
        (["diff", "conocer", "conocer/EC9001"], "«conocer» es un marco", "a framework; name one of its entries (31)"),
        (["framework", "add", TABLE, REGISTRY], "lo lee el cargador renec", "renec.json: is read by the loader renec"),
        (["framework", "add", PROGRAMME], "no se agrega como uno (curmap map)", "not added as one (curmap map)"),
        (["framework", "show", "EC0000"], "«EC0000» (marcos cargados: conocer, ", "'EC0000' was not found (frameworks"),
        (["framework", "show", "table"], "por ejemplo table/", "for example table/"),
        (["framework", "remove", "nope"], "no hay un marco «nope»", "there is no framework 'nope'"),
        (["framework", "add", NORM, "--name", "a/B"], "«a/B» no sirve como nombre", "'a/B' cannot be a name"),
    ],
    ids=lambda value: " ".join(map(str, value))[:40] if isinstance(value, list) else "",
)
def test_wrong_use(workspace: Path, arguments: list[object], es: str, en: str) -> None:
    for lang, expected in (("es", es), ("en", en)):
        told = ("--lang", lang)
        # Where the value of an option is missing nothing may follow it.
        asked = (arguments[0], *told, *arguments[1:]) if arguments[-1] == "--out" else (*arguments, *told)
        assert expected in refused("--workspace", workspace, *asked)


def test_an_unknown_language_or_no_command_is_told_where_messages_go() -> None:
    assert curmap("framework", "list", "--lang", "fr").code == 2
    assert "«fr»" in curmap("framework", "list", "--lang=fr").line
    ran = curmap()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Uso: curmap")


def test_some_documents_of_a_framework_cannot_be_read(tmp_path: Path) -> None:
    """The others are added, whichever stands first."""
    documents, folder = tmp_path / "normas", tmp_path / "w"
    documents.mkdir()
    cut = written(documents / "cortado.pdf", NORM.read_bytes()[:20_000])
    good = write_standard(tmp_path / "EC0901.txt", "Preparar café")
    ran = add(folder, cut, good)
    assert ran.code == 3
    assert ran.out.startswith("conocer: entradas: ")
    assert "  cortado.pdf: el PDF está dañado, incompleto" in ran.err
    assert add(folder, good).code == 0
    shutil.copy(good, documents)
    written(documents / "carta.txt", SHORT)
    assert add(folder, documents).code == 3
    cut.unlink()
    assert add(folder, documents).code == 0
    assert "carta.txt" not in add(folder, good).err


def test_a_damaged_framework_is_told_and_the_others_are_used(tmp_path: Path, short: Path) -> None:
    workspace = with_table(tmp_path, "code,statement\nA1,Sew\n", "ours", "table")
    assert add(workspace, REGISTRY).code == 0
    Workspace(workspace).add(framework("Coser a máquina recta", name="conocer"), "conocer")
    stored = workspace / "frameworks" / "table.jsonl"
    for damage in (b"", b"\xff\xfe", stored.read_bytes()[:100]):
        stored.write_bytes(damage)
        listed = curmap("--workspace", workspace, "framework", "list")
        assert (listed.code, "ours" in listed.out, f"{stored}: archivo dañado" in listed.err) == (3, True, True)
    assert curmap("--workspace", workspace, "map", short, "--framework", "ours").code == 0
    for asked in (("map", short, "--framework", "table"), ("framework", "add", tmp_path / "own.csv")):
        assert "framework remove table" in refused("--workspace", workspace, *asked)
    assert curmap("--workspace", workspace, "framework", "remove", "table").code == 0
    assert add(workspace, tmp_path / "own.csv").code == 0
    # A registry adds to documents: damaged, it is not left out unsaid.
    (workspace / "frameworks" / "renec.jsonl").write_text("", encoding="utf-8")
    assert "renec.jsonl: archivo dañado" in refused("--workspace", workspace, "map", short, "-f", "conocer")


def test_a_folder_without_a_framework_is_told_so_and_any_name_on_one_line(tmp_path: Path) -> None:
    (tmp_path / "nada").mkdir()
    assert "ningún" in refused("--workspace", tmp_path / "w", "framework", "add", tmp_path / "nada")
    line = refused("--workspace", tmp_path, "framework", "add", written(tmp_path / "mal\n\x1b[31mnombre.md", ""))
    assert "mal\\n\\x1b[31mnombre.md: el archivo está vacío" in line


def test_a_file_that_cannot_be_read(workspace: Path, tmp_path: Path) -> None:
    files = {
        "vacio.pdf": (b"", "vacío"),
        "truncado.pdf": ((SAMPLES / "programa.pdf").read_bytes()[:20_000], "dañado"),
        "ruido.bin": (bytes(range(256)) * 40, "ni un formato conocido"),
        "blanco.txt": (b" \n\n ", "no contiene texto"),
        "ausente.pdf": (None, "no existe"),
    }
    asked = ("--framework", "table", "--out", tmp_path / "informe")
    for name, (held, word) in files.items():
        if held is not None:
            written(tmp_path / name, held)
        line = refused("--workspace", workspace, "map", tmp_path / name, *asked)
        assert (line.startswith(f"{tmp_path / name}: "), word in line) == (True, True), line
    line = refused("--workspace", workspace, "map", *(tmp_path / name for name in files), *asked)
    assert all(str(tmp_path / name) in line for name in files)
    assert not (tmp_path / "informe").exists()


def test_some_of_several_cannot_be_read(workspace: Path, tmp_path: Path, short: Path) -> None:
    (tmp_path / "vacio.pdf").touch()
    out = tmp_path / "informe"
    ran = curmap("--workspace", workspace, "map", short, tmp_path / "vacio.pdf", "-f", "table", "--json", "--out", out)
    assert (ran.code, ran.json["document"]["name"]) == (3, "plan.md")
    assert re.search(r"No se leyó.*vacio\.pdf", ran.err)
    files = {path.name for path in out.iterdir()}
    assert files == {"alignment.json", "report.docx", "report.html", "report.xlsx"}


def test_a_folder_is_read_file_by_file(workspace: Path, tmp_path: Path) -> None:
    for name in ("b.md", "a.md", ".oculto"):
        written(tmp_path / name, SHORT)
    asked = ("--workspace", workspace, "map", tmp_path, "--framework", "table")
    ran = done(*asked, "--json")
    assert [document["document"]["name"] for document in ran.json] == ["a.md", "b.md"]
    assert "1 archivo" in ran.err or "ocultos" in ran.err
    shown = done(*asked).out
    assert shown.index("a.md") < shown.index("b.md")


@pytest.mark.slow
def test_what_reads_like_no_programme_is_compared_and_told(workspace: Path, tmp_path: Path) -> None:
    norms = as_workbook(tmp_path / "norms.xlsx", table_rows(TABLE)[:9])
    lines = (SAMPLES / "ofertas.jsonl").read_text(encoding="utf-8").splitlines()[:8]
    ads = as_workbook(tmp_path / "ads.xlsx", [json.loads(line) for line in lines])
    for path, command, report, said in (
        (norms, "map", "report", "reads like a standard, not like a programme: "),
        (ads, "coverage", "coverage", "reads like a job advertisement or a table of them, not like a programme: "),
    ):
        ran = done("--workspace", workspace, command, path, "-f", "table", "--out", tmp_path, "--lang", "en")
        assert f"{path.name}: {said}" in ran.err
        assert said in (tmp_path / f"{report}.html").read_text(encoding="utf-8")
    told = {note.why.en for note in read_programme(NORM).skipped}
    assert any("add it as a standard (curmap framework add EC9001.pdf)" in why for why in told)
    assert "reads like a standard" in refused("--workspace", workspace, "map", TABLE, "-f", "table", "--lang", "en")


def test_nothing_in_it_teaches(workspace: Path, tmp_path: Path) -> None:
    path, out = written(tmp_path / "lista.md", READING_LIST), tmp_path / "informe"
    arguments = ("--workspace", workspace, "map", path, "--framework", "table", "--json")
    ran = curmap(*arguments, "--out", out)
    assert ran.code == 3
    assert "--all-passages" in ran.err
    assert [passage["matches"] for passage in ran.json["passages"]] == [[]] * len(ran.json["passages"])
    assert any("Manual de costura" in passage["text"] for passage in ran.json["passages"])
    assert (out / "report.html").is_file()
    assert curmap(*arguments, "--all-passages").code == 0


@pytest.mark.slow
def test_pages_without_a_text_layer(workspace: Path, tmp_path: Path) -> None:
    teaching, scanned = Page(), Page()
    teaching.text(72, 80, "Resultados de aprendizaje", font="bold", size=16)
    teaching.text(72, 120, "1. Identifica la causa de puntadas saltadas y roturas de hilo.")
    scanned.picture()
    write_pdf(tmp_path / "mixto.pdf", [teaching, scanned])
    ran = curmap("--workspace", workspace, "map", tmp_path / "mixto.pdf", "--framework", "table", "--json")
    assert ran.code == 3
    assert ran.json["reading"]["unreadable_pages"] == [2]
    assert "1 de 2 páginas no se pudieron leer (2)" in ran.line
    write_pdf(tmp_path / "escaneo.pdf", [scanned])
    assert "OCR" in refused("--workspace", workspace, "map", tmp_path / "escaneo.pdf", "--framework", "table")


def test_formulas_that_nobody_has_calculated_are_told(workspace: Path, tmp_path: Path) -> None:
    rows = [
        ["Unidad", "Resultado de aprendizaje"],
        ["1. Costura", "Identifica la causa de puntadas saltadas."],
        ["", "=B2"],
    ]
    path = workbook(tmp_path / "plan.xlsx", rows)
    ran = curmap("--workspace", workspace, "map", path, "--framework", "table", "--json", "--lang", "en")
    assert ran.code == 3
    assert "Hoja1!B3" in ran.line
    assert "formulas" in [entry["what"] for entry in ran.json["reading"]["skipped"]]


@pytest.mark.parametrize("lang", ["es", "en"])
def test_where_a_folder_has_to_stand_is_a_file(tmp_path: Path, short: Path, lang: str) -> None:
    said = {"es": "es un archivo y ahí va una carpeta", "en": "is a file where a folder has to stand"}[lang]
    for folder in (short, short / "dentro"):
        line = refused("--workspace", folder, "framework", "add", TABLE, "--lang", lang)
        assert (said in line, str(short) in line) == (True, True), line
        assert said in refused("--workspace", tmp_path, "map", short, "-f", "table", "--out", folder, "--lang", lang)
    assert [path.name for path in tmp_path.iterdir()] == ["plan.md"]


def test_reports_are_written_all_or_none(workspace: Path, tmp_path: Path, short: Path) -> None:
    out = tmp_path / "informe"
    (out / "report.xlsx").mkdir(parents=True)
    line = refused("--workspace", workspace, "map", short, "--framework", "table", "--out", out)
    assert line.startswith(f"{out / 'report.xlsx'}: es una carpeta")
    assert [path.name for path in out.iterdir()] == ["report.xlsx"]


# Results


@pytest.mark.slow
def test_the_document_of_a_mapping_follows_the_schema_with_each_framework_once_in_the_order_given(
    workspace: Path,
) -> None:
    given = ("-f", "table", "-f", "renec", "-f", "esco", "-f", "table")
    ran = curmap("--workspace", workspace, "map", BRIEF, *given, "--json", "--lang=en")
    assert (ran.code, ran.err) == (0, "")
    check("alignment", ran.json)
    assert [framework["name"] for framework in ran.json["frameworks"]] == ["table", "renec", "conocer", "esco"]
    assert ran.json["document"]["language"] == "es"
    assert "MC1.1.1" in {match["code"] for passage in ran.json["passages"] for match in passage["matches"]}


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(workspace: Path, tmp_path: Path) -> None:
    for run in ("uno", "dos"):
        out = tmp_path / run
        ran = done("--workspace", workspace, "map", BRIEF, "-f", "conocer", "-f", "table", "--out", out)
        assert "Pasaje" in ran.out or "EC9001" in ran.out
        assert [line.split(": ")[0] for line in ran.err.splitlines()] == ["Informe"] * 4
    for name in ("alignment.json", "report.html", "report.xlsx"):
        assert (tmp_path / "uno" / name).read_bytes() == (tmp_path / "dos" / name).read_bytes()


# Frameworks


def test_show_gives_the_agreed_json(workspace: Path) -> None:
    shown = show(workspace, "EC9001")
    assert list(shown) == ["framework", "code", "title", "level", "sector", "committee", "text", "elements"]
    assert (shown["framework"], shown["level"], shown["text"]) == ("conocer", 2, "full")
    assert [element["code"] for element in shown["elements"]] == [f"EC9001/E910{n}" for n in (1, 2, 3)]
    first = shown["elements"][0]
    assert list(first) == ["code", "title", "criteria", "glossary"]
    assert list(first["criteria"][0]) == ["code", "kind", "text", "level"]
    assert {c["kind"] for c in first["criteria"]} == {"desempeno", "producto", "conocimiento", "actitud"}
    levels = {c["level"] for c in first["criteria"] if c["kind"] == "conocimiento"}
    assert levels <= {"Conocimiento", "Comprensión", "Aplicación"}
    assert show(workspace, "conocer/EC9001") == show(workspace, "renec/EC9001") == shown
    assert show(workspace, first["code"])["elements"] == [first]
    wanted = first["criteria"][0]
    criterion = show(workspace, wanted["code"])
    assert (criterion["title"], criterion["text"], criterion["elements"]) == (wanted["text"], "full", [])


def test_show_says_where_only_the_title_is_known(workspace: Path) -> None:
    shown = show(workspace, "renec/EC9101")
    told = ("title", 2, [], "del Taller Inventado")
    assert (shown["text"], shown["level"], shown["elements"], shown["committee"]) == told
    for lang, said in (("es", "solo título"), ("en", "title only")):
        assert said in curmap("--workspace", workspace, "framework", "show", "EC9101", "--lang", lang).out


def test_show_for_people(workspace: Path) -> None:
    out = curmap("--workspace", workspace, "framework", "show", "EC9001").out
    assert (out.count("EC9001/E9101"), "Desempeños" in out, "nivel 2, texto completo" in out) == (1, True, True)
    (purpose,) = (c.description for c in Workspace(workspace).load("conocer").competencies if c.code == "EC9001")
    assert " ".join(purpose.split()) in " ".join(out.split())
    assert curmap("--workspace", workspace, "framework", "show", "EC9001/E9101").out.count("EC9001/E9101") == 1


def test_show_names_the_other_frameworks_that_have_the_code(tmp_path: Path) -> None:
    asked = ("--workspace", with_table(tmp_path, "code,statement\nA1,Sew\n", "one", "two"), "framework", "show")
    assert "two/A1" in curmap(*asked, "A1").err
    assert "one" not in curmap(*asked, "two/A1").err


def test_list_for_people_and_programs(workspace: Path, tmp_path: Path) -> None:
    listed = curmap("--workspace", workspace, "framework", "list", "--json").json
    assert [entry["name"] for entry in listed] == ["conocer", "esco", "renec", "table"]
    told = "name loader title version sha256 source licence competencies skipped"
    assert set(listed[0]) == set(told.split())
    assert "EC9001.pdf" in curmap("--workspace", workspace, "framework", "list").out
    # An empty workspace says how to begin.
    ran = curmap("--workspace", tmp_path / "nuevo", "framework", "list")
    assert (ran.code, ran.out, "framework add" in ran.line) == (0, "", True)
    assert not (tmp_path / "nuevo").exists()
    assert names(tmp_path / "nuevo") == []


def test_a_framework_in_the_place_of_another_is_told(tmp_path: Path) -> None:
    workspace = tmp_path / "w"
    one = written(tmp_path / "a.csv", "code,statement\nX1,Soldar tubería\n")
    other = written(tmp_path / "b.csv", "code,statement\nX1,Hornear pan\n")
    assert add(workspace, one).err == add(workspace, one).err == ""
    assert "a.csv" in add(workspace, other).line
    assert add(workspace, one, "--name", "otra").err == ""
    assert names(workspace) == ["otra", "table"]
    assert show(workspace, "table/X1")["title"] == "Hornear pan"
    assert curmap("--workspace", workspace, "framework", "remove", "otra").code == 0
    assert names(workspace) == ["table"]
    assert not (workspace / "indexes" / "otra").exists()


def test_nothing_of_a_defective_framework_is_added(tmp_path: Path) -> None:
    workspace, good = tmp_path / "w", written(tmp_path / "a.csv", "code,statement\nX1,Soldar tubería\n")
    bad = written(tmp_path / "b.csv", "code,statement\nX2,Hornear pan\nX2,Hornear pasteles\n")
    assert "b.csv" in refused("--workspace", workspace, "framework", "add", good, bad)
    assert names(workspace) == []
    add(workspace, good)
    before = content(workspace)
    assert add(workspace, good, bad).code == 2
    assert content(workspace) == before


def test_the_registry_is_fetched_and_kept(tmp_path: Path) -> None:
    workspace = tmp_path / "w"
    with answering(partial(SimpleHTTPRequestHandler, directory=str(REGISTRY.parent))) as server:
        address = f"{server}/{REGISTRY.name}"
        assert add(workspace, "renec", address).code == 0
    fetched = Workspace(workspace).load("renec")
    assert fetched.source == address
    again = add(workspace, "renec", address)
    assert (again.code, "se usó la copia guardada" in again.err) == (0, True)
    assert Workspace(workspace).load("renec").competencies == fetched.competencies
    assert address in refused("--workspace", tmp_path / "otro", "framework", "add", "renec", address)
    assert names(tmp_path / "otro") == []


def test_map_to_a_single_standard(workspace: Path, short: Path) -> None:
    ran = curmap("--workspace", workspace, "map", short, "-f", "conocer/ec9001", "--json")
    assert [framework["name"] for framework in ran.json["frameworks"]] == ["conocer"]
    assert ran.json["settings"]["standards"] == ["conocer/EC9001"]
    assert {m["code"].split("/")[0] for p in ran.json["passages"] for m in p["matches"]} <= {"EC9001"}
    assert "EC0" in refused("--workspace", workspace, "map", short, "-f", "conocer/EC0")


def test_long_work_is_told_now_and_then_where_there_is_no_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.cli.console.QUIET", 0.01)
    ran = done("--workspace", tmp_path / "w", "framework", "add", TABLE, "--name", "local", "--lang", "en")
    told = ran.err.splitlines()
    assert told[-1].startswith("Working for ")
    assert any("local" in line for line in told)
    assert len(told) < 15  # the waits double
