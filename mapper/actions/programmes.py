"""What a user can ask for of credentials, instructors, curriculum maps and occupations; nothing prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpora import Document, InputError
from corpora.readers import read
from mapper.actions import SAMPLES, Against, read_documents
from mapper.actions.gap import little_read_note, partly_read
from mapper.industry.occupations import OccupationsReport
from mapper.industry.occupations.needs import by_relations, needed
from mapper.industry.occupations.titles import by_titles
from mapper.mapper import Mapper
from mapper.matching.records import Outcome, Progress, no_progress
from mapper.people.checklist.decisions import ReviewFile
from mapper.people.checklist.reviews import read_reviews, unmarked_files
from mapper.programmes.coverage.report import apply_decisions
from mapper.programmes.credentials.badges import check_base, make_achievements
from mapper.programmes.credentials.bundles import CredentialsReport, credentials_report
from mapper.programmes.curriculum_map.courses import find_courses
from mapper.programmes.curriculum_map.curriculum import MatrixReport, curriculum_map, matrix_rows
from mapper.programmes.curriculum_map.levels import read_levels
from mapper.programmes.instructors import InstructorsReport, profile, read_day, read_teachers

_CATALOGUES = ("esco", "onet")  # loaders of skills and tasks: nobody is certified in these
_ARBITRARY = 8
"""Programmes that the chance level of occupations is taken from; each takes a second with the whole of ESCO."""


def credentials(
    against: Against, paths: Sequence[Path], *, base: str = "", lang: str = "es", reviewed: Sequence[Path] = ()
) -> Outcome[CredentialsReport]:
    """Return the bundles worth certifying in programmes.

    Criteria without an address are published below `base`; badges are in `lang`. Raises InputError: it is no address.
    """
    base = check_base(base)
    mapper, progress = against.opened(), against.progress
    documents, failures, left_out = read_documents(paths, progress=progress)
    reviews = read_reviews(reviewed)
    searched, told = apply_decisions(mapper.cover(documents, progress, reviews=reviews), reviews)
    made = mapper.made(reviews)
    made = replace(made, settings={**made.settings, "base_address": base})
    report = credentials_report(searched, mapper.scorer, made, only=mapper.standards)
    names, frameworks = [one.name for one in report.programmes], {one.name: one for one in mapper.frameworks}
    badges, skipped = make_achievements(report.bundles, names, frameworks, base=base, lang=lang)
    report = replace(report, notes=(*told, *report.notes), achievements=badges, skipped=skipped)
    notes = little_read_note(searched)
    unread = bool(failures or notes) or partly_read(report.programmes)
    return Outcome(report, failures, (*left_out, *unmarked_files(reviews), *report.skipped), unread, notes)


def instructors(against: Against, path: Path, teachers: Path | None, *, on: str = "") -> Outcome[InstructorsReport]:
    """Return whom a school is to train in what for a programme; `teachers` is the table of what they hold.

    It is set against the technical standards, by default those of all frameworks but catalogues of skills.
    Validity is judged on the day `on`, ISO 8601, "" for none. Raises InputError: no table, or no day.
    """
    if teachers is None:
        raise InputError("name with --teachers the table of what the teachers hold (name, code, date, expires)")
    day, (people, skipped) = read_day(on), read_teachers(teachers)
    every = (header.name for header in against.workspace.headers() if header.loader not in _CATALOGUES)
    mapper = replace(against, names=against.names or list(every)).opened()
    (document, *others), failures, left_out = read_documents([path], progress=against.progress)
    if others:
        raise InputError("{path}: the profile is of one programme; name one file", path=path)
    (programme,), made = mapper.cover([document]), mapper.made()
    report = profile(programme, people, mapper.scorer, made, only=mapper.standards, on=day, skipped=skipped)
    return Outcome(report, failures, (*left_out, *report.skipped), bool(failures) or partly_read([report.programme]))


def matrix(against: Against, paths: Sequence[Path], *, reviewed: Sequence[Path] = ()) -> Outcome[MatrixReport]:
    """Return which course teaches which outcome, and how far; raises InputError for frameworks without outcomes."""
    mapper = against.opened()
    matrix_rows(mapper.frameworks, mapper.standards)  # refused before anything is read
    documents, failures, left_out = read_documents(paths, progress=against.progress)
    reviews = read_reviews(reviewed)
    report = map_courses(mapper, documents, progress=against.progress, reviews=reviews)
    skipped = (*left_out, *unmarked_files(reviews), *report.skipped)
    return Outcome(report, failures, skipped, bool(failures) or partly_read(report.programmes))


def map_courses(
    mapper: Mapper,
    documents: Sequence[Document],
    *,
    progress: Progress = no_progress,
    reviews: Sequence[ReviewFile] = (),
) -> MatrixReport:
    """Return the map of documents that were read; raises InputError where the frameworks have no outcomes."""
    rows = matrix_rows(mapper.frameworks, mapper.standards)
    codes = list(dict.fromkeys(code for row in rows for code in (row.code, *(above for above, _ in row.groups))))
    alone = mapper.cover(documents, progress, reviews=reviews)
    together = mapper.cover_together(documents, alone, progress, reviews=reviews) if len(documents) > 1 else alone
    searched, told = apply_decisions(together, reviews)
    passages = [one.every for one in searched]
    courses = find_courses(documents, passages)
    names = [course.name for course in courses]
    pairs = zip(documents, passages, strict=True)
    levels = [read_levels(document, every, codes, names) for document, every in pairs]
    made = mapper.made(reviews)
    report = curriculum_map(searched, levels, courses, rows, mapper.scorer, made, only=mapper.standards)
    return replace(report, notes=(*told, *report.notes))


def occupations(against: Against, paths: Sequence[Path]) -> Outcome[OccupationsReport]:
    """Rank the occupations that programmes lead to, with evidence; raises InputError: a framework without any."""
    for name in against.names:
        if "/" in name:
            raise InputError("--framework {name}: name the framework alone, without a code", name=name)
        needed(against.workspace.load(name))  # refused before anything is opened
    mapper, progress = against.opened(), against.progress
    documents, failures, left_out = read_documents(paths, progress=progress)
    others = _arbitrary(documents)
    made = mapper.made()
    skills = needed(mapper.frameworks[0])
    if skills:
        searched = mapper.cover([*documents, *others], progress)
        programmes, arbitrary = searched[: len(documents)], searched[len(documents) :]
        report = by_relations(mapper.frameworks[0], skills, programmes, arbitrary, mapper.scorer, made)
    else:
        report = by_titles(mapper.indexes[0], mapper.encoder, documents, others, mapper.scorer, made)
    return Outcome(report, failures, (*left_out, *report.skipped), bool(failures) or partly_read(report.programmes))


def _arbitrary(documents: Sequence[Document]) -> list[Document]:
    """Return the programmes of many fields that ship, evenly spaced; none that is asked about."""
    asked = {document.sha256 for document in documents}
    paths = sorted((SAMPLES / "truth").glob("*/programme.md"))
    every = [document for path in paths[:: len(paths) // _ARBITRARY] if (document := read(path)).sha256 not in asked]
    return every[:_ARBITRARY]
