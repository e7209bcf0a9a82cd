"""A framework's entry with what stands below it, as `curmap framework show` gives it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from corpora import Competency, _
from mapper.matching.records import CATALOGUE_KINDS
from mapper.reports.blocks import Words, clean
from mapper.reports.texts import KIND
from mapper.workspace.store import Entry

if TYPE_CHECKING:
    from rich.console import Console

_TEXT = {"full": _("full text"), "title": _("title only")}
_LEVEL = _("level")
_GLOSSARY = _("Glossary")

Below = Mapping[str | None, Sequence[Competency]]


def describe(entry: Entry) -> dict[str, Any]:
    """The entry as `curmap framework show --json` prints it; elements are what stands directly below it."""
    shown, below = entry.competency, _below(entry)
    return {
        "framework": entry.framework.name,
        "code": shown.code,
        "title": shown.statement,
        "level": _level(shown),
        "sector": shown.extra.get("sector"),
        "committee": shown.extra.get("committee"),
        "text": _extent(shown, below),
        "elements": [_element(element, below[element.code]) for element in _elements(shown, below)],
    }


def _below(entry: Entry) -> Below:
    children: dict[str | None, list[Competency]] = defaultdict(list)
    for competency in entry.framework.competencies:
        children[competency.parent].append(competency)
    return children


def _elements(shown: Competency, below: Below) -> Sequence[Competency]:
    children = below[shown.code]
    # An element asked for by its own code, or a flat standard, has its criteria directly below it.
    if any(below[child.code] for child in children):
        return children
    return [shown] if children or shown.glossary else []


def _level(shown: Competency) -> int | str | None:
    return int(shown.level) if shown.level and shown.level.isdigit() else shown.level


def _extent(shown: Competency, below: Below) -> str:
    """Full only where criteria were read: below the entry, or as the entry itself; a skill of a catalogue has none."""
    known = not shown.title_only and shown.kind not in CATALOGUE_KINDS
    return "full" if known and (below[shown.code] or shown.parent is not None) else "title"


def _element(element: Competency, criteria: Sequence[Competency]) -> dict[str, Any]:
    return {
        "code": element.code,
        "title": element.statement,
        "criteria": [{"code": c.code, "kind": c.kind, "text": c.statement, "level": c.level} for c in criteria],
        "glossary": [{"term": g.term, "definition": g.definition} for g in element.glossary],
    }


def render(entry: Entry, console: Console, *, lang: str) -> None:
    """Print the entry for people: what `describe` gives, and a skill's description and other language."""
    words, shown, below = Words(lang), entry.competency, _below(entry)
    _line(console, shown.statement, code=shown.code)
    # That a standard is one, everybody knows by its code.
    of_kind = (words.of(KIND[shown.kind]),) if shown.kind in KIND and shown.kind != "standard" else ()
    level = (f"{words.of(_LEVEL)} {_level(shown)}",) if shown.level else ()
    extent = () if shown.kind in CATALOGUE_KINDS else (words.of(_TEXT[_extent(shown, below)]),)
    _line(console, ", ".join([entry.framework.name, *of_kind, *level, *extent]))
    for key in ("sector", "committee"):
        if shown.extra.get(key):
            _line(console, str(shown.extra[key]))
    for label in shown.labels:
        if label.kind == "preferred":
            _line(console, f"{label.language}: {label.text}")
    if shown.description:
        console.print()
        _line(console, shown.description)
    for element in _elements(shown, below):
        console.print()
        if element.code != shown.code:
            _line(console, element.statement, code=element.code)
        _render_element(element, below[element.code], words, console)


def _render_element(element: Competency, criteria: Sequence[Competency], words: Words, console: Console) -> None:
    kind = None
    for criterion in criteria:
        if criterion.kind != kind:
            kind = criterion.kind
            _line(console, words.kind(kind), indent=2)
        grade = f" ({criterion.level})" if criterion.level else ""
        # A code of one's own table need not say what it stands below.
        below = criterion.code.startswith(f"{element.code}/")
        number = f"{criterion.code.rsplit('/', 1)[-1]}." if below else criterion.code
        _line(console, f"{criterion.statement}{grade}", code=number, indent=4, strong=False)
    if element.glossary:
        _line(console, words.of(_GLOSSARY), indent=2)
    for term in element.glossary:
        _line(console, f"{term.term}: {term.definition}", indent=4)


def _line(console: Console, text: str, *, code: str = "", indent: int = 0, strong: bool = True) -> None:
    """One paragraph, its code before it and all its lines below each other; nothing in it is markup."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text as Line

    body = Line(clean(text))
    if code and strong:
        console.print(Line.assemble((clean(code), "bold"), "  ", body))
    elif code:
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        grid.add_row(clean(code), body)
        console.print(Padding(grid, (0, 0, 0, indent)))
    else:
        console.print(Padding(body, (0, 0, 0, indent), expand=False))
