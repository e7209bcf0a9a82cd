"""What `curmap index` costs beside the plain way, in one run on real passages, as a table in Markdown.

    python benchmarks/batch.py ../shared/data --passages 10000 --passages 100000

plain     `batch_plain.py`: sentence-transformers and FAISS, with the encoder that ships
random    the same with a model of 12 layers of 384, of random weights
index     `curmap index`, without a framework and with one standard
update    the same with 1 % of the documents changed
search    a question at a time on one thread: the collection's index ÷ an exact one

Rates of processor seconds hold on a machine that others use too; seconds on the clock need an idle one. A million is
told in proportion to the largest size.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from batch_processes import Used, run
from batch_texts import texts, write_documents

from embeddings.encoders.e5 import FOLDER
from embeddings.indexes.exact import ExactIndex
from embeddings.threads import limited
from mapper.catalogues.collections.folder import open_collection
from mapper.catalogues.collections.vectors import Neighbours, Rows, live_texts
from mapper.workspace.store import Workspace

STANDARD = Path(__file__).resolve().parent.parent / "mapper" / "samples" / "normas.csv"
CURMAP = [sys.executable, "-m", "mapper", "--workspace"]
MILLION = 1_000_000
_QUESTIONS = 100


def random_model(folder: Path) -> Path:
    """Save a BERT of 12 layers of 384 with the tokenizer that ships; gives the folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from transformers import AutoTokenizer, BertConfig, BertModel

    tokenizer = AutoTokenizer.from_pretrained(FOLDER)
    size = {"hidden_size": 384, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 1536}
    BertModel(BertConfig(vocab_size=len(tokenizer), **size)).save_pretrained(folder / "bert")
    tokenizer.save_pretrained(folder / "bert")
    body = modules.Transformer(str(folder / "bert"), max_seq_length=128)
    SentenceTransformer(modules=[body, modules.Pooling(384)]).save(str(folder / "model"))
    return folder / "model"


def on_disk(folder: Path) -> int:
    """Return bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def questions(workspace: Path) -> tuple[float, float, float]:
    """Return seconds that a question takes, median, in a collection's index and an exact one, and the recall@10."""
    collection = open_collection(Workspace(workspace), "plain")
    version = collection.current()
    assert version is not None
    rows = Rows(collection, version.shards)
    ids = np.concatenate([live_texts(collection, shard) for shard in version.shards])
    asked = rows[ids[np.linspace(0, len(ids) - 1, _QUESTIONS).astype(np.int64)]]
    with limited(1):
        opened = Neighbours(collection, version.index, version.files, rows)
        fast = _median(lambda one: opened.search(one, 10), asked)
        exact = ExactIndex.build(np.concatenate([part for _, part in rows.parts(ids)]))
        slow = _median(lambda one: exact.search(one, 10), asked)
    return fast, slow, float(version.index["recall"])


def _median(search: Callable[[Any], object], asked: Any) -> float:  # noqa: ANN401 - arrays
    times = []
    for one in asked:
        begin = time.perf_counter()
        search(one[None])
        times.append(time.perf_counter() - begin)
    return float(np.median(times))


def measure(count: int, data: Path, folder: Path) -> dict[str, str]:
    """Run every way once on so many passages; gives the rows of the table."""
    passages, workspace = texts(count, data), folder / "workspace"
    (folder / "passages.txt").write_text("\n".join(passages) + "\n", encoding="utf-8")
    write_documents(folder / "first.jsonl", passages)
    write_documents(folder / "second.jsonl", passages, every=100)
    run([*CURMAP, str(workspace), "framework", "add", str(STANDARD), "--name", "f"])

    def plain(model: Path) -> Used:
        script = str(Path(__file__).with_name("batch_plain.py"))
        return run([sys.executable, script, str(model), str(folder / "passages.txt"), str(folder / "plain")])

    def index(source: str, name: str, *more: str) -> Used:
        command = [*CURMAP, str(workspace), "index", str(folder / source), "-c", name, "--no-room-check", *more]
        return run(command, cache=folder / f"cache-{name}{len(more)}")  # else it finds vectors that another run kept

    used = {
        "plain": plain(FOLDER),
        "random": plain(random_model(folder)),
        "index": index("first.jsonl", "plain"),
        "one standard": index("first.jsonl", "mapped", "--framework", "f"),
    }
    disk, exact_disk = on_disk(workspace / "collections" / "plain"), on_disk(folder / "plain")
    fast, slow, recall = questions(workspace)
    used["update"] = index("second.jsonl", "mapped", "--update")
    rows = {}
    for name in ("plain", "random", "index", "one standard"):
        one = used[name]
        rate, work = count / one.seconds, count / one.processor
        rows[f"{name}: passages a second (of a processor); memory"] = (
            f"{rate:,.0f} ({work:,.0f}); {one.memory / 1e9:.2f} GB"
        )
    for name, other in (("one standard", "random"), ("one standard", "plain"), ("index", "plain")):
        ratio = used[other].processor / used[name].processor
        rows[f"{name} ÷ {other}, by processor (clock)"] = (
            f"{ratio:.2f} ({used[other].seconds / used[name].seconds:.2f})"
        )
    part = used["update"], used["one standard"]
    rows["1 % changed ÷ whole, by processor (clock)"] = (
        f"{part[0].processor / part[1].processor:.3f} ({part[0].seconds / part[1].seconds:.3f})"
    )
    rows["on disk: collection; plain index"] = f"{disk / 1e6:,.0f} MB; {exact_disk / 1e6:,.0f} MB"
    rows["a question ÷ exact; recall@10"] = f"{slow / fast:.1f} ×; {recall:.3f}"
    if count < MILLION:
        hours = used["one standard"].processor / count * MILLION / 3600
        rows["a million, in proportion"] = (
            f"{hours:.1f} h of a processor, {disk / count * MILLION / 1e9:.1f} GB on disk"
        )
    return rows


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of shared data")
    parser.add_argument("--passages", type=int, action="append", help="repeat for several sizes (10000)")
    options = parser.parse_args()
    found = {}
    for count in options.passages or [10_000]:
        folder = Path(tempfile.mkdtemp(prefix="curmap-batch-"))
        found[count] = measure(count, options.data, folder)
        shutil.rmtree(folder)
    names = list(dict.fromkeys(name for rows in found.values() for name in rows))
    print("| passages | " + " | ".join(f"{count:,}" for count in found) + " |")
    print("|---" * (len(found) + 1) + "|")
    for name in names:
        print(f"| {name} | " + " | ".join(rows.get(name, "–") for rows in found.values()) + " |")


if __name__ == "__main__":
    main()
