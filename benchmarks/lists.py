"""What is told of a sector's list: skills of many trades, of which a programme teaches a few.

    python benchmarks/lists.py TRUTH… [--data ../shared/data]

TRUTH are folders of programmes with known truth. Three times for each programme the elements of its own standard that
it teaches stand in one list with an element of each of twenty standards of other sectors that ship. An element is
taught where at least half of its criteria are, in full or in part; those of other sectors are taken not to be. Figures
are shares, with 95 % intervals over programmes.
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from sklearn.metrics import roc_auc_score

from corpora import Competency
from corpora.frameworks import load
from embeddings.encoders import open_encoder
from mapper.evaluation.programmes import Truth, cover, read_truths, share_figure
from mapper.evaluation.training import SHIPPED

_DRAWS, _OTHERS = 3, 20
_STATES = {"shown": ("covered", "partly"), "to be confirmed": ("uncertain",), "not found": ("not_found",)}


def elements(truth: Truth) -> list[Competency]:
    """Return the elements of a programme's standard."""
    return [entry for entry in truth.framework.competencies if entry.kind == "element"]


def is_taught(truth: Truth, element: Competency) -> bool:
    """Tell whether at least half of an element's criteria are taught."""
    states = {one.code: one.state for one in truth.criteria}
    below = [states[c.code] for c in truth.framework.competencies if c.parent == element.code and c.code in states]
    return sum(state != "absent" for state in below) >= len(below) / 2


def lists_of(truth: Truth, others: Sequence[Truth]) -> Iterator[list[Competency]]:
    """Yield the elements of other sectors that stand beside a programme's own, for each draw."""
    foreign = [other for other in others if other.sector != truth.sector and elements(other)]
    for number in range(_DRAWS):
        draw = random.Random(f"{truth.name} {number}")
        yield [draw.choice(elements(other)) for other in draw.sample(foreign, _OTHERS)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("truth", type=Path, nargs="+", metavar="TRUTH", help="folder of programmes with known truth")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder with conocer/")
    options = parser.parse_args()
    encoder = open_encoder()
    truths = [one for folder in options.truth for one in read_truths(folder, options.data / "conocer")[0]]
    shipped = read_truths(SHIPPED, options.data / "conocer")[0]
    told: defaultdict[bool, list[tuple[str, str, float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "list.csv"
        for truth in truths:
            own = {entry.statement for entry in elements(truth) if is_taught(truth, entry)}
            for foreign in lists_of(truth, shipped):
                listed = [*own, *(entry.statement for entry in foreign)]
                with table.open("w", encoding="utf-8", newline="") as file:
                    csv.writer(file).writerows([("code", "statement"), *((f"X{n}", s) for n, s in enumerate(listed))])
                ((standards, _),) = cover([truth.path], [load([table], name="list")], encoder)
                for one in standards[0].criteria:
                    told[one.statement in own].append((truth.name, one.state, one.probability))
    print("| element | n | shown | to be confirmed | not found |\n|---|---:|---:|---:|---:|")
    for taught, name in ((True, "taught, of its own standard"), (False, "of another sector")):
        found = (share_figure((who, state in of) for who, state, _ in told[taught]) for of in _STATES.values())
        cells = " | ".join(f"{one['value']:.3f} ({one['low']:.3f}–{one['high']:.3f})" for one in found)
        print(f"| {name} | {len(told[taught])} | {cells} |")
    rows = [(taught, probability) for taught in told for _, _, probability in told[taught]]
    print(f"\nAUROC, taught against other sectors': {roc_auc_score(*zip(*rows, strict=True)):.3f}")


if __name__ == "__main__":
    main()
