"""`curmap index`, `search`, `who-teaches`, `collection`: whole catalogues indexed, asked, and kept in versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option

from corpora import InputError, Skipped, Text, _, _n, _p
from corpora.text import in_line, titled
from mapper.cli import console
from mapper.reports.blocks import format_percent

if TYPE_CHECKING:
    from mapper.actions.collections import Changes, Forecast, Indexed, Version

MOST_TOLD = 20
"""Unreadable documents that are named; the rest is counted, and stands in the quarantine table."""
_MOST_IN_LINE = 8  # names in one line

app = console.command_app("List collections and look after their versions.")

CollectionName = Annotated[str, Option("--collection", "-c", metavar="NAME", help="Name of the collection.")]
Name = Annotated[str, Argument(metavar="NAME", help="Name of the collection.")]
Limit = Annotated[int, Option("--limit", "-n", metavar="N", min=1, help="How many at most.")]

_DOCUMENT, _PAGE = _("Document"), _p("narrow column", "Page")
_DOCUMENTS, _PASSAGES = _("Documents"), _("Passages")
_VERSION = _("Version")


def index(
    context: typer.Context,
    sources: Annotated[
        list[str],
        Argument(metavar="SOURCE", help="Files, folders, patterns, and tables of documents (CSV, JSONL, Parquet)."),
    ],
    collection: CollectionName,
    framework: Annotated[
        list[str], Option("--framework", "-f", metavar="NAME", help="Framework to map to; repeat it for several.")
    ] = [],
    update: Annotated[
        bool,
        Option(
            "--update",
            help="Do only what changed since the version in force, with its options where they are left out.",
        ),
    ] = False,
    engine: Annotated[str, Option(metavar="local|dask", help="Where the work is done.")] = "local",
    scheduler: Annotated[str, Option(metavar="ADDR", help="Running dask scheduler, tcp://HOST:PORT.")] = "",
    scheduler_wait: Annotated[
        float, Option(min=0, metavar="SECONDS", help="How long to wait for a scheduler that was lost.")
    ] = 300.0,
    workers: Annotated[
        int,
        Option(
            metavar="N", min=0, help="Processes on this machine; 0 for one per processor, 1 for this process alone."
        ),
    ] = 0,
    column: Annotated[
        list[str],
        Option(metavar="NAME=COLUMN", help="Which column of a table is its id, title or description; repeatable."),
    ] = [],
    encoder: Annotated[
        str, Option(metavar="NAME", help="Encoder; by default e5, on an update that of the version.")
    ] = "",
    all_passages: Annotated[
        bool | None, Option("--all-passages/--no-all-passages", help="Map also what does not seem to teach.")
    ] = None,
    document_seconds: Annotated[
        float | None, Option(metavar="SECONDS", min=0.01, help="Time that reading one document may take (60).")
    ] = None,
    max_failures: Annotated[
        int | None, Option(metavar="N", min=0, help="Give up when more documents cannot be read.")
    ] = None,
    index_kind: Annotated[
        str, Option("--index", metavar="auto|exact|ivf", help="Kind of index; auto, the default, goes by size.")
    ] = "",
    candidates: Annotated[
        int | None,
        Option(
            metavar="N",
            min=10,
            help="Of an approximate index's answer, so many (100) are scored again from their vectors.",
        ),
    ] = None,
    shard_bytes: Annotated[
        int | None,
        Option(metavar="BYTES", min=1, help="Weight of the documents that are worked on together (1048576)."),
    ] = None,
    room_check: Annotated[bool, Option(help="Look first whether the disk has room enough.")] = True,
    gate: Annotated[
        list[str], Option(metavar="BENCHMARK", help="Refuse a version that maps worse on it (exit code 4); repeatable.")
    ] = [],
    log_json: Annotated[bool, Option("--log-json", help="Progress as JSON lines on standard error.")] = False,
    dry_run: Annotated[
        bool, Option("--dry-run", help="Say what would be added, updated, removed and worked on; do nothing.")
    ] = False,
    out: console.Out = None,
    metrics: Annotated[
        Path | None,
        Option(
            metavar="FILE", help="Write what the run did as OpenMetrics.", dir_okay=False, callback=console.checked_file
        ),
    ] = None,
) -> None:
    """Index a catalogue into a collection that can be searched, mapped to frameworks."""
    from mapper.actions import collections as actions

    settings = actions.IndexSettings(
        frameworks=tuple(framework),
        encoder=encoder,
        all_passages=all_passages,
        seconds=document_seconds,
        columns=_columns(column),
        update=update,
        max_failures=max_failures,
        index=index_kind,
        candidates=candidates,
        shard_bytes=shard_bytes,
        room=room_check,
        gates=tuple(gate),
    )
    if dry_run:
        foreseen = actions.forecast_index(context.obj, collection, sources, settings)
        if log_json:
            console.log({"event": "dry-run", **asdict(foreseen)})
        for line in _foreseen(collection, foreseen):
            console.print_line(line)
        besides = [
            *_no_longer_mapped(foreseen),
            *actions.recomputation_reasons(foreseen.anew),
            *map(_passed_over, foreseen.skipped),
        ]
        console.say_all(besides, as_json=log_json)
        if unused := [name for name, given in {"--gate": gate, "--out": out, "--metrics": metrics}.items() if given]:
            console.say(_("--dry-run does not use {options}", options=", ".join(unused)), as_json=log_json)
        return
    where = actions.EngineSettings(workers, scheduler, scheduler_wait)
    try:
        with console.index_progress(log_json=log_json) as report:
            indexed = actions.index(
                context.obj, collection, sources, settings, engine=engine, where=where, report=report
            )
    except actions.GateRefusedError as refused:
        console.say(refused.message, as_json=log_json)
        raise typer.Exit(console.REFUSED) from refused
    if log_json:
        changes = {name: len(documents) for name, documents in asdict(indexed.changes).items()}
        found = {"changes": changes, "anew": asdict(indexed.anew)}
        console.log({"event": "done", "published": indexed.published, **_values(indexed.version), **found})
    console.print_line(_result(collection, indexed))
    if out is not None or metrics is not None:
        actions.write_account(context.obj, indexed, collection, out=out, metrics=metrics, lang=console.language())
    counts = indexed.version.counts
    incomplete = bool(counts["unreadable"] or counts["unreadable_pages"] or indexed.without_teaching)
    told = [*_no_framework(collection, indexed), *indexed.gated, *actions.recomputation_reasons(indexed.anew)]
    told += [*_moved(indexed), *_notices(indexed)]
    console.say_all(told, incomplete=incomplete, as_json=log_json)


def _columns(given: list[str]) -> dict[str, str]:
    from mapper.actions.collections import COLUMNS

    columns = {}
    for pair in given:
        name, _, column = pair.partition("=")
        if name not in COLUMNS or not column:
            known = ", ".join(COLUMNS)
            raise InputError(
                "--column {pair}: write NAME=COLUMN, with one of these names: {known}", pair=pair, known=known
            )
        columns[name] = column
    return columns


def _result(name: str, indexed: Indexed) -> Text:
    version, counts = indexed.version, indexed.version.counts
    if not indexed.published:
        return _("{name}: nothing has changed; version {id} stays in force", name=name, id=version.id)
    documents, passages, matches = (f"{counts[n]:,}" for n in ("documents", "mapped", "matches"))
    return _(
        "{name}: version {id} in force; documents: {documents}, searchable passages: {passages}, matches: {matches}",
        name=name,
        id=version.id,
        documents=documents,
        passages=passages,
        matches=matches,
    )


def _changed(found: Changes) -> Text:
    counts = {name: f"{len(getattr(found, name)):,}" for name in ("added", "updated", "removed")}
    return _("Documents added: {added}; updated: {updated}; removed: {removed}", **counts)


def _foreseen(name: str, foreseen: Forecast) -> Iterator[Text]:
    """Yield what a run would change and do, by name as far as that can be read."""
    if foreseen.idle:
        yield _("{name}: nothing would change", name=name)
        return
    yield _changed(found := foreseen.changes)
    for sign, names in zip("+~-", (found.added, found.updated, found.removed), strict=True):
        for document in names[:MOST_TOLD]:
            yield Text(*[f"  {sign} {document}"] * 2)
        if (more := len(names) - MOST_TOLD) > 0:
            yield _("  {sign} … and {more} more", sign=sign, more=more)
    counts = {name: f"{getattr(foreseen, name):,}" for name in ("read", "passages", "encode", "match")}
    yield _("Documents to read: {read}; passages in them to be encoded and matched, about: {passages}", **counts)
    yield _(
        "Of what is read already, texts to be encoded: {encode}, passages to be matched (once for each framework):"
        " {match}",
        **counts,
    )
    if not (any(asdict(found).values()) or foreseen.read or foreseen.encode or foreseen.match):
        yield _("The index alone would be made again: what it is made by has changed, or one of its settings")
    yield _("On the disk, about: {size} MB", size=f"{foreseen.bytes / 1e6:,.1f}")


_TRAINED = {
    "changed": _("The index was trained anew: more than a fifth of the texts has changed"),
    "recall": _("The index was trained anew: the one before no longer found what is nearest"),
}


def _moved(indexed: Indexed) -> Iterator[Text]:
    """Yield what a new model, matcher or edition of a framework changed for documents that are the same."""
    if gained := indexed.moved.gained:
        yield _("Documents that show a standard which they did not show before: {n} ({names})", **_in_line(gained))
    if lost := indexed.moved.lost:
        yield _("Documents that no longer show a standard: {n} ({names})", **_in_line(lost))


def _notices(indexed: Indexed) -> Iterator[Text]:
    """Yield what the user has to know of a run besides its result."""
    yield from _no_longer_mapped(indexed)
    if indexed.published and indexed.version.asked["history"]:
        yield _changed(indexed.changes)
    if lost := indexed.changes.lost:
        yield _(
            "Documents that could be read before and no longer can: {n} ({names}); what they held is out of the index",
            **_in_line(lost),
        )
    if indexed.published and (why := _TRAINED.get(str(indexed.version.index.get("trained")))):
        yield why
    yield from map(_passed_over, indexed.skipped)
    for skipped in indexed.unreadable[:MOST_TOLD]:
        yield _("Not read, {what}: {why}", what=skipped.what, why=skipped.why)
    if (more := len(indexed.unreadable) - MOST_TOLD) > 0:
        yield _("… and further documents not read: {more}", more=more)
    if pages := indexed.version.counts["unreadable_pages"]:
        yield _("Pages that could not be read: {pages}; run them through OCR if they are pictures", pages=pages)
    if names := indexed.without_teaching:
        told = _in_line(names)
        if indexed.version.asked["settings"]["reading"]["all_passages"]:
            yield _("Documents without a passage in Spanish or English to be mapped: {n} ({names})", **told)
        else:
            yield _("Documents in which nothing seems to teach: {n} ({names}); --all-passages maps them anyway", **told)


def _in_line(names: Sequence[str]) -> dict[str, str]:
    """Return how many there are, and the first of them."""
    return {"n": f"{len(names):,}", "names": in_line(names, _MOST_IN_LINE)}


def _no_framework(name: str, indexed: Indexed) -> Iterator[Text]:
    asked = indexed.version.asked
    if indexed.published and not (asked["inputs"]["frameworks"] or asked["history"] or indexed.unmapped):
        yield _(
            "the collection '{name}' was mapped to no framework; use 'curmap index --update --framework …'", name=name
        )


def _no_longer_mapped(found: Indexed | Forecast) -> Iterator[Text]:
    if found.unmapped:
        yield _(
            "No --framework is named, so the matches to {names} are not in this version; name it to have them",
            names=", ".join(found.unmapped),
        )


def _passed_over(skipped: Skipped) -> Text:
    return _("{what}: {why}", what=skipped.what, why=skipped.why)


def _values(version: Version) -> dict[str, Any]:
    """Return what `--json` prints of a version."""
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


def search(
    context: typer.Context,
    text: Annotated[str, Argument(metavar="TEXT", help="What to look for, in Spanish or English.")],
    collection: CollectionName,
    limit: Limit = 10,
    as_json: console.AsJson = False,
) -> None:
    """Find the passages of a collection that are nearest to a text, with the standards that they meet."""
    from mapper.actions import collections as actions

    opened, rough = actions.open_current(context.obj, collection)
    hits = opened.search(text, k=limit)
    if hits and rough is not None:
        console.say(rough)
    if as_json:
        console.print_json([asdict(hit) for hit in hits])
    elif not hits:
        console.say(_("There is no passage in the collection."))
    else:
        shown = _shown(order_only=rough is not None)
        rows = []
        for hit in hits:
            met = [f"{shown(n.probability, at)} {titled(n.code, n.statement)}" for at, n in enumerate(hit.norms, 1)]
            rows.append((hit.document, str(hit.page or ""), hit.text, "\n".join(met)))
        console.print_table((_DOCUMENT, _PAGE, _("Passage"), _("Standards")), rows, right=(1,))
        console.say(_("The nearest passages come first; the last ones may have nothing to do with the text."))


def who_teaches(
    context: typer.Context,
    code: Annotated[str, Argument(metavar="CODE", help="CODE of a competency, or FRAMEWORK/CODE.")],
    collection: CollectionName,
    limit: Limit = 50,
    as_json: console.AsJson = False,
) -> None:
    """List the documents that teach a competency, or one below it; first those that teach most for their length."""
    from mapper.actions import collections as actions

    opened, rough = actions.open_current(context.obj, collection)
    found = opened.who_teaches(code)
    if found and rough is not None:
        console.say(rough)
    more, found = len(found) - limit, found[:limit]
    if not found:
        if not actions.is_entry(context.obj, opened, code):
            raise InputError(
                "'{code}' is no code of the frameworks that the collection was mapped to; check it.", code=code
            )
        nobody = _("No document of the collection teaches '{code}' by its passages.", code=code)
        console.say(nobody)
    if as_json:
        console.print_json([asdict(taught) for taught in found])
    elif found:
        shown = _shown(order_only=rough is not None)
        order, best = (_("Probability"), _("The most probable")) if rough is None else (_("Order"), _("Best passage"))
        columns = (_DOCUMENT, _("Entries, about"), order, _PASSAGES, _PAGE, best)
        rows = []
        for n, t in enumerate(found, 1):
            share = f"{t.passages}/{t.mapped}"
            told = (f"{t.expected:.1f}", shown(t.probability, n), share, str(t.page or ""), t.text)
            rows.append((t.document, *told))
        console.print_table(columns, rows, right=(1, 2, 3, 4))
    if more > 0:
        console.say(_("Documents that teach it besides these: {more}; show up to N with --limit N", more=more))


def _shown(*, order_only: bool) -> Callable[[float, int], str]:
    """Return how a probability and its place are shown: a percentage, or the place alone where only that is known."""
    if order_only:
        return lambda _probability, place: f"{place}."
    return lambda probability, _place: format_percent(probability, console.language())


@app.command("list")
def list_(context: typer.Context, as_json: console.AsJson = False) -> None:
    """List the collections in the workspace."""
    from mapper.actions import collections as actions

    found, damaged = actions.current_versions(context.obj)
    if as_json:
        console.print_json([{"name": name, **_values(version)} for name, version in found])
    elif not found and not damaged:
        none = _("There are no collections in the workspace; make one with 'curmap index'.")
        console.say(none)
    else:
        rows = [(name, *_counts(v), ", ".join(v.asked["inputs"]["frameworks"]), v.id) for name, v in found]
        columns = (_("Collection"), _DOCUMENTS, _PASSAGES, _("Frameworks"), _VERSION)
        console.print_table(columns, rows, right=(1, 2))
    console.say_all(map(_passed_over, damaged), incomplete=bool(damaged))


def _counts(version: Version) -> tuple[str, ...]:
    return tuple(f"{version.counts[name]:,}" for name in ("documents", "mapped"))


@app.command()
def versions(context: typer.Context, name: Name, as_json: console.AsJson = False) -> None:
    """List the versions of a collection, the oldest first; a star marks the one in force."""
    from mapper.actions import collections as actions

    found, damaged = actions.versions(context.obj, name)
    if as_json:
        console.print_json([{**_values(version), "current": current} for version, current in found])
    else:
        rows = [
            ("*" if current else "", v.id, v.asked["history"] or "—", *_counts(v), str(v.index["kind"]))
            for v, current in found
        ]
        columns = (Text("", ""), _VERSION, _("Updates"), _DOCUMENTS, _PASSAGES, _("Index"))
        console.print_table(columns, rows, right=(3, 4))
    console.say_all(map(_passed_over, damaged), incomplete=bool(damaged))


@app.command()
def quarantine(context: typer.Context, name: Name, as_json: console.AsJson = False) -> None:
    """List the documents of the version in force that could not be read, and why."""
    from mapper.actions import collections as actions

    found = [(skipped.what, console.pick(skipped.why)) for skipped in actions.quarantine(context.obj, name)]
    if as_json:
        console.print_json([{"document": document, "why": why} for document, why in found])
    elif found:
        console.print_table((_DOCUMENT, _("Why it was not read")), found)
    else:
        console.print_line(_("{name}: every document could be read", name=name))


@app.command()
def rollback(
    context: typer.Context,
    name: Name,
    to: Annotated[str, Option(metavar="VERSION", help="Any version; by default the one before.")] = "",
) -> None:
    """Put an earlier version of a collection back in force."""
    from mapper.actions import collections as actions

    id_ = actions.rollback(actions.open_collection(context.obj, name), to)
    console.print_line(_("{name}: version {id} in force", name=name, id=id_))


@app.command()
def prune(
    context: typer.Context,
    name: Name,
    keep: Annotated[int, Option(metavar="N", min=1, help="How many versions stay, the one in force among them.")] = 2,
) -> None:
    """Keep the version in force and those made last, be they newer, and remove the others with their files."""
    from mapper.actions import collections as actions

    removed = actions.prune(actions.open_collection(context.obj, name), keep)
    n = len(removed)
    console.print_line(_n("{name}: 1 version removed", "{name}: {n} versions removed", n, name=name))
    for id_ in removed:
        console.print_line(Text(*[f"  {id_}"] * 2))


@app.command()
def verify(context: typer.Context, name: Name) -> None:
    """Check every file of a collection against its checksum."""
    from mapper.actions import collections as actions

    files = actions.verify(actions.open_collection(context.obj, name))
    console.print_line(_("{name}: files checked: {files}, all sound", name=name, files=files))
