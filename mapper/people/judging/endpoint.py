"""The door to a language model: an endpoint that speaks the OpenAI-compatible chat API.

Only what a question holds goes there. No redirect is followed, and to an address of this computer no proxy is used, so
that nothing leaves it by a way that nobody named.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from corpora import InputError, Text, _

KEY = "CURMAP_JUDGE_KEY"
TIMEOUT = 180.0  # seconds for one answer; a small model on a processor reads eight passages in a minute or two
PAUSES = (1.0, 3.0, 9.0)  # seconds before each further try of a question that met a busy or failing endpoint
_LONGEST_PAUSE = 60.0
_LIMIT = 4 * 1024 * 1024
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504, 529})
_CHAT = "/chat/completions"
_REFINED: dict[str, Any] = {"temperature": 0, "max_tokens": 2000, "response_format": {"type": "json_object"}}
"""What most endpoints take; one that refuses it is asked without."""


class UnavailableError(Exception):
    """No answer came, and why; it is final where the next question would fare no better."""

    def __init__(self, why: Text, *, final: bool = False) -> None:
        super().__init__(why.en)
        self.why, self.final = why, final


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said, the tokens that it read and wrote, and the seconds that it took."""

    text: str
    tokens: tuple[int, int]
    seconds: float


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 - the base class's many arguments
        return None


class Endpoint:
    """A model behind an address; may be asked from several threads.

    The address is that of the API ("http://127.0.0.1:11434/v1") or of its chat completions, the model as the endpoint
    calls it; `timeout` are seconds for one answer, `pauses` those before each further try. Raises InputError: no http
    address, or one of another computer without `may_leave`.
    """

    def __init__(
        self,
        url: str,
        model: str,
        *,
        may_leave: bool = False,
        timeout: float = TIMEOUT,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self.address = _chat_address(url)
        self.leaves = is_elsewhere(self.address)
        self.model = model
        if self.leaves and not may_leave:
            raise InputError(
                "--judge: {address} is not on this computer; passages would leave it: allow it with --judge-may-leave",
                address=self.address,
            )
        self._timeout, self._pauses = timeout, tuple(pauses)
        no_proxy = [] if self.leaves else [urllib.request.ProxyHandler({})]
        self._opener = urllib.request.build_opener(_NoRedirects(), *no_proxy)
        self._refined = True

    def complete(self, messages: Sequence[dict[str, str]]) -> Reply:
        """Return what the model says to a chat, retried where the endpoint is busy; raises UnavailableError."""
        tries = 0
        while True:
            started = time.monotonic()
            try:
                return self._request(messages, started)
            except _BusyError as busy:
                if tries == (min(1, len(self._pauses)) if busy.is_slow else len(self._pauses)):
                    raise UnavailableError(busy.why, final=busy.is_refused) from busy
                time.sleep(min(max(self._pauses[tries], busy.wait), _LONGEST_PAUSE))
            tries += 1

    def _request(self, messages: Sequence[dict[str, str]], started: float) -> Reply:
        body = {"model": self.model, "messages": list(messages), **(_REFINED if self._refined else {})}
        try:
            value = json.loads(self._post(json.dumps(body).encode()))
            said = value["choices"][0]["message"]["content"]
            usage = value.get("usage") or {}
            tokens = (int(usage.get("prompt_tokens") or 0), int(usage.get("completion_tokens") or 0))
        except urllib.error.HTTPError as error:
            with error:
                if error.code in (400, 422) and self._refined:
                    self._refined = False
                    return self._request(messages, started)
                raise _error_for_status(error.code, error.headers.get("Retry-After", "")) from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", None) or error
            if isinstance(reason, TimeoutError):
                raise _BusyError("tardó demasiado", "it took too long", is_slow=True) from error
            is_refused = isinstance(reason, ConnectionRefusedError)
            raise _BusyError(f"sin conexión ({reason})", f"no connection ({reason})", is_refused=is_refused) from error
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
            raise _BusyError("la respuesta no es de un chat", "the response is not that of a chat") from error
        return Reply(said if isinstance(said, str) else "", tokens, time.monotonic() - started)

    def _post(self, body: bytes) -> bytes:
        headers = {"Content-Type": "application/json", "User-Agent": "curriculum-mapper"}
        if key := os.environ.get(KEY, "").strip():
            headers["Authorization"] = f"Bearer {key}"
        request = urllib.request.Request(self.address, data=body, headers=headers)
        data, end = bytearray(), time.monotonic() + self._timeout
        with self._opener.open(request, timeout=self._timeout) as answer:
            while chunk := answer.read1(64 * 1024):  # however slowly it drips, until the time is over
                data += chunk
                if len(data) > _LIMIT:
                    raise OSError(f"more than {_LIMIT:,} bytes")
                if time.monotonic() > end:
                    raise TimeoutError("timed out")
            length = answer.headers.get("Content-Length", "")
            if length.isdigit() and len(data) != int(length):
                raise OSError("the connection was cut")
        return bytes(data)


class _BusyError(Exception):
    """A try that another one may mend: after `wait` seconds; only once where the endpoint is slow."""

    def __init__(self, es: str, en: str, *, wait: float = 0.0, is_slow: bool = False, is_refused: bool = False) -> None:
        super().__init__(en)
        self.why, self.wait, self.is_slow, self.is_refused = Text(es, en), wait, is_slow, is_refused


def _error_for_status(status: int, after: str) -> Exception:
    if status in _BUSY:
        wait = float(after) if after.isdigit() else 0.0
        return _BusyError(f"el servidor respondió {status}", f"the server answered {status}", wait=wait)
    remedy = _("check the address and the model's name")
    if status in (401, 403):
        remedy = _("put the key into the variable {key}", key=KEY)
    why = Text(f"el servidor respondió {status}; {remedy.es}", f"the server answered {status}; {remedy.en}")
    return UnavailableError(why, final=True)


def is_elsewhere(address: str) -> bool:
    """Return whether an address is of another computer."""
    host = urlsplit(address).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def _chat_address(url: str) -> str:
    """Return the address of the chat completions."""
    wrong = InputError(
        "--judge: '{url}' is no address like http://127.0.0.1:11434/v1 (without user, password or '?')", url=url
    )
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise wrong from error
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or parts.query or parts.fragment:
        raise wrong
    if not url.isascii() or any(c.isspace() or c == "\\" for c in url.strip()):
        raise wrong
    path = parts.path.rstrip("/")
    path = path if path.endswith(_CHAT) else (path or "/v1") + _CHAT
    return f"{parts.scheme}://{parts.netloc}{path}"
