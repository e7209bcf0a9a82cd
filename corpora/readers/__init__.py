"""Readers of documents, opened by name when needed, so that a heavy library loads with its part.

Seam: a reader module has `read(path: Path) -> Document` and raises `InputError`. Which reader a file needs is
decided by its content (`sniff`), never by its suffix alone; what no reader takes is refused with the way to mend it.
"""

from __future__ import annotations

import csv
import io
import json
import os
import pkgutil
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple, cast

from corpora import isolation
from corpora.archive import opened
from corpora.charset import decode
from corpora.errors import InputError
from corpora.files import head, load, size, skipped_total, unreadable
from corpora.records import Document, Skipped, Text
from corpora.translation import _

__all__ = ["READERS", "Files", "Reader", "files", "read", "reader", "sniff", "text_layer"]

Reader = Callable[[Path], Document]

READERS: dict[str, str] = {
    "pdf": "corpora.readers.pdf:read",
    "docx": "corpora.readers.docx:read",
    "odt": "corpora.readers.odt:read",
    "html": "corpora.readers.html:read",
    "spreadsheet": "corpora.readers.spreadsheet:read",
    "image": "corpora.readers.ocr:read",
    "mail": "corpora.readers.mail:read",
    "plain": "corpora.readers.plain:read",
}

COLUMNS_FILE = "curmap-columns.json"
"""What a folder's file is called that says what the columns of its workbooks hold."""

_APART = frozenset({"pdf", "image"})
"""Those that leave the work to libraries in C, where a damaged file is the end of the process."""
_LITTER = frozenset({"thumbs.db", "desktop.ini", "__macosx", "icon\r"})
_SHORTCUTS = (".lnk", ".url", ".webloc", ".desktop", ".gdoc", ".gsheet", ".gslides")
_MOST_NAMED = 10
_TEMPORARY = (".tmp", ".temp", ".bak", ".part", ".crdownload")


def reader(name: str) -> Reader:
    """Return the reader of that name, those of `_APART` in a process of their own; raises KeyError."""
    return isolation.isolated(READERS[name]) if name in _APART else cast(Reader, pkgutil.resolve_name(READERS[name]))


def read(path: Path) -> Document:
    """Read one file with the reader its content asks for; raises InputError."""
    return reader(sniff(path))(path)


def text_layer(path: Path) -> tuple[str, ...]:
    """Return the text layer of each page of a PDF as its lines are printed, without what a reader makes of them."""
    texts: tuple[str, ...] = isolation.isolated("corpora.readers.pdf:text_layer")(path)
    return texts


class Files(NamedTuple):
    """Files to be read, each once, in an order that depends on their names alone; and what was passed over."""

    files: tuple[Path, ...]
    skipped: tuple[Skipped, ...]


def files(paths: Iterable[Path]) -> Files:
    """Return the files behind these paths: a file is itself, a folder is its files and those of its folders, by name.

    Hidden and temporary files ("~$programa.docx", ".DS_Store") and shortcuts ("Programa.lnk") are passed over within
    folders and named, links to files that are there by their own name counted. A path that does not exist stays in, so
    that reading it says what is wrong with it and the others are read.

    Raises:
        InputError: there are paths, but only folders without a file to be read.
    """
    found: dict[str, Path] = {}
    links: list[tuple[Path, Path]] = []
    skipped: tuple[Skipped, ...] = ()
    given = list(paths)
    for path in given:
        passed_over: list[str] = []
        closed: list[OSError] = []
        for file in _walk(path, passed_over, closed) if path.is_dir() else [path]:
            real = os.path.realpath(file)
            if file.is_symlink():
                links.append((path, file))
            elif real in found and found[real].is_symlink():  # a file goes by its own name, in its own place
                del found[real]
            found.setdefault(real, file)
        names = ", ".join(sorted(passed_over)[:_MOST_NAMED]) + ("…" if len(passed_over) > _MOST_NAMED else "")
        said = _("hidden or temporary files and shortcuts, not read ({names})", names=names)
        skipped += skipped_total(str(path), len(passed_over), said)
        skipped += skipped_total(str(path), len(closed), _("folders that may not be read"))
        if closed and len(given) == 1 and not found:
            raise unreadable(path, closed[0])
    kept = set(found.values())
    for name, count in Counter(str(path) for path, link in links if link not in kept).items():
        skipped += skipped_total(name, count, _("links to files that are read already"))
    if given and not found:
        names = ", ".join(map(str, given))
        raise InputError("{names}: there is no file to be read; name another folder, or a file.", names=names)
    return Files(tuple(found.values()), skipped)


def _walk(folder: Path, passed_over: list[str], closed: list[OSError]) -> Iterator[Path]:
    """Return the folder's files, then those of its folders, each by name; links to folders are not followed."""
    for root, folders, names in os.walk(folder, onerror=closed.append):
        passed_over.extend(name for name in (*folders, *names) if _is_litter(name))
        folders[:] = sorted(name for name in folders if not _is_litter(name))
        yield from (Path(root, name) for name in sorted(names) if not _is_litter(name) and name != COLUMNS_FILE)


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~")) or name.lower() in _LITTER or name.lower().endswith((*_TEMPORARY, *_SHORTCUTS))


TEXT_LIMIT = 50 * (1 << 20)  # largest text, Markdown or HTML file that is read, in bytes

_HEAD, _LINK = 1 << 16, 1000
_PDF = re.compile(rb"%PDF-?\d")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_LIMIT = 200 * (1 << 20)
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp"})
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a", b"BZh", b"\xfd7zXZ\x00")
_SHORTCUT = (b"L\0\0\0\x01\x14\x02\0", b"book\0\0\0\0mark")  # of Windows (MS-SHLLINK) and of macOS
_ELSEWHERE = re.compile(rb'\{[^{}]*"(?:doc_id|url)"\s*:\s*"[^{}]*\}\s*')  # of Google's documents
_LINKS = (b"[InternetShortcut", b"[Desktop Entry]")
_SINGLE_FILES = {
    'progid="Word.Document"': _("a Word document in a single XML file"),
    "urn:oasis:names:tc:opendocument:xmlns:office": _("an OpenDocument in a single XML file"),
}
_HTML_DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HTML_FRAGMENT = re.compile(r"<(?:div|p|table|h[1-6]|main|article|section|ul|ol|meta|title|style|script|span)\b", re.I)
_BEFORE_HTML = re.compile(r"\A(?:\s++|<\?xml[^>]*+>|<!--.*?-->)++", re.DOTALL)
_MAIL = re.compile(
    r"(?:From \S.*\n)?(?:[!-9;-~]+:.*\n(?:[ \t].*\n)*+)*?"
    r"(?:mime-version|content-(?:type|transfer-encoding)|message-id|received|return-path)[ \t]*:",
    re.IGNORECASE,
)
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mkd"})
# Two or more separators in every row, three rows at least: prose does not come out even.
_MIN_ROWS, _MIN_COLUMNS, _MOST_ROWS = 3, 3, 200


def sniff(path: Path) -> str:
    """Return the name in `READERS` of the reader for this file; its suffix only tells HTML from Markdown with tags.

    Raises:
        InputError: there is no such file, it is empty, may not be read, or is of a kind that no reader takes.
    """
    data = head(path, _HEAD)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _in_zip(path)
    if data.startswith(_OLE):
        raise _in_ole(path)
    bitmap = data.startswith(b"BM") and data[6:10] == bytes(4)
    if data.startswith(_PICTURES) or bitmap or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "image"
    if data[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif"):
        raise InputError(
            "{path}: is a photograph in HEIC or AVIF, which is not read; save it as JPEG or PNG.", path=path
        )
    if data.startswith(b"{\\rtf"):
        raise _unsupported(path, _("an RTF document"))
    if data.startswith(_ARCHIVES):
        raise _archive(path)
    shortcut = data.startswith(_SHORTCUT) or data.lstrip(b"\xef\xbb\xbf\r\n").startswith(_LINKS)
    if shortcut or (len(data) < _LINK and _ELSEWHERE.fullmatch(data)):
        raise InputError("{path}: is a shortcut to a file or page and holds no text; name that file.", path=path)
    # Readers of PDF allow for other bytes before its beginning.
    if _PDF.search(data[:1024]):
        return "pdf"
    decoded = decode(data, partial=True)
    if decoded is None:
        raise not_text(path)
    return "mail" if is_mail(decoded.text) else _in_text(path, decoded.text)


def is_mail(text: str) -> bool:
    """Return whether a text begins with the head of a mail, one of whose fields only programs write."""
    return _MAIL.match(text) is not None


def not_text(path: Path) -> InputError:
    """Return the error of a file whose bytes are no text in any known encoding and no known format."""
    return InputError(
        "{path}: is neither text nor a known format (PDF, DOCX, ODT, XLSX, HTML, Markdown); save it as PDF or DOCX.",
        path=path,
    )


def _in_text(path: Path, text: str) -> str:
    beginning, suffix = _BEFORE_HTML.sub("", text), path.suffix.lower()
    fragment = _HTML_FRAGMENT.match(beginning) and suffix not in MARKDOWN_SUFFIXES
    is_html = fragment or _HTML_DOCUMENT.match(beginning)
    if form := next((form for sign, form in _SINGLE_FILES.items() if sign in text[:_LINK]), None):
        raise _unsupported(path, form)
    if not is_html and (text.lstrip().startswith("<?xml") or _is_json(path, text)):
        raise _unsupported(path, _("data (JSON or XML), no document"))
    if not is_html and _is_table(text):
        raise _spreadsheet(path)
    if not is_html and suffix == ".docx":
        # Under most suffixes text is read; what is called DOCX, or a picture, has nearly always lost its contents.
        raise InputError(
            "{path}: is no DOCX, which is a ZIP, but text; save it again in Word or call it .txt or .md.", path=path
        )
    if not is_html and suffix in _PICTURE_SUFFIXES:
        raise InputError(
            "{path}: is no picture, but text; scan or download it again, or call it .txt or .md.", path=path
        )
    if size(path) > TEXT_LIMIT:
        load(path, limit=TEXT_LIMIT)
    return "html" if is_html else "plain"


def _in_zip(path: Path) -> str:
    with opened(path, damaged_zip(path)) as archive:
        names = set(archive.namelist())
        said = b""
        if "mimetype" in names:
            with archive.open("mimetype") as member:
                said = member.read(200)
    kind = said.decode("ascii", errors="replace").strip()  # that an OpenDocument file gives itself
    if any(name.startswith("word/") and name.endswith(".xml") for name in names):
        return "docx"
    if "xl/workbook.xml" in names:
        return "spreadsheet"
    if any(name.startswith("xl/") for name in names) or kind.endswith("spreadsheet"):
        raise _spreadsheet(path)
    if any(name.startswith("ppt/") for name in names) or kind.endswith("presentation"):
        raise _unsupported(path, _("a presentation"))
    if kind.endswith(("opendocument.text", "opendocument.text-template")):
        return "odt"
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        raise _unsupported(path, _("a document of Apple’s Pages, Numbers or Keynote"))
    if "META-INF/container.xml" in names:
        raise _unsupported(path, _("an EPUB book"))
    raise _archive(path)


def damaged_zip(path: Path) -> InputError:
    """Return the error of a DOCX, or other zip, that is cut off or damaged."""
    return InputError("{path}: the DOCX or ZIP file is damaged or incomplete; download or save it again.", path=path)


def _in_ole(path: Path) -> InputError:
    """Return what is in the container of the old Office formats, by the names of its streams (MS-CFB, UTF-16)."""
    data = load(path, limit=_OLE_LIMIT)
    if "EncryptedPackage".encode("utf-16-le") in data:
        return InputError(
            "{path}: is protected by a password; open it in Word or Excel and save it without a password.", path=path
        )
    if "WordDocument".encode("utf-16-le") in data:
        return _unsupported(path, _("a document of the old Word (.doc)"))
    if "Workbook".encode("utf-16-le") in data:
        return _spreadsheet(path)
    if "__nameid_version1.0".encode("utf-16-le") in data:
        return InputError(
            "{path}: is a mail of Outlook (.msg), a format that is not read; save it as .eml, .mht or text.", path=path
        )
    return _unsupported(path, _("a file of the old Office"))


def _unsupported(path: Path, said: Text) -> InputError:
    return InputError("{path}: is {said}, a format that is not read; save it as PDF or DOCX.", path=path, said=said)


def _spreadsheet(path: Path) -> InputError:
    return InputError(
        "{path}: is a spreadsheet in a format that is not read; save it as an Excel workbook (.xlsx).", path=path
    )


def _archive(path: Path) -> InputError:
    return InputError("{path}: is an archive; unpack it and name the documents in it.", path=path)


def _is_json(path: Path, text: str) -> bool:
    text = text.strip()
    if text[:1] not in ("{", "["):
        return False
    if path.suffix.lower() in (".json", ".jsonl"):
        return True
    try:
        json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_table(text: str) -> bool:
    """Return whether every row has as many columns as the first: by tabs, semicolons, or commas without a blank."""
    first = text.lstrip().partition("\n")[0]
    for separator in "\t;,":
        prose = separator == "," and '"' not in text and text.count(", ") * 2 > text.count(",")
        if separator not in first or prose:
            continue
        rows: list[int] = []
        with suppress(csv.Error):  # the text may be cut within a cell
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
            for row in islice(filter(None, reader), _MOST_ROWS):
                rows.append(len(row))  # noqa: PERF401 - what was read before an error stays
        if len(rows) > _MIN_ROWS and rows[0] >= _MIN_COLUMNS and len(set(rows[:-1])) == 1:
            return True
    return False
