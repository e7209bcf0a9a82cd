"""Every word that reports on microcredentials show besides those of programmes and frameworks, in both languages."""

from __future__ import annotations

from corpora import Text, _
from mapper.reports.coverage_texts import STANDARDS

TEXTS: dict[str, Text] = {
    **STANDARDS,
    "title": _("Microcredentials"),
    "lead": _("Bundles that can be made of what the programmes teach: {n}; complete: {complete}."),
    "none": _("No element of the standards chosen is taught enough for a bundle."),
    "how.bundle": _(
        "A bundle joins the criteria of one or more elements that the same units of the programme teach fully (state"
        " 'covered') with a probability of {sure} or more, or in the criterion's own words. It is proposed where at"
        " least two criteria are covered and at least half are covered or partly. What is covered less surely stands"
        " with what is missing, to be confirmed. Attitudes are shown apart."
    ),
    "how.units": _(
        "The units are the fewest that teach all that is covered (up to three passages a criterion are looked at). The"
        " hours are those that the document states for each whole unit, not those that each criterion takes."
    ),
    "how.draft": _(
        "This is a draft for a committee to discuss: it certifies nobody. The exported badges are definitions (Open"
        " Badges 3.0 Achievements) without issuer or signature."
    ),
    "bundle": _("Bundle"),
    "bundle.n": _("Bundle {n}"),
    "parts": _("Aims at"),
    "units": _("Units that teach it"),
    "hours": _("Hours"),
    "hours.said": _("says '{said}'"),
    "hours.none": _("no hours stated in the document"),
    "hours.some": _("{hours} in the units that state them; without hours: {units}"),
    "taught": _("Criteria covered surely enough to certify them"),
    "taught.of": _("{taught} of {of} criteria"),
    "lacking": _("What is missing to reach it ({n})"),
    "lacking.none": _("No criterion is missing."),
    "attitudes.apart": _("Attitudes, habits and values, apart ({n})"),
    "overlaps": _("Overlaps with"),
    "overlaps.none": _("no other bundle"),
    "overlap.units": _("shares units: {units}"),
    "overlap.hours": _("{hours} hours would count twice"),
    "overlap.criteria": _("criteria that say the same or nearly: {n}"),
    "picture.bundle": _("Which unit teaches which criterion"),
    "picture.bundle.how": _(
        "✓: the unit teaches it fully. In the last column: ✓ covered, ◐ partly, ? to be confirmed, ✗ not found."
    ),
    "overall": _("Programme"),
    "short": _("What does not make a bundle yet"),
    "short.how": _("Elements of which the programme teaches something, but not enough."),
    "comparison": _("The programmes, criterion by criterion"),
    "comparison.how": _(
        "For every element that some programme has a bundle for: which criteria all teach (the common core), which only"
        " some (what there is to agree on) and which none."
    ),
    "common": _("All teach"),
    "differing": _("Some teach"),
    "nowhere": _("None teaches"),
    "sheet.bundles": _("Bundles"),
    "sheet.units": _("Units"),
    "sheet.overlaps": _("Overlaps"),
    "sheet.comparison": _("Comparison"),
    "sheet.short": _("No bundle"),
    "badges": _("Badges exported"),
    "badges.n": _("{n} of {of}"),
    "decision": _("The committee's decision"),
    "decision.what": _("Accepted / changed / rejected"),
    "decision.who": _("Name and signature"),
    "decision.date": _("Date"),
    "decision.notes": _("Remarks"),
}

SYMBOLS = {"covered": "✓", "partly": "◐", "uncertain": "?", "not_found": "✗"}
"""A criterion's state in one sign."""
