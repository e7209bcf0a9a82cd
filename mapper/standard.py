"""A framework's entry with what stands below it, as `curmap framework show` gives it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from corpora import Competency, Text
from mapper.catalogue import Entry

if TYPE_CHECKING:
    from rich.console import Console

_TEXT = {
    "full": Text("texto completo", "full text"),
    "title": Text("solo título", "title only"),
}
_LEVEL = Text("nivel", "level")
_KINDS = {
    "desempeno": Text("Desempeños", "Performances"),
    "producto": Text("Productos", "Products"),
    "conocimiento": Text("Conocimientos", "Knowledge"),
    "situacion_emergente": Text("Respuestas ante situaciones emergentes", "Responses to emergent situations"),
    "actitud": Text("Actitudes, hábitos y valores", "Attitudes, habits and values"),
}
_GLOSSARY = Text("Glosario", "Glossary")


def describe(entry: Entry) -> dict[str, Any]:
    """The entry as `curmap framework show --json` prints it; elements are what stands directly below it."""
    children: dict[str | None, list[Competency]] = defaultdict(list)
    for competency in entry.framework.competencies:
        children[competency.parent].append(competency)
    shown = entry.competency
    below = children[shown.code]
    # An element asked for by its own code, or a flat standard, has its criteria directly below it.
    elements = below if any(children[child.code] for child in below) else [shown] if below else []
    return {
        "framework": entry.framework.name,
        "code": shown.code,
        "title": shown.statement,
        "level": int(shown.level) if shown.level and shown.level.isdigit() else shown.level,
        "sector": shown.extra.get("sector"),
        "committee": shown.extra.get("committee"),
        "text": "title" if shown.title_only else "full",
        "elements": [_element(element, children[element.code]) for element in elements],
    }


def _element(element: Competency, criteria: list[Competency]) -> dict[str, Any]:
    return {
        "code": element.code,
        "title": element.statement,
        "criteria": [{"code": c.code, "kind": c.kind, "text": c.statement, "level": c.level} for c in criteria],
        "glossary": [{"term": g.term, "definition": g.definition} for g in element.glossary],
    }


def render(described: dict[str, Any], console: Console, *, lang: str) -> None:
    """Print what `describe` gave, for people."""

    def say(text: Text) -> str:
        return text.en if lang == "en" else text.es

    level = f", {say(_LEVEL)} {described['level']}" if described["level"] else ""
    console.print(f"[bold]{described['code']}[/bold]  {described['title']}", highlight=False)
    console.print(f"{described['framework']}{level}, {say(_TEXT[described['text']])}", highlight=False)
    for key in ("sector", "committee"):
        if described[key]:
            console.print(str(described[key]), highlight=False, markup=False)
    for element in described["elements"]:
        console.print(f"\n[bold]{element['code']}[/bold]  {element['title']}", highlight=False)
        kind = None
        for criterion in element["criteria"]:
            if criterion["kind"] != kind:
                kind = criterion["kind"]
                console.print(f"  {say(_KINDS.get(kind, Text(kind, kind)))}", highlight=False)
            grade = f" ({criterion['level']})" if criterion["level"] else ""
            number = criterion["code"].rsplit("/", 1)[-1]
            console.print(f"    {number}. {criterion['text']}{grade}", highlight=False, markup=False)
        if element["glossary"]:
            console.print(f"  {say(_GLOSSARY)}", highlight=False)
        for term in element["glossary"]:
            console.print(f"    {term['term']}: {term['definition']}", highlight=False, markup=False)
