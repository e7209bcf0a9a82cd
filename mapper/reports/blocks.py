"""A report as data, from which page, workbook, Word document and terminal are written.

A feature has one function that makes a `Report` of its records in one language. What only some forms show says so by
its `on`. Nothing here is layout: each form has one module that writes any report. `Words` are the texts of a report in
one language, and how that language writes numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import Flag, auto
from functools import reduce
from itertools import compress
from operator import or_
from types import MappingProxyType
from typing import Any, ClassVar, Literal, NamedTuple

from corpora import Text, _, _p
from corpora.text import own_code, telling_code
from corpora.translation import in_quotes, shown
from mapper.matching.records import Interval, MappedPassage, criterion_kind
from mapper.reports.texts import COUNTED, KINDS, LANGUAGES, ROLES, TEXTS

_SIGN = {"es": "\N{NO-BREAK SPACE}%", "en": "%"}


class Words:
    """Texts in "es" or "en": those that all reports share, and a report's `own`, which go before."""

    counts: ClassVar[Mapping[str, tuple[Text, Text]]] = COUNTED

    def __init__(self, lang: str, own: Mapping[str, Text] = MappingProxyType({})) -> None:
        self.lang = lang
        self._texts = {**TEXTS, **own}

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of that key, with its places filled; KeyError for an unknown key."""
        return shown(getattr(self._texts[key], self.lang)).format_map(values)

    def gettext(self, message: str, /, **values: object) -> str:
        """Return a message that one place says, where it stands in English, with its places filled."""
        return self.translate(_(message)).format_map(values)

    def pgettext(self, context: str, message: str, /, **values: object) -> str:
        """Return the same of a message that is said differently elsewhere."""
        return self.translate(_p(context, message)).format_map(values)

    def translate(self, text: Text) -> str:
        """Return one text in this language."""
        return shown(getattr(text, self.lang))

    def counted(self, key: str, n: int, **values: object) -> str:
        """Return the text of that key for a number of things."""
        one, many = self.counts[key]
        return shown(getattr(one if n == 1 else many, self.lang)).format_map({"n": f"{n:,}", **values})

    def role(self, role: str) -> str:
        """Return the name of a passage's role."""
        return self.translate(ROLES[role])

    def kind(self, kind: str) -> str:
        """Return the name of a kind of competency, the framework's own term where there is no other."""
        return self._or_itself(KINDS, kind)

    def language(self, language: str | None) -> str:
        """Return the name of a language, "" for none."""
        return "" if language is None else self._or_itself(LANGUAGES, language)

    def _or_itself(self, texts: Mapping[str, Text], key: str) -> str:
        # "Situación emergente", as a table of one's own may call it.
        found = texts.get(key) or texts.get(criterion_kind(key))
        return self.translate(found) if found else key

    def example(self, what: str) -> str:
        """Return the quotation that a document's note is about; "" where it is a key, which is meant for programs."""
        return self.in_quotes(what[1:-1]) if what.startswith("«") else ""

    def in_quotes(self, text: str) -> str:
        """Return what others said, in this language's marks of quotation."""
        return self.translate(in_quotes(text))

    def percent(self, share: float) -> str:
        """Return a share (0 to 1) as a whole percentage; what is nearly none or all is not rounded to it."""
        number = "< 1" if 0 < share < 0.005 else "> 99" if 0.995 <= share < 1 else f"{round(100 * share)}"
        return number + _SIGN[self.lang]

    def reason(self, mapped: MappedPassage) -> str:
        """Return why a passage has no match."""
        if mapped.mapped:
            return self("reason.no_match")
        if mapped.passage.role in ("evaluation", "other"):
            return self(f"reason.{mapped.passage.role}")
        return self("reason.language" if mapped.passage.language is None else "reason.listed")


def format_percent(share: float, lang: str) -> str:
    """Return a share as a whole percentage, as `Words.percent` does."""
    return Words(lang).percent(share)


def format_range(figure: Interval, lang: str) -> str:
    """Return the ends of an interval as whole percentages."""
    dash = "–" if figure.low >= 0 else " … "
    return f"{100 * figure.low:.0f}{dash}{100 * figure.high:.0f}{_SIGN[lang]}"


def format_estimate(figure: Interval, lang: str) -> str:
    """Return a share with its interval."""
    return f"{format_percent(figure.value, lang)} ({format_range(figure, lang)})"


# Control characters, what XML does not allow, and what overrides the direction of writing: none of it can be seen,
# and each of it can break a file or make a text look like another.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return the text without invisible characters; line feeds and tabs stay, a lone surrogate becomes U+FFFD."""
    # What Python calls printable has neither.
    return text if text.isprintable() else _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))


def capitalise(text: str) -> str:
    """Return the text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def shorten(text: str, longest: int) -> str:
    """Return the text, cut between two words if it is longer, with an ellipsis then."""
    if len(text) <= longest:
        return text
    cut = text[:longest]
    return (cut.rsplit(None, 1)[0] if any(c.isspace() for c in cut) else cut).rstrip(" •,;:") + "…"


class Medium(Flag):
    """Where something is shown."""

    PAGE = auto()
    BOOK = auto()
    WORD = auto()
    TERMINAL = auto()
    READ = PAGE | WORD
    SHOWN = READ | TERMINAL
    EVERYWHERE = SHOWN | BOOK
    NOWHERE = 0


PAGE, BOOK, WORD, TERMINAL = Medium.PAGE, Medium.BOOK, Medium.WORD, Medium.TERMINAL
READ, SHOWN, EVERYWHERE, NOWHERE = Medium.READ, Medium.SHOWN, Medium.EVERYWHERE, Medium.NOWHERE

Style = Literal["", "code", "small", "strong", "line", "item", "badge", "state", "gone", "new", "run"]

RUNS = ("gone", "new", "run")


@dataclass(frozen=True, slots=True)
class Head:
    """Who answers for a Word document, as a school writes it on its papers; what is "" is left out."""

    school: str = ""
    programme: str = ""
    responsible: str = ""
    date: str = ""

    def rows(self, t: Words) -> list[tuple[str, str]]:
        """Return what is given, with its name."""
        rows = [(t(f"head.{field.name}"), getattr(self, field.name)) for field in fields(self)]
        return [(name, value) for name, value in rows if value]


NO_HEAD = Head()


class Span(NamedTuple):
    """A run of words in a cell.

    Attributes:
        style: "small" is a line of its own that a workbook leaves out, having a column for it; "line" a line of its
            own, "item" one of a list; "state" what was found, with a sign for `mark`; "gone" and "new" what only the
            old or the new of two texts says, "run" what both do: nothing is put between these.
        mark: what was found of what the row is about; a terminal shows first what is missing.
        lang: its language, "" where it is not known; None for the report's own.
        to: id of what it leads to.
    """

    text: str
    style: Style = ""
    mark: str = ""
    lang: str | None = None
    to: str = ""
    id: str = ""

    @property
    def plain(self) -> str:
        """Return the words where nothing is drawn: a badge in brackets, so that it is no part of the name before it."""
        return f"({self.text})" if self.style == "badge" else self.text


class Fold(NamedTuple):
    """Lines under a summary, which a page unfolds when asked and nothing else shows."""

    summary: str
    lines: list[list[Span]]


class Bar(NamedTuple):
    """Counts of each state, and of all."""

    parts: tuple[tuple[str, int], ...]
    of: int


Spans = list[Span] | list[Span | Fold]
Cell = str | int | float | None | Spans | Bar


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        width: in characters, in a workbook; in Word in relation to the others.
        kind: "percent" of shares; "code" of codes, which pages and terminals put before the next cell's text.
        hidden: whether only programs read it, in a workbook.
        choices: the words that people choose from who fill it in, in a workbook.
        note: on its header, in a workbook.
        joined: its header where the code before it stands in the same cell, "" for its own.
    """

    name: str
    width: int = 14
    kind: Literal["text", "code", "number", "percent"] = "text"
    on: Medium = EVERYWHERE
    hidden: bool = False
    choices: Sequence[str] = ()
    note: str = ""
    joined: str = ""


_FOR_PROGRAMS = ("text_id", "lang", "sha256")
"""Columns of a workbook that are hidden and have the same name in both languages."""


def parse_columns(
    spec: str, t: Words, behind: str = "", on: Medium = EVERYWHERE, *, headed: Callable[[str], str] = capitalise
) -> list[Column]:
    """Parse columns written as `key:width`, `key:width:kind` or, where not `on`, `key:width:kind@where`.

    Each is headed by its key's words as `headed` writes them, with `behind` behind them; for several alike there are
    several keys, parted by commas. The kind "name" is text that stands below the header of the code before it where
    both are one cell. `where` is written in names of media: `book`, `page|terminal`, `~terminal`.
    """
    made: list[Column] = []
    for one in spec.split():
        column, _at, where = one.partition("@")
        keys, width, kind = f"{column}:text".split(":")[:3]
        joined, kind = (made[-1].name, "text") if kind == "name" else ("", kind)
        medium = _parse_medium(where) if where else on
        for key in keys.split(","):
            hidden = key in _FOR_PROGRAMS
            name = key if hidden else headed(t(key)) + behind
            made.append(Column(name, int(width), kind, medium, hidden, joined=joined))  # type: ignore[arg-type]
    return made


def _parse_medium(where: str) -> Medium:
    found = reduce(or_, (Medium[name] for name in where.strip("~").upper().split("|")))
    return ~found if where.startswith("~") else found


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below headers.

    Attributes:
        rows: as many cells each, or fewer.
        sheet: name of its sheet in a workbook, which tables of the same columns share; "" for none.
        before: columns that only the sheet has, before the others, with what stands in each of its rows.
        label: what it is called where it has no heading of its own.
        most: rows on a page; the workbook has all.
        shown: rows in a terminal.
        plain: whether a terminal leaves the header out.
        on: where it is shown; on a sheet if it has one.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    sheet: str = ""
    before: Sequence[tuple[Column, Cell]] = ()
    label: str = ""
    most: int | None = None
    shown: int | None = None
    plain: bool = False
    on: Medium = EVERYWHERE

    def within(self, medium: Medium) -> tuple[list[Column], Iterator[list[Cell]]]:
        """Return the columns that a medium shows, and what stands in them, row by row."""
        shown = [medium in column.on for column in self.columns]
        return list(compress(self.columns, shown)), (list(compress(row, shown)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values; a sheet of two columns if it is to have one."""

    rows: Sequence[tuple[str, Cell]]
    header: tuple[str, str] = ("", "")
    sheet: str = ""
    on: Medium = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Tiles:
    """Large numbers: name, number, and whether it is "good", "open" or neither."""

    rows: Sequence[tuple[str, int, str]]
    on: Medium = PAGE


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words; "lead" sums the whole up, "big" is its one figure, "warning" goes first; "quote" is copied."""

    text: str | list[Span]
    kind: Literal["", "lead", "big", "warning", "quiet", "strong", "quote"] = ""
    on: Medium = SHOWN


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, of the first `most` where it can be long."""

    items: Sequence[str | list[Span]]
    most: int | None = None
    on: Medium = SHOWN


@dataclass(frozen=True, slots=True)
class Legend:
    """The meaning of each state of bars: state, name, explanation."""

    rows: Sequence[tuple[str, str, str]]
    on: Medium = PAGE


@dataclass(frozen=True, slots=True)
class Passages:
    """A document's passages one by one, each with what it corresponds to: a `mapper.reports.mapping.MappedDocument`."""

    view: Any
    on: Medium = PAGE


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture beside a table that says the same.

    Attributes:
        how: how it is read, "" for nothing to say.
        draw: gives it as SVG with a text alternative.
        table: of the same figures, None where it stands elsewhere.
        label: its name where two have the same caption.
    """

    caption: str
    how: str
    draw: Callable[[], str]
    table: Table | None = None
    label: str = ""
    on: Medium = PAGE


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks under one heading.

    Attributes:
        code: before the heading, unless it says the same.
        id: by which others lead to it, "" where nothing does.
        count: of what is in it, behind a folded one's title.
        folded: whether a page shows it only when asked: "open" may be folded by whoever reads, "" not at all;
            "screen" is not printed.
        kind: "card" and "note" are set off from what is around them on a page; "document" holds parts of the page;
            a "verdict" comes first and is all that a terminal shows unless asked, and prints before the "annex".
    """

    title: str
    blocks: Sequence[Block]
    code: str = ""
    id: str = ""
    count: int | None = None
    folded: Literal["", "folded", "open", "screen"] = ""
    kind: Literal["", "card", "note", "withheld", "document", "verdict", "annex"] = ""
    on: Medium = EVERYWHERE

    @property
    def own_code(self) -> str:
        """Return the code where it is shown."""
        return own_code(self.code, self.title)

    def within(self, medium: Medium) -> list[Block]:
        """Return what a medium shows below its heading, nothing where it does not show the part."""
        return [block for block in self.blocks if medium in block.on] if medium in self.on else []


Block = Table | Facts | Tiles | Paragraph | Bullets | Legend | Passages | Picture | Section


@dataclass(frozen=True, slots=True)
class Report:
    """All of it, in one language.

    Attributes:
        heading: what it is about; the words "title" say what kind of report it is.
        formats: the files that are written of it.
        files: further files, by name, each made when it is written.
    """

    t: Words
    heading: str
    parts: Sequence[Section]
    subtitle: str = ""
    formats: Sequence[str] = ("html", "xlsx", "json")
    files: Mapping[str, Callable[[], bytes | str]] = field(default_factory=dict)
    head: Head = NO_HEAD


def plain_text(cell: Cell, t: Words, column: Column | None = None, *, small: bool = True) -> str:
    """Return a cell in plain words, with or without its small print."""
    if isinstance(cell, list):
        lines = [""]
        for span in cell:
            if isinstance(span, Fold) or (span.style == "small" and not small):
                continue
            if span.style in ("small", "line", "item"):
                lines.append(span.text)
            else:
                apart = lines[-1] and span.style not in RUNS and not lines[-1].endswith(" ")
                lines[-1] += " " * bool(apart) + span.plain
        return "\n".join(filter(None, lines))
    if cell is None or isinstance(cell, Bar):
        return "–" if column and column.kind in ("number", "percent") else ""
    if column and column.kind == "percent" and not isinstance(cell, str):
        return t.percent(cell)
    if isinstance(cell, float) and not cell.is_integer():
        return f"{cell:,.2f}"
    return f"{cell:,.0f}" if isinstance(cell, float | int) else cell


def join_codes(columns: Sequence[Column], cells: Sequence[Cell]) -> tuple[list[Column], list[Cell]]:
    """Return the columns and cells with each code put before the words of the next cell."""
    heads: list[Column] = []
    found: list[Cell] = []
    code: tuple[Cell, ...] = ()
    for column, cell in zip(columns, cells, strict=False):
        if column.kind == "code":
            code = (cell,)
            continue
        if any(code):
            words = cell if isinstance(cell, list) else [Span(str(cell or ""))]
            own = telling_code(str(code[0]), "".join(span.text for span in words if isinstance(span, Span)))
            cell = [Span(own, "code"), *words] if own else words
        heads.append(replace(column, name=column.joined) if code and column.joined else column)
        found.append(cell)
        code = ()
    return heads, found
