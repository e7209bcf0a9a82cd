"""What users read, in both languages: English in the code, Spanish in a catalogue, as gettext has it.

The catalogue is `locale/es/LC_MESSAGES/curmap.po`, compiled beside it; `python -m lab.catalogue` brings both up to
date.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from pathlib import Path

from corpora.records import Text

DOMAIN = "curmap"
LOCALE = Path(__file__).with_name("locale")
_SPANISH = gettext.translation(DOMAIN, LOCALE, ["es"])
# Here the other libraries and typer look for it, which do not know this one.
gettext.bindtextdomain(DOMAIN, str(LOCALE))


def _(message: str, /, **values: object) -> Text:
    """A message that stands in the code in English, its places filled as `str.format` does it.

    A value that has both languages itself, a `Text` or an `InputError`, is put in each. Without values nothing is
    filled: the `Text` is then a template for whoever shows it.
    """
    return _filled(_SPANISH.gettext(message), message, values)


def _p(context: str, message: str, /, **values: object) -> Text:
    """As `_`, of an English message that is said differently in Spanish elsewhere."""
    return _filled(_SPANISH.pgettext(context, message), message, values)


def _n(one: str, many: str, n: int, /, **values: object) -> Text:
    """As `_`, of a message that depends on a number; it is the value `n`."""
    return _filled(_SPANISH.ngettext(one, many, n), one if n == 1 else many, {"n": n, **values})


def _filled(es: str, en: str, values: Mapping[str, object]) -> Text:
    if not values:
        return Text(es, en)
    spanish = {name: getattr(value, "es", value) for name, value in values.items()}
    english = {name: getattr(value, "en", value) for name, value in values.items()}
    return Text(es.format(**spanish), en.format(**english))
