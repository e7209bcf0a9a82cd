"""A school's own form, XLSX or DOCX: each `{{CODE}}` or `{{CODE | COURSE}}` in it becomes what was found.

The text is put into the file's XML, and every other part of it stays as it is: openpyxl would lose pictures and
charts, and docxtpl takes a code such as `EC9001/E9101/desempeno/1` for a division.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TypeVar

from lxml import etree

from corpora import InputError, Text, _, _n
from corpora.archive import FILE_LIMIT, check_package, opened
from corpora.files import load
from corpora.text import in_line
from mapper.matching.records import Outcome
from mapper.programmes.coverage import CoverageReport, Programme
from mapper.programmes.curriculum_map.curriculum import Cell, MatrixReport
from mapper.programmes.curriculum_map.sections import sign
from mapper.reports.blocks import Words, clean
from mapper.reports.parts import format_place, quoted_passages
from mapper.reports.texts import COVERAGE
from mapper.workspace.files import write_atomically

Report = TypeVar("Report")
Names = Sequence[str]
"""Names by which a form may call a course: its title, its file, the file's stem; its number is understood besides."""
Findings = Mapping[str, Mapping[int, str]]
"""Code of a criterion → number of a course, from 0 → what a form says of the two."""

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}|]+?)\s*(?:\|\s*([^{}|]+?)\s*)?\}\}")
_TEXT_PARTS = re.compile(r"(word|xl)/.*\.xml")
_HOLDERS = ("{*}p", "{*}si", "{*}is")  # paragraphs of Word, texts of Excel's cells
_MACROS = "vbaproject.bin"
_LONGEST = 32_767  # characters of a cell of Excel
_NAMED = 30  # codes that a message names
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it was read: its path, its parts by their entries in the ZIP file, and its placeholders in order."""

    path: Path
    members: tuple[tuple[zipfile.ZipInfo, bytes], ...]
    placeholders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was filled: its name, its bytes, and what is to be said of it."""

    name: str
    content: bytes
    notes: tuple[Text, ...]


def open_form(path: Path, out: Path | None = None) -> Form:
    """Read the form that is to be filled into the folder `out`.

    Raises:
        InputError: no XLSX or DOCX, damaged, protected, with macros or without a placeholder; or it lies in `out`.
    """
    if out is not None and (target := out / path.name).exists() and target.samefile(path):
        raise InputError(
            "{path}: the form lies in the folder of --out and is never written over; name another folder", path=path
        )
    data = load(path, limit=FILE_LIMIT)
    if not data.startswith(b"PK\x03\x04"):
        raise _other(path)
    damaged = InputError(
        "{path}: the form is damaged or incomplete; open it in Excel or Word, save it again and try once more",
        path=path,
    )
    with opened(data, damaged) as archive:
        check_package(path, archive.infolist())
        members = tuple((member, archive.read(member)) for member in archive.infolist())
        if any(member.filename.lower().endswith(_MACROS) for member, _content in members):
            raise InputError(
                "{path}: the form holds macros; save it without them, as an Excel workbook (.xlsx) or a Word document"
                " (.docx)",
                path=path,
            )
        texts = [text for root in _roots(members).values() for pieces in _texts(root) for text in [_joined(pieces)]]
    if not any(_TEXT_PARTS.fullmatch(member.filename) for member, _content in members):
        raise _other(path)
    found = tuple(match[0] for text in texts for match in _PLACEHOLDER.finditer(text))
    if not found:
        raise InputError(
            "{path}: holds no placeholder; write {example} into the cell that is to be filled, or {beside} for one"
            " course of several",
            path=path,
            example="{{EC0249/E0875/producto/3}}",
            beside="{{EC0249/E0875/producto/3 | Taller 2}}",
        )
    return Form(path, members, found)


def _other(path: Path) -> InputError:
    return InputError(
        "{path}: is no form that can be filled, which is an Excel workbook (.xlsx) or a Word document (.docx);"
        " save it as one of these, without a password",
        path=path,
    )


def _roots(members: Sequence[tuple[zipfile.ZipInfo, bytes]]) -> dict[str, etree._Element]:
    """Return the roots of the parts that may hold a placeholder; a brace may stand apart from the next one."""
    return {
        member.filename: etree.fromstring(content, _PARSER)
        for member, content in members
        if _TEXT_PARTS.fullmatch(member.filename) and b"{" in content
    }


def _texts(root: etree._Element) -> Iterator[list[etree._Element]]:
    """Yield the pieces of each paragraph or cell, in order: Word and Excel part a text wherever its look changes."""
    for holder in root.iter(*_HOLDERS):
        yield [one for one in holder.iter("{*}t") if next(one.iterancestors(*_HOLDERS)) is holder]


def _joined(pieces: Sequence[etree._Element]) -> str:
    return "".join(piece.text or "" for piece in pieces)


def fill(form: Form, courses: Sequence[Names], findings: Findings) -> Filled:
    """Put what was found in the place of each placeholder; one that names nothing known stays and is told.

    Raises:
        InputError: no placeholder names a criterion of these.
    """
    codes = {code.casefold(): code for code in findings}
    numbers = {name.casefold(): number for number, names in enumerate(courses) for name in (*names, str(number + 1))}
    unknown, named, changed = list[str](), list[str](), dict[str, etree._Element]()
    for name, root in _roots(form.members).items():
        for pieces in _texts(root):
            # The last one first: what stands before it keeps its place.
            for match in reversed([*_PLACEHOLDER.finditer(_joined(pieces))]):
                code, course = codes.get(match[1].casefold()), numbers.get((match[2] or "").casefold())
                if code is None or (match[2] and course is None):
                    unknown.append(match[0])
                    continue
                said = findings[code]
                text = "; ".join(filter(None, said.values())) if course is None else said.get(course, "")
                _replace(pieces, match.start(), match.end(), clean(text)[:_LONGEST])
                named.append(code)
                changed[name] = root
    if not named:
        raise InputError(
            "{path}: none of its placeholders ({unknown}) names a criterion of the framework ({codes}) or a course"
            " ({courses})",
            path=form.path,
            unknown=in_line(unknown, 3),
            codes=in_line([*findings], 3) or "–",
            courses=in_line([names[0] for names in courses], 3),
        )
    missing = [code for code in findings if code not in named]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for member, content in form.members:
            if (root := changed.get(member.filename)) is not None:
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            archive.writestr(member, content)
    return Filled(form.path.name, made.getvalue(), tuple(_notes(form.path.name, len(named), unknown, missing)))


def _notes(name: str, filled: int, unknown: Sequence[str], missing: Sequence[str]) -> Iterator[Text]:
    yield _n("{name}: {n} place filled", "{name}: {n} places filled", filled, name=name)
    if unknown:
        left = in_line(unknown, _NAMED)
        yield _("{name}: no criterion or course is called so, so it stays: {left}", name=name, left=left)
    if missing:
        n, codes = len(missing), in_line(missing, _NAMED)
        yield _("{name}: criteria that are not in the form: {n} ({codes})", name=name, n=n, codes=codes)


def _replace(pieces: Sequence[etree._Element], start: int, end: int, text: str) -> None:
    """Put a text in the place of what stands from `start` to `end` in several pieces, as the first of these looks."""
    at = 0
    for piece in pieces:
        own = piece.text or ""
        first, last = max(start - at, 0), min(end - at, len(own))
        if first < last:
            piece.text, text = own[:first] + text + own[last:], ""
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        at += len(own)


def fill_outcome(
    form: Form,
    out: Path | None,
    found: Outcome[Report],
    told: Callable[[Report, str], tuple[Sequence[Names], Findings]],
    lang: str,
) -> Outcome[Report]:
    """Return the outcome that fills the form beside the report, by what `told` makes of it.

    Raises:
        InputError: nothing in it is known.
    """
    made = fill(form, *told(found.report, lang))
    if out is None:
        note = _("{name}: nothing was written; name the folder for the filled form with --out", name=made.name)
        return replace(found, notes=(*found.notes, *made.notes[1:], note))
    others = found.more

    def more(folder: Path) -> list[Path]:
        write_atomically(folder / made.name, made.content)
        return [*(others(folder) if others else ()), folder / made.name]

    return replace(found, notes=(*found.notes, *made.notes), more=more)


def coverage_findings(report: CoverageReport, lang: str) -> tuple[Sequence[Names], Findings]:
    """Return programmes and, of each criterion, its state and the passage that shows it best."""
    t = Words(lang, COVERAGE)
    found: dict[str, dict[int, str]] = defaultdict(dict)
    several = len(report.programmes) > 1
    for number, (programme, standards) in enumerate(zip(report.programmes, report.standards, strict=True)):
        for one in (criterion for standard in standards for criterion in standard.criteria):
            said = t(one.state).lower() + (f" · {PurePath(programme.name).stem}" if several else "")
            best = next(quoted_passages(programme, one.passages), None)
            where = "" if best is None else format_place(best.page, (), t, programme.numbers.get(best.id))
            found[one.code][number] = ", ".join(filter(None, (said, where)))
    return [_names(programme) for programme in report.programmes], found


def matrix_findings(report: MatrixReport, lang: str) -> tuple[Sequence[Names], Findings]:
    """Return courses and, of each outcome, the sign of its cells, the course and the passage that shows it best."""
    t = Words(lang, COVERAGE)
    found: dict[str, dict[int, str]] = {row.code: {} for row in report.rows}
    for cell in report.cells:
        found[cell.code][cell.course] = _mapped(report, cell, t)
    # By its heading and, where it is a file of its own, by that file's names.
    names = [(one.name, *(() if one.section else _names(report.programmes[one.programme]))) for one in report.courses]
    return names, found


def _names(programme: Programme) -> Names:
    return list(filter(None, (programme.name, programme.title, PurePath(programme.name).stem)))


def _mapped(report: MatrixReport, cell: Cell, t: Words) -> str:
    course = report.courses[cell.course]
    if cell.passages:
        numbers = report.programmes[course.programme].numbers
        where = format_place(cell.passages[0].page, (), t, numbers.get(cell.passages[0].passage))
    else:
        where = format_place(cell.printed.page, (), t) if cell.printed else ""
    return ", ".join(filter(None, (f"{sign(cell)} · {course.name}", where)))
