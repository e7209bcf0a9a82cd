"""Parts and cells that reports on programmes share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpora import Passage, Skipped, Text
from mapper.coverage.records import Made, Programme
from mapper.reports.blocks import (
    PAGE,
    READ,
    SHOWN,
    TERMINAL,
    Block,
    Bullets,
    Cell,
    Column,
    Paragraph,
    Part,
    Span,
    Table,
)
from mapper.reports.clean import shorten
from mapper.reports.figures import program_version
from mapper.reports.words import Words


def how(t: Words, sentences: Iterable[str], notes: Iterable[Text] = ()) -> Part:
    """How a report is to be read, then what is to be known of this one."""
    return Part(t("how"), [Bullets([*sentences, *map(t.of, notes)])], folded="open", on=READ)


def last_words(t: Words, notes: Iterable[Text]) -> Part:
    """The same notes at the end of what a terminal shows."""
    return Part("", [Paragraph(t.of(note), "quiet") for note in notes], on=TERMINAL)


def read(programmes: Sequence[Programme], t: Words) -> list[Block]:
    """How much of each programme was compared, and what of it could not be used."""
    blocks: list[Block] = []
    for programme in programmes:
        pages = "" if programme.pages is None else f", {programme.pages} {t('pages')}"
        of = f"{programme.name}: " if len(programmes) > 1 else ""
        blocks.append(Paragraph(f"{of}{programme.searched} {t('searched')}{pages}", "quiet", on=PAGE))
        blocks += unread(programme, t)
    return blocks


def unread(programme: Programme, t: Words) -> Iterator[Block]:
    """What of a programme could not be used."""
    if programme.unreadable_pages:
        pages = t("unreadable", pages=", ".join(map(str, programme.unreadable_pages)))
        yield Paragraph(f"{programme.name}: {pages}", "warning")
    if not programme.searched:
        yield Paragraph(f"{programme.name}: {t('nothing_searched')}", "warning")
    if programme.skipped:
        title = f"{programme.name}: {t('reading.skipped')}"
        yield Part(title, [left_out(programme.skipped, t)], count=len(programme.skipped), folded="folded", on=PAGE)


def left_out(skipped: Sequence[Skipped], t: Words, most: int | None = None) -> Bullets:
    """What was not used, and why."""
    return Bullets([[*_quoted(one, t), Span(t.of(one.why))] for one in skipped], most, on=SHOWN)


def _quoted(skipped: Skipped, t: Words) -> list[Span]:
    return [Span(f"{skipped.what}:", lang="")] if t.example(skipped) else []


def cited(passages: Iterable[Passage], t: Words, longest: int | None = None) -> list[Span]:
    """Passages one below the other, each with its page and headings."""
    return [span for passage in passages for span in _cited(passage, t, longest)]


def _cited(passage: Passage, t: Words, longest: int | None) -> Iterator[Span]:
    text = passage.text if longest is None else shorten(" ".join(passage.text.split()), longest)
    yield Span(text, "line", lang=passage.language or "")
    if place := place_of(passage.page, passage.section, t):
        yield Span(place, "small", lang="")


def place_of(page: int | None, section: Sequence[str], t: Words) -> str:
    """Page and headings."""
    return " ".join(filter(None, ("" if page is None else t("page.of", page=page), " › ".join(section))))


def state(name: str, t: Words, *why: str) -> Cell:
    """A state with its sign, and what is said of it."""
    return [Span(t(name), "state", name), *(Span(one, "small") for one in why if one)]


def made(value: Made, programmes: Sequence[Programme], t: Words, notes: Sequence[Sequence[Cell]] = ()) -> Part:
    """What a report was made with.

    Args:
        value: what it takes to make it again.
        programmes: that it is about.
        t: of the report.
        notes: further rows of the sheet.
    """
    settings = sorted(value.settings.items())
    rows: list[Sequence[Cell]] = [
        (t("made.program"), "curmap", program_version()),
        *((t("programme"), programme.name, programme.sha256) for programme in programmes),
        *((t("made.framework"), f"{name}, {version}", sha256) for name, version, sha256 in value.frameworks),
        (t("made.encoder"), value.encoder["name"], value.encoder["revision"]),
        *((t("made.models"), name, revision) for name, revision in sorted(value.models.items())),
        *((t("made.settings"), name, _setting(setting)) for name, setting in settings if setting not in ("", [], ())),
        *notes,
    ]
    columns = (Column(t("made"), 30), Column(t("cite.name"), 50), Column(t("value"), 70))
    blocks: list[Block] = [Paragraph(t("made.same"), on=READ), Table(columns, rows, t("sheet.made"))]
    return Part(t("made"), blocks, id="made", on=~TERMINAL)


def _setting(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
