"""How many lines in which an ad offers something, or says the contract's conditions, stay out of what it asks for.

    python benchmarks/benefits.py TRUTH

`benefits.tsv` beside this file marks them by place in the cleaned text of TRUTH's ads. A language model read the ads
without the rules' answer; no person has checked it.
"""

from __future__ import annotations

import csv
from pathlib import Path

from arguments import given

from corpora.job_ads.records import ASKING
from lab.training.demand import truth


def main() -> None:
    """Print a line for each part."""
    (folder,) = given(__doc__, truth=None)
    with Path(__file__).with_name("benefits.tsv").open(encoding="utf-8", newline="") as lines:
        marked = list(csv.DictReader(lines, delimiter="\t"))
    for part in ("train", "dev"):
        asked: dict[str, list[tuple[int, int]]] = {}
        for one in truth(folder, part).ads.requirements:
            if one.force in ASKING:
                asked.setdefault(one.ad, []).append((one.start, one.end))
        rows = [(row["ad"], int(row["start"]), int(row["end"])) for row in marked if row["part"] == part]
        out = [
            not any(2 * (min(e, end) - max(s, start)) >= min(e - s, end - start) for s, e in asked.get(ad, ()))
            for ad, start, end in rows
        ]
        print(f"{part:6s}  {sum(out) / len(out):.3f} of {len(out)} stay out")


if __name__ == "__main__":
    main()
