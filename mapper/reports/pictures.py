"""Pictures of coverage and gap reports as SVG: each stands beside a table that says the same.

They are read without colour: lengths, shapes, outlines and printed numbers carry what is said. The room for labels goes
by their number of letters, so that the picture does not depend on the fonts of the machine that draws it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from eval import plots
from mapper.reports.blocks import clean, shorten

_DARK, _INK, _RULE, _PALE = "#1b5e8c", "#1a2530", "#55636f", "#a9cfe8"
_LETTER, _LONGEST, _STEP = 7, 46, 26
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


class Bar(NamedTuple):
    """A share with its interval."""

    label: str
    value: float
    low: float
    high: float


class Pair(NamedTuple):
    """What is asked for, and what of it is taught."""

    label: str
    asked: float
    taught: float


class Mark(NamedTuple):
    """What a cell of a grid prints, and how dark it is, 0 to 1."""

    text: str
    weight: float


def bars(rows: Sequence[Bar], axis: str, description: str, *, ranked: bool = True) -> str:
    """Shares as bars, their intervals as lines; the rows are numbered where their order means something."""
    import altair as alt

    names = _names([row.label for row in rows], ranked=ranked)
    values = [{**row._asdict(), "label": name} for name, row in zip(names, rows, strict=True)]
    named = alt.Chart(plots.data(values)).encode(y=_labels(alt, names))
    bar = named.mark_bar(color=_PALE, stroke=_DARK, height=14).encode(x=_share(alt, "value", axis))
    interval = named.mark_rule(color=_INK, strokeWidth=2).encode(x="low:Q", x2="high:Q")
    ends = [named.mark_tick(color=_INK, thickness=2, height=10).encode(x=f"{end}:Q") for end in ("low", "high")]
    return svg(alt.layer(bar, interval, *ends).properties(width=_WIDTH, height={"step": _STEP}), description)


def dumbbells(
    rows: Sequence[Pair], axis: str, legend: tuple[str, str], description: str, *, ranked: bool = True
) -> str:
    """What is asked for as a filled circle, what of it is taught as a hollow diamond, the gap as the line between.

    The rows are numbered where their order means something.
    """
    import altair as alt

    names = _names([row.label for row in rows], ranked=ranked)
    values = [{**row._asdict(), "label": name} for name, row in zip(names, rows, strict=True)]
    line = alt.Chart(plots.data(values)).mark_rule(color=_RULE, strokeWidth=3)
    ends = [
        {"label": value["label"], "end": legend[part], "x": value[field]}
        for value in values
        for part, field in enumerate(("asked", "taught"))
    ]
    kinds = list(legend)
    drawn = {
        name: channel("end:N", sort=kinds, scale=alt.Scale(domain=kinds, range=values), title=None)
        for name, channel, values in (
            ("shape", alt.Shape, ["circle", "diamond"]),
            ("fill", alt.Fill, [_DARK, "#ffffff"]),
            ("stroke", alt.Stroke, [_DARK, _DARK]),
        )
    }
    points = alt.Chart(plots.data(ends)).mark_point(size=110, strokeWidth=2, opacity=1)
    points = points.encode(y=_labels(alt, names), x=_share(alt, "x", axis), **drawn)
    chart = alt.layer(line.encode(y=_labels(alt, names), x="asked:Q", x2="taught:Q"), points)
    return svg(chart.properties(width=_WIDTH, height={"step": _STEP}), description)


class Line(NamedTuple):
    """A share with its interval in each period, None where it cannot be told."""

    label: str
    shares: Sequence[tuple[float, float, float] | None]


def lines(rows: Sequence[Line], periods: Sequence[str], axis: str, description: str) -> str:
    """One small line for each row, all on one scale, with the interval of each period as an upright rule."""
    import altair as alt

    heads = [shorten(clean(period), 24) for period in periods]
    values = [
        {"label": _label(n, row.label, _LONGEST), "period": head, "value": share[0], "low": share[1], "high": share[2]}
        for n, row in enumerate(rows, 1)
        for head, share in zip(heads, row.shares, strict=True)
        if share is not None
    ]
    place = alt.X("period:N", sort=None, title=None, scale=alt.Scale(domain=heads), axis=alt.Axis(labelAngle=0))
    level = alt.Y("value:Q", title=None, axis=alt.Axis(labelExpr=_PERCENT, tickCount=3))
    named = alt.Chart().encode(x=place)
    drawn = alt.layer(
        named.mark_rule(color=_RULE, strokeWidth=2).encode(y=alt.Y("low:Q", title=None), y2="high:Q"),
        named.mark_line(color=_DARK, strokeWidth=2).encode(y=level),
        named.mark_point(color=_DARK, fill="#ffffff", size=60, opacity=1).encode(y=level),
    ).properties(width=_WIDTH, height=_LINE_HEIGHT)
    header = alt.Header(labelAngle=0, labelAnchor="start", labelOrient="top", labelFontSize=12, labelLimit=_WIDTH + 60)
    facet = alt.Row("label:N", sort=None, title=axis, header=header)
    return svg(drawn.properties(data=plots.data(values)).facet(row=facet, spacing=8), description)


def cells(rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]], description: str) -> str:
    """Numbers in a grid, darker where there are more; each cell prints its number."""
    most = max((n for row in counts for n in row), default=0) or 1
    return marks(rows, columns, [[Mark(str(n), n / most) for n in row] for row in counts], description)


def _label(number: int, text: str, longest: int) -> str:
    """A label that is unlike all others and leads to the table's row of that number."""
    return f"{number}. {_shortened(text, longest)}"


def _shortened(text: str, longest: int) -> str:
    return shorten(" ".join(clean(text).split()), longest)


def _names(labels: Sequence[str], *, ranked: bool, longest: int = _LONGEST) -> list[str]:
    """Labels with their number, or where nothing is ranked without it; of the latter one said again has it behind."""
    if ranked:
        return [_label(n, label, longest) for n, label in enumerate(labels, 1)]
    names: dict[str, None] = {}
    for n, label in enumerate(labels, 1):
        name = _shortened(label, longest)
        names[f"{name} ({n})" if name in names else name] = None
    return list(names)


def _labels(alt: Any, labels: Sequence[str], *, field: str = "label") -> Any:  # noqa: ANN401
    # Reckoned from the number of letters: measured ones would differ between machines.
    room = _LETTER * max(map(len, labels), default=0) + 12
    # A mark at zero reaches to the left of it.
    axis = alt.Axis(
        minExtent=room + _PADDING, maxExtent=room + _PADDING, labelLimit=room, labelPadding=_PADDING, ticks=False,
        domain=False,
    )  # fmt: skip
    return alt.Y(f"{field}:N", sort=list(labels), title=None, axis=axis)


def _share(alt: Any, field: str, title: str) -> Any:  # noqa: ANN401
    return alt.X(
        f"{field}:Q",
        title=title,
        scale=alt.Scale(zero=True),
        axis=alt.Axis(labelExpr=_PERCENT, tickCount=5, labelFlush=False, labelSeparation=8),
    )


def svg(chart: plots.Chart, description: str) -> str:
    """The chart as SVG that stands in a page: an image with a text alternative."""
    font = "Arial, 'Liberation Sans', sans-serif"
    styled = (
        chart.configure(font=font, background="#ffffff")
        .configure_axis(labelFontSize=12, titleFontSize=12, labelColor=_INK, titleColor=_INK, titleFontWeight="normal")
        .configure_legend(labelFontSize=12, orient="top", labelLimit=260, symbolStrokeWidth=2, symbolStrokeColor=_DARK)
        .configure_view(stroke=None)
    )
    # The picture is one image to a screen reader; what Vega says of each mark would be English in any language.
    plain = re.sub(r' (?:role|aria-[a-z]+|class|pointer-events)="[^"]*"', "", plots.svg(styled, validate=False))
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
    """Marks in a grid; its rows begin with their numbers unless they have codes; one without cells is a heading.

    The fewer the columns, the more room is for what the rows are called.
    """
    import altair as alt

    longest = max(_LONGEST, _LONGEST_BESIDE - round(len(columns) * _CELL / _LETTER))
    names = _names(rows, ranked=numbered, longest=longest)
    heads = [shorten(" ".join(clean(column).split()), 24) for column in columns]
    values = [
        {"row": name, "column": head, "text": clean(mark.text), "weight": mark.weight, "cell": bool(row)}
        for name, row in zip(names, cells, strict=True)
        for head, mark in zip(heads, row or [Mark("", 0.0)] * len(heads), strict=True)
    ]
    axis = alt.Axis(orient="top", labelAngle=-30 if max(map(len, heads), default=0) > 8 else 0, labelLimit=160)
    column = alt.X("column:N", sort=None, title=None, axis=axis)
    grid = alt.Chart(plots.data(values)).encode(x=column, y=_labels(alt, names, field="row"))
    scale = alt.Scale(domain=[0, 1], range=["#ffffff", _DARKEST], interpolate="rgb")
    drawn = grid.transform_filter("datum.cell")
    squares = drawn.mark_rect(stroke=_RULE, strokeWidth=1).encode(color=alt.Color("weight:Q", scale=scale, legend=None))
    printed = grid.mark_text(fontSize=13, color=_INK).encode(text="text:N")
    size = {"width": {"step": _CELL}, "height": {"step": _STEP + 4}}
    # A slanted label of the last column stands out to the right, further in other fonts than in the one measured.
    room = {"left": 5, "top": 5, "bottom": 5, "right": _LETTER * _SLANTED if axis["labelAngle"] else 5}
    return svg(alt.layer(squares, printed).properties(**size, padding=room), description)
