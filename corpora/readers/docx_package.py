"""The zip file of a DOCX: opened only when its parts are of a size that a text can have."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from corpora.archive import DAMAGED, opened
from corpora.errors import InputError
from corpora.files import load
from corpora.readers.sniff import damaged_zip

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

FILE_LIMIT = 200 * (1 << 20)
"""Largest DOCX file that is read, in bytes, pictures included."""
UNPACKED_LIMIT = 500 * (1 << 20)
"""Largest sum of its unpacked parts."""
XML_LIMIT = 100 * (1 << 20)
"""Largest unpacked XML part: a book of a thousand pages has about 20 MB."""
_MOST_PARTS = 10_000
# XML packs to a tenth; beyond this ratio, and beyond this size, nothing is a document.
_MOST_RATIO, _RATIO_FROM = 200, 20 * (1 << 20)


def open_package(path: Path) -> tuple[bytes, WordDocument]:
    """The file's bytes and the opened document; raises InputError."""
    import docx
    from docx.exceptions import PythonDocxError

    data = load(path, limit=FILE_LIMIT)
    with opened(data, damaged_zip(path)) as archive:
        check_package(path, archive.infolist())
        for member in archive.infolist():
            if member.filename.endswith((".xml", ".rels")):
                archive.read(member)  # a part that is damaged is told from one that is not of Word
    incomplete = InputError(
        es=f"{path}: no es un DOCX completo o es de la variante Strict; guárdelo como «Documento de Word».",
        en=f"{path}: is no complete DOCX, or of the Strict variant; save it in Word as “Word Document”.",
    )
    try:
        return data, docx.Document(io.BytesIO(data))
    except SyntaxError as error:
        raise damaged_zip(path) from error
    except (*DAMAGED, AttributeError, TypeError, IndexError, PythonDocxError) as error:
        raise incomplete from error


def check_package(path: Path, members: list[zipfile.ZipInfo]) -> None:
    """Refuse a package that is protected, or whose parts are of a size that no text has; raises InputError."""
    if any(member.flag_bits & 1 for member in members):
        raise InputError(
            es=f"{path}: está protegido con contraseña; ábralo y guárdelo sin contraseña.",
            en=f"{path}: is protected by a password; open it and save it without a password.",
        )
    total = sum(member.file_size for member in members)
    xml = max((member.file_size for member in members if member.filename.endswith((".xml", ".rels"))), default=0)
    packed = sum(member.compress_size for member in members)
    dense = total > _RATIO_FROM and total > _MOST_RATIO * max(packed, 1)
    if total > UNPACKED_LIMIT or xml > XML_LIMIT or len(members) > _MOST_PARTS or dense:
        raise InputError(
            es=f"{path}: se descomprime a {total >> 20} MB, demasiado para un documento (posible «bomba» ZIP); "
            "no se abrió. Guárdelo de nuevo, sin imágenes si son muchas.",
            en=f"{path}: unpacks to {total >> 20} MB, too much for a document (a possible zip bomb); "
            "it was not opened. Save it again, without its pictures if they are many.",
        )
