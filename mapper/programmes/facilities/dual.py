"""Where each criterion of a standard can be learnt: a suggestion that a programme's marks and a person override.

A person does so in a sheet that is written and read back here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpora import TEACHING_ROLES, Competency, Framework, InputError, Passage, Text, _, _p
from corpora.records import Learnt
from corpora.split import beside, mark_of
from corpora.tabular import read_tables
from corpora.text import fold_letters
from mapper.matching.records import Corresponding, criterion_kind
from mapper.programmes.facilities.brought import brought, dual_words, entries_below, is_on_resources
from mapper.programmes.facilities.records import Brought, By, Setting, Suggestion

_ARTICLE = re.compile(r"^(?:el|la|los|las|un|una|the|a|an)\s+")
# What a school either has or has not; the rest it buys.
_INSTALLED = ("room", "equipment")
_BY_KIND: Mapping[str, tuple[Setting, Text]] = {
    "conocimiento": ("school", _("it is knowledge: taught in the classroom")),
    "actitud": ("both", _("it is an attitude: formed where one works and where one studies")),
    "situacion_emergente": ("both", _("it is the response to an emergency: rehearsed in school, met in the company")),
}
_MARKED: Mapping[Setting, Text] = {
    "company": _("the programme marks it for the company"),
    "both": _("the programme marks it as dual"),
    "school": _("the programme does not mark it, and does mark what is learnt at the company"),
}
_PERSON = _("decided by a person")
_REAL = _("needs a real work situation")
_PRACTICE = _("learnt by doing it; the school prepares it")
_SIMULATED = _("shown by doing it; the standard allows a simulation")


def dual(
    framework: Framework,
    code: str,
    passages: Sequence[Passage],
    corresponding: Corresponding,
    changes: Mapping[str, Setting] | None = None,
) -> tuple[Suggestion, ...]:
    """A suggestion for each criterion of a standard: school, company or both.

    By its kind (knowledge in school, performance where the work is done), by what it needs (real customers or
    production; rooms or equipment that the programme's own list of them lacks) and by whether the standard allows a
    simulation. A programme's own marks ("#dual") win over that, a person over both: what corresponds only to passages
    marked as learnt at the company belongs there, what corresponds only to others of a list of which some are marked
    belongs to school.

    A mark reaches a criterion through the passages that it was found in; `changes` says by a criterion's code what a
    person decided. Raises InputError: the framework has no such code.
    """
    asks, decided = brought(framework, code, passages), changes or {}
    marked = tuple(filter(is_marked, passages))
    found = []
    for criterion in entries_below(framework, code):
        shown = corresponding.get((framework.name, criterion.code), ())
        said = tuple(one for one in shown if is_marked(one) or beside(one, marked))
        by: By = "programme" if said else "rule"
        setting, why = _by_rule(criterion, asks)
        if marks := {_learnt(passage) for passage in said}:
            setting = "school" if marks == {None} else "company" if marks == {"company"} else "both"
            why = _MARKED[setting]
        if criterion.code in decided:
            setting, by, why = decided[criterion.code], "person", _PERSON
        cited = tuple(filter(is_marked, said))
        found.append(
            Suggestion(framework.name, criterion.code, criterion.statement, criterion.kind, setting, by, why, cited)
        )
    return tuple(found)


def all_marked(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """What a programme teaches and marks as learnt at the company, each wording once."""
    taught = {one.text_id: one for one in reversed(passages) if one.dual and one.role in TEACHING_ROLES}
    return tuple(sorted(taught.values(), key=lambda one: one.start))


def is_marked(passage: Passage) -> bool:
    """Whether a programme marks this passage, or what it stands below, as learnt at the company ("#dual")."""
    return _learnt(passage) is not None


def _learnt(passage: Passage) -> Learnt | None:
    return passage.dual or mark_of(passage.text, *reversed(passage.section))


def _by_rule(criterion: Competency, asks: Brought) -> tuple[Setting, Text]:
    kind = criterion_kind(criterion.kind)
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    plain = fold_letters(criterion.statement)
    lacking = [r.name for r in asks.missing if r.code == criterion.code and r.kind in _INSTALLED]
    if lacking and any(is_on_resources(one, ("heads",)) for one in asks.sections):
        return "company", _("the programme does not name what is needed: {names}", names=", ".join(lacking))
    simulated = any(dual_words("simulated").search(fold_letters(text)) for text in asks.practice)
    if real := dual_words("real").search(plain):
        said = criterion.statement[real.start() : real.end()]
        why = _("{reason} ('{words}')", reason=_SIMULATED if simulated else _REAL, words=said)
        return "both" if simulated else "company", why
    if kind == "producto" and dual_words("documents").match(_ARTICLE.sub("", plain)):
        return "school", _("the product is a document")
    return "both", _SIMULATED if simulated else _PRACTICE


SETTINGS: Mapping[Setting, Text] = {"school": _("school"), "company": _("company"), "both": _("both")}
BY: Mapping[By, Text] = {"rule": _("rule"), "programme": _("programme"), "person": _("person")}
_CODE, _CHANGE = _("code"), _("change")
_HEADER = (_CODE, _("criterion"), _("kind"), _("suggested"), _("by"), _p("column of a sheet", "why"), _CHANGE)
# A cell that a spreadsheet would run as a formula.
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def sheet_text(suggestions: Sequence[Suggestion], *, lang: str) -> str:
    """A CSV with one criterion a row, the last column for what a person decides: school, company or both."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([getattr(column, lang) for column in _HEADER])
    for s in suggestions:
        setting, by, why = (getattr(text, lang) for text in (SETTINGS[s.setting], BY[s.by], s.why))
        cells = (s.code, s.statement, s.kind, setting, by, why)
        safe = [f"'{one}" if one.startswith(_RISKY) else one for one in cells]
        writer.writerow([*safe, setting if s.by == "person" else ""])
    # The mark tells a spreadsheet that the file is UTF-8.
    # A lone surrogate, which UTF-8 cannot hold, becomes a question mark.
    return "\ufeff" + text.getvalue().encode("utf-8", "replace").decode()


def read_sheet(path: Path) -> Mapping[str, Setting]:
    """What a person wrote into the last column, by the criterion's code; empty cells change nothing.

    The sheet may have been saved as CSV, with any separator, or as a workbook; words of either language are read.
    Raises InputError: not readable, a column is missing, a word that is no setting, a code that stands twice.
    """
    tables = read_tables(path, lambda cells: _column(cells, _CODE) is not None and _column(cells, _CHANGE) is not None)
    changes: dict[str, Setting] = {}
    words = {fold_letters(word): setting for setting, names in SETTINGS.items() for word in (setting, *names)}
    for table in tables.tables:
        code, change = _column(table.columns, _CODE), _column(table.columns, _CHANGE)
        if code is None or change is None:
            raise InputError(
                "{path}: lacks the columns '{code}' and '{change}'; start from the sheet curmap wrote",
                path=path,
                code=_CODE,
                change=_CHANGE,
            )
        for row in table.rows:
            of, word = row.cells[code].strip(), row.cells[change].strip()
            if word and fold_letters(word) not in words:
                raise InputError(
                    "{path}: {place}: '{word}' is not school, company or both; mend the column '{change}'",
                    path=path,
                    place=row.place,
                    word=word,
                    change=_CHANGE,
                )
            if word and of in changes:
                raise InputError(
                    "{path}: {place}: '{code}' stands twice; keep one", path=path, place=row.place, code=of
                )
            if word:
                changes[of] = words[fold_letters(word)]
    return changes


def _column(columns: Sequence[str], wanted: Text) -> str | None:
    return next((c for c in columns if fold_letters(c.strip()) in map(fold_letters, wanted)), None)
