"""What holds of every report on programmes: its files, its schema, the same bytes each time, what a person can mend."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command import BRIEF, check, curmap, done, refused

from corpora import Competency
from corpora.frameworks.hierarchy import framework_of
from mapper.actions import SAMPLES, add_framework
from mapper.workspace.store import Workspace

REPORTS = {
    "coverage": {"coverage.docx", "dual.csv"},
    "credentials": {"credentials.docx", "achievements.json"},
    "evidence": {"evidence.docx"},
    "gap": {"dual.csv"},
    "instructors": set(),
    "matrix": {"matrix.docx"},
}
"""What each writes besides its page, its workbook and its JSON."""
LONGEST = ("credentials", "evidence", "gap")


@pytest.fixture
def options(ads: Callable[[int], Path], command: str) -> tuple[object, ...]:
    """What a command asks for besides programme and standard."""
    of = {"instructors": ("--teachers", SAMPLES / "docentes.csv"), "gap": ("--jobs", ads(10))}
    return of.get(command, ())


@pytest.mark.parametrize(
    "command", [pytest.param(one, marks=pytest.mark.slow if one in LONGEST else ()) for one in REPORTS]
)
def test_each_is_written_in_its_forms_alike_each_time(
    norms: Path, tmp_path: Path, command: str, options: tuple[object, ...]
) -> None:
    more = ("--base-address", "https://escuela.edu.mx/normas") if command == "credentials" else options
    # The brief programme neither teaches enough for a microcredential nor says how it is evaluated.
    programme = SAMPLES / "programa.pdf" if command in ("credentials", "evidence") else BRIEF
    asked = (command, programme, "-f", "conocer/EC9001", *more, "--json")
    for folder in ("a", "b"):
        ran = done("--workspace", norms, *asked, "--out", tmp_path / folder)
        assert (tmp_path / folder / f"{command}.json").read_text(encoding="utf-8") == ran.out
    written = {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()}
    assert written.keys() == {f"{command}.html", f"{command}.xlsx", f"{command}.json", *REPORTS[command]}
    assert written == {path.name: path.read_bytes() for path in (tmp_path / "b").iterdir()}
    check(command, ran.json)


@pytest.mark.parametrize("command", REPORTS)
def test_a_person_can_mend_an_unknown_standard_and_a_file_that_is_not_there(
    norms: Path, tmp_path: Path, command: str, options: tuple[object, ...]
) -> None:
    for programme, standard, said in ((BRIEF, "conocer/EC0000", "EC0000"), (tmp_path / "nada.pdf", "conocer", "nada")):
        assert said in refused("--workspace", norms, command, programme, "-f", standard, *options)


@pytest.mark.parametrize(
    "command", ["matrix", *(pytest.param(one, marks=pytest.mark.slow) for one in ("credentials", "instructors"))]
)
def test_a_framework_that_is_named_beside_a_standard_is_told_too(
    norms: Path, command: str, options: tuple[object, ...]
) -> None:
    def codes(*names: str) -> set[str]:
        asked = [argument for name in names for argument in ("-f", name)]
        ran = done("--workspace", norms, command, SAMPLES / "programa.pdf", *asked, *options, "--json")
        return set(re.findall(r'"(?:code|standard)": "(EC9001|MC1)', ran.out))

    assert codes("conocer/EC9001") == {"EC9001"}
    assert codes("conocer/EC9001", "table") == {"EC9001", "MC1"}


@pytest.mark.parametrize("command", REPORTS)
def test_of_a_folder_the_file_that_cannot_be_read_is_told(
    norms: Path, tmp_path: Path, command: str, options: tuple[object, ...]
) -> None:
    shutil.copy(BRIEF, tmp_path)
    (tmp_path / "roto.pdf").write_bytes(b"%PDF-1.4 nothing else")
    ran = curmap("--workspace", norms, command, tmp_path, "-f", "conocer/EC9001", *options, "--json")
    assert (ran.code, "roto.pdf" in ran.err) == (3, True)


@pytest.mark.parametrize("command", ["coverage", "credentials"])
def test_a_document_in_which_nothing_teaches_is_told_so(norms: Path, tmp_path: Path, command: str) -> None:
    (tmp_path / "aviso.txt").write_text("Se suspenden las clases del viernes.\n", encoding="utf-8")
    shown = curmap("--workspace", norms, command, tmp_path / "aviso.txt", "-f", "conocer", "--lang", "en")
    assert shown.code == 3
    assert "Nothing in this document seems to teach" in " ".join(shown.out.split())


def test_a_document_in_which_no_criteria_were_found_is_not_to_be_added_again(tmp_path: Path) -> None:
    entry = Competency(
        "EC9050", "Mantenimiento a máquinas de coser", "standard", title_only=True, extra={"file": "EC9050.txt"}
    )
    Workspace(tmp_path / "w").add(framework_of("conocer", "Estándares", [("EC9050.txt", b"-")], (entry,)), "conocer")
    asked = ("--workspace", tmp_path / "w")
    ((row,),) = curmap(*asked, "coverage", BRIEF, "-f", "conocer/EC9050", "--json").json["standards"]
    assert "EC9050.txt" in row["where"]["en"]
    shown = curmap(*asked, "coverage", BRIEF, "-f", "conocer/EC9050", "--lang", "en").out
    assert "Get the documents" not in shown
    told = curmap(*asked, "evidence", BRIEF, "-f", "conocer/EC9050", "--lang", "en")
    assert (told.code, "no criteria were found in its document (EC9050.txt)" in told.err) == (2, True)


@pytest.mark.slow
def test_of_a_title_alone_nothing_is_covered_or_bundled(tmp_path: Path) -> None:
    rows = [
        {"codigo": "EC9050", "nivel": "2", "titulo": "Mantenimiento a máquinas de coser", "comite": "Vestido"},
        {"codigo": "EC9051", "nivel": "3", "titulo": "Atención a visitantes de museos", "comite": "Museos"},
    ]
    (tmp_path / "registro.json").write_text(json.dumps(rows), encoding="utf-8")
    add_framework(Workspace(tmp_path / "w"), [tmp_path / "registro.json"], loader="renec")
    asked = ("--workspace", tmp_path / "w")
    ((related,),) = curmap(*asked, "coverage", BRIEF, "-f", "renec", "--json").json["standards"]
    told = (related["code"], related["text"], related["level"], related["committee"])
    assert told == ("EC9050", "title", "2", "Vestido")
    assert related["related"] > 0.2
    assert (related["share"], related["criteria"], related["tallies"]) == (None, [], [])
    assert "EC9050.pdf" in related["where"]["es"]
    own = tmp_path / "propias.csv"
    own.write_text("código,título,tipo\nM1,Mantenimiento a máquinas de coser,norma\n", encoding="utf-8")
    add_framework(Workspace(tmp_path / "w"), [own])
    ((bare,),) = curmap(*asked, "coverage", BRIEF, "-f", "table", "--json").json["standards"]
    assert "conocer.gob.mx" not in bare["where"]["es"]
    assert "no criteria" in bare["where"]["en"]
    shown = curmap(*asked, "coverage", BRIEF, "-f", "renec", "--lang", "en").out
    assert "Get the documents of standards known by title only" in " ".join(shown.split())
    bundled = curmap(*asked, "credentials", BRIEF, "-f", "renec", "--json")
    assert (bundled.code, bundled.json["bundles"], bundled.json["achievements"]) == (0, [], [])
    assert any("título" in note["es"] for note in bundled.json["notes"])
    assert "EC9050.pdf" in refused(*asked, "evidence", BRIEF, "-f", "renec/EC9050", "--lang", "en")
    assert "renec/CÓDIGO" in refused(*asked, "evidence", BRIEF, "-f", "renec")
    add_framework(Workspace(tmp_path / "w"), [SAMPLES / "EC9001.pdf"])
    joined = curmap(*asked, "coverage", BRIEF, "-f", "renec", "--json").json
    assert [row["text"] for row in joined["standards"][0]] == ["full", "title"]
