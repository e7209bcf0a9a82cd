"""What the commands on collections say besides results, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from corpora import Skipped, Text

if TYPE_CHECKING:
    from mapper.batch.run import Indexed
    from mapper.collections.records import Version

MOST_TOLD = 20
"""Unreadable documents that are named; the rest is counted, and stands in the quarantine table."""

HIT_COLUMNS = (Text("Documento", "Document"), Text("Pág.", "Page"), Text("Pasaje", "Passage"), Text("Normas", "Norms"))
TEACHES_COLUMNS = (
    Text("Documento", "Document"),
    Text("Probabilidad", "Probability"),
    Text("Pasajes", "Passages"),
    Text("Pág.", "Page"),
    Text("El más probable", "The most probable"),
)
COLLECTION_COLUMNS = (
    Text("Colección", "Collection"),
    Text("Documentos", "Documents"),
    Text("Pasajes", "Passages"),
    Text("Marcos", "Frameworks"),
    Text("Versión", "Version"),
)
VERSION_COLUMNS = (
    Text("", ""),
    Text("Versión", "Version"),
    Text("Actualiza a", "Updates"),
    Text("Documentos", "Documents"),
    Text("Pasajes", "Passages"),
    Text("Índice", "Index"),
)
QUARANTINE_COLUMNS = (Text("Documento", "Document"), Text("Por qué no se leyó", "Why it was not read"))
NO_COLLECTIONS = Text(
    "No hay colecciones en el espacio de trabajo; haga una con «curmap index».",
    "There are no collections in the workspace; make one with 'curmap index'.",
)
NO_GRAPH = Text(
    "--index hnsw: el grafo ya no se construye; se hacen listas (ivf), que encuentran lo mismo con un archivo menor.",
    "--index hnsw: the graph is no longer built; lists (ivf) are made, which find the same with a smaller file.",
)
NOTHING_NEAR = Text("No hay ningún pasaje en la colección.", "There is no passage in the collection.")


def result(name: str, indexed: Indexed) -> Text:
    """The result of `curmap index`, one line."""
    version = indexed.version
    if not indexed.published:
        return Text(
            f"{name}: sin cambios; sigue en vigor la versión {version.id}",
            f"{name}: nothing has changed; version {version.id} stays in force",
        )
    es, en = _size(version)
    return Text(f"{name}: versión {version.id} en vigor, con {es}", f"{name}: version {version.id} in force, with {en}")


def _size(version: Version) -> Text:
    counts = version.counts
    documents, passages, matches = (f"{counts[n]:,}" for n in ("documents", "mapped", "matches"))
    return Text(
        f"{documents} documentos, {passages} pasajes buscables y {matches} correspondencias",
        f"{documents} documents, {passages} searchable passages and {matches} matches",
    )


_TRAINED = {
    "changed": Text(
        "El índice se entrenó de nuevo: cambió más de la quinta parte de los textos",
        "The index was trained anew: more than a fifth of the texts has changed",
    ),
    "recall": Text(
        "El índice se entrenó de nuevo: el anterior ya no hallaba lo más cercano",
        "The index was trained anew: the one before no longer found what is nearest",
    ),
}


def notices(indexed: Indexed) -> Iterator[Text]:
    """What the user has to know of a run besides its result."""
    if indexed.published and indexed.version.asked["history"]:
        new, gone = indexed.done["new"], indexed.done["gone"]
        yield Text(
            f"Documentos nuevos o cambiados: {new}; retirados: {gone}", f"New or changed documents: {new}; gone: {gone}"
        )
    if indexed.published and (why := _TRAINED.get(str(indexed.version.index.get("trained")))):
        yield why
    for skipped in indexed.skipped:
        yield Text(f"{skipped.what}: {skipped.why.es}", f"{skipped.what}: {skipped.why.en}")
    yield from unreadable(indexed.unreadable)
    if pages := indexed.version.counts["unreadable_pages"]:
        yield Text(
            f"{pages} páginas no se pudieron leer; páselas por un OCR si son imágenes",
            f"{pages} pages could not be read; run them through OCR if they are pictures",
        )


def unreadable(found: tuple[Skipped, ...]) -> Iterator[Text]:
    """Documents that could not be read, the first by name."""
    for skipped in found[:MOST_TOLD]:
        yield Text(f"No se leyó {skipped.what}: {skipped.why.es}", f"Not read, {skipped.what}: {skipped.why.en}")
    if more := max(0, len(found) - MOST_TOLD):
        yield Text(f"… y {more} documentos más sin leer", f"… and {more} more documents not read")


def switched(name: str, id_: str) -> Text:
    """Said by rollback."""
    return Text(f"{name}: versión {id_} en vigor", f"{name}: version {id_} in force")


def pruned(name: str, removed: tuple[str, ...]) -> Text:
    """Said by prune."""
    n = len(removed)
    return Text(
        f"{name}: se quitó 1 versión" if n == 1 else f"{name}: se quitaron {n} versiones",
        f"{name}: 1 version removed" if n == 1 else f"{name}: {n} versions removed",
    )


def sound(name: str, files: int) -> Text:
    """Said by verify."""
    return Text(f"{name}: {files} archivos comprobados, todos íntegros", f"{name}: {files} files checked, all sound")


def version_values(version: Version) -> dict[str, Any]:
    """What `--json` prints of a version."""
    asked = version.asked
    return {
        "version": version.id,
        "updates": asked["history"],
        **version.counts,
        "frameworks": list(asked["inputs"]["frameworks"]),
        "encoder": asked["settings"]["encoder"],
        "index": dict(version.index),
        "bytes": sum(file.bytes for file in set(version.all_files())),
    }


def collection_row(name: str, version: Version) -> tuple[str, ...]:
    """A row of `curmap collection list`."""
    counts = (f"{version.counts[column]:,}" for column in ("documents", "mapped"))
    return name, *counts, ", ".join(version.asked["inputs"]["frameworks"]), version.id


def version_row(version: Version, *, current: bool) -> tuple[str, ...]:
    """A row of `curmap collection versions`."""
    return (
        "*" if current else "",
        version.id,
        version.asked["history"] or "—",
        f"{version.counts['documents']:,}",
        f"{version.counts['mapped']:,}",
        str(version.index["kind"]),
    )
