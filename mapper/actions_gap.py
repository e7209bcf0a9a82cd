"""What a user can ask for of coverage, demand and gap, for the command line and the web page alike; nothing prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from corpora import InputError, Skipped, job_ads
from corpora.frameworks.hierarchy import unique
from corpora.job_ads.load import joined
from eval import sheets
from mapper.actions import SAMPLES, Progress, no_progress, read_documents
from mapper.actions_ground import ground, partly_read
from mapper.checklist.reviews import read as read_reviews
from mapper.coverage.records import CoverageReport
from mapper.coverage.report import coverage_report
from mapper.coverage.sector import sector_text
from mapper.demand import audit, trends
from mapper.demand import model as demand_model
from mapper.demand.asked import Asked, pairs
from mapper.demand.likeness import Likenesses
from mapper.demand.profile import demand
from mapper.demand.records import AdsOfSector, DemandedCompetency
from mapper.files import written_together
from mapper.gap.analysis import gap_report
from mapper.gap.records import GapReport
from mapper.reports import kinds
from mapper.resources.dual_sheet import read_sheet
from mapper.sectors.ads import ads_of
from mapper.sectors.table import Sector, read_sector, sector
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
        """Whether something could not be read, nothing in a programme seems to teach, or a judge did not answer."""
        unanswered = self.report.judged is not None and self.report.judged.unanswered
        return bool(self.failures) or bool(unanswered) or partly_read(self.report.programmes)


def coverage(
    workspace: Workspace,
    paths: Sequence[Path],
    names: Sequence[str],
    settings: Settings,
    *,
    dual: Path | None = None,
    reviewed: Sequence[Path] = (),
    progress: Progress = no_progress,
) -> Covered:
    """What programmes show of the standards of these frameworks.

    Args:
        workspace: holds the frameworks.
        paths: files, or folders of them.
        names: of frameworks, or of single standards as NAME/CODE.
        settings: of the comparison.
        dual: sheet in which a person changed where criteria are learnt.
        reviewed: reviews: what was decided on one of these programmes counts as it is, on another it informs.
        progress: called with what is being done.

    Raises:
        InputError: an unknown framework or code, a bad sheet or review; one file that cannot be read, or none of
            several.
    """
    changes = read_sheet(dual) if dual else None
    reviews = read_reviews(reviewed)
    opened = ground(workspace, names, settings, progress)
    documents, failures, left_out = read_documents(paths, progress=progress)
    searched = opened.search(documents, progress, reviews=reviews)
    digests = tuple(dict.fromkeys(review.sha256 for review in reviews))
    report = coverage_report(
        searched,
        opened.scorer,
        opened.made(replace(settings, reviewed=digests)),
        only=opened.only,
        changes=changes,
        reviews=reviews,
        informing=opened.informing(documents, reviews),
    )
    return Covered(report, tuple(failures), tuple(left_out))


def write_report(report: CoverageReport | GapReport, folder: Path, *, lang: str) -> list[Path]:
    """Write a report in all its forms into a folder, which is made; gives the paths written.

    Raises:
        OSError: they cannot be written; none of them is, then.
    """
    return kinds.write("gap" if isinstance(report, GapReport) else "coverage", report, folder, lang=lang)


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap report, the ads it is about, files that could not be read, what was left out, and what was not told."""

    report: GapReport
    ads: job_ads.JobAds
    failures: tuple[InputError, ...] = ()
    left_out: tuple[Skipped, ...] = ()
    untold: tuple[DemandedCompetency, ...] = ()

    @property
    def incomplete(self) -> bool:
        """Whether something could not be read, nothing in a programme seems to teach, or no ad asks for anything."""
        profile = self.report.profile
        unread = bool(self.failures) or bool(profile.unread) or partly_read(self.report.programmes)
        return unread or not profile.asking


@dataclass(frozen=True, slots=True)
class Jobs:
    """Which ads, read how.

    Attributes:
        paths: tables or folders of texts.
        columns: field to column, for those that are not recognised by their name.
        sector: name of one that ships, or the file of one's own; "" for all ads.
        judged: sheets that people filled in.
        by: what parts them into sets that stand side by side: month, quarter, year or file; "" for nothing.
    """

    paths: tuple[Path, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    sector: str = ""
    judged: tuple[Path, ...] = ()
    by: str = ""


def gap(
    workspace: Workspace,
    paths: Sequence[Path],
    jobs: Jobs,
    names: Sequence[str],
    settings: Settings,
    *,
    dual: Path | None = None,
    progress: Progress = no_progress,
) -> Gap:
    """What ads ask for and programmes teach, by the competencies of these frameworks.

    Args:
        workspace: holds the frameworks.
        paths: programmes: files, or folders of them.
        jobs: the ads.
        names: of frameworks, or of single standards as NAME/CODE.
        settings: of the comparison.
        dual: sheet in which a person changed where criteria are learnt.
        progress: called with what is being done.

    Raises:
        InputError: an unknown framework, code or sector; a sheet that is none; ads or programmes that cannot be read.
    """
    changes, by = read_sheet(dual) if dual else None, trends.checked(jobs.by) if jobs.by else None
    opened = ground(workspace, names, settings, progress, whole=True)
    documents, failures, left_out = read_documents(paths, progress=progress)
    chosen = _sector(jobs.sector) if jobs.sector else None
    ads, sets, of_sector = _ads(jobs, chosen, progress)
    parted = trends.periods(ads, by, sets) if by else {}
    asked, asks = Asked.of(ads), demand_model.shipped()
    near = [
        pairs(asked, Likenesses(index, opened.encoder), asks, partial(progress, index.framework.name))
        for index in opened.indexes
    ]
    searched = opened.search(documents)
    profile = demand(
        asked,
        opened.frameworks,
        near,
        asks,
        source=[path.name for path in jobs.paths],
        sector=chosen.name if chosen else "",
        of_sector=of_sector,
        judged=audit.read(jobs.judged, asked.ads) if jobs.judged else None,
    )
    trend = trends.trend(asked, opened.frameworks, near, asks, profile, by, parted) if by else None
    made = opened.made(settings, demand=asks.revision)
    only, text = opened.only, None
    if chosen is not None:
        text = sector_text(chosen, opened.frameworks)
        only = only or frozenset(text.standards)
    report = gap_report(
        profile,
        searched,
        opened.scorer,
        made,
        only=only,
        sector=text,
        jobs=asked.ads,
        changes=changes,
        trend=trend,
    )
    return Gap(report, asked.ads, tuple(failures), tuple(left_out), profile.untold)


def _sector(name: str) -> Sector:
    path = Path(name)
    return read_sector(path) if path.is_file() else sector(name)


def _ads(
    jobs: Jobs, chosen: Sector | None, progress: Progress
) -> tuple[job_ads.JobAds, Mapping[str, frozenset[str]], AdsOfSector | None]:
    """The ads, limited to a sector if one is chosen; where files are sets, the ids of each; how the sector was told."""
    sets: dict[str, frozenset[str]] = {}
    if jobs.by == "file":
        read = [job_ads.load(path, columns=jobs.columns, progress=partial(progress, path.name)) for path in jobs.paths]
        ads, members = joined(read)
        sets = dict(zip(unique([path.name for path in jobs.paths]), members, strict=True))
    else:
        ads = job_ads.load(jobs.paths, columns=jobs.columns, progress=partial(progress, jobs.paths[0].name))
    if chosen is None:
        return ads, sets, None
    limited, told = ads_of(ads, chosen)
    return limited, sets, told


def demonstrate(folder: Path, *, progress: Progress = no_progress) -> Gap:
    """Set the shipped ads against the shipped programme, in the workspace that `actions.demonstrate` made."""
    workspace, jobs = Workspace(folder / "workspace"), Jobs((SAMPLES / "ofertas.jsonl",))
    return gap(workspace, [SAMPLES / "programa.pdf"], jobs, ["conocer", "table"], Settings(), progress=progress)


def write_audit(found: Gap, count: int, folder: Path, *, lang: str) -> list[Path]:
    """Write a blind sheet of so many ads, as audit.xlsx and audit.csv; gives their paths.

    Raises:
        InputError: the ads are too few.
        OSError: they cannot be written; none of them is, then.
    """
    rows = audit.sheet(found.ads, found.report.profile, found.untold, count, lang)
    with written_together(folder) as fresh:
        sheets.write_xlsx(rows, fresh / "audit.xlsx", lang=lang, instructions=audit.INSTRUCTIONS[lang])
        sheets.write_csv(rows, fresh / "audit.csv", lang=lang)
    return [folder / "audit.xlsx", folder / "audit.csv"]
