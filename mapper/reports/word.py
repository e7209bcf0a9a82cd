"""Any report as a Word document: the same bytes for the same content, in accessible structure.

Headings are real ones, each table's header row is marked and repeated on every page, and the document says its
language and title. How it looks stands in its styles alone (headings, "Normal", "curmap table" and "curmap table
head"), so that whoever files it can give it their own.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from itertools import chain, repeat
from typing import Any

from mapper.reports import blocks as b
from mapper.reports.blocks import clean, said

_DATE = datetime(2000, 1, 1)
_TAGS = {"es": "es-MX", "en": "en-US"}
_HEADER_FILL, _INK = "DCE7F0", "12395B"
_CELL, _HEAD = "curmap table", "curmap table head"
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BREAKS = {"\t": "<w:tab/>", "\r": "<w:br/>", "\n": "<w:br/>"}
_AS_IT_IS = ' xml:space="preserve"'
_WIDTH = 25.0
"""Centimetres between the margins of a sheet in landscape."""
_FACTS = (1, 3)
"""Widths of names and values beside each other."""
_NARROWEST, _WIDEST = 10, 60
"""Width of a column beside the others: figures need some room, and long texts break their lines."""


def paper(report: b.Report) -> bytes:
    """A report as a DOCX file; nothing in it says when it was made."""
    written, fixed = io.BytesIO(), io.BytesIO()
    _Paper(report).document.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


class _Paper:
    def __init__(self, report: b.Report) -> None:
        import docx  # only where a document is written

        self.t = report.t
        self.document: Any = docx.Document()
        self._styles: dict[str, str] = {}
        title = f"{report.t('title')}: {report.heading}"
        self._set_up(title)
        self._styled(title, "Heading 1")
        if head := report.head.told(self.t):
            self._table((self.t("head"), self.t("value")), head, _FACTS)
        if report.subtitle:
            self._paragraph(report.subtitle, bold=True)
        for part in report.parts:
            self._part(part, 2)

    def _part(self, part: b.Part, level: int) -> None:
        blocks = part.within(b.WORD)
        if not blocks:
            return
        if part.title:
            self._styled(f"{part.own_code} {part.title}".strip(), f"Heading {level}")
        for block in blocks:
            if isinstance(block, b.Part):
                self._part(block, min(level + 1, 3))
            else:
                self._block(block)

    def _block(self, block: b.Block) -> None:
        t = self.t
        if isinstance(block, b.Table):
            columns, every = block.within(b.WORD)
            filled = (zip(columns, chain(cells, repeat("")), strict=False) for cells in every)
            rows = [[said(cell, t, column) for column, cell in row] for row in filled]
            if rows:
                widths = [max(_NARROWEST, min(column.width, _WIDEST)) for column in columns]
                self._table([column.name for column in columns], rows, widths)
        elif isinstance(block, b.Facts):
            header = block.header if any(block.header) else (t("figure"), t("value"))
            self._table(header, [(name, said(cell, t)) for name, cell in block.rows], _FACTS)
        elif isinstance(block, b.Bullets):
            for text in (said(item, t) for item in block.items):
                # What is numbered already gets no bullet before its number.
                self._styled(text, "List Paragraph" if re.match(r"\d+\. ", text) else "List Bullet")
        elif isinstance(block, b.Paragraph):
            self._paragraph(said(block.text, t), bold=block.kind in ("warning", "strong"))

    def _paragraph(self, text: str, *, bold: bool) -> None:
        self.document.add_paragraph().add_run(clean(text).strip()).bold = bold

    def _table(self, header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        from docx.oxml import parse_xml
        from docx.shared import Cm

        table = self.document.add_table(rows=0, cols=len(header))
        table.style = "Table Grid"
        table.autofit = False
        centimetres = [Cm(_WIDTH * width / sum(widths)) for width in widths]
        for column, width in zip(table.columns, centimetres, strict=True):
            column.width = width
        twips = [width.twips for width in centimetres]
        # Written as XML: a cell of python-docx takes seven times as long.
        written = [_row(header, twips, self._style(_HEAD), is_header=True)]
        written += [_row(cells, twips, self._style(_CELL)) for cells in rows]
        table._tbl.extend(parse_xml(f'<w:tbl xmlns:w="{_NAMESPACE}">{"".join(written)}</w:tbl>'))
        self.document.add_paragraph()

    def _styled(self, text: str, style: str) -> None:
        self.document.add_paragraph(clean(text).strip())._p.style = self._style(style)

    def _style(self, name: str) -> str:
        # Looking a style up takes a millisecond, and a long document has tens of thousands of paragraphs.
        if name not in self._styles:
            self._styles[name] = self.document.styles[name].style_id
        return self._styles[name]

    def _set_up(self, title: str) -> None:
        """The sheet, the styles, and what the document says of itself."""
        from docx.enum.section import WD_ORIENT
        from docx.enum.style import WD_STYLE_TYPE
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt, RGBColor

        section, styles = self.document.sections[0], self.document.styles
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(27.94), Cm(21.59)
        section.left_margin = section.right_margin = Cm(1.47)
        section.top_margin = section.bottom_margin = Cm(1.8)
        normal = styles["Normal"]
        normal.font.name, normal.font.size = "Arial", Pt(10)
        normal.element.get_or_add_rPr().append(_element("lang", val=_TAGS[self.t.lang]))
        for level in (1, 2, 3):
            heading = styles[f"Heading {level}"]
            heading.font.name, heading.font.color.rgb = "Arial", RGBColor.from_string(_INK)
            # Word's own template names a font of the theme, which would go before.
            fonts = heading.element.rPr.rFonts
            for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{name}"), None)
        below = section.footer.paragraphs[0]
        below.text, below.alignment = f"{clean(title)}  ·  ", WD_ALIGN_PARAGRAPH.RIGHT
        for instruction, between in (("PAGE", " / "), ("NUMPAGES", "")):
            below._p.append(_element("fldSimple", instr=instruction))
            below.add_run(between)
        cell = styles.add_style(_CELL, WD_STYLE_TYPE.PARAGRAPH)
        cell.base_style, cell.font.size = normal, Pt(9)
        head = styles.add_style(_HEAD, WD_STYLE_TYPE.PARAGRAPH)
        head.base_style, head.font.bold = cell, True
        core = self.document.core_properties
        # The format holds no more of a title.
        core.title, core.author = clean(title)[:255], "curmap"
        core.comments, core.language = "", _TAGS[self.t.lang]
        core.created = core.modified = _DATE
        core.revision = 1


def _row(cells: Sequence[str], widths: Sequence[int], style: str, *, is_header: bool = False) -> str:
    """A table's row; no page break is within it, and a header stands again on every page."""
    look = f'<w:shd w:val="clear" w:fill="{_HEADER_FILL}"/>' if is_header else ""
    written = (
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/>{look}</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>'
        f"</w:pPr><w:r>{_lines(clean(text).strip())}</w:r></w:p></w:tc>"
        for text, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' * is_header}</w:trPr>{''.join(written)}</w:tr>"


def _lines(text: str) -> str:
    return "".join(
        _BREAKS.get(part) or f"<w:t{_AS_IT_IS * (part != part.strip())}>{html.escape(part, quote=False)}</w:t>"
        for part in re.split(r"([\t\r\n])", text)
        if part
    )


def _element(name: str, **attributes: str) -> Any:  # noqa: ANN401 - python-docx has no types
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
