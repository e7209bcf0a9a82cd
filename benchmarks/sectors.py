"""How often the sector that the words of an advertisement give is right, against ads judged by reading.

    python benchmarks/sectors.py [FILE]

FILE holds the advertisements, by default ../shared/data/train/eures-occupation.jsonl, one JSON object a line with
`query` (the text) and `title`. The labels (benchmarks/data/sector-labels.csv) name an ad by the first 16 characters
of its text's SHA-256 and give the sector of its work as judged, empty where it is of none of ours. Every ad to which
the words give a sector is judged (`drawn` is "words"), and a random sample of the others ("random"). Exit code 1 if
one that has a sector is not judged.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from arguments import given
from scipy.stats import binomtest

from corpora.job_ads.records import JobAd
from mapper.industry.sectors import ad_sector

ROOT = Path(__file__).resolve().parent.parent
LABELS = ROOT / "benchmarks" / "data" / "sector-labels.csv"
ADS = ROOT.parent / "shared" / "data" / "train" / "eures-occupation.jsonl"


def main() -> int:
    """Print precision, the share without a sector that has one, and what is wrong; returns the exit code."""
    labels, drawn = judged("sector"), judged("drawn")
    pairs = [(identity, sector, labels.get(identity)) for identity, sector in assigned(ads())]
    given = [(identity, sector, label) for identity, sector, label in pairs if sector]
    right = sum(sector == label for _, sector, label in given)
    left_out = [label for identity, sector, label in pairs if not sector and drawn.get(identity) == "random"]
    print(f"{len(pairs)} ads, {len(given)} with a sector by their words, {len(labels)} judged")
    print(f"right, of those with a sector: {share(right, len(given))}")
    print(
        f"of one of the sectors, of a random sample of those without: {share(sum(map(bool, left_out)), len(left_out))}"
    )
    for identity, sector, label in given:
        if sector != label:
            print(f"  {identity}: {sector}, judged {'none' if label == '' else label or 'not at all'}")
    return int(any(label is None for _, _, label in given))


def judged(column: str) -> dict[str, str]:
    """Return ad → what its label says in a column; the sector is "" for none."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return {row["ad"]: row[column] for row in csv.DictReader(file)}


def ads() -> Iterator[JobAd]:
    """Yield the advertisements of the file, each once, under the hash of its text."""
    (path,) = given(__doc__, file=ADS)
    seen: set[str] = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        identity = hashlib.sha256(row["query"].encode()).hexdigest()[:16]
        if identity not in seen:
            seen.add(identity)
            yield JobAd(identity, row["title"], row["query"], language=row["lang"])


def assigned(given: Iterator[JobAd]) -> Iterator[tuple[str, str | None]]:
    """Yield each ad with its sector."""
    for ad in given:
        yield ad.id, ad_sector(ad).sector


def share(hits: int, of: int) -> str:
    """Return a share with its 95 % interval (Wilson)."""
    if not of:
        return "none"
    interval = binomtest(hits, of).proportion_ci(method="wilson")
    return f"{hits}/{of} = {hits / of:.3f} [{interval.low:.3f}, {interval.high:.3f}]"


if __name__ == "__main__":
    sys.exit(main())
