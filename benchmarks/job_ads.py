"""How well job ads are read: segments judged as the labels say, and the time that thousands of ads take.

    python benchmarks/job_ads.py                                5,000 invented ads: time and groups of duplicates
    python benchmarks/job_ads.py --labels ../shared/data        F1 on hand-labelled segments (benchmarks/data)

The labels stand without their texts; the folder named must hold the ads they were made on
(`train/eures-occupation.jsonl`). Errors on two thirds of the ads were looked at while the rules were written,
on a third they were not; 120 more segments were drawn and labelled when the rules stood.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import NamedTuple

from corpora.job_ads.clean import cleaned
from corpora.job_ads.load import load
from corpora.job_ads.records import ASKING, JobAd, Segment
from corpora.job_ads.segments import segments
from corpora.text import fold_letters

HERE = Path(__file__).resolve().parent
LABELS = HERE / "data" / "job_ad_segments.csv"
SAMPLE = HERE.parent / "mapper" / "samples" / "ofertas.jsonl"


PARTS = ("seen while writing", "held out", "drawn afterwards")


class Judged(NamedTuple):
    """One labelled segment and what the rules make of it; `found` is None where they no longer cut it so."""

    part: str
    headed: bool
    kind: str
    force: str
    found: Segment | None

    @property
    def asks(self) -> bool:
        """Whether the label says that it asks for something."""
        return self.force in ASKING


def key(text: str) -> str:
    """By which a labelled segment is known: the hash of its letters and digits, folded."""
    words = "".join(c if c.isalnum() else " " for c in fold_letters(text)).split()
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


def judged(folder: Path) -> list[Judged]:
    """The labelled segments beside what the rules say of them."""
    ads = {}
    with (folder / "train" / "eures-occupation.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            ads[hashlib.sha256(row["query"].encode()).hexdigest()[:16]] = row
    found = []
    with LABELS.open(encoding="utf-8", newline="") as file:
        for label in csv.DictReader(file):
            if (row := ads.get(label["ad"])) is None:
                continue  # an ad that the folder no longer holds
            ad = JobAd(label["ad"], row["title"], cleaned(row["query"]), "es")
            segment = {key(s.text): s for s in reversed(segments(ad))}.get(label["segment"])
            third = "held out" if int(label["ad"][:8], 16) % 3 == 0 else "seen while writing"
            part = "drawn afterwards" if label["drawn"] == "after" else third
            found.append(Judged(part, label["headed"] == "yes", label["kind"], label["force"], segment))
    return found


def f1(rows: Iterable[Judged], said: Callable[[Judged], bool], true: Callable[[Judged], bool]) -> str:
    """Precision, recall and F1 as a line of a table."""
    counts = Counter((said(row), true(row)) for row in rows)
    hit, wrong, missed = counts[True, True], counts[True, False], counts[False, True]
    precision, recall = hit / max(hit + wrong, 1), hit / max(hit + missed, 1)
    score = 2 * hit / max(2 * hit + wrong + missed, 1)
    return f"{score:6.3f}  {precision:9.3f}  {recall:6.3f}  {hit + missed:4d} of {sum(counts.values())}"


def report_labels(folder: Path) -> None:
    """Print F1 of asking, for all and for ads without headings, and of each kind and force."""
    rows = judged(folder)
    lost = sum(row.found is None for row in rows)
    print(f"{len(rows)} labelled segments; {lost} are no longer cut so, counted as not asking\n")
    print(f"{'':54s}    F1  precision  recall  positives")
    parts = {name: [r for r in rows if r.part == name] for name in PARTS}
    for name, part in parts.items():
        for where, some in (
            ("all", part),
            ("with headings", [r for r in part if r.headed]),
            ("without headings", [r for r in part if not r.headed]),
        ):
            says = f1(some, lambda r: r.found is not None and r.found.asks, lambda r: r.asks)
            print(f"asks or not, {name}, {where}".ljust(54), says)
    for field in ("kind", "force"):
        for value in sorted({getattr(row, field) for row in rows} - {""}):
            for name, part in parts.items():
                says = f1(
                    part,
                    lambda r, v=value, f=field: getattr(r.found, f, None) == v,
                    lambda r, v=value, f=field: getattr(r, f) == v,
                )
                print(f"{field} {value}, {name}".ljust(54), says)


def report_times(number: int) -> None:
    """Print how long so many ads take, from CSV: each made of sentences of the shipped ads, some twice."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ads.csv"
        write_ads(path, number)
        started = time.perf_counter()
        ads = load(path, progress=lambda done, of: done % 500 or print(f"{done} of {of}", file=sys.stderr))
        seconds = time.perf_counter() - started
    print(f"{ads.read} ads, {len(ads.requirements)} requirements, {len(ads.groups)} vacancies: {seconds:.1f} s")


def write_ads(path: Path, number: int) -> None:
    """A table of so many ads in words of the shipped ones, a tenth published twice, with footer and contact details."""
    with SAMPLE.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    words = sorted({word for row in rows for word in row["description"].split()})
    random = Random(7)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("id", "title", "description"))
        for count in range(number):
            if count % 10 != 9:
                sentences = [" ".join(random.choices(words, k=random.randint(3, 20))) for _ in range(12)]
                text = f"FUNCIONES: {'. '.join(sentences[:6])}. REQUISITOS: {'; '.join(sentences[6:])}."
                title = rows[count % len(rows)]["title"]
            footer = "Contacto: Ana Ruiz, ana@example.org. Somos una empresa sólida con muchos años en el mercado."
            table.writerow((count, title, f"{text} {footer}"))


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=Path, metavar="FOLDER", help="report F1 on the labelled segments")
    parser.add_argument("--ads", type=int, default=5000, help="number of ads to time")
    chosen = parser.parse_args()
    if chosen.labels:
        report_labels(chosen.labels)
    else:
        report_times(chosen.ads)


if __name__ == "__main__":
    main()
