"""TREC files: runs (`query Q0 target rank score system`) and judgements (`query 0 target grade`)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from eval.errors import InputError, at_line, unreadable
from eval.records import Ranking, Run
from eval.runs import ranking, rounded


def write_run(run: Run, path: Path) -> None:
    """Write a TREC run (`query Q0 target rank score system`), whole or not at all; raises InputError."""
    tag = "-".join(run.system.split()) or "run"
    partial = path.with_name(path.name + ".part")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            for query, found in run.rankings.items():
                rows = zip(found.targets, found.scores.tolist(), strict=True)
                file.writelines(
                    f"{query} Q0 {target} {rank} {score:.6f} {tag}\n"
                    for rank, (target, score) in enumerate(rows, start=1)
                )
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise unreadable(path, error) from error


def read_run(path: Path, *, queries: Iterable[str] | None = None, targets: Iterable[str] | None = None) -> Run:
    """Read a TREC run; its ranks are not used, the order comes from scores and ids (as in trec_eval).

    Args:
        path: a file of lines `query Q0 target rank score system`.
        queries: the benchmark's query ids; a line of any other is an error. None takes all.
        targets: likewise the targets' ids.

    Raises:
        InputError: names file and line of a broken line, a score that is not finite, an unknown or repeated id.
    """
    names: dict[str, list[str]] = {}
    scores: dict[str, list[float]] = {}
    tag = "run"
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                try:
                    query, _, target, _, score, tag = line.split()
                    value = float(score)
                    target = sys.intern(target)  # the same few thousand ids stand in every query
                except ValueError:
                    if not line.strip():
                        continue
                    raise _broken(path, number) from None
                try:
                    names[query].append(target)
                    scores[query].append(value)
                except KeyError:
                    names[query], scores[query] = [target], [value]
    except UnicodeDecodeError as error:
        raise InputError(es=f"{path}: no es texto UTF-8", en=f"{path}: is not UTF-8 text") from error
    except OSError as error:
        raise unreadable(path, error) from error
    if not names:
        raise InputError(es=f"{path}: la corrida está vacía", en=f"{path}: the run is empty")
    _check(path, names, scores, queries, targets)
    return Run(tag, {query: _restored(names[query], scores[query]) for query in names})


def _broken(path: Path, line: int) -> InputError:
    return at_line(
        path,
        line,
        es="debe ser «consulta Q0 destino rango puntuación sistema», y la puntuación un número",
        en="must be 'query Q0 target rank score system', the score a number",
    )


def _restored(names: list[str], scores: list[float]) -> Ranking:
    exact = rounded(np.array(scores))
    steps = np.diff(exact)
    # Files mostly stand in order already; a sort of their ids is then saved.
    if (steps <= 0).all() and all(names[i] > names[i + 1] for i in np.flatnonzero(steps == 0)):
        return Ranking(tuple(names), exact)
    return ranking(names, exact)


def _check(
    path: Path,
    names: Mapping[str, list[str]],
    scores: Mapping[str, list[float]],
    queries: Iterable[str] | None,
    targets: Iterable[str] | None,
) -> None:
    """Look for a fault; only where there is one is the file read again, to find its line."""
    asked = None if queries is None else set(queries)
    known = None if targets is None else set(targets)
    sound = all(np.isfinite(row).all() for row in scores.values())
    unique = all(len(set(row)) == len(row) for row in names.values())
    met = (asked is None or asked >= names.keys()) and (
        known is None or all(known.issuperset(r) for r in names.values())
    )
    if sound and unique and met:
        return
    seen: dict[tuple[str, str], int] = {}
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            query, _, target, _, score, _ = line.split()
            _check_line(path, number, (query, target, score), asked, known, seen)
            seen[query, target] = number


def _check_line(
    path: Path,
    number: int,
    fields: tuple[str, str, str],
    asked: set[str] | None,
    known: set[str] | None,
    seen: Mapping[tuple[str, str], int],
) -> None:
    query, target, score = fields
    if not np.isfinite(float(score)):
        raise at_line(
            path,
            number,
            es=f"la puntuación «{score}» no es un número finito",
            en=f"score '{score}' is not a finite number",
        )
    if (query, target) in seen:
        first = seen[query, target]
        raise at_line(
            path,
            number,
            es=f"«{target}» ya se puntuó para «{query}» en la línea {first}",
            en=f"'{target}' was already scored for '{query}' in line {first}",
        )
    if asked is not None and query not in asked:
        raise at_line(
            path,
            number,
            es=f"la consulta «{query}» no está en el conjunto",
            en=f"query '{query}' is not in the benchmark",
        )
    if known is not None and target not in known:
        raise at_line(
            path,
            number,
            es=f"el destino «{target}» no está en el conjunto",
            en=f"target '{target}' is not in the benchmark",
        )


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Read TREC judgements (`query 0 target grade`); a grade below 0 counts as 0, judged not relevant.

    Raises:
        InputError: names file and line of a broken or repeated line.
    """
    found: dict[str, dict[str, int]] = {}
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                try:
                    query, _, target, grade = line.split()
                    value = int(grade)
                except ValueError:
                    if not line.strip():
                        continue
                    raise at_line(
                        path,
                        number,
                        es="debe ser «consulta 0 destino grado», y el grado un entero",
                        en="must be 'query 0 target grade', the grade a whole number",
                    ) from None
                if target in found.setdefault(query, {}):
                    raise at_line(
                        path,
                        number,
                        es=f"«{target}» ya se juzgó para «{query}»; deje un solo juicio",
                        en=f"'{target}' was already judged for '{query}'; keep one judgement",
                    )
                found[query][target] = max(value, 0)
    except UnicodeDecodeError as error:
        raise InputError(es=f"{path}: no es texto UTF-8", en=f"{path}: is not UTF-8 text") from error
    except OSError as error:
        raise unreadable(path, error) from error
    return found
