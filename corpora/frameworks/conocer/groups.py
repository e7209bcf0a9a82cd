"""The entries of one group of criteria: numbered, with bullets and levels; situations with responses; terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from corpora.frameworks.conocer.lines import BULLET, Line, classify, key, level_at_end
from corpora.frameworks.conocer.words import WordRepair

_NUMBER = re.compile(r"^(\d{1,2})(?:\s*\.\s?[-–]+|\s*[.)]|\s*[-–](?=\s))(?!\d)\s*(.*)$")
_BARE_NUMBER = re.compile(r"^(\d{1,2})(?:\s+|(?=[A-ZÁÉÍÓÚÑ][a-zñáéíóú]))(?=[A-ZÁÉÍÓÚÑ¿\"“(])(.*)$")
_SUBNUMBER = re.compile(r"^(?:\d{1,2}\.\d{1,2}\.?|[a-z]\))\s+")
_SENTENCE_END = re.compile(r"[.;:)\]]$")
_OPEN_END = re.compile(r"(?:^|\s)(?:a|al|con|de|del|en|el|la|las|los|por|para|un|una|al menos|,)$", re.IGNORECASE)
_FULL_LINE = 50
_SKIP = 3
_LABEL = re.compile(
    r"^(?:\d{1,2}\s*[.)]?\s*|[•●▪]\s*)?(?P<name>situaci[óo]n(?:es)?(?:\s+emergentes?)?|respuestas?(?:\s+esperadas?)?)\s*"
    r"(?P<number>\d{1,2})?\s*(?::|\.-?(?=\s|$)|$)\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_SITUATION = re.compile(r"\d{1,2}(?=\s*[.)]|\s+[A-ZÁÉÍÓÚÑ])")
_COLON = re.compile(r"\s*:(?:\s+|$)|\s+:")  # "10:30" and "https://" are no terms
_DASH = re.compile(r"\s*\.\s?[-–—]+\s*|\s+[-–—]+\s+")
_TERM_GOES_ON = re.compile(r"^(?:a|al|con|de|del|e|el|en|la|las|los|o|para|por|sin|sobre|y)\s")
_SHORT_LINE = 45
_LONGEST_TERM_LINES = 5
_JOINT = re.compile(
    r"(?:^|[\s/(])(?:a|al|con|de|del|e|el|en|la|las|lo|los|o|para|por|sin|sobre|su|u|y)$", re.IGNORECASE
)

TermDefinition = tuple[list[str], list[str]]
"""The lines of a term and those of its definition."""
Opener = Literal["number", "bullet", "paragraph"]
"""What an entry of a group begins with."""


@dataclass(slots=True)
class Entry:
    """One entry while it is read, its number and level as printed.

    `head` are the lines of its first paragraph, `bullets` those of each bullet, `tail` paragraphs behind them, ready to
    print; `weak_level` is (line, level) where the end of a line may be a level.
    """

    number: int | None
    page: int
    head: list[str] = field(default_factory=list)
    bullets: list[list[str]] = field(default_factory=list)
    level: str | None = None
    weak_level: tuple[str, str] | None = None
    tail: list[str] = field(default_factory=list)

    def last_lines(self) -> list[str]:
        """Return the paragraph to which a further line belongs."""
        return self.bullets[-1] if self.bullets else self.head

    def text(self, mender: WordRepair) -> str:
        """Return head and bullets, each bullet on a line of its own behind "• "."""
        head = mender.join(self.head)
        bullets = [f"• {text}" for lines in self.bullets if (text := mender.join(lines))]
        return "\n".join(part for part in (head, *bullets, *self.tail) if part)


class Entries:
    """Collects entries line by line; `stray` are the lines before the first one, `last` the number before it.

    Where entries have no numbers, whatever comes next begins a new one after one has `ended`.
    """

    def __init__(self, mender: WordRepair, opener: Opener, last: int = 0) -> None:
        self.found: list[Entry] = []
        self.stray: list[Line] = []
        self._mender = mender
        self._opener = opener
        self._last = last
        self._before = ""
        self.ended = True

    def take(self, line: Line) -> None:
        """Add one line: a new entry, a new bullet or more of the last paragraph."""
        opened = self._number(line) if self._opener == "number" else self._paragraph(line)
        if opened is not None:
            number, rest = opened
            self.found.append(Entry(number, line.page, [rest]))
            self._last = number or 0
        elif not self.found:
            self.stray.append(line)
        else:
            self._continue(self.found[-1], line.text)
        self._before, self.ended = line.text, False

    def _number(self, line: Line) -> tuple[int, str] | None:
        """Return number and rest of the line if it begins an entry; a wrapped line may begin with a number too."""
        match = _NUMBER.match(line.text) or _BARE_NUMBER.match(line.text)
        if match is None:
            return None
        number, rest = int(match[1]), match[2]
        if match.re is _BARE_NUMBER:
            begins = number == self._last + 1 and (line.gap or self._closed())
        else:
            restarts = rest[:1].isupper() and (line.gap or self._closed())
            begins = restarts or self._last <= number <= self._last + _SKIP
        return (number, rest) if begins else None

    def _closed(self) -> bool:
        """Return whether the line before may be an entry's last: a sentence's end, or a line not full."""
        full = len(self._before) >= _FULL_LINE or _OPEN_END.search(self._before)
        return not full or _SENTENCE_END.search(self._before) is not None

    def _paragraph(self, line: Line) -> tuple[None, str] | None:
        """Return where a group without numbers begins an entry: at each bullet, or at a paragraph that begins anew."""
        bullet = BULLET.match(line.text)
        if self._opener == "bullet":
            return (None, line.text[bullet.end() :]) if bullet else None
        fresh = self.ended or line.gap or _SENTENCE_END.search(self._before) is not None
        return (None, line.text) if fresh and not bullet and line.text[:1].isupper() else None

    def _continue(self, entry: Entry, text: str) -> None:
        marker = BULLET.match(text) or _SUBNUMBER.match(text)
        if marker is None:
            entry.last_lines().append(text)
            return
        rest = text[marker.end() :]
        before, behind = " ".join(entry.last_lines()).split()[-1:], rest.split()[:1]
        if before and behind and self._mender.broken(before[0], behind[0].strip(".,;:")):
            entry.last_lines()[-1] += rest  # a false bullet within a word
        else:
            entry.bullets.append([rest])


def entries(lines: Sequence[Line], mender: WordRepair, last: int = 0) -> Entries:
    """Return the entries of a group, by their numbers or, where none is printed, by bullets or paragraphs."""
    openers: tuple[Opener, ...] = ("number", _opener(lines)) if lines else ("number",)
    for opener in openers:
        collected = Entries(mender, opener, last)
        for line in lines:
            collected.take(line)
        if collected.found:
            break
    return collected


def _opener(lines: Sequence[Line]) -> Opener:
    return "bullet" if BULLET.match(lines[0].text) else "paragraph"


def knowledge(lines: Sequence[Line], mender: WordRepair) -> Entries:
    """Collect as `entries` does, with each entry's level, wherever it is printed."""
    texts = [line for line in lines if key(line.text) not in {"nivel", "niveles"}]
    plain = [line for line in texts if classify(line.text).type != "level"]
    numbered = any(entry.number for entry in entries(plain, mender).found)
    collected = Entries(mender, "number" if numbered or not plain else _opener(plain))
    run: list[str] = []
    early: list[str] = []
    for line in texts:
        if classify(line.text).type == "level":
            run.append(line.text.rstrip(" ."))
            collected.ended = True
            continue
        early += _assign(run, collected.found)
        run = []
        at_end = level_at_end(line.text)
        if at_end and at_end[2]:
            collected.take(replace(line, text=at_end[0]))
            early += _assign([at_end[1]], collected.found)
            collected.ended = True
        else:
            collected.take(line)
            if at_end and collected.found:
                collected.found[-1].weak_level = (line.text, at_end[1])
    early += _assign(run, collected.found)
    _settle(collected.found, early)
    return collected


def _assign(run: list[str], found: list[Entry]) -> list[str]:
    """Give a run of levels to the last entries without one; returns those for which there is no entry yet."""
    lacking = [entry for entry in found if entry.level is None]
    for entry, level in zip(lacking[-len(run) :], run, strict=False):
        entry.level = level
    return [] if found else run


def _settle(found: list[Entry], early: list[str]) -> None:
    """Assign levels printed before their entries, then those that only look like the end of a sentence."""
    lacking = [entry for entry in found if entry.level is None]
    for entry, level in zip(lacking, early, strict=False):
        entry.level = level
    for entry in found:
        if entry.level is None and entry.weak_level is not None:
            line, entry.level = entry.weak_level
            for paragraph in (entry.head, *entry.bullets):
                for index, text in enumerate(paragraph):
                    if line.endswith(text):
                        paragraph[index] = text[: text.rindex(entry.level)].rstrip()


# Whether the lines are a response, and its lines.
_Block = tuple[bool, list[Line]]


def situations(lines: Sequence[Line], mender: WordRepair) -> list[Entry]:
    """Return one entry per situation, its text "situation" and, on a line of its own, "Respuesta esperada: …"."""
    blocks = _blocks(lines)
    if len({is_response for is_response, _lines in blocks}) < 2:
        return _unlabelled([line for _response, own in blocks for line in own], mender)
    pairs: list[Entry] = []
    asked: list[Entry] = []
    for is_response, own in blocks:
        found = _split(own, mender)
        if not is_response:
            asked = found
            pairs += found
        elif len(found) == len(asked):
            for one, answer in zip(asked, found, strict=True):
                _answer(one, [answer], mender)
        elif asked:
            _answer(asked[-1], found, mender)
    return pairs


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    blocks: list[_Block] = []
    for line in lines:
        match = _LABEL.match(line.text)
        if match:
            rest = [replace(line, text=match["rest"])] if match["rest"] else []
            blocks.append((match["name"].lower().startswith("respuesta"), rest))
        elif not blocks or _asks_again(blocks, line):
            blocks.append((False, [line]))
        else:
            blocks[-1][1].append(line)
    return [block for block in blocks if block[1]]


def _asks_again(blocks: Sequence[_Block], line: Line) -> bool:
    """Return whether a number behind a response without one begins the next situation; only responses are labelled."""
    if len(blocks) < 2 or not blocks[-1][0] or not all(own for _response, own in blocks[-2:]):
        return False
    asked, answered = (_SITUATION.match(own[0].text) for _response, own in blocks[-2:])
    return bool(asked and _SITUATION.match(line.text) and not answered)


def _split(lines: Sequence[Line], mender: WordRepair) -> list[Entry]:
    """Split a block into its numbered or bulleted parts; one that begins with plain text is one part."""
    first = _SITUATION.match(lines[0].text)
    if first or BULLET.match(lines[0].text):
        # Under its own label the second situation is "2.".
        return entries(lines, mender, max(int(first[0]) - 1, 0) if first else 0).found
    whole = Entry(None, lines[0].page)
    for line in lines:
        marker = BULLET.match(line.text)
        if marker:
            whole.bullets.append([line.text[marker.end() :]])
        else:
            whole.last_lines().append(line.text)
    return [whole]


def _answer(entry: Entry, answers: Sequence[Entry], mender: WordRepair) -> None:
    found = [answer.text(mender) for answer in answers]
    text = f" {found[0]}" if len(found) == 1 else "".join(f"\n• {answer}" for answer in found)
    entry.tail.append(f"Respuesta esperada:{text}")


def _unlabelled(lines: Sequence[Line], mender: WordRepair) -> list[Entry]:
    """Pair numbers printed twice as a situation and its response; else each entry is a situation."""
    found = entries(lines, mender).found if lines else []
    numbers = [entry.number for entry in found]
    if found and numbers[0] is not None and len(numbers) % 2 == 0 and numbers[::2] == numbers[1::2]:
        for asked, answer in zip(found[::2], found[1::2], strict=True):
            _answer(asked, [answer], mender)
        return found[::2]
    return found


def split_term(entry: Entry, mender: WordRepair) -> tuple[str, str]:
    """Return term and definition of an entry; the definition is "" where nothing divides them.

    By the colon where one ends a short beginning; else by the lines, where the term fills its own; else by the first
    capital that begins the definition ("Interfaz de entrada Medio por el cual …").
    """
    lines = [line for line in entry.head if line]
    bullets = [f"• {text}" for bullet in entry.bullets if (text := mender.join(bullet))]
    found = _split_definition(lines)
    if found is None:
        return mender.join(lines), "\n".join(bullets)
    term, definition = found
    text = "\n".join(part for part in (mender.join(definition), *bullets) if part)
    return mender.join(term).rstrip(" .:"), text


def fix_columns(found: Sequence[Entry]) -> None:
    """Mend a table read column by column: all terms, then all definitions, which then hang on the last term."""
    if len(found) < 2 or any((parts := _split_definition(entry.head)) and any(parts[1]) for entry in found[:-1]):
        return
    last = found[-1].head
    term = next((index for index, line in enumerate(last, 1) if line.endswith(":")), 1)
    definitions: list[list[str]] = []
    for line in last[term:]:
        if not definitions or (line[:1].isupper() and definitions[-1][-1].endswith(".")):
            definitions.append([])
        definitions[-1].append(line)
    if len(definitions) == len(found):
        del last[term:]
        for entry, lines in zip(found, definitions, strict=True):
            entry.head += lines


def _split_definition(lines: Sequence[str]) -> TermDefinition | None:
    return _by_colon(lines) or _by_dash(lines) or _by_lines(lines) or _by_capital(lines)


def _by_colon(lines: Sequence[str]) -> TermDefinition | None:
    for index, line in enumerate(lines[:_LONGEST_TERM_LINES]):
        if match := _COLON.search(line):
            term, rest = line[: match.start()], line[match.end() :]
            if any(map(_inner_capital, lines[:index])):
                return _interleaved(lines, index, term, rest)
            return [*lines[:index], term], [rest, *lines[index + 1 :]]
    return None


def _by_dash(lines: Sequence[str]) -> TermDefinition | None:
    """Split as in "Término.- Definición" and "Término – Definición", on the first line."""
    match = _DASH.search(lines[0]) if lines else None
    if match is None or match.start() > _SHORT_LINE or not lines[0][match.end() :][:1].isupper():
        return None
    return [lines[0][: match.start()]], [lines[0][match.end() :], *lines[1:]]


def _interleaved(lines: Sequence[str], index: int, tail: str, rest: str) -> TermDefinition | None:
    """Split a row of two columns read across: "Objetivo particular Es la … / de aprendizaje: esperada …"."""
    cut = _inner_capital(lines[0]) if index == 1 and _TERM_GOES_ON.match(tail) and len(tail) < _SHORT_LINE else 0
    if not cut:
        return None
    return [lines[0][:cut], tail], [lines[0][cut:], rest, *lines[2:]]


def _inner_capital(line: str) -> int:
    """Return where in a line the definition begins: a capital behind a word that can end a term; 0 if nowhere."""
    words = list(re.finditer(r"\S+", line))
    for before, word in pairwise(words):
        if word[0].strip('(“"')[:1].isupper() and not _JOINT.search(before[0]):
            return word.start()
    return 0


def _by_lines(lines: Sequence[str]) -> TermDefinition | None:
    for index, line in enumerate(lines[1:_LONGEST_TERM_LINES], 1):
        before = lines[index - 1]
        if len(before) > _SHORT_LINE or _inner_capital(before):
            return None
        if line[:1].isupper() and not _JOINT.search(before):
            return list(lines[:index]), list(lines[index:])
    return None


def _by_capital(lines: Sequence[str]) -> TermDefinition | None:
    cut = _inner_capital(lines[0]) if lines else 0
    return ([lines[0][:cut]], [lines[0][cut:], *lines[1:]]) if cut else None
