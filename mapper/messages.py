"""What the command line says besides results, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from corpora import Framework, InputError, Skipped, Text
from mapper.records import Alignment, Mapping
from mapper.store import FrameworkHeader

NO_FRAMEWORKS = Text(
    "No hay marcos en el espacio de trabajo; añada uno con «curmap framework add».",
    "There are no frameworks in the workspace; add one with 'curmap framework add'.",
)
FRAMEWORK_COLUMNS = (
    Text("Marco", "Framework"),
    Text("Título", "Title"),
    Text("Versión", "Version"),
    Text("Entradas", "Entries"),
    Text("Origen", "Source"),
)
ENTRIES_COLUMN = 3
INTERRUPTED = Text(
    "Interrumpido: no quedó nada a medias; repita la orden cuando quiera.",
    "Interrupted: nothing was left half done; repeat the command when you like.",
)
_MOST_SOURCES = 2
_MOST_PAGES = 20


def header_values(header: FrameworkHeader, lang: str) -> dict[str, Any]:
    """What `curmap framework list --json` prints of one framework."""
    keys = ("name", "loader", "title", "version", "sha256", "source", "licence", "competencies")
    skipped = [{"what": s.what, "why": s.why.en if lang == "en" else s.why.es} for s in header.skipped]
    return {**{key: getattr(header, key) for key in keys}, "skipped": skipped}


def sources(source: str) -> Text:
    """Where a framework came from; of many files the first ones."""
    names = source.split(", ")
    if (more := len(names) - _MOST_SOURCES) <= 1:
        return Text(source, source)
    first = ", ".join(names[:_MOST_SOURCES])
    return Text(f"{first} y {more} más", f"{first} and {more} more")


def added(framework: Framework) -> Text:
    """Said when a framework was added."""
    n = f"{len(framework.competencies):,}"
    return Text(
        f"{framework.name}: {n} entradas, versión {framework.version}",
        f"{framework.name}: {n} entries, version {framework.version}",
    )


def replaced(header: FrameworkHeader) -> Text:
    """Said when the framework took the place of one of the same name."""
    n = f"{header.competencies:,}"
    source = sources(header.source)
    return Text(
        f"Sustituye a la anterior «{header.name}» ({n} entradas, de {source.es}); para tener ambas, use --name.",
        f"It takes the place of the former '{header.name}' ({n} entries, from {source.en}); to have both, use --name.",
    )


def skipped(skipped: Skipped) -> Text:
    """Said for each thing that was left out."""
    return Text(f"  {skipped.what}: {skipped.why.es}", f"  {skipped.what}: {skipped.why.en}")


def removed(name: str) -> Text:
    """Said when a framework was removed."""
    return Text(f"{name}: se quitó del espacio de trabajo", f"{name}: removed from the workspace")


def written(path: Path) -> Text:
    """Said for each report."""
    return Text(f"Informe: {path}", f"Report: {path}")


def notices(mapping: Mapping) -> Iterator[Text]:
    """What the user has to know of a mapping besides its result."""
    yield from not_read(mapping.failures, mapping.left_out)
    if mapping.reviewed is not None:
        yield from mapping.reviewed.notes
    for alignment in mapping.alignments:
        yield from _of_alignment(alignment)


def not_read(failures: Iterable[InputError], left_out: Iterable[Skipped]) -> Iterator[Text]:
    """Said for each file that could not be read and each thing that was left out."""
    for failure in failures:
        yield Text(f"No se leyó: {failure.es}", f"Not read: {failure.en}")
    for one in left_out:
        yield Text(f"{one.what}: {one.why.es}", f"{one.what}: {one.why.en}")


def _of_alignment(alignment: Alignment) -> Iterator[Text]:
    document = alignment.document
    if pages := document.unreadable_pages:
        numbers = ", ".join(map(str, pages[:_MOST_PAGES])) + ("…" if len(pages) > _MOST_PAGES else "")
        yield Text(
            f"{document.name}: {len(pages)} de {document.pages} páginas no se pudieron leer ({numbers});"
            " páselas por un OCR si son imágenes",
            f"{document.name}: {len(pages)} of {document.pages} pages could not be read ({numbers});"
            " run them through OCR if they are pictures",
        )
    if any(p.mapped for p in alignment.passages):
        return
    if alignment.settings["all_passages"] or not any(p.passage.language for p in alignment.passages):
        yield Text(
            f"{document.name}: no hay en él un pasaje en español o inglés que relacionar",
            f"{document.name}: there is no passage in Spanish or English in it to be mapped",
        )
    else:
        yield Text(
            f"{document.name}: nada en él parece enseñar; el informe lista todos sus pasajes,"
            " y --all-passages los relaciona de todos modos",
            f"{document.name}: nothing in it seems to teach; the report lists all its passages,"
            " and --all-passages maps them anyway",
        )
