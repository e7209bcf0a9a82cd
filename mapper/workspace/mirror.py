"""A workspace in a bucket: a folder on this machine that is brought to what the bucket says, and what goes back to it.

    PREFIX/root.json          unit → key of its listing; exchanged only where nobody else did meanwhile
    PREFIX/objects/…          listings (path → object) and files, each written once under a key of its own

    <cache>/s3/<bucket>/…                       the workspace as on a disk, with what is under way or can be made again
    <cache>/s3/<bucket>/.bucket/<unit>.json     the listing that the unit's files here are of

A unit is what one command changes: a framework with its indexes, or a collection. Of those the bucket is right: what a
killed command left here is undone when the unit is next looked at. `LOOSE` are folders of files that stand each for
itself. A key that root.json no longer reaches never comes back, so what is unreachable and old can be removed.
"""

from __future__ import annotations

import hashlib
import json
import random
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Self

import platformdirs
from filelock import FileLock, Timeout
from pydantic import TypeAdapter

from corpora import InputError
from mapper.workspace import ChangedElsewhereError
from mapper.workspace.bucket import Bucket
from mapper.workspace.files import TEMPORARY, beside, fresh_folder, put, write_atomically

LOOSE = ("calibrated", "judging", "runs")
_HEADS = {"frameworks": ".jsonl", "collections": "/CURRENT"}  # the file by which a unit is there; it is written last
_ROOT, _OBJECTS = "root.json", "objects/"
_GRACE = 7 * 86400.0
"""Seconds after which an object that nothing reaches is of a command that was killed; an upload may take half of it."""
_PATIENCE = 600.0
_TRIES = 50
_AT_ONCE = 8


class _GoneError(Exception):
    """An object is gone that was listed when root.json was read."""


@dataclass(frozen=True, slots=True)
class _Object:
    """Where a file's content lies."""

    key: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class _Listing:
    """Files of a unit by path in the workspace; without a key the bucket has no such unit."""

    key: str | None = None
    files: Mapping[str, _Object] = field(default_factory=dict)


_UNITS, _FILES, _KNOWN = TypeAdapter(dict[str, str]), TypeAdapter(dict[str, _Object]), TypeAdapter(_Listing)


class Mirror:
    """The workspace of a bucket as a folder here. Every method raises InputError where the bucket cannot be had."""

    def __init__(self, bucket: Bucket, folder: Path, *, files: bool = True, grace: float = _GRACE) -> None:
        """Look at nothing yet; without `files` only what tells a collection's versions will be brought."""
        self.folder = folder
        self._bucket, self._files, self._grace = bucket, files, grace
        self._held: dict[str, _Listing] = {}

    @classmethod
    def open(cls, address: str) -> Self:
        """All of a bucket's workspace but its collections, which are fetched when they are asked for."""
        bucket = Bucket(address)
        opened = cls(bucket, platformdirs.user_cache_path("curmap", appauthor=False) / "s3" / bucket.id)
        opened._fetch_all(collections=False)
        return opened

    def versions(self) -> Path:
        """A workspace of all collections without their files: enough to say what there is."""
        found = Mirror(self._bucket, self.folder / "versions", files=False)
        found._fetch_all(collections=True)
        return found.folder

    def fetch(self, unit: str) -> None:
        """Bring a unit here to be read; while another command on this machine changes it, it stays as it was."""
        self._fetch(unit, self._root()[0])

    def begin(self, unit: str) -> None:
        """Bring a unit here to be changed, under its lock, and remember what it was."""
        self._held[unit] = self._restored(unit, self._root()[0])
        self._state(unit).unlink(missing_ok=True)

    def publish(self, unit: str, paths: Iterable[Path]) -> None:
        """Let a unit after `begin` consist of these files, or of none; raises ChangedElsewhereError."""
        base, began = self._held[unit], time.time()
        changed = self._listed(self._uploaded(base, {self._name(path): path for path in paths}))
        self._exchange(unit, base, changed, began)
        self._held[unit] = changed
        self._remember(unit, changed)
        # What killed commands uploaded and what is no longer part of anything goes.
        with suppress(InputError, _GoneError):  # the next one does it
            root = self._root()[0]
            reached = {at.key for one in root for at in self._listing(one, root).files.values()} | {*root.values()}
            self._bucket.delete(key for key in self._bucket.older(_OBJECTS, self._grace) if key not in reached)

    def close(self) -> None:
        """Publish what a command left in the folders of `LOOSE`; of two that wrote the same file the last one wins."""
        for unit in LOOSE:
            if any(True for _ in self._fresh(unit)):
                with FileLock(self._lock(unit), timeout=_PATIENCE):
                    while not self._joined(unit, dict(self._fresh(unit))):
                        pass

    def _joined(self, unit: str, fresh: Mapping[str, Path]) -> bool:
        """Add files to a loose unit; False where another machine did meanwhile."""
        began = time.time()
        with suppress(ChangedElsewhereError, _GoneError):
            base = self._listing(unit, self._root()[0])
            added = self._uploaded(base, fresh)
            if any(base.files.get(name) != found for name, found in added.items()):
                self._exchange(unit, base, self._listed({**base.files, **added}), began)
            # What others added is fetched when it is next looked for: this is no listing of the bucket's.
            self._remember(unit, _Listing("", {**self._remembered(unit).files, **added}))
            return True
        return False

    # What the bucket says

    def _root(self) -> tuple[dict[str, str], str | None]:
        """Units with the keys of their listings, and the tag of root.json; neither where nothing was written yet."""
        found = self._bucket.read(_ROOT)
        return ({}, None) if found is None else (self._parsed(_UNITS, found[0], _ROOT), found[1])

    def _listing(self, unit: str, root: Mapping[str, str]) -> _Listing:
        key = root.get(unit)
        if key is None:
            return _Listing()
        if (known := self._remembered(unit)).key == key:
            return known
        if (found := self._bucket.read(key)) is None:
            raise _GoneError(key)
        files: dict[str, _Object] = self._parsed(_FILES, found[0], key)
        if any(".." in PurePosixPath(name).parts or name.startswith("/") for name in files):
            raise self._damaged(key)
        head = _head(unit)
        wanted = files if self._files else {n: f for n, f in files.items() if n == head or "/versions/" in n}
        return _Listing(key, wanted)

    def _parsed(self, kind: TypeAdapter[Any], data: bytes, key: str) -> Any:  # noqa: ANN401 - of the kind asked
        try:
            return kind.validate_json(data)
        except ValueError as error:
            raise self._damaged(key) from error

    def _damaged(self, key: str) -> InputError:
        return InputError(
            "{address}: {key} is missing or damaged; bring it back from a copy of the bucket",
            address=self._bucket.address,
            key=key,
        )

    # From the bucket to the folder

    def _fetch_all(self, *, collections: bool) -> None:
        root = self._root()[0]
        states = self.folder / ".bucket"
        here = {path.relative_to(states).with_suffix("").as_posix() for path in states.rglob("*.json")}
        here |= {f"frameworks/{path.stem}" for path in (self.folder / "frameworks").glob("*.jsonl")}
        for unit in sorted({*root, *here}):
            if unit.startswith("collections/") == collections:
                self._fetch(unit, root)

    def _fetch(self, unit: str, root: Mapping[str, str]) -> None:
        if self._is_here(unit, root.get(unit)):
            return
        head = _head(unit)
        there = head is not None and (self.folder / head).exists()
        try:
            with FileLock(self._lock(unit), timeout=0 if there else _PATIENCE):
                self._restored(unit, root)
        except Timeout as error:
            if not there:
                raise InputError(
                    "another command has been fetching '{unit}' for more than ten minutes; wait until it is done and"
                    " repeat",
                    unit=unit,
                ) from error

    def _is_here(self, unit: str, key: str | None) -> bool:
        known, head = self._remembered(unit), _head(unit)
        if known.key != key:
            return False
        if key is None:
            return head is None or not (self.folder / head).exists()
        # Indexes may be others here: they are made again where a newer curmap needs them so.
        files = ((self.folder / name, found) for name, found in known.files.items() if not _index(name))
        return all(path.is_file() and path.stat().st_size == found.bytes for path, found in files)

    def _restored(self, unit: str, root: Mapping[str, str]) -> _Listing:
        """Bring a unit here, under its lock; where another machine changes it meanwhile, what that made of it."""
        while True:
            try:
                found = self._listing(unit, root)
                if not self._is_here(unit, found.key):
                    self._bring(unit, found)
                return found
            except _GoneError as gone:
                before, root = root, self._root()[0]
                if before.get(unit) == root.get(unit):
                    raise self._damaged(str(gone)) from gone

    def _bring(self, unit: str, found: _Listing) -> None:
        before, head = self._remembered(unit).files, _head(unit)
        if head is not None and head not in found.files:
            (self.folder / head).unlink(missing_ok=True)
        wanted = {name: at for name, at in found.files.items() if not self._stays(unit, name, at, before.get(name))}
        # An index's folder is exchanged whole: another command may be reading it.
        folders = {_index(name) for name in wanted} - {""}
        fresh = {folder: fresh_folder(self.folder / folder) for folder in folders}
        try:
            targets = {name: self.folder / name for name in wanted if not _index(name)}
            for folder, place in fresh.items():
                inside = (name for name in found.files if _index(name) == folder)
                targets |= {name: place / PurePosixPath(name).relative_to(folder) for name in inside}
            last = targets.pop(head, None) if head is not None else None
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                list(pool.map(lambda name: self._download(found.files[name], targets[name]), targets))
            for folder, place in fresh.items():
                put(place, self.folder / folder)
            if last is not None and head is not None:
                self._download(found.files[head], last)
        finally:
            for place in fresh.values():
                shutil.rmtree(place, ignore_errors=True)
        for name in () if unit in LOOSE else before.keys() - found.files.keys():
            (self.folder / name).unlink(missing_ok=True)
        self._remember(unit, found)

    def _stays(self, unit: str, name: str, found: _Object, before: _Object | None) -> bool:
        """Whether a file here is the one wanted; a loose one also where it is not published yet, or none came there."""
        path = self.folder / name
        if not path.is_file():
            return False
        if unit in LOOSE:
            return before is None or before.sha256 == found.sha256 or _sha256(path) != before.sha256
        return path.stat().st_size == found.bytes and (found.sha256 in name or _sha256(path) == found.sha256)

    def _download(self, found: _Object, target: Path) -> None:
        with beside(target) as temporary:
            if not self._bucket.download(found.key, temporary):
                raise _GoneError(found.key)
            if _sha256(temporary) != found.sha256:
                raise self._damaged(found.key)
            temporary.replace(target)

    # From the folder to the bucket

    def _fresh(self, unit: str) -> Iterator[tuple[str, Path]]:
        """Files of a loose unit that the bucket is not known to have."""
        known = self._remembered(unit).files
        for path in sorted((self.folder / unit).rglob("*")):
            name = self._name(path)
            if not path.is_file() or path.name.startswith(TEMPORARY):
                continue
            if name not in known or _sha256(path) != known[name].sha256:
                yield name, path

    def _uploaded(self, base: _Listing, paths: Mapping[str, Path]) -> dict[str, _Object]:
        """Where the content of files lies in the bucket, which takes in what `base` has not."""
        folders = {folder: _number(self.folder / folder) for folder in {_index(name) for name in paths} - {""}}

        def one(name: str) -> _Object:
            path, old = paths[name], base.files.get(name)
            if old is not None and old.sha256 in path.name:
                return old
            while True:
                before, sha256 = path.stat(), _sha256(path)
                if old is not None and old.sha256 == sha256:
                    return old
                found = _Object(_new_key(sha256), sha256, before.st_size)
                self._bucket.upload(found.key, path)
                after = path.stat()
                if (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns):
                    return found

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            found = dict(zip(paths, pool.map(one, paths), strict=True))
        # An index that another command exchanged meanwhile would be half the one and half the other.
        mixed = {folder for folder, number in folders.items() if _number(self.folder / folder) != number}
        return {name: at for name, at in found.items() if _index(name) not in mixed}

    def _listed(self, files: Mapping[str, _Object]) -> _Listing:
        if not files:
            return _Listing()
        data = json.dumps({name: asdict(files[name]) for name in sorted(files)}).encode()
        key = _new_key(hashlib.sha256(data).hexdigest())
        self._bucket.write(key, data)
        return _Listing(key, files)

    def _exchange(self, unit: str, base: _Listing, changed: _Listing, began: float) -> None:
        """Let root.json name another listing for a unit; raises ChangedElsewhereError where it is no longer `base`."""
        for _ in range(_TRIES):
            root, tag = self._root()
            if root.get(unit) == changed.key:
                return  # nothing to do, or it was done and the answer got lost
            if root.get(unit) != base.key or time.time() - began > _GRACE / 2:
                raise ChangedElsewhereError(
                    "{address}: another machine has changed '{unit}' meanwhile; nothing is lost, repeat the command",
                    address=self._bucket.address,
                    unit=unit,
                )
            if tag is None:
                self._bucket.check_conditions()
            units = {name: key for name, key in {**root, unit: changed.key}.items() if key is not None}
            if self._bucket.exchange(_ROOT, json.dumps(units, sort_keys=True, indent=1).encode(), tag):
                return
            time.sleep(random.uniform(0, 0.5))
        raise InputError(
            "{address}: other machines write so much that this one did not get its turn; repeat the command",
            address=self._bucket.address,
        )

    # What is known of the folder

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _lock(self, unit: str) -> Path:
        path = self.folder / (f"{unit}/lock" if unit.startswith("collections/") else f"{unit}.lock")
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _state(self, unit: str) -> Path:
        return self.folder / ".bucket" / f"{unit}.json"

    def _remembered(self, unit: str) -> _Listing:
        try:
            return _KNOWN.validate_json(self._state(unit).read_bytes())
        except (FileNotFoundError, ValueError):
            return _Listing()

    def _remember(self, unit: str, found: _Listing) -> None:
        if found.key is None:
            self._state(unit).unlink(missing_ok=True)
        else:
            write_atomically(self._state(unit), json.dumps(asdict(found)))


def _head(unit: str) -> str | None:
    kind = unit.partition("/")[0]
    return f"{unit}{_HEADS[kind]}" if kind in _HEADS else None


def _index(name: str) -> str:
    """Folder of the index that a file is of, "" for other files."""
    parts = PurePosixPath(name).parts
    return "/".join(parts[:3]) if parts[0] == "indexes" else ""


def _number(folder: Path) -> int:
    return folder.stat().st_ino if folder.is_dir() else 0


def _new_key(sha256: str) -> str:
    """Never given before: what nothing reaches cannot be reached again, and may be removed."""
    return f"{_OBJECTS}{sha256}.{secrets.token_hex(8)}"


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
