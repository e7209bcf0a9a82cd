"""What a user can ask for of standards beside each other, and beside their own past; nothing prints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mapper.between.crosswalk import Crosswalk
from mapper.between.crosswalk.build import crosswalk as build
from mapper.between.crosswalk.decided import with_reviews
from mapper.between.editions import given, sources, year
from mapper.between.editions.compare import compare
from mapper.between.editions.given import standings
from mapper.between.overlaps.find import Overlaps, find_overlaps
from mapper.matching.records import Outcome, Progress, no_progress
from mapper.workspace import store
from mapper.workspace.store import Workspace


def crosswalk(
    workspace: Workspace,
    source: str,
    target: str,
    *,
    encoder: str,
    reviewed: Sequence[Path] = (),
    progress: Progress = no_progress,
) -> Outcome[Crosswalk]:
    """Which entries of two frameworks or standards may correspond, with what people decided in workbooks `reviewed`."""
    found = build(workspace, source, target, encoder=encoder, progress=progress)
    if reviewed:
        found = with_reviews(found, reviewed)
    return Outcome(found, notes=found.notes)


def overlaps(workspace: Workspace, name: str) -> Outcome[Overlaps]:
    """The standards of a framework that say nearly the same."""
    return Outcome(find_overlaps(store.frameworks(workspace, [name])))


def diff(
    workspace: Workspace, old: str, new: str | None = None, *, mapping: Sequence[Path] = ()
) -> Outcome[year.Compared]:
    """Two editions compared, each a document or a code; a newer one that was named first is told in the notes.

    Without `new` the edition `old` is the newer one, and says which one it updates. `mapping` are alignment.json of
    programmes, reviews of the page, workbooks of 'map' and 'coverage': what still holds of them, and which criteria of
    a standard gained or lost their passage.

    Raises InputError: an unreadable document, no mapping, an unknown code, no earlier edition, no such encoder.
    """
    first = sources.open_edition(workspace, old)
    notes = []
    if new is None:
        before, after = sources.predecessor(workspace, first), first
    else:
        before, after = sources.in_order(first, sources.open_edition(workspace, new))
        if before is not first:
            notes.append(sources.swapped(before, after))
    mapped = given.read(mapping) if mapping else None
    comparison = compare(before, after)
    if mapped is None:
        return Outcome(year.Compared(comparison), notes=tuple(notes))
    standing = standings(comparison, mapped.rows)
    of_programmes = year.year(workspace, comparison, mapped, standing) if before.entries and after.entries else None
    return Outcome(year.Compared(comparison, standing, of_programmes), notes=tuple(notes))
