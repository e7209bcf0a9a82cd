"""What `curmap eval` says besides results, and its tables for the terminal, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from corpora import Text
from eval.records import Interval
from eval.tables import Table, figure, number, p_value

if TYPE_CHECKING:
    from eval.agreement import Agreement, Alpha, Disagreement
    from eval.judging import Judgement, PoolItem
    from mapper.evaluation.actions import Outcome
    from mapper.evaluation.stored import StoredRun

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
}


def _header(lang: str, *names: str) -> tuple[str, ...]:
    return tuple(_NAMES[name].en if lang == "en" else _NAMES[name].es for name in names)


def result_table(runs: Sequence[StoredRun], lang: str) -> Table:
    """Main measure with its interval and a few others, one row per run; the rest is in result.json."""
    rows = []
    for run in runs:
        measure = str(run.settings["measure"])
        interval = Interval(**run.details["intervals"][measure])
        others = (number(run.result["measures"][name]["value"]) for name in IN_TERMINAL)
        size = f"{interval.n} / {interval.groups}"
        rows.append((run.result["benchmark"], run.result["system"], measure, figure(interval), size, *others))
    header = (*_header(lang, "benchmark", "system", "measure", "value", "queries"), *IN_TERMINAL)
    return Table(header, tuple(rows), frozenset(range(3, len(header))))


def ran(outcome: Outcome) -> Text:
    """Said for each run: where it is, and whether it was there already."""
    folder = outcome.run.folder
    if outcome.reused:
        return Text(f"Corrida: {folder} (ya estaba; nada cambió)", f"Run: {folder} (was there; nothing changed)")
    return Text(f"Corrida: {folder}", f"Run: {folder}")


def notes(outcomes: Sequence[Outcome]) -> list[Text]:
    """What a reader has to know of the figures, once per benchmark."""
    said = []
    for name, run in {outcome.run.result["benchmark"]: outcome.run for outcome in outcomes}.items():
        if left := run.details["unanswerable"]:
            said.append(
                Text(
                    f"{name}: {left} consultas sin respuesta posible solo cuentan en «sin correspondencia».",
                    f"{name}: {left} queries without a possible answer count in 'no match' only.",
                )
            )
        if left := run.details.get("undecided"):
            said.append(
                Text(
                    f"{name}: {left} pasajes revisados a medias (algo rechazado, nada aceptado) quedan fuera.",
                    f"{name}: {left} passages reviewed in part (something rejected, nothing accepted) are left out.",
                )
            )
        if run.details["judgements"] == "positives only":
            said.append(
                Text(
                    f"{name}: solo positivos; un destino sin juzgar cuenta como error.",
                    f"{name}: positives only; an unjudged target counts as wrong.",
                )
            )
    return said


def comparison_table(found: Mapping[str, Any], lang: str) -> Table:
    """One row per benchmark, and the mean."""
    rows = [
        (
            name,
            one["measure"],
            _difference(one),
            p_value(one["p"]),
            number(one["smallest_fall"]),
            f"{one['n']} / {one['groups']}",
        )
        for name, one in found["benchmarks"].items()
    ]
    mean = found["mean"]
    label = "Media" if lang == "es" else "Mean"
    rows.append((label, "", _difference(mean), "", number(mean["smallest_fall"]), ""))
    header = _header(lang, "benchmark", "measure", "difference", "p", "fall", "queries")
    return Table(header, tuple(rows), frozenset(range(2, 6)))


def _difference(one: Mapping[str, Any]) -> str:
    return figure(Interval(one["difference"], one["low"], one["high"], 0, 0, ""))


def worst_table(found: Mapping[str, Any], lang: str) -> Table:
    """The queries that fell most."""
    rows = sorted(
        (one["difference"], name, one["query"], one["text"])
        for name, benchmark in found["benchmarks"].items()
        for one in benchmark["queries"]
        if one["difference"] < 0
    )[:SHOWN]
    cells = tuple((name, query, number(value), _short(text)) for value, name, query, text in rows)
    return Table(_header(lang, "benchmark", "query", "difference", "text"), cells, frozenset({2}))


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79].rstrip() + "…"


def verdict(found: Mapping[str, Any]) -> list[Text]:
    """Whether B passes, and why not."""
    margin = number(found["margin"])
    pairs = dict.fromkeys((one["a"], one["b"]) for one in found["benchmarks"].values())
    said = [Text(f"A: {a}; B: {b}", f"A: {a}; B: {b}") for a, b in pairs]
    for name, one in found["benchmarks"].items():
        if one["refused"]:
            said.append(
                Text(
                    f"{name}: B cae más de {margin} (p corregida {p_value(one['p_fall_holm'])})",
                    f"{name}: B falls by more than {margin} (adjusted p {p_value(one['p_fall_holm'])})",
                )
            )
        if one["p_fall"] is None:
            said.append(
                Text(
                    f"{name}: {one['groups']} grupos son muy pocos para una prueba",
                    f"{name}: {one['groups']} groups are too few for a test",
                )
            )
    mean = found["mean"]
    if mean["high"] is not None and mean["high"] < -found["margin"]:
        said.append(Text(f"Media: B cae más de {margin}", f"Mean: B falls by more than {margin}"))
    if found["strict"] and (mean["low"] is None or mean["low"] <= -found["margin"]):
        said.append(
            Text(
                f"Media: no se demuestra que B caiga menos de {margin} (--strict)",
                f"Mean: it is not shown that B falls by less than {margin} (--strict)",
            )
        )
    caught = number(mean["smallest_fall"])
    said.append(
        Text(
            f"Con estos datos se vería (80 % de potencia) una caída media de {caught} o más.",
            f"With these data a mean fall of {caught} or more would be seen (80 % power).",
        )
    )
    said.append(Text("B pasa.", "B passes.") if found["passed"] else Text("B no pasa.", "B does not pass."))
    return said


def pooled(items: Sequence[PoolItem]) -> Text:
    """Said when a pool was written."""
    passages, drawn = len({item.query for item in items}), sum(item.drawn for item in items)
    return Text(
        f"{len(items)} pares de {passages} pasajes, {drawn} de ellos sorteados de los rangos 6 a 50; "
        "quien juzga no debe abrir pool.json",
        f"{len(items)} pairs of {passages} passages, {drawn} of them drawn from ranks 6 to 50; "
        "judges must not open pool.json",
    )


def agreement_dict(found: Agreement) -> dict[str, Any]:
    """The agreement as JSON values; what is not defined is null."""
    return asdict(found)


def agreement_tables(found: Agreement, lang: str) -> list[Table]:
    """Coefficients, and the pairs on which judges differ, the widest first."""
    undefined = "no definido (unanimidad)" if lang == "es" else "undefined (unanimity)"
    yes_no = "α, corresponde o no" if lang == "es" else "α, corresponds or not"
    rows = [
        ("α ordinal, 0–3" if lang == "es" else "ordinal α, 0–3", "", _alpha(found.ordinal, undefined)),
        (yes_no, "", _alpha(found.corresponds, undefined)),
    ]
    for kappa in found.kappas:
        who = f"{kappa.judges[0]} – {kappa.judges[1]} ({kappa.n})"
        for name, value in (("κ", kappa.unweighted), ("κ lineal" if lang == "es" else "linear κ", kappa.linear)):
            rows.append((name, who, undefined if value is None else number(value)))
    apart = tuple(
        (one.query, one.target, ", ".join(f"{judge}: {grade}" for judge, grade in one.grades.items()))
        for one in found.disagreements
    )
    tables = [Table(_header(lang, "agreement", "judges", "value"), tuple(rows), frozenset({2}))]
    return [*tables, Table(_header(lang, "passage", "code", "grades"), apart)] if apart else tables


def _alpha(alpha: Alpha, undefined: str) -> str:
    if alpha.value is None:
        return undefined
    return figure(Interval(alpha.value, alpha.low, alpha.high, 0, 0, ""))


def agreement_notes(found: Agreement) -> list[Text]:
    """On how much the figures stand."""
    return [
        Text(
            f"{found.pairs} pares de {found.passages} pasajes juzgados por dos personas o más; "
            f"en {len(found.disagreements)} no coinciden.",
            f"{found.pairs} pairs of {found.passages} passages judged by two people or more; "
            f"they differ on {len(found.disagreements)}.",
        )
    ]


def adjudicated(done: Sequence[Judgement], still_open: Sequence[Disagreement]) -> Text:
    """Said when judgements were written."""
    zeros = sum(one.grade == 0 for one in done)
    es, en = f"{len(done)} juicios, {zeros} de ellos ceros", f"{len(done)} judgements, {zeros} of them zeros"
    if still_open:
        es += f"; {len(still_open)} pares siguen abiertos: decídanlos en to_decide.xlsx y repita con --decided"
        en += f"; {len(still_open)} pairs are still open: decide them in to_decide.xlsx and repeat with --decided"
    return Text(es, en)
