"""A picture of marks in a grid, as SVG: which row has what in which column, read without colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mapper.reports.clean import clean, shorten
from mapper.reports.pictures import svg

# The ink reads on the darkest shade with a contrast of 7 to 1.
_DARKEST, _INK, _RULE = "#7db4da", "#1a2530", "#55636f"
_LABEL, _LONGEST, _STEP, _CELL, _HEAD = 320, 50, 28, 66, 22


class Mark(NamedTuple):
    """What a cell shows.

    Attributes:
        text: printed in it.
        weight: how dark it is, 0 to 1.
    """

    text: str
    weight: float


def marks(rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Mark]], description: str) -> str:
    """Marks in a grid; each row and column begins with its number, as in the table beside the picture.

    Args:
        rows: their labels.
        columns: their labels, short ones.
        cells: one row of marks for each label of `rows`.
        description: text alternative.
    """
    import altair as alt

    names = [f"{n}. {shorten(' '.join(clean(row).split()), _LONGEST)}" for n, row in enumerate(rows, 1)]
    heads = [shorten(" ".join(clean(column).split()), _HEAD) for column in columns]
    values = [
        {"row": name, "column": head, "text": clean(mark.text), "weight": mark.weight}
        for name, row in zip(names, cells, strict=True)
        for head, mark in zip(heads, row, strict=True)
    ]
    angle = -30 if max(map(len, heads), default=0) > 10 else 0
    column = alt.X("column:N", sort=None, title=None, axis=alt.Axis(orient="top", labelAngle=angle, labelLimit=160))
    axis = alt.Axis(minExtent=_LABEL, maxExtent=_LABEL, labelLimit=_LABEL - 10, ticks=False, domain=False)
    data = alt.Data(values=values)  # type: ignore[no-untyped-call]
    grid = alt.Chart(data).encode(x=column, y=alt.Y("row:N", sort=None, title=None, axis=axis))
    shade = alt.Color(
        "weight:Q", scale=alt.Scale(domain=[0, 1], range=["#ffffff", _DARKEST], interpolate="rgb"), legend=None
    )
    squares = grid.mark_rect(stroke=_RULE, strokeWidth=1).encode(color=shade)
    printed = grid.mark_text(fontSize=13, color=_INK).encode(text="text:N")
    size = {"width": {"step": _CELL}, "height": {"step": _STEP}}
    return svg(alt.layer(squares, printed).properties(**size), description)
