"""A form, opened, recognised and filled; what is to be said of it, before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from corpora import InputError, Text, _, _n
from corpora.translation import in_quotes
from mapper.matching.records import Outcome
from mapper.reports.blocks import shorten
from mapper.reports.forms.names import Courses, Entries
from mapper.reports.forms.package import Package
from mapper.reports.forms.recognise import plan
from mapper.reports.forms.records import Cells, Known, Plan
from mapper.workspace.files import write_atomically

if TYPE_CHECKING:
    from mapper.reports.forms.word import Word
    from mapper.reports.forms.workbook import Workbook

    Opened: TypeAlias = Workbook | Word

Report = TypeVar("Report")
_MOST_SAID, _LONGEST = 30, 60


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was filled.

    Attributes:
        recognised: what of it was recognised and what not, in sentences.
        told: what was filled and what left.
        filled: of each cell that was filled its sheet or table, its place and its text.
        left: likewise of each cell that held something.
    """

    name: str
    content: bytes
    recognised: tuple[Text, ...]
    told: tuple[Text, ...]
    filled: tuple[tuple[Text, Text, str], ...]
    left: tuple[tuple[Text, Text, str], ...]

    def write(self, folder: Path) -> list[Path]:
        """Write it into a folder, which is made, whole or not at all; raises OSError."""
        write_atomically(folder / self.name, self.content)
        return [folder / self.name]


def open_form(path: Path, out: Path | None = None) -> Opened:
    """Read a form that is to be filled into a folder; nothing is ever written where it lies.

    Raises:
        InputError: no XLSX or DOCX, damaged, protected, with macros; or the folder is the one in which it lies.
    """
    package = Package(path)
    target = None if out is None else out / path.name
    if target is not None and target.exists() and target.samefile(path):
        raise InputError(
            "{path}: the form lies in the folder of --out and is never written over; name another folder", path=path
        )
    # What reads workbooks is loaded only for them.
    if package.main.startswith("xl/"):
        from mapper.reports.forms.workbook import Workbook

        return Workbook(package)
    if package.main.startswith("word/"):
        from mapper.reports.forms.word import Word

        return Word(package)
    raise package.other()


def fill(form: Opened, cells: Cells) -> Filled:
    """Fill the cells of a form that stand at a code and a course.

    Raises:
        InputError: no code is recognised in it, or nothing to be filled beside the codes.
    """
    entries, courses = Entries(cells.entries), Courses(cells.courses)
    plans = [found for grid in form.grids if (found := plan(grid, cells, entries, courses))]
    _check(form, plans, cells, entries)
    targets = [(found.grid, one.where, _text(one.pairs, cells)) for found in plans for one in found.targets]
    filled = [(grid, where, text) for grid, where, text in targets if where.free and text]
    left = [(grid, where, where.text) for grid, where, _said in targets if not where.free]
    placed, kept = (
        tuple((form.label(grid), form.place(where), text) for grid, where, text in some) for some in (filled, left)
    )
    return Filled(
        form.path.name,
        form.written(filled),
        tuple(_recognised(form, plans, cells)),
        tuple(_told(form, placed, kept, len(targets) - len(filled) - len(left))),
        placed,
        kept,
    )


def fill_outcome(
    form: Opened, out: Path | None, found: Outcome[Report], cells_of: Callable[[Report, str], Cells], lang: str
) -> Outcome[Report]:
    """The outcome that says what of a form was recognised and, where it is written at all, writes it filled.

    Raises:
        InputError: nothing is recognised in it.
    """
    made = fill(form, cells_of(found.report, lang))
    if out is None:
        note = _("{name}: nothing was written; name the folder for the filled form with --out", name=made.name)
        return replace(found, first=(*found.first, *made.recognised), notes=(*found.notes, note))
    others = found.more

    def more(folder: Path) -> list[Path]:
        return [*(others(folder) if others else ()), *made.write(folder)]

    notes = (*found.notes, *made.told)
    return replace(found, first=(*found.first, *made.recognised), notes=notes, more=more)


def _text(pairs: Sequence[tuple[int, int]], cells: Cells) -> str:
    """What is said of these pairs; where they are of several entries, each with its code."""
    several = len({entry for entry, _course in pairs}) > 1
    said = [(entry, cells.texts[entry, course]) for entry, course in pairs if cells.texts.get((entry, course))]
    return "; ".join(f"{cells.entries[entry].code}: {text}" if several else text for entry, text in said)


def _check(form: Opened, plans: Sequence[Plan], cells: Cells, entries: Entries) -> None:
    codes = ", ".join(entry.code for entry in cells.entries[:3])
    courses = ", ".join(course.name for course in cells.courses[:3])
    if not cells.entries:
        raise InputError(
            "{path}: there is nothing to fill in: no criterion of the framework was read; load the document of the"
            " standard",
            path=form.path,
        )
    fields = {id(field): field for grid in form.grids for field in grid.fields.values()}.values()
    if not plans and (several := [field.text for field in fields if len(entries.named(field.text).places) > 1]):
        raise InputError(
            "{path}: each code in it may be several criteria ({said}); write them as the framework has them"
            " ({codes}, …)",
            path=form.path,
            said=_quoted(*several[:3]),
            codes=codes,
        )
    if not plans:
        raise InputError(
            "{path}: no outcome or criterion is recognised in its sheets or tables. Looked for are their codes"
            " ({codes}, …) and wordings, below each other or side by side; write them into the form as the framework"
            " has them",
            path=form.path,
            codes=codes,
        )
    if not any(found.targets for found in plans):
        raise InputError(
            "{path}: {grid}: codes are recognised (the first at {where}), but no cell that belongs to them. Looked for"
            " is the name of a course ({courses}) or a head such as “Evidence”; write one of them above the cells, or"
            " beside them where the codes stand side by side",
            path=form.path,
            grid=form.label(plans[0].grid),
            where=form.place(plans[0].entries[0].where),
            courses=courses,
        )


def _recognised(form: Opened, plans: Sequence[Plan], cells: Cells) -> Iterator[Text]:
    """Which sheet or table, which of its rows and columns is which code or course, and what is none."""
    name = form.path.name
    for found in plans:
        yield _(
            "{name}: {grid}: criteria recognised {how}: {entries}; courses: {courses}; cells that belong to them:"
            " {cells}",
            name=name,
            grid=form.label(found.grid),
            how=_("below each other") if found.down else _("side by side"),
            entries=len({one.entry for one in found.entries}),
            courses=len({one.course for one in found.courses}),
            cells=len(found.targets),
        )
        if not found.targets:
            yield _("  no course and no head such as “Evidence” is recognised here, so nothing is written")
        every = {id(one.where): one for one in (*found.courses, *found.entries)}.values()
        known = sorted(every, key=lambda one: (one.where.row, one.where.column))
        plain = [one for one in known if one.entry is not None and one.where.text == cells.entries[one.entry].code]
        if plain:
            first, last = form.place(plain[0].where), form.place(plain[-1].where)
            places = first if len(plain) == 1 else _("{first} to {last}", first=first, last=last)
            yield _("  {places}: as the framework writes them: {n}", places=places, n=len(plain))
        yield from _some([_means(form, one, cells) for one in known if one not in plain])
        if found.evidence is not None:
            place, said = form.place(found.evidence), _quoted(found.evidence.text)
            yield _("  {place} {said} is for the evidence", place=place, said=said)
        yield from _some([
            _("  {place} {said}: none of these criteria or courses, or not clear which; nothing is written there",
              place=form.place(one), said=_quoted(one.text))
            for one in found.unknown
        ])  # fmt: skip
    named = {one.entry for found in plans for one in found.entries}
    if missing := [entry.code for place, entry in enumerate(cells.entries) if place not in named]:
        codes = ", ".join(missing[:_MOST_SAID]) + (", …" if len(missing) > _MOST_SAID else "")
        yield _("{name}: criteria that are not in the form: {n} ({codes})", name=name, n=len(missing), codes=codes)
    if form.hidden:
        yield _("{name}: hidden sheets, not read: {sheets}", name=name, sheets=", ".join(form.hidden))


def _means(form: Opened, one: Known, cells: Cells) -> Text:
    meant = cells.entries[one.entry].code if one.entry is not None else cells.courses[one.course or 0].name
    place, said = form.place(one.where), _quoted(one.where.text)
    return _("  {place} {said} is {meant}", place=place, said=said, meant=meant)


def _quoted(*texts: str) -> Text:
    return in_quotes(*(shorten(" ".join(text.split()), _LONGEST) for text in texts))


def _some(texts: Sequence[Text]) -> Iterator[Text]:
    """The first of them, and how many more."""
    yield from texts[:_MOST_SAID]
    if len(texts) > _MOST_SAID:
        yield _("  … and {n} more", n=len(texts) - _MOST_SAID)


def _told(
    form: Opened, filled: Sequence[tuple[Text, Text, str]], left: Iterable[tuple[Text, Text, str]], silent: int
) -> Iterator[Text]:
    name = form.path.name
    yield _n("{name}: {n} cell filled", "{name}: {n} cells filled", len(filled), name=name)
    kept = [
        _("  {grid}, {place}: holds {said} and stays as it is", grid=grid, place=place, said=_quoted(text))
        if text
        else _("  {grid}, {place}: holds a formula, field or picture and stays as it is", grid=grid, place=place)
        for grid, place, text in left
    ]
    yield from _some(kept)
    if silent:
        yield _("{name}: cells of which nothing is to be said, left empty: {n}", name=name, n=silent)
    if form.stale and filled:
        yield _("{name}: its formulas are counted anew when you press Ctrl+Alt+F9 in Excel", name=name)
