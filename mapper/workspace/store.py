"""The workspace: the folder that holds frameworks, their indexes and cached vectors.

    <workspace>/frameworks/<name>.jsonl        a header, then one competency a line
    <workspace>/frameworks/<name>.lock         held by the one that changes it
    <workspace>/indexes/<name>/<key>/          index of that framework for one encoder revision
    <workspace>/calibrated/<revision>.npz      what makes the probabilities of that encoder, fitted here
    <workspace>/cache/                         vectors by content, downloads

Every file is written beside its place and renamed. Which frameworks a command works on is told here too: the registry
(RENEC) knows every Mexican standard by title; a standard's own document (CONOCER) holds its elements and criteria. With
either asked for, a standard stands once: as its document where that is loaded, else as its entry in the registry.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from corpora import Competency, Framework, InputError, Skipped, Text
from corpora.frameworks.fields import from_lines, to_json
from mapper.workspace.files import clear_abandoned, require_folder, write_atomically

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_KEPT = ("title", "version", "sha256", "source", "licence")  # what a header has of its framework as it is
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

    A framework that was read stays in memory until its file changes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = folder / "cache"  # of what can be made again: vectors by content, downloads
        self.calibrated = folder / "calibrated"  # the scorers that were fitted here, one for each encoder
        self._read_before: dict[str, tuple[_Identity, Framework]] = {}

    def indexes(self, name: str) -> Path:
        """Return the folder of the indexes of the framework of that name."""
        return self.folder / "indexes" / name

    @staticmethod
    def check_name(name: str, option: str = "--name") -> None:
        """Raise InputError where a framework cannot be called so: its name is that of a file."""
        if not _NAME.fullmatch(name):
            raise InputError(
                "'{name}' cannot be a name: use lower case, digits, dots and hyphens⟦ ({option})⟧",
                name=name,
                option=option,
            )

    def clear_abandoned(self) -> None:
        """Remove what a process that was killed left half-written."""
        for folder in (self.folder / "frameworks", self.folder / "indexes", self.cache):
            clear_abandoned(folder)

    @contextmanager
    def changing(self, name: str) -> Iterator[None]:
        """Hold a framework from reading it to storing what became of it; waits for whoever holds it.

        Raises InputError: it is held for longer than any change takes; OSError: the workspace cannot be written.
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

        Raises InputError: the name cannot be a file's name; OSError: no permission, a full disk.
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
        self._require(name)
        with self.changing(name):
            self._path(name).unlink(missing_ok=True)
            shutil.rmtree(self.indexes(name), ignore_errors=True)

    def names(self) -> list[str]:
        """Return the names of all stored frameworks, damaged ones among them."""
        folder = self.folder / "frameworks"
        # Not by glob, which finds nothing in a folder that may not be read.
        files = folder.iterdir() if folder.is_dir() else ()
        return sorted(path.stem for path in files if path.suffix == ".jsonl" and _NAME.fullmatch(path.stem))

    def headers(self) -> list[FrameworkHeader]:
        """Return the headers of the stored frameworks, by name; a damaged one is no reason not to use the others."""
        return [header for header in self._headers() if isinstance(header, FrameworkHeader)]

    def damaged(self) -> list[InputError]:
        """Return what is wrong with those that `headers` leaves out."""
        return [error for error in self._headers() if isinstance(error, InputError)]

    def _headers(self) -> Iterator[FrameworkHeader | InputError]:
        for name in self.names():
            try:
                yield self.header(name)
            except InputError as error:
                yield error

    def header(self, name: str) -> FrameworkHeader:
        """Return the header of one framework; raises InputError for an unknown name or a damaged file."""
        return _header(self._path(name), self._read_file(name, header_only=True)[0])

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
        first, rest = self._read_file(name)
        header = _header(self._path(name), first)
        try:
            competencies = from_lines(rest)
        except ValueError as error:
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
                "there is no framework '{name}'; there are: {known}⟦; add it with 'curmap framework add'⟧",
                name=name,
                known=Text(known or "ninguno", known or "none"),
            )

    def _read_file(self, name: str, *, header_only: bool = False) -> tuple[bytes, bytes]:
        """Return the first line and the lines below."""
        self._require(name)
        path = self._path(name)
        try:
            with path.open("rb") as file:
                return file.readline(), b"" if header_only else file.read()
        except PermissionError as error:
            raise InputError("{path}: may not be read; change its permissions", path=path) from error


_Identity = tuple[int, int, int]  # of a file as it stands: number, time and size; every writing of it makes a new one


def _identity(path: Path) -> _Identity | None:
    try:
        status = path.stat()
    except OSError:
        return None  # what is wrong with it is told by reading it
    return status.st_ino, status.st_mtime_ns, status.st_size


def _header(path: Path, line: bytes) -> FrameworkHeader:
    try:
        values = json.loads(line)
        values["skipped"] = tuple(Skipped(what, Text(es, en)) for what, es, en in values["skipped"])
        return FrameworkHeader(**values)
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> InputError:
    return InputError(
        "{path}: damaged file⟦; take it away with 'curmap framework remove {stem}' and add the framework again⟧",
        path=path,
        stem=path.stem,
    )


_REGISTRY, _DOCUMENTS = "renec", "conocer"
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A competency with the framework it stands in; `also` are the others that have its code."""

    framework: Framework
    competency: Competency
    also: tuple[str, ...] = ()

    @property
    def name(self) -> tuple[str, str]:
        """Return the framework and code."""
        return self.framework.name, self.competency.code


def load_frameworks(workspace: Workspace, names: Sequence[str]) -> tuple[Framework, ...]:
    """Load frameworks by name, in that order, each once, registry and documents joined; raises InputError."""
    if not names:
        raise InputError("name at least one framework with --framework; 'curmap framework list' shows them")
    loaders = _loaders(workspace)
    for name in names:
        if name not in loaders:
            _refuse_code(workspace, name)
    return _joined([workspace.load(name) for name in _with_partners(names, loaders)], loaders)


def _refuse_code(workspace: Workspace, name: str) -> None:
    """Tell how a standard is asked for, to whoever names one where a framework is meant."""
    try:
        entry = find_entry(workspace, name)
    except InputError:
        return  # that there is no such framework is told by loading it
    raise InputError(
        "'{name}' is a standard of the framework '{framework}'⟦; ask for it with --framework {framework}/{code}⟧",
        name=name,
        framework=entry.framework.name,
        code=entry.competency.code,
    )


def resolve_frameworks(
    workspace: Workspace, names: Sequence[str]
) -> tuple[tuple[Framework, ...], dict[str, frozenset[str]]]:
    """Return the frameworks named as NAME or NAME/CODE and, of the latter, the standards; raises InputError.

    One that is not among the latter is looked at whole, even where single standards of it are named besides.
    """
    whole = [name for name in names if "/" not in name]
    only: dict[str, frozenset[str]] = {}
    for name in names:
        if "/" in name:
            entry = find_entry(workspace, name)
            only[entry.framework.name] = only.get(entry.framework.name, frozenset()) | {standard_code(entry)}
    wholly = {framework.name for framework in load_frameworks(workspace, whole)} if whole else set()
    only = {name: codes for name, codes in only.items() if name not in wholly}
    # What a single standard's framework is joined with was not asked for.
    found = [one for one in load_frameworks(workspace, [*whole, *only]) if one.name in wholly or one.name in only]
    return tuple(found), only


def standard_code(entry: Entry) -> str:
    """Return the code of the standard that an entry is, or is a part of."""
    return entry.framework.find_root(entry.competency.code)


def join_new(workspace: Workspace, new: Framework, loader: str) -> tuple[Framework, ...]:
    """Return the same for one name, as it will be once this framework is stored."""
    loaders = _loaders(workspace) | {new.name: loader}
    names = _with_partners([new.name], loaders)
    return _joined([new if name == new.name else workspace.load(name) for name in names], loaders)


def _loaders(workspace: Workspace) -> dict[str, str]:
    """Return the loader of each framework; a damaged one counts as what its name says."""
    return {name: name for name in workspace.names()} | {h.name: h.loader for h in workspace.headers()}


def _with_partners(names: Sequence[str], loaders: dict[str, str]) -> list[str]:
    wanted: dict[str, None] = {}
    for name in names:
        wanted[name] = None
        # Documents kept under a name of their own stay apart from other documents.
        partner = {_REGISTRY: _DOCUMENTS, _DOCUMENTS: _REGISTRY}.get(loaders.get(name, ""))
        wanted.update(dict.fromkeys(sorted(n for n in loaders if partner and loaders[n] == partner)))
    return list(wanted)


def _joined(loaded: list[Framework], loaders: dict[str, str]) -> tuple[Framework, ...]:
    registry = {c.code: c for f in loaded if loaders[f.name] == _REGISTRY for c in f.competencies}
    documents = {c.code for f in loaded if loaders[f.name] == _DOCUMENTS for c in f.competencies}
    joined = []
    for framework in loaded:
        competencies = framework.competencies
        if loaders[framework.name] == _REGISTRY:
            competencies = tuple(c for c in competencies if c.code not in documents)
        elif loaders[framework.name] == _DOCUMENTS:
            competencies = tuple(_enriched(c, registry.get(c.code)) for c in competencies)
        joined.append(replace(framework, competencies=competencies))
    return tuple(joined)


def _enriched(document: Competency, entry: Competency | None) -> Competency:
    """Return a standard's document with what only the registry says of it; the document's own words win."""
    if entry is None:
        return document
    said = {key: value for key, value in document.extra.items() if value}
    return replace(document, level=document.level or entry.level, extra={**entry.extra, **said})


def find_entry(workspace: Workspace, code: str) -> Entry:
    """Return the entry that `NAME/CODE` or `CODE` means, registry and documents as one; raises InputError: none."""
    headers = workspace.headers()
    name, _, rest = code.partition("/")
    named = rest and any(header.name == name for header in headers)
    names = [name] if named else [header.name for header in headers]
    wanted = rest if named else code
    loaded = load_frameworks(workspace, names) if names else ()
    for same in (str, str.casefold):  # "ec0217" means EC0217 where nothing is called just so
        found = [(f, c) for f in loaded for c in f.competencies if same(c.code) == same(wanted)]
        if found:
            framework, competency = found[0]
            others = dict.fromkeys(other.name for other, _competency in found if other.name != framework.name)
            return Entry(framework, competency, tuple(others))
    if any(header.name == code for header in headers):
        entries = [c for f in loaded if f.name == code for c in f.competencies]
        roots = [f"{code}/{c.code}" for c in entries if c.parent is None]
        raise InputError(
            "'{name}' is a framework; name one of its entries ({n}), for example {known}",
            name=code,
            n=len(entries),
            known=", ".join(roots[:_EXAMPLES]),
        )
    known = ", ".join(header.name for header in headers) or "—"
    raise InputError(
        "'{code}' was not found (frameworks loaded: {known}); look it up as FRAMEWORK/CODE", code=code, known=known
    )


def merge_standards(old: Framework, new: Framework) -> Framework:
    """Return both sets of standards; of what both hold, the new document replaces the old one whole."""
    replaced = {c.code for c in new.competencies}
    kept = []
    for entry in old.competencies:  # parents stand before children
        if entry.code in replaced or entry.parent in replaced:
            replaced.add(entry.code)
        else:
            kept.append(entry)
    if not kept:
        return new
    roots = {c.code: of.find_root(c.code) for of, entries in ((old, kept), (new, new.competencies)) for c in entries}
    competencies = sorted((*kept, *new.competencies), key=lambda c: roots[c.code])
    # Of what the documents say: the same ones make the same framework, in whatever order and how often they are added.
    digest = hashlib.sha256("\n".join(json.dumps(to_json(c)) for c in competencies).encode()).hexdigest()
    added = new.source.split(", ")
    source = ", ".join(sorted({*old.source.split(", "), *added}))
    left_out = tuple(dict.fromkeys((*(s for s in old.skipped if s.what not in added), *new.skipped)))
    entries, short = tuple(competencies), digest[:12]
    return replace(new, sha256=digest, version=short, source=source, competencies=entries, skipped=left_out)
