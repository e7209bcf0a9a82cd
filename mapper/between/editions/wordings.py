"""A change as a report quotes it: what each edition says, run by run, with its places."""

from __future__ import annotations

from mapper.between.editions import Change, Unit
from mapper.between.editions.compare import tail
from mapper.reports.blocks import Span, Style, Words, shorten

_AROUND = 30  # letters of what both editions say that are shown beside what changed


def side(change: Change, which: Style, t: Words) -> list[Span]:
    """What one edition ("gone" or "new") says, run by run, below its places."""
    units = change.old if which == "gone" else change.new
    said = [Span(_place(change, unit, t), "small") for unit in units]
    if not change.words:
        return [*said, *(Span(unit.text, "line") for unit in units)]
    runs = (piece for piece in change.words if piece.state in ("same", which))
    return [*said, *(Span(piece.text, which if piece.state == which else "run") for piece in runs)]


def together(change: Change, t: Words, longest: int) -> list[Span]:
    """Both editions as one text, with what the old or the new one alone says; the rest is cut.

    Above it stand the codes within their standards, which the heading names.
    """
    places = (
        ", ".join(_place(change, unit, t, tail(unit.place)) for unit in units) for units in (change.old, change.new)
    )
    said = [Span(" → ".join(filter(None, places)), "small")]
    if change.words:
        words = ((piece.state, around(piece.text)) for piece in change.words)
        return [*said, *(Span(text, "run" if state == "same" else state) for state, text in words)]
    if change.old and change.new and set(change.states) & {"split", "merged"}:
        sides: tuple[tuple[Style, tuple[Unit, ...]], ...] = (("gone", change.old), ("new", change.new))
        return [*said, *(Span(f"{cut(unit.text, longest)} ", style) for style, units in sides for unit in units)]
    return [*said, *(Span(cut(unit.text, longest), "line") for unit in change.new or change.old)]


def cut(text: str, longest: int) -> str:
    """The beginning of a text, on one line."""
    return shorten(" ".join(text.split()), longest)


def around(text: str) -> str:
    """The beginning and the end of what both editions say."""
    return f"{text[:_AROUND]} … {text[-_AROUND:]}" if len(text) > 2 * _AROUND else " ".join(text.split("\n"))


def _place(change: Change, unit: Unit, t: Words, place: str = "") -> str:
    told = [place or unit.place]
    if "level" in change.states:
        told.append(t("level.of", level=unit.level or t("level.none")))
    if "kind" in change.states:
        told.append(t("kind.of", kind=t.kind(unit.kind)))
    return " ".join(told)
