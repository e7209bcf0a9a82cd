"""How well demand is told: graded ads against the whole of ESCO, figures over the graded skills.

    python benchmarks/demand.py TRUTH [--data DATA] [--part dev]

TRUTH holds `ads/`: 240 ads of EURES of which a language model listed which of 166 of ESCO's skills they ask for; no
person has checked it. The shipped model was fitted on the part "train". Beside it stand: wordings of a skill that stand
word for word in the ad, the shares of train's ads as constants, and both.

- AP: average precision over all (ad, skill).
- first 20: how many of the true twenty most asked for are among the first twenty.
- error: of shares over the skills asked at least three times, mean over 100 draws of 40 ads, each tilted towards one
  skill (its ads five times as likely), which no constant can follow.
- held, width: which share of the 90 % intervals of asked skills holds the true share, and their mean width.
- reach: skills of the reader's free lists that stand word for word in the ad and reach a requirement that is compared.

Last, criteria of standards, on `benchmarks/data/ads`: ads that language models wrote for single standards; those of
"dev" for standards of `TRUTH/programmes/dev`, on which nothing was fitted. Each standard is compared with its own ads
and with ads of others. Beside the shipped model stands the same without what it knows of criteria, as it would judge
any entry of a catalogue. Pairs that one could argue of are left out. The same of plain lists of skills, each by a fit
on the other lists: all of them are fitted on in the model that ships.

    python benchmarks/demand.py TRUTH --real WORKSPACE
    python benchmarks/demand.py TRUTH --seconds WORKSPACE

The first says of the real ads of `TRUTH/ads-real` which of the fifteen things that a reader found most are named among
the first twenty rows of the first page, by which words stands in `data/ads_real.tsv`, and whether their intervals hold
one of the reader's two shares or lie between them. The second times 1,000 ads.
"""

from __future__ import annotations

import argparse
import csv
import re
import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpora.frameworks import load
from corpora.text import fold_letters
from embeddings.encoders import open_encoder
from lab.training.asked_criteria import Written, fit_lists, holds, lists, said_of, shares_of, some, written
from lab.training.demand import FRAMEWORK, Truth, held, material, probabilities, shares, truth
from mapper.industry.ad_lines import load as load_ads
from mapper.industry.demand.model import FEATURES, DemandModel, shipped
from mapper.industry.demand.pairs import AdGroups, EntrySimilarity, score_pairs
from mapper.industry.demand.profile import demand
from mapper.industry.gap.page_one import WIDEST
from mapper.mapper import Mapper
from mapper.matching.index import FrameworkIndex
from mapper.matching.records import Settings
from mapper.workspace.store import Workspace

HERE = Path(__file__).resolve().parent
SHOWN = 3  # names of a row beside its first
DRAWS, SIZE, TILT, LEAST, FIRST = 100, 40, 5.0, 3, 20
Said = NDArray[np.float64]


def tilted(asks: NDArray[np.bool_]) -> Iterator[NDArray[np.int64]]:
    """Yield draws of ads, each tilted towards one skill that several ask for."""
    rng = np.random.default_rng(0)
    several = np.flatnonzero(asks.sum(axis=0) >= LEAST)
    for _ in range(DRAWS):
        weight = np.where(asks[:, rng.choice(several)], TILT, 1.0)
        yield rng.choice(len(asks), min(SIZE, len(asks)), replace=False, p=weight / weight.sum())


def error(asks: NDArray[np.bool_], said: Said) -> float:
    """Mean error of shares over the draws."""
    errors = []
    for drawn in tilted(asks):
        several = asks[drawn].sum(axis=0) >= LEAST
        errors.append(np.abs(said[drawn].mean(axis=0) - asks[drawn].mean(axis=0))[several].mean())
    return float(np.mean(errors))


def first(asks: NDArray[np.bool_], said: Said) -> int:
    """Tell how many of the true first twenty are found; ties in the list's order."""
    true, found = (set(np.argsort(-x.mean(axis=0), kind="stable")[:FIRST].tolist()) for x in (asks, said))
    return len(true & found)


def average_precision(asks: NDArray[np.bool_], said: Said) -> float:
    """Return over all pairs; ties in the list's order."""
    hits = asks.ravel()[np.argsort(-said.ravel(), kind="stable")]
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].mean())


def reached(graded: Truth) -> tuple[int, int]:
    """Return free skills that stand word for word in their ad, and those of them that stand in what is compared."""
    by_ad: dict[str, list[str]] = {}
    for requirement in graded.ads.requirements:
        if requirement.mapped:
            by_ad.setdefault(requirement.ad, []).append(_words(requirement.text))
    stand = reach = 0
    for ad, skills in zip(graded.ads.ads, graded.skills, strict=True):
        whole = _words(f"{ad.title} . {ad.text}")
        for skill in map(_words, skills):
            if skill in whole:
                stand += 1
                reach += any(skill in text for text in by_ad.get(ad.id, ()))
    return stand, reach


def _words(text: str) -> str:
    return " " + " ".join("".join(c if c.isalnum() or c in "+#" else " " for c in fold_letters(text)).split()) + " "


def of_criteria(judged: Iterable[tuple[DemandModel, Written]]) -> str:
    """Return row of the table of criteria.

    Share asked for, share told, AP, error of shares, intervals that hold them.
    """
    asked, told, errors, inside = [], [], [], []
    for model, one in judged:
        asked.append(one.asks[one.known])
        told.append(said_of(model, one)[one.known])
        found = shares_of(model, one)
        for number in np.flatnonzero(one.known.all(axis=0)).tolist():
            true, figure = float(one.asks[:, number].mean()), found[number].figure
            errors.append(abs(true - figure.value))
            inside.append(holds(figure, true, true))
    asks, said = np.concatenate(asked)[None], np.concatenate(told)[None]
    precision = average_precision(asks, said)
    return f"{asks.mean():.3f}  {said.mean():.3f}  {precision:.3f}  {np.mean(errors):.3f}  {np.mean(inside):.2f}"


def of_real_ads(folder: Path, workspace: Path) -> None:
    """Print for each set of real ads which of what a reader found first is named, and how far its shares hold."""
    with (HERE / "data" / "ads_real.tsv").open(encoding="utf-8", newline="") as file:
        items = list(csv.DictReader(file, delimiter="\t"))
    opened = Mapper.open(Workspace(workspace), [FRAMEWORK], Settings())
    similarity, model = [EntrySimilarity(index, opened.encoder) for index in opened.indexes], shipped()
    for name in dict.fromkeys(item["set"] for item in items):
        with (folder / f"{name}.rank.tsv").open(encoding="utf-8", newline="") as file:
            read = {row["asks_for"]: row for row in csv.DictReader(file, delimiter="\t")}
        started = time.perf_counter()
        ads = load_ads(folder / f"{name}.csv")
        asked = AdGroups.from_ads(ads)
        found = [score_pairs(asked, one, model, lambda *_: None) for one in similarity]
        profile = demand(asked, opened.frameworks, found, model).profile
        narrow = [row for row in profile.competencies if row.share.high - row.share.low <= WIDEST][:FIRST]
        spent = time.perf_counter() - started
        print(f"\n{name}: {profile.groups} ads, {spent:.0f} s, {peak():.1f} GB")
        hit = inside = 0
        widths = []
        for item in (one for one in items if one["set"] == name):
            said = re.compile(item["says"], re.IGNORECASE)
            rows = [
                row
                for row in narrow
                if any(said.search(f"{t.es} | {t.en}") for t in (row.statement, *row.names[:SHOWN]))
            ]
            shares = [float(read[item["item"]][key]) for key in ("share_of_forty_read", "share_by_words_in_all")]
            best = min(rows, key=lambda row: abs(row.share.value - shares[0]), default=None)
            if best is None:
                print(f"  {shares[0]:.2f}  {item['item']:36s}  –")
                continue
            hit += 1
            low, value, high = best.share.low, best.share.value, best.share.high
            held_it = low <= max(shares) and min(shares) <= high
            inside += held_it
            widths.append(high - low)
            told = f"{value:.2f} ({low:.2f}–{high:.2f}) {best.statement.en}"
            print(f"  {shares[0]:.2f}  {item['item']:36s}  {'*' if held_it else ' '} {told}")
        width = np.mean(widths) if widths else 0.0
        print(f"  of the first fifteen {hit} named among {FIRST}; {inside} intervals hold; mean width {width:.2f}")


def seconds(folder: Path, workspace: Path, many: int = 1000, length: int = 1500) -> None:
    """Print how long so many ads of so many characters take, and how much memory: sentences of real ads, mixed."""
    texts = [ad.text for path in sorted(folder.glob("*.csv")) for ad in load_ads(path).ads]
    rng = np.random.default_rng(0)
    lines = [line for text in texts for line in text.split("\n") if line.strip()]
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "ads.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(("id", "title", "description"))
            for number in range(many):
                text = ""
                while len(text) < length:
                    line = lines[rng.integers(len(lines))]
                    text += f"{line} ({number})\n" if number % 2 else f"{line}\n"
                table.writerow((number, texts[number % len(texts)][:30], text[:length]))
        opened = Mapper.open(Workspace(workspace), [FRAMEWORK], Settings())
        similarity, model = [EntrySimilarity(index, opened.encoder) for index in opened.indexes], shipped()
        started = time.perf_counter()
        asked = AdGroups.from_ads(load_ads(path))
        read = time.perf_counter() - started
        found = [score_pairs(asked, one, model, lambda *_: None) for one in similarity]
        demand(asked, opened.frameworks, found, model)
    spent = time.perf_counter() - started
    of = f"{many} ads of {length} characters, {len(asked.texts)} texts"
    print(f"{of}: {spent:.0f} s ({read:.0f} s to read), {peak():.2f} GB")


def peak() -> float:
    """Return the most memory that this process has had, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--real", type=Path, metavar="WORKSPACE", help="the real ads alone; the workspace has ESCO")
    parser.add_argument("--seconds", type=Path, metavar="WORKSPACE", help="the time and memory of 1,000 ads alone")
    parser.add_argument("--data", type=Path, help="folder with esco/; by default TRUTH/../data")
    parser.add_argument("--part", default="dev")
    chosen = parser.parse_args()
    if chosen.real or chosen.seconds:
        measured = of_real_ads if chosen.real else seconds
        measured(chosen.truth / "ads-real", chosen.real or chosen.seconds)
        return
    encoder, model = open_encoder(), shipped()
    esco = load([(chosen.data or chosen.truth.parent / "data") / "esco"], loader=FRAMEWORK)
    similarity = EntrySimilarity(FrameworkIndex.build(esco, encoder), encoder)
    graded = truth(chosen.truth, chosen.part)
    made = material(graded, similarity, np.array(model.ways, np.float32))
    asks = made.asks
    stands = np.zeros(asks.shape)
    stands[made.ad, made.skill] = made.features[:, FEATURES.index("stands")]
    constant = np.broadcast_to(truth(chosen.truth, "train").asks.mean(axis=0), asks.shape)
    said = probabilities(model, made, graded.codes)
    systems: dict[str, Said] = {
        "wordings word for word": stands,
        "train's shares": constant,
        "both": stands + constant,
        "the shipped model": said,
    }
    print(f"{len(asks)} ads ({chosen.part}), {asks.shape[1]} skills, {int(asks.sum())} asked for\n")
    print(f"{'':24s}  AP     first {FIRST}  error")
    line: Callable[[str, Said], str] = lambda name, x: (  # noqa: E731 - a row of the table
        f"{name:24s}  {average_precision(asks, x):.3f}  {first(asks, x):8d}  {error(asks, x):.4f}"
    )
    for name, found in systems.items():
        print(line(name, found))
    inside, width = held(shares(model, made, graded.codes), asks)
    print(f"\n90 % intervals of asked skills: {inside:.2f} hold the true share, mean width {width:.3f}")
    stand, reach = reached(graded)
    print(f"free skills word for word in their ad: {stand}, of them reach a requirement: {reach / max(stand, 1):.2f}")
    ways = np.array(model.ways, np.float32)
    standards = written(chosen.part, chosen.truth / "programmes" / chosen.part, encoder, ways)
    plain = replace(model, fit=replace(model.fit, kinds={}))
    of_kind = {name: [some(one, own=own) for one in standards] for name, own in (("its own", True), ("others", False))}
    for whose, ads in {**of_kind, "all": standards}.items():
        pairs = sum(int(one.known.sum()) for one in ads)
        print(f"\n{len(ads)} standards ({chosen.part}), {pairs:,} pairs of a criterion and an ad ({whose})\n")
        print(f"{'':24s}  asked  told   AP     error  held")
        print(f"{'as of any catalogue':24s}  {of_criteria((plain, one) for one in ads)}")
        print(f"{'the shipped model':24s}  {of_criteria((model, one) for one in ads)}")
    of_lists = lists(encoder, ways)
    pairs = sum(int(one.known[: one.own].sum()) for one in of_lists)
    print(f"\n{len(of_lists)} plain lists, {pairs:,} pairs of an entry and an ad (its own)\n")
    own = [some(one, own=True) for one in of_lists]
    as_criteria = {kind: row for kind, row in model.fit.kinds.items() if kind not in of_lists[0].kinds}
    held_out = [fit_lists(plain, [other for other in of_lists if other is not one]) for one in of_lists]
    told = {"as of any catalogue": [plain] * len(own), "fitted on the others": held_out}
    told |= {"as criteria of standards": [replace(model, fit=replace(model.fit, kinds=as_criteria))] * len(own)}
    for name, models in told.items():
        print(f"{name:24s}  {of_criteria(zip(models, own, strict=True))}")


if __name__ == "__main__":
    main()
