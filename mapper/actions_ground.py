"""What the actions on coverage, gap and microcredentials stand on: frameworks by name, and programmes searched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora import Document, Framework, InputError, Skipped, Text
from embeddings.encoders import Encoder, open_encoder
from mapper import catalogue
from mapper.actions import Progress, no_progress, open_index, read_documents
from mapper.checklist.reviews import Review, examples_of, informing
from mapper.coverage.programmes import Searched, search
from mapper.coverage.records import Made, Programme
from mapper.examples import Example, Examples, Informing
from mapper.framework_index import FrameworkIndex
from mapper.match import Matcher
from mapper.matching.scorer import Scorer, shipped
from mapper.settings import Settings
from mapper.store import Workspace


@dataclass(frozen=True, slots=True)
class Ground:
    """Frameworks opened to be compared with programmes.

    Attributes:
        frameworks: in the order asked.
        indexes: one for each framework.
        encoder: of the indexes.
        only: codes of the standards that were asked for; none for all.
        looked_at: by framework, those of them that its passages are compared with; all where it has none.
        matcher: of all the indexes.
        scorer: makes the probabilities.
    """

    frameworks: tuple[Framework, ...]
    indexes: tuple[FrameworkIndex, ...]
    encoder: Encoder
    only: frozenset[str]
    looked_at: Mapping[str, frozenset[str]]
    matcher: Matcher
    scorer: Scorer

    def search(
        self, documents: Sequence[Document], progress: Progress = no_progress, *, reviews: Sequence[Review] = ()
    ) -> list[Searched]:
        """What programmes say of the frameworks' entries; reviews of other documents than a programme inform it."""
        searched = []
        matchers: dict[tuple[Example, ...], Matcher] = {(): self.matcher}
        for number, document in enumerate(documents):
            progress(document.name, number, len(documents))
            others = examples_of(reviews, but=document.sha256)
            if others not in matchers:
                informed = self._examples(others)
                matchers[others] = Matcher(self.indexes, self.encoder, examples=informed, only=self.looked_at)
            searched.append(search(document, self.frameworks, matchers[others]))
        return searched

    def informing(self, documents: Sequence[Document], reviews: Sequence[Review]) -> Informing:
        """How many decisions inform some programme that they were not taken on."""
        decided = informing(reviews, {document.sha256 for document in documents})
        return Informing.of(decided, self.frameworks)

    def _examples(self, decided: Sequence[Example]) -> list[Examples]:
        return [Examples(decided, framework, self.encoder) for framework in self.frameworks] if decided else []

    def made(self, settings: Settings, **models: str) -> Made:
        """What it takes to make a report again; `models` are the revisions of those that only this report uses."""
        return Made(
            {**settings.chosen(), "standards": sorted(self.only)},
            tuple((f.name, f.version, f.sha256) for f in self.frameworks),
            {"name": self.encoder.name, "revision": self.encoder.revision},
            {"scorer": self.matcher.revision, **models},
        )


def ground(
    workspace: Workspace, names: Sequence[str], settings: Settings, progress: Progress, *, whole: bool = False
) -> Ground:
    """Open frameworks, named as NAME or NAME/CODE.

    Args:
        workspace: holds them.
        names: of the frameworks.
        settings: of the comparison.
        progress: called with what is being done.
        whole: whether programmes are compared with all of a framework that is named by a code, too.

    Raises:
        InputError: an unknown framework, code or encoder.
    """
    named = [catalogue.find(workspace, name) for name in names if "/" in name]
    only = frozenset(map(catalogue.standard_of, named))
    # As `map` does: of a large framework only the standards that lie nearest are compared, and these were asked for.
    looked_at: dict[str, frozenset[str]] = {} if whole else {entry.framework.name: only for entry in named}
    frameworks = catalogue.frameworks(workspace, [name.partition("/")[0] for name in names])
    encoder = open_encoder(settings.encoder)
    indexes = tuple(open_index(workspace, framework, encoder, progress=progress) for framework in frameworks)
    matcher = Matcher(indexes, encoder, only=looked_at)
    return Ground(frameworks, indexes, encoder, only, looked_at, matcher, shipped())


def read_one(path: Path, what: Text, progress: Progress) -> tuple[Document, list[Skipped]]:
    """The document of a report on a single programme, and what was left out.

    Args:
        path: of the programme, or of a folder with nothing else.
        what: the report is called, with its article.
        progress: called with what is being done.

    Raises:
        InputError: it cannot be read, or there are several.
    """
    (document, *others), _, left_out = read_documents([path], progress=progress)
    if others:
        raise InputError(
            es=f"{path}: {what.es} es de un solo programa; indique un archivo",
            en=f"{path}: {what.en} is of one programme; name one file",
        )
    return document, left_out


def partly_read(programmes: Iterable[Programme]) -> bool:
    """Whether pages of a programme could not be read, or nothing in one seems to teach."""
    return any(programme.unreadable_pages or not programme.searched for programme in programmes)
