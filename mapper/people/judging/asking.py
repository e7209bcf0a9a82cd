"""Questions laid before a reader, by file or by an endpoint, and what came of them, kept in the workspace.

What was answered is not asked again, and an interrupted run goes on:

<workspace>/judging/questions/<id>.json     a question that was written for a reader of files
<workspace>/judging/answers/<key>.json      what a reader said, by the hash of reader and question
<workspace>/judging/measured/<key>.json     how often a reader was right, by the hash of reader and guidelines
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from corpora import InputError, Skipped, Text, _
from mapper.matching.records import NOTHING
from mapper.people.judging import Judging
from mapper.people.judging.endpoint import Endpoint, UnavailableError, is_elsewhere
from mapper.people.judging.protocol import (
    Answer,
    Question,
    RefusedError,
    edition,
    messages,
    parse,
    retry_messages,
    verified,
)
from mapper.workspace.files import write_atomically

AT_ONCE = 4  # questions under way at a time: what an endpoint of one's own can take, and no rush on another's
_TRIES = 2
_IN_A_ROW = 3  # questions without an answer, one after the other, after which the endpoint is left alone

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Response:
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


class AnswerStore:
    """A folder of questions, answers and measurements; made when something is first kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ask(self, question: Question) -> None:
        """Keep a question that leaves in a file, for the answers that come back."""
        _write(self._folder / "questions" / f"{question.id}.json", question.to_json())

    def question(self, name: str) -> Question | None:
        """Return the question of this id; None where it was not asked here."""
        value = _read(self._folder / "questions" / f"{_hash(name) if not name.isalnum() else name}.json")
        try:
            question = Question.from_json(value or {})
        except (KeyError, TypeError):
            return None
        return question if question.id == name else None

    def response(self, question: Question, reader: str) -> Response | None:
        """Return what a reader said before; an answer that does not count any more was not said."""
        value = _read(self._path("answers", reader, question.id))
        if value is None:
            return None
        try:
            answer = None if value["answer"] is None else verified(question, value["answer"])
            why, faults, tokens = Text(*value["why"]), tuple(value["faults"]), value["tokens"]
            counted = (int(tokens[0]), int(tokens[1])), float(value["seconds"])
            return Response(answer, why, value["address"], faults, *counted)
        except (KeyError, TypeError, ValueError, IndexError, RefusedError):
            return None  # a damaged file: it is asked again

    def keep(self, question: Question, reader: str, heard: Response) -> None:
        """Keep what a reader said."""
        said = {"reader": reader, "question": question.to_json(), **asdict(heard)}
        said["answer"] = heard.answer and heard.answer.to_json(question)
        _write(self._path("answers", reader, question.id), said)

    def readers(self) -> list[str]:
        """Return the names of all whose answers are kept."""
        found = (_read(path) for path in (self._folder / "answers").glob("*.json"))
        return sorted({str(value["reader"]) for value in found if value and "reader" in value})

    def measured(self, reader: str, guidelines: str) -> dict[str, tuple[int, int]]:
        """Return by verdict how many were right, of how many; empty where nobody measured."""
        value = _read(self._path("measured", reader, guidelines)) or {}
        try:
            return {state: (int(taught), int(of)) for state, (taught, of) in value["taught"].items()}
        except (KeyError, TypeError, ValueError, AttributeError):
            return {}

    def keep_measured(self, reader: str, guidelines: str, taught: Mapping[str, tuple[int, int]]) -> None:
        """Keep how often a reader was right; takes the place of an earlier measurement."""
        value = {"reader": reader, "guidelines": guidelines, "taught": {key: list(n) for key, n in taught.items()}}
        _write(self._path("measured", reader, guidelines), value)

    def _path(self, kind: str, *of: str) -> Path:
        return self._folder / kind / f"{_hash(*of)}.json"


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


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is asked, by the name of a model or person, under which answers are kept.

    Without an endpoint only what was told from files counts; the budget is the most questions of one report, 0 for all.
    """

    name: str
    kept: AnswerStore
    endpoint: Endpoint | None = None
    budget: int = 0


def ask_all(
    questions: Sequence[Question], reader: Reader, progress: Progress = lambda _done, _total: None
) -> dict[str, Response]:
    """Return the response to each question by its id; answers are kept as they come, to go on after a stop."""
    asked = limit_questions(0, questions)
    found = {question.id: heard for question in asked if (heard := reader.kept.response(question, reader.name))}
    left = [question for question in asked if question.id not in found]
    if reader.endpoint is None:
        why = _("no answer that counts")
        if not found and (names := reader.kept.readers()):
            why = _("no answer of '{reader}'; answers are kept of: {names}", reader=reader.name, names=", ".join(names))
        return {**found, **{question.id: Response(None, why) for question in left}}
    turn = _Turn(reader, reader.endpoint)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            under_way = {pool.submit(turn.take, question): question for question in left}
            for future in as_completed(under_way):
                found[under_way[future].id] = future.result()
                progress(len(found), len(asked))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return {question.id: found[question.id] for question in asked}


class _Turn:
    """One endpoint's run: after some questions in a row without an answer the others are not sent."""

    def __init__(self, reader: Reader, endpoint: Endpoint) -> None:
        self._reader, self._endpoint = reader, endpoint
        self._lock = threading.Lock()
        self._failed = 0
        self._stopped: Text | None = None

    def take(self, question: Question) -> Response:
        """Return what came of a question; where the model said something, it is kept and not asked again."""
        if self._stopped is not None:
            return Response(None, self._stopped)
        try:
            heard = self._ask(question)
        except UnavailableError as error:
            with self._lock:
                self._failed += 1
                if error.final or self._failed >= _IN_A_ROW:
                    self._stopped = _("was not sent any more, since others had no answer: {why}", why=error.why)
            return Response(None, error.why, self._endpoint.address)
        self._reader.kept.keep(question, self._reader.name, heard)
        with self._lock:
            self._failed = 0
        return heard

    def _ask(self, question: Question) -> Response:
        chat = messages(question)
        heard = Response(None, address=self._endpoint.address)
        for _unused in range(_TRIES):
            reply = self._endpoint.complete(chat)
            tokens = (heard.tokens[0] + reply.tokens[0], heard.tokens[1] + reply.tokens[1])
            heard = replace(heard, tokens=tokens, seconds=round(heard.seconds + reply.seconds, 3))
            try:
                return replace(heard, answer=verified(question, parse(reply.text)), why=NOTHING)
            except RefusedError as refused:
                heard = replace(heard, why=refused.why, faults=(*heard.faults, refused.kind))
                chat += retry_messages(reply.text, refused.why, question.language)
        return heard


@dataclass(frozen=True, slots=True)
class JudgedItem:
    """A criterion of a programme, or a passage of a mapping, by its code or id; no question where no passage is left.

    The programme, or the mapping, is told by its number in the report. The uncertainty is 0 where the score is sure, .5
    where it knows nothing; passages that give orders were `withheld`.
    """

    programme: int
    code: str
    uncertainty: float
    withheld: int
    question: Question | None

    def response(self, heard: Mapping[str, Response]) -> Response | None:
        """Return what came of it, if it was put."""
        return None if self.question is None else heard.get(self.question.id)


def limit_questions(budget: int, ordered: Iterable[Question]) -> list[Question]:
    """Return the questions, each once, that a budget allows, 0 for all; known ones count, to be repeatable."""
    return list({question.id: question for question in ordered}.values())[: budget or None]


def collect_questions(asked: Iterable[JudgedItem], budget: int) -> list[Question]:
    """Return the same of what may have no question."""
    return limit_questions(budget, (one.question for one in asked if one.question is not None))


def summarise_judging(
    reader: Reader, asked: Sequence[JudgedItem], heard: Mapping[str, Response], *, calibrated: int = 0
) -> Judging:
    """Return what was asked of a reader, with its notes; of the questions those that the budget allows were heard."""
    put = [(one.code, found) for one in asked if (found := one.response(heard)) is not None]
    open_ = tuple(Skipped(what, one.why) for what, one in put if one.answer is None)
    ids = {question.id for question in collect_questions(asked, 0)}
    own = [heard[id_] for id_ in ids & heard.keys()]
    sent = tuple(sorted(Counter(one.address for one in own if one.address).items()))
    made = Judging(
        reader=reader.name,
        guidelines=edition(),
        calibrated=calibrated,
        questions=len(put),
        answered=len(put) - len(open_),
        sent=sent,
        left=any(is_elsewhere(address) for address, _ in sent),
        unanswered=open_,
        over_budget=len(ids) - len(own),
        withheld=sum(one.withheld for one in asked),
    )
    return replace(made, notes=tuple(_notes(made)))


def _notes(made: Judging) -> Iterator[Text]:
    counts = {"reader": made.reader, "n": made.answered, "of": made.questions}
    if not made.answered:
        yield _("No verdict of {reader} (questions: {of}); states and probabilities are those of the score.", **counts)
    elif made.calibrated:
        yield _(
            "Judged by {reader} ({n} of {of} questions); its probabilities were measured on {calibrated} answers about"
            " programmes with known truth.",
            **counts,
            calibrated=made.calibrated,
        )
    else:
        yield _(
            "Judged by {reader}, not calibrated ({n} of {of} questions): its verdicts rest on verified quotations; the"
            " probabilities are still those of the score.",
            **counts,
        )
    for address, sent in made.sent:
        place = _("another computer") if is_elsewhere(address) else _("this computer")
        yield _(
            "Questions sent to {address} ({place}): {sent}, in each a criterion and the passages quoted, or a passage"
            " and its candidates, names of people covered.",
            sent=sent,
            address=address,
            place=place,
        )
    for why, count in Counter(one.why for one in made.unanswered).most_common():
        yield _("Without a verdict: {count} ({why}).", count=count, why=why)
    if made.over_budget:
        yield _(
            "Questions left out by the budget (--judge-budget), the least uncertain ones: {over_budget}.",
            over_budget=made.over_budget,
        )
    if made.withheld:
        yield _("Passages not shown to the judge because they give it orders: {withheld}.", withheld=made.withheld)


class Answers(NamedTuple):
    """A file of answers: the reader that its first line names, "" if none, and by question its last answer."""

    reader: str
    values: dict[str, Any]


def write_questions(questions: Iterable[Question], path: Path) -> None:
    """Write questions as JSON lines; raises OSError where that cannot be done."""
    lines = [json.dumps(question.to_json(), ensure_ascii=False) + "\n" for question in questions]
    write_atomically(path, "".join(lines).encode("utf-8", "backslashreplace"))


def read_answers(path: Path) -> Answers:
    """Read answers from JSON lines; a first line without a question may say who answered: {"reader": "…"}.

    Raises InputError: a line is no JSON object, names no question, or answers one again in another way; there is none.
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
            if said.setdefault(value["question"], value) != value:
                raise InputError(
                    "{path}, line {number}: {question} has another answer above; keep one of the two",
                    path=path,
                    number=number,
                    question=value["question"],
                )
        elif number == 1 and isinstance(value, dict) and isinstance(value.get("reader"), str):
            reader = value["reader"]
        else:
            raise InputError(
                "{path}, line {number}: is no answer; each line is a JSON object with 'question'",
                path=path,
                number=number,
            )
    if not said:
        raise InputError("{path}: holds no answer; each line is a JSON object with 'question'", path=path)
    return Answers(reader, said)


def parse_answers(answers: Answers, questions: Sequence[Question]) -> dict[str, Response]:
    """Return what a file answers to these questions; what does not count has no answer, with its reason."""
    return {q.id: _parse_response(q, answers.values[q.id]) for q in questions if q.id in answers.values}


class AnswerImport(NamedTuple):
    """How many answers count, how many of these take the place of another one, and what is wrong with the others."""

    taken: int
    replaced: int
    refused: list[Skipped]


def import_answers(answers: Answers, kept: AnswerStore, reader: str) -> AnswerImport:
    """Keep the answers that count, under the reader's name."""
    refused, replaced = list[Skipped](), 0
    for name, value in answers.values.items():
        question = kept.question(name)
        heard = _parse_response(question, value) if question else Response(None, _("that question was not asked here"))
        if question is not None and heard.answer is not None:
            before = kept.response(question, reader)
            replaced += before is not None and before.answer not in (None, heard.answer)
            kept.keep(question, reader, heard)
        else:
            refused.append(Skipped(name, heard.why))
    return AnswerImport(len(answers.values) - len(refused), replaced, refused)


def _parse_response(question: Question, value: Any) -> Response:  # noqa: ANN401 - any JSON value
    try:
        return Response(verified(question, value))
    except RefusedError as error:
        return Response(None, error.why, faults=(error.kind,))
