"""A server that speaks as much of Hugging Face's hub as downloading a model takes, for one folder as one model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from answering import Answers, answering

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@contextmanager
def hub(model: str, folder: Path) -> Iterator[str]:
    """Its address while it runs; `model` is what the folder is called there, as in "someone/e5-tiny"."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    class Handler(Answers):
        def do_GET(self) -> None:  # noqa: N802 - the standard library's name
            path = unquote(self.path.partition("?")[0]).lstrip("/")
            file = path.removeprefix(f"{model}/resolve/").partition("/")[2]
            if path.startswith(f"{model}/resolve/") and file in files:
                content = files[file]
                self.answer(200, content, ETag=f'"{hashlib.sha256(content).hexdigest()}"', X_Repo_Commit=COMMIT)
            elif path.startswith(f"{model}/resolve/"):
                self.answer(404, b"", X_Error_Code="EntryNotFound", X_Repo_Commit=COMMIT)
            elif path.startswith(f"api/models/{model}/tree/"):
                listed = [{"type": "file", "path": name, "size": len(own), "oid": "0"} for name, own in files.items()]
                self.answer(200, json.dumps(listed).encode(), Content_Type="application/json")
            elif path.startswith(f"api/models/{model}"):
                about = {"id": model, "sha": COMMIT, "siblings": [{"rfilename": name} for name in files], "tags": []}
                self.answer(200, json.dumps(about).encode(), Content_Type="application/json")
            else:
                self.answer(404, b"", X_Error_Code="RepoNotFound")

        do_HEAD = do_GET  # noqa: N815 - the standard library's name

    with answering(Handler) as address:
        yield address
