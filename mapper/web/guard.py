"""What every request passes before a page sees it, and what every answer carries.

Pages show texts of strangers' documents and change a person's decisions; so nothing runs in the page but our own
files, and nothing is changed by a request that another site made the browser send.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
STATIC = "no-cache"
"""Of our own files: they are asked for again by their ETag, and change with the version only."""
LARGEST_TOTAL = 200 << 20
"""Bytes of the files of one form at most."""
LARGEST_REQUEST = LARGEST_TOTAL + (1 << 20)
"""Bytes of a request at most: those files, and what a form says besides."""
LARGEST_OF_STRANGERS = 1 << 16
"""Bytes of a request of who is not known: a name, a password."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class Access:
    """Who may ask, and as whom."""

    host: str = "127.0.0.1"
    """The address that is listened on."""
    header: str | None = None
    """Name of the header in which a reverse proxy says who signed in; None for `--no-auth` and `--accounts`."""
    proxies: frozenset[str] = frozenset({"127.0.0.1"})
    """Addresses and networks (as in 10.0.0.0/8) whose word in that header is believed, and on what they pass on."""
    accounts: bool = False
    """Whether people sign in with accounts of the page's own."""
    certificate: tuple[Path, Path] | None = None
    """Files of the certificate and its key, where the page itself speaks TLS."""

    @cached_property
    def _networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        return tuple(ip_network(proxy) for proxy in self.proxies)

    def from_proxy(self, request: Request) -> bool:
        """Return whether a trusted proxy passed this request on."""
        if (self.header is None and not self.accounts) or request.client is None:
            return False
        try:
            address = ip_address(request.client.host)
        except ValueError:
            return False
        return any(address in network for network in self._networks)

    def is_encrypted(self, request: Request) -> bool:
        """Return whether the browser speaks TLS, to us or to a trusted proxy that says so."""
        told = request.headers.get("x-forwarded-proto", "") if self.from_proxy(request) else ""
        return "https" in (request.url.scheme, told.strip().lower())

    def address(self, request: Request) -> str:
        """Return where a request comes from, as a trusted proxy says; of IPv6 the network of a household."""
        told = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip() if self.from_proxy(request) else ""
        try:
            found = ip_address(told or (request.client.host if request.client else ""))
        except ValueError:
            return ""
        return str(found) if found.version == 4 else str(ip_network(f"{found}/64", strict=False))

    def is_ours(self, request: Request) -> bool:
        """Return whether the request names a host that is ours: a name that somebody else's DNS points here is not.

        Behind a proxy the proxy has already looked at the name. With accounts a browser keeps the session for the name
        that it used, and another name brings none; but what came neither encrypted nor from this machine is refused.
        """
        if (self.header is not None and self.from_proxy(request)) or (self.accounts and self.is_encrypted(request)):
            return True
        try:
            name = urlsplit(f"//{request.headers.get('host', '')}").hostname
        except ValueError:
            return False  # no host at all
        return name in LOOPBACK or name == self.host


def same_origin(request: Request, access: Access) -> bool:
    """Return whether a request that changes something was sent by one of our own pages; others are always allowed."""
    if request.method not in _CHANGING:
        return True
    origin, fetched = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if origin is None:
        return fetched == "same-origin"
    # An origin is a scheme and a host, and nothing else (RFC 6454, 6.1).
    ours, theirs = request.headers.get("host", ""), origin.partition("://")[2]
    if theirs == ours:
        return True
    # A proxy may pass the host on without the port that the browser used; the browser itself says whether the page was
    # of the same port.
    return access.from_proxy(request) and fetched == "same-origin" and theirs.rpartition(":")[0] == ours


def refuse_size(request: Request, *, known: bool) -> int | None:
    """Return the status with which a request is refused before its body is read; None for one that may be read."""
    if request.method not in _CHANGING:
        return None
    # Without either header there is no body (RFC 9112, 6.3).
    length = request.headers.get("content-length", "" if "transfer-encoding" in request.headers else "0")
    if not (length.isascii() and length.isdigit()):
        return 411
    return 413 if int(length) > (LARGEST_REQUEST if known else LARGEST_OF_STRANGERS) else None


def is_api(request: Request) -> bool:
    """Return whether a program asks: known by its token and by nothing else."""
    return request.url.path.startswith("/api/")


def add_headers(response: Response, path: str, *, encrypted: bool = False) -> Response:
    """Return an answer with what every answer carries."""
    if encrypted:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if path.startswith("/static/"):
        response.headers["Cache-Control"] = STATIC
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def is_own_path(path: str) -> bool:
    """Return whether an address leads to a page of ours: to browsers a backslash is a slash."""
    return path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()


def sign(secret: bytes, purpose: str, value: str) -> str:
    """Return a signature of a value for one purpose, hexadecimal."""
    return hmac.new(secret, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def signed(secret: bytes, purpose: str, value: str, signature: str) -> bool:
    """Return whether a signature is of this value, compared in constant time."""
    return hmac.compare_digest(sign(secret, purpose, value).encode(), signature.encode("utf-8", "replace"))
