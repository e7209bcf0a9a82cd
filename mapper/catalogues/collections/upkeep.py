"""Versions of a collection: an earlier one put back in force, old ones removed, files checked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from corpora import InputError
from embeddings.threads import processors
from mapper.catalogues.collections.folder import Collection, Published, damaged_file
from mapper.catalogues.collections.records import Version
from mapper.catalogues.collections.vectors import Neighbours, Rows


def rollback(collection: Collection, to: str = "") -> str:
    """Put a published version in force, "" for the one before; gives its id. Raises InputError for none, or damage."""
    with collection.locked():
        published = _published(collection)
        place = published.versions.index(published.current)
        if to and to not in published.versions:
            known = ", ".join(published.versions)
            raise InputError("'{name}' has no version {to}; it has: {known}", name=collection.name, to=to, known=known)
        if not to and not place:
            raise InputError("'{name}' has no version before the one in force", name=collection.name)
        id_ = to or published.versions[place - 1]
        if damaged := damage(collection, collection.version(id_)):
            raise damaged_file(damaged[0])
        collection.switch(Published(id_, published.versions))
        return id_


def prune(collection: Collection, keep: int) -> tuple[str, ...]:
    """Keep so many versions, the one in force among them, and remove the others; gives the ids of those removed."""
    with collection.locked():
        published = _published(collection)
        others = [id_ for id_ in published.versions if id_ != published.current]
        kept = {published.current, *others[len(others) - max(0, keep - 1) :]}
        collection.switch(Published(published.current, tuple(id_ for id_ in published.versions if id_ in kept)))
        collection.clear()
        return tuple(id_ for id_ in published.versions if id_ not in kept)


def damage(collection: Collection, version: Version, *, known: frozenset[str] = frozenset()) -> list[Path]:
    """Files of a version that are missing or whose bytes are not those that were written.

    FAISS answers from a damaged file without complaint, so it is the checksums that decide; of files whose names are
    `known` only the size is looked at.
    """
    files = list(dict.fromkeys(version.all_files()))
    # Hashing leaves Python free: as many files at once as there are processors.
    with ThreadPoolExecutor(max_workers=processors()) as pool:
        bad = pool.map(lambda f: not collection.whole(f) if f.name in known else collection.damaged(f), files)
        return [collection.path(file) for file, is_bad in zip(files, bad, strict=True) if is_bad]


def verify(collection: Collection) -> int:
    """Check every file of every version against its checksum, and the index against its manifest; gives their number.

    Raises InputError: something is damaged; it names the files.
    """
    versions = [collection.version(id_) for id_ in _published(collection).versions]
    bad = sorted({path for version in versions for path in damage(collection, version)})
    if bad:
        names = ", ".join(str(path) for path in bad)
        raise InputError(
            "damaged or missing files: {names}; delete them and repeat 'curmap index', which makes only them again",
            names=names,
        )
    for version in versions:  # opening an index compares it with the manifest
        Neighbours(collection, version.index, version.files, Rows(collection, version.shards))
    return len({file.name for version in versions for file in version.all_files()})


def _published(collection: Collection) -> Published:
    published = collection.published()
    if published is None:
        raise damaged_file(collection.folder / "CURRENT")
    return published
