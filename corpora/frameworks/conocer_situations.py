"""Emergent situations with their expected responses: bulleted, or both numbered from 1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpora.frameworks.conocer_entries import Entry, entries
from corpora.frameworks.conocer_text import Line
from corpora.frameworks.conocer_words import Mender

_LABEL = re.compile(
    r"^(?:\d{1,2}\s*[.)]?\s*|[•●▪]\s*)?(?P<name>situaci[óo]n(?:es)?(?:\s+emergentes?)?|respuestas?(?:\s+esperadas?)?)\s*"
    r"(?P<number>\d{1,2})?\s*(?::|\.-?(?=\s|$)|$)\s*(?P<rest>.*)$",
    re.IGNORECASE,
)


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
        elif asked or pairs:
            _answer((asked or pairs)[-1], found, mender)
    return pairs


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    blocks: list[_Block] = []
    for line in lines:
        match = _LABEL.match(line.text)
        if match and (not match["rest"] or ":" in line.text or "." in line.text):
            blocks.append(_Block(match["name"].lower().startswith("respuesta")))
            if match["rest"]:
                blocks[-1].lines.append(replace(line, text=match["rest"]))
        elif blocks:
            blocks[-1].lines.append(line)
        else:
            blocks.append(_Block(False, [line]))
    return [block for block in blocks if block.lines]


def _split(lines: Sequence[Line], mender: Mender) -> list[Entry]:
    """Numbered or bulleted parts of a block; a block of plain lines is one."""
    found = entries(_renumbered(lines), mender)
    if found.found and found.found[0].number is None and not found.found[0].bullets and len(found.found) > 1:
        plain = [entry for entry in found.found if not entry.bullets]
        if len(plain) == len(found.found) and not re.match(r"^[•●▪■◦\-*✓➢]", lines[0].text):
            return [Entry(None, lines[0].page, [line.text for line in lines])]
    return found.found or [Entry(None, lines[0].page, [line.text for line in lines])]


def _renumbered(lines: Sequence[Line]) -> Sequence[Line]:
    """Under its own label the second situation may be "2.": what counts is that a number opens the line."""
    first = re.match(r"^(\d{1,2})(\s*[.)].*|\s+[A-ZÁÉÍÓÚÑ].*)$", lines[0].text)
    return [replace(lines[0], text=f"1{first[2]}"), *lines[1:]] if first and int(first[1]) > 1 else lines


def _answer(entry: Entry, answers: Sequence[Entry], mender: Mender) -> None:
    text = " ".join(answer.text(mender) for answer in answers)
    entry.tail.append(f"Respuesta esperada: {text}")


def _unlabelled(lines: Sequence[Line], mender: Mender) -> list[Entry]:
    """Without labels: numbers printed twice are a situation and its response, else each entry is a situation."""
    found = entries(lines, mender).found if lines else []
    numbers = [entry.number for entry in found]
    if found and numbers[0] is not None and len(numbers) % 2 == 0 and numbers[::2] == numbers[1::2]:
        for asked, answer in zip(found[::2], found[1::2], strict=True):
            _answer(asked, [answer], mender)
        return found[::2]
    return found
