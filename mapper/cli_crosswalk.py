"""`curmap overlaps`: standards of a registry that say nearly the same."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapper import messages
from mapper.cli_console import AsJson, Lang, print_json_text, say, stdout

Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for the report.", show_default=False)]


overlaps = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@overlaps.command()
def overlaps_command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A registry in the workspace, such as renec.")],
    out: Out = None,
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """List the standards of a registry that say nearly the same, those of different committees first."""
    from mapper import catalogue
    from mapper.files import require_folder
    from mapper.overlaps import find_overlaps, report
    from mapper.reports.book import dumps

    if out is not None:
        require_folder(out)
    found = find_overlaps(catalogue.frameworks(context.obj, [name]))
    written = [] if out is None else report.write(found, out, lang=lang)
    if as_json:
        print_json_text(dumps(report.values(found)))
    else:
        report.render(found, stdout(), lang=lang)
    for path in written:
        say(messages.written(path), lang)
