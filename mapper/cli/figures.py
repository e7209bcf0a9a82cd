"""The tables of `curmap eval` and what is said beside them, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from corpora import Text, _, _n
from eval.records import Interval
from eval.tables import Table, figure, number, p_value
from mapper.cli.console import pick

if TYPE_CHECKING:
    from mapper.actions.evaluation import Exported, Outcome, StoredRun

SHOWN = 10
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
NO_INTERVAL = _(
    "A figure without an interval: one group by itself, or values that are all the same, do not tell how others vary."
)
_KAPPAS = {"unweighted": _("κ"), "linear": _("linear κ"), "quadratic": _("quadratic κ")}


def exported(found: Exported) -> Iterator[Text]:
    """What a dataset holds, and what is to be known before it is published."""
    for table in found.tables:
        yield _("{config}, {split}: {n} rows", config=table.config, split=table.split, n=len(table.rows))
    if found.left_out:
        yield _("Left out, since their standard is not at hand: {names}", names=", ".join(found.left_out))
    if "unknown" in found.licences:
        yield _("The licence of a part is not known; say it with --licence before you publish the folder.")


def _table(
    lang: str, columns: Sequence[Text], rows: Sequence[Sequence[str]], numbers: Sequence[int] = (), *more: str
) -> Table:
    """A table with these columns, and `more` behind them; those of some `numbers` hold numbers."""
    header = (*(pick(column, lang) for column in columns), *more)
    return Table(header, tuple(map(tuple, rows)), frozenset(numbers))


def _interval(value: float | None, low: float | None, high: float | None, none: str = "–") -> str:
    """A figure with its interval."""
    return none if value is None else figure(Interval(value, low, high, 0, 0, ""))


def result_table(runs: Sequence[StoredRun], lang: str) -> Table:
    """Main measure with its interval and a few others, one row per run; the rest is in result.json."""
    rows = []
    for run in runs:
        measure = str(run.settings["measure"])
        interval = Interval(**run.details["intervals"][measure])
        others = (number(run.result["measures"][name]["value"]) for name in IN_TERMINAL)
        size = f"{interval.n} / {interval.groups}"
        rows.append((run.result["benchmark"], run.name, measure, figure(interval), size, *others))
    return _table(lang, (_BENCHMARK, _("System"), _MEASURE, _MEAN, _SIZE), rows, range(3, 7), *IN_TERMINAL)


def ran(outcome: Outcome) -> Text:
    """Said for each run: where it is, and whether it was there already."""
    folder = outcome.run.folder
    if outcome.reused:
        return _("Run: {folder} (was there; nothing changed)", folder=folder)
    return _("Run: {folder}", folder=folder)


def notes(outcomes: Sequence[Outcome]) -> Iterator[Text]:
    """What a reader has to know of the figures, once per benchmark."""
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
                "{name}: {left} passages reviewed in part (something rejected, nothing accepted) are left out.",
                name=name,
                left=left,
            )
        if run.details["judgements"] == "positives only":
            yield _("{name}: positives only; an unjudged target counts as wrong.", name=name)
    shown = (outcome.run.details["intervals"][str(outcome.run.settings["measure"])] for outcome in outcomes)
    if any(one["low"] is None for one in shown):
        yield NO_INTERVAL


def comparison_tables(found: Mapping[str, Any], lang: str) -> Iterator[Table]:
    """One row per benchmark, and the mean; then the queries that fell most, if any did."""

    def difference(one: Mapping[str, Any]) -> str:
        return _interval(one["difference"], one["low"], one["high"])

    benchmarks, mean = found["benchmarks"], found["mean"]
    rows = []
    for name, one in benchmarks.items():
        figures = (difference(one), p_value(one["p"]), number(one["smallest_fall"]))
        rows.append((name, one["measure"], *figures, f"{one['n']} / {one['groups']}"))
    rows.append(("Media" if lang == "es" else "Mean", "", difference(mean), "", number(mean["smallest_fall"]), ""))
    yield _table(lang, (_BENCHMARK, _MEASURE, _DIFFERENCE, _("p"), _("Detectable fall"), _SIZE), rows, range(2, 6))
    fallen = sorted(
        (one["difference"], name, one["query"], one["text"])
        for name, benchmark in benchmarks.items()
        for one in benchmark["queries"]
        if one["difference"] < 0
    )[:SHOWN]
    if fallen:
        cells = [(name, query, number(value), _short(text)) for value, name, query, text in fallen]
        yield _table(lang, (_BENCHMARK, _("Query"), _ALONE, _("Text")), cells, [2])


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79].rstrip() + "…"


def verdict(found: Mapping[str, Any]) -> Iterator[Text]:
    """Whether B passes, and why not."""
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
    if (caught := mean["smallest_fall"]) is None:
        yield NO_INTERVAL
    else:
        if alone := found["without_interval"]:
            yield _(
                "{names}: of one group; the interval of the mean takes its difference as exact", names=", ".join(alone)
            )
        caught = number(caught)
        yield _("With these data a mean fall of {caught} or more would be detected (80 % power).", caught=caught)
    if found["passed"] and all(one["p_fall"] is None for one in found["benchmarks"].values()):
        yield _("B passes, since nothing could be tested: that does not show that it is as good as A.")
    else:
        yield _("B passes.") if found["passed"] else _("B does not pass.")


def agreement_tables(found: Mapping[str, Any], lang: str) -> Iterator[Table]:
    """Coefficients, and the pairs on which judges differ most."""
    alphas = {_("ordinal α, 0–3"): found["ordinal"], _("α, corresponds or not"): found["corresponds"]}
    yield _coefficients(alphas, found["kappas"], lang)
    if apart := found["disagreements"]:
        rows = [
            (one["query"], one["target"], ", ".join(f"{judge}: {grade}" for judge, grade in one["grades"].items()))
            for one in apart[:SHOWN]
        ]
        yield _table(lang, (_("Passage"), _("Code"), _("Grades")), rows)


def _coefficients(alphas: Mapping[Text, Any], kappas: Sequence[Mapping[str, Any]], lang: str) -> Table:
    """Of all judges together, and of each two, with how many pairs both judged."""
    undefined = pick(_("undefined (unanimity)"), lang)
    rows = [(pick(name, lang), "", _interval(**one, none=undefined)) for name, one in alphas.items()]
    for two in kappas:
        who = f"{' – '.join(two['judges'])} ({two['n']})"
        rows += [(pick(word, lang), who, _interval(**two[name], none=undefined)) for name, word in _KAPPAS.items()]
    return _table(lang, (_("Agreement"), _("Judges"), _("Value (95 %)")), rows, [2])


def agreement_notes(found: Mapping[str, Any]) -> Iterator[Text]:
    """How much the coefficients stand on."""
    apart = len(found["disagreements"])
    yield _(
        "{pairs} pairs of {passages} passages judged by two people or more; they differ on {apart}.",
        pairs=found["pairs"],
        passages=found["passages"],
        apart=apart,
    )
    if apart > SHOWN:
        yield _("The {n} on which they differ most are shown; --json has all.", n=SHOWN)


def pair_tables(result: Mapping[str, Any], lang: str) -> Iterator[Table]:
    """Of graded pairs: measures of all and of each framework; the bands; the judges' agreement."""
    parts = {"todos" if lang == "es" else "all": result, **result["frameworks"]}
    right = "Correctos / pares" if lang == "es" else "Right / pairs"
    rows = [(right, *(f"{part['right']}/{part['pairs']}" for part in parts.values()))]
    for name, word in _OF_PAIRS.items():
        of_each = (number(part["measures"][name]["value"]) for part in result["frameworks"].values())
        rows.append((pick(word, lang), _interval(**result["measures"][name]), *of_each))
    first, *others = parts
    yield Table(("", f"{first} (95 %)", *others), tuple(rows), frozenset(range(1, len(parts) + 1)))
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
    columns = _("Framework"), _("Band"), _("Pairs"), _("Mean probability"), _("Right (95 %)")
    yield _table(lang, columns, bands, [2, 3, 4])
    if agreed := result["agreement"]:
        alphas = {_("ordinal α, 0–3"): agreed["alpha"], _("α, grade ≥ 2"): agreed["alpha_right"]}
        two = {"judges": ("grade", "grade_b"), "n": agreed["pairs"], **agreed["kappa"]}
        yield _coefficients(alphas, [two], lang)


def pair_notes(result: Mapping[str, Any]) -> Iterator[Text]:
    """How much the figures stand on, and what was left out."""
    counts = {name: result[name] for name in ("pairs", "passages", "documents", "right")}
    yield _("{pairs} pairs of {passages} passages in {documents} documents; {right} right (grade 2 or 3).", **counts)
    if any(one["value"] is not None and one["low"] is None for one in result["measures"].values()):
        yield NO_INTERVAL
    for name, count in result["left_out"]["frameworks"].items():
        yield _(
            "{name}: {count} pairs left out, the framework was not asked for (--framework {name})",
            name=name,
            count=count,
        )
    for one in result["left_out"]["codes"]:
        yield _("{framework}: has no code {code}; {n} pairs left out", **one)
