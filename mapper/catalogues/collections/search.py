"""A version of a collection opened for questions: passages near a text, documents that teach a competency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from operator import itemgetter
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc

from corpora import InputError
from embeddings.encoders import Encoder, open_encoder
from embeddings.errors import InputError as EmbeddingsInputError
from mapper.catalogues.collections import tables
from mapper.catalogues.collections.folder import Collection, damaged_file
from mapper.catalogues.collections.records import Shard, Version
from mapper.catalogues.collections.vectors import ROW, SHARD_BITS, Neighbours, Rows

_ATTEMPTS = 3  # to open a version that another process may be pruning
_DECIMALS = 5
_SHORT = 40  # passages up to which a document's length does not count


@dataclass(frozen=True, slots=True)
class MappedCompetency:
    """A competency that a passage was mapped to."""

    framework: str
    code: str
    statement: str
    probability: float


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage that a search found, and what it was mapped to, the most probable first."""

    document: str
    title: str  # of its document, "" if it has none
    page: int | None  # from 1; None where the format has none
    section: tuple[str, ...]
    text: str
    role: str
    score: float  # cosine of text and question, for ordering, no probability
    norms: tuple[MappedCompetency, ...]


@dataclass(frozen=True, slots=True)
class TeachingDocument:
    """A document that teaches a competency; page, text and probability are of the passage that most probably does."""

    document: str
    title: str  # "" if it has none
    framework: str
    probability: float
    passages: int  # mapped to the competency or to entries below it
    codes: tuple[str, ...]  # of these entries, sorted
    page: int | None
    text: str
    expected: float  # so many of these entries are to be expected: the sum of each one's highest probability
    mapped: int  # passages of the document that are mapped at all

    @property
    def worth(self) -> float:
        """Return what documents are ordered by: a long one shows a little of everything by chance."""
        return self.expected / sqrt(max(self.mapped, _SHORT))


@dataclass(frozen=True, slots=True)
class DocumentCompetency:
    """A competency that a document meets, by so many `passages`; page and text are of the most probable one."""

    framework: str
    code: str
    statement: str
    probability: float
    passages: int
    page: int | None
    text: str


class OpenVersion:
    """One version, opened: later ones do not disturb it. Raises InputError: a file is missing or of another size."""

    def __init__(self, collection: Collection, version: Version) -> None:
        self.collection, self.version = collection, version
        for file in version.all_files():
            if not collection.whole(file):
                raise damaged_file(collection.path(file))

    @classmethod
    def current(cls, collection: Collection) -> Self:
        """Return the version in force; looked up again where it was pruned while it was being opened."""
        for attempt in range(_ATTEMPTS):
            published = collection.published()
            if published is None:
                break
            try:
                return cls(collection, collection.version(published.current))
            except InputError:
                if attempt == _ATTEMPTS - 1 or collection.published() == published:
                    raise
        raise damaged_file(collection.folder / "CURRENT")

    def search(self, text: str, *, k: int = 10) -> list[PassageHit]:
        """Return the passages nearest to a text, the best first; raises InputError: empty text, another encoder."""
        if not any(character.isalnum() for character in text):
            raise InputError("write what to look for: the text is empty")
        encoder = self._encoder()
        rows = Rows(self.collection, self.version.shards)
        neighbours = Neighbours(self.collection, self.version.index, self.version.files, rows)
        scores, ids = neighbours.search(encoder.encode([text], role="query"), k)
        # Equal texts of several shards differ in their last bits; their documents decide.
        by_id = {id_: round(score, _DECIMALS) for id_, score in zip(ids[0].tolist(), scores[0].tolist(), strict=True)}
        hits = [hit for shard in self.version.shards for hit in self._hits(shard, by_id)]
        return sorted(hits, key=lambda hit: (-hit.score, hit.document, hit.page or 0))[:k]

    def _encoder(self) -> Encoder:
        made_by = self.version.asked["settings"]["encoder"]
        try:
            encoder = open_encoder(made_by["encoder"])
        except EmbeddingsInputError as error:
            raise InputError(
                "the collection '{name}' was made by an encoder that cannot be opened: {why}; make it anew with 'curmap"
                " index --encoder e5'",
                name=self.collection.name,
                why=error,
            ) from error
        if encoder.revision != made_by["revision"]:
            raise InputError(
                "the collection '{name}' was made by another revision of the encoder; bring it up to date with 'curmap"
                " index --update'",
                name=self.collection.name,
            )
        return encoder

    def _hits(self, shard: Shard, scores: Mapping[int, float]) -> Iterator[PassageHit]:
        wanted = {id_ & ROW: score for id_, score in scores.items() if id_ >> SHARD_BITS == shard.number}
        if not wanted:
            return
        passages = self._read(shard, "passages")
        chosen = pc.indices_nonzero(tables.select_members(passages["vector"], wanted))
        numbers = chosen.to_pylist()
        documents = self._documents(shard)
        norms = self._norms(shard, numbers)
        for number, row in zip(numbers, passages.take(chosen).to_pylist(), strict=True):
            if row["document"] in documents:
                name, title = documents[row["document"]]
                section, score = tuple(row["section"]), wanted[row["vector"]]
                yield PassageHit(name, title, row["page"], section, row["text"], row["role"], score, norms[number])

    def _read(self, shard: Shard, role: str, *columns: str) -> pa.Table:
        return tables.read(self.collection.path(shard.file(role)), columns or None)

    def _documents(self, shard: Shard) -> dict[str, tuple[str, str]]:
        """Name and title of each document that is still there, by its id."""
        rows, dead = self._read(shard, "documents", "id", "name", "title").to_pylist(), set(shard.dead)
        return {row["id"]: (row["name"], row["title"] or "") for row in rows if row["id"] not in dead}

    def _norms(self, shard: Shard, passages: Sequence[int]) -> Mapping[int, tuple[MappedCompetency, ...]]:
        found: dict[int, list[MappedCompetency]] = defaultdict(list)
        for framework in self.frameworks:
            rows = self._read(shard, f"matches/{framework}", "passage", "code", "statement", "probability")
            for row in rows.filter(tables.select_members(rows["passage"], passages)).to_pylist():
                found[row["passage"]].append(
                    MappedCompetency(framework, row["code"], row["statement"], row["probability"])
                )
        return {
            number: tuple(sorted(found[number], key=lambda norm: (-norm.probability, norm.framework, norm.code)))
            for number in passages
        }

    @property
    def frameworks(self) -> tuple[str, ...]:
        """Return the frameworks that the passages were mapped to."""
        return tuple(self.version.asked["inputs"]["frameworks"])

    def who_teaches(self, code: str) -> list[TeachingDocument]:
        """Return the documents with a passage mapped to CODE or FRAMEWORK/CODE or an entry below it.

        First stand those that show most of the entries for their length: a course of another standard may have one
        passage that surely teaches a criterion of this one, and of a thousand passages some lie near to any.
        """
        if not self.frameworks:
            raise InputError(
                "the collection '{name}' was mapped to no framework; use 'curmap index --update --framework …'",
                name=self.collection.name,
            )
        name, _, rest = code.partition("/")
        named = rest and name in self.frameworks
        wanted, frameworks = (rest, (name,)) if named else (code, self.frameworks)
        for exactly in (True, False):  # "ec0217" means EC0217 where nothing is taught that is called just so
            found = [
                taught
                for shard in self.version.shards
                for framework in frameworks
                for taught in self._teaching(shard, framework, wanted, exactly=exactly)
            ]
            if found:
                break
        return sorted(found, key=lambda taught: (-taught.worth, -taught.passages, taught.document))

    def _teaching(self, shard: Shard, framework: str, code: str, *, exactly: bool) -> Iterator[TeachingDocument]:
        rows = self._read(shard, f"matches/{framework}", "passage", "document", "code", "above", "probability")
        documents = self._documents(shard)
        lengths = dict(zip(*self._read(shard, "documents", "id", "mapped").to_pydict().values(), strict=True))
        meant = rows.filter(_is_or_stands_under(rows, code, exactly=exactly)).to_pylist()
        chosen = [row for row in meant if row["document"] in documents]
        for document, matches, best, passage in self._best(shard, chosen, by="document"):
            name, title = documents[document]
            passages = {row["passage"] for row in matches}
            codes = {row["code"]: row["probability"] for row in sorted(matches, key=itemgetter("probability"))}
            told = (best["probability"], len(passages), tuple(sorted(codes)), passage["page"], passage["text"])
            yield TeachingDocument(name, title, framework, *told, round(fsum(codes.values()), 6), lengths[document])

    def _best(
        self, shard: Shard, matches: Sequence[dict[str, Any]], *, by: str
    ) -> Iterator[tuple[str, list[dict[str, Any]], dict[str, Any], dict[str, Any]]]:
        """Yield matches grouped by a column: value, group, the most probable of them, and its passage."""
        groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in matches:
            groups[row[by]].append(row)
        if not groups:
            return
        passages = self._read(shard, "passages", "page", "text")
        for value, group in groups.items():
            best = max(group, key=lambda row: (row["probability"], -row["passage"]))
            (passage,) = passages.slice(best["passage"], 1).to_pylist()
            yield value, group, best, passage

    def met_by(self, document: str) -> list[DocumentCompetency]:
        """Return the competencies that passages of documents of this name were mapped to, the most probable first."""
        found = [met for shard in self.version.shards for met in self._met(shard, document)]
        return sorted(found, key=lambda met: (-met.probability, -met.passages, met.framework, met.code))

    def _met(self, shard: Shard, document: str) -> Iterator[DocumentCompetency]:
        ids = [id_ for id_, (name, _) in self._documents(shard).items() if name == document]
        for framework in self.frameworks if ids else ():
            columns = ("passage", "document", "code", "statement", "probability")
            rows = self._read(shard, f"matches/{framework}", *columns)
            chosen = rows.filter(tables.select_members(rows["document"], ids)).to_pylist()
            for code, matches, best, passage in self._best(shard, chosen, by="code"):
                numbers = {row["passage"] for row in matches}
                told = (best["statement"], best["probability"], len(numbers), passage["page"], passage["text"])
                yield DocumentCompetency(framework, code, *told)


def _is_or_stands_under(rows: pa.Table, code: str, *, exactly: bool) -> pa.Array:
    """Return for each match whether it is of this entry or one below it, regardless of case unless `exactly`."""

    def is_it(codes: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
        return pc.equal(codes, code) if exactly else pc.equal(pc.utf8_lower(codes), code.lower())

    above = rows["above"].combine_chunks()
    parents = pc.list_parent_indices(above)
    numbers = tables.column(range(rows.num_rows), parents.type)
    below = pc.is_in(numbers, value_set=parents.filter(is_it(pc.list_flatten(above))))
    return pc.or_(is_it(rows["code"]), below)
