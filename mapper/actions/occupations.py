"""What a user can ask for of occupations; nothing prints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpora import Document, InputError
from corpora.readers import read
from mapper.actions import SAMPLES, read_documents
from mapper.actions.gap import partly_read
from mapper.industry.occupations.find import by_relations, by_titles, needed
from mapper.industry.occupations.records import OccupationsReport
from mapper.mapper import Mapper, Progress, no_progress
from mapper.matching.records import Outcome, Settings
from mapper.workspace.store import Workspace

_ARBITRARY = 8
"""Programmes that the chance level is taken from; each takes a second with the whole of ESCO."""


def occupations(
    workspace: Workspace, paths: Sequence[Path], name: str, settings: Settings, *, progress: Progress = no_progress
) -> Outcome[OccupationsReport]:
    """To which occupations of a framework programmes lead, ranked with evidence.

    Raises:
        InputError: an unknown framework, or one without occupations; one file that cannot be read, or none of several.
    """
    if "/" in name:
        raise InputError("--framework {name}: name the framework alone, without a code", name=name)
    if name:
        needed(workspace.load(name))  # refused before anything is opened
    mapper = Mapper.comparing(workspace, [name] if name else [], settings, progress=progress)
    documents, failures, left_out = read_documents(paths, progress=progress)
    others = _arbitrary(documents)
    made = mapper.made()
    skills = needed(mapper.frameworks[0])
    if skills is not None:
        searched = mapper.cover([*documents, *others], progress)
        programmes, arbitrary = searched[: len(documents)], searched[len(documents) :]
        report = by_relations(skills, programmes, arbitrary, mapper.scorer, made)
    else:
        report = by_titles(mapper.indexes[0], mapper.encoder, documents, others, mapper.scorer, made)
    unread = bool(failures) or partly_read(report.programmes)
    return Outcome(report, tuple(failures), (*left_out, *report.skipped), unread)


def _arbitrary(documents: Sequence[Document]) -> list[Document]:
    """Programmes of many fields that ship, evenly spaced; none that is asked about."""
    asked = {document.sha256 for document in documents}
    paths = sorted((SAMPLES / "truth").glob("*/programme.md"))
    every = [document for path in paths[:: len(paths) // _ARBITRARY] if (document := read(path)).sha256 not in asked]
    return every[:_ARBITRARY]
