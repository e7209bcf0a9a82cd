"""A comparison as a page: side by side, what went struck through, what came underlined."""

from __future__ import annotations

from collections.abc import Iterator

from mapper.editions.mappings import VERDICTS, Standings
from mapper.editions.records import STATES, Change, Comparison, Piece, State
from mapper.reports.page import own, render
from mapper.reports.words import Words

_PACKAGE = "mapper.editions"


def page(comparison: Comparison, mapping: Standings | None, words: Words) -> str:
    """The page in the words' language."""
    return render(
        "diff.html.j2",
        words,
        package=_PACKAGE,
        style=own("diff.css", package=_PACKAGE),
        heading=words("editions", old=comparison.old.name, new=comparison.new.name),
        subtitle=comparison.new.title,
        lead=lead(comparison, words),
        comparison=comparison,
        groups=list(groups(comparison)),
        counts=counts(comparison),
        mapping=mapping,
        verdicts=VERDICTS,
        pieces=pieces,
        fact=fact,
    )


def fact(value: object) -> str:
    """What an edition says of itself, as people read it."""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def lead(comparison: Comparison, words: Words) -> str:
    """The whole in one sentence."""
    same = len(comparison.of("same"))
    if same == len(comparison.changes):
        return words("nothing")
    return words("lead", old=len(comparison.old.units), new=len(comparison.new.units), same=same)


def counts(comparison: Comparison) -> list[tuple[State, int]]:
    """How many changes of each kind there are; one that is several counts in each."""
    return [(state, n) for state in STATES if (n := len(comparison.of(state)))]


def groups(comparison: Comparison) -> Iterator[tuple[State, list[Change]]]:
    """The changes by the state that names them, what stayed the same left out."""
    for state in STATES[:-1]:
        if found := [change for change in comparison.changes if change.state == state]:
            yield state, found


def pieces(change: Change, side: str) -> tuple[Piece, ...]:
    """What one side says, run by run.

    Args:
        change: what changed.
        side: "gone" for the old edition, "new" for the new one.
    """
    if change.words:
        return tuple(piece for piece in change.words if piece.state in ("same", side))
    units = change.old if side == "gone" else change.new
    return tuple(Piece("same", f"{unit.text}\n") for unit in units)
