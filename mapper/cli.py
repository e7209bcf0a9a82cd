"""The command line: options in, `mapper.actions`, results to standard output, messages to standard error.

Exit codes: 0 done; 1 a fault of ours; 2 something the user mends; 3 done, but something could not be read or nothing
in it teaches; 4 a gate refused. 130 after Ctrl-C, as shells expect.
"""

from __future__ import annotations

import atexit
import errno
import gc
import io
import logging
import os
import pkgutil
import sys
import warnings
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from corpora import InputError, Text
from embeddings.errors import InputError as EmbeddingsError
from eval.errors import InputError as EvalError
from mapper import cli_framework, messages
from mapper.cli_console import AsJson, Lang, checked_folder, leave_pipe, progress_bar, say, show_report, stdout
from mapper.cli_errors import of_os_error, of_usage, report_fault
from mapper.cli_help import described
from mapper.cli_options import (
    MOST_QUESTIONS,
    Date,
    Encoder,
    Files,
    JudgeBudget,
    JudgeMayLeave,
    JudgeModel,
    JudgeUrl,
    ProgrammeName,
    Responsible,
    Reviewed,
    School,
)

if TYPE_CHECKING:
    from rich.console import Console

    from mapper.records import Mapping
    from mapper.reports.blocks import Head

MENDABLE, INTERRUPTED = 2, 130


LATE = {
    "coverage": "mapper.cli_coverage:app",
    "judge": "mapper.cli_judge:app",
    "gap": "mapper.cli_gap:app",
    "collection": "mapper.cli_collection:app",
    "index": "mapper.cli_index:index_app",
    "search": "mapper.cli_index:search_app",
    "who-teaches": "mapper.cli_index:who_teaches_app",
    "eval": "mapper.cli_eval:app",
    "export": "mapper.cli_export:app",
    "columns": "mapper.cli_columns:app",
    "crosswalk": "mapper.cli_crosswalk:crosswalk",
    "diff": "mapper.cli_crosswalk:diff",
    "overlaps": "mapper.cli_crosswalk:overlaps",
    "credentials": "mapper.cli_credentials:credentials_app",
    "evidence": "mapper.cli_credentials:evidence_app",
    "instructors": "mapper.cli_credentials:instructors_app",
    "serve": "mapper.cli_serve:app",
}
"""Commands whose modules are imported only when they are asked for or listed: one line each, name to typer app."""


class _Commands(TyperGroup):
    """The commands, with those of `LATE` among them, and their help in the language asked for."""

    lang = "es"

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - typer does not export its context's base
        return [*super().list_commands(ctx), *LATE]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401
        if cmd_name not in LATE:
            return super().get_command(ctx, cmd_name)
        command = typer.main.get_command(pkgutil.resolve_name(LATE[cmd_name]))
        command.name = cmd_name
        return described(command, self.lang)


app = typer.Typer(
    cls=_Commands,
    name="curmap",
    help="Maps curricula and job descriptions to competency standards, with the evidence beside each match.",
    epilog="This help in English: curmap --lang en --help",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(cli_framework.app, name="framework")


@app.callback()
def _curmap(
    context: typer.Context,
    workspace: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder of frameworks and indexes, named before the command; by default the user's data folder.",
            show_default=False,
        ),
    ] = None,
    lang: Lang = "es",  # noqa: ARG001 - the commands ask their context for it
) -> None:
    from mapper.store import Workspace

    if workspace is None:
        import platformdirs

        workspace = platformdirs.user_data_path("curmap", appauthor=False)
    if workspace.exists() and not workspace.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(workspace))
    context.obj = Workspace(workspace)


@app.command("map")
def map_command(
    context: typer.Context,
    files: Files,
    framework: Annotated[
        list[str],
        typer.Option(
            "--framework", "-f", metavar="NAME[/CODE]", help="Framework, or one standard of it; repeat it for several."
        ),
    ] = [],  # noqa: B006 - typer copies it
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder for report.html, report.xlsx, report.docx and alignment.json.",
            show_default=False,
            callback=checked_folder,
        ),
    ] = None,
    school: School = "",
    programme: ProgrammeName = "",
    responsible: Responsible = "",
    date: Date = "",
    as_json: AsJson = False,
    lang: Lang = "es",
    encoder: Encoder = "competency",
    all_passages: Annotated[bool, typer.Option("--all-passages", help="Map also what does not seem to teach.")] = False,
    rerank: Annotated[
        str, typer.Option(metavar="MODEL", help="Cross-encoder (a name or a folder) that orders the matches shown.")
    ] = "",
    reviewed: Reviewed = [],  # noqa: B006
    judge: JudgeUrl = "",
    judge_model: JudgeModel = "",
    judge_may_leave: JudgeMayLeave = False,
    judge_budget: JudgeBudget = MOST_QUESTIONS,
) -> None:
    """Map programmes to frameworks: what each passage corresponds to, and with what probability."""
    from mapper import actions, actions_judge
    from mapper.reports.blocks import Head
    from mapper.settings import Settings

    settings = Settings(encoder=encoder, all_passages=all_passages, rerank=rerank)
    reader = actions_judge.reader(context.obj, judge, judge_model, may_leave=judge_may_leave, budget=judge_budget)
    with progress_bar() as progress:
        mapping = actions.map_documents(context.obj, files, framework, settings, reviewed=reviewed, progress=progress)
        if reader is not None:
            mapping = actions_judge.judge_mapping(mapping, reader, lang, progress=progress)
    head = Head(school, programme, responsible, date)
    _report(mapping, out, as_json=as_json, lang=lang, incomplete=mapping.incomplete, head=head)


@app.command()
def demo(
    out: Annotated[
        Path,
        typer.Option(
            metavar="DIR",
            help="Folder for the reports and the demonstration's own workspace.",
            callback=checked_folder,
        ),
    ] = Path("demo"),
    lang: Lang = "es",
) -> None:
    """Map the programme that ships with curmap to the norms that ship with it, and set it against the shipped ads."""
    from mapper import actions, actions_gap
    from mapper.reports import kinds

    with progress_bar() as progress:
        mapping = actions.demonstrate(out, progress=progress)
        asked = actions_gap.demonstrate(out, progress=progress)
    written = actions_gap.write_report(asked.report, out, lang=lang)
    _report(mapping, out, as_json=False, lang=lang)
    kinds.show("gap", asked.report, stdout(), lang)
    for notice in map(messages.written, written):
        say(notice, lang)


def _report(
    mapping: Mapping,
    folder: Path | None,
    *,
    as_json: bool,
    lang: str,
    incomplete: bool = False,
    head: Head | None = None,
) -> None:
    from mapper import actions
    from mapper.reports.blocks import NO_HEAD

    def as_text() -> str:
        from mapper.reports import alignment_json

        return alignment_json.dumps(mapping.alignments, lang=lang)

    def render(console: Console) -> None:
        from mapper.reports import kinds

        for alignment in mapping.alignments:
            kinds.show("report", [alignment], console, lang)

    head = head or NO_HEAD
    written = [] if folder is None else actions.write_reports(mapping.alignments, folder, lang=lang, head=head)
    notices = [*messages.notices(mapping), *map(messages.written, written)]
    show_report(as_text, render, notices, as_json=as_json, lang=lang, incomplete=incomplete)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; ends the process with the exit code."""
    _rarely_look_for_cycles()
    given = sys.argv[1:] if arguments is None else list(arguments)
    lang = _language_of(given)
    _quieten()
    sys.excepthook = partial(report_fault, lang)
    try:
        with warnings.catch_warnings():
            # Libraries warn those who program with them; what a user can do something about is said by us.
            warnings.simplefilter("ignore")
            code = command_in(lang).main(given, prog_name="curmap", standalone_mode=False)
        sys.stdout.flush()
    except (InputError, EmbeddingsError, EvalError) as error:
        _end(_one_line(Text(error.es, error.en)), lang)
    except typer.TyperException as error:
        _end(of_usage(error), lang)
    except BrokenPipeError:
        leave_pipe()
        code = 0
    except OSError as error:
        _end(_one_line(of_os_error(error)), lang)
    if code == INTERRUPTED:
        say(messages.INTERRUPTED, lang)
    sys.exit(code if isinstance(code, int) else 0)


def command_in(lang: str) -> Any:  # noqa: ANN401
    """What `main` runs, its help in that language."""
    # The command itself: calling the app would put typer's hook for faults in the place of ours.
    command: Any = typer.main.get_command(app)
    command.lang = lang
    return described(command, lang)


def _rarely_look_for_cycles() -> None:
    """Python does so among all objects whenever it has made many, and at the end: a fifth of a mapping's time."""
    gc.set_threshold(200_000, 20, 50)
    atexit.register(gc.freeze)


def _language_of(arguments: Sequence[str]) -> str:
    """The language asked for, known before the arguments are parsed: their mistakes are told in it too."""
    for number, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=")
        if value == "en" and argument != "en":
            return "en"
        if argument == "--lang" and arguments[number + 1 : number + 2] == ["en"]:
            return "en"
    return "es"


_SILENT = logging.NullHandler()


def _quieten() -> None:
    """No library's log on standard error, and no character that a terminal's encoding lacks is a fault."""
    logging.getLogger().addHandler(_SILENT)
    # These two have handlers of their own; what they have to say of a model that cannot be had, our error says.
    os.environ.setdefault("HF_HUB_VERBOSITY", "critical")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "critical")
    if not sys.stderr.isatty():
        os.environ.setdefault("TQDM_DISABLE", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _one_line(message: Text) -> Text:
    """A file's name may have line ends in it."""
    return Text(message.es.replace("\n", "\\n"), message.en.replace("\n", "\\n"))


def _end(message: Text, lang: str) -> None:
    say(message, lang)
    sys.exit(MENDABLE)
