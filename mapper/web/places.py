"""Where the page keeps what is not in its database."""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
from pathlib import Path

from mapper.files import write_atomically

_LONGEST_NAME = 120


class Places:
    """The page's folder in a workspace.

    <workspace>/web/curmap.db          the database
    <workspace>/web/files/<sha256>/    a file that was uploaded, under its name
    <workspace>/web/secret             the key of signed cookies, readable by its owner only
    """

    def __init__(self, workspace: Path) -> None:
        self.folder = workspace / "web"

    @property
    def database(self) -> Path:
        """The database's file."""
        return self.folder / "curmap.db"

    def keep(self, name: str, content: bytes) -> str:
        """Keep an uploaded file; gives the SHA-256 of its bytes."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.named(sha256, name)
        if not path.is_file():
            write_atomically(path, content)
        return sha256

    def named(self, sha256: str, name: str) -> Path:
        """Where the file of these bytes stands under this name: readers tell the format by content and suffix."""
        return self.folder / "files" / sha256 / safe_name(name)

    def secret(self) -> bytes:
        """The key of signed cookies, made at the first start."""
        path = self.folder / "secret"
        if not path.is_file():
            self.folder.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(f".secret-{secrets.token_hex(8)}")
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(32))
            try:
                os.link(temporary, path)  # of two that start at once, the first one's key is everyone's
            except FileExistsError:
                pass
            finally:
                temporary.unlink()
        return path.read_bytes()


def safe_name(name: str) -> str:
    """A file's name as given, without folders and control characters, short enough for any file system."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(c for c in unicodedata.normalize("NFC", last) if c.isprintable() and c not in '<>:"|?*')
    clean = clean.strip(". ") or "documento"
    stem, dot, suffix = clean.rpartition(".")
    while len(clean.encode()) > _LONGEST_NAME:
        stem = (stem or suffix)[:-1]
        clean = f"{stem}{dot}{suffix}" if dot else stem
    return clean
