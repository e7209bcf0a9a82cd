"""Reviews as they come back: the page's JSON, the workbook of a mapping, the checklist of a coverage workbook."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from corpora import InputError, Skipped, _
from corpora.files import read_bytes
from corpora.text import fold
from eval.benchmarks import reviewed as mapping_workbook
from eval.benchmarks.workbook import Row, not_understood, read_rows
from mapper.people.checklist import GRADED, Judgement, Key, Mark, QuotedPassage, Taught
from mapper.people.checklist.decisions import ReviewFile, describe_dispute, standing
from mapper.people.checklist.sheet import DECISION, LAYOUT, SHEET, TEACHES, TEXTS, WORDS
from mapper.people.examples import Example, examples_from_review
from mapper.people.review.records import DOCUMENT, Decision
from mapper.people.review.state import REVIEW_FORMAT, States, read_history

_STATES_OF_MARKS: dict[Mark, Taught] = {"yes": "covered", "partly": "partly", "no": "not_found"}
_ZIP = b"PK\x03\x04"


def read_reviews(paths: Iterable[Path]) -> tuple[ReviewFile, ...]:
    """Return the reviews in files, by document; raises InputError with a workbook's sheet and row."""
    return tuple(review for path in paths for review in _read(path))


def read_workbook(path: Path) -> tuple[ReviewFile, ...] | None:
    """Return the reviews in a workbook of curmap in which people mark what they found, None for any other file."""
    digest = hashlib.sha256(read_bytes(path)).hexdigest()
    if (found := read_rows(path, LAYOUT, (SHEET,))) is not None:
        return tuple(_read_checklist(path, digest, found[SHEET]))
    return tuple(_read_mapping(path, digest)) if mapping_workbook.recognises(path) else None


def _read(path: Path) -> tuple[ReviewFile, ...]:
    content = read_bytes(path)
    if not content.startswith(_ZIP):
        return (_read_page_review(path, content, hashlib.sha256(content).hexdigest()),)
    found = read_workbook(path)
    if found is None:
        raise InputError(
            "{path}: no workbook of curmap that can be reviewed; use report.xlsx of 'curmap map' (its sheets 'Matches'"
            " and 'No match') or coverage.xlsx of 'curmap coverage' (its sheet 'Checklist'), as XLSX with these names,"
            " or of a review on the page what it downloads as JSON",
            path=path,
        )
    return found


def unmarked_files(reviews: Iterable[ReviewFile]) -> tuple[Skipped, ...]:
    """Return the files in which nobody decided anything: who gives one back may have saved another."""
    decided: dict[str, bool] = defaultdict(bool)
    for review in reviews:
        decided[review.source] |= review.decides
    why = _("nobody marked anything in it, so it changes nothing")
    return tuple(Skipped(name, why) for name, any_ in decided.items() if not any_)


def _read_page_review(path: Path, content: bytes, digest: str) -> ReviewFile:
    try:
        review = json.loads(content)
        if review["format"] != REVIEW_FORMAT:
            raise ValueError(review["format"])
        history, alignment = read_history(review), review["alignment"]
        examples = tuple(examples_from_review(alignment, history))
        texts = {
            one["text_id"]: QuotedPassage(one["text"], one["language"], one["page"], " › ".join(one["section"]))
            for one in reversed(alignment["passages"])
        }
        said, none, disputed = _standing_decisions(alignment, history)
        people = tuple(sorted({row.person for row in history if row.person}))
        document, name = str(alignment["document"]["sha256"]), str(alignment["document"]["name"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            "{path}: no review of curmap; download it from the review page as JSON, or give back the workbook in which"
            " you marked, as XLSX",
            path=path,
        ) from error
    return ReviewFile(path.name, digest, document, people or (path.name,), said, texts, examples, name, none, disputed)


def _standing_decisions(
    alignment: Mapping[str, Any], history: Sequence[Decision]
) -> tuple[dict[Key, Judgement], dict[str, str], list[str]]:
    """Return the judgements on each competency, the passages with none, and where people differ."""
    wordings = {(row.framework, row.code): row.seen.statement for row in history if row.seen.statement}
    suggested: dict[str, list[Key]] = {}
    for passage in alignment["passages"]:
        suggested[passage["text_id"]] = [(match["framework"], match["code"]) for match in passage["matches"]]
        for match in passage["matches"]:
            wordings.setdefault((match["framework"], match["code"]), match["statement"])
    found = States(history, suggested)
    states = {text_id: found[text_id] for text_id in suggested}
    told = {key: replace(said, statement=wordings.get(key, "")) for key, said in standing(states, found).items()}
    disputed = [describe_dispute(key[1], one.by[DOCUMENT]) for key, one in told.items() if one.disputed]
    return told, {text_id: ", ".join(state.nothing) for text_id, state in states.items() if state.nothing}, disputed


@dataclass(slots=True)
class _Draft:
    """A review under way."""

    statements: dict[Key, str] = field(default_factory=dict)
    states: dict[Key, Taught] = field(default_factory=dict)
    marks: dict[Key, dict[str, Mark]] = field(default_factory=lambda: defaultdict(dict))
    texts: dict[str, QuotedPassage] = field(default_factory=dict)
    name: str = ""
    none: set[str] = field(default_factory=set)

    def take(self, text_id: str, cells: Mapping[str, str]) -> None:
        page, section = cells.get("page", ""), cells.get("section", "")
        number = int(page) if page.isdecimal() else None
        self.texts[text_id] = QuotedPassage(cells["passage"], cells["lang"] or None, number, section)

    def review(self, path: Path, digest: str, document: str) -> ReviewFile:
        said = {
            key: Judgement(self.statements[key], self.states.get(key), self.marks.get(key, {}))
            for key in self.statements
            if key in self.states or key in self.marks
        }
        examples = tuple(
            Example(self.texts[text].text, self.texts[text].language, *key, told.statement)
            for key, told in said.items()
            for text, mark in told.marks.items()
            if mark == "yes"
        )
        none = dict.fromkeys(self.none, path.name)
        return ReviewFile(path.name, digest, document, (path.name,), said, self.texts, examples, self.name, none)


def _read_mapping(path: Path, digest: str) -> Iterator[ReviewFile]:
    entries, passages = mapping_workbook.judgements(path)
    drafts: dict[str, _Draft] = defaultdict(_Draft)
    for text_id, passage in passages.items():
        cells = passage.first.cells
        for document in passage.documents or {""}:
            draft = drafts[document]
            draft.name = draft.name or cells["document"]
            if passage.none is not None:
                draft.none.add(text_id)
                draft.take(text_id, cells)
            for target, grade in passage.judged.items():
                entry = entries[target].cells
                key = entry["framework"], entry["code"]
                draft.statements[key] = entry["competency"]
                draft.marks[key][text_id] = GRADED[grade]
                draft.take(text_id, cells)
    yield from _finish_drafts(drafts, path, digest)


def _read_checklist(path: Path, digest: str, rows: Sequence[Row]) -> Iterator[ReviewFile]:
    unknown = [(row, name) for row in rows for name in WORDS if row.cells[name] and not _parse_word(row, name)]
    if unknown:
        asked = {name for _row, name in unknown}
        es, en = zip(*(_offered(name) for name in WORDS if name in asked), strict=True)
        raise not_understood([(row, row.cells[name]) for row, name in unknown], es="; ".join(es), en="; ".join(en))
    drafts: dict[str, _Draft] = {}
    last: dict[tuple[str, Key], Row] = {}
    for row in rows:
        _take_row(row, drafts, last)
    for (document, key), row in last.items():
        draft = drafts[document]
        if draft.states.get(key) == "not_found" and {"yes", "partly"} & set(draft.marks.get(key, {}).values()):
            raise row.error(
                "{key} stands as 'not taught', and one of its passages as yes or partly; change one of the two"
                " decisions",
                key=key[1],
            )
    yield from _finish_drafts(drafts, path, digest)


def _finish_drafts(drafts: Mapping[str, _Draft], path: Path, digest: str) -> Iterator[ReviewFile]:
    """Return the reviews of a workbook by document; where nobody marked anything it is one all the same: of nothing."""
    for document, draft in (drafts or {"": _Draft()}).items():
        yield draft.review(path, digest, document)


def _take_row(row: Row, drafts: dict[str, _Draft], last: dict[tuple[str, Key], Row]) -> None:
    cells = row.cells
    if not cells[TEACHES] and not cells[DECISION]:
        return
    if not (cells["framework"] and cells["code"] and cells["sha256"]) or (cells[TEACHES] and not cells["text_id"]):
        raise row.error(
            "what identifies the row is missing (the code or a hidden column); make the workbook again with 'curmap"
            " coverage', and put your decisions there"
        )
    key = cells["framework"], cells["code"]
    draft = drafts.setdefault(cells["sha256"], _Draft(name=cells.get("programme", "")))
    draft.statements.setdefault(key, cells["criterion"])
    last[cells["sha256"], key] = row
    if cells[TEACHES]:
        mark = _parse_word(row, TEACHES)
        draft.take(cells["text_id"], cells)
        if draft.marks[key].setdefault(cells["text_id"], mark) != mark:  # type: ignore[arg-type]
            raise row.error("this passage is marked in two ways for {code}; keep one of them", code=cells["code"])
    if cells[DECISION]:
        state = _parse_word(row, DECISION)
        if draft.states.setdefault(key, state) != state:  # type: ignore[arg-type]
            raise row.error("{code} already has another decision further up; keep one of them", code=cells["code"])


def _parse_word(row: Row, column: str) -> str:
    """Return the word in a cell, in either language; "" for one that is not understood."""
    said, words = fold(row.cells[column]), WORDS[column]
    for word, key in words.items():
        if said in map(fold, TEXTS[key]):
            return word
    grade = mapping_workbook.grade(said)
    if grade is None:
        return ""
    # Beside a column in which one writes "no", people write it in this one too.
    return GRADED[grade] if column == TEACHES else _STATES_OF_MARKS[GRADED[grade]]


def _offered(column: str) -> Iterator[str]:
    """Return the words of a column in Spanish and in English."""
    for texts in zip(*(TEXTS[key] for key in WORDS[column].values()), strict=True):
        yield ", ".join(texts).lower()
