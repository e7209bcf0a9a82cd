"""Evaluation of systems: run folders, reuse, comparison, the page, and judging, on the benchmark that ships."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from command import Ran, curmap
from files import table_rows

from corpora import InputError
from eval import benchmarks
from eval.measures import MEASURES
from eval.runs import directions
from mapper.evaluation import SYSTEMS, open_system
from mapper.evaluation.known import SAMPLE, load_benchmark
from mapper.evaluation.page import as_markdown, make_sections
from mapper.evaluation.stored import read_run_folder, read_runs

# What `eval run --json` prints, and stands in result.json, is fixed.
KEYS = {
    *("benchmark", "sha256", "system", "queries", "groups", "tied_at_best", "seconds"),
    *("measures", "mapping", "no_match", "calibration", "judged", "directions"),
}
WRITTEN = ["cost.json", "details.json", "per_query.csv", "result.json", "run.trec", "settings.json", "texts.json"]


def evaluate(workspace: Path, *arguments: object) -> Ran:
    return curmap("--workspace", workspace, "--lang", "en", "eval", *arguments)


def run(workspace: Path, *arguments: object) -> Any:  # noqa: ANN401 - any JSON value
    done = evaluate(workspace, "run", *arguments, "--json")
    assert done.code == 0, done.err
    return done.json


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("evaluation") / "workspace"


@pytest.fixture(scope="module")
def runs(workspace: Path) -> Path:
    """Run folders of three systems on the sample."""
    folder = workspace.parent / "runs"
    run(workspace, "--system", "matcher", "--system", "bm25", "--system", "e5", "--out", folder)
    return folder


def test_the_sample_has_all_directions_and_queries_without_answer() -> None:
    found = benchmarks.load(SAMPLE)
    assert found.name == "oficios"
    assert directions(found) == ("en-en", "en-es", "es-en", "es-es")
    assert sum(query.id not in found.qrels for query in found.queries) == 7
    assert len({query.group for query in found.queries}) >= 20
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert f"{len(found.corpus)}: " in readme
    assert f"{len(found.queries)} in {len({q.group for q in found.queries})} groups" in readme


@pytest.mark.parametrize("name", [*(name for name in SYSTEMS if name != "run"), "e5", "e5+char"])
@pytest.mark.slow
def test_every_system_answers(name: str, tmp_path: Path) -> None:
    benchmark = load_benchmark(SAMPLE)
    system = open_system(name, tmp_path)
    assert system.name == name
    assert json.dumps(dict(system.settings()))
    steps: list[tuple[str, int, int]] = []
    system.prepare(benchmark)
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    found = system.answer(benchmark, context=False, progress=lambda *step: steps.append(step))
    assert found.system == name
    # What only the targets decide was made before, and is not made again.
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == kept
    assert found.rankings.keys() == {query.id for query in benchmark.queries}
    assert steps
    for ranking in found.rankings.values():
        pairs = list(zip(ranking.scores, ranking.targets, strict=True))
        assert pairs == sorted(pairs, reverse=True)
    again = open_system(name, tmp_path).answer(benchmark, context=False, progress=lambda *_: None)
    assert {q: r.targets for q, r in again.rankings.items()} == {q: r.targets for q, r in found.rankings.items()}


def ranked(folder: Path) -> list[tuple[str, str, int]]:
    """Query, target and rank of each line of a run."""
    lines = map(str.split, (folder / "run.trec").read_text(encoding="utf-8").splitlines())
    return [(query, target, int(rank)) for query, _, target, rank, *_ in lines]


def test_precision_can_be_made_again_from_what_the_run_folder_holds(runs: Path) -> None:
    folder = runs / "oficios.matcher"
    said = json.loads((folder / "details.json").read_text(encoding="utf-8"))["mapping"]
    among = {(query, target) for query, target, rank in ranked(folder) if rank <= said["shown"]}
    told = table_rows(folder / "probabilities.csv")
    sure = [(row["query"], row["target"]) for row in told if float(row["probability"]) >= said["threshold"]]
    stated = [pair for pair in sure if pair in among]
    qrels = benchmarks.load(SAMPLE).qrels
    hits = sum(qrels.get(query, {}).get(target, 0) > 0 for query, target in stated)
    assert len(stated) == said["stated"]
    assert hits / len(stated) == pytest.approx(said["micro"]["precision"], abs=1e-6)


def test_result_is_the_one_that_scripts_rely_on(runs: Path) -> None:
    found, plain, _ = json.loads((runs / "result.json").read_text(encoding="utf-8"))
    assert found.keys() == KEYS
    assert (found["benchmark"], found["system"], found["queries"]) == ("oficios", "matcher", 70)
    assert list(found["measures"]) == list(MEASURES)
    assert all(0 <= one["low"] <= one["value"] <= one["high"] <= 1 for one in found["measures"].values())
    assert found["mapping"].keys() == {"precision", "recall", "F1"}
    assert found["no_match"].keys() == {"auroc", "ceiling"}
    assert found["calibration"].keys() == {"rmsce", "ece", "ece_perfect", "brier"}
    assert found["judged"] is None
    assert found["directions"].keys() == {"es-es", "es-en", "en-es", "en-en"}
    assert plain["mapping"] is plain["calibration"] is None


def test_the_folder_of_a_run_has_every_query(runs: Path) -> None:
    assert sorted(path.name for path in (runs / "oficios.bm25").iterdir()) == WRITTEN
    rows = table_rows(runs / "oficios.bm25" / "per_query.csv")
    assert len(rows) == 70
    assert sum(row["MAP"] == "" for row in rows) == 7


def test_nothing_is_run_again_while_nothing_changed(workspace: Path, tmp_path: Path) -> None:
    asked = (workspace, "run", "--system", "bm25", "--out", tmp_path / "a")
    result = tmp_path / "a" / "result.json"
    assert "nothing changed" not in evaluate(*asked).err
    before = result.read_bytes()
    others = {p.name: p.read_bytes() for p in result.parent.iterdir() if p.name not in ("result.json", "cost.json")}
    assert "nothing changed" in evaluate(*asked).err
    assert result.read_bytes() == before
    # A folder that an interrupted run left is done again.
    result.unlink()
    assert "nothing changed" not in evaluate(*asked).err
    assert {**json.loads(result.read_bytes()), "seconds": 0} == {**json.loads(before), "seconds": 0}
    assert {name: (result.parent / name).read_bytes() for name in others} == others
    assert read_run_folder(result.parent).details["cost"].keys() >= {"seconds", "peak_megabytes"}
    # A folder of before has the cost among the details; one that has it nowhere is not whole.
    cost, details = ((result.parent / name) for name in ("cost.json", "details.json"))
    known = json.loads(cost.read_bytes())
    cost.unlink()
    with pytest.raises(InputError, match="incomplete"):
        read_run_folder(result.parent)
    details.write_text(json.dumps({**json.loads(details.read_bytes()), "cost": known}), encoding="utf-8")
    assert read_run_folder(result.parent).details["cost"] == known


def test_no_run_takes_the_place_of_another(workspace: Path, tmp_path: Path) -> None:
    place, other = tmp_path / "a", copy_of_sample(tmp_path / "talleres")
    asked = ("--system", "bm25", "--out", place)
    run(workspace, *asked)
    before = (place / "result.json").read_bytes()
    for arguments in (
        ("--system", "char", "--out", place),
        ("--benchmark", other, *asked),
        ("--system", "char", *asked),  # several, whose list would stand beside it
    ):
        said = evaluate(workspace, "run", *arguments).refusal
        assert f"{place}: another run lies there, of bm25 on oficios; name another folder" in said
    assert (place / "result.json").read_bytes() == before
    # The same system on the same benchmark may be run again, here with another version of its parts; so may several.
    settings = place / "settings.json"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"key": "', '"key": "0'), encoding="utf-8")
    assert run(workspace, *asked)["system"] == "bm25"
    (place / "result.json").unlink()  # what was interrupted is nobody's run
    assert run(workspace, "--system", "char", "--out", place)["system"] == "char"
    several = ("--system", "bm25", "--system", "char", "--out", tmp_path / "b")
    assert run(workspace, *several) == run(workspace, *several)
    refused = evaluate(workspace, "run", "--system", "bm25", "--out", tmp_path / "b").refusal
    assert f"{tmp_path / 'b'}: other runs lie there" in refused


def copy_of_sample(folder: Path, *, without: str = "") -> Path:
    (folder / "qrels").mkdir(parents=True)
    for name in ("corpus.jsonl", "queries.jsonl", "qrels/test.tsv"):
        text = (SAMPLE / name).read_text(encoding="utf-8")
        kept = [line for line in text.splitlines(keepends=True) if not without or not line.startswith(without)]
        (folder / name).write_text("".join(kept), encoding="utf-8")
    return folder


def test_several_benchmarks_and_systems(workspace: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    copy_of_sample(data / "one")
    copy_of_sample(data / "two", without="q01\t")
    found = run(workspace, "--data", data, "--system", "bm25", "--out", tmp_path / "runs")
    assert [one["benchmark"] for one in found] == ["one", "two"]
    assert found[0]["sha256"] != found[1]["sha256"]
    assert json.loads((tmp_path / "runs" / "result.json").read_text()) == found
    assert (tmp_path / "runs" / "one" / "run.trec").is_file()
    both = run(workspace, "--data", data, "--benchmark", "one", "--system", "bm25", "--system", "char")
    assert [one["system"] for one in both] == ["bm25", "char"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("run --benchmark nothing", "no benchmark 'nothing'; known: oficios"),
        ("run --system magic", "no system 'magic'; known: matcher, bm25, char"),
        ("run --system bm25:5", "takes no argument"),
        ("run --system bm25 --context group", "does not use context"),
        ("run --context all", "--context takes group"),
        ("run --system run:missing.trec", "missing.trec: does not exist"),
        ("run --system run", "oficios brings no run"),
        ("run --lang fr", "fr"),
        ("run --system bm25 --out {runs}/oficios.bm25/run.trec/inside", "run.trec: is a file"),
        ("run --out /proc/nope", "/proc: "),
        ("pairs nothing.jsonl --out /proc/nope", "/proc: "),
        ("pool --benchmark oficios --out /proc/nope", "/proc: "),
        ("compare {runs}/oficios.bm25 {runs}", "there are several runs of oficios"),
        ("compare {runs}/oficios.bm25 {runs}/x", "is not a run folder, or is incomplete"),
        ("report", "no runs in the workspace"),
        ("pool", "give files and --framework"),
        ("pool --benchmark oficios --framework renec a.pdf", "give files and --framework"),
        ("pool a.pdf", "give files and --framework"),
    ],
)
def test_what_the_user_mends(runs: Path, tmp_path: Path, arguments: str, says: str) -> None:
    assert says in evaluate(tmp_path, *arguments.format(runs=runs).split()).refusal
    assert not list(tmp_path.iterdir())  # nor is any work done before


def test_a_run_of_somebody_else(workspace: Path, tmp_path: Path) -> None:
    ours = run(workspace, "--system", "char", "--out", tmp_path / "char")
    theirs = run(workspace, "--system", f"run:{tmp_path / 'char' / 'run.trec'}", "--out", tmp_path / "theirs")
    assert theirs["system"] == "run:run.trec"
    assert theirs["measures"] == ours["measures"]
    pair = tmp_path / "pair"
    pair.mkdir()
    rows = (SAMPLE / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines()[1:]
    lines = ["{} 0 {} {}\n".format(*row.split("\t")) for row in rows]
    (pair / "qrels.txt").write_text("".join(lines), encoding="utf-8")
    answers = (tmp_path / "char" / "run.trec").read_text(encoding="utf-8").splitlines(keepends=True)
    judged = {line.split()[0] for line in lines}
    (pair / "run.trec").write_text("".join(a for a in answers if a.split()[0] in judged), encoding="utf-8")
    assert run(workspace, "--benchmark", pair)["measures"]["MAP"]["value"] == ours["measures"]["MAP"]["value"]


def test_compare(runs: Path) -> None:
    e5, bm25 = runs / "oficios.e5", runs / "oficios.bm25"
    worse = evaluate(runs, "compare", e5, bm25)
    assert (worse.code, "Mean" in worse.out.replace("Mean (95", "")) == (4, False)
    assert "B does not pass." in worse.err
    assert evaluate(runs, "compare", bm25, e5, "--strict").code == 0
    same = evaluate(runs, "compare", e5, e5, "--strict")
    assert same.code == 0
    found = evaluate(runs, "compare", e5, e5, "--strict", "--json").json
    assert [(one["low"], one["high"]) for one in (found["mean"], found["benchmarks"]["oficios"])] == [(0.0, 0.0)] * 2
    assert evaluate(runs, "compare", e5, bm25, "--margin", "0.9").code == 0


def test_compare_refuses_other_benchmarks(workspace: Path, tmp_path: Path) -> None:
    run(workspace, "--system", "bm25", "--out", tmp_path / "a")
    # The same content under another name is the same.
    for name, without in (("renamed", ""), ("another", "q01\t"), ("oficios", "q01\t")):
        copy_of_sample(tmp_path / "data" / name, without=without)
        run(workspace, "--benchmark", tmp_path / "data" / name, "--system", "bm25", "--out", tmp_path / name)
        done = evaluate(workspace, "compare", tmp_path / "a", tmp_path / name)
        assert done.code == (2 if without else 0)
        assert bool(without) == ("different benchmarks" in done.err or "changed between the two runs" in done.err)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_report(runs: Path, tmp_path: Path, lang: str) -> None:
    assert evaluate(tmp_path, "report", runs, "--out", tmp_path, "--lang", lang).code == 0
    page, text = ((tmp_path / f"evaluation.{kind}").read_text(encoding="utf-8") for kind in ("html", "md"))
    for word in ("oficios", "matcher", "bm25", "e5", "MAP", load_benchmark(SAMPLE).sha256):
        assert word in page
        assert word in text
    assert page.count("<figure>") == page.count('role="img" class="picture"') == 2
    pictures = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.svg")}
    assert pictures.keys() == {"reliability.svg", "speed.svg"}
    if lang == "es":  # the same each time
        assert evaluate(tmp_path, "report", runs, "--out", tmp_path / "again", "--lang", lang).code == 0
        for name in ("evaluation.html", "evaluation.md"):
            assert (tmp_path / "again" / name).read_bytes() == (tmp_path / name).read_bytes()


def test_what_so_few_groups_cannot_show_is_not_tested(runs: Path) -> None:
    few = [replace(one, groups={q: str(n % 7) for n, q in enumerate(one.groups)}) for one in read_runs(runs)]
    # Seven groups give a p of 2/128 at least: .031 after Holm over two systems, above .05 over four.
    more = [replace(one, result={**one.result, "system": f"{one.name} again"}) for one in few if one.name != "matcher"]
    for chosen, tested in ((few, True), ([*few, *more], False)):
        said = as_markdown(make_sections(chosen, lang="en", names=["differences"]))
        assert (" p ." in said, "no test, groups: 7" in said) == (tested, not tested)
        assert "not adjusted for the number of systems" in said


def fill_in(source: Path, target: Path, judge: str, *, wrong: int) -> None:
    """Judge by the sample's own judgements, but for every so many pairs."""
    qrels = load_benchmark(SAMPLE).qrels
    book = openpyxl.load_workbook(source)
    sheet = book.worksheets[0]
    for number, row in enumerate(sheet.iter_rows(min_row=2), start=2):
        query, code = str(row[0].value), str(row[3].value)
        if code != "—":
            right = qrels.get(query, {}).get(code, 0) > 0
            row[5].value = 3 if right != (number % wrong == 0) else 0
    sheet["H2"], sheet["I2"] = judge, "2026-02-03"
    book.save(target)


@pytest.mark.slow
def test_judging_from_pool_to_benchmark(workspace: Path, tmp_path: Path) -> None:
    pooled = tmp_path / "pool"
    assert evaluate(workspace, "pool", "--benchmark", "oficios", "--out", pooled, "--seed", 3).code == 0
    about = json.loads((pooled / "pool.json").read_text(encoding="utf-8"))
    assert list(about["systems"]) == ["bm25", "char", "e5"]
    cells = {cell for row in table_rows(pooled / "sheet.csv") for field in row.items() for cell in field}
    assert not cells & {"bm25", "char", "e5", "True", "1"}  # blind: neither system nor rank
    for judge, wrong in (("Ana", 50), ("Eva", 31)):
        fill_in(pooled / "sheet.xlsx", tmp_path / f"{judge}.xlsx", judge, wrong=wrong)
    sheets = [tmp_path / "Ana.xlsx", tmp_path / "Eva.xlsx"]
    found = evaluate(workspace, "agreement", *sheets, "--json").json
    assert 0.5 < found["ordinal"]["low"] < found["ordinal"]["value"] < 1
    assert 0.5 < found["kappas"][0]["quadratic"]["low"] < found["kappas"][0]["quadratic"]["value"] < 1
    shown = evaluate(workspace, "agreement", *sheets)
    assert "ordinal α, 0–3" in shown.out
    assert "quadratic κ" in shown.out
    apart = found["disagreements"]
    assert len(apart) > 10  # of which the first are shown
    assert (apart[9]["query"] in shown.out, "The 10 on which they differ most" in shown.err) == (True, True)
    done = evaluate(workspace, "adjudicate", *sheets, "--pool", pooled, "--out", tmp_path / "judged")
    assert "to_decide.xlsx" in done.err
    result = run(workspace, "--benchmark", tmp_path / "judged", "--system", "bm25")
    assert result["judged"].keys() == {"Judged@10", "Bpref"}
    assert result["benchmark"] == "judged"
    # The pairs that were open are decided on a sheet of their own.
    fill_in(tmp_path / "judged" / "to_decide.xlsx", tmp_path / "decided.xlsx", "both", wrong=10**9)
    decided = ("--pool", pooled, "--out", tmp_path / "whole", "--decided", tmp_path / "decided.xlsx")
    assert "to_decide" not in evaluate(workspace, "adjudicate", *sheets, *decided).err
