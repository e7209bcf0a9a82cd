"""How fast the encoder that ships is, beside a transformer of the usual size; prints ratios.

    python benchmarks/encoder.py ../shared/data

The other model has the architecture of paraphrase-multilingual-MiniLM-L12-v2 (12 layers of 384, mean pooling), run by
sentence-transformers as its documentation shows, its weights drawn at random: as fast as the real ones, without a
download. Both divide texts by the tokenizer that ships, so that they see the same tokens. Texts are beginnings of
ESCO's descriptions, 11 or 49 tokens long, no two the same. The two take turns in one process; a figure is the median of
the rounds. Ratios hold on other machines, texts per second do not.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from corpora import frameworks
from embeddings.encoders import Encoder
from embeddings.encoders.e5 import FOLDER, open_encoder

LENGTHS = (11, 49)
OURS, THEIRS = 2048, 256
"""Texts in a round: as many as an index is made of at once, whose vectors the encoder does not keep for the next round,
and as few as give the transformer's speed."""
SEED = 17
MARKS = 2
COLD = "from embeddings.encoders import open_encoder; open_encoder().encode(['Soldadura TIG'], role='query')"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with esco/")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(os.cpu_count() or 1)
    ours, theirs = open_encoder(), _transformer()
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    descriptions = _descriptions(options.data / "esco")
    told: dict[str, object] = {
        f"texts of {length} tokens": _compared(ours, theirs, _texts(tokenizer, descriptions, length), options.rounds)
        for length in LENGTHS
    }
    cold = [_seconds(_first_text) for _ in range(options.rounds)]
    told["new process, encoder loaded, first text encoded, seconds"] = round(statistics.median(cold), 2)
    print(json.dumps(told, indent=1, ensure_ascii=False))


def _compared(ours: Encoder, theirs: SentenceTransformer, texts: Sequence[str], rounds: int) -> dict[str, float]:
    few = texts[:THEIRS]
    ours.encode(few, role="passage")
    theirs.encode(few[:32])
    our_rates, their_rates = [], []
    for _ in range(rounds):
        our_rates.append(len(texts) / _seconds(lambda: ours.encode(texts, role="passage")))
        their_rates.append(len(few) / _seconds(lambda: theirs.encode(few, batch_size=64)))
    ratios = [mine / other for mine, other in zip(our_rates, their_rates, strict=True)]
    return {
        "ours, texts/s": round(statistics.median(our_rates)),
        "transformer, texts/s": round(statistics.median(their_rates)),
        "ours ÷ transformer": round(statistics.median(ratios), 1),
        "lowest of the rounds": round(min(ratios), 1),
        "highest": round(max(ratios), 1),
    }


def _transformer() -> SentenceTransformer:
    """Return a random model, by way of a folder, from which sentence-transformers opens a model and its tokenizer."""
    config = BertConfig(
        vocab_size=Tokenizer.from_file(str(FOLDER / "tokenizer.json")).get_vocab_size(),
        hidden_size=384,
        num_hidden_layers=12,
        num_attention_heads=12,
        intermediate_size=1536,
        max_position_embeddings=512,
    )
    with tempfile.TemporaryDirectory() as folder:
        BertModel(config).save_pretrained(folder)
        PreTrainedTokenizerFast(
            tokenizer_file=str(FOLDER / "tokenizer.json"), pad_token="<pad>", unk_token="<unk>"
        ).save_pretrained(folder)
        transformer = Transformer(folder, max_seq_length=128)
    return SentenceTransformer(modules=[transformer, Pooling(config.hidden_size, "mean")], device="cpu")


def _descriptions(esco: Path) -> list[str]:
    framework = frameworks.load([esco], loader="esco")
    found = (text for c in framework.competencies for text in (c.description, c.extra.get("description_en")))
    texts = sorted({str(text) for text in found if text})
    random.Random(SEED).shuffle(texts)
    return texts


def _texts(tokenizer: Tokenizer, descriptions: Sequence[str], length: int) -> list[str]:
    """`OURS` beginnings of just `length` tokens, no two the same."""
    found: dict[str, None] = {}
    for description in descriptions:
        words = description.split()
        for end in range(length // 3, min(length, len(words)) + 1):
            beginning = " ".join(words[:end])
            tokens = len(tokenizer.encode(beginning).ids) - MARKS
            if tokens == length:
                found[beginning] = None
            if tokens >= length:
                break
        if len(found) == OURS:
            break
    return list(found)


def _first_text() -> None:
    """Encode a text in a new process, in which nothing is kept of an earlier one."""
    with tempfile.TemporaryDirectory() as cache:
        subprocess.run([sys.executable, "-c", COLD], check=True, env={**os.environ, "XDG_CACHE_HOME": cache})


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
