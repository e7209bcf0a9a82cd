"""An evidence matrix as a Word document that an evaluation centre can file."""

from __future__ import annotations

from mapper.evidence_matrix.records import EvidenceReport, EvidenceRow
from mapper.evidence_matrix.view import View
from mapper.reports.word import Paper
from mapper.reports.words import Words


def paper(report: EvidenceReport, t: Words) -> bytes:
    """The document: the standard's facts, the matrix element by element, the activities, room for signatures."""
    view, standard = View(report, t), report.standard
    made = Paper(f"{t('title')}: {standard.code} {standard.title}", lang=t.lang)
    made.paragraph(f"{t('programme')}: {report.programme.name}", bold=True)
    made.paragraph(view.lead)
    if pages := report.programme.unreadable_pages:
        made.paragraph(t("unreadable", pages=", ".join(map(str, pages))), bold=True)
    made.heading(t("standard.facts"), 2)
    made.facts(view.facts(), (t("fact"), t("value")))
    for code, title in standard.elements:
        made.heading(f"{code} {title}", 2)
        made.table(
            [t(key) for key in ("criterion", "kind", "asked", "evidence", "state", "review")],
            [_cells(number, row, view, t) for number, row in enumerate(view.rows(code), 1)],
            (6, 1.8, 1.8, 6, 1.8, 1.8),
        )
    if report.activities:
        made.heading(t("activities"), 2)
        made.table(
            [t(key) for key in ("activity", "place", "instruments", "weight", "shows")],
            [
                (
                    f"{a.name}. {a.text}",
                    view.place(a),
                    view.instruments(a.instruments) or "–",
                    a.weight or "–",
                    "\n".join(view.shows(a)) or t("unused"),
                )
                for a in report.activities
            ],
            (6, 4, 2, 1.5, 4),
        )
    made.heading(t("how"), 2)
    notes = [*report.notes, *(one.why for one in report.skipped)]
    made.bullets(
        [
            *(t(f"how.{key}") for key in ("matrix", "through", "asked", "proposal")),
            t.of(report.material),
            *map(t.of, notes),
        ]
    )
    made.heading(t("signatures"), 2)
    made.facts([(t(key), "") for key in ("made.by", "checked.by", "date")], (t("fact"), t("value")))
    return made.content()


def _cells(number: int, row: EvidenceRow, view: View, t: Words) -> tuple[str, ...]:
    evidence = [
        f"{a.name} ({t.percent(p)}): {a.text}" + (f" [{names}]" if (names := view.instruments(a.instruments)) else "")
        for a, p in view.evidence(row)
    ]
    if through := view.through(row):
        evidence.append(through)
    state = t(row.state)
    if fits := view.fits(row):
        state += f"\n{t('fits')}: {fits}"
    return (
        f"{number}. {row.code}\n{row.statement}",
        t.kind(row.kind),
        view.asked(row),
        "\n".join(evidence) or "–",
        state,
        "",
    )
