"""`curmap eval pairs`: graded pairs of the sample norms, measured, stored and compared."""

import json
import shutil
from pathlib import Path

import pytest
from command import curmap, done, refused
from files import json_lines, table_rows, written
from sklearn.metrics import brier_score_loss, roc_auc_score

from corpora import Passage
from corpora.frameworks import load
from embeddings.encoders import open_encoder
from eval.measures import mean
from mapper.actions import SAMPLES
from mapper.evaluation.pairs import probabilities
from mapper.evaluation.stored import read_run_folder
from mapper.matching.index import FrameworkIndex
from mapper.matching.matcher import Matcher

# Passage, right code, wrong code; three documents of two passages, and one task without a document.
GRADED = [
    ("taller.md", "Limpia y lubrica el garfio y los dientes de arrastre", "MC1.2.1", "TR1.1"),
    ("taller.md", "Elabora el calendario de mantenimiento preventivo", "MC1.2.2", "MC1.4.1"),
    ("seguridad.md", "Bloqueo de la energía antes de intervenir la máquina", "MC1.4.1", "MC1.1.3"),
    ("seguridad.md", "Uso de guantes y lentes; residuos de aceite", "MC1.4.2", "MC1.1.2"),
    ("ajuste.md", "Pone a tiempo el garfio con la aguja", "MC1.3.1", "TR1"),
    ("ajuste.md", "Regula la tensión de los hilos según la tela", "MC1.3.2", "MC1.2.3"),
    ("", "Read technical manuals in English", "TR1.1", "MC1.2.1"),
]


def line(number: int, group: str, text: str, right: str, wrong: str) -> dict[str, object]:
    candidates = [
        {"framework": "table", "code": right, "grade": 3, "grade_b": 2 + number % 2},
        {"framework": "table", "code": wrong, "grade": 0, "grade_b": 0},
        {"framework": "esco", "code": "x", "grade": 1},
    ]
    role, kind = ("outcome", "programme") if group else ("requirement", "task")
    return {"id": f"p{number}", "kind": kind, "group": group, "role": role, "language": "en" if not group else "es",
            "section": ["Mantenimiento"], "passage": text, "candidates": candidates}  # fmt: skip


@pytest.fixture(scope="module")
def workspace(norms: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(norms, tmp_path_factory.mktemp("pairs") / "workspace"))


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    rows = [line(number, *row) for number, row in enumerate(GRADED)]
    rows.append(line(7, "", "Limpieza general", "MC9.9", "MC1.4.1"))
    return json_lines(tmp_path / "small.jsonl", rows)


@pytest.mark.slow
def test_a_file_is_measured_stored_and_compared(workspace: Path, pairs: Path, tmp_path: Path) -> None:
    arguments = ("--workspace", workspace, "eval", "pairs", pairs, "--framework", "table", "--json")
    first = done(*arguments, "--out", tmp_path / "a")
    found = first.json
    assert (found["benchmark"], found["documents"], found["passages"], found["pairs"]) == ("small", 5, 8, 15)
    assert (found["right"], found["without_right"]) == (7, 1)
    assert found["left_out"] == {"frameworks": {"esco": 8}, "codes": [{"framework": "table", "code": "MC9.9", "n": 1}]}
    assert set(found["measures"]) == {"AUROC", "RMSCE", "Brier", "nDCG", "precision", "recall", "unfounded"}
    assert all(set(ends) == {"value", "low", "high"} for ends in found["measures"].values())
    assert found["measures"]["AUROC"]["value"] > 0.85
    assert found["measures"]["nDCG"]["value"] == 1.0
    assert sum(band["n"] for band in found["bands"]) == 15
    assert found["agreement"]["pairs"] == 15  # what is left out is not in it either
    assert found["agreement"]["alpha_right"]["value"] == 1.0
    assert json.loads((tmp_path / "a" / "result.json").read_text(encoding="utf-8")) == found
    kept = read_run_folder(tmp_path / "a")
    # From the folder alone the figures can be made again, and cited.
    rows = table_rows(tmp_path / "a" / "probabilities.csv")
    wanted = {("p0", "table/MC1.2.1"): 3, ("p6", "table/MC1.2.1"): 0, ("p7", "table/MC1.4.1"): 0}
    grades = {(row["query"], row["target"]): int(row["grade"]) for row in rows}
    assert (len(grades), wanted.items() <= grades.items()) == (15, True)
    right, told = [int(row["grade"]) >= 2 for row in rows], [float(row["probability"]) for row in rows]
    assert roc_auc_score(right, told) == pytest.approx(found["measures"]["AUROC"]["value"], abs=1e-6)
    assert brier_score_loss(right, told) == pytest.approx(found["measures"]["Brier"]["value"], abs=1e-5)
    assert {"probabilities.csv", "per_query.csv"} == kept.details["checksums"].keys()
    assert found["ordered"] == 7  # passages whose candidates differ in grade
    auroc, brier = (found["measures"][name]["value"] for name in ("AUROC", "Brier"))
    assert [mean(kept.values[name]) for name in ("AUROC", "1-Brier")] == pytest.approx([auroc, 1 - brier], abs=1e-5)
    assert curmap(*arguments).out == first.out
    assert len(list((workspace / "runs").iterdir())) == 1
    shown = ("eval", "compare", tmp_path / "a", next((workspace / "runs").iterdir()))
    same = done(*shown, "--json")
    assert set(same.json["benchmarks"]) == {"small", "small 1-Brier", "small nDCG"}
    assert same.json["mean"]["difference"] == 0
    assert (same.json["mean"]["low"], same.json["mean"]["smallest_fall"]) == (0.0, None)
    # The content is what is compared: a renamed file is the same, a reworded passage is not.
    text = pairs.read_text(encoding="utf-8")
    for name, changed, code in (
        ("renamed", text, 0),
        ("small", text.replace("garfio y los", "garfio, los"), 2),
        ("small", text.replace("ajuste.md", "taller.md"), 2),
    ):
        other = written(pairs.with_name(f"{name}.jsonl"), changed)
        asked = ("--workspace", workspace, "eval", "pairs", other, "-f", "table", "--out", tmp_path / name)
        assert curmap(*asked).code == 0
        compared = curmap("--lang", "en", "eval", "compare", tmp_path / "a", tmp_path / name)
        assert (compared.code, "changed between the two runs" in compared.err) == (code, code == 2)
    refused = curmap("--lang", "en", *arguments, "--out", tmp_path / "renamed").refusal
    assert "another run lies there, of matcher on renamed" in refused


def test_the_judges_agreement_varies_over_documents_like_the_figures(workspace: Path, tmp_path: Path) -> None:
    rows = [line(number, "one.md", *row) for number, (_, *row) in enumerate(GRADED)]
    path = json_lines(tmp_path / "one.jsonl", rows)
    arguments = ("eval", "pairs", path, "--framework", "table", "--json", "--out", tmp_path / "run")
    found = curmap("--workspace", workspace, *arguments).json
    assert (found["documents"], found["passages"]) == (1, 7)
    coefficients = [found["agreement"]["alpha"], *found["agreement"]["kappa"].values()]
    assert all(one["value"] > 0.5 and one["low"] is None for one in coefficients)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["es", "en"])
def test_tables_say_what_was_left_out(workspace: Path, pairs: Path, tmp_path: Path, lang: str) -> None:
    asked = ("--workspace", workspace, "eval", "pairs")
    ran = done(*asked, pairs, "-f", "table", "--out", tmp_path / "x", "--lang", lang)
    assert "RMSCE" in ran.out
    assert "κ" in ran.out
    assert ("(MC9.9)" in ran.err, ran.err.count("table: ")) == (True, 1)
    assert "esco" in ran.err
    others = written(tmp_path / "others.jsonl", pairs.read_text(encoding="utf-8").replace('"table"', '"renec"'))
    assert "no pair is of the frameworks table" in refused(*asked, others, "-f", "table", "--lang", "en")
    # Pairs of the framework whose codes it does not have are another fault.
    unknown = [{**line(n, *row), "candidates": [{"framework": "table", "code": f"NO{n}", "grade": 3}]}
               for n, row in enumerate(GRADED)]  # fmt: skip
    said = refused(*asked, json_lines(others, unknown), "-f", "table", "--lang", lang)
    assert "7" in said
    assert "(table/NO0, table/NO1, table/NO2, table/NO3, table/NO4, …)" in said


def test_the_probability_is_the_one_that_a_mapping_shows(tmp_path: Path) -> None:
    framework = load([SAMPLES / "normas.csv"], loader="table")
    encoder = open_encoder()
    matcher = Matcher([FrameworkIndex.build(framework, encoder)], encoder)
    passages = [
        Passage(str(n), str(n), text, 0, len(text), None, None, ("Taller",), "outcome", "es")
        for n, (_, text, _, _) in enumerate(GRADED)
    ]
    codes = [("table", entry.code) for entry in framework.competencies]
    found = probabilities(matcher, [framework], passages, [[*codes, ("table", "none")]] * len(passages))
    shown = 0
    for row, matches in zip(found, matcher.match(passages), strict=True):
        by_code = dict(zip(codes, row, strict=False))
        assert row[-1] == 0
        assert all(by_code["table", match.code] == match.probability for match in matches)
        shown += len(matches)
    assert shown
