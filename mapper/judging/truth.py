"""Programmes of which somebody knows what they teach, to measure a judge on.

FOLDER/…/NAME/truth.json, the programme beside it, and standard.csv unless the standard is a published one
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpora import InputError
from mapper.judging.protocol import STATES, plain

_SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known of one programme.

    Attributes:
        name: of its folder.
        programme: its file.
        table: of the standard, None where the standard is a published one.
        standard: its code.
        states: code of a criterion to covered, partly or absent.
        passages: likewise to the quotations that teach it.
    """

    name: str
    programme: Path
    table: Path | None
    standard: str
    states: Mapping[str, str]
    passages: Mapping[str, tuple[str, ...]]


def read_truths(folder: Path) -> list[Truth]:
    """The programmes of known truth in a folder or below it, by path.

    Raises:
        InputError: there is none, or one is of another form.
    """
    found = [_read(path) for path in sorted(folder.rglob("truth.json"))]
    if not found:
        raise InputError(
            es=f"{folder}: no hay en ella programas de verdad conocida (NOMBRE/truth.json)",
            en=f"{folder}: there are no programmes of known truth in it (NAME/truth.json)",
        )
    return found


def _read(path: Path) -> Truth:
    table = path.parent / "standard.csv"
    try:
        value = json.loads(path.read_bytes())
        criteria = value["criteria"]
        truth = Truth(
            path.parent.name,
            path.parent / value["programme"],
            table if table.exists() else None,
            value["standard"],
            {one["code"]: one["state"] for one in criteria},
            {one["code"]: tuple(map(_without_marks, one["passages"])) for one in criteria},
        )
    except (ValueError, KeyError, TypeError) as error:
        raise _wrong(path) from error
    if not set(truth.states.values()) <= set(STATES):
        raise _wrong(path)
    return truth


def _wrong(path: Path) -> InputError:
    return InputError(
        es=f"{path}: no tiene la forma esperada (standard, programme, criteria con code, state y passages)",
        en=f"{path}: is not of the form expected (standard, programme, criteria with code, state and passages)",
    )


def teaches(text: str, quotations: Iterable[str]) -> bool:
    """Whether a passage is, holds or is part of one of these quotations."""
    said = _without_marks(text)
    return any(one in said or (len(said) >= _SHORTEST and said in one) for one in quotations)


def _without_marks(text: str) -> str:
    return plain(re.sub(r"[*_`|]", " ", text))
