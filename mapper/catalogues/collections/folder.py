"""A collection's folder.

    <workspace>/collections/<name>/
        CURRENT                  the version in force and all published ones in their order; switched by one rename
        versions/<id>.json       a version's manifest
        files/<sha256>.<suffix>  what the manifests list; a file that did not change is shared
        gates/<id>/              runs on benchmarks that the version was let in by
        work/                    marks and plans of the run under way; gone when it is done
        lock                     held by the one that writes

A reader looks at CURRENT once and then only at what its manifest names, so a switch does not disturb it.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from corpora import InputError, Text
from mapper.catalogues.collections.records import File, Version
from mapper.matching.records import Settings
from mapper.workspace.files import TEMPORARY, temporary_path, write_atomically
from mapper.workspace.store import Workspace


@dataclass(frozen=True, slots=True)
class Published:
    """What CURRENT says: the version in force, and all that were published, the oldest first."""

    current: str
    versions: tuple[str, ...]


class Collection:
    """One collection of a workspace; the folder need not be there yet."""

    def __init__(self, workspace: Workspace, name: str) -> None:
        workspace.check_name(name, "--collection")
        self.name = name
        self.folder = workspace.folder / "collections" / name
        self.files = self.folder / "files"
        self.work = self.folder / "work"
        self.gates = self.folder / "gates"

    def path(self, file: File) -> Path:
        """Return where a file stands."""
        return self.files / file.name

    def add(self, write: Callable[[Path], None], suffix: str) -> File:
        """Store a file under the hash of its content; two that write the same do not disturb each other."""
        try:
            with temporary_path(self.files / "file", suffix) as temporary:
                write(temporary)
                with temporary.open("rb+") as stream:
                    name = hashlib.file_digest(stream, "sha256").hexdigest() + suffix
                    os.fsync(stream.fileno())
                size = temporary.stat().st_size
                temporary.replace(self.files / name)
        except OSError as error:
            if error.filename is not None and not Path(str(error.filename)).name.startswith(TEMPORARY):
                raise
            # numpy gives no number where it finds no room, and a name set afterwards is lost on the way from a worker.
            raise OSError(error.errno or errno.ENOSPC, error.strerror or str(error), str(self.files)) from error
        return File(name, size)

    def whole(self, file: File) -> bool:
        """Return whether a file is there in its full size; its content is checked by `damage`."""
        try:
            return self.path(file).stat().st_size == file.bytes
        except OSError:
            return False

    def damaged(self, file: File) -> bool:
        """Return whether a file is missing or its content is not the one that its name tells."""
        if not self.whole(file):
            return True
        with self.path(file).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() != file.sha256

    def published(self) -> Published | None:
        """Return what CURRENT says, else the manifests; None where there is nothing; raises InputError: damaged."""
        path = self.folder / "CURRENT"
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            return Published(values["current"], tuple(values["versions"]))
        except FileNotFoundError:
            return self._by_manifests()
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                "{path}: damaged file; delete it, and the next command finds the versions again", path=path
            ) from error

    def _by_manifests(self) -> Published | None:
        """Return the versions that there are, each behind the one that it updates; None while a run is under way.

        Of a first run that was killed the manifest may stand there already, which was never published.
        """
        if self.work.exists():
            return None
        found: list[Version] = []
        for path in sorted((self.folder / "versions").glob("*.json"), key=lambda path: path.stat().st_mtime_ns):
            with suppress(InputError):
                found.append(self.version(path.stem))
        order: list[str] = []
        for version in found:
            base = version.asked["history"]
            order.insert(order.index(base) + 1 if base in order else len(order), version.id)
        return Published(order[-1], tuple(order)) if order else None

    def version(self, id_: str) -> Version:
        """Read a manifest; raises InputError where it is missing or damaged."""
        path = self.manifest(id_)
        try:
            found = Version.from_json(path.read_text(encoding="utf-8"))
            if found.id != id_:
                raise ValueError(found.id)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise damaged_file(path) from error
        return found

    def current(self) -> Version | None:
        """Return the version in force; None where nothing was published."""
        published = self.published()
        return self.version(published.current) if published else None

    def readable_versions(self) -> list[Version]:
        """Return all published versions but those whose manifests are damaged, the oldest first."""
        published, found = self.published(), []
        for id_ in published.versions if published else ():
            with suppress(InputError):
                found.append(self.version(id_))
        return found

    def publish(self, version: Version) -> None:
        """Put a version in force: its manifest is written, then CURRENT is switched."""
        write_atomically(self.manifest(version.id), version.to_json())
        published = self.published()
        others = [id_ for id_ in (published.versions if published else ()) if id_ != version.id]
        self.switch(Published(version.id, (*others, version.id)))

    def switch(self, published: Published) -> None:
        """Put a published version in force."""
        values = {"current": published.current, "versions": list(published.versions)}
        write_atomically(self.folder / "CURRENT", json.dumps(values, indent=1) + "\n")

    def manifest(self, id_: str) -> Path:
        """Return where a version's manifest stands."""
        return self.folder / "versions" / f"{id_}.json"

    def clear(self) -> None:
        """Remove what no published version needs: half-written files, marks, manifests that were never published."""
        published = self.published()
        versions = published.versions if published else ()
        readable = self.readable_versions()
        kept = {file.name for version in readable for file in version.all_files()}
        shutil.rmtree(self.work, ignore_errors=True)
        for path in (self.folder / "versions").glob("*"):
            if path.stem not in versions:
                path.unlink(missing_ok=True)
        for path in self.gates.glob("*"):
            if path.name not in versions:
                shutil.rmtree(path, ignore_errors=True)
        if len(readable) < len(versions):
            return  # what the others need, nobody knows
        for path in self.files.glob("*"):
            if path.name not in kept:
                path.unlink(missing_ok=True)

    def clear_temporary(self) -> None:
        """Remove half-written files of a run that was killed; its marks and their files stay."""
        for path in self.folder.rglob(f"{TEMPORARY}*"):
            path.unlink(missing_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the collection for writing, until this process ends; raises InputError where another holds it."""
        from filelock import FileLock, Timeout

        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / "lock", timeout=0):
                if not (self.folder / "CURRENT").exists() and (found := self._by_manifests()):
                    self.switch(found)
                yield
        except Timeout as error:
            raise InputError(
                "another command is writing the collection '{name}'; wait until it is done and repeat", name=self.name
            ) from error


def damaged_file(path: Path) -> InputError:
    """Return the error of a file of a collection that is missing or damaged."""
    return InputError(
        "{path}: damaged or missing file; go back to an earlier version (curmap collection rollback) or repeat 'curmap"
        " index'",
        path=path,
    )


def list_collections(workspace: Workspace) -> list[Collection]:
    """Return all collections of a workspace that something was published in, by name."""
    folders = sorted((workspace.folder / "collections").glob("*/"))
    found = [Collection(workspace, folder.name) for folder in folders]
    return [one for one in found if (one.folder / "CURRENT").exists() or one.published() is not None]


def open_collection(workspace: Workspace, name: str) -> Collection:
    """Return a collection that is there; raises InputError for an unknown name."""
    found = Collection(workspace, name)
    if found.published() is None:
        known = ", ".join(other.name for other in list_collections(workspace))
        raise InputError(
            "there is no collection '{name}'; there are: {known}; make it with 'curmap index'",
            name=name,
            known=Text(known or "ninguna", known or "none"),
        )
    return found


def order_only_note(workspace: Workspace, version: Version) -> Text | None:
    """Return a note where a version's probabilities tell an order only; None where they hold for its encoder."""
    settings = version.asked["settings"]
    if settings["encoder"]["encoder"] == Settings().encoder:  # the scorer, which is large, need not be read
        return None
    from mapper.matching.calibrated import OTHER_ENCODER, scorer_for

    revision = settings["encoder"]["revision"]
    scorer = scorer_for(workspace.calibrated, revision)
    holds = (scorer.encoder, scorer.revision) == (revision, settings["matching"]["scorer"])
    return None if holds else OTHER_ENCODER


def check_space(folder: Path, needed: int) -> None:
    """Raise InputError where the disk of a folder has less room than that many bytes."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        size, unit = (1e9, "GB") if needed >= 1e9 else (1e6, "MB")
        wanted, there = f"{needed / size:.1f} {unit}", f"{free / size:.1f}"
        raise InputError(
            "{folder}: some {wanted} will be needed and {there} are left; free some space, or go on anyway with"
            " --no-room-check",
            folder=folder,
            wanted=wanted,
            there=there,
        )
