"""From filled sheets to judgements: what judges agree on, what a majority says, what was decided afterwards."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.agreement import Disagreement
from eval.benchmarks.beir import COLUMNS as QRELS
from eval.errors import InputError, unreadable
from eval.records import Query, Target
from eval.sheets import JudgedSheet

COLUMNS = ("query-id", "corpus-id", "grade", "how", "judges", "grades", "judged_on")


@dataclass(frozen=True, slots=True)
class Judgement:
    """The grade of one pair and where it comes from.

    Attributes:
        query: id of the passage.
        target: id of the competency.
        grade: 0 to 3.
        how: "one" judge, "agreed", "majority" (more than half) or "decided" afterwards.
        grades: judge → grade.
        judged_on: the latest date that the sheets of these judges name, "" if none does.
    """

    query: str
    target: str
    grade: int
    how: str
    grades: Mapping[str, int]
    judged_on: str


def adjudicate(
    sheets: Sequence[JudgedSheet], decided: JudgedSheet | None = None
) -> tuple[tuple[Judgement, ...], tuple[Disagreement, ...]]:
    """Join the judgements of all sheets.

    Args:
        sheets: one per judge.
        decided: a sheet filled in after the judges talked; its grades stand over all others.

    Returns:
        The judgements by pair, and the pairs that are still open: judges differ, none of the grades has more than
        half of them, and nobody decided. An open pair is not judged.
    """
    by_pair: dict[tuple[str, str], dict[str, JudgedSheet]] = {}
    for sheet in [*sheets, *([decided] if decided else [])]:
        for pair in sheet.grades:
            by_pair.setdefault(pair, {})[sheet.judge] = sheet
    done: list[Judgement] = []
    open_pairs: list[Disagreement] = []
    for pair, judges in sorted(by_pair.items()):
        grades = {judge: sheet.grades[pair] for judge, sheet in judges.items()}
        final = _final(grades, decided.grades.get(pair) if decided else None)
        if final is None:
            open_pairs.append(Disagreement(*pair, grades))
        else:
            latest = max(sheet.date for sheet in judges.values())
            done.append(Judgement(*pair, final[0], final[1], grades, latest))
    return tuple(done), tuple(sorted(open_pairs, key=lambda one: (-one.spread, one.query, one.target)))


def _final(grades: Mapping[str, int], decided: int | None) -> tuple[int, str] | None:
    if decided is not None:
        return decided, "decided"
    grade, votes = Counter(grades.values()).most_common(1)[0]
    if votes == len(grades):
        return grade, "agreed" if votes > 1 else "one"
    return (grade, "majority") if 2 * votes > len(grades) else None


def write_benchmark(
    folder: Path,
    judgements: Sequence[Judgement],
    queries: Sequence[Query],
    corpus: Sequence[Target],
    *,
    about: Mapping[str, Any],
) -> None:
    """Write a benchmark in BEIR layout, zeros included, with `judgements.csv`: who judged what, when, and how it ended.

    Passages that nobody judged are left out: without judgements they would count as having no correspondence.

    Raises:
        InputError: a judged passage or target is not among those given, or the folder cannot be written.
    """
    judged = {one.query for one in judgements}
    unknown = sorted(judged - {query.id for query in queries}) + sorted(
        {one.target for one in judgements} - {target.id for target in corpus}
    )
    if unknown:
        raise InputError(
            es=f"las hojas juzgan «{unknown[0]}», que no está en el material; use las hojas de este mismo material",
            en=f"the sheets judge '{unknown[0]}', which is not in the material; use the sheets made from it",
        )
    try:
        write_texts(folder, [query for query in queries if query.id in judged], corpus)
        write_qrels(folder, [(one.query, one.target, one.grade) for one in judgements])
        text = json.dumps(dict(about), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        (folder / "benchmark.json").write_text(text, encoding="utf-8")
        with (folder / "judgements.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for one in judgements:
                judges, grades = ";".join(one.grades), ";".join(str(grade) for grade in one.grades.values())
                writer.writerow((one.query, one.target, one.grade, one.how, judges, grades, one.judged_on))
    except OSError as error:
        raise unreadable(folder, error) from error


def write_texts(folder: Path, queries: Sequence[Query], corpus: Sequence[Target]) -> None:
    """Write `corpus.jsonl` and `queries.jsonl` of the BEIR layout into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_jsonl(folder / "corpus.jsonl", [_target_record(target) for target in corpus])
    _write_jsonl(folder / "queries.jsonl", [_query_record(query) for query in queries])


def write_qrels(folder: Path, grades: Sequence[tuple[str, str, int]]) -> None:
    """Write (query, target, grade) as `qrels/test.tsv` of the BEIR layout."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    rows = [f"{query}\t{target}\t{grade}\n" for query, target, grade in grades]
    (folder / "qrels" / "test.tsv").write_text("\t".join(QRELS) + "\n" + "".join(rows), encoding="utf-8")


def _write_jsonl(path: Path, records: Sequence[Mapping[str, Any]]) -> None:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")


def _target_record(target: Target) -> dict[str, Any]:
    return {"_id": target.id, "title": target.title, "text": target.text, "lang": target.language}


def _query_record(query: Query) -> dict[str, Any]:
    return {"_id": query.id, "text": query.text, "lang": query.language, "group": query.group, **query.extra}
