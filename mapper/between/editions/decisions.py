"""What a school has of its programmes: their passages and matches, and what people decided of them.

An alignment.json has the passages and their matches, with the decisions that it was made with; so has a review of the
page; the workbooks of a mapping and of coverage have the decisions alone. Together they tell what becomes of a mapping:
a match holds where what it was made from says the same; people's decisions go along with it, and with nothing else.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from corpora import Document, InputError, Passage
from corpora.files import read_bytes
from mapper.between.editions import Change, Comparison, Edition, State, Unit
from mapper.between.editions.compare import normalise
from mapper.between.exchange.sources import AlignmentFile, locate_fault
from mapper.people.checklist import Judgement, Key, QuotedPassage
from mapper.people.checklist.decisions import ReviewFile, is_same_text
from mapper.people.checklist.reviews import read_reviews
from mapper.people.review.state import REVIEW_FORMAT

_ZIP = b"PK\x03\x04"
_NOWHERE = QuotedPassage("", None)


@dataclass(frozen=True, slots=True)
class MappedCriterion:
    """A match as it stands in a mapping, or what a person decided of it; "" and None where that does not tell.

    `decision` is a person's word, "yes", "partly", "no" on the passage, "covered", "partly", "not_found" on the
    criterion, "none" on a passage to which nothing corresponds: then there is no framework and no code; "disputed"
    where people differ; "" where nobody decided.
    """

    passage: str  # its text; "" where the decision is on the criterion as a whole
    framework: str
    code: str
    statement: str
    probability: float | None = None
    decision: str = ""
    by: str = ""
    text_id: str = ""
    page: int | None = None
    section: str = ""
    document: str = ""  # SHA-256 of the programme; `programme` is its file name
    programme: str = ""


@dataclass(frozen=True, slots=True)
class MappingFiles:
    """All that the files say."""

    programmes: tuple[tuple[Document, tuple[Passage, ...]], ...]  # whose passages are known, not their text
    rows: tuple[MappedCriterion, ...]  # matches and decisions, one for each programme, competency and passage
    encoder: str = ""  # with which the mappings were made, "" where none tells

    @property
    def decisions_only(self) -> tuple[str, ...]:
        """Return the names of programmes of which only decisions are known."""
        known = {document.sha256 for document, _ in self.programmes}
        return tuple(dict.fromkeys(row.programme for row in self.rows if row.programme and row.document not in known))


_ADAPTER: TypeAdapter[list[AlignmentFile]] = TypeAdapter(list[AlignmentFile])
_FIELDS = frozenset(Passage.__dataclass_fields__)
_Key = tuple[str, str, str, str]


def read_mapping_files(paths: Iterable[Path]) -> MappingFiles:
    """Return what these files say together; raises InputError, with the place, where one is none of them."""
    alignments: list[AlignmentFile] = []
    reviews: list[ReviewFile] = []
    for path in paths:
        found, decided = _read(path)
        alignments += found
        reviews += decided
    known = {one["document"]["sha256"]: one for one in alignments}
    rows = {_key(row): row for one in known.values() for row in _matches(one)}
    for row in _decisions(reviews, known):
        before = rows.get(_key(row))
        rows[_key(row)] = row if before is None else replace(before, decision=row.decision, by=row.by)
    programmes = []
    for sha256, one in known.items():
        of, told = one["document"], [{k: v for k, v in p.items() if k in _FIELDS} for p in one["passages"]]
        passages = tuple(Passage(**values) for values in told)  # type: ignore[arg-type]
        programmes.append((Document(of["name"], sha256, "", "", (), of["pages"]), passages))
    encoder = next((str(name) for one in known.values() if (name := one["settings"].get("encoder"))), "")
    return MappingFiles(tuple(programmes), tuple(rows.values()), encoder)


def _read(path: Path) -> tuple[list[AlignmentFile], tuple[ReviewFile, ...]]:
    data = read_bytes(path)
    if data.startswith(_ZIP):
        return [], read_reviews([path])
    try:
        content = json.loads(data)
        is_review = isinstance(content, dict) and content.get("format") == REVIEW_FORMAT
        found = content["alignment"] if is_review else content
        alignments = _ADAPTER.validate_python(found if isinstance(found, list) else [found])
    except (ValueError, KeyError, RecursionError) as error:
        raise InputError(
            "{path}: {place}: is neither an alignment.json of 'curmap map' nor a review; name one of these, report.xlsx"
            " of 'curmap map' or coverage.xlsx of 'curmap coverage'",
            path=path,
            place=locate_fault(error),
        ) from None
    return alignments, read_reviews([path]) if is_review else ()


def _key(row: MappedCriterion) -> _Key:
    """Return what is decided once: programme, competency, passage."""
    return row.document, row.framework, row.code, row.text_id


def _matches(alignment: AlignmentFile) -> Iterator[MappedCriterion]:
    name, sha256 = alignment["document"]["name"], alignment["document"]["sha256"]
    for passage in reversed(alignment["passages"]):  # of equal texts the first place stands
        section = " › ".join(passage["section"])
        place = (passage["text_id"], passage["page"], section, sha256, name)
        if by := passage.get("none_by", ""):
            yield MappedCriterion(passage["text"], "", "", "", None, "none", by, *place)
        for match in (*passage["matches"], *passage.get("rejected", ())):
            person = match.get("verdict") if match.get("reviewed") else None
            word, by = (person["state"], person["reader"]) if person else ("", "")
            said = (match["framework"], match["code"], match["statement"], match["probability"], word, by)
            yield MappedCriterion(passage["text"], *said, *place)


def _decisions(reviews: Sequence[ReviewFile], known: Mapping[str, AlignmentFile]) -> Iterator[MappedCriterion]:
    """Yield one row for what is decided once, whoever decided it; the same file given twice is one."""
    said: dict[_Key, list[MappedCriterion]] = defaultdict(list)
    for review in {(one.sha256, one.document): one for one in reviews}.values():
        for row in _of_review(review, known):
            said[_key(row)].append(row)
    for rows in said.values():
        by = ", ".join(dict.fromkeys(one.by for one in rows))
        agree = len({one.decision for one in rows}) == 1
        yield replace(rows[0], decision=rows[0].decision if agree else "disputed", by=by)


def _of_review(review: ReviewFile, known: Mapping[str, AlignmentFile]) -> Iterator[MappedCriterion]:
    name = review.name or (known[review.document]["document"]["name"] if review.document in known else "")
    for named, told in review.judgements.items():
        states = [] if told.state is None else [("", told.state)]
        for text_id, word in [*states, *told.marks.items()]:
            shown = review.texts.get(text_id, _NOWHERE)
            by = ", ".join(told.by.get(text_id, review.by))
            row = MappedCriterion(
                shown.text, *named, told.statement, None, word, by, text_id, shown.page, shown.section
            )
            yield replace(row, document=review.document, programme=name)
    for text_id, by in review.none.items():
        shown = review.texts[text_id]
        place = (text_id, shown.page, shown.section, review.document, name)
        yield MappedCriterion(shown.text, "", "", "", None, "none", by, *place)


Verdict = Literal["holds", "again", "void"]
VERDICTS: tuple[Verdict, ...] = ("again", "void", "holds")
CERTAIN: frozenset[State] = frozenset({"same", "moved"})
"""Changes after which all that was decided holds."""


@dataclass(frozen=True, slots=True)
class CarriedMatch:
    """One match or decision, and whether it still holds after the change of the part that it was made from.

    `why` is "quoted" where the mapping shows another wording than the old edition, "disputed" where people differ.
    """

    match: MappedCriterion
    verdict: Verdict
    change: Change
    why: Literal["", "quoted", "disputed"] = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of that part in the new edition; none where it is void."""
        return tuple(unit.code for unit in self.change.new)

    @property
    def statements(self) -> tuple[str, ...]:
        """Return its wordings there."""
        return tuple(unit.text for unit in self.change.new)

    @property
    def states(self) -> tuple[State, ...]:
        """Return why, in the comparison's terms; nothing where another text was decided on."""
        return () if self.why == "quoted" else self.change.states

    @property
    def decision(self) -> str:
        """Return the person's decision, where it still counts."""
        return self.match.decision if self.verdict == "holds" else ""


@dataclass(frozen=True, slots=True)
class CarriedMatches:
    """All matches and decisions that the comparison concerns, and how many it does not.

    `none` are the passages to which people say that nothing corresponds, where standards are compared: that was said
    of all criteria of the old edition, and tells nothing of the new one's. Of programmes they are among `found`.
    """

    found: tuple[CarriedMatch, ...]
    others: int
    none: tuple[MappedCriterion, ...] = ()

    def with_verdict(self, verdict: Verdict) -> tuple[CarriedMatch, ...]:
        """Return those of one verdict."""
        return tuple(standing for standing in self.found if standing.verdict == verdict)

    def decided(self, verdict: Verdict | None = None) -> tuple[CarriedMatch, ...]:
        """Return those of them that people decided."""
        found = self.found if verdict is None else self.with_verdict(verdict)
        return tuple(standing for standing in found if standing.match.decision)


def carry_over(comparison: Comparison, mapped: Sequence[MappedCriterion]) -> CarriedMatches:
    """Return what becomes of each match and decision.

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
            _carry_one(one, changes[one.code], [units[one.code].text, *wordings.get(one.code, ())], one.statement)
            for one in own
        ]
        none = [one for one in mapped if one.decision == "none"]
    else:
        by_text = {normalise(unit.text): unit for unit in reversed(old.units)}
        rows = [(one, by_text[normalise(one.passage)]) for one in mapped if normalise(one.passage) in by_text]
        found = [_carry_one(one, changes[unit.code], [unit.text], one.passage) for one, unit in rows]
        none = []
    return CarriedMatches(tuple(found), len(mapped) - len(found) - len(none), tuple(none))


def _carry_one(match: MappedCriterion, change: Change, wordings: Iterable[str], seen: str) -> CarriedMatch:
    if seen and not any(normalise(seen) == normalise(one) or is_same_text(seen, one) for one in wordings):
        return CarriedMatch(match, "again" if change.new else "void", change, "quoted")
    if not change.new:
        return CarriedMatch(match, "void", change)
    if match.decision == "disputed":
        return CarriedMatch(match, "again", change, "disputed")
    if not set(change.states) <= CERTAIN:
        return CarriedMatch(match, "again", change)
    # Passages of a paragraph that are one in the other edition: what was decided of a piece says nothing of the whole.
    whole = len(change.old) == len(change.new)
    return CarriedMatch(match, "holds", change) if whole else CarriedMatch(match, "again", change, "quoted")


def to_reviews(standing: Iterable[CarriedMatch], edition: Edition, side: Literal["old", "new"]) -> Iterator[ReviewFile]:
    """Yield the decisions as reviews, by the old edition's codes and wordings, or the new one's where they hold."""
    rows: dict[str, list[tuple[MappedCriterion, Unit]]] = {}
    for one in standing:
        if one.match.decision not in ("", "disputed") and one.why != "quoted":
            units = one.change.new if side == "new" else (u for u in one.change.old if u.code == one.match.code)
            unit = next(iter(units))
            rows.setdefault(one.match.document, []).append((one.match, unit))
    for document, decided in rows.items():
        said: dict[Key, Judgement] = {}
        for match, unit in decided:
            name = edition.framework, unit.code
            before = said.get(name, Judgement(unit.text, None, {}))
            if match.text_id:
                said[name] = replace(before, marks={**before.marks, match.text_id: match.decision})  # type: ignore[dict-item]
            else:
                said[name] = replace(before, state=match.decision)  # type: ignore[arg-type]
        texts = {
            one.text_id: QuotedPassage(one.passage, None, one.page, one.section) for one, _ in decided if one.text_id
        }
        by = tuple(dict.fromkeys(match.by for match, _ in decided))
        yield ReviewFile(
            ", ".join(by), "", document, by, said, texts, (), next((one.programme for one, _ in decided), "")
        )
