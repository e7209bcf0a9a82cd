"""Graded pairs: what the matcher says of candidates that somebody graded, measured pair by pair.

All passages of a group are matched as one document, in the file's order, each below the headings of its `section`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from operator import attrgetter
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from corpora import Framework, InputError, Passage, Role
from corpora.text import in_line
from embeddings.encoders import open_encoder
from eval import calibration, graded
from eval.graded import Candidate, GradedPassage
from eval.judging import agreement
from mapper.evaluation.stored import Measured, make_measured
from mapper.matching.calibrated import scorer_for
from mapper.matching.index import FrameworkIndex
from mapper.matching.matcher import Matcher
from mapper.matching.records import Progress, Settings, no_progress
from mapper.workspace import store
from mapper.workspace.source_hash import source_hash
from mapper.workspace.store import Workspace

SYSTEM = "matcher"
NAMED = 5  # so many unknown codes are named
Code = tuple[str, str]  # an entry: name of its framework, and its code there


def probabilities(
    matcher: Matcher, frameworks: Sequence[Framework], passages: Sequence[Passage], wanted: Sequence[Sequence[Code]]
) -> list[list[float]]:
    """Return the probability that each passage corresponds to each entry asked about; 0 where it is no candidate.

    The passages are of one document, the frameworks in the matcher's order; `wanted` are each passage's entries.
    """
    found: list[dict[Code, float]] = [{} for _ in passages]
    for framework, searched in zip(frameworks, matcher.score(passages), strict=True):
        for row, of_one in zip(found, searched.scored, strict=bool(searched.scored)):
            said = zip(of_one.entries.tolist(), of_one.probability.tolist(), strict=True)
            row |= {(framework.name, framework.competencies[entry].code): value for entry, value in said}
    return [[row.get(code, 0.0) for code in codes] for row, codes in zip(found, wanted, strict=True)]


_Asked = Any
"""Pairs as a record array: `passage` (a number), `group` (its document), `framework`, `grade`, `stated`, `right`."""


def _group_pairs(asked: _Asked) -> list[NDArray[np.int64]]:
    """Return the places of each passage's pairs."""
    order = np.argsort(asked.passage, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(asked.passage[order])) + 1)


def measure(
    workspace: Workspace,
    paths: Sequence[Path],
    names: Sequence[str],
    *,
    encoder: str = "",
    progress: Progress = no_progress,
) -> Measured:
    """Measure the pairs of these files whose frameworks are asked for.

    Registry and documents of Mexico's standards are one framework. Raises InputError: a defective file, an unknown
    framework or encoder, no pair of these frameworks, or none whose code they have.
    """
    given = graded.read(paths)
    frameworks = store.load_frameworks(workspace, names)
    places = _places(workspace, frameworks)
    # What is not measured is no candidate; its passage still stands in its document.
    passages = [
        replace(one, candidates=tuple(c for c in one.candidates if c.framework in names and _code(c) in places))
        for one in given
    ]
    kept = [one for one in passages if one.candidates]
    name, left_out = "+".join(path.stem for path in paths), _left_out(given, places, names)
    if not kept and (unknown := [f"{one['framework']}/{one['code']}" for one in left_out["codes"]]):
        raise InputError(
            "{name}: none of the {n} codes that it names of the frameworks {names} is there ({codes});"
            " mend them, or add the edition that has them",
            name=name,
            n=len(unknown),
            names=", ".join(names),
            codes=in_line(unknown, NAMED),
        )
    if not kept:
        raise InputError(
            "{name}: no pair is of the frameworks {names}; name the file's with --framework",
            name=name,
            names=", ".join(names),
        )
    opened = open_encoder(encoder or Settings().encoder)
    indexes = [FrameworkIndex.open(workspace.indexes(f.name), f, opened) for f in frameworks]
    matcher = Matcher(indexes, opened, scorer=scorer_for(workspace.calibrated, opened.revision))
    asked = _requested_pairs(matcher, frameworks, passages, places, progress)
    order = np.argsort(asked.passage, kind="stable")
    named = [(passage.id, f"{one.framework}/{one.code}") for passage in passages for one in passage.candidates]
    given_as = zip(*named, strict=True)  # for the run folder: passages, and entries as the file names them
    # All that a figure depends on: a passage reworded under the same id is another one.
    material = attrgetter("id", "group", "role", "language", "section", "text")
    pairs = [(*material(one), [(*_code(c), c.grade) for c in one.candidates]) for one in kept]
    settings = {
        "frameworks": {framework.name: framework.sha256 for framework in frameworks},
        "system_settings": {"encoder": opened.name, "revision": opened.revision, "matcher": matcher.revision},
        "code": source_hash(__name__),
    }
    result = {
        **_figures(asked),
        "frameworks": {f: _figures(asked[asked.framework == f]) for f in sorted(set(asked.framework.tolist()))},
        "agreement": _agreement(passages),
        "left_out": left_out,
    }
    return make_measured(
        "pairs",
        name,
        pairs,
        system=SYSTEM,
        settings=settings,
        result=result,
        values=_by_passage(asked, passages),
        groups={passage.id: passage.group for passage in kept},
        texts={passage.id: passage.text for passage in kept},
        stated=list(zip(*given_as, asked.stated[order].tolist(), asked.grade[order].tolist(), strict=True)),
    )


def _code(candidate: Candidate) -> Code:
    return candidate.framework, candidate.code


def _places(workspace: Workspace, frameworks: Sequence[Framework]) -> dict[Code, Code]:
    """Return the place of each entry by the names that a file may use; of a standard either name will do."""
    loaders = {header.name: header.loader for header in workspace.headers()}
    mexican = [f for f in frameworks if loaders.get(f.name) in ("renec", "conocer")]
    found: dict[Code, Code] = {}
    for framework in frameworks:
        names = [f.name for f in mexican] if framework in mexican else [framework.name]
        for entry in framework.competencies:
            found |= {(name, entry.code): (framework.name, entry.code) for name in names}
    return found


def _requested_pairs(
    matcher: Matcher,
    frameworks: Sequence[Framework],
    passages: Sequence[GradedPassage],
    places: Mapping[Code, Code],
    progress: Progress,
) -> _Asked:
    documents: dict[str, list[int]] = {}
    for number, passage in enumerate(passages):
        documents.setdefault(passage.group, []).append(number)
    rows: list[tuple[int, str, str, int, float, bool]] = []
    for done, (group, numbers) in enumerate(documents.items()):
        progress(SYSTEM, done, len(documents))
        members = [passages[number] for number in numbers]
        wanted = [[places[_code(c)] for c in one.candidates] for one in members]
        found = probabilities(matcher, frameworks, [to_passage(one) for one in members], wanted)
        for number, one, row in zip(numbers, members, found, strict=True):
            rows += [
                (number, group, c.framework, c.grade, probability, c.grade >= graded.RIGHT)
                for c, probability in zip(one.candidates, row, strict=True)
            ]
    names = "passage,group,framework,grade,stated,right"
    return np.rec.fromrecords(rows, names=names, aligned=True)  # type: ignore[call-overload]


def to_passage(given: GradedPassage) -> Passage:
    """Return a graded passage as one of a document."""
    return Passage(
        given.id, given.id, given.text, 0, len(given.text), None, None, given.section, cast(Role, given.role),
        given.language,
    )  # fmt: skip


def _figures(asked: _Asked) -> dict[str, Any]:
    right, groups = asked.right, asked.group.tolist()
    shown = asked.stated >= calibration.SHOWN
    ordered, unfounded = [], []
    for rows in _group_pairs(asked):
        group, value = groups[rows[0]], calibration.ndcg(asked.stated[rows].tolist(), asked.grade[rows].tolist())
        ordered += [] if value is None else [(value, group)]
        unfounded += [] if right[rows].any() else [(float(shown[rows].any()), group)]
    measures = {
        **calibration.measure(asked.stated, right, groups),
        "nDCG": calibration.ends([v for v, _ in ordered], [g for _, g in ordered]),
        "precision": calibration.ends(right[shown].astype(float), asked.group[shown].tolist()),
        "recall": calibration.ends(shown[right].astype(float), asked.group[right].tolist()),
        "unfounded": calibration.ends([v for v, _ in unfounded], [g for _, g in unfounded]),
    }
    return {
        "documents": len(set(groups)),
        "passages": len(set(asked.passage.tolist())),
        "pairs": len(groups),
        "right": int(right.sum()),
        "right_shown": int((right & shown).sum()),
        "shown": int(shown.sum()),
        "without_right": len(unfounded),
        "ordered": len(ordered),
        "measures": measures,
        "bands": calibration.bands(asked.stated, right, groups),
    }


def _by_passage(asked: _Asked, passages: Sequence[GradedPassage]) -> dict[str, dict[str, float]]:
    """Return measure → passage → value, whose mean over passages is that over pairs.

    The measure by which runs are compared first; one that says nothing here is left out.
    """
    places = {passages[int(asked.passage[rows[0]])].id: rows for rows in _group_pairs(asked)}
    share = len(places) / len(asked.stated)
    of_pairs = {
        "AUROC": calibration.auroc_values(asked.stated, asked.right),
        "1-Brier": 1 - (asked.stated - asked.right) ** 2,
    }
    found = {
        measure: {name: float(values[rows].sum()) * share for name, rows in places.items()}
        for measure, values in of_pairs.items()
        if values is not None
    }
    orders = {
        n: calibration.ndcg(asked.stated[rows].tolist(), asked.grade[rows].tolist()) for n, rows in places.items()
    }
    graded_ones = {name: value for name, value in orders.items() if value is not None}
    return {**found, "nDCG": graded_ones} if graded_ones else found


def _agreement(passages: Sequence[GradedPassage]) -> dict[str, Any] | None:
    """Return how far two judges agree on grades, and on what is right; None with one judge."""
    sheets = graded.sheets(passages)
    if not sheets:
        return None
    found = agreement(sheets, right=graded.RIGHT, groups={passage.id: passage.group for passage in passages})
    (kappa,) = found.kappas
    return {
        "pairs": found.pairs,
        "passages": found.passages,
        "differ": len(found.disagreements),
        "kappa": {name: asdict(getattr(kappa, name)) for name in ("unweighted", "linear", "quadratic")},
        "alpha": asdict(found.ordinal),
        "alpha_right": asdict(found.corresponds),
    }


def _left_out(passages: Sequence[GradedPassage], places: Mapping[Code, Code], names: Sequence[str]) -> dict[str, Any]:
    """Return the pairs of frameworks that were not asked for, and of codes that a framework lacks."""
    every = [_code(one) for passage in passages for one in passage.candidates]
    others = Counter(sorted(framework for framework, _ in every if framework not in names))
    unknown = sorted(Counter(pair for pair in every if pair[0] in names and pair not in places).items())
    return {"frameworks": dict(others), "codes": [{"framework": f, "code": code, "n": n} for (f, code), n in unknown]}
