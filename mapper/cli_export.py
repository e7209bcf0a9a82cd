"""`curmap export`: a mapping in a format that other systems read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapper.cli_console import AsJson, Lang, command_app, print_json, say

app = command_app()


@app.command()
def export(
    context: typer.Context,
    alignment: Annotated[
        Path, typer.Argument(metavar="ALIGNMENT.json", help="alignment.json, a review, crosswalk.json or diff.json.")
    ],
    form: Annotated[str, typer.Option("--format", metavar="F", help="case, sssom or csv.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="File to write.")],
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """Write a mapping in a format that other systems read, and say what that format cannot hold."""
    from mapper.exchange import actions, messages

    exported = actions.export_mapping(context.obj, alignment, form, out)
    if as_json:
        print_json(messages.values(exported, lang))
        return
    for text in messages.told(exported):
        say(text, lang)
