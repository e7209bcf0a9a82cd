"""The one way in to the work: frameworks opened in a workspace, with what it takes to compare programmes with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from corpora import Document, Framework
from embeddings.encoders import Encoder, open_encoder
from mapper.matching.calibrated import describe_encoder, scorer_for
from mapper.matching.index import FrameworkIndex
from mapper.matching.matcher import Matcher, open_reranker
from mapper.matching.records import EVERY, MappedPassage, Only, Progress, Settings, is_mapped, no_progress
from mapper.matching.scorer import Scorer
from mapper.matching.teaching import compared_passages, split_programme
from mapper.people.checklist.decisions import ReviewFile, examples_for
from mapper.people.examples import Example, Examples
from mapper.programmes import Alignment
from mapper.programmes.coverage import Made
from mapper.programmes.coverage.standards import (
    EntryScores,
    assess_standards,
    count_coverage,
    matched_standards,
    report_order,
)
from mapper.workspace import store
from mapper.workspace.store import Workspace

if TYPE_CHECKING:
    from mapper.programmes.coverage.report import Searched


@dataclass(frozen=True, slots=True)
class Mapper:
    """Frameworks, indexes, encoder and models in memory, for one document after the other."""

    frameworks: tuple[Framework, ...]  # in the order asked
    indexes: tuple[FrameworkIndex, ...]  # one for each framework
    encoder: Encoder
    settings: Settings  # with what a review adds to them
    standards: Only  # by framework the codes that a report is limited to; one not here is whole
    matcher: Matcher  # of all the indexes

    @classmethod
    def open(
        cls, workspace: Workspace, names: Sequence[str], settings: Settings, *, progress: Progress = no_progress
    ) -> Self:
        """Open frameworks to map documents to them; raises InputError for an unknown framework, code or encoder."""
        asked = store.resolve_frameworks(workspace, names)
        return cls.reuse(workspace, asked, open_encoder(settings.encoder), settings, progress=progress)

    @classmethod
    def comparing(
        cls,
        workspace: Workspace,
        names: Sequence[str],
        settings: Settings,
        *,
        whole: bool = False,
        progress: Progress = no_progress,
    ) -> Self:
        """Open frameworks to tell what programmes show of their standards, each with the one that it is joined with.

        A name is NAME, or NAME/CODE of a standard that the report is limited to; with `whole`, programmes are compared
        with all of a framework that is named so, too. Raises InputError: an unknown framework, code or encoder.
        """
        asked, only = store.resolve_frameworks(workspace, names)
        frameworks = store.load_frameworks(workspace, [framework.name for framework in asked])
        # A registry that was not asked for only tells of codes what they are called: a report shows none of its own.
        joined = {framework.name for framework in frameworks} - {framework.name for framework in asked}
        standards = only | dict.fromkeys(joined, frozenset[str]())
        # As in a mapping: of a large framework only the standards that lie nearest are compared, and these were asked.
        opened = (frameworks, {} if whole else only)
        encoder = open_encoder(settings.encoder)
        return cls.reuse(workspace, opened, encoder, settings, standards=standards, progress=progress)

    @classmethod
    def reuse(
        cls,
        workspace: Workspace,
        asked: tuple[tuple[Framework, ...], Only],
        encoder: Encoder,
        settings: Settings,
        *,
        standards: Only = EVERY,
        progress: Progress = no_progress,
    ) -> Self:
        """Return the same with what was opened already: the frameworks with their `only`, and the encoder."""
        frameworks, only = asked
        indexes = tuple(open_index(workspace, framework, encoder, progress=progress) for framework in frameworks)
        codes = tuple(f"{name}/{code}" for name, codes in sorted(only.items()) for code in sorted(codes))
        reranker = open_reranker(settings.rerank) if settings.rerank else None
        scorer = scorer_for(workspace.calibrated, encoder.revision)
        matcher = Matcher(indexes, encoder, scorer=scorer, reranker=reranker, only=only)
        settings = replace(settings, standards=codes)
        return cls(frameworks, indexes, encoder, settings, standards, matcher)

    @property
    def scorer(self) -> Scorer:
        """Return what makes the probabilities."""
        return self.matcher.scorer

    def informed(self, decided: Sequence[Example], digests: Sequence[str]) -> Self:
        """Return the same, informed by what people decided on other programmes, in the reviews of these SHA-256."""
        if not decided and not digests:
            return self
        examples = [Examples(decided, framework, self.encoder) for framework in self.frameworks] if decided else []
        names = {framework.name for framework in self.frameworks}
        asked, used = sum(example.framework in names for example in decided), sum(e.used for e in examples)
        settings = replace(self.settings, reviewed=tuple(digests), decisions=used, decisions_unused=asked - used)
        return replace(self, settings=settings, matcher=self.matcher.informed(examples) if examples else self.matcher)

    def each(
        self, documents: Sequence[Document], reviews: Sequence[ReviewFile], progress: Progress = no_progress
    ) -> Iterator[tuple[Document, Self]]:
        """Yield each document with the mapper for it, which reviews of the other documents inform."""
        digests = review_digests(reviews)
        informed: dict[tuple[Example, ...], Self] = {}
        for number, document in enumerate(documents):
            progress(document.name, number, len(documents))
            decided = examples_for(reviews, [document.sha256]) if reviews else ()
            if decided not in informed:
                informed[decided] = self.informed(decided, digests)
            yield document, informed[decided]

    def map(self, document: Document) -> tuple[Alignment, tuple[EntryScores, ...]]:
        """Map one document, and tell what it shows of each framework that has criteria.

        It is split into passages; those that teach, or all if asked for, are matched, and what is covered is counted,
        which does not depend on that: books, glossaries and what teachers should be teach no criterion. Each occurrence
        of a text stands in the result with its own place; what stands around it informs its matches.
        """
        parts, settings = split_programme(document), self.settings
        chosen = [p for p in parts.passages if is_mapped(p, all_passages=settings.all_passages)]
        teaching, others = compared_passages(parts.passages)
        of_criteria = scored = self.matcher.score(teaching, beside=others)
        if settings.all_passages:
            scored = self.matcher.score(chosen)
        matches = self.matcher.best(chosen, scored, k=settings.candidates)
        found = {passage.id: found for passage, found in zip(chosen, matches, strict=True)}
        mapped = tuple(MappedPassage(p, found.get(p.id, ()), mapped=p.id in found) for p in parts.passages)
        every = [
            EntryScores.from_scores(framework, [*teaching, *others], of, self.scorer)
            for framework, of in zip(self.frameworks, of_criteria, strict=True)
        ]
        shown = tuple(one for one in every if one.framework.criteria)
        rows = [
            row
            for one in every
            if (only := matched_standards(one.framework, mapped))
            for row in assess_standards(one, only=only)
        ]
        alignment = Alignment(
            document=replace(document, skipped=document.skipped + parts.skipped),
            settings={**settings.chosen(), "matcher": self.matcher.revision},
            frameworks=self.frameworks,
            encoder=describe_encoder(self.encoder, self.scorer),
            passages=mapped,
            coverage=count_coverage(shown, mapped),
            standards=tuple(sorted(rows, key=report_order)),
        )
        return alignment, shown

    def cover(
        self,
        documents: Sequence[Document],
        progress: Progress = no_progress,
        *,
        reviews: Sequence[ReviewFile] = (),
        skills: Mapping[str, Collection[int]] | None = None,
    ) -> list[Searched]:
        """Return what programmes say of the frameworks' entries; reviews of other documents than a programme inform it.

        `skills` are, by the name of a framework, the places of entries of which it is asked whether a whole programme
        teaches them.
        """
        from mapper.programmes.coverage.report import search_document  # which a mapping does without

        each = self.each(documents, reviews, progress)
        return [search_document(document, self.frameworks, mapper.matcher, skills=skills) for document, mapper in each]

    def cover_together(
        self,
        documents: Sequence[Document],
        alone: Sequence[Searched],
        progress: Progress = no_progress,
        *,
        reviews: Sequence[ReviewFile] = (),
        skills: Mapping[str, Collection[int]] | None = None,
    ) -> list[Searched]:
        """Return the same of the courses of one curriculum: of each file what all of them together say.

        `alone` is what `cover` says of each, asked for the same `skills`; together they say no less. Reviews of other
        documents inform it.
        """
        from mapper.programmes.coverage.report import search_documents

        own = {document.sha256 for document in documents}
        others = [review for review in reviews if review.document not in own]
        progress(", ".join(document.name for document in documents), 0, 0)
        informed = self.informed(examples_for(others, [*own]), review_digests(reviews))
        return search_documents(documents, alone, self.frameworks, informed.matcher, skills)

    def made(self, reviews: Sequence[ReviewFile] = (), **models: str) -> Made:
        """Return what makes a report reproducible; `models` are the revisions of those that only this report uses."""
        chosen = replace(self.settings, standards=(), reviewed=review_digests(reviews)).chosen()
        return Made(
            {**chosen, "standards": sorted(frozenset[str]().union(*self.standards.values()))},
            tuple((f.name, f.version, f.sha256) for f in self.frameworks),
            describe_encoder(self.encoder, self.scorer),
            {"scorer": self.matcher.revision, **models},
        )


def open_index(
    workspace: Workspace, framework: Framework, encoder: Encoder, *, progress: Progress = no_progress
) -> FrameworkIndex:
    """Return the framework's index for this encoder: the stored one if it still fits, else built and stored."""
    folder = workspace.indexes(framework.name)

    def encoded(done: int, total: int) -> None:
        # What is left once all is encoded takes nearly as long, and how much of it is done nobody knows.
        progress(framework.name, *((done, total) if done < total else (0, 0)))

    try:
        return FrameworkIndex.open(folder, framework, encoder, progress=encoded)
    except OSError as error:
        # It names a temporary file, or none.
        error.filename, error.filename2 = str(folder), None
        raise


def review_digests(reviews: Sequence[ReviewFile]) -> tuple[str, ...]:
    """Return SHA-256 of the files of reviews, each once."""
    return tuple(dict.fromkeys(review.sha256 for review in reviews))
