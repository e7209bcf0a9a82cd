"""The error of this library that a user can mend; lines of files, and JSON objects in them, with their places."""

from __future__ import annotations

import errno
import gettext
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple


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


class Place(NamedTuple):
    """A line of a file or a row of a sheet, the first being 1."""

    path: Path
    line: int
    sheet: str = ""

    def error(self, message: str = "", /, **values: Any) -> InputError:  # noqa: ANN401 - its own
        """Return the error of this line."""
        said, es, en = InputError(message, **values), f"línea {self.line}", f"line {self.line}"
        if self.sheet:
            es, en = f"hoja «{self.sheet}», fila {self.line}", f"sheet '{self.sheet}', row {self.line}"
        return InputError(es=f"{self.path}, {es}: {said.es}", en=f"{self.path}, {en}: {said.en}")


def unreadable(path: Path, error: OSError) -> InputError:
    """Return the error of a file that the system does not let us read or write."""
    if error.errno == errno.ENOSPC:
        return InputError("{path}: the disk is full; free some space and repeat", path=path)
    if isinstance(error, FileNotFoundError):
        return InputError("{path}: does not exist; check the name and the folder.", path=path)
    reason = error.strerror or type(error).__name__
    return InputError(
        "{path}: cannot be read or written ({reason}); check the path and its permissions", path=path, reason=reason
    )


def lines(path: Path) -> Iterator[tuple[Place, str]]:
    """Return place and text of each line that is not blank; raises InputError where the file is no UTF-8 text."""
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                place = Place(path, number)
                try:
                    line = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
                except UnicodeDecodeError as error:
                    raise place.error("is not UTF-8 text; save the file as UTF-8") from error
                if line.strip():
                    yield place, line
    except OSError as error:
        raise unreadable(path, error) from error


def records(path: Path) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Return place and object of each line of a file of JSON lines that is not blank; raises InputError."""
    return ((place, json_object(line, place)) for place, line in lines(path))


def json_object(text: str | bytes, begin: Place) -> dict[str, Any]:
    """Return the JSON object that a text is, which begins at this place; raises InputError where it is none.

    Half a character, which JSON can escape and nothing else can hold, is refused too.
    """
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise begin.error("holds half a character (an escape from \\ud800 to \\udfff alone); write it whole") from error
    except (ValueError, RecursionError) as error:
        place = Place(begin.path, begin.line + getattr(error, "lineno", 1) - 1)
        raise place.error("is not valid JSON ({msg})", msg=getattr(error, "msg", error)) from error
    if not isinstance(found, dict):
        raise begin.error("is not a JSON object")
    return found
