"""Aligns two editions: equal texts first, then the nearest, one to one; then what was split or merged."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

import numpy as np

from embeddings.lexical import CharTfidf
from mapper.between.editions import PATH, STATES, Change, Comparison, Edition, Piece, State, Unit

_MARKS = re.compile(r"^[\s•●▪◦·–—−\-*\uf0b7]+", re.MULTILINE)
# What a list puts behind its items, and what of it is left where an item was the last: ";", ", y", ".".
_END = re.compile(r"(?:\s*[,;]\s*[yeou])?[\s.,;:]*$", re.MULTILINE)
_DROPPED = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE, 0xFFFD], None)
_TOKEN = re.compile(r"(?:\w+|[^\w\s])\s*")


def normalise(text: str) -> str:
    """Return a text without white space, list marks and list ends: texts of one key say the same."""
    text = unicodedata.normalize("NFKC", text).translate(_DROPPED)
    return "".join(_END.sub("", _MARKS.sub("", text)).split())


def _words(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in re.findall(r"\w+", text))


def diff_words(old: str, new: str) -> tuple[Piece, ...]:
    """Return both texts as one row of runs: what both say, what only the old one says, what only the new one."""
    # Words and signs, each with the white space behind it.
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    one, other = ([unicodedata.normalize("NFKC", token.strip()) for token in tokens] for tokens in (before, after))
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    pieces: list[Piece] = []
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            pieces.append(Piece("same", "".join(after[k:m])))
            continue
        if i < j:
            pieces.append(Piece("gone", "".join(before[i:j])))
        if k < m:
            pieces.append(Piece("new", "".join(after[k:m])))
    return tuple(pieces)


NEAR = 0.5  # least nearness of two texts that are one, reworded
WITHIN = 0.7  # least share of a text's words that another has lost, for it to be a part of it
_CONFIRMED = 0.1  # what the same place and the same code add each: they confirm, they do not decide
_SHORTEST = 3  # words that a part that was split off or merged in has at least


@dataclass(slots=True)
class _Pairs:
    """Which old part is which new one, and which places of the old edition became which others of the new one."""

    new_of: dict[str, str] = field(default_factory=dict)
    old_of: dict[str, str] = field(default_factory=dict)
    places: set[tuple[str, str]] = field(default_factory=set)

    def join(self, old: Unit, new: Unit) -> None:
        self.new_of[old.code], self.old_of[new.code] = new.code, old.code


def compare_editions(old: Edition, new: Edition) -> Comparison:
    """Compare two editions of a standard or of a programme."""
    rest = (replace(edition, units=edition.rest) for edition in (old, new))
    return Comparison(old, new, _compared(old, new), _compared(*rest))


def _compared(old: Edition, new: Edition) -> tuple[Change, ...]:
    pairs = _Pairs()
    for depth in sorted({unit.depth for unit in (*old.units, *new.units)}):
        before, after = ([u for u in edition.units if u.depth == depth] for edition in (old, new))
        if depth == 0 and len(before) == len(after) == 1:
            pairs.join(before[0], after[0])  # whatever they are called
            continue
        _pair_equal(before, after, pairs)
        _pair_near(before, after, pairs, _shared_inside(old, new, depth))
    pairs.places.update(_renamed(old, new, pairs))
    return tuple(_changes(old, new, pairs))


def _renamed(old: Edition, new: Edition, pairs: _Pairs) -> Iterator[tuple[str, str]]:
    """Yield headings that are gone with the new ones in their place: the most alike of those that share parts.

    Of several such it is the one that shares most, seen from either: a heading may have become two, or two one.
    """
    before, after = ({unit.code: unit.above for unit in edition.units} for edition in (old, new))
    shared = Counter((before[code], after[other]) for code, other in pairs.new_of.items())
    rank = {(a, b): (len(set(a.split(PATH)) & set(b.split(PATH))), n) for (a, b), n in shared.items()}
    now_of, before_of = dict[str, str](), dict[str, str]()
    for a, b in sorted(shared, key=lambda one: rank[one], reverse=True):
        now_of.setdefault(a, b)
        before_of.setdefault(b, a)
    kept = set(before.values()) & set(after.values())
    for a, b in shared:
        best = (a, now_of[a]), (before_of[b], b)
        if (a, b) in best and rank[a, b][0] == max(rank[one][0] for one in best) and not kept & {a, b}:
            yield a, b


def _shared_inside(old: Edition, new: Edition, depth: int) -> Mapping[tuple[str, str], float]:
    """Return, for parts that hold others, the share of what both hold that is the same in both."""
    inside: tuple[defaultdict[str, set[str]], ...] = (defaultdict(set), defaultdict(set))
    for edition, held in zip((old, new), inside, strict=True):
        for unit in edition.units:
            if unit.depth == depth + 1:
                held[unit.above].add(normalise(unit.text))
    return {
        (one, other): len(mine & theirs) / max(min(len(mine), len(theirs)), 1)
        for one, mine in inside[0].items()
        for other, theirs in inside[1].items()
    }


def _pair_equal(before: Sequence[Unit], after: Sequence[Unit], pairs: _Pairs) -> None:
    """Return the equal texts; of several the one in the same place, of the same code, in order."""
    waiting: dict[str, list[Unit]] = defaultdict(list)
    for unit in after:
        waiting[normalise(unit.text)].append(unit)
    repeated: list[Unit] = []
    for unit in before:
        mine = waiting.get(normalise(unit.text), [])
        exact = [other for other in mine if _confirmations(unit, other, pairs) == 2 and other.code not in pairs.old_of]
        if exact:
            pairs.join(unit, exact[0])
        elif mine:
            repeated.append(unit)
    for unit in repeated:
        free = [other for other in waiting[normalise(unit.text)] if other.code not in pairs.old_of]
        if free:
            pairs.join(unit, max(free, key=lambda other: _confirmations(unit, other, pairs)))


def _confirmations(old: Unit, new: Unit, pairs: _Pairs) -> int:
    """Return how many of place and code say that the two are one."""
    return _same_place(old, new, pairs) + (code_tail(old.code, old.edition) == code_tail(new.code, new.edition))


def _same_place(old: Unit, new: Unit, pairs: _Pairs) -> bool:
    if (old.above, new.above) in pairs.places:
        return True
    if old.above in pairs.new_of or new.above in pairs.old_of:
        return pairs.new_of.get(old.above) == new.above
    return old.above == new.above


def code_tail(code: str, edition: str) -> str:
    """Return the code without that of its standard: element, kind and number."""
    return code.removeprefix(f"{edition}/")


def _pair_near(
    before: Sequence[Unit], after: Sequence[Unit], pairs: _Pairs, inner: Mapping[tuple[str, str], float]
) -> None:
    """Return the best one-to-one alignment of what is left, by nearness of text, place and code confirming."""
    from scipy.optimize import linear_sum_assignment  # takes 0.3 s

    rest = [u for u in before if u.code not in pairs.new_of]
    open_ = [u for u in after if u.code not in pairs.old_of]
    if not rest or not open_:
        return
    # Weighed by all texts, so that what every criterion says counts little.
    texts = [u.text for u in (*rest, *open_)]
    rows = np.arange(len(rest), len(texts))
    near = np.array(CharTfidf.build(texts).pair_scores(texts[: len(rest)], [rows] * len(rest)), dtype=np.float64)
    confirmed = np.array([[_CONFIRMED * _confirmations(u, v, pairs) for v in open_] for u in rest])
    shared = np.array([[inner.get((u.code, v.code), 0.0) for v in open_] for u in rest])
    value = np.maximum(near, shared)
    for i, j in zip(*linear_sum_assignment(-(value + confirmed * (value > 0))), strict=True):
        # A confirmation helps to tell two candidates apart, and a text that is nearly near enough.
        if value[i, j] + confirmed[i, j] / 2 >= NEAR:
            pairs.join(rest[i], open_[j])


def _changes(old: Edition, new: Edition, pairs: _Pairs) -> Iterable[Change]:
    olds, news = ({unit.code: unit for unit in edition.units} for edition in (old, new))
    split = _parts(olds, news, pairs.new_of, pairs.old_of)
    parted = {code for codes in split.values() for code in codes}
    # What was split was not merged as well, and neither were its pieces.
    whole = {code: unit for code, unit in news.items() if code not in parted}
    merged = _parts(whole, olds, pairs.old_of, {**pairs.new_of, **dict.fromkeys(split, "")})
    joined = {code for codes in merged.values() for code in codes}
    # What stands in a part that was split off, or in one into which its own was merged, is where it was.
    pairs.places.update((code, part) for code, parts in split.items() for part in parts)
    pairs.places.update((part, code) for code, parts in merged.items() for part in parts)
    found: dict[str, list[Change]] = defaultdict(list)
    last = ""
    for unit in old.units:  # what was removed is told behind what stood before it
        if unit.code in pairs.new_of:
            last = pairs.new_of[unit.code]
        elif unit.code not in joined:
            pieces = tuple(news[code] for code in split.get(unit.code, ()))
            if pieces:
                found[pieces[0].code].append(_resolve_paragraph([unit], pieces, "split", pairs))
            else:
                found[last].append(Change((unit,), (), ("removed",)))
    yield from found[""]
    for unit in new.units:
        before = pairs.old_of.get(unit.code)
        if before is not None:
            also_new = [news[code] for code in split.get(before, ())]
            also_old = [olds[code] for code in merged.get(unit.code, ())]
            yield _change([olds[before], *also_old], [unit, *also_new], pairs)
        elif unit.code in merged:
            yield _resolve_paragraph([olds[code] for code in merged[unit.code]], [unit], "merged", pairs)
        elif unit.code not in parted:
            yield Change((), (unit,), ("added",))
        yield from found.get(unit.code, ())


def _parts(
    wholes: Mapping[str, Unit], parts: Mapping[str, Unit], partner: Mapping[str, str], taken: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return, for each whole, at least two of the other edition's parts with words that its partner lost."""
    found: dict[str, list[str]] = defaultdict(list)
    lost, own = dict[str, Counter[str]](), dict[str, Counter[str]]()
    for code, whole in wholes.items():
        its = parts[partner[code]].text if code in partner else ""
        if not its or normalise(its) != normalise(whole.text):
            own[code] = _words(its)
            lost[code] = _words(whole.text) - own[code]
    for unit in parts.values():
        mine = _words(unit.text)
        if unit.code in taken or mine.total() < _SHORTEST:
            continue
        shares = {
            code: _part(mine, _words(wholes[code].text), own[code], rest)
            for code, rest in lost.items()
            if wholes[code].depth == unit.depth and rest
        }
        best = max(shares, key=lambda code: shares[code], default=None)
        if best is not None and shares[best] >= WITHIN:
            found[best].append(unit.code)
            lost[best] = lost[best] - mine
    return {code: codes for code, codes in found.items() if code in partner or len(codes) > 1}


def _part(mine: Counter[str], whole: Counter[str], own: Counter[str], lost: Counter[str]) -> float:
    """Return the share of a part's words that a whole's own partner lost.

    Where the partner is a part of the whole too and the other one has at least half of what it lost, both may say the
    same words ("Instala equipos", "Mantiene equipos"): then the share of them that the whole has.
    """
    both = own and _within(own, whole) >= WITHIN and 2 * (mine & lost).total() >= lost.total()
    return _within(mine, whole if both else lost)


def _within(words: Counter[str], others: Counter[str]) -> float:
    return (words & others).total() / words.total()


def _resolve_paragraph(old: Sequence[Unit], new: Sequence[Unit], state: State, pairs: _Pairs) -> Change:
    """Return what became of parts without a partner: this state, unless they are pieces of one paragraph."""
    several = _paragraphs(old) > 1 or _paragraphs(new) > 1
    return Change(tuple(old), tuple(new), (state,)) if several else _change(old, new, pairs)


def _paragraphs(units: Sequence[Unit]) -> int:
    """Return the number of paragraphs they stand in: one may be several passages in the other edition."""
    return len({unit.code if unit.paragraph is None else unit.paragraph for unit in units})


def _change(old: Sequence[Unit], new: Sequence[Unit], pairs: _Pairs) -> Change:
    """Return what became of the first of each, the others having been split off it or merged into it."""
    one, other = old[0], new[0]
    old, new = (sorted(units, key=lambda u: u.order) for units in (old, new))
    before, after = ((" " if _paragraphs(units) == 1 else "\n").join(u.text for u in units) for units in (old, new))
    reworded = normalise(before) != normalise(after)
    told: dict[State, bool] = {
        "split": _paragraphs(new) > 1,
        "merged": _paragraphs(old) > 1,
        "reworded": reworded,
        "level": one.level != other.level,
        "kind": one.kind != other.kind,
        "moved": not any(_same_place(a, b, pairs) for a in old for b in new),
    }
    states = tuple(state for state in STATES if told.get(state))
    return Change(tuple(old), tuple(new), states or ("same",), diff_words(before, after) if reworded else ())
