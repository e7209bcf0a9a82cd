"""What is asked of a reader and what counts as an answer; the same for a person, a file and an endpoint.

A question is about a criterion and up to eight passages ("taught"), or about a passage and its candidates
("corresponds"). An answer names some of what was offered, each with words quoted from the passage; it counts only if
every quotation stands there. `question.schema.json` and `answer.schema.json` say the same for other programs.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from corpora import Text, _

Asks = Literal["taught", "corresponds"]
STATES = ("covered", "partly", "absent")
MOST_PASSAGES = 8
_SUBJECT = {"taught": "criterion", "corresponds": "passage"}
_OFFERED = {"taught": "passages", "corresponds": "candidates"}
_SHORTEST = 3  # words of a quotation, unless it is the whole passage: fewer stand in any text
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"') | dict.fromkeys("‘’‚‛′`´", "'") | {"\xad": None})


class RefusedError(Exception):
    """An answer that does not count: its kind is "form", "name" or "quotation"; why goes to the user and the reader."""

    def __init__(self, kind: str, es: str, en: str) -> None:
        super().__init__(en)
        self.kind = kind
        self.why = Text(es, en)


@dataclass(frozen=True, slots=True)
class Question:
    """What is laid before a reader, as it leaves: names are masked.

    It asks whether the criterion (`subject`) is taught by the passages `offered`, or which candidates correspond to the
    passage, each with an `id`. The guidelines are told by their edition, the language is theirs and of the reader's
    sentence; the id is a hash of all but the language: a verdict is the same in each.
    """

    asks: Asks
    language: str
    guidelines: str
    subject: Mapping[str, Any]
    offered: tuple[Mapping[str, Any], ...]
    id: str = field(init=False, default="")

    def __post_init__(self) -> None:
        content = {**self._content(), "language": ""}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        digest = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
        object.__setattr__(self, "id", digest[:32])

    def _content(self) -> dict[str, Any]:
        return {
            "guidelines": self.guidelines,
            "language": self.language,
            "asks": self.asks,
            _SUBJECT[self.asks]: dict(self.subject),
            _OFFERED[self.asks]: [dict(one) for one in self.offered],
        }

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values; `from_json` reads them."""
        return {"id": self.id, **self._content()}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Question:
        """Return a question from `to_json`'s values; raises KeyError or TypeError where they are none."""
        asks = value["asks"]
        subject, offered = value[_SUBJECT[asks]], value[_OFFERED[asks]]
        return cls(asks, value["language"], value["guidelines"], subject, tuple(offered))

    def quoted_from(self, named: str) -> str:
        """Return the text that an answer which names this id quotes."""
        if self.asks == "corresponds":
            return str(self.subject["text"])
        return next(str(one["text"]) for one in self.offered if one["id"] == named)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that counts: state ("" where candidates were asked for), ids with the words quoted, a sentence."""

    state: str
    named: tuple[tuple[str, str], ...]
    why: str

    def to_json(self, question: Question) -> dict[str, Any]:
        """Return it as a line of a file of answers."""
        state = {"state": self.state} if question.asks == "taught" else {}
        named = [{"id": one, "quotation": words} for one, words in self.named]
        return {"question": question.id, **state, _OFFERED[question.asks]: named, "why": self.why}


def parse(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """Return the JSON object in what a model says, without thoughts and fences; raises RefusedError."""
    said = text.rpartition("</think>")[2]
    try:
        return json.loads(said[said.index("{") : said.rindex("}") + 1])
    except (ValueError, RecursionError) as error:
        raise RefusedError("form", "no es un objeto JSON", "it is no JSON object") from error


def verified(question: Question, value: Any) -> Answer:  # noqa: ANN401 - any JSON value
    """Return the answer in JSON values; raises RefusedError for one that lacks, misnames or misquotes."""
    key = _OFFERED[question.asks]
    if not isinstance(value, Mapping) or not isinstance(value.get(key), list):
        raise RefusedError("form", f"falta la lista «{key}»", f"the list '{key}' is missing")
    state = value.get("state", "") if question.asks == "taught" else ""
    if question.asks == "taught" and state not in STATES:
        raise RefusedError("form", f"«state» no es {', '.join(STATES)}", f"'state' is none of {', '.join(STATES)}")
    named = tuple(_verify_quotation(question, one) for one in value[key])
    if len({one for one, _ in named}) != len(named):
        raise RefusedError("form", "nombra dos veces lo mismo", "it names the same twice")
    if question.asks == "taught" and (state == "absent") == bool(named):
        raise RefusedError(
            "form",
            "«absent» no nombra pasajes, y los otros estados al menos uno",
            "'absent' names no passage, and the other states at least one",
        )
    why = value.get("why", "")
    return Answer(state, named, " ".join(why.split())[:500] if isinstance(why, str) else "")


def _verify_quotation(question: Question, one: Any) -> tuple[str, str]:  # noqa: ANN401
    if not isinstance(one, Mapping) or not all(isinstance(one.get(key), str) for key in ("id", "quotation")):
        raise RefusedError("form", "faltan «id» o «quotation»", "'id' or 'quotation' is missing")
    if one["id"] not in [offered["id"] for offered in question.offered]:
        raise RefusedError(
            "name", f"«{one['id'][:40]}» no está en la pregunta", f"'{one['id'][:40]}' is not in the question"
        )
    words, text = plain(one["quotation"]), plain(question.quoted_from(one["id"]))
    if not stands_in(words, text):
        raise RefusedError(
            "quotation",
            f"la cita no está palabra por palabra en el pasaje, o es muy corta: «{words[:80]}»",
            f"the quotation does not stand word for word in the passage, or is too short: '{words[:80]}'",
        )
    return one["id"], words


def stands_in(words: str, text: str) -> bool:
    """Return whether a quotation is whole words of a text, at least three of them or all; both `plain`."""
    if not words or (len(words.split()) < _SHORTEST and words != text):
        return False
    before, after = (r"(?<!\w)" if words[0].isalnum() else ""), (r"(?!\w)" if words[-1].isalnum() else "")
    return re.search(before + re.escape(words) + after, text) is not None


def plain(text: str) -> str:
    """Return a text with white space and quotation marks of one kind, and none of either around it."""
    flat = " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split())
    return flat.strip("\"' ")


EDITION = "1"
_BEGIN = _("QUESTION {mark}")
_END = _("END OF THE QUESTION {mark}")
_AGAIN = _("The answer does not count: {why}. Answer the same question again, with a single JSON object.")


@lru_cache
def guidelines(language: str) -> str:
    """Return the guidelines in "es" or "en"."""
    return (files("mapper.people.judging") / f"guidelines.{language}.md").read_text(encoding="utf-8")


@lru_cache
def edition() -> str:
    """Return what answers are kept apart by: the guidelines' number and the first digits of their hash."""
    both = guidelines("es") + guidelines("en")
    return f"{EDITION}-{hashlib.sha256(both.encode()).hexdigest()[:8]}"


def messages(question: Question) -> list[dict[str, str]]:
    """Return the question as a chat: guidelines, then itself in a fence marked by its hash."""
    content = json.dumps(question.to_json(), ensure_ascii=False, indent=1)
    begin, end = (getattr(text, question.language).format(mark=question.id) for text in (_BEGIN, _END))
    return [
        {"role": "system", "content": guidelines(question.language)},
        {"role": "user", "content": f"===== {begin} =====\n{content}\n===== {end} ====="},
    ]


def retry_messages(said: str, why: Text, language: str) -> list[dict[str, str]]:
    """Return what is added to the chat where an answer does not count."""
    return [
        {"role": "assistant", "content": said},
        {"role": "user", "content": getattr(_AGAIN, language).format(why=getattr(why, language))},
    ]
