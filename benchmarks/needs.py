"""How well the four needs are read in ads and programmes, against a reader's list.

    python benchmarks/needs.py TRUTH

TRUTH holds `needs/` (which ad asks for which need, how each programme treats it), `ads/` and `programmes/`. A language
model made the lists; no person has checked them. Of programmes the question is whether a need is outcome or method.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from arguments import given

from corpora.readers import read
from lab.training.demand import truth
from mapper.industry.transversal.findings import needs
from mapper.matching.teaching import split_programme

Pair = tuple[str, str]


def line(name: str, found: set[Pair], true: set[Pair]) -> str:
    """Return precision and recall of (ad or programme, need)."""
    hits = len(found & true)
    return (
        f"{name:20s}  precision {hits / max(len(found), 1):.2f}  recall {hits / max(len(true), 1):.2f}  of {len(true)}"
    )


def rows(path: Path) -> Iterable[dict[str, str]]:
    """Read the rows of a table with tabs."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t")


def main() -> None:
    """Print a line for each part."""
    (folder,) = given(__doc__, truth=None)
    said = {row["id"]: set(row["needs"].split(",")) - {"-"} for row in rows(folder / "needs" / "ads.tsv")}
    taught = {(row["programme"], row["need"]): row["treatment"] for row in rows(folder / "needs" / "programmes.tsv")}
    for part in ("train", "dev"):
        ads = truth(folder, part).ads
        asked: set[Pair] = {(one.ad, need.name) for need in needs([], ads) for one in need.asked if one.asks}
        print(line(f"ads, {part}", asked, {(ad.id, need) for ad in ads.ads for need in said[ad.id]}))
        found: set[Pair] = set()
        names = sorted(path.parent.name for path in (folder / "programmes" / part).glob("*/programme.md"))
        for name in names:
            for need in needs(split_programme(read(folder / "programmes" / part / name / "programme.md")).passages):
                if any(finding.use != "mention" for finding in need.findings):
                    found.add((name, need.name))
        listed = {pair for pair in taught if pair[0] in names}
        true = {pair for pair in listed if taught[pair] in ("outcome", "method")}
        print(line(f"programmes, {part}", found & listed, true))


if __name__ == "__main__":
    main()
