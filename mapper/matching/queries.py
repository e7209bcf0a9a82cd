"""What is matched: a text, what it is made of, and where it stands; and how passages are encoded with what is around.

A long text is not one vector: a module is asked by its title, its text and each of its outcomes, an advertisement by
its title and its text. And no text stands alone: what the others of its section, its headings and its document lead
to says which of a passage's candidates are of its matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from corpora import Passage, Role
from corpora.vocabulary import heading_sense
from embeddings.encoders import Encoder, Vectors
from mapper.matching.occupations import as_compared
from mapper.matching.terms import Terms, content_words

MOST_IN_SECTION = 13  # a section of more passages lists things instead of treating one matter


@dataclass(frozen=True, slots=True)
class Question:
    """A text with its parts and its context, all cleaned; "" and () where there is none."""

    text: str
    language: str | None = None  # "es", "en", or None if unknown
    title: str = ""  # told apart from the text
    parts: tuple[str, ...] = ()  # outcomes of a module
    headings: tuple[str, ...] = ()  # above it, those that name a matter
    section: str = ""  # texts that share it treat one matter
    document: str = ""  # texts that share it are of one field

    @property
    def views(self) -> tuple[str, ...]:
        """Distinct texts that are the question itself: the whole, the title, the parts."""
        return tuple(dict.fromkeys(text for text in (self.text, self.title, *self.parts) if text))


def make_question(
    text: str,
    language: str | None,
    *,
    title: str = "",
    parts: Sequence[str] = (),
    headings: Sequence[str] = (),
    section: str = "",
    document: str = "",
) -> Question:
    """Return a question from texts as they stand."""
    return Question(
        as_compared(text),
        language,
        as_compared(title),
        tuple(filter(None, map(as_compared, parts))),
        tuple(filter(None, map(as_compared, headings))),
        section,
        document,
    )


@dataclass(frozen=True, slots=True)
class EncodedPassages:
    """Passages of one document with what is known of them; parallel, vectors of the shape (n, dimension)."""

    passages: Sequence[Passage]
    texts: Sequence[str]  # as compared
    vectors: Vectors  # of these texts
    headings: Vectors  # of the nearest heading above each, zero where there is none
    sections: Vectors  # of each one's path of headings without the topmost
    terms: Terms

    def only(self, numbers: Sequence[int]) -> EncodedPassages:
        """Return some of them."""
        chosen = list(numbers)
        passages, texts = [self.passages[number] for number in chosen], [self.texts[number] for number in chosen]
        vectors, headings, sections = (of[chosen] for of in (self.vectors, self.headings, self.sections))
        return EncodedPassages(passages, texts, vectors, headings, sections, self.terms.only(chosen))


def section_of(passage: Passage) -> tuple[str, str]:
    """Return the nearest heading above a passage, and its path of headings without the topmost."""
    return (passage.section[-1] if passage.section else "", " ".join(passage.section[1:]))


def make_questions(passages: Sequence[Passage]) -> list[Question]:
    """Return passages of one document, with their headings and their section."""
    return [
        make_question(
            passage.text,
            passage.language,
            # "Objetivos" or "Evaluación" say what part it is, not what it is about.
            headings=[heading for heading in passage.section if not heading_sense(heading)],
            section="\0".join((*passage.section, passage.role)) if passage.section else "",
            document="document",
        )
        for passage in passages
    ]


def texts_to_encode(passages: Sequence[Passage]) -> list[str]:
    """Return every distinct text that `with_vectors` asks for, sorted."""
    words = {word for passage in passages for word in content_words(as_compared(passage.text))}
    return sorted({*texts_and_headings(passages), *words})


def texts_and_headings(passages: Sequence[Passage]) -> list[str]:
    """Return every distinct text that `encode_for_reading` asks for, sorted."""
    texts = {as_compared(text) for passage in passages for text in (passage.text, *section_of(passage))}
    return sorted(texts - {""})


def with_vectors(passages: Sequence[Passage], vectors: Mapping[str, Vectors], dimension: int) -> EncodedPassages:
    """Return the passages beside the vectors of their texts; a heading that is missing has a zero vector."""
    none = np.zeros(dimension, dtype=np.float32)
    texts = [as_compared(passage.text) for passage in passages]
    sections = [[as_compared(text) for text in section_of(passage)] for passage in passages]

    def stack(found: Sequence[str]) -> Vectors:
        rows = [vectors.get(text, none) for text in found]
        return np.array(rows, dtype=np.float32).reshape(len(rows), dimension)

    near, path = stack([near for near, _ in sections]), stack([path for _, path in sections])
    return EncodedPassages(passages, texts, stack(texts), near, path, Terms.encode(texts, stack))


def encode_passages(passages: Sequence[Passage], encoder: Encoder) -> EncodedPassages:
    """Return the passages of one document, encoded."""
    texts = texts_to_encode(passages)
    return with_vectors(passages, dict(zip(texts, encoder.encode(texts, role="query"), strict=True)), encoder.dimension)


def encode_for_reading(passages: Sequence[Passage], encoder: Encoder) -> EncodedPassages:
    """Return the same for `read_features`, which asks nothing of single words: they have zero vectors."""
    texts = texts_and_headings(passages)
    return with_vectors(passages, dict(zip(texts, encoder.encode(texts, role="query"), strict=True)), encoder.dimension)


def requirement_passage(text: str, language: str | None, *, section: tuple[str, ...] = ()) -> Passage:
    """Return a text that is of no programme, as a passage: what an ad asks for, a query."""
    return Passage(text, text, text, 0, len(text), None, None, section, cast(Role, "requirement"), language)
