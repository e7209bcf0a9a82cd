"""Any report as a Word document: the same bytes for the same content, in accessible structure.

Headings are real ones, each table's header row is marked and repeated on every page, and the document says its
language and title. How it looks stands in its styles alone (headings, "Normal", "curmap table" and "curmap table
head"), so that whoever files it can give it their own.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from mapper.reports.blocks import (
    WORD,
    Block,
    Bullets,
    Cell,
    Facts,
    Head,
    Paragraph,
    Part,
    Report,
    Table,
    Words,
    clean,
    said,
)

_DATE = datetime(2000, 1, 1)
_TAGS = {"es": "es-MX", "en": "en-US"}
_HEADER_FILL, _INK = "DCE7F0", "12395B"
_CELL, _HEAD = "curmap table", "curmap table head"
_WIDTH = 25.0
"""Centimetres between the margins of a sheet in landscape."""
_NARROWEST, _WIDEST = 10, 60
"""Width of a column beside the others: figures need some room, and long texts break their lines."""


def paper(report: Report) -> bytes:
    """A report as a DOCX file."""
    made = Paper(f"{report.t('title')}: {report.heading}", lang=report.t.lang)
    _head(made, report.head, report.t)
    if report.subtitle:
        made.paragraph(report.subtitle, bold=True)
    for part in report.parts:
        _part(made, part, 2, report.t)
    return made.content()


def _head(made: Paper, head: Head, t: Words) -> None:
    if rows := head.told(t):
        made.facts(rows, (t("head"), t("value")))


def _part(made: Paper, part: Part, level: int, t: Words) -> None:
    blocks = [block for block in part.blocks if WORD in block.on]
    if WORD not in part.on or not blocks:
        return
    if part.title:
        made.heading(f"{part.code} {part.title}".strip(), level)
    for block in blocks:
        _block(made, block, min(level + 1, 3), t)


def _block(made: Paper, block: Block, level: int, t: Words) -> None:
    if isinstance(block, Part):
        _part(made, block, level, t)
    elif isinstance(block, Table):
        _table(made, block, t)
    elif isinstance(block, Facts):
        rows = [(name, said(cell, t)) for name, cell in block.rows]
        header = block.header if any(block.header) else (t("figure"), t("value"))
        made.facts(rows, header)
    elif isinstance(block, Bullets):
        made.bullets([said(item, t) for item in block.items])
    elif isinstance(block, Paragraph):
        made.paragraph(said(block.text, t), bold=block.kind in ("warning", "strong"))


def _table(made: Paper, table: Table, t: Words) -> None:
    columns = [(n, column) for n, column in enumerate(table.columns) if WORD in column.on]
    rows = [[said(_at(row, n), t, column) for n, column in columns] for row in table.rows]
    if rows:
        widths = [max(_NARROWEST, min(column.width, _WIDEST)) for _, column in columns]
        made.table([column.name for _, column in columns], rows, widths)


def _at(row: Sequence[Cell], number: int) -> Cell:
    return row[number] if number < len(row) else ""


class Paper:
    """A document under way.

    Args:
        title: of the document; its first heading, and what it says of itself.
        lang: "es" or "en", of its own words.
    """

    def __init__(self, title: str, *, lang: str) -> None:
        import docx  # only where a document is written
        from docx.enum.section import WD_ORIENT
        from docx.shared import Cm, Pt

        self._lang = lang
        self._document: Any = docx.Document()
        self._styles: dict[str, str] = {}
        section = self._document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(27.94), Cm(21.59)
        section.left_margin = section.right_margin = Cm(1.47)
        section.top_margin = section.bottom_margin = Cm(1.8)
        normal = self._document.styles["Normal"]
        normal.font.name, normal.font.size = "Arial", Pt(10)
        self._say_language(normal)
        self._add_styles()
        core = self._document.core_properties
        core.title, core.author, core.comments, core.language = clean(title), "curmap", "", _TAGS[lang]
        core.created = core.modified = _DATE
        core.revision = 1
        self.heading(title, 1)

    def heading(self, text: str, level: int) -> None:
        """A heading, 1 the highest."""
        self._styled(text, f"Heading {level}")

    def paragraph(self, text: str, *, bold: bool = False) -> None:
        """A paragraph."""
        run = self._document.add_paragraph().add_run(clean(text).strip())
        run.bold = bold

    def bullets(self, texts: Sequence[str]) -> None:
        """A list; what is numbered already gets no bullet before its number."""
        for text in texts:
            self._styled(text, "List Paragraph" if re.match(r"\d+\. ", text) else "List Bullet")

    def quotation(self, text: str) -> None:
        """A paragraph of somebody else's words."""
        self._styled(text, "Intense Quote")

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """A table."""
        from docx.shared import Cm

        table = self._document.add_table(rows=1 + len(rows), cols=len(header))
        table.style = "Table Grid"
        table.autofit = False
        centimetres = [Cm(_WIDTH * width / sum(widths)) for width in widths]
        for column, width in zip(table.columns, centimetres, strict=True):
            column.width = width
        # A table's own `cell` counts through the whole table each time; a row's cells are read once.
        for number, (row, cells) in enumerate(zip(table.rows, [header, *rows], strict=True)):
            _keep_whole(row, repeated=not number)
            for cell, text, width in zip(row.cells, cells, centimetres, strict=True):
                cell.width = width
                paragraph = cell.paragraphs[0]
                paragraph.add_run(clean(text).strip())
                paragraph._p.style = self._style(_CELL if number else _HEAD)
                if not number:
                    _fill(cell)
        self._document.add_paragraph()

    def facts(self, rows: Sequence[tuple[str, str]], header: tuple[str, str]) -> None:
        """A table of two columns: what, and its value."""
        self.table(header, rows, (1, 3))

    def content(self) -> bytes:
        """The file; nothing in it says when it was made."""
        written = io.BytesIO()
        self._document.save(written)
        fixed = io.BytesIO()
        with zipfile.ZipFile(written) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
        return fixed.getvalue()

    def _styled(self, text: str, style: str) -> None:
        self._document.add_paragraph(clean(text).strip())._p.style = self._style(style)

    def _style(self, name: str) -> str:
        # Looking a style up takes a millisecond, and a long document has tens of thousands of paragraphs.
        if name not in self._styles:
            self._styles[name] = self._document.styles[name].style_id
        return self._styles[name]

    def _add_styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        styles = self._document.styles
        for level in (1, 2, 3):
            heading = styles[f"Heading {level}"]
            heading.font.name, heading.font.color.rgb = "Arial", RGBColor.from_string(_INK)
            # Word's own template names a font of the theme, which would go before.
            fonts = heading.element.rPr.rFonts
            for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{name}"), None)
        cell = styles.add_style(_CELL, WD_STYLE_TYPE.PARAGRAPH)
        cell.base_style, cell.font.size = styles["Normal"], Pt(9)
        head = styles.add_style(_HEAD, WD_STYLE_TYPE.PARAGRAPH)
        head.base_style, head.font.bold = cell, True

    def _say_language(self, style: Any) -> None:  # noqa: ANN401 - python-docx has no types
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        language = OxmlElement("w:lang")
        language.set(qn("w:val"), _TAGS[self._lang])
        style.element.get_or_add_rPr().append(language)


def _keep_whole(row: Any, *, repeated: bool) -> None:  # noqa: ANN401
    """No page break within a row; the header again on every page."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))


def _fill(cell: Any) -> None:  # noqa: ANN401
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), _HEADER_FILL)
    cell._tc.get_or_add_tcPr().append(shade)
