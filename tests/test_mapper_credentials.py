"""Microcredentials: units and hours, bundles and their overlaps, comparisons, badges, and `curmap credentials`."""

from collections.abc import Container
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from command import curmap, done, refused, written
from files import tab_separated

from corpora import Competency, Framework
from corpora.readers import read
from corpora.records import Role
from mapper.actions import SAMPLES
from mapper.matching.teaching import split_programme
from mapper.matching.titles import titled
from mapper.programmes.coverage import State
from mapper.programmes.credentials.badges import make_achievements
from mapper.programmes.credentials.bundles import (
    BundledCriterion,
    BundleTarget,
    TargetCoverage,
    compare_programmes,
    find_shortfalls,
    make_bundles,
    mark_overlaps,
)
from mapper.programmes.credentials.units import Unit, Units, find_units

DATA = Path(__file__).parent / "data"
UNITS = sorted(path for path in (DATA / "units").iterdir() if path.suffix != ".tsv")
COURSE = (DATA / "curso.md").read_text(encoding="utf-8")
MACHINES = "- Máquinas de coser industriales\n- Bloqueo y etiquetado\n"


def unit(name: str, hours: float | None = None) -> Unit:
    return Unit((name,), name, hours)


def units(*given: Unit) -> Units:
    return Units(given, {one.path: one for one in given})


def criterion(
    code: str, state: State = "covered", *of_units: str, attitude: bool = False, sure: bool = True
) -> BundledCriterion:
    kind = "actitud" if attitude else "desempeno"
    return BundledCriterion(code, kind, f"Hace {code}", code.split("/")[0], attitude, state, 0.9, of_units, sure=sure)


def part(code: str, *criteria: BundledCriterion, takes: tuple[str, ...]) -> TargetCoverage:
    return TargetCoverage(BundleTarget("n", "S", "Estándar", code, f"Título de {code}"), criteria, takes)


def read_units(path: Path, *begins: str, roles: Container[Role] = ("outcome",)) -> Units:
    """The units of a programme; what teaches is its passages of these roles, or those that begin so."""
    document = titled(read(path))
    every = split_programme(document).passages
    taught = [p for p in every if (p.text.startswith(begins) if begins else p.role in roles)]
    return find_units(document, every, taught)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_have_their_own_hours_and_what_says_so(path: Path) -> None:
    """Of each document of data/units stands beside it: how what teaches begins; each unit, its hours, what says so."""
    begins, *told = tab_separated(path.with_suffix(".tsv"))
    found = read_units(path, *begins).units
    assert [[unit.name, "" if unit.hours is None else f"{unit.hours:g}", unit.said] for unit in found] == told


def test_a_course_keeps_its_hours_and_its_units_do_not_count_again(tmp_path: Path) -> None:
    table = "| Horas teoría | Horas totales | Créditos |\n|---|---|---|\n| 30 | 90 | 9 |\n\n"
    one = "## Asignatura I. Trazo\n\nHoras semanales: 4. Horas totales: 60.\n\nObjetivo: Que el alumno trace.\n\n"
    first = "### Unidad 1. Proyecto de una pieza completa\n\nDuración: 24 horas\n\n- Haz la plantilla.\n\n"
    last = f"## Asignatura II. Costura\n\n{table}- Haz la costura.\n"
    found = read_units(written(tmp_path / "plan.md", f"# Plan\n\n{one}{first}{last}"), "Objetivo", "Haz")
    assert [unit.hours for unit in found.units] == [60, 24, 90]
    assert found.total_hours([unit.name for unit in found.units]) == (150, ())
    assert found.total_hours([found.units[1].name]) == (24, ())


def test_rows_below_a_unit_of_a_workbook_add_up_their_hours() -> None:
    assert [(u.name, u.hours) for u in read_units(SAMPLES / "programa.xlsx").units if u.hours] == [
        ("Unidad: 1. Preparación del mantenimiento", 10),
        ("Unidad: 2. Diagnóstico de fallas", 12),
    ]


def test_what_has_no_headings_is_one_unit_called_by_the_document(tmp_path: Path) -> None:
    path = written(tmp_path / "curso.txt", "RA1. Asegura la máquina antes de intervenirla.\n")
    (one,) = read_units(path, "").units
    assert (one.path, one.hours, bool(one.name)) == ((), None, True)


def test_parts_taught_by_the_same_units_are_one_bundle_with_what_is_missing() -> None:
    one = part("A", criterion("A/1", "covered", "U1"), criterion("A/2", "covered", "U1"), takes=("U1",))
    rest = (criterion("B/3", "not_found"), criterion("B/4", attitude=True))
    two = part("B", criterion("B/1", "covered", "U1"), criterion("B/2", "covered", "U1"), *rest, takes=("U1",))
    (bundle,) = make_bundles(0, "sha", [one, two], units(unit("U1", 30), unit("U2", 50)))
    assert [p.code for p in bundle.parts] == ["A", "B"]
    assert (bundle.units, bundle.hours, bundle.unstated) == (("U1",), 30, ())
    assert [c.code for c in bundle.missing] == ["B/3"]
    assert [c.code for c in bundle.attitudes] == ["B/4"]
    assert bundle == make_bundles(0, "sha", [one, two], units(unit("U1", 30), unit("U2", 50)))[0]


def test_a_bundle_holds_only_what_is_surely_taught() -> None:
    likely = [criterion(f"A/{n}", "covered", "U2", sure=False) for n in (2, 3)]
    one = part("A", criterion("A/1", "covered", "U1"), *likely, takes=("U1",))
    (bundle,) = make_bundles(0, "sha", [one], units(unit("U1"), unit("U2")))
    assert [c.code for c in bundle.taught] == ["A/1"]
    assert [(c.code, c.state) for c in bundle.missing] == [("A/2", "covered"), ("A/3", "covered")]
    unsure = part("A", *likely, takes=())
    assert make_bundles(0, "sha", [unsure], units(unit("U2"))) == ()
    assert [(s.taught, s.of) for s in find_shortfalls(0, [unsure])] == [(2, 2)]


def test_bundles_that_share_units_or_criteria_say_so_with_the_hours() -> None:
    one = part("A", criterion("A/1", "covered", "U1"), criterion("A/2", "covered", "U2"), takes=("U1", "U2"))
    two = part("B", criterion("B/1", "covered", "U2"), criterion("B/2", "covered", "U2"), takes=("U2",))
    taught = units(unit("U1", 10), unit("U2", 20))
    first = mark_overlaps(make_bundles(0, "sha", [one, two], taught), [taught])
    assert [[(s.units, s.hours, s.criteria) for s in b.overlaps] for b in first] == [[(("U2",), 20, ())]] * 2
    again = make_bundles(1, "other", [one], taught)
    mine = next(b for b in first if b.parts[0].code == "A")
    (shared,) = mark_overlaps([mine, *again], [taught, taught])[0].overlaps
    assert shared.units == (), "units of two programmes are never the same"
    assert shared.criteria == (("A/1", "A/1"), ("A/2", "A/2"))
    unsure = part("A", criterion("A/1", "covered", "U1", sure=False), criterion("A/2", "covered", "U2"), takes=("U2",))
    overlapped = mark_overlaps([mine, *make_bundles(1, "other", [unsure], taught)], [taught, taught])
    assert next(s.criteria for b in overlapped for s in b.overlaps) == (("A/1", "A/1"), ("A/2", "A/2"))


def test_programmes_are_compared_criterion_by_criterion() -> None:
    mine = part("A", criterion("A/1", "covered", "U1"), criterion("A/2", "covered", "U1"), criterion("A/3", "partly"),
                criterion("A/4", attitude=True), takes=("U1",))  # fmt: skip
    yours = part("A", criterion("A/1", "covered", "M1", sure=False), criterion("A/2", "uncertain"),
                 criterion("A/3", "not_found"), criterion("A/4", attitude=True), takes=("M1",))  # fmt: skip
    found = make_bundles(0, "sha", [mine], units(unit("U1", 12)))
    (comparison,) = compare_programmes([[mine], [yours]], found)
    assert (comparison.common, comparison.differing, comparison.nowhere) == (("A/1",), ("A/2", "A/3"), ())
    (same,) = compare_programmes([[yours], [yours]], found)
    assert (same.common, same.nowhere) == (("A/1",), ("A/2", "A/3")), "covered, if not surely enough to hold"
    assert comparison.bundles == (found[0].identifier, None)
    assert comparison.hours == (12, None)
    assert comparison.criteria[1].states == ("covered", "uncertain")
    assert compare_programmes([[mine]], found) == ()


@pytest.fixture
def course() -> Path:
    return DATA / "curso.md"


def ask(norms: Path, *arguments: object) -> dict[str, object]:
    shown = done("--workspace", norms, "credentials", *arguments, "-f", "conocer", "--json")
    return shown.json  # type: ignore[no-any-return]


@pytest.mark.slow
def test_a_module_that_teaches_most_of_an_element_is_a_bundle(norms: Path, tmp_path: Path) -> None:
    course = written(tmp_path / "curso.md", f"{COURSE}\n### Contenidos\n\n{MACHINES}")
    report = ask(norms, course)
    assert ask(norms, course) == report
    bundles: list[dict[str, Any]] = report["bundles"]  # type: ignore[assignment]
    bundle = next(one for one in bundles if "EC9001/E9101" in [part["code"] for part in one["parts"]])
    assert (bundle["units"], bundle["hours"]) == (["Módulo 2: Preparación (25 horas)"], 25)
    taught = {c["code"] for c in bundle["taught"]}
    assert {"EC9001/E9101/desempeno/2", "EC9001/E9101/producto/3"} <= taught
    missing = {c["code"]: c for c in bundle["missing"]}
    assert "EC9001/E9101/conocimiento/2" in missing
    assert {c["kind"] for c in bundle["attitudes"]} == {"actitud"}
    assert report["achievements"] == []
    assert "--base-address" in report["skipped"][0]["why"]["es"]  # type: ignore[index]


@pytest.mark.slow
def test_what_evaluates_a_criterion_is_no_unit_that_teaches_it(norms: Path, tmp_path: Path) -> None:
    """As schools print it: the evaluation says the criterion in full, the unit in a few words."""
    said = COURSE[COURSE.index("- Asegura") : COURSE.index("- Revisa")]
    course = COURSE.replace(said, "- Apaga el motor, desconecta la alimentación y coloca el candado.\n")
    table = f"| Evidencia | Instrumento |\n|---|---|\n| {' '.join(said[2:].split())} | Guía de observación |\n"
    course = (
        course.replace("# Curso de", "# Asignatura 4: ").replace("Módulo", "Unidad") + f"\n## Evaluación\n\n{table}"
    )
    (bundle,) = (report := ask(norms, written(tmp_path / "curso.md", course)))["bundles"]  # type: ignore[misc]
    (secure,) = (c for c in bundle["taught"] if c["code"] == "EC9001/E9101/desempeno/1")
    assert bundle["units"] == secure["units"] == ["Unidad 2: Preparación (25 horas)"]
    texts = [report["programmes"][0]["passages"][id_]["text"] for id_ in secure["passages"]]  # type: ignore[index]
    assert [text.split()[0] for text in texts] == ["Apaga", "Asegura"], "what teaches it, then what evaluates it"


@pytest.mark.slow
def test_a_badge_has_what_the_format_requires_and_is_no_credential(norms: Path, course: Path) -> None:
    report = ask(norms, course, "--base-address", "https://escuela.edu.mx/normas/")
    (badge,) = report["achievements"]  # type: ignore[misc]
    standard = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
    assert badge["@context"] == ["https://www.w3.org/ns/credentials/v2", standard]
    assert (badge["type"], badge["achievementType"]) == (["Achievement"], "MicroCredential")
    assert badge["id"].startswith("urn:uuid:")
    assert all(badge[name] for name in ("name", "description", "alignment"))
    assert badge["criteria"]["narrative"]
    assert not {"issuer", "credentialSubject", "proof", "creator"} & set(badge)
    codes = [c["code"] for c in report["bundles"][0]["taught"]]  # type: ignore[index]
    for alignment, code in zip(badge["alignment"], codes, strict=True):
        assert alignment["targetUrl"] == f"https://escuela.edu.mx/normas/conocer/{code}"
        assert (alignment["type"], alignment["targetType"]) == (["Alignment"], "CFItem")
        assert alignment["targetName"]
        assert "\n" not in alignment["targetName"]


def test_standards_with_an_address_of_their_own_need_no_base() -> None:
    entries = [Competency("S", "Estándar", "standard"), Competency("A", "Título de A", "element", parent="S")]
    entries += [
        Competency(f"A/{n}", f"Hace A/{n}", "desempeno", parent="A", extra={"uri": f"https://n.example/{n}"})
        for n in (1, 2)
    ]
    one = part("A", criterion("A/1", "covered", "U1"), criterion("A/2", "covered", "U1"), takes=("U1",))
    found = make_bundles(0, "sha", [one], units(unit("U1", 30)))
    framework = Framework("n", "Normas propias", "1", "0" * 64, "n", tuple(entries))
    (badge,), skipped = make_achievements(found, ["curso.md"], {"n": framework})
    assert skipped == ()
    assert [a["targetUrl"] for a in badge["alignment"]] == ["https://n.example/1", "https://n.example/2"]
    assert badge["alignment"][0]["targetFramework"] == "Normas propias"
    assert badge["inLanguage"] == "es"
    assert "30" in badge["description"]
    lacking = replace(
        found[0],
        missing=(criterion("A/2", "uncertain"),),
        parts=(replace(found[0].parts[0], title="Uso de la IA (IA)."),),
    )
    (badge,), _ = make_achievements([lacking], ["curso.md"], {"n": framework})
    assert badge["description"].endswith("Uso de la IA (IA): 1 de 3.")
    # A urn names an entry, but leads nowhere.
    bare = Framework("n", "n", "1", "0" * 64, "n", tuple(replace(e, extra={"uri": f"urn:x:{e.code}"}) for e in entries))
    assert make_achievements(found, ["curso.md"], {"n": bare})[0] == ()


@pytest.mark.slow
def test_page_workbook_word_document_and_badges_are_written(norms: Path, course: Path, tmp_path: Path) -> None:
    programmes, address = (course, SAMPLES / "programa.pdf"), ("--base-address", "https://e.mx/n")
    options = (*programmes, "-f", "conocer", *address, "--lang", "en", "--out", tmp_path)
    assert curmap("--workspace", norms, "credentials", *options).code == 0
    paper = docx.Document(str(tmp_path / "credentials.docx"))
    headings = [p.text for p in paper.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == "Microcredentials: curso.md, programa.pdf"
    assert "The committee's decision" in headings
    book = openpyxl.load_workbook(tmp_path / "credentials.xlsx")
    assert {"Bundles", "Criteria", "Units", "Overlaps", "Comparison"} <= set(book.sheetnames)
    page = (tmp_path / "credentials.html").read_text(encoding="utf-8")
    assert "The programmes, criterion by criterion" in page
    assert 'role="img"' in page


def test_what_a_person_can_mend(norms: Path, course: Path) -> None:
    for address in ("escuela", "ftp://e.mx/n", "https://", "https://e.mx/n?x=1"):
        asked = ("credentials", course, "-f", "conocer", "--base-address", address)
        assert "--base-address" in refused("--workspace", norms, *asked)
