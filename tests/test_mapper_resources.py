"""What a standard brings with it: rooms, equipment, people, and where each criterion can be learnt."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from alignments import in_alignment
from files import written
from reading import refusal

from corpora import Competency, Framework, Passage
from corpora.records import Role
from mapper.matching.records import MappedPassage, Match
from mapper.programmes.facilities import Suggestion, find_needs, read_sheet, sheet_text


def passage(text: str, role: Role = "other", section: tuple[str, ...] = ("9. Recursos",)) -> Passage:
    return Passage(text, text, text, 0, len(text), 1, None, section, role, "es")


def standard(*criteria: tuple[str, str], requirements: list[str] | None = None, practice: str = "") -> Framework:
    extra = {"requirements": requirements or [], "practice": [practice] if practice else []}
    above = "EC9999/E1"
    entries = [Competency("EC9999", "T", "standard", extra=extra), Competency(above, "E", "element", "EC9999")]
    entries += [Competency(f"{above}/{kind}/{n}", text, kind, above) for n, (kind, text) in enumerate(criteria, 1)]
    return Framework("conocer", "x", "1", "0" * 64, "x", tuple(entries))


def dual(framework: Framework, passages: Sequence[Passage] = (), *told: Any) -> tuple[Suggestion, ...]:  # noqa: ANN401
    return find_needs(framework, "EC9999", passages, *told).dual


def names(framework: Framework, *of: Passage) -> list[tuple[str, str, bool]]:
    return [(r.name, r.kind, bool(r.named)) for r in find_needs(framework, "EC9999", of).resources]


MACHINE = "Máquina recta de una aguja"
LONG = "Que la persona candidata disponga de todo lo que haga falta según la actividad que vaya a mostrar ese día"
NAMING = (
    "Las facilidades que requiera la persona para hacer la presentación del sistema propuesto ante su consultante "
    "(computadora, cañón, etc.), avisando antes de la fecha acordada."
)


@pytest.mark.parametrize(
    ("requirements", "found"),
    [
        (
            ["Mesa, dos sillas y un rotafolio.", f"{MACHINE} con su manual."],
            {"Mesa": "equipment", "dos sillas": "other", "rotafolio": "equipment", MACHINE: "equipment"},
        ),
        ([NAMING], {"computadora": "equipment", "cañón": "equipment"}),
        ([LONG], {LONG: "other"}),
    ],
    ids=["list", "sentence", "whole"],
)
def test_supports_are_read_thing_by_thing_or_kept_whole(requirements: list[str], found: dict[str, str]) -> None:
    assert names(standard(requirements=requirements)) == [(name, kind, False) for name, kind in found.items()]


def test_things_are_found_in_the_programme_under_another_name_in_either_language() -> None:
    framework = standard(requirements=["Equipo de cómputo, cañón, extintores."])
    found = names(framework, passage("Un ordenador para cada alumno."), passage("Projector", section=("Equipment",)))
    assert [(name, is_named) for name, _, is_named in found] == [
        ("Equipo de cómputo", True), ("cañón", True), ("extintores", False),
    ]  # fmt: skip


def test_what_a_programme_says_to_lack_it_does_not_have() -> None:
    framework = standard(requirements=["Equipo de cómputo, cañón, extintores."])
    lacking = [
        "No se cuenta con computadoras; hay extintores.",
        "Falta adquirir un cañón y una pantalla.",
        "Sin cañón.",
    ]
    told = {name: is_named for name, _, is_named in names(framework, *map(passage, lacking))}
    assert told == {"Equipo de cómputo": False, "cañón": False, "extintores": True}
    assert not any(is_named for *_, is_named in names(framework, passage("There is no projector or computer.")))


CRITERIA = (
    ("desempeno", "Atiende al cliente en el mostrador."),
    ("producto", "El reporte elaborado."),
    ("producto", "La pieza maquinada en el torno."),
    ("desempeno", "Traza la pieza."),
    ("conocimiento", "Tipos de acero."),
    ("actitud", "Orden: La manera en que acomoda."),
    ("situacion_emergente", "Se derrama aceite."),
)


TOOLS = (("desempeno", "Lija la pieza con guantes."), ("desempeno", "Tornea la pieza en el torno."))
EQUIPPED = passage("Aula con mesas.")


@pytest.mark.parametrize(
    ("criteria", "practice", "named", "told"),
    [
        (CRITERIA, "", [EQUIPPED], "company school company both school both both"),
        (CRITERIA[2:3], "", [passage("Taller con tres tornos.")], "both"),
        (CRITERIA[2:3], "", [], "both"),
        (CRITERIA[:1], "Puede hacerse de manera simulada.", [EQUIPPED], "both"),
        (TOOLS, "", [EQUIPPED], "both company"),
        (TOOLS, "", [passage("Un ingeniero mecánico.", section=("Profesorado",))], "both both"),
    ],
    ids=["kinds and needs", "a lathe is there", "no list of things", "simulated", "a consumable", "a list of staff"],
)
def test_a_criterion_is_suggested_by_its_kind_and_what_it_needs(
    criteria: tuple[tuple[str, str], ...], practice: str, named: list[Passage], told: str
) -> None:
    found = dual(standard(*criteria, practice=practice), named)
    assert [one.setting for one in found] == told.split()
    assert all(one.by == "rule" and all(one.why) for one in found)
    assert criteria != CRITERIA or "cliente" in found[0].why.en


def test_a_programmes_mark_wins_and_a_person_over_it() -> None:
    code, marked = "EC9999/E1/conocimiento/5", passage("Distingue los aceros.", "outcome", ("Unidad 3 (dual)",))

    def told(probability: float, **decided: str) -> Suggestion:
        shown = MappedPassage(marked, (Match("conocer", code, "Tipos de acero.", probability, 1.0),))
        return dual(standard(*CRITERIA), [marked], in_alignment([shown]), decided)[4]

    sure, unsure, changed = told(0.9), told(0.4), told(0.9, **{code: "company"})
    assert (sure.setting, sure.by, sure.passages) == ("both", "programme", (marked,))
    assert (changed.setting, changed.by) == ("company", "person")
    assert (unsure.setting, unsure.by) == ("school", "rule")


@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_sheet_is_written_changed_and_read_back(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "dual.csv"
    framework = standard(*CRITERIA)
    path.write_text(sheet_text(dual(framework), lang=lang), encoding="utf-8")
    assert read_sheet(path) == {}
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    rows[1][-1] = "Escuela" if lang == "es" else "school"
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows), encoding="utf-8")
    changes = read_sheet(path)
    assert changes == {"EC9999/E1/desempeno/1": "school"}
    again = dual(framework, (), {}, changes)
    assert (again[0].setting, again[0].by) == ("school", "person")
    path.write_text(sheet_text(again, lang=lang), encoding="utf-8")
    assert read_sheet(path) == changes


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("code,change\nEC1,taller\n", "taller"),
        ("code,change\nEC1,school\nEC1,both\n", "EC1"),
        ("clave,cambio\nEC1,school\n", "change"),
        ("", "empty"),
    ],
)
def test_a_sheet_with_a_mistake_is_refused_with_its_place(tmp_path: Path, content: str, named: str) -> None:
    assert named in refusal(written(tmp_path / "dual.csv", content), read_sheet).en


def test_a_cell_is_no_formula() -> None:
    assert "'=1+1" in sheet_text(dual(standard(("desempeno", "=1+1"))), lang="es")


# On public material, where it is at hand.
