"""What every encoder holds to, and what is particular to each."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from embeddings.encoders import ENCODERS, Encoder, open_encoder
from embeddings.errors import InputError
from embeddings.threads import limited, shared

TEXTS = ["Soldar piezas de acero", "weld steel parts", "Llevar la contabilidad de una empresa", "SQL"]


# Its library takes seconds to import.
SLOW = {"sentence_transformer": pytest.mark.slow}


@pytest.fixture(scope="module", params=[pytest.param(name, marks=SLOW.get(name, ())) for name in sorted(ENCODERS)])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "sentence_transformer":
        folder: Path = request.getfixturevalue("small_model")
        return open_encoder(f"sentence_transformer:{folder}")
    return open_encoder(request.param)


def test_rows_are_float32_of_unit_length(encoder: Encoder) -> None:
    rows = encoder.encode(TEXTS, role="passage")
    assert rows.dtype == np.float32
    assert rows.shape == (len(TEXTS), encoder.dimension)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert encoder.encode([], role="query").shape == (0, encoder.dimension)


@pytest.mark.parametrize("text", ["", "  \n\t ", "•", "—", "\u200b", "\ue000", "\ufffe"])
def test_a_text_that_says_nothing_gives_a_zero_row(encoder: Encoder, text: str) -> None:
    rows = encoder.encode([text, "soldar"], role="query")
    assert not rows[0].any()
    assert rows[1].any()


def test_order_and_repetition_change_nothing_and_other_texts_rounding_at_most(encoder: Encoder) -> None:
    rows = encoder.encode(TEXTS, role="query")
    turned = encoder.encode([*reversed(TEXTS), TEXTS[0]], role="query")
    np.testing.assert_array_equal(turned[-2::-1], rows)
    np.testing.assert_array_equal(turned[-1], rows[0])
    alone = np.vstack([encoder.encode([text], role="query") for text in TEXTS])
    np.testing.assert_allclose(alone, rows, atol=1e-6)


def test_capitals_and_invisible_characters_change_nothing(encoder: Encoder) -> None:
    alike = ["Producción de piezas", "PRODUCCIÓN DE PIEZAS", "Produc\u00adción  de\npiezas", "• Producción de piezas"]
    alike.append("Produccio\u0301n de piezas")
    rows = encoder.encode(alike, role="query")
    np.testing.assert_allclose(rows, np.broadcast_to(rows[0], rows.shape), atol=1e-6)


def test_odd_and_huge_texts_are_taken(encoder: Encoder) -> None:
    rows = encoder.encode(["😀 soldar 𝒜", "\x00\x01soldar", "soldar " * 100_000, "a" * 100_000], role="query")
    assert np.isfinite(rows).all()


def test_revision_is_the_same_for_the_same_model(encoder: Encoder) -> None:
    again = open_encoder(encoder.name)
    assert again.revision == encoder.revision
    int(encoder.revision, 16)


@pytest.mark.parametrize(
    ("name", "said"),
    [("nonesuch", "e5, sentence_transformer"), ("e5:large", "does not take 'large'")],
)
def test_a_name_that_names_no_encoder_is_told(name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        open_encoder(name)


def test_the_default_encoder_reads_meaning_across_languages() -> None:
    rows = open_encoder().encode(TEXTS, role="query")
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.2


def test_of_a_long_text_the_beginning_counts() -> None:
    begin = "soldar piezas de acero con arco " * 40
    first, second = open_encoder().encode([begin + "pan", begin + "contabilidad " * 50], role="query")
    np.testing.assert_allclose(first, second, atol=1e-6)


def test_no_number_of_processors_changes_a_bit_of_a_row() -> None:
    verbs, things = ("Mide", "Ajusta"), ("el hilo", "el motor")
    texts = [f"{verb} {thing} {n}" for verb in verbs for thing in things for n in range(60)]
    found = []
    for count in (1, 2, 5):
        with limited(1), shared(count):
            found.append(open_encoder().encode(texts, role="query").tobytes())
    assert found[0] == found[1] == found[2]


@pytest.mark.slow
def test_other_files_in_the_folder_are_another_revision(small_model: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(small_model, tmp_path / small_model.name)
    first = open_encoder(f"sentence_transformer:{copy}").revision
    assert first == open_encoder(f"sentence_transformer:{small_model}").revision
    config = copy / "config_sentence_transformers.json"
    config.write_text(config.read_text().replace('"cosine"', '"dot"'))
    assert open_encoder(f"sentence_transformer:{copy}").revision != first


@pytest.mark.parametrize(
    "model",
    [
        *("./no/such/folder", "con espacio"),
        *(pytest.param(one, marks=pytest.mark.slow) for one in ("", "nobody/no-such-model")),  # torch is imported
    ],
)
def test_a_model_that_is_not_there_is_named_with_the_remedy(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(InputError) as caught:
        open_encoder(f"sentence_transformer:{model}")
    assert model in caught.value.es
    assert "sentence_transformer" in caught.value.en or "sentence-transformers" in caught.value.en
    assert "\n" not in caught.value.es + caught.value.en


@pytest.mark.slow
def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(InputError, match="could not be opened"):
        open_encoder(f"sentence_transformer:{tmp_path}")
