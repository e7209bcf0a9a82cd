"""Many rows of plain text put into a sheet of a finished workbook.

A framework may have tens of thousands of entries, of which a workbook library makes an object per cell. Written as the
file holds them (inline strings, ISO/IEC 29500-1, 18.3.1.53), they take a tenth of the time.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

_END = "</sheetData>"
_CELL = re.compile(r'<c r="([A-Z]+)(\d+)"(?: s="(\d+)")?')
_SIZE = re.compile(r'(<dimension ref="[A-Z]+\d+:[A-Z]+)\d+(?="/>)')
_ESCAPED = re.compile("_x[0-9A-Fa-f]{4}_")


def append_rows(workbook: bytes, number: int, rows: Iterable[Sequence[str]]) -> bytes:
    """The workbook with further rows below the last one of a sheet, each cell in the style of the one above it.

    Args:
        workbook: an XLSX file; its sheet has at least one row, whose cells are all filled.
        number: of the sheet, the first being 1.
        rows: as many cells each as that row has; texts that may stand in a cell as they are.

    Returns:
        The file, its parts in the same order and with the same dates.
    """
    name = f"xl/worksheets/sheet{number}.xml"
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == name:
                content = _appended(content.decode("utf-8"), rows).encode("utf-8")
            new.writestr(part, content, compress_type=zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _appended(sheet: str, rows: Iterable[Sequence[str]]) -> str:
    before, end, after = sheet.rpartition(_END)
    cells = _CELL.findall(before)
    last = int(cells[-1][1])
    above = [(column, style) for column, row, style in cells if int(row) == last]
    opened = [
        (f'<c r="{column}', f'" s="{style or 0}" t="inlineStr"><is><t xml:space="preserve">') for column, style in above
    ]
    lines = []
    for place, row in enumerate(rows, start=last + 1):
        inside = "".join(
            f"{start}{place}{style}{_safe(text)}</t></is></c>" for (start, style), text in zip(opened, row, strict=True)
        )
        lines.append(f'<row r="{place}">{inside}</row>')
    before = _SIZE.sub(rf"\g<1>{last + len(lines)}", before, count=1)
    return "".join((before, *lines, end, after))


def _safe(text: str) -> str:
    # What looks like the format's own escape of a character is escaped, so that it stays text.
    return escape(_ESCAPED.sub(lambda found: f"_x005F{found[0]}", text) if "_x" in text else text)
