"""alignment.json: what other programs read. Its JSON Schema ships as `mapper/data/alignment.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpora import Document, Framework
from mapper.matching.records import MappedPassage, Match
from mapper.people.judging.records import Judging, Verdict
from mapper.programmes.alignment import Alignment
from mapper.reports.record_json import Form

_OF_A_PASSAGE = "id text_id text page start end box section role language"
SHOWN = {
    Alignment: "document=source settings frameworks encoder reading=document passages coverage judged?",
    Framework: "name version sha256",
    Document: "pages unreadable_pages skipped",
    MappedPassage: " ".join(
        [*(f"{name}=passage.{name}" for name in _OF_A_PASSAGE.split()), "dual=passage.dual?", "matches"]
    ),
    Match: "framework code statement probability score evidence verdict?",
    Verdict: "state reader quotations=quoted why",
    Judging: "reader guidelines questions answered sent left unanswered over_budget withheld notes",
}
"""See `Form`."""


def dumps(alignments: Sequence[Alignment], *, lang: str) -> str:
    """The text of the file, and what `curmap map --json` prints: one document for one alignment, else a list of them.

    Only the reasons why something was skipped depend on the language, "es" or "en".
    """
    documents = [replace(one, settings=dict(sorted(one.settings.items()))) for one in alignments]
    return Form(SHOWN, lang).dumps(documents[0] if len(documents) == 1 else documents)
