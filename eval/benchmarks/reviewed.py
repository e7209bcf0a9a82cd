"""A mapping that this program exported as a workbook and that a person reviewed.

The report's workbook has a column for the review beside each match, one for the codes of competencies that were
missed, and a sheet of all competencies that the passages were compared with. Queries are the passages that somebody
decided on; the corpus is that sheet, so that a system has to find the right competency among all of them, as the
mapping had to, and not only among the few that were proposed.

- Matches judged "yes" or marked ("x", "✓") have grade 2, "partly" 1, "no" 0; a match without a word is not judged.
- A missed competency has grade 2.
- A passage marked "no correspondence", or all of whose matches were rejected, is a query without a right answer.
- A passage of which some matches were rejected and nothing else was said is undecided: it is left out, and counted in
  `about["undecided"]`.

Texts that are equal and of one role are one passage; one decision holds for all of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from eval.benchmarks.beir import benchmark
from eval.benchmarks.workbook import HEADERS, MAPPING, SHEETS, Row, has_sheets, not_understood, rows
from eval.errors import InputError
from eval.records import Benchmark, Query, Target

GRADES: dict[str, int] = {
    **dict.fromkeys(("sí", "si", "yes", "x", "✓", "✔", "√"), 2),  # as check lists are marked by hand
    **dict.fromkeys(("en parte", "parcial", "parcialmente", "partly", "partial", "partially"), 1),
    "no": 0,
}
NONE = ("sin correspondencia", "no correspondence")


@dataclass(slots=True)
class Judged:
    """What the rows of one passage say.

    `documents` are the SHA-256 of those in which it stands, empty in workbooks that do not tell; `rows` are by id those
    of the competencies that the mapping proposed, `judged` id → grade, `none` the row that says that nothing
    corresponds.
    """

    first: Row
    documents: set[str] = field(default_factory=set)
    rows: dict[str, Row] = field(default_factory=dict)
    judged: dict[str, int] = field(default_factory=dict)
    none: Row | None = None

    @property
    def is_decided(self) -> bool:
        """Tell whether nothing is left to say."""
        if self.none is not None or any(self.judged.values()):
            return True
        return bool(self.judged) and self.rows.keys() <= self.judged.keys()


def recognises(path: Path) -> bool:
    """Tell whether this is a report's workbook, by the names of its sheets."""
    return has_sheets(path, MAPPING, ("matches", "no_match"))


def judgements(path: Path) -> tuple[dict[str, Row], dict[str, Judged]]:
    """Return what a reviewed workbook says: by id the row of each competency, by text id each passage.

    Raises InputError: names file, sheet and row: a column is missing, a word is none of those offered, a code is not
    among the competencies, decisions contradict each other.
    """
    found = rows(path)
    corpus: dict[str, Row] = {}
    # All competencies that were compared; without their sheet, those that were proposed.
    for row in (*found["entries"], *found["matches"]):
        if not row.cells["code"] or not row.cells["framework"]:
            raise row.error("framework or code is missing; keep them")
        corpus.setdefault(target_id(row.cells["framework"], row.cells["code"]), row)
    passages: dict[str, Judged] = {}
    unknown = [(row, word) for row in found["matches"] if (word := row.cells["review"]) and grade(word) is None]
    if unknown:
        raise not_understood(unknown, es="sí, en parte, no", en="yes, partly, no")
    for row in found["matches"]:
        _judge(row, _passage(row, passages))
    for row in found["no_match"]:
        _mark(row, _passage(row, passages))
    for row in (*found["matches"], *found["no_match"]):
        for code in _codes(row, corpus):
            _decide(row, passages[row.cells["text_id"]], code, GRADES["yes"])
    for passage in passages.values():
        if passage.none is not None and any(passage.judged.values()):
            raise passage.none.error(
                "the passage is marked as without correspondence, and has a competency as well; remove one of the two"
            )
    return corpus, passages


def load(path: Path) -> Benchmark:
    """Read a reviewed workbook; raises InputError: as `judgements` does; or nothing was reviewed."""
    corpus, passages = judgements(path)
    decided = {key: passage for key, passage in passages.items() if passage.is_decided}
    if not decided:
        raise InputError(
            "{path}: nobody has reviewed this workbook; fill in the column 'Review' (its header's note says how)",
            path=path,
        )
    about = {
        "name": path.stem,
        "source": path.name,
        "undecided": sum(bool(passage.judged) and not passage.is_decided for passage in passages.values()),
    }
    contents = {(p.first.cells["document"], p.first.cells.get("sha256", "")) for p in passages.values()}
    named = Counter(name for name, _ in contents)
    asked = tuple(_query(key, passage.first, named) for key, passage in decided.items())
    qrels = {key: passage.judged for key, passage in decided.items() if passage.judged}
    # Beside a match stands the language of its passage, which need not be the competency's.
    targets = tuple(
        Target(key, row.cells["competency"], "", row.cells["lang"] or None if "text_id" not in row.cells else None)
        for key, row in corpus.items()
    )
    return benchmark(path.stem, targets, asked, qrels, about=about)


def target_id(framework: str, code: str) -> str:
    """Return a competency's id: framework and code, without the white space that a TREC run cannot hold."""
    return "_".join(f"{framework}/{code}".split())


def _passage(row: Row, passages: dict[str, Judged]) -> Judged:
    key = row.cells["text_id"]
    if not key or len(key.split()) != 1:
        raise row.error("the passage's identifier is missing in the hidden column text_id; leave it as it is")
    found = passages.setdefault(key, Judged(row))
    if document := row.cells.get("sha256"):
        found.documents.add(document)
    return found


def grade(word: str) -> int | None:
    """Return the grade of a person's mark, one of `GRADES`; None for none and for one that is not understood."""
    return GRADES.get(_plain(word))


def _plain(word: str) -> str:
    return " ".join(word.replace("\ufe0f", "").casefold().split())  # "✔" as a picture


def _judge(row: Row, passage: Judged) -> None:
    """Read one row of the sheet of matches."""
    target = target_id(row.cells["framework"], row.cells["code"])
    passage.rows[target] = row
    if (found := grade(row.cells["review"])) is not None:
        _decide(row, passage, target, found)


def _mark(row: Row, passage: Judged) -> None:
    """Read one row of the sheet of passages without a match."""
    word = _plain(row.cells["review"])
    if word and word not in NONE:
        raise row.error(
            es=f"«{row.cells['review']}» no se entiende; escriba «{NONE[0]}», o el código en «{HEADERS['missed'][0]}»",
            en=f"'{row.cells['review']}' is not understood; write '{NONE[1]}', or the code in '{HEADERS['missed'][1]}'",
        )
    if word:
        passage.none = row


def _decide(row: Row, passage: Judged, target: str, grade: int) -> None:
    if passage.judged.setdefault(target, grade) != grade:
        raise row.error("'{target}' already has another decision for this same text; keep one of them", target=target)


def _codes(row: Row, corpus: Mapping[str, Row]) -> Iterator[str]:
    """Yield ids of the competencies that the cell names, by code or framework/code; it may be one code as a whole."""
    said = row.cells["missed"]
    if not said:
        return
    whole = _find(said, corpus)
    for part in (said,) if whole else filter(None, (one.strip() for one in re.split(r"[;,\n]", said))):
        found = whole or _find(part, corpus)
        if not found:
            raise row.error(
                es=f"el código «{part}» no está en la hoja «{SHEETS['entries'][0]}»",
                en=f"the code '{part}' is not in the sheet '{SHEETS['entries'][1]}'",
            )
        if len(found) > 1:
            names = ", ".join(found)
            raise row.error(
                "the code '{part}' is in several frameworks; write one of these: {names}", part=part, names=names
            )
        yield found[0]


def _find(code: str, corpus: Mapping[str, Row]) -> list[str]:
    key = "_".join(code.split())
    return [key] if key in corpus else [target for target in corpus if target.partition("/")[2] == key]


def _query(key: str, row: Row, named: Mapping[str, int]) -> Query:
    """Return the passage as a query, its group the document; of several of one name each is told by its content."""
    cells, page = row.cells, row.cells.get("page", "")
    group = cells["document"]
    if named[group] > 1:
        group += f" {cells.get('sha256', '')[:8]}"
    extra = {"document": cells["document"], "page": int(page) if page.isdigit() else 0, "section": cells.get("section")}
    kept = {name: value for name, value in extra.items() if value}
    return Query(key, cells["passage"], group or key, cells["lang"] or None, kept)
