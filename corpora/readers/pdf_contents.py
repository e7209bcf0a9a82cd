"""Tables of contents: their lines repeat the headings and teach nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpora.readers.pdf_lines import Line

Row = list[Line]

_LEADER = re.compile(r"(?:\s?[.·…_]){3,}\s*(\d{1,4}|[ivxlc]{1,6})$|(?:\s?[.·…_]){8,}$", re.IGNORECASE)
_NUMBER = re.compile(r"(?:^|\s)(\d{1,4})$")
_TITLE = re.compile(
    r"(?:[ií]ndice(?: general| de (?:contenidos?|temas))?|tabla de contenidos?|contenidos?|sumario"
    r"|(?:table of )?contents)\W*",
    re.IGNORECASE,
)
_CERTAIN = re.compile(r"[ií]ndice|tabla|sumario|contents|table", re.IGNORECASE)
_FEWEST = 3  # entries of a table of contents
_BETWEEN = 3  # rows between two entries: a long title over several
_END = 200  # characters of an entry that tell it as one
_FRONT = 30  # pages before the one that is numbered 1


def contents_rows(pages: Sequence[Sequence[Line]]) -> list[Row]:
    """The rows of tables of contents, their title included.

    An entry ends in dots and a page number, or in a number at the right edge below a title that says what it is; the
    numbers rise with the entries and are pages of the document. Entries of the highest level often have no dots, and
    long ones go on over two rows: what stands between two entries belongs to them.
    """
    found: list[Row] = []
    goes_on = False
    for lines in pages:
        rows = _rows(lines)
        kept = [group for group in _groups(rows) if _is_contents(rows, group, len(pages), goes_on and group[0] <= 1)]
        for group in kept:
            first = group[0] - 1 if group[0] and _is_title(rows[group[0] - 1]) else group[0]
            found += rows[first : group[-1] + 1]
        goes_on = bool(kept) and kept[-1][-1] >= len(rows) - 2
    return found


def _rows(lines: Sequence[Line]) -> list[Row]:
    """Neighbouring lines on one baseline."""
    rows: list[Row] = []
    for line in lines:
        if rows and abs(rows[-1][0].baseline - line.baseline) < 0.45 * line.size and line.x0 > rows[-1][-1].x0:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _text(row: Row) -> str:
    return " ".join(line.text for line in row)


def _is_title(row: Row) -> bool:
    return _TITLE.fullmatch(_text(row)) is not None


def _has_leader(row: Row) -> bool:
    return _LEADER.search(_text(row)[-_END:]) is not None


def _is_entry(row: Row) -> bool:
    return _has_leader(row) or (len(row) > 1 and _NUMBER.fullmatch(row[-1].text) is not None)


def _groups(rows: Sequence[Row]) -> list[list[int]]:
    """Indices of entries that follow each other."""
    groups: list[list[int]] = []
    for index, row in enumerate(rows):
        if _is_entry(row):
            if groups and index - groups[-1][-1] <= _BETWEEN:
                groups[-1].append(index)
            else:
                groups.append([index])
    return groups


def _is_contents(rows: Sequence[Row], group: Sequence[int], pages: int, goes_on: bool) -> bool:
    numbers = [int(end[1]) for index in group if (end := _NUMBER.search(_text(rows[index])[-_END:]))]
    rising = all(one <= other for one, other in pairwise(numbers))
    if not rising or (numbers and numbers[-1] > pages + _FRONT):
        return False
    if goes_on:
        return True
    leaders = sum(_has_leader(rows[index]) for index in group)
    titled = group[0] > 0 and _is_title(rows[group[0] - 1]) and _CERTAIN.match(_text(rows[group[0] - 1])) is not None
    return leaders >= _FEWEST or (titled and len(group) >= _FEWEST)
