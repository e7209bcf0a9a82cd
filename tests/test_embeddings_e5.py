"""The encoder `e5` and the reader of pairs: folders that sentence-transformers opens, run by ONNX Runtime."""

import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from embeddings.encoders import TextRole, Vectors, open_encoder
from embeddings.encoders.e5 import FOLDER, E5Encoder
from embeddings.reader import FOLDER as READERS
from embeddings.reader import Reader, open_reader

TEXTS = ["Soldar piezas de acero", "weld steel parts", "Llevar la contabilidad de una empresa", "SQL"]


@pytest.fixture
def forget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets models that are opened afterwards know nothing of what others made."""
    number = count()
    return lambda: monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / str(next(number))))


def test_a_text_has_the_same_vector_alone_in_any_company_and_in_any_order(forget: Callable[[], None]) -> None:
    def encode(texts: list[str]) -> Vectors:
        forget()
        return E5Encoder().encode(texts, role="query")

    texts = [*TEXTS, *(f"{'Mide y ajusta piezas del torno ' * (n % 5)}{n}" for n in range(60))]
    rows = encode(texts)
    np.testing.assert_array_equal(encode(texts[::-1])[::-1], rows)
    np.testing.assert_array_equal(encode([*texts[20:], *texts[:20]]), np.roll(rows, -20, axis=0))
    alone = np.vstack([encode([text]) for text in texts[:12]])
    np.testing.assert_array_equal(alone, rows[:12])


@pytest.mark.slow
def test_e5_needs_neither_torch_nor_sentence_transformers() -> None:
    code = (
        "import sys; from embeddings.encoders import open_encoder; open_encoder('e5').encode(['a'], role='query');"
        "print(sorted({'torch', 'sentence_transformers', 'sklearn', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# What ships are folders that others open too.


SAID = [
    *TEXTS,
    "Elabora pan de masa madre según la receta y registra tiempos de fermentación",
    "Explains how an alternating current motor works",
    "Aplica la normativa de prevención de riesgos laborales en el taller de confección, con los equipos de protección",
    "Cuida a personas mayores en su domicilio",
]


@pytest.mark.slow
def test_sentence_transformers_opens_e5_and_makes_its_vectors() -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(FOLDER), device="cpu", local_files_only=True)
    assert model.get_embedding_dimension() == open_encoder("e5").dimension == 384
    roles: tuple[TextRole, ...] = ("query", "passage")
    for role in roles:
        rows = model.encode(SAID, prompt_name=role, normalize_embeddings=True)
        assert (rows * open_encoder("e5").encode(SAID, role=role)).sum(axis=1).min() >= 0.995, role


PAIRS = [
    ("Ajusta la tensión del hilo | Preparar la máquina | Confección", "El alumno ajusta el hilo de la máquina recta"),
    ("Ajusta la tensión del hilo | Preparar la máquina | Confección", "Historia de la música | Arte"),
    ("weld steel parts", "Suelda piezas de acero con arco eléctrico | Unidad 2"),
    ("weld steel parts", "Visita a un taller de soldadura"),
    ("MySQL", "Diseña bases de datos en PostgreSQL"),
    ("Lubrica mecanismos", "Lubricación de mecanismos: puntos, aceites y periodicidad, con registro en bitácora " * 9),
]


@pytest.mark.slow
def test_sentence_transformers_opens_the_reader_and_says_the_same_of_pairs() -> None:
    from sentence_transformers import CrossEncoder
    from torch.nn import Identity

    model, ours = CrossEncoder(str(READERS), device="cpu", local_files_only=True), Reader().scores(PAIRS)
    np.testing.assert_allclose(1 / (1 + np.exp(-ours)), model.predict(PAIRS), atol=0.06)
    assert np.corrcoef(ours, model.predict(PAIRS, activation_fn=Identity()))[0, 1] > 0.99


def test_a_pair_is_read_the_same_alone_and_among_others_and_once(forget: Callable[[], None]) -> None:
    forget()
    reader = Reader()
    scores = reader.scores(PAIRS)
    assert (scores.dtype, scores.shape) == (np.float64, (len(PAIRS),))
    assert np.array_equal(scores, np.round(scores, 4))
    forget()
    np.testing.assert_array_equal([Reader().scores([pair])[0] for pair in PAIRS], scores)
    again = [*PAIRS[::-1], PAIRS[0]]
    np.testing.assert_array_equal(reader.scores(again), [*scores[::-1], scores[0]])
    assert reader.scores([]).shape == (0,)
    assert open_reader() is open_reader()


def test_what_was_read_is_not_read_again(forget: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    forget()
    reader = Reader()
    first = reader.scores(PAIRS[:3])
    monkeypatch.setattr("embeddings.reader.network", None)
    np.testing.assert_array_equal(reader.scores(PAIRS[2::-1]), first[::-1])
    with pytest.raises(TypeError):
        reader.scores(PAIRS)


def test_what_one_process_read_another_one_knows(forget: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    forget()
    code = f"from embeddings.reader import Reader; print(Reader().scores({PAIRS[:3]!r}).tolist())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    monkeypatch.setattr("embeddings.reader.network", None)
    assert str(Reader().scores(PAIRS[:3]).tolist()) == done.stdout.strip()


def test_both_models_that_ship_take_at_most_90_megabytes() -> None:
    sizes = [path.stat().st_size for folder in (FOLDER, READERS) for path in folder.rglob("*") if path.is_file()]
    assert sum(sizes) <= 90e6
    assert open_encoder("e5").card.licence == "apache-2.0"  # type: ignore[attr-defined] # the default one has a card
