"""What was raised, as one line in the user's language; what is no fault of the user's, as a request to report it."""

from __future__ import annotations

import errno
import re
import sys
import tempfile
import traceback
from types import TracebackType

import typer

from corpora import Text

_NO_PERMISSION = Text(
    "no hay permiso; cambie los permisos o elija otra carpeta",
    "permission denied; change the permissions or choose another folder",
)
_FULL = Text("el disco está lleno; libere espacio y repita", "the disk is full; free some space and repeat")
_NO_FOLDER = Text(
    "es un archivo y ahí va una carpeta; elija otra", "is a file where a folder has to stand; choose another one"
)
_OS_ERRORS = {
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.EROFS: Text(
        "el disco es de solo lectura; elija otra carpeta", "the disk is read-only; choose another folder"
    ),
    errno.ENOSPC: _FULL,
    errno.EDQUOT: Text(
        "se agotó su cuota de disco; libere espacio y repita", "your disk quota is used up; free some space and repeat"
    ),
    errno.EFBIG: Text(
        "el sistema no admite un archivo tan grande; aumente el límite (ulimit -f) o elija otro disco",
        "the system allows no file of that size; raise the limit (ulimit -f) or choose another disk",
    ),
    errno.ENOTDIR: _NO_FOLDER,
    errno.EEXIST: _NO_FOLDER,
    errno.EISDIR: Text(
        "es una carpeta y ahí va un archivo; muévala o elija otra ruta",
        "is a folder where a file has to stand; move it or choose another path",
    ),
    errno.ENAMETOOLONG: Text("el nombre es demasiado largo; acórtelo", "the name is too long; shorten it"),
    errno.EIO: Text("el disco falla al leer o escribir; revíselo", "the disk fails to read or write; check it"),
}
_NUMPY = re.compile(r"\d+ requested and \d+ written")


def of_os_error(error: OSError) -> Text:
    """What is wrong and how to mend it, naming the file."""
    # What has no name is standard output, or what a library unpacks for itself.
    temporary = tempfile.gettempdir()
    unnamed = Text(
        f"salida estándar o carpeta temporal {temporary}", f"standard output or temporary folder {temporary}"
    )
    name = Text(str(error.filename), str(error.filename)) if error.filename is not None else unnamed
    strange = error.strerror or " ".join(map(str, error.args))
    # numpy tells of a disk that took a part only, without the system's number.
    number = errno.ENOSPC if error.errno is None and _NUMPY.fullmatch(strange) else error.errno or 0
    reason = _OS_ERRORS.get(number) or Text(
        f"error del sistema ({strange}); revise el disco y los permisos",
        f"system error ({strange}); check the disk and the permissions",
    )
    return Text(f"{name.es}: {reason.es}", f"{name.en}: {reason.en}")


# typer says what is wrong with a command in English only.
_USAGE = (
    (r"No such option: (\S+) \(Possible options: (.+)\)", "no existe la opción {0} (parecidas: {1})"),
    (r"No such option: (\S+) Did you mean (.+)\?", "no existe la opción {0} (¿quiso decir {1}?)"),
    (r"No such option: (\S+)", "no existe la opción {0}"),
    (r"No such command '(.+?)'\. Did you mean '?(.+?)'?\?", "no existe la orden «{0}» (¿quiso decir «{1}»?)"),
    (r"No such command '(.+?)'\.?.*", "no existe la orden «{0}»"),
    (r"Missing argument '?(.+?)'?\.", "falta {0}"),
    (r"Missing option '?(.+?)'?\.", "falta la opción {0}"),
    (r"Missing command\.", "falta la orden"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)", "sobra «{0}»"),
    (r"Option '(.+?)' requires (?:an argument|.+ arguments)\.?", "la opción {0} requiere un valor"),
    (r"Option '(.+?)' does not take a value\.?", "la opción {0} no lleva valor"),
    (r"Invalid value for '?(.+?)'?: (.+)", "{0}: valor no válido ({1})"),
    (r"path '(.+)' is not readable\.", "no hay permiso para leer «{0}»"),
    (r"Input should be greater than or equal to (.+)", "debe ser {0} o más"),
    (r"Input should be less than or equal to (.+)", "debe ser {0} o menos"),
    (r"Input should be a valid integer.*", "debe ser un número entero"),
    (r"Input should be a valid number.*", "debe ser un número"),
)


def of_usage(error: typer.TyperException) -> Text:
    """What is wrong with the command as typed, and which help says how it goes."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "curmap"
    if "\n" in (whole := error.format_message()):
        # No command at all: what there is to be told is the help.
        return Text(whole, whole)
    english = " ".join(error.format_message().split())
    spanish = _in_spanish(english)
    return Text(
        f"{spanish}; «{command} --help» dice cómo se usa", f"{english.rstrip('.')}; '{command} --help' says how"
    )


def _in_spanish(english: str) -> str:
    for pattern, said in _USAGE:
        if found := re.fullmatch(pattern, english):
            # A value's message stands within that of its option, which has its short name beside it: "--limit' / '-n".
            groups = ((group or "").replace("' / '", ", ") for group in found.groups())
            return said.format(*map(_in_spanish, groups))
    return english


_FAULT = Text(
    "Es una falla de curmap, no de su archivo: repórtela con las líneas de arriba y la orden que escribió.",
    "This is a fault of curmap, not of your file: report it with the lines above and the command you typed.",
)


def report_fault(lang: str, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The traceback and what to do with it, for `sys.excepthook`; the interpreter then ends with 1."""
    traceback.print_exception(kind, error, trace)
    sys.stderr.write((_FAULT.en if lang == "en" else _FAULT.es) + "\n")
