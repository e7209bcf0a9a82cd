"""The numbered entries of one group of criteria, with their bullets and, for knowledge, their levels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from corpora.frameworks.conocer.text import Line, key
from corpora.frameworks.conocer.tokens import BULLET, classify, level_at_end
from corpora.frameworks.conocer.words import Mender

_NUMBER = re.compile(r"^(\d{1,2})(?:\s*\.\s?[-–]+|\s*[.)]|\s*[-–](?=\s))(?!\d)\s*(.*)$")
_BARE_NUMBER = re.compile(r"^(\d{1,2})(?:\s+|(?=[A-ZÁÉÍÓÚÑ][a-zñáéíóú]))(?=[A-ZÁÉÍÓÚÑ¿\"“(])(.*)$")
_LONE_NUMBER = re.compile(r"^(\d{1,2})$")
_SUBNUMBER = re.compile(r"^(?:\d{1,2}\.\d{1,2}\.?|[a-z]\))\s+")
_SENTENCE_END = re.compile(r"[.;:)\]]$")
_OPEN_END = re.compile(r"(?:^|\s)(?:a|al|con|de|del|en|el|la|las|los|por|para|un|una|al menos|,)$", re.IGNORECASE)
_FULL_LINE = 50
_SKIP = 3
_MOST = 60

Opener = Literal["number", "bullet", "paragraph"]
"""What an entry of a group begins with."""


@dataclass(slots=True)
class Entry:
    """One entry while it is read.

    Attributes:
        number: as printed, None where none is.
        page: where it begins.
        head: its first paragraph's lines.
        bullets: the lines of each bullet.
        level: as printed, None if none.
        weak_level: (line, level) where the end of a line may be one.
        tail: paragraphs behind the bullets, ready to print.
    """

    number: int | None
    page: int
    head: list[str] = field(default_factory=list)
    bullets: list[list[str]] = field(default_factory=list)
    level: str | None = None
    weak_level: tuple[str, str] | None = None
    tail: list[str] = field(default_factory=list)

    def last_lines(self) -> list[str]:
        """The paragraph to which a further line belongs."""
        return self.bullets[-1] if self.bullets else self.head

    def text(self, mender: Mender) -> str:
        """Head and bullets, each bullet on a line of its own behind "• "."""
        head = mender.join(self.head)
        bullets = [f"• {text}" for lines in self.bullets if (text := mender.join(lines))]
        return "\n".join(part for part in (head, *bullets, *self.tail) if part)


class Entries:
    """Collects entries line by line.

    Attributes:
        found: the entries so far.
        stray: lines before the first entry.
    """

    def __init__(self, mender: Mender, opener: Opener, last: int = 0) -> None:
        self.found: list[Entry] = []
        self.stray: list[Line] = []
        self._mender = mender
        self._opener = opener
        self._last = last
        self._before = ""
        self._ended = True

    def take(self, line: Line) -> None:
        """Add one line: a new entry, a new bullet or more of the last paragraph."""
        opened = self._number(line) if self._opener == "number" else self._paragraph(line)
        if opened is not None:
            number, rest = opened
            self.found.append(Entry(number, line.page, [rest] if rest else []))
            self._last = number or self._last
        elif not self.found:
            self.stray.append(line)
        else:
            self._continue(self.found[-1], line.text)
        self._before, self._ended = line.text, False

    def end_entry(self) -> None:
        """Whatever comes next begins a new entry, where entries have no numbers."""
        self._ended = True

    def _number(self, line: Line) -> tuple[int, str] | None:
        """Number and rest of the line if it begins an entry; a wrapped line may begin with a number too."""
        match = _NUMBER.match(line.text)
        if match:
            number = int(match[1])
            if number and (self._last <= number <= self._last + _SKIP or self._restarts(line, number, match[2])):
                return number, match[2]
            return None
        match = _BARE_NUMBER.match(line.text) or _LONE_NUMBER.match(line.text)
        if match is None or not self._takes_bare(line, int(match[1])):
            return None
        return int(match[1]), match[2] if match.re is _BARE_NUMBER else ""

    def _takes_bare(self, line: Line, number: int) -> bool:
        """Whether a number without a sign opens an entry: the next one, or near it where the line before is ended."""
        if number == self._last + 1:
            return line.gap or not self.found or self._closed()
        ended = line.gap or _SENTENCE_END.search(self._before) is not None
        return ended and number > 0 and self._last <= number <= self._last + _SKIP

    def _restarts(self, line: Line, number: int, rest: str) -> bool:
        return number < _MOST and rest[:1].isupper() and (line.gap or self._closed())

    def _closed(self) -> bool:
        """Whether the line before may be an entry's last: a sentence's end, a level, or a line that was not full."""
        if _SENTENCE_END.search(self._before) or classify(self._before).type == "level":
            return True
        return len(self._before) < _FULL_LINE and not _OPEN_END.search(self._before)

    def _paragraph(self, line: Line) -> tuple[None, str] | None:
        """In a group without numbers: each bullet where it begins with one, else a paragraph that begins anew."""
        bullet = BULLET.match(line.text)
        if self._opener == "bullet" or bullet:
            return (None, line.text[bullet.end() :]) if bullet and self._opener == "bullet" else None
        fresh = self._ended or line.gap or _SENTENCE_END.search(self._before) is not None
        return (None, line.text) if fresh and line.text[:1].isupper() else None

    def _continue(self, entry: Entry, text: str) -> None:
        marker = BULLET.match(text) or _SUBNUMBER.match(text)
        if marker is None:
            entry.last_lines().append(text)
            return
        rest = text[marker.end() :]
        before, behind = " ".join(entry.last_lines()).split()[-1:], rest.split()[:1]
        if before and behind and self._mender.broken(before[0], behind[0].strip(".,;:")):
            lines = entry.last_lines()
            lines[-1] += rest  # a false bullet within a word
        else:
            entry.bullets.append([rest] if rest else [])


def entries(lines: Sequence[Line], mender: Mender, last: int = 0) -> Entries:
    """The entries of a group, by their numbers or, where none is printed, by bullets or paragraphs.

    Args:
        lines: of the group.
        mender: of the document.
        last: the number before the first one expected.
    """
    collected = Entries(mender, "number", last)
    for line in lines:
        collected.take(line)
    if collected.found or not lines:
        return collected
    collected = Entries(mender, _opener(lines))
    for line in lines:
        collected.take(line)
    return collected


def _opener(lines: Sequence[Line]) -> Opener:
    return "bullet" if BULLET.match(lines[0].text) else "paragraph"


def knowledge(lines: Sequence[Line], mender: Mender) -> Entries:
    """As `entries`, with each entry's level, wherever it is printed: beside, below, amid or behind all of them."""
    texts = [line for line in lines if key(line.text) not in {"nivel", "niveles"}]
    plain = [line for line in texts if classify(line.text).type != "level"]
    numbered = bool(entries(plain, mender).found) and any(e.number for e in entries(plain, mender).found)
    collected = Entries(mender, "number" if numbered or not plain else _opener(plain))
    run: list[str] = []
    early: list[str] = []
    for line in texts:
        if classify(line.text).type == "level":
            _add_level(run, line.text)
            collected.end_entry()
            continue
        early += _assign(run, collected.found)
        run = []
        at_end = level_at_end(line.text)
        if at_end and at_end[2]:
            collected.take(replace(line, text=at_end[0]))
            early += _assign([at_end[1]], collected.found)
            collected.end_entry()
        else:
            collected.take(line)
            if at_end and collected.found:
                collected.found[-1].weak_level = (line.text, at_end[1])
    early += _assign(run, collected.found)
    _settle(collected.found, early)
    return collected


def _add_level(run: list[str], text: str) -> None:
    text = text.rstrip(" .")
    if run and run[-1].endswith("/"):
        run[-1] += text
    else:
        run.append(text)


def _assign(run: list[str], found: list[Entry]) -> list[str]:
    """Give a run of levels to the entries before it; returns those for which there is none yet."""
    if not run:
        return []
    if not found:
        return run
    lacking = [entry for entry in found if entry.level is None]
    if len(run) == 1 and found[-1].level is None:
        lacking = found[-1:]
    for entry, level in zip(lacking[-len(run) :], run, strict=False):
        entry.level = level
    for level in run[len(lacking) :]:
        if found[-1].level and level.lower() not in found[-1].level.lower():
            found[-1].level += f"/{level}"
    return []


def _settle(found: list[Entry], early: list[str]) -> None:
    """Levels printed before their entries, then those that only look like the end of a sentence."""
    lacking = [entry for entry in found if entry.level is None]
    for entry, level in zip(lacking, early, strict=False):
        entry.level = level
    for entry in found:
        if entry.level is None and entry.weak_level is not None:
            line, entry.level = entry.weak_level
            for paragraph in (entry.head, *entry.bullets):
                for index, text in enumerate(paragraph):
                    if line.endswith(text) or text == line:
                        paragraph[index] = text[: text.rindex(entry.level)].rstrip()
