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
import tempfile
import traceback
import warnings
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any

import typer
from typer import Option
from typer.core import TyperGroup

from corpora import InputError, Text, _, isolation
from mapper.cli.console import INTERRUPTED, MENDABLE, command_app, leave_pipe, say, speak, translate_command
from mapper.workspace import INPUT_ERRORS
from mapper.workspace.extras import missing

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
    "export": "mapper.cli.framework:export",
    "crosswalk": "mapper.cli.reports:crosswalk",
    "diff": "mapper.cli.reports:diff",
    "credentials": "mapper.cli.reports:credentials",
    "matrix": "mapper.cli.reports:matrix",
    "instructors": "mapper.cli.reports:instructors",
    "calibrate": "mapper.cli.reports:calibrate",
    "serve": "mapper.cli.serve:serve",
}
"""Name to the function that is the command, or the app of several; its module is imported only when it is needed."""
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
        group = found = pkgutil.resolve_name(COMMANDS[cmd_name])
        if not isinstance(found, typer.Typer):
            group = command_app()
            group.command()(found)
        command = typer.main.get_command(group)
        command.name = cmd_name
        return translate_command(command)


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
        Option(
            metavar="DIR",
            help="Folder of frameworks and indexes, named before the command; by default the user's data folder.",
        ),
    ] = None,
) -> None:
    from mapper.workspace.store import Workspace

    if workspace is not None and "://" in workspace:
        raise InputError(
            "--workspace {address}: name a folder; a bucket is mounted or copied first, with rclone for instance",
            address=workspace,
        )
    if workspace is None:
        import platformdirs

        folder = platformdirs.user_data_path("curmap", appauthor=False)
    else:
        folder = Path(workspace)
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    context.obj = Workspace(folder)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; ends the process with the exit code."""
    # Python looks for cycles whenever it has made many objects, and at the end: a fifth of a mapping's time.
    gc.set_threshold(500_000, 20, 50)
    atexit.register(gc.freeze)
    given = sys.argv[1:] if arguments is None else list(arguments)
    lang = _requested_language(given)
    _quieten()
    sys.excepthook = partial(report_fault, lang)
    command = command_in(lang)
    _read_ahead(given)
    try:
        with warnings.catch_warnings():
            # Libraries warn those who program with them; what a user can do something about is said by us.
            warnings.simplefilter("ignore")
            code = command.main(given, prog_name="curmap", standalone_mode=False)
        sys.stdout.flush()
    except INPUT_ERRORS as error:
        _end(_one_line(Text(error.es, error.en)), given)
    except ModuleNotFoundError as error:
        lacking = missing(error)
        _end(Text(lacking.es, lacking.en), given)
    except typer.TyperException as error:
        _end(describe_usage_error(error), given)
    except BrokenPipeError:
        leave_pipe()
        code = 0
    except OSError as error:
        _end(_one_line(describe_os_error(error)), given)
    if code == INTERRUPTED:
        say(_INTERRUPTED)
    sys.exit(code if isinstance(code, int) else 0)


def _read_ahead(given: Sequence[str]) -> None:
    """Have the first PDF that a report is about read while this process loads what it needs, which takes as long."""
    if any(COMMANDS.get(argument, "").startswith("mapper.cli.reports:") for argument in given):
        for argument in [argument for argument in given if argument.lower().endswith(".pdf")][:1]:
            isolation.read_ahead(Path(argument))


def command_in(lang: str) -> Any:  # noqa: ANN401
    """Return what `main` runs, its help in that language."""
    speak(lang)
    # The command itself: calling the app would put typer's hook for faults in the place of ours.
    return translate_command(typer.main.get_command(app))


def _requested_language(arguments: Sequence[str]) -> str:
    """Return the language asked for, known before the arguments are parsed: their mistakes are told in it too."""
    asked = [value for option, value in pairwise(["", *arguments]) if option == "--lang" or value.startswith("--lang=")]
    return "en" if asked and asked[-1].removeprefix("--lang=") == "en" else "es"


_SILENT = logging.NullHandler()


def _quieten() -> None:
    """Silence libraries' logs on standard error, and replace characters that a terminal's encoding lacks."""
    logging.getLogger().addHandler(_SILENT)
    # These two have handlers of their own; what they have to say of a model that cannot be had, our error says.
    os.environ.setdefault("HF_HUB_VERBOSITY", "critical")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "critical")
    # As threadpoolctl does when it is imported: the process that reads PDF is of the environment in which it started.
    os.environ.setdefault("KMP_DUPLICATE_LIB_OK", "True")
    if not sys.stderr.isatty():
        os.environ.setdefault("TQDM_DISABLE", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _one_line(message: Text) -> Text:
    """Return a file's name may have line ends in it."""
    return Text(message.es.replace("\n", "\\n"), message.en.replace("\n", "\\n"))


def _end(message: Text, given: Sequence[str]) -> None:
    say(message, as_json="--log-json" in given)
    sys.exit(MENDABLE)


_NO_PERMISSION = _("permission denied; change the permissions or choose another folder")
_NO_FOLDER = _("is a file where a folder has to stand; choose another one")
_OS_ERRORS = {
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.EROFS: _("the disk is read-only; choose another folder"),
    errno.ENOSPC: _("the disk is full; free some space and repeat"),
    errno.EDQUOT: _("your disk quota is used up; free some space and repeat"),
    errno.EFBIG: _("the system allows no file of that size; raise the limit (ulimit -f) or choose another disk"),
    errno.ENOTDIR: _NO_FOLDER,
    errno.EEXIST: _NO_FOLDER,
    errno.EISDIR: _("is a folder where a file has to stand; move it or choose another path"),
    errno.ENAMETOOLONG: _("the name is too long; shorten it"),
    errno.EIO: _("the disk fails to read or write; check it"),
}
_NUMPY = re.compile(r"\d+ requested and \d+ written|Not enough free space to write .*")


def describe_os_error(error: OSError) -> Text:
    """Return what is wrong and how to mend it, naming the file."""
    # What has no name is a file of ours that is being written, standard output, or what a library unpacks for itself.
    temporary = tempfile.gettempdir()
    unnamed = _("standard output, workspace or temporary folder {temporary}", temporary=temporary)
    name = Text(str(error.filename), str(error.filename)) if error.filename is not None else unnamed
    strange = error.strerror or " ".join(map(str, error.args))
    # numpy tells of a disk that took a part only, without the system's number.
    number = errno.ENOSPC if error.errno is None and _NUMPY.fullmatch(strange) else error.errno or 0
    reason = _OS_ERRORS.get(number) or _(
        "system error ({strange}); check the disk and the permissions", strange=strange
    )
    return _("{name}: {reason}", name=name, reason=reason)


# What typer says in English without asking gettext, and from 0.29 on pydantic; a place for what is looked for in it.
_USAGE = (
    _("No such option: {0} (Possible options: {1})"),
    _("No such option: {0}"),
    _("{0}. Did you mean '{1}'?"),
    _("Missing argument '{0}'."),
    _("Missing option '{0}'."),
    _("Got unexpected extra argument(s) ({0})"),
    _("Option '{0}' requires an argument."),
    _("Option '{0}' does not take a value."),
    _("Invalid value for '{0}': {1}"),
    _("path '{0}' is not readable."),
    _("{0} is not in the range {1}<=x<={2}."),
    _("{0} is not in the range x>={1}."),
    _("{0} is not a valid int range."),
    _("{0} is not a valid float range."),
    _("{0} is not a valid int."),
    _("Input should be greater than or equal to {0}"),
    _("Input should be less than or equal to {0}"),
    _("Input should be a valid integer, unable to parse string as an integer"),
    _("Input should be a valid number, unable to parse string as a number"),
)


def describe_usage_error(error: typer.TyperException) -> Text:
    """Return what is wrong with the command as typed, and which help says how it goes."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "curmap"
    if "\n" in (whole := error.format_message()):
        # No command at all: what there is to be told is the help.
        return Text(whole, whole)
    english = " ".join(whole.split())
    wrong = Text(_in_spanish(english), english.rstrip("."))
    return _("{wrong}; '{command} --help' says how", wrong=wrong, command=command)


def _in_spanish(english: str) -> str:
    for text in _USAGE:
        if found := re.fullmatch(re.sub(r"\\{\d\\}", "(.+?)", re.escape(text.en)), english):
            # A value's message stands within that of its option, which has its short name beside it: "--limit' / '-n".
            return text.es.format(*(_in_spanish(group.replace("' / '", ", ")) for group in found.groups()))
    return english


_FAULT = _("This is a fault of curmap, not of your file: report it with the lines above and the command you typed.")


def report_fault(lang: str, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print the traceback and what to do with it, for `sys.excepthook`; the interpreter then ends with 1."""
    traceback.print_exception(kind, error, trace)
    sys.stderr.write((_FAULT.en if lang == "en" else _FAULT.es) + "\n")
