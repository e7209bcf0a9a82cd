"""What gap reports say besides programmes, ads and frameworks, as `texts` has it."""

from __future__ import annotations

from corpora import Text, _, _p
from mapper.reports.texts import STANDARDS

GAP: dict[str, Text] = {
    **STANDARDS,
    "title": _("What job ads ask for and programmes teach"),
    "first": _("What this report is about"),
    # Sheets: at most 31 characters
    "sheet.first": _("First page"),
    "sheet.needs": _("Needs of every trade"),
    "sheet.dual": _("Dual training"),
    "sheet.staff": _("Staff"),
    "sheet.others": _("What else is asked"),
    "sheet.skipped": _("Not used"),
    "sheet.unmatched": _("Of no entry for sure"),
    "instead.head": _("It does teach"),
    # First page
    "f.ads": _("Job ads"),
    "f.ads.value": _("Distinct: {groups}. Read: {read}."),
    "f.ads.unread": _("Not read, or no advertisements: {n}{named}."),
    "f.ads.same": _("Duplicates count once."),
    "f.asking.value": _("{asking} of {groups} ask for at least one task, skill or knowledge; the others count too."),
    "f.no_column": _("unknown: no column is recognised as this⟦; name it with --column {field}=COLUMN⟧"),
    "f.dates.value": _("from {first} to {last}"),
    "f.audited.yes": _("Yes: {judges} judged {n} ads, and the figures are corrected by that."),
    "f.audited.no": _(
        "No: nobody has judged a sample of these ads, so the figures are estimates that were not checked."
    ),
    "f.judge": _("somebody"),
    "f.frameworks": _("Compared with"),
    "sector.by": _(
        "{title}. Of the distinct ads, {column} are of the sector by their own column and {words} by words of the ad;"
        " {others} of another sector are not used, nor {without} in which nothing says the sector."
    ),
    "sector.by_set": _(
        "{n} in which nothing says the sector are used as well, since those of the set that say one are nearly all of"
        " it."
    ),
    # The one page
    "one": _("These ads and this programme"),
    "one.asked": _("What is asked for most"),
    "one.taught": _("In the programme"),
    "one.found": _("found"),
    "one.open": _("to be confirmed"),
    "one.lacking": _("not found"),
    "one.other_trade": _(
        "{name} and these ads seem to be of different trades: of what they ask for it shows next to nothing."
    ),
    "one.posts": _("Posts: {posts}."),
    "one.of_post": _("{name} ({n} ads) asks most for: {asked}."),
    "one.places": _("Places: {places}."),
    "one.how": _(
        "Behind each share stands its 90% interval. What is told less narrowly than by {widest} stands further below,"
        " with all else. What is to be confirmed needs a reader: the passage is the nearest one."
    ),
    "one.more": _("… and {n} more, further below."),
    "one.none_lacking": _("Nothing that these ads surely ask for is missing in the document for sure."),
    "one.none_idle": _("Nothing."),
    "one.no_group": _("Of no group"),
    # Headline
    "headline": _("In one figure"),
    "headline.lead": _("Of what these ads ask for, the document {name} shows about {share} (90% interval: {between})."),
    "headline.of": _(
        "The figure is made from all competencies with an estimate: {n}, of which {untold} have too few ads to be told"
        " by themselves. Each weighs by the ads expected to ask for it."
    ),
    "nothing.told": _("Nothing of what can be told; of {n} competencies too few ads are expected to say it."),
    "headline.wide": _(
        "The interval is so wide that the figure says very little; it takes more ads or a framework closer to them."
    ),
    "headline.none": _("No overall figure is given: so few distinct ads ({n}) do not allow to speak of shares."),
    "headline.nothing": _(
        "No overall figure is given: no competency of the frameworks chosen is asked for by enough ads."
    ),
    "taught": _("Taught of what is asked for"),
    # How to read
    "how.share": _(
        "'Ads' is the part of the ads that is estimated to ask for something; behind it stands its 90%"
        " interval, which is meant to hold the true part nine times in ten. If it is wide, the figure is unsure."
    ),
    "how.found": _(
        "'Found' and 'not found' are said of the document: a programme may teach what its document does not say."
    ),
    "how.sure": _(
        "Something counts as asked for and not found only if at least 2% of the ads surely ask for it and coverage says"
        " that the programme does not show it. What coverage leaves to be confirmed is called uncertain, and so is what"
        " names English, communication, teamwork or digital competence where the programme teaches that need: read the"
        " passage."
    ),
    "how.gap": _("The gap in a competency is the part of the ads that ask for it without the programme showing it."),
    # Withheld
    "withheld": _("What is not shown, and why"),
    "withheld.10": _(
        "Distinct ads: {n}. With fewer than 10 neither shares nor competencies asked for nor a gap are shown:"
        " a single ad would change a figure by more than ten points. What does not depend on the number of ads is"
        " shown."
    ),
    "withheld.30": _(
        "Distinct ads: {n}. With fewer than 30 what is asked for stands by its estimated share, but without a number:"
        " the intervals overlap so much that its order may be chance."
    ),
    "withheld.single": _(
        "No single competency is expected to be asked for by at least five ads; therefore only groups of competencies"
        " are shown."
    ),
    # States
    "gap.demanded_not_found": _("Asked for and not found"),
    "gap.demanded_not_found.what": _(
        "What the ads ask for and the programme's document does not show, by the estimated share of the ads."
    ),
    "gap.demanded_found": _("Asked for and found"),
    "gap.demanded_found.what": _("What the ads ask for and the programme shows."),
    "gap.uncertain": _("Uncertain"),
    "gap.uncertain.what": _(
        "Of this nothing can be said with certainty: it is not sure that the ads ask for it, or that the programme"
        " teaches it."
    ),
    "gap.found_not_in_ads": _("Taught and not in these ads"),
    "gap.found_not_in_ads.what": _(
        "The programme shows it and these ads do not ask for it. Others may: it is no reason to drop it."
    ),
    "unasked.few": _("So few distinct ads ({n}) cannot tell what is not asked for; that takes at least 30."),
    "unasked.none": _("Whatever the programme shows, some of these ads may well ask for it."),
    "rows.withheld": _(
        "It is not told what is asked for and what is missing: too few distinct ads ({n}), where it takes at"
        " least 10. What follows only says what the programme shows."
    ),
    "matrix": _("The programmes side by side"),
    "matrix.what": _(
        "A row for each competency or group asked for, a column for each programme: the result and the probability that"
        " it teaches it. The widest gap comes first."
    ),
    "demand": _("Ads"),
    "first_ten": _("Among the ten most asked for"),
    "taught.probability": _("Taught"),
    "gap": _("Gap"),
    "nearest": _("Nearest in the programme"),
    "nearest.none": _p("feminine", "none"),
    "instead": _("It does teach: {statement}"),
    "examples": _("Sentences of the ads"),
    "is_group": _("group"),
    "is_group.head": _("Is a group"),
    # Pictures
    "picture.verdicts": _("What is asked for most, and whether it is taught"),
    "picture.verdicts.how": _(
        "Each mark is the part of the ads that is estimated to ask for it, the line its 90% interval. Colour and form"
        " say whether the programme's document shows it."
    ),
    "axis.ads": _("share of the ads"),
    # The offer of several programmes
    "sheet.offer": _("Offer"),
    "sheet.trend": _("Sets of ads"),
    "offer": _("The offer: which programme teaches what is asked"),
    "offer.any": _("Any of them"),
    "offer.by": _("Taught by"),
    "offer.none": _("none"),
    "offer.together": _("{names} (only when all files are read together)"),
    "offer.more": _(" and {n} more"),
    "offer.headline": _(
        "Of what these ads ask for, the programmes together show about {share} (90% interval: {between})."
    ),
    "offer.demanded_not_found": _("None teaches ({n}){named}"),
    "offer.uncertain": _("Cannot be told ({n}){named}"),
    "offer.demanded_found": _("Some programme teaches ({n}){named}"),
    "offer.how": _(
        "'Any of them' is the probability that they teach it together: up to {most} files are read as the courses of"
        " one curriculum, as coverage and the curriculum map read them; of more it is that of the file which most"
        " probably teaches it. Where no file shows something by itself, those are named that hold the passages which"
        " show it. Of programmes of different schools, which are no one curriculum, the columns of the files count."
    ),
    "offer.signs": _("✓ found; ? uncertain; – not found."),
    "picture.offer": _("Which programme teaches what is asked for"),
    # Sets of ads: periods or files
    "trend": _("Sets of ads side by side: what rises and what falls"),
    "trend.quarter": _("-Q"),
    "trend.period": _("{name}: {groups} ({asking} ask for something)"),
    "trend.periods": _("Distinct ads. {counts}."),
    "trend.undated": _("Ads without a date, which stand in no period: {n}."),
    "trend.rises.lead": _("Rises from {first} to {last} ({n}){named}"),
    "trend.falls.lead": _("Falls from {first} to {last} ({n}){named}"),
    "trend.change": _("Change"),
    "trend.direction": _("Rises or falls?"),
    "trend.rises": _("rises"),
    "trend.falls": _("falls"),
    "trend.unclear": _("cannot be told"),
    "trend.how": _(
        "The change is the last share minus the first, in points, with its 90% interval. Something is said to rise or"
        " fall only so that of all that is said at most one in ten is expected not to change."
    ),
    "picture.trend": _("What changes from set to set"),
    # Needs
    "needs": _("Four needs of every trade"),
    "needs.first": _("The four needs, at a glance"),
    "needs.how": _(
        "The whole document is searched, methodology and resources too. Only what stands in a learning outcome, a"
        " criterion or the contents counts as taught; the rest is method or mention. Ads are counted by the words that"
        " they use, and not estimated as the shares of competencies are: the two may differ."
    ),
    "need": _("Need"),
    "need.taught": _("Taught?"),
    "need.ads": _("{asking} of {ads} ads"),
    "need.lacking": _("Asked for and not found in an outcome"),
    "need.standards.head": _("Standards of the registry"),
    "need.absent": _("no longer in the registry"),
    "need.levels": _("Levels that the ads ask for: "),
    "use.outcome": _("taught"),
    "use.method": _("method"),
    "use.mention": _("mention"),
    "green": _("Green skills"),
    "green.how": _("Skills of ESCO's green collection that the programme corresponds to."),
    "green.none": _("No green skill of ESCO was found in the programme, or ESCO's collection is not loaded."),
    # Equipment, staff, dual
    "brings": _("What the standards bring with them"),
    "equipment": _("Rooms and equipment"),
    "equipment.how": _(
        "What the standard requires or names, against what the programme's sections on rooms, equipment, resources and"
        " staff name: what an outcome or content has students use may still be missing at the school. That they do not"
        " name it does not mean that the school lacks it: it is what to check, or to share with a company."
    ),
    "equipment.unsaid": _("The standard's document does not say what its assessment requires."),
    "origin": _("Said in"),
    "origin.requirements": _("the requirements of its assessment"),
    "origin.criterion": _("the criterion {code}"),
    "named": _("In the programme"),
    "thing.room": _("room"),
    "thing.equipment": _("equipment"),
    "thing.material": _("material"),
    "thing.software": _("software"),
    "thing.staff": _("staff"),
    "thing.other": _("other"),
    "staff": _("Standards for those who teach and assess"),
    "purpose": _("For"),
    "title.unloaded": _("(the registry is not among the frameworks chosen)"),
    "dual": _("Dual training: where each criterion fits"),
    "dual.how": _("It is a suggestion: the programme's own marks win, and a person can change it."),
    "dual.marks": _("What the programme marks for the company"),
    "dual.marks.how": _(
        "The programme marks {n} of the texts that teach as learnt at the company, or there and in school, with what"
        " stands below what is marked. No suggestion contradicts that."
    ),
    "dual.sheet": _(
        "Beside this report lies dual.csv⟦; write school, company or both into its last column and make the report"
        " again with --dual dual.csv⟧."
    ),
    "dual.setting": _("Suggestion"),
    "dual.by": _("By"),
    "setting.school": _("school"),
    "setting.company": _("company"),
    "setting.both": _("both"),
    "by.rule": _("rule"),
    "by.programme": _("the programme"),
    "by.person": _("a person"),
    "unused_changes": _("Changes that are of no criterion of this report: {codes}"),
    # Others
    "unmatched": _("Asked for, and not assigned to an entry for sure"),
    "unmatched.how": _(
        "What two or more ads name and none of the entries compared surely corresponds to, or at least five ads name"
        " while too few are expected to ask for the entry that is near. An entry may say it in other words. It takes no"
        " part in the figures: decide yourself whether the programme teaches it."
    ),
    "unmatched.example": _("One of the ads"),
    "others": _("What else the ads ask for"),
    "others.how": _(
        "Degrees, licences, experience, languages and conditions are counted, not compared with the programme."
    ),
    "others.none": _("The ads ask for nothing of this."),
    "others.what": _("What they ask for"),
    "others.required": _("Of them, required"),
    "other.degree": _("degree"),
    "other.licence": _("licence"),
    "other.experience": _("experience"),
    "other.language": _("language"),
    "other.condition": _("condition"),
    "left.where": _("Where from"),
    "ads.skipped": _("What was not used of the ads"),
    "columns": _("Columns of the ads"),
}
