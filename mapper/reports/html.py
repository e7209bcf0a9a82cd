"""The report for the curriculum's designer: one HTML page that needs nothing else, not even a script to be read."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from mapper.files import write_atomically
from mapper.records import Alignment
from mapper.reports.clean import clean
from mapper.reports.figures import program_version
from mapper.reports.view import views
from mapper.reports.words import Words


def write(alignments: Sequence[Alignment], path: Path, *, lang: str) -> None:
    """Write the page in the language "es" or "en".

    Raises:
        OSError: the file cannot be written; nothing is left of it.
    """
    write_atomically(path, page(alignments, lang=lang))


def page(alignments: Sequence[Alignment], *, lang: str) -> str:
    """The same as text."""
    words = Words(lang)
    # The bars' lengths are classes, since the policy below forbids styles of single elements.
    style = _own("report.css") + "".join(f".w{n}{{--w:{n}%}}" for n in range(101)) + "\n"
    script = _own("report.js")
    # The page may show any document's text: besides escaping it, nothing but our own style and script may run.
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'"
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            documents=views(alignments, words),
            t=words,
            lang=lang,
            version=program_version(),
            style=style,
            script=script,
            policy=policy,
        )
    )


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("mapper.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _finalize(value: Any) -> Any:  # noqa: ANN401 - whatever a template prints
    # What has `__html__` is our own style and script, or what a macro has already printed.
    return clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _own(name: str) -> str:
    return files("mapper.reports").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
