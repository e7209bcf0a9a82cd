"""A small random BERT on ONNX Runtime beside the same in torch."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings.bert import BATCH, LENGTHS, Bert, _e4m3, tensors
from embeddings.threads import shared

pytestmark = pytest.mark.slow

WORDS = 200
MOST = 40
SIZES = (3, 4, 5, 7, 7, 7, 11, 11, 16, 17, 31, 40)


def texts(sizes: tuple[int, ...] = SIZES) -> list[list[int]]:
    random = np.random.default_rng(5)
    return [[0, *random.integers(4, WORDS, size - 2).tolist(), 2] for size in sizes]


def written(folder: Path, kind: str, dtype: str = "float32", *, spread: float = 0.1) -> Any:  # noqa: ANN401 - any model
    """A model of torch, and its folder."""
    import torch
    import transformers
    from safetensors.torch import load_file, save_file
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    torch.manual_seed(3)
    config = transformers.BertConfig(
        vocab_size=WORDS,
        hidden_size=64,
        num_attention_heads=4,
        num_hidden_layers=3,
        intermediate_size=128,
        max_position_embeddings=48,
        pad_token_id=1,
        initializer_range=spread,
        num_labels=1,
    )
    model = getattr(transformers, kind)(config).eval()
    for name, value in model.named_parameters():  # as made they are all 0 or 1, which would hide what is left out
        if name.endswith("bias") or "LayerNorm" in name:
            value.data += torch.randn_like(value) * 0.2
    if dtype != "float32":
        for value in model.parameters():
            value.data = value.data.to(getattr(torch, dtype)).float()
    model.save_pretrained(folder)
    weights = {name: value.to(getattr(torch, dtype)) for name, value in load_file(folder / "model.safetensors").items()}
    save_file(weights, folder / "model.safetensors")
    tokenizer = Tokenizer(models.WordLevel({f"w{number}": number for number in range(WORDS)}, unk_token="w3"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    ends = [("w0", 0), ("w2", 2)]
    tokenizer.post_processor = processors.TemplateProcessing("w0 $A w2", "w0 $A w2 w2 $B w2", ends)
    tokenizer.save(str(folder / "tokenizer.json"))
    return model


def means(model: Any, ids: list[list[int]]) -> NDArray[np.float32]:  # noqa: ANN401
    """What torch has for the texts, one by one: vectors of unit length."""
    import torch

    with torch.no_grad():
        rows = np.stack([model(torch.tensor([one])).last_hidden_state[0].mean(0).numpy() for one in ids])
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16", "float8_e4m3fn"])
def test_vectors_are_those_of_torch_however_the_weights_are_stored(tmp_path: Path, dtype: str) -> None:
    model = written(tmp_path, "BertModel", dtype)
    rows = Bert(tmp_path).vectors(texts())
    assert rows.dtype == np.float32
    assert (rows * means(model, texts())).sum(axis=1).min() > 0.999
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_every_number_of_a_file_is_read_as_torch_wrote_it(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import save_file

    kinds = (torch.float32, torch.float16, torch.bfloat16, torch.float8_e4m3fn)
    values = {str(kind): (torch.randn(7, 3) * 20).to(kind) for kind in kinds}
    values["whole"] = torch.arange(-3, 9).reshape(2, 6)
    save_file(values, tmp_path / "some.safetensors", metadata={"format": "pt"})
    found = tensors(tmp_path / "some.safetensors")
    assert found.keys() == values.keys()
    for name, value in values.items():
        assert found[name].dtype == np.float32
        np.testing.assert_array_equal(found[name], value.float().numpy(), err_msg=name)
    codes = torch.arange(256, dtype=torch.uint8).view(torch.float8_e4m3fn).float().numpy()
    np.testing.assert_array_equal(_e4m3(), codes)


def test_no_text_changes_a_bit_of_another(tmp_path: Path) -> None:
    written(tmp_path, "BertModel")
    bert, ids = Bert(tmp_path), texts(SIZES * BATCH)
    rows = bert.vectors(ids)
    np.testing.assert_array_equal(bert.vectors(ids[::-1])[::-1], rows)
    np.testing.assert_array_equal(np.vstack([bert.vectors([one]) for one in ids]), rows)
    for count in (1, 2):
        with shared(count):
            np.testing.assert_array_equal(bert.vectors(ids), rows)


def test_an_affine_map_follows_the_mean(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import save_file

    model = written(tmp_path, "BertModel")
    dense = torch.nn.Linear(64, 48)
    (tmp_path / "2_Dense").mkdir()
    values = {f"linear.{name}": value.data for name, value in dense.named_parameters()}
    save_file(values, tmp_path / "2_Dense" / "model.safetensors")
    with torch.no_grad():
        hidden = torch.stack([model(torch.tensor([one])).last_hidden_state[0].mean(0) for one in texts()])
        expected = torch.nn.functional.normalize(dense(hidden)).numpy()
    bert = Bert(tmp_path)
    rows = bert.vectors(texts())
    assert rows.shape == (len(SIZES), 48)
    assert (rows * expected).sum(axis=1).min() > 0.999
    np.testing.assert_array_equal(np.vstack([bert.vectors([one]) for one in texts()]), rows)


def test_logits_of_pairs_are_those_of_torch(tmp_path: Path) -> None:
    import torch

    model = written(tmp_path, "BertForSequenceClassification", spread=0.2)
    bert = Bert(tmp_path)
    random = np.random.default_rng(7)

    def text(size: int) -> str:
        return " ".join(f"w{word}" for word in random.integers(4, WORDS, size))

    pairs = [(text(size), text(size)) for size in (2, 3, 3, 9, 30) * 4]
    ids = bert.pairs(pairs, MOST)
    assert [len(one) for one in ids] == [8, 10, 10, 22, MOST] * 4
    with torch.no_grad():
        expected = [float(model(torch.tensor([one])).logits[0, 0]) for one in ids]
    found = bert.logits(ids)
    assert np.std(expected) > 0.3  # so that it tells something that they are near
    np.testing.assert_allclose(found, expected, atol=0.1)
    np.testing.assert_array_equal(np.concatenate([bert.logits([one]) for one in ids]), found)


def test_texts_are_cut_to_so_many_tokens_and_of_a_pair_the_longer_one(tmp_path: Path) -> None:
    written(tmp_path, "BertModel")
    bert = Bert(tmp_path)
    assert bert.tokens(["w7 w8", "w9", "nobody " * 50], 6) == [[0, 7, 8, 2], [0, 9, 2], [0, 3, 3, 3, 3, 2]]
    long, short = " ".join(["w7"] * 30), "w8 w9"
    assert bert.pairs([(long, short), (short, long)], 12) == [
        [0, *[7] * 6, 2, 2, 8, 9, 2],
        [0, 8, 9, 2, 2, *[7] * 6, 2],
    ]
    assert bert.tokens(["w7 " * 30], 512) == [[0, *[7] * 30, 2]]  # what was cut before is whole again


def test_nothing_gives_no_rows_and_every_length_has_its_place(tmp_path: Path) -> None:
    written(tmp_path, "BertModel")
    bert = Bert(tmp_path)
    assert len(bert.vectors([])) == len(bert.logits([])) == 0
    assert list(LENGTHS) == sorted(LENGTHS)
    assert LENGTHS[-1] == 512
    for size in (length for length in LENGTHS if length <= 48):
        assert np.isfinite(bert.vectors(texts((size - 1, size)))).all()
