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
import re
import sys
import warnings
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from corpora import InputError, Text, _
from embeddings.errors import InputError as EmbeddingsError
from eval.errors import InputError as EvalError
from mapper.cli.console import INTERRUPTED, MENDABLE, Lang, described, leave_pipe, say, speak
from mapper.cli.errors import of_os_error, of_usage, report_fault
from mapper.workspace import ChangedElsewhereError

if TYPE_CHECKING:
    from mapper.workspace.store import Workspace

COMMANDS = {
    "map": "mapper.cli.reports:map_",
    "demo": "mapper.cli.reports:demo",
    "framework": "mapper.cli.framework:app",
    "coverage": "mapper.cli.reports:coverage",
    "judge": "mapper.cli.judge:app",
    "gap": "mapper.cli.reports:gap",
    "occupations": "mapper.cli.reports:occupations",
    "collection": "mapper.cli.collections:app",
    "index": "mapper.cli.collections:index",
    "search": "mapper.cli.collections:search",
    "who-teaches": "mapper.cli.collections:who_teaches",
    "eval": "mapper.cli.evaluation:app",
    "export": "mapper.cli.formats:export",
    "columns": "mapper.cli.formats:columns",
    "crosswalk": "mapper.cli.reports:crosswalk",
    "diff": "mapper.cli.reports:diff",
    "overlaps": "mapper.cli.reports:overlaps",
    "credentials": "mapper.cli.reports:credentials",
    "evidence": "mapper.cli.reports:evidence",
    "matrix": "mapper.cli.reports:matrix",
    "instructors": "mapper.cli.reports:instructors",
    "calibrate": "mapper.cli.reports:calibrate",
    "serve": "mapper.cli.serve:app",
}
"""Name to typer app; a module is imported only when one of its commands is asked for or all are listed."""
_AGAIN = _("Another machine has changed the same meanwhile: it is done again, on top of that.")
_INTERRUPTED = _("Interrupted: nothing was left half done; repeat the command when you like.")


class _Commands(TyperGroup):
    """The commands, each imported when it is asked for, with their help in the language asked for."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - as typer calls it
        super().__init__(*arguments, **named)
        # Names that stand here are told to whoever mistypes one.
        unopened: dict[str, Any] = dict.fromkeys(COMMANDS)
        self.commands = {**unopened, **self.commands}

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        command = typer.main.get_command(pkgutil.resolve_name(COMMANDS[cmd_name]))
        command.name = cmd_name
        return described(command)


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


@app.callback()
def _curmap(
    context: typer.Context,
    workspace: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="Folder of frameworks and indexes, or s3://BUCKET/PREFIX, named before the command; by default the"
            " user's data folder.",
            show_default=False,
        ),
    ] = None,
    lang: Lang = "es",  # noqa: ARG001 - the commands ask their context for it
) -> None:
    from mapper.workspace.store import Workspace

    if workspace is not None and "://" in workspace:
        context.obj = _of_bucket(workspace)
        context.call_on_close(context.obj.mirror.close)
        return
    if workspace is None:
        import platformdirs

        folder = platformdirs.user_data_path("curmap", appauthor=False)
    else:
        folder = Path(workspace)
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    context.obj = Workspace(folder)


def _of_bucket(address: str) -> Workspace:
    if not re.fullmatch(r"s3://[^/]+(/.*)?", address):
        raise InputError("--workspace {address}: name a folder, or s3://BUCKET/PREFIX", address=address)
    from mapper.workspace.mirror import Mirror
    from mapper.workspace.store import Workspace

    mirror = Mirror.open(address)
    return Workspace(mirror.folder, mirror)


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
            while True:
                try:
                    code = command_in(lang).main(given, prog_name="curmap", standalone_mode=False)
                    break
                except ChangedElsewhereError:  # done again, on top of what another machine got in before
                    say(_AGAIN, lang)
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
        say(_INTERRUPTED, lang)
    sys.exit(code if isinstance(code, int) else 0)


def command_in(lang: str) -> Any:  # noqa: ANN401
    """What `main` runs, its help in that language."""
    speak(lang)
    # The command itself: calling the app would put typer's hook for faults in the place of ours.
    return described(typer.main.get_command(app))


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
