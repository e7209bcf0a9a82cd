"""Models of one's own: which scorer serves an encoder, what reports say of it, calibrating one, how fits are stored."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from command import BRIEF, check, curmap, done
from files import json_lines, table_rows
from web_fixtures import open_browser

from corpora import InputError
from embeddings.encoders import open_encoder, sentence_transformer
from mapper.evaluation import calibrate, programmes
from mapper.matching.calibrated import describe_encoder, path_of, scorer_for
from mapper.matching.candidates import Scale
from mapper.matching.scorer import Scorer, shipped
from mapper.matching.terms import Usages
from mapper.workspace.store import Workspace

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "mapper" / "samples"
TRUTH = SAMPLES / "truth"


@pytest.fixture
def other(small_model: Path) -> str:
    """Another encoder than the one that ships."""
    return f"sentence_transformer:{small_model}"


def calibrated(revision: str) -> Scorer:
    """The scorer that ships as if it had been fitted for another encoder."""
    scale = Scale(0.1, 0.2, Scale(0.3, 0.05))
    about = {**shipped().about, "truth": ["curmap", "ours"], "catalogues": []}
    nothing = Usages.build((), np.zeros((0, 32), dtype=np.float32))
    made = replace(shipped(), encoder=revision, scale=scale, said=nothing, about=about)
    return Scorer.from_bytes(made.to_bytes(), made.criteria)


@pytest.mark.slow
def test_a_stored_scorer_serves_its_encoder_alone(workspace: Workspace, other: str) -> None:
    encoder = open_encoder(other)
    assert scorer_for(workspace.calibrated, encoder.revision) is shipped()
    assert describe_encoder(encoder, shipped())["calibrated"] is None
    assert "calibrated" not in describe_encoder(open_encoder(), shipped())
    made = calibrated(encoder.revision)
    calibrate.store(workspace, made)
    found = scorer_for(workspace.calibrated, encoder.revision)
    assert (found.encoder, found.revision, found.scale) == (encoder.revision, made.revision, made.scale)
    assert found.about == made.about
    assert found.scale_for(encoder.revision) == made.scale
    assert found.scale_for("another") == replace(made.scale, own=None)
    said = describe_encoder(encoder, found)["calibrated"]
    assert said is not None
    assert (said["truth"], said["scorer"]) == (["curmap", "ours"], made.revision)
    assert scorer_for(workspace.calibrated, open_encoder().revision) is shipped()


def test_a_damaged_scorer_is_named(workspace: Workspace) -> None:
    path = path_of(workspace.calibrated, "abc")
    path.parent.mkdir()
    path.write_bytes(b"PK")
    with pytest.raises(InputError, match="curmap calibrate"):
        scorer_for(workspace.calibrated, "abc")


@pytest.mark.slow
def test_a_mapping_names_what_its_probabilities_were_calibrated_on(
    workspace: Workspace, other: str, tmp_path: Path
) -> None:
    asked = ("--workspace", workspace.folder, "map", BRIEF, "-f", "table", "-f", "conocer", "--encoder", other)
    plain = curmap(*asked, "--json")
    check("alignment", plain.json)
    assert plain.json["encoder"]["calibrated"] is None
    shown = curmap("--lang", "en", *asked, "--all", "--out", tmp_path / "plain").out
    page = (tmp_path / "plain" / "report.html").read_text(encoding="utf-8")
    assert "not calibrated for this encoder" in " ".join(shown.split())
    assert "not calibrated for this encoder" in page
    assert "Order (not calibrated)" in page
    coverage = ("--workspace", workspace.folder, "coverage", BRIEF, "-f", "conocer", "--encoder", other)
    assert "no están calibradas" in " ".join(curmap(*coverage).out.split())
    calibrate.store(workspace, calibrated(open_encoder(other).revision))
    ran = curmap(*asked, "--json")
    check("alignment", ran.json)
    assert ran.json["encoder"]["calibrated"]["truth"] == ["curmap", "ours"]
    assert ran.json["settings"]["matcher"] != plain.json["settings"]["matcher"]
    shown = curmap("--lang", "en", *asked).out
    assert f"calibrated for the encoder {other} in this workspace" in " ".join(shown.split())
    assert "not calibrated" not in shown
    assert "calibradas para el codificador" in " ".join(curmap(*coverage).out.split())


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ("map", BRIEF, "-f", "conocer"),
        ("coverage", BRIEF, "-f", "conocer"),
        ("credentials", BRIEF, "-f", "conocer"),
        ("matrix", BRIEF, "-f", "conocer"),
        ("gap", BRIEF, "-f", "table", "--jobs", SAMPLES / "ofertas.jsonl", "--all"),
        ("instructors", BRIEF, "-f", "conocer", "--teachers", SAMPLES / "docentes.csv"),
        ("crosswalk", "table", "--to", "conocer"),
        ("index", BRIEF, "-c", "catalogue", "-f", "conocer"),
    ],
    ids=lambda command: command[0],
)
def test_a_model_with_vectors_of_another_length_serves_every_command(
    command: tuple[object, ...], workspace: Workspace, small_model: Path
) -> None:
    encoder = f"sentence_transformer:{small_model}"
    done = curmap("--workspace", workspace.folder, *command, "--encoder", encoder, "--lang", "en")
    assert done.code in (0, 3), done.err
    if command[0] == "gap":
        assert "with another one these shares are rough" in " ".join(done.out.split())


@pytest.mark.slow
def test_of_a_collection_of_another_encoder_the_order_alone_is_shown(workspace: Workspace, other: str) -> None:
    asked = ("--workspace", workspace.folder)
    index = (*asked, "index", BRIEF, "-c", "catalogue", "-f", "conocer", "--encoder", other)
    questions = (("search", "tensión del hilo"), ("who-teaches", "EC9001"))
    who_teaches = "/collections/catalogue?code=conocer/EC9001"
    curmap(*index)
    for browser in open_browser(workspace):
        browser.post("/name", name="Ana")
        for question in questions:
            found = curmap(*asked, *question, "-c", "catalogue")
            assert "no están calibradas" in " ".join(found.err.split())
            assert "1." in found.out
            assert "%" not in found.out
            assert "robab" not in found.out
            assert "no están calibradas" in curmap(*asked, *question, "-c", "catalogue", "--json").err
        shown = browser.get(who_teaches)
        assert "no están calibradas" in shown
        assert "<b>1.</b>" in shown
        calibrate.store(workspace, calibrated(open_encoder(other).revision))
        assert "no están calibradas" in browser.get(who_teaches)  # it was mapped before
        curmap(*index, "--update")
        assert "no están calibradas" not in browser.get(who_teaches)
    for question in questions:
        found = curmap(*asked, *question, "-c", "catalogue")
        assert "no están calibradas" not in " ".join(found.err.split())
        assert "%" in found.out


@pytest.mark.slow
def test_every_grade_that_ships_stands_beside_its_passage() -> None:
    """A reader that reads a passage otherwise gives it another id, and its grades would be lost."""
    beside = {(row["programme"], row["passage"]) for row in table_rows(TRUTH / "grades.tsv", "\t")}
    assert len(calibrate._shipped_grades(programmes.read_truths(TRUTH)[0])) == len(beside)
    assert 0.5 < calibrate.trap_share(open_encoder()) <= 1


def graded(name: str, code: str, grade: int) -> dict[str, object]:
    """A passage of which one competency was graded."""
    about = {"id": name, "group": name, "role": "outcome", "language": "es", "section": [], "passage": "Cose"}
    return {**about, "candidates": [{"framework": "table", "code": code, "statement": "coser", "grade": grade}]}


def test_only_what_is_fitted_on_is_named_and_stored(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ships, code = tmp_path / "ships", workspace.load("table").competencies[0].code
    shutil.copytree(TRUTH / "ec9101", ships / "ec9101")
    (tmp_path / "none.tsv").write_text("programme\tpassage\tframework\tcode\tgrade\n", encoding="utf-8")
    monkeypatch.setattr(calibrate, "SHIPPED", ships)
    monkeypatch.setattr(calibrate, "_GRADES", tmp_path / "none.tsv")

    def folder(name: str, *grades: int) -> Path:
        lines = [graded(str(n), code, grade) for n, grade in enumerate(grades)]
        (tmp_path / name).mkdir()
        return json_lines(tmp_path / name / "pairs.jsonl", lines).parent

    one, all_ = folder("one", *[3] * 40), folder("all", *[0, 3] * 40)
    found = calibrate.load_known(workspace, [one])
    assert (found.names, found.few, found.graded, found.grades[3]) == (("curmap",), ("table",), (), 40)
    assert calibrate.load_known(workspace, [one, all_]).names == ("curmap", "one", "all")
    model = calibrate.Model(describe_encoder(open_encoder(), shipped()), {}, 1, 1.0, 1.0, None, "")
    monkeypatch.setattr(calibrate, "open_model", lambda _name: (open_encoder(), calibrate.Cost(1.0, 1.0)))
    monkeypatch.setattr(calibrate, "measure_model", lambda *_args, **_more: (model, shipped()))
    asked = ("--workspace", workspace.folder, "calibrate", "--encoder", "e5", "--json", "--lang", "en")
    ran = curmap(*asked, one)
    assert (ran.json["stored"], ran.json["truth"]) == (False, ["curmap"])
    assert "0: 0, 1: 0, 2: 0, 3: 40" in ran.err
    ran = curmap(*asked, all_)
    assert ran.json["stored"]
    assert "delete this file to go back to what ships" in ran.err
    assert str(path_of(workspace.calibrated, shipped().encoder)) in ran.err


@pytest.mark.slow
def test_a_folder_of_ones_own_adds_its_truth(workspace: Workspace, tmp_path: Path) -> None:
    own = tmp_path / "ours"
    own.mkdir()
    json_lines(own / "pairs.jsonl", [graded("1", "A1", 3)])
    found, ships = calibrate.load_known(workspace, [own]), calibrate.load_known(workspace, [])
    assert found.texts == ships.texts
    assert (ships.catalogues, ships.absent, ships.graded) == ((), ("esco", "renec"), ())
    assert calibrate.load_known(workspace, [own / "pairs.jsonl"]).few == ("table",)
    assert (found.names, found.catalogues, found.few, found.graded) == (("curmap",), (), ("table",), ())
    (tmp_path / "workspace" / "cache").mkdir(exist_ok=True)
    # Of programmes nothing is fitted: criteria are told by reading.
    for folder in (tmp_path / "nowhere", tmp_path / "workspace" / "cache", TRUTH / "ec9101"):
        with pytest.raises(InputError, match="truth"):
            calibrate.load_known(workspace, [folder])


@pytest.mark.slow
def test_one_model_or_several_are_named_and_are_there(workspace: Workspace, other: str) -> None:
    for asked, said in (
        ((), "--compare"),
        (("--encoder", other, "--compare", other), "--compare"),
        (("--compare", other, "--compare", other), "dos veces"),
        # Before the other one is fitted; a path, since of what may be a name on the hub a library is asked.
        (("--compare", other, "--compare", "sentence_transformer:./no/such"), "./no/such"),
    ):
        ran = curmap("--workspace", workspace.folder, "calibrate", *asked)
        assert (ran.code, said in ran.err) == (2, True)
    assert not (workspace.cache / "calibrate").exists()


@pytest.mark.slow
def test_a_model_is_calibrated_and_used(
    workspace: Workspace, other: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = tmp_path / "truth"
    for folder in sorted(path.parent for path in TRUTH.glob("*/truth.json"))[:6]:
        shutil.copytree(folder, few / folder.name)
    lines = (TRUTH / "sentences.tsv").read_text(encoding="utf-8").splitlines()[:200]
    (few / "sentences.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.setattr(calibrate, "SHIPPED", few)
    monkeypatch.setattr(calibrate, "_SENTENCES", few / "sentences.tsv")
    read_requirements: list[str] = []
    opening = sentence_transformer.open_encoder
    monkeypatch.setattr(
        sentence_transformer, "open_encoder", lambda name: read_requirements.append(name) or opening(name)
    )
    ran = done("--workspace", workspace.folder, "calibrate", "--encoder", other, "--json")
    assert len(read_requirements) == 1
    (model,) = ran.json["models"]
    assert ran.json["stored"]
    assert 0 < model["figures"]["traps"] < 1
    scorer = scorer_for(workspace.calibrated, open_encoder(other).revision)
    assert scorer.encoder == open_encoder(other).revision
    assert scorer.scale.own is not None
    mapped = curmap("--workspace", workspace.folder, "map", BRIEF, "-f", "conocer", "--encoder", other, "--json")
    assert mapped.json["encoder"]["calibrated"]["scorer"] == scorer.revision
    assert not list(workspace.cache.glob("calibrate/*"))
