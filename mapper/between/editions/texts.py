"""The words of a comparison of two editions, and of what it means for a mapping, in both languages."""

from __future__ import annotations

from corpora import Text, _

TEXTS: dict[str, Text] = {
    "title": _("What changed between two editions"),
    "editions": _("{old} → {new}"),
    "lead": _("Parts that say the same: {same} of the {old} of the old edition; the new one has {new}."),
    "nothing": _("Both editions say the same."),
    "old": _("old edition"),
    "new": _("new edition"),
    "change": _("change"),
    "also": _("also"),
    "code": _("code or place"),
    "text": _("text"),
    "level": _("changed level"),
    "level.of": _("level: {level}"),
    "level.none": _("no level"),
    "same": _("says the same"),
    "reworded": _("reworded"),
    "added": _("added"),
    "removed": _("removed"),
    "moved": _("moved"),
    "split": _("split"),
    "merged": _("merged"),
    "kind": _("changed kind"),
    "kind.of": _("kind: {kind}"),
    "gone": _("words no longer there"),
    "come": _("new words"),
    "how": _("How to read this comparison"),
    "how.align": _(
        "Parts are paired by what they say; code and place only confirm, since a new edition numbers anew. Spacing that"
        " was repaired is no change."
    ),
    "how.marks": _(
        "What is struck through stood in the old edition only; what is underlined stands in the new one only."
    ),
    "how.mapping": _("A decision holds where the text is the same, whatever its code is now; nothing else goes along."),
    "facts": _("What the documents say"),
    "facts.published": _("published in the DOF"),
    "facts.approved": _("approved"),
    "facts.replaces": _("updates"),
    "facts.replaces_published": _("that one published on"),
    "facts.overlap_months": _("months in which both hold"),
    "mapping": _("What becomes of the mapping"),
    "mapping.lead": _(
        "Matches made with the old edition: holding, {holds}; to be looked at again, {again}; void, {void}. Not"
        " depending on it: {others}."
    ),
    "decisions.lead": _(
        "Decisions of people on the old edition: {n}. Holding: {holds}; to be taken anew: {again}; lost: {void}."
    ),
    "criteria.lead": _(
        "Criteria of the new edition: {n}. Gained a passage: {gained}; new, without a passage: {lacking}; with a"
        " passage, changed: {changed}. Criteria that lost their passage: {lost}."
    ),
    "criteria.untold": _(
        "Which criteria gained or lost their passage is not told of {names}: name the alignment.json of its mapping"
        " with another --mapping."
    ),
    "criteria.computed": _(
        "Whether a criterion has a passage is computed as by 'curmap coverage', with the decisions that hold."
    ),
    "holds": _("holds"),
    "again": _("to decide anew"),
    "void": _("lost"),
    "decisions": _("Decisions"),
    "matches": _("Matches"),
    "gained": _("Gained a passage"),
    "lacking": _("New, without a passage"),
    "lost": _("Lost their passage"),
    "changed": _("With a passage, changed"),
    "kept": _("as before"),
    "verdict": _("state"),
    "why": _("why"),
    "why.quoted": _("the mapping quotes another text"),
    "why.disputed": _("people differ"),
    "decision": _("decision"),
    "decision.by": _("decided by"),
    "decision.criterion": _("on the criterion as a whole"),
    "decision.yes": _("yes"),
    "decision.no": _("no"),
    "decision.disputed": _("disputed"),
    "decision.covered": _("covered"),
    "decision.partly": _("partly"),
    "decision.not_found": _("not taught"),
    "code.old": _("old code"),
    "code.new": _("new code"),
    "text.old": _("wording before"),
    "text.new": _("wording now"),
    "result.old": _("result before"),
    "result.new": _("result now"),
    "fate": _("what became of it"),
    "next": _("What to do next"),
    "next.add": _("Add the document of {name} to the workspace: curmap framework add."),
    "next.again": _(
        "Decide anew on the criteria that changed ({codes}): their passages stand in the sheet '{sheet}'"
        " of diff.xlsx (write it with --out)."
    ),
    "next.gained": _("Look at the passages of the criteria that gained one, and mark them there: {codes}."),
    "next.lacking": _("Add to the programme what the new criteria without a passage ask for: {codes}."),
    "next.changed": _("Check that the passages still show what is asked for now: {codes}."),
    "next.lost": _("Decide whether to keep what only the old edition asked for, or write it anew: {codes}."),
    "next.map": _(
        "Then go on with the new edition, with the decisions that hold ({holds}): curmap coverage {programme}"
        " --framework {framework}/{code} --reviewed diff.xlsx."
    ),
    "next.nothing": _("Nothing is to be decided: every decision holds, and no criterion gained or lost its passage."),
    "criteria": _("Criteria and their passages"),
    "changes.where": _("All changes, word by word: sheet '{sheet}' of diff.xlsx."),
    "sheet.changes": _("Changes"),
    "sheet.mapping": _("Mapping"),
    "sheet.criteria": _("Criteria"),
}
