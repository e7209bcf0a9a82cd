"""Order, rounding, depth; TREC files and their faults."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.errors import InputError
from eval.runs import depth, from_scores, ranking, read_qrels, read_run, rounded, write_run

SCORES = st.lists(st.floats(-1e7, 1e7, allow_nan=False), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("scores", "order"),
    [
        ({"9": 1.0, "10": 1.0, "b": 1.0, "a": 2.0, "á": 1.0}, "a á b 9 10"),
        ({"a": 0.50000011, "b": 0.5000001}, "b a"),  # rounded to six decimals
        # Near 300 floats of 32 bits are 3e-5 apart, and trec_eval reads scores into them.
        ({"a": 300.000002, "b": 300.000001}, "b a"),
        ({"a": 3.000002, "b": 3.000001}, "a b"),
    ],
)
def test_ties_are_ordered_by_id_descending_as_strings(scores: dict[str, float], order: str) -> None:
    found = ranking(list(scores), np.array(list(scores.values())))
    assert list(found.targets) == order.split()
    assert (rounded(found.scores) == found.scores).all()


@given(SCORES)
def test_rounding_is_its_own_rounding_and_survives_printing(scores: list[float]) -> None:
    once = rounded(np.array(scores))
    assert (rounded(once) == once).all()
    assert (rounded(np.array([float(f"{score:.6f}") for score in once])) == once).all()
    assert (np.sign(np.diff(np.float32(once))) == np.sign(np.diff(once))).all()


@given(SCORES, st.integers(1, 50))
def test_a_cut_keeps_the_beginning_of_the_whole(scores: list[float], keep: int) -> None:
    names = [f"t{i}" for i in range(len(scores))]
    whole = from_scores("s", ["q"], names, [np.array(scores)]).rankings["q"]
    cut = from_scores("s", ["q"], names, [np.array(scores)], keep=keep).rankings["q"]
    assert cut.targets == whole.targets[:keep]
    pairs = list(zip(whole.scores, whole.targets, strict=True))
    assert pairs == sorted(pairs, reverse=True)


def test_depth() -> None:
    assert (depth(271), depth(5_000), depth(5_001), depth(33_809)) == (271, 5_000, 1_000, 1_000)


def test_order_of_columns_and_rows_changes_nothing() -> None:
    rng = np.random.default_rng(0)
    names, scores = [f"t{i}" for i in range(50)], rng.integers(0, 5, 50) / 7
    turned = rng.permutation(50)
    one = from_scores("s", ["q"], names, [scores]).rankings["q"]
    other = from_scores("s", ["q"], [names[i] for i in turned], [scores[turned]]).rankings["q"]
    assert one.targets == other.targets


@pytest.mark.parametrize("score", [float("nan"), float("inf"), float("-inf")])
def test_scores_that_are_no_numbers_are_refused(score: float) -> None:
    with pytest.raises(InputError, match="not a finite number"):
        from_scores("s", ["q"], ["a", "b"], [np.array([1.0, score])])


def test_repeated_ids_are_refused() -> None:
    with pytest.raises(InputError, match="twice"):
        ranking(["a", "a"], np.array([1.0, 2.0]))
    with pytest.raises(InputError, match="twice"):
        from_scores("s", ["q", "q"], ["a"], [np.array([1.0])] * 2)


def test_run_file_is_as_trec_wants_it_and_comes_back(tmp_path: Path) -> None:
    run = from_scores("my system", ["q1", "q2"], ["a", "b"], [np.array([0.25, 1.0]), np.array([0.0, -0.0])])
    write_run(run, tmp_path / "run.trec")
    assert (tmp_path / "run.trec").read_text() == (
        "q1 Q0 b 1 1.000000 my-system\nq1 Q0 a 2 0.250000 my-system\n"
        "q2 Q0 b 1 0.000000 my-system\nq2 Q0 a 2 0.000000 my-system\n"
    )
    back = read_run(tmp_path / "run.trec", queries=["q1", "q2"], targets=["a", "b"])
    assert {q: r.targets for q, r in back.rankings.items()} == {q: r.targets for q, r in run.rankings.items()}
    assert list(tmp_path.iterdir()) == [tmp_path / "run.trec"]


def test_order_of_lines_and_ranks_in_a_file_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("q Q0 a 1 0.5 s\n\nr Q0 a 7 1 s\nq Q0 b 9 0.5 s\nq Q0 c 3 0.75 s\n")
    assert read_run(tmp_path / "run").rankings["q"].targets == ("c", "b", "a")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("q1 Q0 a 1 0.5", r"run\.trec, line 2: must be 'query Q0"),
        ("q1 Q0 a 1 high s", r"run\.trec, line 2: must be 'query Q0"),
        ("q1 Q0 a 1 nan s", r"run\.trec, line 2: score 'nan' is not a finite number"),
        ("q1 Q0 a 1 inf s", r"run\.trec, line 2: score 'inf' is not a finite number"),
        ("q1 Q0 b 2 0.1 s", r"run\.trec, line 2: 'b' was already scored for 'q1' in line 1"),
        ("q9 Q0 a 1 0.5 s", r"run\.trec, line 2: query 'q9' is not in the benchmark"),
        ("q1 Q0 z 1 0.5 s", r"run\.trec, line 2: target 'z' is not in the benchmark"),
    ],
)
def test_faults_of_a_run_file_name_file_and_line(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "run.trec"
    path.write_text(f"q1 Q0 b 1 0.5 s\n{line}\n")
    with pytest.raises(InputError, match=says) as error:
        read_run(path, queries=["q1", "q2"], targets=["a", "b"])
    assert "línea 2" in error.value.es


def test_empty_missing_and_binary_run_files(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for name in ("empty", "missing", "binary"):
        with pytest.raises(InputError, match=name):
            read_run(tmp_path / name)


def test_qrels_file(tmp_path: Path) -> None:
    path = tmp_path / "qrels"
    path.write_text("q 0 a 1\nq 0 b -2\n")
    assert read_qrels(path) == {"q": {"a": 1, "b": 0}}
    path.write_text("q 0 a 1\nq 0 a 2\n")
    with pytest.raises(InputError, match="qrels, line 2: 'a' was already judged"):
        read_qrels(path)
    path.write_text("q 0 a 1.5\n")
    with pytest.raises(InputError, match="qrels, line 1: must be"):
        read_qrels(path)
