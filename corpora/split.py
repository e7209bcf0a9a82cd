"""A document as passages: what is mapped, each with its place, its role and its language."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpora.dual import with_marks
from corpora.language import language_of
from corpora.records import Block, Document, Passage, Role, Skipped, Split, Text
from corpora.syllabus import Part, structure
from corpora.translation import _
from corpora.vocabulary import grades, performs_at_work, speaks_of_learner, states_aim, states_outcome

_BY_SENTENCE: frozenset[Role] = frozenset({"competency", "content", "activity"})
_SHOWN = 40
_LONG = 240
"""Characters from which a paragraph is split; below, its sentences are read together."""
_SHORT = 40
"""Characters below which a sentence is a fragment and stays with its neighbour."""
_LOOK = 80
_BLANKS = re.compile(r"\s*+(?:[-–—•·¿]\s++)*+")
# A stop with its closing signs, behind it a blank, or a capital behind a small letter ("fin.Otra"). Dots in a row are
# none, and what follows must be words.
_STOP = re.compile(
    r"(?:(?<![.\s])\.(?!\.)|[!?])[\"'»”’)\]]*+"
    r"(?=(?P<blank>\s++(?:[-–—•·¿]\s++)*+)[^\w\s]*+\w|(?<=[a-zà-öø-ÿ'\"»”’)]\.)[A-ZÀ-ÖØ-Þ])"
)
# After these a full stop ends no sentence.
_ABBREVIATIONS = frozenset(  # as a text, it can be read
    """
    art arts sr sra sres dr dra dª prof profa ing lic mtro mtra núm num nº pág págs pag p pp vol cap caps fig figs tel
    aprox máx mín ej cf vid ed eds op cit ss sec apdo av ud uds vs mr mrs ms st jr e.g i.e inc ltd no nos
    """.split()  # noqa: SIM905 - easier to read than a list of strings
)


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
    return states_aim(sentence) or states_outcome(sentence) or speaks_of_learner(sentence)


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


_INDEX = _("lines of a table of contents, which only refer to pages.")
_CELLS = _("cells with nothing but codes, figures, dates or marks, which refer elsewhere.")


def _left_out(document: Document, blocks: Iterable[Block], why: Text) -> Iterator[Skipped]:
    texts = [document.text[block.start : block.end] for block in blocks]
    if texts:
        shown = texts[0] if len(texts[0]) <= _SHOWN else texts[0][: _SHOWN - 1].rstrip() + "…"
        yield Skipped(f"«{shown}»", _("{n} {why}", n=len(texts), why=why))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def sentences(text: str, *, short: bool = False) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence in a paragraph; a short paragraph is one unless `short` ones are split too."""
    if len(text) < _LONG and not short:
        yield 0, len(text)
        return
    start, shortest, last = 0, _SHORT // 2 if short else _SHORT, len(text.rstrip())
    for end in _ends(text):
        rest = last - _begin(text, end)
        if len(text[start:end].strip()) >= shortest and (rest <= 0 or rest >= shortest):
            yield _begin(text, start), end
            start = end
    if _begin(text, start) < last:
        yield _begin(text, start), last


def _begin(text: str, start: int) -> int:
    """Where the first sign that is no blank stands from here on."""
    found = _BLANKS.match(text, start)
    return found.end() if found else start


def _ends(text: str) -> Iterator[int]:
    """Where sentences end: behind a stop with its closing signs that another sentence, or nothing, follows."""
    for stop in _STOP.finditer(text):
        end = stop.end()
        if not _is_abbreviated(text[max(end - _LOOK, 0) : end], text[max(stop.end("blank"), end) : end + _LOOK]):
            yield end
    yield len(text)


def _is_abbreviated(before: str, behind: str) -> bool:
    """Whether the stop belongs to an abbreviation ("p. ej.", "art. 5", "s. XVII") or the sentence goes on small."""
    if behind[:1].islower():
        return True
    words = before.rstrip('"»”)]').split()
    if not before.endswith(".") or not words or not behind:
        return False
    last = words[-1].strip('(«“"').rstrip(".").lower()
    return (last in _ABBREVIATIONS and last != "etc") or (len(last) == 1 and last.isalpha())
