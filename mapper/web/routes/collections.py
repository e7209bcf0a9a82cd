"""Collections, searched both ways: passages by what they say, programmes by what they teach. And how it all works."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from corpora import InputError, Text, _
from mapper.actions.page import accuracy, collection_frameworks, collections_in_force, order_only_note
from mapper.web.forms import SiteDep, render, require

router = APIRouter()
_MOST, _MOST_CHOICES = 20, 50
"""Passages that a search shows, and competencies among which those of a collection's frameworks are looked for."""
LONGEST_QUESTION = 1000
"""Characters."""
NO_MANIFEST = _("The collection is damaged; whoever runs the page can check it with 'curmap collection verify'")


@router.get("/about")
def about(request: Request) -> Response:
    """Show what happens with a document, what the figures mean, and how often they hold."""
    return render(request, "about", a=accuracy())


@router.get("/collections")
def listed(request: Request, site: SiteDep) -> Response:
    """Show all collections, with how much is in each."""
    return render(request, "collections", collections=collections_in_force(site.workspace).items())


@router.get("/collections/{name}")
def ask(
    request: Request, site: SiteDep, name: str, text: str = "", find: str = "", code: str = "", document: str = ""
) -> Response:
    """Show one collection and the answer to one question.

    `text` asks for passages that say it, `code` (with its framework) for programmes that teach it, `document` for what
    that one meets; `find` looks for a competency to ask about.
    """
    versions = collections_in_force(site.workspace)
    require(name in versions)
    version = versions[name]
    frameworks = collection_frameworks(version)
    rows: list[dict[str, Any]] = []
    wrong = NO_MANIFEST if version is None else None
    questions = {"text": text[:LONGEST_QUESTION], "code": code if frameworks else "", "document": document}
    question = next((one for one, asked in questions.items() if asked), "")
    try:
        if question and version:
            rows = site.collections.ask(name, question, questions[question], most=_MOST)
    except InputError as error:
        wrong = Text(error.es, error.en)
    framework, _, bare = code.partition("/")
    found = site.frameworks.search(find, limit=_MOST_CHOICES) if find else []
    return render(
        request,
        "collection",
        name=name,
        version=version,
        frameworks=frameworks,
        not_calibrated=order_only_note(site.workspace, version) if version else None,
        text=text,
        find=find,
        code=code,
        node=site.frameworks.get(framework, bare) if code else None,
        document=document,
        rows=rows,
        choices=[node for node in found if node.framework in frameworks][:_MOST],
        wrong=wrong,
    )
