"""Numbers of lists as they are printed: 1, a, A, i, I."""

from __future__ import annotations

_HUNDREDS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"))
_TENS = ((90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

_TURNS = 20  # nobody prints a letter more often


def written_number(number: int, style: str) -> str:
    """One number in a style of ECMA-376 (`w:numFmt`): decimalZero, lowerLetter, upperRoman; else decimal."""
    if style == "decimalZero":
        return f"{number:02}"
    if style.endswith("Letter") and number > 0:
        text = _letters(number)
    elif style.endswith("Roman") and 0 < number < 4000:
        text = _roman(number)
    elif style == "ordinal":
        return f"{number}.º"
    else:
        return str(number)
    return text.upper() if style.startswith("upper") else text


def _letters(number: int) -> str:
    """From a to z, then aa, bb, … as Word counts."""
    turns, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (turns + 1) if turns < _TURNS else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, digits in _HUNDREDS + _TENS:
        count, number = divmod(number, value)
        text += digits * count
    return text
