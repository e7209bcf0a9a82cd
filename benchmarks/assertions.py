"""How often sentences that say that something is not taught are recognised, of each kind.

    python benchmarks/assertions.py

On sentences that language models wrote and labelled (`benchmarks/data/assertions`); nothing is fitted on any of them.
"""

from __future__ import annotations

import html
import json
import tempfile
from collections import defaultdict
from pathlib import Path

from corpora import TEACHING_ROLES, readers
from mapper.matching.teaching import split_programme

DATA = Path(__file__).parent / "data" / "assertions"


def recognised() -> dict[tuple[str, str], list[bool]]:
    """Return by label and language whether each sentence, below "Contents", is taken for one that teaches nothing."""
    found: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    for path in sorted(DATA.rglob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for lang, heading in (("es", "Contenidos"), ("en", "Contents")):
            own = [row for row in rows if row["lang"] == lang]
            with tempfile.TemporaryDirectory() as folder:
                page = Path(folder) / "sentences.html"
                said = "".join(f"<p>{html.escape(row['text'])}</p>" for row in own)
                page.write_text(f"<meta charset=utf-8><h1>{heading}</h1>{said}", encoding="utf-8")
                roles = {one.text: one.role for one in split_programme(readers.read(page)).passages}
            for row in own:
                found[row["label"], lang].append(roles.get(row["text"], "other") not in TEACHING_ROLES)
    return found


def main() -> None:
    """Print the share of each label in each language."""
    print("| label | language | n | said to teach nothing |\n|---|---|---:|---:|")
    for (label, lang), said in sorted(recognised().items()):
        print(f"| {label} | {lang} | {len(said)} | {sum(said) / len(said):.3f} |")


if __name__ == "__main__":
    main()
