"""What a user can ask for of microcredentials, evidence matrices and instructors; nothing prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpora import Framework, InputError, Skipped, Text
from mapper.actions import Progress, no_progress, read_documents
from mapper.actions_ground import Ground, ground, partly_read, read_one
from mapper.credentials.badges import check_base
from mapper.credentials.records import CredentialsReport
from mapper.credentials.report import credentials_report
from mapper.evidence_matrix.matrix import evidence_matrix, standard_of
from mapper.evidence_matrix.records import EvidenceReport
from mapper.instructors.profile import profile
from mapper.instructors.records import InstructorsReport
from mapper.instructors.table import read_day, read_teachers
from mapper.settings import Settings
from mapper.store import Workspace


@dataclass(frozen=True, slots=True)
class Credentials:
    """A report of bundles, the files that could not be read, and what was left out."""

    report: CredentialsReport
    failures: tuple[InputError, ...] = ()
    left_out: tuple[Skipped, ...] = ()

    @property
    def incomplete(self) -> bool:
        """Whether something could not be read, or nothing in a programme seems to teach."""
        return bool(self.failures) or partly_read(self.report.programmes)


def credentials(
    workspace: Workspace,
    paths: Sequence[Path],
    names: Sequence[str],
    settings: Settings,
    *,
    base: str = "",
    lang: str = "es",
    progress: Progress = no_progress,
) -> Credentials:
    """Bundles worth certifying in programmes, by the standards of these frameworks.

    Args:
        workspace: holds the frameworks.
        paths: files, or folders of them.
        names: of frameworks, or of single standards as NAME/CODE.
        settings: of the comparison.
        base: address below which criteria without one are published.
        lang: of the exported badges.
        progress: called with what is being done.

    Raises:
        InputError: an unknown framework or code, a base that is no address; one file that cannot be read, or none of
            several.
    """
    base = check_base(base)
    opened = ground(workspace, names, settings, progress)
    documents, failures, left_out = read_documents(paths, progress=progress)
    searched, made = opened.search(documents, progress), opened.made(settings)
    made = replace(made, settings={**made.settings, "base_address": base})
    report = credentials_report(searched, opened.scorer, made, only=opened.only, base=base, lang=lang)
    return Credentials(report, tuple(failures), tuple(left_out))


@dataclass(frozen=True, slots=True)
class Evidenced:
    """An evidence matrix, and what was left out."""

    report: EvidenceReport
    left_out: tuple[Skipped, ...] = ()

    @property
    def incomplete(self) -> bool:
        """Whether something could not be read, or nothing in the programme is about evaluation."""
        return bool(self.report.programme.unreadable_pages) or not self.report.activities


def evidence(
    workspace: Workspace, path: Path, name: str, settings: Settings, *, progress: Progress = no_progress
) -> Evidenced:
    """The evidence matrix of a standard and a programme.

    Args:
        workspace: holds the framework.
        path: of the programme.
        name: of the standard as NAME/CODE, or of a framework with a single standard.
        settings: of the comparison.
        progress: called with what is being done.

    Raises:
        InputError: an unknown framework or code, a standard known by its title only, a programme that cannot be read.
    """
    opened = ground(workspace, [name] if name else [], settings, progress)
    framework, code = _standard(opened, name)
    standard_of(framework, code)  # refused before anything is read
    document, left_out = read_one(path, Text("la matriz", "the matrix"), progress)
    (programme,) = opened.search([document])
    report = evidence_matrix(programme, framework, code, opened.scorer, opened.made(settings))
    return Evidenced(report, tuple(left_out))


def _standard(opened: Ground, name: str) -> tuple[Framework, str]:
    """The framework and code of the standard that was asked for."""
    known = [
        (framework, entry.code)
        for framework in opened.frameworks
        for entry in framework.competencies
        if entry.parent is None and (entry.code in opened.only or not opened.only)
    ]
    if len(known) == 1:
        return known[0]
    some = ", ".join(code for _, code in known[:3])
    raise InputError(
        es=f"--framework {name}: la matriz es de un solo estándar; indíquelo como {name}/CÓDIGO (por ejemplo, {some})",
        en=f"--framework {name}: the matrix is of one standard; name it as {name}/CODE (for example, {some})",
    )


_CATALOGUES = ("esco", "onet")
"""Loaders of skills and tasks: nobody is certified in these."""


@dataclass(frozen=True, slots=True)
class Instructors:
    """An instructor profile, and what was left out."""

    report: InstructorsReport
    left_out: tuple[Skipped, ...] = ()

    @property
    def incomplete(self) -> bool:
        """Whether something could not be read, or nothing in the programme seems to teach."""
        return partly_read([self.report.programme])


def instructors(
    workspace: Workspace,
    path: Path,
    teachers: Path,
    names: Sequence[str],
    settings: Settings,
    *,
    on: str = "",
    progress: Progress = no_progress,
) -> Instructors:
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
        InputError: an unknown framework or code, a table or day that is none, a programme that cannot be read.
    """
    day, listed = read_day(on), read_teachers(teachers)
    names = names or [header.name for header in workspace.headers() if header.loader not in _CATALOGUES]
    opened = ground(workspace, names, settings, progress)
    document, left_out = read_one(path, Text("el perfil", "the profile"), progress)
    (programme,), made = opened.search([document]), opened.made(settings)
    report = profile(programme, listed.people, opened.scorer, made, only=opened.only, on=day, skipped=listed.skipped)
    return Instructors(report, tuple(left_out))
