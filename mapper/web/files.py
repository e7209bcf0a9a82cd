"""What the page keeps beside its database: uploads and reports; how they are taken in and given back."""

from __future__ import annotations

import hashlib
import html
import os
import re
import secrets
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, unquote

from fastapi import HTTPException, UploadFile
from starlette.responses import Response

from mapper.workspace.files import temporary_path, write_atomically

LARGEST = 50 << 20
"""Bytes of one uploaded file at most."""
MOST_FILES = 20
"""Files of one form at most."""
LONG = 2 << 20
"""Bytes of files from which what is made of them is thought to take long."""
ROOM = 20 << 20
"""Bytes that have to be free for anything to be kept."""
_LONGEST_NAME = 120
_SHA256 = re.compile("[0-9a-f]{64}")
_WRITTEN = re.compile("%0A|%0D|%22")
_SUFFIX = re.compile(r"\.[a-z]\w{1,4}$", re.IGNORECASE)
"""How a file's kind is written behind its name; `v1.2` and `Módulo 1. Riego` end in none."""
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
_HEAD = 4096
"""Characters of a report in which its policy stands, before any text of a document."""
_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    ".html": "text/html",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".json": "application/json",
}
"""Media types by suffix: the files of a report that are given."""


class Files:
    """The page's folder in a workspace.

    <workspace>/web/curmap.db          the database
    <workspace>/web/files/<sha256>/    a file that was uploaded, under its name
    <workspace>/web/reports/<number>/  job ads against programmes, in every form and language
    <workspace>/web/secret             the key of signed cookies, readable by its owner only
    """

    def __init__(self, workspace: Path) -> None:
        self.folder = workspace / "web"

    @property
    def database(self) -> Path:
        """Return the database's file."""
        return self.folder / "curmap.db"

    @property
    def full(self) -> bool:
        """Return whether the disk has no room left to work."""
        return shutil.disk_usage(self.folder).free < ROOM

    def keep(self, name: str, content: bytes) -> str:
        """Keep an uploaded file; gives the SHA-256 of its bytes."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path_of(sha256, name)
        if path.is_file():
            path.touch()  # a file that nothing names is removed once it is old
        else:
            write_atomically(path, content)
        return sha256

    def path_of(self, sha256: str, name: str) -> Path:
        """Return the path of the file of these bytes and this name: readers tell the format by content and suffix."""
        if not _SHA256.fullmatch(sha256):  # nothing outside the folder can be named
            raise ValueError(sha256)
        return self.folder / "files" / sha256 / safe_name(name)

    def are_long(self, files: Iterable[tuple[str, str]]) -> bool:
        """Return whether files, each by SHA-256 and name, are so large that what is made of them may take long."""
        return sum(self.path_of(*file).stat().st_size for file in files) > LONG

    def reports(self, number: str, *, fresh: bool = False) -> Path:
        """Return where the reports of that number stand; emptied for new ones: a begun job may have left some."""
        path = self.folder / "reports" / number
        if fresh:
            shutil.rmtree(path, ignore_errors=True)
            path.mkdir(parents=True)
        return path

    @contextmanager
    def collect(
        self, files: Mapping[str, Sequence[Sequence[str]]]
    ) -> Iterator[tuple[Path, dict[str, tuple[str, ...]]]]:
        """Yield a folder for a while in which files, given by group as SHA-256 and name, stand under their names.

        With it come, by group, their paths in it; of several of one name the later ones are in a folder of their own.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.folder, prefix="gathered-") as made:
            place, names = Path(made), dict[str, list[str]]()
            for group, of_group in files.items():
                for number, (sha256, name) in enumerate(of_group):
                    safe = safe_name(name)
                    relative = Path(safe) if not (place / safe).exists() else Path(f"{group}-{number}", safe)
                    (place / relative).parent.mkdir(exist_ok=True)
                    os.link(self.path_of(sha256, name), place / relative)
                    names.setdefault(group, []).append(str(relative))
            yield place, {group: tuple(names.get(group, ())) for group in files}

    def secret(self) -> bytes:
        """Return the key of signed cookies, made at the first start."""
        path = self.folder / "secret"
        if not path.is_file():
            with temporary_path(path) as temporary, suppress(FileExistsError):
                temporary.touch(0o600, exist_ok=False)
                temporary.write_bytes(secrets.token_bytes(32))
                os.link(temporary, path)  # of two that start at once, the first one's key is everyone's
        return path.read_bytes()


def safe_name(name: str) -> str:
    """Return a file's name as given, without folders and control characters, short enough for any file system."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(c for c in unicodedata.normalize("NFC", last) if c.isprintable() and c not in '<>:"|?*')
    clean = clean.strip(". ") or "documento"
    return _cut(file_stem(clean), clean[len(file_stem(clean)) :])


def file_stem(name: str) -> str:
    """Return a file's name without its suffix."""
    return _SUFFIX.sub("", name)


def derived_name(name: str, what: str, suffix: str) -> str:
    """Return the name of a file that was made of another: that one's without its suffix, what it is, a suffix."""
    return _cut(file_stem(safe_name(name)), f" - {safe_name(what)}{suffix}")


def _cut(stem: str, end: str) -> str:
    """Return both together, the first part so short that any file system takes them."""
    room = max(_LONGEST_NAME - len(end.encode()), 0)
    return stem.encode()[:room].decode(errors="ignore") + end


def keep_uploads(files: Files, sent: Sequence[UploadFile]) -> list[tuple[str, str]]:
    """Keep the files of a form; gives SHA-256 and name of each.

    Raises:
        HTTPException: none was chosen (422), one is too large or there are too many (413); none is kept, then.
    """
    chosen = [file for file in sent if file.filename]
    if not chosen:
        raise HTTPException(422, "error.missing.files")
    if len(chosen) > MOST_FILES or any((file.size or 0) > LARGEST for file in chosen):
        raise HTTPException(413)
    # A browser writes these three so in the name of a file, and nothing else (HTML, multipart/form-data).
    names = [safe_name(_WRITTEN.sub(lambda found: unquote(found[0]), file.filename or "")) for file in chosen]
    return [(files.keep(name, file.file.read()), name) for name, file in zip(names, chosen, strict=True)]


def download(content: bytes, kind: str, name: str) -> Response:
    """Return an answer that a browser saves under a name and never shows (RFC 6266)."""
    safe = safe_name(name)
    plain = f'filename="{safe}"' if quote(safe) == safe else f"filename*=UTF-8''{quote(safe)}"
    return Response(content, media_type=kind, headers={"Content-Disposition": f"attachment; {plain}"})


def report(path: Path, called: str, *, inline: bool, back: tuple[str, str]) -> Response:
    """Return a file of a report, as a download of that name.

    Its page can be read in place, under the policy that it was made with, and leads `back` to an address of that name.
    """
    if path.suffix not in KINDS or path.name not in {found.name for found in path.parent.glob("*.*")}:
        raise HTTPException(404)
    content = path.read_bytes()
    if inline and path.suffix == ".html":
        policy = _POLICY.search(content[:_HEAD].decode(errors="replace"))
        if policy is not None:
            headers = {"Content-Security-Policy": f"{html.unescape(policy[1])}; frame-ancestors 'none'"}
            link = f'<p><a href="{html.escape(back[0])}">← {html.escape(back[1])}</a></p>'
            content = content.replace(b"<body>", b"<body>" + link.encode(), 1)
            return Response(content, media_type="text/html", headers=headers)
    return download(content, KINDS[path.suffix], called)
