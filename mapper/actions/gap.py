"""What a user can ask for of coverage, demand and gap, for the command line and the web page alike; nothing prints."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from corpora import Document, Text
from corpora.errors import InputError
from corpora.frameworks.hierarchy import unique_codes
from corpora.job_ads.load import joined
from corpora.job_ads.records import JobAds
from eval import sheets
from mapper.actions import SAMPLES, Against, little_teaching_note, read_documents
from mapper.industry.ad_lines import load
from mapper.industry.demand import audit, trends
from mapper.industry.demand import model as demand_model
from mapper.industry.demand.pairs import AdGroups, EntrySimilarity, score_pairs
from mapper.industry.demand.posts import cluster_posts, limit_to_post, rank_posts
from mapper.industry.demand.profile import demand
from mapper.industry.demand.records import AdsOfSector
from mapper.industry.gap import GapReport
from mapper.industry.gap.analysis import gap_report
from mapper.industry.sectors import Sector, ads_of, sector
from mapper.mapper import Mapper
from mapper.matching.records import Outcome, Progress, no_progress
from mapper.people.checklist.decisions import ReviewFile
from mapper.people.checklist.reviews import read_reviews, unmarked_files
from mapper.programmes.coverage import MOST_TOGETHER, CoverageReport, Programme
from mapper.programmes.coverage.report import Searched, apply_decisions, count_sector_texts, coverage_report
from mapper.programmes.facilities import read_sheet
from mapper.workspace.files import write_folder
from mapper.workspace.store import Workspace


def coverage(
    against: Against, paths: Sequence[Path], *, dual: Path | None = None, reviewed: Sequence[Path] = ()
) -> Outcome[CoverageReport]:
    """Return what programmes show of standards, informed by reviews; `dual` says where criteria are learnt."""
    changes = read_sheet(dual) if dual else None
    reviews = read_reviews(reviewed)
    mapper = against.opened()
    documents, failures, left_out = read_documents(paths, progress=against.progress)
    searched = mapper.cover(documents, against.progress, reviews=reviews)
    together = _as_curriculum(mapper, documents, searched, against.progress, reviews)
    model = (mapper.scorer, mapper.made(reviews))
    report = coverage_report(
        searched, *model, only=mapper.standards, changes=changes, reviews=reviews, together=together
    )
    notes = little_read_note(searched)
    unread = bool(failures or notes) or partly_read(report.programmes)
    return Outcome(report, failures, (*left_out, *unmarked_files(reviews)), unread, notes)


def _as_curriculum(
    mapper: Mapper,
    documents: Sequence[Document],
    alone: Sequence[Searched],
    progress: Progress,
    reviews: Sequence[ReviewFile],
    skills: Mapping[str, Collection[int]] | None = None,
) -> Sequence[Searched]:
    """Return what files show as the courses of one curriculum; () for one, and for more than `MOST_TOGETHER`."""
    if not 1 < len(documents) <= MOST_TOGETHER:
        return ()
    return mapper.cover_together(documents, alone, progress, reviews=reviews, skills=skills)


def little_read_note(programmes: Iterable[Searched]) -> tuple[Text, ...]:
    """Return what to say of programmes of which hardly anything is taken for teaching."""
    return tuple(note for one in programmes for note in little_teaching_note(one.document.name, one.every))


def partly_read(programmes: Iterable[Programme]) -> bool:
    """Return whether pages or other parts of a programme could not be read, or nothing in one seems to teach."""
    return any(
        one.unreadable_pages or not one.searched or any(entry.is_unread for entry in one.skipped) for one in programmes
    )


@dataclass(frozen=True, slots=True)
class Jobs:
    """Which ads, read how."""

    paths: tuple[Path, ...]
    columns: Mapping[str, str] = field(default_factory=dict)  # field → column, of those not recognised by name
    sector: str = ""  # name of one that ships, or the file of one's own; "" for all ads
    judged: tuple[Path, ...] = ()  # sheets that people filled in
    post: str = ""  # name of the post that the ads are limited to; "" for all
    by: str = ""  # what parts them into sets that stand side by side: month, quarter, year or file; "" for nothing


def gap(
    against: Against,
    paths: Sequence[Path],
    jobs: Jobs,
    *,
    dual: Path | None = None,
    reviewed: Sequence[Path] = (),
    audited: int | None = None,
    lang: str = "es",
) -> Outcome[GapReport]:
    """Return what ads ask for and programmes teach, by the competencies of these frameworks.

    As with `coverage`; `audited` is how many ads stand in the blind sheet in the language `lang` that is written beside
    the report, None for no sheet. Raises InputError: an unknown sector; ads that cannot be read.
    """
    changes, by = read_sheet(dual) if dual else None, trends.checked(jobs.by) if jobs.by else None
    mapper, progress = against.opened(whole=True), against.progress
    _check_whole(against.names, mapper)
    try:
        documents, failures, left_out = read_documents(paths, progress=progress)
    except InputError as error:
        raise _maybe_swapped(error, jobs) from None
    chosen = sector(jobs.sector) if jobs.sector else None
    ads, sets, of_sector = _ads(jobs, chosen, progress)
    ads = limit_to_post(ads, jobs.post, mapper.encoder) if jobs.post else ads
    parted = trends.periods(ads, by, sets) if by else {}
    asked, asks = AdGroups.from_ads(ads), demand_model.shipped()
    near = [
        score_pairs(asked, EntrySimilarity(index, mapper.encoder), asks, partial(progress, index.framework.name))
        for index in mapper.indexes
    ]
    reviews = read_reviews(reviewed)
    profile = demand(
        asked,
        mapper.frameworks,
        near,
        asks,
        source=[path.name for path in jobs.paths],
        sector=chosen.name if chosen else "",
        of_sector=of_sector,
        judged=audit.read(jobs.judged, asked.ads) if jobs.judged else None,
        fitted=mapper.encoder.revision == asks.encoder,
        posts=rank_posts(cluster_posts(ads, mapper.encoder), documents[0].title if documents else "", mapper.encoder),
    )
    may_ask = {one.name: profile.weights(one.name, range(len(one.competencies))) for one in mapper.frameworks}
    alone = mapper.cover(documents, reviews=reviews, skills=may_ask)
    joint = _as_curriculum(mapper, documents, alone, progress, reviews, may_ask)
    searched, told = apply_decisions(alone, reviews)
    together, _told = apply_decisions(joint, reviews)
    trend = trends.trend(asked, mapper.frameworks, near, asks, profile, by, parted) if by else None
    made = mapper.made(reviews, demand=asks.revision)
    only, text = mapper.standards, None
    if chosen is not None:
        text = count_sector_texts(chosen, mapper.frameworks)
    if text is not None and text.standards:  # of frameworks that are not limited to single standards, the sector's
        only = {**dict.fromkeys((one.name for one in mapper.frameworks), frozenset(text.standards)), **only}
    of = (profile, searched, mapper.scorer, made, together)
    report = gap_report(*of, only=only, sector=text, jobs=asked.ads, changes=changes, trend=trend)
    report = replace(report, notes=(*told, *report.notes))
    found = report.profile
    notes = little_read_note(searched)
    unread = bool(failures or notes or found.unread) or partly_read(report.programmes) or not found.asking
    rows = partial(audit.sheet, asked.ads, found, profile.untold)
    sheet = None if audited is None else partial(_write_audit, rows, audited, lang)
    return Outcome(report, failures, (*left_out, *unmarked_files(reviews)), unread, notes, sheet)


def _check_whole(names: Sequence[str], mapper: Mapper) -> None:
    """Refuse a single skill: ads are compared with a whole catalogue, and only standards limit what is told."""
    skills = {framework.name for framework in mapper.frameworks if not framework.criteria}
    for name in names:
        framework, _slash, code = name.partition("/")
        if code and framework in skills:
            raise InputError(
                "'{name}' is a single skill; ads are compared with the whole of '{framework}'⟦: ask for it with"
                " --framework {framework}⟧",
                name=name,
                framework=framework,
            )


def _maybe_swapped(error: InputError, jobs: Jobs) -> InputError:
    """Return why no programme could be read; asks whether programmes and ads are swapped where no ads can be either."""
    try:
        load(jobs.paths, columns=jobs.columns)
    except InputError as other:
        return InputError(
            "{error}; {other}; are the two swapped? The programme stands first, the ads behind --jobs",
            error=Text(str(error.es).rstrip("."), str(error.en).rstrip(".")),
            other=Text(str(other.es).rstrip("."), str(other.en).rstrip(".")),
        )
    return error


def _ads(
    jobs: Jobs, chosen: Sector | None, progress: Progress
) -> tuple[JobAds, Mapping[str, frozenset[str]], AdsOfSector | None]:
    """Return the ads, of one sector if one is chosen; the ids of each set of files; how the sector was told."""
    sets: dict[str, frozenset[str]] = {}
    if jobs.by == "file":
        read = [load(path, columns=jobs.columns, progress=partial(progress, path.name)) for path in jobs.paths]
        ads, members = joined(read)
        sets = dict(zip(unique_codes([path.name for path in jobs.paths]), members, strict=True))
    else:
        ads = load(jobs.paths, columns=jobs.columns, progress=partial(progress, jobs.paths[0].name))
    limited, told = (ads, None) if chosen is None else ads_of(ads, chosen)
    return limited, sets, told


def demonstrate(folder: Path, *, progress: Progress = no_progress) -> Outcome[GapReport]:
    """Set the shipped ads against the shipped programme, in the workspace that `actions.demonstrate` made."""
    against = Against(Workspace(folder / "workspace"), ["conocer", "table"], progress=progress)
    return gap(against, [SAMPLES / "programa.pdf"], Jobs((SAMPLES / "ofertas.jsonl",)))


def _write_audit(
    draw: Callable[[int, str], Sequence[sheets.SheetRow]], count: int, lang: str, folder: Path
) -> list[Path]:
    """Write a blind sheet of so many ads, as audit.xlsx and audit.csv, both or none; raises InputError for too few."""
    rows, instructions = draw(count, lang), [getattr(line, lang) for line in audit.INSTRUCTIONS]
    with write_folder(folder) as fresh:
        sheets.write_xlsx(rows, fresh / "audit.xlsx", lang=lang, instructions=instructions)
        sheets.write_csv(rows, fresh / "audit.csv", lang=lang)
    return [folder / "audit.xlsx", folder / "audit.csv"]
