"""The error of this library that a user can mend."""

from __future__ import annotations

from typing import Any

from corpora.records import Text
from corpora.translation import _


class InputError(ValueError):
    """Input that a user can mend: names the file, the place, what is wrong and the remedy, in one line.

    Made of a message as `corpora.translation._` takes it, or of what is already said in both languages (`es`, `en`);
    `str` gives it in English.
    """

    def __init__(self, message: str | Text = "", /, *, es: str = "", en: str = "", **values: object) -> None:
        if isinstance(message, Text):
            es, en = message
        elif message:
            es, en = _(message, **values)
        super().__init__(en)
        self.es, self.en = es, en

    def __reduce__(self) -> tuple[Any, ...]:
        """Return so that it goes from one process to another, whatever a subclass is made of."""
        return type(self).__new__, (type(self), *self.args), vars(self)


class OtherKindError(InputError):
    """A file that can be read, but is no document of the kind that was asked for; folders may well hold some."""
