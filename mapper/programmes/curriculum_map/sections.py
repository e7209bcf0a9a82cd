"""What a curriculum map says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from corpora import Text, _, _p
from corpora.text import titled
from mapper.programmes.curriculum_map.curriculum import Cell, Finding, MatrixReport, Row
from mapper.programmes.curriculum_map.levels import LEVELS, Level
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, parse_columns, shorten
from mapper.reports.parts import (
    cite_passages,
    closing_notes,
    left_out,
    list_unread,
    provenance,
    quoted_passages,
    reading_guide,
    state_cell,
)
from mapper.reports.pictures import Mark, marks
from mapper.reports.texts import STANDARDS

LETTERS: Mapping[Level, str] = {"introduced": "I", "reinforced": "R", "mastered": "M"}
ASSESSED = "A"
_SHADES: Mapping[Level | None, float] = {"introduced": 0.3, "reinforced": 0.65, "mastered": 1.0, None: 0.15}
_UNCERTAIN = 0.5  # of the shade, where it is to be confirmed or only declared
_OPEN = "found.perhaps_taught"
_IN_TERMINAL, _FOUND_IN_TERMINAL, _STATEMENT, _QUOTED, _LISTED = 16, 12, 48, 240, 3


def report(found: MatrixReport, *, lang: str) -> b.Report:
    """Return the report in the language "es" or "en"."""
    t = Words(lang, TEXTS)
    sections = _Sections(found, t)
    sentences = [t(f"how.{key}") for key in ("cells", "printed", "estimated", "assessed", "use")]
    parts = [
        sections.glance(),
        b.Section(t("matrix"), [*sections.matrices()], id="matrix", kind="verdict"),
        sections.findings(),
        sections.courses(),
        b.Section("", [reading_guide(t, sentences, [found.material, *found.notes])], on=b.READ),
        sections.cells(),
        provenance(found.made, found.programmes, t, [(t("note"), t.translate(note)) for note in found.notes]),
        closing_notes(t, [found.material, *found.notes]),
    ]
    standards = list(dict.fromkeys(row.groups[0] for row in found.rows if row.groups))
    heading = ", ".join(code for code, _ in standards) or found.rows[0].framework
    heading = " ".join(standards[0]) if len(standards) == 1 else heading
    names = [programme.name for programme in found.programmes]
    shown = ", ".join(names[:_LISTED]) + (f", +{len(names) - _LISTED}" if len(names) > _LISTED else "")
    return b.Report(t, heading, parts, shown, formats=("html", "xlsx", "docx", "json"))


def sign(cell: Cell | None) -> str:
    """Return a cell's sign: `I` printed, `I*` estimated, `(I*)` to be confirmed, `[I]` declared only; `A` assessed."""
    if cell is None:
        return ""
    letter = LETTERS[cell.level] + ("*" if cell.estimated else "") if cell.level else ""
    sure = cell.assessed == "yes" or cell.state != "taught"
    told = " ".join(filter(None, (letter, "" if cell.assessed == "no" else ASSESSED if sure else f"({ASSESSED})")))
    return {"taught": told, "uncertain": f"({told})", "declared": f"[{told}]"}[cell.state]


class _Sections:
    """The parts, which name rows and columns alike."""

    def __init__(self, found: MatrixReport, t: Words) -> None:
        self._found, self.t = found, t
        self._cells = {(cell.framework, cell.code, cell.course): cell for cell in found.cells}

    def glance(self) -> b.Section:
        """Return how much is taught, and what to know before reading."""
        t, found = self.t, self._found
        states = Counter(cell.state for cell in found.cells)
        levels = [cell for cell in found.cells if cell.level]
        estimated = sum(cell.estimated for cell in levels)
        said = {"taught": states["taught"], "uncertain": states["uncertain"], "estimated": estimated}
        numbers = {"rows": len(found.rows), "courses": len(found.courses), "printed": len(levels) - estimated}
        lead = b.Paragraph(t("lead", **numbers, **said), "lead")
        missed = [block for programme in found.programmes for block in list_unread(programme, t)]
        blocks = [lead, *missed, b.Paragraph(t("key"), "quiet"), left_out(found.skipped, t)]
        return b.Section(t("glance"), blocks, kind="verdict")

    def matrices(self) -> Iterator[b.Block]:
        """Yield each standard's matrix: a heat map with its table on a page, columns by name in a terminal."""
        standards: dict[tuple[str, ...], list[Row]] = {}
        for row in self._found.rows:
            standards.setdefault((row.framework, *(row.groups[0] if row.groups else ())), []).append(row)
        for (framework, *standard), rows in standards.items():
            lines = list(_with_groups(rows))
            label = standard[0] if standard else framework
            draw, title = partial(self._picture, lines, label), self.t("picture")
            table = self._table(lines, b.PAGE)
            picture = b.Picture(title, self.t("picture.how"), draw, table, label=f"{title}: {label}")
            tables = [self._table(lines, on) for on in (b.BOOK | b.WORD, b.TERMINAL)]
            title, code = (standard[1], standard[0]) if standard else (framework, "")
            yield b.Section(title, [picture, *tables], code)
        yield b.Paragraph("; ".join(shorten(name, _STATEMENT) for name in self._column_names()), "quiet", b.TERMINAL)

    def _table(self, lines: Sequence[Row | tuple[str, str]], on: b.Medium) -> b.Table:
        courses = self._found.courses
        heads = [
            *parse_columns("code:26:code outcome:50", self.t, on=on),
            *(b.Column(name, 11, on=on & ~(b.WORD | b.TERMINAL)) for name in self._column_names()),
            *(b.Column(_key(n), 8, on=on & (b.WORD | b.TERMINAL)) for n in range(len(courses))),
        ]
        rows = []
        for line in lines:
            code, text = line if isinstance(line, tuple) else (line.code, line.statement)
            signs = list(map(sign, self._row_cells(line)))
            text = shorten(text, max(_STATEMENT - len(code), _STATEMENT // 4)) if on & b.TERMINAL else text
            rows.append((code, text, *signs, *signs))
        sheet = self.t("sheet.matrix") if on & b.BOOK else ""
        return b.Table(heads, rows, sheet, shown=_IN_TERMINAL, label=self.t("matrix"), on=on)

    def _row_cells(self, line: Row | tuple[str, str]) -> list[Cell | None]:
        """Return the cells of a line; a group has none."""
        name = ("", "") if isinstance(line, tuple) else (line.framework, line.code)
        return [self._cells.get((*name, n)) for n in range(len(self._found.courses))]

    def _column_names(self) -> list[str]:
        return [f"{_key(n)} {course.name}" for n, course in enumerate(self._found.courses)]

    def _picture(self, lines: Sequence[Row | tuple[str, str]], label: str) -> str:
        names = [titled(*(one if isinstance(one, tuple) else (one.code, one.statement))) for one in lines]
        cells = [
            [] if isinstance(line, tuple) else [Mark(sign(cell), _shade(cell)) for cell in self._row_cells(line)]
            for line in lines
        ]
        said = f"{self.t('picture')}: {label}. {self.t('as_table')}."
        return marks(names, self._column_names(), cells, said, numbered=False)

    def findings(self) -> b.Section:
        t, found = self.t, self._found
        heads = parse_columns("finding:30 code:26:code outcome:50 courses:40 certain:20", t)
        statements = {(row.framework, row.code): row.statement for row in found.rows}
        rows: list[Sequence[b.Cell]] = []
        for one in found.findings:
            kind = t(_label(one)) + (f" ({LETTERS[one.level]})" if one.level else "")
            sure = t.gettext("by what was found or decided") if one.sure else t("certain.no")
            of = [b.Span(f"{_key(n)} {found.courses[n].name}", "item", lang="") for n in one.courses] or "–"
            rows.append((kind, one.code, statements.get((one.framework, one.code), ""), of, sure))
        labels: dict[str, list[Finding]] = {}
        for one in found.findings:
            labels.setdefault(_label(one), []).append(one)
        briefly, named = ([self._counted(*line, named=n) for line in labels.items()] for n in (False, True))
        said: list[b.Block] = [
            b.Bullets(briefly, on=b.READ),
            b.Bullets(named, on=b.TERMINAL),
            b.Table(heads, rows, t.gettext("Findings"), label=t("findings"), on=~b.TERMINAL),
        ]
        none = [b.Paragraph(t.gettext("Nothing is missing, repeated or idle."))]
        return b.Section(t("findings"), said if briefly else none, id="findings", kind="verdict")

    def _named_short(self, findings: Sequence[Finding]) -> str:
        """Return the code and columns of each finding, as many as a line or two of a terminal hold."""
        named = []
        for one in findings:
            keys = " ".join(map(_key, one.courses))
            named.append(f"{one.code} ({keys})" if one.code and keys else one.code or keys)
        more = len(named) - _FOUND_IN_TERMINAL
        return ", ".join([*named[:_FOUND_IN_TERMINAL], *([f"+{more}"] if more > 0 else [])])

    def _counted(self, label: str, findings: Sequence[Finding], *, named: bool) -> str:
        """Return how often, of what was found and of what is to be confirmed apart, each `named` or not."""
        told = []
        for sure in (True, False):
            of = [one for one in findings if one.sure == sure]
            n = sum(len(one.courses) if one.kind == "serves_none" else 1 for one in of)
            said = str(n) if sure or label == _OPEN else f"{n} {self.t('certain.no')}"
            told += [f"{said} · {self._named_short(of)}" if named else said] * bool(of)
        return f"{self.t(label)}: {('; ' if named else ', ').join(told)}"

    def courses(self) -> b.Section:
        t, found = self.t, self._found
        heads = [
            *parse_columns("course.key:8:code course:40 file:24@~terminal term:10:number level.whole:20", t),
            *(b.Column(letter, 6, "number") for letter in (*map(LETTERS.__getitem__, LEVELS), ASSESSED)),
            *parse_columns("uncertain:10:number", t),
        ]
        rows = []
        for n, course in enumerate(found.courses):
            said = course.printed
            printed = (
                f"{LETTERS[said.level]} ({t.in_quotes(said.text)})" if said and said.level else t.gettext("not printed")
            )
            mine = [cell for cell in found.cells if cell.course == n]
            taught = [cell for cell in mine if cell.state == "taught"]
            rows.append((
                _key(n), [b.Span(course.name, lang="")], found.programmes[course.programme].name, course.term,
                printed, *(sum(cell.level == level for cell in taught) for level in LEVELS),
                sum(cell.assessed == "yes" for cell in taught), sum(cell.state == "uncertain" for cell in mine),
            ))  # fmt: skip
        table = b.Table(heads, rows, t("courses"), label=t("courses"))
        return b.Section(t("courses"), [table], id="courses", kind="annex")

    def cells(self) -> b.Section:
        """Return each cell with where its level is from and the passages that show it."""
        t, found = self.t, self._found
        heads = parse_columns(
            "code:26:code outcome:40 course:30 level:14 from:36 state:16 probability:10:percent assessed:10@book"
            " passages.named:70",
            t,
        )
        rows: list[Sequence[b.Cell]] = []
        for row in found.rows:
            for cell in filter(None, self._row_cells(row)):
                course = [b.Span(self._column_names()[cell.course], lang="")]
                level = [b.Span(sign(cell), "strong"), b.Span(t(cell.level) if cell.level else "–", "line")]
                taught = (state_cell(cell.state, t), cell.probability, t(cell.assessed))
                said = self._passages(cell) or "–"
                rows.append((row.code, row.statement, course, level, self._from(cell), *taught, said))
        table = b.Table(heads, rows, t.gettext("Cells"), label=t("cells"))
        return b.Section(t("cells"), [table], id="cells", count=len(rows), folded="folded", on=~b.TERMINAL)

    def _from(self, cell: Cell) -> str:
        t = self.t
        if cell.printed and not cell.estimated:
            page = f", {t('page.n', page=cell.printed.page)}" if cell.printed.page else ""
            return t("from.printed", text=cell.printed.text, scope=t(f"scope.{cell.printed.scope}")) + page
        if cell.basis is None:
            return "–"
        basis = cell.basis
        verb = t.gettext("no verb that Bloom's taxonomy ranks")
        if basis.tier:
            verb = t("from.verb", verb=basis.verb, tier=f"{basis.tier:.1f}")
        return t("from.estimated", verb=verb, place=basis.place, of=basis.of)

    def _passages(self, cell: Cell) -> list[b.Span]:
        programme = self._found.programmes[self._found.courses[cell.course].programme]
        spans = []
        for one in cell.passages:
            spans += cite_passages(quoted_passages(programme, [one.passage]), self.t, _QUOTED)
            told = self.t.percent(one.probability) + (f", {self.t('assesses')}" if one.assesses else "")
            spans.append(b.Span(told, "small"))
        return spans


def _shade(cell: Cell | None) -> float:
    return _SHADES[cell.level] * (1 if cell.state == "taught" else _UNCERTAIN) if cell else 0.0


def _label(one: Finding) -> str:
    """Return how a finding is called; what coverage may tell as covered is not said to be taught never."""
    return _OPEN if one.kind == "never_taught" and not one.sure else f"found.{one.kind}"


def _key(number: int) -> str:
    return f"C{number + 1}"


def _with_groups(rows: Sequence[Row]) -> Iterator[Row | tuple[str, str]]:
    """Yield the rows with each group below the standard before the first of its rows."""
    above: tuple[tuple[str, str], ...] = ()
    for row in rows:
        groups = row.groups[1:]
        yield from (group for n, group in enumerate(groups) if groups[: n + 1] != above[: n + 1])
        above = groups
        yield row


TEXTS: dict[str, Text] = {
    **STANDARDS,
    "title": _("Curriculum map"),
    "lead": _(
        "Outcomes or criteria: {rows}; courses: {courses}; cells in which a course teaches one: {taught}, to be"
        " confirmed: {uncertain}. Levels printed in the documents: {printed}; estimated: {estimated}."
    ),
    "key": _(
        "I introduced, R reinforced, M mastered, A assessed. With an asterisk (I*) the level is estimated,"
        " without it is printed in the document. (I) in round brackets is to be confirmed; [I] in square ones is"
        " declared by the document, and no passage of the course shows it."
    ),
    "how.cells": _(
        "All files are compared as one programme with each outcome, as in coverage. A cell stands in every course with"
        " a passage that shows what coverage calls covered or partly covered. In brackets stands what coverage leaves"
        " to be confirmed, and a course that has only weaker passages on it."
    ),
    "how.printed": _(
        "The level is read where the document prints it: for the outcome by its code, for a passage, for a"
        " section or for the whole course, in this order. Of words and scales of three the lowest is I, the middle"
        " one R, the highest M; tiers of Bloom's taxonomy count in pairs."
    ),
    "how.estimated": _(
        "Where none is printed it is estimated from the verbs of the passages (Bloom's revised taxonomy), from"
        " the order of the courses that teach the same (the first introduces, the last masters) and from whether"
        " it is practised or assessed."
    ),
    "how.assessed": _(
        "A stands where an evaluation activity of the course shows the outcome, or where the document says so; (A)"
        " where one may show it, or where the document has a criterion of evaluation for it, to be confirmed."
    ),
    "how.use": _(
        "The map proposes; those who teach the courses decide. What a document does not say may be taught all the same."
    ),
    "matrix": _("Outcomes by courses"),
    "outcome": _("Outcome or criterion"),
    "course": _("Course"),
    "course.key": _("Column"),
    "courses": _("Courses"),
    "file": _("File"),
    "term": _("Term"),
    "level.whole": _("Level of the whole course"),
    "introduced": _("introduced"),
    "reinforced": _("reinforced"),
    "mastered": _("mastered"),
    "assessed": _p("of an outcome", "Assessed"),
    "assesses": _("assesses it"),
    "taught": _("Taught"),
    "declared": _("Only declared"),
    "from": _("Where the level is from"),
    "from.printed": _("printed: '{text}', {scope}"),
    "from.estimated": _("estimated: {verb}; course {place} of {of} that teach it"),
    "from.verb": _("verb '{verb}', mean tier {tier} of 6"),
    "scope.course": _("for the whole course"),
    "scope.section": _("for its section"),
    "scope.passage": _("for the passage"),
    "scope.outcome": _("for this outcome"),
    "cells": _("Cell by cell"),
    "picture": _("Heat map of outcomes and courses"),
    "picture.how": _(
        "Each row is an outcome, each column a course in its order; darker is further. The letters say the same"
        " without colour."
    ),
    "findings": _("What the map shows"),
    "finding": _("Finding"),
    "found.never_taught": _("never taught"),
    _OPEN: _("in no course for sure"),
    "found.declared_only": _("declared, and shown by no passage"),
    "found.never_reinforced": _("introduced and never reinforced"),
    "found.same_level": _("taught in several courses at the same level"),
    "found.never_assessed": _("taught and never assessed"),
    "found.serves_none": _("courses that serve no outcome"),
    "certain": _("How sure"),
    "certain.no": _("to be confirmed"),
    "sheet.matrix": _("Matrix"),
}
