"""`curmap credentials`, `curmap evidence`, `curmap instructors`: what to certify, with what, and who is to teach it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpora import InputError
from mapper import messages
from mapper.cli_console import AsJson, Lang, command_app, end_report, progress_bar
from mapper.cli_options import Encoder, Files, Frameworks, Out

if TYPE_CHECKING:
    from mapper.actions_credentials import Credentials, Evidenced, Instructors

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
    from mapper import actions_credentials
    from mapper.settings import Settings

    with progress_bar() as progress:
        found = actions_credentials.credentials(
            context.obj, files, framework, Settings(encoder=encoder), base=base_address, lang=lang, progress=progress
        )
    _end("credentials", found, out, found.failures, as_json=as_json, lang=lang)


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
    from mapper import actions_credentials
    from mapper.settings import Settings

    with progress_bar() as progress:
        found = actions_credentials.evidence(context.obj, file, framework, Settings(encoder=encoder), progress=progress)
    _end("evidence", found, out, as_json=as_json, lang=lang)


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
    from mapper import actions_credentials
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
    _end("instructors", found, out, as_json=as_json, lang=lang)


def _end(
    name: str,
    found: Credentials | Evidenced | Instructors,
    out: Path | None,
    failures: Sequence[InputError] = (),
    *,
    as_json: bool,
    lang: str,
) -> None:
    notices = messages.not_read(failures, [*found.left_out, *found.report.skipped])
    end_report(name, found.report, out, as_json=as_json, lang=lang, notices=notices, incomplete=found.incomplete)
