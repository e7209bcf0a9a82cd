"""Standards that say nearly the same: which pairs, in which order, and what is said of them."""

import csv
import time
from pathlib import Path

import pytest
from command import curmap, done, refused, written
from openpyxl import load_workbook

from corpora import frameworks
from mapper.between.overlaps.find import Overlap, find_overlaps
from mapper.workspace import store
from mapper.workspace.store import Workspace

ROWS = [
    ("N01", "Instalación de sistemas de calentamiento solar en viviendas de interés social", "1", "Energía", ""),
    ("N02", "Supervisión de sistemas de calentamiento solar en viviendas de interés social", "3", "Vivienda", ""),
    ("N03", "Preparación de bebidas de café", "2", "Turismo", ""),
    ("N04", "Preparación de bebidas de café", "2", "Cafés / Energía", ""),
    ("N05", "Corte de cabello para damas y caballeros en el nivel uno", "2", "Belleza", ""),
    ("N06", "Corte de cabello para damas y caballeros en el nivel dos", "3", "Belleza / Turismo", ""),
    ("N07", "Atención al huésped", "2", "Turismo", ""),
    ("N08", "Cuidado de abejas", "2", "Campo", ""),
    ("N09", "Cría de ganado menor", "2", "Rural", ""),
    ("N08-1", "Revisa la colmena con el equipo de protección puesto", "", "", "N08"),
    ("N08-2", "Registra el estado de los animales en la bitácora", "", "", "N08"),
    ("N09-1", "Revisa el corral con el equipo de protección puesto", "", "", "N09"),
    ("N09-2", "Registra el estado de los animales en la bitácora.", "", "", "N09"),
    ("N09-3", "Vacuna a los animales según el calendario", "", "", "N09"),
]

ATTITUDES = [(f"{code}-9", "Works in a tidy and punctual way", "", "", code) for code in ("N08", "N09")]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("overlaps")
    path = folder / "registro.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("codigo", "titulo", "nivel", "comite", "padre", "tipo"))
        writer.writerows((*row, "criterion" if row[4] else "standard") for row in ROWS)
        writer.writerows((*row, "attitude") for row in ATTITUDES)
    assert curmap("--workspace", folder / "w", "framework", "add", path).code == 0
    return folder / "w"


@pytest.fixture(scope="module")
def pairs(workspace: Path) -> dict[tuple[str, str], Overlap]:
    found = find_overlaps(store.frameworks(Workspace(workspace), ["table"]))
    assert (found.standards, found.with_criteria) == (9, 2)
    return {(p.first.code, p.second.code): p for p in found.pairs}


def test_pairs_of_different_committees_come_first_then_the_strongest(pairs: dict[tuple[str, str], Overlap]) -> None:
    assert list(pairs) == [("N03", "N04"), ("N08", "N09"), ("N01", "N02"), ("N05", "N06")]
    assert [p.same_committee for p in pairs.values()] == [False, False, False, True]
    # What sets two standards apart is said.
    assert pairs["N01", "N02"].functions == ("instalación", "supervisión")
    assert pairs["N01", "N02"].only == (("Instalación",), ("Supervisión",))
    assert pairs["N03", "N04"].functions is None
    assert pairs["N05", "N06"].only == (("uno",), ("dos",))
    # Criteria find what titles do not, where the documents are loaded.
    found = pairs["N08", "N09"]
    assert (found.title, found.shared, found.of) == (0.0, 2, 2)
    assert pairs["N03", "N04"].shared is None


@pytest.mark.parametrize("column", ["Comité", "Comité de gestión por competencias", "committee"])
@pytest.mark.parametrize("kind", ["estándar", "Norma"])
def test_committees_and_standards_are_known_as_tables_call_them(tmp_path: Path, column: str, kind: str) -> None:
    rows = "".join(f"{code},{title},{kind},{committee}\n" for code, title, _level, committee, _above in ROWS[:2])
    own = written(tmp_path / "own.csv", f"codigo,titulo,tipo,{column}\n{rows}")
    (pair,) = find_overlaps([frameworks.load([own])]).pairs
    assert (pair.same_committee, pair.functions) == (False, ("instalación", "supervisión"))


def test_the_command_lists_prints_json_and_writes_three_reports(workspace: Path, tmp_path: Path) -> None:
    ran = done("--workspace", workspace, "overlaps", "table", "--json", "--out", tmp_path / "out")
    assert (tmp_path / "out" / "overlaps.json").read_text(encoding="utf-8") == ran.out
    assert curmap("--workspace", workspace, "overlaps", "table", "--out", tmp_path / "again").code == 0
    for path in (tmp_path / "out").iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()
    first = ran.json["pairs"][0]
    assert [s["code"] for s in first["standards"]] == ["N03", "N04"]
    assert list(first["standards"][0]) == ["code", "title", "level", "committee"]
    assert list(first["standards"][0].values()) == ["N03", ROWS[2][1], 2, "Turismo"]
    assert (first["title_cosine"], first["criteria"], first["same_committee"]) == (1.0, None, False)
    page = (tmp_path / "out" / "overlaps.html").read_text(encoding="utf-8")
    assert page.index("De comités distintos") < page.index("De un mismo comité")
    assert "<script" not in page
    sheet = load_workbook(tmp_path / "out" / "overlaps.xlsx").worksheets[0]
    header, *rows = sheet.iter_rows(values_only=True)
    assert len(rows) == 4
    assert header[-1] == "Revisión"
    assert rows[2][:4] == ROWS[0][:4]
    shown = curmap("--workspace", workspace, "overlaps", "table", "--lang", "en").out
    assert "Of different committees" in shown
    assert "calentamiento" in shown  # titles have room: none is folded letter by letter


def test_a_registry_without_overlaps_says_so(tmp_path: Path) -> None:
    path = written(tmp_path / "solo.csv", "codigo,titulo\nA,Cuidado de abejas\n")
    assert curmap("--workspace", tmp_path / "w", "framework", "add", path).code == 0
    ran = curmap("--workspace", tmp_path / "w", "overlaps", "table")
    assert ran.code == 0
    assert "No hay pares que digan casi lo mismo. Comparados por su título: 1;" in ran.out
    assert "«nada»" in refused("--workspace", tmp_path / "w", "overlaps", "nada")


def test_codes_that_say_nothing_are_left_to_the_workbook(tmp_path: Path) -> None:
    codes = [f"{n}4e3aac3-d9c4-4f9a-8b1e-2d0c6a7f1b2c" for n in (1, 2)]
    lines = [
        f"{code},Cuidado de abejas {where}\n" for code, where in zip(codes, ("en monte", "en el monte"), strict=True)
    ]
    add = ("framework", "add", written(tmp_path / "own.csv", "codigo,titulo\n" + "".join(lines)), "--name")
    for name in ("own", "other"):
        done("--workspace", tmp_path / "w", *add, name)
    for asked in (("overlaps", "own"), ("crosswalk", "own", "--to", "other")):
        ran = done("--workspace", tmp_path / "w", *asked, "--out", tmp_path / asked[0])
        shown = done("--workspace", tmp_path / "w", *asked).out
        assert ("Cuidado de abejas" in shown, "4e3aac3" in shown) == (True, False), ran
        (book,) = (tmp_path / asked[0]).glob("*.xlsx")
        assert any(codes[0] in row for sheet in load_workbook(book) for row in sheet.iter_rows(values_only=True))


@pytest.mark.parametrize(("title", "found"), [("", (3, [("A1", "A2")])), ("Elaboración de pan", (1, []))])
def test_of_a_plain_list_its_entries_are_compared(title: str, found: tuple[int, list[object]], tmp_path: Path) -> None:
    rows = [("A1", "Aplica buenas prácticas de manufactura"), ("A2", "Aplicar las buenas prácticas de manufactura")]
    lines = [f"{code},{said},{'mesa' * bool(title)}" for code, said in (*rows, ("A3", "Hornea pan"))]
    path = written(
        tmp_path / "mesa.csv", "\n".join(["codigo,enunciado,padre", *[f"mesa,{title},"] * bool(title), *lines])
    )
    made = find_overlaps([frameworks.load([path], name="mesa")])  # a standard of its own that is called so is one
    assert (made.standards, [(one.first.code, one.second.code) for one in made.pairs]) == found


def test_the_mexican_registry(shared: Path) -> None:
    registry = frameworks.load([shared / "data" / "renec" / "ec_standards_api.json"])
    began = time.process_time()
    found = find_overlaps([registry])
    assert time.process_time() - began < 10  # of the processor, however busy; 0.6 s on the machine it was written on
    different = [p for p in found.pairs if p.same_committee is False]
    assert (different[0].first.code, different[0].second.code) == ("EC0127", "EC0747")
    assert len(different) >= 29
