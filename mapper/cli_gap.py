"""`curmap gap`: what employers ask for against what programmes teach."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpora import InputError
from mapper.cli_console import AsJson, Lang, command_app, progress_bar, show_report
from mapper.cli_options import Dual, Encoder, Files, Frameworks, Out

app = command_app()


@app.command()
def gap(
    context: typer.Context,
    files: Files,
    jobs: Annotated[
        list[Path],
        typer.Option(metavar="PATH", help="Job ads: CSV, XLSX, JSON lines, Parquet, or a folder of texts."),
    ] = [],  # noqa: B006 - typer copies it
    framework: Frameworks = [],  # noqa: B006
    sector: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="Only the ads and standards of a sector.", show_default=False)
    ] = "",
    column: Annotated[
        list[str],
        typer.Option(metavar="FIELD=COLUMN", help="A column of the table of ads, as in description=Texto."),
    ] = [],  # noqa: B006
    by: Annotated[
        str,
        typer.Option(
            metavar="PERIOD",
            help="Sets of ads side by side: by month, quarter or year of publication, or each --jobs a set (file).",
            show_default=False,
        ),
    ] = "",
    audit: Annotated[
        int | None,
        typer.Option(metavar="N", min=10, help="Write a blind sheet of N ads to be judged.", show_default=False),
    ] = None,
    judged: Annotated[
        list[Path], typer.Option(metavar="SHEET", help="A sheet that somebody filled in; it corrects the shares.")
    ] = [],  # noqa: B006
    dual: Dual = None,
    out: Out = None,
    as_json: AsJson = False,
    lang: Lang = "es",
    encoder: Encoder = "competency",
) -> None:
    """What employers ask for against what programmes teach: shares of ads, coverage, and the gap between them."""
    from mapper import actions_gap, messages
    from mapper.gap import terminal
    from mapper.reports.record_json import dumps
    from mapper.settings import Settings

    if not jobs:
        raise InputError(es="indique las ofertas de empleo con --jobs", en="name the job ads with --jobs")
    if audit is not None and out is None:
        raise InputError(
            es="--audit escribe una hoja: indique con --out en qué carpeta",
            en="--audit writes a sheet: name its folder with --out",
        )
    asked = actions_gap.Jobs(tuple(jobs), _columns(column), sector, tuple(judged), by)
    with progress_bar() as progress:
        found = actions_gap.gap(
            context.obj, files, asked, framework, Settings(encoder=encoder), dual=dual, progress=progress
        )
    written = [] if out is None else actions_gap.write_report(found.report, out, lang=lang)
    if audit is not None and out is not None:
        written += actions_gap.write_audit(found, audit, out, lang=lang)
    show_report(
        lambda: dumps(found.report),
        lambda console: terminal.render(found.report, console, lang=lang),
        [*messages.not_read(found.failures, found.left_out), *map(messages.written, written)],
        as_json=as_json,
        lang=lang,
        incomplete=found.incomplete,
    )


def _columns(given: list[str]) -> dict[str, str]:
    named = {}
    for one in given:
        field, equals, column = one.partition("=")
        if not (field and equals and column):
            raise InputError(
                es=f"--column {one}: escriba CAMPO=COLUMNA, como description=Texto",
                en=f"--column {one}: write FIELD=COLUMN, as in description=Text",
            )
        named[field] = column
    return named
