"""What a user can ask for, once, for the command line and the web page alike. Nothing here prints."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpora import Document, Framework, InputError, Skipped, readers
from corpora import frameworks as loaders
from embeddings.encoders import Encoder, open_encoder
from mapper import catalogue, standard
from mapper.align import align
from mapper.framework_index import FrameworkIndex
from mapper.match import Matcher
from mapper.records import Alignment, Mapping
from mapper.reports import REPORTS, report
from mapper.settings import Settings
from mapper.store import Workspace

SAMPLES = Path(__file__).resolve().parent / "samples"

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done and how much there is."""


def no_progress(what: str, done: int, total: int) -> None:
    """Shows nothing."""


def add_framework(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    loader: str | None = None,
    name: str | None = None,
    address: str | None = None,
    progress: Progress = no_progress,
) -> Framework:
    """Load a framework and store it with its index; documents of `conocer` join those stored under the same name.

    Raises:
        InputError: unknown loader, defective input; the workspace is then as it was.
        OSError: the workspace cannot be written.
    """
    chosen = loader or (loaders.recognise(paths[0]) if paths else "renec")
    framework = loaders.load(paths, loader=chosen, name=name, address=address, cache=workspace.cache)
    stored = {header.name: header.loader for header in workspace.headers()}
    if chosen == "conocer" and stored.get(framework.name) == "conocer":
        framework = _merged(workspace.load(framework.name), framework)
    workspace.add(framework, chosen)
    for joined in catalogue.frameworks(workspace, [framework.name]):
        open_index(workspace, joined, open_encoder(), progress=progress)
    return framework


def show(workspace: Workspace, code: str) -> dict[str, Any]:
    """A framework's entry with its elements and criteria; raises InputError where no framework has it."""
    return standard.describe(catalogue.find(workspace, code))


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
    return FrameworkIndex.open(
        folder,
        framework,
        encoder,
        progress=lambda done, total: progress(framework.name, done, total),
    )


def map_documents(
    workspace: Workspace,
    paths: Sequence[Path],
    names: Sequence[str],
    settings: Settings,
    *,
    progress: Progress = no_progress,
) -> Mapping:
    """Map files, or the files of folders, to the frameworks of these names.

    Raises:
        InputError: an unknown framework or encoder; one file that cannot be read, or none of several.
    """
    frameworks = catalogue.frameworks(workspace, names)
    documents, failures, left_out = _read(paths, progress)
    if not documents:
        raise failures[0] if len(failures) == 1 else _none_read(failures)
    encoder = open_encoder(settings.encoder)
    indexes = [open_index(workspace, f, encoder, progress=progress) for f in frameworks]
    matcher = Matcher(indexes, encoder)
    alignments = []
    for number, document in enumerate(documents):
        progress(document.name, number, len(documents))
        alignments.append(align(document, frameworks, matcher, encoder, settings))
    return Mapping(tuple(alignments), tuple(failures), tuple(left_out))


def demonstrate(folder: Path, *, progress: Progress = no_progress) -> Mapping:
    """Map the shipped Spanish programme to the shipped norms, in a workspace of its own inside `folder`."""
    workspace = Workspace(folder / "workspace")
    for name in ("EC9001.pdf", "normas.csv"):
        add_framework(workspace, [SAMPLES / name], progress=progress)
    return map_documents(workspace, [SAMPLES / "programa.pdf"], ["conocer", "table"], Settings(), progress=progress)


def _read(paths: Iterable[Path], progress: Progress) -> tuple[list[Document], list[InputError], list[Skipped]]:
    files, left_out = readers.files(paths)
    documents: list[Document] = []
    failures: list[InputError] = []
    for number, path in enumerate(files):
        progress(path.name, number, len(files))
        try:
            documents.append(readers.read(path))
        except InputError as error:
            failures.append(error)
    return documents, failures, list(left_out)


def _none_read(failures: Sequence[InputError]) -> InputError:
    return InputError(
        es="no se pudo leer ningún archivo: " + "; ".join(f.es for f in failures),
        en="no file could be read: " + "; ".join(f.en for f in failures),
    )


def write_reports(alignments: Sequence[Alignment], folder: Path, *, lang: str) -> list[Path]:
    """Write report.html, report.xlsx and alignment.json into a folder, which is made; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / ("alignment.json" if name == "json" else f"report.{name}") for name in REPORTS]
    for name, path in zip(REPORTS, paths, strict=True):
        report(name)(alignments, path, lang=lang)
    return paths
