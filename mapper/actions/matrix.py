"""The curriculum map of courses, for the command line and the web page alike; nothing prints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpora import Document
from corpora.split import passages as split
from mapper.actions import read_documents
from mapper.actions.gap import partly_read
from mapper.mapper import Mapper, Progress, no_progress
from mapper.matching.records import Outcome, Settings
from mapper.programmes.curriculum_map.courses import courses_of
from mapper.programmes.curriculum_map.curriculum import Read, curriculum_map, rows_of
from mapper.programmes.curriculum_map.levels import read_levels
from mapper.programmes.curriculum_map.records import MatrixReport
from mapper.workspace.store import Workspace


def matrix(
    workspace: Workspace,
    paths: Sequence[Path],
    names: Sequence[str],
    settings: Settings,
    *,
    progress: Progress = no_progress,
) -> Outcome[MatrixReport]:
    """Which course teaches which outcome of frameworks, or of single standards named as NAME/CODE, and how far.

    Raises:
        InputError: an unknown framework or code, or one without outcomes; one file that cannot be read, or none of
            several.
    """
    mapper = Mapper.comparing(workspace, names, settings, progress=progress)
    rows_of(mapper.frameworks, mapper.standards)  # refused before anything is read
    documents, failures, left_out = read_documents(paths, progress=progress)
    report = map_of(mapper, documents, progress=progress)
    unread = bool(failures) or partly_read(report.programmes)
    return Outcome(report, tuple(failures), (*left_out, *report.skipped), unread)


def map_of(mapper: Mapper, documents: Sequence[Document], *, progress: Progress = no_progress) -> MatrixReport:
    """The map of documents that were read; raises InputError where the frameworks have no outcomes."""
    rows = rows_of(mapper.frameworks, mapper.standards)
    codes = list(dict.fromkeys(code for row in rows for code in (row.code, *(above for above, _ in row.groups))))
    passages = [split(document).passages for document in documents]
    courses = courses_of(documents, passages)
    names = [course.name for course in courses]
    files = [
        Read(document, every, tuple(read_levels(document, every, codes, names)))
        for document, every in zip(documents, passages, strict=True)
    ]
    searched = []
    for number, course in enumerate(courses):
        progress(course.name, number, len(courses))
        searched.append(mapper.cover_part(documents[course.programme], course.passages))
    return curriculum_map(
        files, courses, searched, rows, mapper.scorer, mapper.made(), asked_by_code=bool(mapper.standards)
    )
