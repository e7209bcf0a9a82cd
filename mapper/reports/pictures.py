"""Pictures of coverage and gap reports as SVG: each stands beside a table that says the same.

They are read without colour: lengths, shapes, outlines and printed numbers carry what is said. The room for labels goes
by their number of letters, so that the picture does not depend on the fonts of the machine that draws it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import NamedTuple

from eval import plots
from eval.plots import mark, name, number
from mapper.reports.blocks import clean, shorten

_DARK, _INK, _RULE, _PALE = "#1b5e8c", "#1a2530", "#55636f", "#a9cfe8"
_FOUND, _OPEN, _LACKING = "#1b7a43", "#b26a00", "#b3261e"
_LETTER, _LONGEST, _STEP = 7, 46, 26
_NARROW, _HIGH = 290, 34  # of a picture that a telephone has room for, and of its rows
_PADDING = 9
_LONGEST_BESIDE = 96
"""Letters of a row's label beside no column at all."""
_WIDTH = 340
_LINE_HEIGHT = 56
_CELL = 62
_SLANTED = 4
"""Letters of room beside slanted labels."""
# Only a no-break space is put between number and sign: it is right in Spanish and harmless in English.
_PERCENT = "format(100 * datum.value, '.3~g') + '\u00a0%'"
# The ink reads on the darkest shade with a contrast of 7 to 1.
_DARKEST = "#7db4da"


class VerdictShare(NamedTuple):
    """A share with its interval, and what a programme has of it: the words of its verdict."""

    label: str
    value: float
    low: float
    high: float
    verdict: str


class Mark(NamedTuple):
    """The text of a cell in a grid, and how dark it is, 0 to 1."""

    text: str
    weight: float


def draw_verdicts(
    rows: Sequence[VerdictShare], words: Sequence[str], axis: str, description: str, *, ranked: bool = True
) -> str:
    """Draw shares as marks upon their intervals, in the colour and form of their verdict, one of `words`.

    Found is a filled circle, to be confirmed a diamond, not found a cross.
    """
    names = _names([row.label for row in rows], ranked=ranked)
    values = [{**row._asdict(), "label": name} for name, row in zip(names, rows, strict=True)]
    # What a row is called stands above it, so that the picture is no wider than a telephone.
    y, kinds = name("label", sort=names, title=None, axis=None), list(words)
    colour = {"sort": kinds, "scale": {"domain": kinds, "range": [_FOUND, _OPEN, _LACKING]}, "title": None}
    form = {"sort": kinds, "scale": {"domain": kinds, "range": ["circle", "diamond", "cross"]}, "title": None}
    legend = {"orient": "top", "direction": "horizontal", "labelLimit": 0}
    told = {"fill": name("verdict", **colour, legend=legend), "shape": name("verdict", **form, legend=legend)}
    called = {"align": "left", "dy": -13, "color": _INK, "fontSize": 12, "limit": _NARROW}
    label = mark("text", called, x={"value": 0}, y=y, text=name("label"))
    rule = mark("rule", {"strokeWidth": 3}, x=_share("low", axis), x2={"field": "high"}, y=y)
    rule["encoding"]["color"] = name("verdict", **colour, legend=None)
    points = mark("point", {"size": 120, "opacity": 1, "stroke": _INK}, **told, x=number("value"), y=y)
    chart = {"layer": [label, rule, points], "resolve": {"scale": {"color": "independent"}}}
    return svg({"data": {"values": values}, **chart, "width": _NARROW, "height": {"step": _HIGH}}, description)


class Line(NamedTuple):
    """A share with its interval in each period, None where it cannot be told."""

    label: str
    shares: Sequence[tuple[float, float, float] | None]


def draw_lines(rows: Sequence[Line], periods: Sequence[str], axis: str, description: str) -> str:
    """Draw one small line for each row, all on one scale, with the interval of each period as an upright rule."""
    heads = [shorten(clean(period), 24) for period in periods]
    values = [
        {"label": _label(n, row.label, _LONGEST), "period": head, "value": share[0], "low": share[1], "high": share[2]}
        for n, row in enumerate(rows, 1)
        for head, share in zip(heads, row.shares, strict=True)
        if share is not None
    ]
    x = name("period", sort=None, title=None, scale={"domain": heads}, axis={"labelAngle": 0})
    level = number("value", title=None, axis={"labelExpr": _PERCENT, "tickCount": 3})
    ends = {"y": number("low", title=None), "y2": {"field": "high"}}
    layers = [
        mark("rule", {"color": _RULE, "strokeWidth": 2}, x=x, **ends),
        mark("line", {"color": _DARK, "strokeWidth": 2}, x=x, y=level),
        mark("point", {"color": _DARK, "fill": "#ffffff", "size": 60, "opacity": 1}, x=x, y=level),
    ]
    header = {"labelAngle": 0, "labelAnchor": "start", "labelOrient": "top", "labelFontSize": 12}
    facet = name("label", sort=None, title=axis, header={**header, "labelLimit": _WIDTH + 60})
    each = {"layer": layers, "width": _WIDTH, "height": _LINE_HEIGHT}
    return svg({"data": {"values": values}, "facet": {"row": facet}, "spec": each, "spacing": 8}, description)


def draw_cells(rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]], description: str) -> str:
    """Draw numbers in a grid, darker where there are more; each cell prints its number."""
    most = max((n for row in counts for n in row), default=0) or 1
    return marks(rows, columns, [[Mark(str(n), n / most) for n in row] for row in counts], description)


def _label(number: int, text: str, longest: int) -> str:
    """Return a label that is unlike all others and leads to the table's row of that number."""
    return f"{number}. {_shortened(text, longest)}"


def _shortened(text: str, longest: int) -> str:
    return shorten(" ".join(clean(text).split()), longest)


def _names(labels: Sequence[str], *, ranked: bool, longest: int = _LONGEST) -> list[str]:
    """Return the labels with their numbers, or without where nothing is ranked; then repeated ones have it behind."""
    if ranked:
        return [_label(n, label, longest) for n, label in enumerate(labels, 1)]
    names: dict[str, None] = {}
    for n, label in enumerate(labels, 1):
        name = _shortened(label, longest)
        names[f"{name} ({n})" if name in names else name] = None
    return list(names)


def _labels(labels: Sequence[str], *, field: str = "label") -> plots.Chart:
    # Reckoned from the number of letters: measured ones would differ between machines.
    room = _LETTER * max(map(len, labels), default=0) + 12
    # A mark at zero reaches to the left of it.
    axis = {
        "minExtent": room + _PADDING, "maxExtent": room + _PADDING, "labelLimit": room, "labelPadding": _PADDING,
        "ticks": False, "domain": False,
    }  # fmt: skip
    return name(field, sort=list(labels), title=None, axis=axis)


def _share(field: str, title: str) -> plots.Chart:
    axis = {"labelExpr": _PERCENT, "tickCount": 5, "labelFlush": False, "labelSeparation": 8}
    return number(field, title=title, scale={"zero": True}, axis=axis)


_CONFIGURATION = {
    "font": "Arial, 'Liberation Sans', sans-serif",
    "background": "#ffffff",
    "axis": {
        "labelFontSize": 12, "titleFontSize": 12, "labelColor": _INK, "titleColor": _INK, "titleFontWeight": "normal",
    },
    "legend": {
        "labelFontSize": 12, "orient": "top", "labelLimit": 260, "symbolStrokeWidth": 2, "symbolStrokeColor": _DARK,
    },
    "view": {"stroke": None},
}  # fmt: skip


def svg(chart: plots.Chart, description: str) -> str:
    """Return the chart as SVG that stands in a page: an image with a text alternative."""
    # The picture is one image to a screen reader; what Vega says of each mark would be English in any language.
    drawn = plots.svg({**chart, "config": _CONFIGURATION})
    plain = re.sub(r' (?:role|aria-[a-z]+|class|pointer-events)="[^"]*"', "", drawn)
    said = html.escape(clean(description), quote=True)
    return plain.replace("<svg ", f'<svg class="picture" role="img" aria-label="{said}" ', 1)


def marks(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[Mark]],
    description: str,
    *,
    numbered: bool = True,
) -> str:
    """Draw marks in a grid; rows begin with their numbers unless they have codes; one without cells is a heading.

    The fewer the columns, the more room is for what the rows are called.
    """
    longest = max(_LONGEST, _LONGEST_BESIDE - round(len(columns) * _CELL / _LETTER))
    names = _names(rows, ranked=numbered, longest=longest)
    heads = [shorten(" ".join(clean(column).split()), 24) for column in columns]
    values = [
        {"row": name, "column": head, "text": clean(mark.text), "weight": mark.weight, "cell": bool(row)}
        for name, row in zip(names, cells, strict=True)
        for head, mark in zip(heads, row or [Mark("", 0.0)] * len(heads), strict=True)
    ]
    slanted = max(map(len, heads), default=0) > 8
    axis = {"orient": "top", "labelAngle": -30 if slanted else 0, "labelLimit": 160}
    place = {"x": name("column", sort=None, title=None, axis=axis), "y": _labels(names, field="row")}
    scale = {"domain": [0, 1], "range": ["#ffffff", _DARKEST], "interpolate": "rgb"}
    shade = number("weight", scale=scale, legend=None)
    squares = mark("rect", {"stroke": _RULE, "strokeWidth": 1}, color=shade, **place)
    printed = mark("text", {"fontSize": 13, "color": _INK}, text=name("text"), **place)
    layers = [{"transform": [{"filter": "datum.cell"}], **squares}, printed]
    size = {"width": {"step": _CELL}, "height": {"step": _STEP + 4}}
    # A slanted label of the last column stands out to the right, further in other fonts than in the one measured.
    room = {"left": 5, "top": 5, "bottom": 5, "right": _LETTER * _SLANTED if slanted else 5}
    return svg({"data": {"values": values}, "layer": layers, **size, "padding": room}, description)
