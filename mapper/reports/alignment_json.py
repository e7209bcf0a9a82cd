"""alignment.json: what other programs read. Its JSON Schema ships as `mapper/data/alignment.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpora import Text
from mapper.files import write_atomically
from mapper.judging.records import Judging, Verdict
from mapper.records import Alignment, MappedPassage, Match

DECIMALS = 6


def write(alignments: Sequence[Alignment], path: Path, *, lang: str) -> None:
    """Write one document for one alignment, a list of documents for none or several.

    Args:
        alignments: one for each mapped file.
        path: the file to write.
        lang: language of the reasons why something was skipped, "es" or "en"; nothing else depends on it.

    Raises:
        OSError: the file cannot be written; nothing is left of it.
    """
    write_atomically(path, dumps(alignments, lang=lang))


def dumps(alignments: Sequence[Alignment], *, lang: str) -> str:
    """The same as text, as `curmap map --json` prints it."""
    documents = [_document(alignment, lang) for alignment in alignments]
    content = documents[0] if len(documents) == 1 else documents
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    # A lone surrogate cannot be UTF-8; in JSON it can stand as the escape that this handler makes of it.
    return text.encode("utf-8", "backslashreplace").decode()


def _document(alignment: Alignment, lang: str) -> dict[str, Any]:
    document = alignment.document
    return {
        "document": {
            "name": document.name,
            "sha256": document.sha256,
            "language": _language(alignment),
            "pages": document.pages,
        },
        "settings": dict(sorted(alignment.settings.items())),
        "frameworks": [{"name": f.name, "version": f.version, "sha256": f.sha256} for f in alignment.frameworks],
        "encoder": {"name": alignment.encoder["name"], "revision": alignment.encoder["revision"]},
        "reading": {
            "pages": document.pages,
            "unreadable_pages": list(document.unreadable_pages),
            "skipped": [{"what": s.what, "why": _in(s.why, lang)} for s in document.skipped],
        },
        "passages": [_passage(mapped) for mapped in alignment.passages],
        "coverage": [asdict(row) for row in alignment.coverage],
        **({} if alignment.judged is None else {"judged": _judged(alignment.judged, lang)}),
    }


def _judged(judging: Judging, lang: str) -> dict[str, Any]:
    return {
        "reader": judging.reader,
        "guidelines": judging.guidelines,
        "questions": judging.questions,
        "answered": judging.answered,
        "sent": [list(sent) for sent in judging.sent],
        "left": judging.left,
        "unanswered": [{"what": s.what, "why": _in(s.why, lang)} for s in judging.unanswered],
        "over_budget": judging.over_budget,
        "withheld": judging.withheld,
        "notes": [_in(note, lang) for note in judging.notes],
    }


def _passage(mapped: MappedPassage) -> dict[str, Any]:
    passage = mapped.passage
    return {
        "id": passage.id,
        "text_id": passage.text_id,
        "text": passage.text,
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "box": None if passage.box is None else [_rounded(x) for x in passage.box],
        "section": list(passage.section),
        "role": passage.role,
        "language": passage.language,
        **({} if passage.dual is None else {"dual": passage.dual}),
        "matches": [_match(match) for match in mapped.matches],
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "framework": match.framework,
        "code": match.code,
        "statement": match.statement,
        "probability": _rounded(match.probability),
        "score": _rounded(match.score),
        "evidence": [list(span) for span in match.evidence],
        **({} if match.verdict is None else {"verdict": _verdict(match.verdict)}),
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "state": verdict.state,
        "reader": verdict.reader,
        "quotations": [quoted.text for quoted in verdict.quotations],
        "why": verdict.why,
    }


def _rounded(number: float) -> float:
    # float() turns numpy's numbers into Python's; adding 0.0 turns -0.0 into 0.0.
    return round(float(number), DECIMALS) + 0.0


def _in(text: Text, lang: str) -> str:
    return text.en if lang == "en" else text.es


def _language(alignment: Alignment) -> str | None:
    """The language of most characters of the passages whose language is known; on a tie Spanish, None if none is."""
    characters = {"es": 0, "en": 0}
    for mapped in alignment.passages:
        if mapped.passage.language in characters:
            characters[mapped.passage.language] += len(mapped.passage.text)
    most = max(characters, key=lambda language: characters[language])
    return most if characters[most] else None
