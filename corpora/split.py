"""A document as passages: what is mapped, each with its place, its role and its language."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpora.cues import states_aim, states_outcome
from corpora.dual import with_marks
from corpora.language import language_of
from corpora.practices import grades, performs_at_work
from corpora.records import Block, Document, Passage, Role, Skipped, Split, Text
from corpora.sentences import sentences
from corpora.syllabus import Part, structure

_BY_SENTENCE: frozenset[Role] = frozenset({"competency", "content", "activity"})
_SHOWN = 40


def passages(document: Document) -> Split:
    """Split a document into passages with role, path, language and what it marks as learnt at the company.

    One outcome or criterion is one passage; long paragraphs of competencies and contents are split into sentences. A
    passage's text leaves out the marker or code before it. Equal texts are passages of their own, with equal `text_id`.
    What does not teach is among them; what became no passage is told.
    """
    found = structure(document)
    pieces = [piece for part in found.parts for piece in _pieces(document, part)]
    texts = [document.text[start:end] for _, start, end in pieces]
    seen: Counter[tuple[str, ...]] = Counter()
    result = []
    for number, (part, start, end) in enumerate(pieces):
        key = (*part.section, part.role, texts[number])
        seen[key] += 1
        result.append(
            Passage(
                id=_hash(*key, str(seen[key]))[:16],
                text_id=_hash(part.role, " ".join(texts[number].split()))[:16],
                text=texts[number],
                start=start,
                end=end,
                page=part.block.page,
                box=part.block.box,
                section=part.section,
                role=part.role,
                language=language_of(texts[number], _around(pieces, texts, number)),
            )
        )
    return Split(
        tuple(with_marks(document, result)),
        (*_left_out(document, found.contents_lines, _INDEX), *_left_out(document, found.references, _CELLS)),
    )


def _pieces(document: Document, part: Part) -> Iterator[tuple[Part, int, int]]:
    text = document.text[part.start : part.end]
    start = part.start + len(text) - len(text.lstrip())
    text = text.strip()
    if not text:
        return
    prose = part.role in _BY_SENTENCE and not part.listed and part.block.kind == "paragraph"
    if not prose and not part.by_wording:
        yield part, start, start + len(text)
        return
    for first, last in sentences(text, short=part.by_wording):
        sentence = text[first:last]
        aside = not _says(part.role, sentence) if part.by_wording else part.role == "activity" and grades(sentence)
        yield (replace(part, role=part.aside) if aside else part), start + first, start + last


def _says(role: Role, sentence: str) -> bool:
    """Whether a sentence by itself says what its paragraph was taken for."""
    if role == "activity":
        return performs_at_work(sentence)
    return states_aim(sentence) or states_outcome(sentence)


def _around(pieces: Sequence[tuple[Part, int, int]], texts: Sequence[str], number: int) -> Iterator[str]:
    """Texts of the same section and role, the nearest first; they share its language where anything does."""
    part = pieces[number][0]
    for distance in range(1, 6):
        for other in (number - distance, number + distance):
            if (
                0 <= other < len(pieces)
                and pieces[other][0].section == part.section
                and pieces[other][0].role == part.role
            ):
                yield texts[other]
    yield from reversed(part.section)


_INDEX = Text(
    es="líneas de un índice, que solo remiten a otras páginas.",
    en="lines of a table of contents, which only refer to pages.",
)
_CELLS = Text(
    es="celdas con solo claves, cifras, fechas o marcas, que remiten a otra parte.",
    en="cells with nothing but codes, figures, dates or marks, which refer elsewhere.",
)


def _left_out(document: Document, blocks: Iterable[Block], why: Text) -> Iterator[Skipped]:
    texts = [document.text[block.start : block.end] for block in blocks]
    if texts:
        shown = texts[0] if len(texts[0]) <= _SHOWN else texts[0][: _SHOWN - 1].rstrip() + "…"
        yield Skipped(f"«{shown}»", Text(es=f"{len(texts)} {why.es}", en=f"{len(texts)} {why.en}"))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
