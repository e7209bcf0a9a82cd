"""What a user can ask for, once, for the command line and the web page alike. Nothing here prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpora import Document, Framework, InputError, Skipped, readers
from corpora import frameworks as loaders
from corpora.language import language_of
from embeddings.encoders import Encoder, open_encoder
from mapper import catalogue
from mapper.align import align_and_show
from mapper.checklist import deciding
from mapper.checklist.deciding import in_mapping
from mapper.checklist.reviews import examples_of, informing
from mapper.checklist.reviews import read as read_reviews
from mapper.coverage.states import Shown
from mapper.examples import Example, Examples, Informing
from mapper.files import require_folder
from mapper.framework_index import FrameworkIndex
from mapper.match import Matcher
from mapper.records import Alignment, Mapping
from mapper.reports import kinds
from mapper.reports.blocks import NO_HEAD, Head
from mapper.reranker import Reranker, open_reranker
from mapper.settings import Settings
from mapper.store import FrameworkHeader, Workspace

SAMPLES = Path(__file__).resolve().parent / "samples"
MOST_TOLD = 10
"""Unreadable files that one message names; the rest is counted."""
# Loaders of single documents of standards, of which a second one adds to the first.
_ADDING = ("conocer", "incual")
_ANY_TEXT = "la"

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done and how much there is."""


def no_progress(what: str, done: int, total: int) -> None:
    """Shows nothing."""


@dataclass(frozen=True, slots=True)
class Added:
    """A framework that was added.

    Attributes:
        framework: as it is stored.
        skipped: what was left out of the files that were added now.
        unread: how many of these files could not be read.
        replaced: what it took the place of; a merge takes nobody's place.
    """

    framework: Framework
    skipped: tuple[Skipped, ...] = ()
    unread: int = 0
    replaced: FrameworkHeader | None = None


def add_framework(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    loader: str | None = None,
    name: str | None = None,
    address: str | None = None,
    progress: Progress = no_progress,
) -> Added:
    """Load a framework and store it with its index; documents of standards join those stored under the same name.

    Its file is written last: whatever happens before, the workspace holds the frameworks that it held.

    Raises:
        InputError: unknown loader, unusable name, defective input.
        OSError: the workspace cannot be written.
    """
    chosen = loader or (loaders.recognise_any(paths) if paths else "renec")
    workspace.check_name(name or chosen)
    require_folder(workspace.folder)
    framework = loaders.load(paths, loader=chosen, name=name, address=address, cache=workspace.cache)
    with workspace.changing(framework.name):
        return _stored(workspace, framework, chosen, progress)


def _stored(workspace: Workspace, read: Framework, loader: str, progress: Progress) -> Added:
    framework = read
    replaced = workspace.header(framework.name) if framework.name in workspace.names() else None
    if replaced is not None and replaced.loader == loader and loader in _ADDING:
        framework, replaced = catalogue.merged(workspace.load(framework.name), framework), None
    workspace.clear_abandoned()
    encoder = open_encoder()
    for joined in catalogue.with_new(workspace, framework, loader):
        open_index(workspace, joined, encoder, progress=progress)
    workspace.add(framework, loader)
    same = replaced is not None and replaced.sha256 == framework.sha256
    return Added(framework, read.skipped, read.unread, None if same else replaced)


def find(workspace: Workspace, code: str) -> catalogue.Entry:
    """A framework's entry by `NAME/CODE` or `CODE`; raises InputError where no framework has it."""
    return catalogue.find(workspace, code)


def open_index(
    workspace: Workspace, framework: Framework, encoder: Encoder, *, progress: Progress = no_progress
) -> FrameworkIndex:
    """The framework's index for this encoder: the stored one if it still fits, else built and stored."""
    folder = workspace.indexes(framework.name)
    try:
        return FrameworkIndex.open(
            folder,
            framework,
            encoder,
            progress=lambda done, total: progress(framework.name, done, total),
        )
    except OSError as error:
        # It names a temporary file, or none.
        error.filename, error.filename2 = str(folder), None
        raise


def map_documents(
    workspace: Workspace,
    paths: Sequence[Path],
    names: Sequence[str],
    settings: Settings,
    *,
    reviewed: Sequence[Path] = (),
    progress: Progress = no_progress,
) -> Mapping:
    """Map files, or the files of folders, to the frameworks of these names.

    Args:
        workspace: holds the frameworks.
        paths: the files or folders.
        names: of the frameworks, or NAME/CODE for a single standard of one.
        settings: of the mapping.
        reviewed: reviews: what was decided on one of these documents counts as it is, on another it informs.
        progress: told of what is done.

    Raises:
        InputError: an unknown framework or encoder; one file that cannot be read, or none of several; no review.
    """
    reviews = read_reviews(reviewed)
    # Unpacking the models leaves Python free to read the frameworks and the documents.
    with ThreadPoolExecutor(max_workers=2) as pool:
        opening = pool.submit(_opened, settings.encoder)
        identifying = pool.submit(language_of, _ANY_TEXT)
        frameworks, only = catalogue.asked(workspace, names)
        documents, failures, left_out = read_documents(paths, progress=progress)
        identifying.result()
        encoder = opening.result()
    indexes = [open_index(workspace, f, encoder, progress=progress) for f in frameworks]
    digests = tuple(dict.fromkeys(review.sha256 for review in reviews))
    prepared: dict[tuple[Example, ...], Prepared] = {}
    alignments, heard = [], []
    for number, document in enumerate(documents):
        progress(document.name, number, len(documents))
        decided = examples_of(reviews, but=document.sha256)
        if decided not in prepared:
            prepared[decided] = _prepared(frameworks, indexes, encoder, settings, decided, digests, only)
        alignment, shown = prepared[decided].align_and_show(document)
        found = deciding.heard(reviews, document.sha256, [mapped.passage for mapped in alignment.passages])
        alignments.append(in_mapping(alignment, shown, found) if found.said else alignment)
        heard.append(found)
    others = informing(reviews, {document.sha256 for document in documents})
    told = deciding.told(reviews, heard, Informing.of(others, frameworks))
    return Mapping(tuple(alignments), tuple(failures), tuple(left_out), told)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Frameworks, indexes and encoder in memory, for programs that map one document after the other."""

    frameworks: tuple[Framework, ...]
    indexes: tuple[FrameworkIndex, ...]
    encoder: Encoder
    matcher: Matcher
    settings: Settings
    only: dict[str, frozenset[str]] = field(default_factory=dict)

    def informed(self, decided: Sequence[Example], digests: Sequence[str]) -> Prepared:
        """The same, informed by what people decided on other programmes.

        Args:
            decided: their decisions.
            digests: SHA-256 of the reviews in which these stand.
        """
        return _prepared(self.frameworks, self.indexes, self.encoder, self.settings, decided, digests, self.only)

    def align(self, document: Document) -> Alignment:
        """Map one document."""
        return self.align_and_show(document)[0]

    def align_and_show(self, document: Document) -> tuple[Alignment, tuple[Shown, ...]]:
        """Map one document, and tell what it shows of each framework that has criteria."""
        return align_and_show(document, self.frameworks, self.matcher, self.encoder, self.settings)


def prepare(
    workspace: Workspace, names: Sequence[str], settings: Settings, *, progress: Progress = no_progress
) -> Prepared:
    """Open what it takes to map documents to the frameworks of these names.

    Raises:
        InputError: an unknown framework or encoder.
    """
    frameworks, only = catalogue.asked(workspace, names)
    encoder = open_encoder(settings.encoder)
    indexes = [open_index(workspace, f, encoder, progress=progress) for f in frameworks]
    return _prepared(frameworks, indexes, encoder, settings, only=only)


def _prepared(
    frameworks: Sequence[Framework],
    indexes: Sequence[FrameworkIndex],
    encoder: Encoder,
    settings: Settings,
    decided: Sequence[Example] = (),
    digests: Sequence[str] = (),
    only: dict[str, frozenset[str]] | None = None,
) -> Prepared:
    only = only if only is not None else {}
    examples = [Examples(decided, framework, encoder) for framework in frameworks] if decided else []
    names = {framework.name for framework in frameworks}
    asked = sum(example.framework in names for example in decided)
    used = sum(of_framework.used for of_framework in examples)
    standards = tuple(f"{name}/{code}" for name, codes in sorted(only.items()) for code in sorted(codes))
    settings = replace(
        settings, standards=standards, reviewed=tuple(digests), decisions=used, decisions_unused=asked - used
    )
    matcher = Matcher(indexes, encoder, reranker=_reranker(settings), examples=examples, only=only)
    return Prepared(tuple(frameworks), tuple(indexes), encoder, matcher, settings, only)


def _reranker(settings: Settings) -> Reranker | None:
    return open_reranker(settings.rerank) if settings.rerank else None


def _opened(name: str) -> Encoder:
    """The encoder with its weights, which it reads when it is first used."""
    encoder = open_encoder(name)
    encoder.encode([_ANY_TEXT], role="query")
    return encoder


def demonstrate(folder: Path, *, progress: Progress = no_progress) -> Mapping:
    """Map the shipped Spanish programme to the shipped norms, in a workspace of its own inside `folder`."""
    workspace = Workspace(folder / "workspace")
    for name in ("EC9001.pdf", "normas.csv"):
        add_framework(workspace, [SAMPLES / name], progress=progress)
    return map_documents(workspace, [SAMPLES / "programa.pdf"], ["conocer", "table"], Settings(), progress=progress)


def read_documents(
    paths: Iterable[Path], *, progress: Progress = no_progress
) -> tuple[list[Document], list[InputError], list[Skipped]]:
    """Read files, or the files of folders: documents, what could not be read, what was left out.

    Raises:
        InputError: one file that cannot be read, or none of several.
    """
    files, left_out = readers.files(paths)
    documents: list[Document] = []
    failures: list[InputError] = []
    for number, path in enumerate(files):
        progress(path.name, number, len(files))
        try:
            documents.append(readers.read(path))
        except InputError as error:
            failures.append(error)
    if not documents:
        raise failures[0] if len(failures) == 1 else _none_read(failures)
    return documents, failures, list(left_out)


def _none_read(failures: Sequence[InputError]) -> InputError:
    told, more = failures[:MOST_TOLD], len(failures) - MOST_TOLD
    es, en = ("; ".join(str(getattr(f, lang)).rstrip(".") for f in told) for lang in ("es", "en"))
    return InputError(
        es=f"no se pudo leer ningún archivo: {es}" + (f"; y {more} más" if more > 0 else ""),
        en=f"no file could be read: {en}" + (f"; and {more} more" if more > 0 else ""),
    )


def write_reports(alignments: Sequence[Alignment], folder: Path, *, lang: str, head: Head = NO_HEAD) -> list[Path]:
    """Write report.html, .xlsx and .docx and alignment.json into a folder, which is made; gives their paths.

    Args:
        alignments: one for each document.
        folder: where they are to stand.
        lang: "es" or "en".
        head: of the Word document.

    Raises:
        OSError: they cannot be written; none of them is, then.
    """
    return kinds.write("report", alignments, folder, lang=lang, head=head)
