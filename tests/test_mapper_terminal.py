"""The terminal's view of an alignment: readable at 80 columns, narrow, piped, and with hostile text."""

import io
import re

import alignments
import pytest
from rich.console import Console
from rich.text import Text as Line
from test_mapper_reports import in_terminal

from mapper.programmes import Alignment
from mapper.reports import kinds
from mapper.reports.terminal import grid, plain


def shown(alignment: Alignment, *, lang: str = "es", width: int = 80, colour: bool = False) -> str:
    return in_terminal(kinds.make_report("report", [alignment], lang), width, colour=colour)


def test_shows_passage_page_codes_and_probabilities() -> None:
    text = shown(alignments.programme(), width=160)
    line = next(line for line in text.splitlines() if "EC9901/E1/desempeno/1" in line and "Verifica" in line)
    assert [said for said in ("Verifica la orientación", "93 %", " 1 ") if said not in line] == []
    assert [
        said for said in ("sin correspondencia", "(solo título)", "> 99 %") if said not in " ".join(text.split())
    ] == []
    text = shown(alignments.programme(), lang="en")
    told = ("no match", "title only", "1 page could not be read: 4.", "running headers", " Page ")
    assert [said for said in told if said not in text] == []
    # A document without pages has no column for them.
    assert " Page " not in shown(alignments.syllabus(), lang="en")
    for nothing in (alignments.empty(), alignments.unmatched()):
        assert re.search("ningún pasaje|Ninguno de los pasajes", shown(nothing))


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_console(width: int) -> None:
    for alignment in (alignments.programme(), alignments.syllabus(), alignments.hostile()):
        assert max(map(len, shown(alignment, width=width).splitlines())) <= width


def test_a_figure_is_never_broken() -> None:
    console = Console(file=io.StringIO(), width=12)
    with console.capture() as shown:
        console.print(grid(["R", "n"], [[Line("R5"), Line(".8 (.7–.9)")]], 12, [1]))
    assert shown.get().split("\n") == ["", "R: R5", "n: .8 ", "(.7–.9)", ""]


def test_takes_nothing_as_markup_or_as_a_command_of_the_terminal() -> None:
    text = shown(alignments.hostile(), width=200)
    assert "[bold red]rich[/bold red]" in text
    assert not {"\x1b", "\u202e"} & set(text)
    assert "\x1b[31m" not in shown(alignments.hostile(), colour=True)
    assert plain(" a\n\tb\x00c\ud800 ") == "a bc"
