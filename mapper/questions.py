"""What is matched: a text, what it is made of, and where it stands.

A long text is not one vector: a module is asked by its title, its text and each of its outcomes, an advertisement by
its title and its text. And no text stands alone: what the others of its section, its headings and its document lead
to says which of a passage's candidates are of its matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpora import Passage
from corpora.vocabulary import sense_of
from embeddings.cleaning import clean

MOST_IN_SECTION = 13
"""A section of more passages lists things instead of treating one matter."""


@dataclass(frozen=True, slots=True)
class Question:
    """A text with its parts and its context, all cleaned.

    Attributes:
        text: the whole.
        language: "es", "en", or None if unknown.
        title: told apart from the text, "" if there is none.
        parts: outcomes of a module; none for most texts.
        headings: above it, those that name a matter.
        section: texts that share it treat one matter; "" for none.
        document: texts that share it are of one field; "" for none.
    """

    text: str
    language: str | None = None
    title: str = ""
    parts: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    section: str = ""
    document: str = ""

    @property
    def views(self) -> tuple[str, ...]:
        """Distinct texts that are the question itself: the whole, the title, the parts."""
        return tuple(dict.fromkeys(text for text in (self.text, self.title, *self.parts) if text))


def question(
    text: str,
    language: str | None,
    *,
    title: str = "",
    parts: Sequence[str] = (),
    headings: Sequence[str] = (),
    section: str = "",
    document: str = "",
) -> Question:
    """A question from texts as they stand."""
    return Question(
        clean(text),
        language,
        clean(title),
        tuple(filter(None, map(clean, parts))),
        tuple(filter(None, map(clean, headings))),
        section,
        document,
    )


def of_document(passages: Sequence[Passage]) -> list[Question]:
    """Passages of one document, with their headings and their section."""
    # "Objetivos" or "Evaluación" say what part it is, not what it is about.
    names = {heading for passage in passages for heading in passage.section}
    matters = {heading: "" if sense_of(heading) else clean(heading) for heading in names}
    return [
        Question(
            clean(passage.text),
            passage.language,
            headings=tuple(text for heading in passage.section if (text := matters[heading])),
            section="\0".join((*passage.section, passage.role)) if passage.section else "",
            document="document",
        )
        for passage in passages
    ]
