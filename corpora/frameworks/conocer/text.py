"""The body of a CONOCER document: its lines without running headers and footers, which stand amid lists."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpora.folding import fold
from corpora.frameworks.conocer.source import Pages


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the body.

    Attributes:
        text: never empty.
        page: from 1.
        gap: whether a blank line stands before it on its page.
    """

    text: str
    page: int
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """A document's lines and what was taken from its edges.

    Attributes:
        lines: in reading order.
        furniture: distinct lines of headers and footers; the standard's code may stand only there.
        repeated: how many lines were left out only because they stand on most pages.
        form: name and version of the form ("N-FO-02 6.0"), None where the header says none.
    """

    lines: tuple[Line, ...]
    furniture: tuple[str, ...]
    repeated: int
    form: str | None


def key(text: str) -> str:
    """Letters and digits of the folded text only: equal for headings with glued, broken or accentless words."""
    return re.sub(r"[^a-z0-9]", "", fold(text))


_FORM_CODE = re.compile(r"^(?:[A-Z]\d*-)?[A-Z]{1,8}\d*-[A-Z]*\d{1,3}$")
_HEADER_WORD = re.compile(
    r"EST[ÁA]NDAR DE COMPETENCIA(?! DE)|(?i:formato de est[aá]ndar de competencia)|V(?i:ersi[oó]n)|P(?i:[aá]gina)"
    r"|H(?i:oja)(?=\s*[:\d])|(?:[A-Z]\d*-)?[A-Z]{1,8}\d*-[A-Z]*\d{1,3}(?![\w-])"
)
_VERSION = re.compile(r"\d{1,2}(?:\.\d{1,2})?(?!\S)")
_PAGE = re.compile(r"\d{1,3}\s*(?:de|/)\s*\d{1,3}(?!\S)")
_REPEATED_SHARE = 0.5
_REPEATED_LEAST = 3
_EDGE = 6
_BOX = {"codigo", "titulo", "codigotitulo", "titulocodigo"}


class _Header:
    """Takes the pieces of the form's header: words, and only as many numbers as its labels call for."""

    def __init__(self) -> None:
        self.versions = 0
        self.pages = 0
        self.form = ""
        self.version = ""

    def takes(self, line: str) -> bool:
        """Whether the whole line is of the header."""
        rest, versions, pages, form, version = line, self.versions, self.pages, self.form, self.version
        while rest := rest.lstrip(" :.|-"):
            if match := _PAGE.match(rest):
                pages -= 1
            elif match := _HEADER_WORD.match(rest):
                word = fold(match[0])
                versions += word == "version"
                pages += word in {"pagina", "hoja"}
                form = match[0] if _FORM_CODE.match(match[0]) else form
            elif match := _VERSION.match(rest):
                if versions > 0:
                    versions, version = versions - 1, match[0]
                else:
                    pages -= 1
            else:
                return self._body_line()
            if versions < 0 or pages < 0:
                return self._body_line()
            rest = rest[match.end() :]
        self.versions, self.pages, self.form, self.version = versions, pages, form, version
        return True

    def _body_line(self) -> bool:
        """A label does not reach beyond a line of the body: "1 de 3" there is an element's."""
        self.versions = self.pages = 0
        return False


def body(pages: Pages, is_structure: Callable[[str], bool]) -> Body:
    """Leave out running headers and footers.

    Args:
        pages: lines by page.
        is_structure: whether a line is a heading, a lead sentence or the like, which may well repeat at an edge.
    """
    furniture: dict[str, None] = {}
    forms: list[str] = []
    kept: list[list[tuple[int, str]]] = []
    for page in pages:
        rows, header = _without_header(page, furniture)
        kept.append(rows)
        if header.form:
            forms.append(f"{header.form} {header.version}".strip())
    running = _running(kept, is_structure)
    repeated = 0
    lines: list[Line] = []
    for number, (page, rows) in enumerate(zip(pages, kept, strict=True), 1):
        before = ""
        for index, text in rows:
            boxed = key(before) in _BOX  # the running title's one place in the body is under its label
            before = text
            if _shape(text) in running and not boxed:
                furniture[text] = None
                repeated += 1
            else:
                lines.append(Line(text, number, gap=index > 0 and not page[index - 1]))
    return Body(tuple(lines), tuple(furniture), repeated, max(forms, key=forms.count) if forms else None)


def _without_header(page: tuple[str, ...], furniture: dict[str, None]) -> tuple[list[tuple[int, str]], _Header]:
    """The page's lines with their place, without the form's header, wherever on the page it stands."""
    header = _Header()
    rows: list[tuple[int, str]] = []
    for index, text in enumerate(page):
        if not text:
            continue
        if header.takes(text):
            furniture[text] = None
        else:
            rows.append((index, text))
    return rows, header


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", key(text))


def _running(pages: list[list[tuple[int, str]]], is_structure: Callable[[str], bool]) -> set[str]:
    """Shapes of the lines that stand on most pages near the same edge."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, rows in enumerate(pages):
        for _, text in _edges(rows):
            shape = _shape(text)
            if len(shape) > 2 and not is_structure(text):
                found[shape].add(number)
    least = max(_REPEATED_LEAST, _REPEATED_SHARE * len([rows for rows in pages if rows]))
    return {shape for shape, numbers in found.items() if len(numbers) >= least}


def _edges(rows: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    yield from rows[:_EDGE]
    yield from rows[max(_EDGE, len(rows) - _EDGE) :]
