"""What a comparison means for a mapping that exists: what still holds, what to look at again, what is void.

A match holds where what it was made from says the same: people's decisions go along with it, and with nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mapper.between.editions import Change, Comparison, Edition, State, Unit
from mapper.between.editions.compare import key
from mapper.between.editions.given import Mapped
from mapper.people.checklist.deciding import Review, alike
from mapper.people.checklist.records import Key, Quoted, Said

Verdict = Literal["holds", "again", "void"]
VERDICTS: tuple[Verdict, ...] = ("again", "void", "holds")
CERTAIN: frozenset[State] = frozenset({"same", "moved"})
"""What may become of a part of which everything that was said holds."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What becomes of one match, or of the decision on it, by the change of the part that it was made from.

    `why` is "quoted" where the mapping shows another wording than the old edition, "disputed" where people differ, ""
    where the change says it all.
    """

    match: Mapped
    verdict: Verdict
    change: Change
    why: Literal["", "quoted", "disputed"] = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Of that part in the new edition; none where it is void."""
        return tuple(unit.code for unit in self.change.new)

    @property
    def states(self) -> tuple[State, ...]:
        """Why, in the comparison's terms; nothing where another text was decided on."""
        return () if self.why == "quoted" else self.change.states

    @property
    def decision(self) -> str:
        """The person's decision, where it still counts."""
        return self.match.decision if self.verdict == "holds" else ""


@dataclass(frozen=True, slots=True)
class Standings:
    """All matches and decisions that the comparison concerns, and how many it does not."""

    found: tuple[Standing, ...]
    others: int

    def of(self, verdict: Verdict) -> tuple[Standing, ...]:
        """Those of one verdict."""
        return tuple(standing for standing in self.found if standing.verdict == verdict)

    def decided(self, verdict: Verdict | None = None) -> tuple[Standing, ...]:
        """Those of them that people decided."""
        found = self.found if verdict is None else self.of(verdict)
        return tuple(standing for standing in found if standing.match.decision)


def standings(comparison: Comparison, mapped: Sequence[Mapped]) -> Standings:
    """What becomes of each match and decision.

    A standard's match is found by its code, a programme's by its passage's text; where the wording in the mapping is
    not the old edition's it is to be looked at again, since it was made from another one.
    """
    changes = {unit.code: change for change in comparison.changes for unit in change.old}
    old = comparison.old
    if old.framework:
        units, wordings = {unit.code: unit for unit in old.units}, old.wordings
        on_old = [one for one in mapped if one.code in units]
        # Those of its own framework where any is, else of whatever it was called then.
        own = [one for one in on_old if one.framework == old.framework] or on_old
        found = [
            _standing(one, changes[one.code], [units[one.code].text, *wordings.get(one.code, ())], one.statement)
            for one in own
        ]
    else:
        by_text = {key(unit.text): unit for unit in reversed(old.units)}
        rows = [(one, by_text[key(one.passage)]) for one in mapped if key(one.passage) in by_text]
        found = [_standing(one, changes[unit.code], [unit.text], one.passage) for one, unit in rows]
    return Standings(tuple(found), len(mapped) - len(found))


def _standing(match: Mapped, change: Change, wordings: Iterable[str], seen: str) -> Standing:
    if seen and not any(key(seen) == key(one) or alike(seen, one) for one in wordings):
        return Standing(match, "again" if change.new else "void", change, "quoted")
    if not change.new:
        return Standing(match, "void", change)
    if match.decision == "disputed":
        return Standing(match, "again", change, "disputed")
    return Standing(match, "holds" if set(change.states) <= CERTAIN else "again", change)


def as_reviews(standing: Iterable[Standing], edition: Edition, side: Literal["old", "new"]) -> Iterator[Review]:
    """Decisions as reviews of each programme: with the codes and wordings of the old edition, or of the new one.

    Only decisions that hold have a part of the new edition, and exactly one.
    """
    rows: dict[str, list[tuple[Mapped, Unit]]] = {}
    for one in standing:
        if one.match.decision not in ("", "disputed") and one.why != "quoted":
            units = one.change.new if side == "new" else (u for u in one.change.old if u.code == one.match.code)
            unit = next(iter(units))
            rows.setdefault(one.match.document, []).append((one.match, unit))
    for document, decided in rows.items():
        said: dict[Key, Said] = {}
        for match, unit in decided:
            name = edition.framework, unit.code
            before = said.get(name, Said(unit.text, None, {}))
            if match.text_id:
                said[name] = replace(before, marks={**before.marks, match.text_id: match.decision})  # type: ignore[dict-item]
            else:
                said[name] = replace(before, state=match.decision)  # type: ignore[arg-type]
        texts = {one.text_id: Quoted(one.passage, None, one.page, one.section) for one, _ in decided if one.text_id}
        by = ", ".join(dict.fromkeys(match.by for match, _ in decided))
        yield Review(by, "", document, by, said, texts, (), next((one.programme for one, _ in decided), ""))
