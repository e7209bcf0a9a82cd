"""What a school's offer and several sets of ads say, on the page, in the workbook and in a terminal."""

import io

import gap_reports
import pytest
from rich.console import Console

from mapper.gap import terminal
from mapper.gap.sections import parted, sections, shown
from mapper.records import Interval
from mapper.reports.gap_texts import GAP
from mapper.reports.words import Words

ES, EN = Words("es", GAP), Words("en", GAP)


def test_one_programme_and_one_set_of_ads_have_neither() -> None:
    assert sections(gap_reports.gap(), EN) == []


def test_the_offer_names_which_programme_teaches_and_what_none_does() -> None:
    offer = sections(gap_reports.offered(), EN)[0]
    assert offer.head[-2:] == ("a.pdf", "b.pdf")
    told = {str(row[0]): row for row in offer.rows}
    assert told["Dimensionar baterías (en)"][4] == "b.pdf"
    assert told["Dimensionar baterías (en)"][5:] == ("– 5%", "✓ 97%")
    assert told["Montar módulos (en)"][4] == "a.pdf, b.pdf"
    assert told["Energía (en) (group)"][4] == "Uncertain"
    assert "60%" in offer.lead[0]
    assert any("Some programme teaches" in sentence and "Dimensionar baterías" in sentence for sentence in offer.lead)
    assert "Ninguno lo enseña, según su documento (0)." in sections(gap_reports.offered(), ES)[0].lead


def test_the_periods_stand_side_by_side_with_the_change() -> None:
    es, en = (sections(gap_reports.offered(), words)[1] for words in (ES, EN))
    assert es.head[1:6] == ("2026-T1", "2026-T2", "2026-T3", "Cambio", "¿Sube o baja?")
    assert en.head[1:4] == ("2026-Q1", "2026-Q2", "2026-Q3")
    assert [shown(cell, EN) for cell in en.rows[0][1:6]] == [
        "40% (20% to 60%)",
        "–",
        "40% (20% to 60%)",
        "20% (10% to 30%)",
        "↑ rises",
    ]
    assert "Rises from 2026-Q1 to 2026-Q3 (1): Dimensionar baterías (en)." in en.lead
    assert any("3" in sentence for sentence in es.lead if "sin fecha" in sentence)


def test_a_workbook_has_an_interval_in_three_cells() -> None:
    offer, trend = sections(gap_reports.offered(), EN)
    head, rows, percents = parted(trend, EN)
    assert all(len(row) == len(head) for row in rows)
    assert {type(rows[0][column]) for column in percents if rows[0][column] is not None} == {float}
    assert rows[0][1:4] == list(Interval(0.4, 0.2, 0.6))
    assert len(parted(offer, EN)[0]) == len(offer.head) + 3 * 2


@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_terminal_shows_both(lang: str) -> None:
    console = Console(file=io.StringIO(), width=160)
    terminal.render(gap_reports.offered(), console, lang=lang)
    said = console.file.getvalue()  # type: ignore[attr-defined]
    for section in sections(gap_reports.offered(), Words(lang, GAP)):
        assert section.title in said


@pytest.mark.slow
def test_pictures_are_drawn() -> None:
    for section in sections(gap_reports.offered(), EN):
        assert section.picture().startswith("<svg")
