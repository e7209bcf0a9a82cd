"""Programmes with known truth: what counts as the right passage, the figures by hand, folders read, runs compared."""

import json
import runpy
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from files import written

from corpora import InputError
from embeddings.encoders import open_encoder
from lab.reading.programmes import compared, standards_of
from mapper.evaluation.programmes import Row, figures, first_right, measure, read_truths, truth_rows
from mapper.evaluation.stored import compare, write_measured

SCRIPT = Path(__file__).resolve().parent.parent / "benchmarks" / "coverage.py"

STANDARD = """code,statement,parent,kind,language
{0},{1},,standard,es
{0}/E1,{1},{0},element,es
{0}/E1/desempeno/1,{2},{0}/E1,desempeno,es
{0}/E1/conocimiento/1,{3},{0}/E1,conocimiento,es
"""
# Name, standard, sector, title, its two criteria, the programme's outcome and content, truth of both.
WRITTEN = [
    (
        "pan",
        "EC9701",
        "alimentos",
        ("Panificación artesanal", "Amasa la mezcla hasta desarrollar el gluten", "Tipos de levadura y su activación"),
        "Trabaja la masa hasta que la malla de gluten aguante estirada sin romperse.",
        "Levadura fresca, seca e instantánea: cómo se activa cada una.",
        ("covered", "covered"),
    ),
    (
        "moto",
        "EC9702",
        "automotriz",
        ("Servicio a motocicletas", "Ajusta la tensión de la cadena", "Códigos de falla del tablero"),
        "Tensa la cadena de transmisión y verifica su holgura con calibrador.",
        "Historia de la motocicleta en México y sus marcas.",
        ("covered", "absent"),
    ),
]


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    folder = tmp_path / "truth"
    for name, code, sector, texts, outcome, content, states in WRITTEN:
        home = folder / name
        home.mkdir(parents=True)
        written(home / "standard.csv", STANDARD.format(code, *texts))
        programme = (
            f"# Taller de {name}\n\n## Resultados de aprendizaje\n\n- {outcome}\n\n## Contenidos\n\n- {content}\n"
        )
        written(home / "programme.md", programme)
        criteria = []
        for kind, quote, state in zip(("desempeno", "conocimiento"), (outcome, content), states, strict=True):
            distance, quoted = (None, []) if state == "absent" else ("medium", [quote])
            told = {"state": state, "distance": distance, "passages": quoted}
            criteria.append({"code": f"{code}/E1/{kind}/1", **told})
        values = {"standard": code, "programme": "programme.md", "kind": "conalep", "sector": sector}
        written(home / "truth.json", json.dumps({**values, "criteria": criteria}))
    return folder


def test_the_right_passage_holds_a_quote_or_is_held_by_one() -> None:
    quote = "En diez frutos clava el **termómetro** de punzón; copia ambos números."
    held = "clava el termómetro de punzón"
    whole = "Práctica 3. EN DIEZ FRUTOS clava el termometro\nde punzón; copia ambos números. Después limpia."
    assert first_right(["otra cosa muy distinta", held], [quote]) == 2
    assert first_right([whole], ["algo más", quote]) == 1
    assert first_right(["diez frutos", f"{whole} {'x' * 600}"], [quote]) is None  # a fragment, a page
    assert first_right([held], []) is None


def row(truth: str, state: str, probability: float, rank: int | None = None, programme: str = "a") -> Row:
    distance = "near" if truth in ("covered", "partly") else None
    return Row(programme, "ut", f"{truth}{state}{probability}", "", truth, distance, state, probability, rank)


def test_passages_that_are_examples_do_not_tell_that_others_teach_nothing(truth: Path) -> None:
    """A programme of which a reader quoted some of what teaches, not all."""
    path = truth / "pan" / "truth.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"quotes": "examples"}), "utf-8")
    encoder, truths = open_encoder(), read_truths(truth)[0]
    assert {one.name: one.examples for one in truths} == {"moto": False, "pan": True}
    found = compared(truths, standards_of(truths, encoder), encoder)
    beside_own = [one for one in found if one.field]
    assert {(one.programme, one.examples) for one in beside_own} == {("moto", False), ("pan", True)}
    assert {one.own_and_short for one in beside_own if one.examples} == {False}
    assert not any(one.examples for one in found if not one.field)


def test_figures_by_hand() -> None:
    rows = [
        row("covered", "covered", 0.9, 1),
        row("covered", "not_found", 0.1, 4),
        row("partly", "uncertain", 0.5, None, "b"),
        row("absent", "covered", 0.8, None, "b"),
        row("absent", "not_found", 0.05, None, "b"),
        row("foreign", "partly", 0.7),
        row("foreign", "not_found", 0.0),
    ]
    found = {name: (ends["value"], ends["n"]) for name, ends in figures(rows).items()}
    assert [found[f"right@{k}"] for k in (1, 3, 5, 8)] == [(1 / 3, 3), (1 / 3, 3), (2 / 3, 3), (2 / 3, 3)]
    # Of the six pairs of taught and absent, .9 is above both, .1 and .5 above one each.
    assert found["AUROC"] == found["AUROC_near"] == (pytest.approx(4 / 6), 5)
    assert found["AUROC_far"] == (None, 2)
    assert (found["taught_shown"], found["shown_taught"]) == ((pytest.approx(1 / 3), 3), (0.5, 2))
    assert found["covered_not_found"] == found["covered_shown"] == (0.5, 2)
    assert found["shown_covered_right"] == found["not_found_right"] == (0.5, 2)
    assert found["absent_not_found"] == (0.5, 2)
    assert found["to_confirm"] == (0.2, 5)
    assert found["foreign_shown"] == (0.5, 2)
    assert figures(rows)["to_confirm"]["low"] is not None
    assert all(ends["value"] is None for ends in figures([]).values())


@pytest.mark.slow
def test_a_folder_is_measured_and_its_runs_compared(truth: Path, tmp_path: Path) -> None:
    truths, left = read_truths(truth)
    assert ([one.name for one in truths], left) == (["moto", "pan"], [])
    encoder = open_encoder()
    rows = truth_rows(truths, encoder)
    own = [row for row in rows if row.truth != "foreign"]
    states = [("moto", "covered"), ("moto", "absent"), ("pan", "covered"), ("pan", "covered")]
    assert [(row.programme, row.truth) for row in own] == states
    assert len(rows) == 8  # each against the other's two criteria besides
    assert [row.rank for row in own if row.taught] == [1, 1, 1]
    found = measure(truth, truths, rows, encoder)
    assert (found.result["benchmark"], found.result["criteria"], found.result["taught"]) == ("truth", 4, 3)
    assert set(found.result["programmes"]) == {"moto", "pan"}
    assert set(found.result["kinds"]) == {"conalep"}
    write_measured(tmp_path / "a", found)
    worse = [replace(row, probability=0.99 if row.truth == "absent" else 0.01) for row in rows]
    write_measured(tmp_path / "b", measure(truth, truths, worse, encoder))
    found = {name: one["difference"] for name, one in compare(tmp_path / "a", tmp_path / "b")["benchmarks"].items()}
    assert set(found) == {"truth", "truth 1-Brier", "truth right@5"}
    assert found["truth"] < 0 == found["truth right@5"]


def test_what_is_wrong_with_a_folder_is_said(truth: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no programmes"):
        read_truths(tmp_path / "nothing")
    (truth / "moto" / "standard.csv").rename(tmp_path / "EC9702.csv")
    assert read_truths(truth)[1] == ["moto"]
    truths, left = read_truths(truth, tmp_path)
    assert (len(truths), left) == (2, [])
    said = truth / "pan" / "truth.json"
    text = said.read_text(encoding="utf-8")
    for wrong, says in (
        (text.replace("desempeno/1", "desempeno/7"), "EC9701 has no EC9701/E1/desempeno/7"),
        (
            text.replace('"state": "covered"', '"state": "taught"', 1),
            r"'taught' of .* is none of covered, partly, absent",
        ),
        ("{}", "the field 'standard' is missing"),
    ):
        written(said, wrong)
        with pytest.raises(InputError, match=says):
            read_truths(truth)


@pytest.mark.slow
def test_the_benchmark_prints_every_figure(
    truth: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [str(truth), "--data", str(tmp_path), "--out", str(tmp_path / "run"), "--json"]
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), *arguments])
    runpy.run_path(str(SCRIPT), run_name="__main__")
    found = json.loads(capsys.readouterr().out)
    assert (tmp_path / "run" / "result.json").is_file()
    assert set(found["baselines"]) == {"cosine", "n-grams"}
    assert found["baselines"]["cosine"]["right@1"]["value"] == 1.0
    assert set(found["built"]["bundles"]) == {"moto", "pan"}
    assert (found["own_text"], found["modules"]) == ([], [])
