"""Programmes whose truth is known: how often what coverage says of their criteria holds.

FOLDER/NAME/programme.md     or another document, which truth.json names
FOLDER/NAME/standard.csv     as `framework add` reads it; not of a standard whose document is published
FOLDER/NAME/truth.json       {"standard", "programme", "kind", "sector", "criteria": [{"code", "state": covered,
                             partly or absent, "distance": near, medium, far or null, "passages": exact quotes}]},
                             and "quotes": "examples" where these are some of those that teach, not all
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpora import Framework, InputError, Passage, readers
from corpora import frameworks as loaders
from corpora.text import without_accents
from embeddings.encoders import Encoder
from eval import calibration
from eval.records import Floats
from mapper.evaluation.stored import Measured, make_measured
from mapper.matching.index import FrameworkIndex
from mapper.matching.matcher import Matcher
from mapper.matching.scorer import Scorer, shipped
from mapper.programmes.coverage import TAUGHT, CriterionCoverage, StandardCoverage
from mapper.programmes.coverage.report import rank_standards, search_document
from mapper.workspace.files import find_file
from mapper.workspace.source_hash import source_hash

TRUTH = "truth.json"
FIRST = (1, 3, 5, 8)
STATES = ("covered", "partly", "absent")
DISTANCES = ("near", "medium", "far")
_SHORTEST, _LONGEST = 12, 600
"""Characters of a passage that can be the right one: a fragment says nothing, and a page shows no place."""
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a programme truly teaches of one criterion: covered, partly or absent, how far the wordings lie, quotes.

    `also` is a second state that a careful reader might give, None where there is none.
    """

    code: str
    state: str
    distance: str | None
    passages: tuple[str, ...]
    also: str | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """A programme and what it truly teaches of a standard, whose framework has the standard's code as its name.

    The criteria's passages are all that teach them, or `examples` of these.
    """

    name: str
    path: Path
    kind: str
    sector: str
    framework: Framework
    criteria: tuple[Criterion, ...]
    examples: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion of a programme, as it truly is (foreign: of another sector's standard) and as coverage has it.

    `rank` is that of the first right passage among the nearest, from 1; None where none is.
    """

    programme: str
    kind: str
    code: str
    statement: str
    truth: str
    distance: str | None
    state: str
    probability: float
    rank: int | None

    @property
    def taught(self) -> bool:
        """Return whether the programme truly teaches it, wholly or in part."""
        return self.truth in TAUGHT


def read_truths(folder: Path, standards: Path | None = None) -> tuple[list[Truth], list[str]]:
    """Return the programmes of a folder, and the names of those whose standard is not at hand.

    The folder has a folder for each programme, at any depth, or is one; `standards` has the documents of published
    standards, named by their codes (EC0249.pdf, EC0217_01.txt). Raises InputError: no programme with its standard, a
    defective file, or a criterion that its standard lacks.
    """
    found, left = [], []
    for path in sorted(folder.rglob(TRUTH)):
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            standard = _standard(path.parent, str(values["standard"]), standards)
            name = path.parent.relative_to(folder).as_posix()
            name = folder.name if name == "." else name
            if standard is None:
                left.append(name)
            else:
                found.append(_truth(name, path.parent, values, standard))
        except InputError:
            raise
        except KeyError as error:
            raise InputError("{path}: the field {field} is missing; write it", path=path, field=error) from error
        except (ValueError, TypeError) as error:
            raise InputError(
                "{path}: has not the form of a programme's truth ({error}); docs/evaluation.md tells it",
                path=path,
                error=error,
            ) from error
    if not found:
        raise InputError(
            "{folder}: there are no programmes with {truth} and their standard; name the folder that holds them",
            folder=folder,
            truth=TRUTH,
        )
    return found, left


def _standard(home: Path, code: str, standards: Path | None) -> Framework | None:
    paths = [path for path in [home / "standard.csv"] if path.is_file()]
    if not paths and standards is not None:
        named = (path for path in sorted(standards.rglob("*.*")) if path.stem.replace("_", ".") == code)
        paths = [path for path in named if path.suffix in (".pdf", ".txt", ".csv")]
    return loaders.load(paths[:1], name=code.lower()) if paths else None


def _truth(name: str, home: Path, values: Mapping[str, Any], standard: Framework) -> Truth:
    criteria = tuple(
        Criterion(str(one["code"]), str(one["state"]), one.get("distance"), tuple(one["passages"]), one.get("also"))
        for one in values["criteria"]
    )
    for one in criteria:
        for said, offered in ((one.state, STATES), (one.distance, (None, *DISTANCES))):
            if said not in offered:
                raise InputError(
                    "{path}: '{said}' of {code} is none of {offered}; mend it",
                    path=home / TRUTH,
                    said=said,
                    code=one.code,
                    offered=", ".join(filter(None, offered)),
                )
    known = {entry.code for entry in standard.competencies}
    if unknown := [one.code for one in criteria if one.code not in known]:
        raise InputError(
            "{home}: {standard} has no {unknown}; mend the code",
            home=home / TRUTH,
            standard=values["standard"],
            unknown=unknown[0],
        )
    programme = find_file(home, str(values.get("programme", "programme.md")))
    examples = values.get("quotes") == "examples"
    return Truth(name, programme, str(values["kind"]), str(values["sector"]), standard, criteria, examples)


def has_truth(folder: Path) -> bool:
    """Return whether there are programmes with known truth in a folder."""
    return any(folder.rglob(TRUTH))


Covered = tuple[Sequence[StandardCoverage], Mapping[str, Passage]]
"""What coverage says of the standards, and the programme's passages by id."""


def cover(
    paths: Sequence[Path], frameworks: Sequence[Framework], encoder: Encoder, *, scorer: Scorer | None = None
) -> Iterator[Covered]:
    """Yield what `curmap coverage` says of each of these programmes, with the scorer that ships or another."""
    indexes = [FrameworkIndex.build(framework, encoder) for framework in frameworks]
    matcher = Matcher(indexes, encoder, scorer=scorer)
    for path in paths:
        searched = search_document(readers.read(path), frameworks, matcher)
        yield rank_standards(searched), {passage.id: passage for passage in searched.every}


def judge(truth: Truth, covered: Covered, foreign: Iterable[str] = ()) -> list[Row]:
    """Return the criteria of the programme's own standard as they are and as shown, then those of foreign ones."""
    standards, passages = covered
    shown = {(s.framework, one.code): one for s in standards for one in s.criteria}
    rows: list[tuple[CriterionCoverage, str, str | None, int | None]] = []
    unread = []  # of a programme in which nothing seems to teach nothing is told
    for one in truth.criteria:
        if (found := shown.get((truth.framework.name, one.code))) is None:
            statement = truth.framework.competencies[truth.framework.places[one.code]].statement
            about = (truth.name, truth.kind, one.code, statement, one.state, one.distance)
            unread.append(Row(*about, "uncertain", 0.0, None))
            continue
        texts = (passages[near.passage].text for near in found.nearest)
        rows.append((found, one.state, one.distance, first_right(texts, one.passages)))
    others = set(foreign)
    rows += [(found, "foreign", None, None) for (name, _), found in shown.items() if name in others]
    return unread + [
        Row(truth.name, truth.kind, one.code, one.statement, state, distance, one.state, one.probability, rank)
        for one, state, distance, rank in rows
    ]


def normalise(text: str) -> str:
    """Return the words in lower case, without accents, marks and line ends, one space between them."""
    return _NO_WORD.sub(" ", without_accents(text).casefold()).strip()


def is_comparable(passage: str) -> bool:
    """Return whether a passage is long enough and short enough to show where something is taught."""
    return _SHORTEST <= len(passage.strip()) <= _LONGEST


def first_right(passages: Iterable[str], quotes: Sequence[str]) -> int | None:
    """Return the rank, from 1, of the first passage that contains a quote or is contained in one; else None."""
    right = [normalise(quote) for quote in quotes]
    for rank, passage in enumerate(passages, start=1):
        text = normalise(passage)
        if is_comparable(passage) and any(text in quote or quote in text for quote in right):
            return rank
    return None


Figure = dict[str, float | None]  # `{value, low, high, n}`


def share_figure(found: Iterable[tuple[str, bool]]) -> Figure:
    """Return the share of (programme, whether it holds) with its interval over programmes and their number."""
    kept = list(found)
    return {
        **calibration.ends([float(holds) for _, holds in kept], [programme for programme, _ in kept]),
        "n": len(kept),
    }


def figures(rows: Sequence[Row]) -> dict[str, Figure]:
    """Return every figure of these rows: `{value, low, high, n}`, intervals over programmes."""
    own = [row for row in rows if row.truth != "foreign"]
    taught, absent = [row for row in own if row.taught], [row for row in own if not row.taught]
    covered, foreign = ([row for row in rows if row.truth == truth] for truth in ("covered", "foreign"))

    def figure(among: Sequence[Row], holds: Callable[[Row], bool]) -> Figure:
        return share_figure((row.programme, holds(row)) for row in among)

    def shown(among: Sequence[Row], *states: str) -> Figure:
        return figure(among, lambda row: row.state in states)

    measured = _measured(own)
    found = {f"right@{k}": figure(taught, lambda row, k=k: (row.rank or np.inf) <= k) for k in FIRST}  # type: ignore[misc]
    found["AUROC"] = measured["AUROC"]
    for distance in DISTANCES:
        part = [row for row in own if not row.taught or row.distance == distance]
        found[f"AUROC_{distance}"] = _measured(part)["AUROC"]
    return {
        **found,
        "covered_not_found": shown(covered, "not_found"),
        "covered_shown": shown(covered, *TAUGHT),
        "taught_shown": shown(taught, *TAUGHT),
        "shown_taught": figure([row for row in own if row.state in TAUGHT], lambda row: row.taught),
        "shown_covered_right": figure([row for row in own if row.state == "covered"], lambda row: row.taught),
        "not_found_right": figure([row for row in own if row.state == "not_found"], lambda row: not row.taught),
        "absent_not_found": shown(absent, "not_found"),
        "to_confirm": shown(own, "uncertain"),
        "RMSCE": measured["RMSCE"],
        "Brier": measured["Brier"],
        "foreign_shown": shown(foreign, *TAUGHT),
    }


def _arrays(rows: Sequence[Row]) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the probabilities of rows, and whether each is truly taught."""
    return np.array([row.probability for row in rows]), np.array([row.taught for row in rows], dtype=bool)


def _measured(rows: Sequence[Row]) -> dict[str, Figure]:
    found = calibration.measure(*_arrays(rows), [row.programme for row in rows])
    return {name: {**ends, "n": len(rows)} for name, ends in found.items()}


def truth_rows(truths: Sequence[Truth], encoder: Encoder, *, scorer: Scorer | None = None) -> list[Row]:
    """Return every programme against its own standard and against those of programmes of other sectors."""
    frameworks = list({truth.framework.name: truth.framework for truth in truths}.values())
    found = cover([truth.path for truth in truths], frameworks, encoder, scorer=scorer)
    rows = []
    for truth, covered in zip(truths, found, strict=True):
        same = {other.framework.name for other in truths if other.sector == truth.sector}
        rows += judge(truth, covered, {f.name for f in frameworks} - same - {truth.framework.name})
    return rows


def measure(
    folder: Path, truths: Sequence[Truth], rows: Sequence[Row], encoder: Encoder, *, scorer: Scorer | None = None
) -> Measured:
    """Return the run of these rows, and by which scorer they are: the one that ships, or another."""
    own = [row for row in rows if row.truth != "foreign"]
    known = [(row.programme, row.code, row.truth, row.statement) for row in own]
    read_from = [hashlib.sha256(truth.path.read_bytes()).hexdigest() for truth in truths]
    settings = {
        "system_settings": {"encoder": encoder.revision, "scorer": (scorer or shipped()).revision},
        "code": source_hash(__name__),
    }
    kinds, programmes = sorted({row.kind for row in rows}), sorted({row.programme for row in rows})
    result = {
        "criteria": len(own),
        "taught": sum(row.taught for row in own),
        "pooled": figures(rows),
        "kinds": {kind: figures([row for row in rows if row.kind == kind]) for kind in kinds},
        "programmes": {name: figures([row for row in rows if row.programme == name]) for name in programmes},
    }
    names = {f"{row.programme} {row.code}": row for row in own}
    return make_measured(
        "programmes",
        folder.name,
        [known, read_from],
        system="coverage",
        settings=settings,
        result=result,
        values=_by_criterion(own),
        groups={name: row.programme for name, row in names.items()},
        texts={name: row.statement for name, row in names.items()},
    )


def _by_criterion(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Return measure → criterion → value, the measure by which runs are compared first."""
    probabilities, taught = _arrays(rows)
    names = [f"{row.programme} {row.code}" for row in rows]
    area = calibration.auroc_values(probabilities, taught)
    found = {} if area is None else {"AUROC": dict(zip(names, area.tolist(), strict=True))}
    found["1-Brier"] = dict(zip(names, (1 - (probabilities - taught) ** 2).tolist(), strict=True))
    ranks = {name: row.rank or np.inf for name, row in zip(names, rows, strict=True) if row.taught}
    return {**found, "right@5": {name: float(rank <= 5) for name, rank in ranks.items()}} if ranks else found
