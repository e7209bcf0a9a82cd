"""The samples that are no pages of a browser: a programme as a workbook, as an ODT, and as a scanned page."""

from __future__ import annotations

import io
import re
import time
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pypdfium2
from lxml import html
from openpyxl.styles import Alignment, Font
from PIL import Image

STAMP = (1980, 1, 1, 0, 0, 0)
_DATES = re.compile(rb"(<(?:dcterms:\w+|meta:creation-date|dc:date)[^>]*>)[^<]*")
_DATE = time.gmtime(946684800)
_SCANNED = 150  # dots an inch
_ODT = "application/vnd.oasis.opendocument.text"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_PREFIXES = {
    "office": "office",
    "text": "text",
    "table": "table",
    "style": "style",
    "fo": "xsl-fo-compatible",
}
_ODT_STYLES = (
    '<style:style style:name="Negrita" style:family="paragraph"><style:text-properties fo:font-weight="bold"/>'
    '</style:style><text:list-style style:name="Letras">'
    '<text:list-level-style-number text:level="1" style:num-format="a" style:num-suffix=")"/></text:list-style>'
)
_SHEET = "Mantenimiento"
_HEADER = (
    "Unidad",
    "Resultado de aprendizaje",
    "Criterios de evaluación",
    "Temas de la semana",
    "Instrumento",
    "Horas",
)
_ROWS = (
    (
        "1. Preparación del mantenimiento",
        "Prepara la herramienta y la documentación del mantenimiento según la orden de trabajo.",
        "1. Interpreta la orden de trabajo y la ficha técnica. 2. Selecciona herramienta e insumos de lubricación.",
        "Programa anual de mantenimiento preventivo\nFicha técnica de la máquina de coser",
        "Lista de cotejo",
        6,
    ),
    (
        None,
        None,
        "3. Bloquea la alimentación eléctrica antes de intervenir la máquina.",
        "Normas de seguridad e higiene",
        "Guía de observación",
        4,
    ),
    (
        "2. Diagnóstico de fallas",
        "Localiza la causa de las puntadas saltadas y de las roturas de hilo.",
        "a) Revisa aguja, garfio y tensión del hilo. b) Mide la continuidad del motor y del pedal con un multímetro.",
        "Formación de la puntada de doble pespunte",
        "Guía de observación",
        10,
    ),
    (
        None,
        "Comunica el diagnóstico al personal de producción.",
        "Requisita la bitácora de mantenimiento.",
        "Formación de la puntada de doble pespunte",
        "Lista de cotejo",
        2,
    ),
)


def workbook(target: Path) -> None:
    """Write a form as schools have it: title and instructions above the header, merged keys, a hidden sheet and row."""
    book = openpyxl.Workbook()
    book.properties.creator = "curmap"
    sheet = book.active
    sheet.title = _SHEET
    sheet.append(["Planeación del módulo: Mantenimiento de máquinas de coser"])
    sheet.append(["Documento de muestra, inventado para el proyecto curmap."])
    sheet.append(["1. Llene un renglón por criterio; no cambie los títulos de las columnas."])
    sheet.append([])
    sheet.append(_HEADER)
    for row in _ROWS:
        sheet.append(row)
    sheet.append(["", "Renglón de prueba que nadie ve", "Criterio que nadie ve", "", "", 0])
    sheet.row_dimensions[sheet.max_row].hidden = True
    for area in ("A1:F1", "A6:A7", "B6:B7", "A8:A9"):
        sheet.merge_cells(area)
    for cell in sheet[5]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDEF", (22, 34, 44, 32, 20, 8), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=6):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    lists = book.create_sheet("Listas")
    lists.append(["Instrumentos"])
    lists.append(["Lista de cotejo"])
    lists.sheet_state = "hidden"
    made = io.BytesIO()
    book.save(made)
    write_without_dates(made.getvalue(), target)


def write_without_dates(package: bytes, target: Path) -> None:
    """Write an office file with one fixed date: the same source gives the same bytes."""
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, STAMP)
            # OpenDocument: the media type stands first and is not packed.
            member.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            metadata = name.endswith(("core.xml", "meta.xml"))
            file.writestr(member, _DATES.sub(rb"\g<1>2000-01-01T00:00:00Z", content) if metadata else content)


def scan(source: Path, target: Path, *, page: int = 1) -> None:
    """Write a page of a PDF, from 0, as a scanner gives it: grey, a little askew, without a text layer."""
    with pypdfium2.PdfDocument(source) as document:
        picture = document[page].render(scale=_SCANNED / 72, grayscale=True).to_pil()
    picture = picture.rotate(0.4, resample=Image.Resampling.BICUBIC, fillcolor=255).point(
        lambda grey: 16 * (grey // 16)
    )
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=35, dpi=(_SCANNED, _SCANNED))
    with Image.open(made) as scanned:
        buffer = io.BytesIO()
        scanned.save(buffer, "PDF", resolution=_SCANNED, creationDate=_DATE, modDate=_DATE, quality=35)
    target.write_bytes(buffer.getvalue())


def opendocument(source: Path, target: Path) -> None:
    """Write the page of a programme as an OpenDocument text: headings, lists, tables."""
    page = html.fromstring(source.read_text(encoding="utf-8"))
    body = "".join(_block(element) for element in page.find("body"))
    declared = " ".join(f'xmlns:{prefix}="{_ODF}:{name}:1.0"' for prefix, name in _PREFIXES.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {declared} office:version="1.3">'
        f"<office:automatic-styles>{_ODT_STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    meta = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-meta {declared} office:version="1.3" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>{escape(page.findtext(".//title") or "")}'
        "</dc:title></office:meta></office:document-meta>"
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in (("/", _ODT), ("content.xml", "text/xml"), ("meta.xml", "text/xml"))
    )
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0" '
        f'manifest:version="1.3">{entries}</manifest:manifest>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("mimetype", _ODT)
        file.writestr("content.xml", content)
        file.writestr("meta.xml", meta)
        file.writestr("META-INF/manifest.xml", manifest)
    write_without_dates(made.getvalue(), target)


def _block(element: html.HtmlElement) -> str:
    if re.fullmatch(r"h[1-4]", element.tag):
        return f'<text:h text:outline-level="{element.tag[1]}">{_words(element)}</text:h>'
    if element.tag in ("ul", "ol"):
        items = "".join(f"<text:list-item><text:p>{_words(item)}</text:p></text:list-item>" for item in element)
        style = ' text:style-name="Letras"' if element.tag == "ol" else ""
        return f"<text:list{style}>{items}</text:list>"
    if element.tag == "table":
        rows = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in element.iter("tr"))
        return f"<table:table>{rows}</table:table>"
    return f"<text:p>{_words(element)}</text:p>"


def _cell(cell: html.HtmlElement) -> str:
    style = ' text:style-name="Negrita"' if cell.tag == "th" else ""
    return f"<table:table-cell><text:p{style}>{_words(cell)}</text:p></table:table-cell>"


def _words(element: html.HtmlElement) -> str:
    return escape(" ".join(element.text_content().split()))
