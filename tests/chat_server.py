"""A language model's endpoint for the tests: it answers by script, well or badly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from answering import Answers, answering

Act = int | float | str
"""A status, seconds of delay, "cut" for a connection that ends in the middle, or what the model says."""


def question_in(body: dict[str, Any]) -> dict[str, Any]:
    """The question between the marks of the fence."""
    begin, *lines, end = body["messages"][1]["content"].split("\n")
    question: dict[str, Any] = json.loads("\n".join(lines))
    assert question["id"] in begin
    assert question["id"] in end
    assert body["messages"][1]["content"].count(question["id"]) == 3
    return question


def honest(question: dict[str, Any]) -> str:
    """Names the first of what is offered and quotes it whole."""
    if question["asks"] == "corresponds":
        named = [{"id": question["candidates"][0]["id"], "quotation": question["passage"]["text"]}]
        return json.dumps({"candidates": named, "why": "lo dice"})
    first = question["passages"][0]
    named = [{"id": first["id"], "quotation": first["text"]}]
    return json.dumps({"state": "covered", "passages": named, "why": "lo dice"})


@dataclass
class Chat:
    """The server's script and what it was asked."""

    address: str = ""
    answer: Callable[[dict[str, Any]], str] = honest
    acts: list[Act] = field(default_factory=list)
    """Done first, one for each request; the last one stays where `repeats`."""
    repeats: bool = False
    bodies: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self) -> Act | None:
        with self.lock:
            if not self.acts:
                return None
            return self.acts[0] if self.repeats else self.acts.pop(0)


@contextmanager
def chat_server() -> Iterator[Chat]:
    state = Chat()

    class Handler(Answers):
        def do_POST(self) -> None:  # noqa: N802 - the standard library's name
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with state.lock:
                state.bodies.append(body)
                state.keys.append(self.headers.get("Authorization"))
            act = state.next()
            if isinstance(act, float):
                time.sleep(act)
                act = None
            status = act if isinstance(act, int) else 200
            said = act if isinstance(act, str) and act != "cut" else state.answer(question_in(body))
            message = {"choices": [{"message": {"role": "assistant", "content": said}}]}
            content = json.dumps({**message, "usage": {"prompt_tokens": 100, "completion_tokens": 10}}).encode()
            self.answer(status, content, len(content) // 2 if act == "cut" else None, **state.headers)

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                """Whoever asked is gone."""

    with answering(Handler) as server:
        state.address = f"{server}/v1"
        yield state
