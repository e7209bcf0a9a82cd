"""How good crosswalks are, on the official one of ESCO and O*NET: `python benchmarks/crosswalk.py BENCH DATA`.

    python benchmarks/crosswalk.py ../shared/bench/esco-onet/crosswalk_esco_onet.csv ../shared/data/esco

Printed both ways, over all 4,210 pairs and over the exact ones: MAP, MRR, R@10 of character TF-IDF on titles, of
`curmap crosswalk` on titles, and on titles with descriptions; then the four predicates on the official pairs, with what
was taken for what; then how far the stated probabilities are from what holds. No coefficient was fitted on this file
(docs/reports.md tells what was decided with its figures in sight). Its pairs to ISCO groups (exactISCO) are left out;
those to occupations that the release lacks are counted.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from arguments import given

from corpora import Competency, Framework, frameworks
from embeddings.encoders import Encoder, open_encoder
from embeddings.lexical import CharTfidf
from eval.calibration import calibration
from eval.measures import MEASURES
from eval.runs import from_scores
from mapper.between.crosswalk import KINDS
from mapper.between.crosswalk.build import (
    SHOWN,
    SURE,
    Numbers,
    Side,
    decide_predicates,
    near_pairs,
    score_pairs,
    select_candidates,
    shipped,
)
from mapper.workspace.store import Entry

HEADER = "O*NET Id"
COLUMNS = ("O*NET Id", "O*NET Title", "O*NET Description", "ESCO or ISCO URI", "Type of Match")
NAMES = ("MAP", "MRR", "R@10")
NEIGHBOURS = 300
ENGLISH = frozenset({"en"})


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the crosswalk's rows.

    Above its header stand lines on the project, and UTF-8 was twice encoded in places.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = iter(csv.reader(file))
        header = next(line for line in lines if line[:1] == [HEADER])
        for line in lines:
            if line and line[0]:
                yield {name: mended(line[header.index(name)]) for name in COLUMNS}


def mended(text: str) -> str:
    """Return the text as it was before UTF-8 was taken for Windows-1252."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def ranked(
    scores: Numbers, sources: Sequence[str], targets: Sequence[str], links: Mapping[tuple[str, str], str]
) -> str:
    """Return the figures of one system, from both sides."""
    told = []
    for matrix, asked, found, turned in ((scores, sources, targets, False), (scores.T, targets, sources, True)):
        qrels: dict[str, dict[str, int]] = {}
        for source, target in links:
            query, answer = (target, source) if turned else (source, target)
            qrels.setdefault(query, {})[answer] = 1
        kept = [place for place, query in enumerate(asked) if query in qrels]
        run = from_scores("run", [asked[place] for place in kept], found, matrix[kept])
        told += [f"{np.mean(list(MEASURES[name](qrels, run).values())):.3f}" for name in NAMES]
    return "  ".join(told)


def matrix(left: Sequence[Competency], right: Sequence[Competency], encoder: Encoder) -> tuple[Numbers, Numbers]:
    """Return scores of all pairs, and their probabilities; what is no near pair, or no possible one, has neither."""
    sides = [Side.encode_entries(entries, ENGLISH, encoder) for entries in (left, right)]
    pairs = shipped().possible(score_pairs(*sides, *near_pairs(*sides, neighbours=NEIGHBOURS), encoder))
    scores, probabilities = np.full((len(left), len(right)), -1.0), np.zeros((len(left), len(right)))
    scores[pairs.source, pairs.target] = pairs.score
    probabilities[pairs.source, pairs.target] = shipped().probabilities(pairs, same_language=True)
    return scores, probabilities


def plain(entries: Sequence[Competency]) -> list[Competency]:
    """Return the entries without descriptions."""
    return [replace(c, description="", extra={}) for c in entries]


def title(entry: Competency) -> str:
    """Return the English preferred label."""
    labels = (label.text for label in entry.labels if label.language == "en" and label.kind == "preferred")
    return entry.statement if entry.language == "en" else next(labels, entry.statement)


def predicates(
    left: Sequence[Competency], right: Sequence[Competency], links: Mapping[tuple[int, int], str], encoder: Encoder
) -> None:
    """Print what the official pairs are called, and what they are taken for."""
    sides = [Side.encode_entries(entries, ENGLISH, encoder) for entries in (left, right)]
    places = np.array(sorted(links), dtype=np.int64)
    pairs = score_pairs(*sides, places[:, 0], places[:, 1], encoder)
    said = decide_predicates(*sides, pairs, shipped().predicates(pairs, np.ones(len(places))), encoder)
    exact, broad, narrow = (KINDS.index(kind) for kind in ("exact", "broad", "narrow"))
    found = np.array([KINDS.index(kind) for kind in said])
    truth = np.array([KINDS.index(links[i, j]) for i, j in places.tolist()])
    table = np.zeros((4, 4), dtype=np.int64)
    np.add.at(table, (truth, found), 1)
    right_ones = np.diag(table)
    each = 2 * right_ones / np.maximum(table.sum(axis=0) + table.sum(axis=1), 1)
    share = (truth == broad).mean()
    broadest = 2 * share / (1 + share) / 4
    print(f"\nPredicates on {len(truth):,} official pairs: macro-F1 {each.mean():.3f} (always broad {broadest:.3f})")
    print("  official \\ said   " + "".join(f"{name:>9}" for name in KINDS) + "       F1")
    for name, row, value in zip(KINDS, table, each, strict=True):
        print(f"  {name:<18}" + "".join(f"{n:>9,}" for n in row) + f"    {value:.3f}")
    said_exact = table[:, exact].sum()
    print(
        f"  said exact {said_exact}, of which exact {table[exact, exact] / said_exact:.3f};  broad taken for narrow"
        f" {table[broad, narrow]}, narrow for broad {table[narrow, broad]}"
    )


def of_candidates(
    left: Sequence[Competency], right: Sequence[Competency], links: Mapping[tuple[int, int], str], encoder: Encoder
) -> None:
    """Print what the official crosswalk says of pairs that `curmap crosswalk` calls exact."""
    sides = [Framework(name, name, "", "", "", tuple(entries)) for name, entries in (("esco", left), ("onet", right))]
    found = select_candidates(*([Entry(side, c) for c in side.competencies] for side in sides), encoder)
    official = Counter(links.get((c.source, c.target), "none") for c in found if c.predicate == "exact")
    print(f"Candidates that are called exact: {official.total()}, officially {dict(official.most_common())}\n")


def main(path: Path, esco: Path) -> None:
    """Print everything."""
    links = {
        (row["ESCO or ISCO URI"].rsplit("/", 1)[-1], row["O*NET Id"]): row
        for row in rows(path)
        if row["Type of Match"] != "exactISCO"
    }
    occupations = [c for c in frameworks.load([esco], loader="esco").competencies if c.kind == "occupation"]
    known = {c.code: place for place, c in enumerate(occupations)}
    others = {
        row["O*NET Id"]: Competency(
            row["O*NET Id"], row["O*NET Title"], "occupation", language="en", description=row["O*NET Description"]
        )
        for row in links.values()
    }
    right, place = list(others.values()), {code: n for n, code in enumerate(others)}
    kinds = {link: row["Type of Match"].removesuffix("Match") for link, row in links.items() if link[0] in known}
    print(f"{len(links):,} pairs, {len(links) - len(kinds)} of them to occupations that this release of ESCO lacks;")
    print(f"{len(occupations):,} occupations of ESCO, {len(right):,} of O*NET; {dict(Counter(kinds.values()))}\n")
    encoder = open_encoder()
    titles = [title(c) for c in occupations]
    grams = CharTfidf.build([*titles, *(c.statement for c in right)])
    every = np.arange(len(titles), len(titles) + len(right))
    char = np.array(grams.pair_scores(titles, [every] * len(titles)), dtype=np.float64)
    alone, stated = matrix(plain(occupations), plain(right), encoder)
    described, stated_described = matrix(occupations, right, encoder)
    exact = {link: kind for link, kind in kinds.items() if kind == "exact"}
    places = {(known[e], place[o]): kind for (e, o), kind in kinds.items()}
    of_candidates(plain(occupations), plain(right), places, encoder)
    print(f"{'':<34}ESCO to O*NET{'':<10}O*NET to ESCO\n{'':<30}" + "  ".join([*NAMES, *NAMES]))
    for name, wanted in (("all pairs", kinds), ("exact pairs", exact)):
        for system, scores in (("char TF-IDF, titles", char), ("titles", alone), ("and descriptions", described)):
            print(f"{name}: {system:<22}" + ranked(scores, list(known), list(place), wanted))
    predicates(plain(occupations), plain(right), places, encoder)
    print("\nProbabilities of the candidates, and of those said to correspond:")
    held = np.zeros(alone.shape, dtype=bool)
    held[tuple(np.array(list(places)).T)] = True
    for name, values in (("titles", stated), ("and descriptions", stated_described)):
        for least in (SHOWN, SURE):
            i, j = np.nonzero(values >= least)
            found = calibration(values[i, j], held[i, j], [str(n) for n in j], samples=1000)
            print(
                f"  {name:<18} from {least:.2f}: {found.n:>6,} pairs, stated {values[i, j].mean():.3f}, held"
                f" {held[i, j].mean():.3f}, RMSCE {found.rmsce:.3f}, ECE {found.ece:.3f}, Brier {found.brier:.3f}"
            )


if __name__ == "__main__":
    main(*given(__doc__, bench=None, esco=None))
