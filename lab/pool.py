"""Prepares the first pool for people to judge and keeps in docs/pool what it takes to write its sheet again.

Run by `make pool`. Kept are the passages' ids and places, the competencies to judge them against, the seed and the
checksums of the files; texts only of the samples that ship.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from mapper.actions import SAMPLES, add_framework
from mapper.evaluation import actions
from mapper.evaluation.judging import POOL
from mapper.workspace.files import write_atomically
from mapper.workspace.store import Workspace

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pool"
PROGRAMMES = (
    "documents/actuaria-fciencias-planestudios17.pdf",
    "documents/ciencia-de-materiales-sustentables-enes-morelia13a.pdf",
)
SHIPPED = ("programa.pdf", "syllabus.pdf")
FRAMEWORKS = {"renec": "renec/ec_standards_api.json", "conocer": "conocer/EC0249.pdf"}
PASSAGES, SEED = 100, 2026
PLACES = ("passage", "document", "page", "start", "end", "text")
PAIRS = ("passage", "competency", "drawn")


def main() -> None:
    """Write the record, and with --out the sheets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of documents")
    parser.add_argument("--out", type=Path, help="folder for the sheets; by default none are kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        out = options.out or Path(name) / "pool"
        make(options.data, out, Workspace(Path(name) / "workspace"))
        keep(out, FOLDER)


def make(data: Path, out: Path, workspace: Workspace) -> None:
    """Write the pool with its sheets."""
    for name, path in FRAMEWORKS.items():
        add_framework(workspace, [data / path], loader=name)
    files = [*(data / path for path in PROGRAMMES), *(SAMPLES / name for name in SHIPPED)]
    actions.pool(workspace, files, list(FRAMEWORKS), (), out=out, passages=PASSAGES, seed=SEED, lang="es")


def keep(pool: Path, folder: Path) -> None:
    """Keep a pool's record: what it depends on, its passages, its pairs; texts of the shipped samples only."""
    record = json.loads((pool / POOL).read_text(encoding="utf-8"))
    queries = (json.loads(line) for line in (pool / "queries.jsonl").read_text(encoding="utf-8").splitlines())
    texts = {query["_id"]: query["text"] for query in queries}
    passages = [
        (p["id"], p["document"], p["page"], p["start"], p["end"], texts[p["id"]] if p["document"] in SHIPPED else "")
        for p in record.pop("passages")
    ]
    systems = list(record["systems"])
    pairs = [
        (item["query"], item["target"], int(item["drawn"]), *(item["ranks"].get(system, "") for system in systems))
        for item in record.pop("items")
    ]
    write_atomically(folder / "passages.csv", _table(PLACES, passages))
    write_atomically(folder / "pairs.csv", _table((*PAIRS, *systems), pairs))
    write_atomically(folder / POOL, json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([header, *rows])
    return text.getvalue()


if __name__ == "__main__":
    main()
