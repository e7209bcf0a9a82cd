"""What users read, in both languages: English in the code, Spanish in a catalogue, as gettext has it.

The catalogue is `locale/es/LC_MESSAGES/curmap.po`, compiled beside it; `python -m lab.translations` brings both up to
date.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from corpora.records import Text

DOMAIN = "curmap"
LOCALE = Path(__file__).with_name("locale")
_SPANISH = gettext.translation(DOMAIN, LOCALE, ["es"])
# Here the other libraries and typer look for it, which do not know this one.
gettext.bindtextdomain(DOMAIN, str(LOCALE))


def _(message: str, /, **values: object) -> Text:
    """Return a message that stands in the code in English, its places filled as `str.format` does it.

    A value that has both languages itself, a `Text` or an `InputError`, is put in each. Without values nothing is
    filled: the `Text` is then a template for whoever shows it. What only those can do who have a command line stands
    between ⟦ and ⟧, with the sign or space before it; `plain` gives the text without that.
    """
    return Text(_format(_SPANISH.gettext(message), "es", values), _format(message, "en", values))


def _p(context: str, message: str, /, **values: object) -> Text:
    """Translate as `_` an English message that is said differently in Spanish elsewhere."""
    return Text(_format(_SPANISH.pgettext(context, message), "es", values), _format(message, "en", values))


def _n(one: str, many: str, n: int, /, **values: object) -> Text:
    """Translate as `_` a message that depends on a number; it is the value `n`."""
    values = {"n": n, **values}
    return Text(_format(_SPANISH.ngettext(one, many, n), "es", values), _format(one if n == 1 else many, "en", values))


def in_quotes(*said: str) -> Text:
    """Return what others said, each in a language's own marks of quotation."""
    return Text(", ".join(f"«{one}»" for one in said), ", ".join(f"“{one}”" for one in said))


class CommandText(str):
    """A text that names a command or its option; `plain` is what it says besides."""

    plain: str


def plain(text: str) -> str:
    """Return a text, for who has no command line."""
    return text.plain if isinstance(text, CommandText) else text


_NO_COMMANDS = ContextVar("_NO_COMMANDS", default=False)


@contextmanager
def no_commands() -> Iterator[None]:
    """Show texts, while it lasts, to people who have no command line."""
    before = _NO_COMMANDS.set(True)
    try:
        yield
    finally:
        _NO_COMMANDS.reset(before)


def shown(text: str) -> str:
    """Return a text as it is told now."""
    return plain(text) if _NO_COMMANDS.get() else text


def _format(message: str, lang: str, values: Mapping[str, object]) -> str:
    said = {name: getattr(value, lang, value) for name, value in values.items()}
    if "⟦" not in message and not any(isinstance(value, CommandText) for value in said.values()):
        return message.format(**said) if values else message
    others = {name: plain(value) if isinstance(value, str) else value for name, value in said.items()}
    whole, rest = (re.sub("⟦(.*?)⟧", kept, message) for kept in (r"\1", ""))
    told = CommandText(whole.format(**said) if values else whole)
    told.plain = rest.format(**others) if values else rest
    return told
