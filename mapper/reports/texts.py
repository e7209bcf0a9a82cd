"""What reports say besides the document and the frameworks, in both languages.

Here is what several places say, what is long, and what is chosen at run time, by a key; a few words that one place says
stand there, by `Words.said`.
"""

from __future__ import annotations

from corpora import Text, _, _p

TEXTS: dict[str, Text] = {
    "title": _("Mapping to competency standards"),
    "documents": _("Documents"),
    "document": _("Document"),
    "contents": _("In this report"),
    "skip": _("Skip to content"),
    "program": _("Made with curmap {version}"),
    "no_documents": _("No document was read."),
    "shown_of": _("{shown} of {all} are shown; the workbook has them all."),
    "as_table": _("The same picture as a table"),
    "terminal.more": _("There is more: --all shows it here, --out writes it."),
    # At a glance
    "glance": _("At a glance"),
    "glance.none": _(
        "Nothing in this document seems to teach, so nothing was compared. All its passages are listed below with the"
        " reason⟦; the option --all-passages compares them anyway⟧."
    ),
    "pages": _("pages"),
    "passages": _("passages"),
    "compared": _("passages compared"),
    "matched": _("with a match"),
    "unmatched": _("without a match"),
    "listed": _("only listed"),
    "roles": _("Passages by role"),
    # How to read
    "how": _("How to read this report"),
    "how.passage": _(
        "A passage is a part of the document that is compared by itself: a learning outcome, an assessment criterion, a"
        " topic."
    ),
    "how.probability": _(
        "The probability says how certain it is that a passage and a competency match: of a hundred matches at 80%,"
        " about eighty are right."
    ),
    "how.mark": _(
        "In each passage the words that carry its matches are marked; pointing at a competency leaves only its own"
        " marked. What the document says before and after is shown in grey."
    ),
    "how.decide": _("The report proposes; whoever designs the programme decides."),
    # Coverage
    "coverage": _("Coverage of the standards"),
    "coverage.picture": _("Chart"),
    "covered": _("Covered"),
    "partly": _("Partly"),
    "uncertain": _("To be confirmed"),
    "not_found": _("Not found"),
    "not_taught": _p("criterion", "Not taught"),
    "covered.what": _("it is taught, at the level that it asks for"),
    "partly.what": _("it is taught only as content, at a lower level or with few of its points"),
    "uncertain.what": _("neither is sure enough: somebody has to read the nearest passages"),
    "not_found.what": _("nothing in the document seems to teach it"),
    "total": _("Total"),
    "share": _("Covered (%)"),
    "kind": _("Kind"),
    "title_only": _("title only"),
    "judged": _("Judged"),
    "verdict.yes": _("according to {reader}: yes"),
    "verdict.partly": _("according to {reader}: partly"),
    "verdict.no": _("according to {reader}: no"),
    # Competencies found
    "found": _("Competencies found"),
    "found.what": _("Each competency with its highest probability and the number of passages it appears in."),
    "found.in": _("In {framework}"),
    "found.more": _("The {n} most probable are shown; the workbook has them all."),
    "competency": _("Competency"),
    "competencies": _("Competencies"),
    "code": _("Code"),
    "framework": _("Framework"),
    "above": _("Belongs to"),
    # Passage by passage
    "by_passage": _("The programme, passage by passage"),
    "no_section": _("No section"),
    "page": _("Page"),
    "page.n": _("p. {page}"),
    "section": _("Section"),
    "role": _("Role"),
    "passage": _("Passage"),
    "language": _("Language"),
    "probability": _("Probability"),
    "order": _("Order (not calibrated)"),
    "evidence": _("Words that carry it"),
    "no_match": _("no match"),
    "filter": _("Filter the passages"),
    "filter.text": _("Text or code"),
    "filter.probability": _("Minimum probability"),
    "filter.show": _("Show"),
    "filter.all": _("All"),
    "filter.reset": _("Clear filters"),
    "filter.state": _("Showing {shown} of {all} passages."),
    "filter.open": _("Open all"),
    "filter.close": _("Close all"),
    # Only listed
    "listed.why": _(
        "No matches were looked for in these passages; they are shown so that nothing is missing. For coverage those of"
        " them that say something of the subject count all the same."
    ),
    "reason": _("Reason"),
    "reason.language": _("neither Spanish nor English, or it could not be told"),
    "reason.evaluation": _("says how it is graded, not what is learnt"),
    "reason.other": _("does not teach (data, requirements, readings…)"),
    "reason.listed": _("it was not asked to be compared"),
    "reason.no_match": _("no competency is probable enough"),
    # Reading
    "reading": _("What was read and what was not"),
    "reading.pages": _("Pages of the document"),
    "reading.no_pages": _("this format has no pages"),
    "reading.unreadable": _("Pages that could not be read"),
    "reading.skipped": _("What was left out"),
    "reading.what": _("What"),
    "why": _("Why"),
    "reading.framework": _("In reading {framework}"),
    # How to cite
    "cite": _("How to cite"),
    "cite.program": _("Program"),
    "cite.encoder": _("Encoder"),
    "cite.settings": _("Settings"),
    "cite.name": _("Name"),
    "cite.sha256": _("SHA-256 checksum"),
    "cite.sentence": _(
        "Mapping of “{document}” (SHA-256 {sha256}…) to {frameworks}. curmap {version}, encoder {encoder} ({revision}),"
        " settings {settings}."
    ),
    "cite.framework": _("{title}, version {version}"),
    "cite.same": _("The same document, frameworks and settings give the same report."),
    # Word
    "head": _("About this document"),
    "head.school": _("School"),
    "head.programme": _("Programme"),
    "head.responsible": _("Responsible"),
    "head.date": _("Date"),
    "mark.gone": _("removed:"),
    "mark.new": _("added:"),
    # Workbook
    "sheet.summary": _("Summary"),
    "sheet.matches": _("Matches"),
    "sheet.coverage": _("Coverage"),
    "sheet.no_match": _("No match"),
    "sheet.reading": _("Reading"),
    "sheet.entries": _("Competencies"),
    "missed": _("Missed codes"),
    "review": _("Review"),
    "review.yes": _("yes"),
    "review.partly": _("partly"),
    "review.no": _("no"),
    "review.none": _("no correspondence"),
    "review.note": _(
        "To review: choose yes, partly or no beside each match; an empty cell means 'not reviewed'. Where the passage"
        " lacks a competency, write its code (several, separated by semicolons) under 'Missed codes'; the codes are in"
        " the sheet 'Competencies'. In the sheet 'No match', 'no correspondence' means that you checked that none"
        " corresponds. The reviewed workbook is read back with: curmap map PROGRAMME --framework … --reviewed"
        " WORKBOOK.xlsx, and measured with: curmap eval run --benchmark WORKBOOK.xlsx"
    ),
    "figure": _("Figure"),
    "value": _("Value"),
    "detail": _("Detail"),
    "norm": _p("of any framework", "Standard"),
    "passage.id": _("Passage id"),
    "title.of": _("Title"),
    "yes": _("yes"),
    "no": _("no"),
    "cut": _("… [cut]"),
    "workbook": _("This workbook"),
    "workbook.cut": _("Cells cut: a cell holds 32,767 characters; alignment.json has the whole text"),
    "workbook.quoted": _("Cells with an apostrophe before their text: it begins like a formula and must not run"),
    "workbook.rows": _("Rows for which a sheet had no room; alignment.json has them"),
}

COUNTED: dict[str, tuple[Text, Text]] = {
    "n.documents": (_("1 document"), _("{n} documents")),
    "n.passages": (_("1 passage"), _("{n} passages")),
    "n.probable": (
        _("1 of {of} passages compared has a probable match, of {least} or more ({share})."),
        _("{n} of {of} passages compared have a probable match, of {least} or more ({share})."),
    ),
    "n.unmatched": (_("1 has no match at all."), _("{n} have no match at all.")),
    "n.listed": (
        _("One more is only listed, because it does not teach or is in another language."),
        _("{n} more are only listed, because they do not teach or are in another language."),
    ),
    "n.attitudes": (_("{others} + 1 attitude"), _("{others} + {n} attitudes")),
    "n.more": (_("and 1 more"), _("and {n} more")),
    "n.unreadable": (_("1 page could not be read: {pages}."), _("{n} pages could not be read: {pages}.")),
}
"""What depends on a number: for one, and for none or several."""


ROLES: dict[str, Text] = {
    "competency": _("General competency"),
    "outcome": _("Learning outcome"),
    "criterion": _("Assessment criterion"),
    "content": _("Content"),
    "activity": _("Activity"),
    "evaluation": _("Grading"),
    "other": _("Other"),
}

LANGUAGES: dict[str, Text] = {"es": _("Spanish"), "en": _("English")}

_KINDS = {
    "standard": (_("Standards"), _("standard")),
    "element": (_("Elements"), _("element")),
    "desempeno": (_("Performance"), _("performance")),
    "producto": (_("Products"), _("product")),
    "conocimiento": (_("Knowledge"), _("knowledge")),
    "situacion_emergente": (_("Responses to emergencies"), _("response to an emergency")),
    "actitud": (_("Attitudes, habits and values"), _("attitude, habit or value")),
    "competency": (_("Competencies"), _("competency")),
    "skill": (_("Skills"), _("skill")),
    "knowledge": (_("Knowledge"), _("knowledge")),
    "occupation": (_("Occupations"), _("occupation")),
    "group": (_("Groups"), _("group")),
}
KINDS: dict[str, Text] = {kind: many for kind, (many, _one) in _KINDS.items()}
"""Kinds of the frameworks that have a loader of their own; any other is shown in its framework's own term."""
KIND: dict[str, Text] = {kind: one for kind, (_many, one) in _KINDS.items()}
"""The same of a single entry."""


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
