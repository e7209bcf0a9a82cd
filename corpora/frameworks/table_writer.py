"""CSV: a framework as the table that the `table` loader reads, for a spreadsheet.

Columns: code, parent, kind, level, language, statement, its translations, description, labels by language, then one
for each of the entries' own texts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from corpora.files import counted
from corpora.frameworks.platform import left_out
from corpora.frameworks.table import field_of
from corpora.frameworks.written import Written
from corpora.records import Competency, Framework, Skipped

LANGUAGES = ("es", "en")
COLUMNS = ("code", "parent", "kind", "level", "language", "statement", "statement_es", "statement_en", "description")
COLUMNS_OF_LABELS = ("labels_es", "labels_en")


def write(framework: Framework) -> Written:
    """The table, in UTF-8; code, tree, order, statement, kind, level, language and description come back."""
    own = _own_columns(framework.competencies)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*COLUMNS, *COLUMNS_OF_LABELS, *own])
    for competency in framework.competencies:
        extra = [str(competency.extra.get(name, "")) for name in own]
        writer.writerow([*_fields(competency), *_labels(competency), *extra])
    return Written(text.getvalue().encode(), tuple(_left_out(framework, own)))


def _fields(competency: Competency) -> list[str]:
    translations = [_translation(competency, language) for language in LANGUAGES]
    head = [competency.code, competency.parent or "", competency.kind, competency.level or "", competency.language]
    return [*head, competency.statement, *translations, competency.description]


def _translation(competency: Competency, language: str) -> str:
    """The preferred wording in the other language."""
    if language == competency.language:
        return ""
    wordings = (label for label in competency.labels if label.kind == "preferred" and label.language == language)
    return next((label.text for label in wordings), "")


def _labels(competency: Competency) -> list[str]:
    shown = {_translation(competency, language) for language in LANGUAGES}
    others = [label for label in competency.labels if label.text not in shown]
    return ["|".join(label.text for label in others if label.language == language) for language in LANGUAGES]


def _own_columns(competencies: Sequence[Competency]) -> list[str]:
    """Names of what only this source says, where it is a text and its name is no column's of ours."""
    names = dict.fromkeys(name for c in competencies for name, value in c.extra.items() if isinstance(value, str))
    folded: dict[str, str] = {}
    for name in names:
        if name and field_of(name) is None:
            folded.setdefault(name.casefold(), name)
    return list(folded.values())


def _left_out(framework: Framework, own: Sequence[str]) -> list[Skipped]:
    entries = framework.competencies
    inexact = sum(
        any(label.kind == "hidden" or "|" in label.text for label in competency.labels) for competency in entries
    )
    other = sum(any(name not in own or not isinstance(v, str) for name, v in c.extra.items()) for c in entries)
    lines = sum("\n" in text for competency in entries for text in (competency.statement, competency.description))
    held = ("kind", "labels", "level", "language", "extra", "origin")
    rows = [
        (
            inexact,
            "labels",
            "entradas con etiquetas ocultas o con «|»: {n}",
            "entries with hidden labels or a '|': {n}",
        ),
        (
            other,
            "extra",
            "entradas con otros datos que no son texto: {n}",
            "entries with other data that is no text: {n}",
        ),
        (
            lines,
            "line breaks",
            "textos de varias líneas, puestos en una: {n}",
            "texts of several lines, put into one: {n}",
        ),
        (
            1,
            "title",
            f"la tabla no guarda título ni versión: «{framework.title}», {framework.version}",
            f"the table keeps neither title nor version: '{framework.title}', {framework.version}",
        ),
        (
            int(bool(framework.licence)),
            "licence",
            f"la tabla no guarda la licencia: {framework.licence}",
            f"the table keeps no licence: {framework.licence}",
        ),
    ]
    return [*left_out(framework, held, 0, ""), *counted(rows)]
