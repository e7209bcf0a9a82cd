"""OpenDocument texts (ODT, of LibreOffice and others): our own walk over the XML (ODF 1.3, part 3).

odfpy, the library for it, prints what it cannot parse and goes on without it; here a damaged part is an error.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from corpora.archive import FILE_LIMIT, check_package, opened
from corpora.errors import InputError
from corpora.files import load
from corpora.readers.assemble import assemble, counted
from corpora.readers.odt_body import Body
from corpora.readers.odt_styles import Styles, qn
from corpora.records import Document

_NAMES = {
    "hidden": ("fragmentos de texto oculto", "pieces of hidden text"),
    "deleted": ("supresiones con control de cambios", "tracked deletions"),
    "notes": ("notas al pie o al final", "footnotes and endnotes"),
    "comments": ("comentarios de revisión", "review comments"),
    "headers": ("encabezados y pies de página", "page headers and footers"),
}


def read(path: Path) -> Document:
    """Read an ODT file; raises InputError where it is damaged, protected, huge or without text."""
    data = load(path, limit=FILE_LIMIT)
    parts = _parts(path, data)
    root = parts["content.xml"].find(f".//{qn('office:text')}")
    if root is None:
        raise _damaged(path)
    styles = parts.get("styles.xml")
    body = Body(root, Styles(parts["content.xml"], *([] if styles is None else [styles])))
    pieces = body.pieces()
    if styles is not None:
        body.skipped["headers"] = sum(
            bool("".join(element.itertext()).strip())
            for name in ("style:header", "style:footer")
            for element in styles.iter(qn(name))
        )
    meta = parts.get("meta.xml")
    title = meta.findtext(f".//{qn('dc:title')}") if meta is not None else ""
    skipped = [entry for what, (es, en) in _NAMES.items() for entry in counted(what, body.skipped[what], es, en)]
    return assemble(path, data, pieces, reader="odt", title=title or body.title, skipped=skipped)


def _parts(path: Path, data: bytes) -> dict[str, etree._Element]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        with opened(data, _damaged(path)) as package:
            check_package(path, package.infolist())
            names = set(package.namelist())
            if "META-INF/manifest.xml" in names and b"encryption-data" in package.read("META-INF/manifest.xml"):
                raise InputError(
                    es=f"{path}: está protegido con contraseña; ábralo en LibreOffice y guárdelo sin contraseña.",
                    en=f"{path}: is protected by a password; open it in LibreOffice and save it without a password.",
                )
            wanted: list[str] = [name for name in ("content.xml", "styles.xml", "meta.xml") if name in names]
            parts = {name: etree.fromstring(package.read(name), parser) for name in wanted}
    except SyntaxError as error:
        raise _damaged(path) from error
    if "content.xml" not in parts:
        raise _damaged(path)
    return parts


def _damaged(path: Path) -> InputError:
    return InputError(
        es=f"{path}: el archivo ODT está dañado o incompleto; ábralo en LibreOffice y guárdelo de nuevo.",
        en=f"{path}: the ODT file is damaged or incomplete; open it in LibreOffice and save it again.",
    )
