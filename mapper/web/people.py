"""Who asks, and in which language: from the proxy's header, or a name typed once and kept in a signed cookie."""

from __future__ import annotations

import base64
import secrets
import unicodedata
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from mapper.web.guard import Access, sign, signed

SESSION, PERSON, LANGUAGE, KEYS, TOKEN = "curmap-session", "curmap-person", "curmap-lang", "curmap-keys", "token"
LONGEST_NAME = 80
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks.

    Attributes:
        person: their name; "" while it is not known.
        lang: "es" or "en".
        session: of this browser; what a form's token is made from.
        token: what a form of ours carries back.
        keys: whether single keys act; they can be switched off (WCAG 2.1.4).
    """

    person: str
    lang: str
    session: str
    token: str
    keys: bool


def visitor(request: Request, access: Access, secret: bytes) -> Visitor:
    """Who asks, from the request alone."""
    session = request.cookies.get(SESSION) or secrets.token_urlsafe(16)
    if access.header is not None:
        said = request.headers.getlist(access.header) if access.from_proxy(request) else []
        # Said twice, once by the proxy and once by who knows whom, it is not to be believed.
        name = said[0] if len(said) == 1 else ""
    else:
        name = _typed(request.cookies.get(PERSON, ""), secret)
    keys = request.cookies.get(KEYS) != "off"
    return Visitor(clean_name(name), _language(request), session, sign(secret, TOKEN, session), keys)


def remember(response: Response, request: Request, visitor: Visitor) -> None:
    """Give the browser its session where it has none."""
    if request.cookies.get(SESSION) != visitor.session:
        _set(response, request, SESSION, visitor.session)


def remember_name(response: Response, request: Request, name: str, secret: bytes) -> None:
    """Keep the name that somebody typed."""
    packed = base64.urlsafe_b64encode(name.encode()).decode()
    _set(response, request, PERSON, f"{packed}.{sign(secret, PERSON, packed)}")


def remember_language(response: Response, request: Request, lang: str) -> None:
    """Keep the language that somebody chose."""
    _set(response, request, LANGUAGE, lang)


def remember_keys(response: Response, request: Request, *, on: bool) -> None:
    """Keep whether single keys act."""
    _set(response, request, KEYS, "on" if on else "off")


def clean_name(name: str) -> str:
    """A name without control characters and needless spaces, not too long."""
    composed = unicodedata.normalize("NFC", name)
    return " ".join("".join(c if c.isprintable() else " " for c in composed).split())[:LONGEST_NAME]


def _set(response: Response, request: Request, name: str, value: str) -> None:
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=_YEAR, httponly=True, samesite="lax", secure=secure)


def _typed(cookie: str, secret: bytes) -> str:
    packed, _, signature = cookie.partition(".")
    if not packed or not signed(secret, PERSON, packed, signature):
        return ""
    return base64.urlsafe_b64decode(packed).decode()


def _language(request: Request) -> str:
    chosen = request.cookies.get(LANGUAGE)
    if chosen in ("es", "en"):
        return chosen
    accepted = request.headers.get("accept-language", "")
    ranked = sorted(
        ((-_quality(part), n, part.split(";")[0].strip().lower()[:2]) for n, part in enumerate(accepted.split(","))),
    )
    return next((lang for _, _, lang in ranked if lang in ("es", "en")), "es")


def _quality(part: str) -> float:
    """The weight of one entry of Accept-Language (RFC 9110, 12.5.4); what is no number weighs nothing."""
    _, _, weight = part.partition(";q=")
    try:
        return float(weight) if weight else 1.0
    except ValueError:
        return 0.0
