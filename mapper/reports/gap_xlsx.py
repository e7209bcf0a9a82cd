"""The gap report as a workbook: every row of the page's tables, for filtering and for further figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from mapper.coverage.records import Supplement
from mapper.files import write_atomically
from mapper.gap.records import GapReport, GapRow
from mapper.gap.sections import parted, sections
from mapper.needs.records import NamedStandard, Need
from mapper.reports.book import Table, workbook
from mapper.reports.coverage_xlsx import Row, ends, made, tables
from mapper.reports.gap_html import Gap
from mapper.reports.gap_texts import GAP
from mapper.reports.words import Words


def write(report: GapReport, path: Path, *, lang: str) -> None:
    """Write the workbook in the language "es" or "en".

    Raises:
        OSError: the file cannot be written; nothing is left of it.
    """
    t = Words(lang, GAP)
    sheets = [
        Table(t("sheet.first"), ((t("first"), 30), ("", 110)), _first(report, t)),
        _gap(report, t),
        *_sections(report, t),
        *tables(report.coverage, t),
        *_supplements(report, t),
        Table(
            t("sheet.others"),
            ((t("kind"), 20), (t("others.what"), 60), (t("others.ads"), 10), (t("others.required"), 12)),
            ((t(f"other.{o.kind}"), t.of(o.text), o.ads, o.required) for o in report.profile.others),
        ),
        Table(
            t("sheet.skipped"),
            ((t("left.where"), 24), (t("reading.what"), 60), (t("why"), 80)),
            _left_out(report, t),
        ),
        made(report.made, report.programmes, t),
    ]
    write_atomically(path, workbook(t("title"), sheets, t))


def _first(report: GapReport, t: Words) -> Iterator[Row]:
    page = Gap(report, t)
    yield from page.first
    yield t("f.calibrated"), f"{t.of(report.profile.material)} {t.of(report.coverage.material)}"
    for field, column in report.profile.columns.items():
        yield t("columns"), f"{field}: {column}"
    for sentence in page.withheld:
        yield t("withheld"), sentence
    for programme, share in zip(report.programmes, report.headline, strict=True):
        if share is None:
            none = "headline.none" if not report.profile.by_group else "headline.nothing"
            yield t("headline"), f"{programme.name}: {t(none, n=report.profile.groups)}"
        else:
            told = {"share": t.percent(share.value), "low": t.percent(share.low), "high": t.percent(share.high)}
            yield t("headline"), t("headline.lead", name=programme.name, **told)
    if any(report.headline):
        of = "headline.single" if report.profile.told_singly else "headline.groups"
        yield t("headline"), t(of, n=len(report.profile.of_headline))
    for note in report.notes:
        yield t("warnings"), t.of(note)


def _sections(report: GapReport, t: Words) -> Iterator[Table]:
    for section in sections(report, t):
        head, rows, percents = parted(section, t)
        said = [(sentence,) for sentence in (*section.lead, *section.how)]
        columns = [(name, 50 if number == 0 else 14) for number, name in enumerate(head)]
        yield Table(t(f"sheet.{section.key}"), columns, (*rows, *said), percents=percents)


def _left_out(report: GapReport, t: Words) -> Iterator[Row]:
    yield from ((t("f.ads"), left.what, t.of(left.why)) for left in report.profile.skipped)
    for programme in report.programmes:
        yield from ((programme.name, left.what, t.of(left.why)) for left in programme.skipped)


def _gap(report: GapReport, t: Words) -> Table:
    columns = [
        (t("competency"), 50),
        (t("code"), 24),
        (t("standard.of"), 14),
        (t("group"), 40),
        (t("is_group.head"), 10),
        (t("axis.ads").capitalize(), 12),
        (f"{t('demand')}: {t('interval.low').lower()}", 12),
        (f"{t('demand')}: {t('interval.high').lower()}", 12),
        (t("first_ten"), 12),
    ]
    percents = {5, 6, 7, 8}
    several = len(report.programmes) > 1
    for programme in report.programmes:
        of = f" · {programme.name}" if several else ""
        first = len(columns)
        columns += [(t(key) + of, 14) for key in ("state", "taught.probability", "gap")]
        columns += [(f"{t('gap')}: {t(f'interval.{end}').lower()}{of}", 14) for end in ("low", "high")]
        columns += [(t("nearest") + of, 40), (t("instead.head") + of, 40)]
        percents |= {first + 1, first + 2, first + 3, first + 4}
    columns.append((t("examples"), 90))
    rows = (_row(row, t, group=row in report.groups) for row in (*report.groups, *report.rows))
    return Table(t("sheet.gap"), columns, rows, percents=frozenset(percents))


def _row(row: GapRow, t: Words, *, group: bool) -> Row:
    asked = row.competency
    cells: list[str | float | None] = [
        t.of(asked.statement),
        asked.code,
        asked.framework,
        t.of(asked.group_statement),
        t("yes") if group else t("no"),
        *asked.share,
        asked.first_ten,
    ]
    for taught in row.taught:
        gap, low, high = ends(taught.gap)
        instead = f"{taught.instead[0]} {t.of(taught.instead[1])}" if taught.instead else ""
        cells += [t(f"gap.{taught.state}"), taught.probability.value, gap, low, high, taught.unit, instead]
    return (*cells, "\n".join(f"«{example.sentence}» ({example.ad})" for example in asked.examples))


def _supplements(report: GapReport, t: Words) -> list[Table]:
    found = list(zip((programme.name for programme in report.programmes), report.coverage.supplements, strict=False))
    programme = (t("programme"), 24)
    return [
        Table(
            t("sheet.needs"),
            (
                programme,
                (t("need"), 24),
                (t("need.taught"), 12),
                (t("others.ads"), 10),
                (t("need.lacking"), 20),
                (t("need.standards.head"), 60),
                (t("passages.named"), 80),
            ),
            (_need(name, need, t) for name, of_one in found for need in of_one.needs),
        ),
        Table(
            t("sheet.green"),
            (programme, (t("green"), 60), (t("need.taught"), 12), (t("passages.named"), 80)),
            _green(found, t),
        ),
        Table(
            t("sheet.equipment"),
            (
                programme,
                (t("standard"), 14),
                (t("thing"), 40),
                (t("kind"), 12),
                (t("origin"), 30),
                (t("named"), 80),
            ),
            _things(found, t),
        ),
        Table(
            t("sheet.dual"),
            (
                programme,
                (t("code"), 26),
                (t("criterion"), 60),
                (t("kind"), 20),
                (t("dual.setting"), 12),
                (t("dual.by"), 14),
                (t("why"), 60),
            ),
            _dual(found, t),
        ),
        Table(
            t("sheet.staff"),
            (programme, (t("standard"), 14), (t("title.of"), 60), (t("purpose"), 40), (t("named"), 80)),
            _staff(found, t),
        ),
    ]


Found = Iterable[tuple[str, Supplement]]


def _need(name: str, need: Need, t: Words) -> Row:
    standards = "; ".join(_titled(standard, t) for standard in need.standards)
    said = "\n".join(f"{t('use.' + f.use)}: {f.passage.text}" for f in need.findings)
    taught, lacking = (t("yes") if true else t("no") for true in (need.taught, need.lacking))
    return name, t.of(need.title), taught, need.asking, lacking, standards, said


def _titled(standard: NamedStandard, t: Words) -> str:
    if standard.absent:
        return f"{standard.code} ({t('need.absent')})"
    return f"{standard.code} {standard.title or ''}".strip()


def _green(found: Found, t: Words) -> Iterator[Row]:
    for name, of_one in found:
        for skill in of_one.green:
            if skill.passages:
                taught = t("yes") if skill.taught else t("no")
                yield name, skill.statement, taught, "\n".join(passage.text for passage in skill.passages)


def _things(found: Found, t: Words) -> Iterator[Row]:
    for name, of_one in found:
        for standard in of_one.standards:
            for thing in standard.resources:
                named = "\n".join(passage.text for passage in thing.named) or t("named.no")
                origin = t(f"origin.{thing.origin}", code=thing.code)
                yield name, standard.code, thing.name, t(f"thing.{thing.kind}"), origin, named


def _dual(found: Found, t: Words) -> Iterator[Row]:
    for name, of_one in found:
        for standard in of_one.standards:
            for s in standard.dual:
                setting, by = t(f"setting.{s.setting}"), t(f"by.{s.by}")
                yield name, s.code, s.statement, t.kind(s.kind), setting, by, t.of(s.why)
        for passage in of_one.marked:
            yield name, "", passage.text, "", t(f"setting.{passage.dual}"), t("by.programme"), t("dual.marks")


def _staff(found: Found, t: Words) -> Iterator[Row]:
    for name, of_one in found:
        for s in of_one.staff:
            named = "\n".join(passage.text for passage in s.named) or t("named.no")
            title = t("need.absent") if s.absent else s.title or t("title.unloaded")
            yield name, s.code, title, t.of(s.purpose), named
