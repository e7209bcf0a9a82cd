"""A crosswalk as a page, as a workbook to review, and in a terminal.

The workbook's sheets and columns are those of a mapping's report, so that `eval` reads a reviewed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.crosswalk.records import PREDICATES, Candidate, Crosswalk, Entry
from mapper.crosswalk.texts import TEXTS
from mapper.crosswalk.values import TURNED, by_source, by_target, passage_ids, statement, values
from mapper.files import write_together
from mapper.reports.book import Table, workbook
from mapper.reports.clean import shorten
from mapper.reports.page import render as render_page
from mapper.reports.record_json import as_text
from mapper.reports.sheets import Cell
from mapper.reports.terminal import plain
from mapper.reports.words import Words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text as Line

NAME = "crosswalk"
MOST_ON_PAGE = 2000
"""Entries of each side that the page shows; a browser is slow with more."""
_STYLE = ".entry { white-space: pre-line; }\n.word { overflow-wrap: normal; }\n"
_MOST_IN_TERMINAL = 100
_LONGEST = 160
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MATCHES = (
    ("document", 18), ("source.code", 26), ("passage", 60), ("predicate", 16), ("framework", 12), ("code", 26),
    ("competency", 60), ("probability", 13), ("rank", 8), ("rank.back", 12), ("text_id", 18), ("lang", 8),
    ("missed", 24), ("review", 14),
)  # fmt: skip
_NO_MATCH = (
    ("document", 18), ("source.code", 26), ("passage", 70), ("text_id", 18), ("lang", 8), ("missed", 24),
    ("review", 22),
)  # fmt: skip
_BACK = (
    ("framework", 12), ("code", 26), ("target", 60), ("predicate", 16), ("source.code", 26), ("source", 60),
    ("probability", 13),
)  # fmt: skip
_ENTRIES = (("framework", 16), ("code", 28), ("competency", 100), ("kind", 26), ("lang", 8))
_FOR_PROGRAMS = ("text_id", "lang")


def write(found: Crosswalk, folder: Path, *, lang: str) -> list[Path]:
    """Write crosswalk.html, .xlsx and .json into a folder, which is made; gives their paths.

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


def lead(found: Crosswalk, words: Words) -> str:
    """The whole in one sentence."""
    return words(
        "lead",
        source=found.source,
        target=found.target,
        sources=f"{len(found.sources):,}",
        targets=f"{len(found.targets):,}",
        found=f"{len(by_source(found)):,}",
        back=f"{len(by_target(found)):,}",
    )


def page(found: Crosswalk, words: Words) -> str:
    """The crosswalk as a page, from both sides."""
    forward = [(found.sources[n], candidates) for n, candidates in sorted(by_source(found).items())]
    back = [(found.targets[n], candidates) for n, candidates in sorted(by_target(found).items())]
    with_one = {candidate.source for candidate in found.candidates}
    without = [entry for number, entry in enumerate(found.sources) if number not in with_one]
    return render_page(
        "crosswalk.html.j2",
        words,
        package="mapper.crosswalk",
        style=_STYLE,
        heading=words("sides", source=found.source, target=found.target),
        subtitle="",
        lead=lead(found, words),
        found=found,
        forward=forward,
        back=back,
        without=without,
        most=MOST_ON_PAGE,
        turned=TURNED,
        statement=statement,
    )


def book(found: Crosswalk, words: Words) -> bytes:
    """The crosswalk as a workbook to review; whoever reviews may mend the relation too."""
    forward = by_source(found)
    review = words("review.note")
    last = len(_MATCHES) - 1
    matches = Table(
        words("sheet.matches"),
        _headers(_MATCHES, words),
        (_match(found, candidate, words) for n in sorted(forward) for candidate in forward[n]),
        percents=frozenset({7}),
        hidden=_hidden(_MATCHES),
        choices={
            3: [words(predicate) for predicate in PREDICATES],
            last: [words(key) for key in ("review.yes", "review.partly", "review.no")],
        },
        notes={last: review},
    )
    last = len(_NO_MATCH) - 1
    without = [(n, entry) for n, entry in enumerate(found.sources) if n not in forward]
    no_match = Table(
        words("sheet.no_match"),
        _headers(_NO_MATCH, words),
        (_unmatched(found, entry) for _, entry in without),
        hidden=_hidden(_NO_MATCH),
        choices={last: [words("review.none")]},
        notes={last: review},
    )
    back = Table(words("sheet.back"), _headers(_BACK, words), _back(found, words), percents=frozenset({6}))
    entries = Table(
        words("sheet.entries"),
        _headers(_ENTRIES, words),
        (_entry(entry, words) for entry in found.targets),
        hidden=_hidden(_ENTRIES),
    )
    return workbook(words("title"), [matches, no_match, back, entries], words)


def _headers(keys: Sequence[tuple[str, int]], words: Words) -> list[tuple[str, int]]:
    return [(key if key in _FOR_PROGRAMS else _capital(words(key)), width) for key, width in keys]


def _hidden(keys: Sequence[tuple[str, int]]) -> frozenset[int]:
    return frozenset(number for number, (key, _) in enumerate(keys) if key in _FOR_PROGRAMS)


def _match(found: Crosswalk, candidate: Candidate, words: Words) -> Sequence[Cell]:
    source, target = found.sources[candidate.source], found.targets[candidate.target]
    return (
        found.source,
        source.competency.code,
        source.competency.statement,
        words(candidate.predicate),
        target.framework.name,
        target.competency.code,
        statement(target.competency, source.competency.language),
        candidate.probability,
        candidate.forward,
        candidate.backward,
        passage_ids(source)[1],
        source.competency.language,
    )


def _unmatched(found: Crosswalk, entry: Entry) -> Sequence[Cell]:
    competency = entry.competency
    return found.source, competency.code, competency.statement, passage_ids(entry)[1], competency.language


def _back(found: Crosswalk, words: Words) -> Iterator[Sequence[Cell]]:
    for number, candidates in sorted(by_target(found).items()):
        target = found.targets[number]
        for candidate in candidates:
            source = found.sources[candidate.source].competency
            said = (target.framework.name, target.competency.code, target.competency.statement)
            yield *said, words(TURNED[candidate.predicate]), source.code, source.statement, candidate.probability


def _entry(entry: Entry, words: Words) -> Sequence[Cell]:
    competency = entry.competency
    kind = words.kind(competency.kind)
    return entry.framework.name, competency.code, competency.statement, kind, competency.language


def render(found: Crosswalk, console: Console, *, lang: str) -> None:
    """Print the sources with their candidates; nothing of the frameworks' text is taken as markup."""
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text as Line

    words = Words(lang, TEXTS)
    table = RichTable(box=box.SIMPLE_HEAD, padding=(0, 1))
    table.add_column(_capital(words("source")), overflow="fold", ratio=2)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column(_capital(words("predicate")), overflow="fold", ratio=1)
    table.add_column(_capital(words("target")), overflow="fold", ratio=2)
    forward = by_source(found)
    for number in sorted(forward)[:_MOST_IN_TERMINAL]:
        before = False
        for candidate in forward[number]:
            source, target = found.sources[number].competency, found.targets[candidate.target].competency
            percent = words.percent(candidate.probability)
            name = Line() if before else _named(source.code, source.statement)
            other = _named(target.code, statement(target, source.language))
            table.add_row(name, Line(percent), Line(words(candidate.predicate)), other)
            before = True
    if forward:
        console.print(table)
    if (more := len(forward) - _MOST_IN_TERMINAL) > 0:
        console.print(Line(words.counted("n.more", more), style="dim"))
    console.print(Line(lead(found, words) if forward else words("none")))


def _named(code: str, text: str) -> Line:
    from rich.text import Text as Line

    said = shorten(plain(text), _LONGEST)
    if _UUID.fullmatch(code):  # says nothing to people
        return Line.assemble(said, " ", (code, "dim cyan"))
    return Line.assemble((plain(code), "cyan"), " ", said)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
