"""Real passages, and a catalogue of any size that is made of them: rows of ten passages each."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

PER_DOCUMENT = 10
_LENGTHS = range(25, 400)


def texts(count: int, data: Path) -> list[str]:
    """Return so many different passages: real ones, repeated with changes as far as there are fewer."""
    known = [text for text in dict.fromkeys(map(str.strip, real_passages(data))) if len(text) in _LENGTHS][:count]
    found, chance = dict.fromkeys(known), random.Random(0)
    while len(found) < count:
        found.update(dict.fromkeys(_changed(line, known, chance) for line in known[: count - len(found)]))
    return list(found)


def _changed(line: str, others: Sequence[str], chance: random.Random) -> str:
    """Return a passage as another institution writes it: some words left out, some taken from another passage."""
    words = line.split()
    for _ in range(chance.randint(1, max(1, len(words) // 4))):
        place = chance.randrange(len(words))
        words[place] = chance.choice([*chance.choice(others).split(), "", ""])
    return " ".join(filter(None, words)) or line


def real_passages(data: Path) -> Iterator[str]:
    """Yield passages of SENA's results, of decrees with their criteria, and sentences of job advertisements."""
    for path in sorted((data / "train").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            lists = (row.get(name, ()) for name in ("targets", "outcomes", "criteria"))
            for text in (row.get("query", ""), *chain.from_iterable(lists)):
                yield from re.split(r"[.;\n•]", text)
    for path in sorted([*data.glob("documents/*.md"), *data.glob("incual/*.md")]):
        yield from path.read_text(encoding="utf-8").splitlines()


def write_documents(path: Path, passages: Sequence[str], *, every: int = 0) -> None:
    """Write rows of ten passages; of every so many of them all passages are others."""
    with path.open("w", encoding="utf-8") as file:
        for number, begin in enumerate(range(0, len(passages), PER_DOCUMENT)):
            lines = passages[begin : begin + PER_DOCUMENT]
            if every and number % every == 0:
                lines = [f"{line} Versión nueva." for line in lines]
            row = {"id": f"D{number}", "title": "", "description": "\n".join(f"- {line}" for line in lines)}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
