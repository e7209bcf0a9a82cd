"""The page of results: a report like all others, and the same as Markdown with its pictures beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from corpora import Text
from eval import plots
from eval.tables import Table, markdown
from mapper.evaluation import words
from mapper.evaluation.stored import StoredRun
from mapper.files import write_atomically
from mapper.reports import blocks
from mapper.reports.as_page import page
from mapper.reports.words import Words


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its file's name and what it shows, in words."""

    name: str
    alt: str
    svg: str


Part = str | Table | Picture
"""A paragraph, a table or a picture."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    title: str
    parts: tuple[Part, ...]


def say(text: Text, lang: str, **values: object) -> str:
    """The text in this language, its gaps filled."""
    return (text.en if lang == "en" else text.es).format(**values)


def as_report(sections: Sequence[Section], *, lang: str) -> blocks.Report:
    """The page as a report like all others; the pictures stand in it."""
    t = Words(lang, {"title": words.TITLE})
    parts = [blocks.Part(section.title, [_block(part) for part in section.parts]) for section in sections]
    return blocks.Report(t, f"curmap {version('curriculum-mapper')}", parts)


def _block(part: Part) -> blocks.Block:
    if isinstance(part, Picture):
        return blocks.Picture(part.alt, "", lambda: part.svg.replace("<svg ", '<svg role="img" class="picture" ', 1))
    if isinstance(part, Table):
        columns = [
            blocks.Column(name, kind="number" if place in part.numbers else "text")
            for place, name in enumerate(part.header)
        ]
        return blocks.Table(columns, part.rows)
    return blocks.Paragraph(part)


def as_markdown(title: str, sections: Sequence[Section]) -> str:
    """The same in Markdown; pictures are files beside it."""
    lines = [f"# {title}\n"]
    for section in sections:
        lines.append(f"## {section.title}\n")
        for part in section.parts:
            if isinstance(part, Table):
                lines.append(markdown(part))
            elif isinstance(part, Picture):
                lines.append(f"![{part.alt}]({part.name})\n")
            else:
                lines.append(part + "\n")
    return "\n".join(lines)


def write_page(runs: Sequence[StoredRun], folder: Path, *, lang: str) -> tuple[Path, Path]:
    """Write `evaluation.html`, `evaluation.md` and its pictures; raises OSError."""
    from mapper.evaluation.sections import sections

    made = sections(runs, lang=lang)
    title = f"{say(words.TITLE, lang)} · curmap {version('curriculum-mapper')}"
    paths = (folder / "evaluation.html", folder / "evaluation.md")
    write_atomically(paths[0], page(as_report(made, lang=lang)))
    for section in made:
        for part in section.parts:
            if isinstance(part, Picture):
                write_atomically(folder / part.name, part.svg)
    write_atomically(paths[1], as_markdown(title, made))
    return paths


def picture(name: str, alt: str, chart: plots.Chart) -> Picture:
    """A chart as a picture of the page."""
    return Picture(f"{name}.svg", alt, plots.svg(chart))
