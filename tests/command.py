"""The command line in this process, for the tests: what it ends with, prints and says."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from conocer_form import GENERAL, HEADER, PRODUCTS
from files import written
from jsonschema import Draft202012Validator

from mapper.cli import console, main

console.QUIET = 3600.0  # else what a slow machine says depends on how slow it is
BRIEF = Path(__file__).parent / "data" / "breve.md"
"""A few lines of the sample programme: mapping it takes a tenth of the time."""


def write_standard(path: Path, title: str) -> Path:
    """A short document of a standard whose code is the file's name."""
    general = GENERAL.format(box=f"Código Título\n{path.stem} {title}", level="Dos")
    return written(path, general + HEADER + PRODUCTS)


@dataclass(frozen=True)
class Ran:
    """How a command ended: its exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON value
        return json.loads(self.out)

    @property
    def line(self) -> str:
        """The only line on standard error."""
        (line,) = self.err.splitlines()
        return line

    @property
    def refusal(self) -> str:
        """The one line with which it was refused: it ends with code 2 and has printed nothing."""
        assert (self.code, self.out) == (2, ""), self.err
        return self.line


def curmap(*arguments: object) -> Ran:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code
    assert isinstance(code, int)
    return Ran(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))  # type: ignore[attr-defined]


def done(*arguments: object) -> Ran:
    """A command that ends well."""
    ran = curmap(*arguments)
    assert ran.code == 0, ran.err
    return ran


def refused(*arguments: object) -> str:
    """The one line with which a command is refused."""
    return curmap(*arguments).refusal


def check(name: str, value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Raises ValidationError where the JSON of this kind does not keep to the schema that ships for it."""
    validator(name).validate(value)


@cache
def validator(name: str) -> Draft202012Validator:
    """Of the schema that ships for a kind of JSON."""
    return Draft202012Validator(json.loads((files("mapper") / f"data/{name}.schema.json").read_text(encoding="utf-8")))


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path there, locks left out."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith("lock"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
