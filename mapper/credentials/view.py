"""What page, Word document and terminal alike ask of a report on microcredentials."""

from __future__ import annotations

from collections.abc import Sequence

from corpora import Passage
from mapper.credentials.bundles import SURE
from mapper.credentials.records import Bundle, BundledCriterion, CredentialsReport, Shared, Unit
from mapper.credentials.texts import SYMBOLS
from mapper.reports.gap_figures import quoted
from mapper.reports.marks import Mark, marks
from mapper.reports.words import Words

Row = tuple[BundledCriterion, tuple[bool, ...]]
"""A criterion, and for each unit of its bundle whether it teaches it fully."""
_WEIGHT = {"covered": 1.0, "partly": 0.45, "uncertain": 0.2, "not_found": 0.0}


class View:
    """A report in the words of one language.

    Args:
        report: of bundles.
        words: of the page.
    """

    def __init__(self, report: CredentialsReport, words: Words) -> None:
        self._report, self._words = report, words
        self._numbers = {bundle.identifier: n for n, bundle in enumerate(report.bundles, 1)}

    @property
    def how(self) -> str:
        """When a bundle is proposed."""
        return self._words("how.bundle", sure=self._words.percent(SURE))

    @property
    def lead(self) -> str:
        """The whole in one sentence."""
        found = self._report.bundles
        if not found:
            return self._words("none")
        return self._words("lead", n=len(found), complete=sum(bundle.complete for bundle in found))

    def number(self, identifier: str) -> int:
        """A bundle's number, from 1."""
        return self._numbers[identifier]

    def name(self, identifier: str) -> str:
        """A bundle's number and title, with its programme where there are several."""
        number = self.number(identifier)
        bundle = self._report.bundles[number - 1]
        programmes = self._report.programmes
        of = f" ({programmes[bundle.programme].name})" if len(programmes) > 1 else ""
        return f"{self._words('bundle.n', n=number)}: {bundle.title}{of}"

    def reference(self, identifier: str) -> str:
        """A bundle's number and the codes of what it aims at: a title can be a paragraph."""
        number = self.number(identifier)
        bundle = self._report.bundles[number - 1]
        programmes = self._report.programmes
        of = f", {programmes[bundle.programme].name}" if len(programmes) > 1 else ""
        codes = ", ".join(part.code for part in bundle.parts)
        return f"{self._words('bundle.n', n=number)} ({codes}{of})"

    def units(self, bundle: Bundle) -> list[Unit]:
        """The units that a bundle takes."""
        return [unit for unit in self._report.units[bundle.programme] if unit.name in bundle.units]

    def hours_of(self, unit: Unit) -> str:
        """A unit's hours, with the words that state them."""
        if unit.hours is None:
            return self._words("hours.none")
        page = f", {self._words('page.of', page=unit.page)}" if unit.page is not None else ""
        return f"{unit.hours:g} ({self._words('hours.said', said=unit.said)}{page})"

    def hours(self, bundle: Bundle) -> str:
        """A bundle's hours, and which of its units state none."""
        if bundle.hours is None:
            return self._words("hours.none")
        if bundle.unstated:
            return self._words("hours.some", hours=f"{bundle.hours:g}", units="; ".join(bundle.unstated))
        return f"{bundle.hours:g}"

    def shared(self, shared: Shared) -> str:
        """What two bundles have in common."""
        t, said = self._words, []
        if shared.units:
            said.append(t("overlap.units", units="; ".join(shared.units)))
        if shared.hours:
            said.append(t("overlap.hours", hours=f"{shared.hours:g}"))
        if shared.criteria:
            said.append(t("overlap.criteria", n=len(shared.criteria)))
        return ". ".join(said)

    def passages(self, number: int, criterion: BundledCriterion) -> Sequence[Passage]:
        """The passages that show a criterion."""
        return list(quoted(self._report.programmes[number], criterion.passages))

    @staticmethod
    def rows(bundle: Bundle) -> list[Row]:
        """Its criteria, attitudes left out, in the standard's order."""
        order = [part.code for part in bundle.parts]
        criteria = sorted((*bundle.taught, *bundle.missing), key=lambda c: order.index(c.element))
        return [(c, tuple(c.taught and name in c.units for name in bundle.units)) for c in criteria]

    def picture(self, bundle: Bundle) -> tuple[list[Row], str]:
        """Which unit teaches which criterion, as rows and as a picture."""
        t, rows = self._words, self.rows(bundle)
        columns = [f"U{n}" for n in range(1, len(bundle.units) + 1)]
        cells = [
            [Mark("✓" if taught else "", float(taught)) for taught in of_units]
            + [Mark(SYMBOLS[criterion.state], _WEIGHT[criterion.state])]
            for criterion, of_units in rows
        ]
        told = f"{t('picture.bundle')}: {bundle.title}. {t('as_table')}."
        return rows, marks([c.statement for c, _ in rows], [*columns, t("overall")], cells, told)
