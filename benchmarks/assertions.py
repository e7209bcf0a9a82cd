"""How often sentences that say that something is not taught are recognised, of each kind.

    python benchmarks/assertions.py

On sentences that language models wrote and labelled (`benchmarks/data/assertions`); nothing is fitted on any of them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from corpora.items import is_outside
from corpora.vocabulary import teacher_acts

DATA = Path(__file__).parent / "data" / "assertions"


def recognised() -> dict[tuple[str, str], list[bool]]:
    """By label and language, of each sentence whether it is taken for one that teaches nothing."""
    found: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    for path in sorted(DATA.rglob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            found[row["label"], row["lang"]].append(is_outside(row["text"], ()) or teacher_acts(row["text"]))
    return found


def main() -> None:
    """Print the share of each label in each language."""
    print("| label | language | n | said to teach nothing |\n|---|---|---:|---:|")
    for (label, lang), said in sorted(recognised().items()):
        print(f"| {label} | {lang} | {len(said)} | {sum(said) / len(said):.3f} |")


if __name__ == "__main__":
    main()
