"""What was asked and answered, kept in the workspace: nothing is asked twice, and an interrupted run goes on.

<workspace>/judging/questions/<id>.json     a question that was written for a reader of files
<workspace>/judging/answers/<key>.json      what a reader said, by the hash of reader and question
<workspace>/judging/measured/<key>.json     how often a reader was right, by the hash of reader and guidelines
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from corpora import InputError, Skipped, Text, _
from mapper.matching.records import NOTHING
from mapper.people.judging.protocol import Answer, Question, RefusedError, verified
from mapper.workspace.files import write_atomically


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of one question: an answer, or why none counts.

    The address is the one that it was sent to, "" for none; faults are kinds of what was wrong with answers that did
    not count; the tokens are those that the endpoint counted, read and written.
    """

    answer: Answer | None
    why: Text = NOTHING
    address: str = ""
    faults: tuple[str, ...] = ()
    tokens: tuple[int, int] = (0, 0)
    seconds: float = 0.0


class Kept:
    """A folder of questions, answers and measurements; made when something is first kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ask(self, question: Question) -> None:
        """Keep a question that leaves in a file, for the answers that come back."""
        _write(self._folder / "questions" / f"{question.id}.json", question.to_json())

    def question(self, name: str) -> Question | None:
        """The question of this id; None where it was not asked here."""
        value = _read(self._folder / "questions" / f"{_hash(name) if not name.isalnum() else name}.json")
        try:
            question = Question.from_json(value or {})
        except (KeyError, TypeError):
            return None
        return question if question.id == name else None

    def heard(self, question: Question, reader: str) -> Heard | None:
        """What a reader said before; an answer that does not count any more was not said."""
        value = _read(self._answer(question, reader))
        if value is None:
            return None
        try:
            answer = None if value["answer"] is None else verified(question, value["answer"])
            return Heard(
                answer,
                Text(*value["why"]),
                value["address"],
                tuple(value["faults"]),
                (int(value["tokens"][0]), int(value["tokens"][1])),
                float(value["seconds"]),
            )
        except (KeyError, TypeError, ValueError, IndexError, RefusedError):
            return None  # a damaged file: it is asked again

    def keep(self, question: Question, reader: str, heard: Heard) -> None:
        """Keep what a reader said."""
        said = {"reader": reader, "question": question.to_json(), **asdict(heard)}
        said["answer"] = heard.answer and heard.answer.to_json(question)
        _write(self._answer(question, reader), said)

    def measured(self, reader: str, guidelines: str) -> dict[str, tuple[int, int]]:
        """Verdict → how many were right to say that it is taught, of how many; empty where nobody measured."""
        value = _read(self._folder / "measured" / f"{_hash(reader, guidelines)}.json") or {}
        try:
            return {state: (int(taught), int(of)) for state, (taught, of) in value["taught"].items()}
        except (KeyError, TypeError, ValueError, AttributeError):
            return {}

    def keep_measured(self, reader: str, guidelines: str, taught: Mapping[str, tuple[int, int]]) -> None:
        """Keep how often a reader was right; takes the place of an earlier measurement."""
        value = {"reader": reader, "guidelines": guidelines, "taught": {key: list(n) for key, n in taught.items()}}
        _write(self._folder / "measured" / f"{_hash(reader, guidelines)}.json", value)

    def _answer(self, question: Question, reader: str) -> Path:
        return self._folder / "answers" / f"{_hash(reader, question.id)}.json"


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _write(path: Path, value: Mapping[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    write_atomically(path, text.encode("utf-8", "backslashreplace"))


def _read(path: Path) -> dict[str, Any] | None:
    try:
        value = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return value if isinstance(value, dict) else None


class Answers(NamedTuple):
    """A file of answers: the reader that its first line names, "" if none, and by question its last answer."""

    reader: str
    said: dict[str, Any]


def write_questions(questions: Iterable[Question], path: Path) -> None:
    """Write questions as JSON lines; raises OSError where that cannot be done."""
    lines = [json.dumps(question.to_json(), ensure_ascii=False) + "\n" for question in questions]
    write_atomically(path, "".join(lines).encode("utf-8", "backslashreplace"))


def read_answers(path: Path) -> Answers:
    """Read answers from JSON lines; a first line without a question may say who answered: {"reader": "…"}.

    Raises InputError: a line is no JSON object or names no question.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError("{path}: is no UTF-8 text; save it as JSON lines", path=path) from error
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
                "{path}, line {number}: is no answer; each line is a JSON object with 'question'",
                path=path,
                number=number,
            )
    return Answers(reader, said)


def heard_from(answers: Answers, questions: Sequence[Question]) -> dict[str, Heard]:
    """What a file answers to these questions; what does not count has no answer, with its reason."""
    return {q.id: _heard(q, answers.said[q.id]) for q in questions if q.id in answers.said}


def tell(answers: Answers, kept: Kept, reader: str) -> tuple[int, list[Skipped]]:
    """Keep the answers that count, under the reader's name; gives how many, and what of the others is wrong."""
    refused = list[Skipped]()
    for name, value in answers.said.items():
        question = kept.question(name)
        heard = _heard(question, value) if question else Heard(None, _("that question was not asked here"))
        if question is not None and heard.answer is not None:
            kept.keep(question, reader, heard)
        else:
            refused.append(Skipped(name, heard.why))
    return len(answers.said) - len(refused), refused


def _heard(question: Question, value: Any) -> Heard:  # noqa: ANN401 - any JSON value
    try:
        return Heard(verified(question, value))
    except RefusedError as error:
        return Heard(None, error.why, faults=(error.kind,))
