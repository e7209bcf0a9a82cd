"""People's decisions on a document put into its mapping: what they rejected is no match, what they found is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from corpora import Competency
from mapper.checklist.deciding import Heard, alike, in_criterion
from mapper.checklist.records import Key, Mark, Said
from mapper.coverage.counts import coverage
from mapper.coverage.states import Shown
from mapper.judging.records import Verdict
from mapper.records import Alignment, MappedPassage, Match


def in_mapping(alignment: Alignment, shown: Sequence[Shown], found: Heard) -> Alignment:
    """A mapping with what people decided of its document.

    Args:
        alignment: of the document.
        shown: what it shows of each framework that has criteria.
        found: what was decided; counts what of it is used here.
    """
    entries = {(f.name, c.code): c for f in alignment.frameworks for c in f.competencies}
    marks: dict[str, dict[Key, Mark]] = defaultdict(dict)
    for key, said in found.said.items():
        if key not in entries:
            found.lost["unknown"] += 1
        elif not _words(said, entries[key]):
            found.lost["reworded"] += 1
        else:
            found.criteria += said.state is not None
            found.passages += len(said.marks)
            for text_id, mark in said.marks.items():
                marks[text_id][key] = mark
    passages = tuple(_passage(mapped, marks[mapped.passage.text_id], entries, found) for mapped in alignment.passages)
    ids: dict[str, list[str]] = defaultdict(list)
    for mapped in alignment.passages:
        ids[mapped.passage.text_id].append(mapped.passage.id)
    # What was counted above is not counted again where the criteria are.
    apart = Heard(found.said, found.by)
    counted = coverage(shown, passages, decide=lambda name, row: in_criterion(name, row, apart, ids))
    return replace(alignment, passages=passages, coverage=counted)


def _words(said: Said, entry: Competency) -> bool:
    """Whether the competency still says what was decided on, in either language."""
    wordings = (entry.statement, *(label.text for label in entry.labels))
    return not said.statement or any(alike(said.statement, wording) for wording in wordings)


def _passage(
    mapped: MappedPassage, marks: dict[Key, Mark], entries: dict[Key, Competency], found: Heard
) -> MappedPassage:
    if not marks:
        return mapped
    suggested = {(match.framework, match.code): match for match in mapped.matches}
    right = tuple(
        replace(
            suggested.get(key) or Match(*key, entries[key].statement, 1.0, 0.0),
            probability=1.0,
            verdict=Verdict("yes", found.by[key], (), ""),
            reviewed=True,
        )
        for key, mark in marks.items()
        if mark != "no"
    )
    rejected = tuple(match for key, match in suggested.items() if marks.get(key) == "no")
    rest = tuple(match for key, match in suggested.items() if key not in marks)
    return replace(mapped, matches=(*right, *rest), mapped=mapped.mapped or bool(right), rejected=rejected)
