"""From what a form sends to rows of the history, with what stood before the person."""

from __future__ import annotations

from mapper.review.records import Seen, Verdict
from mapper.web.catalogue import Frameworks
from mapper.web.decisions import Said
from mapper.web.reviewing import Item, Review

_OF_COMPETENCY: dict[str, Verdict] = {"accepted": "accepted", "rejected": "rejected", "added": "added"}
_OF_PASSAGE: dict[str, Verdict] = {"none": "none", "note": "note"}
_PARTS = 3
"""Of what a form sends for a competency: verdict, framework, code."""


class Deciding:
    """Makes rows of what a person decided on a page.

    Args:
        frameworks: the frameworks as they are now: what is added must stand in one.
        review: the programme as the person sees it.
    """

    def __init__(self, frameworks: Frameworks, review: Review) -> None:
        self._frameworks = frameworks
        self._review = review
        alignment = review.programme.alignment
        self._versions = {f["name"]: f["version"] for f in alignment["frameworks"]}
        self._encoder = str(alignment["encoder"]["revision"])
        self._matcher = str(alignment["settings"].get("matcher", ""))

    def said(self, item: Item, act: str, note: str = "") -> list[Said] | None:
        """The rows of one decision about one passage; None where verdict, competency or person are unknown."""
        verdict, *rest = act.split(" ", _PARTS - 1)
        if verdict == "settled":
            return self._settled(item, " ".join(rest))
        if verdict in _OF_PASSAGE:
            return None if rest else [Said(item.text_id, _OF_PASSAGE[verdict], note=note, seen=self._seen())]
        if verdict not in _OF_COMPETENCY or len(rest) != _PARTS - 1:
            return None
        framework, code = rest
        seen = self._seen_of(item, framework, code, known=verdict != "added")
        return None if seen is None else [Said(item.text_id, _OF_COMPETENCY[verdict], framework, code, note, seen=seen)]

    def _settled(self, item: Item, person: str) -> list[Said] | None:
        """The owner's word: what that person says stands."""
        if self._review.person != self._review.programme.owner or person not in item.state.people:
            return None
        right = sorted(item.state.people[person].right)
        rows = [
            Said(
                item.text_id,
                "settled",
                framework,
                code,
                person,
                seen=item.state.people[person].of[framework, code].seen,
            )
            for framework, code in right
        ]
        return rows or [Said(item.text_id, "settled", note=person, seen=self._seen())]

    def _seen(self, probability: float | None = None, framework: str = "", statement: str = "") -> Seen:
        version = self._versions.get(framework, "")
        return Seen(probability, self._encoder, self._matcher, version, statement)

    def _seen_of(self, item: Item, framework: str, code: str, *, known: bool) -> Seen | None:
        """What stood before the person: a suggestion, or what the framework or an earlier decision says."""
        key = (framework, code)
        suggested = next((m for m in item.mapped.matches if (m.framework, m.code) == key), None)
        if suggested is not None:
            return self._seen(suggested.probability, framework, suggested.statement)
        node = self._frameworks.get(framework, code)
        if node is not None:
            return self._seen(None, framework, node.statement)
        rows = self._review.rows if known else ()
        return next((row.seen for row in rows if (row.framework, row.code) == key), None)
