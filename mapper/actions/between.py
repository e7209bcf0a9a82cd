"""What a user can ask of standards beside each other and beside their past, and in other formats; nothing prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpora import Skipped, Text, _
from corpora.frameworks import writers
from mapper.between import exchange
from mapper.between.crosswalk import Crosswalk
from mapper.between.crosswalk.build import propose_crosswalk as build
from mapper.between.crosswalk.sections import apply_reviews
from mapper.between.editions import decisions, sources, year
from mapper.between.editions.compare import compare_editions
from mapper.between.editions.decisions import carry_over
from mapper.between.exchange import sources as exchanged
from mapper.matching.records import Outcome, Progress, no_progress
from mapper.workspace.files import write_atomically
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
    """Return which entries of two frameworks or standards may correspond, with decisions in workbooks `reviewed`."""
    found = build(workspace, source, target, encoder=encoder, progress=progress)
    if reviewed:
        found = apply_reviews(found, reviewed)
    return Outcome(found, notes=found.notes)


def diff(
    workspace: Workspace, old: str, new: str | None = None, *, mapping: Sequence[Path] = ()
) -> Outcome[year.ComparedEditions]:
    """Compare two editions, each a document or a code; a note says where the newer was named first.

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
        before, after = sources.order_editions(first, sources.open_edition(workspace, new))
        if before is not first:
            said = {"new": after.name, "old": before.name}
            notes.append(_("{new} is the new edition and {old} the old one; they are compared in this order.", **said))
    mapped = decisions.read_mapping_files(mapping) if mapping else None
    comparison = compare_editions(before, after)
    if mapped is None:
        return Outcome(year.ComparedEditions(comparison), notes=tuple(notes))
    standing = carry_over(comparison, mapped.rows)
    of_programmes = (
        year.compare_year(workspace, comparison, mapped, standing) if before.entries and after.entries else None
    )
    return Outcome(year.ComparedEditions(comparison, standing, of_programmes), notes=tuple(notes))


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written: entries of the framework, or correspondences of a mapping, and what was left out.

    `replaced` says whether a file of that name was there before.
    """

    what: str
    form: str
    path: Path
    entries: int
    left_out: tuple[Skipped, ...]
    replaced: bool

    def messages(self) -> Iterator[Text]:
        """Yield the file, then what its format cannot hold."""
        n = f"{self.entries:,}"
        yield _("{path}: {what} in {form}, entries: {n}", path=self.path, what=self.what, form=self.form, n=n)
        if self.replaced:
            yield _("  It takes the place of the file that was there.")
        for skipped in self.left_out:
            yield _("  {what}: {why}", what=skipped.what, why=skipped.why)

    def values(self, lang: str) -> dict[str, Any]:
        """Return the same as JSON values."""
        left_out = [{"what": s.what, "why": getattr(s.why, lang)} for s in self.left_out]
        told = {"what": self.what, "format": self.form, "file": str(self.path), "entries": self.entries}
        return {**told, "left_out": left_out}


def export_framework(workspace: Workspace, name: str, form: str, path: Path) -> Exported:
    """Write a stored framework to a file, whole or not at all, in a form of `corpora.frameworks.writers.WRITERS`."""
    framework = workspace.load(name)
    made = writers.write(framework, form)
    replaced = _put(path, made.data)
    return Exported(name, form, path, len(framework.competencies), made.left_out, replaced)


def _put(path: Path, data: bytes) -> bool:
    """Write a file; gives whether it takes another one's place."""
    replaced = path.is_file()
    write_atomically(path, data)
    return replaced


def export_mapping(workspace: Workspace, source: Path, form: str, path: Path) -> Exported:
    """Write an alignment.json, review, crosswalk.json or diff.json in a form of `EXPORTS`, with stored identifiers."""
    stored = {header.name for header in workspace.headers()}
    mappings = exchanged.read_mappings(source, lambda name: workspace.load(name) if name in stored else None)
    made = exchange.write(mappings, form)
    replaced = _put(path, made.data)
    entries = sum(len(mapping.pairs(rejected=form in exchange.SAY_REJECTED)) for mapping in mappings)
    skipped = [
        replace(s, what=f"{mapping.title}: {s.what}" if len(mappings) > 1 else s.what)
        for mapping in mappings
        for s in mapping.skipped
    ]
    return Exported(source.name, form, path, entries, (*skipped, *made.left_out), replaced)
