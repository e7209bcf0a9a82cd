"""`curmap index`, `curmap search`, `curmap who-teaches`: whole catalogues, indexed and asked."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from corpora import InputError, Text
from mapper import cli_index_options as options
from mapper.cli_console import INCOMPLETE, AsJson, Lang, command_app, pick, print_json, print_table, say, stdout
from mapper.percentages import percent

REFUSED = 4


index_app, search_app, who_teaches_app = command_app(), command_app(), command_app()


@index_app.command()
def index(
    context: typer.Context,
    sources: options.Sources,
    collection: options.CollectionName,
    framework: options.Frameworks = [],  # noqa: B006 - typer copies it
    update: options.Update = False,
    engine: options.Engine = "local",
    scheduler: options.Scheduler = "",
    scheduler_wait: options.SchedulerWait = 300.0,
    workers: options.Workers = 0,
    column: options.Columns = [],  # noqa: B006
    encoder: options.Encoder = "",
    all_passages: options.AllPassages = False,
    document_seconds: options.DocumentSeconds = 60.0,
    max_failures: options.MaxFailures = None,
    index_kind: options.IndexKind = "auto",
    candidates: options.Candidates = 40,
    shard_bytes: options.ShardBytes = 1 << 20,
    room_check: options.RoomCheck = True,
    gate: options.Gates = [],  # noqa: B006
    log_json: options.LogJson = False,
    lang: Lang = "es",
) -> None:
    """Index a catalogue into a collection that can be searched, mapped to frameworks."""
    from mapper import index_messages as messages
    from mapper.batch import EngineSettings, open_engine, run
    from mapper.batch.gating import GateRefusedError
    from mapper.cli_progress import log, progress_of

    if index_kind == "hnsw":
        say(messages.NO_GRAPH, lang)
        index_kind = "ivf"
    settings = run.IndexSettings(
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
    working = open_engine("dask" if scheduler else engine, EngineSettings(workers, scheduler, scheduler_wait))
    try:
        with progress_of(log_json=log_json, lang=lang) as report:
            indexed = run.index(context.obj, collection, sources, settings, working, report=report)
    except GateRefusedError as refused:
        say(refused.message, lang)
        raise typer.Exit(REFUSED) from refused
    finally:
        working.close()
    if log_json:
        log({"event": "done", "published": indexed.published, **messages.version_values(indexed.version)})
    stdout().print(pick(messages.result(collection, indexed), lang), soft_wrap=True, markup=False, highlight=False)
    for notice in messages.notices(indexed):
        say(notice, lang)
    if indexed.version.counts["unreadable"] or indexed.version.counts["unreadable_pages"]:
        raise typer.Exit(INCOMPLETE)


def _columns(given: list[str]) -> dict[str, str]:
    from corpora.document_tables import COLUMNS

    columns = dict(COLUMNS)
    for pair in given:
        name, _, column = pair.partition("=")
        if name not in columns or not column:
            known = ", ".join(columns)
            raise InputError(
                es=f"--column {pair}: escriba NOMBRE=COLUMNA, con uno de estos nombres: {known}",
                en=f"--column {pair}: write NAME=COLUMN, with one of these names: {known}",
            )
        columns[name] = column
    return columns


Limit = Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, help="How many at most.")]


@search_app.command()
def search(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What to look for, in Spanish or English.")],
    collection: options.CollectionName,
    limit: Limit = 10,
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """Find the passages of a collection that are nearest to a text, with the norms that they meet."""
    from mapper import index_messages as messages

    hits = _opened(context.obj, collection).search(text, k=limit)
    if as_json:
        print_json([asdict(hit) for hit in hits])
        return
    if not hits:
        say(messages.NOTHING_NEAR, lang)
        return
    rows = [
        (hit.document, _number(hit.page), hit.text, "\n".join(_norm(norm, lang) for norm in hit.norms)) for hit in hits
    ]
    print_table(messages.HIT_COLUMNS, rows, lang, right=(1,))


@who_teaches_app.command()
def who_teaches(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="CODE of a competency, or FRAMEWORK/CODE.")],
    collection: options.CollectionName,
    limit: Limit = 50,
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """List the documents of a collection that teach a competency, or one below it."""
    from mapper import index_messages as messages

    found = _opened(context.obj, collection).who_teaches(code)
    if as_json:
        print_json([asdict(taught) for taught in found[:limit]])
        return
    if not found:
        say(_nobody(code), lang)
        return
    rows = [(t.document, percent(t.probability, lang), str(t.passages), _number(t.page), t.text) for t in found[:limit]]
    print_table(messages.TEACHES_COLUMNS, rows, lang, right=(1, 2, 3))


def _nobody(code: str) -> Text:
    return Text(
        f"Ningún documento de la colección enseña «{code}» según sus pasajes.",
        f"No document of the collection teaches '{code}' by its passages.",
    )


def _opened(workspace: Any, name: str) -> Any:  # noqa: ANN401 - imported when needed
    from mapper.collections.folder import open_collection
    from mapper.collections.search import OpenVersion

    return OpenVersion.current(open_collection(workspace, name))


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _norm(norm: Any, lang: str) -> str:  # noqa: ANN401
    return f"{percent(norm.probability, lang)} {norm.code} {norm.statement}"
