"""What a school's offer and several sets of ads say, on the page, in the workbook and in a terminal."""

import io
from dataclasses import replace

import gap_reports
import pytest
from rich.console import Console

from mapper.industry.gap.offer import parts
from mapper.matching.records import Interval
from mapper.reports import kinds
from mapper.reports.blocks import BOOK, PAGE, Medium, Paragraph, Part, Picture, Table, Words
from mapper.reports.gap_texts import GAP
from mapper.reports.terminal import render

ES, EN = Words("es", GAP), Words("en", GAP)


def told(part: Part) -> list[str]:
    return [str(block.text) for block in part.blocks if isinstance(block, Paragraph) and not block.kind]


def shown(part: Part, on: Medium) -> list[list[object]]:
    """The header and the rows of its table, as one form has them."""
    (table,) = (block for block in part.blocks if isinstance(block, Table))
    kept = [on in column.on for column in table.columns]
    assert all(len(row) == len(kept) for row in table.rows)
    rows = [[column.name for column in table.columns], *table.rows]
    return [[cell for cell, is_kept in zip(row, kept, strict=True) if is_kept] for row in rows]


def test_one_programme_and_one_set_of_ads_have_neither() -> None:
    assert parts(gap_reports.gap(), EN) == []


def test_the_offer_names_which_programme_teaches_and_what_none_does() -> None:
    offer = parts(gap_reports.offered(), EN)[0]
    head, *rows = shown(offer, PAGE)
    assert head[-2:] == ["a.pdf", "b.pdf"]
    by_name = {row[0]: row for row in rows}
    assert by_name["Dimensionar baterías (en)"][4:] == ["b.pdf", "– 5%", "✓ 97%"]
    assert by_name["Montar módulos (en)"][4] == "a.pdf, b.pdf"
    assert by_name["Energía (en) (group)"][4] == "Uncertain"
    assert "60%" in told(offer)[0]
    assert any("Some programme teaches" in sentence and "Dimensionar baterías" in sentence for sentence in told(offer))
    assert "Ninguno lo enseña, según su documento (0)." in told(parts(gap_reports.offered(), ES)[0])


def test_the_periods_stand_side_by_side_with_the_change_and_in_a_workbook_in_three_cells() -> None:
    es, en = (parts(gap_reports.offered(), words)[1] for words in (ES, EN))
    assert shown(es, PAGE)[0][1:6] == ["2026-T1", "2026-T2", "2026-T3", "Cambio", "¿Sube o baja?"]
    head, first, *_ = shown(en, PAGE)
    assert head[1:4] == ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert first[1:6] == ["40% (20–60%)", "–", "40% (20–60%)", "20% (10–30%)", "↑ rises"]
    assert shown(en, BOOK)[1][1:4] == list(Interval(0.4, 0.2, 0.6))
    assert "Rises from 2026-Q1 to 2026-Q3 (1): Dimensionar baterías (en)." in told(en)
    assert any("3" in sentence for sentence in told(es) if "sin fecha" in sentence)


def test_where_no_two_periods_are_compared_nothing_is_said_of_changes() -> None:
    found = gap_reports.offered()
    assert found.trend is not None
    rows = tuple(replace(row, change=None, direction="unclear") for row in found.trend.rows)
    trend = parts(replace(found, trend=replace(found.trend, compared=None, rows=rows)), EN)[1]
    assert shown(trend, PAGE)[0][1:] == ["2026-Q1", "2026-Q2", "2026-Q3", "a.pdf", "b.pdf"]
    assert not any(isinstance(block, Picture) for block in trend.blocks)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_terminal_shows_both(lang: str) -> None:
    console = Console(file=io.StringIO(), width=160)
    render(kinds.report("gap", gap_reports.offered(), lang), console)
    said = console.file.getvalue()  # type: ignore[attr-defined]
    assert all(part.title in said for part in parts(gap_reports.offered(), Words(lang, GAP)))


@pytest.mark.slow
def test_pictures_are_drawn() -> None:
    for part in parts(gap_reports.offered(), EN):
        (picture,) = (block for block in part.blocks if isinstance(block, Picture))
        assert picture.draw().startswith("<svg")
