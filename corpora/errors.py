"""The error of this library that a user can mend."""

from functools import partial


class InputError(ValueError):
    """Input that a user can mend: names the file, the place, what is wrong and the remedy, in both languages.

    Attributes:
        es: the message in Spanish, one line.
        en: the message in English, one line; also `str(error)`.
    """

    def __init__(self, *, es: str, en: str) -> None:
        super().__init__(en)
        self.es = es
        self.en = en

    def __reduce__(self) -> tuple[partial["InputError"], tuple[()]]:
        """So that it goes from one process to another."""
        return partial(type(self), es=self.es, en=self.en), ()


class OtherKindError(InputError):
    """A file that can be read, but is no document of the kind that was asked for; folders may well hold some."""
