"""JSON as the standard has it (RFC 8259): Python's own parser also takes NaN and numbers that no float can hold."""

from __future__ import annotations

import json
import math
import re
from typing import Any

_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def parse(text: str | bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return the value; half a character that is written as an escape becomes "?".

    Raises ValueError: no JSON, nested too deep, or a number that is none.
    """
    if isinstance(text, bytes):
        text = text.decode(json.detect_encoding(text), "surrogatepass")
    try:
        value = _DECODER.decode(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if _HALF.search(text):
        value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    return value


def attempt(text: str | bytes) -> Any:  # noqa: ANN401
    """Parse as `parse` does; None for what is no JSON."""
    try:
        return parse(text)
    except ValueError:
        return None


def _refused(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits[:20]} is no number that can be kept")
    return number


_DECODER = json.JSONDecoder(parse_constant=_refused, parse_float=_number)  # made once: a table has millions of lines
