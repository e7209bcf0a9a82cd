"""`curmap eval`: measure, compare, report; let people judge; the tables that this prints, and what is said beside."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option

from corpora import InputError, Text, _, _n
from corpora.text import in_line
from eval.records import Interval
from eval.tables import cut, figure, number, p_value
from mapper.cli import console
from mapper.cli.console import pick

if TYPE_CHECKING:
    from mapper.evaluation.actions import Outcome, StoredRun

app = console.command_app("Measure systems on benchmarks, compare them, and let people judge.")

Data = Annotated[
    list[Path], Option("--data", metavar="DIR", envvar="CURMAP_DATA", help="Folder of benchmarks; repeatable.")
]
Systems = Annotated[
    list[str],
    Option(
        "--system",
        "-s",
        metavar="NAME",
        help="matcher, bm25, char, an encoder (e5, sentence_transformer:MODEL) or run:FILE; repeatable.",
    ),
]
RunFolder = Annotated[Path | None, Option(metavar="DIR", help="Run folder; by default one in the workspace.")]

SHOWN = 10  # queries, or pairs, that a table lists
IN_TERMINAL = ("A@1", "R@10")
_BENCHMARK, _MEASURE, _MEAN = _("Benchmark"), _("Measure"), _("Mean (95 %)")
_DIFFERENCE, _SIZE = _("B − A (95 %)"), _("n / groups")
_ALONE = _("B − A")
_OF_PAIRS = {
    "AUROC": _("AUROC"),
    "RMSCE": _("RMSCE"),
    "Brier": _("Brier"),
    "nDCG": _("nDCG"),
    "precision": _("Of those shown (≥ .5), right"),
    "recall": _("Of the right ones, shown"),
    "unfounded": _("Passages with none right: show one"),
}
_CASES = {"nDCG": "ordered", "precision": "shown", "recall": "right", "unfounded": "without_right"}
"""Of how many cases a figure of graded pairs is the mean, as `result` names them; all others are of the pairs."""
NO_INTERVAL = _(
    "A figure without an interval: too few groups, or values that are all the same, do not tell how others vary."
)
_KAPPAS = {"unweighted": _("κ"), "linear": _("linear κ"), "quadratic": _("quadratic κ")}


@app.command()
def run(
    context: typer.Context,
    benchmark: Annotated[
        list[str],
        Option("--benchmark", "-b", metavar="NAME|DIR", help="Name or folder of a benchmark; repeat for several."),
    ] = [],
    data: Data = [],
    system: Systems = [],
    shared: Annotated[
        str,
        Option(
            "--context",
            metavar="none|group",
            help="group: queries of one module, programme or document inform each other.",
        ),
    ] = "none",
    out: RunFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """Run systems on benchmarks and write run folders: ranking, figures with intervals, settings, checksums."""
    from mapper.evaluation import actions

    if shared not in ("none", "group"):
        raise InputError("--context takes group, not '{shared}'", shared=shared)
    folder, grouped = context.obj.folder, shared == "group"
    with console.progress_bar() as progress:
        outcomes = actions.run(folder, benchmark, system, data=data, context=grouped, out=out, progress=progress)
    results = [dict(outcome.run.result) for outcome in outcomes]
    tables = [result_table([outcome.run for outcome in outcomes])]
    _show(tables, results[0] if len(results) == 1 else results, as_json=as_json)
    console.say_all([*map(report_run, outcomes), *list_notes(outcomes)])


@app.command()
def pairs(
    context: typer.Context,
    files: Annotated[list[Path], Argument(metavar="FILE.jsonl", help="Passages with graded candidates.")],
    framework: Annotated[
        list[str],
        Option(
            "--framework", "-f", metavar="NAME", help="Framework whose candidates are measured; repeat it for several."
        ),
    ] = [],
    out: RunFolder = None,
    encoder: console.Encoder = "e5",
    as_json: console.AsJson = False,
) -> None:
    """Measure the probabilities shown against graded pairs: order, bands, calibration, what is shown in vain."""
    from mapper.evaluation import actions

    console.checked_folder(out or context.obj.folder / "runs")
    with console.progress_bar() as progress:
        found = actions.measure_pairs(context.obj, files, framework, encoder=encoder, progress=progress)
        folder = actions.write_measured_run(context.obj, found, out)
    _show(pair_tables(found.result), actions.round_values(found.result), as_json=as_json)
    console.say_all([*pair_notes(found.result), _("Run: {folder}", folder=folder)])


@app.command()
def compare(
    run_a: Annotated[Path, Argument(metavar="RUN_A", help="Run folder of the system that is there.")],
    run_b: Annotated[Path, Argument(metavar="RUN_B", help="Run folder of the one that may take its place.")],
    strict: Annotated[bool, Option(help="Pass only what is shown to be no worse.")] = False,
    margin: Annotated[float, Option(metavar="X", min=0.0, max=1.0, help="Fall that is put up with.")] = 0.01,
    as_json: console.AsJson = False,
) -> None:
    """Compare two runs; refuses (exit code 4) where B falls by more than the margin."""
    from mapper.evaluation import actions

    found = actions.compare(run_a, run_b, margin=margin, strict=strict)
    _show(comparison_tables(found), found, as_json=as_json)
    console.say_all(state_verdict(found))
    if not found["passed"]:
        raise typer.Exit(console.REFUSED)


@app.command()
def report(
    context: typer.Context,
    runs: Annotated[list[Path], Argument(metavar="RUN", help="Run folders; by default those in the workspace.")] = [],
    out: Annotated[Path, Option(metavar="DIR", help="Folder for evaluation.html and evaluation.md.")] = Path(
        "evaluation"
    ),
) -> None:
    """Make one page of all runs: tables with intervals, pictures, the worst and the best queries."""
    from mapper.evaluation import actions

    paths, others = actions.report(context.obj.folder, runs, out, lang=console.language())
    for path in paths:
        typer.echo(path)
    if others:
        left = _(
            "Not on this page, which is of rankings: {folders}; 'curmap eval compare' compares such runs",
            folders=", ".join(str(one.folder) for one in others),
        )
        console.say(left)


@app.command()
def pool(
    context: typer.Context,
    files: Annotated[list[Path], Argument(metavar="FILE", help="Programmes whose passages are judged.")] = [],
    data: Data = [],
    system: Systems = [],
    framework: Annotated[
        list[str], Option("--framework", "-f", metavar="NAME", help="Framework to judge against.")
    ] = [],
    benchmark: Annotated[
        str | None, Option("--benchmark", "-b", metavar="NAME|DIR", help="Judge a benchmark's queries.")
    ] = None,
    out: Annotated[Path, Option(metavar="DIR", help="Folder for the sheets.", callback=console.checked_folder)] = Path(
        "pool"
    ),
    passages: Annotated[int, Option(metavar="N", min=1, help="How many passages are drawn.")] = 100,
    seed: Annotated[int, Option(metavar="N", help="Of the drawing and the order.")] = 0,
) -> None:
    """Write a blind sheet to judge: the best answers of three systems and some drawn from below."""
    from mapper.evaluation import actions

    with console.progress_bar() as progress:
        made = actions.pool(
            context.obj,
            files,
            framework,
            system,
            benchmark=benchmark,
            data=data,
            out=out,
            passages=passages,
            seed=seed,
            lang=console.language(),
            progress=progress,
        )
    for path in made.sheets:
        typer.echo(path)
    items, judged = made.items, len({item.query for item in made.items})
    drawn = sum(item.drawn for item in items)
    written = _(
        "Pairs: {n}, of them drawn from ranks 6 to 50: {drawn}; passages: {judged}; judges must not open pool.json",
        n=len(items),
        judged=judged,
        drawn=drawn,
    )
    console.say(written)


@app.command()
def agreement(
    sheets: Annotated[list[Path], Argument(metavar="SHEET", help="Two or more filled sheets.")],
    as_json: console.AsJson = False,
) -> None:
    """Say how far judges agree, and where they do not."""
    from eval import judging
    from eval.sheets import read_sheet
    from mapper.evaluation.actions import round_values

    found = round_values(asdict(judging.agreement([read_sheet(path) for path in sheets])))
    _show(agreement_tables(found), found, as_json=as_json)
    if not as_json:
        console.say_all(agreement_notes(found))


@app.command()
def adjudicate(
    sheets: Annotated[list[Path], Argument(metavar="SHEET", help="Filled sheets, one per judge.")],
    pool_folder: Annotated[Path, Option("--pool", metavar="DIR", help="Folder that `curmap eval pool` wrote.")] = Path(
        "pool"
    ),
    decided: Annotated[
        Path | None, Option(metavar="SHEET", help="Sheet of open pairs, filled in after talking.")
    ] = None,
    out: Annotated[Path, Option(metavar="DIR", help="Folder for the benchmark.")] = Path("judged"),
) -> None:
    """Make a benchmark of filled sheets, with the pairs judged not relevant, who judged and when."""
    from mapper.evaluation import actions

    done, still_open = actions.write_judgements(pool_folder, sheets, out, decided=decided, lang=console.language())
    typer.echo(out)
    zeros = sum(one.grade == 0 for one in done)
    console.say(_("Judgements: {n}, of them zeros: {zeros}", n=len(done), zeros=zeros))
    if still_open:
        left = _("Pairs still open: {n}; decide them in to_decide.xlsx and repeat with --decided", n=len(still_open))
        console.say(left)


_Table = tuple[Sequence[Text], Sequence[Sequence[str]], Collection[int]]
"""Columns, rows, and the numbers of the columns that hold numbers."""


def _show(tables: Iterable[_Table], value: object, *, as_json: bool) -> None:
    """Print tables, or the same as one JSON value."""
    if as_json:
        console.print_json(value)
        return
    for columns, rows, right in tables:
        console.print_table(columns, rows, right=right)


def _interval(value: float | None, low: float | None, high: float | None, none: str = "–") -> str:
    return none if value is None else figure(Interval(value, low, high, 0, 0, ""))


def result_table(runs: Sequence[StoredRun]) -> _Table:
    """Return the main measure with its interval and a few others, one row per run; the rest is in result.json."""
    rows = []
    for run in runs:
        measure = str(run.settings["measure"])
        interval = Interval(**run.details["intervals"][measure])
        shown = (number(run.result["measures"][name]["value"]) for name in IN_TERMINAL)
        size = f"{interval.n} / {interval.groups}"
        rows.append((run.result["benchmark"], run.name, measure, figure(interval), size, *shown))
    others = (Text(name, name) for name in IN_TERMINAL)
    return (_BENCHMARK, _("System"), _MEASURE, _MEAN, _SIZE, *others), rows, range(3, 7)


def report_run(outcome: Outcome) -> Text:
    """Print where a run is, and whether it was there already."""
    folder = outcome.run.folder
    if outcome.reused:
        return _("Run: {folder} (was there; nothing changed)", folder=folder)
    return _("Run: {folder}", folder=folder)


def list_notes(outcomes: Sequence[Outcome]) -> Iterator[Text]:
    """Yield what a reader has to know of the figures, once per benchmark."""
    from mapper.evaluation.actions import training_notes

    for name, run in {outcome.run.result["benchmark"]: outcome.run for outcome in outcomes}.items():
        if left := run.details["unanswerable"]:
            yield _n(
                "{name}: 1 query without a possible answer counts in 'no match' only.",
                "{name}: {n} queries without a possible answer count in 'no match' only.",
                left,
                name=name,
            )
        if left := run.details.get("undecided"):
            yield _(
                "{name}: passages left out, reviewed in part (something rejected, nothing accepted): {left}.",
                name=name,
                left=left,
            )
        if run.details["judgements"] == "positives only":
            yield _("{name}: positives only; an unjudged target counts as wrong.", name=name)
    yield from training_notes({outcome.run.result["benchmark"] for outcome in outcomes if outcome.run.trained})
    shown = (outcome.run.details["intervals"][str(outcome.run.settings["measure"])] for outcome in outcomes)
    if any(one["low"] is None for one in shown):
        yield NO_INTERVAL


def comparison_tables(found: Mapping[str, Any]) -> Iterator[_Table]:
    """Yield one row per benchmark, and the mean of several; then the queries that fell most, if any did."""

    def difference(one: Mapping[str, Any]) -> str:
        return _interval(one["difference"], one["low"], one["high"])

    benchmarks, mean = found["benchmarks"], found["mean"]
    rows = []
    for one in benchmarks.values():
        figures = (difference(one), p_value(one["p"]), number(one["smallest_fall"]))
        rows.append((one["benchmark"], one["measure"], *figures, f"{one['n']} / {one['groups']}"))
    if len(rows) > 1:
        rows.append(
            (
                "Media" if console.language() == "es" else "Mean",
                "",
                difference(mean),
                "",
                number(mean["smallest_fall"]),
                "",
            )
        )
    yield (_BENCHMARK, _MEASURE, _DIFFERENCE, _("p"), _("Detectable fall"), _SIZE), rows, range(2, 6)
    fallen = sorted(
        (one["difference"], of["benchmark"], of["measure"], one["query"], one["text"])
        for of in benchmarks.values()
        for one in of["queries"]
        if one["difference"] < 0
    )[:SHOWN]
    if fallen:
        cells = [(name, measure, query, number(value), cut(text, 80)) for value, name, measure, query, text in fallen]
        yield (_BENCHMARK, _MEASURE, _("Query"), _ALONE, _("Text")), cells, [3]


def state_verdict(found: Mapping[str, Any]) -> Iterator[Text]:
    """Yield whether B passes, and why not."""
    margin = number(found["margin"])
    for a, b in dict.fromkeys((one["a"], one["b"]) for one in found["benchmarks"].values()):
        yield _("A: {a}; B: {b}", a=a, b=b)
    for name, one in found["benchmarks"].items():
        if one["refused"]:
            yield _(
                "{name}: B falls by more than {margin} (adjusted p {p_fall_holm})",
                name=name,
                margin=margin,
                p_fall_holm=p_value(one["p_fall_holm"]),
            )
        if one["p_fall"] is None:
            yield _n(
                "{name}: 1 group is too few for a test",
                "{name}: {n} groups are too few for a test",
                one["groups"],
                name=name,
            )
    mean = found["mean"]
    if mean["high"] is not None and mean["high"] < -found["margin"]:
        yield _("Mean: B falls by more than {margin}", margin=margin)
    if found["strict"] and (mean["low"] is None or mean["low"] <= -found["margin"]):
        yield _("Mean: it is not shown that B falls by less than {margin} (--strict)", margin=margin)
    yield from _detectable(found)
    if found["passed"] and all(one["p_fall"] is None for one in found["benchmarks"].values()):
        yield _("B passes, since nothing could be tested: that does not show that it is as good as A.")
    else:
        yield _("B passes.") if found["passed"] else _("B does not pass.")


def _detectable(found: Mapping[str, Any]) -> Iterator[Text]:
    """Yield what fall of the mean these data let see."""
    mean = found["mean"]
    if (caught := mean["smallest_fall"]) is not None:
        if alone := found["without_interval"]:
            yield _(
                "{names}: of one group; the interval of the mean takes its difference as exact", names=", ".join(alone)
            )
        caught = number(caught)
        yield _("With these data a mean fall of {caught} or more would be detected (80 % power).", caught=caught)
    elif any(one["low"] is None for one in (mean, *found["benchmarks"].values())):
        yield NO_INTERVAL


def agreement_tables(found: Mapping[str, Any]) -> Iterator[_Table]:
    """Yield the coefficients, and the pairs on which judges differ most."""
    alphas = {_("ordinal α, 0–3"): found["ordinal"], _("α, corresponds or not"): found["corresponds"]}
    yield _coefficients(alphas, found["kappas"])
    if apart := found["disagreements"]:
        rows = [
            (one["query"], one["target"], ", ".join(f"{judge}: {grade}" for judge, grade in one["grades"].items()))
            for one in apart[:SHOWN]
        ]
        yield (_("Passage"), _("Code"), _("Grades")), rows, ()


def _coefficients(alphas: Mapping[Text, Any], kappas: Sequence[Mapping[str, Any]]) -> _Table:
    """Return the coefficients of all judges together and of each two, with how many pairs both judged."""
    undefined = pick(_("undefined (unanimity)"))
    rows = [(pick(name), "", _interval(**one, none=undefined)) for name, one in alphas.items()]
    for two in kappas:
        who = f"{' – '.join(two['judges'])} ({two['n']})"
        rows += [(pick(word), who, _interval(**two[name], none=undefined)) for name, word in _KAPPAS.items()]
    return (_("Agreement"), _("Judges"), _("Value (95 %)")), rows, [2]


def agreement_notes(found: Mapping[str, Any]) -> Iterator[Text]:
    """Yield how much the coefficients stand on."""
    apart = len(found["disagreements"])
    counts = {"pairs": found["pairs"], "passages": found["passages"], "apart": apart}
    yield _("Pairs judged by two people or more: {pairs} (passages: {passages}); they differ on {apart}.", **counts)
    if apart > SHOWN:
        yield _("The {n} on which they differ most are shown; --json has all.", n=SHOWN)


def pair_tables(result: Mapping[str, Any]) -> Iterator[_Table]:
    """Yield tables of graded pairs: measures of all and of each framework, the bands, the judges' agreement."""
    parts = {"todos" if console.language() == "es" else "all": result, **result["frameworks"]}
    right = "Correctos / pares" if console.language() == "es" else "Right / pairs"
    rows = [(right, "", *(f"{part['right']}/{part['pairs']}" for part in parts.values()))]
    for name, word in _OF_PAIRS.items():
        of_each = (number(part["measures"][name]["value"]) for part in result["frameworks"].values())
        n = str(result[_CASES.get(name, "pairs")])
        rows.append((pick(word), n, _interval(**result["measures"][name]), *of_each))
    first, *others = parts
    yield [Text(head, head) for head in ("", "n", f"{first} (95 %)", *others)], rows, range(1, len(parts) + 2)
    bands = [
        (
            name,
            f"{number(band['from'], 1)}–{number(band['to'], 1)}",
            str(band["n"]),
            number(band["mean"]),
            _interval(band["right"], band["low"], band["high"]),
        )
        for name, part in parts.items()
        for band in part["bands"]
    ]
    yield (_("Framework"), _("Band"), _("Pairs"), _("Mean probability"), _("Right (95 %)")), bands, [2, 3, 4]
    if agreed := result["agreement"]:
        alphas = {_("ordinal α, 0–3"): agreed["alpha"], _("α, grade ≥ 2"): agreed["alpha_right"]}
        two = {"judges": ("grade", "grade_b"), "n": agreed["pairs"], **agreed["kappa"]}
        yield _coefficients(alphas, [two])


def pair_notes(result: Mapping[str, Any]) -> Iterator[Text]:
    """Yield how much the figures stand on, and what was left out."""
    counts = {name: result[name] for name in ("pairs", "passages", "documents", "right")}
    yield _(
        "Pairs: {pairs}; passages: {passages}; documents: {documents}, which intervals resample; "
        "right (grade 2 or 3): {right}.",
        **counts,
    )
    if any(one["value"] is not None and one["low"] is None for one in result["measures"].values()):
        yield NO_INTERVAL
    for name, count in result["left_out"]["frameworks"].items():
        yield _(
            "{name}: pairs left out, since the framework was not asked for (--framework {name}): {count}",
            name=name,
            count=count,
        )
    unknown: dict[str, list[Mapping[str, Any]]] = {}
    for one in result["left_out"]["codes"]:
        unknown.setdefault(one["framework"], []).append(one)
    for name, codes in unknown.items():
        yield _(
            "{name}: pairs left out, since it does not have their code: {n} ({codes})",
            name=name,
            n=sum(one["n"] for one in codes),
            codes=in_line([one["code"] for one in codes], SHOWN),
        )
