"""What a programme marks as learnt at the company.

Of dual training a programme speaks by labels, signs and columns: "[RA7] … #dual", "Unidad 3 (dual)", "4. Torneado *"
where a sentence says what the asterisk means, an "x" in a column "Empresa". A mark of an outcome or unit is one of all
that stands below it, wherever the document names it again; one of a unit that is filed under criteria ("#ce7a") is one
of these.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from corpora import vocabulary
from corpora.items import parse_item, parse_label
from corpora.records import Block, Document, Learnt, Passage
from corpora.structure import clean_title
from corpora.text import fold_letters

_SAID = vocabulary.Expressions("dual")
_NEEDED = ("dual", "empresa", "de trabajo", "compan", "workplace")  # every mark and legend without a table has one
_LONGEST_CODE = 24  # characters before a passage that are its code, not another sentence
_TELLING = 3  # words of a title from which the same words elsewhere name the same thing


_Signs = Mapping[str, Learnt]
"""What counts as a mark in a document: the sign of each legend, and where what it marks is learnt."""


def _signs(document: Document) -> _Signs:
    said: dict[str, Learnt] = {}
    for block in document.blocks:
        text = fold_letters(document.text[block.start : block.end])
        for sentence in re.split(r"(?<=[.;])\s", text):
            at_company = _SAID["company"].search(sentence) is not None
            if (found := _SAID["legend"].search(sentence)) and (at_company or _SAID["dual"].search(sentence)):
                said["*" if found[1].startswith("aster") else found[1]] = "company" if at_company else "both"
    return said


def _mark(text: str, signs: _Signs) -> Learnt | None:
    """Tell where a text says that it is learnt itself; a legend says it of others."""
    plain = fold_letters(text)
    if _SAID["legend"].search(plain):
        return None
    for sign, learnt in signs.items():
        if re.search(rf"(?<!\w){re.escape(sign)}(?!\w)" if sign[0] != "*" else r"\*(?!\w)|(?<=\w)\*", plain):
            return learnt
    found = _SAID["tag"].search(plain)
    if not found:
        return None
    return "company" if "empresa" in found[0] or "company" in signs.values() else "both"


def _without_marks(text: str, signs: _Signs) -> str:
    """Return a title as it is named elsewhere: no marker, no label, no marks."""
    body = parse_item(text).body
    plain = _SAID["tag"].sub(
        " ", fold_letters(clean_title(body[label.skip :] if (label := parse_label(body)) else body))
    )
    for sign in signs:
        plain = plain.replace(sign, " ")
    return " ".join(plain.split()).strip(" .:")


def mark_of(*texts: str) -> Learnt | None:
    """Return where a text is learnt by a mark of its own or of a heading above it; None where there is no mark."""
    return next(filter(None, (_mark(text, {}) for text in texts)), None)


def add_dual_marks(document: Document, passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages of a document with what it marks of them."""
    small, has_cells = document.text.lower(), any(block.cell for block in document.blocks)
    if not (has_cells or any(word in small for word in _NEEDED)):
        return list(passages)
    plain = fold_letters(document.text)
    signs = _signs(document) if _SAID["legend"].search(plain) else {}
    if not (signs or _SAID["mark"].search(plain) or has_cells):
        return list(passages)  # as most documents, at a tenth of what reading them for marks takes
    # Rows of tables that a column on dual training or the company ticks.
    rows = {
        (block.cell.table, block.cell.row): mark
        for block in document.blocks
        if block.cell and not block.cell.is_header and (mark := _cell(document, block, block.cell.header))
    }
    starts = [block.start for block in document.blocks]
    above = [document.blocks[bisect_right(starts, passage.start) - 1] for passage in passages]
    codes = [document.text[b.start : p.start][-_LONGEST_CODE:] for b, p in zip(above, passages, strict=True)]
    own = [
        _mark(p.text, signs) or _mark(code, signs) or (rows.get((b.cell.table, b.cell.row)) if b.cell else None)
        for p, b, code in zip(passages, above, codes, strict=True)
    ]
    filed = _filed(passages, codes, own)
    marks = [mark or filed.get(number) for number, mark in enumerate(own)]
    if not any(marks) and not any(_mark(title, signs) for p in passages for title in p.section):
        return list(passages)
    heads: defaultdict[str, list[tuple[tuple[str, ...], Learnt]]] = defaultdict(list)
    for passage, mark in zip(passages, marks, strict=True):
        if mark:
            heads[_without_marks(passage.text, signs)].append((passage.section, mark))
    found = [mark or _above(passage, signs, heads) for passage, mark in zip(passages, marks, strict=True)]
    return [replace(p, dual=mark) if mark else p for p, mark in zip(passages, found, strict=True)]


def _above(
    passage: Passage, signs: _Signs, heads: Mapping[str, Sequence[tuple[tuple[str, ...], Learnt]]]
) -> Learnt | None:
    """Return the mark of the nearest thing above a passage that has one, or is named like one that has."""
    for title in (passage.text, *reversed(passage.section)):
        if title is not passage.text and (mark := _mark(title, signs)):
            return mark
        name = _without_marks(title, signs)
        for section, mark in heads.get(name, ()):
            within = title is not passage.text and passage.section[: len(section)] == section
            if within or len(name.split()) >= _TELLING:
                return mark
    return None


def _filed(passages: Sequence[Passage], codes: Sequence[str], own: Sequence[Learnt | None]) -> dict[int, Learnt]:
    """Return outcomes and criteria under which units are filed; those of marked and other units are learnt in both."""
    tags = [_SAID["filed"].findall(fold_letters(passage.text)) for passage in passages]
    if not any(tags):
        return {}
    said: defaultdict[str, set[Learnt | None]] = defaultdict(set)
    for names, mark in zip(tags, own, strict=True):
        for name in [name for name in names if name.startswith("ce")] or names:
            said[name].add(mark)
    found: dict[int, Learnt] = {}
    outcome = ""
    for number, (passage, code) in enumerate(zip(passages, map(fold_letters, codes), strict=True)):
        name = ""
        if passage.role == "outcome" and (digits := _SAID["outcome"].search(code)):
            outcome = digits[1]
            name = f"ra{outcome}"
        elif outcome and passage.role == "criterion" and (letter := _SAID["letter"].match(code)):
            name = f"ce{outcome}{letter[1]}"
        if any(said.get(name, ())):
            found[number] = "company" if said[name] == {"company"} else "both"
    return found


def _cell(document: Document, block: Block, header: str) -> Learnt | None:
    name = " ".join(fold_letters(header).split())
    text = " ".join(fold_letters(document.text[block.start : block.end]).split()).strip(" .")
    if _SAID["column"].fullmatch(name):
        if _SAID["tick"].fullmatch(text):
            return "company" if _SAID["company"].search(name) else "both"
        return "both" if _SAID["amount"].fullmatch(text) else None
    if _SAID["place"].fullmatch(name) and (
        _SAID["company"].search(text) or _SAID["dual"].search(text) or text in ("ambos", "ambas", "both")
    ):
        return "both" if _SAID["school"].search(text) or not _SAID["company"].search(text) else "company"
    return None


def stands_among_marked(passage: Passage, marked: Iterable[Passage]) -> bool:
    """Tell whether a passage without a mark stands among those of its kind of which the programme marks others."""
    known = tuple(marked)
    roles, above = {one.role for one in known}, {one.section for one in known}
    return (
        passage.dual is None
        and passage.role in roles
        and any(passage.section[: len(section)] == section for section in above)
    )
