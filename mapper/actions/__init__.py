"""What a user can ask for, once, for the command line and the web page alike. Nothing here prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from corpora import TEACHING_ROLES, Document, Framework, InputError, Passage, Role, Skipped, Text, _, readers
from corpora import frameworks as loaders
from corpora.frameworks.hierarchy import made_for_list
from corpora.language import detect_language
from embeddings.encoders import open_encoder
from mapper.mapper import Mapper, open_index
from mapper.matching.calibrated import scorer_for
from mapper.matching.records import Outcome, Progress, Settings, no_progress
from mapper.matching.teaching import split_programme
from mapper.matching.titles import titled
from mapper.people.checklist import decisions
from mapper.people.checklist.decisions import ReviewFile, apply_to_mapping
from mapper.programmes import Alignment
from mapper.reports.parts import document_doubts
from mapper.workspace import store
from mapper.workspace.files import require_folder
from mapper.workspace.store import FrameworkHeader, Workspace

if TYPE_CHECKING:
    from corpora.readers.spreadsheet import Column

__all__ = ["Mapper", "Progress", "no_progress", "open_index"]

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
MOST_TOLD = 10  # unreadable files that one message names; the rest is counted
_MOST_PAGES = 20  # numbers of pages that one message names
_STANDARD = re.compile(r"est[aá]ndar\s+de\s+competencia", re.IGNORECASE)
_AIMS: tuple[Role, ...] = ("competency", "outcome", "criterion")
_TEACHES = 0.2  # share of the passages of a programme that say what it aims at, at least; a job ad has few such
_HARDLY = 0.1
"""Share of teaching passages below which a long programme was hardly understood, for one its tables' columns."""
_LONG = 40  # passages of a document with much text
# Loaders of single documents of standards, of which a second one adds to the first.
_ADDING = ("conocer", "incual")
_ANY_TEXT = "la"
_Seeming = Literal["norms", "ads"]  # a standard, or job ads


@dataclass(frozen=True, slots=True)
class AddedFramework:
    """A framework that was added."""

    framework: Framework  # as it is stored
    skipped: tuple[Skipped, ...] = ()  # what was left out of the files that were added now
    unread: int = 0  # how many of these files could not be read
    replaced: FrameworkHeader | None = None  # what it took the place of; a merge takes nobody's place
    another: bool = False  # whether that has no code in common with it, so that it is hardly an earlier edition


def add_framework(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    loader: str | None = None,
    name: str | None = None,
    address: str | None = None,
    progress: Progress = no_progress,
) -> AddedFramework:
    """Load a framework and store it with its index; documents of standards join those stored under the same name.

    Its file is written last: whatever happens before, the workspace holds the frameworks that it held. Raises
    InputError: unknown loader, unusable name, defective input; OSError: the workspace cannot be written.
    """
    chosen = loader or loaders.recognise_any(paths)
    workspace.check_name(name or chosen)
    require_folder(workspace.folder)
    progress(name or chosen, 0, 0)
    read = read_framework(paths, chosen, guessed=not loader, name=name, address=address, cache=workspace.cache)
    return keep_framework(workspace, read, chosen, progress=progress)


def read_framework(
    paths: Sequence[Path],
    loader: str,
    *,
    guessed: bool,
    name: str | None = None,
    address: str | None = None,
    cache: Path | None = None,
) -> Framework:
    """Return the framework in these files by its loader, which was `guessed` or named; `cache` keeps what is fetched.

    Raises InputError as `add_framework` does.
    """
    try:
        return loaders.load(paths, loader=loader, name=name, address=address, cache=cache)
    except InputError:
        if guessed:  # what a file of another kind lacks for this loader would mislead
            loaders.require_one_kind(paths)
        raise


def keep_framework(
    workspace: Workspace, read: Framework, loader: str, *, progress: Progress = no_progress
) -> AddedFramework:
    """Store a framework that was read by a loader, as `add_framework` does."""
    framework = read
    with workspace.changing(framework.name):
        replaced = workspace.header(framework.name) if framework.name in workspace.names() else None
        if replaced is not None and replaced.loader == loader and loader in _ADDING:
            framework, replaced = store.merge_standards(workspace.load(framework.name), framework), None
        another = replaced is not None and _nothing_in_common(workspace, framework)
        workspace.clear_abandoned()
        encoder = open_encoder()
        for joined in store.join_new(workspace, framework, loader):
            open_index(workspace, joined, encoder, progress=progress)
        workspace.add(framework, loader)
    same = replaced is not None and replaced.sha256 == framework.sha256
    return AddedFramework(framework, read.skipped, read.unread, None if same else replaced, another)


def _nothing_in_common(workspace: Workspace, framework: Framework) -> bool:
    """Return whether the stored framework of this one's name has none of its codes; what cannot be read is not told."""
    try:
        former = workspace.load(framework.name)
    except InputError:
        return False
    # What stands for a plain list is called as the list, whatever is in it.
    codes = [one.places.keys() - {made_for_list(one)} for one in (former, framework)]
    return codes[0].isdisjoint(codes[1])


@dataclass(frozen=True, slots=True)
class Against:
    """What programmes are compared with: frameworks of a workspace, or single standards named as NAME/CODE.

    What compares raises InputError: an unknown framework, code or encoder, a review or sheet that is none, one file
    that cannot be read or none of several. What a review decided on one of the programmes counts there as it is.
    """

    workspace: Workspace
    names: Sequence[str]
    settings: Settings = field(default_factory=Settings)
    progress: Progress = no_progress

    def opened(self, *, whole: bool = False) -> Mapper:
        """Return an opened mapper of them, as `Mapper.comparing` says."""
        return Mapper.comparing(self.workspace, self.names, self.settings, whole=whole, progress=self.progress)


def map_documents(
    against: Against, paths: Sequence[Path], *, reviewed: Sequence[Path] = ()
) -> Outcome[tuple[Alignment, ...]]:
    """Map files, or those of folders, to frameworks or standards; `reviewed` of other documents informs."""
    workspace, settings, progress = against.workspace, against.settings, against.progress
    reviews: tuple[ReviewFile, ...] = ()
    nothing: tuple[Skipped, ...] = ()
    if reviewed:  # what reads workbooks is loaded only where there are some
        from mapper.people.checklist.reviews import read_reviews, unmarked_files

        reviews = read_reviews(reviewed)
        nothing = unmarked_files(reviews)
    # Reading the models leaves Python free to open the frameworks, and PDF is read by another process meanwhile.
    encoder = open_encoder(settings.encoder)
    with ThreadPoolExecutor(max_workers=3) as pool:
        reading = pool.submit(encoder.encode, [_ANY_TEXT], role="query")
        identifying = pool.submit(detect_language, _ANY_TEXT)
        scoring = pool.submit(scorer_for, workspace.calibrated, encoder.revision)
        mapper = Mapper.reuse(
            workspace, store.resolve_frameworks(workspace, against.names), encoder, settings, progress=progress
        )
    for read in (reading, identifying, scoring):
        read.result()
    documents, failures, left_out = read_documents(paths, progress=progress)
    alignments, counts = [], []
    for document, informed in mapper.each(documents, reviews, progress):
        alignment, shown = informed.map(document)
        if reviews:
            passages = [mapped.passage for mapped in alignment.passages]
            heard = decisions.combine_reviews(reviews, document.sha256, passages, mapper.frameworks)
            alignment, counted = apply_to_mapping(alignment, shown, heard)
            counts.append(counted)
        alignments.append(alignment)
    told: Sequence[Text] = ()
    if reviews:
        decided = decisions.summarise_reviews(
            reviews, counts, {document.sha256 for document in documents}, mapper.frameworks
        )
        told = decided.notes if decided else ()
    unread = [note for alignment in alignments for note in mapping_notes(alignment)]
    unused = (*left_out, *nothing)
    return Outcome(tuple(alignments), failures, unused, bool(failures or unread), (*told, *unread))


def little_teaching_note(name: str, passages: Sequence[Passage]) -> Iterator[Text]:
    """Yield a note on a document with much text of which hardly anything is taken for teaching."""
    teaching = sum(passage.role in TEACHING_ROLES for passage in passages)
    if len(passages) >= _LONG and 0 < teaching < _HARDLY * len(passages):
        yield _(
            "{name}: only {n} of its {of} passages were taken for teaching, so hardly any of it was compared; look at"
            " how it was read, and call its columns and headings by usual names⟦; 'curmap map' lists all passages⟧",
            name=name,
            n=teaching,
            of=len(passages),
        )


def mapping_notes(alignment: Alignment) -> Iterator[Text]:
    """Yield notes on a mapping: what of its document was not read or compared."""
    document = alignment.document
    if pages := document.unreadable_pages:
        numbers = ", ".join(map(str, pages[:_MOST_PAGES])) + ("…" if len(pages) > _MOST_PAGES else "")
        yield _(
            "{name}: {n} of {pages} pages could not be read ({numbers}); run them through OCR if they are pictures",
            name=document.name,
            n=len(pages),
            pages=document.pages,
            numbers=numbers,
        )
    unread = (entry for entry in document.skipped if entry.is_unread)
    yield from (Text(*(f"{document.name}: {said}" for said in entry.why)) for entry in unread)
    yield from little_teaching_note(document.name, [mapped.passage for mapped in alignment.passages])
    if any(p.mapped for p in alignment.passages):
        return
    if alignment.settings["all_passages"] or not any(p.passage.language for p in alignment.passages):
        yield _("{name}: there is no passage in Spanish or English in it to be mapped", name=document.name)
    else:
        yield _(
            "{name}: nothing in it seems to teach; the report lists all its passages⟦, and --all-passages maps them"
            " anyway⟧",
            name=document.name,
        )


def demonstrate(folder: Path, *, progress: Progress = no_progress) -> Outcome[tuple[Alignment, ...]]:
    """Map the shipped Spanish programme to the shipped norms, in a workspace of its own inside `folder`."""
    workspace = Workspace(folder / "workspace")
    for name in ("EC9001.pdf", "normas.csv"):
        add_framework(workspace, [SAMPLES / name], progress=progress)
    return map_documents(Against(workspace, ["conocer", "table"], progress=progress), [SAMPLES / "programa.pdf"])


def read_documents(
    paths: Iterable[Path], *, progress: Progress = no_progress
) -> tuple[list[Document], tuple[InputError, ...], tuple[Skipped, ...]]:
    """Read files and folders; return documents, failures and what was left out; raises InputError: none was read."""
    files, left_out = readers.files(paths)
    documents: list[Document] = []
    failures: list[InputError] = []
    for number, path in enumerate(files):
        progress(path.name, number, len(files))
        try:
            document = _by_kind(path, readers.read(path))
            documents.append(as_programme(document))
        except InputError as error:
            failures.append(_with_doubt(path, error))
    if not documents:
        if len(failures) == 1:
            raise failures[0]
        told, more = failures[:MOST_TOLD], len(failures) - MOST_TOLD
        said = Text(*("; ".join(str(getattr(f, lang)).rstrip(".") for f in told) for lang in ("es", "en")))
        if more > 0:
            raise InputError("no file could be read: {said}; and {more} more", said=said, more=more)
        raise InputError("no file could be read: {said}", said=said)
    doubtful = (Skipped(one.name, doubt) for one in documents for doubt in document_doubts(one))
    return documents, tuple(failures), (*left_out, *doubtful)


def read_programme(path: Path) -> Document:
    """Read one file as a programme; a table of ads, or what reads like a standard, is read all the same, with a note.

    `as_programme` adds its title, and the notes that take the passages. Raises InputError: it cannot be read.
    """
    try:
        return _by_kind(path, readers.read(path))
    except InputError as error:
        raise _with_doubt(path, error) from error.__cause__


def as_programme(document: Document) -> Document:
    """Return what was read with the title that a model finds, and a note where it reads like an ad and hardly teaches.

    Where a note says already what it seems to be, no other is added.
    """
    document = titled(document)
    doubts = {Skipped(document.name, _doubt(document.name, seems)) for seems in get_args(_Seeming)}
    if not doubts.isdisjoint(document.skipped):
        return document
    passages = split_programme(document).passages
    if sum(passage.role in _AIMS for passage in passages) < _TEACHES * len(passages):
        from corpora.job_ads.signs import reads_like_an_ad  # hardly ever asked

        if reads_like_an_ad(document.text):
            return _noted(document, "ads")
    return document


def _by_kind(path: Path, document: Document) -> Document:
    """Return what was read, with a note where it is a table of ads or reads like a standard."""
    seems = _seeming(path) if document.format == "spreadsheet" else ""
    if not seems and _STANDARD.search(document.text):
        from corpora.frameworks import conocer  # whose forms need not be known else

        seems = "norms" if conocer.is_standard((tuple(document.text.split("\n")),)) else ""
    return _noted(document, seems) if seems else document


def _noted(document: Document, seems: _Seeming) -> Document:
    return replace(document, skipped=(Skipped(document.name, _doubt(document.name, seems)), *document.skipped))


def _with_doubt(path: Path, error: InputError) -> InputError:
    """Return why a file could not be read, with what it may be instead."""
    if not (seems := _seeming(path)):
        return error
    return InputError(
        "{name}: {reason}⟦; a table with a course in each row is indexed (curmap index {name})⟧",
        name=path,
        reason=_doubt(path.name, seems),
    )


def _seeming(path: Path) -> _Seeming | Literal[""]:
    """Return what a table in a file is instead of a programme, by its columns; "" for all else."""
    from corpora.frameworks import table  # of use for tables alone

    return table.guess_kind(path)


def _doubt(name: str, seems: _Seeming) -> Text:
    """Return why a file may be no programme, or may have been read wrongly."""
    if seems == "norms":
        return _(
            "reads like a standard, not like a programme: what it says is asked for, not taught; to compare programmes"
            " with it, add it as a standard⟦ (curmap framework add {name})⟧",
            name=name,
        )
    return _(
        "reads like a job advertisement or a table of them, not like a programme: what it says is asked for, not"
        " taught; to set it against a programme, give it as job ads⟦ (curmap gap PROGRAMME --jobs {name})⟧",
        name=name,
    )


def columns(paths: Sequence[Path]) -> Sequence[Column]:
    """Return what the columns of a workbook, of one alone, are taken for in a programme; () of other files.

    Raises InputError: damaged, or curmap-columns.json beside it.
    """
    from corpora.readers.spreadsheet import columns as columns_of

    reader = ""
    with suppress(InputError):  # a framework may be in a format that no programme has
        reader = readers.sniff(paths[0]) if len(paths) == 1 and paths[0].is_file() else ""
    return columns_of(paths[0]) if reader == "spreadsheet" else ()
