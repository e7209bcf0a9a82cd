"""The workbook: every match, what is covered, what has no match and what was read, to sort, filter and review.

The columns for the review, the hidden ones and the sheet of competencies are what `eval.benchmarks.reviewed` reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter

from corpora import Document
from mapper.candidates import NOT_FOR_PROGRAMMES
from mapper.files import write_atomically
from mapper.records import Alignment, MappedPassage
from mapper.reports.bulk import append_rows
from mapper.reports.clean import shorten
from mapper.reports.context import evidence
from mapper.reports.figures import (
    Catalogue,
    Tally,
    figures,
    norms,
    program_version,
    settings_digest,
    tally,
)
from mapper.reports.sheets import LAST_ROW, Cell, Formats, Losses, Sheet
from mapper.reports.summary import glance, pages
from mapper.reports.words import Words

_ABOVE = 120
Columns = tuple[tuple[str, int], ...]

_SUMMARY: Columns = (("document", 30), ("figure", 34), ("value", 80))
_MATCHES: Columns = (
    ("document", 22), ("page", 8), ("section", 32), ("role", 16), ("passage", 60), ("framework", 12), ("code", 24),
    ("competency", 60), ("above", 36), ("probability", 13), ("evidence", 36), ("title_only", 9), ("passage.id", 18),
    ("text_id", 18), ("lang", 8), ("sha256", 18), ("missed", 24), ("review", 14),
)  # fmt: skip
_COVERAGE: Columns = (
    ("document", 22), ("framework", 12), ("norm", 12), ("code", 20), ("entry", 50), ("kind", 26), ("covered", 11),
    ("partly", 11), ("uncertain", 11), ("not_found", 13), ("total", 9), ("share", 12),
)  # fmt: skip
_NO_MATCH: Columns = (
    ("document", 22), ("page", 8), ("section", 32), ("role", 16), ("passage", 70), ("language", 10), ("reason", 40),
    ("passage.id", 18), ("text_id", 18), ("lang", 8), ("sha256", 18), ("missed", 24), ("review", 22),
)  # fmt: skip
_READING: Columns = (("document", 30), ("figure", 34), ("value", 50), ("detail", 70))
_ENTRIES: Columns = (("framework", 16), ("code", 28), ("competency", 100), ("kind", 26), ("lang", 8))
_FOR_PROGRAMS = ("text_id", "lang", "sha256")
"""Columns that are hidden and have the same name in both languages."""


def write(alignments: Sequence[Alignment], path: Path, *, lang: str) -> None:
    """Write the workbook in the language "es" or "en".

    Raises:
        OSError: the file cannot be written; nothing is left of it.
    """
    words = Words(lang)
    content = BytesIO()
    # In memory and with a date of its own, a workbook holds no time of this run.
    workbook = xlsxwriter.Workbook(content, {"in_memory": True})
    workbook.set_properties({"title": words("title"), "created": datetime(2000, 1, 1)})
    rest = _Workbook(workbook, words).fill(alignments)
    workbook.close()
    write_atomically(path, append_rows(content.getvalue(), len(workbook.worksheets()), rest))


class _Workbook:
    """The sheets of one workbook."""

    def __init__(self, workbook: xlsxwriter.Workbook, words: Words) -> None:
        self._workbook, self._words = workbook, words
        self._formats, self._losses = Formats.of(workbook), Losses()
        self._summary = self._sheet("sheet.summary", _SUMMARY)
        self._matches = self._sheet(
            "sheet.matches", _MATCHES, percents=(9,), review=("review.yes", "review.partly", "review.no")
        )
        self._coverage = self._sheet("sheet.coverage", _COVERAGE, percents=(11,))
        self._no_match = self._sheet("sheet.no_match", _NO_MATCH, review=("review.none",))
        self._reading = self._sheet("sheet.reading", _READING)
        self._entries = self._sheet("sheet.entries", _ENTRIES)

    def _sheet(self, name: str, columns: Columns, *, percents: Sequence[int] = (), review: Sequence[str] = ()) -> Sheet:
        """A sheet with its header; `review` names the words that its last column takes."""
        t, last = self._words, len(columns) - 1
        headers = [(key if key in _FOR_PROGRAMS else _capital(t(key)), width) for key, width in columns]
        return Sheet(
            self._workbook.add_worksheet(t(name)),
            headers,
            self._formats,
            t("cut"),
            self._losses,
            percents=frozenset(percents),
            hidden=frozenset(place for place, (key, _) in enumerate(columns) if key in _FOR_PROGRAMS),
            choices={last: [t(word) for word in review]} if review else {},
            notes={last: t("review.note")} if review else {},
        )

    def fill(self, alignments: Sequence[Alignment]) -> list[tuple[str, ...]]:
        """Fill the sheets; gives the rows of the last one from its second on, which are still to be appended."""
        for alignment in alignments:
            catalogue = Catalogue(alignment.frameworks)
            for name, value in self._figures(alignment, catalogue):
                self._summary.add(alignment.document.name, _capital(name), value)
            for mapped in alignment.passages:
                self._passage(alignment.document, mapped, catalogue)
            for row in self._covered(alignment, catalogue):
                self._coverage.add(*row)
            for name, value, detail in self._read(alignment):
                self._reading.add(alignment.document.name, name, value, detail)
        entries = list(self._compared(alignments))[:LAST_ROW]
        for row in entries[:1]:
            self._entries.add(*row)
        rest = [self._entries.safe(row) for row in entries[1:]]
        self._lost()
        for sheet in (self._summary, self._matches, self._coverage, self._no_match, self._reading):
            sheet.close()
        self._entries.close(rows=len(entries))
        return rest

    def _compared(self, alignments: Sequence[Alignment]) -> Iterator[tuple[str, ...]]:
        """The competencies that passages were compared with, each framework once."""
        frameworks = {framework.name: framework for alignment in alignments for framework in alignment.frameworks}
        for framework in frameworks.values():
            for entry in framework.competencies:
                if entry.kind not in NOT_FOR_PROGRAMMES:
                    yield framework.name, entry.code, entry.statement, self._words.kind(entry.kind), entry.language

    def _figures(self, alignment: Alignment, catalogue: Catalogue) -> Iterator[tuple[str, Cell]]:
        t, counted = self._words, figures(alignment.passages)
        yield t("glance"), glance(counted, norms(alignment.coverage, catalogue), t)
        for note in alignment.judged.notes if alignment.judged else ():
            yield t("judged"), t.of(note)
        yield t("pages"), alignment.document.pages
        yield t("passages"), counted.passages
        for key in ("compared", "matched", "unmatched", "listed"):
            yield t(key), getattr(counted, key)
        for role, n in counted.roles:
            yield f"{t('role')}: {t.role(role)}", n
        codes = {(m.framework, m.code) for mapped in alignment.passages for m in mapped.matches}
        for framework in alignment.frameworks:
            name = t("found.in", framework=framework.title or framework.name)
            yield f"{t('found')}. {name}", sum(match[0] == framework.name for match in codes)

    def _passage(self, document: Document, mapped: MappedPassage, catalogue: Catalogue) -> None:
        t, passage = self._words, mapped.passage
        ids = (passage.id, passage.text_id, passage.language, document.sha256)
        place = (document.name, passage.page, " › ".join(passage.section), t.role(passage.role), passage.text)
        if not mapped.matches:
            self._no_match.add(*place, t.language(passage.language), t.reason(mapped), *ids)
        for match in (*mapped.matches, *mapped.rejected):
            above = catalogue.above(match.framework, match.code)
            self._matches.add(
                *place,
                match.framework,
                match.code,
                match.statement,
                " › ".join(f"{entry.code} {shorten(entry.statement, _ABOVE)}" for entry in above),
                float(match.probability),
                evidence(passage.text, match),
                t("yes") if catalogue.title_only(match) else t("no"),
                *ids,
                None,
                t("review.no") if match in mapped.rejected else t("review.yes") if match.reviewed else "",
            )

    def _covered(self, alignment: Alignment, catalogue: Catalogue) -> Iterator[tuple[Cell, ...]]:
        for row in alignment.coverage:
            entry = catalogue.find(row.framework, row.code)
            above = catalogue.above(row.framework, row.code)
            counts: Tally = tally([row])
            yield (
                alignment.document.name,
                row.framework,
                above[0].code if above else row.code,
                row.code,
                "" if entry is None else entry.statement,
                self._words.kind(row.kind),
                *(n for _, n in counts.parts),
                counts.of,
                counts.covered / counts.of if counts.of else 0.0,
            )

    def _read(self, alignment: Alignment) -> Iterator[tuple[str, Cell, Cell]]:
        t, document = self._words, alignment.document
        yield t("reading.pages"), document.pages, t("reading.no_pages") if document.pages is None else None
        yield t("reading.unreadable"), len(document.unreadable_pages), pages(document.unreadable_pages)
        for skipped in document.skipped:
            yield t("reading.skipped"), t.example(skipped), t.of(skipped.why)
        for framework in alignment.frameworks:
            for skipped in framework.skipped:
                yield t("reading.framework", framework=framework.name), skipped.what, t.of(skipped.why)
        yield t("cite.sha256"), document.sha256, document.name
        for framework in alignment.frameworks:
            version = f"{framework.name} {framework.version}"
            cited = ", ".join(part for part in (framework.title, framework.source, framework.licence) if part)
            yield t("framework"), version, cited
            yield t("cite.sha256"), framework.sha256, framework.name
        yield t("cite.encoder"), alignment.encoder["name"], alignment.encoder["revision"]
        settings = json.dumps(dict(alignment.settings), ensure_ascii=False, sort_keys=True, default=str)
        yield t("cite.settings"), settings_digest(alignment), settings
        yield t("cite.program"), f"curmap {program_version()}", None

    def _lost(self) -> None:
        t = self._words
        # The numbers as they are before these lines, which are ours and lose nothing.
        for key, n in (("cut", self._losses.cut), ("quoted", self._losses.quoted), ("rows", self._losses.rows)):
            if n:
                self._reading.add(t("workbook"), t(f"workbook.{key}"), n)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
