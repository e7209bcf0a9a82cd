"""Pictures as SVG: calibration, speed against accuracy. Same input, same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eval.calibration import Calibration

_WORDS = {
    "stated": ("probabilidad que se muestra", "probability shown"),
    "held": ("proporción que acierta", "share that is right"),
    "answers": ("respuestas", "answers"),
    "speed": ("consultas por segundo (escala logarítmica)", "queries per second (logarithmic)"),
    "accuracy": ("media de los conjuntos (medida principal)", "mean over benchmarks (main measure)"),
}
WORDS = {lang: {key: both[n] for key, both in _WORDS.items()} for n, lang in enumerate(("es", "en"))}
SIDE = 300

Chart = dict[str, Any]
"""A picture as Vega-Lite has it: https://vega.github.io/vega-lite/docs/."""


def number(field: str, **of: object) -> Chart:
    """Return what a field of numbers is shown by, on a scale with an axis or a legend."""
    return {"field": field, "type": "quantitative", **of}


def name(field: str, **of: object) -> Chart:
    """Return what a field of names is shown by."""
    return {"field": field, "type": "nominal", **of}


def mark(kind: str, look: Chart, **encoding: Chart) -> Chart:
    """Return a mark for each row: a "bar", "line", "point" …, how it looks, and which field decides what of it."""
    return {"mark": {"type": kind, **look}, "encoding": encoding}


def reliability(found: Calibration, *, lang: str) -> Chart:
    """Return what was stated against what held, per bin; on the diagonal they are the same."""
    words, unit = WORDS[lang], {"domain": [0, 1]}
    perfect = {"data": {"values": [{"x": 0, "y": 0}, {"x": 1, "y": 1}]}}
    perfect |= mark(
        "line", {"color": "#999999", "strokeDash": [4, 4]}, x=number("x", scale=unit), y=number("y", scale=unit)
    )
    bins = {"data": {"values": [{"stated": b.stated, "held": b.held, "n": b.n} for b in found.curve]}}
    place = {key: number(field, scale=unit, title=words[field]) for key, field in (("x", "stated"), ("y", "held"))}
    size = number("n", scale={"range": [0, 120], "zero": True}, title=words["answers"])
    sized = mark("point", {"filled": True, "opacity": 0.9}, size=size, **place)
    return {"layer": [perfect, {**bins, **mark("line", {}, **place)}, {**bins, **sized}], "width": SIDE, "height": SIDE}


def speed(systems: Mapping[str, tuple[float, float]], *, lang: str) -> Chart:
    """Draw each system's queries per second against the mean of the main measures: up and right is better."""
    words = WORDS[lang]
    rows = [{"system": system, "speed": speed, "accuracy": accuracy} for system, (speed, accuracy) in systems.items()]
    x = number("speed", scale={"type": "log", "padding": 60}, title=words["speed"])
    y = number("accuracy", scale={"zero": False}, title=words["accuracy"])
    names = mark("text", {"align": "left", "dx": 8}, text=name("system"), x=x, y=y)
    layers = [mark("point", {"filled": True, "size": 80}, x=x, y=y), names]
    return {"data": {"values": rows}, "layer": layers, "width": SIDE * 1.6, "height": SIDE}


def svg(chart: Chart) -> str:
    """Return the chart as SVG text."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(chart))
