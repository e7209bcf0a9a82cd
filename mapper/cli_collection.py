"""`curmap collection`: list collections and look after their versions."""

from __future__ import annotations

from typing import Annotated

import typer

from mapper import index_messages as messages
from mapper.cli_console import AsJson, Lang, pick, print_json, print_table, say, stdout
from mapper.collections.folder import collections, damaged_file, open_collection

app = typer.Typer(
    help="List collections and look after their versions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the collection.")]


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False, lang: Lang = "es") -> None:
    """List the collections in the workspace."""
    found = [(collection, collection.current()) for collection in collections(context.obj)]
    rows = [(collection.name, version) for collection, version in found if version is not None]
    if as_json:
        print_json([{"name": name, **messages.version_values(version)} for name, version in rows])
    elif not rows:
        say(messages.NO_COLLECTIONS, lang)
    else:
        print_table(messages.COLLECTION_COLUMNS, [messages.collection_row(*row) for row in rows], lang, right=(1, 2))


@app.command()
def versions(context: typer.Context, name: Name, as_json: AsJson = False, lang: Lang = "es") -> None:
    """List the versions of a collection, the oldest first; a star marks the one in force."""
    collection = open_collection(context.obj, name)
    published = collection.published()
    ids = published.versions if published else ()
    current = published.current if published else ""
    found = [collection.version(id_) for id_ in ids]
    if as_json:
        print_json([{**messages.version_values(version), "current": version.id == current} for version in found])
        return
    rows = [messages.version_row(version, current=version.id == current) for version in found]
    print_table(messages.VERSION_COLUMNS, rows, lang, right=(3, 4))


@app.command()
def quarantine(context: typer.Context, name: Name, as_json: AsJson = False, lang: Lang = "es") -> None:
    """List the documents of the version in force that could not be read, and why."""
    from mapper.collections.contents import unreadable

    collection = open_collection(context.obj, name)
    version = collection.current()
    if version is None:
        raise damaged_file(collection.folder / "CURRENT")
    found = [(skipped.what, pick(skipped.why, lang)) for skipped in unreadable(collection, version.shards)]
    if as_json:
        print_json([{"document": document, "why": why} for document, why in found])
    else:
        print_table(messages.QUARANTINE_COLUMNS, found, lang)


@app.command()
def rollback(
    context: typer.Context,
    name: Name,
    to: Annotated[str, typer.Option(metavar="VERSION", help="Any version; by default the one before.")] = "",
    lang: Lang = "es",
) -> None:
    """Put an earlier version of a collection back in force."""
    from mapper.collections import upkeep

    id_ = upkeep.rollback(open_collection(context.obj, name), to)
    stdout().print(pick(messages.switched(name, id_), lang), soft_wrap=True, markup=False, highlight=False)


@app.command()
def prune(
    context: typer.Context,
    name: Name,
    keep: Annotated[
        int, typer.Option(metavar="N", min=1, help="How many versions stay, the one in force among them.")
    ] = 2,
    lang: Lang = "es",
) -> None:
    """Remove old versions of a collection, and the files that only they use."""
    from mapper.collections import upkeep

    removed = upkeep.prune(open_collection(context.obj, name), keep)
    stdout().print(pick(messages.pruned(name, removed), lang), soft_wrap=True, markup=False, highlight=False)


@app.command()
def verify(context: typer.Context, name: Name, lang: Lang = "es") -> None:
    """Check every file of a collection against its checksum."""
    from mapper.collections import upkeep

    files = upkeep.verify(open_collection(context.obj, name))
    stdout().print(pick(messages.sound(name, files), lang), soft_wrap=True, markup=False, highlight=False)
