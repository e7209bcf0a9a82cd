"""Pictures of pages (PNG, JPEG, TIFF, WebP, BMP, GIF): as the scanned pages of a PDF, by recognising their text."""

from __future__ import annotations

import hashlib
import io
import struct
import tempfile
import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpora.errors import InputError
from corpora.files import load
from corpora.readers import ocr
from corpora.records import Document

if TYPE_CHECKING:
    from PIL.Image import Image

FILE_LIMIT = 100 * (1 << 20)
"""Largest picture that is read, in bytes."""
MOST_PIXELS = 80_000_000
"""Largest picture that is unpacked: a page of A3 at 600 dots an inch has 70 million."""
_MOST_PAGES = 200
_MOST_IN_ALL = 1_500_000_000  # of all pages, a byte each: they are held together
# What Pillow raises where a picture is damaged; its readers look into what the file says without much ado.
_DAMAGED = (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, ArithmeticError, struct.error)
_WIDTH = 8.27  # inches of A4, for a picture that does not say how large it is
_DPI = (72, 1200)


def read(path: Path) -> Document:
    """Read a picture of one page, or a TIFF of several.

    Raises:
        InputError: tesseract is not installed, or the picture is damaged, huge or without a legible text.
    """
    from corpora.readers.pdf import read as read_pdf

    data = load(path, limit=FILE_LIMIT)
    pages = _as_pdf(path, data)
    if not ocr.languages():
        raise InputError(
            es=f"{path}: es una imagen; para leerla, instale tesseract: {ocr.INSTALL}",
            en=f"{path}: is a picture; to read it, install tesseract: {ocr.INSTALL}",
        )
    with tempfile.TemporaryDirectory() as folder:
        scanned = Path(folder) / "scan.pdf"
        scanned.write_bytes(pages)
        try:
            document = read_pdf(scanned)
        except InputError as error:
            raise InputError(
                es=f"{path}: no se reconoció texto en la imagen; escanéela derecha y a 300 puntos por pulgada.",
                en=f"{path}: no text was recognised in the picture; scan it upright, at 300 dots an inch.",
            ) from error
    return replace(document, name=path.name, sha256=hashlib.sha256(data).hexdigest(), format="image")


def _as_pdf(path: Path, data: bytes) -> bytes:
    from PIL import Image

    made = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damaged metadata, and of sizes that are checked here
            with Image.open(io.BytesIO(data)) as image:
                _check(path, image)
                pages: list[Image.Image] = []
                for number in range(getattr(image, "n_frames", 1)):
                    image.seek(number)
                    _check(path, image, sum(page.width * page.height for page in pages))
                    pages.append(_grey(image))
                pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=_resolution(image))
    except Image.DecompressionBombError as error:
        raise _huge(path) from error
    except InputError:
        raise
    except _DAMAGED as error:
        raise InputError(
            es=f"{path}: la imagen está dañada o incompleta; vuelva a escanearla o a descargarla.",
            en=f"{path}: the picture is damaged or incomplete; scan or download it again.",
        ) from error
    return made.getvalue()


def _check(path: Path, image: Image, before: int = 0) -> None:
    size = image.width * image.height
    if size > MOST_PIXELS or size + before > _MOST_IN_ALL or getattr(image, "n_frames", 1) > _MOST_PAGES:
        raise _huge(path)


def _huge(path: Path) -> InputError:
    return InputError(
        es=f"{path}: la imagen es demasiado grande ({MOST_PIXELS // 1_000_000} millones de puntos o {_MOST_PAGES} "
        "páginas es lo más); escanéela a 300 puntos por pulgada.",
        en=f"{path}: the picture is too large ({MOST_PIXELS // 1_000_000} million dots or {_MOST_PAGES} pages is the "
        "most); scan it at 300 dots an inch.",
    )


def _grey(image: Image) -> Image:
    """In shades of grey on white: what is transparent shows the paper."""
    shown = image.convert("RGBA")
    paper = shown.copy()
    paper.paste("white", (0, 0, *shown.size))
    paper.alpha_composite(shown)
    return paper.convert("L")


def _resolution(image: Image) -> float:
    said = image.info.get("dpi", (0, 0))[0]
    return float(said) if _DPI[0] < said <= _DPI[1] else max(image.width / _WIDTH, _DPI[0])
