"""A comparison in a terminal: counts, then each change with its words, [-gone-] and {+new+}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.editions.mappings import VERDICTS, Standings
from mapper.editions.page import counts, fact, groups, lead
from mapper.editions.records import Change, Comparison, Piece
from mapper.editions.texts import TEXTS
from mapper.reports.clean import shorten
from mapper.reports.terminal import plain
from mapper.reports.words import Words

if TYPE_CHECKING:
    from rich.console import Console

_AROUND = 40
_LONGEST = 200


def render(comparison: Comparison, mapping: Standings | None, console: Console, *, lang: str) -> None:
    """Print it; nothing of the editions' text is taken as markup."""
    from rich.padding import Padding
    from rich.text import Text as Line

    words = Words(lang, TEXTS)
    names = words("editions", old=comparison.old.name, new=comparison.new.name)
    console.print(Line(f"{plain(names)}  {plain(comparison.new.title)}", style="bold"))
    console.print(Line(lead(comparison, words)))
    console.print(Line("   ".join(f"{words(state)}: {n}" for state, n in counts(comparison)), style="dim"))
    for edition in (comparison.old, comparison.new):
        if edition.facts:
            said = "; ".join(f"{words(f'facts.{name}')} {fact(value)}" for name, value in edition.facts.items())
            console.print(Line(plain(f"{edition.name}: {said}"), style="dim"))
    for state, changes in groups(comparison):
        console.print()
        console.print(Line(f"{words(state).capitalize()} ({len(changes)})", style="bold blue"))
        for change in changes:
            console.print(Padding(Line.assemble((_places(change, words), "cyan"), " ", _said(change)), (0, 0, 0, 2)))
    if mapping is not None:
        found = {verdict: len(mapping.of(verdict)) for verdict in VERDICTS}
        console.print()
        console.print(Line(words("mapping.lead", others=mapping.others, **found)))


def _places(change: Change, words: Words) -> str:
    old, new = (", ".join(dict.fromkeys(plain(unit.place) for unit in units)) for units in (change.old, change.new))
    also = ", ".join(words(state) for state in change.states[1:])
    where = old if old == new else " → ".join(filter(None, (old, new)))
    return where + (f" ({also})" if also else "")


def _said(change: Change) -> str:
    if change.words:
        return "".join(_piece(piece) for piece in change.words)
    units = change.new or change.old
    said = shorten(plain(" ".join(unit.text for unit in units)), _LONGEST)
    levels = [unit.level or "–" for side in (change.old, change.new) for unit in side[:1]]
    return f"{said} [{' → '.join(levels)}]" if "level" in change.states else said


def _piece(piece: Piece) -> str:
    text = plain(piece.text)
    if piece.state == "gone":
        return f"[-{text}-] "
    if piece.state == "new":
        return f"{{+{text}+}} "
    return f"{text[:_AROUND]} … {text[-_AROUND:]} " if len(text) > 2 * _AROUND else f"{text} "
