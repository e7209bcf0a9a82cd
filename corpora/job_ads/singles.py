"""The single skills that a segment enumerates, without the words that only ask ("experiencia mínima en")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.job_ads.words import bounded
from corpora.text import fold_letters

Span = tuple[int, int]

_PARTS = re.compile(
    r"\s*(?:,(?!\d{3})|[;|•·()\[\]:]|(?<=\s)/(?=\s)|(?<=\s)[-–—](?=\s)|(?<!\blic)(?<!\bing)(?<!\bexp)[.](?=\s))\s*"
)
_TASK_GAP = re.compile(r"\s*[,;/|•·]\s*(?:(?:y|e|o|and|or|asi como)\s+)?|\s+(?:y|e|and|asi como)\s+|[.]\s+|\s[-–—]\s")
# How what is to be done begins: an infinitive, a gerund, "-ás", or an action and what of.
_TASK = re.compile(
    r"(?:\w{2,}(?:ar|er|ir)(?:se|l[oae]s?)?|\w{3,}(?:ing|ras))\b"
    r"|\w{3,}(?:cion|sion|miento|aje|tura)(?: \w+)? (?:de|del|y|a|al|con|en)\b"
)
_LAST_PIECE = re.compile(r"[,;:|•·(]")
_AND = re.compile(r"\s+(?:y/o|and/or|y|e|and|&|o|u|or)\s+")
# An item that goes on the one before it: what is enumerated begins anew with a word of its own.
_GOES_ON = re.compile(
    r"(?:para|que|por|segun|donde|cuando|si|pero|aunque|sin|entre otr[oa]s?|etc|tanto|como (?!\w+ista)|sobre todo"
    r"|incluid[oa]s?|incluyendo|preferiblemente|siempre|ya|asi|especialmente|bajo|ante|hasta|desde|durante|mediante"
    r"|for|that|which|who|where|when|such|including|especially|to|from|by|as|but|within|across)\b"
)
_GLUE = re.compile(
    r"(?:(?:asi como|ademas de|ademas|tambien|y/o|y|e|o|u|and|or|de|del|en|con|como|los|las|el|la)\s+)++"
)
# Two adjectives of one noun: "mantenimiento preventivo y correctivo de equipos" is no list.
_OF_ONE_NOUN = re.compile(r"\b[^\W_]{4,}+\s+\w+(iv[oa]s?|ic[oa]s?|al(?:es)?)\s+(?:y/o|y|e|o|u)\s+\w+\1\b")
_LONGEST_NOTHING = 4  # words of a phrase that names no skill, at most
_MOST_WORDS = 12  # words of an item at most: longer ones are clauses, not items
_NAME_WORDS = 2  # words behind "y" up to which it joins two names; in the last of several items up to `_LAST_WORDS`
_LAST_WORDS = 6


def singles(text: str, *, is_task: bool = False, is_named: bool = True) -> list[Span]:
    """Return the spans of the single skills that a segment names, in order; none where it names nothing.

    A task is parted only where an item is a task by itself: "limpieza de suelos, cristales y baños" is one. "y" between
    two names parts them where it `is_named`; in "grado en transporte y logística" it does not.
    """
    folded = fold_letters(text)
    items = _tasks(folded) if is_task else _items(folded, _NAME_WORDS if is_named else 0)
    found = []
    for start, end in items:
        begin, close = _bare(folded, start, end)
        if close - begin == 1 and not is_named:
            begin = start  # "Carnet B", of which "B" says nothing
        if begin < close and not _says_nothing(re.sub(r"[^\w+#]+", " ", folded[begin:close]).split()):
            found.append((begin, close))
    return found


def _items(folded: str, most: int) -> Iterator[Span]:
    """Split at commas and their like; "y" parts the last of several, and two that are names."""
    pieces = cut(_PARTS, folded, 0, len(folded))
    if max(len(folded[s:e].split()) for s, e in pieces[1:] or [(0, 0)]) > _MOST_WORDS:
        pieces = [(0, len(folded))] if "(" not in folded and ":" not in folded else pieces
    joined: list[Span] = []
    for start, end in pieces:
        if joined and _GOES_ON.match(folded, start, end):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    for number, (start, end) in enumerate(joined, 1):
        halves = [(start, end)] if _OF_ONE_NOUN.search(folded, start, end) else cut(_AND, folded, start, end)
        behind = [len(folded[s:e].split()) for s, e in halves[1:]]
        if behind and max(behind) <= (_LAST_WORDS if number == len(joined) > 1 else most):
            yield from halves
        else:
            yield start, end


def _tasks(folded: str) -> Iterator[Span]:
    """Split a task before each further task: an action noun or infinitive with what of."""
    start = 0
    for match in _TASK_GAP.finditer(folded):
        before = _LAST_PIECE.split(folded[start : match.start()])[-1].split()
        # "Corte y montaje de estructuras" is one task: what both are done to stands behind the second.
        enough = 1 if match[0].strip()[:1] in ",;/|•·.-–—" else _NAME_WORDS + 1
        if len(before) > enough and _TASK.match(folded, match.end()):
            yield start, match.start()
            start = match.end()
    yield start, len(folded)


def cut(gaps: re.Pattern[str], folded: str, start: int, end: int) -> list[Span]:
    """Return the spans between the gaps that hold something."""
    cuts = [start]
    for match in gaps.finditer(folded, start, end):
        cuts += [match.start(), match.end()]
    cuts.append(end)
    return [(s, e) for s, e in zip(cuts[::2], cuts[1::2], strict=True) if folded[s:e].strip()]


def _bare(folded: str, start: int, end: int) -> Span:
    """Strip leads before it, words of force behind it and marks around it."""
    while True:
        moved = re.compile(r"[\W_]*").match(folded, start, end)
        start = moved.end() if moved else start
        lead = bounded("leads", behind=r"(?!\w)[\s:,.]*").match(folded, start, end)
        glue = None if lead and lead.end() > start else _GLUE.match(folded, start, end)
        step = lead if lead and lead.end() > start else glue
        if step is None or step.end() == start:
            break
        start = step.end()
    while trail := bounded("trails", r"(?<!\w)", r"\W*$").search(folded, start, end):
        end = trail.start()
    while end > start and not (folded[end - 1].isalnum() or folded[end - 1] in "+#)"):
        end -= 1
    return start, end


def _says_nothing(said: list[str]) -> bool:
    """Return whether words are nothing but phrases that name no skill, one behind the other."""
    # One expression for them all would try every way to part words that belong to several phrases.
    ends, nothing = {0}, bounded("nothing")
    for start in range(len(said)):
        if start in ends:
            lengths = range(1, min(_LONGEST_NOTHING, len(said) - start) + 1)
            ends.update(start + n for n in lengths if nothing.fullmatch(" ".join(said[start : start + n])))
    return len(said) in ends
