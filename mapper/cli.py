"""The command line: options in, `mapper.actions`, results to standard output, messages to standard error.

Exit codes: 0 done; 1 a fault of ours; 2 something the user mends; 3 done, but something could not be read or nothing
in it teaches; 4 a gate refused.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from corpora import InputError, Text
from embeddings.errors import InputError as EmbeddingsError
from eval.errors import InputError as EvalError
from mapper import messages

if TYPE_CHECKING:
    from mapper.actions import Progress
    from mapper.records import Mapping

app = typer.Typer(
    name="curmap",
    help="Maps curricula and job descriptions to competency standards, with the evidence beside each match.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
framework_app = typer.Typer(help="Add, list, show and remove competency frameworks.", no_args_is_help=True)
app.add_typer(framework_app, name="framework")

_language: ContextVar[str] = ContextVar("language", default="es")


def _set_language(value: str) -> str:
    if value not in ("es", "en"):
        raise typer.BadParameter("es, en")
    _language.set(value)
    return value


def say(text: Text) -> str:
    """The text in the language the user chose."""
    return text.en if _language.get() == "en" else text.es


Lang = Annotated[
    str, typer.Option("--lang", callback=_set_language, is_eager=True, help="Language of what is shown: es or en.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]
Frameworks = Annotated[
    list[str], typer.Option("--framework", "-f", help="Framework to map to; repeat for several.", default_factory=list)
]


@app.callback()
def _curmap(
    context: typer.Context,
    workspace: Annotated[
        Path | None, typer.Option(help="Folder of frameworks and indexes; by default the user's data folder.")
    ] = None,
) -> None:
    from mapper.store import Workspace

    if workspace is None:
        import platformdirs

        workspace = platformdirs.user_data_path("curmap", appauthor=False)
    context.obj = Workspace(workspace)


@app.command("map")
def map_command(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Programmes: PDF, DOCX, HTML, Markdown or text; or folders.")],
    framework: Frameworks,
    out: Annotated[Path | None, typer.Option(help="Folder for report.html, report.xlsx and alignment.json.")] = None,
    as_json: AsJson = False,
    lang: Lang = "es",
    encoder: Annotated[str, typer.Option(help="competency, or sentence_transformer:MODEL.")] = "competency",
    all_passages: Annotated[bool, typer.Option(help="Map also what does not seem to teach.")] = False,
) -> None:
    """Map programmes to frameworks: what each passage corresponds to, and with what probability."""
    from mapper import actions
    from mapper.settings import Settings

    settings = Settings(encoder=encoder, all_passages=all_passages)
    with _progress() as progress:
        mapping = actions.map_documents(context.obj, files, framework, settings, progress=progress)
    _show(mapping, as_json=as_json, lang=lang)
    if out is not None:
        _write(mapping, out, lang=lang)
    _finish(mapping)


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Folder for the reports and the demonstration's own workspace.")] = Path(
        "demo"
    ),
    lang: Lang = "es",
) -> None:
    """Map the programme that ships with curmap to the norms that ship with it."""
    from mapper import actions

    with _progress() as progress:
        mapping = actions.demonstrate(out, progress=progress)
    _show(mapping, as_json=False, lang=lang)
    _write(mapping, out, lang=lang)


@framework_app.command("add")
def framework_add(
    context: typer.Context,
    source: Annotated[
        list[str],
        typer.Argument(metavar="[LOADER] [PATH...]", help="A loader's name, then files and folders, or an address."),
    ],
    loader: Annotated[str | None, typer.Option("--as", help="Loader to use, whatever the content looks like.")] = None,
    name: Annotated[str | None, typer.Option(help="Name to call it by; by default the loader's.")] = None,
    _lang: Lang = "es",
) -> None:
    """Add a framework from files; `renec` alone, or with an address, fetches the Mexican registry."""
    from corpora.frameworks import FRAMEWORKS
    from mapper import actions

    if source[0] in FRAMEWORKS:
        loader, source = loader or source[0], source[1:]
    address = source.pop() if source and source[-1].startswith(("http://", "https://")) else None
    paths = [Path(path) for path in source]
    with _progress() as progress:
        framework = actions.add_framework(
            context.obj, paths, loader=loader, name=name, address=address, progress=progress
        )
    _out().print(say(messages.added(framework)), soft_wrap=True)
    for skipped in framework.skipped:
        _err().print(f"  {skipped.what}: {say(skipped.why)}", soft_wrap=True, markup=False)


@framework_app.command("list")
def framework_list(context: typer.Context, as_json: AsJson = False, _lang: Lang = "es") -> None:
    """List the frameworks in the workspace."""
    from rich.table import Table

    headers = context.obj.headers()
    if as_json:
        keys = ("name", "loader", "title", "version", "sha256", "source", "licence", "competencies")
        _print_json([{key: getattr(header, key) for key in keys} for header in headers])
        return
    if not headers:
        _err().print(say(messages.NO_FRAMEWORKS), soft_wrap=True)
    table = Table(*(say(column) for column in messages.FRAMEWORK_COLUMNS))
    for header in headers:
        table.add_row(header.name, header.title, header.version, f"{header.competencies:,}", header.source)
    _out().print(table)


@framework_app.command("show")
def framework_show(
    context: typer.Context,
    code: Annotated[str, typer.Argument(help="CODE, or FRAMEWORK/CODE.")],
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """Show a standard with its elements and criteria."""
    from mapper import actions, standard

    entry = actions.show(context.obj, code)
    if as_json:
        _print_json(entry)
    else:
        standard.render(entry, _out(), lang=lang)


@framework_app.command("remove")
def framework_remove(context: typer.Context, name: str, _lang: Lang = "es") -> None:
    """Remove a framework and its indexes from the workspace."""
    context.obj.remove(name)
    _out().print(say(messages.removed(name)), soft_wrap=True)


def _show(mapping: Mapping, *, as_json: bool, lang: str) -> None:
    if as_json:
        from mapper.reports import alignment_json

        sys.stdout.write(alignment_json.dumps(mapping.alignments, lang=lang))
        return
    from mapper.reports import terminal

    for alignment in mapping.alignments:
        terminal.render(alignment, _out(), lang=lang)


def _write(mapping: Mapping, out: Path, *, lang: str) -> None:
    from mapper import actions

    for path in actions.write_reports(mapping.alignments, out, lang=lang):
        _err().print(say(messages.written(path)), soft_wrap=True, highlight=False)


def _finish(mapping: Mapping) -> None:
    for notice in messages.notices(mapping):
        _err().print(say(notice), soft_wrap=True, markup=False, highlight=False)
    if mapping.incomplete:
        raise typer.Exit(3)


def _out() -> Console:
    return Console(file=sys.stdout)


def _err() -> Console:
    return Console(file=sys.stderr)


def _print_json(value: Any) -> None:  # noqa: ANN401 - any JSON value
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def _progress() -> Iterator[Progress]:
    """A progress bar on standard error where that is a terminal; else nothing is shown."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=_err(), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None)

        def advance(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield advance


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; ends the process with the exit code."""
    try:
        app(arguments, prog_name="curmap")
    except (InputError, EmbeddingsError, EvalError) as error:
        _fail(Text(error.es, error.en))
    except OSError as error:
        _fail(messages.of_os_error(error))


def _fail(message: Text) -> None:
    _err().print(say(message), soft_wrap=True, markup=False, highlight=False)
    sys.exit(2)
