"""`curmap serve`: the page for those who do not use a terminal."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

import typer
from typer import Option

from corpora import InputError, _
from mapper.cli.console import say


def serve(
    context: typer.Context,
    host: Annotated[str, Option(metavar="H", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, Option(metavar="P", help="Port to listen on.", min=1, max=65535)] = 8000,
    no_auth: Annotated[
        bool, Option("--no-auth", help="Whoever opens the page types a name; only on this machine (default).")
    ] = False,
    accounts: Annotated[bool, Option("--accounts", help="People sign in with accounts of the page's own.")] = False,
    lead_link: Annotated[
        bool, Option("--lead-link", help="With --accounts: print a link with which somebody becomes a lead.")
    ] = False,
    certificate: Annotated[Path | None, Option(metavar="FILE", help="TLS certificate (PEM), with its chain.")] = None,
    key: Annotated[Path | None, Option(metavar="FILE", help="Key of that certificate (PEM).")] = None,
    auth_header: Annotated[
        str | None, Option(metavar="NAME", help="Header in which a reverse proxy says who signed in.")
    ] = None,
    trusted_proxy: Annotated[
        list[str],
        Option(
            metavar="ADDR",
            help="Proxy, by address or network, whose word is believed; with --auth-header by default 127.0.0.1.",
        ),
    ] = [],
) -> None:
    """Serve the page: upload programmes, review what they correspond to, browse frameworks."""
    from mapper.web.guard import LOOPBACK, Access
    from mapper.web.server import serve as run

    if no_auth + accounts + (auth_header is not None) > 1:
        raise InputError("use one of --no-auth, --accounts and --auth-header")
    if (certificate is None) != (key is None):
        raise InputError("--certificate and --key belong together; give both")
    if host not in LOOPBACK and auth_header is None:
        _require_safe(host, accounts=accounts, encrypted=bool(certificate or trusted_proxy))
    _require_networks(trusted_proxy)
    believed = frozenset(trusted_proxy or ([] if accounts else ["127.0.0.1"]))
    pair = (certificate, key) if certificate and key else None
    access = Access(host, auth_header, believed, accounts, pair)
    address = f"http{'s' if certificate else ''}://{f'[{host}]' if ':' in host else host}:{port}/"

    def started(link: str | None) -> None:
        say(_("The page is at {address} (Ctrl+C closes it)", address=address))
        if link is not None:
            to = f"{address}enter/{link}"
            say(_("Whoever opens this link first becomes its lead; it ends in three days: {link}", link=to))

    run(context.obj, access, port, started=started, lead_link=lead_link)


def _require_safe(host: str, *, accounts: bool, encrypted: bool) -> None:
    """Refuse to listen for others where anyone could enter, or read what is sent."""
    if not accounts:
        raise InputError(
            "--host {host}: anyone on the network could enter; let people sign in with --accounts, or put a proxy that"
            " signs them in before it and use --auth-header, or leave out --host",
            host=host,
        )
    if not encrypted:
        raise InputError(
            "--host {host}: passwords would cross the network for all to read; give --certificate and --key, or put a"
            " proxy that speaks TLS before it and name it with --trusted-proxy",
            host=host,
        )


def _require_networks(proxies: list[str]) -> None:
    for proxy in proxies:
        try:
            ip_network(proxy)
        except ValueError as error:
            raise InputError(
                "--trusted-proxy {proxy}: it is no address and no network; write one as in 10.0.0.5 or 10.0.0.0/8",
                proxy=proxy,
            ) from error
