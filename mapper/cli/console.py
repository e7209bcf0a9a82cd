"""The parts that every command shares: its typer app, options, the two streams, progress."""

from __future__ import annotations

import gettext
import io
import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from typer import Argument, Option
from typer.core import TyperOption

from corpora import InputError, Text, _
from corpora.translation import DOMAIN
from mapper.workspace.files import REPORT, require_folder

if TYPE_CHECKING:
    from mapper.actions import Progress
    from mapper.actions.collections import Progress as OfIndex
    from mapper.actions.collections import Report

LANGUAGES = ("es", "en")
# A file's name may hold what moves the cursor or colours the rest of the terminal.
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}
MENDABLE, INCOMPLETE, REFUSED, INTERRUPTED = 2, 3, 4, 130
"""Exit codes: what the user mends; done in part; a gate refused; Ctrl-C, as shells expect."""
QUIET = 15.0  # seconds of work of which nothing is said where standard error is no terminal


AsJson = Annotated[bool, Option("--json", help="Print one JSON document instead of a table.")]


def command_app(help: str | None = None) -> typer.Typer:  # noqa: A002 - as typer calls it
    """Return an app for one command, or with `help` for a group, with curmap's errors and help."""
    return typer.Typer(
        help=help,
        no_args_is_help=help is not None,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )


class _Stream(Console):
    """A console whose reader may leave: `curmap map … | head` is no fault, and the rest of the work goes on."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        leave_pipe()


def leave_pipe() -> None:
    """Give what is still printed to nobody, so that the interpreter does not fail on it at its end."""
    nobody = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nobody, sys.stdout.fileno())
    os.close(nobody)


def stdout() -> Console:
    """Return the console of standard output, for results."""
    return _Stream(file=sys.stdout)


def stderr() -> Console:
    """Return the console of standard error, for messages and progress."""
    return _Stream(file=sys.stderr)


def pick(text: Text) -> str:
    """Return the text in the language spoken."""
    return text.en if language() == "en" else text.es


def say(text: Text, *, as_json: bool = False) -> None:
    """Print a message on standard error: one line without markup, or a line of JSON."""
    if as_json:
        log({"event": "message", "text": pick(text)})
        return
    stderr().print(pick(text).translate(_CONTROLS), soft_wrap=True, markup=False, highlight=False)


def say_all(texts: Iterable[Text], *, incomplete: bool = False, as_json: bool = False) -> None:
    """Print messages at the end of a command, which ends with `INCOMPLETE` where something of its work is."""
    for text in texts:
        say(text, as_json=as_json)
    if incomplete:
        raise typer.Exit(INCOMPLETE)


def print_line(text: Text, *, end: str = "\n") -> None:
    """Print a result of one line on standard output, nothing in it taken as markup."""
    stdout().print(pick(text), soft_wrap=True, markup=False, highlight=False, end=end)


def print_json(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Print one JSON document on standard output."""
    print_json_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_json_text(text: str) -> None:
    """Print JSON that is already written; JSON is UTF-8 whatever the terminal's encoding is."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        leave_pipe()


def print_table(columns: Sequence[Text], rows: Sequence[Sequence[str]], *, right: Collection[int] = ()) -> None:
    """Print a table on standard output, without markup, these columns to the right."""
    from rich.text import Text as Line

    from mapper.reports.terminal import grid

    out, heads = stdout(), [pick(column) for column in columns]
    out.print(grid(heads, [list(map(Line, row)) for row in rows], out.width, right))


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Yield a progress bar on standard error where that is a terminal; else a line where the work takes long."""
    if not sys.stderr.isatty():
        last = ("", 0, 0)

        def progress(what: str, done: int, total: int) -> None:
            nonlocal last
            last = (what, done, total)

        def far() -> str:
            what, done, total = last
            return f"{what} {done:,}/{total:,}" if total else what

        with _now_and_then(far):
            yield progress
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=stderr(), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total or None)


@contextmanager
def _now_and_then(far: Callable[[], str], longest: float = inf) -> Iterator[None]:
    """Say how far the work is after `QUIET` seconds, then after twice as long each time, up to `longest`."""
    begin, ended = time.monotonic(), threading.Event()

    def speak() -> None:
        wait = QUIET
        while not ended.wait(wait):
            say(_("Working for {seconds} s: {far}", seconds=round(time.monotonic() - begin), far=far() or "…"))
            wait = min(2 * wait, longest)

    speaker = threading.Thread(target=speak, daemon=True)
    speaker.start()
    try:
        yield
    finally:
        ended.set()
        speaker.join()


@contextmanager
def index_progress(*, log_json: bool) -> Iterator[Report]:
    """Yield what to call while an index is made: JSON lines, a line on a terminal, else a line now and then."""
    timed, last = _timed(), ""

    def write(progress: OfIndex) -> None:
        rounded = {name: value if value is None else round(value, 1) for name, value in timed(progress).items()}
        log({"event": "progress", **asdict(progress), **rounded})

    def remember(progress: OfIndex) -> None:
        nonlocal last
        last = pick(_line(progress, **timed(progress)))

    if log_json:
        yield write
    elif not sys.stderr.isatty():
        with _now_and_then(lambda: last, longest=30.0):
            yield remember
    else:
        with stderr().status("") as status:
            yield lambda progress: status.update(pick(_line(progress, **timed(progress))))


def _timed() -> Callable[[OfIndex], dict[str, float | None]]:
    """Return what measures how fast a run is; what it found done counts neither as speed nor for what is left."""
    begin = start = time.monotonic()
    passages = 0

    def timed(progress: OfIndex) -> dict[str, float | None]:
        nonlocal start, passages
        now, worked = time.monotonic(), progress.shards - progress.found
        if not worked:
            start, passages = now, progress.passages
        each, left = (now - start) / max(worked, 1), progress.of_shards - progress.shards
        return {
            "passages_per_second": (progress.passages - passages) / max(now - start, 1e-9),
            "seconds": now - begin,
            "seconds_left": each * left if worked or not left else None,
        }

    return timed


def log(values: Mapping[str, Any]) -> None:
    """Print one JSON line on standard error."""
    sys.stderr.write(json.dumps(values, ensure_ascii=False) + "\n")
    sys.stderr.flush()


def _line(
    progress: OfIndex, passages_per_second: float | None, seconds_left: float | None, **_others: float | None
) -> Text:
    return _(
        "{parts} shards · {documents} documents · {passages} passages · {speed:,.0f} passages/s · {minutes} left",
        parts=f"{progress.shards}/{progress.of_shards}",
        documents=f"{progress.documents:,}",
        passages=f"{progress.passages:,}",
        speed=passages_per_second,
        minutes="…" if seconds_left is None else f"{int(seconds_left) // 60}:{int(seconds_left) % 60:02}",
    )


class _Formatter(typer.Context.formatter_class):  # type: ignore[misc, valid-type]
    """Leaves out what only those who program with Python read: the type of an argument."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, re.sub(r"{(\S+)}", r"\1", args), prefix or gettext.gettext("Usage: "))

    def write_dl(self, rows: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().write_dl([(re.sub(r" <\S+>$", "", first), second) for first, second in rows], *args, **kwargs)


class _Context(typer.Context):
    formatter_class = _Formatter


def speak(lang: str) -> None:
    """Have typer, and all that asks gettext for its words, speak this language."""
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = lang


def language() -> str:
    """Return the language spoken, "es" or "en"."""
    return "en" if os.environ.get("LANGUAGE") == "en" else "es"


def _check_language(_context: Any, _option: Any, value: str) -> None:  # noqa: ANN401
    # It is spoken already: `main` looks for it first, since mistakes in the arguments are told in it too.
    if value not in LANGUAGES:
        raise InputError("--lang: '{value2}' is no language of curmap; use es or en", value2=value)


def translate_command(command: Any) -> Any:  # noqa: ANN401 - typer does not export the base of its commands
    """Return the same command with --lang, its help in the language spoken; those below it when they are asked for."""
    command.context_class = _Context
    lang = TyperOption(
        param_decls=["--lang"],
        default="es",
        show_default=True,
        metavar="es|en",
        help="Language of what is shown.",
        callback=_check_language,
        expose_value=False,
    )
    command.params.append(lang)
    help_option = command.get_help_option(typer.Context(command))
    for each in (command, *command.params, *([help_option] if help_option else [])):
        each.help = each.help and gettext.gettext(each.help)
    command.epilog = command.epilog and gettext.gettext(command.epilog)
    command.options_metavar = gettext.gettext("[OPTIONS]")
    command.short_help = command.help  # else typer cuts it after 45 characters
    if hasattr(command, "commands"):
        command.subcommand_metavar = gettext.gettext("COMMAND [ARGS]...")
        for below in filter(None, command.commands.values()):
            translate_command(below)
    return command


def checked_folder(out: Path | None) -> Path | None:
    """Callback of an option for a folder: what cannot hold a report is refused before the work, and not after it."""
    if out is not None:
        require_folder(out, room=REPORT)
    return out


def checked_file(path: Path | None) -> Path | None:
    """Return the same of an option for a file; a device or pipe is written to as it is."""
    if path is not None and (path.is_file() or not path.exists()):
        require_folder(path.resolve().parent)
    return path


Files = Annotated[
    list[Path],
    Argument(
        metavar="FILE",
        help="Programmes: PDF, DOCX, ODT, HTML, XLSX, Markdown or text; or folders.",
        readable=False,  # typer would refuse them all for one that may not be read
    ),
]
File = Annotated[Path, Argument(metavar="FILE", help="A programme: PDF, DOCX, ODT, HTML, XLSX, Markdown or text.")]
Frameworks = Annotated[
    list[str],
    Option("--framework", "-f", metavar="NAME[/CODE]", help="Framework, or one standard of it; repeat it for several."),
]
Out = Annotated[Path | None, Option(metavar="DIR", help="Folder for the reports.", callback=checked_folder)]
Encoder = Annotated[str, Option(metavar="NAME", help="e5, or sentence_transformer:MODEL (a name or a folder).")]
Dual = Annotated[
    Path | None, Option(metavar="SHEET", help="dual.csv, with the places of learning that somebody changed.")
]
School = Annotated[str, Option(metavar="NAME", help="School, for the head of the Word document.")]
ProgrammeName = Annotated[
    str, Option("--programme", metavar="NAME", help="Programme's name, for the head of the Word document.")
]
Responsible = Annotated[str, Option(metavar="NAME", help="Who answers for it, likewise.")]
Date = Annotated[str, Option(metavar="DATE", help="Its date as it is to be written, likewise.")]
Form = Annotated[
    Path | None,
    Option(
        metavar="FORM",
        help="A form of one's own, XLSX or DOCX: each {{CODE}} or {{CODE | COURSE}} in it becomes what was found, and"
        " the filled form is written to --out.",
    ),
]
Whole = Annotated[bool, Option("--all", help="Show the whole report in the terminal, not only what fits a screen.")]
Reviewed = Annotated[
    list[Path],
    Option(
        metavar="REVIEW",
        help="A review: the page's JSON, or a workbook in which people marked. What they decided on this same document"
        " counts as it is; on another it informs.",
    ),
]
JudgeUrl = Annotated[
    str,
    Option(
        "--judge",
        metavar="URL",
        help="Chat API (OpenAI-compatible) of a language model that reads what the score leaves open; its key stands in"
        " CURMAP_JUDGE_KEY. Only criteria and the passages near them go there.",
    ),
]
JudgeModel = Annotated[str, Option(metavar="NAME", help="Its model; without --judge, whose answers of before count.")]
JudgeMayLeave = Annotated[bool, Option("--judge-may-leave", help="Allow an address that is not on this computer.")]
JudgeBudget = Annotated[
    int, Option(metavar="N", min=0, help="Most questions, the most uncertain ones first; 0 for all.")
]
MOST_QUESTIONS = 300
"""Unless more are asked for: nobody pays by mistake for the thousands of criteria of a whole registry."""
