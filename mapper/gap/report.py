"""The gap report: demand, coverage and what lies between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpora import Text
from corpora.job_ads import JobAds
from mapper.coverage.programmes import Searched
from mapper.coverage.records import CoverageReport, Made, SectorText
from mapper.coverage.report import coverage_report
from mapper.demand.profile import Demand
from mapper.demand.records import Trend
from mapper.gap.analysis import headline, offer, rows
from mapper.gap.records import GapReport, GapRow
from mapper.matching.scorer import Scorer
from mapper.resources import Setting

_NOTHING_TOLD = Text(
    "Con tan pocas ofertas que piden lo mismo no se puede hablar de ninguna competencia por separado;"
    " se muestran solo los grupos.",
    "With so few ads that ask for the same, nothing can be told of any single competency; only groups are shown.",
)
_NOT_TAUGHT = Text(
    "«No hallado» se dice del documento: puede enseñarse sin que el documento lo diga.",
    "'Not found' is said of the document: it may be taught although the document does not say so.",
)


def gap_report(
    demand: Demand,
    programmes: Sequence[Searched],
    model: Scorer,
    made: Made,
    *,
    only: frozenset[str] = frozenset(),
    sector: SectorText | None = None,
    jobs: JobAds | None = None,
    changes: Mapping[str, Setting] | None = None,
    trend: Trend | None = None,
) -> GapReport:
    """What the ads ask for and the programmes teach.

    Args:
        demand: of the ads.
        programmes: searched for the frameworks that the ads were compared with.
        model: made the probabilities that something is taught.
        made: what it takes to make the report again.
        only: codes of the standards whose coverage is told; all by default.
        sector: that the ads and standards are of, if of one.
        jobs: the ads.
        changes: code of a criterion → where a person decided that it is learnt.
        trend: of the ads' periods, if they stand side by side.
    """
    groups, single = rows(demand, programmes)
    covered = coverage_report(programmes, model, made, only=only, sector=sector, jobs=jobs, changes=changes)
    told = bool(demand.profile.by_group)
    notes = [*demand.profile.notes]
    if told and not demand.profile.competencies:
        notes.append(_NOTHING_TOLD)
    cited = [
        programme.cited(_cited((*groups, *single), covered, number)) for number, programme in enumerate(programmes)
    ]
    return GapReport(
        programmes=tuple(cited),
        profile=demand.profile,
        groups=groups,
        rows=single,
        headline=tuple(headline(demand, programme) for programme in programmes),
        coverage=covered,
        made=made,
        notes=(*notes, _NOT_TAUGHT),
        offer=offer(demand, programmes, groups, single),
        trend=trend,
    )


def _cited(told: Sequence[GapRow], covered: CoverageReport, number: int) -> set[str]:
    """Ids of the passages that a report names of one programme."""
    near = {row.taught[number].passage for row in told} - {None}
    criteria = (criterion for row in covered.standards[number] for criterion in row.criteria)
    return {code for code in near if code} | {code for criterion in criteria for code in criterion.passages}
