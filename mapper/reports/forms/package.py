"""The file of a form: a ZIP package of which single parts are replaced and all others stay byte for byte."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from corpora import InputError
from corpora.archive import DAMAGED, FILE_LIMIT, check_package, opened
from corpora.files import load
from mapper.reports.forms.records import PARSER, Element

_ZIP = b"PK\x03\x04"
_MACROS = "vbaproject.bin"


class Package:
    """The parts of a workbook or document.

    Raises:
        InputError: no XLSX or DOCX, damaged, protected by a password, too large, or with macros.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.data = path, load(path, limit=FILE_LIMIT)
        if not self.data.startswith(_ZIP):
            raise self.other()
        with opened(self.data, self.damaged()) as archive:
            self._members = archive.infolist()
            check_package(path, self._members)
            self._comment = archive.comment
            self.parts = {member.filename: archive.read(member) for member in self._members}
        if len(self.parts) != len(self._members):
            raise self.damaged()
        if any(name.lower().endswith(_MACROS) for name in self.parts):
            raise InputError(
                "{path}: the form holds macros; save it without them, as an Excel workbook (.xlsx) or a Word document"
                " (.docx)",
                path=path,
            )
        mains = (name for kind, name in self.related("").values() if kind == "officeDocument" and name in self.parts)
        self.main = next(mains, "")
        """The part that all others hang on: the workbook or document."""
        if not self.main:
            raise self.other()

    def root(self, name: str) -> Element:
        """The root of a part that is XML; raises InputError where there is no such part or it is damaged."""
        try:
            return etree.fromstring(self.parts[name], PARSER)
        except DAMAGED as error:
            raise self.damaged() from error

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part, "" for the package, refers to: id → kind of reference, name of the part."""
        folder, file = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if rels not in self.parts:
            return {}
        return {
            one.get("Id", ""): (
                one.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
            )
            for one in self.root(rels).iter("{*}Relationship")
            if one.get("TargetMode") != "External"
        }

    def replaced(self, roots: Mapping[str, Element]) -> bytes:
        """The bytes of the package with other XML in these parts; the same input gives the same bytes."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.comment = self._comment
            for member in self._members:
                content = self.parts[member.filename]
                if member.filename in roots:
                    tree = roots[member.filename].getroottree()
                    content = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
                archive.writestr(_like(member), content)
        return made.getvalue()

    def damaged(self) -> InputError:
        """The error of a package that cannot be read."""
        return InputError(
            "{path}: the form is damaged or incomplete; open it in Excel or Word, save it again and try once more",
            path=self.path,
        )

    def other(self) -> InputError:
        """The error of a file that is neither a workbook nor a document."""
        return InputError(
            "{path}: is no form that can be filled, which is an Excel workbook (.xlsx) or a Word document (.docx);"
            " save it as one of these, without a password",
            path=self.path,
        )


def _like(member: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """A member's name, date, rights and way of packing, without what it says of its size."""
    made = zipfile.ZipInfo(member.filename, member.date_time)
    made.compress_type = member.compress_type
    made.external_attr, made.internal_attr = member.external_attr, member.internal_attr
    made.create_system, made.comment, made.extra = member.create_system, member.comment, member.extra
    return made
