"""The records that this library hands out: documents, passages, frameworks. Frozen, nearly without behaviour."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

from corpora.text import BRACKETED

BlockKind = Literal["heading", "paragraph", "item", "cell", "contents"]
Role = Literal["competency", "outcome", "criterion", "content", "activity", "evaluation", "other"]
Learnt = Literal["company", "both"]
TEACHING_ROLES: tuple[Role, ...] = ("competency", "outcome", "criterion", "content", "activity")
CONTENT_ROLES: tuple[Role, ...] = ("content", "competency")
"""Roles of passages that say what is treated, not what is done."""

Box = tuple[float, float, float, float]  # left, top, right, bottom in points from the page's top left corner


class Text(NamedTuple):
    """One sentence or word that a user sees, in both languages."""

    es: str
    en: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was not read or not used, and why; shown to the user, never dropped in silence."""

    what: str
    why: Text

    @property
    def is_unread(self) -> bool:
        """Return whether it is a part of the text that the source shows and that could not be read."""
        return self.what == FORMULAS


FORMULAS = "formulas"
"""What a workbook's formulas without a stored value are called among what was left out."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in a table a block stands; row and column are within the table, from 0."""

    table: int  # its number in the document, from 0; a table that goes on over the page is one
    row: int
    column: int
    header: str = ""  # text of the column's header cell, "" where the table has no header row
    is_header: bool = False  # whether this cell is itself in the header row


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item or table cell in reading order: `document.text[start:end]`."""

    start: int
    end: int
    kind: BlockKind = "paragraph"  # what the layout says it is; `contents` is a line of a table of contents
    level: int = 0  # of a heading, 1 the highest; of an item, its depth from 1; else 0
    page: int | None = None  # page on which it begins, from 1; None where the format has no pages
    box: Box | None = None  # of its part on that page; None where the format has none
    cell: Cell | None = None  # place in its table, for `kind` "cell"


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of one file.

    Attributes:
        name: the file's name without its folder.
        sha256: of the file's bytes, hexadecimal.
        format: the reader's name in `READERS`.
        text: clean text, NFC, blocks parted by a line feed; no U+FFFE, no private-use character, no control character.
        blocks: in reading order, not overlapping.
        pages: number of pages, None where the format has none.
        unreadable_pages: pages without a text layer or that could not be read, from 1.
        skipped: what was left out (running headers, hidden parts), counted.
        title: what the file's metadata say, "" if they say nothing; of a programme the one that a model finds.
    """

    name: str
    sha256: str
    format: str
    text: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    unreadable_pages: tuple[int, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One piece of a document that is mapped as a unit: one outcome or criterion is one passage.

    Attributes:
        id: hash of section, text and occurrence; the same on any machine.
        text_id: hash of role and text: the same for equal texts of one role.
        text: `document.text[start:end]`, without the list marker before it.
        start: offset in the document's text, in characters (Unicode code points).
        end: offset behind its last character.
        page: page of its beginning, from 1; None where the format has no pages.
        box: left, top, right, bottom of its part on that page, in points from the page's top left corner, or None.
        section: path of headings above it (module, unit, outcome), the outermost first.
        role: what it is in the programme; only `TEACHING_ROLES` are mapped unless asked.
        language: "es", "en", or None where it is neither or nothing can be said.
        dual: where the programme's own marks say that it is learnt: at the company, or there and in school; None
            where they say nothing.
    """

    id: str
    text_id: str
    text: str
    start: int
    end: int
    page: int | None
    box: Box | None
    section: tuple[str, ...]
    role: Role
    language: str | None
    dual: Learnt | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """A document as its passages."""

    passages: tuple[Passage, ...]  # in the document's order, not overlapping; what does not teach is among them
    skipped: tuple[Skipped, ...] = ()  # what became no passage, counted: lines of contents, cells that only refer


class Label(NamedTuple):
    """Another wording of a competency, or the same in another language."""

    text: str
    language: str
    kind: Literal["preferred", "alternative", "hidden"] = "alternative"


class GlossaryEntry(NamedTuple):
    """A term that a standard defines."""

    term: str
    definition: str


@dataclass(frozen=True, slots=True)
class Competency:
    """One entry of a framework: a standard, element, criterion, skill, occupation or group.

    Its `kind` is in the framework's own terms, lower case: standard, element, desempeno, producto, conocimiento,
    situacion_emergente, actitud, skill, knowledge, occupation, group, ….
    """

    code: str  # unique within its framework ("EC0249/E0875/producto/3", an ESCO URI's last part, a user's own code)
    statement: str  # what the competent person does, or the title, as printed
    kind: str
    parent: str | None = None  # code of the entry above it, None at a root
    language: str = "es"  # of the statement, "es" or "en"
    labels: tuple[Label, ...] = ()  # other wordings and translations; the statement only as its own translation
    description: str = ""  # a longer text, "" if there is none
    level: str | None = None  # as the framework says it ("3", "Aplicación"), None if it says none
    title_only: bool = False  # only a title is known (RENEC): it can be related to a programme, never covered by it
    broader: tuple[str, ...] = ()  # codes of further entries above it (ESCO's polyhierarchy)
    glossary: tuple[GlossaryEntry, ...] = ()  # terms defined here
    extra: Mapping[str, Any] = field(default_factory=dict)  # what else the source says (sector, uri, …), JSON values

    @property
    def wordings(self) -> tuple[str, ...]:
        """Return the statement, then the labels' texts, in all languages."""
        return self.statement, *(label.text for label in self.labels)

    def statement_in(self, language: str | None) -> str:
        """Return the wording in a language, where the framework has one, else the statement as it stands."""
        if language in (None, self.language):
            return self.statement
        preferred = (label.text for label in self.labels if label.language == language and label.kind == "preferred")
        return next(preferred, self.statement)


_USUAL = 0.5  # share of a framework's entries of several words that are capitalised from which on capitals say nothing
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")
CATALOGUE_KINDS = ("skill", "knowledge", "occupation", "group")
"""Kinds of entries of a catalogue of skills, which no programme is meant to cover whole."""


@dataclass(frozen=True)
class Framework:
    """A set of competencies with its version and source.

    Attributes:
        name: by which users call it ("renec", "esco").
        title: the full name, as a report cites it.
        version: the release's own version or date, else the first 12 characters of `sha256`.
        sha256: over the bytes of the files it was read from, sorted by name.
        source: file or address it came from (names only, no folder of this machine).
        licence: as the source states it, "" if it states none.
        competencies: parents before children, in the source's order.
        skipped: defects of the source, counted and shown.
        unread: how many of the files that were given, or of a folder's, could not be read; `skipped` names them.
        extra: what else an exchange format says of the whole, to be given back unchanged; JSON values.
    """

    name: str
    title: str
    version: str
    sha256: str
    source: str
    competencies: tuple[Competency, ...]
    licence: str = ""
    skipped: tuple[Skipped, ...] = ()
    unread: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Map each code to the place of its entry among the competencies."""
        return {entry.code: place for place, entry in enumerate(self.competencies)}

    @cached_property
    def parents(self) -> Mapping[str, str | None]:
        """Map each code to that of the entry above it, None at a root."""
        return {entry.code: entry.parent for entry in self.competencies}

    @cached_property
    def criteria(self) -> Mapping[str, Mapping[str, list[int]]]:
        """Map each entry with criteria directly below it to their places by kind, in the framework's order.

        A criterion stands below another entry and has nothing below it. Catalogues of skills have none.
        """
        above = set(self.parents.values())
        found: dict[str | None, dict[str, list[int]]] = {}
        for place, entry in enumerate(self.competencies):
            if entry.code in above:
                if entry.kind not in CATALOGUE_KINDS:
                    found[entry.code] = defaultdict(list)
            elif entry.parent in found:
                found[entry.parent][entry.kind].append(place)
        return {code: dict(kinds) for code, kinds in found.items() if code is not None and kinds}

    def is_criterion(self, code: str) -> bool:
        """Return whether the entry of a code is one of `criteria`; raises KeyError for one that is not here."""
        entry = self.entry(code)
        return self.places[code] in self.criteria.get(entry.parent or "", {}).get(entry.kind, ())

    @cached_property
    def proper_names(self) -> tuple[bool, ...]:
        """Return for each entry whether its name is a proper one, as "JavaScript" and "SQL Server" are.

        In a framework whose entries Are Written Like This, or in capitals, only a capital within a word tells one.
        """
        names = [BRACKETED.sub("", entry.statement).split() for entry in self.competencies]
        capitalised = [_are_capitalised(words) for words in names]
        of_several = [is_so for words, is_so in zip(names, capitalised, strict=True) if len(words) > 1]
        if sum(of_several) <= _USUAL * len(of_several):
            return tuple(capitalised)
        return tuple(all(map(_INNER_CAPITAL.search, words)) for words in names)

    def entry(self, code: str) -> Competency:
        """Return the entry of a code; raises KeyError for one that is not here."""
        return self.competencies[self.places[code]]

    def find(self, code: str | None) -> Competency | None:
        """Return the same, None for one that is not here, and where no code is given."""
        place = None if code is None else self.places.get(code)
        return None if place is None else self.competencies[place]

    def above(self, code: str) -> Iterator[Competency]:
        """Yield the entries above one, the nearest first."""
        while (entry := self.find(self.parents.get(code))) is not None:
            yield entry
            code = entry.code

    def below(self, code: str) -> Iterator[Competency]:
        """Yield the entries below one, at any depth, in the framework's order."""
        inside = {code}
        for entry in self.competencies:
            if entry.parent in inside and entry.code not in inside:
                inside.add(entry.code)
                yield entry

    def find_root(self, code: str) -> str:
        """Return the code of the topmost entry above one, its own at a root."""
        while (above := self.parents.get(code)) is not None:
            code = above
        return code

    def is_of_catalogue(self, entry: Competency) -> bool:
        """Return whether an entry is of a catalogue of skills; knowledge below an element of a standard is not."""
        return (self.find(entry.parent) or entry).kind in CATALOGUE_KINDS


def _are_capitalised(words: Sequence[str]) -> bool:
    return not any(word[0].islower() for word in words) and any(word[0].isupper() for word in words)
