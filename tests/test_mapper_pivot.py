"""What comparing through occupations changes, and what it must leave as it is."""

from pathlib import Path

import numpy as np
import pytest

from corpora import Competency, Framework
from embeddings.encoders import Encoder, Vectors, open_encoder
from mapper.framework_index import FrameworkIndex
from mapper.pivot import Pivot, embedded

OCCUPATIONS = (
    ("matricero", "fabricante de troqueles", "die maker"),
    ("auxiliar de enfermería", "cuidador de pacientes", "nursing assistant"),
    ("panadero", "maestro panadero", "baker"),
    (),
)
CRITERION = "Verifica que la superficie esté libre de polvo y humedad antes de aplicar la primera capa de sellador"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return open_encoder()


@pytest.fixture(scope="module")
def pivot(encoder: Encoder) -> Pivot:
    return Pivot.of(OCCUPATIONS, encoder)


def framework(*statements: str) -> Framework:
    entries = tuple(Competency(f"C{i}", text, "standard") for i, text in enumerate(statements))
    return Framework("n", "n", "1", "0" * 64, "n", entries)


def drawn(pivot: Pivot, vectors: Vectors) -> Vectors:
    """As the formula has it: each text with its share of every occupation, of unit length again."""
    occupations = pivot.occupations @ pivot.basis
    weights = np.exp((vectors @ occupations.T) / 0.05)
    shares = weights / (weights.sum(axis=1, keepdims=True) + np.exp(0.75 / 0.05))
    moved = vectors + shares @ occupations
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True))


def cosines(pivot: Pivot, encoder: Encoder, text: str, others: list[str]) -> Vectors:
    vectors = encoder.encode(others, role="passage")
    return pivot.cosines(encoder.encode([text], role="query")[0], vectors.T, pivot.draw(vectors))


def test_it_is_the_cosine_of_what_both_become(pivot: Pivot, encoder: Encoder) -> None:
    texts = ["fabricante de troqueles", "die maker", "panadería artesanal", CRITERION]
    vectors = encoder.encode(texts, role="passage")
    expected = drawn(pivot, vectors) @ drawn(pivot, vectors).T
    found = [cosines(pivot, encoder, text, texts) for text in texts]
    np.testing.assert_allclose(found, expected, atol=1e-5)
    np.testing.assert_allclose(np.diag(found), 1, atol=1e-5)


def test_names_of_one_occupation_come_together_and_those_of_others_do_not(pivot: Pivot, encoder: Encoder) -> None:
    asked, others = "cuidador de pacientes", ["auxiliar de enfermería", "maestro panadero"]
    vectors = encoder.encode([asked, *others], role="passage")
    plain = vectors[0] @ vectors[1:].T
    same, other = cosines(pivot, encoder, asked, others) - plain
    assert same > 0.1
    assert other < 0.05


def test_what_is_no_title_stays_as_it_is(pivot: Pivot, encoder: Encoder) -> None:
    others = ["Aplicación de selladores en muros", "panadero"]
    plain = encoder.encode([CRITERION], role="query") @ encoder.encode(others, role="passage").T
    np.testing.assert_allclose(cosines(pivot, encoder, CRITERION, others)[0], plain[0, 0], atol=0.01)


def test_a_text_without_a_letter_resembles_nothing(pivot: Pivot, encoder: Encoder) -> None:
    found = cosines(pivot, encoder, "…", ["panadero", "…"])
    np.testing.assert_allclose(found, 0, atol=1e-3)


def test_what_is_stored_is_what_was_made(pivot: Pivot, tmp_path: Path) -> None:
    content = pivot.to_npz()
    (tmp_path / "pivot.npz").write_bytes(content)
    again = Pivot.load(tmp_path / "pivot.npz")
    assert (again.encoder, again.revision, again.to_npz()) == (pivot.encoder, pivot.revision, content)
    np.testing.assert_array_equal(again.occupations, pivot.occupations)


def test_the_one_that_ships_fits_the_encoder_that_ships() -> None:
    encoder = open_encoder()
    found = embedded(encoder.revision)
    assert found is not None
    assert len(found.occupations) > 3000
    assert found.basis.shape[1] == encoder.dimension


def test_another_encoder_has_none_and_is_searched_without(encoder: Encoder) -> None:
    other = open_encoder("competency:untrained")
    assert embedded(other.revision) is None
    assert FrameworkIndex.build(framework("panadero", "matricero"), other).drawn is None
    assert FrameworkIndex.build(framework("panadero", "matricero"), encoder).drawn is not None


def test_no_occupation_with_a_name_is_no_pivot(encoder: Encoder) -> None:
    with pytest.raises(ValueError, match="0 occupations"):
        Pivot.of([()], encoder)


def test_what_lies_among_many_is_crowded(encoder: Encoder) -> None:
    soldering = [f"soldar {what} con arco eléctrico" for what in ("tubos", "placas", "perfiles", "vigas", "láminas")]
    index = FrameworkIndex.build(framework(*soldering, "cantar ópera"), encoder)
    assert index.crowding[-1] == index.crowding.min()
    assert abs(float(index.crowding.mean())) < 1e-6
    assert FrameworkIndex.build(framework("cantar ópera"), encoder).crowding.tolist() == [0.0]
    assert FrameworkIndex.build(framework(), encoder).crowding.tolist() == []


def test_crowding_and_pivot_are_stored_with_the_index(encoder: Encoder, tmp_path: Path) -> None:
    built = FrameworkIndex.build(framework("panadero", "matricero", "enfermera"), encoder)
    built.save(tmp_path / "index")
    loaded = FrameworkIndex.load(tmp_path / "index", built.framework, encoder)
    np.testing.assert_array_equal(loaded.crowding, built.crowding)
    assert loaded.drawn is not None
    assert built.drawn is not None
    for name in ("places", "shares", "lengths"):
        np.testing.assert_array_equal(getattr(loaded.drawn, name), getattr(built.drawn, name))
