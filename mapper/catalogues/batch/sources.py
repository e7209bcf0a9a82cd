"""Which documents a collection is made of: files, folders, patterns and tables, each document named by its content."""

from __future__ import annotations

import contextlib
import glob
import hashlib
import json
import os
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from corpora import Document, InputError, Skipped, Text, _, readers
from corpora.errors import OtherKindError
from corpora.files import readable, size, skipped_total, unreadable
from corpora.text import in_line
from mapper.catalogues.batch import tables

# Of a file of megabytes most is pictures and fonts: it weighs no more than this many bytes of text, unless it is text.
_HEAVIEST = 1 << 16
_TEXT = frozenset({".txt", ".text", *readers.MARKDOWN_SUFFIXES, *tables.SUFFIXES})
_NAMED = 10  # documents that one message names


class Source(NamedTuple):
    """A document that is not read yet."""

    id: str  # hash of name and content
    name: str  # path below the folder that was named, or a row's id; never a folder of this machine
    sha256: str  # of the file's bytes, or of the row's title and text
    weight: int  # bytes, an estimate of the work that it makes
    path: str  # where it is; of a row the file that holds it, with others
    offset: int = -1  # of the row in that file, -1 for a file of its own
    table: str = ""  # name of the row's table

    def is_there(self) -> bool:
        """Return whether its file is still as it was found; one that could not be opened then is not compared."""
        return self.offset >= 0 or not self.sha256 or _digest(Path(self.path))[0] == self.sha256

    def read(self) -> Document:
        """Return the document; raises InputError."""
        if self.offset < 0:
            return readers.read(Path(self.path))
        with Path(self.path).open("rb") as file:
            file.seek(self.offset)
            return tables.document(tables.Row(*json.loads(file.readline())))


@dataclass(frozen=True, slots=True)
class Sources:
    """All documents, by id, and what was passed over."""

    documents: tuple[Source, ...]
    skipped: tuple[Skipped, ...]


def find(paths: Sequence[str], columns: Mapping[str, str], rows: Path) -> Sources:
    """Return the documents behind paths, folders, patterns and tables, each once.

    Copies of the tables' rows, from which each can be read by itself, go into the folder `rows`; for `columns` see
    `tables.rows`. Raises InputError: there is nothing to read, a table or folder is missing or may not
    be read, or a table is defective. A table of another kind that lies in a folder is passed over.
    """
    found: dict[str, Source] = {}
    skipped: list[Skipped] = []
    repeated: list[str] = []
    for number, given in enumerate(_expanded(paths)):
        for source in _below(given, columns, rows / f"{number}.jsonl", skipped):
            if source.id in found:
                repeated.append(source.name)
            found.setdefault(source.id, source)
    skipped.extend(Skipped("—", why) for why in _alike(repeated, found.values()))
    return Sources(tuple(found[id_] for id_ in sorted(found)), tuple(skipped))


def _alike(repeated: Sequence[str], documents: Collection[Source]) -> Iterator[Text]:
    """Yield what is to be said of names and contents that stand there several times."""
    if repeated:
        yield _(
            "{repeated} repeated documents, of the same name and content: {names}",
            repeated=len(repeated),
            names=in_line(repeated, _NAMED),
        )
    counted = Counter(source.name for source in documents)
    if several := sorted(name for name, count in counted.items() if count > 1):
        yield _(
            "names that stand for several documents, which nothing shown tells apart: {names}; give files and rows"
            " names of their own, or name the folder above these files instead",
            names=in_line(several, _NAMED),
        )
    same = defaultdict(list)
    for source in documents:  # of rows each is its own, as an advertisement that is published again
        if source.offset < 0 and source.sha256:
            same[source.sha256].append(source.name)
    if copies := sorted(" = ".join(sorted(names)) for names in same.values() if len(names) > 1):
        told = in_line(copies, _NAMED)
        yield _("files of the same content under several names, each of them indexed: {names}", names=told)


def _weight(path: Path, size: int) -> int:
    return size if path.suffix.lower() in _TEXT else min(size, _HEAVIEST)


def _expanded(paths: Sequence[str]) -> Iterator[Path]:
    """Yield the patterns that the shell left alone become what they match."""
    for given in paths:
        if not Path(given).exists() and glob.has_magic(given):
            matched = sorted(glob.glob(given, recursive=True))  # noqa: PTH207 - the pattern may begin anywhere
            if not matched:
                raise InputError("{given}: no file matches this pattern; check it", given=given)
            yield from map(Path, matched)
        else:
            yield Path(given)


def _below(given: Path, columns: Mapping[str, str], rows: Path, skipped: list[Skipped]) -> Iterator[Source]:
    if given.suffix.lower() in {"", *tables.SUFFIXES} and not given.exists():
        size(given)  # raises: which documents the table or folder had nobody knows, and an update would take them out
    if given.suffix.lower() in tables.SUFFIXES and given.is_file():
        yield from _of_table(given, readable(given.name), columns, rows)
        return
    skipped.extend(skipped_total(str(given), _links(given), _("links to folders, which are not followed")))
    files = readers.files([given])
    skipped.extend(files.skipped)
    others: list[OtherKindError] = []
    for path in files.files:
        name = readable((path.relative_to(given) if given.is_dir() else Path(path.name)).as_posix())
        if path.suffix.lower() in tables.SUFFIXES and path.is_file():
            try:
                yield from _of_table(path, name, columns, rows.with_name(f"{rows.stem}-{_id(name, '')}.jsonl"))
            except OtherKindError as error:  # a list that somebody keeps beside the documents
                others.append(error)
                why = _("a table with none of the columns {columns}, not read", columns=", ".join(columns.values()))
                skipped.append(Skipped(name, why))
        else:
            sha256, bytes_ = _digest(path)
            yield Source(_id(name, sha256), name, sha256, _weight(path, bytes_), str(path.absolute()))
    if others and len(others) == len(files.files):  # as an empty folder: an update would take out all that it held
        raise others[0]


def _links(folder: Path) -> int:
    """Return how many links to folders stand below a folder; raises InputError where a folder may not be read."""

    def refuse(error: OSError) -> None:
        raise unreadable(Path(error.filename), error) from error

    links = 0
    for root, folders, _names in os.walk(folder, onerror=refuse) if folder.is_dir() else ():
        folders[:] = [name for name in folders if not name.startswith((".", "~"))]
        links += sum(Path(root, name).is_symlink() for name in folders)
    return links


def _digest(path: Path) -> tuple[str, int]:
    """Return a file's hash and bytes; nothing for one that cannot be opened, so that reading it says why."""
    if path.is_file():  # opening a pipe would wait for its other end
        with contextlib.suppress(OSError), path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest(), os.fstat(stream.fileno()).st_size
    return "", 0


def _of_table(path: Path, name: str, columns: Mapping[str, str], copy: Path) -> Iterator[Source]:
    copy.parent.mkdir(parents=True, exist_ok=True)
    place = str(copy.absolute())
    offset = 0
    with copy.open("wb") as file:
        for row in tables.rows(path, columns):
            line = json.dumps(row, ensure_ascii=True).encode() + b"\n"
            sha256 = hashlib.sha256(f"{row.title}\n{row.description}".encode("utf-8", "surrogatepass")).hexdigest()
            yield Source(_id(row.id, sha256), row.id, sha256, len(line), place, offset, name)
            offset += file.write(line)
    if not offset:  # as an empty folder: an update would take out all that it held
        raise InputError("{path}: the table has no rows; fill it in, or leave it out", path=path)


def _id(name: str, sha256: str) -> str:
    return hashlib.sha256(f"{name}\0{sha256}".encode("utf-8", "surrogateescape")).hexdigest()[:24]
