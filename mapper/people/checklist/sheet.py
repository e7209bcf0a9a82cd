"""The checklist of a coverage workbook: a row for each criterion and passage near it, with room for a person's word.

What identifies a row stands in hidden columns, so that the sheet can be sorted, filtered and read back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpora import Passage
from eval.benchmarks.workbook import Layout
from mapper.programmes.coverage import CoverageReport, CriterionCoverage, Programme
from mapper.reports.blocks import BOOK, Cell, Column, Table, Words, parse_columns
from mapper.reports.texts import COVERAGE
from mapper.reports.texts import TEXTS as SHARED

LISTED = 20  # standards of a programme whose criteria are laid before a person: those shown first
SHEET = "checklist"
_COLUMNS = (
    "programme:18 code:24 element:26 kind:14 criterion:50 state:14 checklist.place:7 passage:60 page:8 section:30"
    " probability:11:percent checklist.teaches:14 checklist.decision:16"
)
_HIDDEN = ("framework", "text_id", "lang", "sha256")  # columns that only programs read, of one name in both languages
TEACHES, DECISION = "checklist.teaches", "checklist.decision"
WORDS: dict[str, dict[str, str]] = {
    TEACHES: {"yes": "review.yes", "partly": "review.partly", "no": "review.no"},
    DECISION: {"covered": "covered", "partly": "partly", "not_found": "checklist.not_found"},
}
"""By column, the words that a person chooses from, each by its text."""
_READ = ("code", "criterion", "passage", TEACHES, DECISION, *_HIDDEN)
_OPTIONAL = ("programme", "page", "section")  # what is read where it is there
TEXTS = {**SHARED, **COVERAGE}
LAYOUT = Layout(
    {SHEET: TEXTS[f"{SHEET}.sheet"]},
    {name: (name, name) if name in _HIDDEN else TEXTS[name] for name in (*_READ, *_OPTIONAL)},
    {SHEET: _READ},
    "curmap coverage",
)


def checklist(report: CoverageReport, t: Words) -> Table:
    """Return the sheet."""
    *heads, teaches, decision = parse_columns(_COLUMNS, t, headed=str)
    for column, name in ((teaches, TEACHES), (decision, DECISION)):
        heads.append(replace(column, choices=list(map(t, WORDS[name].values())), note=t(f"{name}.note")))
    heads += [Column(name, 18, hidden=True) for name in _HIDDEN]
    return Table(heads, list(_rows(report, t)), t(f"{SHEET}.sheet"), on=BOOK)


def passages_near(criterion: CriterionCoverage, programme: Programme) -> list[tuple[Passage, float | None]]:
    """Return the passages near a criterion in order, each with its probability, then others that a person marked."""
    found = [(programme.passages[one.passage], one.probability) for one in criterion.nearest]
    ids = {one.passage for one in criterion.nearest}
    others = criterion.decided.marks if criterion.decided else ()
    return [*found, *((programme.passages[one], None) for one in others if one not in ids)]


def _rows(report: CoverageReport, t: Words) -> Iterator[tuple[Cell, ...]]:
    for programme, standards in zip(report.programmes, report.standards, strict=True):
        for standard in [row for row in standards if row.text == "full"][:LISTED]:
            titles = {tally.element: tally.title for tally in standard.tallies}
            # What waits for a person's word stands first.
            for criterion in sorted(standard.criteria, key=lambda one: one.state != "uncertain"):
                title = f"{criterion.element} {titles.get(criterion.element, '')}".strip()
                yield from _criterion_rows(criterion, standard.framework, title, programme, t)


def _criterion_rows(
    criterion: CriterionCoverage, framework: str, element: str, programme: Programme, t: Words
) -> Iterator[tuple[Cell, ...]]:
    decided = criterion.decided
    head = (programme.name, criterion.code, element, t.kind(criterion.kind), criterion.statement, t(criterion.state))
    # Not what marks amount to: whoever goes on may change them.
    word = t(WORDS[DECISION][decided.said]) if decided and decided.said else ""
    marked = decided.marks if decided else {}
    passages = passages_near(criterion, programme)
    for place, (passage, chance) in enumerate(passages, 1):
        said = t(WORDS[TEACHES][marked[passage.id]]) if passage.id in marked else ""
        found = (passage.text, passage.page, " › ".join(passage.section), chance, said, word if place == 1 else "")
        yield *head, place, *found, framework, passage.text_id, passage.language, programme.sha256
    if not passages:
        yield (*head, None, None, None, None, None, None, word, framework, None, None, programme.sha256)
