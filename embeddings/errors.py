"""The error of this library that a user can mend."""

import gettext


class InputError(ValueError):
    """Input that a user can mend: names the file, the place, what is wrong and the remedy, in one line.

    Made of an English message whose places are filled as `str.format` does it, or of what is said already in both
    languages; a value that has both itself is put in each. Spanish comes from gettext's catalogue `curmap` where the
    application has bound it; else it is English. `es` and `en` are the message, `en` also `str(error)`.
    """

    def __init__(self, message: str = "", /, *, es: str = "", en: str = "", **values: object) -> None:
        if message:
            spanish = gettext.translation("curmap", gettext.bindtextdomain("curmap"), ["es"], fallback=True)
            es, en = (
                text.format(**{name: getattr(value, lang, value) for name, value in values.items()}) if values else text
                for lang, text in (("es", spanish.gettext(message)), ("en", message))
            )
        super().__init__(en)
        self.es, self.en = es, en
