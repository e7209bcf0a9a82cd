"""Questions laid before a reader: what was answered before is not asked again, the rest goes to the endpoint."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace

from corpora import Skipped, Text, _
from mapper.matching.records import NOTHING
from mapper.people.judging.endpoint import Endpoint, UnavailableError, is_elsewhere
from mapper.people.judging.kept import Heard, Kept
from mapper.people.judging.protocol import Question, RefusedError, again, distinct, edition, messages, parse, verified
from mapper.people.judging.records import Judging

AT_ONCE = 4
"""Questions under way at a time: what an endpoint of one's own can take, and no rush on another's."""
_TRIES = 2
_IN_A_ROW = 3
"""Questions without an answer, one after the other, after which the endpoint is left alone."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is asked, by the name of a model or person, under which answers are kept.

    Without an endpoint only what was told from files counts; the budget is the most questions of one report, 0 for all.
    """

    name: str
    kept: Kept
    endpoint: Endpoint | None = None
    budget: int = 0


def hear(
    questions: Sequence[Question], reader: Reader, progress: Progress = lambda _done, _total: None
) -> dict[str, Heard]:
    """What came of each question, by its id; answers are kept as they come, so that an interrupted run goes on."""
    asked = distinct(questions)
    found = {question.id: heard for question in asked if (heard := reader.kept.heard(question, reader.name))}
    left = [question for question in asked if question.id not in found]
    if reader.endpoint is None:
        return {**found, **{question.id: Heard(None, _("nobody has answered it")) for question in left}}
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

    def take(self, question: Question) -> Heard:
        """What came of a question; where the model said something, it is kept and not asked again."""
        if self._stopped is not None:
            return Heard(None, self._stopped)
        try:
            heard = self._ask(question)
        except UnavailableError as error:
            with self._lock:
                self._failed += 1
                if error.final or self._failed >= _IN_A_ROW:
                    self._stopped = _("was not sent any more, since others had no answer: {why}", why=error.why)
            return Heard(None, error.why, self._endpoint.address)
        self._reader.kept.keep(question, self._reader.name, heard)
        with self._lock:
            self._failed = 0
        return heard

    def _ask(self, question: Question) -> Heard:
        chat = messages(question)
        heard = Heard(None, address=self._endpoint.address)
        for _unused in range(_TRIES):
            reply = self._endpoint.complete(chat)
            tokens = (heard.tokens[0] + reply.tokens[0], heard.tokens[1] + reply.tokens[1])
            heard = replace(heard, tokens=tokens, seconds=round(heard.seconds + reply.seconds, 3))
            try:
                return replace(heard, answer=verified(question, parse(reply.text)), why=NOTHING)
            except RefusedError as refused:
                heard = replace(heard, why=refused.why, faults=(*heard.faults, refused.kind))
                chat += again(reply.text, refused.why, question.language)
        return heard


def within(budget: int, ordered: Iterable[Question]) -> tuple[list[Question], int]:
    """The questions that a budget allows, and how many are left; known answers count as well.

    So the same command has the same report, whether it is run for the first time or again.
    """
    asked = distinct(list(ordered))
    kept = asked[:budget] if budget else asked
    return kept, len(asked) - len(kept)


def judging(
    reader: Reader,
    asked: Sequence[tuple[str, Question]],
    heard: dict[str, Heard],
    *,
    over_budget: int,
    withheld: int,
    calibrated: int = 0,
) -> Judging:
    """What was asked of a reader, with its notes."""
    open_ = tuple(Skipped(what, heard[q.id].why) for what, q in asked if heard[q.id].answer is None)
    sent = tuple(sorted(Counter(one.address for one in heard.values() if one.address).items()))
    made = Judging(
        reader=reader.name,
        guidelines=edition(),
        calibrated=calibrated,
        questions=len(asked),
        answered=len(asked) - len(open_),
        sent=sent,
        left=any(is_elsewhere(address) for address, _ in sent),
        unanswered=open_,
        over_budget=over_budget,
        withheld=withheld,
    )
    return replace(made, notes=tuple(_notes(made)))


def _notes(made: Judging) -> Iterator[Text]:
    counts = {"reader": made.reader, "n": made.answered, "of": made.questions}
    if made.calibrated:
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
            "{sent} questions were sent to {address} ({place}): in each a criterion and the passages quoted, or a"
            " passage and its candidates, names of people covered.",
            sent=sent,
            address=address,
            place=place,
        )
    for why, count in Counter(one.why for one in made.unanswered).most_common():
        yield _("Without a verdict: {count} ({why}).", count=count, why=why)
    if made.over_budget:
        yield _(
            "{over_budget} questions, the least uncertain ones, were left out by the budget (--judge-budget).",
            over_budget=made.over_budget,
        )
    if made.withheld:
        yield _("{withheld} passages were not shown to the judge because they give it orders.", withheld=made.withheld)
