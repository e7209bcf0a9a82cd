"""How well real programmes are read, beside what a careful reader noted of each.

    python benchmarks/facts.py [TRUTH]

TRUTH, by default ../shared/truth/real, holds train/ and dev/ with a folder for each programme: beside the document
`facts.json` has its title, its printed hours, and the first words of each outcome and of lines that teach nothing. Of
each part is printed how many titles are right, for how many programmes the hours of all units together are the printed
ones, of how many outcomes a passage that is compared holds the first words, and of how many lines that teach nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from arguments import given

from corpora.readers import read
from corpora.text import words_of_name
from lab.titles import is_right, programme
from mapper.matching.records import is_mapped
from mapper.matching.teaching import split_programme
from mapper.matching.titles import titled
from mapper.programmes.credentials.units import find_units

ROOT = Path(__file__).resolve().parent.parent
NAMES = {
    "title": "titles that are right",
    "hours": "hours of the units together, as printed",
    "outcomes": "outcomes that are compared",
    "not_teaching": "lines that teach nothing and are compared",
}


def main() -> None:
    """Print a table for each part."""
    (truth,) = given(__doc__, truth=ROOT.parent / "shared" / "truth" / "real")
    for part in ("train", "dev"):
        every, right = Counter[str](), Counter[str]()
        for path in sorted(truth.glob(f"{part}/*/facts.json")):
            facts = json.loads(path.read_text(encoding="utf-8"))
            for name, found in told(programme(path.parent), facts):
                every[name] += 1
                right[name] += found
        print(part)
        for name, said in NAMES.items():
            print(f"  {said:<44}{right[name]:>4} of {every[name]:<5}{right[name] / max(every[name], 1):.2f}")


def told(path: Path, facts: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield each fact by its name in `NAMES`, and whether it was found."""
    document = titled(read(path))
    split = split_programme(document).passages
    yield "title", is_right(document.title, facts["title"])
    teaching = [passage for passage in split if is_mapped(passage, all_passages=False)]
    if facts["hours"] is not None:
        units = find_units(document, split, teaching)
        yield "hours", units.hours_of({unit.name for unit in units.units})[0] == facts["hours"]
    compared = " | ".join(_words(passage.text) for passage in teaching)
    for name in ("outcomes", "not_teaching"):
        for line in facts[name]:
            yield name, _words(line) in compared


def _words(text: str) -> str:
    return words_of_name(text).casefold()


if __name__ == "__main__":
    main()
