"""One page of results, as HTML that needs nothing else and as Markdown with its pictures beside it."""

from __future__ import annotations

import html as markup
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from corpora import Text
from eval import plots
from eval.tables import Table, html, markdown
from mapper.evaluation.stored import StoredRun
from mapper.files import write_atomically


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


STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
h1, h2 { line-height: 1.2; }
table { border-collapse: collapse; margin: 1rem 0; font-size: .9rem; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .7rem; text-align: left; vertical-align: top; }
thead th { border-bottom-width: 2px; }
tbody tr:nth-child(even) { background: var(--soft); }
figure { margin: 1rem 0; }
figure svg { max-width: 100%; height: auto; background: #fff; }
.scroll { overflow-x: auto; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
"""


def say(text: Text, lang: str, **values: object) -> str:
    """The text in this language, its gaps filled."""
    return (text.en if lang == "en" else text.es).format(**values)


def as_html(title: str, sections: Sequence[Section], *, lang: str) -> str:
    """The page; all text is escaped, the pictures stand in it."""
    body = []
    for section in sections:
        body.append(f"<section><h2>{markup.escape(section.title)}</h2>\n")
        for part in section.parts:
            if isinstance(part, Table):
                body.append(f'<div class="scroll" tabindex="0">{html(part)}</div>\n')
            elif isinstance(part, Picture):
                alt = markup.escape(part.alt, quote=True)
                body.append(f'<figure role="img" aria-label="{alt}">{part.svg}</figure>\n')
            else:
                body.append(f"<p>{markup.escape(part)}</p>\n")
        body.append("</section>\n")
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{markup.escape(title)} · curmap</title><style>{STYLE}</style></head>\n"
        f"<body><main><h1>{markup.escape(title)}</h1>\n{''.join(body)}</main></body></html>\n"
    )


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
    from mapper.evaluation import words
    from mapper.evaluation.sections import sections

    made = sections(runs, lang=lang)
    title = f"{say(words.TITLE, lang)} · curmap {version('curriculum-mapper')}"
    paths = (folder / "evaluation.html", folder / "evaluation.md")
    write_atomically(paths[0], as_html(title, made, lang=lang))
    for section in made:
        for part in section.parts:
            if isinstance(part, Picture):
                write_atomically(folder / part.name, part.svg)
    write_atomically(paths[1], as_markdown(title, made))
    return paths


def picture(name: str, alt: str, chart: plots.Chart) -> Picture:
    """A chart as a picture of the page."""
    return Picture(f"{name}.svg", alt, plots.svg(chart))
