"""What the list of overlaps says: the pairs, those of different committees first, to work through in a workbook.

`values` is the same for programs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from corpora import Competency, Text, _
from mapper.between.overlaps.find import TITLES, Overlap, Overlaps, committee
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, columns
from mapper.reports.parts import how

TEXTS: dict[str, Text] = {
    "title": _("Standards that say nearly the same"),
    "lead": _(
        "Pairs that say nearly the same: {pairs} (of different committees, {different}; of one committee, {same};"
        " committee not known, {unknown}). Compared by title: {standards}; by their criteria too: {documents}."
    ),
    "how": _("How to read this list"),
    "how.order": _(
        "Pairs of different committees come first: these are the ones to harmonise. Those of one committee are mostly"
        " series made on purpose."
    ),
    "how.title": _(
        "Likeness of the titles: how much the two share in their letters, from 0 to 1; shown from {titles} on. It is no"
        " probability."
    ),
    "how.criteria": _(
        "Criteria in common: how many criteria of the shorter standard stand in the other, nearly the same; only where"
        " the documents of both are loaded. Attitudes do not count."
    ),
    "how.decide": _(
        "A different function (installing, supervising) or a different level can be a reason to have both; a person"
        " decides that."
    ),
    "different": _("Of different committees"),
    "same": _("Of one committee"),
    "unknown": _("Committee not known"),
    "none": _("No pairs say nearly the same. Compared by title: {standards}; by their criteria too: {documents}."),
    "sheet": _("Pairs"),
    "committees": _("committees"),
    "code": _("code"),
    "name": _("title"),
    "level": _("level"),
    "committee": _("committee"),
    "likeness": _("likeness of the titles"),
    "criteria": _("criteria in common"),
    "functions": _("different function"),
    "only": _("only in one"),
    "review": _("review"),
    "review.merge": _("merge"),
    "review.part": _("delimit"),
    "review.keep": _("keep"),
    "review.note": _(
        "Write 'merge' if one standard is enough, 'delimit' if it has to be said what sets them apart, 'keep' if both"
        " are well as they are."
    ),
}

_GROUPS = {False: "different", None: "unknown", True: "same"}
"""By whether one committee is responsible for both: the group, in the order in which they are shown."""
_IN_TERMINAL = 10


def report(found: Overlaps, *, lang: str) -> b.Report:
    """The report in the language "es" or "en"."""
    t = Words(lang, TEXTS)
    parts = [
        b.Part(f"{t(name)} ({len(pairs)})", [_table(pairs, t)], id=name, on=b.EVERYWHERE if pairs else b.BOOK)
        for same, name in _GROUPS.items()
        for pairs in [[pair for pair in found.pairs if pair.same_committee is same]]
    ]
    heading = ", ".join(framework.title or framework.name for framework in found.frameworks)
    sentences = (t("how.order"), t("how.title", titles=TITLES), t("how.criteria"), t("how.decide"))
    lead = b.Paragraph(_lead(found, t), "lead")
    # In a terminal what comes last is what is seen.
    return b.Report(
        t, heading, [b.Part("", [lead, how(t, sentences)], on=b.READ), *parts, b.Part("", [lead], on=b.TERMINAL)]
    )


def _lead(found: Overlaps, t: Words) -> str:
    """The whole in one sentence."""
    groups = Counter(_GROUPS[pair.same_committee] for pair in found.pairs)
    counts = {"standards": found.standards, "documents": found.with_criteria, "pairs": len(found.pairs)}
    counts |= {name: groups[name] for name in _GROUPS.values()}
    return t("lead" if found.pairs else "none", **{key: f"{n:,}" for key, n in counts.items()})


def _table(pairs: Sequence[Overlap], t: Words) -> b.Table:
    sides: list[b.Column] = []
    for behind in (" 1", " 2"):
        sides += columns("code:12:code name:52 level:8@book committee:36@book", t, behind)
    words = [t(f"review.{word}") for word in ("merge", "part", "keep")]
    heads = (
        *sides,
        # Beside different functions the titles have no room in a terminal.
        *columns("committees:18@book likeness:12 criteria:12 functions:30@~terminal only:40@book", t),
        replace(*columns("review:14@book", t), choices=words, note=t("review.note")),
    )
    return b.Table(heads, [_row(pair, t) for pair in pairs], t("sheet"), shown=_IN_TERMINAL)


def _row(pair: Overlap, t: Words) -> Sequence[b.Cell]:
    sides = [cell for c in (pair.first, pair.second) for cell in (c.code, _name(c, t), c.level, committee(c))]
    likeness = f"{pair.title:.2f}" if pair.title else "–"  # a decimal: it is no probability
    return (
        *sides,
        t(_GROUPS[pair.same_committee]),
        t.said("same title") if pair.title >= 1 else likeness,
        t.said("no document") if pair.shared is None else t.said("{n} of {of}", n=pair.shared, of=pair.of),
        t.said("{one} / {other}", one=pair.functions[0], other=pair.functions[1]) if pair.functions else "",
        " / ".join(" ".join(words) or "–" for words in pair.only) if any(pair.only) else "",
        "",
    )


def _name(standard: Competency, t: Words) -> b.Cell:
    level = t.said("level {level}", level=standard.level) if standard.level else ""
    facts = "; ".join(filter(None, (level, committee(standard))))
    return [b.Span(standard.statement), *([b.Span(facts, "small")] if facts else ())]


def values(found: Overlaps) -> dict[str, Any]:
    """What `overlaps.json` holds."""
    return {
        "frameworks": [{"name": f.name, "version": f.version, "sha256": f.sha256} for f in found.frameworks],
        "settings": {"titles": TITLES},
        "standards": found.standards,
        "with_criteria": found.with_criteria,
        "pairs": [_pair(pair) for pair in found.pairs],
    }


def _pair(pair: Overlap) -> dict[str, Any]:
    return {
        "standards": [
            {
                "code": c.code,
                "title": c.statement,
                "level": int(c.level) if c.level and c.level.isdigit() else c.level,
                "committee": committee(c) or None,
            }
            for c in (pair.first, pair.second)
        ],
        "title_cosine": pair.title or None,
        "criteria": None if pair.shared is None else {"shared": pair.shared, "of": pair.of},
        "same_committee": pair.same_committee,
        "functions": list(pair.functions) if pair.functions else None,
        "only": [list(words) for words in pair.only],
    }
