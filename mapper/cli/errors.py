"""What was raised, as one line in the user's language; what is no fault of the user's, as a request to report it."""

from __future__ import annotations

import errno
import re
import sys
import tempfile
import traceback
from types import TracebackType

import typer

from corpora import Text, _

_NO_PERMISSION = _("permission denied; change the permissions or choose another folder")
_FULL = _("the disk is full; free some space and repeat")
_NO_FOLDER = _("is a file where a folder has to stand; choose another one")
_OS_ERRORS = {
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.EROFS: _("the disk is read-only; choose another folder"),
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _("your disk quota is used up; free some space and repeat"),
    errno.EFBIG: _("the system allows no file of that size; raise the limit (ulimit -f) or choose another disk"),
    errno.ENOTDIR: _NO_FOLDER,
    errno.EEXIST: _NO_FOLDER,
    errno.EISDIR: _("is a folder where a file has to stand; move it or choose another path"),
    errno.ENAMETOOLONG: _("the name is too long; shorten it"),
    errno.EIO: _("the disk fails to read or write; check it"),
}
_NUMPY = re.compile(r"\d+ requested and \d+ written")


def of_os_error(error: OSError) -> Text:
    """What is wrong and how to mend it, naming the file."""
    # What has no name is standard output, or what a library unpacks for itself.
    temporary = tempfile.gettempdir()
    unnamed = _("standard output or temporary folder {temporary}", temporary=temporary)
    name = Text(str(error.filename), str(error.filename)) if error.filename is not None else unnamed
    strange = error.strerror or " ".join(map(str, error.args))
    # numpy tells of a disk that took a part only, without the system's number.
    number = errno.ENOSPC if error.errno is None and _NUMPY.fullmatch(strange) else error.errno or 0
    reason = _OS_ERRORS.get(number) or _(
        "system error ({strange}); check the disk and the permissions", strange=strange
    )
    return _("{name}: {reason}", name=name, reason=reason)


# What typer and pydantic say in English without asking gettext, a place for what is looked for in it.
_USAGE = (
    _("No such option: {0} (Possible options: {1})"),
    _("No such option: {0}"),
    _("{0}. Did you mean '{1}'?"),
    _("Missing argument '{0}'."),
    _("Missing option '{0}'."),
    _("Got unexpected extra argument(s) ({0})"),
    _("Option '{0}' requires an argument."),
    _("Option '{0}' does not take a value."),
    _("Invalid value for '{0}': {1}"),
    _("path '{0}' is not readable."),
    _("Input should be greater than or equal to {0}"),
    _("Input should be less than or equal to {0}"),
    _("Input should be a valid integer, unable to parse string as an integer"),
    _("Input should be a valid number, unable to parse string as a number"),
)


def of_usage(error: typer.TyperException) -> Text:
    """What is wrong with the command as typed, and which help says how it goes."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "curmap"
    if "\n" in (whole := error.format_message()):
        # No command at all: what there is to be told is the help.
        return Text(whole, whole)
    english = " ".join(whole.split())
    wrong = Text(_in_spanish(english), english.rstrip("."))
    return _("{wrong}; '{command} --help' says how", wrong=wrong, command=command)


def _in_spanish(english: str) -> str:
    for text in _USAGE:
        if found := re.fullmatch(re.sub(r"\\{\d\\}", "(.+?)", re.escape(text.en)), english):
            # A value's message stands within that of its option, which has its short name beside it: "--limit' / '-n".
            return text.es.format(*(_in_spanish(group.replace("' / '", ", ")) for group in found.groups()))
    return english


_FAULT = _("This is a fault of curmap, not of your file: report it with the lines above and the command you typed.")


def report_fault(lang: str, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The traceback and what to do with it, for `sys.excepthook`; the interpreter then ends with 1."""
    traceback.print_exception(kind, error, trace)
    sys.stderr.write((_FAULT.en if lang == "en" else _FAULT.es) + "\n")
