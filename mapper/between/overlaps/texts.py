"""Every word that the report on overlaps shows besides the standards' own, in both languages."""

from __future__ import annotations

from corpora import Text, _

TEXTS: dict[str, Text] = {
    "title": _("Standards that say nearly the same"),
    "lead": _(
        "Pairs that say nearly the same: {pairs} (of different committees, {different}; of one committee, {same};"
        " committee not known, {unknown}). Standards compared by title: {standards}; by their criteria too:"
        " {documents}."
    ),
    "how": _("How to read this list"),
    "how.order": _(
        "Pairs of different committees come first: these are the ones to harmonise. Those of one committee are mostly"
        " series made on purpose."
    ),
    "how.title": _(
        "Likeness of the titles: how much the two share in their letters, from 0 to 1; shown from {titles} on. It is no"
        " probability."
    ),
    "how.criteria": _(
        "Criteria in common: how many criteria of the shorter standard stand in the other, nearly the same; only where"
        " the documents of both are loaded. Attitudes do not count."
    ),
    "how.decide": _(
        "A different function (installing, supervising) or a different level can be a reason to have both; a person"
        " decides that."
    ),
    "different": _("Of different committees"),
    "same": _("Of one committee"),
    "unknown": _("Committee not known"),
    "none": _("No pairs say nearly the same."),
    "sheet": _("Pairs"),
    "standard": _("Standard"),
    "committees": _("committees"),
    "code": _("code"),
    "name": _("title"),
    "level": _("level"),
    "level.n": _("level {level}"),
    "committee": _("committee"),
    "likeness": _("likeness of the titles"),
    "same.title": _("same title"),
    "criteria": _("criteria in common"),
    "criteria.of": _("{n} of {of}"),
    "criteria.unknown": _("no document"),
    "functions": _("different function"),
    "versus": _("{one} / {other}"),
    "only": _("only in one"),
    "review": _("review"),
    "review.merge": _("merge"),
    "review.part": _("delimit"),
    "review.keep": _("keep"),
    "review.note": _(
        "Write 'merge' if one standard is enough, 'delimit' if it has to be said what sets them apart, 'keep' if both"
        " are well as they are."
    ),
}
