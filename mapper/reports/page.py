"""Any report as a page that needs nothing else and may do nothing else: our templates, our style, a strict policy."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from mapper.reports.blocks import (
    PAGE,
    Bar,
    Block,
    Cell,
    Column,
    Fold,
    Part,
    Passages,
    Report,
    Span,
    Table,
    joined,
    said,
)
from mapper.reports.figures import program_version
from mapper.reports.words import Words, clean

_WIDE, _NARROW = 40, 24
_LISTED = range(4, 13)
"""Numbers of parts with which a page, or a document in it, begins with a list of them."""


class Shown(NamedTuple):
    """A cell as the template prints it: its words, its class, a bar instead."""

    spans: Sequence[Span | Fold]
    css: str
    bar: Bar | None = None


def page(report: Report) -> str:
    """The page; besides escaping what documents hold, nothing but our own style and script may run in it."""
    every = list(_every(report.parts))
    script = _own("report.js") if any(isinstance(block, Passages) for block in every) else ""
    # The bars' lengths are classes, since the policy forbids styles of single elements.
    style = _own("tokens.css") + _own("report.css") + "".join(f".w{n}{{--w:{n}%}}" for n in range(101)) + "\n"
    allowed = f"script-src '{_hash(script)}'; " if script else ""
    parts = [block for block in every if isinstance(block, Part)]
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            t=report.t,
            lang=report.t.lang,
            version=program_version(),
            style=style,
            script=script,
            policy=f"default-src 'none'; style-src '{_hash(style)}'; {allowed}base-uri 'none'",
            heading=report.heading,
            subtitle=report.subtitle,
            head=report.head.told(report.t),
            parts=[part for part in report.parts if _shown(part)],
            v=_View(report.t, {id(part): part.id or f"part-{n}" for n, part in enumerate(parts, 1)}),
        )
    )


def _shown(part: Part) -> bool:
    return PAGE in part.on and any(PAGE in block.on for block in part.blocks)


def _every(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks that a page shows, with those in its parts."""
    for block in blocks:
        if isinstance(block, Part) and _shown(block):
            yield block
            yield from _every(block.blocks)
        elif not isinstance(block, Part) and PAGE in block.on:
            yield block


@dataclass(frozen=True, slots=True)
class _View:
    """What the template asks."""

    t: Words
    names: dict[int, str]

    def id(self, part: Part) -> str:
        return self.names[id(part)]

    def listed(self, parts: Sequence[Part]) -> Sequence[Part]:
        """The parts that a list at the beginning leads to."""
        return [part for part in parts if part.title] if len(parts) in _LISTED else []

    def blocks(self, part: Part) -> list[tuple[str, Block]]:
        """What a page shows of a part, each with the name of its class."""
        shown = [block for block in part.blocks if PAGE in block.on and (not isinstance(block, Part) or _shown(block))]
        return [(type(block).__name__, block) for block in shown]

    def heads(self, table: Table) -> list[tuple[str, str]]:
        """Name and class of each column."""
        columns = self._columns(table)
        return [(column.name, _css(column)) for column in joined(columns, [""] * len(columns))[0]]

    def rows(self, table: Table) -> Iterator[list[Shown]]:
        """The rows that a page shows."""
        columns = self._columns(table)
        for row in table.rows[: table.most]:
            cells = [cell for column, cell in zip(table.columns, row, strict=False) if PAGE in column.on]
            yield [self._cell(*one) for one in zip(*joined(columns, cells), strict=True)]

    def spans(self, cell: Cell) -> Sequence[Span | Fold]:
        """A value's words."""
        return cell if isinstance(cell, list) else [Span(line, "line") for line in said(cell, self.t).split("\n")]

    def _cell(self, column: Column, cell: Cell) -> Shown:
        if isinstance(cell, Bar):
            return Shown((), "chart", cell)
        if isinstance(cell, list):
            return Shown(cell, _css(column))
        lines = said(cell, self.t, column).split("\n")
        zero = " zero" if column.kind == "number" and not cell else ""
        return Shown([Span(line, "line" if len(lines) > 1 else "") for line in lines], _css(column) + zero)

    @staticmethod
    def _columns(table: Table) -> list[Column]:
        return [column for column in table.columns if PAGE in column.on]


def _css(column: Column) -> str:
    if column.kind in ("number", "percent"):
        return "n"
    return "long" if column.width >= _WIDE else "word" if column.width <= _NARROW else ""


def _own(name: str) -> str:
    """The text of a file among the templates."""
    return files("mapper.reports").joinpath("templates", name).read_text(encoding="utf-8")


@cache
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


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
