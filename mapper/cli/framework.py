"""`curmap framework`: add, list, show, remove and export competency frameworks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpora import InputError, Text, _
from mapper.cli.console import (
    AsJson,
    Lang,
    command_app,
    pick,
    print_json,
    print_line,
    print_table,
    progress_bar,
    say_all,
    stdout,
)
from mapper.cli.formats import OutFile, end_export

if TYPE_CHECKING:
    from mapper.actions import Added
    from mapper.workspace.store import FrameworkHeader

app = command_app("Add, list, show, remove and export competency frameworks.")
Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the framework.")]
_MOST_SOURCES = 2


@app.command()
def add(
    context: typer.Context,
    source: Annotated[
        list[str],
        typer.Argument(
            metavar="LOADER|PATH",
            help="A loader's name (conocer, ntcl, incual, renec, esco, case, skos, moodle, canvas, onet, "
            "table), then files and folders, or an address.",
        ),
    ] = [],  # noqa: B006 - typer copies it
    loader: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="LOADER", help="Loader to use, whatever the content looks like.", show_default=False
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Name to call it by; by default the loader's.", show_default=False),
    ] = None,
    lang: Lang = "es",
) -> None:
    """Add a framework from files; `renec` alone, or with an address, fetches the Mexican registry."""
    from corpora.frameworks import FRAMEWORKS
    from mapper import actions

    source = list(source)
    if source and source[0] in FRAMEWORKS:
        first = source.pop(0)
        loader = loader or first
    if not source and loader is None:
        raise InputError("name what to add: files, folders, or 'renec' to fetch the Mexican registry")
    address = source.pop() if source and source[-1].startswith(("http://", "https://")) else None
    paths = [Path(path) for path in source]
    with progress_bar() as progress:
        added = actions.add_framework(context.obj, paths, loader=loader, name=name, address=address, progress=progress)
    framework, n = added.framework, f"{len(added.framework.competencies):,}"
    line = _("{name}: {n} entries, version {version}", name=framework.name, n=n, version=framework.version)
    print_line(line, lang)
    say_all(_notices(added), lang, incomplete=bool(added.unread))


def _notices(added: Added) -> Iterator[Text]:
    if (header := added.replaced) is not None:
        n, source = f"{header.competencies:,}", _sources(header.source)
        yield _(
            "It takes the place of the former '{name}' ({n} entries, from {source}); to have both, use --name.",
            name=header.name,
            n=n,
            source=source,
        )
    for skipped in added.skipped:
        yield _("  {what}: {why}", what=skipped.what, why=skipped.why)


def _sources(source: str) -> Text:
    """Where a framework came from; of many files the first ones."""
    names = source.split(", ")
    if (more := len(names) - _MOST_SOURCES) <= 1:
        return Text(source, source)
    first = ", ".join(names[:_MOST_SOURCES])
    return _("{first} and {more} more", first=first, more=more)


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False, lang: Lang = "es") -> None:
    """List the frameworks in the workspace."""
    headers, damaged = context.obj.headers(), context.obj.damaged()
    said = [Text(error.es, error.en) for error in damaged]
    if as_json:
        print_json([_values(header, lang) for header in headers])
    elif headers:
        rows = [(h.name, h.title, h.version, f"{h.competencies:,}", pick(_sources(h.source), lang)) for h in headers]
        columns = (_("Framework"), _("Title"), _("Version"), _("Entries"), _("Source"))
        print_table(columns, rows, lang, right=(3,))
    elif not damaged:
        none = _("There are no frameworks in the workspace; add one with 'curmap framework add'.")
        said = [none]
    say_all(said, lang, incomplete=bool(damaged))


def _values(header: FrameworkHeader, lang: str) -> dict[str, Any]:
    keys = ("name", "loader", "title", "version", "sha256", "source", "licence", "competencies")
    skipped = [{"what": s.what, "why": pick(s.why, lang)} for s in header.skipped]
    return {**{key: getattr(header, key) for key in keys}, "skipped": skipped}


@app.command()
def show(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="CODE, or FRAMEWORK/CODE.")],
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """Show a standard, element, criterion or skill with what stands below it."""
    from mapper import actions
    from mapper.cli import standard

    entry = actions.find(context.obj, code)
    if as_json:
        print_json(standard.describe(entry))
    else:
        standard.render(entry, stdout(), lang=lang)


@app.command()
def remove(context: typer.Context, name: Name, lang: Lang = "es") -> None:
    """Remove a framework and its indexes from the workspace."""
    context.obj.remove(name)
    print_line(_("{name}: removed from the workspace", name=name), lang)


@app.command()
def export(
    context: typer.Context,
    name: Name,
    form: Annotated[str, typer.Option("--format", metavar="F", help="case, skos, moodle, canvas or table.")],
    out: OutFile,
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """Write a framework in a format that other systems read, and say what that format cannot hold."""
    from mapper.between.exchange import actions

    end_export(actions.export_framework(context.obj, name, form, out), as_json=as_json, lang=lang)
