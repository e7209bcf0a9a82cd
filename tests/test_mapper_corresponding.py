"""The passages that correspond to an entry, as coverage found them."""

import numpy as np

from corpora import Competency, Framework, Passage
from mapper.corresponding import in_coverage
from mapper.coverage.evidence import Evidence
from mapper.coverage.states import Shown

FRAMEWORK = Framework(
    "local", "x", "1", "0" * 64, "x", tuple(Competency(code, code, "criterion") for code in ("a", "b", "c"))
)


def passage(text: str) -> Passage:
    return Passage(text, text, text, 0, len(text), None, None, (), "outcome", "en")


def test_coverage_gives_the_passages_that_show_an_entry() -> None:
    one, two = passage("one"), passage("two")
    evidence = Evidence(
        strength=np.zeros(3),
        surplus=np.zeros(3),
        probability=np.array([0.9, 0.5, 0.95]),
        nearest=np.array([0, 0, -1]),
        passages={0: [two, one], 1: [one]},
    )
    assert in_coverage([Shown(FRAMEWORK, evidence, evidence)]) == {("local", "a"): (two, one)}
