"""What a user can ask for of coverage, demand and gap, for the command line and the web page alike; nothing prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora import Framework, InputError, Skipped
from embeddings.encoders import Encoder, open_encoder
from mapper import catalogue
from mapper.actions import Progress, no_progress, open_index, read_documents
from mapper.coverage import model
from mapper.coverage.report import coverage_report
from mapper.files import write_atomically
from mapper.framework_index import FrameworkIndex
from mapper.gap.as_json import dumps
from mapper.gap.programmes import search
from mapper.gap.records import CoverageReport, Made
from mapper.match import Matcher
from mapper.settings import Settings
from mapper.store import Workspace


@dataclass(frozen=True, slots=True)
class Covered:
    """A report of coverage, the files that could not be read, and what was left out."""

    report: CoverageReport
    failures: tuple[InputError, ...] = ()
    left_out: tuple[Skipped, ...] = ()

    @property
    def incomplete(self) -> bool:
        """Whether something could not be read, or nothing in a programme seems to teach."""
        programmes = self.report.programmes
        return bool(self.failures) or any(p.unreadable_pages or not p.searched for p in programmes)


@dataclass(frozen=True, slots=True)
class Ground:
    """Frameworks with their indexes, the encoder, and the standards that were asked for by code."""

    frameworks: tuple[Framework, ...]
    indexes: tuple[FrameworkIndex, ...]
    encoder: Encoder
    only: frozenset[str]

    def made(self, settings: Settings, **models: str) -> Made:
        """What it takes to make a report again."""
        return Made(
            {**settings.chosen(), "standards": sorted(self.only)},
            tuple((f.name, f.version, f.sha256) for f in self.frameworks),
            {"name": self.encoder.name, "revision": self.encoder.revision},
            models,
        )


def ground(workspace: Workspace, names: Sequence[str], settings: Settings, progress: Progress) -> Ground:
    """Open frameworks, named as NAME or NAME/CODE.

    Raises:
        InputError: an unknown framework, code or encoder.
    """
    only = {_standard(workspace, name) for name in names if "/" in name}
    frameworks = catalogue.frameworks(workspace, [name.partition("/")[0] for name in names])
    encoder = open_encoder(settings.encoder)
    indexes = [open_index(workspace, framework, encoder, progress=progress) for framework in frameworks]
    return Ground(frameworks, tuple(indexes), encoder, frozenset(only))


def _standard(workspace: Workspace, name: str) -> str:
    """The code of the standard that NAME/CODE is, or is a part of."""
    entry = catalogue.find(workspace, name)
    above = {c.code: c.parent for c in entry.framework.competencies}
    code = entry.competency.code
    while (parent := above[code]) is not None:
        code = parent
    return code


def coverage(
    workspace: Workspace,
    paths: Sequence[Path],
    names: Sequence[str],
    settings: Settings,
    *,
    progress: Progress = no_progress,
) -> Covered:
    """What programmes show of the standards of these frameworks.

    Args:
        workspace: holds the frameworks.
        paths: files, or folders of them.
        names: of frameworks, or of single standards as NAME/CODE.
        settings: of the comparison.
        progress: called with what is being done.

    Raises:
        InputError: an unknown framework or code; one file that cannot be read, or none of several.
    """
    opened = ground(workspace, names, settings, progress)
    documents, failures, left_out = read_documents(paths, progress=progress)
    matcher, fitted = Matcher(opened.indexes, opened.encoder), model.shipped()
    searched = []
    for number, document in enumerate(documents):
        progress(document.name, number, len(documents))
        searched.append(search(document, opened.frameworks, matcher, fitted))
    made = opened.made(settings, matcher=matcher.revision, coverage=fitted.revision)
    report = coverage_report(searched, fitted, made, only=opened.only)
    return Covered(report, tuple(failures), tuple(left_out))


def write_coverage(report: CoverageReport, folder: Path) -> list[Path]:
    """Write coverage.json into a folder, which is made; gives the paths written.

    Raises:
        OSError: it cannot be written; nothing is, then.
    """
    path = folder / "coverage.json"
    write_atomically(path, dumps(report))
    return [path]
