"""`curmap framework`: add, list, show, remove and export competency frameworks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpora import InputError, Text
from mapper import messages
from mapper.cli_console import INCOMPLETE, AsJson, Lang, pick, print_json, print_table, progress_bar, say, stdout

app = typer.Typer(
    help="Add, list, show, remove and export competency frameworks.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command()
def add(
    context: typer.Context,
    source: Annotated[
        list[str],
        typer.Argument(
            metavar="LOADER|PATH",
            help="A loader's name (conocer, ntcl, incual, renec, esco, case, skos, moodle, canvas, onet, "
            "table), then files and folders, or an address.",
            default_factory=list,
            show_default=False,
        ),
    ],
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
        raise InputError(
            es="indique qué añadir: archivos, carpetas, o «renec» para descargar el registro mexicano",
            en="name what to add: files, folders, or 'renec' to fetch the Mexican registry",
        )
    address = source.pop() if source and source[-1].startswith(("http://", "https://")) else None
    with progress_bar() as progress:
        added = actions.add_framework(
            context.obj, [Path(path) for path in source], loader=loader, name=name, address=address, progress=progress
        )
    stdout().print(pick(messages.added(added.framework), lang), soft_wrap=True, markup=False, highlight=False)
    if added.replaced is not None:
        say(messages.replaced(added.replaced), lang)
    for skipped in added.skipped:
        say(messages.skipped(skipped), lang)
    if added.unread:
        raise typer.Exit(INCOMPLETE)


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False, lang: Lang = "es") -> None:
    """List the frameworks in the workspace."""
    headers, damaged = context.obj.headers(), context.obj.damaged()
    if as_json:
        print_json([messages.header_values(header, lang) for header in headers])
    elif headers:
        rows = [
            (h.name, h.title, h.version, f"{h.competencies:,}", pick(messages.sources(h.source), lang)) for h in headers
        ]
        print_table(messages.FRAMEWORK_COLUMNS, rows, lang, right=(messages.ENTRIES_COLUMN,))
    elif not damaged:
        say(messages.NO_FRAMEWORKS, lang)
    for error in damaged:
        say(Text(error.es, error.en), lang)
    if damaged:
        raise typer.Exit(INCOMPLETE)


@app.command()
def show(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="CODE, or FRAMEWORK/CODE.")],
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """Show a standard, element, criterion or skill with what stands below it."""
    from mapper import actions, standard

    entry = actions.find(context.obj, code)
    if as_json:
        print_json(standard.describe(entry))
    else:
        standard.render(entry, stdout(), lang=lang)


@app.command()
def remove(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the framework.")],
    lang: Lang = "es",
) -> None:
    """Remove a framework and its indexes from the workspace."""
    context.obj.remove(name)
    stdout().print(pick(messages.removed(name), lang), soft_wrap=True, markup=False, highlight=False)


@app.command()
def export(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the framework.")],
    form: Annotated[str, typer.Option("--format", metavar="F", help="case, skos, moodle, canvas or table.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="File to write.")],
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """Write a framework in a format that other systems read, and say what that format cannot hold."""
    from mapper.exchange import actions, messages

    exported = actions.export_framework(context.obj, name, form, out)
    if as_json:
        print_json(messages.values(exported, lang))
        return
    for text in messages.told(exported):
        say(text, lang)
