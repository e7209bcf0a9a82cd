"""A change as a report quotes it: what each edition says, run by run, with its places."""

from __future__ import annotations

from mapper.between.editions import Change, Unit
from mapper.reports.blocks import Span, Style
from mapper.reports.words import Words


def capital(text: str) -> str:
    """With a capital at its beginning."""
    return text[:1].upper() + text[1:]


def side(change: Change, which: Style, t: Words) -> list[Span]:
    """What one edition ("gone" or "new") says, run by run, below its places."""
    units = change.old if which == "gone" else change.new
    said = [Span(_place(change, unit, t), "small") for unit in units]
    if not change.words:
        return [*said, *(Span(unit.text, "line") for unit in units)]
    runs = (piece for piece in change.words if piece.state in ("same", which))
    return [*said, *(Span(piece.text, which if piece.state == which else "run") for piece in runs)]


def _place(change: Change, unit: Unit, t: Words) -> str:
    told = [unit.place]
    if "level" in change.states:
        told.append(t("level.of", level=unit.level or t("level.none")))
    if "kind" in change.states:
        told.append(t("kind.of", kind=t.kind(unit.kind)))
    return " ".join(told)
