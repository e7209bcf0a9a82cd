"""Two editions compared: what is one, what changed, with which words, and what a mapping keeps of it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from command import curmap, done, refused
from editions import write_new, write_old
from files import cells, written
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from mapper.between.editions import STATES, Change, Comparison, Edition, Unit
from mapper.between.editions.compare import compare_editions, diff_words, normalise
from mapper.between.editions.decisions import MappedCriterion, carry_over
from mapper.between.editions.sources import open_edition
from mapper.workspace.store import Workspace

E1, E2 = "EC0999/E0354", "EC0999/E0355"
N1, N2 = "EC0999.01/E0354", "EC0999.01/E0399"


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    folder = tmp_path_factory.mktemp("editions")
    workspace = Workspace(folder / "w")
    old, new = (open_edition(workspace, str(write(folder))) for write in (write_old, write_new))
    return compare_editions(old, new)


def of_old(comparison: Comparison, code: str) -> Change:
    (found,) = [change for change in comparison.changes if code in {unit.code for unit in change.old}]
    return found


@pytest.mark.parametrize(
    ("old", "states", "new"),
    [
        ("EC0999", ("level",), ["EC0999.01"]),
        (E1, ("same",), [N1]),
        (E2, ("same",), [N2]),
        (f"{E1}/desempeno/1", ("same",), [f"{N1}/desempeno/1"]),  # a space and a full stop more
        (f"{E1}/desempeno/2", ("reworded",), [f"{N1}/desempeno/2"]),
        (f"{E1}/desempeno/3", ("removed",), []),
        (f"{E1}/conocimiento/1", ("level",), [f"{N1}/conocimiento/1"]),
        (f"{E2}/desempeno/1", ("split",), [f"{N2}/desempeno/1", f"{N2}/desempeno/2"]),
        (f"{E2}/desempeno/2", ("moved",), [f"{N1}/desempeno/3"]),
        (f"{E2}/desempeno/3", ("same",), [f"{N2}/desempeno/4"]),
    ],
)
def test_what_became_of_each_part(comparison: Comparison, old: str, states: tuple[str, ...], new: list[str]) -> None:
    change = of_old(comparison, old)
    assert sorted(unit.code for unit in change.new) == new
    assert change.states[0] == states[0]
    assert set(states) <= set(change.states) <= {*states, "reworded"}


def test_what_is_new_stands_alone_and_the_other_way_round_it_was_removed(comparison: Comparison) -> None:
    (added,) = comparison.in_state("added")
    assert (added.old, [unit.code for unit in added.new]) == ((), [f"{N2}/desempeno/3"])
    back = compare_editions(comparison.new, comparison.old)
    assert [u.code for change in back.in_state("removed") for u in change.old] == [f"{N2}/desempeno/3"]
    assert {u.code for change in back.in_state("merged") for u in change.old} == {f"{N2}/desempeno/{n}" for n in (1, 2)}


def test_the_words_that_changed_are_told(comparison: Comparison) -> None:
    words = of_old(comparison, f"{E1}/desempeno/2").words
    assert [p.text.strip() for p in words if p.state != "same"] == ["la ficha técnica y"]


WORDS = ["limpia", "muele", "calienta", "sirve", "el", "grano", "la", "leche", "con", "cuidado", "taza", "café"]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join), max_size=8)


def edition(texts: list[str], name: str) -> Edition:
    top = Unit(name, "Preparar café", "standard", 0, edition=name)
    inner = [
        Unit(f"{name}/{n}", text, "desempeno", 1, name, f"{name}/{n}", order=n + 1, edition=name)
        for n, text in enumerate(texts)
    ]
    return Edition(name, "Preparar café", "conocer", "0" * 64, (top, *inner))


@settings(max_examples=60, deadline=None)
@given(old=TEXTS, new=TEXTS)
def test_whatever_the_editions_hold_nothing_is_lost_or_told_twice(old: list[str], new: list[str]) -> None:
    found = compare_editions(edition(old, "A"), edition(new, "B"))
    for side, count in (("old", len(old)), ("new", len(new))):
        codes = [unit.code for change in found.changes for unit in getattr(change, side)]
        assert len(codes) == len(set(codes)) == count + 1
    for change in found.changes:
        assert list(change.states) == [state for state in STATES if state in change.states]
        assert bool(change.words) == ("reworded" in change.states)
    turned = compare_editions(edition(old, "A"), edition(old[::-1], "B"))
    assert {change.states for change in turned.changes} == {("same",)}  # in another order it says the same


def test_two_editions_of_one_code_are_told_apart_by_their_frameworks(tmp_path: Path) -> None:
    for name, matter in (("antes", "la leche"), ("ahora", "cada tanque")):
        text = f"code,parent,statement\nQA/1,,Elaborar quesos\nQA/1/1.1,QA/1,Mide la acidez de {matter}\n"
        path = written(tmp_path / f"{name}.csv", text)
        done("--workspace", tmp_path / "w", "framework", "add", path, "--as", "table", "--name", name)
    done("--workspace", tmp_path / "w", "diff", "antes/QA/1", "ahora/QA/1", "--out", tmp_path / "out")
    page = (tmp_path / "out" / "diff.html").read_text(encoding="utf-8")
    assert "antes/QA/1 → ahora/QA/1" in page
    told = refused("--workspace", tmp_path / "w", "diff", "QA/1", "ahora/QA/1")  # which of the two is not guessed
    assert "ahora/QA/1, antes/QA/1" in told


def test_a_changed_kind_and_level_are_told_as_they_were_and_are(tmp_path: Path) -> None:
    text = "code,parent,statement,kind,level\nQA,,Elaborar quesos,,\nQA1,QA,Mide la {}\n"
    rows = {"old": "acidez,desempeño,", "new": "acidez,producto,Aplicación", "last": "sal,producto,Aplicación"}
    old, new, last = (written(tmp_path / f"{n}.csv", text.format(row)) for n, row in rows.items())
    assert "QA1 nivel: sin nivel tipo: Desempeños → QA1 nivel: Aplicación tipo: Productos" in " ".join(
        done("diff", old, new).out.split()
    )
    assert "tipo: Desempeños → QA1 nivel: Aplicación tipo: Productos" in " ".join(done("diff", old, last).out.split())


def test_tables_of_several_competencies_with_their_criteria_are_compared_as_a_whole(tmp_path: Path) -> None:
    text = "Código,Competencia,Criterio,Tipo\nA1,Elaborar,Mide la acidez de {},Desempeño\nA2,Vender,Pesa,Desempeño\n"
    old, new = (written(tmp_path / f"{n}.csv", text.format(n)) for n in ("la leche", "cada tanque"))
    changes = done("diff", old, new, "--json").json["changes"]
    states = {change["old"][0]["code"]: change["states"] for change in changes}
    assert (states["A1"], states["A2"], states["E2"]) == (["reworded"], ["same"], ["same"])


@given(old=st.text("ab ,.\n", max_size=30), new=st.text("ab ,.\n", max_size=30))
def test_the_runs_of_words_make_up_both_texts(old: str, new: str) -> None:
    pieces = diff_words(old, new)
    for side, text in (("gone", old), ("new", new)):
        said = "".join("".join(piece.text.split()) for piece in pieces if piece.state in ("same", side))
        assert said == "".join(text.split())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("la informaci ón del curso", "la información del curso", True),
        ("sobrelos riesgos", "sobre los riesgos", True),
        ("Retira la vajilla;", "Retira la vajilla, y", True),
        ("• Está caliente.\n• Huele bien", "● Está caliente,\n● Huele bien.", True),
        ("Retira la vajilla", "retira la vajilla", False),
        ("Retira 2 vajillas", "Retira 3 vajillas", False),
    ],
)
def test_repaired_spacing_is_no_change_and_a_word_is(one: str, other: str, same: bool) -> None:
    assert (normalise(one) == normalise(other)) is same


# Mappings


def test_a_match_holds_only_where_the_text_is_the_same(comparison: Comparison) -> None:
    units = {unit.code: unit for unit in comparison.old.units}
    kept = units[f"{E1}/desempeno/1"]
    rows = [
        (kept, "holds", (f"{N1}/desempeno/1",)),
        (units[f"{E2}/desempeno/2"], "holds", (f"{N1}/desempeno/3",)),  # moved
        (units[f"{E1}/desempeno/2"], "again", (f"{N1}/desempeno/2",)),
        (units[f"{E1}/desempeno/3"], "void", ()),
        (units[f"{E1}/conocimiento/1"], "again", (f"{N1}/conocimiento/1",)),  # of another level
        (units[f"{E2}/desempeno/1"], "again", (f"{N2}/desempeno/1", f"{N2}/desempeno/2")),  # split
    ]
    others = (replace(kept, code="EC0001/E1/desempeno/1"), replace(kept, text="Otra cosa"))
    asked = (*(unit for unit, *_ in rows), *others)
    found = carry_over(comparison, [MappedCriterion("Un pasaje", "conocer", u.code, u.text, 0.9, "sí") for u in asked])
    assert [(s.verdict, s.codes) for s in found.found[:-1]] == [(verdict, codes) for _, verdict, codes in rows]
    assert all(s.decision == ("sí" if s.verdict == "holds" else "") for s in found.found)
    assert found.others == 1
    # A match that was made from another text is looked at again.
    assert (found.found[-1].verdict, found.found[-1].states, found.found[-1].why) == ("again", (), "quoted")


# The command


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return write_old(tmp_path), write_new(tmp_path)


def test_the_command_prints_json_and_writes_three_reports(files: tuple[Path, Path], tmp_path: Path) -> None:
    ran = done("--workspace", tmp_path / "w", "diff", *files, "--json", "--out", tmp_path / "out")
    assert (tmp_path / "out" / "diff.json").read_text(encoding="utf-8") == ran.out
    assert (ran.json["old"]["name"], ran.json["new"]["name"]) == ("EC0999", "EC0999.01")
    facts = {"replaces": ["EC0999"], "replaces_published": "6 de julio de 2012", "overlap_months": 5}
    assert ran.json["new"]["facts"] == facts
    assert [ran.json["counts"][state] for state in ("added", "removed", "split", "moved")] == [1] * 4
    page = (tmp_path / "out" / "diff.html").read_text(encoding="utf-8")
    assert '<ins><span class="said">agregado: </span>la ficha técnica y </ins>' in page
    assert "<script" not in page
    header, *rows = load_workbook(tmp_path / "out" / "diff.xlsx").worksheets[0].iter_rows(values_only=True)
    assert len(rows) == len(ran.json["changes"])
    assert header[0] == "Cambio"
    shown = curmap("--workspace", tmp_path / "w", "diff", *files, "--lang", "en", "--all").out
    assert "{+la ficha técnica y+}" in " ".join(shown.split())


def test_the_newer_edition_may_be_named_first(files: tuple[Path, Path], tmp_path: Path) -> None:
    one, other = (curmap("--workspace", tmp_path / "w", "diff", *order, "--json") for order in (files, files[::-1]))
    assert one.out == other.out
    assert one.err == ""
    assert "Las dos ediciones dicen lo mismo." in curmap("--workspace", tmp_path / "w", "diff", files[0], files[0]).out
    assert "EC0999.01 es la edición nueva" in other.line


def test_the_old_edition_is_found_by_what_the_new_one_says(files: tuple[Path, Path], tmp_path: Path) -> None:
    assert "EC0999.01 actualiza al EC0999, que no está" in refused("--workspace", tmp_path / "w", "diff", files[1])
    assert curmap("--workspace", tmp_path / "w", "framework", "add", files[0]).code == 0
    assert curmap("--workspace", tmp_path / "w", "diff", files[1], "--json").json["old"]["name"] == "EC0999"
    # Without a word of it, by the code.
    lines = files[1].read_text(encoding="utf-8").splitlines(keepends=True)
    silent = written(files[1], "".join(line for line in lines if "EC actualiza al" not in line))
    assert curmap("--workspace", tmp_path / "w", "diff", silent, "--json").json["old"]["name"] == "EC0999"


def test_what_is_missing_is_said(files: tuple[Path, Path], tmp_path: Path) -> None:
    registry = Path(__file__).parent / "data" / "frameworks" / "renec.json"
    assert curmap("--workspace", tmp_path / "w", "framework", "add", registry).code == 0
    code = json.loads(registry.read_text(encoding="utf-8"))[0]["codigo"].strip()
    for arguments, said in (
        ([code, files[1]], "solo se conoce el título"),
        (["EC0999", files[1]], "«EC0999»"),
        ([tmp_path / "no.pdf", files[1]], "no existe el archivo"),
        (["no.odt", files[1]], "no existe el archivo"),
        ([files[0]], "nombre las dos"),
        ([*files, "--mapping", files[0]], "no es un alignment.json"),
        ([*files, "--mapping", tmp_path / "no.json"], "no existe"),
    ):
        assert said in refused("--workspace", tmp_path / "w", "diff", *arguments)


@pytest.mark.slow
def test_programmes_are_compared_by_their_passages_and_a_reviewed_mapping_goes_along(
    norms: Path, tmp_path: Path
) -> None:
    head = "# Resultados de aprendizaje\n\n"
    same = "- Realiza el mantenimiento preventivo de la máquina de coser industrial.\n"
    changed = "- Ajusta la tensión del hilo superior de la máquina de coser.\n"
    last = "- Limpia el área de trabajo al terminar la jornada.\n"
    nothing = "- Prepara mermelada de guayaba para la venta.\n"
    old = written(tmp_path / "plan-2024.md", f"{head}{same}{changed}{last}{nothing}")
    new = written(tmp_path / "plan-2025.md", f"{head}{changed.replace('superior', 'inferior')}{same}{nothing}")
    report = tmp_path / "report"
    done("--workspace", norms, "map", old, "-f", "conocer", "--out", report)
    book = load_workbook(report / "report.xlsx")
    (row,) = (row for row in cells(book["Sin correspondencia"]) if row["Pasaje"].value == nothing[2:-1])
    row["Revisión"].value = "sin correspondencia"
    said = set()
    for row in cells(book["Correspondencias"]):
        row["Revisión"].value = "no" if row["Pasaje"].value in said else "sí"  # of each passage the first match holds
        said.add(row["Pasaje"].value)
    book.save(tmp_path / "revisado.xlsx")
    ran = done("--workspace", norms, "diff", old, new, "--json", "--mapping", tmp_path / "revisado.xlsx")
    kept = "Realiza el mantenimiento preventivo de la máquina de coser industrial."
    *found, unmatched = sorted(ran.json["mapping"]["matches"], key=lambda one: one["decision_before"] == "none")
    # That nothing corresponds to a passage is a decision too.
    kept_so = (unmatched["verdict"], unmatched["decision"], unmatched["passage"])
    assert kept_so == ("holds", "none", nothing[2:-1])
    assert {one["decision"] for one in found if one["passage"] == kept} == {"yes", "no"}
    for one in found:
        assert one["verdict"] == "holds" if one["passage"] == kept else one["decision"] is None
        assert one["decision_before"] in ("yes", "no")
    plain = curmap("--workspace", norms, "diff", old, new, "--json", "--mapping", report / "alignment.json")
    counts = plain.json["mapping"]["counts"]
    assert {**counts, "holds": counts["holds"] + 1} == ran.json["mapping"]["counts"]
    shown = curmap("--workspace", norms, "diff", old, new, "--mapping", report / "alignment.json").out
    ids = {unit["code"] for change in plain.json["changes"] for unit in change["new"]}
    assert not [code for code in ids if code in shown]  # what a passage is called tells nobody anything
    # What was decided stands in the alignment that is made with it.
    again = ("map", old, "-f", "conocer", "--reviewed", tmp_path / "revisado.xlsx", "--out", tmp_path / "again")
    done("--workspace", norms, *again)
    made = tmp_path / "again" / "alignment.json"
    with_it = curmap("--workspace", norms, "diff", old, new, "--json", "--mapping", made)
    told = ("passage", "code", "verdict", "decision_before", "decision", "by")
    both = [sorted([one[name] or "" for name in told] for one in r.json["mapping"]["matches"]) for r in (ran, with_it)]
    assert both[0] == both[1]
    # Of another edition of the standard it tells nothing of that passage: it is shown, and does not go along.
    norm = ("--workspace", norms, "diff", "EC9001", "EC9001", "--mapping", tmp_path / "revisado.xlsx")
    of_norm = done(*norm, "--json").json["mapping"]
    assert ([one["passage"] for one in of_norm["none"]], of_norm["others"]) == ([nothing[2:-1]], 0)
    assert "«sin correspondencia» (1)" in done(*norm).out
