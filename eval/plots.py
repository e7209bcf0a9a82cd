"""Pictures as SVG: calibration, risk against coverage, speed against accuracy. Same input, same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from eval.answers import RiskCoverage
    from eval.stated import Calibration

_WORDS = {
    "stated": ("probabilidad que se muestra", "probability shown"),
    "held": ("proporción que acierta", "share that is right"),
    "answers": ("respuestas", "answers"),
    "coverage": ("proporción contestada", "share answered"),
    "risk": ("proporción de errores entre lo contestado", "share of errors among the answered"),
    "system": ("sistema", "system"),
    "speed": ("consultas por segundo (escala logarítmica)", "queries per second (logarithmic)"),
    "accuracy": ("media de los conjuntos (medida principal)", "mean over benchmarks (main measure)"),
}
WORDS = {lang: {key: both[n] for key, both in _WORDS.items()} for n, lang in enumerate(("es", "en"))}
SIDE = 300
POINTS = 200
"""A curve keeps so many points at most: more cannot be seen."""

Chart = Any
"""An altair chart; importing the type costs a second."""


def data(values: list[dict[str, Any]]) -> Any:  # noqa: ANN401 - altair's own type says no more
    """Rows that a chart is drawn of."""
    import altair as alt

    return alt.Data(values=values)  # type: ignore[no-untyped-call]


def reliability(found: Calibration, *, lang: str) -> Chart:
    """What was stated against what held, per bin; on the diagonal they are the same."""
    import altair as alt

    words = WORDS[lang]
    rows = [{"stated": b.stated, "held": b.held, "n": b.n} for b in found.curve]
    unit = alt.Scale(domain=[0, 1])
    perfect = alt.Chart(data([{"x": 0, "y": 0}, {"x": 1, "y": 1}])).mark_line(color="#999999", strokeDash=[4, 4])
    curve = alt.Chart(data(rows)).encode(
        x=alt.X("stated:Q", title=words["stated"], scale=unit), y=alt.Y("held:Q", title=words["held"], scale=unit)
    )
    size = alt.Size("n:Q", title=words["answers"], scale=alt.Scale(zero=True, range=[0, 120]))
    sized = curve.mark_point(filled=True, opacity=0.9).encode(size=size)
    diagonal = perfect.encode(x=alt.X("x:Q", scale=unit), y=alt.Y("y:Q", scale=unit))
    return alt.layer(diagonal, curve.mark_line(), sized).properties(width=SIDE, height=SIDE)


def risk(curves: Mapping[str, RiskCoverage], *, lang: str) -> Chart:
    """Share of errors as more is answered, one line per system; lower is better."""
    import altair as alt

    words = WORDS[lang]
    rows = []
    for system, curve in curves.items():
        kept = np.unique(np.linspace(0, len(curve.coverage) - 1, min(POINTS, len(curve.coverage))).astype(int))
        rows += [
            {"system": system, "coverage": round(float(curve.coverage[i]), 4), "risk": round(float(curve.risk[i]), 4)}
            for i in kept
        ]
    unit = alt.Scale(domain=[0, 1])
    return (
        alt.Chart(data(rows))
        .mark_line(interpolate="step-after")
        .encode(
            x=alt.X("coverage:Q", title=words["coverage"], scale=unit),
            y=alt.Y("risk:Q", title=words["risk"], scale=unit),
            color=alt.Color("system:N", title=words["system"], sort=list(curves)),
        )
        .properties(width=SIDE, height=SIDE)
    )


def speed(systems: Mapping[str, tuple[float, float]], *, lang: str) -> Chart:
    """Of each system queries per second against the mean of the main measures: up and right is better."""
    import altair as alt

    words = WORDS[lang]
    rows = [{"system": system, "speed": speed, "accuracy": accuracy} for system, (speed, accuracy) in systems.items()]
    base = alt.Chart(data(rows)).encode(
        x=alt.X("speed:Q", title=words["speed"], scale=alt.Scale(type="log", padding=60)),
        y=alt.Y("accuracy:Q", title=words["accuracy"], scale=alt.Scale(zero=False)),
    )
    names = base.mark_text(align="left", dx=8).encode(text="system:N")
    return alt.layer(base.mark_point(filled=True, size=80), names).properties(width=SIDE * 1.6, height=SIDE)


def svg(chart: Chart, *, validate: bool = True) -> str:
    """The chart as SVG text; without `validate` altair does not check it against its schema, which takes a while."""
    import altair as alt
    import vl_convert

    # The Vega-Lite that altair writes, as vl-convert names it ("5.20").
    written = ".".join(str(alt.SCHEMA_VERSION).lstrip("v").split(".")[:2])
    return str(vl_convert.vegalite_to_svg(chart.to_dict(validate=validate), vl_version=written))
