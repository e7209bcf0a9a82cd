"""Tables and pictures."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from eval import plots
from eval.answers import RiskCoverage
from eval.records import Interval
from eval.stated import calibration
from eval.tables import Table, figure, markdown, number, p_value


def test_numbers() -> None:
    assert [number(value) for value in (0.4123, 1.0, 0.0, -0.02, -0.0001, None)] == [
        ".412",
        "1.000",
        ".000",
        "−.020",
        ".000",
        "–",
    ]
    assert [p_value(p) for p in (0.0004, 0.0123, None)] == ["< .001", ".012", "–"]
    assert figure(Interval(0.412, 0.36, 0.465, 58, 7, "t")) == ".412 (.360–.465)"
    assert figure(Interval(0.01, -0.02, 0.04, 58, 7, "t")) == ".010 (−.020, .040)"
    assert figure(Interval(0.412, None, None, 2, 1, "none")) == ".412"


def test_tables_escape_what_texts_bring_along() -> None:
    table = Table(("a", "b"), (("x|y\nz", "<b>&"),), numbers=frozenset({1}))
    assert markdown(table) == "| a | b |\n|---|---:|\n| x\\|y z | <b>& |\n"


@pytest.mark.parametrize("lang", ["es", "en"])
def test_pictures_are_the_same_bytes_each_time(lang: str) -> None:
    rng = np.random.default_rng(0)
    stated = rng.random(300)
    found = calibration(stated, rng.random(300) < stated, [str(i) for i in range(300)], samples=10)
    steps = np.linspace(0.001, 1, 1_000)
    charts = {
        "stated": lambda: plots.reliability(found, lang=lang),
        "coverage": lambda: plots.risk({"bm25": RiskCoverage(steps, steps / 2, 0.25)}, lang=lang),
        "speed": lambda: plots.speed({"bm25": (900.0, 0.4), "use": (80.0, 0.5)}, lang=lang),
    }
    for word, chart in charts.items():
        picture = plots.svg(chart())
        assert picture == plots.svg(chart())
        assert ET.fromstring(picture).tag.endswith("svg")
        assert plots.WORDS[lang][word].split(" (")[0] in picture
        assert len(picture) < 60_000
