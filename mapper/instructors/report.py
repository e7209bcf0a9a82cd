"""An instructor profile as a page, workbook and JSON, and in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.files import write_together
from mapper.instructors.records import Holding, InstructorsReport, Requirement, Standing, Training
from mapper.instructors.texts import TEXTS
from mapper.reports.book import Table, workbook
from mapper.reports.coverage_xlsx import made
from mapper.reports.marks import Mark, marks
from mapper.reports.page import own, render
from mapper.reports.record_json import dumps
from mapper.reports.sheets import Cell
from mapper.reports.terminal import plain
from mapper.reports.unread import unread
from mapper.reports.words import Words

if TYPE_CHECKING:
    from rich.console import Console

NAME = "instructors"
SIGNS: dict[Standing, str] = {"held": "✓", "expired": "!", "older": "≠", "missing": ""}
_WEIGHT: dict[Standing, float] = {"held": 1.0, "expired": 0.4, "older": 0.4, "missing": 0.0}
_WORDS: dict[Standing, str] = {"held": "held", "expired": "expired", "older": "older", "missing": "missing.it"}


class View:
    """A report in the words of one language.

    Args:
        report: the profile.
        words: of the page.
    """

    def __init__(self, report: InstructorsReport, words: Words) -> None:
        self._report, self._words = report, words

    @property
    def lead(self) -> str:
        """The whole in one sentence."""
        training = self._report.training
        met = sum(one.fulfilled for one in training)
        return self._words("lead", of=len(training), met=met, people=len(self._report.people))

    def requirements(self) -> list[tuple[str, Requirement, Training]]:
        """Each requirement with its short name and who lacks it."""
        pairs = zip(self._report.requirements, self._report.training, strict=True)
        return [(f"R{n}", requirement, training) for n, (requirement, training) in enumerate(pairs, 1)]

    def standards(self, requirement: Requirement) -> list[str]:
        """The standards that fulfil a requirement, one line each."""
        t, lines = self._words, []
        for s in requirement.standards:
            said = [t("absent")] * s.absent + [t("named")] * s.named
            title = s.title or ("" if s.absent else t("none.matching"))
            lines.append(" ".join(filter(None, (s.code, title))) + (f" ({', '.join(said)})" if said else ""))
        return lines

    def standing(self, standing: Standing) -> str:
        """How somebody stands to a requirement."""
        return self._words(_WORDS[standing])

    def holding(self, holding: Holding) -> str:
        """A certificate in one line."""
        t = self._words
        said = [t("since", date=holding.date)] * bool(holding.date)
        said += [t("until", date=holding.expires)] * bool(holding.expires)
        said += [t("expired")] * bool(holding.expired) + [t("absent")] * holding.absent
        return holding.code + (f" ({', '.join(said)})" if said else "")

    def picture(self) -> str:
        """Who holds what."""
        t = self._words
        columns = [name for name, _, _ in self.requirements()]
        cells = [[Mark(SIGNS[s], _WEIGHT[s]) for s in mine] for mine in self._report.standings]
        told = f"{t('picture')}. {t('as_table')}."
        return marks([person.name for person in self._report.people], columns, cells, told)


def write(report: InstructorsReport, folder: Path, *, lang: str) -> list[Path]:
    """Write instructors.html, .xlsx and .json into a folder, which is made; gives their paths.

    Raises:
        OSError: they cannot be written; none of them is, then.
    """
    words = Words(lang, TEXTS)
    contents: dict[str, bytes | str] = {
        f"{NAME}.html": page(report, words),
        f"{NAME}.xlsx": book(report, words),
        f"{NAME}.json": dumps(report),
    }
    return write_together(folder, contents)


def page(report: InstructorsReport, words: Words) -> str:
    """The report as a page."""
    return render(
        "instructors.html.j2",
        words,
        package="mapper.instructors",
        style=own("gap.css") + own("wording.css"),
        heading=report.programme.name,
        subtitle="",
        r=report,
        v=View(report, words),
    )


def book(report: InstructorsReport, t: Words) -> bytes:
    """The report as a workbook."""
    view = View(report, t)
    names = [name for name, _, _ in view.requirements()]
    tables = [
        Table(
            t("sheet.training"),
            (("R", 6), (t("requirement"), 40), (t("any.of"), 60), (t("scope"), 24), (t("met"), 10), (t("lacking"), 50),
             (t("why"), 50)),
            _training(view, t),
        ),
        Table(
            t("sheet.people"),
            ((t("person"), 30), *((name, 14) for name in names)),
            (
                (person.name, *(view.standing(s) for s in mine))
                for person, mine in zip(report.people, report.standings, strict=True)
            ),
        ),
        Table(
            t("sheet.holdings"),
            ((t("person"), 30), (t("code"), 14), (t("issued"), 14), (t("expires"), 14), (t("expired"), 10),
             (t("absent"), 18)),
            (
                (p.name, h.code, h.date, h.expires, _answer(h.expired, t), _answer(h.absent, t))
                for p in report.people
                for h in p.holdings
            ),
        ),
        made(report.made, (report.programme,), t),
    ]  # fmt: skip
    return workbook(t("title"), tables, t)


def _answer(value: bool | None, t: Words) -> str:
    return "" if value is None else t("yes" if value else "no")


def _training(view: View, t: Words) -> Iterator[tuple[Cell, ...]]:
    for name, requirement, training in view.requirements():
        yield (
            name,
            t.of(requirement.purpose),
            "\n".join(view.standards(requirement)),
            t(f"scope.{requirement.scope}"),
            t("met.yes" if training.fulfilled else "met.no"),
            "\n".join(training.lacking),
            t.of(requirement.why),
        )


def render_terminal(report: InstructorsReport, console: Console, *, lang: str) -> None:
    """Print the profile; nothing of a table's text is taken as markup or as a terminal's command."""
    from rich import box
    from rich.table import Table as Grid
    from rich.text import Text as Line

    t = Words(lang, TEXTS)
    view = View(report, t)
    console.print(Line(f"{plain(report.programme.name)}: {view.lead}", style="bold"))
    for line in unread(report.programme, t):
        console.print(Line(plain(line), style="yellow"))
    table = Grid(box=box.SIMPLE_HEAD, padding=(0, 1))
    for head in ("requirement", "scope", "met", "lacking"):
        table.add_column(t(head), overflow="fold", ratio={"requirement": 5, "lacking": 3}.get(head, 1))
    for name, requirement, training in view.requirements():
        wanted = "\n".join(plain(line) for line in view.standards(requirement))
        what = Line.assemble((f"{name} {t.of(requirement.purpose)}", "bold"), f"\n{wanted}")
        lacking = ", ".join(plain(person) for person in training.lacking) or t("lacking.none")
        met = Line(t("met.yes" if training.fulfilled else "met.no"), style="green" if training.fulfilled else "red")
        table.add_row(what, t(f"scope.{requirement.scope}"), met, Line(lacking))
    console.print(table)
    if report.on:
        console.print(Line(t("on", on=report.on), style="dim"))
    for note in (*report.notes, report.material):
        console.print(Line(t.of(note), style="dim"))
