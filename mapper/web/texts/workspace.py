"""Frameworks and what changes when one is replaced, job ads against programmes, collections."""

from __future__ import annotations

from corpora import Text, _

WORKSPACE: dict[str, Text] = {
    # Frameworks
    "framework.version": _("version {version}"),
    "framework.level": _("level {level}"),
    "framework.taught": _("Which programmes of '{name}' teach it"),
    "framework.skipped": _("What of the file could not be used ({n})"),
    "n.more": _("There are {n} more."),
    "replace.title": _("Replace it by a newer version"),
    "replace.how": _(
        "First you see what changes and which decisions would have to be looked at again; nothing is replaced until you"
        " confirm it. Mappings that were made stay as they are, with the version that they were made with."
    ),
    "changes.see": _("See what changes"),
    "changes.title": _("What changes"),
    "changes.counts": _(
        "{file}: {same} entries stay the same, {reworded} are worded anew, {gone} disappear and {new} are new."
    ),
    "changes.affected": _("Decisions to be looked at again"),
    "changes.affected.how": _(
        "When these programmes are mapped again, all other decisions go along to the new edition by themselves."
    ),
    "changes.affected.none": _("None of the decisions that you can see is about what changes."),
    "changes.decisions": _("{n} of {of} decisions"),
    "changes.do": _("Replace"),
    "changes.reworded": _("Worded anew"),
    "changes.gone": _("Disappear"),
    "changes.old": _("Before"),
    "changes.new": _("Now"),
    "remove.title": _("Remove {name}"),
    "remove.how": _(
        "Nothing can be compared with this framework any more. The mappings and decisions that there are stay."
    ),
    "remove.affected": _("Programmes with decisions about this framework:"),
    "remove.do": _("Remove"),
    "framework.add": _("Add a standard or framework"),
    "framework.add.how": _(
        "CONOCER's standards (PDF, DOCX or text), tables of your own (CSV or XLSX, with a column 'code' and a column"
        " 'statement') and the files of other sources, such as ESCO, will do. Files of one framework are uploaded"
        " together. They are recognised by their content."
    ),
    "framework.files": _("Files"),
    "framework.known": _("Where to get them"),
    "framework.renec": _(
        "RENEC, the Mexican registry of competency standards (titles, levels and sectors, no criteria), is fetched from"
        " CONOCER's server."
    ),
    "framework.renec.add": _("Fetch and add RENEC"),
    "framework.renec.new": _("See what is new in RENEC"),
    "framework.known.conocer": _(
        "CONOCER: search the standard in the registry, at conocer.gob.mx, save its PDF and upload it here. It fills in"
        " its entry of the registry."
    ),
    "framework.known.esco": _(
        "ESCO: at esco.ec.europa.eu, under 'Download', choose the classification as CSV, in Spanish and in English, and"
        " upload the files of skills together."
    ),
    "framework.known.others": _(
        "Spanish qualifications (INCUAL), Mexico's older norms (NTCL), SENA's tables, O*NET, SKOS, CASE and the"
        " frameworks that Moodle and Canvas export are read as well."
    ),
    "framework.name": _("Short name (optional)"),
    # Job ads
    "ads.what": _("What job ads ask for, beside what your programmes teach."),
    "ads.upload": _("Compare job ads with programmes"),
    "ads.files": _("Job ads (CSV, XLSX, JSON lines or Parquet)"),
    "ads.files.how": _(
        "One ad a row, with a column for title or description. It takes 30 distinct ads to tell something of single"
        " competencies, and 10 to tell it of groups."
    ),
    "ads.sector": _("Sector"),
    "ads.sector.all": _("All ads"),
    "ads.before": _("First there must be a programme and at least one standard or framework."),
    "ads.stale": _("Decisions were taken on these programmes since this was computed."),
    "ads.again": _("Compute it again"),
    "ads.read": _("What was read"),
    "ads.counts": _(
        "{groups} distinct ads ({read} read, {unread} unread); {asking} ask for tasks, skills or knowledge."
    ),
    "ads.of_sector": _("Only those of the sector {sector}."),
    "ads.headline": _("{name} shows about {share} of what is asked for ({low} to {high})."),
    "ads.headline.none": _("Of {name} it cannot be told how much it shows of what is asked for: the ads are too few."),
    "ads.report": _("Read the whole report"),
    "ads.asked": _("What is asked for, and what was found"),
    "ads.asked.how": _(
        "What lacks most comes first: the share of ads that ask for it, times how improbable it is that the programme"
        " teaches it. Beside each figure its 90% interval."
    ),
    "ads.asked.none": _("What is asked for cannot be told from these ads."),
    "ads.unaudited": _(
        "Nobody has checked a sample of what was read in these ads. 'curmap gap --audit', on the command line, prepares"
        " that sample."
    ),
    "ads.share": _("Ads that ask for it"),
    "ads.example": _("For example"),
    "ads.more": _("{n} more in the whole report."),
    "ads.care": _("Before you use these figures"),
    "ads.demanded_found": _("found"),
    "ads.demanded_not_found": _("not found"),
    "ads.uncertain": _("to be confirmed"),
    "ads.few": _("too few ads to tell"),
    "ads.taught": _("taught: {share}"),
    "ads.found_not_in_ads": _("not in these ads"),
    # Collections
    "collections.what": _(
        "A collection holds many programmes that were mapped to standards, and is searched both ways: which passages"
        " and programmes teach something, and which competencies a programme corresponds to."
    ),
    "collections.none": _("There are none yet."),
    "collections.how": _(
        "Whoever runs the page makes them and brings them up to date, by the command line; everyone who enters sees"
        " them:"
    ),
    "collections.counts": _("{documents} documents, {passages} passages mapped"),
    "collection.text": _("Search passages by what they say"),
    "collection.find": _("Which programmes teach a competency? (words or code)"),
    "collection.choose": _("Choose one to see what teaches it."),
    "collection.text.said": _("Nearest to '{text}'"),
    "collection.code.said": _("Programmes that teach: {what}"),
    "collection.document.said": _("Competencies that {name} corresponds to"),
    "collection.who": _("who teaches it"),
    "collection.best": _("The passage that says so most"),
    "collection.nothing": _("Nothing was found; that does not mean that it is not taught."),
    "collection.no_frameworks": _("These programmes were mapped to no standard; only their passages can be searched."),
    "collection.care": _("These are computed suggestions; in a collection nobody has reviewed them."),
}
