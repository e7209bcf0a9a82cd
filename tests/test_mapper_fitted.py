"""What is fitted is stored as arrays, and says the same as the library that fitted it."""

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from mapper.matching.fitted import Trees

pytestmark = pytest.mark.slow


def test_trees_say_the_mean_of_what_was_fitted() -> None:
    draw = np.random.default_rng(0)
    rows = draw.normal(size=(400, 5))
    right = rows[:, 0] + rows[:, 1] * rows[:, 2] + draw.normal(size=400) > 0
    fitted = [HistGradientBoostingClassifier(max_iter=n, random_state=n).fit(rows, right) for n in (5, 20)]
    theirs = [one.decision_function(rows) for one in fitted]
    np.testing.assert_allclose(Trees.of(fitted[1]).log_odds(rows), theirs[1], rtol=1e-6)
    np.testing.assert_allclose(Trees.of(*fitted).log_odds(rows), np.mean(theirs, axis=0), rtol=1e-6)
    stored = Trees.of(*fitted).arrays("t_")
    np.testing.assert_array_equal(Trees.from_arrays(stored, "t_").log_odds(rows), Trees.of(*fitted).log_odds(rows))
