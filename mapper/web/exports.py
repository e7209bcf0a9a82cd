"""A review as files: workbook, Word report, CSV, judgements for `curmap eval`, and JSON that can be read back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field

from corpora import InputError
from corpora.text import titled
from mapper.actions import Progress
from mapper.matching.records import Interval as Share
from mapper.people.review.records import Decision
from mapper.people.review.state import judgements
from mapper.reports.blocks import BOOK, WORD, Block, Bullets, Cell, Paragraph, Report, Section, Table, parse_columns
from mapper.reports.passages import evidence
from mapper.reports.record_json import to_json
from mapper.reports.word import paper
from mapper.reports.workbook import Losses, paged, safe
from mapper.web.coverage import STATES, Covered
from mapper.web.files import KINDS
from mapper.web.review import Item, Review
from mapper.web.texts import PageWords

_MAPPING = (
    "column.number:8 page:8 section:40 role:18 passage:60 framework:14 code:26 competency:60 probability:12"
    " column.evidence:30 column.standing:20 column.who:20 column.when:22 column.note:40 column.framework_version:16"
    " column.encoder:16"
)
_COVERAGE = (
    "norm:14 code:26 competency:60 kind:20 filter.state:24 probability:12 column.number:20 column.who:20"
    " column.when:22 column.note:40"
)
_HISTORY = (
    "column.number:20 column.action:20 column.who:20 column.when:20 column.standing:20 framework:20 code:20"
    " column.note:20 column.bulk:20 column.undoes:20 passage:60 column.text_id:20"
)
CALLED = ("title", "school", "folder")
"""What people call a programme, and where they put it."""


def report(review: Review, words: PageWords, standards: Sequence[Covered]) -> Report:
    """What workbook and Word report say: passages with their competencies, what is covered, what was decided."""
    texts = {mapped.passage.text_id: mapped.passage.text for mapped in review.programme.every}
    history = [_done(row, texts, words) for row in review.visible]
    told: list[Block] = [Bullets([f"{what}: {value}" for what, value in _versions(review)])]
    if review.programme.informed:
        told.append(Paragraph(words.informed(*review.programme.informed)))
    parts = [
        Section("", [_mapping(review, words)], on=BOOK),
        Section("", [Paragraph(words("review.progress", decided=review.decided, of=len(review.items)))], on=WORD),
        Section(words("tab/coverage"), _coverage(standards, words)),
        Section("", [_table(words, "download.history", _HISTORY, history)], on=BOOK),
        *(
            Section(" › ".join(section) or words("no_section"), list(_passages(run, review, words)), on=WORD)
            for section, run in groupby(review.told, key=lambda item: item.mapped.passage.section)
        ),
        Section(words.gettext("Versions"), told, on=WORD),
    ]
    programme = review.programme
    return Report(words, programme.called, parts, subtitle=programme.name if programme.title else "")


def _done(row: Decision, texts: Mapping[str, str], words: PageWords) -> list[Any]:
    """A row of the history, its verdict in words; `texts` are those of passages by their text id."""
    said = (words(f"did.{row.verdict}"), row.framework, row.code, row.note, words("yes") if row.bulk else "")
    about = texts.get(row.text_id, "") if row.text_id else words("did.document")
    return [row.number, row.action, row.person, row.when, *said, row.undoes or None, about, row.text_id]


def _mapping(review: Review, words: PageWords) -> Table:
    rows = [row for item in review.told for row in _of_item(item, words, review)]
    return _table(words, "download.mapping", _MAPPING, rows)


def _table(words: PageWords, sheet: str, told: str, rows: Sequence[Sequence[Any]]) -> Table:
    return Table(parse_columns(told, words), rows, sheet=words(sheet), on=BOOK)


def _coverage(standards: Sequence[Covered], words: PageWords) -> list[Block]:
    """Counts by state and what people decided to read; each criterion, and whole with passages beside it, to sort."""

    def named(standard: Covered) -> str:
        return titled(standard.node.code, standard.node.wording(words.lang))

    full = [standard for standard in standards if standard.criteria]
    states = [state for state in STATES if any(standard.counts[state] for standard in full)]
    told = f"norm:40 {' '.join(f'cover.{state}:10' for state in states)} total:10"
    counts: list[list[Cell]] = [[named(s), *(s.counts[state] for state in states), len(s.counted)] for s in full]
    rows: list[list[Any]] = [
        [
            standard.node.code,
            row.node.code,
            row.node.wording(words.lang),
            words.kind(row.node.kind),
            words(row.called),
            None if row.after is None else round(row.after, 6),
            ", ".join(words.passage(one.passage, one.number) for one in row.passages),
            *_signed(row.deciding),
        ]
        for standard in standards
        for row in standard.rows
    ]
    said = [_sentence(words, [row[1], row[2], row[5], row[4], *row[7:]]) for row in rows if row[7]]
    heard: list[Block] = (
        [Paragraph(words.gettext("What people said of criteria:"), "strong"), Bullets(said)] if said else []
    )
    return [
        Paragraph(words("cover.how")),
        Table(parse_columns(told, words), counts, on=WORD),
        Bullets([f"{named(s)}. {words('cover.title_only')}" for s in standards if not s.criteria]),
        *heard,
        _table(words, "tab/coverage", _COVERAGE, rows),
    ]


def _passages(items: Iterable[Item], review: Review, words: PageWords) -> Iterator[Block]:
    for item in items:
        page = item.mapped.passage.page
        shown = "" if page is None else f" ({words('page.n', page=page)})"
        yield Paragraph(f"{item.mapped.passage.text}{shown}", "strong")
        rows = _of_item(item, words, review)
        yield Bullets([_sentence(words, [*row[6:9], *row[10:14]]) for row in rows])


def _of_item(item: Item, words: PageWords, review: Review) -> Iterator[list[Any]]:
    """One row for each competency beside a passage, one without a competency where there is none."""
    passage = item.mapped.passage
    notes = [f"{row.person}: {row.note}" for person in item.state.people.values() for row in person.notes]
    nones = [person.none for person in item.state.people.values() if person.none is not None]
    versions = {f["name"]: f["version"] for f in review.programme.alignment["frameworks"]}
    encoder = review.programme.alignment["encoder"]["revision"]
    head = [item.number or None, passage.page, " › ".join(passage.section), words.role(passage.role), passage.text]
    for key, (match, rows) in item.beside.items():
        stands = item.state.standing(key)
        # Who is named is whose word stands; of a dispute everyone.
        signed = rows if stands in ("disputed", "suggested") else item.state.deciding(key)
        settled = item.state.settled[:1] if stands in ("accepted", "partly", "rejected") else ()
        told = [words(f"standing.{stands}")]
        told += [words("verdict.settled", person=one.person, word=one.note) for one in settled]
        yield [
            *head,
            *key,
            match.statement if match is not None else rows[0].seen.statement,
            None if match is None else round(match.probability, 6),
            "" if match is None else evidence(passage.text, match),
            ". ".join(told),
            ", ".join(dict.fromkeys(row.person for row in signed)),
            ", ".join(dict.fromkeys(row.when for row in signed)),
            "; ".join((*(row.note for row in rows if row.note), *notes)),
            versions.get(key[0], ""),
            encoder,
        ]
    if not item.beside:
        standing = words("standing.none") if nones else words("no_match")
        who, when = (", ".join(getattr(row, name) for row in nones) for name in ("person", "when"))
        yield [*head, "", "", "", None, "", standing, who, when, "; ".join(notes), "", encoder]


def _of_document(standards: Sequence[Covered], words: PageWords) -> Iterator[list[Any]]:
    """One row for each criterion of which people said something by the whole document, in the columns of a mapping."""
    for row in (row for standard in standards for row in standard.rows if row.words):
        verdicts = {said.verdict for said in row.words}
        stands = words(f"standing.{verdicts.pop() if len(verdicts) == 1 else 'disputed'}")
        seen, about = row.words[0].seen, words("did.document")
        told = (seen.statement, row.after, "", stands, *_signed(row.words), seen.framework_version, seen.encoder)
        yield [None, None, "", "", about, *row.node.key, *told]


def _signed(said: Sequence[Decision]) -> list[str]:
    """Who said it, when, and why."""
    who, when, why = (dict.fromkeys(getattr(row, name) for row in said) for name in ("person", "when", "note"))
    return [", ".join(who), ", ".join(when), "; ".join(filter(None, why))]


def _sentence(words: PageWords, told: Sequence[Any]) -> str:
    code, statement, probability, standing, person, when, note = told
    shown = "" if probability is None else f" ({words.percent(probability)})"
    days = dict.fromkeys(map(words.date, when.split(", ") if when else ()))
    who = ", ".join(filter(None, (person, *days)))
    said = f"{titled(code, statement)}{shown}: {standing}{f' ({who})' if who else ''}"
    return said.strip(" :") + (f". {words('column.note')}: {note}" if note else "")


def _versions(review: Review) -> Iterator[tuple[str, str]]:
    """What it takes to make the mapping again."""
    alignment = review.programme.alignment
    yield alignment["document"]["name"], alignment["document"]["sha256"]
    for framework in alignment["frameworks"]:
        yield framework["name"], framework["version"]
    yield alignment["encoder"]["name"], alignment["encoder"]["revision"]


def _csv(review: Review, words: PageWords, standards: Sequence[Covered]) -> bytes:
    """The first sheet, with what was said by the whole document, as CSV.

    It begins with a byte order mark, so that a spreadsheet program takes it for UTF-8.
    """
    out, losses, table = io.StringIO(newline=""), Losses(), _mapping(review, words)
    writer = csv.writer(out)
    writer.writerow([column.name for column in table.columns])
    for row in (*table.rows, *_of_document(standards, words)):
        writer.writerow([safe(cell, "…", losses) if isinstance(cell, str) else cell for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _qrels(review: Review, _: PageWords, __: Sequence[Covered]) -> bytes:
    """This person's judgements by hand in TREC's form: query, 0, document, relevance."""
    lines = [
        f"{text_id} 0 {'/'.join(key).replace(' ', '_')} {relevant}\n"
        for text_id, keys in judgements(review.rows, review.person).items()
        for key, relevant in keys.items()
    ]
    return "".join(lines).encode()


DOWNLOADS: dict[str, tuple[str, Callable[[Review, PageWords, Sequence[Covered]], bytes]]] = {
    "xlsx": (KINDS[".xlsx"], lambda *of: paged(report(*of))),
    "docx": (KINDS[".docx"], lambda *of: paper(report(*of))),
    "csv": ("text/csv; charset=utf-8", _csv),
    "json": ("application/json", lambda review, *_: review_json(review)),
    "qrels": ("text/plain; charset=utf-8", _qrels),
}
"""By suffix, the media type and what writes it."""


def review_json(review: Review) -> bytes:
    """Everything: the mapping, the document's text and the history; uploading it gives the same programme again."""
    programme = review.programme
    content = {
        "format": "curmap-review-1",
        "name": programme.name,
        **{name: value for name in CALLED if (value := getattr(programme, name))},
        "alignment": programme.alignment,
        "text": programme.text,
        "shown": programme.shown,
        "history": [asdict(row) for row in review.visible],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def read_review(name: str, _: Progress) -> tuple[dict[str, Any], list[Decision]]:
    """Read one in the current folder: a function for `run_isolated`; raises what `loads` raises."""
    return loads(Path(name).read_bytes(), name)


def loads(content: bytes, name: str) -> tuple[dict[str, Any], list[Decision]]:
    """A review from its bytes, as `Programmes.add` takes it, and its history; `name` is what the user calls the file.

    Raises:
        InputError: it is no review, or not a whole one.
    """
    try:
        found = _File.model_validate_json(content)
        values = json.loads(content)
        if any(found.text[p.start : p.end] != p.text for p in found.alignment.passages):
            raise ValueError(name)
    except ValueError as error:
        raise InputError(
            "{name}: it is no review downloaded from this page, or not a whole one; download it again", name=name
        ) from error
    kept = found.model_dump(include={"name", *CALLED, "text"})
    alignment = json.dumps(values["alignment"], ensure_ascii=False)
    return {**kept, "alignment": alignment, "shown": values.get("shown")}, found.history


class _Values(BaseModel, extra="allow", strict=True):
    """What the page relies on in a file that anyone may have written; what else stands there is kept."""


class _Match(_Values, extra="forbid"):
    framework: str
    code: str
    statement: str
    probability: Annotated[float, Field(ge=0, le=1)]
    score: float
    evidence: list[tuple[int, int]]


class _Passage(_Values, extra="forbid"):
    id: str
    text_id: str
    text: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    page: int | None
    box: tuple[float, float, float, float] | None
    section: list[str]
    role: Literal["competency", "outcome", "criterion", "content", "activity", "evaluation", "other"]
    language: str | None
    dual: Literal["company", "both"] | None = None
    matches: list[_Match]


class _Document(_Values):
    name: str
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class _Framework(_Values):
    name: str
    version: str
    sha256: str


class _Encoder(_Values):
    name: str
    revision: str


class _Alignment(_Values):
    document: _Document
    settings: dict[str, Any]
    frameworks: list[_Framework]
    encoder: _Encoder
    passages: list[_Passage]


class _Criterion(_Values):
    code: str
    state: Literal["covered", "partly", "not_found", "uncertain"]
    probability: float
    why: dict[Literal["es", "en"], str]


class Interval(_Values):
    """A share with its interval."""

    value: float
    low: float
    high: float

    @classmethod
    def from_share(cls, share: Share | None) -> Self | None:
        """A figure of coverage, None for none."""
        return None if share is None else cls(**to_json(share))


class _Standard(_Values):
    framework: str
    code: str
    share: Interval | None
    chance: float
    criteria: list[_Criterion]


_Called = Annotated[str, Field(max_length=200)]


class _File(_Values):
    format: Literal["curmap-review-1"]
    name: str
    title: _Called = ""
    school: _Called = ""
    folder: _Called = ""
    alignment: _Alignment
    text: str
    shown: list[_Standard] | None = None
    history: list[Decision]
