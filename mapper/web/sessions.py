"""Who asks, and in which language.

People are known from the proxy's header, by the session of their account, or by a name typed once and kept in a signed
cookie; programs by their token.
"""

from __future__ import annotations

import base64
import re
import secrets
import unicodedata
from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response

from mapper.web.guard import is_api, sign, signed
from mapper.web.site import Site
from mapper.web.texts import PageWords

SESSION, PERSON, LANGUAGE, TOKEN = "curmap-session", "curmap-person", "curmap-lang", "token"
LONGEST_NAME = 80
LONGEST_TITLE = 200
_SALT = 8
"""Random bytes of a form's token."""
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks."""

    person: str  # their name; "" while it is not known
    lang: str
    session: str  # of this browser; what a form's token is made from
    token: str  # what a form of ours carries back
    # Whether they may do what concerns others' work: everyone's standards, with accounts people and disputes.
    lead: bool

    @property
    def words(self) -> PageWords:
        """Return the page's words in their language."""
        return PageWords(self.lang)


def visitor(request: Request, site: Site) -> Visitor:
    """Return who asks."""
    session = read_cookie(request, SESSION) or secrets.token_urlsafe(16)
    if is_api(request) or site.access.accounts:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        bearer = token.strip() if kind.lower() == "bearer" else ""
        holder = site.accounts.holder("token", bearer) if is_api(request) else site.accounts.holder("session", session)
        name, lead = (holder.person, holder.role == "lead") if holder else ("", False)
    else:
        name, lead = _claimed_name(request, site), site.access.header is None
    bound = _token_scope(site, clean_name(name), session)
    return Visitor(clean_name(name), _language(request), session, _token(site.secret, *bound), lead)


def _claimed_name(request: Request, site: Site) -> str:
    """Return the name that the proxy says, or that somebody typed."""
    access = site.access
    if access.header is None:
        packed, _, signature = read_cookie(request, PERSON).partition(".")
        is_signed = bool(packed) and signed(site.secret, PERSON, packed, signature)
        return base64.urlsafe_b64decode(packed).decode() if is_signed else ""
    said = request.headers.getlist(access.header) if access.from_proxy(request) else []
    if len(said) != 1:  # said twice, once by the proxy and once by who knows whom, it is not to be believed
        return ""
    try:  # it comes as Latin-1 (RFC 9110, 5.5) and is nearly always UTF-8
        return said[0].encode("latin-1").decode("utf-8")
    except UnicodeError:
        return said[0]


def _token_scope(site: Site, person: str, session: str) -> tuple[str, str]:
    """Return a form token's purpose and owner: with accounts the person, so that a page outlives a session."""
    return (f"{TOKEN} of a person", person) if site.access.accounts and person else (TOKEN, session)


def _token(secret: bytes, purpose: str, whose: str) -> str:
    """Return what a form carries back, another one each time: the length of compressed answers tells nothing of it."""
    salt = secrets.token_hex(_SALT)
    return salt + sign(secret, purpose, salt + whose)


def is_valid_token(token: str, site: Site, who: Visitor) -> bool:
    """Return whether a form's token is one that we gave to who sends it."""
    salt, signature = token[: 2 * _SALT], token[2 * _SALT :]
    purpose, whose = _token_scope(site, who.person, who.session)
    return signed(site.secret, purpose, salt + whose, signature)


def set_session(response: Response, request: Request, visitor: Visitor) -> None:
    """Give the browser its session where it has none."""
    if read_cookie(request, SESSION) != visitor.session:
        set_cookie(response, request, SESSION, visitor.session)


def signed_name(name: str, secret: bytes) -> str:
    """Return the name that somebody typed, as its cookie holds it."""
    packed = base64.urlsafe_b64encode(name.encode()).decode()
    return f"{packed}.{sign(secret, PERSON, packed)}"


def clean_name(name: str, longest: int = LONGEST_NAME) -> str:
    """Return a name without control characters and needless spaces, of at most `longest` characters."""
    composed = unicodedata.normalize("NFC", name)
    return " ".join("".join(c if c.isprintable() else " " for c in composed).split())[:longest]


def set_cookie(response: Response, request: Request, name: str, value: str) -> None:
    """Set one of our cookies, for a year."""
    secure = request.app.state.site.access.is_encrypted(request)
    response.set_cookie(_cookie_name(request, name), value, max_age=_YEAR, httponly=True, samesite="lax", secure=secure)


def read_cookie(request: Request, name: str) -> str:
    """Return what one of our cookies says, "" where the browser has none."""
    return request.cookies.get(_cookie_name(request, name), "")


def _cookie_name(request: Request, name: str) -> str:
    """Return a cookie's name: over TLS one that nobody but this host can set (RFC 6265bis, 4.1.3.2)."""
    return f"__Host-{name}" if request.app.state.site.access.is_encrypted(request) else name


def _language(request: Request) -> str:
    """Return the language that was chosen, else the first of ours that the browser ranks highest (RFC 9110, 12.5.4)."""
    chosen = "" if is_api(request) else read_cookie(request, LANGUAGE)
    if chosen in ("es", "en"):
        return chosen
    accepted = re.findall(
        r"(?:^|,)\s*(es|en)\b[^,;]*(?:;q=(1|0(?:\.\d+)?))?", request.headers.get("accept-language", ""), re.IGNORECASE
    )
    return max(accepted, key=lambda found: float(found[1] or 1), default=("es", ""))[0].lower()
