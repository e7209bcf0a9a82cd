"""The verdict on a programme, two pages that can be filed: what it covers, what is missing, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Literal, get_args

from corpora import CONTENT_ROLES, Document, Passage, Text, _, _p
from corpora.text import titled
from mapper.matching.records import KNOWN_KINDS, criterion_kind
from mapper.matching.terms import points_of
from mapper.programmes.coverage import TREATED, CriterionCoverage, Programme, StandardCoverage
from mapper.programmes.coverage.standards import DO, KNOW, lacks_document, required_tier, verb_tier, weigh_share
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, parse_columns, shorten
from mapper.reports.parts import (
    STATES,
    FoundCompetency,
    count_states,
    document_doubts,
    format_attitudes,
    format_pages,
    nearest_passages,
    split_attitudes,
    state_key,
)
from mapper.reports.texts import COVERAGE

Remedy = Literal["confirm", "practice", "complete", "content", "outcome", "evaluation", "nothing"]
REMEDIES: tuple[Remedy, ...] = get_args(Remedy)  # in the order in which they cost: first what only has to be looked at
_STATEMENT, _PASSAGE, _TITLE, _TITLES = 75, 66, 70, 12
"""Letters of a criterion, a passage and a title that two pages have room for; titles that are named."""
_FEW, _OPEN = 0.15, 0.45
"""Share of a standard's criteria below which hardly anything of it is shown, and the share above chance from which on
it fits all the same: of a neighbouring trade much is left to be confirmed, and hardly anything is covered."""
_OF_CONTENT = frozenset({"area", "subarea", "tema", "topic", "subtema", "subtopic", "contenido", "content"})
"""Kinds that a table of one's own gives to what is known."""
_NEAR = 0.37  # share above chance from which on a standard that does not fit is named as the nearest
_BEHIND, _ITS_OWN = 0.15, 0.12
"""How far above chance a standard may lie behind the one that fits best, and the `own_share` from which on it fits all
the same: a neighbouring trade is shown by the passages that teach the programme's own, a second one by others."""
_NAMED = 5  # skills that a sentence names
_STANDARDS, _CRITERIA = 3, 2  # nearest standards, and criteria of each, that are laid open where none fits
_BY_READER, _BY_SCORE = 91, 45
"""Of a hundred criteria of real programmes, those whose state is right: docs/review.md, "What it brought"."""

TEXTS: dict[str, Text] = {
    **COVERAGE,
    "verdict": _p("of an assessor", "Verdict"),
    "verdict.fits": _(
        "{standard}: criteria covered {covered} of {of}, partly {partly}, to be confirmed {uncertain}, not found"
        " {not_found}."
    ),
    "verdict.open": _(
        "Of the standards that were compared no criterion is covered so far, not even partly; to be confirmed: {n}."
    ),
    "verdict.none": _(
        "None of the standards that were compared fits this programme: as far as can be told, it teaches nothing of"
        " them or hardly anything."
    ),
    "verdict.no_entry": _(
        "No passage corresponds to any of the entries that were compared ({n}): the document teaches none of them, or"
        " says it in words too far from theirs."
    ),
    "verdict.nearest": _(
        "None of the standards that were compared fits for certain. {standard} comes nearest: criteria covered"
        " {covered} of {of}, partly {partly}, to be confirmed {uncertain}. Whoever reads these can tell."
    ),
    "verdict.no_criteria": _(
        "Nothing that was compared has criteria, and from a title alone nobody can say that it is covered."
    ),
    "verdict.skills.of": _("What it teaches of {framework}"),
    "verdict.unmatched": _(
        "No passage corresponds to any of the standards that were compared⟦; 'curmap coverage' lays the nearest ones"
        " beside each criterion⟧."
    ),
    "verdict.estimate": _("Coverage (estimate)"),
    "verdict.share": _(
        "Coverage is an estimate: each criterion counts by the probability that it is taught, be it in part, those to"
        " be confirmed too, and all elements weigh the same. So it is not the number of covered ones divided by that"
        " of all."
    ),
    "verdict.attitudes": _(
        "Attitudes, habits and values ({n}) are not in these figures; the lists of what is missing and of what to do"
        " next name them too."
    ),
    "verdict.others": _("Compared too, hardly covered or less well than those above: {codes}."),
    "verdict.titles": _("Known by their title only, so that nobody can say what of them is covered"),
    "verdict.passage": _("Nearest passage"),
    "verdict.takes": _("What it takes"),
    "verdict.over": _("Counted over all the standards above ({n})."),
    "verdict.people": _("What people decided counts as they decided it."),
    "verdict.reader": _(
        "Who reads is right more often: a language model that read the nearest passages of those programmes named the"
        " true state, or one that a careful reader might give, for {reader} criteria in a hundred; the score alone does"
        " for {score}.⟦ 'curmap judge ask' writes the questions for whoever reads them, --judge URL asks a model.⟧"
    ),
    "verdict.pages": _("Pages: {n}."),
    "verdict.compared": _("Teaching passages compared: {n}."),
    "verdict.listed": _("Other passages, listed in the annex: {n}."),
    "remedy.confirm": _("Confirm: have somebody read the nearest passages"),
    "remedy.practice": _("Turn content into practice: let learners do what they only hear of"),
    "remedy.complete": _("Complete what is taught in part"),
    "remedy.content": _("Add content"),
    "remedy.outcome": _("Add an outcome with its practice"),
    "remedy.evaluation": _("Add an evaluation that asks for the product"),
    "remedy.nothing": _("Nothing: it is covered"),
    "next.confirm": _(
        "Read the passages beside the criteria to be confirmed ({n}) and say which ones teach them, on curmap's page or"
        " in the sheet “{sheet}” of the coverage workbook⟦ (curmap coverage --out writes it, --reviewed reads it)⟧."
    ),
    "next.practice": _("Turn content into a practice or an outcome (criteria: {n})."),
    "next.complete": _("Complete what is taught in part (criteria: {n}), as the annex says."),
    "next.content": _("Add content (knowledge criteria: {n})."),
    "next.outcome": _("Add outcomes with their practices (criteria: {n})."),
    "next.evaluation": _("Ask in an assessment for the products that nobody hands in today ({n})."),
    "next.likeliest": _(
        "Look at the likeliest criteria above: where a passage teaches one, say so as you would of one to be confirmed."
        " If the programme is of another trade, compare it with a standard of that trade."
    ),
    "next.titles": _("Get the documents of standards known by title only and add them: {titles}."),
    "next.nothing": _("Nothing is missing; have the verdict confirmed by whoever teaches."),
}


@dataclass(frozen=True)  # without slots: what fits is worked out once and kept
class Subject:
    """A programme and what was found of it.

    `skills` are, by title of each framework without criteria, its entries that passages correspond to rather than not,
    the most probable first; those known by their title only are none.
    """

    name: str  # of the programme, "" where only one is reported on
    standards: Sequence[StandardCoverage]  # full texts ranked by `above_chance`, then titles
    passages: Mapping[str, Passage]
    sure: Text  # how often what is told was right on programmes held out, one sentence; empty where it is not known
    compared: int  # passages that were compared
    listed: int | None  # others; None where nobody counted them
    source: Document | Programme  # what was read, with its pages, those that could not be read and what was left out
    reviewed: bool = False
    notes: Sequence[Text] = ()
    asked: bool = False  # whether single standards were asked for, which are told then whether they fit or not
    criteria: bool = False  # whether something compared has criteria, even if no passage corresponds to any of it
    skills: Mapping[str, Sequence[FoundCompetency]] = field(default_factory=dict)
    entries: int = 0  # of these frameworks

    @property
    def full(self) -> list[StandardCoverage]:
        """Return the standards whose criteria were read."""
        return [row for row in self.standards if row.text == "full"]

    @cached_property
    def fitting(self) -> list[StandardCoverage]:
        """Return those that fit, best first; all where single ones were asked for, and those that people decided on."""
        if self.asked:
            return self.full
        found = fitting_standards(self.full)
        return [*found, *(row for row in self.full if row.reviewed_share and row not in found)]

    @property
    def nearest(self) -> StandardCoverage | None:
        """Return, where none fits, that of which most is shown or could be confirmed; None if that is little."""
        best = None if self.fitting else max(self.full, key=lambda row: row.above_chance, default=None)
        return best if best is not None and best.above_chance >= _NEAR else None


def verdict(of: Subject, lang: str, *, id: str = "") -> b.Section:  # noqa: A002 - the name of the attribute
    """Return the verdict, in the language "es" or "en"; what stands in a terminal fits a screen."""
    t = Words(lang, TEXTS)
    takes = [(remedy(one, of.passages), one) for row in of.fitting for one in row.criteria]
    every = {name: [one for taken, one in takes if taken == name] for name in REMEDIES[:-1]}  # without "nothing"
    needed: dict[Remedy, list[CriterionCoverage]] = {name: own for name, own in every.items() if own}
    counts = {taken: format_attitudes(*split_attitudes(own), t) for taken, own in needed.items()}
    name = of.source.name
    blocks: list[b.Block] = [
        b.Paragraph(f"{name}: {t.translate(one)}", "warning", b.READ) for one in document_doubts(of.source)
    ]
    blocks += [*_lead(of, t), *_skills(of, t), *_standards(of, t), *_likeliest(of, t), *_criteria(of, t)]
    blocks += [_sheet(of, t)] if of.full else []
    if needed:
        heads = parse_columns("verdict.takes:30 total:14:number sheet.criteria:80", t)
        rows = [(t(f"remedy.{name}"), counts[name], ", ".join(one.code for one in own)) for name, own in needed.items()]
        blocks.append(
            b.Section(
                t.gettext("What is missing"), [b.Table(heads, rows, on=b.READ), *_shared_figures(of, t)], on=b.READ
            )
        )
    blocks += [*_next(counts, of, t), *_certainty(of, t)]
    return b.Section(t("verdict") + (f": {of.name}" if of.name else ""), blocks, id=id, kind="verdict")


def annex(lang: str, id: str = "") -> b.Section:  # noqa: A002
    """Return the heading under which everything else stands."""
    t = Words(lang, TEXTS)
    what = b.Paragraph(t.gettext("What the verdict rests on."), "quiet", b.READ)
    return b.Section(t.gettext("Annex"), [what], id=id, kind="annex", on=b.READ)


def first_codes(codes: Sequence[str]) -> str:
    """Return the first of these codes, and whether there are more."""
    return ", ".join(codes[:_TITLES]) + ("…" if len(codes) > _TITLES else "")


def fitting_standards(rows: Sequence[StandardCoverage]) -> list[StandardCoverage]:
    """Return the full texts that fit, best first.

    More of them is shown, or could be confirmed, than of another field's or a neighbouring trade's standard, and what
    shows them shows no other one more. First is what is surely covered, by the lower end of its share, and by passages
    of its own; the fewer criteria a standard has, the less that says (`weighed`).
    """
    shown = []
    for row in rows:
        counts = _counted(row)
        every = sum(counts.values())
        few = counts["covered"] + counts["partly"] < _FEW * every
        if every > counts["not_found"] and row.above_chance >= (_OPEN if few else TREATED):
            says = weigh_share((row.share.low if row.share else 0.0) + row.own_share, every)
            shown.append((-says, row.code, row))
    least = max((row.above_chance for *_, row in shown), default=0.0) - _BEHIND
    ranked = (row for *_, row in sorted(shown, key=itemgetter(0, 1)))
    return [row for row in ranked if row.above_chance >= least or row.own_share >= _ITS_OWN]


def _counted(row: StandardCoverage, *, attitudes: bool = False) -> dict[str, int]:
    return dict(count_states([one for one in row.tallies if one.attitude == attitudes]).parts)


def _shared_figures(of: Subject, t: Words) -> list[b.Block]:
    """Return what figures count that no row above has: those of several standards together."""
    return [b.Paragraph(t("verdict.over", n=len(of.fitting)), "quiet")] if len(of.fitting) > 1 else []


def _lead(of: Subject, t: Words) -> Iterator[b.Block]:
    counted = [(row, _counted(row)) for row in of.fitting]
    # What is only to be confirmed sums nothing up, unless it was asked for.
    shown = [(row, counts) for row, counts in counted if counts["covered"] or counts["partly"] or of.asked]
    if shown:
        row, counts = shown[0]
        besides = _counted(row, attitudes=True)
        told = {state: format_attitudes(counts[state], besides[state], t) for state in STATES[1:]}
        standard, every = titled(row.code, row.title), sum(counts.values())
        yield b.Paragraph(t("verdict.fits", standard=standard, of=every, covered=counts["covered"], **told), "lead")
        return
    if counted:
        uncertain = sum(counts["uncertain"] for _, counts in counted)
        attitudes = sum(_counted(row, attitudes=True)["uncertain"] for row, _ in counted)
        yield b.Paragraph(t("verdict.open", n=format_attitudes(uncertain, attitudes, t)), "lead")
        return
    if near := of.nearest:
        counts = _counted(near)
        shares = {state: counts[state] for state in STATES[:3]}
        standard, every = titled(near.code, near.title), sum(counts.values())
        yield b.Paragraph(t("verdict.nearest", standard=standard, of=every, **shares), "lead")
        return
    none = "verdict.none" if of.full else "verdict.unmatched" if of.criteria else "verdict.no_criteria"
    skills = sorted(chain(*of.skills.values()), key=lambda one: -one.match.probability)
    said = ""
    if skills:
        names = ", ".join(shorten(one.match.statement.rstrip("."), _TITLE) for one in skills[:_NAMED])
        said = t.gettext("Its passages correspond most probably to: {names}.", names=names)
    elif none == "verdict.no_criteria" and of.compared and of.entries and not of.standards:
        said = t("verdict.no_entry", n=of.entries)
    if said:
        yield b.Paragraph(said, "lead")
    yield b.Paragraph(t(none if of.compared else "nothing_searched"), "quiet" if said else "lead")


def _skills(of: Subject, t: Words) -> Iterator[b.Block]:
    heads = parse_columns("competency:60 probability:12:percent passages:14:number", t)
    for framework, found in of.skills.items():
        rows = [(one.match.statement, one.match.probability, one.passages) for one in found[:_TITLES]]
        inside: list[b.Block] = [b.Table(heads, rows, on=b.SHOWN)]
        if len(found) > _TITLES:
            inside.append(b.Paragraph(t("found.more", n=_TITLES), "quiet"))
        yield b.Section(t("verdict.skills.of", framework=framework), inside, count=len(found), on=b.SHOWN)


def _standards(of: Subject, t: Words) -> Iterator[b.Block]:
    heads = parse_columns(
        "standard:14:code title.of:50:name coverage.picture:14@page covered:12 partly,uncertain,not_found:12:number"
        f" verdict.estimate:10:percent reviewed_share:12:percent@{'shown' if of.reviewed else 'nowhere'}",
        t,
    )
    rows: list[Sequence[b.Cell]] = []
    for row in of.fitting:
        counts = _counted(row)
        after = row.reviewed_share and row.reviewed_share.value
        bar = b.Bar(tuple(counts.items()), sum(counts.values()))
        rows.append((
            row.code, shorten(row.title, _TITLE), bar, f"{counts['covered']}/{bar.of}",
            *(counts[state] for state in STATES[1:]), row.share and row.share.value, after,
        ))  # fmt: skip
    inside: list[b.Block] = []
    if rows:
        inside += [b.Table(heads, rows, shown=_TITLES, on=b.SHOWN), b.Paragraph(t("verdict.share"), "quiet")]
    if attitudes := sum(one.of for row in of.fitting for one in row.tallies if one.attitude):
        inside.append(b.Paragraph(t("verdict.attitudes", n=attitudes), "quiet"))
    if others := [row.code for row in of.full if row not in (*of.fitting, of.nearest)]:
        inside.append(b.Paragraph(t("verdict.others" if of.fitting else "hardly", codes=first_codes(others)), "quiet"))
    if titles := [row for row in of.standards if row.text == "title"]:
        items = [[b.Span(row.code, "code"), b.Span(shorten(row.title, _TITLE))] for row in titles]
        named = "; ".join(f"{row.code} {shorten(row.title, _TITLE)}" for row in titles[:_TITLES])
        folded = b.Section(t("verdict.titles"), [b.Bullets(items)], count=len(titles), folded="folded", on=b.PAGE)
        inside += [folded, b.Paragraph(f"{t('verdict.titles')}: {named}.", "quiet", b.WORD)]
    if inside:
        yield b.Section(t.gettext("Which standards fit"), inside, on=b.SHOWN)


def _likeliest(of: Subject, t: Words) -> Iterator[b.Block]:
    """Yield, where no standard fits, the likeliest criteria of those that come nearest."""
    if of.fitting:
        return
    paged = "everywhere" if of.source.pages else "nowhere"
    rows: list[Sequence[b.Cell]] = []
    for row in sorted(of.full, key=lambda row: -row.above_chance)[:_STANDARDS]:
        for one in sorted(row.criteria, key=lambda one: -one.probability)[:_CRITERIA]:
            if best := _best(one, of):
                told = (shorten(points_of(one.statement)[0], _STATEMENT), shorten(best.text, _PASSAGE))
                rows.append((one.code, *told, str(best.page or "")))
    if rows:
        heads = parse_columns(f"code:20:code criterion:50 verdict.passage:50 page:8@{paged}", t)
        yield b.Section(
            t.gettext("Likeliest criteria of the nearest standards"), [b.Table(heads, rows, on=b.SHOWN)], on=b.SHOWN
        )


def _criteria(of: Subject, t: Words) -> Iterator[b.Block]:
    """Yield the standards that fit, each with its elements and their criteria."""
    paged = "everywhere" if of.source.pages else "nowhere"
    heads = parse_columns(f"code:20:code criterion:50 state:14 verdict.passage:50 page:8@{paged}", t)
    rows: list[Sequence[b.Cell]] = []
    for row in of.fitting:
        rows.append((row.code, [b.Span(row.title, "strong")]))
        titles = {one.element: one.title for one in row.tallies}
        element = row.code
        for one in row.criteria:
            if one.element != element:
                element = one.element
                rows.append((element, [b.Span(titles.get(element, ""), "strong")]))
            best, asked = _best(one, of), points_of(one.statement)[0].split(" • ")[0].rstrip(": ")
            rows.append((
                one.code, shorten(asked, _STATEMENT), [b.Span(t(state_key(one)), "state", one.state)],
                shorten(best.text, _PASSAGE) if best else "–", str(best.page or "") if best else "",
            ))  # fmt: skip
    if rows:
        yield b.Section(t("criteria.of"), [b.Table(heads, rows, on=b.READ)], on=b.READ)


def _sheet(of: Subject, t: Words) -> b.Table:
    """Return the same in a workbook, with whole texts and what each criterion would take."""
    columns = "programme:24 standard:14 element:20 code:26 criterion:60 state:14 verdict.takes:40"
    heads = parse_columns(f"{columns} verdict.passage:60 page:8", t)
    rows: list[Sequence[b.Cell]] = []
    name = of.name or of.source.name
    for standard, one in ((row, one) for row in of.fitting for one in row.criteria):
        best, takes = _best(one, of), t(f"remedy.{remedy(one, of.passages)}")
        place = (best.text, best.page) if best else ("", None)
        rows.append((name, standard.code, one.element, one.code, one.statement, t(state_key(one)), takes, *place))
    return b.Table(heads, rows, t("verdict"), on=b.BOOK)


def _best(one: CriterionCoverage, of: Subject) -> Passage | None:
    """Return the passage that shows a criterion most probably, or lies nearest to it and nobody rejected: no proof."""
    ids = (*one.passages, *(near.passage for near in nearest_passages(one)))
    return next((of.passages[id_] for id_ in ids if id_ in of.passages), None)


def remedy(criterion: CriterionCoverage, passages: Mapping[str, Passage]) -> Remedy:
    """Return what a criterion needs; by id, `passages` are those that it names.

    `confirm`: somebody has to read the passages that lie near; `practice`: what stands as content, or is only known,
    has to be done; `complete`: what is taught of it lacks something; `content`, `outcome`, `evaluation`: something has
    to be added, for a product the evaluation that asks for it; `nothing`: it is covered.
    """
    if criterion.state in ("covered", "uncertain"):
        return "nothing" if criterion.state == "covered" else "confirm"
    asked = required_tier(criterion.kind, criterion.level, criterion.statement)
    if criterion.state == "partly":
        showing = [passages[id_] for id_ in criterion.passages if id_ in passages]
        only_content = asked == DO and all(passage.role in CONTENT_ROLES for passage in showing)
        too_low = asked > max([verb_tier(passage.text) for passage in showing] or [DO])
        return "practice" if showing and (only_content or too_low) else "complete"
    kind = criterion_kind(criterion.kind)
    if kind == "producto":
        return "evaluation"
    if kind not in KNOWN_KINDS and kind not in _OF_CONTENT:  # its verb says what it asks for
        asked = verb_tier(criterion.statement)
    return "content" if asked == KNOW and kind != "actitud" else "outcome"


def _next(needed: Mapping[Remedy, str], of: Subject, t: Words) -> Iterator[b.Block]:
    """Yield what to do, in the order of what it costs; with it for how many criteria that is needed."""
    steps = [t(f"next.{name}", n=count, sheet=t("checklist.sheet")) for name, count in needed.items()]
    if of.compared and of.full and not of.fitting:
        steps.append(t("next.likeliest"))
    if titles := [f"{row.code} {shorten(row.title, _TITLE)}" for row in of.standards if lacks_document(row)][:3]:
        steps.append(t("next.titles", titles="; ".join(titles)))
    if of.source.unreadable_pages:
        steps.append(t.gettext("Run the pages that could not be read through OCR."))
    if of.fitting and not steps:
        steps.append(t("next.nothing"))
    if steps:
        numbered: list[str | list[b.Span]] = [f"{n}. {step}" for n, step in enumerate(steps, 1)]
        yield b.Section(
            t.gettext("What to do next"), [b.Bullets(numbered), *(_shared_figures(of, t) if needed else ())], on=b.SHOWN
        )


def _certainty(of: Subject, t: Words) -> Iterator[b.Block]:
    judged = any(one.verdict for row in of.full for one in row.criteria)
    more = (
        t("verdict.people")
        if of.reviewed
        else ""
        if judged
        else t("verdict.reader", reader=_BY_READER, score=_BY_SCORE)
    )
    said = " ".join(filter(None, (t.translate(of.sure), more)))
    if said and of.full:
        yield b.Paragraph([b.Span(f"{t.gettext('How sure this is')}:", "strong"), b.Span(said)])
    counts = {"pages": of.source.pages, "compared": of.compared, "listed": of.listed}
    lines = [t(f"verdict.{name}", n=n) for name, n in counts.items() if n is not None]
    if of.source.unreadable_pages:
        lines.append(
            t.gettext("Pages that could not be read: {pages}.", pages=format_pages(of.source.unreadable_pages))
        )
    if parts := len(of.source.skipped) - len(document_doubts(of.source)):
        lines.append(t.gettext("Places left out, named in the annex: {n}.", n=parts))
    yield b.Paragraph([b.Span(f"{t.gettext('What was read')}:", "strong"), b.Span(" ".join(lines))])
    yield from (b.Paragraph(t.translate(note), "quiet") for note in of.notes)
