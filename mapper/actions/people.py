"""What a user can ask for of microcredentials, evidence matrices and instructors; nothing prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpora import Document, Framework, InputError, Skipped, Text, _
from mapper.actions import read_documents
from mapper.actions.gap import partly_read
from mapper.mapper import Mapper, Progress, no_progress
from mapper.matching.records import Outcome, Settings
from mapper.people.checklist.reviews import read as read_reviews
from mapper.programmes.coverage.report import with_decisions
from mapper.programmes.credentials.badges import check_base
from mapper.programmes.credentials.records import CredentialsReport
from mapper.programmes.credentials.report import credentials_report
from mapper.programmes.evidence_matrix.matrix import evidence_matrix, standard_of
from mapper.programmes.evidence_matrix.records import EvidenceReport
from mapper.programmes.instructors.profile import profile
from mapper.programmes.instructors.records import InstructorsReport
from mapper.programmes.instructors.table import read_day, read_teachers
from mapper.workspace.store import Workspace

_CATALOGUES = ("esco", "onet")
"""Loaders of skills and tasks: nobody is certified in these."""


def credentials(
    workspace: Workspace,
    paths: Sequence[Path],
    names: Sequence[str],
    settings: Settings,
    *,
    base: str = "",
    lang: str = "es",
    reviewed: Sequence[Path] = (),
    progress: Progress = no_progress,
) -> Outcome[CredentialsReport]:
    """Bundles worth certifying in programmes, by frameworks or by single standards named as NAME/CODE.

    Criteria without an address are published below `base`; the exported badges are in the language `lang`. What reviews
    decided on one of the programmes counts as it is.

    Raises:
        InputError: an unknown framework or code, a base that is no address; one file that cannot be read, or none of
            several.
    """
    base = check_base(base)
    mapper = Mapper.comparing(workspace, names, settings, progress=progress)
    documents, failures, left_out = read_documents(paths, progress=progress)
    reviews = read_reviews(reviewed)
    searched = with_decisions(mapper.cover(documents, progress, reviews=reviews), reviews)
    made = mapper.made(reviews)
    made = replace(made, settings={**made.settings, "base_address": base})
    report = credentials_report(searched, mapper.scorer, made, only=mapper.standards, base=base, lang=lang)
    unread = bool(failures) or partly_read(report.programmes)
    return Outcome(report, tuple(failures), (*left_out, *report.skipped), unread)


def evidence(
    workspace: Workspace,
    path: Path,
    name: str,
    settings: Settings,
    *,
    reviewed: Sequence[Path] = (),
    progress: Progress = no_progress,
) -> Outcome[EvidenceReport]:
    """The evidence matrix of a programme and a standard: NAME/CODE, or a framework with a single one.

    What reviews decided on the programme counts as it is.

    Raises:
        InputError: an unknown framework or code, a standard known by its title only, a programme that cannot be read.
    """
    mapper = Mapper.comparing(workspace, [name] if name else [], settings, progress=progress)
    framework, code = _standard(mapper, name)
    standard_of(framework, code)  # refused before anything is read
    document, left_out = _read_one(path, _("the matrix"), progress)
    reviews = read_reviews(reviewed)
    (programme,) = with_decisions(mapper.cover([document], reviews=reviews), reviews)
    report = evidence_matrix(programme, framework, code, mapper.scorer, mapper.made(reviews))
    unread = bool(report.programme.unreadable_pages) or not report.activities
    return Outcome(report, (), (*left_out, *report.skipped), unread)


def _standard(mapper: Mapper, name: str) -> tuple[Framework, str]:
    """The framework and code of the standard that was asked for."""
    known = [
        (framework, entry.code)
        for framework in mapper.frameworks
        for entry in framework.competencies
        if entry.parent is None and (entry.code in mapper.standards or not mapper.standards)
    ]
    if len(known) == 1:
        return known[0]
    some = ", ".join(code for _, code in known[:3])
    raise InputError(
        "--framework {name}: the matrix is of one standard; name it as {name}/CODE (for example, {some})",
        name=name,
        some=some,
    )


def instructors(
    workspace: Workspace,
    path: Path,
    teachers: Path | None,
    names: Sequence[str],
    settings: Settings,
    *,
    on: str = "",
    progress: Progress = no_progress,
) -> Outcome[InstructorsReport]:
    """Whom a school is to train in what for a programme.

    Args:
        workspace: holds the frameworks.
        path: of the programme.
        teachers: table of what they hold.
        names: of frameworks, or of the technical standards as NAME/CODE; by default all but catalogues of skills.
        settings: of the comparison.
        on: day on which validity is judged, ISO 8601, "" for none.
        progress: called with what is being done.

    Raises:
        InputError: no table, or a table or day that is none; an unknown framework or code; a programme that cannot be
            read.
    """
    if teachers is None:
        raise InputError("name with --teachers the table of what the teachers hold (name, code, date, expires)")
    day, listed = read_day(on), read_teachers(teachers)
    names = names or [header.name for header in workspace.headers() if header.loader not in _CATALOGUES]
    mapper = Mapper.comparing(workspace, names, settings, progress=progress)
    document, left_out = _read_one(path, _("the profile"), progress)
    (programme,), made = mapper.cover([document]), mapper.made()
    report = profile(
        programme, listed.people, mapper.scorer, made, only=mapper.standards, on=day, skipped=listed.skipped
    )
    return Outcome(report, (), (*left_out, *report.skipped), partly_read([report.programme]))


def _read_one(path: Path, what: Text, progress: Progress) -> tuple[Document, list[Skipped]]:
    """The document of a report on a single programme, and what was left out; `what` is the report with its article."""
    (document, *others), _, left_out = read_documents([path], progress=progress)
    if others:
        raise InputError("{path}: {what} is of one programme; name one file", path=path, what=what)
    return document, left_out
