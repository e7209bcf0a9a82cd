"""Emergent situations with their expected responses: bulleted, or both numbered from 1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpora.frameworks.conocer.entries import Entry, entries
from corpora.frameworks.conocer.text import Line
from corpora.frameworks.conocer.tokens import BULLET
from corpora.frameworks.conocer.words import Mender

_LABEL = re.compile(
    r"^(?:\d{1,2}\s*[.)]?\s*|[•●▪]\s*)?(?P<name>situaci[óo]n(?:es)?(?:\s+emergentes?)?|respuestas?(?:\s+esperadas?)?)\s*"
    r"(?P<number>\d{1,2})?\s*(?::|\.-?(?=\s|$)|$)\s*(?P<rest>.*)$",
    re.IGNORECASE,
)


_NUMBERED = re.compile(r"\d{1,2}(?=\s*[.)]|\s+[A-ZÁÉÍÓÚÑ])")


@dataclass(slots=True)
class _Block:
    """The lines under one label."""

    response: bool
    lines: list[Line] = field(default_factory=list)


def situations(lines: Sequence[Line], mender: Mender) -> list[Entry]:
    """One entry per situation, its text "situation" and, on a line of its own, "Respuesta esperada: …"."""
    blocks = _blocks(lines)
    if not any(block.response for block in blocks) or all(block.response for block in blocks):
        return _unlabelled([line for block in blocks for line in block.lines], mender)
    pairs: list[Entry] = []
    asked: list[Entry] = []
    for block in blocks:
        found = _split(block.lines, mender)
        if not block.response:
            asked = found
            pairs += found
        elif len(found) == len(asked):
            for one, answer in zip(asked, found, strict=True):
                _answer(one, [answer], mender)
        elif asked and asked[0].number is None and len(asked) > 1:
            pairs[-len(asked) :] = asked = [_merged(asked)]
            _answer(asked[0], found, mender)
        elif asked:
            _answer(asked[-1], found, mender)
    return pairs


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    blocks: list[_Block] = []
    for line in lines:
        match = _LABEL.match(line.text)
        if match and (not match["rest"] or ":" in line.text or "." in line.text):
            blocks.append(_Block(match["name"].lower().startswith("respuesta")))
            if match["rest"]:
                blocks[-1].lines.append(replace(line, text=match["rest"]))
        elif _asks_again(blocks, line):
            blocks.append(_Block(False, [line]))
        elif blocks:
            blocks[-1].lines.append(line)
        else:
            blocks.append(_Block(False, [line]))
    return [block for block in blocks if block.lines]


def _asks_again(blocks: Sequence[_Block], line: Line) -> bool:
    """Whether a number behind a response without one begins the next situation, only responses being labelled."""
    if len(blocks) < 2 or not blocks[-1].response or not blocks[-1].lines:
        return False
    asked = blocks[-2].lines and _NUMBERED.match(blocks[-2].lines[0].text)
    return bool(asked and _NUMBERED.match(line.text) and not _NUMBERED.match(blocks[-1].lines[0].text))


def _split(lines: Sequence[Line], mender: Mender) -> list[Entry]:
    """Numbered or bulleted parts of a block; a block that begins with plain text is one."""
    first = _NUMBERED.match(lines[0].text)
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


def _merged(found: Sequence[Entry]) -> Entry:
    """One situation that is told in several bullets."""
    return Entry(None, found[0].page, bullets=[lines for entry in found for lines in (entry.head, *entry.bullets)])


def _answer(entry: Entry, answers: Sequence[Entry], mender: Mender) -> None:
    found = [answer.text(mender) for answer in answers]
    text = f" {found[0]}" if len(found) == 1 else "".join(f"\n• {answer}" for answer in found)
    entry.tail.append(f"Respuesta esperada:{text}")


def _unlabelled(lines: Sequence[Line], mender: Mender) -> list[Entry]:
    """Without labels: numbers printed twice are a situation and its response, else each entry is a situation."""
    found = entries(lines, mender).found if lines else []
    numbers = [entry.number for entry in found]
    if found and numbers[0] is not None and len(numbers) % 2 == 0 and numbers[::2] == numbers[1::2]:
        for asked, answer in zip(found[::2], found[1::2], strict=True):
            _answer(asked, [answer], mender)
        return found[::2]
    return found
