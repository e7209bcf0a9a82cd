"""What a user can ask for of whole catalogues: indexed, searched, and kept in versions; nothing prints."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from corpora import InputError, Skipped, Text
from mapper.catalogues.batch import EngineSettings, GateRefusedError, open_engine, run
from mapper.catalogues.batch.run import (
    NO_REPORT,
    Changes,
    Forecast,
    Indexed,
    IndexSettings,
    Progress,
    Report,
    forecast_index,
)
from mapper.catalogues.batch.sections import make_account, open_metrics, recomputation_reasons
from mapper.catalogues.batch.tables import COLUMNS
from mapper.catalogues.collections.folder import damaged_file, list_collections, open_collection, order_only_note
from mapper.catalogues.collections.records import Version
from mapper.catalogues.collections.search import OpenVersion
from mapper.catalogues.collections.upkeep import prune, rollback, unreadable, verify
from mapper.reports import kinds
from mapper.workspace import store
from mapper.workspace.files import write_atomically
from mapper.workspace.store import Workspace

__all__ = [
    "COLUMNS",
    "Changes",
    "EngineSettings",
    "Forecast",
    "GateRefusedError",
    "IndexSettings",
    "Indexed",
    "Progress",
    "Report",
    "Version",
    "forecast_index",
    "open_collection",
    "prune",
    "recomputation_reasons",
    "rollback",
    "verify",
]


def index(
    workspace: Workspace,
    name: str,
    sources: Sequence[str],
    settings: IndexSettings,
    *,
    engine: str = "local",
    where: EngineSettings,
    report: Report = NO_REPORT,
) -> Indexed:
    """Index documents into a collection and put the new version in force; raises as `batch.run.index` does."""
    working = open_engine("dask" if where.scheduler else engine, where)
    try:
        return run.index(workspace, name, sources, settings, working, report=report)
    finally:
        working.close()


def write_account(
    workspace: Workspace, indexed: Indexed, name: str, *, out: Path | None, metrics: Path | None, lang: str
) -> None:
    """Write what a run did: page, workbook and JSON into a folder, metrics into a file, if given; raises OSError."""
    told = make_account(open_collection(workspace, name), indexed)
    if out is not None:
        kinds.write_report("index", told, out, lang=lang)
    if metrics is not None:
        write_atomically(metrics, open_metrics(told))


def current_versions(workspace: Workspace) -> tuple[list[tuple[str, Version]], list[Skipped]]:
    """Return each collection's version in force by name, and the unreadable ones with the reason."""
    found, damaged = [], []
    for collection in list_collections(workspace):
        try:
            if (version := collection.current()) is not None:
                found.append((collection.name, version))
        except InputError as error:
            damaged.append(Skipped(collection.name, Text(error.es, error.en)))
    return found, damaged


def versions(workspace: Workspace, name: str) -> tuple[list[tuple[Version, bool]], list[Skipped]]:
    """Return the versions of a collection, the oldest first, and whether each is the one in force; and damaged ones."""
    collection = open_collection(workspace, name)
    published = collection.published()
    found, damaged = [], []
    for id_ in published.versions if published else ():
        try:
            found.append((collection.version(id_), published is not None and id_ == published.current))
        except InputError as error:
            damaged.append(Skipped(id_, Text(error.es, error.en)))
    return found, damaged


def quarantine(workspace: Workspace, name: str) -> list[Skipped]:
    """Return the documents of the version in force that could not be read, and why."""
    collection = open_collection(workspace, name)
    version = collection.current()
    if version is None:
        raise damaged_file(collection.folder / "CURRENT")
    return list(unreadable(collection, version.shards))


def open_current(workspace: Workspace, name: str) -> tuple[OpenVersion, Text | None]:
    """Return the version of a collection that is in force, to be asked, and what is to be said of its probabilities."""
    found = OpenVersion.current(open_collection(workspace, name))
    return found, order_only_note(workspace, found.version)


def is_entry(workspace: Workspace, version: OpenVersion, code: str) -> bool:
    """Return whether CODE or FRAMEWORK/CODE is of a framework of the workspace that a version was mapped to."""
    named = code.partition("/")[0] in version.frameworks
    for meant in [code] if named else [f"{name}/{code}" for name in version.frameworks]:
        with suppress(InputError):
            store.find_entry(workspace, meant)
            return True
    return False
