"""The hours that the lines, headings and tables of a programme state."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpora import Document, Passage
from corpora.records import Block
from corpora.text import fold
from corpora.vocabulary import heading_name
from mapper.programmes.patterns import has

_WORD = r"(?:horas|hrs?|hours|h)\b\.?"
_NUMBER = r"(\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d{1,2})?)"
_LED = r"(?:duracion|duration|horas|hours|carga horaria|total|tiempo|length)\b[^\d]{0,45}"
_STATED = re.compile(
    rf"(?:(?:{_LED})?{_NUMBER}\s*{_WORD}|(?:{_LED}\b|numero (?:de )?|guided learning |nominal |contact )?"
    rf"(?:horas|hours|hrs)(?: total(?:es)?)?\)?\s*:?\s*{_NUMBER})[\s.]*"
)
IN_HEADING = re.compile(rf"(?:[(\[|]|[–—-]\s*|[,.]\s+|//\s*)\s*(?:duracion:?\s*)?{_NUMBER}\s*{_WORD}\s*[)\]]?\s*\.?$")
_COLUMN = re.compile(
    r"(?:total(?: de)? )?(?:horas|hrs?|hours)\.?(?: (?:totales|total|por unidad))?"
    r"|(?:duracion|duration|tiempo)(?: \((?:horas|hours|hrs?|h)\.?\))?|h\.?"
)
_MINUTES = re.compile(r"(?:(?:duracion|duration|tiempo|time) )?\(?(?:en |in )?min(?:utos|utes|s)?\.?\)?")
_TOTAL = re.compile(r"(?:(?:horas|hours|hrs?) / )?(?:sub)?total(?:es)?(?: general)?")
# What a total is made of.
_SHARE = re.compile(
    r"(?:(?:horas?|hrs?|h|hours)\.?(?: /)? )?(?:de |of )?"
    r"(?:teori|practic|theor|lab\b|laborator|lectur|autonom|presencial)\w*(?: (?:horas|hours))?|h[.]?[tp][.]?"
)
_PART = re.compile(
    rf"(?:{_SHARE.pattern}|(?:(?:horas|hours) )?(?:total(?:es)?|duracion|duration)(?: (?:de )?(?:horas|hours))?)"
    rf"[\s:=]+{_NUMBER}\s*(?:{_WORD})?[\s,;.·|/+–-]*"
)
_PARTS = re.compile(rf"(?:(?:duracion|duration|horas|hours)\s*:\s*)?(?:{_PART.pattern})+")
_CELL = re.compile(rf"{_NUMBER}\s*(?:{_WORD})?")
_LABEL = re.compile(
    r"(?:\d{1,2}[.)] *)?"
    r"(?:(?:(?:numero|total|suma|no\.?) de )?(?:horas|hours)"
    r"(?: (?:totales|total|(?:de|por) (?:la )?(?:unidad|modulo)|del periodo))?"
    r"|total (?:hours|horas)|horas anuales|guided learning hours(?: \(glh\))?|glh"
    r"|(?:duracion|duration)(?: (?:total|maxima|minima|estimada|prevista|maximum|minimum|estimated))*"
    r"(?: (?:para el logro )?de(?:l| los resultados de) aprendizaje)?"
    r"(?: (?:en|in) (?:horas|hours)| \((?:horas|hours|h)\))?)[ :.]*"
)
_PURPOSE = re.compile(r"(?:objetivo|proposito)s? (?:de|para) (?:la )?unidad(?: de aprendizaje)?")
_HOURS = re.compile(r"\b(?:horas|hrs?|hours|h|glh)\b")
# What is told of hours behind them: "120 (8 por semana)", "90 horas, de las cuales 50 son de práctica".
_ASIDE = re.compile(r"(?: \([^()]*\)|,? (?:de l[ao]s (?:cuales|que)|of which)\b.*)[\s.]*$")
_FACTS = re.compile(r"[.;|·]\s+|,\s+(?=[^,:]+:)")  # between the facts of a line
_LONGEST_FACTS = 160  # characters of a line of facts; a longer one is prose
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


Stated = tuple[float, str, int | None]  # hours, the words that state them, and their page


def parse_hours(text: str) -> float | None:
    """Return the hours that a short text states and nothing else ("Duración: 90 horas."); None for any other.

    Of a line of facts ("Horas por semana: 4. Horas totales: 60. Créditos: 6.") those of the only one that states hours,
    or a total; of nothing but shares their sum ("Theory: 20 hours, practical: 20 hours").
    """
    folded = fold(text).strip(" *•-–—")
    if _PARTS.fullmatch(folded) and _HOURS.search(folded):
        parts = [*_PART.finditer(folded)]
        totals = [part for part in parts if not _SHARE.match(part[0])]
        if len(totals) == 1 or (len(parts) > 1 and not totals):
            return sum(map(_number, totals or parts))
    facts = _FACTS.split(folded)
    if len(facts) == 1 or len(folded) > _LONGEST_FACTS or not all(":" in fact for fact in facts):
        return _labelled_hours(folded)
    stated = {fact: hours for fact in facts if (hours := _labelled_hours(fact)) is not None}
    told = stated if len(stated) == 1 else {fact: hours for fact, hours in stated.items() if "total" in fact}
    return next(iter(told.values())) if len(told) == 1 else None


def _labelled_hours(fact: str) -> float | None:
    match = _STATED.fullmatch(bare := _ASIDE.sub("", fact))
    return _number(match) if match and not has("weekly", bare) else None


def parse_heading_hours(heading: str) -> float | None:
    """Return the hours behind the name of a unit ("Módulo 2: Preparación (25 horas)")."""
    match = IN_HEADING.search(fold(heading))
    return _number(match) if match else None


def _number(match: re.Match[str]) -> float:
    digits = next(group for group in match.groups() if group)
    return float(re.sub(r"[.,]", "", digits) if _THOUSANDS.fullmatch(digits) else digits.replace(",", "."))


def read_labelled_hours(document: Document, every: Sequence[Passage]) -> Iterator[tuple[Passage, Stated]]:
    """Yield the hours in the cell behind one that names them ("4. Horas totales | 30"), with the passage of the name.

    Or behind what a unit is for ("Propósito de la unidad | Diagnosticar fallas | 40 horas").
    """
    starts = [passage.start for passage in every]
    first = ""
    for name, value in pairwise(document.blocks):
        said, hours = (document.text[block.start : block.end].strip() for block in (name, value))
        if not (name.cell and value.cell) or (name.cell.table, name.cell.row) != (value.cell.table, value.cell.row):
            first = hours
            continue
        if _PURPOSE.fullmatch(heading_name(first)) and _HOURS.search(fold(hours)):
            match, said = _CELL.fullmatch(fold(hours)), first
        else:
            match = _CELL.fullmatch(fold(hours)) if _LABEL.fullmatch(fold(said)) else None
        place = bisect_left(starts, name.start)
        # A duration may be one in weeks.
        if match and _HOURS.search(fold(f"{said} {hours}")) and place < len(every) and starts[place] < name.end:
            yield every[place], (_number(match), f"{said.rstrip(' :')}: {hours}", name.page)


def read_table_hours(document: Document) -> list[tuple[list[str], Stated, int]]:
    """Return, for each row of a table with hours, its other cells, the hours, and where these stand.

    Minutes are told in hours. "Total" counts beside theory and practice only, which without it are added. A row without
    the first column's cell goes on with the row above: what the unit there teaches further, so its hours count too; a
    total does not.
    """
    rows: dict[tuple[int, int], list[tuple[int, str, str, Block]]] = {}
    headers: dict[int, set[str]] = {}
    for block in document.blocks:
        if block.cell is not None and not block.cell.is_header:
            cell, text = block.cell, document.text[block.start : block.end]
            kept = (cell.column, fold(cell.header).strip(" :"), text, block)
            rows.setdefault((cell.table, cell.row), []).append(kept)
            headers.setdefault(cell.table, set()).add(kept[1])
    found: list[tuple[list[str], Stated, int]] = []
    goes_on: tuple[int, int] | None = None
    for (table, _), cells in rows.items():
        shares = {name for name in headers[table] if _SHARE.fullmatch(name)}
        hourly = any(map(_HOURS.search, (*shares, *(fold(text) for _, name, text, _ in cells if name in shares))))
        totals = {name for name in headers[table] if _COLUMN.fullmatch(name) or (hourly and _TOTAL.fullmatch(name))}
        # Minutes count where no column has hours.
        minutes = set() if totals or hourly else {name for name in headers[table] if _MINUTES.fullmatch(name)}
        totals |= minutes
        stated = [
            (round(_number(match) / (60 if minutes else 1), 2), f"{text} min" if minutes else text, block)
            for _, name, text, block in cells
            if name in (totals or (shares if hourly else ())) and (match := _CELL.fullmatch(fold(text)))
        ]
        if not stated and not totals:  # "Unidad 1. Poda | Horas: 36"
            stated = [(n, text, block) for *_, text, block in cells if (n := parse_hours(text)) is not None]
        elif not totals and len(stated) > 1:
            figures, texts, blocks = zip(*stated, strict=True)
            stated = [(sum(figures), " + ".join(texts), blocks[0])]
        taken = {block for *_, block in stated}
        beside = [(name, text) for _, name, text, block in cells if name not in totals | shares and block not in taken]
        others = [text for name, text in beside if "credit" not in name]
        first = min(column for column, *_ in cells)
        if len(stated) != 1:
            goes_on = None
            continue
        hours, text, block = stated[0]
        if others and goes_on and goes_on[0] == table and first > goes_on[1]:
            if not any(fold(other).startswith(("total", "suma")) for other in others):
                named, (before, above, page), start = found[-1]
                found[-1] = named, (before + hours, f"{above}; {' | '.join([*others, text])}", page), start
        else:
            said = " | ".join([*others, text]) if others or not block.cell else f"{block.cell.header}: {text}"
            found.append((others, (hours, said, block.page), block.start))
            goes_on = table, first
    return found
