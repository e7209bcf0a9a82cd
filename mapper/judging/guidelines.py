"""What every reader is told, person or model, in Spanish and English; and how a question is laid before a model."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib.resources import files

from corpora import Text
from mapper.judging.protocol import Question

EDITION = "1"
_BEGIN = Text("PREGUNTA {mark}", "QUESTION {mark}")
_END = Text("FIN DE LA PREGUNTA {mark}", "END OF THE QUESTION {mark}")
_AGAIN = Text(
    "La respuesta no vale: {why}. Responda otra vez la misma pregunta, con un solo objeto JSON.",
    "The answer does not count: {why}. Answer the same question again, with a single JSON object.",
)


@lru_cache
def guidelines(language: str) -> str:
    """The guidelines in "es" or "en"."""
    return (files("mapper.judging") / f"guidelines.{language}.md").read_text(encoding="utf-8")


@lru_cache
def edition() -> str:
    """By which answers are kept apart: the guidelines' number and the first digits of their hash."""
    both = guidelines("es") + guidelines("en")
    return f"{EDITION}-{hashlib.sha256(both.encode()).hexdigest()[:8]}"


def messages(question: Question) -> list[dict[str, str]]:
    """The question as a chat: the guidelines, then the question fenced.

    The mark of the fence is made of the question's own hash: no text that is part of the question can hold it.
    """
    content = json.dumps(question.to_json(), ensure_ascii=False, indent=1)
    begin, end = (_in(text, question.language).format(mark=question.id) for text in (_BEGIN, _END))
    return [
        {"role": "system", "content": guidelines(question.language)},
        {"role": "user", "content": f"===== {begin} =====\n{content}\n===== {end} ====="},
    ]


def again(said: str, why: Text, language: str) -> list[dict[str, str]]:
    """What is added to the chat where an answer does not count."""
    return [
        {"role": "assistant", "content": said},
        {"role": "user", "content": _in(_AGAIN, language).format(why=_in(why, language))},
    ]


def _in(text: Text, language: str) -> str:
    return text.en if language == "en" else text.es
