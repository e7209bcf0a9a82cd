"""What ads ask for against what programmes teach, as a page for those who decide on a programme."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mapper.demand.profile import FEW, TOO_FEW
from mapper.files import write_atomically
from mapper.gap.records import GapReport, GapRow, GapState
from mapper.gap.sections import Cell, Section, sections, shown
from mapper.records import Interval
from mapper.reports.coverage_html import Covered
from mapper.reports.gap_figures import DRAWN, SHOWN, asked_for, in_state
from mapper.reports.gap_texts import GAP
from mapper.reports.page import own, render
from mapper.reports.pictures import Bar, Pair, bars, dumbbells
from mapper.reports.words import Words

BRIEFLY = 10
"""Rows of what is taught and not asked for."""
WIDE = 0.5
"""An interval of the headline that is wider says very little."""
_STATES: tuple[GapState, ...] = ("demanded_not_found", "uncertain", "demanded_found", "found_not_in_ads")


class Gap(Covered):
    """What templates ask of a gap report, besides its standards.

    Args:
        report: of one or more programmes.
        words: of the page.
    """

    shown, briefly, wide, too_few = SHOWN, BRIEFLY, WIDE, TOO_FEW

    def __init__(self, report: GapReport, words: Words) -> None:
        super().__init__(report.coverage, words)
        self.gap = report
        self.t = words

    @property
    def first(self) -> list[tuple[str, str]]:
        """What the reader has to know before any figure: name and value."""
        t, profile = self.t, self.gap.profile
        unknown = t("unknown")
        dates = t("f.dates.value", first=profile.dates[0], last=profile.dates[1]) if profile.dates else unknown
        countries = [t("f.countries.value", name=name, n=n) for name, n in profile.countries]
        counts = {"groups": profile.groups, "read": profile.read, "unread": profile.unread, "asking": profile.asking}
        frameworks = [f"{name} ({version})" for name, version, _ in self.gap.made.frameworks]
        return [
            (t("f.ads"), t("f.ads.value", **counts)),
            (t("f.asking"), t("f.asking.value", **counts)),
            (t("f.source"), ", ".join(profile.source) or unknown),
            (t("f.dates"), dates),
            (t("f.countries"), ", ".join(countries) or unknown),
            (t("f.employers"), str(profile.employers or unknown)),
            (t("f.audited"), self._audited()),
            (t("f.sector"), self._sector()),
            (t("f.frameworks"), ", ".join(frameworks)),
        ]

    def _audited(self) -> str:
        audit = self.gap.profile.audited
        if audit is None:
            return self.t("f.audited.no")
        judges = ", ".join(filter(None, audit.judges)) or self.t("f.judge")
        return self.t("f.audited.yes", judges=judges, n=audit.ads)

    def _sector(self) -> str:
        sector, told = self.gap.coverage.sector, self.gap.profile.of_sector
        if sector is None:
            return self.gap.profile.sector or self.t("f.sector.all")
        title = self.t.of(sector.title)
        if told is None:
            return title
        counts = {"column": told.by_column, "words": told.by_words, "others": told.others, "without": told.without}
        said = self.t("sector.by", title=title, **counts)
        if not told.words:
            return said
        words = ", ".join(f"«{word}» ({n})" for word, n in told.words)
        return f"{said} {self.t('sector.words', words=words)}"

    @property
    def sections(self) -> list[Section]:
        """What several programmes and several sets of ads bring."""
        return sections(self.gap, self.t)

    def cell(self, cell: Cell) -> str:
        """A cell of such a section."""
        return shown(cell, self.t)

    @property
    def withheld(self) -> list[str]:
        """What the ads are too few for."""
        profile, found = self.gap.profile, []
        if profile.groups < FEW:
            found.append(self.t("withheld.10" if profile.groups < TOO_FEW else "withheld.30", n=profile.groups))
        if profile.by_group and not profile.competencies:
            found.append(self.t("withheld.single"))
        return found

    @property
    def states(self) -> list[tuple[GapState, Sequence[GapRow], Sequence[GapRow]]]:
        """Of one programme: state, groups, competencies."""
        return [(state, *in_state(self.gap, state)) for state in _STATES]

    @property
    def asked(self) -> tuple[GapRow, ...]:
        """What is drawn, the most asked for first."""
        return tuple(sorted(asked_for(self.gap), key=lambda row: -row.competency.share.value)[:DRAWN])

    @property
    def every(self) -> Sequence[GapRow]:
        """Groups, then competencies that some ad asks for."""
        return (*self.gap.groups, *(row for row in self.gap.rows if row.competency.share.value > 0))

    @property
    def demand_picture(self) -> str:
        """Bars, "" where nothing is told."""
        told = f"{self.t('picture.demand')}. {self.t('picture.demand.how')} {self.t('as_table')}."
        rows = [Bar(self.t.of(row.competency.statement), *row.competency.share) for row in self.asked]
        return bars(rows, self.t("axis.ads"), told) if rows else ""

    def gap_picture(self, number: int) -> str:
        """Dumbbells of one programme, "" where nothing is told."""
        told = f"{self.t('picture.gap')}. {self.t('picture.gap.how')} {self.t('as_table')}."
        rows = [
            Pair(
                self.t.of(row.competency.statement),
                row.competency.share.value,
                row.competency.share.value * row.taught[number].probability.value,
            )
            for row in self.asked
        ]
        legend = (self.t("asked"), self.t("asked.taught"))
        return dumbbells(rows, self.t("axis.ads"), legend, told) if rows else ""

    def is_group(self, row: GapRow) -> bool:
        """Whether a row stands for a group of competencies."""
        return any(row is group for group in self.gap.groups)

    def between(self, interval: Interval) -> str:
        """An interval's ends."""
        return f"{self.t.percent(interval.low)} – {self.t.percent(interval.high)}"


def write(report: GapReport, path: Path, *, lang: str) -> None:
    """Write the page in the language "es" or "en".

    Raises:
        OSError: the file cannot be written; nothing is left of it.
    """
    words = Words(lang, GAP)
    names = [programme.name for programme in report.programmes]
    page = render(
        "gap.html.j2",
        words,
        style=own("gap.css"),
        heading=", ".join(names),
        subtitle=", ".join(report.profile.source),
        r=report.coverage,
        gap=report,
        c=Gap(report, words),
    )
    write_atomically(path, page)
