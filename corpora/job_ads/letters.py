"""A text saved from a mailbox: what its head says, and what it says itself, without greeting, signature and quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpora.job_ads.signs import heads, seeks
from corpora.text import fold

_NAMES = {
    name: field
    for field, names in {
        "from": "de|from|remitente",
        "to": "para|to|cc|cco|bcc|destinatarios?|responder a|reply-to",
        "subject": "asunto|subject",
        "date": "fecha|date|enviado|enviado el|sent",
    }.items()
    for name in names.split("|")
}
_FIELD = re.compile(r"(?:[>*\s]*)([^\W\d][\w\s-]{1,24}?)\**\s*:\**\s*(.*)")
# Fields of a head that say nothing here.
_OTHER_FIELD = re.compile(
    r"adjuntos?|datos adjuntos|attachments?|importancia|importance|prioridad|mime-version|message-id|content-[\w-]+"
    r"|x-[\w-]+|return-path|delivered-to|received"
)
_ANSWERS = re.compile(r"re\s*:", re.IGNORECASE)
_PREFIXES = re.compile(r"(?:(?:re|rv|fw|fwd|tr|reenv)\s*:\s*)+", re.IGNORECASE)
_VACANCY = re.compile(r"(?:vacantes?|puesto|vacancy|job)(?: disponible)?\s*(?:de |para |for |[:–-])\s*", re.IGNORECASE)
_PASSED_ON = re.compile(
    r"[-_ >]*(?:mensaje (?:original|reenviado)|(?:original|forwarded) message|begin forwarded message"
    r"|inicio del mensaje reenviado)\s*[-_: ]*"
)
_WROTE = re.compile(r"[> ]*(?:el|on|en)\b.{0,200}\b(?:escribio|wrote)\s*:?\s*")
_GREETS = re.compile(
    r"\W*(?:(?:muy )?buen(?:os|as?)? (?:dias?|tardes?|noches?)|hola|que tal|estimad[oa]s?|apreciables?"
    r"|a quien corresponda|dear|hi|hello|good (?:morning|afternoon|evening)|to whom)\b.*"
)
_CLOSES = re.compile(
    r"\W*(?:(?:(?:muchas )?gracias|thanks|thank you|many thanks)(?:[\s,.!]*|,? (?:por|de|for|in)\b.*)"
    r"|(?:(?:un|reciban?) )*(?:cordial(?:es)? )?saludos?\b.*|atentamente\b.*|atte\b.*|cordialmente\b.*"
    r"|qued(?:o|amos) (?:al?|atent[oa]s?)\b.*|(?:(?:best|kind|warm) )?regards\b.*|sincerely\b.*|yours\b.*"
    r"|enviado desde mi\b.*|sent from my\b.*|--+\s*)"
)
_CONFIDENTIAL = re.compile(
    r"\W*(?:este (?:mensaje|correo)|aviso de (?:privacidad|confidencialidad)|this (?:e-?mail|message))\b"
)
_MARKED = re.compile(r"\s*[•●▪■◦►·*–—-]\s")
_SHORT = 8  # words of a greeting, or of a line of a signature, at most
_LONGEST_HEAD = 40  # lines
_ENOUGH = 80  # letters of an answer that says something itself


class Letter(NamedTuple):
    """Its subject without "RE: Vacante de", its date as written, and its own text."""

    subject: str
    date: str
    body: str


def letter(text: str) -> Letter | None:
    """Return what a mail says that was saved as a text; None for another text."""
    lines = text.strip().split("\n")
    fields, length = _head(lines)
    if not fields:
        return None
    subject, date = (re.sub(r"\s+", " ", fields.get(name, "")).strip() for name in ("subject", "date"))
    rest = lines[length:]
    own = _own(rest, is_answer=_ANSWERS.match(subject) is not None)
    if sum(map(str.isalpha, "".join(own))) < _ENOUGH:  # "Va la vacante, saludos" above what is passed on
        own = _own([re.sub(r"^[>\s]+", "", line) for line in rest], is_answer=False)
    prefixes = _PREFIXES.match(subject)
    subject = subject[prefixes.end() :] if prefixes else subject
    vacancy = _VACANCY.match(subject)
    subject = subject[vacancy.end() :] if vacancy else subject
    return Letter(subject, date, "\n".join(own))


def _head(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """Return the fields that lines begin with and how many lines those are; none where they are no head of a mail."""
    fields: dict[str, str] = {}
    length = 0
    for line in lines:
        said = _FIELD.fullmatch(line)
        name = " ".join(fold(said[1]).split()) if said else ""
        field = _NAMES.get(name)
        if said and field:
            fields.setdefault(field, said[2])
        elif (
            line.strip() and not _OTHER_FIELD.fullmatch(name) and not (length == 0 and _PASSED_ON.fullmatch(fold(line)))
        ):
            break
        length += 1
    is_head = len(fields) > 1 and ("subject" in fields or {"from", "date"} <= fields.keys())
    return (fields, length) if is_head else ({}, 0)


def _own(lines: Sequence[str], *, is_answer: bool) -> list[str]:
    """Return the lines that a mail says itself: of an answer not the mail below it, of one passed on its text."""
    kept: list[str] = []
    at, begun, signed = 0, 0, False
    while at < len(lines):
        line = lines[at]
        plain = fold(line)
        _fields, length = _head(lines[at : at + _LONGEST_HEAD])
        if length or _PASSED_ON.fullmatch(plain):
            if is_answer:
                break
            at, begun, signed = at + max(length, 1), len(kept), False
            continue
        at += 1
        # Neither an item of an ad nor its heading, nor who is sought.
        formal = len(line.split()) <= _SHORT and not (
            _MARKED.match(line) or heads(line.partition(":")[0]) or seeks(line)
        )
        signed = formal and (signed or (len(kept) > begun and _CLOSES.fullmatch(plain) is not None))
        greets = (
            formal and not any(map(str.strip, kept[begun:])) and (_GREETS.fullmatch(plain) or _CLOSES.fullmatch(plain))
        )
        if not (signed or greets or plain.startswith(">") or _WROTE.fullmatch(plain) or _CONFIDENTIAL.match(plain)):
            kept.append(line)
    return kept
