"""`curmap serve`: the page for those who do not use a terminal."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Annotated

import typer

from corpora import InputError, _
from mapper.cli.console import Lang, command_app, say

app = command_app()


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(metavar="H", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="P", help="Port to listen on.", min=1, max=65535)] = 8000,
    no_auth: Annotated[
        bool, typer.Option("--no-auth", help="Whoever opens the page types a name; only on this machine (default).")
    ] = False,
    auth_header: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Header in which a reverse proxy says who signed in.", show_default=False),
    ] = None,
    trusted_proxy: Annotated[
        list[str],
        typer.Option(metavar="ADDR", help="Address or network whose word in that header is believed; repeat it."),
    ] = ["127.0.0.1"],  # noqa: B006 - typer copies it
    lang: Lang = "es",
) -> None:
    """Serve the page: upload programmes, review what they correspond to, browse frameworks."""
    from mapper.web.guard import LOOPBACK, Access
    from mapper.web.server import serve as run

    if no_auth and auth_header is not None:
        raise InputError("use --no-auth or --auth-header, not both of them")
    if auth_header is None and host not in LOOPBACK:
        raise InputError(
            "--host {host}: without --auth-header anyone on the network could enter; put a proxy that signs people in"
            " before it and use --auth-header, or leave out --host",
            host=host,
        )
    for proxy in trusted_proxy:
        try:
            ip_network(proxy)
        except ValueError as error:
            raise InputError(
                "--trusted-proxy {proxy}: it is no address and no network; write one as in 10.0.0.5 or 10.0.0.0/8",
                proxy=proxy,
            ) from error
    access = Access(host, auth_header, frozenset(trusted_proxy))
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    begun = _("The page is at {address} (Ctrl+C closes it)", address=address)
    run(context.obj, access, port, started=lambda: say(begun, lang))
