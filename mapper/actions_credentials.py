"""What a user can ask for of microcredentials, evidence matrices and instructors; nothing prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpora import InputError, Skipped
from mapper.actions import Progress, no_progress, read_documents
from mapper.actions_gap import ground
from mapper.coverage import model
from mapper.credentials.badges import check_base
from mapper.credentials.records import CredentialsReport
from mapper.credentials.report import credentials_report
from mapper.gap.programmes import search
from mapper.match import Matcher
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
        return bool(self.failures) or any(p.unreadable_pages or not p.searched for p in self.report.programmes)


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
    matcher, fitted = Matcher(opened.indexes, opened.encoder), model.shipped()
    searched = []
    for number, document in enumerate(documents):
        progress(document.name, number, len(documents))
        searched.append(search(document, opened.frameworks, matcher, fitted))
    made = opened.made(settings, matcher=matcher.revision, coverage=fitted.revision)
    made = replace(made, settings={**made.settings, "base_address": base})
    report = credentials_report(searched, fitted, made, only=opened.only, base=base, lang=lang)
    return Credentials(report, tuple(failures), tuple(left_out))
