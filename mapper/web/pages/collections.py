"""Collections, searched both ways: passages by what they say, programmes by what they teach."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from corpora import InputError, Text
from mapper.collections.folder import collections, open_collection
from mapper.collections.records import Version
from mapper.store import Workspace
from mapper.web.catalogue import Node
from mapper.web.collected import Row
from mapper.web.rendering import render, site_of

router = APIRouter(prefix="/collections")
_MOST = 20
"""Passages that a search shows."""
_MOST_CHOICES = 50
LONGEST_QUESTION = 1000
"""Characters."""


@router.get("")
def listed(request: Request) -> Response:
    """All collections, with how much is in each."""
    return render(request, "collections.html.j2", collections=in_force(site_of(request).workspace))


@router.get("/{name}")
def ask(request: Request, name: str, text: str = "", find: str = "", code: str = "", document: str = "") -> Response:
    """One collection and the answer to one question.

    `text` asks for passages that say it, `code` (with its framework) for programmes that teach it, `document` for what
    that one meets; `find` looks for a competency to ask about.
    """
    site = site_of(request)
    versions = dict(in_force(site.workspace))
    if name not in versions:
        raise HTTPException(404)
    version, asked = versions[name], site.collected
    frameworks = frameworks_of(version)
    rows: list[Row] = []
    wrong = NO_MANIFEST if version is None else None
    try:
        if text and version:
            rows = asked.passages(name, text[:LONGEST_QUESTION], most=_MOST)
        elif code and frameworks:
            rows = asked.teaching(name, code)
        elif document and version:
            rows = asked.met(name, document)
    except InputError as error:
        wrong = Text(error.es, error.en)
    framework, _, bare = code.partition("/")
    return render(
        request,
        "collection.html.j2",
        name=name,
        version=version,
        frameworks=frameworks,
        text=text,
        find=find,
        code=code,
        node=site.frameworks.get(framework, bare) if code else None,
        document=document,
        rows=rows,
        choices=_choices(request, find, frameworks) if find else [],
        wrong=wrong,
    )


def in_force(workspace: Workspace) -> list[tuple[str, Version | None]]:
    """Each collection with its version in force, None where that cannot be read."""
    found: list[tuple[str, Version | None]] = []
    for collection in collections(workspace):
        try:
            found.append((collection.name, open_collection(workspace, collection.name).current()))
        except InputError:
            found.append((collection.name, None))
    return found


def frameworks_of(version: Version | None) -> tuple[str, ...]:
    """Names of those that its programmes were mapped to."""
    return () if version is None else tuple(version.asked["inputs"]["frameworks"])


NO_MANIFEST = Text(
    "La colección está dañada; quien administra la página puede revisarla con «curmap collection verify»",
    "The collection is damaged; whoever runs the page can check it with 'curmap collection verify'",
)


def _choices(request: Request, find: str, frameworks: tuple[str, ...]) -> list[Node]:
    """Competencies of these frameworks that a person may mean."""
    found = site_of(request).frameworks.search(find, limit=_MOST_CHOICES)
    return [node for node in found if node.framework in frameworks][:_MOST]
