"""`curmap credentials`, `curmap evidence`, `curmap instructors`: what to certify, with what, and who is to teach it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpora import InputError
from mapper.cli_console import AsJson, Lang, command_app, progress_bar, show_report
from mapper.cli_options import Encoder, Files, Frameworks, Out

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A programme: PDF, DOCX, ODT, HTML, XLSX, Markdown or text.")
]

credentials_app = command_app()


@credentials_app.command()
def credentials(
    context: typer.Context,
    files: Files,
    framework: Frameworks = [],  # noqa: B006 - typer copies it
    base_address: Annotated[
        str,
        typer.Option(
            metavar="URL", help="Where standards without an address of their own are published.", show_default=False
        ),
    ] = "",
    out: Out = None,
    as_json: AsJson = False,
    lang: Lang = "es",
    encoder: Encoder = "competency",
) -> None:
    """Bundles worth certifying: which units teach which criteria fully, with hours, gaps, overlaps and badges."""
    from mapper import actions_credentials, messages
    from mapper.credentials import terminal, write
    from mapper.reports.record_json import dumps
    from mapper.settings import Settings

    with progress_bar() as progress:
        found = actions_credentials.credentials(
            context.obj, files, framework, Settings(encoder=encoder), base=base_address, lang=lang, progress=progress
        )
    written = [] if out is None else write.write(found.report, out, lang=lang)
    left_out = [*found.left_out, *found.report.skipped]
    show_report(
        lambda: dumps(found.report),
        lambda console: terminal.render(found.report, console, lang=lang),
        [*messages.not_read(found.failures, left_out), *map(messages.written, written)],
        as_json=as_json,
        lang=lang,
        incomplete=found.incomplete,
    )


evidence_app = command_app()


@evidence_app.command()
def evidence(
    context: typer.Context,
    file: File,
    framework: Annotated[
        str, typer.Option("--framework", "-f", metavar="NAME/CODE", help="The standard.", show_default=False)
    ] = "",
    out: Out = None,
    as_json: AsJson = False,
    lang: Lang = "es",
    encoder: Encoder = "competency",
) -> None:
    """The evidence matrix of a standard: each criterion against the programme's evaluation activities."""
    from mapper import actions_credentials, messages
    from mapper.evidence_matrix import terminal, write
    from mapper.reports.record_json import dumps
    from mapper.settings import Settings

    with progress_bar() as progress:
        found = actions_credentials.evidence(context.obj, file, framework, Settings(encoder=encoder), progress=progress)
    written = [] if out is None else write.write(found.report, out, lang=lang)
    left_out = [*found.left_out, *found.report.skipped]
    show_report(
        lambda: dumps(found.report),
        lambda console: terminal.render(found.report, console, lang=lang),
        [*messages.not_read((), left_out), *map(messages.written, written)],
        as_json=as_json,
        lang=lang,
        incomplete=found.incomplete,
    )


instructors_app = command_app()


@instructors_app.command()
def instructors(
    context: typer.Context,
    file: File,
    teachers: Annotated[
        Path | None,
        typer.Option(metavar="TABLE", help="What teachers hold: name, code, date, expires.", show_default=False),
    ] = None,
    framework: Frameworks = [],  # noqa: B006
    on: Annotated[
        str, typer.Option(metavar="DATE", help="Day on which validity is judged, as 2026-03-31.", show_default=False)
    ] = "",
    out: Out = None,
    as_json: AsJson = False,
    lang: Lang = "es",
    encoder: Encoder = "competency",
) -> None:
    """Whom to train in what: the standards for teaching and the technical ones against what teachers hold."""
    from mapper import actions_credentials, messages
    from mapper.instructors import report
    from mapper.reports.record_json import dumps
    from mapper.settings import Settings

    if teachers is None:
        raise InputError(
            es="indique con --teachers la tabla de lo que tienen los docentes (nombre, código, fecha, vence)",
            en="name with --teachers the table of what the teachers hold (name, code, date, expires)",
        )
    with progress_bar() as progress:
        found = actions_credentials.instructors(
            context.obj, file, teachers, framework, Settings(encoder=encoder), on=on, progress=progress
        )
    written = [] if out is None else report.write(found.report, out, lang=lang)
    left_out = [*found.left_out, *found.report.skipped]
    show_report(
        lambda: dumps(found.report),
        lambda console: report.render_terminal(found.report, console, lang=lang),
        [*messages.not_read((), left_out), *map(messages.written, written)],
        as_json=as_json,
        lang=lang,
        incomplete=found.incomplete,
    )
