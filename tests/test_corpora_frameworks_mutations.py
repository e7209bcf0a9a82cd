"""Damaged files of every exchange format: read with what was mended counted, or refused; never a fault of ours."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from corpora import InputError
from corpora.frameworks import load
from corpora.frameworks.written import WRITERS, write

DATA = Path(__file__).parent / "data" / "frameworks"
SAMPLES = {
    "case": DATA / "case.json",
    "skos": DATA / "skos.ttl",
    "moodle": DATA / "moodle.csv",
    "canvas": DATA / "canvas.csv",
    "onet": DATA / "onet" / "Task Statements.txt",
}
VALUES: tuple[Any, ...] = (None, 0, "", [], {}, "x", True, 1.5, "\x00", {"a": 1})


def damaged_bytes(data: bytes, rng: random.Random) -> bytes:
    """Bytes changed, cut out, put in, repeated, or the end cut off."""
    found = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 6))):
        at = rng.randrange(len(found))
        match rng.randrange(5):
            case 0:
                found[at] = rng.randrange(256)
            case 1:
                del found[at : at + rng.randint(1, 30)]
            case 2:
                found[at:at] = bytes(rng.choice(b'",;\t\n<>{}[]\\0aA') for _ in range(3))
            case 3:
                other = rng.randrange(len(found))
                found[at:at] = found[other : other + rng.randint(1, 80)]
            case _:
                del found[max(at, len(found) // 2) :]
        found = found or bytearray(b"x")
    return bytes(found)


def damaged_json(data: bytes, rng: random.Random) -> bytes:
    """Values removed, replaced, or put in another's place."""
    content = json.loads(data)
    places: list[tuple[Any, Any]] = []
    waiting = [content]
    while waiting:
        value = waiting.pop()
        below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, child in below:
            places.append((value, key))
            waiting.append(child)
    for holder, key in rng.sample(places, rng.randint(1, 4)):
        if isinstance(holder, dict) and rng.random() < 0.4:
            holder.pop(key, None)
        else:
            holder[key] = rng.choice(VALUES)
    return json.dumps(content).encode()


def check(form: str, seeds: range, folder: Path) -> None:
    path, target = folder / "damaged", folder / "written"
    data = SAMPLES[form].read_bytes()
    refused, read = [], 0
    for seed in seeds:
        rng = random.Random(seed)
        damage = damaged_json if form == "case" and seed % 4 else damaged_bytes
        path.write_bytes(damage(data, rng))
        try:
            framework = load([path], loader=form, name="mine")
        except InputError as error:
            refused.append(error.es)
            continue
        read += 1
        seen: set[str] = set()
        for entry in framework.competencies:
            assert entry.statement, seed
            assert entry.code not in {*seen, ""}, seed
            assert entry.parent is None or entry.parent in seen, seed
            seen.add(entry.code)
        other = list(WRITERS)[seed % len(WRITERS)]
        target.write_bytes(write(framework, other).data)
        back = load([target], loader=other, name="mine")
        tree = [(c.code, c.parent, c.statement) for c in framework.competencies]
        assert [(c.code, c.parent, c.statement) for c in back.competencies] == tree, (seed, other)
    assert read
    assert refused
    assert all(str(path) in message and "\n" not in message for message in refused)


@pytest.mark.parametrize("form", SAMPLES)
def test_damage_is_mended_or_refused(form: str, tmp_path: Path) -> None:
    check(form, range(40), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("form", SAMPLES)
def test_much_damage_is_mended_or_refused(form: str, tmp_path: Path) -> None:
    check(form, range(40, 250), tmp_path)
