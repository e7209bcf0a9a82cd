"""What a form is to be told of each criterion and programme."""

from __future__ import annotations

from pathlib import PurePath

from mapper.programmes.coverage.records import CoverageReport, CriterionCoverage, Programme
from mapper.reports.coverage_texts import COVERAGE
from mapper.reports.forms.records import Cells, Course, Entry
from mapper.reports.parts import place_of
from mapper.reports.words import Words


def cells_of(report: CoverageReport, lang: str) -> Cells:
    """Of each criterion and programme its state, and where the passage stands that shows it best."""
    t = Words(lang, COVERAGE)
    entries: dict[tuple[str, str], Entry] = {}
    found: dict[tuple[tuple[str, str], int], str] = {}
    several = len(report.programmes) > 1
    for number, (programme, standards) in enumerate(zip(report.programmes, report.standards, strict=True)):
        for standard in standards:
            titles = {tally.element: tally.title for tally in standard.tallies}
            for one in standard.criteria:
                key = (standard.framework, one.code)
                entries.setdefault(key, Entry(one.code, (one.statement,), one.element, titles.get(one.element, "")))
                said = t(one.state).lower()
                said = f"{said} · {PurePath(programme.name).stem}" if several else said
                found[key, number] = ", ".join(filter(None, (said, _place(one, programme, t))))
    places = {key: place for place, key in enumerate(entries)}
    return Cells(
        tuple(entries.values()),
        tuple(map(_course, report.programmes)),
        {(places[key], number): text for (key, number), text in found.items()},
    )


def _course(programme: Programme) -> Course:
    stem = PurePath(programme.name).stem
    return Course(tuple(dict.fromkeys(filter(None, (programme.name, programme.title, stem)))))


def _place(one: CriterionCoverage, programme: Programme, t: Words) -> str:
    passage = next((programme.passages[id_] for id_ in one.passages if id_ in programme.passages), None)
    return "" if passage is None else place_of(passage.page, (), t, programme.numbers.get(passage.id))
