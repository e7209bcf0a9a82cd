"""What holds of every report on programmes: its files, its schema, the same bytes each time, what a person can mend."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command import BRIEF, Ran, check, curmap, done, refused
from files import written

from corpora import Competency
from corpora.frameworks.hierarchy import make_framework
from mapper.actions import SAMPLES, add_framework
from mapper.workspace.store import Workspace

REPORTS = {
    "coverage": {"coverage.docx", "dual.csv"},
    "credentials": {"credentials.docx", "achievements.json"},
    "gap": {"dual.csv"},
    "instructors": set(),
    "matrix": {"matrix.docx"},
}
"""What each writes besides its page, its workbook and its JSON."""
LONGEST = ("credentials", "gap")


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
    # The brief programme does not teach enough for a microcredential.
    programme = SAMPLES / "programa.pdf" if command == "credentials" else BRIEF
    asked = (command, programme, "-f", "conocer/EC9001", *more, "--json")
    for folder in ("a", "b"):
        ran = done("--workspace", norms, *asked, "--out", tmp_path / folder)
        assert (tmp_path / folder / f"{command}.json").read_text(encoding="utf-8") == ran.out
    made = {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()}
    assert made.keys() == {f"{command}.html", f"{command}.xlsx", f"{command}.json", *REPORTS[command]}
    assert made == {path.name: path.read_bytes() for path in (tmp_path / "b").iterdir()}
    check(command, ran.json)


@pytest.mark.parametrize("command", REPORTS)
def test_a_person_can_mend_an_unknown_standard_and_a_file_that_is_not_there(
    norms: Path, tmp_path: Path, command: str, options: tuple[object, ...]
) -> None:
    for programme, standard, said in ((BRIEF, "conocer/EC0000", "EC0000"), (tmp_path / "nada.pdf", "conocer", "nada")):
        assert said in refused("--workspace", norms, command, programme, "-f", standard, *options)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["matrix", "credentials", "instructors"])
def test_a_framework_that_is_named_beside_a_standard_is_told_too(
    norms: Path, command: str, options: tuple[object, ...]
) -> None:
    for names, told in ((["conocer/EC9001"], {"EC9001"}), (["conocer/EC9001", "table"], {"EC9001", "MC1"})):
        asked = [argument for name in names for argument in ("-f", name)]
        ran = done("--workspace", norms, command, SAMPLES / "programa.pdf", *asked, *options, "--json")
        assert set(re.findall(r'"(?:code|standard)": "(EC9001|MC1)', ran.out)) == told


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
    notice = written(tmp_path / "aviso.txt", "Se suspenden las clases del viernes.\n")
    shown = curmap("--workspace", norms, command, notice, "-f", "conocer", "--lang", "en")
    assert shown.code == 3
    assert "Nothing in this document seems to teach" in " ".join(shown.out.split())


def test_a_document_in_which_no_criteria_were_found_is_not_to_be_added_again(tmp_path: Path) -> None:
    title = "Mantenimiento a máquinas de coser"
    entry = Competency("EC9050", title, "standard", title_only=True, extra={"file": "EC9050.txt"})
    Workspace(tmp_path).add(make_framework("conocer", "Estándares", [("EC9050.txt", b"-")], (entry,)), "conocer")

    def asked(command: str, *more: object) -> Ran:
        return curmap("--workspace", tmp_path, command, BRIEF, "-f", "conocer/EC9050", "--lang", "en", *more)

    ((row,),) = asked("coverage", "--json").json["standards"]
    assert "EC9050.txt" in row["where"]["en"]
    assert "Get the documents" not in asked("coverage").out


@pytest.mark.slow
def test_of_a_title_alone_nothing_is_covered_or_bundled(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w")
    rows = [
        {"codigo": "EC9050", "nivel": "2", "titulo": "Mantenimiento a máquinas de coser", "comite": "Vestido"},
        {"codigo": "EC9051", "nivel": "3", "titulo": "Atención a visitantes de museos", "comite": "Museos"},
    ]
    add_framework(workspace, [written(tmp_path / "registro.json", json.dumps(rows))], loader="renec")

    def asked(command: str, framework: str, *more: object) -> Ran:
        return curmap("--workspace", workspace.folder, command, BRIEF, "-f", framework, *more)

    ((related,),) = asked("coverage", "renec", "--json").json["standards"]
    told = (related["code"], related["text"], related["level"], related["committee"])
    assert told == ("EC9050", "title", "2", "Vestido")
    assert related["related"] > 0.2
    assert (related["share"], related["criteria"], related["tallies"]) == (None, [], [])
    assert "EC9050.pdf" in related["where"]["es"]
    own = "código,título,tipo\nM1,Mantenimiento a máquinas de coser,norma\n"
    add_framework(workspace, [written(tmp_path / "propias.csv", own)])
    ((bare,),) = asked("coverage", "table", "--json").json["standards"]
    assert "conocer.gob.mx" not in bare["where"]["es"]
    assert "no criteria" in bare["where"]["en"]
    shown = asked("coverage", "renec", "--lang", "en").out
    assert "Get the documents of standards known by title only" in " ".join(shown.split())
    bundled = asked("credentials", "renec", "--json")
    assert (bundled.code, bundled.json["bundles"], bundled.json["achievements"]) == (0, [], [])
    assert any("título" in note["es"] for note in bundled.json["notes"])
    add_framework(workspace, [SAMPLES / "EC9001.pdf"])
    joined = asked("coverage", "renec", "--json").json
    assert [row["text"] for row in joined["standards"][0]] == ["full", "title"]
