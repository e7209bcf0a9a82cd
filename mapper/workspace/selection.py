"""Which frameworks a command works on, and how the registry and its documents become one.

The registry (RENEC) knows every Mexican standard by title; a standard's own document (CONOCER) holds its elements and
criteria. With either asked for, a standard stands once: as its document where that is loaded, else as its entry in
the registry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpora import Competency, Framework, InputError
from corpora.frameworks.fields import to_json
from mapper.workspace.store import Workspace

_REGISTRY, _DOCUMENTS = "renec", "conocer"


@dataclass(frozen=True, slots=True)
class Entry:
    """A competency with the framework it stands in."""

    framework: Framework
    competency: Competency


def frameworks(workspace: Workspace, names: Sequence[str]) -> tuple[Framework, ...]:
    """Load the frameworks of these names in the order asked, each once, registry and documents joined.

    Raises:
        InputError: an unknown name; no name at all.
    """
    if not names:
        raise InputError("name at least one framework with --framework; 'curmap framework list' shows them")
    loaders = _loaders(workspace)
    return _joined([workspace.load(name) for name in _with_partners(names, loaders)], loaders)


def asked(workspace: Workspace, names: Sequence[str]) -> tuple[tuple[Framework, ...], dict[str, frozenset[str]]]:
    """Frameworks named as NAME or NAME/CODE, and of those asked for by code the standards that are looked at.

    Raises:
        InputError: an unknown name or code; no name at all.
    """
    whole = [name for name in names if "/" not in name]
    only: dict[str, frozenset[str]] = {}
    for name in names:
        if "/" in name:
            entry = find(workspace, name)
            only[entry.framework.name] = only.get(entry.framework.name, frozenset()) | {standard_of(entry)}
    found = frameworks(workspace, [*whole, *only])
    if not whole:
        found = tuple(framework for framework in found if framework.name in only)
    wholly = {framework.name for framework in frameworks(workspace, whole)} if whole else set()
    return found, {name: codes for name, codes in only.items() if name not in wholly}


def standard_of(entry: Entry) -> str:
    """The code of the standard that an entry is, or is a part of."""
    above = {c.code: c.parent for c in entry.framework.competencies}
    code = entry.competency.code
    while (parent := above[code]) is not None:
        code = parent
    return code


def with_new(workspace: Workspace, new: Framework, loader: str) -> tuple[Framework, ...]:
    """The same for one name, as it will be once this framework is stored."""
    loaders = _loaders(workspace) | {new.name: loader}
    names = _with_partners([new.name], loaders)
    return _joined([new if name == new.name else workspace.load(name) for name in names], loaders)


def _loaders(workspace: Workspace) -> dict[str, str]:
    """Of each framework; a damaged one is taken for what its name says, so that a registry is not left out unsaid."""
    return {name: name for name in workspace.names()} | {h.name: h.loader for h in workspace.headers()}


def _with_partners(names: Sequence[str], loaders: dict[str, str]) -> list[str]:
    wanted: dict[str, None] = {}
    for name in names:
        wanted[name] = None
        if loaders.get(name) in (_REGISTRY, _DOCUMENTS):
            wanted.update(dict.fromkeys(sorted(n for n in loaders if loaders[n] in (_REGISTRY, _DOCUMENTS))))
    return list(wanted)


def _joined(loaded: list[Framework], loaders: dict[str, str]) -> tuple[Framework, ...]:
    registry = {c.code: c for f in loaded if loaders[f.name] == _REGISTRY for c in f.competencies}
    documents = {c.code for f in loaded if loaders[f.name] == _DOCUMENTS for c in f.competencies}
    joined = []
    for framework in loaded:
        competencies = framework.competencies
        if loaders[framework.name] == _REGISTRY:
            competencies = tuple(c for c in competencies if c.code not in documents)
        elif loaders[framework.name] == _DOCUMENTS:
            competencies = tuple(_enriched(c, registry.get(c.code)) for c in competencies)
        joined.append(replace(framework, competencies=competencies))
    return tuple(joined)


def _enriched(document: Competency, entry: Competency | None) -> Competency:
    """A standard's document with what only the registry says of it; the document's own words win."""
    if entry is None:
        return document
    said = {key: value for key, value in document.extra.items() if value}
    return replace(document, level=document.level or entry.level, extra={**entry.extra, **said})


def find(workspace: Workspace, code: str) -> Entry:
    """The entry that `NAME/CODE` or a bare `CODE` means; registry and documents are one.

    Raises:
        InputError: no framework has it.
    """
    headers = workspace.headers()
    name, _, rest = code.partition("/")
    named = rest and any(header.name == name for header in headers)
    names = [name] if named else [header.name for header in headers]
    wanted = rest if named else code
    loaded = frameworks(workspace, names) if names else ()
    for same in (str, str.casefold):  # "ec0217" means EC0217 where nothing is called just so
        for framework in loaded:
            for competency in framework.competencies:
                if same(competency.code) == same(wanted):
                    return Entry(framework, competency)
    known = ", ".join(header.name for header in headers) or "—"
    raise InputError(
        "'{code}' was not found (frameworks loaded: {known}); look it up as FRAMEWORK/CODE", code=code, known=known
    )


def merged(old: Framework, new: Framework) -> Framework:
    """Both sets of standards; where both hold one, the new document replaces the old one whole.

    A unit that both hold, as two decrees do, stands once, as the new document has it.
    """
    replaced = {c.code for c in new.competencies}
    kept = []
    for entry in old.competencies:  # parents stand before children
        if entry.code in replaced or entry.parent in replaced:
            replaced.add(entry.code)
        else:
            kept.append(entry)
    if not kept:
        return new
    roots = _roots(old) | _roots(new)
    competencies = sorted((*kept, *new.competencies), key=lambda c: roots[c.code])
    # Of what the documents say: the same ones make the same framework, in whatever order and how often they are added.
    digest = hashlib.sha256("\n".join(json.dumps(to_json(c)) for c in competencies).encode()).hexdigest()
    added = new.source.split(", ")
    sources = sorted({*old.source.split(", "), *added})
    return replace(
        new,
        sha256=digest,
        version=digest[:12],
        source=", ".join(sources),
        competencies=tuple(competencies),
        skipped=tuple(dict.fromkeys((*(s for s in old.skipped if s.what not in added), *new.skipped))),
    )


def _roots(framework: Framework) -> dict[str, str]:
    """Of every entry the topmost above it; parents stand before children."""
    roots: dict[str, str] = {}
    for entry in framework.competencies:
        roots[entry.code] = roots.get(entry.parent, entry.parent) if entry.parent else entry.code
    return roots
