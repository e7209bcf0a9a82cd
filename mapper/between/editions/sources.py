"""Documents and codes of the workspace, opened as editions.

A document that is an Estándar de Competencia and a table of norms are standards, any other document is a programme; a
code is looked up in the workspace's frameworks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from corpora import TEACHING_ROLES, Block, Competency, Document, Framework, InputError, Passage, frameworks, readers
from corpora.structure import table_grids
from corpora.vocabulary import is_vague
from mapper.between.editions import PATH, Edition, Unit
from mapper.matching.teaching import split_programme
from mapper.matching.titles import titled
from mapper.reports.blocks import shorten
from mapper.workspace import store
from mapper.workspace.store import Workspace

_CODE = re.compile(r"(ECM?\d{4})(?:[._](\d{2}))?$")
_MARKS = " \n-–—•●▪*"
_LONGEST = 60
_HEADINGS = 2  # headings that say where in a programme a passage stands: the nearest ones
_FILES = frozenset({".pdf", ".docx", ".odt", ".txt", ".html", ".htm", ".md", ".csv", ".xlsx", ".jsonl"})
FACTS = ("replaces", "replaces_published", "overlap_months", "approved", "published")


def open_edition(workspace: Workspace, source: str) -> Edition:
    """Open the edition that the path of a document, CODE or FRAMEWORK/CODE names; raises InputError: there is none."""
    path = Path(source)
    if path.is_file():
        return _read_file(path)
    if path.suffix.lower() in _FILES:
        raise InputError("{source}: no such file; check it", source=source)
    return _read_code(workspace, source)


def predecessor(workspace: Workspace, new: Edition) -> Edition:
    """Open the edition that a standard names as the one before, else that by its code; raises InputError: not there."""
    named = [str(code) for code in new.facts.get("replaces", ())]
    for code in [*named, *_before(new.name)]:
        for source in (f"{new.framework}/{code}", code):  # its own framework first
            try:
                return _read_code(workspace, source)
            except InputError:
                continue
    if named:
        raise InputError(
            "{name} updates {named}, which is not in the workspace; add its document with 'curmap framework add', or"
            " name it first",
            name=new.name,
            named=named[0],
        )
    raise InputError(
        "{name}: the document does not say which one it updates, and there is no earlier edition in the workspace;"
        " name both",
        name=new.name,
    )


def order_editions(first: Edition, second: Edition) -> tuple[Edition, Edition]:
    """Return the older one before the newer one, where they say so themselves or their codes do; else as they are."""
    if second.name in first.facts.get("replaces", ()) or second.name in _before(first.name):
        return second, first
    return first, second


def _before(code: str) -> list[str]:
    """Return the codes of earlier editions, the latest first: EC0217.02 came after EC0217.01, and that after EC0217."""
    found = _CODE.fullmatch(code)
    if found is None or found[2] is None:
        return []
    return [*(f"{found[1]}.{n:02}" for n in range(int(found[2]) - 1, 0, -1)), found[1]]


def _read_file(path: Path) -> Edition:
    from corpora.frameworks import conocer, table

    loader, name = ("conocer", None) if conocer.recognises(path) else ("table", path.stem)
    if loader == "conocer" or table.guess_kind(path) == "norms":
        framework = frameworks.load([path], loader=loader, name=name)
        top = [c for c in framework.competencies if c.parent is None]
        if len(top) > 1 and loader == "conocer":
            raise InputError("{path}: holds several standards; compare one with another", path=path)
        if len(top) > 1:  # all of one's own table
            top = [Competency(framework.name, framework.title, "standard")]
            below = (replace(c, parent=c.parent or framework.name) for c in framework.competencies)
            framework = replace(framework, competencies=(*top, *below))
        return _read_standard(framework, top[0])
    document = titled(readers.read(path))
    every = split_programme(document).passages
    starts = [block.start for block in document.blocks]
    units = []
    for number, p in enumerate(every):
        if p.role in TEACHING_ROLES:
            where = PATH.join(p.section), PATH.join(p.section[-_HEADINGS:])
            paragraph = starts[bisect_right(starts, p.start) - 1]
            units.append(Unit(p.id, p.text, p.role, 1, *where, order=number, paragraph=paragraph))
    if not units:
        raise InputError("{path}: nothing in the document seems to teach, so there is nothing to compare", path=path)
    return Edition(document.name, document.title, "", document.sha256, tuple(units), rest=tuple(_rest(document, every)))


def _rest(document: Document, every: Sequence[Passage]) -> Iterator[Unit]:
    """Yield the paragraphs, the rows of tables and the distinct headings that say something besides what teaches."""
    starts = [p.start for p in every]
    headings, told = {title for p in every for title in p.section}, set[str]()
    forms = {table for table, grid in table_grids(document).items() if grid.is_form}
    rows: dict[object, list[Block]] = {}
    for block in document.blocks:
        if not (block.cell and block.cell.is_header) or block.cell.table in forms:
            rows.setdefault((block.cell.table, block.cell.row) if block.cell else block.start, []).append(block)
    for number, blocks in enumerate(rows.values()):
        said, beside = [], []
        for block in blocks:
            own = every[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
            text = document.text[block.start : block.end].strip(_MARKS)
            if any(p.role in TEACHING_ROLES for p in own):
                beside.append(shorten(text, _LONGEST))
            elif text and text not in told:
                told |= {text} if block.kind == "heading" or text in headings else set()
                head = block.cell.header if block.cell and block.cell.table not in forms else ""
                said.append(f"{head}: {text}" if head and not is_vague(head) else text)
        if said:
            section = every[max(bisect_left(starts, blocks[0].end) - 1, 0)].section
            place = PATH.join((*section[-_HEADINGS:], *beside[:1]))
            yield Unit(f"rest/{number}", " · ".join(said), "other", 1, PATH.join(section), place, order=number)


def _read_code(workspace: Workspace, source: str) -> Edition:
    entry = store.find_entry(workspace, source)
    if entry.also:
        names = (entry.framework.name, *entry.also)
        raise InputError(
            "the code '{part}' is in several frameworks; write one of these: {names}",
            part=source,
            names=", ".join(f"{name}/{entry.competency.code}" for name in names),
        )
    if entry.competency.title_only:
        raise InputError(
            "{source}: of this standard only the title is known; add its document with 'curmap framework add'",
            source=source,
        )
    return _read_standard(entry.framework, entry.competency)


def _read_standard(framework: Framework, top: Competency) -> Edition:
    """Return a standard, or any entry, with everything below it."""
    depths = {top.code: 0}
    units = [Unit(top.code, top.statement, top.kind, 0, place=top.code, level=top.level, edition=top.code)]
    for entry in framework.below(top.code):
        depth = depths[entry.code] = depths[entry.parent or ""] + 1
        place = (entry.parent or "", entry.code, entry.level, len(units), top.code)
        units.append(Unit(entry.code, entry.statement, entry.kind, depth, *place))
    facts = {name: top.extra[name] for name in FACTS if top.extra.get(name)}
    return Edition(top.code, top.statement, framework.name, framework.sha256, tuple(units), facts, framework)
