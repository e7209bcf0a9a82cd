"""What page, workbook, Word document and terminal alike ask of an evidence matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mapper.evidence_matrix.records import EVIDENCED, Activity, Evidenced, EvidenceReport, EvidenceRow
from mapper.evidence_matrix.texts import INSTRUMENTS
from mapper.reports.marks import Mark, marks
from mapper.reports.words import Words


class View:
    """A report in the words of one language.

    Args:
        report: the matrix.
        words: of the page.
    """

    states = EVIDENCED

    def __init__(self, report: EvidenceReport, words: Words) -> None:
        self._report, self._words = report, words
        self._activities = {activity.name: activity for activity in report.activities}

    @property
    def lead(self) -> str:
        """The whole in one sentence."""
        counts = Counter(row.state for row in self._report.rows)
        return self._words("lead", of=len(self._report.rows), **{state: counts[state] for state in EVIDENCED})

    @property
    def kinds(self) -> list[tuple[str, dict[Evidenced, int], int]]:
        """Each kind of criterion with how many are in each state, and all of them."""
        found: dict[str, Counter[Evidenced]] = {}
        for row in self._report.rows:
            found.setdefault(row.kind, Counter())[row.state] += 1
        return [(kind, {state: n[state] for state in EVIDENCED}, n.total()) for kind, n in found.items()]

    def rows(self, element: str) -> list[EvidenceRow]:
        """The criteria of one element."""
        return [row for row in self._report.rows if row.element == element]

    def shown(self, element: str) -> list[Activity]:
        """The activities that may show one of them, in the programme's order."""
        names = {evidence.activity for row in self.rows(element) for evidence in row.evidence}
        return [activity for activity in self._report.activities if activity.name in names]

    def chances(self, row: EvidenceRow, activities: Sequence[Activity]) -> list[float | None]:
        """The probability of each activity for a criterion, None where it is not worth telling."""
        of = {evidence.activity: evidence.probability for evidence in row.evidence}
        return [of.get(activity.name) for activity in activities]

    def picture(self, element: str) -> str:
        """The element's part of the matrix, "" where no activity shows anything of it."""
        t, rows, shown = self._words, self.rows(element), self.shown(element)
        if not shown:
            return ""
        cells = [
            [Mark("" if p is None else f"{100 * p:.0f}", p or 0.0) for p in self.chances(row, shown)] for row in rows
        ]
        told = f"{t('picture.evidence')}: {element}. {t('as_table')}."
        return marks([row.statement for row in rows], [activity.name for activity in shown], cells, told)

    def evidence(self, row: EvidenceRow) -> list[tuple[Activity, float]]:
        """The activities that may show a criterion, with their probabilities."""
        return [(self._activities[evidence.activity], evidence.probability) for evidence in row.evidence]

    def through(self, row: EvidenceRow) -> str:
        """The activities that assess an outcome which teaches the criterion, "" for none."""
        if not row.through:
            return ""
        named = ", ".join(f"{name} ({number})" for name, number in row.through)
        return self._words("through", activities=named)

    def instruments(self, names: Sequence[str]) -> str:
        """Their names, parted by commas."""
        return ", ".join(self._words.of(INSTRUMENTS[name]) for name in names)

    def asked(self, row: EvidenceRow) -> str:
        """The instruments that a criterion asks for."""
        names = [self._words.of(INSTRUMENTS[name]) for name in row.asked]
        return self._words("or").join(names) or self._words("asked.none")

    def asked_of(self, kind: str) -> str:
        """The same for a kind of criterion."""
        return self.asked(next(row for row in self._report.rows if row.kind == kind))

    def fits(self, row: EvidenceRow) -> str:
        """Whether the programme's instrument is one that is asked for; "" where nothing is found or asked."""
        if row.state != "found" or not row.asked:
            return ""
        return self._words({True: "fits.yes", False: "fits.no", None: "fits.unknown"}[row.fits])

    def shows(self, activity: Activity) -> list[str]:
        """Codes of the criteria that an activity may show."""
        return [row.code for row in self._report.rows if any(e.activity == activity.name for e in row.evidence)]

    def place(self, activity: Activity) -> str:
        """Page and heading of an activity."""
        page = "" if activity.page is None else self._words("page.of", page=activity.page)
        return " ".join(filter(None, (page, activity.section[-1] if activity.section else "")))

    def facts(self) -> list[tuple[str, str]]:
        """What the standard says of itself and its evaluation."""
        t, s = self._words, self._report.standard
        unsaid = t("unsaid")
        return [
            (t("standard"), f"{s.code} {s.title}"),
            (t("level"), s.level or unsaid),
            (t("committee"), s.committee or unsaid),
            (t("requirements"), "\n".join(s.requirements) or unsaid),
            (t("practice"), "\n".join(s.practice) or unsaid),
            (t("duration"), s.duration or unsaid),
        ]
