"""What a form is filled with, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element
PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """An outcome or criterion: its code, its wordings, and the code and title of what stands above it."""

    code: str
    wordings: tuple[str, ...] = ()
    parent: str = ""
    parent_title: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """A course or programme, and every name by which a form may call it: title, file, code."""

    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Cells:
    """What is told of entries and courses.

    Attributes:
        texts: (place of the entry, place of the course) → what stands in a form; nothing where there is nothing to say.
    """

    entries: tuple[Entry, ...]
    courses: tuple[Course, ...]
    texts: Mapping[tuple[int, int], str]


@dataclass(slots=True)
class Field:
    """One cell of a form, merged or not; `row` and `column`, from 0, are of its upper left corner.

    Attributes:
        free: whether it holds nothing at all.
        node: where it stands in the file's XML; None where it is to be made.
    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    free: bool = True
    node: Element | None = None


@dataclass(slots=True)
class Grid:
    """One sheet, or one table of a Word document.

    Attributes:
        name: the sheet's; "" of a table.
        number: from 1, among its kind.
        fields: (row, column) → the cell that covers this place; a merged one stands at each of its places.
        open: whether cells that are not in `fields` can be made.
    """

    name: str
    number: int
    fields: dict[tuple[int, int], Field] = field(default_factory=dict)
    open: bool = False

    def at(self, row: int, column: int) -> Field | None:
        """The cell at a place; one that can be made is made."""
        found = self.fields.get((row, column))
        if found is None and self.open:
            found = self.fields[row, column] = Field("", row, column)
        return found


class Known(NamedTuple):
    """A cell of a form that names an entry or a course, and which."""

    where: Field
    entry: int | None
    course: int | None


@dataclass(frozen=True, slots=True)
class Target:
    """A cell to be filled, with what: entries and courses in their order."""

    where: Field
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What was recognised in one sheet or table.

    Attributes:
        down: whether the codes stand below each other.
        evidence: head of the column or row for evidence; None where cells stand below or beside a course's name.
        unknown: cells among the codes or names that are none of ours.
    """

    grid: Grid
    down: bool
    entries: tuple[Known, ...]
    courses: tuple[Known, ...]
    evidence: Field | None
    unknown: tuple[Field, ...]
    targets: tuple[Target, ...]
