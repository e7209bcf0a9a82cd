"""Brings the Spanish catalogue up to date with the code: `python -m lab.translations`.

Messages that are new get an empty translation, to be written into `corpora/locale/es/LC_MESSAGES/curmap.po`; those that
no longer occur go. Then the catalogue is compiled.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
import typer.core
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from corpora.translation import DOMAIN, LOCALE
from mapper.cli import command_in

ROOT = LOCALE.parents[1]
PO = LOCALE / "es" / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")
MESSAGE = {
    **{"_": 0, "_n": 0, "_p": 1, "gettext": 0, "pgettext": 1},
    **{"InputError": 0, "OtherKindError": 0, "LostError": 1, "at_line": 2, "error": 0},
}
"""Function, method or class → which of its arguments is the message."""


def read() -> Catalog:
    """Return the catalogue as it stands."""
    with PO.open("rb") as file:
        return read_po(file, locale="es")


def messages() -> Catalog:
    """Return all messages that there are to translate: the code's, those of `--help`, and typer's own."""
    found = Catalog()
    for path in sorted(
        path for name in ("corpora", "embeddings", "eval", "mapper") for path in (ROOT / name).rglob("*.py")
    ):
        module = path.relative_to(ROOT).as_posix()
        for call in _calls(path):
            _add(found, call, module)
    for path in sorted((ROOT / "mapper" / "web" / "templates").glob("*.j2")):
        template = Environment().parse(path.read_text(encoding="utf-8"))
        for _line, name, said in extract_from_ast(template, ("_", "_p"), babel_style=False):
            *context, message = (one for one in said or () if one)
            where = [(path.relative_to(ROOT).as_posix(), 0)]
            found.add(message, locations=where, context=context[0] if name == "_p" else None)
    for text in _helps(command_in("en")):
        found.add(text, locations=[("--help", 0)])
    for call in _calls(Path(typer.core.__file__)):
        _add(found, call, "typer")
    return found


def _calls(path: Path) -> Iterator[ast.Call]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return (node for node in nodes if isinstance(node, ast.Call))


def _add(found: Catalog, call: ast.Call, where: str) -> None:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if (place := MESSAGE.get(name)) is None:
        return
    said = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if len(call.args) > place and isinstance(call.args[place], ast.Constant) and said:
        message = call.args[place].value  # type: ignore[attr-defined]
        context = said[0] if name in ("_p", "pgettext") else None
        found.add((message, said[1]) if name == "_n" else message, locations=[(where, 0)], context=context)


def _helps(command: Any) -> Iterator[str]:  # noqa: ANN401 - typer does not export the base of its commands
    """Yield what a command, its options and all below it say of themselves."""
    context = typer.Context(command)
    for each in (command, *command.params, command.get_help_option(context)):
        yield from (text for text in (each.help, getattr(each, "epilog", None)) if text)
    if hasattr(command, "list_commands"):
        for name in command.list_commands(context):
            yield from _helps(command.get_command(context, name))


def updated() -> Catalog:
    """Return the catalogue with the messages that there are, their translations kept."""
    old, new = read(), messages()
    catalogue = Catalog(
        "es",
        project="curmap",
        **dict.fromkeys(("version", "msgid_bugs_address", "last_translator", "language_team"), "curmap"),
        header_comment="# Spanish of curmap; `python -m lab.translations` adds new messages and compiles it.",
        fuzzy=False,
        **{name: getattr(old, name) for name in ("creation_date", "revision_date")},
    )
    for message in new:
        if message.id:
            known = old.get(message.id, message.context)
            catalogue.add(message.id, known.string if known else None, message.locations, context=message.context)
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue as gettext loads it."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """Return messages without a Spanish text, or a plural without one of its two."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and not all([message.string] if isinstance(message.string, str | None) else message.string)
    ]


if __name__ == "__main__":
    found = updated()
    with PO.open("wb") as file:
        write_po(file, found, width=120, sort_output=True, include_lineno=False)
    MO.write_bytes(compiled(found))
    for text in untranslated(found):
        typer.echo(f"without Spanish: {text}")
