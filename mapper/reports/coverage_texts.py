"""What coverage reports say besides programmes and frameworks, as `texts` has it.

What gap reports show of standards is in the same words.
"""

from __future__ import annotations

from corpora import Text, _, _p

STANDARDS: dict[str, Text] = {
    # The checklist
    "checklist.sheet": _("Checklist"),
    "checklist.place": _("Order"),
    "checklist.teaches": _("Does the passage teach it?"),
    "checklist.decision": _("Your decision on the criterion"),
    "checklist.not_found": _("Not taught"),
    "checklist.teaches.note": _(
        "Choose yes where the passage teaches the criterion, partly where it teaches a part of it, and no where it does"
        " not; empty means 'not reviewed'. Without a decision in the next column a yes covers the criterion, else a"
        " partly covers it in part, and a no on all its passages says it is not taught.⟦ The workbook is read back"
        " with: curmap coverage PROGRAMME --framework … --reviewed WORKBOOK.xlsx⟧"
    ),
    "checklist.decision.note": _(
        "In the criterion's first row: covered, partly or not taught. What you decide counts as it is for this"
        " document, and informs what is computed for others."
    ),
    "checklist.listed": _(
        "The checklist has the first {n} standards of each programme⟦; name others with --framework NAME/CODE⟧."
    ),
    "nearest": _("Nearest passages, in order"),
    "nearest.none": _("No passage comes near it."),
    "reviewed_share": _("After review"),
    # What reports on programmes share
    "unknown": _("unknown"),
    "programme": _("Programme"),
    "group": _("Group"),
    "standard": _("Standard"),
    "element": _("Element"),
    "criterion": _("Criterion"),
    "level": _("Level"),
    "committee": _("Committee"),
    "state": _("Result"),
    "interval": _("90% interval"),
    "interval.low": _("Lower end of the 90% interval"),
    "interval.high": _("Upper end of the 90% interval"),
    "passages.named": _("Where the programme says it"),
    "passages.behind": _("Passages that the result rests on"),
    # Coverage of standards
    "standards": _("How much of each standard the programme shows"),
    "standards.how": _(
        "Each standard is compared with the document criterion by criterion. Coverage is the part of the criteria that"
        " the document probably shows, without attitudes, habits and values: each counts by its probability, those to"
        " be confirmed too, and all elements weigh the same. Beside it stands what a programme of another field and the"
        " same length reaches by chance: what counts is what lies above it, and the order goes by that."
    ),
    "standards.near": _(
        "The percentage of a criterion says how probable it is that the programme teaches it; that of a passage, that"
        " this passage by itself does. The first weighs all passages together, so it can be much higher than each of"
        " them; where every one is low, nobody should take the criterion for taught without reading them."
    ),
    "standards.unfit": _("Other standards that were compared and do not fit"),
    "standards.none": _("None of the standards chosen has its criteria loaded, so there is no coverage to show."),
    "share": _("Coverage"),
    "chance": _("By chance"),
    "above_chance": _("Above chance"),
    "attitudes": _("Attitudes, habits and values"),
    "criteria.of": _("Criterion by criterion"),
    "missing.none": _("None of its criteria stands as not found."),
    "titles": _("Standards known by their title only"),
    "titles.why": _(
        "The documents of these standards are not loaded: the programme can be related to their title, but nobody can"
        " say that it covers them. Adding a document completes this report."
    ),
    "related": _("Related"),
    "where": _("Where to get the document"),
    "sector.text": _("Of the {n} standards of the sector '{title}', the criteria of {loaded} are loaded."),
    "sector.esco": _("As no criteria are, the sector is looked at through ESCO's skills."),
    # Sheets: at most 31 characters
    "sheet.standards": _("Standards"),
    "sheet.elements": _("Elements"),
    "sheet.criteria": _("Criteria"),
    "sheet.titles": _("Title only"),
    "sheet.made": _("Made with"),
    # Pictures
    "picture.heat": _("Criteria of each element that each unit of the programme shows"),
    "picture.heat.how": _(
        "Each row is a unit of the programme, each column an element of {standard}. The number says how many of the"
        " element's criteria, covered or partly, rest on a passage of that unit (up to three passages a criterion)."
        " Darker is more; a cell with 0 shows none."
    ),
    "unit": _("Unit of the programme"),
    "unit.none": _("(no heading)"),
    "sector": _("Sector"),
    "picture.matrix": _("Sectors and programmes"),
    "picture.matrix.how": _(
        "The number says how many of a sector's own standards are taken to be related to each programme: those that it"
        " covers above chance and, of those known by their title only, those related with 50% or more. Standards of"
        " trades that serve many sectors do not count, and sectors with none are not shown."
    ),
    # How it was made
    "note": _("note"),
    "made": _("What this report was made with"),
    "made.what": _p("column", "What"),
    "made.same": _("With the same files, frameworks and settings curmap gives the same bytes."),
    "unreadable": _("Pages that could not be read: {pages}"),
    "nothing_searched": _("Nothing in this document seems to teach, so nothing was compared."),
}

COVERAGE: dict[str, Text] = {
    **STANDARDS,
    "title": _("Coverage of competency standards"),
    "together": _("All files together"),
    "together.what": _(
        "Read as the courses of one curriculum, all files show this of a standard; below each file is compared by"
        " itself. Attitudes are left out."
    ),
    "in_none": _("Found in no file"),
    "hardly": _("Compared, but hardly anything is covered: {codes}."),
    "sheet.together": _("Together"),
}
