"""Models kept unpacked in a workspace give what the packages give, and what is damaged is unpacked again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpora import language
from embeddings.encoders import competency
from embeddings.encoders import unpacked as encoder
from mapper.workspace.store import keep_unpacked, use_unpacked

TEXTS = ("Interpreta planos eléctricos", "Applies the rules of safety to it", "Aplica les normes de seguretat")


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    language.Unpacked.read = encoder.Unpacked.folder = None
    language._identifier.cache_clear()


def ranks() -> list[list[tuple[str, float]]]:
    language._identifier.cache_clear()
    return [language._identifier().rank(text) for text in TEXTS]


def token_ids() -> list[list[int]]:
    return [competency.Tokenizer().encode(text) for text in TEXTS]


@pytest.mark.slow
def test_models_kept_unpacked_are_those_of_the_packages(cache: Path) -> None:
    before, (table, weights), ids = ranks(), competency.original(), token_ids()
    keep_unpacked(cache)
    use_unpacked(cache)
    assert ranks() == before
    found, own = competency.original()
    assert isinstance(found.base, np.memmap)
    np.testing.assert_array_equal(found, table)
    assert own.keys() == weights.keys()
    assert all(np.array_equal(own[name], weights[name]) for name in own)
    assert token_ids() == ids
    for path in cache.rglob("*.n*"):
        path.write_bytes(path.read_bytes()[:-1000])
    assert ranks() == before
    np.testing.assert_array_equal(competency.original()[0], table)
    assert token_ids() == ids


def test_nothing_is_used_that_is_not_kept(cache: Path) -> None:
    use_unpacked(cache)
    assert language.Unpacked.read is None
    assert encoder.Unpacked.folder is None
