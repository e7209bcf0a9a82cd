"""A report on microcredentials as a Word document that a committee can discuss and sign."""

from __future__ import annotations

from collections.abc import Sequence

from mapper.credentials.records import Bundle, BundledCriterion, CredentialsReport
from mapper.credentials.view import View
from mapper.reports.unread import unread
from mapper.reports.word import Paper
from mapper.reports.words import Words

_WIDTHS = (2.2, 5, 1.8, 1.6, 1.3, 4)


def paper(report: CredentialsReport, t: Words) -> bytes:
    """The document: what the bundles are, one by one with room for a decision, then how the programmes compare."""
    view, made = View(report, t), Paper(t("title"), lang=t.lang)
    made.paragraph(", ".join(programme.name for programme in report.programmes), bold=True)
    made.paragraph(view.lead)
    for line in (line for programme in report.programmes for line in unread(programme, t)):
        made.paragraph(line, bold=True)
    made.heading(t("how"), 2)
    notes = [*report.notes, *(one.why for one in report.skipped)]
    made.bullets([*(t(f"how.{key}") for key in ("bundle", "units", "draft")), t.of(report.material), *map(t.of, notes)])
    for bundle in report.bundles:
        _bundle(made, bundle, view, t)
    if report.comparisons:
        _compared(made, report, t)
    if report.short:
        made.heading(t("short"), 2)
        made.paragraph(t("short.how"))
        made.table(
            [t("programme"), t("element"), t("covered"), t("partly"), t("total")],
            [
                (
                    report.programmes[s.programme].name,
                    f"{s.part.code} {s.part.title}",
                    *map(str, (s.taught, s.partly, s.of)),
                )
                for s in report.short
            ],
            (3, 8, 1, 1, 1),
        )
    return made.content()


def _bundle(made: Paper, bundle: Bundle, view: View, t: Words) -> None:
    made.heading(view.name(bundle.identifier), 2)
    of = len(bundle.taught) + len(bundle.missing)
    overlaps = [f"{view.reference(shared.bundle)}: {view.shared(shared)}" for shared in bundle.overlaps]
    made.facts(
        [
            (t("parts"), "\n".join(f"{p.code} {p.title} ({p.standard} {p.standard_title})" for p in bundle.parts)),
            (t("taught"), t("taught.of", taught=len(bundle.taught), of=of)),
            (t("units"), "\n".join(f"{u.name or t('unit.none')}: {view.hours_of(u)}" for u in view.units(bundle))),
            (t("hours"), view.hours(bundle)),
            (t("overlaps"), "\n".join(overlaps) or t("overlaps.none")),
        ],
        (t("fact"), t("value")),
    )
    for heading, rows in (
        (t("taught"), bundle.taught),
        (t("lacking", n=len(bundle.missing)), bundle.missing),
        (t("attitudes.apart", n=len(bundle.attitudes)), bundle.attitudes),
    ):
        if rows:
            made.heading(heading, 3)
            _criteria(made, rows, bundle.programme, view, t)
    made.heading(t("decision"), 3)
    empty = [(t(f"decision.{key}"), "") for key in ("what", "notes", "who", "date")]
    made.facts(empty, (t("fact"), t("value")))


def _criteria(made: Paper, rows: Sequence[BundledCriterion], number: int, view: View, t: Words) -> None:
    made.table(
        [t(key) for key in ("code", "criterion", "kind", "state", "probability", "passages.named")],
        [
            (
                c.code,
                c.statement,
                t.kind(c.kind),
                "\n".join(filter(None, (t(c.state), t.of(c.why)))),
                t.percent(c.probability),
                "\n".join(_cited(p.text, p.page, t) for p in view.passages(number, c)),
            )
            for c in rows
        ],
        _WIDTHS,
    )


def _cited(text: str, page: int | None, t: Words) -> str:
    return text if page is None else f"{text} ({t('page.of', page=page)})"


def _compared(made: Paper, report: CredentialsReport, t: Words) -> None:
    made.heading(t("comparison"), 2)
    made.paragraph(t("comparison.how"))
    for comparison in report.comparisons:
        made.heading(f"{comparison.part.code} {comparison.part.title}", 3)
        counts = ((t(key), str(len(getattr(comparison, key)))) for key in ("common", "differing", "nowhere"))
        made.paragraph("; ".join(f"{name}: {n}" for name, n in counts))
        made.table(
            [t("criterion"), t("kind"), *(programme.name for programme in report.programmes)],
            [(f"{c.code} {c.statement}", t.kind(c.kind), *(t(s) for s in c.states)) for c in comparison.criteria],
            (6, 2, *(2 for _ in report.programmes)),
        )
