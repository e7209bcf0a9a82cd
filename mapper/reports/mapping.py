"""The report of a mapping: of each document the verdict, what was found, and each of its passages."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, pairwise

from corpora import Competency, Document, Framework, Passage, Text
from corpora.text import own_code
from mapper.matching.calibrated import is_calibrated, rates_of
from mapper.matching.candidates import HEADING, NOT_FOR_PROGRAMMES
from mapper.matching.records import MappedPassage, Match, count_shared_headings, strip_title
from mapper.programmes import Alignment, Coverage
from mapper.programmes.coverage import StandardCoverage
from mapper.programmes.verdict import Subject, annex, verdict
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, capitalise, shorten
from mapper.reports.parts import (
    PROBABLE,
    FoundCompetency,
    count_passages,
    count_states,
    find_competencies,
    format_pages,
    program_version,
    summarise,
)
from mapper.reports.record_json import alignment_text

SHORT = 150
"""Up to so many passages a page opens with all sections unfolded and the wider surroundings."""
_AROUND = {True: 200, False: 60}
_ABOVE = {True: 80, False: 40}
_ABOVE_IN_BOOK = 120
_LONGEST_CODE = 32  # characters; a longer one is an address, as ESCO's
_FOUND = 15  # competencies of a framework that a page shows


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a passage's text, and the numbers, from 0, of the matches whose evidence it belongs to."""

    text: str
    matches: tuple[int, ...]


def segments(text: str, matches: Sequence[Match]) -> tuple[Segment, ...]:
    """Return a text cut where some evidence begins or ends; what of an evidence lies outside the text is left out."""
    spans = [
        (max(start, 0), min(end, len(text)), number)
        for number, match in enumerate(matches)
        for start, end in match.evidence
        if max(start, 0) < min(end, len(text))
    ]
    cuts = sorted({0, len(text), *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    return tuple(
        Segment(text[a:b], tuple(sorted({number for start, end, number in spans if start <= a and b <= end})))
        for a, b in pairwise(cuts)
    )


def evidence(text: str, match: Match) -> str:
    """Return the words of one match's evidence, in the text's order."""
    return " … ".join(segment.text.strip() for segment in segments(text, [match]) if segment.matches)


def around(document: Document, passage: Passage, longest: int) -> tuple[str, str]:
    """Return what its document says before and after a passage, `longest` characters each at most, in whole words.

    That is the rest of its line and the next one.
    """
    before = document.text[max(0, passage.start - longest) : passage.start]
    if passage.start > longest and before.count("\n") < 2:
        # The first word may be the end of a longer one.
        before = "… " + re.sub(r"^\S*\s*", "", before)
    after = document.text[passage.end : passage.end + longest]
    if passage.end + longest < len(document.text) and after.count("\n") < 2:
        after = re.sub(r"\s*\S*$", "", after) + " …"
    return "\n".join(before.split("\n")[-2:]), "\n".join(after.split("\n")[:2])


def report(alignments: Sequence[Alignment], *, lang: str) -> b.Report:
    """Return the report of one or more documents, or of none, in the language "es" or "en"."""
    t = Words(lang)
    several = len(alignments) != 1
    made = [MappedDocument(n, alignment, t, several=several) for n, alignment in enumerate(alignments, 1)]
    parts = made[0].parts() if not several else [_documents(made, t)]
    if several:  # each below its name
        parts += [b.Section(one.document.name, one.parts(), id=f"d{one.number}", kind="document") for one in made]
    document = alignments[0].document if not several else None
    return b.Report(
        t,
        t.counted("n.documents", len(alignments)) if document is None else document.name,
        [b.Section("", _sheets(made, t), on=b.BOOK), *parts],
        document.title if document and document.title != document.name else "",
        formats=("html", "xlsx", "docx"),
        files={"alignment.json": partial(alignment_text, alignments, lang=lang)},
    )


def _documents(made: Sequence[MappedDocument], t: Words) -> b.Section:
    if not made:
        return b.Section("", [b.Paragraph(t("no_documents"))])
    columns = b.parse_columns("document:60 pages,compared,matched,unmatched,listed:12:number", t, headed=str)
    rows = []
    for one in made:
        f, name = one.figures, [b.Span(one.document.name, to=f"d{one.number}")]
        rows.append((name, one.document.pages, f.compared, f.matched, f.unmatched, f.listed))
    return b.Section(t("documents"), [b.Table(columns, rows)], id="documents", on=b.PAGE)


class MappedDocument:
    """One document of a report with its passages; its number, from 1, is part of every id in a page.

    Their headings are those below the title that all of them share.
    """

    def __init__(self, number: int, alignment: Alignment, t: Words, *, several: bool) -> None:
        self.number, self.t, self.several = number, t, several
        shared = count_shared_headings(mapped.passage for mapped in alignment.passages)
        cited = (replace(mapped, passage=strip_title(mapped.passage, shared)) for mapped in alignment.passages)
        self.alignment = replace(alignment, passages=tuple(cited))
        self.document = alignment.document
        self.frameworks = {framework.name: framework for framework in alignment.frameworks}
        self.figures = count_passages(alignment.passages)
        self.order = {framework.name: n for n, framework in enumerate(alignment.frameworks)}
        self.calibrated = is_calibrated(alignment.encoder)
        self.is_short = self.figures.compared <= SHORT
        self.glance = summarise(self.figures, t, calibrated=self.calibrated)
        self.found = {f.name: find_competencies(self.alignment.passages, f.name) for f in self.alignment.frameworks}

    @property
    def compared(self) -> list[MappedPassage]:
        """Return the passages that were compared."""
        return [mapped for mapped in self.alignment.passages if mapped.mapped]

    @property
    def groups(self) -> list[tuple[tuple[str, ...], list[tuple[int, MappedPassage]]]]:
        """Return the same by section, in the document's order, each with its number, from 1, among all passages."""
        numbered = ((n, mapped) for n, mapped in enumerate(self.alignment.passages, 1) if mapped.mapped)
        return [(section, list(group)) for section, group in groupby(numbered, lambda one: one[1].passage.section)]

    def around(self, passage: Passage) -> tuple[str, str]:
        """Return what is shown before and after a passage."""
        return around(self.document, passage, _AROUND[self.is_short])

    def segments(self, mapped: MappedPassage) -> tuple[Segment, ...]:
        """Return a passage's text with its evidence."""
        return segments(mapped.passage.text, mapped.matches)

    def other(self, language: str | None) -> str | None:
        """Return a language where it is not the report's."""
        return None if language == self.t.lang else language

    def shown_probability(self, match: Match, place: int) -> str:
        """Return the probability of a match as it is shown; only its place, from 1, where it is not calibrated."""
        return self.t.percent(match.probability) if self.calibrated else f"{place}."

    def width(self, match: Match) -> int:
        """Return how long the bar of a match is, 0 to 100."""
        return round(100 * min(max(match.probability, 0), 1)) if self.calibrated else 0

    def entry(self, of: Match | StandardCoverage | Coverage) -> Competency | None:
        """Return the entry that something is of, None where its framework does not hold it."""
        framework = self.frameworks.get(of.framework)
        return None if framework is None else framework.find(of.code)

    def entries_above(self, of: Match | Coverage) -> list[Competency]:
        """Return the entries above it, the highest first."""
        framework = self.frameworks.get(of.framework)
        return [] if framework is None else [*framework.above(of.code)][::-1]

    def title_only(self, of: Match | StandardCoverage) -> bool:
        """Return whether of its entry only the title is known."""
        entry = self.entry(of)
        return entry is not None and entry.title_only

    def language_of(self, match: Match) -> str | None:
        """Return the language of the match's statement, None where it is not one of the entry's wordings."""
        if (entry := self.entry(match)) is None:
            return None
        if entry.statement == match.statement:
            return entry.language
        return next((label.language for label in entry.labels if label.text == match.statement), None)

    def above(self, match: Match) -> str:
        """Return the framework of a match's entry, and the titles of the entries that it belongs to."""
        entries = self.entries_above(match)
        titles = " › ".join(shorten(entry.statement, _ABOVE[self.is_short]) for entry in entries)
        return " · ".join(filter(None, (own_code(match.framework, titles or match.statement), titles)))

    def own_code(self, match: Match) -> str:
        """Return the code of a match's entry where it is shown."""
        return own_code(match.code, match.statement)

    def parts(self) -> list[b.Section]:
        """Return what each form shows."""
        return [*self._verdict(), self._glance(), self._found(), self._passages(), self._reading(), self._cite()]

    def _verdict(self) -> list[b.Section]:
        """Return what coverage tells of the document, and the heading of the rest; nothing where it is not known."""
        found = self.alignment
        if found.standards is None:
            return []
        figures = self.figures
        catalogues = [framework for framework in found.frameworks if not framework.criteria]
        asked = bool(found.settings.get("standards"))
        # What stands in a list of skills is no title of a standard, whose document could be had.
        standards = [row for row in found.standards if asked or row.text == "full" or self.title_only(row)]
        subject = Subject(
            "",
            standards,
            {mapped.passage.id: mapped.passage for mapped in found.passages},
            rates_of(found.encoder),
            figures.compared,
            figures.listed,
            self.document,
            any(match.reviewed for mapped in found.passages for match in mapped.matches),
            self.notes,
            asked,
            len(catalogues) < len(found.frameworks),
            self._skills(catalogues),
            sum(one.kind != HEADING for framework in catalogues for one in framework.competencies),
        )
        ids = f"d{self.number}-verdict", f"d{self.number}-annex"
        return [verdict(subject, self.t.lang, id=ids[0]), annex(self.t.lang, ids[1])]

    def _skills(self, catalogues: Sequence[Framework]) -> dict[str, list[FoundCompetency]]:
        least = PROBABLE if self.calibrated else 0.0
        skills = {}
        for framework in catalogues:
            sure = [one for one in self.found[framework.name] if one.match.probability >= least]
            if kept := [one for one in sure if not self.title_only(one.match)]:
                skills[framework.title or framework.name] = kept
        return skills

    def _part(self, name: str, title: str, blocks: Sequence[b.Block], on: b.Medium = b.PAGE) -> b.Section:
        return b.Section(self.t(title), blocks, id=f"d{self.number}-{name}", on=on)

    def _glance(self) -> b.Section:
        t, f = self.t, self.figures
        tiles = [(t(key), getattr(f, key), {"matched": "good", "unmatched": "open"}.get(key, ""))
                 for key in ("compared", "matched", "unmatched", "listed")]  # fmt: skip
        if self.document.pages is not None:
            tiles.insert(0, (t("pages"), self.document.pages, ""))
        how = [t(f"how.{key}") for key in ("passage", "probability", "mark", "decide")]
        lost = self.document.unreadable_pages
        skipped = [
            f"{t('reading.skipped')}: {t.translate(one.why)} {t.example(one.what)}".rstrip()
            for one in self.document.skipped
        ]
        roles = " · ".join(f"{t.role(role)}\N{NO-BREAK SPACE}{n}" for role, n in f.roles)
        blocks: list[b.Block] = [
            b.Paragraph(self.glance, "lead"),
            b.Tiles(tiles),
            *([b.Paragraph([b.Span(f"{t('roles')}:", "strong"), b.Span(roles)], on=b.PAGE)] if roles else ()),
            *(b.Paragraph(t.translate(note), "quiet") for note in self.notes),
            *([b.Paragraph(t.counted("n.unreadable", len(lost), pages=format_pages(lost)), "warning")] if lost else ()),
            *(b.Paragraph(line, "warning", b.TERMINAL) for line in skipped),
            b.Section(t("how"), [b.Bullets(how)], folded="open", on=b.PAGE),
        ]
        return self._part("glance", "glance", blocks, b.SHOWN)

    @property
    def notes(self) -> Sequence[Text]:
        """Return notes on who judged it."""
        return self.alignment.judged.notes if self.alignment.judged else ()

    def _found(self) -> b.Section:
        t, blocks = self.t, list[b.Block]([b.Paragraph(self.t("found.what"))])
        columns = b.parse_columns("probability:12:percent code:24:code competency:60 passages:14:number", t)
        for framework in self.alignment.frameworks:
            of = self.found[framework.name]
            rows = [
                (one.match.probability, one.match.code, self._statement(one.match), one.passages) for one in of[:_FOUND]
            ]
            inside: list[b.Block] = [b.Table(columns, rows)] if rows else [b.Paragraph(t.gettext("None was found."))]
            if len(of) > _FOUND:
                inside.append(b.Paragraph(t("found.more", n=_FOUND), "quiet"))
            title = t("found.in", framework=framework.title or framework.name)
            blocks.append(b.Section(title, inside, count=len(of), folded="" if rows and len(blocks) == 1 else "folded"))
        return self._part("found", "found", blocks)

    def _statement(self, match: Match) -> list[b.Span]:
        badge = [b.Span(self.t("title_only"), "badge")] if self.title_only(match) else []
        return [b.Span(match.statement, lang=self.other(self.language_of(match))), *badge]

    def _passages(self) -> b.Section:
        t = self.t
        paged = any(mapped.passage.page is not None for mapped in self.compared)
        page = "page:10" if paged else "page:10@word"
        columns = b.parse_columns(f"{page} section:28@~terminal passage:56 competency:56 probability:14:percent", t)
        rows = [row for mapped in self.compared for row in self._rows(mapped)]
        blocks: list[b.Block] = [
            b.Passages(self) if rows else b.Paragraph(self.glance, on=b.PAGE),
            b.Table(columns, rows, on=b.WORD | b.TERMINAL),
            *self._listed(),
        ]
        return self._part("passages", "by_passage", blocks, b.SHOWN if rows else b.PAGE)

    def _rows(self, mapped: MappedPassage) -> Iterator[tuple[b.Cell, ...]]:
        """Yield each match of a passage, which stands beside the first of them."""
        t = self.t
        place = (str(mapped.passage.page or ""), " › ".join(mapped.passage.section), mapped.passage.text)
        for match in mapped.matches:
            own = own_code(match.code, match.statement)
            named = [*([b.Span(own, "code")] if own else ()), *self._statement(match)]
            if len(own) > _LONGEST_CODE:  # as ESCO's, which says nothing to people: behind the words
                named.append(named.pop(0))
            if match.verdict is not None:
                named.append(b.Span(f"({t(f'verdict.{match.verdict.state}', reader=match.verdict.reader)})"))
            yield *place, named, match.probability
            place = ("", "", "")
        if not mapped.matches:
            yield *place, t("no_match"), ""

    def _listed(self) -> list[b.Block]:
        t = self.t
        listed = [mapped for mapped in self.alignment.passages if not mapped.mapped]
        columns = b.parse_columns("page:8:number passage:60 role:18 reason:30", t)
        rows = []
        for mapped in listed:
            one = mapped.passage
            text = [b.Span(one.text, lang=self.other(one.language)), b.Span(" › ".join(one.section), "small", lang="")]
            rows.append((one.page, text[: 2 if one.section else 1], t.role(one.role), t.reason(mapped)))
        blocks: list[b.Block] = [b.Paragraph(t("listed.why")), b.Table(columns, rows)]
        part = b.Section(
            t.gettext("Passages that are only listed"), blocks, count=len(listed), folded="folded", on=b.PAGE
        )
        return [part] if listed else []

    def _reading(self) -> b.Section:
        """Return what was read, what was not, and what the report was made with: on the page and in the workbook."""
        columns = b.parse_columns("document:30@book figure:34 value:50 detail:70", self.t)
        table = b.Table(columns, [(self.document.name, *row) for row in _read(self)], self.t("sheet.reading"))
        return self._part("reading", "reading", [table], b.PAGE | b.BOOK)

    def _cite(self) -> b.Section:
        t, encoder = self.t, self.alignment.encoder
        cited = [t("cite.framework", title=f.title or f.name, version=f.version) for f in self.alignment.frameworks]
        sentence = t(
            "cite.sentence",
            document=self.document.name,
            sha256=self.document.sha256[:12],
            frameworks="; ".join(cited),
            version=program_version(),
            encoder=encoder["name"],
            revision=encoder["revision"],
            settings=_digest(self.alignment),
        )
        return self._part("cite", "cite", [b.Paragraph(sentence, "quote"), b.Paragraph(t("cite.same"))])


def _digest(alignment: Alignment) -> str:
    """Return the first 12 hexadecimal digits of the SHA-256 of the settings."""
    settings = json.dumps(dict(alignment.settings), sort_keys=True, default=str)
    return hashlib.sha256(settings.encode()).hexdigest()[:12]


def _sheets(made: Sequence[MappedDocument], t: Words) -> list[b.Table]:
    """Return the workbook: its columns for the review and the hidden ones are what `eval.benchmarks.reviewed` reads."""

    def sheet(name: str, columns: str, rows: Iterable[tuple[b.Cell, ...]], *review: str) -> b.Table:
        """Return a sheet; its columns are `key:width`, and `review` names the words that the last one takes."""
        made = b.parse_columns(columns, t)
        if review:
            made[-1] = replace(made[-1], choices=[t(word) for word in review], note=t("review.note"))
        return b.Table(made, list(rows), t(f"sheet.{name}"), on=b.BOOK)

    ids = "passage.id:18 text_id:18 lang:8 sha256:18 missed:24"
    every = [(one, mapped) for one in made for mapped in one.alignment.passages]
    return [
        sheet("summary", "document:30 figure:34 value:80", (row for one in made for row in _summed(one))),
        sheet(
            "matches",
            "document:22 page:8 section:32 role:16 passage:60 framework:12 code:24 competency:60 above:36"
            f" probability:13:percent evidence:36 title_only:9 {ids} review:14",
            (row for one, mapped in every for row in _matches(one, mapped)),
            *(f"review.{word}" for word in ("yes", "partly", "no")),
        ),
        sheet(
            "coverage",
            "document:22 framework:12 norm:12 code:20 title.of:50 kind:26 covered,partly,uncertain:11"
            " not_found:13 total:9 share:12:percent",
            (row for one in made for row in _covered(one)),
        ),
        sheet(
            "no_match",
            f"document:22 page:8 section:32 role:16 passage:70 language:10 reason:40 {ids} review:22",
            (
                (
                    *_place(one, mapped),
                    t.language(mapped.passage.language),
                    t.reason(mapped),
                    *_ids(one, mapped),
                    None,
                    t("review.none") if mapped.none_by else "",
                )
                for one, mapped in every
                if not mapped.matches
            ),
            "review.none",
        ),
        sheet("entries", "framework:16 code:28 competency:100 kind:26 lang:8", _compared(made, t)),
    ]


def _summed(one: MappedDocument) -> Iterator[tuple[b.Cell, ...]]:
    t, counted = one.t, one.figures
    rows: list[tuple[str, b.Cell]] = [
        (t("glance"), one.glance),
        *((t("judged"), t.translate(note)) for note in one.notes),
        (t("pages"), one.document.pages),
        (t("passages"), counted.passages),
        *((t(key), getattr(counted, key)) for key in ("compared", "matched", "unmatched", "listed")),
        *((f"{t('role')}: {t.role(role)}", n) for role, n in counted.roles),
    ]
    for framework in one.alignment.frameworks:
        name = t("found.in", framework=framework.title or framework.name)
        codes = {(m.framework, m.code) for mapped in one.alignment.passages for m in mapped.matches}
        rows.append((f"{t('found')}. {name}", sum(match[0] == framework.name for match in codes)))
    for key, value in rows:
        yield one.document.name, capitalise(key), value


def _place(one: MappedDocument, mapped: MappedPassage) -> tuple[b.Cell, ...]:
    passage = mapped.passage
    section = " › ".join(passage.section)
    return one.document.name, passage.page, section, one.t.role(passage.role), passage.text


def _ids(one: MappedDocument, mapped: MappedPassage) -> tuple[b.Cell, ...]:
    return mapped.passage.id, mapped.passage.text_id, mapped.passage.language, one.document.sha256


def _matches(one: MappedDocument, mapped: MappedPassage) -> Iterator[tuple[b.Cell, ...]]:
    t = one.t
    for match in (*mapped.matches, *mapped.rejected):
        above = one.entries_above(match)
        yield (
            *_place(one, mapped),
            match.framework,
            match.code,
            match.statement,
            " › ".join(f"{entry.code} {shorten(entry.statement, _ABOVE_IN_BOOK)}" for entry in above),
            float(match.probability),
            evidence(mapped.passage.text, match),
            t("yes") if one.title_only(match) else t("no"),
            *_ids(one, mapped),
            None,
            t(f"review.{match.verdict.state}") if match.reviewed and match.verdict else "",
        )


def _covered(one: MappedDocument) -> Iterator[tuple[b.Cell, ...]]:
    for row in one.alignment.coverage:
        entry = one.entry(row)
        above = one.entries_above(row)
        yield (
            one.document.name,
            row.framework,
            above[0].code if above else row.code,
            row.code,
            "" if entry is None else entry.statement,
            one.t.kind(row.kind),
            *(n for _, n in count_states([row]).parts),
            row.of,
            row.covered / row.of if row.of else 0.0,
        )


def _read(one: MappedDocument) -> Iterator[tuple[b.Cell, ...]]:
    t, document, alignment = one.t, one.document, one.alignment
    yield t("reading.pages"), document.pages, t("reading.no_pages") if document.pages is None else None
    yield t("reading.unreadable"), len(document.unreadable_pages), format_pages(document.unreadable_pages)
    for skipped in document.skipped:
        yield t("reading.skipped"), t.example(skipped.what), t.translate(skipped.why)
    for framework in alignment.frameworks:
        for skipped in framework.skipped:
            yield t("reading.framework", framework=framework.name), skipped.what, t.translate(skipped.why)
    yield t("cite.sha256"), [b.Span(document.sha256, "code")], document.name
    for framework in alignment.frameworks:
        cited = ", ".join(part for part in (framework.title, framework.source, framework.licence) if part)
        yield t("framework"), f"{framework.name} {framework.version}", cited
        yield t("cite.sha256"), [b.Span(framework.sha256, "code")], framework.name
    yield t("cite.encoder"), alignment.encoder["name"], alignment.encoder["revision"]
    settings = json.dumps(dict(alignment.settings), ensure_ascii=False, sort_keys=True, default=str)
    yield t("cite.settings"), _digest(alignment), [b.Span(settings, "code")]
    yield t("cite.program"), f"curmap {program_version()}", None


def _compared(made: Sequence[MappedDocument], t: Words) -> Iterator[tuple[b.Cell, ...]]:
    """Yield the competencies that passages were compared with, each framework once."""
    frameworks = {framework.name: framework for one in made for framework in one.alignment.frameworks}
    for framework in frameworks.values():
        for entry in framework.competencies:
            if entry.kind not in NOT_FOR_PROGRAMMES:
                yield framework.name, entry.code, entry.statement, t.kind(entry.kind), entry.language
