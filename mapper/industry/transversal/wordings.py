"""The words that speak of each need: the table that ships, with what ESCO's own wordings add to it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from corpora import Competency, Framework, Text
from corpora.text import fold_letters
from mapper.industry.transversal.records import NEED_NAMES, NeedName
from mapper.matching.phrases import whole, whole_pattern

DIGCOMP, GREEN = "digComp", "green"
_SHIPPED = "needs.toml"
_TEAMWORK = ("60c78287-22eb-4103-9c8c-28deaa460da0",)
_FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Wordings:
    """What is looked for in folded text for one need.

    Attributes:
        soft: words that count only in a text that names other skills of their kind, which are `beside`.
        not_behind: words before a hit that make it something else; `not_before`, words behind it.
        areas: code of a DigComp area → its phrases.
        ads: what says it in an advertisement only; `taught`, in a programme only.
    """

    title: Text
    standards: tuple[str, ...]
    pattern: re.Pattern[str]
    soft: re.Pattern[str]
    beside: re.Pattern[str]
    not_behind: re.Pattern[str]
    not_before: re.Pattern[str]
    areas: Mapping[str, re.Pattern[str]]
    ads: re.Pattern[str]
    taught: re.Pattern[str]

    def matches(self, plain: str) -> Iterator[re.Match[str]]:
        """Hits in folded text, in their order, without those that the words around them make something else."""
        found = list(self.pattern.finditer(plain))
        if self.beside.search(plain):
            taken = [m.span() for m in found]
            found += [m for m in self.soft.finditer(plain) if not any(s <= m.start() < e for s, e in taken)]
        for match in sorted(found, key=re.Match.start):
            behind = self.not_behind.search(plain[: match.start()].rstrip())
            before = self.not_before.match(plain[match.end() :].lstrip(" ,"))
            if not behind and not before:
                yield match


@cache
def wordings() -> Mapping[NeedName, Wordings]:
    """The table that ships, one entry a need."""
    table = tomllib.loads(resources.files("mapper.industry.transversal").joinpath(_SHIPPED).read_text(encoding="utf-8"))
    return {name: _of(table[name]) for name in NEED_NAMES}


def _of(row: Mapping[str, Any]) -> Wordings:
    parts = [p.pattern for p in (whole(row.get("phrases", ())),) if row.get("phrases")]
    if "pattern" in row:
        parts.append(whole_pattern(row["pattern"].replace(" ", r"\s+")).pattern)
    behind = "|".join(map(re.escape, map(fold_letters, row.get("not_behind", ()))))
    return Wordings(
        title=Text(row["es"], row["en"]),
        standards=tuple(row["standards"]),
        pattern=re.compile("|".join(parts)),
        soft=whole(row.get("soft", ())),
        beside=whole(row.get("beside", ())),
        not_behind=re.compile(rf"(?<!\w)(?:{behind})$" if behind else r"(?!)"),
        not_before=whole(row.get("not_before", ())),
        areas={area["code"]: whole(area["phrases"]) for area in row.get("areas", ())},
        ads=whole_pattern(row["ads"]) if "ads" in row else whole(()),
        taught=whole_pattern(fold_letters(row["taught"])) if "taught" in row else whole(()),
    )


@dataclass(frozen=True, slots=True)
class Concepts:
    """ESCO's concepts for the needs, as far as a loaded framework has them, by their codes.

    `areas` are the titles of DigComp's areas; `labels` are folded wordings of several words, `pattern` finds them.
    """

    areas: Mapping[str, Text]
    area_of: Mapping[str, str]
    need_of: Mapping[str, NeedName]
    labels: Mapping[str, str]
    pattern: re.Pattern[str]


def concepts(frameworks: Sequence[Framework]) -> Concepts:
    """What ESCO says of the needs: DigComp's collection with its areas, and working in teams.

    An area is an entry of the collection that other entries of it have above them (`broaderConceptPT`).
    """
    known = {c.code: c for f in frameworks for c in f.competencies if c.kind in ("skill", "knowledge")}
    digital = {code for code, c in known.items() if DIGCOMP in c.extra.get("collections", ())}
    above = {code: [a for a in (known[code].parent, *known[code].broader) if a in digital] for code in digital}
    areas = sorted({a for codes in above.values() for a in codes})
    area_of = {code: codes[0] for code, codes in above.items() if codes} | {area: area for area in areas}
    need_of: dict[str, NeedName] = dict.fromkeys(sorted(digital), "digital")
    need_of |= dict.fromkeys([code for code in _TEAMWORK if code in known], "teamwork")
    labels = {}
    for code in sorted(need_of):
        for text in (known[code].statement, *(label.text for label in known[code].labels)):
            if len(text.split()) >= _FEWEST_WORDS:
                labels[fold_letters(" ".join(text.split()))] = code
    return Concepts({a: in_both(known[a]) for a in areas}, area_of, need_of, labels, whole(labels))


def in_both(entry: Competency) -> Text:
    """An entry's statement in both languages, where its framework has both."""
    found = {label.language: label.text for label in reversed(entry.labels) if label.kind == "preferred"}
    found[entry.language] = entry.statement
    return Text(found.get("es", entry.statement), found.get("en", entry.statement))


def in_collection(framework: Framework, collection: str) -> list[Competency]:
    """The entries that stand in one of ESCO's collections ("green", "digital", "digComp", "transversal")."""
    return [c for c in framework.competencies if collection in c.extra.get("collections", ())]
