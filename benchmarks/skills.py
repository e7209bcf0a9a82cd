"""Whether what is told of a catalogue's skills holds: programmes beside skills of ESCO that a reader judged.

    python benchmarks/skills.py ../shared/data ../shared/truth/programmes/dev

The first folder holds `esco/`; the programmes are those that ship and those of the folders behind it. By how probable a
skill is said to be taught, how many of those were judged to be, wholly or in part; and how often "found" and "not
found" of a skill are right. `benchmarks/data/README.md` tells how they were drawn and judged.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from corpora import readers
from corpora.frameworks import load
from embeddings.encoders import open_encoder
from mapper.evaluation.programmes import read
from mapper.evaluation.training.material import states_by_programme
from mapper.evaluation.training.scorer import SHIPPED
from mapper.matching.index import FrameworkIndex
from mapper.matching.matcher import Matcher
from mapper.matching.scorer import shipped
from mapper.matching.terms import code_of
from mapper.programmes.coverage.report import search

SKILLS = Path(__file__).parent / "data" / "skills.tsv"
BANDS = ((0.5, 1.01), (0.2, 0.5), (0.05, 0.2), (1e-9, 0.05), (0.0, 1e-9))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with esco/")
    parser.add_argument("truth", type=Path, nargs="*", help="folders of programmes besides those that ship")
    options = parser.parse_args()
    esco = load([options.data / "esco"], loader="esco")
    encoder, judged = open_encoder(), states_by_programme(SKILLS)
    matcher = Matcher([FrameworkIndex.build(esco, encoder)], encoder)
    place = {code_of(entry): number for number, entry in enumerate(esco.competencies)}
    said, true = [], []
    for folder in (SHIPPED, *options.truth):
        for truth in read(folder)[0]:
            states = {code: state for code, state in judged.get(truth.name, {}).items() if code in place}
            if states:
                (shown,) = search(readers.read(truth.path), [esco], matcher).shown
                said += [shown.by_any(place[code]) for code in states]
                true += [state != "absent" for state in states.values()]
    probability, taught = np.array(said), np.array(true)
    print(f"{len(taught)} skills, {taught.mean():.2f} taught; AUROC {roc_auc_score(taught, probability):.3f}")
    for low, high in BANDS:
        band = (probability >= low) & (probability < high)
        print(f"said {low:.2f} to {min(high, 1):.2f}: {band.sum():4d}, taught {taught[band].mean():.2f}")
    high, low = shipped().limits
    for name, which, right in (
        ("found", probability >= high, taught),
        ("uncertain", (probability > low) & (probability < high), taught),
        ("not found", probability <= low, ~taught),
    ):
        print(f"{name}: {which.sum()}, {'taught' if name == 'uncertain' else 'right'} {right[which].mean():.2f}")


if __name__ == "__main__":
    main()
