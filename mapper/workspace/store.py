"""The workspace: the folder that holds frameworks, their indexes and cached vectors.

    <workspace>/frameworks/<name>.jsonl        a header, then one competency a line
    <workspace>/frameworks/<name>.lock         held by the one that changes it
    <workspace>/indexes/<name>/<key>/          index of that framework for one encoder revision
    <workspace>/calibrated/<revision>.npz      what makes the probabilities of that encoder, fitted here
    <workspace>/cache/                         vectors by content, downloads

Every file is written beside its place and renamed, so that an interrupted command leaves nothing half-added.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpora import Framework, InputError, Skipped, Text
from corpora.frameworks.fields import from_json, to_json
from mapper.workspace.files import clear_abandoned, require_folder, write_atomically

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_KEPT = ("title", "version", "sha256", "source", "licence")
"""What a header has of its framework as it is."""
_PATIENCE = 600.0
"""Seconds that a change waits for another one of the same framework; the largest takes a minute or two."""


@dataclass(frozen=True, slots=True)
class FrameworkHeader:
    """What is known of a stored framework without reading its competencies."""

    name: str
    loader: str
    title: str
    version: str
    sha256: str
    source: str
    licence: str
    competencies: int
    skipped: tuple[Skipped, ...]
    extra: Mapping[str, Any] = field(default_factory=dict)


class Workspace:
    """A folder of frameworks, indexes and caches; made when something is first written to it.

    A framework that was read stays in memory until its file changes, for programs that map many documents.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read_before: dict[str, tuple[_Identity, Framework]] = {}

    @property
    def cache(self) -> Path:
        """Folder of what can be made again: vectors by content, downloads."""
        return self.folder / "cache"

    @property
    def calibrated(self) -> Path:
        """Folder of the scorers that were fitted here, one for each encoder."""
        return self.folder / "calibrated"

    def indexes(self, name: str) -> Path:
        """Folder of the indexes of the framework of that name."""
        return self.folder / "indexes" / name

    @staticmethod
    def check_name(name: str, option: str = "--name") -> None:
        """Raise InputError where a framework cannot be called so: its name is that of a file."""
        if not _NAME.fullmatch(name):
            raise InputError(
                "'{name}' cannot be a name: use lower case, digits, dots and hyphens ({option})",
                name=name,
                option=option,
            )

    def clear_abandoned(self) -> None:
        """Remove what a process that was killed left half-written."""
        for folder in (self.folder / "frameworks", self.folder / "indexes"):
            clear_abandoned(folder)

    @contextmanager
    def changing(self, name: str) -> Iterator[None]:
        """Hold a framework from reading it to storing what became of it, so that no other change is lost between.

        Waits for the one that holds it; the kernel lets go of it when that process ends, however it ends.

        Raises:
            InputError: another process holds it for longer than any change takes.
            OSError: the workspace cannot be written.
        """
        from filelock import FileLock, Timeout

        lock = self._path(name).with_suffix(".lock")
        require_folder(lock.parent)  # else a file is named that nobody has heard of
        lock.parent.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(lock, timeout=_PATIENCE):
                yield
        except Timeout as error:
            raise InputError(
                "another command has been changing the framework '{name}' for more than ten minutes; wait until it is"
                " done and repeat",
                name=name,
            ) from error

    def add(self, framework: Framework, loader: str) -> None:
        """Store a framework, whole or not at all, in place of one of the same name.

        Raises:
            InputError: the name cannot be a file's name.
            OSError: no permission, a full disk.
        """
        self.check_name(framework.name)
        header = {
            "name": framework.name,
            "loader": loader,
            **{name: getattr(framework, name) for name in _KEPT},
            "competencies": len(framework.competencies),
            "skipped": [[s.what, s.why.es, s.why.en] for s in framework.skipped],
            **({"extra": framework.extra} if framework.extra else {}),
        }
        lines = [json.dumps(header, ensure_ascii=False)]
        lines += [json.dumps(to_json(c), ensure_ascii=False) for c in framework.competencies]
        write_atomically(self._path(framework.name), "\n".join(lines) + "\n")

    def remove(self, name: str) -> None:
        """Remove a framework, damaged or not, and its indexes; raises InputError for an unknown name."""
        import shutil

        self._require(name)
        with self.changing(name):
            self._path(name).unlink(missing_ok=True)
            shutil.rmtree(self.indexes(name), ignore_errors=True)

    def names(self) -> list[str]:
        """Names of all stored frameworks, damaged ones among them."""
        folder = self.folder / "frameworks"
        # Not by glob, which finds nothing in a folder that may not be read.
        files = folder.iterdir() if folder.is_dir() else ()
        return sorted(path.stem for path in files if path.suffix == ".jsonl" and _NAME.fullmatch(path.stem))

    def headers(self) -> list[FrameworkHeader]:
        """Headers of the stored frameworks, by name; a damaged one is no reason not to use the others."""
        return self._headers()[0]

    def damaged(self) -> list[InputError]:
        """What is wrong with those that `headers` leaves out."""
        return self._headers()[1]

    def _headers(self) -> tuple[list[FrameworkHeader], list[InputError]]:
        headers, errors = list[FrameworkHeader](), list[InputError]()
        for name in self.names():
            try:
                headers.append(self.header(name))
            except InputError as error:
                errors.append(error)
        return headers, errors

    def header(self, name: str) -> FrameworkHeader:
        """Header of one framework; raises InputError for an unknown name or a damaged file."""
        return _header(self._path(name), next(self._lines(name), ""))

    def load(self, name: str) -> Framework:
        """Read a stored framework; raises InputError for an unknown name or a damaged file."""
        identity = _identity(self._path(name))
        before, framework = self._read_before.get(name, (None, None))
        if framework is None or before != identity:
            framework = self._read(name)
            if identity is not None:
                self._read_before[name] = identity, framework
        return framework

    def _read(self, name: str) -> Framework:
        lines = self._lines(name)
        header = _header(self._path(name), next(lines, ""))
        try:
            competencies = tuple(from_json(json.loads(line)) for line in lines)
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(self._path(name)) from error
        if len(competencies) != header.competencies:
            raise _damaged(self._path(name))
        known = {key: getattr(header, key) for key in ("name", *_KEPT, "skipped", "extra")}
        return Framework(**known, competencies=competencies)

    def _path(self, name: str) -> Path:
        return self.folder / "frameworks" / f"{name}.jsonl"

    def _require(self, name: str) -> None:
        if not _NAME.fullmatch(name) or not self._path(name).is_file():
            known = ", ".join(header.name for header in self.headers())
            raise InputError(
                "there is no framework '{name}'; there are: {known}; add it with 'curmap framework add'",
                name=name,
                known=Text(known or "ninguno", known or "none"),
            )

    def _lines(self, name: str) -> Iterator[str]:
        self._require(name)
        path = self._path(name)
        try:
            with path.open(encoding="utf-8") as file:
                yield from file
        except PermissionError as error:
            raise InputError("{path}: may not be read; change its permissions", path=path) from error
        except UnicodeDecodeError as error:
            raise _damaged(path) from error


_Identity = tuple[int, int, int]
"""Of a file as it stands: number, time and size; every writing of it makes a new one."""


def _identity(path: Path) -> _Identity | None:
    try:
        status = path.stat()
    except OSError:
        return None  # what is wrong with it is told by reading it
    return status.st_ino, status.st_mtime_ns, status.st_size


def _header(path: Path, line: str) -> FrameworkHeader:
    try:
        values = json.loads(line)
        values["skipped"] = tuple(Skipped(what, Text(es, en)) for what, es, en in values["skipped"])
        return FrameworkHeader(**values)
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> InputError:
    return InputError(
        "{path}: damaged file; take it away with 'curmap framework remove {stem}' and add the framework again",
        path=path,
        stem=path.stem,
    )
