"""The door for files: questions out as JSON lines, answers back, each checked against the question it is for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora import InputError, Skipped, Text
from mapper.files import write_atomically
from mapper.judging.kept import Heard, Kept
from mapper.judging.protocol import Question, RefusedError, verified

NOT_ASKED = Text("esa pregunta no se hizo aquí", "that question was not asked here")


@dataclass(frozen=True, slots=True)
class Answers:
    """A file of answers.

    Attributes:
        reader: that its first line names, "" if none.
        said: id of a question to what was answered; of several the last.
    """

    reader: str
    said: dict[str, Any]


def write_questions(questions: Iterable[Question], path: Path) -> None:
    """Write questions as JSON lines; raises OSError where that cannot be done."""
    lines = [json.dumps(question.to_json(), ensure_ascii=False) + "\n" for question in questions]
    write_atomically(path, "".join(lines).encode("utf-8", "backslashreplace"))


def read_answers(path: Path) -> Answers:
    """Read answers from JSON lines; a first line without a question may say who answered: {"reader": "…"}.

    Raises:
        InputError: a line is no JSON object or names no question.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(
            es=f"{path}: no es texto UTF-8; guárdelo como JSON por líneas",
            en=f"{path}: is no UTF-8 text; save it as JSON lines",
        ) from error
    reader, said = "", dict[str, Any]()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict) and isinstance(value.get("question"), str):
            said[value["question"]] = value
        elif number == 1 and isinstance(value, dict) and isinstance(value.get("reader"), str):
            reader = value["reader"]
        else:
            raise InputError(
                es=f"{path}, línea {number}: no es una respuesta; va un objeto JSON por línea, con «question»",
                en=f"{path}, line {number}: is no answer; each line is a JSON object with 'question'",
            )
    return Answers(reader, said)


def heard_from(answers: Answers, questions: Sequence[Question]) -> dict[str, Heard]:
    """What a file answers to these questions; what does not count has no answer, with its reason."""
    return {q.id: _heard(q, answers.said[q.id]) for q in questions if q.id in answers.said}


def tell(answers: Answers, kept: Kept, reader: str) -> tuple[int, list[Skipped]]:
    """Keep the answers that count, under the reader's name; gives how many, and what of the others is wrong."""
    count, refused = 0, list[Skipped]()
    for name, value in answers.said.items():
        question = kept.question(name)
        heard = Heard(None, NOT_ASKED) if question is None else _heard(question, value)
        if question is not None and heard.answer is not None:
            kept.keep(question, reader, heard)
            count += 1
        else:
            refused.append(Skipped(name, heard.why))
    return count, refused


def _heard(question: Question, value: Any) -> Heard:  # noqa: ANN401 - any JSON value
    try:
        return Heard(verified(question, value))
    except RefusedError as error:
        return Heard(None, error.why, faults=(error.kind,))
