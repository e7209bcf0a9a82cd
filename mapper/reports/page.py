"""Any report as a page that needs nothing else and may do nothing else: our templates, our style, a strict policy."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from mapper.reports import blocks as b
from mapper.reports.blocks import Words, clean
from mapper.reports.parts import program_version

_WIDE, _NARROW = 40, 24  # characters of a column from which on, and up to which, it has a class of its own
_LISTED = range(4, 13)
"""Numbers of parts with which a page, or a document in it, begins with a list of them."""


class CellView(NamedTuple):
    """A cell as the template prints it: its words, its class, a bar instead."""

    spans: Sequence[b.Span | b.Fold]
    css: str
    bar: b.Bar | None = None


def page(report: b.Report) -> str:
    """Return the page; besides escaping what documents hold, nothing but our own style and script may run in it."""
    every = list(_walk_blocks(report.parts))
    script = _own("report.js") if any(isinstance(block, b.Passages) for block in every) else ""
    # The bars' lengths are classes, since the policy forbids styles of single elements.
    style = _own("tokens.css") + _own("report.css") + "".join(f".w{n}{{--w:{n}%}}" for n in range(101)) + "\n"
    allowed = f"script-src '{_hash(script)}'; " if script else ""
    parts = [block for block in every if isinstance(block, b.Section)]
    return (
        environment("mapper.reports", keep_trailing_newline=True)
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
            head=report.head.rows(report.t),
            parts=list(filter(_is_shown, report.parts)),
            v=_View(report.t, {id(part): part.id or f"part-{n}" for n, part in enumerate(parts, 1)}),
        )
    )


def _is_shown(block: b.Block) -> bool:
    return bool(block.within(b.PAGE)) if isinstance(block, b.Section) else b.PAGE in block.on


def _walk_blocks(blocks: Sequence[b.Block]) -> Iterator[b.Block]:
    """Yield the blocks that a page shows, with those in its parts."""
    for block in filter(_is_shown, blocks):
        yield block
        if isinstance(block, b.Section):
            yield from _walk_blocks(block.blocks)


@dataclass(frozen=True, slots=True)
class _View:
    """Functions of the template."""

    t: Words
    names: dict[int, str]

    def id(self, part: b.Section) -> str:
        return self.names[id(part)]

    def listed(self, parts: Sequence[b.Section]) -> Sequence[b.Section]:
        """Return the parts that a list at the beginning leads to."""
        return [part for part in parts if part.title] if len(parts) in _LISTED else []

    def blocks(self, part: b.Section) -> list[tuple[str, b.Block]]:
        """Return what a page shows of a part, each with the name of its class."""
        return [(type(block).__name__, block) for block in filter(_is_shown, part.blocks)]

    def heads(self, table: b.Table) -> list[tuple[str, str]]:
        """Return the name and class of each column."""
        columns, _ = table.within(b.PAGE)
        return [(column.name, _css(column)) for column in b.join_codes(columns, [""] * len(columns))[0]]

    def rows(self, table: b.Table) -> Iterator[list[CellView]]:
        """Yield the rows that a page shows."""
        columns, rows = table.within(b.PAGE)
        for cells in islice(rows, table.most):
            yield [self._cell(*one) for one in zip(*b.join_codes(columns, cells), strict=True)]

    def spans(self, cell: b.Cell) -> Sequence[b.Span | b.Fold]:
        """Return a value's words."""
        return (
            cell
            if isinstance(cell, list)
            else [b.Span(line, "line") for line in b.plain_text(cell, self.t).split("\n")]
        )

    def _cell(self, column: b.Column, cell: b.Cell) -> CellView:
        if isinstance(cell, b.Bar):
            return CellView((), "chart", cell)
        if isinstance(cell, list):
            return CellView(cell, _css(column))
        lines = b.plain_text(cell, self.t, column).split("\n")
        zero = " zero" if column.kind == "number" and not cell else ""
        return CellView([b.Span(line, "line" if len(lines) > 1 else "") for line in lines], _css(column) + zero)


def _css(column: b.Column) -> str:
    if column.kind in ("number", "percent"):
        return "n"
    return "long" if column.width >= _WIDE else "word" if column.width <= _NARROW else ""


def _own(name: str) -> str:
    """Return the text of a file among the templates."""
    return files("mapper.reports").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def environment(package: str, **more: Any) -> Environment:  # noqa: ANN401 - as jinja takes it
    """Return what a package's templates are filled in with; `more` are further settings of it, by jinja's names."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        **more,
    )


def _finalize(value: Any) -> Any:  # noqa: ANN401 - whatever a template prints
    # What has `__html__` is our own style and script, or what a macro has already printed.
    return clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
