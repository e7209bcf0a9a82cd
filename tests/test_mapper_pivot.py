"""What comparing through occupations changes, and what it must leave as it is; both genders of a name are one."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_frameworks import framework

from embeddings.encoders import Encoder, Vectors, open_encoder
from mapper.matching.index import FrameworkIndex
from mapper.matching.occupations import OccupationIndex, Pivot, embedded, genders

OCCUPATIONS = (
    ("matricero", "fabricante de troqueles", "die maker"),
    ("auxiliar de enfermería", "cuidador de pacientes", "nursing assistant"),
    ("panadero", "maestro panadero", "baker"),
    (),
)


@pytest.fixture(scope="module")
def pivot(encoder: Encoder) -> Pivot:
    return Pivot.build(OCCUPATIONS, encoder)


def bearings(pivot: Pivot, encoder: Encoder, texts: list[str]) -> tuple[OccupationIndex, Vectors]:
    vectors = encoder.encode(texts, role="passage")
    return OccupationIndex.build(pivot, pivot.draw(texts, vectors)), vectors


def cosines(pivot: Pivot, encoder: Encoder, text: str, others: list[str]) -> Vectors:
    found, vectors = bearings(pivot, encoder, others)
    asked = pivot.ask(text, encoder.encode([text], role="query")[0])
    return found.cosines(asked, vectors.T, np.arange(len(others)))


@pytest.mark.parametrize(
    "written",
    ["Enfermero", "Enfermeros/as", "ENFERMERAS TÉCNICAS", "enfermera", "enfermero/a", "• enfermero/enfermera"],
)
def test_a_name_lies_with_who_bears_it_however_it_is_written(encoder: Encoder, written: str) -> None:
    pivot = Pivot.build([("enfermero/enfermera", "enfermeras técnicas"), ("panadero",)], encoder)
    found = pivot.draw([written], encoder.encode([written], role="passage"))
    np.testing.assert_array_equal(found.shares[0], [1, 0])
    assert found.places[0][0] == 0


def test_what_is_stored_is_what_was_made(pivot: Pivot, tmp_path: Path) -> None:
    content = pivot.to_npz()
    (tmp_path / "pivot.npz").write_bytes(content)
    again = Pivot.load(tmp_path / "pivot.npz")
    assert (again.encoder, again.revision, again.to_npz()) == (pivot.encoder, pivot.revision, content)
    np.testing.assert_array_equal(again.occupations, pivot.occupations)
    np.testing.assert_array_equal(again.bearers, pivot.bearers)


def test_the_one_that_ships_fits_the_encoder_that_ships() -> None:
    encoder = open_encoder()
    found = embedded(encoder.revision)
    assert found is not None
    assert len(found.occupations) > 3000
    assert len(found.names) > 40_000
    assert found.basis.shape[1] == encoder.dimension


@pytest.mark.slow
def test_another_encoder_has_none_and_is_searched_without(encoder: Encoder, small_model: Path) -> None:
    other = open_encoder(f"sentence_transformer:{small_model}")
    assert embedded(other.revision) is None
    assert FrameworkIndex.build(framework("panadero", "matricero"), other).bearings is None
    assert FrameworkIndex.build(framework("panadero", "matricero"), encoder).bearings is not None


def test_no_occupation_with_a_name_is_no_pivot(encoder: Encoder) -> None:
    with pytest.raises(ValueError, match="0 occupations"):
        Pivot.build([()], encoder)


@given(st.text(max_size=60))
def test_no_text_becomes_longer_or_empty(text: str) -> None:
    left = genders(text)[0]
    assert len(left) <= len(text)
    assert bool(left.strip()) == bool(text.strip())
