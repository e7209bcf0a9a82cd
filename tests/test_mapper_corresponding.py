"""The passages that correspond to an entry, as coverage found them."""

import numpy as np

from corpora import Competency, Framework, Passage
from mapper.corresponding import in_coverage
from mapper.coverage.states import Shown

FRAMEWORK = Framework(
    "local", "x", "1", "0" * 64, "x", tuple(Competency(code, code, "criterion") for code in ("a", "b", "c"))
)


def passage(text: str) -> Passage:
    return Passage(text, text, text, 0, len(text), None, None, (), "outcome", "en")


def test_coverage_gives_the_passages_that_show_an_entry() -> None:
    one, two = passage("one"), passage("two")
    shown = Shown(
        FRAMEWORK,
        probability=np.array([0.9, 0.5, 0.95]),
        refits=np.zeros((0, 3)),
        fully=np.ones(3),
        nearest={0: ((two, 0.8), (one, 0.6)), 1: ((one, 0.5),)},
        limits=(0.7, 0.2),
    )
    assert in_coverage([shown]) == {("local", "a"): (two, one)}
