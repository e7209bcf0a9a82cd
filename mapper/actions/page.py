"""What the page in the browser asks for besides what the command line does too. Nothing here prints.

What says "in the current folder" is called in a process of its own, in a folder that holds the files of one job. What
only such a process needs is imported there: the one that answers stays small.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache, partial
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from corpora import Document, Framework, InputError, Text, _
from corpora import frameworks as loaders
from corpora.text import fold
from corpora.translation import no_commands, plain
from eval.judging import Agreement
from mapper import actions
from mapper.actions import Progress
from mapper.catalogues.collections.folder import list_collections, open_collection, order_only_note
from mapper.catalogues.collections.records import Version
from mapper.industry.gap import LEAST_DEMAND, WIDE
from mapper.industry.sectors import sectors
from mapper.matching.records import Outcome
from mapper.matching.scorer import shipped
from mapper.people.checklist import Judgement
from mapper.people.checklist.decisions import (
    VERDICTS,
    DocumentDecisions,
    ReviewFile,
    apply_to_criterion,
    ids_of,
    is_wording,
    standing,
)
from mapper.people.examples import Example, examples_from_review
from mapper.people.review.records import Decision
from mapper.people.review.state import judgements
from mapper.programmes import Alignment
from mapper.programmes.coverage import CriterionCoverage, Near
from mapper.programmes.coverage.standards import (
    EntryScores,
    best_passages,
    is_attitude,
    matched_standards,
    mean_share,
    weigh_share,
)
from mapper.programmes.coverage.standards import assess_standards as standards_of
from mapper.reports.parts import document_doubts
from mapper.reports.record_json import to_json
from mapper.workspace import INPUT_ERRORS
from mapper.workspace.extras import missing
from mapper.workspace.source_hash import source_hash
from mapper.workspace.store import FrameworkHeader, Workspace

if TYPE_CHECKING:
    from mapper.catalogues.collections.search import OpenVersion

__all__ = ["INPUT_ERRORS", "LEAST_DEMAND", "VERDICTS", "WIDE", "Agreement", "CriterionCoverage", "DocumentDecisions"]
__all__ += ["Example", "Judgement", "ReviewFile", "Version", "examples_from_review", "ids_of", "is_attitude"]
__all__ += ["is_wording", "mean_share", "missing", "order_only_note", "sectors", "standing", "weigh_share"]

RENEC = "renec"  # the one framework that is fetched: no files means this one
LANGUAGES = ("es", "en")
MADE_BY = ("corpora.readers", "mapper.mapper", "mapper.programmes.verdict")
"""The modules that read a document, map it and say which standards fit: what they import counts as well."""
_GRADE = 3  # what an accepted competency is worth on the scale of sheets, 0 to 3
_LONGEST_NAME = 60  # characters; a name is part of a file name
_KEPT = ("framework", "code", "share", "chance", "criteria")
_OF_A_CRITERION = ("code", "state", "probability", "why", "nearest")


def accuracy() -> dict[str, Any]:
    """Return how right the mapping is: what the scorer says of its fitting, and the figures of benchmarks that ship."""
    measured = files("mapper").joinpath("data", "accuracy.json").read_text(encoding="utf-8")
    return {**shipped().about, **shipped().criteria.about, **json.loads(measured)}


def read_document(name: str, _: Progress) -> Document:
    """Read a file in the current folder as a programme; `actions.as_programme` adds what takes models, as its title.

    This short-lived process would have to load them for one document.
    """
    return actions.read_programme(Path(name))


def models(prepared: actions.Mapper) -> list[tuple[str, str]]:
    """Return what a mapping depends on besides document and settings, by name and checksum."""
    return [
        *((framework.name, framework.sha256) for framework in prepared.frameworks),
        (prepared.encoder.name, prepared.encoder.revision),
        ("matcher", prepared.matcher.revision),  # the scorer's too, which may have been calibrated in this workspace
        ("code", source_hash(*MADE_BY)),
    ]


def standards_shown(alignment: Alignment, shown: Sequence[EntryScores]) -> list[dict[str, Any]]:
    """Return each standard whether it fits, its criteria with state and probability, and their nearest passages.

    Those that no passage corresponds to are there as well, since people may add their criteria by hand; of the many
    that there may be the nearest passages are left out.
    """
    from mapper.programmes.verdict import fitting_standards

    kept = []
    for one in shown:
        roots = matched_standards(one.framework, alignment.passages)
        full = [standard for standard in standards_of(one) if standard.text == "full"]
        fit = {
            standard.code for standard in fitting_standards([standard for standard in full if standard.code in roots])
        }
        for standard in full:
            if standard.code not in roots:
                lean = tuple(dataclasses.replace(one, nearest=()) for one in standard.criteria)
                standard = dataclasses.replace(standard, criteria=lean)
            values = {**{name: to_json(getattr(standard, name)) for name in _KEPT}, "fits": standard.code in fit}
            values["criteria"] = [{name: c[name] for name in _OF_A_CRITERION} for c in values["criteria"]]
            kept.append(values)
    return kept


def apply_criterion_decisions(
    key: tuple[str, str], told: Mapping[str, Any], heard: DocumentDecisions, ids: Mapping[str, Sequence[str]]
) -> CriterionCoverage:
    """Return a criterion, by framework and code, with what people decided of it, as every report has it.

    `told` is it as `standards_shown` gives it; `ids` are by text id those of the document's passages.
    """
    nearest = tuple(Near(**row) for row in told.get("nearest", ()))
    near = [(one.passage, one.probability) for one in nearest] if told["state"] != "not_found" else []
    numbers = (told["state"], told["probability"], tuple(best_passages(near)))
    return apply_to_criterion(
        key[0], CriterionCoverage(key[1], "", "", None, "", *numbers, nearest=nearest), heard, ids
    )


def agreement(rows: Sequence[Decision]) -> Agreement | None:
    """Return the agreement of everyone who decided something by hand; None where no two decided the same."""
    from eval.judging import agreement as agree
    from eval.sheets import JudgedSheet

    sheets = []
    for person in sorted({row.person for row in rows}):
        grades = {
            (text_id, " ".join(key)): _GRADE * relevant
            for text_id, keys in judgements(rows, person).items()
            for key, relevant in keys.items()
        }
        if grades:
            sheets.append(JudgedSheet(Path(person), person, "", grades))
    both = any(one.grades.keys() & other.grades.keys() for one, other in combinations(sheets, 2))
    return agree(sheets) if both else None


def add_framework(
    workspace: Path, names: Sequence[str], name: str | None, replace: bool, tell: Progress
) -> dict[str, Any]:
    """Add a framework; gives its name, how many entries it has, how many rows were left out and whether it is `known`.

    The `names` are of files of one kind in the current folder, none for the Mexican registry, which is fetched. With
    `replace` it may take the place of another one of that name; else what the workspace holds already, whatever the
    file is called, is known and not added again. Standards of CONOCER join those there are. Raises InputError: it is no
    framework, or there is one of that name; OSError: the workspace cannot be written.
    """
    opened, paths, loader = _recognised(workspace, names)
    headers = opened.headers()
    if name is None and loader == "table" and not replace:
        # A table has no name of its own but its file's.
        name = re.sub("[^a-z0-9]+", "-", fold(paths[0].stem)).strip("-")[:_LONGEST_NAME] or "table"
    opened.check_name(name or loader)
    read = loaders.load(paths, loader=loader, name=name, cache=opened.cache)
    if not replace and paths and (known := _holding(opened, read, loader)) is not None:
        return {"framework": known.name, "entries": known.competencies, "skipped": 0, "known": True}
    held = next((header for header in headers if header.name == (name or loader)), None)
    if held is not None and not replace and not held.loader == loader == "conocer":
        called = ", ".join(path.name for path in paths) or "RENEC"
        raise InputError(
            "{called}: there is a framework '{name}' already; write another short name, or replace it on its page",
            called=called,
            name=held.name,
        )
    if held is not None and held.loader == loader == "table":
        # A table has no title but the name of its file, which may be another one each time.
        read = dataclasses.replace(read, title=held.title)
    added = actions.keep_framework(opened, read, loader, progress=tell).framework
    return {"framework": added.name, "entries": len(added.competencies), "skipped": len(added.skipped), "known": False}


def _holding(workspace: Workspace, read: Framework, loader: str) -> FrameworkHeader | None:
    """Return the framework that holds what another says, entry by entry."""
    new = {one.code: one for one in read.competencies}
    for header in workspace.headers():
        if header.loader != loader:
            continue
        if header.sha256 == read.sha256:
            return header
        held = {one.code: one for one in workspace.load(header.name).competencies}
        same = new and all(held.get(code) == one for code, one in new.items())
        if same and (loader == "conocer" or len(new) == len(held)):
            return header
    return None


def framework_changes(workspace: Path, names: Sequence[str], name: str, _: Progress) -> dict[str, Any]:
    """Return what files, or the registry as it is now, would change if they took the place of a framework.

    Gives `gone`, `reworded` and `added`, each a list of code, wording and new wording; the number of entries that are
    the `same`; `former`, the checksum of what there is.
    Raises InputError: it is no framework.
    """
    opened, paths, loader = _recognised(workspace, names)
    new = loaders.load(paths, loader=loader, name=name, cache=opened.cache)
    after = {c.code: c for c in new.competencies}
    before = {c.code: c for c in opened.load(name).competencies}
    if opened.header(name).loader == loader == "conocer":  # documents of standards join the others there are
        standards = {c.code for c in new.competencies if c.parent is None}
        before = {code: c for code, c in before.items() if code.split("/")[0] in standards}
    wordings = {code: {*c.wordings} for code, c in after.items()}
    reworded = [
        {"code": code, "old": c.statement, "new": after[code].statement}
        for code, c in before.items()
        if code in after and c.statement not in wordings[code]
    ]
    return {
        "gone": [{"code": code, "old": c.statement, "new": ""} for code, c in before.items() if code not in after],
        "reworded": reworded,
        "added": [{"code": code, "old": "", "new": c.statement} for code, c in after.items() if code not in before],
        "former": opened.header(name).sha256,
        "same": len(before.keys() & after.keys()) - len(reworded),
    }


def _recognised(workspace: Path, names: Sequence[str]) -> tuple[Workspace, list[Path], str]:
    paths = [Path(name) for name in names]
    return Workspace(workspace), paths, loaders.recognise(paths[0]) if paths else RENEC


def read_marked(name: str, _: Progress) -> tuple[ReviewFile, ...] | None:
    """Return what was marked in a workbook in the current folder, by document; None where it is none of curmap's.

    Raises InputError: it contradicts itself, or something in it is not understood; it names sheet and row.
    """
    from mapper.people.checklist.reviews import read_workbook

    return read_workbook(Path(name))


class ReportRequest(NamedTuple):
    """Of what a report is made: by name, files in the current folder and frameworks, or standards as NAME/CODE.

    `reviews` hold what people decided on the programmes; `sector` is of the ads, "" for all; `school` and `title` are
    those of the only programme.
    """

    report: str
    programmes: Sequence[str]
    frameworks: Sequence[str]
    reviews: Sequence[str]
    ads: Sequence[str] = ()
    sector: str = ""
    school: str = ""
    title: str = ""


def write_report(workspace: Path, asked: ReportRequest, out: Path, tell: Progress) -> list[dict[str, str]]:
    """Compute a report of files in the current folder; write it in every form and language to `<out>/<language>`.

    Gives what could not be read and what was left out, in both languages. Raises InputError: ads or programmes that
    cannot be read; an unknown framework; OSError: the reports cannot be written.
    """
    from mapper.actions import gap, programmes
    from mapper.reports import kinds
    from mapper.reports.blocks import Head

    paths = [Path(name) for name in asked.programmes]
    jobs = gap.Jobs(tuple(map(Path, asked.ads)), sector=asked.sector)
    reviewed = [Path(name) for name in asked.reviews]
    made: dict[str, Callable[..., Outcome[Any]]] = {
        "coverage": partial(gap.coverage, paths=paths, reviewed=reviewed),
        "report": partial(actions.map_documents, paths=paths, reviewed=reviewed),
        "credentials": partial(programmes.credentials, paths=paths, reviewed=reviewed),
        "matrix": partial(programmes.matrix, paths=paths, reviewed=reviewed),
        "gap": partial(gap.gap, paths=paths, jobs=jobs, reviewed=reviewed),
    }
    against = actions.Against(Workspace(workspace), asked.frameworks, progress=tell)
    found = made[asked.report](against)
    head = Head(school=asked.school, programme=asked.title)
    with no_commands():
        for lang in LANGUAGES:
            kinds.write_report(asked.report, found.report, out / lang, lang=lang, head=head)
    return [_in_both(note) for note in found.notices]


def list_unread(document: Document) -> list[dict[str, Any]]:
    """Return what of a document was not read: parts, each with the reason in both languages."""
    return [{"what": skipped.what, "why": _in_both(skipped.why)} for skipped in document.skipped]


def bilingual_notes(alignment: Alignment) -> list[dict[str, str]]:
    """Return what somebody has to know of a mapping besides what it says, in both languages."""
    doubtful = (
        _("{what}: {why}", what=alignment.document.name, why=one) for one in document_doubts(alignment.document)
    )
    return [_in_both(note) for note in (*doubtful, *actions.mapping_notes(alignment))]


def _in_both(text: Text) -> dict[str, str]:
    return {"es": plain(text.es), "en": plain(text.en)}


def collections_in_force(workspace: Workspace) -> dict[str, Version | None]:
    """Return each collection with its version in force, None where that cannot be read."""
    found: dict[str, Version | None] = {}
    for collection in list_collections(workspace):
        try:
            found[collection.name] = open_collection(workspace, collection.name).current()
        except InputError:
            found[collection.name] = None
    return found


def collection_frameworks(version: Version | None) -> tuple[str, ...]:
    """Return the names of those that the programmes of a collection's version were mapped to."""
    return () if version is None else tuple(version.asked["inputs"]["frameworks"])


def ask_collection(workspace: Path, name: str, question: str, asked: str, most: int) -> list[dict[str, Any]]:
    """Return what a collection answers, as values of `mapper.catalogues.collections.search`.

    The question is "text" for passages nearest to a text, each with its norms, `most` of them; "code" for documents
    that teach `FRAMEWORK/CODE` or something below it; "document" for what a document meets. Raises InputError: the
    collection is damaged or of another encoder.
    """
    published = open_collection(Workspace(workspace), name).published()
    opened = _open(workspace, name, published.current if published else "")
    if question == "text":
        return [asdict(hit) for hit in opened.search(asked, k=most)]
    return [asdict(row) for row in (opened.who_teaches(asked) if question == "code" else opened.met_by(asked))]


@lru_cache(maxsize=4)
def _open(workspace: Path, name: str, version: str) -> OpenVersion:
    """Return the version in force, opened once."""
    from mapper.catalogues.collections.search import OpenVersion

    collection = open_collection(Workspace(workspace), name)
    return OpenVersion(collection, collection.version(version))
