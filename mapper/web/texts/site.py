"""What stands on every page, the first page, what goes wrong, and how it works and how right it is."""

from __future__ import annotations

from corpora import Text, _, _p

SITE: dict[str, Text] = {
    # Site
    "site": _("curmap: programmes and competency standards"),
    "nav.programmes": _("Programmes"),
    "nav.frameworks": _("Standards and frameworks"),
    "nav.collections": _("Collections"),
    "nav.ads": _p("page", "Job ads"),
    "nav.about": _("How it works and how right it is"),
    "lang.other": _("Español"),
    "signed_in": _("You are {person}"),
    # The name
    "name.title": _("What is your name?"),
    "name.why": _("Your name stands beside each decision that you take. It is asked once in this browser."),
    "name.label": _("Name"),
    "name.save": _("Continue"),
    "signin.title": _("You need to sign in"),
    "signin.how": _(
        "This page is opened through your institution's sign-in. Use the address that you were given; if you did, tell"
        " whoever runs it."
    ),
    # Programmes
    "home.title": _("Your programmes"),
    "home.search": _("Search your programmes by title, file, school or folder"),
    "home.review": _p("verb", "Review"),
    "folder": _("Folder"),
    "folder.all": _("All folders"),
    "folder.choose": _("Choose {name}"),
    "folder.put": _("Put the ticked programmes in the folder"),
    "folder.how": _("For example, 'Campus 12 / 2026'. Left empty, it takes them out of their folder."),
    "folder.do": _("Put there"),
    "first.title": _("To begin with"),
    "first.example": _(
        "A made-up programme, a standard and forty job ads show what comes out, in about a minute. You can delete them"
        " afterwards."
    ),
    "first.try": _("Try the example"),
    "first.example.what": _("programme, standard and job ads"),
    "first.norms": _("Or add what you want to compare with: the Mexican registry by one click, or standards of yours."),
    "first.upload": _("Then upload a programme of studies below; its result opens from the list."),
    "called.title": _("Title and school"),
    "called.programme": _("Title of the programme"),
    "home.no_frameworks": _("First there must be at least one standard or framework to compare with. Add it here:"),
    "upload.title": _("Upload a programme"),
    "upload.files": _("Files (PDF, DOCX, ODT, HTML, XLSX, Markdown or text, or a review that was downloaded as JSON)"),
    "upload.drop": _("You can also drop them here."),
    "upload.limits": _("Up to {n} files of {size} MB each, and {total} MB in all."),
    "upload.frameworks": _("Compare with"),
    "upload.mexican": _("CONOCER with its registry (RENEC)"),
    "informed.ask": _(
        "Take into account what was already decided by hand on other programmes ({decisions} on {programmes}): what was"
        " accepted for one passage speaks for it in those that resemble it."
    ),
    "upload.send": _("Upload and compare"),
    "programme.open": _("Open"),
    "programme.delete": _("Delete"),
    "programme.restore": _("Bring back"),
    "programme.deleted": _("deleted; can be brought back for 30 days"),
    "programme.of": _("of {owner}"),
    # Jobs
    "jobs.title": _("Recent uploads"),
    "job.waiting": _("Waiting; {place} before it"),
    "job.next": _("Waiting; it is next"),
    "job.running": _("Under way"),
    "job.reading": _("Reading the document"),
    "job.mapping": _("Comparing with the standards"),
    "job.saving": _("Saving"),
    "job.done": _("Done"),
    "job.failed": _("Failed"),
    "job.cancelled": _("Cancelled"),
    "job.cancel": _("Cancel"),
    "job.dismiss": _("Dismiss"),
    # Errors
    "error.title": _("Something went wrong"),
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
    "error.500": _("The fault is ours; what was saved is still saved."),
    "error.offline": _("It could not be saved: the server does not answer. Check the connection and try again."),
    "error.restored": _(
        "One of the programmes came from a downloaded review, without its document; upload the document, too, and"
        " choose that programme."
    ),
    "error.signed_out": _(
        "It was not saved: another page answered in place of this one, probably because you are signed out. Open this"
        " page in another tab, sign in, and try again here; what you typed is kept."
    ),
    "error.401": _("It was not saved: this page does not know who you are any more. Enter again in another tab."),
    "error.507": _("Nothing can be saved: the disk is full. Tell whoever runs the page."),
    "error.back": _("Back to your programmes"),
    # How it works
    "about.how": _("What happens with a document"),
    "about.how.read": _(
        "It is read and split into passages: each learning outcome, criterion or topic is one. Timetables,"
        " bibliographies or grading rules are recognised and not compared."
    ),
    "about.how.compare": _(
        "Each passage is compared by its meaning with all competencies of the standards chosen, in Spanish or English,"
        " and by its words as well."
    ),
    "about.how.probability": _(
        "A probability is computed of what is nearest. What has very little is not suggested, and the passage is left"
        " without a match."
    ),
    "about.how.decide": _(
        "You decide. Each decision is kept with your name and the date, and never changed; undoing is noted as well."
    ),
    "about.right": _("How right it is"),
    "about.coverage": _(
        "On {n} criteria of programmes that it was not fitted on, what it tells as covered or partly is really taught"
        " in {right} of the cases, and what it tells as not found is not taught in {absent}. Of what is taught in full"
        " it tells {found}; the rest is nearly always to be confirmed."
    ),
    "about.matches": _(
        "Of {sure} suggestions with 80% or more {right} were right; of {likely} with 50 to 80%, {half}."
    ),
    "about.judged": _(
        "A language model wrote and judged these programmes and passages by reading them; no person has checked them"
        " yet."
    ),
    "about.measured": _("Benchmarks judged by people"),
    "about.measured.how": _(
        "Each benchmark is a set of questions whose right answers people or authorities set. Beside each figure stands"
        " its 95% interval."
    ),
    "about.commit": _("Measured with version {commit}."),
    "about.measure.MAP": _("how near the top the right ones stand (MAP)"),
    "about.measure.MRR": _("how near the top the first right one stands (MRR)"),
    "about.measure.RP@5": _("how many of the first five are right (RP@5)"),
    "about.benchmark": _p("in plain words", "Benchmark"),
    "about.measure": _("Measure"),
    "about.questions": _("Questions"),
    "about.care": _("Where it can mislead"),
    "about.care.general": _(
        "Very general passages ('works in a team') resemble many competencies; there a suggestion is worth little."
    ),
    "about.care.places": _(
        "The programmes that it was measured on are from Spain and Colombia; it was not measured on Mexican ones yet."
    ),
    "about.care.other": _(
        "If your document is of another kind than those it was measured on, the probability can be off."
    ),
    "about.care.absent": _("'Not found' means that this document does not say it, not that it is not taught."),
    "about.care.title": _("Of a standard of which only the title is known nobody can say that it is covered."),
    "about.care.informed": _(
        "Where decisions on other programmes are taken into account, what was accepted rises in similar passages, and"
        " so does its probability, which was not fitted on such examples."
    ),
    "about.data": _("What happens with your data"),
    "about.data.how": _(
        "Everything stays on the computer where curmap runs: documents, decisions and computation. Nothing is sent"
        " elsewhere. What was deleted can be brought back for 30 days; then it is removed."
    ),
    "keys.title": _("Keyboard shortcuts"),
    "keys.how": _("Shortcuts of a single key act only while a passage has the focus, and never while one types."),
    "keys.number": _("Accept the suggestion of that number"),
    "keys.next": _("Next passage"),
    "keys.previous": _("Previous passage"),
    "keys.off": _("Switch off the shortcuts of a single key"),
    "keys.on": _("Switch on the shortcuts of a single key"),
}

BENCHMARKS: dict[str, Text] = {
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
"""What the questions of a benchmark are about; another one is shown by its name."""
