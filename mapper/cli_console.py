"""What every command shares: options, the two streams, the progress bar."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from corpora import InputError, Text
from mapper.files import require_folder

if TYPE_CHECKING:
    from mapper.actions import Progress
    from mapper.reports.blocks import Head

LANGUAGES = ("es", "en")
# A file's name may hold what moves the cursor or colours the rest of the terminal.
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}
INCOMPLETE = 3
"""Exit code: done, but something could not be read or nothing in it teaches."""


def _language(context: typer.Context, value: str) -> str:
    source = context.get_parameter_source("lang")
    if context.parent is not None and source is not None and source.name == "DEFAULT":
        # What was said before the command holds for it.
        return str(context.find_root().params.get("lang", value))
    if value not in LANGUAGES:
        raise InputError(
            es=f"--lang: «{value}» no es una lengua de curmap; use es o en",
            en=f"--lang: '{value}' is no language of curmap; use es or en",
        )
    return value


Lang = Annotated[str, typer.Option("--lang", metavar="es|en", callback=_language, help="Language of what is shown.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]


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
    """Standard output, for results."""
    return _Stream(file=sys.stdout)


def stderr() -> Console:
    """Standard error, for messages and progress."""
    return _Stream(file=sys.stderr)


def say(text: Text, lang: str) -> None:
    """A message on standard error: one line, however long, and nothing in it taken as markup."""
    stderr().print(pick(text, lang).translate(_CONTROLS), soft_wrap=True, markup=False, highlight=False)


def pick(text: Text, lang: str) -> str:
    """The text in that language."""
    return text.en if lang == "en" else text.es


def print_json(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """One JSON document on standard output."""
    print_json_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_json_text(text: str) -> None:
    """The same, already written; JSON is UTF-8 whatever the terminal's encoding is."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        leave_pipe()


def command_app() -> typer.Typer:
    """For the module of one command: it fails and is described as all of curmap's."""
    return typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


def checked_folder(out: Path | None) -> Path | None:
    """Callback of an option for a folder: what cannot hold a report is refused before the work, and not after it."""
    if out is not None:
        require_folder(out)
    return out


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on standard error where that is a terminal; else nothing is shown."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=stderr(), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None)

        def advance(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield advance


def show_report(
    as_text: Callable[[], str],
    render: Callable[[Console], None],
    notices: Iterable[Text],
    *,
    as_json: bool,
    lang: str,
    incomplete: bool = False,
) -> None:
    """End a command that made a report: show it, then say what there is to say.

    Whoever reads the report may stop reading: its files are to be written before.

    Args:
        as_text: gives it as one JSON document.
        render: shows it on a console.
        notices: said on standard error.
        as_json: which of the two.
        lang: of the notices.
        incomplete: the command ends with `INCOMPLETE`.
    """
    if as_json:
        print_json_text(as_text())
    else:
        render(stdout())
    for notice in notices:
        say(notice, lang)
    if incomplete:
        raise typer.Exit(INCOMPLETE)


def end_report(
    name: str,
    record: Any,  # noqa: ANN401 - each kind of report has its own
    out: Path | None,
    *,
    as_json: bool,
    lang: str,
    notices: Iterable[Text] = (),
    incomplete: bool = False,
    head: Head | None = None,
    more: Callable[[Path], list[Path]] | None = None,
) -> None:
    """End a command that made a report of `mapper.reports.kinds`: write it, show it, say what there is to say.

    Args:
        name: of the kind of report.
        record: what was found.
        out: folder for its files, if one was named.
        as_json: whether it is printed as JSON.
        lang: "es" or "en".
        notices: said on standard error.
        incomplete: the command ends with `INCOMPLETE`.
        head: of the Word document.
        more: writes further files beside the report's.
    """
    from mapper import messages
    from mapper.reports import kinds
    from mapper.reports.blocks import NO_HEAD

    written = [] if out is None else kinds.write(name, record, out, lang=lang, head=head or NO_HEAD)
    if out is not None and more is not None:
        written += more(out)
    show_report(
        lambda: kinds.as_json(name, record),
        lambda console: kinds.show(name, record, console, lang),
        [*notices, *map(messages.written, written)],
        as_json=as_json,
        lang=lang,
        incomplete=incomplete,
    )


def print_table(
    columns: Sequence[Text], rows: Iterable[Sequence[str]], lang: str, *, right: Sequence[int] = ()
) -> None:
    """A table on standard output; the columns of these numbers stand to the right, nothing is taken as markup."""
    from rich import box
    from rich.table import Table
    from rich.text import Text as Line

    table = Table(*(pick(column, lang) for column in columns), box=box.SIMPLE_HEAD)
    for number, column in enumerate(table.columns):
        column.overflow = "fold"
        column.justify = "right" if number in right else "left"
    for row in rows:
        table.add_row(*map(Line, row))
    stdout().print(table)
