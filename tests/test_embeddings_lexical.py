"""Lexical scorers against scikit-learn and by hand; stems; near duplicates; bounds, ranks and their fusion."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.errors import InputError
from embeddings.lexical import (
    Bm25,
    CharTfidf,
    best_rows,
    fold,
    near_duplicates,
    ranks,
    reciprocal_rank_fusion,
    stem,
    words,
)

LABELS = [
    "Soldar piezas de acero", "Preparar alimentos en la cocina", "", "weld steel parts",
    "Producción de piezas torneadas", "SOLDAR PIEZAS DE ACERO", "a b",
]  # fmt: skip


def test_char_tfidf_is_what_scikit_learn_computes() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    queries = ["soldadura de piezas", "producciones", "aaaa aaaa", "zzz", "ñandú cocinero"]
    reference = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, strip_accents="unicode")
    rows = reference.fit_transform(LABELS)
    expected = (reference.transform(queries) @ rows.T).toarray()
    ours = CharTfidf.build(LABELS).pair_scores(queries, [np.arange(len(LABELS))] * len(queries))
    np.testing.assert_allclose(np.vstack(ours), expected, atol=1e-3)  # weights are kept in half precision


@given(st.text(max_size=30))
def test_folding_leaves_out_what_combines(text: str) -> None:
    parts = unicodedata.normalize("NFKD", text.lower())
    assert fold(text) == "".join(part for part in parts if not unicodedata.combining(part))


def test_bm25_adds_up_what_a_row_has_of_each_word() -> None:
    scorer = Bm25.build(["soldar acero", "soldar piezas", "acero", "cocina"])
    steel, weld = scorer.scores("acero"), scorer.scores("soldar")
    np.testing.assert_allclose(scorer.scores("acero acero"), steel, rtol=1e-6)  # a share of the most
    assert steel.argsort()[-2:].tolist() == [0, 2]
    both = scorer.scores("soldar acero")
    assert both.argmax() == 0
    np.testing.assert_array_equal(both > 0, (steel > 0) | (weld > 0))
    assert int(np.argmax(Bm25.build(LABELS).scores("Técnicas de cocina"))) == 1
    assert not scorer.scores("contabilidad").any()


@given(st.lists(st.text(max_size=30), max_size=6), st.text(max_size=30))
def test_any_text_has_a_score(labels: list[str], query: str) -> None:
    scores = CharTfidf.build(labels).pair_scores([query], [np.arange(len(labels))])[0]
    assert scores.shape == (len(labels),)
    assert np.all((scores >= 0) & (scores <= 1.01))
    if labels:
        by_words = Bm25.build(labels).scores(query)
        assert by_words.shape == (len(labels),)
        assert np.all(by_words >= 0)


def test_saved_scorers_score_the_same(tmp_path: Path) -> None:
    grams, scorer = CharTfidf.build(LABELS), Bm25.build(LABELS)
    grams.save(tmp_path / "grams")
    scorer.save(tmp_path / "words")
    rows = [np.array([4, 0, 2])]
    again = CharTfidf.load(tmp_path / "grams").pair_scores(["soldar"], rows)
    np.testing.assert_array_equal(again[0], grams.pair_scores(["soldar"], rows)[0])
    loaded = Bm25.load(tmp_path / "words")
    np.testing.assert_array_equal(loaded.scores("soldar"), scorer.scores("soldar"))
    stems, which, counts = loaded.row_words(np.array([3, 0, 3]))
    assert counts.tolist() == [len(words(LABELS[row])) for row in (3, 0, 3)]
    assert [stems[number] for number in which.tolist()] == [word for row in (3, 0, 3) for word in words(LABELS[row])]


@pytest.mark.parametrize("scorer", [Bm25, CharTfidf])
def test_a_missing_or_damaged_folder_is_named(scorer: type[Bm25] | type[CharTfidf], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        scorer.load(tmp_path / "nowhere")
    folder = tmp_path / "damaged"
    scorer.build(LABELS).save(folder)
    for file in folder.iterdir():
        file.write_bytes(b"")
    with pytest.raises(InputError, match="damaged"):
        scorer.load(folder)


@pytest.mark.slow
def test_bm25_writes_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        code = f"from pathlib import Path; Bm25.build({LABELS!r}).save(Path({str(folder)!r}))"
        command = [sys.executable, "-c", f"from embeddings.lexical import Bm25; {code}"]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert made[0] == made[1]


def test_forms_of_a_word_are_one_different_words_stay_apart_and_those_that_say_nothing_go() -> None:
    for forms in (
        ("evaluación", "evaluaciones", "evalúa", "EVALUACION"),
        ("PRODUCCIÓN de herramientas", "produccion Herramienta"),
        ("instala", "instalar", "instalación"),
        ("programs", "programming", "program"),
        ("training", "trained", "trains"),
    ):
        assert len({tuple(words(form)) for form in forms}) == 1, forms
    assert stem("electricidad") != stem("elevador")
    assert stem("contador") != stem("contaminar")
    assert words("de la y the of") == []


WORDS = ("instalación", "supervisión", "de", "sistemas", "eléctricos", "café", "y", "mantenimiento", "bebidas")
TITLES = st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), max_size=12)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(titles=TITLES, threshold=st.sampled_from([0.3, 0.7, 0.95, 1.0]))
def test_finds_the_pairs_that_comparing_all_of_them_finds(titles: list[str], threshold: float) -> None:
    found = near_duplicates(titles, threshold=threshold)
    rows = [np.arange(len(titles))] * len(titles)
    cosines = np.array(CharTfidf.build(titles).pair_scores(titles, rows)).reshape(len(titles), len(titles))
    pairs = {(int(i), int(j)) for i, j in zip(found.left, found.right, strict=True)}
    # The other scorer keeps its weights in half precision.
    assert {(int(i), int(j)) for i, j in np.argwhere(np.triu(cosines, 1) >= threshold + 2e-3)} <= pairs
    assert pairs <= {(int(i), int(j)) for i, j in np.argwhere(np.triu(cosines, 1) >= threshold - 2e-3)}
    assert ((found.cosine >= threshold) & (found.cosine <= 1)).all()


def test_texts_that_say_nothing_have_no_pairs_and_a_threshold_that_makes_no_sense_is_refused() -> None:
    for texts in ([], ["", " ", "•"]):
        assert len(near_duplicates(texts, threshold=0.5).left) == 0
    for threshold in (0.0, -1.0, 1.1):
        with pytest.raises(ValueError, match="threshold"):
            near_duplicates(["a"], threshold=threshold)


def test_equal_scores_share_the_better_rank_and_reciprocal_rank_fusion_by_hand() -> None:
    assert ranks(np.array([0.2, 0.9, 0.9, 0.1])).tolist() == [3, 1, 1, 4]
    fused = reciprocal_rank_fusion([np.array([3.0, 2.0, 1.0]), np.array([0.1, 0.2, 0.3])], k=60)
    assert fused == pytest.approx([1 / 61 + 1 / 63, 1 / 62 + 1 / 62, 1 / 63 + 1 / 61])


@settings(deadline=None)
@given(st.integers(0, 3000), st.integers(1, 40), st.booleans(), st.integers(0, 9))
def test_best_rows_are_those_of_a_whole_sort(count: int, k: int, gaps: bool, seed: int) -> None:
    chance = np.random.default_rng(seed)
    scores = (chance.integers(0, 30, count) * (chance.random(count) < 0.3)).astype(np.float32)
    rows = np.flatnonzero(chance.random(count) < 0.7) if gaps else np.arange(count // 3, count)
    expected = [row for row in rows[np.argsort(-scores[rows], kind="stable")].tolist() if scores[row] > 0][:k]
    assert best_rows(scores, k, rows=rows).tolist() == expected
