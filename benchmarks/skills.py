"""Whether what is told of a catalogue's skills holds: programmes beside skills of ESCO that a reader judged.

    python benchmarks/skills.py ../shared/data ../shared/truth/programmes/dev

The first folder holds `esco/` and `conocer/`; the programmes are those of the folders behind it, on which nothing is
fitted. For skills that ads of the programmes' trades ask for and for others that passages are near to: how many are
taught, by how probable they are said to be, and how often "found" and "not found" are right.
`benchmarks/data/README.md` tells how they were drawn and judged.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from corpora import readers
from corpora.frameworks import load
from embeddings.encoders import open_encoder
from mapper.evaluation.programmes import read_truths
from mapper.evaluation.training import read_rows
from mapper.matching.index import FrameworkIndex
from mapper.matching.matcher import Matcher
from mapper.matching.scorer import shipped
from mapper.matching.terms import code_of
from mapper.programmes.coverage.report import search_document

SKILLS = Path(__file__).parent / "data" / "skills.tsv"
BANDS = ((0.67, 1.01), (0.5, 0.67), (0.31, 0.5), (0.1, 0.31), (0.0, 0.1))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with esco/ and conocer/")
    parser.add_argument("truth", type=Path, nargs="+", help="folders of programmes")
    options = parser.parse_args()
    esco = load([options.data / "esco"], loader="esco")
    encoder = open_encoder()
    matcher = Matcher([FrameworkIndex.build(esco, encoder)], encoder)
    place = {code_of(entry): number for number, entry in enumerate(esco.competencies)}
    judged = [row for row in read_rows(SKILLS) if row["code"] in place]
    said, true, drawn, programmes = [], [], [], 0
    for truth in (truth for folder in options.truth for truth in read_truths(folder, options.data / "conocer")[0]):
        rows = [row for row in judged if row["programme"] == truth.name]
        places = [place[row["code"]] for row in rows]
        if not rows:
            continue
        (shown,) = search_document(readers.read(truth.path), [esco], matcher, skills={esco.name: places}).shown
        said += shown.probability[places].tolist()
        true += [row["state"] != "absent" for row in rows]
        drawn += [row["drawn"] for row in rows]
        programmes += 1
    probability, taught, by = np.array(said), np.array(true), np.array(drawn)
    high, low = shipped().limits_of_skills
    print(f"{programmes} programmes")
    for name, which in (("asked for by ads of the trade", by == "ads"), ("near to passages", by == "passages")):
        p, t = probability[which], taught[which]
        print(f"\n{name}: {len(t)}, taught {t.mean():.2f}, said {p.mean():.2f}, AUROC {roc_auc_score(t, p):.3f}")
        for least, most in BANDS:
            band = (p >= least) & (p < most)
            print(f"said {least:.2f} to {min(most, 1):.2f}: {band.sum():4d}, taught {t[band].sum():4d}")
        print(f"found: {(p >= high).sum()}, right {t[p >= high].sum()}")
        print(f"not found: {(p <= low).sum()}, right {(~t[p <= low]).sum()}")


if __name__ == "__main__":
    main()
