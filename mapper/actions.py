"""What a user can ask for, once, for the command line and the web page alike. Nothing here prints."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from corpora import Document, Framework, InputError, Skipped, readers
from corpora import frameworks as loaders
from corpora.language import language_of
from embeddings.encoders import Encoder, open_encoder
from mapper import catalogue
from mapper.align import align, align_and_show
from mapper.coverage.states import Shown
from mapper.examples import Examples, unused
from mapper.examples import read as read_examples
from mapper.files import require_folder, written_together
from mapper.framework_index import FrameworkIndex
from mapper.match import Matcher
from mapper.records import Alignment, Mapping
from mapper.reports import REPORTS, report
from mapper.reranker import Reranker, open_reranker
from mapper.settings import Settings
from mapper.store import FrameworkHeader, Workspace

SAMPLES = Path(__file__).resolve().parent / "samples"
MOST_TOLD = 10
"""Unreadable files that one message names; the rest is counted."""
_ANY_TEXT = "la"

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done and how much there is."""


def no_progress(what: str, done: int, total: int) -> None:
    """Shows nothing."""


@dataclass(frozen=True, slots=True)
class Added:
    """A framework that was added, and what it took the place of; a merge takes nobody's place."""

    framework: Framework
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
    """Load a framework and store it with its index; documents of `conocer` join those stored under the same name.

    Its file is written last: whatever happens before, the workspace holds the frameworks that it held.

    Raises:
        InputError: unknown loader, unusable name, defective input.
        OSError: the workspace cannot be written.
    """
    chosen = loader or (loaders.recognise(paths[0]) if paths else "renec")
    workspace.check_name(name or chosen)
    require_folder(workspace.folder)
    framework = loaders.load(paths, loader=chosen, name=name, address=address, cache=workspace.cache)
    replaced = next((header for header in workspace.headers() if header.name == framework.name), None)
    if replaced is not None and replaced.loader == chosen == "conocer":
        framework, replaced = _merged(workspace.load(framework.name), framework), None
    workspace.clear_abandoned()
    encoder = open_encoder()
    for joined in catalogue.with_new(workspace, framework, chosen):
        open_index(workspace, joined, encoder, progress=progress)
    workspace.add(framework, chosen)
    same = replaced is not None and replaced.sha256 == framework.sha256
    return Added(framework, None if same else replaced)


def find(workspace: Workspace, code: str) -> catalogue.Entry:
    """A framework's entry by `NAME/CODE` or `CODE`; raises InputError where no framework has it."""
    return catalogue.find(workspace, code)


def _merged(old: Framework, new: Framework) -> Framework:
    """Both sets of standards; where both hold one, the new document replaces the old one whole."""
    replaced = {c.code for c in new.competencies if c.parent is None}
    kept = [c for c in old.competencies if c.code.split("/")[0] not in replaced]
    if not kept:
        return new
    digest = hashlib.sha256(f"{old.sha256}\n{new.sha256}".encode()).hexdigest()
    competencies = sorted((*kept, *new.competencies), key=lambda c: c.code.split("/")[0])
    sources = dict.fromkeys((*old.source.split(", "), *new.source.split(", ")))
    return replace(
        new,
        sha256=digest,
        version=digest[:12],
        source=", ".join(sources),
        competencies=tuple(competencies),
        skipped=(*old.skipped, *new.skipped),
    )


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
        names: of the frameworks.
        settings: of the mapping.
        reviewed: reviews of other programmes, whose decisions inform this mapping.
        progress: told of what is done.

    Raises:
        InputError: an unknown framework or encoder; one file that cannot be read, or none of several; no review.
    """
    decided, digests = read_examples(reviewed)
    settings = replace(settings, reviewed=digests)
    # Unpacking the models leaves Python free to read the frameworks and the documents.
    with ThreadPoolExecutor(max_workers=2) as pool:
        opening = pool.submit(_opened, settings.encoder)
        identifying = pool.submit(language_of, _ANY_TEXT)
        frameworks = catalogue.frameworks(workspace, names)
        documents, failures, left_out = read_documents(paths, progress=progress)
        identifying.result()
        encoder = opening.result()
    indexes = [open_index(workspace, f, encoder, progress=progress) for f in frameworks]
    examples = [Examples(decided, framework, encoder) for framework in frameworks] if decided else []
    matcher = Matcher(indexes, encoder, reranker=_reranker(settings), examples=examples)
    alignments = []
    for number, document in enumerate(documents):
        progress(document.name, number, len(documents))
        alignments.append(align(document, frameworks, matcher, encoder, settings))
    return Mapping(tuple(alignments), tuple(failures), (*left_out, *unused(decided, examples)))


@dataclass(frozen=True, slots=True)
class Prepared:
    """Frameworks, indexes and encoder in memory, for programs that map one document after the other."""

    frameworks: tuple[Framework, ...]
    encoder: Encoder
    matcher: Matcher
    settings: Settings

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
    frameworks = catalogue.frameworks(workspace, names)
    encoder = open_encoder(settings.encoder)
    indexes = [open_index(workspace, f, encoder, progress=progress) for f in frameworks]
    return Prepared(frameworks, encoder, Matcher(indexes, encoder, reranker=_reranker(settings)), settings)


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


def write_reports(alignments: Sequence[Alignment], folder: Path, *, lang: str) -> list[Path]:
    """Write report.html, report.xlsx and alignment.json into a folder, which is made; gives their paths.

    Raises:
        OSError: they cannot be written; none of them is, then.
    """
    names = {name: "alignment.json" if name == "json" else f"report.{name}" for name in REPORTS}
    with written_together(folder) as fresh:
        for name, file in names.items():
            report(name)(alignments, fresh / file, lang=lang)
    return [folder / file for file in names.values()]
