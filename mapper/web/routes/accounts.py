"""Signing in and out, one's own password and tokens, and what leads do: invite people, give roles, shut people out."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from starlette.responses import Response

from mapper.web.accounts import ROLES, Role, weakness
from mapper.web.forms import TOKEN_CHECKED, FormField, FormText, SiteDep, VisitorDep, redirect, render, require
from mapper.web.routes.api import DESCRIPTION
from mapper.web.sessions import LONGEST_NAME, SESSION, Visitor, clean_name, set_cookie
from mapper.web.site import Site

router = APIRouter()
_LEFT = '"cache"'
"""What a browser forgets of us at sign-out (Clear-Site-Data): pages that "back" would show again."""


def _accounts(site: SiteDep) -> Site:
    require(site.access.accounts)
    return site


def _lead(request: Request, who: VisitorDep, site: Annotated[Site, Depends(_accounts)]) -> Site:
    if not who.lead:
        site.accounts.note("refused", who.person, request.url.path, address=site.access.address(request))
        raise HTTPException(404)
    return site


AccountsSite = Annotated[Site, Depends(_accounts)]
"""The site, where it keeps accounts."""
LeadSite = Annotated[Site, Depends(_lead)]
"""The same, for a lead."""


def _enter(request: Request, session: str, to: str) -> Response:
    """Go on with a new session; the one that the browser had before counts no longer."""
    response = redirect(to)
    set_cookie(response, request, SESSION, session)
    return response


@router.post("/signin", dependencies=[TOKEN_CHECKED])
def sign_in(
    request: Request, site: AccountsSite, who: VisitorDep, name: FormText, password: FormText, to: FormText = "/"
) -> Response:
    """Sign in; whether name or password is wrong is not told."""
    session = site.accounts.sign_in(clean_name(name), password, site.access.address(request))
    if session is None:
        return render(request, "account_signin", status=403, wrong="signin.wrong", name=name, to=to)
    _end(site, who)
    return _enter(request, session, to)


def _end(site: Site, who: Visitor) -> None:
    held = site.accounts.holder("session", who.session)
    if held is not None:
        site.accounts.withdraw(held.person, "session", number=held.id)


@router.post("/signout", dependencies=[TOKEN_CHECKED])
def sign_out(request: Request, site: AccountsSite, who: VisitorDep) -> Response:
    """Sign out."""
    _end(site, who)
    site.accounts.note("signed_out", who.person, address=site.access.address(request))
    response = _enter(request, secrets.token_urlsafe(16), "/")
    response.headers["Clear-Site-Data"] = _LEFT
    return response


def _invited(link: str, site: AccountsSite) -> str:
    person = site.accounts.invited(link)
    if person is None:
        raise HTTPException(410, "error.link")
    return person


InvitedDep = Annotated[str, Depends(_invited)]
"""Whom the link in the address lets in, "" for the first lead."""


@router.get("/enter/{link}")
def invitation(request: Request, person: InvitedDep) -> Response:
    """Ask whom a link lets in for a password; a link that is only looked at stays good."""
    return render(request, "account_link", person=person, name="", wrong="")


@router.post("/enter/{link}", dependencies=[TOKEN_CHECKED])
def enter(
    request: Request,
    site: AccountsSite,
    link: str,
    person: InvitedDep,
    password: FormText,
    again: FormText,
    name: FormText = "",
) -> Response:
    """Use a link: set the password and sign in."""
    called = require(person or clean_name(name), 422)
    wrong = weakness(password, called) or ("" if password == again else "password.again")
    if wrong:
        return render(request, "account_link", status=422, person=person, name=name, wrong=wrong)
    return _enter(request, site.accounts.enter(link, called, password, site.access.address(request)), "/")


@router.get("/account")
def account(request: Request, site: SiteDep, who: VisitorDep) -> Response:
    """Show one's own password, sessions and tokens."""
    return _account(request, site, who)


def _account(
    request: Request, site: Site, who: Visitor, *, status: int = 200, wrong: str = "", made: str = ""
) -> Response:
    return render(
        request,
        "account",
        status=status,
        wrong=wrong,
        made=made,
        sessions=site.accounts.held("session", who.person) if site.access.accounts else [],
        tokens=site.accounts.held("token", who.person),
        description=DESCRIPTION,
    )


@router.post("/account/password", dependencies=[TOKEN_CHECKED])
def change(
    request: Request, site: AccountsSite, who: VisitorDep, former: FormText, password: FormText, again: FormText
) -> Response:
    """Change one's own password; everywhere else one is signed out."""
    wrong = weakness(password, who.person) or ("" if password == again else "password.again")
    session = None
    if not wrong:
        session = site.accounts.change(who.person, former, password, site.access.address(request))
        wrong = "" if session else "password.former"
    if session is None:
        return _account(request, site, who, status=422, wrong=wrong)
    return _enter(request, session, "/account")


@router.post("/account/tokens", dependencies=[TOKEN_CHECKED])
def make_token(
    request: Request, site: SiteDep, who: VisitorDep, label: Annotated[str, Form(max_length=80)]
) -> Response:
    """Make a token and show it, this once."""
    called = require(clean_name(label), 422)
    made = site.accounts.issue("token", who.person, called)
    site.accounts.note("token", who.person, called, address=site.access.address(request))
    return _account(request, site, who, made=made)


@router.post("/account/tokens/{number}/withdraw", dependencies=[TOKEN_CHECKED])
def withdraw_token(number: int, site: SiteDep, who: VisitorDep) -> Response:
    """Let a token count no longer."""
    require(site.accounts.withdraw(who.person, "token", number=number))
    return redirect("/account")


@router.get("/people")
def people(request: Request, site: LeadSite) -> Response:
    """Show everybody with an account, and who came in lately."""
    return _people(request, site)


def _people(
    request: Request, site: Site, *, status: int = 200, link: str = "", person: str = "", wrong: str = ""
) -> Response:
    """Return the page of people, with a link that was just made for somebody, or why nobody was invited."""
    scheme = "https" if site.access.is_encrypted(request) else "http"
    return render(
        request,
        "accounts",
        status=status,
        link=link and f"{scheme}://{request.headers.get('host', '')}/enter/{link}",
        person=person,
        wrong=wrong,
        people=site.accounts.people(),
        events=site.accounts.events(),
        roles=ROLES,
        longest_name=LONGEST_NAME,
    )


@router.post("/people", dependencies=[TOKEN_CHECKED])
def invite(request: Request, site: LeadSite, who: VisitorDep, name: FormText, role: FormField[Role]) -> Response:
    """Make an account for somebody and show the link that lets them in, this once."""
    called = require(clean_name(name), 422)
    try:
        link = site.accounts.invite(who.person, called, role, site.access.address(request))
    except HTTPException as error:
        return _people(request, site, status=error.status_code, person=called, wrong=error.detail)
    site.record_person(called)
    return _people(request, site, link=link, person=called)


@router.post("/people/link", dependencies=[TOKEN_CHECKED])
def new_link(request: Request, site: LeadSite, who: VisitorDep, person: FormText) -> Response:
    """Make a link for a forgotten password and show it, this once."""
    require(any(one.name == person and one.active for one in site.accounts.people()))
    link = site.accounts.new_link(who.person, person, site.access.address(request))
    return _people(request, site, link=link, person=person)


@router.post("/people/role", dependencies=[TOKEN_CHECKED])
def change_role(request: Request, site: LeadSite, who: VisitorDep, person: FormText, role: FormField[Role]) -> Response:
    """Give another person a role."""
    require(site.accounts.change_account(who.person, person, site.access.address(request), role=role))
    return redirect("/people")


@router.post("/people/out", dependencies=[TOKEN_CHECKED])
@router.post("/people/back", dependencies=[TOKEN_CHECKED])
def shut_out(request: Request, site: LeadSite, who: VisitorDep, person: FormText) -> Response:
    """Let another person in no longer, or again; what they decided stays."""
    back = request.url.path.endswith("/back")
    require(site.accounts.change_account(who.person, person, site.access.address(request), active=back))
    return redirect("/people")


@router.post("/people/take", dependencies=[TOKEN_CHECKED])
def take_over(request: Request, site: LeadSite, who: VisitorDep, person: FormText) -> Response:
    """Take over the programmes of somebody who is let in no longer."""
    require(any(one.name == person and not one.active for one in site.accounts.people()))
    site.transfer(person, who.person)
    site.accounts.note("took", who.person, person, address=site.access.address(request))
    return redirect("/people")
