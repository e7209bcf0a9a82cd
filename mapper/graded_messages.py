"""Tables of figures on graded pairs for the terminal, and what is said beside them, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpora import Text
from eval.records import Interval
from eval.tables import Table, figure, number

_ALL = Text("todos", "all")
_RIGHT = Text("Correctos / pares", "Right / pairs")
_NAMES = {
    "AUROC": Text("AUROC", "AUROC"),
    "RMSCE": Text("RMSCE", "RMSCE"),
    "Brier": Text("Brier", "Brier"),
    "nDCG": Text("nDCG", "nDCG"),
    "precision": Text("De los mostrados (≥ .5), correctos", "Of those shown (≥ .5), right"),
    "recall": Text("De los correctos, mostrados", "Of the right ones, shown"),
    "unfounded": Text("Pasajes sin correcto: muestran uno", "Passages with none right: show one"),
}
_BANDS = (
    Text("Marco", "Framework"),
    Text("Franja", "Band"),
    Text("Pares", "Pairs"),
    Text("Probabilidad media", "Mean probability"),
    Text("Correctos", "Right"),
)
_AGREEMENT = (Text("Acuerdo de dos jueces", "Agreement of two judges"), Text("Valor", "Value"))
_AGREED = {
    "linear": Text("κ ponderada (lineal), 0–3", "weighted κ (linear), 0–3"),
    "quadratic": Text("κ ponderada (cuadrática), 0–3", "weighted κ (quadratic), 0–3"),
    "alpha": Text("α ordinal, 0–3", "ordinal α, 0–3"),
    "alpha_right": Text("α, grado ≥ 2", "α, grade ≥ 2"),
}


def _in(text: Text, lang: str) -> str:
    return text.en if lang == "en" else text.es


def ends(found: Mapping[str, float | None]) -> str:
    """A figure with its interval, "–" for none."""
    if found["value"] is None:
        return "–"
    return figure(Interval(found["value"], found["low"], found["high"], 0, 0, ""))


def pair_tables(result: Mapping[str, Any], lang: str) -> list[Table]:
    """Measures of all pairs and of each framework; the bands; the judges' agreement."""
    parts = {_in(_ALL, lang): result, **result["frameworks"]}
    header = ("", *parts)
    counts = (_in(_RIGHT, lang), *(f"{part['right']}/{part['pairs']}" for part in parts.values()))
    rows = [
        (
            _in(word, lang),
            ends(result["measures"][name]),
            *(number(part["measures"][name]["value"]) for part in result["frameworks"].values()),
        )
        for name, word in _NAMES.items()
    ]
    bands = tuple(
        (
            name,
            f"{number(band['from'], 1)}–{number(band['to'], 1)}",
            str(band["n"]),
            number(band["mean"]),
            ends({"value": band["right"], "low": band["low"], "high": band["high"]}),
        )
        for name, part in parts.items()
        for band in part["bands"]
    )
    tables = [
        Table(header, (counts, *rows), frozenset(range(1, len(header)))),
        Table(tuple(_in(word, lang) for word in _BANDS), bands, frozenset({2, 3, 4})),
    ]
    if agreed := result["agreement"]:
        values = {**{name: {"value": value, "low": None, "high": None} for name, value in agreed["kappa"].items()}}
        values |= {name: agreed[name] for name in ("alpha", "alpha_right")}
        cells = tuple((_in(word, lang), ends(values[name])) for name, word in _AGREED.items())
        tables.append(Table(tuple(_in(word, lang) for word in _AGREEMENT), cells, frozenset({1})))
    return tables


def notes(result: Mapping[str, Any]) -> list[Text]:
    """How much the figures stand on, and what was left out."""
    n = {name: result[name] for name in ("pairs", "passages", "documents", "right")}
    said = [
        Text(
            "{pairs} pares de {passages} pasajes en {documents} documentos; {right} correctos (grado 2 o 3).".format(
                **n
            ),
            "{pairs} pairs of {passages} passages in {documents} documents; {right} right (grade 2 or 3).".format(**n),
        )
    ]
    said += [
        Text(
            f"{name}: {count} pares fuera, no se pidió el marco (--framework {name})",
            f"{name}: {count} pairs left out, the framework was not asked for (--framework {name})",
        )
        for name, count in result["left_out"]["frameworks"].items()
    ]
    said += [
        Text(
            f"{one['framework']}: no tiene el código {one['code']}; {one['n']} pares fuera",
            f"{one['framework']}: has no code {one['code']}; {one['n']} pairs left out",
        )
        for one in result["left_out"]["codes"]
    ]
    return said


def stored(folder: Path) -> Text:
    """Where the run is."""
    return Text(f"Corrida: {folder}", f"Run: {folder}")
