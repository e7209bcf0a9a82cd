"""Parts, cells, counts and look-ups that reports share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple, get_args

from corpora import Document, Passage, Role, Skipped, Text
from mapper.matching.records import MappedPassage, Match, strip_title
from mapper.programmes import Coverage
from mapper.programmes.coverage import CriterionCoverage, Made, Near, Programme, Tally
from mapper.programmes.coverage.standards import is_attitude
from mapper.reports import blocks as b
from mapper.reports.blocks import Bar, Words, shorten


def cite_programmes(programmes: Sequence[Programme]) -> tuple[Programme, ...]:
    """Return the programmes with their passages as a report cites them: without the title that all of them share."""
    return tuple(
        replace(one, passages={id_: strip_title(passage, one.shared) for id_, passage in one.passages.items()})
        for one in programmes
    )


def reading_guide(t: Words, sentences: Iterable[str], notes: Iterable[Text] = ()) -> b.Section:
    """Return how a report is to be read, then what is to be known of this one."""
    return b.Section(t("how"), [b.Bullets([*sentences, *map(t.translate, notes)])], folded="open", on=b.READ)


def closing_notes(t: Words, notes: Iterable[Text]) -> b.Section:
    """Return the same notes at the end of what a terminal shows."""
    return b.Section("", [b.Paragraph(t.translate(note), "quiet") for note in notes], on=b.TERMINAL)


def reading_section(programmes: Sequence[Programme], t: Words) -> list[b.Block]:
    """Return how much of each programme was compared, and what of it could not be used."""
    blocks: list[b.Block] = []
    for programme in programmes:
        pages = "" if programme.pages is None else f", {programme.pages} {t('pages')}"
        of = f"{programme.name}: " if len(programmes) > 1 else ""
        blocks.append(b.Paragraph(f"{of}{programme.searched} {t('compared')}{pages}", "quiet", on=b.PAGE))
        blocks += list_unread(programme, t)
    return blocks


def list_unread(programme: Programme, t: Words) -> Iterator[b.Block]:
    """Yield what of a programme could not be used."""
    if programme.unreadable_pages:
        pages = t("unreadable", pages=", ".join(map(str, programme.unreadable_pages)))
        yield b.Paragraph(f"{programme.name}: {pages}", "warning")
    if not programme.searched:
        yield b.Paragraph(f"{programme.name}: {t('nothing_searched')}", "warning")
    yield from (
        b.Paragraph(f"{programme.name}: {t.translate(doubt)}", "warning", b.READ)
        for doubt in document_doubts(programme)
    )
    if programme.skipped:
        title = f"{programme.name}: {t('reading.skipped')}"
        yield b.Section(
            title, [left_out(programme.skipped, t)], count=len(programme.skipped), folded="folded", on=b.PAGE
        )


def left_out(skipped: Sequence[Skipped], t: Words, most: int | None = None) -> b.Bullets:
    """Return what was not used, and why."""
    quoted = [[b.Span(f"{said}:", lang="")] if (said := t.example(one.what)) else [] for one in skipped]
    return b.Bullets([[*what, b.Span(t.translate(one.why))] for what, one in zip(quoted, skipped, strict=True)], most)


def cite_passages(
    passages: Iterable[Passage], t: Words, longest: int | None = None, numbers: Mapping[str, int] | None = None
) -> list[b.Span]:
    """Return the passages one below the other, each with its page, its number where that is known, and its headings."""
    spans = []
    for one in passages:
        text = one.text if longest is None else shorten(" ".join(one.text.split()), longest)
        spans.append(b.Span(text, "line", lang=one.language or ""))
        if place := format_place(one.page, one.section, t, (numbers or {}).get(one.id)):
            spans.append(b.Span(place, "small", lang=""))
    return spans


def format_place(page: int | None, section: Sequence[str], t: Words, number: int | None = None) -> str:
    """Return the page, number among the document's passages, and headings."""
    told = "" if number is None else f"§{number}" if page is None else f"(§{number})"
    return " ".join(filter(None, ("" if page is None else t("page.n", page=page), told, " › ".join(section))))


def state_cell(name: str, t: Words, *why: str, called: str = "") -> list[b.Span]:
    """Return a state with its sign, and what is said of it; `called` is the key of its text, "" for its own."""
    return [b.Span(t(called or name), "state", name), *(b.Span(one, "small") for one in why if one)]


def provenance(
    value: Made, programmes: Sequence[Programme], t: Words, notes: Sequence[Sequence[b.Cell]] = ()
) -> b.Section:
    """Return what a report was made with."""
    settings = sorted(value.settings.items())
    rows: list[Sequence[b.Cell]] = [
        (t.pgettext("equipment", "software"), "curmap", program_version()),
        *((t("programme"), programme.name, programme.sha256) for programme in programmes),
        *((t.gettext("framework"), f"{name}, {version}", sha256) for name, version, sha256 in value.frameworks),
        (t.gettext("encoder"), value.encoder["name"], value.encoder["revision"]),
        *((t.gettext("models"), name, revision) for name, revision in sorted(value.models.items())),
        *(
            (t.gettext("settings"), name, _setting(setting))
            for name, setting in settings
            if setting not in ("", [], ())
        ),
        *notes,
    ]
    columns = b.parse_columns("made.what:30 cite.name:50 value:70", t, headed=str)
    blocks: list[b.Block] = [b.Paragraph(t("made.same"), on=b.READ), b.Table(columns, rows, t("sheet.made"))]
    return b.Section(t("made"), blocks, id="made", on=~b.TERMINAL)


def _setting(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


SHOWN_ROWS = 25
"""Rows of a table on a page; the workbook has all."""
BRIEFLY = 10
"""Rows of what is taught and not asked for."""
DRAWN = 15
"""Rows of a picture, and of a table in a terminal."""


def quoted_passages(programme: Programme, codes: Sequence[str]) -> Iterator[Passage]:
    """Return the passages of these ids that the report holds."""
    return (programme.passages[code] for code in codes if code in programme.passages)


ROLES: tuple[Role, ...] = get_args(Role)
PROBABLE = 0.5
"""From here on a match holds rather than not."""
STATES = ("covered", "partly", "uncertain", "not_found")
"""In the order of the bars."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of passages: of each role that occurs, compared (of these matched, `PROBABLE`), only listed."""

    roles: tuple[tuple[Role, int], ...]
    compared: int
    matched: int
    probable: int
    listed: int

    @property
    def passages(self) -> int:
        """Return all of them."""
        return self.compared + self.listed

    @property
    def unmatched(self) -> int:
        """Return how many were compared and have no match."""
        return self.compared - self.matched


def count_passages(passages: Sequence[MappedPassage]) -> Figures:
    """Count the passages of an alignment."""
    compared = [p for p in passages if p.mapped]
    counts = [(role, sum(p.passage.role == role for p in passages)) for role in ROLES]
    return Figures(
        roles=tuple((role, n) for role, n in counts if n),
        compared=len(compared),
        matched=sum(bool(p.matches) for p in compared),
        probable=sum(any(match.probability >= PROBABLE for match in p.matches) for p in compared),
        listed=len(passages) - len(compared),
    )


def count_states(rows: Sequence[Coverage | Tally]) -> Bar:
    """Return all rows added up, the best state first."""
    return Bar(tuple((state, sum(getattr(row, state) for row in rows)) for state in STATES), sum(r.of for r in rows))


def state_key(criterion: CriterionCoverage) -> str:
    """Return the key of the text for its state; a criterion that somebody decided is not taught has one of its own."""
    decided = criterion.decided
    return "not_taught" if decided and decided.state == "not_found" else criterion.state


def nearest_passages(criterion: CriterionCoverage) -> tuple[Near, ...]:
    """Return the nearest passages that nobody rejected."""
    rejected = criterion.decided.no if criterion.decided else ()
    return tuple(near for near in criterion.nearest if near.passage not in rejected)


def split_attitudes(criteria: Sequence[CriterionCoverage]) -> tuple[int, int]:
    """Return how many of these are no attitudes, and how many are, which the figures of a standard leave out."""
    attitudes = sum(is_attitude(one.kind) for one in criteria)
    return len(criteria) - attitudes, attitudes


def format_attitudes(others: int, attitudes: int, words: Words) -> str:
    """Return how many criteria and attitudes: "8 + 1 attitude", "8" without any."""
    return words.counted("n.attitudes", attitudes, others=f"{others:,}") if attitudes else f"{others:,}"


class FoundCompetency(NamedTuple):
    """A competency: the most probable of its matches, and how many passages correspond to it."""

    match: Match
    passages: int


def find_competencies(passages: Sequence[MappedPassage], framework: str) -> tuple[FoundCompetency, ...]:
    """Return the competencies of one framework that were found: the most probable first, then the most frequent."""
    matches = [match for mapped in passages for match in mapped.matches if match.framework == framework]
    places = Counter(match.code for match in matches)
    best: dict[str, Match] = {}
    for match in sorted(matches, key=lambda match: -match.probability):
        best.setdefault(match.code, match)
    entries = [FoundCompetency(match, places[code]) for code, match in best.items()]
    return tuple(sorted(entries, key=lambda f: (-round(f.match.probability, 2), -f.passages, f.match.code)))


def program_version() -> str:
    """Return the version of the distribution that wrote the report."""
    from importlib.metadata import version

    return version("curriculum-mapper")


def summarise(figures: Figures, words: Words, *, calibrated: bool = True) -> str:
    """Return what was found, in two to four sentences."""
    if not figures.passages:
        return words.gettext("No passage was found in this document.")
    if not figures.compared:
        return words("glance.none")
    said = []
    if not figures.matched:
        said.append(words.gettext("None of the passages compared matches a competency with enough certainty."))
    elif calibrated:
        of = {"of": f"{figures.compared:,}", "share": words.percent(figures.probable / figures.compared)}
        said.append(words.counted("n.probable", figures.probable, **of, least=words.percent(PROBABLE)))
    if figures.matched and figures.unmatched:
        said.append(words.counted("n.unmatched", figures.unmatched))
    if figures.listed:
        said.append(words.counted("n.listed", figures.listed))
    return " ".join(said)


def document_doubts(source: Document | Programme) -> tuple[Text, ...]:
    """Return why what was read may be no programme: what was noted of the file itself, not of a part of it."""
    return tuple(one.why for one in source.skipped if one.what == source.name)


def format_pages(numbers: Sequence[int], *, most: int = 40) -> str:
    """Write page numbers with runs closed up ("3–7, 12"), the rest of a long list left to an ellipsis."""
    # Within a run all numbers are equally far from their places.
    placed = groupby(enumerate(sorted(set(numbers))), lambda one: one[1] - one[0])
    runs = [[number for _, number in run] for _, run in placed]
    shown = ", ".join(f"{run[0]}–{run[-1]}" if run[1:] else str(run[0]) for run in runs[:most])
    return shown + ("…" if len(runs) > most else "")
