"""Loaders of competency frameworks: one file each, opened by name when needed.

Seam: a loader module has `load(paths: Sequence[Path], *, name: str) -> Framework`, which raises `InputError`, and
`recognises(path: Path) -> bool`, which looks at the content of one path (a file or a folder).
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpora import readers
from corpora.errors import InputError
from corpora.files import peek, skipped_entry
from corpora.language import language_name, other_language
from corpora.omissions import Omissions, drop_overstruck
from corpora.records import Competency, Framework, Skipped
from corpora.tabular import looks_tabular
from corpora.text import clean, fix_mojibake
from corpora.translation import _

# In the order in which a path is tried: `ntcl`, `conocer` and `incual` must read whole documents, and `table` takes
# what nobody else knows. Names are whole, since `source_hash` finds in them what a result depends on.
FRAMEWORKS: dict[str, str] = {
    "case": "corpora.frameworks.case",
    "skos": "corpora.frameworks.skos",
    "moodle": "corpora.frameworks.moodle",
    "canvas": "corpora.frameworks.canvas",
    "onet": "corpora.frameworks.onet",
    "renec": "corpora.frameworks.renec",
    "esco": "corpora.frameworks.esco",
    "ntcl": "corpora.frameworks.ntcl",
    "conocer": "corpora.frameworks.conocer",
    "incual": "corpora.frameworks.incual",
    "table": "corpora.frameworks.table",
}


_STRUCK = re.compile(r"~~(?=[^~\s])[^~]+(?<=[^~\s])~~")


def _module(loader: str) -> Any:  # noqa: ANN401 - a module has no narrower type
    if loader not in FRAMEWORKS:
        raise InputError("there is no loader '{loader}'; known: {known}", loader=loader, known=", ".join(FRAMEWORKS))
    return pkgutil.resolve_name(FRAMEWORKS[loader])


def recognise(path: Path) -> str:
    """Return name of the first loader that knows this path's content; raises InputError if none does."""
    if not path.exists():
        raise InputError("{path}: does not exist; check the path", path=path)
    beginning = peek(path, 1 << 16) if path.is_file() else b""
    if b'"skillStatement"' in beginning:
        raise InputError(
            "{path}: is an export of Open Skills (OSMT) in JSON, which is not read; export the skills as CSV or XLSX",
            path=path,
        )
    if b'"ceasn:' in beginning:
        raise InputError(
            "{path}: is a framework in CTDL-ASN (JSON-LD of the Credential Registry), which is not read; get it as"
            " CASE, or as a table with ceasn:codedNotation as 'code', ceasn:competencyText as 'statement' and"
            " ceasn:isChildOf as 'parent'",
            path=path,
        )
    for loader in FRAMEWORKS:
        if _module(loader).recognises(path):
            if loader == "table" and _module(loader).guess_kind(path) == "ads":
                raise InputError(
                    "{path}: its rows read like job advertisements, not like competencies; compare programmes with them"
                    " as job ads⟦ ('curmap gap' with --jobs), or name the loader to add them all the same (curmap"
                    " framework add table FILE)⟧",
                    path=path,
                )
            return loader
    if (within := _within(path)) != path:
        return recognise(within)
    if looks_tabular(path):
        # So that a table with a wrong header is told which columns it needs.
        return "table"
    if path.is_dir():
        readers.files([path])  # raises where there is nothing in it
    else:
        readers.read(path)  # raises where it is damaged, or may not be read: no loader would read it either
    raise InputError(
        "{path}: not recognised as a framework; a programme is compared with frameworks, not added as one⟦ (curmap"
        " map); a framework is added with its loader, --as (one of: {known})⟧. A standard of your own is added"
        " from a workbook: copy its table into one, with columns for codes, titles, criteria and their kind (code,"
        " title, criterion, kind)",
        path=path,
        known=", ".join(FRAMEWORKS),
    )


def _within(path: Path) -> Path:
    """Return the only file of a folder, for loaders that read a file; any other path as it is."""
    inside = list(path.glob("[!.]*"))  # none of a file, or of a folder that may not be read
    return inside[0] if len(inside) == 1 and inside[0].is_file() else path


def recognise_any(paths: Sequence[Path]) -> str:
    """Return the same of the first path that is recognised; without a path `renec`, which is fetched.

    Raises InputError, for the first path, if none is recognised.
    """
    if not paths:
        return "renec"
    errors: list[InputError] = []
    for path in paths:
        try:
            return recognise(path)
        except InputError as error:
            errors.append(error)
    raise errors[0]


def require_one_kind(paths: Sequence[Path]) -> None:
    """Raise InputError where the paths that are recognised are of several kinds, which no loader reads together."""
    kinds: dict[str, Path] = {}
    for path in paths:
        with suppress(InputError):
            kinds.setdefault(recognise(path), path)
    if len(kinds) > 1:
        (one, first), (other, path) = list(kinds.items())[:2]
        raise InputError(
            "{path}: is read by the loader {other}, {first} by {one}; add files of one kind at a time⟦ (curmap"
            " framework add FILE)⟧",
            path=path,
            other=other,
            first=first,
            one=one,
        )


def load(
    paths: Sequence[Path],
    *,
    loader: str | None = None,
    name: str | None = None,
    address: str | None = None,
    cache: Path | None = None,
) -> Framework:
    """Load a framework from files or folders of one kind, a folder with one file standing for that file.

    The loader is by default recognised from the content, and its name the one by which users will call the framework.
    Without a path `renec` is fetched, from its own address or another; `cache` is the folder that keeps what was
    fetched for the next time without network. Raises InputError.
    """
    chosen = loader or recognise_any(paths)
    module = _module(chosen)
    if not paths and chosen != "renec":
        raise InputError("{chosen}: name its file or folder; only renec is fetched without a path", chosen=chosen)
    where = {} if paths else {"address": address, "cache": cache}
    # A loader that reads folders gets the folder, any other the only file in it.
    read = [path if _within(path) == path or module.recognises(path) else _within(path) for path in paths]
    return _with_language(_drop_struck(_fix_encoding(module.load(read, name=name or chosen, **where))))


def _with_language(framework: Framework) -> Framework:
    """Return the framework, with a word where most of it is in a language that is neither Spanish nor English."""
    found = other_language(entry.statement for entry in framework.competencies)
    if found is None:
        return framework
    why = _(
        "most of its statements are in {language}; they are compared as if in Spanish or English",
        language=language_name(found),
    )
    return replace(framework, skipped=(*framework.skipped, Skipped("language", why)))


def _drop_struck(framework: Framework) -> Framework:
    """Return the framework without what combining strokes or the marks of Markdown strike out of its statements.

    What stands below an entry of which nothing is left stands below what was above it.
    """
    omissions = Omissions()
    entries: list[Competency] = []
    above: dict[str, str | None] = {}
    for entry in framework.competencies:
        statement, count = drop_overstruck(entry.statement)
        if "~~" in statement:
            statement, more = _STRUCK.subn("", statement)
            count += more
        omissions.add("struck", count=count)
        parent = above.get(entry.parent, entry.parent) if entry.parent else None
        if count and not clean(statement):
            above[entry.code] = parent
        else:
            broader = tuple(code for code in entry.broader if code not in above)
            entries.append(
                replace(entry, statement=clean(statement) if count else statement, parent=parent, broader=broader)
            )
    if not (skipped := omissions.skipped()) or not entries:
        return framework
    return replace(framework, competencies=tuple(entries), skipped=(*framework.skipped, *skipped))


def _fix_encoding(framework: Framework) -> Framework:
    """Return the framework with the letters of its texts put right that were garbled before they came into the file."""
    changed = 0
    entries = []
    for entry in framework.competencies:
        statement, description = fix_mojibake(entry.statement), fix_mojibake(entry.description)
        labels = tuple(label._replace(text=fix_mojibake(label.text)) for label in entry.labels)
        if (statement, description, labels) != (entry.statement, entry.description, entry.labels):
            entry = replace(entry, statement=statement, description=description, labels=labels)
            changed += 1
        entries.append(entry)
    if not changed:
        return framework
    told = skipped_entry(framework.source, changed, _("entries with garbled letters, mended: {n}"))
    return replace(framework, competencies=tuple(entries), skipped=(*framework.skipped, *told))
