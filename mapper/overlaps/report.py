"""The list of overlaps for programs, as a page, as a workbook to work through, and in a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpora import Competency
from mapper.files import write_together
from mapper.overlaps.find import TITLES, Overlap, Overlaps, committee
from mapper.overlaps.texts import TEXTS
from mapper.reports.book import Table, workbook
from mapper.reports.page import render as render_page
from mapper.reports.record_json import as_text
from mapper.reports.sheets import Cell
from mapper.reports.terminal import plain
from mapper.reports.words import Words

if TYPE_CHECKING:
    from rich.console import Console

NAME = "overlaps"
_SIDE = (("code", 12), ("name", 52), ("level", 8), ("committee", 36))
_REVIEW = ("review.merge", "review.part", "review.keep")
_IN_TERMINAL = 40


def write(found: Overlaps, folder: Path, *, lang: str) -> list[Path]:
    """Write overlaps.html, .xlsx and .json into a folder, which is made; gives their paths.

    Raises:
        OSError: they cannot be written; none of them is, then.
    """
    words = Words(lang, TEXTS)
    contents: dict[str, bytes | str] = {
        f"{NAME}.html": page(found, words),
        f"{NAME}.xlsx": book(found, words),
        f"{NAME}.json": as_text(values(found)),
    }
    return write_together(folder, contents)


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


def groups(found: Overlaps) -> Iterator[tuple[str, list[Overlap]]]:
    """Key of a heading, and the pairs below it."""
    for key, same in (("different", False), ("unknown", None), ("same", True)):
        if pairs := [pair for pair in found.pairs if pair.same_committee is same]:
            yield key, pairs


def lead(found: Overlaps, words: Words) -> str:
    """The whole in one sentence."""
    groups = Counter(pair.same_committee for pair in found.pairs)
    counts = {
        "standards": found.standards,
        "documents": found.with_criteria,
        "pairs": len(found.pairs),
        "different": groups[False],
        "same": groups[True],
        "unknown": groups[None],
    }
    return words("lead", **{key: f"{n:,}" for key, n in counts.items()})


def page(found: Overlaps, words: Words) -> str:
    """The list as a page."""
    return render_page(
        "overlaps.html.j2",
        words,
        package="mapper.overlaps",
        heading=", ".join(f.title or f.name for f in found.frameworks),
        subtitle="",
        lead=lead(found, words),
        groups=list(groups(found)),
        titles=TITLES,
        committee=committee,
        likeness=likeness,
        criteria=criteria,
        functions=functions,
    )


def book(found: Overlaps, words: Words) -> bytes:
    """The list as a workbook, with a column for what is to become of each pair."""
    sides = [(f"{_capital(words(key))} {n}", width) for n in (1, 2) for key, width in _SIDE]
    keys = (("committees", 18), ("likeness", 12), ("criteria", 12), ("functions", 30), ("only", 40), ("review", 14))
    columns = [*sides, *((_capital(words(key)), width) for key, width in keys)]
    last = len(columns) - 1
    table = Table(
        words("sheet"),
        columns,
        (_cells(pair, words) for pair in found.pairs),
        choices={last: [words(key) for key in _REVIEW]},
        notes={last: words("review.note")},
    )
    return workbook(words("title"), [table], words)


def _cells(pair: Overlap, words: Words) -> list[Cell]:
    sides: list[Cell] = []
    for c in (pair.first, pair.second):
        sides += [c.code, c.statement, c.level, committee(c)]
    group = {False: "different", None: "unknown", True: "same"}[pair.same_committee]
    return [*sides, words(group), likeness(pair, words), criteria(pair, words), functions(pair, words), only(pair)]


def likeness(pair: Overlap, words: Words) -> str:
    """How alike the titles are, as a decimal: it is no probability."""
    if pair.title >= 1:
        return words("same.title")
    return f"{pair.title:.2f}" if pair.title else "–"


def criteria(pair: Overlap, words: Words) -> str:
    """How many criteria are common."""
    return words("criteria.unknown") if pair.shared is None else words("criteria.of", n=pair.shared, of=pair.of)


def functions(pair: Overlap, words: Words) -> str:
    """The two actions where they differ, else nothing."""
    return words("versus", one=pair.functions[0], other=pair.functions[1]) if pair.functions else ""


def only(pair: Overlap) -> str:
    """What only one title says."""
    return " / ".join(" ".join(words) or "–" for words in pair.only) if any(pair.only) else ""


def render(found: Overlaps, console: Console, *, lang: str) -> None:
    """Print the list, the strongest of it where it is long."""
    from rich.table import Table as RichTable
    from rich.text import Text as Line

    words = Words(lang, TEXTS)
    for key, pairs in groups(found):
        table = RichTable(title=words(key), title_justify="left", title_style="bold", box=None, padding=(0, 2, 1, 0))
        for heading in ("standard", "standard"):
            table.add_column(_capital(words(heading)), overflow="fold", ratio=3)
        for heading in ("likeness", "criteria", "functions"):
            table.add_column(_capital(words(heading)), overflow="fold", ratio=1)
        for pair in pairs[:_IN_TERMINAL]:
            sides = [Line(plain(_side(c, words))) for c in (pair.first, pair.second)]
            facts = [likeness(pair, words), criteria(pair, words), functions(pair, words)]
            table.add_row(*sides, *(Line(plain(fact)) for fact in facts))
        console.print(table)
        if (more := len(pairs) - _IN_TERMINAL) > 0:
            console.print(Line(words.counted("n.more", more), style="dim"))
    console.print(Line(lead(found, words) if found.pairs else words("none")))


def _side(standard: Competency, words: Words) -> str:
    level = words("level.n", level=standard.level) if standard.level else ""
    facts = "; ".join(filter(None, (level, committee(standard))))
    return f"{standard.code} {standard.statement}" + (f" ({facts})" if facts else "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
