"""A review as files: workbook, Word report, CSV, JSON that can be read back, judgements for `curmap eval`."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from mapper.reports.passages import evidence
from mapper.reports.word import Paper
from mapper.reports.workbook import Losses, safe, workbook
from mapper.reports.workbook import Sheet as Table
from mapper.review.qrels import judgements
from mapper.review.records import Decision
from mapper.review.state import Key
from mapper.web import review_file
from mapper.web.covering import STATES, Covered
from mapper.web.rendering import PageWords
from mapper.web.reviewing import Item, Review


def xlsx(review: Review, words: PageWords, standards: Sequence[Covered]) -> bytes:
    """A workbook: competencies by passage, what is covered criterion by criterion, the whole history."""
    main = Table(
        words("download.mapping"), [(words(f"column.{name}"), width) for name, width in _COLUMNS], _rows(review, words)
    )
    history = Table(
        words("download.history"), [(words(f"column.{name}"), width) for name, width in _HISTORY], _history(review)
    )
    coverage = Table(
        words("tab/coverage"),
        [(words(f"column.{name}"), width) for name, width in _COVERAGE],
        _criteria(standards, words),
    )
    return workbook(review.programme.name, (main, coverage, history), words)


def csv_file(review: Review, words: PageWords, _: Sequence[Covered]) -> bytes:
    """The first sheet as CSV with a byte order mark, so that a spreadsheet program takes it for UTF-8."""
    out, losses = io.StringIO(newline=""), Losses()
    writer = csv.writer(out)
    writer.writerow([words(f"column.{name}") for name, _ in _COLUMNS])
    for row in _rows(review, words):
        writer.writerow([safe(cell, "…", losses) if isinstance(cell, str) else cell for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def json_file(review: Review, _: PageWords, __: Sequence[Covered]) -> bytes:
    """Everything: the mapping, the document's text and the history; uploading it gives the same programme again."""
    return review_file.dumps(review.programme, review.visible)


def qrels(review: Review, _: PageWords, __: Sequence[Covered]) -> bytes:
    """This person's judgements by hand in TREC's form: query, 0, document, relevance."""
    lines = [
        f"{text_id} 0 {'/'.join(key).replace(' ', '_')} {relevant}"
        for text_id, keys in judgements(review.rows, review.person).items()
        for key, relevant in keys.items()
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def docx(review: Review, words: PageWords, standards: Sequence[Covered]) -> bytes:
    """A Word report: what is covered, and what was decided, section by section."""
    made = Paper(review.programme.name, lang=words.lang)
    made.paragraph(words("review.progress", decided=review.decided, of=len(review.items)))
    made.heading(words("tab/coverage"), 2)
    made.paragraph(words("cover.how"))
    full = [standard for standard in standards if standard.criteria]
    if full:
        states = [state for state in STATES if any(standard.counts[state] for standard in full)]
        header = (words("column.standard"), *(words(f"cover.{state}") for state in states), words("total"))
        rows = [(_named(s, words), *(str(s.counts[state]) for state in states), str(len(s.criteria))) for s in full]
        made.table(header, rows, (4, *(1 for _ in header[1:])))
    made.bullets([f"{_named(s, words)}. {words('cover.title_only')}" for s in standards if not s.criteria])
    for part in review.parts:
        made.heading(" › ".join(part.section) or words("no_section"), 2)
        for item in part.items:
            page = item.mapped.passage.page
            made.quotation(item.mapped.passage.text + ("" if page is None else f" ({words('page.n', page=page)})"))
            made.bullets([_sentence(row, words) for row in _of_item(item, words, review)])
    made.heading(words("download.made"), 2)
    made.bullets([f"{what}: {value}" for what, value in _versions(review)])
    if review.programme.informed:
        made.paragraph(words.informed(*review.programme.informed))
    return made.content()


def _named(standard: Covered, words: PageWords) -> str:
    return f"{standard.node.code} {standard.node.wording(words.lang)}"


Write = Callable[[Review, PageWords, Sequence[Covered]], bytes]
DOWNLOADS: dict[str, tuple[str, Write]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx),
    "csv": ("text/csv; charset=utf-8", csv_file),
    "json": ("application/json", json_file),
    "qrels": ("text/plain; charset=utf-8", qrels),
}
"""By suffix, the media type and what writes it."""

_COLUMNS = (
    ("number", 8),
    ("page", 8),
    ("section", 40),
    ("role", 18),
    ("passage", 60),
    ("framework", 14),
    ("code", 26),
    ("statement", 60),
    ("probability", 12),
    ("evidence", 30),
    ("standing", 20),
    ("who", 20),
    ("when", 22),
    ("note", 40),
    ("framework_version", 16),
    ("encoder", 16),
)
_COVERAGE = (
    ("standard", 14),
    ("code", 26),
    ("statement", 60),
    ("kind", 20),
    ("state", 24),
    ("probability", 12),
    ("number", 20),
)
_HISTORY = tuple(
    (name, 20)
    for name in ("number", "action", "who", "when", "verdict", "framework", "code", "note", "bulk", "undoes", "text_id")
)


def _criteria(standards: Sequence[Covered], words: PageWords) -> Iterator[list[Any]]:
    """One row for each criterion of each standard, and for each whole that passages stand beside."""
    for standard in standards:
        for row in (*standard.wholes, *standard.criteria):
            yield [
                standard.node.code,
                row.node.code,
                row.node.wording(words.lang),
                words.kind(row.node.kind),
                words(f"cover.{row.state}"),
                None if row.probability is None else round(row.probability, 6),
                ", ".join(map(str, row.passages)),
            ]


def _rows(review: Review, words: PageWords) -> Iterator[list[Any]]:
    for item in review.items:
        yield from _of_item(item, words, review)


def _of_item(item: Item, words: PageWords, review: Review | None = None) -> Iterator[list[Any]]:
    """One row for each competency beside a passage, one without a competency where there is none."""
    passage, matches = item.mapped.passage, {(m.framework, m.code): m for m in item.mapped.matches}
    said: dict[Key, list[Decision]] = {}
    for name in sorted(item.state.people):
        for key, row in item.state.people[name].of.items():
            said.setdefault(key, []).append(row)
    notes = [f"{row.person}: {row.note}" for p in item.state.people.values() for row in p.notes]
    nones = [p.none for p in item.state.people.values() if p.none is not None]
    versions = {} if review is None else {f["name"]: f["version"] for f in review.programme.alignment["frameworks"]}
    encoder = "" if review is None else review.programme.alignment["encoder"]["revision"]
    head = [item.number, passage.page, " › ".join(passage.section), words.role(passage.role), passage.text]
    for key in dict.fromkeys((*matches, *said)):
        match, rows = matches.get(key), said.get(key, [])
        statement = match.statement if match is not None else rows[0].seen.statement
        yield [
            *head,
            *key,
            statement,
            None if match is None else round(match.probability, 6),
            "" if match is None else evidence(passage.text, match),
            words(f"standing.{item.state.standing(key)}"),
            ", ".join(row.person for row in rows),
            ", ".join(row.when for row in rows),
            "; ".join((*(row.note for row in rows if row.note), *notes)),
            versions.get(key[0], ""),
            encoder,
        ]
    if not matches and not said:
        who, when = (", ".join(getattr(row, name) for row in nones) for name in ("person", "when"))
        standing = words("standing.none") if nones else words("no_match")
        yield [*head, "", "", "", None, "", standing, who, when, "; ".join(notes), "", encoder]


def _sentence(row: list[Any], words: PageWords) -> str:
    cells = dict(zip((name for name, _ in _COLUMNS), row, strict=True))
    shown = "" if cells["probability"] is None else f" ({words.percent(cells['probability'])})"
    who = ", ".join(filter(None, (cells["who"], cells["when"])))
    said = f"{cells['code']} {cells['statement']}{shown}: {cells['standing']}{f' ({who})' if who else ''}"
    return said.strip(" :") + (f". {words('column.note')}: {cells['note']}" if cells["note"] else "")


def _versions(review: Review) -> Iterator[tuple[str, str]]:
    """What it takes to make the mapping again."""
    alignment = review.programme.alignment
    yield alignment["document"]["name"], alignment["document"]["sha256"]
    for framework in alignment["frameworks"]:
        yield framework["name"], framework["version"]
    yield alignment["encoder"]["name"], alignment["encoder"]["revision"]


def _history(review: Review) -> Iterator[list[Any]]:
    for row in review.visible:
        yield [
            row.number,
            row.action,
            row.person,
            row.when,
            row.verdict,
            row.framework,
            row.code,
            row.note,
            int(row.bulk),
            row.undoes,
            row.text_id,
        ]
