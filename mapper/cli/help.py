"""`--help` in the language that is asked for: the code's own texts and typer's are English, the catalogue has the rest.

typer asks gettext for its words, and gettext the environment for the language.
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Sequence
from typing import Any

import typer

from corpora.translation import DOMAIN


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


def described(command: Any) -> Any:  # noqa: ANN401 - typer does not export the base of its commands
    """The same command with its help in the language spoken; those below it are done when they are asked for."""
    command.context_class = _Context
    help_option = command.get_help_option(typer.Context(command))
    for each in (command, *command.params, *([help_option] if help_option else [])):
        each.help = each.help and gettext.gettext(each.help)
    command.epilog = command.epilog and gettext.gettext(command.epilog)
    command.options_metavar = gettext.gettext("[OPTIONS]")
    command.short_help = command.help  # else typer cuts it after 45 characters
    if hasattr(command, "commands"):
        command.subcommand_metavar = gettext.gettext("COMMAND [ARGS]...")
        for below in filter(None, command.commands.values()):
            described(below)
    return command
