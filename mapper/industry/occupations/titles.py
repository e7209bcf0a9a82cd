"""How near what a programme says of itself lies to the titles and descriptions of occupations.

It says title, occupations that it names, profile, outcomes (`sayings`).
Each text is scored as the matcher scores any (`mapper.matching.candidates`). Of titles, and of occupations that a
programme names itself, the nearest counts; of its profile and outcomes, and of these with an occupation's description,
the mean of the three nearest; the score is the mean of the kinds. It is a likeness, and no probability.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corpora import Block, Document, Passage, Role, _
from corpora.items import marker
from corpora.text import fold
from corpora.vocabulary import heading_name, heading_sense, is_fact
from embeddings.encoders import Encoder, Vectors
from mapper.industry.occupations import Kind, Near, Occupation, OccupationsReport
from mapper.industry.occupations.needs import above_chance, by_chance, is_occupation, occupation
from mapper.matching.candidates import Numbers, Pool, find_candidates
from mapper.matching.index import FrameworkIndex
from mapper.matching.occupations import as_compared
from mapper.matching.scorer import Scorer
from mapper.matching.scoring import USED
from mapper.matching.teaching import split_programme
from mapper.programmes.coverage import Made
from mapper.programmes.coverage.report import Searched

MOST = 12  # texts of one kind; of more, so many evenly spaced
_OCCUPATIONS = 30
_BEGINNING, _HEADINGS = 60, 3
_LONGEST_NAME, _LONGEST_OCCUPATION = 20, 14  # words
_ROLES: Mapping[Role, Kind] = {"competency": "profile", "outcome": "outcome", "content": "content"}
# What a line, or a cell beside it or above it, is called that gives the programme's name.
_LABEL = re.compile(
    r"denominacion|titulo|titulacion|carrera|especialidad|(?:modulo|submodulo)(?: profesional)?|licenciatura|asignatura"
    r"|programa educativo|nombre (?:del|de la) \w+|ocupacion|puesto"
    r"|(?:course|programme|program|degree|module|occupation|job|qualification)(?: title| name)?"
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
    """Return the texts of a document, by kind; contents only where it states no outcome."""
    titles = {fold(text): text for text in reversed(list(_titles(document)))}
    said = {
        "title": [Saying("title", text, None) for text in reversed(titles.values())],
        "occupation": _named_occupations(document)[:_OCCUPATIONS],
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
    """Yield names of the programme: in its title, its first headings, and what is labelled so at its beginning."""
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
            if label and _LABEL.fullmatch(heading_name(label[1])):
                yield label[2]
        elif not block.cell.is_header:
            same_row = before is not None and before.cell is not None and before.cell.row == block.cell.row
            beside = _text(document, before) if before and same_row and block.cell.column == 1 else ""
            if any(_LABEL.fullmatch(heading_name(label)) for label in (beside, block.cell.header)):
                yield text
        before = block


def _is_name(text: str) -> bool:
    """Return whether it can name a programme: no part of one, no school, no code."""
    name = heading_name(text)
    if text.strip()[:1].isdigit() or len(name.split()) > _LONGEST_NAME or not re.search(r"[^\W\d_]{5}", name):
        return False
    return not (heading_sense(text) or is_fact(text) or _NO_NAME.match(name) or _LABEL.fullmatch(name))


def _named_occupations(document: Document) -> list[Saying]:
    """Find occupations that the document names: in a list below words that say so, and in "work as …"."""
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


LEAST = 0.25
"""Share above chance from which an occupation stands out, chosen by reading what the sample programmes led to."""
_NAMES = ("title", "occupation")
_BEST = 3
_DESCRIBED = 100  # occupations whose descriptions are read: those whose titles lie nearest


@dataclass(frozen=True, slots=True, eq=False)
class _ProgrammeTexts:
    """One programme's texts, their vectors, and their likeness with the titles, shape (texts, occupations)."""

    sayings: Sequence[Saying]
    vectors: Vectors
    likeness: Numbers
    rows: Mapping[Kind, Sequence[int]]  # of the texts of each kind that the programme has
    kinds: Mapping[Kind, Numbers]  # what those of a kind say together, shape (occupations,)
    describing: Sequence[int]  # texts that descriptions are compared with: all where there are only names


class Titles:
    """The occupations of a framework, compared by their titles and descriptions.

    The chance level is that of `arbitrary`, what programmes of many fields say; the scorer has the scale of scores.
    """

    def __init__(
        self, index: FrameworkIndex, encoder: Encoder, scorer: Scorer, arbitrary: Sequence[Sequence[Saying]]
    ) -> None:
        entries = index.framework.competencies
        others = frozenset(entry.kind for entry in entries if not is_occupation(entry))
        self._encoder, self._framework, self._entries = encoder, index.framework, entries
        self._pool = Pool.build(index, excluded=others, scale=scorer.scale_for(encoder.revision))
        self._places = np.flatnonzero([is_occupation(entry) for entry in entries])
        self._arbitrary = [self._encode_texts(sayings) for sayings in arbitrary if sayings]

    def foremost(self, sayings: Sequence[Saying]) -> Iterator[Occupation]:
        """Return the occupations that stand out of chance, the foremost first; none without texts."""
        if not sayings:
            return
        said = self._encode_texts(sayings)
        score, kinds = _mean(said.kinds), len(said.kinds)
        chance = self._chance(said)
        nearest = np.argsort(-above_chance(score, chance), kind="stable")[:_DESCRIBED]
        with_words = nearest[[bool(self._entries[self._places[one]].description) for one in nearest]]
        likeness = self._described(said, with_words)
        if len(with_words):
            described = by_chance([_together("description", self._described(o, with_words)) for o in self._arbitrary])
            score[with_words] = (kinds * score[with_words] + _together("description", likeness)) / (kinds + 1)
            chance[with_words] = (kinds * chance[with_words] + described) / (kinds + 1)
        above = above_chance(score, chance)
        column = {one: number for number, one in enumerate(with_words.tolist())}
        for one in nearest[np.argsort(-above[nearest], kind="stable")].tolist():
            if above[one] < LEAST:
                return
            near = self._near(said, one, likeness[:, column[one]] if one in column else None)
            figures = (float(score[one]), float(chance[one]), float(above[one]))
            yield occupation(self._framework, int(self._places[one]), *figures, near=near)

    def _encode_texts(self, sayings: Sequence[Saying]) -> _ProgrammeTexts:
        texts = [as_compared(saying.text) for saying in sayings]
        vectors = self._encoder.encode(texts, role="query")
        known = [s.language is None or s.language in self._pool.languages for s in sayings]
        weights = [USED.weights(text, same_language=same) for text, same in zip(texts, known, strict=True)]
        found = find_candidates(texts, vectors, self._pool, weights)
        likeness = np.array([candidates.scores_at(self._places) for candidates in found])
        rows: dict[Kind, list[int]] = {}
        for row, saying in enumerate(sayings):
            rows.setdefault(saying.kind, []).append(row)
        together = {kind: _together(kind, likeness[own]) for kind, own in rows.items()}
        describing = [row for row, saying in enumerate(sayings) if saying.kind not in _NAMES]
        return _ProgrammeTexts(sayings, vectors, likeness, rows, together, describing or range(len(sayings)))

    def _chance(self, said: _ProgrammeTexts) -> Numbers:
        """Return what an arbitrary programme reaches, kind by kind.

        Those of them that say nothing of a kind are taken by their titles.
        """
        every = [other.kinds for other in self._arbitrary]
        others = {kind: [of.get(kind, of.get("title", _mean(of))) for of in every] for kind in said.kinds}
        return _mean({kind: by_chance(scores) for kind, scores in others.items()})

    def _described(self, said: _ProgrammeTexts, which: NDArray[np.int64]) -> Numbers:
        """Return the likeness of the texts with these occupations' descriptions, shape (texts, len(which))."""
        descriptions = [as_compared(self._entries[self._places[one]].description) for one in which]
        if not descriptions:
            return np.zeros((len(said.describing), 0))
        vectors = self._encoder.encode(descriptions, role="passage")
        cosines = np.asarray(said.vectors[said.describing] @ vectors.T, dtype=np.float32)
        return np.asarray(self._pool.scaled(cosines), dtype=np.float64)

    def _near(self, said: _ProgrammeTexts, one: int, described: Numbers | None) -> tuple[Near, ...]:
        """Return the nearest text of each kind."""
        best: list[tuple[Kind, Saying, float]] = []
        for kind, rows in said.rows.items():
            row = max(rows, key=lambda row: said.likeness[row, one])
            best.append((kind, said.sayings[row], said.likeness[row, one]))
        if described is not None:
            row = int(np.argmax(described))
            best.append(("description", said.sayings[said.describing[row]], described[row]))
        near = [Near(kind, s.text, s.page, s.section, float(np.clip(like, 0, 1))) for kind, s, like in best]
        return tuple(sorted(near, key=lambda one: -one.likeness))


def _together(kind: Kind, likeness: Numbers) -> Numbers:
    """Join the likenesses of the texts of one kind with each occupation."""
    return np.asarray(np.sort(likeness, axis=0)[-(1 if kind in _NAMES else _BEST) :].mean(axis=0))


def _mean(kinds: Mapping[Kind, Numbers]) -> Numbers:
    return np.asarray(np.mean(list(kinds.values()), axis=0))


_ADD_RELATIONS = _(
    "Where the folder of ESCO's CSV files holds its file of relations (occupationSkillRelations) when it is added, this"
    " report goes by the skills that each occupation needs."
)


def by_titles(
    index: FrameworkIndex,
    encoder: Encoder,
    documents: Sequence[Document],
    arbitrary: Sequence[Document],
    scorer: Scorer,
    made: Made,
) -> OccupationsReport:
    """Find the occupations to which programmes lead by what they say of themselves.

    The `arbitrary` programmes are of many fields: three quarters of them stay below the chance level.
    """
    framework = index.framework
    of_others = [sayings(document, split_programme(document).passages) for document in arbitrary]
    compared = Titles(index, encoder, scorer, of_others)
    found, programmes = [], []
    for document in documents:
        passages = split_programme(document).passages
        said = sayings(document, passages)
        found.append(tuple(compared.foremost(said)))
        programmes.append(replace(Searched(document, passages, (), ()).cited(()), searched=len(said)))
    only = _(
        "By titles and descriptions only: {name} holds no relations of occupations and skills, so nothing is said of"
        " the skills that an occupation needs. A likeness is no probability.",
        name=framework.name,
    )
    return OccupationsReport(
        framework=framework.name,
        basis="titles",
        programmes=tuple(programmes),
        occupations=tuple(found),
        compared=sum(map(is_occupation, framework.competencies)),
        arbitrary=len(of_others),
        least=LEAST,
        made=made,
        notes=(only, _ADD_RELATIONS) if "esco" in framework.title.casefold() else (only,),
    )
