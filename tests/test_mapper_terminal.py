"""The terminal's view of an alignment: readable at 80 columns, narrow, piped, and with hostile text."""

import io

import alignments
import pytest
from rich.console import Console

from mapper.records import Alignment
from mapper.reports.terminal import BAR, plain, render


def shown(alignment: Alignment, *, lang: str = "es", width: int = 80, colour: bool = False) -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=colour, color_system="standard" if colour else None)
    render(alignment, console, lang=lang)
    return file.getvalue()


def test_shows_passage_page_codes_and_probabilities() -> None:
    text = shown(alignments.programme(), width=160)
    line = next(line for line in text.splitlines() if "EC9901/E1/desempeno/1" in line)
    assert "Verifica la orientación" in line
    assert "93\N{NO-BREAK SPACE}%" in line
    assert " 1 " in line
    assert "sin correspondencia" in text
    assert "(solo título)" in text
    assert "> 99\N{NO-BREAK SPACE}%" in text


def test_shows_coverage_with_bars_of_one_length() -> None:
    text = shown(alignments.programme())
    bars = [line for line in text.splitlines() if "█" in line and "/" in line]
    assert len(bars) == 3
    assert all(sum(line.count(sign) for sign in "█▓▒·") == BAR for line in bars)
    assert "2/5" in bars[0]
    assert "EC9901/E1" in bars[1]


def test_speaks_english() -> None:
    text = shown(alignments.programme(), lang="en")
    assert "no match" in text
    assert "title only" in text
    assert "1 page could not be read: 4." in text
    assert "running headers" in text


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_console(width: int) -> None:
    for alignment in (alignments.programme(), alignments.syllabus(), alignments.hostile()):
        for line in shown(alignment, width=width).splitlines():
            assert len(line) <= width


def test_a_document_without_pages_has_no_column_for_them() -> None:
    assert "p." not in shown(alignments.syllabus(), lang="en").splitlines()[2]


@pytest.mark.parametrize("alignment", [alignments.empty(), alignments.unmatched()], ids=["empty", "unmatched"])
def test_says_that_there_is_nothing(alignment: Alignment) -> None:
    text = shown(alignment)
    assert "ningún pasaje" in text or "Ninguno de los pasajes" in text


def test_takes_nothing_as_markup_or_as_a_command_of_the_terminal() -> None:
    text = shown(alignments.hostile(), width=200)
    assert "[bold red]rich[/bold red]" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\x1b[31m" not in shown(alignments.hostile(), colour=True)


def test_plain_text_stands_in_one_line() -> None:
    assert plain(" a\n\tb\x00c\ud800 ") == "a bc"
