"""Tables of norms brought into one form: a row for each entry, its code and that of its parent.

The docstring of `corpora.frameworks.table` says what they look like before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import replace
from string import digits
from typing import TypeVar

from corpora.frameworks.table_headers import (
    CRITERION,
    STATEMENTS,
    WORDING,
    header_field,
    header_fields,
    is_title,
    named_kind,
    outcome_field,
)
from corpora.tabular import Row, Table, column_name
from corpora.text import clean, clean_lines, fold

_PLURAL = re.compile(r"\w+s(?:_.*)?|.*criteria")
"""Headers of columns that may have several criteria in a cell."""
_OF_A_STANDARD = re.compile(r"\d{4}")
# The columns that tables without codes are given.
_CODED = ("código", "enunciado", "padre", "tipo")
_CODED_IN_ENGLISH = ("code", "statement", "parent", "kind")
# From the highest level down, each in Spanish and English.
_LEVELS = (("area",), ("subarea",), ("tema", "topic"), ("subtema", "subtopic"))
_COMPETENCY, _OUTCOME = "competencia", "resultado de aprendizaje"
_NOTHING = re.compile(r"[\W_]*|\d+|n/?[ad]|n\. ?[ad]\.?|s/[dn]", re.IGNORECASE)
"""What is written where nothing is to be said: "-", "12", "n/a"."""
_UNLIKE_CODES = tuple(map(re.compile, (r"\s", r":$", r"^\W", r"^\D*$")))
"""What notes in the column of codes have and codes mostly have not: a space, a colon at the end, a sign at the
beginning, no digit."""
_OWN_LINES = re.compile(r"\n+(?![a-záéíóúüñ])")
_LISTED = re.compile(r"\n+|(?:^|(?<=[.;\s]))\d{1,2}\s?[.)-]+\s+(?=[^\W\d_])|[•●▪]\s*")
_LEAST_INDENT = 2  # blanks; a tab counts as four
_Key = TypeVar("_Key")


def code_above(code: str, codes: Container[str]) -> str | None:
    """Return the code above it, by how it is written, where that is one of `codes`."""
    above, _hyphen, last = code.rpartition("-")
    if above in codes and not {*"/."} & {*last}:
        return above
    above, at, _last = code.rpartition(max("/.", key=code.rfind))
    if not at:
        above = code.rstrip(digits)  # PH1 below PH
    # EC0217.01 is another edition of EC0217.
    return above if above != code and above in codes and not (at == "." and _OF_A_STANDARD.search(above)) else None


def rows_above(table: Table, names: Sequence[str]) -> list[int | None]:
    """Return for each row the one above it by how far these columns are indented; all None where none is.

    A single blank before a text is a slip.
    """
    depths = [max(_indented(row.cells.get(name, "")) for name in names) for row in table.rows]
    above: list[int | None] = [None] * len(depths)
    if depths and depths[0] == min(depths) and max(depths) - depths[0] >= _LEAST_INDENT:
        open_rows: list[int] = []
        for at, depth in enumerate(depths):
            while open_rows and depths[open_rows[-1]] >= depth:
                open_rows.pop()
            above[at] = open_rows[-1] if open_rows else None
            open_rows.append(at)
    return above


def _indented(cell: str) -> int:
    return len(cell) - len(cell.lstrip(" \t\u00a0")) + 3 * cell[: len(cell) - len(cell.lstrip())].count("\t")


def is_statement(text: str) -> bool:
    """Return whether a statement is one; "-", "12" or "n/a" is none."""
    return not _NOTHING.fullmatch(clean(text))


def _levels(table: Table) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return the columns of titles, the outermost first, each with its languages; and those of what is below."""
    fields = dict(zip(table.columns, header_fields(table.columns), strict=True))
    statements = [name for name, field in fields.items() if field in STATEMENTS]
    own = [name for name, field in fields.items() if field is None]
    leaves = [name for name in (*statements, *own) if CRITERION.fullmatch(column_name(name))]
    if any(column_name(name) == "statement" or WORDING.fullmatch(column_name(name)) for name in statements):
        leaves = []  # called so, a column has no titles
    elif not leaves:
        leaves = [name for name in _described(table, fields, statements) if "parent" not in fields.values()]
    # The unit beside a unit's title is its number.
    beside = {name for name in own if any(column_name(o).startswith(f"{column_name(name)}_") for o in own)}
    titles: dict[int, tuple[str, ...]]
    titles = {table.columns.index(name): (name,) for name in own if is_title(name) and name not in {*beside, *leaves}}
    if not leaves:
        first = min(map(table.columns.index, statements), default=0)
        titles = {at: title for at, title in titles.items() if at < first and "parent" not in fields.values()}
        leaves = statements
    elif statements and not {*statements} & {*leaves}:
        titles[table.columns.index(statements[0])] = tuple(statements)
    return [title for _at, title in sorted(titles.items())], leaves


def _described(table: Table, fields: Mapping[str, str | None], statements: Sequence[str]) -> Iterator[str]:
    """Return the columns of descriptions that differ beside titles that are mostly repeated or left empty."""
    for name in (name for name, field in fields.items() if field == "description"):
        rows = [row for row in table.rows if is_statement(row.cells.get(name, ""))]
        titles = {clean(row.cells.get(statement, "")) for row in rows for statement in statements[:1]} - {""}
        if 0 < 2 * len(titles) <= len({clean(row.cells[name]) for row in rows}):
            yield name


def without_notes(table: Table) -> tuple[Table, list[Row]]:
    """Return the table up to its last entry, and the rows below that are none: notes, totals, signatures.

    They begin with a row without a code that has a single text besides numbers, or that an empty row parts from the
    table; where rows above have no code either, such a text is no criterion below a title. In the column of codes such
    a text is no code where it is not written as the others are. Without such a column a row is an entry as
    `_with_criterion` says.
    """
    codes = [name for name, field in zip(table.columns, header_fields(table.columns), strict=True) if field == "code"]
    levels, leaves = _levels(table)
    worded = {name for title in levels for name in title} | {*leaves}
    coded = _coded(table, codes) if codes else _with_criterion(table, worded, leaves)
    speaking = [any(is_statement(row.cells.get(name, "")) for name in worded) for row in table.rows]
    end = max((at for at, row in enumerate(zip(coded, speaking, strict=True), 1) if all(row)), default=len(coded))
    for at in range(end, len(coded)):
        row, before = table.rows[at], table.rows[at - 1]
        texts = _texts(row)
        below = levels and not all(coded[:at])
        gap = _parted(before, row) and not below
        alone = len({*texts.values()}) < 2 and not (below and texts and {*texts} <= {*leaves})
        if not coded[at] and (gap or alone):
            return replace(table, rows=table.rows[:at]), list(table.rows[at:])
    return table, []


def _parted(before: Row, row: Row) -> bool:
    """Return whether empty rows of a sheet stand between them."""
    return bool(row.place.sheet) and row.place.number > before.place.number + 1


def _with_criterion(table: Table, worded: Container[str], leaves: Sequence[str]) -> list[bool]:
    """Return which rows of a table without codes are entries: those with a criterion, or a number before it.

    Where all rows above have such a number, what an empty row parts from them and has none is no entry. Nor is a text
    that is merged over titles and criterion.
    """
    first = next((at for at, name in enumerate(table.columns) if name in worded), 0)
    found: list[bool] = []
    numbered, ended = True, False
    for at, row in enumerate(table.rows):
        texts = _texts(row)
        before = "".join(row.cells.get(name, "") for name in table.columns[:first] if name not in texts)
        number = any(map(str.isdigit, before))
        own = not {*texts}.isdisjoint(leaves) and (len(texts) == 1 or len({*texts.values()}) > 1)
        ended = not number and (ended or (at > 0 and numbered and _parted(table.rows[at - 1], row)))
        found.append(number or (own and not ended))
        numbered &= number or not own
    return found


def _texts(row: Row) -> dict[str, str]:
    """Return the row's cells that say something besides numbers, by column."""
    return {name: text for name, cell in row.cells.items() if any(map(str.isalpha, text := clean(cell)))}


def _coded(table: Table, codes: Sequence[str]) -> list[bool]:
    """Return which rows have a code: a row's only text is none if it is unlike the codes of the other rows."""
    printed = [next(filter(None, (clean(row.cells.get(name, "")) for name in codes)), "") for row in table.rows]
    alone = [{*_texts(row).values()} == {code} for row, code in zip(table.rows, printed, strict=True)]
    usual = [code for code, only in zip(printed, alone, strict=True) if not only]
    unusual = [sign for sign in _UNLIKE_CODES if not any(map(sign.search, filter(None, usual)))]
    return [
        bool(code) and not (only and any(sign.search(code) for sign in unusual))
        for code, only in zip(printed, alone, strict=True)
    ]


def titles_above(table: Table, printed: Mapping[str, int], free: Iterator[str]) -> Table:
    """Return the table with a row for each title that stands beside criteria, above the first of them.

    `printed` says how often each code stands in all tables; `free` gives those of titles that stand below no other.
    """
    levels, leaves = _levels(table)
    fields = {field: name for name, field in zip(table.columns, header_fields(table.columns), strict=True) if field}
    by_code = "parent" not in fields
    code_of, parent_of, kind_of = (fields.setdefault(field, field) for field in ("code", "parent", "kind"))
    target = fields.get("statement", leaves[0] if leaves else "")
    read = [
        (row, clean(row.cells.get(code_of, "")), _titles(row, levels), _criteria(row, leaves)) for row in table.rows
    ]
    if not any(any(titles) and criteria for _row, _code, titles, criteria in read):
        return table
    of_title = _depth_of_codes([(code, titles, len(criteria)) for _row, code, titles, criteria in read])
    empty = dict.fromkeys([name for title in levels for name in title] + leaves, "")
    known: dict[tuple[str, ...], tuple[str, str]] = {}  # titles, from the outermost, to the code and the one above it
    counts: Counter[str] = Counter()
    rows: list[Row] = []
    path: list[str] = []
    owners: list[str] = []  # the codes of the titles to the last of which criteria belong

    for row, code, titles, criteria in read:
        parent = (code_above(code, printed) or "") if by_code else clean(row.cells.get(parent_of, ""))
        if any(titles):
            path, owners, above = _path(titles, path), [], parent
            for depth, title in enumerate(path, 1):
                at, under = known.get((*path[:depth],), ("", ""))
                alone = depth == len(path) and not criteria
                if alone or (title and (not at or above not in ("", at, under))):
                    own = code if alone or depth == of_title else ""
                    at = own or ("" if alone else _numbered(counts, above) if owners else next(free))
                    known[(*path[:depth],)] = at, above
                    names = levels[depth - 1] if {*levels[depth - 1]} & {*fields.values()} else (target,)
                    head = {code_of: at, parent_of: above, **dict(zip(names, title.split("\n"), strict=False))}
                    made = {kind_of: "element" if above else "standard"}
                    rows.append(Row(row.place, (row.cells | empty if alone else made) | head))
                if title:
                    above, owners = at, [*owners, at]
        if not criteria or not owners or (parent and not any(titles)):
            rows += [row] * bool(criteria or not any(titles))
            owners = owners if criteria else []
            continue
        for number, (text, kind) in enumerate(criteria):
            one = _numbered(counts, owners[-1])
            if not number and code not in ("", *owners):
                one = code if printed[code] == 1 else f"{owners[-1]}/{code}"  # 1.1 of each unit
            cells = {**row.cells, **empty, code_of: one, parent_of: owners[-1], target: text}
            rows.append(Row(row.place, cells | {kind_of: cells.get(kind_of) or kind}))
    columns = tuple(dict.fromkeys((*table.columns, code_of, parent_of, kind_of)))
    return replace(table, columns=columns, rows=tuple(rows))


def _numbered(counts: Counter[str], above: str) -> str:
    counts[above] += 1
    return f"{above}/{counts[above]}"


def _titles(row: Row, levels: Sequence[Sequence[str]]) -> list[str]:
    """Return the row's title of each level, "" for none; one in several languages with a line for each."""
    texts = [
        [text if is_statement(text := clean(row.cells.get(name, ""))) else "" for name in names] for names in levels
    ]
    return ["\n".join(title) if any(title) else "" for title in texts]


def _criteria(row: Row, leaves: Sequence[str]) -> list[tuple[str, str]]:
    """Return the row's criteria with the kinds that their columns name, one a line of a column in the plural."""
    found = []
    for name in leaves:
        text, header = row.cells.get(name, ""), column_name(name)
        parts = [text]
        if (
            CRITERION.fullmatch(header)
            and _PLURAL.fullmatch(header)
            and not clean_lines(text).partition("\n")[0].endswith(":")
        ):
            listed = (part for line in _OWN_LINES.split(clean_lines(text)) for part in _LISTED.split(clean(line)))
            parts = [part for part in map(clean, listed) if is_statement(part)]
        parts = parts if len(parts) > 1 else [text]
        found += [(part, named_kind(name)) for part in parts if is_statement(part)]
    return found


def _depth_of_codes(rows: Sequence[tuple[str, list[str], int]]) -> int:
    """Return the level of titles, from 1, to which codes beside criteria belong; 0 where they are the criteria's.

    `rows` are code, titles and how many criteria. A level has the codes where those of each of its titles with several
    criteria are one and the same; a title that stands in a row by itself has its code there.
    """
    for depth in range(1, max(len(titles) for _code, titles, _criteria in rows) + 1):
        codes: dict[tuple[str, ...], list[str]] = {}
        alone = set()
        path: list[str] = []
        for code, titles, criteria in rows:
            path = _path(titles, path) if any(titles) else path
            codes.setdefault((*path[:depth],), []).extend([code, *[""] * (criteria - 1)] if criteria else [])
            if not criteria:
                alone.add((*path[:depth],))
        several = [found for titles, found in codes.items() if any(titles) and titles not in alone and len(found) > 1]
        if any(found[0] for found in several) and all({*found[1:]} <= {"", found[0]} for found in several):
            return depth
    return 0


def is_contents(cells: Sequence[str]) -> bool:
    """Return whether these are the headers of contents: at least two levels, the area among them."""
    found = _first(cells, _level)
    return 0 in found and len(found) > 1


def is_outcomes(cells: Sequence[str]) -> bool:
    """Return whether these are the headers of such a table: a column of competencies and one of outcomes."""
    return {"competency", "outcome"} <= _first(cells, outcome_field).keys()


def contents(table: Table) -> Table:
    """Return the contents with a row for each entry, parents before children."""
    levels = [name for _level_of, name in sorted(_first(table.columns, _level).items())]
    names = _CODED_IN_ENGLISH if {"topic", "subtopic"} & {_fold(name) for name in table.columns} else _CODED
    others = _others(table, levels, names)
    codes: dict[tuple[str, ...], str] = {}
    children: Counter[str] = Counter()
    rows: dict[str, Row] = {}
    path: list[str] = []
    for row in table.rows:
        path = _path([clean(row.cells.get(name, "")) for name in levels], path)
        for depth in range(1, len(path) + 1):
            key = tuple(path[:depth])
            if not key[-1] or key in codes:
                continue
            parent = next((codes[key[:above]] for above in range(depth - 1, 0, -1) if key[:above] in codes), "")
            children[parent] += 1
            codes[key] = f"{parent}.{children[parent]}" if parent else str(children[parent])
            kind = clean(levels[depth - 1]).lower()
            rows[codes[key]] = Row(row.place, dict(zip(names, (codes[key], key[-1], parent, kind), strict=True)))
        if path and (code := codes.get(tuple(path))):
            rows[code].cells.update(_filled(row, others))
    return Table(table.place, tuple(dict.fromkeys((*names, *others.values()))), tuple(rows.values()), table.above)


def _others(table: Table, read: Container[str], names: Sequence[str]) -> dict[str, str]:
    """Map each column that is not `read` to the one in which its cells go on: a kind to that of the new rows."""
    return {name: names[-1] if header_field(name) == "kind" else name for name in table.columns if name not in read}


def _filled(row: Row, others: Mapping[str, str]) -> dict[str, str]:
    return {to: row.cells[name] for name, to in others.items() if clean(row.cells.get(name, ""))}


def _path(cells: Sequence[str], before: Sequence[str]) -> list[str]:
    """Return the row's levels down to its deepest; an empty one above that is the row's before."""
    path: list[str] = []
    for level in range(max((level for level, cell in enumerate(cells, 1) if cell), default=0)):
        same = path == list(before[:level]) and level < len(before)
        path.append(cells[level] or (before[level] if same else ""))
    return path


def outcomes(table: Table) -> Table:
    """Return the table with a row for each competency and each outcome, parents before children."""
    fields = _first(table.columns, outcome_field)
    others = _others(table, fields.values(), _CODED)
    codes: dict[str, str] = {}
    counts: Counter[str] = Counter()
    rows: list[Row] = []
    above = ""
    for row in table.rows:
        cells = {field: row.cells.get(name, "") for field, name in fields.items()}
        text, code = clean(cells["competency"]), clean(cells.get("code", ""))
        if text or code:
            key = code or text
            if key not in codes:
                codes[key] = code or str(len(codes) + 1)
                rows.append(_row(row, codes[key], text, "", _COMPETENCY))
            above = codes[key]
        outcomes = [found for part in _LISTED.split(cells["outcome"]) if (found := clean(part).strip(" ;"))]
        printed = clean(cells.get("outcome_code", ""))
        for outcome in outcomes:
            counts[above] += 1
            number = printed if printed and len(outcomes) == 1 else str(counts[above])
            own = f"{above}/{number}" if above else f"R{number}"
            made = _row(row, own, outcome, above, _OUTCOME)
            made.cells.update(_filled(row, others))
            rows.append(made)
    return Table(table.place, tuple(dict.fromkeys((*_CODED, *others.values()))), tuple(rows), table.above)


def _row(row: Row, code: str, text: str, parent: str, kind: str) -> Row:
    return Row(row.place, dict(zip(_CODED, (code, text, parent, kind), strict=True)))


def _first(cells: Sequence[str], of: Callable[[str], _Key | None]) -> Mapping[_Key, str]:
    """Return what a column holds to its name, the first of several."""
    return {key: cell for cell in reversed(cells) if (key := of(cell)) is not None}


def _level(header: str) -> int | None:
    return next((level for level, names in enumerate(_LEVELS) if _fold(header) in names), None)


def _fold(header: str) -> str:
    return "".join(filter(str.isalpha, fold(clean(header))))
