"""The tables of `curmap eval` and what is said beside them, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from corpora import Text
from eval.records import Interval
from eval.tables import Table, figure, number, p_value
from mapper.cli.console import pick

if TYPE_CHECKING:
    from eval.agreement import Agreement
    from mapper.actions.evaluation import Outcome, StoredRun

SHOWN = 10
IN_TERMINAL = ("A@1", "R@10")
_NAMES = {
    "benchmark": Text("Conjunto", "Benchmark"),
    "system": Text("Sistema", "System"),
    "measure": Text("Medida", "Measure"),
    "value": Text("Media (95 %)", "Mean (95 %)"),
    "queries": Text("n / grupos", "n / groups"),
    "difference": Text("B − A (95 %)", "B − A (95 %)"),
    "p": Text("p", "p"),
    "fall": Text("Se vería", "Would show"),
    "query": Text("Consulta", "Query"),
    "text": Text("Texto", "Text"),
    "passage": Text("Pasaje", "Passage"),
    "code": Text("Código", "Code"),
    "grades": Text("Grados", "Grades"),
    "judges": Text("Quiénes juzgan", "Judges"),
    "agreement": Text("Acuerdo", "Agreement"),
    "framework": Text("Marco", "Framework"),
    "band": Text("Franja", "Band"),
    "pairs": Text("Pares", "Pairs"),
    "mean": Text("Probabilidad media", "Mean probability"),
    "right": Text("Correctos", "Right"),
    "two judges": Text("Acuerdo de dos jueces", "Agreement of two judges"),
    "figure": Text("Valor", "Value"),
}
_OF_PAIRS = {
    "AUROC": Text("AUROC", "AUROC"),
    "RMSCE": Text("RMSCE", "RMSCE"),
    "Brier": Text("Brier", "Brier"),
    "nDCG": Text("nDCG", "nDCG"),
    "precision": Text("De los mostrados (≥ .5), correctos", "Of those shown (≥ .5), right"),
    "recall": Text("De los correctos, mostrados", "Of the right ones, shown"),
    "unfounded": Text("Pasajes sin correcto: muestran uno", "Passages with none right: show one"),
}
_AGREED = {
    "linear": Text("κ ponderada (lineal), 0–3", "weighted κ (linear), 0–3"),
    "quadratic": Text("κ ponderada (cuadrática), 0–3", "weighted κ (quadratic), 0–3"),
    "alpha": Text("α ordinal, 0–3", "ordinal α, 0–3"),
    "alpha_right": Text("α, grado ≥ 2", "α, grade ≥ 2"),
}


def _table(lang: str, names: str, rows: Sequence[Sequence[str]], numbers: Sequence[int] = (), *more: str) -> Table:
    """A table with the columns of these names, parted by commas, and `more` behind them."""
    header = (*(pick(_NAMES[name], lang) for name in names.split(", ")), *more)
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
        rows.append((run.result["benchmark"], run.result["system"], measure, figure(interval), size, *others))
    return _table(lang, "benchmark, system, measure, value, queries", rows, range(3, 7), *IN_TERMINAL)


def ran(outcome: Outcome) -> Text:
    """Said for each run: where it is, and whether it was there already."""
    folder = outcome.run.folder
    if outcome.reused:
        return Text(f"Corrida: {folder} (ya estaba; nada cambió)", f"Run: {folder} (was there; nothing changed)")
    return Text(f"Corrida: {folder}", f"Run: {folder}")


def notes(outcomes: Sequence[Outcome]) -> Iterator[Text]:
    """What a reader has to know of the figures, once per benchmark."""
    for name, run in {outcome.run.result["benchmark"]: outcome.run for outcome in outcomes}.items():
        if left := run.details["unanswerable"]:
            yield Text(
                f"{name}: {left} consultas sin respuesta posible solo cuentan en «sin correspondencia».",
                f"{name}: {left} queries without a possible answer count in 'no match' only.",
            )
        if left := run.details.get("undecided"):
            yield Text(
                f"{name}: {left} pasajes revisados a medias (algo rechazado, nada aceptado) quedan fuera.",
                f"{name}: {left} passages reviewed in part (something rejected, nothing accepted) are left out.",
            )
        if run.details["judgements"] == "positives only":
            yield Text(
                f"{name}: solo positivos; un destino sin juzgar cuenta como error.",
                f"{name}: positives only; an unjudged target counts as wrong.",
            )


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
    yield _table(lang, "benchmark, measure, difference, p, fall, queries", rows, range(2, 6))
    fallen = sorted(
        (one["difference"], name, one["query"], one["text"])
        for name, benchmark in benchmarks.items()
        for one in benchmark["queries"]
        if one["difference"] < 0
    )[:SHOWN]
    if fallen:
        cells = [(name, query, number(value), _short(text)) for value, name, query, text in fallen]
        yield _table(lang, "benchmark, query, difference, text", cells, [2])


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79].rstrip() + "…"


def verdict(found: Mapping[str, Any]) -> Iterator[Text]:
    """Whether B passes, and why not."""
    margin = number(found["margin"])
    for a, b in dict.fromkeys((one["a"], one["b"]) for one in found["benchmarks"].values()):
        yield Text(f"A: {a}; B: {b}", f"A: {a}; B: {b}")
    for name, one in found["benchmarks"].items():
        if one["refused"]:
            yield Text(
                f"{name}: B cae más de {margin} (p corregida {p_value(one['p_fall_holm'])})",
                f"{name}: B falls by more than {margin} (adjusted p {p_value(one['p_fall_holm'])})",
            )
        if one["p_fall"] is None:
            yield Text(
                f"{name}: {one['groups']} grupos son muy pocos para una prueba",
                f"{name}: {one['groups']} groups are too few for a test",
            )
    mean = found["mean"]
    if mean["high"] is not None and mean["high"] < -found["margin"]:
        yield Text(f"Media: B cae más de {margin}", f"Mean: B falls by more than {margin}")
    if found["strict"] and (mean["low"] is None or mean["low"] <= -found["margin"]):
        yield Text(
            f"Media: no se demuestra que B caiga menos de {margin} (--strict)",
            f"Mean: it is not shown that B falls by less than {margin} (--strict)",
        )
    caught = number(mean["smallest_fall"])
    yield Text(
        f"Con estos datos se vería (80 % de potencia) una caída media de {caught} o más.",
        f"With these data a mean fall of {caught} or more would be seen (80 % power).",
    )
    yield Text("B pasa.", "B passes.") if found["passed"] else Text("B no pasa.", "B does not pass.")


def agreement_tables(found: Agreement, lang: str) -> Iterator[Table]:
    """Coefficients, and the pairs on which judges differ, the widest first."""
    es = lang == "es"
    undefined = "no definido (unanimidad)" if es else "undefined (unanimity)"
    alphas = {
        "α ordinal, 0–3" if es else "ordinal α, 0–3": found.ordinal,
        "α, corresponde o no" if es else "α, corresponds or not": found.corresponds,
    }
    rows = [(name, "", _interval(one.value, one.low, one.high, undefined)) for name, one in alphas.items()]
    for kappa in found.kappas:
        who = f"{kappa.judges[0]} – {kappa.judges[1]} ({kappa.n})"
        for name, value in (("κ", kappa.unweighted), ("κ lineal" if es else "linear κ", kappa.linear)):
            rows.append((name, who, undefined if value is None else number(value)))
    yield _table(lang, "agreement, judges, value", rows, [2])
    if found.disagreements:
        apart = [
            (one.query, one.target, ", ".join(f"{judge}: {grade}" for judge, grade in one.grades.items()))
            for one in found.disagreements
        ]
        yield _table(lang, "passage, code, grades", apart)


def pair_tables(result: Mapping[str, Any], lang: str) -> Iterator[Table]:
    """Of graded pairs: measures of all and of each framework; the bands; the judges' agreement."""
    parts = {"todos" if lang == "es" else "all": result, **result["frameworks"]}
    right = "Correctos / pares" if lang == "es" else "Right / pairs"
    rows = [(right, *(f"{part['right']}/{part['pairs']}" for part in parts.values()))]
    for name, word in _OF_PAIRS.items():
        others = (number(part["measures"][name]["value"]) for part in result["frameworks"].values())
        rows.append((pick(word, lang), _interval(**result["measures"][name]), *others))
    yield Table(("", *parts), tuple(rows), frozenset(range(1, len(parts) + 1)))
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
    yield _table(lang, "framework, band, pairs, mean, right", bands, [2, 3, 4])
    if agreed := result["agreement"]:
        values = {name: {"value": value, "low": None, "high": None} for name, value in agreed["kappa"].items()}
        cells = [(pick(word, lang), _interval(**{**agreed, **values}[name])) for name, word in _AGREED.items()]
        yield _table(lang, "two judges, figure", cells, [1])


def pair_notes(result: Mapping[str, Any]) -> Iterator[Text]:
    """How much the figures stand on, and what was left out."""
    pairs, passages, documents, right = (result[name] for name in ("pairs", "passages", "documents", "right"))
    yield Text(
        f"{pairs} pares de {passages} pasajes en {documents} documentos; {right} correctos (grado 2 o 3).",
        f"{pairs} pairs of {passages} passages in {documents} documents; {right} right (grade 2 or 3).",
    )
    for name, count in result["left_out"]["frameworks"].items():
        yield Text(
            f"{name}: {count} pares fuera, no se pidió el marco (--framework {name})",
            f"{name}: {count} pairs left out, the framework was not asked for (--framework {name})",
        )
    for one in result["left_out"]["codes"]:
        yield Text(
            f"{one['framework']}: no tiene el código {one['code']}; {one['n']} pares fuera",
            f"{one['framework']}: has no code {one['code']}; {one['n']} pairs left out",
        )
