"""The samples that are no pages of a browser: a programme as a workbook, as an ODT, and as a scanned page."""

from __future__ import annotations

import io
import re
import time
import zipfile
from pathlib import Path

import openpyxl
import pypdfium2
from openpyxl.styles import Alignment, Font
from PIL import Image

STAMP = (1980, 1, 1, 0, 0, 0)
_DATES = re.compile(rb"(<(?:dcterms:\w+|meta:creation-date|dc:date)[^>]*>)[^<]*")
_DATE = time.gmtime(946684800)
_SCANNED = 150  # dots an inch
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
    """A form as schools have it: title and instructions above the header, merged keys, a hidden sheet and row."""
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
    """An office file whose members and metadata carry one fixed date: the same source gives the same bytes."""
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
    """A page of a PDF as an office's scanner gives it: grey, a little askew, without a text layer.

    Args:
        source: the PDF.
        target: of a PDF with one picture.
        page: number of the page, from 0.
    """
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
