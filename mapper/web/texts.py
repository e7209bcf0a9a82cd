"""What the page says besides what it shares with the reports, in both languages.

Templates say most of it where it stands, by `_('…')`. Here is what is chosen at run time, by a key, and what code says.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from corpora import Passage, Text, _, _p
from mapper.reports.blocks import Words, shorten
from mapper.reports.gap_texts import GAP
from mapper.reports.texts import KIND
from mapper.reports.texts import TEXTS as SHARED

TEXTS: dict[str, Text] = {
    # Jobs
    "job.reading": _("Reading the document"),
    "job.mapping": _("Comparing with the standards"),
    "job.saving": _("Saving"),
    "job.done": _("Done"),
    "job.failed": _("Failed"),
    "job.cancelled": _("Cancelled"),
    "job.known.map": _(
        "It was here already: the same document, compared with the same standards. It opens with what was decided."
    ),
    "job.known.edition": _(
        "Nothing has changed since it was mapped, neither the document nor the standards nor curmap: no new edition was"
        " made. The one that there is opens."
    ),
    "job.known.framework": _("It was here already, with the same content: nothing was added."),
    # Errors
    "error.404": _("It does not exist, or it is not shared with you."),
    "error.403": _("The request did not come from this page. Load it again and retry."),
    "error.413": _(
        "That is too much: {n} files can be uploaded at once, of {size} MB each and {total} MB in all. None was kept."
    ),
    "error.405": _("This address is not used like that."),
    "error.411": _("The request does not say how long it is."),
    "error.422": _(
        "Something is missing in the form, such as a file or a box to tick, or something does not fit. Go back and look"
        " at it again."
    ),
    "error.missing.files": _("No file was chosen. Choose at least one and send it again."),
    "error.missing.framework": _(
        "No standard was chosen to compare with. Tick at least one under 'Compare with' and send it again; the rest of"
        " the form is kept."
    ),
    "error.missing.programme": _(
        "No programme was chosen. Tick at least one under 'Programmes' and send it again; the rest of the form is kept."
    ),
    "error.500": _("The fault is ours; what was saved is still saved."),
    "error.restored": _(
        "One of the programmes came from a downloaded review, without its document; upload the document, too, and"
        " choose that programme."
    ),
    "error.401": _("It was not saved: this page does not know who you are any more. Enter again in another tab."),
    "error.507": _("Nothing can be saved: the disk is full. Tell whoever runs the page."),
    # Review
    "standing.suggested": _("suggested, not reviewed"),
    "standing.accepted": _("accepted"),
    "standing.partly": _("accepted in part"),
    "standing.rejected": _("rejected"),
    "standing.disputed": _("disputed"),
    "standing.none": _("checked: does not correspond"),
    # By criterion
    "check.said.accepted": _("{person}: taught"),
    "check.said.partly": _("{person}: taught in part"),
    "check.said.rejected": _("{person}: not taught"),
    "verdict.accepted": _("{person} accepted it"),
    "verdict.partly": _("{person} accepted it in part"),
    "verdict.withdrawn": _("{person} withdrew it"),
    "verdict.rejected": _("{person} rejected it"),
    "verdict.added": _("{person} added it"),
    "verdict.none": _("{person}: nothing corresponds"),
    "verdict.settled": _("{person} settled it: what {word} says stands"),
    "informed.told": _(
        "Decisions on other programmes that were taken into account in the mapping: {n} (programmes: {programmes})."
    ),
    "informed.unused": _(
        "Not taken into account, since the framework no longer holds their competency as worded then: {n}."
    ),
    # Coverage
    "cover.none": _("Checked: no correspondence"),
    "cover.accepted": _p("criterion", "Confirmed"),
    "cover.in_part": _p("criterion", "Confirmed in part"),
    "cover.disputed": _("Disputed"),
    "cover.suggested": _p("criterion", "Covered, not reviewed"),
    "cover.partly": SHARED["partly"],
    "cover.uncertain": SHARED["uncertain"],
    "cover.rejected": SHARED["not_taught"],
    "cover.nothing": SHARED["not_found"],
    "cover.title_only": _(
        "Only the title of this standard is known: the programme can be related to it, not said to cover it."
    ),
    # Downloads
    "download.html": _("Page (HTML)"),
    "download.xlsx": _("Excel workbook"),
    "download.docx": _("Word report"),
    "download.json": _("JSON"),
    "download.review": _p("file", "review"),
    "download.judgements": _p("file", "judgements"),
    "report.gap": _("Gap"),
    "report.coverage": _("Coverage"),
    "report.report": _p("what was found", "Mapping"),
    "report.credentials": _("Microcredentials"),
    "report.matrix": _("Curriculum map"),
    "did.accepted": _p("decision", "accepted"),
    "did.partly": _p("decision", "accepted in part"),
    "did.rejected": _p("decision", "rejected"),
    "did.added": _p("decision", "added"),
    "did.none": _p("decision", "nothing corresponds"),
    "did.withdrawn": _p("decision", "withdrawn"),
    "did.note": _p("decision", "note"),
    "did.undo": _p("decision", "undone or done again"),
    "did.settled": _p("decision", "settled"),
    "did.document": _("(the whole document)"),
    "column.number": _("No."),
    "column.standing": _("Verdict"),
    "column.who": _("Who"),
    "column.when": _("When (UTC)"),
    "column.note": _("Note"),
    "column.action": _("Action"),
    "column.bulk": _("In bulk"),
    "column.undoes": _("Undoes"),
    "column.text_id": _("Text id"),
    "ads.wide": GAP["headline.wide"],
    # Signing in
    "signin.wrong": _("Name and password do not go together, or the account is not active."),
    "signin.lost": _("You are not signed in any more, and what you sent was not saved. Sign in and send it again."),
    "error.429": _(
        "Too many sign-ins failed. Wait a quarter of an hour, or ask whoever leads the work here for a link to set"
        " a new password."
    ),
    # Links
    "error.410": _("This page is no longer here."),
    "error.link": _(
        "This link was used already, has expired or is not whole. Ask whoever leads the work for another one."
    ),
    "error.taken": _(
        "Somebody has that name already, or one that reads the same. Choose another, such as with a surname."
    ),
    # Passwords
    "password.short": _("It is too short; it takes {shortest} characters."),
    "password.long": _("It is too long; it may have {longest} characters."),
    "password.usual": _("It is one of the first that somebody would try. Choose one that is harder to guess."),
    "password.name": _("It is little more than your name or that of this page. Choose one that is harder to guess."),
    "password.again": _("The two are not the same. Type the new password twice."),
    "password.former": _("The password that you have now is another one. Nothing was changed."),
    # One's own account
    "error.token": _(
        "This takes a token of the page in the header 'Authorization: Bearer'; the one that came is none, was withdrawn"
        " or has expired."
    ),
    "error.request": _("The request does not fit what is described, or names something that there is not."),
}

MEASURED: dict[str, Text] = {
    "RP@5": _("how many of the first five are right (RP@5)"),
    "MRR": _("how near the top the first right one stands (MRR)"),
    "MAP": _("how near the top the right ones stand (MAP)"),
    "boe-fp-module": _("Spanish vocational modules and their units of competency"),
    "boe-fp-outcome": _("Spanish learning outcomes and their units of competency"),
    "eures-occupation": _("job ads in Spanish and their occupation"),
    "melo-en-en": _("occupations of other registries and ESCO's"),
    "sena-rap": _("Colombian learning outcomes and their labour competency"),
    "skill-house-validation": _("phrases of job ads and ESCO's skills, in English"),
    "skill-tech-validation": _("the same, with job ads of information technology"),
    "talentclef-a-en": _("equivalent job titles, in English"),
    "talentclef-a-es": _("equivalent job titles, in Spanish"),
}
"""Measures and benchmarks in plain words."""

COUNTED: dict[str, tuple[Text, Text]] = {
    "n.decisions": (_("1 decision"), _("{n} decisions")),
    "n.programmes": (_("1 programme"), _("{n} programmes")),
    "n.entries": (_("1 entry"), _("{n} entries")),
}
"""What depends on a number: for one, and for none or several."""

_LONGEST = 60
"""Characters of a passage that a table names."""
_LOCALE = {"es": "es_MX", "en": "en"}


class PageWords(Words):
    """The words of the page, and those that it shares with the reports."""

    counts: ClassVar = {**Words.counts, **COUNTED}

    def __init__(self, lang: str) -> None:
        super().__init__(lang, TEXTS)

    def kind(self, kind: str) -> str:
        """Return what one entry of a kind is called, the framework's own term where there is no other."""
        return self._or_itself(KIND, kind)

    def measured(self, name: str) -> str:
        """Return a measure or a benchmark in plain words, its name where there are none."""
        return self._or_itself(MEASURED, name)

    def date(self, moment: str) -> str:
        """Return the day of a moment in ISO 8601, as the language writes it."""
        return format_date(date.fromisoformat(moment[:10]), "d MMM y", locale=_LOCALE[self.lang])

    def moment(self, moment: str) -> str:
        """Return a moment in ISO 8601, UTC, as the language writes it."""
        return format_datetime(datetime.fromisoformat(moment), "d MMM y, H:mm 'UTC'", locale=_LOCALE[self.lang])

    def passage(self, passage: Passage, number: int) -> str:
        """Return what a table calls a passage: its number, or the beginning of one that is not compared by itself."""
        return str(number or self.in_quotes(shorten(" ".join(passage.text.split()), _LONGEST)))

    def number(self, n: int) -> str:
        """Return a whole number, as the language writes it."""
        return format_decimal(n, locale=_LOCALE[self.lang])

    def informed(self, decisions: int, programmes: int, unused: int) -> str:
        """Return how many decisions on how many other programmes informed a mapping, and how many could not."""
        told = self("informed.told", n=self.number(decisions), programmes=self.number(programmes))
        return f"{told} {self('informed.unused', n=self.number(unused))}" if unused else told
