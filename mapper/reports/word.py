"""Any report as a Word document: the same bytes for the same content, in accessible structure.

Headings are real ones, each table's header row is marked and repeated on every page, and the document says its
language and title. How it looks stands in the styles of `templates/report.docx` alone (headings, "Normal", "curmap
table" and "curmap table head"), so that whoever files it can give it their own.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Sequence
from importlib.resources import files
from itertools import chain, repeat
from typing import Any

from mapper.reports import blocks as b
from mapper.reports.blocks import clean, plain_text

_TAGS = {"es": "es-MX", "en": "en-US"}
_HEADER_FILL = "DCE7F0"
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
    """Return a report as a DOCX file; nothing in it says when it was made."""
    written, fixed = io.BytesIO(), io.BytesIO()
    _Paper(report).document.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


class _Paper:
    def __init__(self, report: b.Report) -> None:
        import docx  # only where a document is written
        from docx.oxml.ns import qn

        self.t = report.t
        self.document: Any = docx.Document(str(files("mapper.reports") / "templates" / "report.docx"))
        self._styles: dict[str, str] = {}
        title, language = clean(f"{report.t('title')}: {report.heading}"), _TAGS[self.t.lang]
        core = self.document.core_properties
        core.title, core.language = title[:255], language  # the format holds no more of a title
        self.document.styles["Normal"].element.rPr.find(qn("w:lang")).set(qn("w:val"), language)
        self.document.sections[0].footer.paragraphs[0].runs[0].text = f"{title}  ·  "
        self._styled(title, "Heading 1")
        if head := report.head.rows(self.t):
            self._table((self.t("head"), self.t("value")), head, _FACTS)
        if report.subtitle:
            self._paragraph(report.subtitle, bold=True)
        for part in report.parts:
            self._part(part, 2)

    def _part(self, part: b.Section, level: int) -> None:
        blocks = part.within(b.WORD)
        if not blocks:
            return
        if part.title:
            self._styled(f"{part.own_code} {part.title}".strip(), f"Heading {level}")
        for block in blocks:
            if isinstance(block, b.Section):
                self._part(block, min(level + 1, 3))
            else:
                self._block(block)

    def _block(self, block: b.Block) -> None:
        t = self.t
        if isinstance(block, b.Table):
            columns, every = block.within(b.WORD)
            filled = (zip(columns, chain(cells, repeat("")), strict=False) for cells in every)
            rows = [[plain_text(cell, t, column) for column, cell in row] for row in filled]
            if rows:
                widths = [max(_NARROWEST, min(column.width, _WIDEST)) for column in columns]
                self._table([column.name for column in columns], rows, widths)
        elif isinstance(block, b.Facts):
            header = block.header if any(block.header) else (t("figure"), t("value"))
            self._table(header, [(name, plain_text(cell, t)) for name, cell in block.rows], _FACTS)
        elif isinstance(block, b.Bullets):
            for text in (plain_text(item, t) for item in block.items):
                # What is numbered already gets no bullet before its number.
                self._styled(text, "List Paragraph" if re.match(r"\d+\. ", text) else "List Bullet")
        elif isinstance(block, b.Paragraph):
            self._paragraph(plain_text(block.text, t), bold=block.kind in ("warning", "strong"))

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


def _row(cells: Sequence[str], widths: Sequence[int], style: str, *, is_header: bool = False) -> str:
    """Return a table's row; no page break is within it, and a header stands again on every page."""
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
