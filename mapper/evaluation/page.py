"""Stored runs laid out by system and benchmark, and the page of results made of them.

The page is a report like all others, and the same as Markdown with its pictures beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

from corpora import _
from eval.measures import mean
from eval.records import Interval
from eval.significance import NOTHING, difference_draws, middle
from eval.tables import Table, markdown
from mapper.evaluation import DEFAULT
from mapper.evaluation.stored import StoredRun
from mapper.reports import blocks as b
from mapper.reports.blocks import Words
from mapper.reports.page import page
from mapper.workspace.files import write_atomically

TITLE = _("Evaluation")


@dataclass(frozen=True, slots=True)
class Board:
    """Runs by (system, benchmark); the systems with the best mean first."""

    runs: Mapping[tuple[str, str], StoredRun]
    systems: tuple[str, ...]
    benchmarks: tuple[str, ...]
    lang: str

    def any(self, benchmark: str) -> StoredRun:
        """Some run on that benchmark."""
        return next(run for (_system, name), run in self.runs.items() if name == benchmark)

    def measure(self, benchmark: str) -> str:
        """The benchmark's main measure."""
        return str(self.any(benchmark).settings["measure"])

    def say(self, text: Sequence[str]) -> str:
        """A `Text` in the page's language; any other text as it is."""
        return str(getattr(text, self.lang, text))

    def whole(self) -> list[str]:
        """Systems that were run on every benchmark."""
        return [system for system in self.systems if all((system, name) in self.runs for name in self.benchmarks)]

    def reference(self) -> str:
        """The system that others are compared with: the one that `curmap map` uses, else the best."""
        return DEFAULT if DEFAULT in self.systems else self.systems[0]


def board(runs: Sequence[StoredRun], lang: str) -> Board:
    """Order runs; of several of one system on one benchmark the last counts."""
    by_key = {(run.name, str(run.result["benchmark"])): run for run in runs}
    means: dict[str, list[float]] = {}
    for (system, _name), run in by_key.items():
        means.setdefault(system, []).append(mean(run.values[str(run.settings["measure"])]))
    count = max(len(row) for row in means.values())
    ordered = sorted(means, key=lambda system: (len(means[system]) < count, -float(np.mean(means[system])), system))
    return Board(by_key, tuple(ordered), tuple(sorted({name for _, name in by_key})), lang)


def mean_interval(runs: Sequence[StoredRun]) -> Interval:
    """Mean of the main measures over benchmarks, each weighing the same, with its interval."""
    rows = [run.values[str(run.settings["measure"])] for run in runs]
    drawn = [
        difference_draws(row, run.groups, seed=seed) for seed, (row, run) in enumerate(zip(rows, runs, strict=True))
    ]
    value = float(np.mean([mean(row) for row in rows]))
    n, groups = sum(len(row) for row in rows), sum(int(run.result["groups"]) for run in runs)
    known = [draws for draws in drawn if draws is not None]
    if len(known) < len(drawn):
        return Interval(value, None, None, n, groups, "none")
    low, high = middle(sum(known) / len(known))
    if high - low < NOTHING:
        return Interval(value, None, None, n, groups, "none")
    return Interval(value, low, high, n, groups, "bootstrap")


def as_markdown(parts: Sequence[b.Part], *, before: str = "") -> str:
    """The same in Markdown; a part's picture is a file beside it, named by the part's id with `before` before it."""
    lines = []
    for part in parts:
        lines.append(f"## {part.title}\n")
        for block in part.blocks:
            if isinstance(block, b.Table):
                numbers = frozenset(n for n, column in enumerate(block.columns) if column.kind == "number")
                rows = tuple(tuple(map(str, row)) for row in block.rows)
                lines.append(markdown(Table(tuple(column.name for column in block.columns), rows, numbers)))
            elif isinstance(block, b.Picture):
                lines += [] if block.caption.startswith(part.title) else [f"{block.caption}:\n"]
                lines.append(f"![{block.caption}]({before}{part.id}.svg)\n")
            elif isinstance(block, b.Paragraph):
                lines.append(f"{block.text}\n")
    return "\n".join(lines)


def write_pictures(parts: Sequence[b.Part], folder: Path, *, before: str = "") -> None:
    """Write the pictures as `as_markdown` names them; raises OSError."""
    for part in parts:
        for block in part.blocks:
            if isinstance(block, b.Picture):
                write_atomically(folder / f"{before}{part.id}.svg", block.draw())


def write_page(runs: Sequence[StoredRun], folder: Path, *, lang: str) -> tuple[Path, Path]:
    """Write `evaluation.html`, `evaluation.md` and its pictures, which stand in the page too; raises OSError."""
    from mapper.evaluation.sections import sections

    made, program = sections(runs, lang=lang), f"curmap {version('curriculum-mapper')}"
    paths = (folder / "evaluation.html", folder / "evaluation.md")
    write_atomically(paths[0], page(b.Report(Words(lang, {"title": TITLE}), program, made)))
    write_pictures(made, folder)
    write_atomically(paths[1], f"# {getattr(TITLE, lang)} · {program}\n\n{as_markdown(made)}")
    return paths
