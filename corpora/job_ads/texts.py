"""Documents that hold advertisements: one as a text, a mail, several as the rows of a table or below headings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from corpora.errors import InputError
from corpora.files import skipped_entry
from corpora.job_ads.letters import letter
from corpora.job_ads.signs import begins_like_an_ad, heads
from corpora.readers import read as read_document
from corpora.records import Document, Skipped
from corpora.split import split_document
from corpora.tabular import IsHeader, Place, Row, Table, Tables
from corpora.translation import _
from corpora.vocabulary import heading_sense

_OF_A_PROGRAMME = 3
"""Passages below headings of outcomes or criteria that make a text a programme; an ad has none."""
_SEVERAL = 2
_POST_NAMED = re.compile(
    r"^\W*(?:puesto|vacante|cargo|position|job title|vacancy)(?: solicitad[oa])?\s*(?:n\S{0,6}\s*)?(?:\d+\s*)?[:.)-]",
    re.IGNORECASE | re.MULTILINE,
)

_DATED = re.compile(
    r"^\W*(?:fecha(?: de publicaci[oó]n)?|publicad[oa](?: el)?|date(?: posted)?|posted(?: on)?|posting date)\s*:\s*"
    r"(?P<date>.*\d{2}.*)$",
    re.IGNORECASE | re.MULTILINE,
)


def is_text(table: Table) -> bool:
    """Return whether it is made of a text, whose columns are ours."""
    return table.place.number == 0


def text_as_tables(path: Path, names_ads: IsHeader) -> Tables:
    """Return the ads of a document: rows of its tables with columns of ads, parts that each are one, else all of it.

    `names_ads` says whether a header names both a post and what is said of it: columns "Funciones | Requisitos" part a
    single ad. Raises InputError: nothing that can be read, or a programme, whose outcomes would be counted as what an
    employer asks for.
    """
    document = read_document(path)
    learnt = sum(
        any(heading_sense(title) in ("outcome", "criterion") for title in passage.section)
        for passage in split_document(document).passages
    )
    if learnt >= _OF_A_PROGRAMME:
        raise InputError(
            "{path}: reads like a programme, not like a job advertisement; name it as a programme, or give the ad as"
            " a row of a table",
            path=path,
        )
    if tables := tuple(_tables_of_ads(document, names_ads)):
        beside = sum(block.cell is None and block.kind != "heading" for block in document.blocks)
        why = _("paragraphs beside the table of advertisements, not read: {n}")
        return Tables(tables, skipped=(*document.skipped, *skipped_entry(path.name, beside, why)))
    sections = list(_sections(document))
    ads = [(title, text) for title, text in sections if begins_like_an_ad(text)]
    # Above the first ad may stand what the list is called.
    if len(ads) >= _SEVERAL and ads == sections[-len(ads) :] and len(sections) - len(ads) <= 1:
        return _as_tables([{"title": title, "description": text, **_dated(text)} for title, text in ads], document)
    several: tuple[Skipped, ...] = ()
    if max(len(ads), len(_POST_NAMED.findall(document.text))) >= _SEVERAL:
        why = _("looks like several advertisements, read as one; give each a row of a table or a file of its own")
        several = (Skipped(path.name, why),)
    return _as_tables([_single_ad(document)], document, several)


def _as_tables(cells: list[dict[str, str]], document: Document, told: tuple[Skipped, ...] = ()) -> Tables:
    """Return each as a table of one row at no place."""
    rows = [Row(Place(0), each) for each in cells]
    return Tables(tuple(Table(row.place, tuple(row.cells), (row,)) for row in rows), skipped=(*document.skipped, *told))


def _single_ad(document: Document) -> dict[str, str]:
    """Return a text as one ad; its title is the subject of a mail, the document's, else the first line.

    The first heading of an ad may be none of the whole: "Requisitos".
    """
    if mail := letter(document.text):
        body = mail.body or document.text
        return {"title": mail.subject or body.partition("\n")[0][:120], "description": body, "date": mail.date}
    named = document.title if document.title and not heads(document.title) else None
    title = named or document.text.strip().partition("\n")[0][:120]
    return {"title": title, "description": document.text, **_dated(document.text)}


def _dated(text: str) -> dict[str, str]:
    """Return its date of publication as the text writes it in a line of its own, if it does."""
    found = _DATED.search(text)
    return {"date": found["date"]} if found else {}


def _tables_of_ads(document: Document, names_ads: IsHeader) -> Iterator[Table]:
    """Return the tables of several rows below a header with columns of ads."""
    cells: dict[int, dict[tuple[int, int], list[str]]] = defaultdict(lambda: defaultdict(list))
    for block in document.blocks:
        if block.cell is not None:
            at = block.cell
            cells[at.table][at.row, at.column].append(document.text[block.start : block.end])
    for said in cells.values():
        above, *below = sorted({row for row, _column in said})
        columns = {column: "\n".join(texts) for (row, column), texts in said.items() if row == above}
        if len(below) < _SEVERAL or len(columns) < _SEVERAL or not names_ads(list(columns.values())):
            continue
        rows = tuple(
            Row(Place(n), {name: "\n".join(said.get((row, column), ())) for column, name in columns.items()})
            for n, row in enumerate(below, 2)
        )
        yield Table(Place(1), tuple(columns.values()), rows)


def _sections(document: Document) -> Iterator[tuple[str, str]]:
    """Return title and text below each heading of the highest level; none where one heads a part of an ad."""
    headings = [block for block in document.blocks if block.kind == "heading"]
    highest = [block for block in headings if block.level == min(one.level for one in headings)]
    titles = [document.text[block.start : block.end] for block in highest]
    if not any(map(heads, titles)):
        ends = [*(block.start for block in highest[1:]), len(document.text)]
        for title, head, end in zip(titles, highest, ends, strict=False):
            yield title, document.text[head.end : end].strip()
