"""Where in a programme one stands while reading it: the headings, units, leads and outcomes above the current block."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpora.items import Item
from corpora.labels import Label
from corpora.vocabulary import CLOSED, Sense

# Levels between two levels of headings: units that are no headings, then leads ("Contenidos:"), the units of a list of
# contents, an outcome, the lead of its criteria.
_UNIT, _LEAD, _INNER, _OUTCOME, _CRITERIA = 0.02, 0.5, 0.01, 0.7, 0.8
_CONTENT_UNITS = ("unidad", "tema")
# Marks of the author's own filing behind a title: "#ce1a #ev1 (est: 2025–09–16)".
_FILING = re.compile(r"(?:\s+(?:#\w+|\((?:est|fecha|date)\b[^()]*\)))+$")


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing above the current block.

    Attributes:
        level: 1 for a first heading; fractions for what stands between headings.
        title: as the path shows it.
        sense: what it names, None where it only divides.
        kind: "heading", "lead", "outcome", or a `Label.kind`.
        number: of the outcome or unit, as printed.
        ends_with_list: a lead sentence, which ends with its list.
    """

    level: float
    title: str
    sense: Sense | None
    kind: str
    number: str = ""
    ends_with_list: bool = False


class Outline:
    """The stack of frames."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.topics: list[tuple[int, str]] = []

    @property
    def naming(self) -> Frame | None:
        """The nearest frame that names a sense."""
        return next((frame for frame in reversed(self.frames) if frame.sense), None)

    @property
    def sense(self) -> Sense | None:
        """What the nearest frame that names anything names."""
        return self.naming.sense if self.naming else None

    @property
    def closed(self) -> bool:
        """Within what does not teach: no deeper heading, label or code begins a role."""
        return self.sense in CLOSED

    @property
    def outcome(self) -> Frame | None:
        """The outcome (or specific competency) below which one stands."""
        kinds = ("outcome", "resultado", "competencia")
        return next((frame for frame in reversed(self.frames) if frame.kind in kinds), None)

    @property
    def criteria_open(self) -> bool:
        """Directly below a heading or lead that names criteria."""
        return bool(self.frames) and self.frames[-1].sense == "criterion"

    @property
    def base(self) -> int:
        """Level of the nearest heading."""
        return int(self.frames[-1].level) if self.frames else 0

    def pop(self, level: float) -> None:
        """Leave everything of this level or deeper."""
        while self.frames and self.frames[-1].level >= level:
            self.frames.pop()
        self.topics.clear()

    def push(self, frame: Frame) -> None:
        """Go below a frame; what stands at its level or deeper ends."""
        self.pop(frame.level)
        self.frames.append(frame)

    def heading(self, level: int, title: str, sense: Sense | None, kind: str = "heading", number: str = "") -> None:
        """Go below a heading. A unit at the level of the heading of the contents stays within them."""
        within = kind in _CONTENT_UNITS and any(f.level == level and f.sense == "content" for f in self.frames)
        at = level + _INNER if within else float(level)
        self.pop(at)
        self.frames.append(Frame(at, tidy(title), None if self.closed else sense, kind, number))

    def lead(self, sense: Sense, *, ends_with_list: bool = False) -> None:
        """Go below a line that names what follows; under an outcome, its criteria."""
        level = self.base + (_CRITERIA if sense == "criterion" and self.outcome else _LEAD)
        self.push(Frame(level, "", sense, "lead", ends_with_list=ends_with_list))

    def end_list(self, *, listed: bool) -> None:
        """A lead sentence ends with its list: prose behind the list is no part of it."""
        if not self.frames or not self.frames[-1].ends_with_list:
            return
        if listed:
            self.frames[-1] = replace(self.frames[-1], kind="list")
        elif self.frames[-1].kind == "list":
            self.pop(self.frames[-1].level)

    def unit(self, label: Label, title: str) -> None:
        """Go below a unit that is no heading: beside its like, else within the contents, else below the heading."""
        like = next((frame for frame in self.frames if frame.kind == label.kind), None)
        if like:
            level = like.level
        elif self.sense == "content" and label.sense is None:
            level = self.base + _LEAD + _INNER * label.rank
        else:
            level = self.base + _UNIT * label.rank
        self.push(Frame(level, tidy(title), None, label.kind, label.number))

    def holds(self, kind: str) -> bool:
        """Whether one stands below a frame of this kind."""
        return any(frame.kind == kind for frame in self.frames)

    def rename(self, title: str) -> None:
        """Give the last frame the title that stood on a line of its own."""
        if self.frames:
            self.frames[-1] = replace(self.frames[-1], title=tidy(title))

    def outcome_below(self, title: str, number: str) -> tuple[str, ...]:
        """Go below an outcome of a list; returns the path above it."""
        self.push(Frame(self.base + _OUTCOME, tidy(title), None, "outcome", number))
        return self.path_above()

    def topic(self, item: Item) -> tuple[str, ...]:
        """Take note of a topic of the contents, which may have others below it; returns the path above it."""
        if item.mark == "number":
            depth = item.depth
        elif item.opens and not item.listed:
            depth = 0
        else:
            return self.path()
        self.topics = [topic for topic in self.topics if topic[0] < depth]
        section = self.path()
        self.topics.append((depth, tidy(item.text)))
        return section

    def path(self, *, of_criterion: bool = False) -> tuple[str, ...]:
        """Titles above the current block, the outermost first.

        Args:
            of_criterion: the last is its outcome: a heading "Criterios de evaluación" between them is left out.
        """
        frames = [frame for frame in self.frames if frame.title]
        if of_criterion and self.outcome:
            frames = [frame for frame in frames if frame.sense != "criterion"]
        return (*(frame.title for frame in frames), *(title for _, title in self.topics))

    def path_above(self) -> tuple[str, ...]:
        """Titles above the last frame."""
        return tuple(frame.title for frame in self.frames[:-1] if frame.title)


def tidy(title: str) -> str:
    """A title for a path: without the author's filing marks and the closing sign."""
    return title[: length_of(title)].rstrip(" .:")


def length_of(text: str) -> int:
    """Length of a text without the author's filing marks at its end ("… #ra1 #dual")."""
    match = _FILING.search(text)
    return match.start() if match and match.start() else len(text)
