"""Headings and labels of job ads, in Spanish and English, and what they say of the text below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

from corpora.job_ads.words import alternatives, bounded, tables
from corpora.text import fold_letters

Rule = Literal[
    "task", "ask", "valued", "skill", "knowledge", "degree", "licence", "experience", "language", "condition",
    "offer", "post", "fact", "text", "apply",
]  # fmt: skip
"""What a heading makes of the text below it: a kind of requirement, "ask" for any kind, "valued" for any kind that is
only valued, "offer" for what the employer gives, "post" for the conditions of the post, "fact" for one fact about it,
"text" for a description that may say anything, "apply" for the procedure."""


class Heading(NamedTuple):
    """Where the label of a heading begins, where the text below it begins, what it rules."""

    start: int
    end: int
    label: str
    rule: Rule | None


_COLON = re.compile(r"[^\W_][)\]]?[ ]?:+(?!//|(?<=\d:)\d)")
_ASKED = re.compile(r"¿?([^?¿\n.:;•]{3,50})\?[ ]*:?")
_LABEL_EDGE = re.compile(r"[\n.:;•*!?¿¡]|\s[-–—]+|^[-–—]+|, ")
_MAIN = re.compile(
    r"condiciones|requisitos|requerimientos|funciones|tareas|se ofrece|ofrecemos|se valorara|horario|salario"
    r"|benefits|beneficios|prestaciones|requirements|qualifications|responsibilities|we offer|what we offer"
)
_GIVES = re.compile(r"benefits|beneficios|prestaciones|what we offer|we offer|ofrecemos|se ofrece")
_DENIED = re.compile(r"\b(?:no|sin|not?)$", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\b(?:de|del|la|el|los|las|al?|en|su|con|por|para|y|o|siguientes?|of|the|for|in|and)\s+$", re.IGNORECASE
)
_LINE = re.compile(r"^(?![•*-])[^\n.•:]{3,50}$(?=\n)", re.MULTILINE)
_KINDS: tuple[Rule, ...] = ("skill", "knowledge", "degree", "licence", "experience", "language", "condition")
_NEAR = 60  # characters beside a label that are looked at
_LONGEST_LABEL = 8  # words of a label at most


def headings(text: str) -> Iterator[Heading]:
    """Known headings and labels in the order of the text, not overlapping."""
    found = sorted({*_with_colon(text), *_without_colon(text), *_whole(text)}, key=lambda h: (h.start, -h.end, h.label))
    position = 0
    for heading in found:
        if heading.start >= position:
            yield heading
            position = heading.end


def rule(label: str) -> Rule | None:
    """What a label rules, None for one that is not known."""
    folded = re.sub(r"[^\w'/&]+", " ", fold_letters(label).replace("’", "'")).strip()
    return next((name for name, pattern in _patterns().items() if pattern.fullmatch(folded)), None)


def _with_colon(text: str) -> Iterator[Heading]:
    """Labels before a colon: of the words before it, the most that are a known label; the post's own facts last."""
    for colon in _COLON.finditer(text):
        edge = max(0, colon.start() - 80)
        before = text[edge : colon.start() + 1]
        begins = [m.end() for m in _LABEL_EDGE.finditer(before)]
        edge += begins[-1] if begins else 0
        edge += len(text[edge:]) - len(text[edge:].lstrip())
        starts = [edge + m.start() for m in re.finditer(r"\S+", text[edge : colon.start() + 1])][-_LONGEST_LABEL:]
        labels = [
            Heading(s, colon.end(), text[s : colon.start() + 1], known)
            for s in starts
            if (known := rule(text[s : colon.start() + 1])) and (s == edge or not _GOES_ON.search(text, edge, s))
        ]
        if labels:
            yield _chosen(labels)


def _chosen(labels: Sequence[Heading]) -> Heading:
    """Of labels that end at one colon, the longest first: the end of the sentence before may look like a part of it."""
    main = next((label for label in labels[1:] if _MAIN.fullmatch(fold_letters(label.label))), None)
    if main is not None and main.rule != labels[0].rule:
        return main
    return next((label for label in labels if label.rule not in ("post", "fact", "text")), labels[0])


def _without_colon(text: str) -> Iterator[Heading]:
    loud = text.isupper()
    for match in bounded("bare", r"(?<![^\W_])", r"(?![^\W_])").finditer(fold_letters(text)):
        start, end = match.span()
        label = text[start:end]
        before, behind = text[max(0, start - _NEAR) : start].rstrip(" "), text[end : end + _NEAR].lstrip(" ")
        if _DENIED.search(before):
            continue
        opens = not before or before[-1] in "\n.•*-–"
        closes = not behind or behind[0] in "\n•*-–" or (behind[0] == "." and label.isupper())
        # "… strong SQL Benefits Private health insurance": glued to what stands before it.
        opens = opens or (label[:1].isupper() and _GIVES.fullmatch(match[0]) is not None and before[-1].isalnum())
        named = label[:1].isupper() and label[1:].islower() and _MAIN.fullmatch(match[0]) is not None
        begins = opens and named and behind[:1].isupper()
        beside = [*before.split()[-2:], *behind.split()[:2]]
        # The words beside a label in capitals are not in capitals themselves.
        quiet = sum(word.isupper() and len(word) > 2 for word in beside) <= 1
        shouted = label.isupper() and not loud and quiet
        if ((opens and closes) or begins or shouted) and (known := rule(label)) is not None:
            yield Heading(start, end, label, known)


def _whole(text: str) -> Iterator[Heading]:
    """Headings that ask ("¿Qué ofrecemos?"), and lines that are nothing but a heading ("What you'll do")."""
    for match in _ASKED.finditer(text):
        if (known := rule(match[1])) is not None:
            yield Heading(*match.span(), match[1].strip(), known)
    for match in _LINE.finditer(text):
        label, known = match[0].strip(), rule(match[0])
        # A line that names a skill may be an item by itself.
        if known is not None and (known not in _KINDS or " " not in label):
            yield Heading(*match.span(), label, known)


@cache
def _patterns() -> dict[Rule, re.Pattern[str]]:
    return {name: re.compile(alternatives(names)) for name, names in tables()["headings"].items()}
