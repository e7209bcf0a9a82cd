"""What the command line says besides results, in both languages."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

from corpora import TEACHING_ROLES, Framework, Text
from mapper.records import Alignment, Mapping

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


def added(framework: Framework) -> Text:
    """Said when a framework was added."""
    n = f"{len(framework.competencies):,}"
    return Text(
        f"{framework.name}: {n} entradas, versión {framework.version}",
        f"{framework.name}: {n} entries, version {framework.version}",
    )


def removed(name: str) -> Text:
    """Said when a framework was removed."""
    return Text(f"{name}: se quitó del espacio de trabajo", f"{name}: removed from the workspace")


def written(path: Path) -> Text:
    """Said for each report."""
    return Text(f"Informe: {path}", f"Report: {path}")


def notices(mapping: Mapping) -> Iterator[Text]:
    """What the user has to know of a mapping besides its result."""
    for failure in mapping.failures:
        yield Text(f"No se leyó: {failure.es}", f"Not read: {failure.en}")
    for skipped in mapping.left_out:
        yield Text(f"{skipped.what}: {skipped.why.es}", f"{skipped.what}: {skipped.why.en}")
    for alignment in mapping.alignments:
        yield from _of_alignment(alignment)


def _of_alignment(alignment: Alignment) -> Iterator[Text]:
    document = alignment.document
    if pages := document.unreadable_pages:
        numbers = ", ".join(map(str, pages[:20])) + ("…" if len(pages) > 20 else "")
        yield Text(
            f"{document.name}: {len(pages)} de {document.pages} páginas no se pudieron leer ({numbers})",
            f"{document.name}: {len(pages)} of {document.pages} pages could not be read ({numbers})",
        )
    if not any(p.passage.role in TEACHING_ROLES for p in alignment.passages):
        yield Text(
            f"{document.name}: nada en él parece enseñar; el informe lista todos sus pasajes,"
            " y --all-passages los relaciona de todos modos",
            f"{document.name}: nothing in it seems to teach; the report lists all its passages,"
            " and --all-passages maps them anyway",
        )


_NO_PERMISSION = Text(
    "no hay permiso; cambie los permisos o elija otra carpeta",
    "permission denied; change the permissions or choose another folder",
)
_OS_ERRORS = {
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.EROFS: Text(
        "el disco es de solo lectura; elija otra carpeta", "the disk is read-only; choose another folder"
    ),
    errno.ENOSPC: Text("el disco está lleno; libere espacio y repita", "the disk is full; free some space and repeat"),
    errno.ENOTDIR: Text(
        "una parte de la ruta es un archivo; elija una carpeta", "a part of the path is a file; choose a folder"
    ),
    errno.EEXIST: Text(
        "ya existe un archivo con ese nombre; elija una carpeta", "a file of that name exists; choose a folder"
    ),
}


def of_os_error(error: OSError) -> Text:
    """What is wrong and how to mend it, naming the file."""
    name = error.filename or "curmap"
    known = _OS_ERRORS.get(error.errno or 0)
    reason = known or Text(f"error del sistema ({error.strerror})", f"system error ({error.strerror})")
    return Text(f"{name}: {reason.es}", f"{name}: {reason.en}")
