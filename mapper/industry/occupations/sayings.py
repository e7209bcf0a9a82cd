"""What a programme says of itself that occupations can be told by: title, own occupations, profile, outcomes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpora import Block, Document, Passage, Role
from corpora.items import marker
from corpora.text import fold
from corpora.vocabulary import is_fact, name_of, sense_of
from mapper.industry.occupations.records import Kind

MOST = 12  # texts of one kind; of more, so many evenly spaced
_OCCUPATIONS = 30
_BEGINNING, _HEADINGS = 60, 3
_LONGEST_NAME, _LONGEST_OCCUPATION = 20, 14  # words
_ROLES: Mapping[Role, Kind] = {"competency": "profile", "outcome": "outcome", "content": "content"}
# What a line, or a cell beside it or above it, is called that gives the programme's name.
_LABEL = re.compile(
    r"denominacion|titulo|titulacion|carrera|especialidad|(?:modulo|submodulo)(?: profesional)?|licenciatura|asignatura"
    r"|programa educativo|nombre (?:del|de la) \w+|(?:course|programme|program|degree|module)(?: title| name)?"
)
_LABELLED = re.compile(r"([^:]{3,30}):\s+(\S.*)")
_ENTITLED = re.compile(r"\bt[ií]tulo de (.+?)(?: y se |,|\.|$)", re.IGNORECASE)
_APART = re.compile(r"\s+[—–·|]\s+|:\s+|[«»“”]")
# Who teaches, and what a document or its first chapter is called, says nothing of what is taught.
_NO_NAME = re.compile(
    r"(?:\w+ )?(?:universidad|colegio|instituto|escuela|facultad|plantel|departamento|division|academia|secretaria"
    r"|subsecretaria|ministerio|gobierno|university|college|school|institute|department)\b"
    r"|(?:conalep|cecyte\w*|cbtis|ies|unidad|unit|semestre|sistema|sector|modulo [ivx\d]+|real decreto)\b"
    r"|(?:capitulo|anexo)\b"
    r"|(?:presentacion|context\w*|introduc\w*|justificacion|dispongo|about|por que|para que|datos|informacion)\b"
    r"|(?:programas?|programacion|guia|carta|plan|planes)(?: (?:anual|descriptiva|docente|didactica|pedagogica|y))*"
    r"(?: (?:de|del|la|los|el|programa|estudios?|modulo|asignatura|profesional|capacitacion))*$"
)
_LEAD = re.compile(
    r"ocupaciones y puestos|puestos de trabajo mas relevantes|campos? (?:laboral|ocupacional|de trabajo|profesional)"
    r"|salidas? (?:profesional|laboral)|mercado de trabajo|occupations|careers?\b|job titles"
)
_PROSE = re.compile(
    r"(?:desempeñarse|trabajar|laborar|emplearse|integrarse|ejercer|work(?:ing)?) (?:como|as)\s+(?:an?\s+)?"
    r"([^.;:()]{4,120})",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"[\s.:-]+(?:[ivx]+|\d+)\W*$")
_LISTED = re.compile(r",\s*|\s+(?:y|o|u|and|or)\s+")


@dataclass(frozen=True, slots=True)
class Saying:
    """A text that says where a programme leads."""

    kind: Kind
    text: str
    language: str | None
    page: int | None = None
    section: tuple[str, ...] = ()


def sayings(document: Document, passages: Sequence[Passage]) -> list[Saying]:
    """Of a document, by kind; contents only where it states no outcome."""
    titles = {fold(text): text for text in reversed(list(_titles(document)))}
    said = {
        "title": [Saying("title", text, None) for text in reversed(titles.values())],
        "occupation": _named(document)[:_OCCUPATIONS],
    }
    for role, kind in _ROLES.items():
        # "Matemáticas I" and "Matemáticas II" are one thing.
        of_role = {
            _COUNTED.sub("", fold(p.text)): p for p in reversed(passages) if p.role == role and p.language is not None
        }
        texts = [Saying(kind, p.text, p.language, p.page, p.section) for p in reversed(of_role.values())]
        step = max(1.0, len(texts) / MOST)
        said[kind] = [texts[int(n * step)] for n in range(min(MOST, len(texts)))]
    if said["outcome"]:
        said["content"] = []
    return [saying for of_kind in said.values() for saying in of_kind]


def _titles(document: Document) -> Iterator[str]:
    """Names of the programme: in its title, its first headings, and what is labelled so at its beginning."""
    beginning = document.blocks[:_BEGINNING]
    headings = [_text(document, block) for block in beginning if block.kind == "heading"][:_HEADINGS]
    labelled = list(_labelled(document, beginning))
    for text in (document.title, *headings, *labelled):
        entitled = _ENTITLED.search(text)
        for part in _APART.split(entitled[1] if entitled else text):
            if _is_name(part):
                yield part.strip(" .")


def _labelled(document: Document, blocks: Sequence[Block]) -> Iterator[str]:
    before: Block | None = None
    for block in blocks:
        text = _text(document, block)
        if block.cell is None:
            label = _LABELLED.fullmatch(text)
            if label and _LABEL.fullmatch(name_of(label[1])):
                yield label[2]
        elif not block.cell.is_header:
            same_row = before is not None and before.cell is not None and before.cell.row == block.cell.row
            beside = _text(document, before) if before and same_row and block.cell.column == 1 else ""
            if any(_LABEL.fullmatch(name_of(label)) for label in (beside, block.cell.header)):
                yield text
        before = block


def _is_name(text: str) -> bool:
    """Whether it can name a programme: no part of one, no school, no code."""
    name = name_of(text)
    if text.strip()[:1].isdigit() or len(name.split()) > _LONGEST_NAME or not re.search(r"[^\W\d_]{5}", name):
        return False
    return not (sense_of(text) or is_fact(text) or _NO_NAME.match(name) or _LABEL.fullmatch(name))


def _named(document: Document) -> list[Saying]:
    """Occupations that the document names itself: in a list below words that say so, and in "work as …"."""
    found: dict[str, Saying] = {}
    section: tuple[str, ...] = ()
    listing = False
    for block in document.blocks:
        text = _text(document, block)
        named = [one for prose in _PROSE.finditer(text) for one in _LISTED.split(prose[1])]
        if block.kind == "heading":
            section, listing = (text,), _LEAD.search(fold(text)) is not None
        elif block.kind == "contents" or block.cell is not None:
            continue
        elif text.endswith(":") or len(text.split()) > _LONGEST_OCCUPATION:
            listing = text.endswith(":") and _LEAD.search(fold(text)) is not None
        elif listing and not named:
            mark = marker(text)
            named = [text[mark.end() if mark else 0 :].strip(" .;")]
        for one in named:
            found.setdefault(fold(one), Saying("occupation", one, None, block.page, section))
    return [saying for name, saying in found.items() if len(name) > 3 and len(name.split()) <= _LONGEST_OCCUPATION]


def _text(document: Document, block: Block) -> str:
    return document.text[block.start : block.end].strip()
