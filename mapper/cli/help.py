"""`--help` in the language that is asked for: the code's own texts are English, `help_es.json` has the Spanish ones."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

import typer

# typer has these words in English only.
_HEADINGS = {"Options": "Opciones", "Arguments": "Argumentos", "Commands": "Órdenes"}
_USAGE = {"[OPTIONS]": "[OPCIONES]", "COMMAND [ARGS]...": "ORDEN [ARGUMENTOS]..."}
_EXTRA = (
    (re.compile(r"(?<=[\[ ])default: "), "si no se indica: "),
    (re.compile(r"(?<=[\[ ])env var: "), "variable de entorno: "),
    (re.compile(r"(?<=[\[ ])required\]$"), "obligatorio]"),
)


class _Formatter(typer.Context.formatter_class):  # type: ignore[misc, valid-type]
    """Leaves out what only those who program with Python read: the type of an argument."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, re.sub(r"{(\S+)}", r"\1", args), prefix)

    def write_dl(self, rows: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().write_dl([(re.sub(r" <\S+>$", "", first), second) for first, second in rows], *args, **kwargs)


class _SpanishFormatter(_Formatter):
    """Writes typer's own words in Spanish."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for english, spanish in _USAGE.items():
            args = args.replace(english, spanish)
        super().write_usage(prog, args, prefix or "Uso: ")

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        with super().section(_HEADINGS.get(name, name)):
            yield

    def write_dl(self, rows: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().write_dl([(first, _extra(second)) for first, second in rows], *args, **kwargs)


class _Context(typer.Context):
    formatter_class = _Formatter


class _SpanishContext(typer.Context):
    formatter_class = _SpanishFormatter


def _extra(text: str) -> str:
    said, bracket, extra = text.rpartition("  [")
    extra = bracket + extra
    for pattern, spanish in _EXTRA:
        extra = pattern.sub(spanish, extra)
    return said + extra


@cache
def spanish() -> dict[str, str]:
    """Each text of the help by the English one that stands in the code."""
    texts: dict[str, str] = json.loads((files(__package__) / "help_es.json").read_text(encoding="utf-8"))
    return texts


def described(command: Any, lang: str) -> Any:  # noqa: ANN401 - typer does not export the base of its commands
    """The same command with its help in that language; those below it are done when they are asked for."""
    command.context_class = _SpanishContext if lang == "es" else _Context
    if lang == "es":
        help_option = command.get_help_option(typer.Context(command))
        for each in (command, *command.params, *([help_option] if help_option else [])):
            each.help = spanish().get(each.help, each.help)
        command.epilog = spanish().get(command.epilog, command.epilog)
    command.short_help = command.help  # else typer cuts it after 45 characters
    for below in filter(None, getattr(command, "commands", {}).values()):
        described(below, lang)
    return command
