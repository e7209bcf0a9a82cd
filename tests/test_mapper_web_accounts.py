"""Accounts of the page's own, as requests see them: the way in, what each role may do, and what attackers try."""

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from command import curmap
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient
from web_fixtures import OWN, Browser, added, serve, workspace

from mapper.web.accounts import IDLE, LIFETIME, MOST_OF_ADDRESS, MOST_OF_NAME, WINDOW, Accounts, digest, weakness
from mapper.web.app import create_app
from mapper.web.guard import Access
from mapper.web.sessions import SESSION, signed_name
from mapper.web.site import Site
from mapper.web.worker import remove_deleted
from mapper.workspace.store import Workspace

__all__ = ["workspace"]

PASSWORD = "caballo verde bajo la lluvia"
OTHER = "siete ventanas y un tren"
ELSEWHERE = "192.0.2.7"
CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""What ships takes a tenth of a second for each of hundreds of passwords here."""


class House:
    """A page with accounts, at a time that can be told; `enter` opens it as somebody."""

    def __init__(self, workspace: Workspace, stack: ExitStack, access: Access, app: FastAPI) -> None:
        self.now = datetime(2026, 9, 1, 8, tzinfo=UTC)
        self.site = Site(workspace, access, lambda: self.now)
        self.site.accounts._hasher = CHEAP
        self._app, self._stack = app, stack
        serve(app, self.site)

    def browser(self, address: str = "127.0.0.1", base: str = OWN) -> Browser:
        client = TestClient(self._app, base_url=base, client=(address, 50000), raise_server_exceptions=False)
        return Browser(self._stack.enter_context(client))

    def use(self, browser: Browser, link: str, password: str = PASSWORD, **form: str) -> int:
        return browser.post(f"/enter/{link}", password=password, again=form.pop("again", password), **form)

    def first(self) -> Browser:
        """The first lead's, Ana's."""
        browser = self.browser()
        assert self.use(browser, self.site.accounts.first_link(), name="Ana") == 303
        return browser

    def invited(self, lead: Browser, name: str, role: str = "reviewer") -> Browser:
        browser = self.browser()
        assert self.use(browser, link_in(invite(lead, name, role).text)) == 303
        return browser


def invite(lead: Browser, name: str, role: str = "reviewer") -> Response:
    return lead.answer("/people", name=name, role=role)


def link_in(page: str) -> str:
    return re.findall(r'<code id="made">\S+/enter/([\w-]+)</code>', page)[0]


def sign_in(browser: Browser, name: str, password: str) -> int:
    return browser.post("/signin", name=name, password=password)


def is_in(browser: Browser) -> bool:
    return browser.client.get("/frameworks", follow_redirects=False).status_code == 200


def programmes_of(browser: Browser, token: str) -> int:
    """What a program with this token is answered."""
    return browser.client.get("/api/v1/programmes", headers={"authorization": f"Bearer {token}"}).status_code


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """It serves the house of each test in turn."""
    return create_app(Site(Workspace(tmp_path_factory.mktemp("nobody")), Access(accounts=True)))


@pytest.fixture
def opened(app: FastAPI) -> Iterator[Callable[..., House]]:
    """Opens a page over a workspace."""
    with ExitStack() as stack:
        yield lambda workspace, **access: House(workspace, stack, Access(accounts=True, **access), app)


@pytest.fixture
def house(opened: Callable[..., House], tmp_path: Path) -> House:
    return opened(Workspace(tmp_path))


@pytest.fixture
def ana(house: House) -> Browser:
    """The first lead."""
    return house.first()


@pytest.fixture
def leo(house: House, ana: Browser) -> Browser:
    return house.invited(ana, "Leo")


@pytest.fixture
def stranger(house: House) -> Browser:
    """Somebody who did not sign in."""
    return house.browser()


# The way in


def test_the_first_link_makes_a_lead_who_invites_others(house: House) -> None:
    assert house.browser().client.get("/frameworks").status_code == 403
    ana, english = house.first(), {"accept-language": "en"}
    for browser, path, es, en in (
        (ana, "/", "Usted es Ana", "You are Ana"),
        (ana, "/people", "Invitar a alguien", "Invite somebody"),
        (ana, "/account", "Su cuenta", "Your account"),
        (house.browser(), "/", "Iniciar sesión", "Sign in"),
    ):
        assert es in browser.get(path)
        assert en in browser.get(path, **english)
    assert house.site.accounts.first_link() is None
    leo = house.invited(ana, "Leo")
    assert "Usted es Leo" in leo.get("/")
    assert 'href="/people"' in ana.get("/")
    assert 'href="/people"' not in leo.get("/")
    assert leo.post("/signout") == 303
    assert not is_in(leo)
    assert sign_in(leo, "leo", PASSWORD) == 303
    assert is_in(leo)


def test_one_comes_back_to_where_one_wanted_to_go_and_nowhere_else(ana: Browser, stranger: Browser) -> None:
    assert 'name="to" value="/frameworks?q=coser"' in stranger.client.get("/frameworks?q=coser").text
    for to, place in (("/frameworks?q=coser", "/frameworks?q=coser"), ("//evil.example/", "/")):
        assert stranger.answer("/signin", name="Ana", password=PASSWORD, to=to).headers["location"] == place


def test_an_invitation_that_is_only_looked_at_stays_good_and_is_used_once(
    house: House, ana: Browser, stranger: Browser
) -> None:
    link = link_in(invite(ana, "Leo").text)
    for _ in range(2):
        assert "Usted entra como Leo" in stranger.get(f"/enter/{link}")
    # Whoever is invited does not choose the name.
    assert house.use(stranger, link, name="Ana") == 303
    assert "Usted es Leo" in stranger.get("/")
    another = house.browser()
    assert another.client.get(f"/enter/{link}").status_code == house.use(another, link, OTHER) == 410
    assert not is_in(another)


def test_a_link_expires_and_a_new_one_ends_the_former(house: House, ana: Browser, stranger: Browser) -> None:
    former = link_in(invite(ana, "Leo").text)
    link = link_in(ana.page("/people/link", person="Leo"))
    assert stranger.client.get(f"/enter/{former}").status_code == 410
    house.now += LIFETIME["link"]
    assert stranger.client.get(f"/enter/{link}").status_code == house.use(stranger, link) == 410
    for guess in ("", "x", "é", "0" * 500, digest(link)):
        assert stranger.client.get(f"/enter/{guess}").status_code in (404, 410)


def test_the_first_link_ends_with_the_next_start(house: House, stranger: Browser) -> None:
    former, link = house.site.accounts.first_link(), house.site.accounts.first_link()
    for used, name, status in ((former, "Eva", 410), (link, "", 422), (link, "Ana", 303)):
        assert house.use(stranger, used, name=name) == status


def test_of_what_people_hold_only_hashes_are_kept(house: House, ana: Browser) -> None:
    link = link_in(invite(ana, "Leo").text)
    token = re.findall(r'<code id="made">([\w-]+)</code>', ana.page("/account/tokens", label="p"))[0]
    session = ana.client.cookies[SESSION]
    house.site.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = house.site.database.path.read_bytes()
    for secret in (PASSWORD, link, token, session):
        assert len(secret) >= 22
        assert secret.encode() not in stored
    assert b"$argon2id$v=19$" in stored
    assert token not in ana.get("/account")


# Passwords


@pytest.mark.slow
def test_hashes_cost_what_the_rfc_asks_for_and_older_ones_are_made_anew(house: House) -> None:
    house.first()
    accounts = Accounts(house.site.database, required=True, clock=lambda: house.now)
    assert accounts.sign_in("Ana", PASSWORD, "127.0.0.1")
    row = house.site.database.row("SELECT password FROM account")
    assert row["password"].startswith("$argon2id$v=19$m=65536,t=3,p=4$")  # RFC 9106, 4: second recommended option
    assert accounts.sign_in("Ana", PASSWORD, "127.0.0.1")


@pytest.mark.parametrize(
    "password",
    ["caballo-verde", "ñandú sin prisa", "   a b c d e  ", "7294 6018 3357", "p\0asar la noche", "🐎🐎🐎 galopan🐎"],
)
def test_any_composition_is_taken_and_nothing_of_it_is_changed(house: House, password: str) -> None:
    assert house.use(house.browser(), house.site.accounts.first_link(), password, name="Ana") == 303
    assert sign_in(house.browser(), "Ana", password) == 303
    for other in (password.upper() + "x", password + " ", password[:-1]):
        assert sign_in(house.browser(), "Ana", other) == 403


REFUSED = {
    "password.short": ["short12"],
    "password.long": ["x" * 60 + "y" * 69],
    "password.usual": [
        *("Password123", "contraseña2026!", "P4$$w0rd", "qwertyuiop", "zxcvbnm123", "12345678", "87654321"),
        *("aaaaaaaaaa", "19991231", "q1w2e3r4", "September1", "princesaprincesa", "x" * 127),
    ],
    "password.name": ["María Fernández1", "curmap2026"],
    None: ["teléfono del vecino", "maria compra siete peras", "correcthorse"],
}
"""Passwords by why they are."""


@pytest.mark.parametrize(("password", "why"), [(password, why) for why, those in REFUSED.items() for password in those])
def test_what_would_be_tried_first_is_refused(password: str, why: str | None) -> None:
    assert weakness(password, "María Fernández") == why


def test_a_weak_password_is_refused_where_it_is_set(house: House, stranger: Browser) -> None:
    link, long = house.site.accounts.first_link(), "palabra " * 16
    for password, again, status in (("password1", "password1", 422), (PASSWORD, OTHER, 422), (long, long, 303)):
        assert house.use(stranger, link, password, name="Ana", again=again) == status
    assert stranger.post("/account/password", former=long, password="12345678", again="12345678") == 422
    page = stranger.get("/account")
    assert page.count('type="password"') == 3
    assert "maxlength" not in re.findall(r'<input type="password"[^>]*>', page)[1]
    assert 'autocomplete="new-password"' in page


def test_changing_it_takes_the_former_one_and_ends_other_sessions(ana: Browser, stranger: Browser) -> None:
    assert sign_in(stranger, "Ana", PASSWORD) == 303
    before = ana.client.cookies[SESSION]
    assert ana.post("/account/password", former=OTHER, password=OTHER, again=OTHER) == 422
    assert is_in(stranger)
    assert ana.post("/account/password", former=PASSWORD, password=OTHER, again=OTHER) == 303
    assert is_in(ana)
    assert ana.client.cookies[SESSION] != before
    assert not is_in(stranger)
    assert [sign_in(stranger, "Ana", password) for password in (PASSWORD, OTHER)] == [403, 303]


def test_a_forgotten_password_is_set_by_a_leads_link_and_ends_what_was(
    house: House, ana: Browser, leo: Browser, stranger: Browser
) -> None:
    held = house.site.accounts.issue("token", "Leo", "t")
    page = ana.page("/people/link", person="Leo")
    assert is_in(leo)  # until the link is used, nothing changes
    assert house.use(stranger, link_in(page), OTHER) == 303
    assert "Usted es Leo" in stranger.get("/")
    assert not is_in(leo)
    assert house.site.accounts.holder("token", held) is None
    assert sign_in(leo, "Leo", PASSWORD) == 403


# Sessions


def test_a_session_is_a_new_one_at_each_sign_in(house: House, ana: Browser) -> None:
    victim, attacker = house.browser(), house.browser()
    for browser in (victim, attacker):
        browser.client.cookies.set(SESSION, "planted", domain="127.0.0.1")
    assert sign_in(victim, "Ana", PASSWORD) == 303
    first = victim.client.cookies[SESSION]
    assert first != "planted"
    assert (is_in(attacker), is_in(victim)) == (False, True)
    assert sign_in(victim, "Ana", PASSWORD) == 303
    assert house.site.accounts.holder("session", first) is None


def test_an_open_page_goes_on_after_signing_in_again_and_for_nobody_else(
    house: House, ana: Browser, stranger: Browser
) -> None:
    house.invited(ana, "Leo")
    shown = ana.token  # in a page that stays open, with what was typed there
    assert ana.post("/signout") == 303
    lost = ana.answer("/account/tokens", token=shown, label="x")
    assert lost.status_code == 403
    assert "no se guardó" in lost.text
    assert 'name="to" value="/account/tokens"' in lost.text  # which leads to the account page
    for name, status in (("Leo", 403), ("Ana", 200)):
        assert sign_in(ana, name, PASSWORD) == 303
        assert ana.post("/account/tokens", token=shown, label="x") == status
    stranger.client.cookies.set(SESSION, "Ana", domain="127.0.0.1")
    assert ana.post("/account/tokens", token=stranger.token, label="x") == 403


def test_a_session_that_was_ended_does_not_come_back(ana: Browser, stranger: Browser) -> None:
    held = ana.client.cookies[SESSION]
    assert ana.answer("/signout").headers["clear-site-data"] == '"cache"'
    stranger.client.cookies.set(SESSION, held)
    assert not is_in(stranger)


def test_a_session_ends_when_nothing_is_heard_and_after_a_week_in_any_case(house: House, ana: Browser) -> None:
    house.now += IDLE
    assert not is_in(ana)
    assert sign_in(ana, "Ana", PASSWORD) == 303
    begun = house.now
    while house.now < begun + LIFETIME["session"] - IDLE:
        house.now += IDLE / 2
        assert is_in(ana)
    house.now = begun + LIFETIME["session"]
    assert not is_in(ana)


def test_a_name_typed_without_accounts_is_nobodys_with_them(house: House, stranger: Browser) -> None:
    stranger.client.cookies.set("curmap-person", signed_name("Ana", house.site.secret))
    assert not is_in(stranger)
    assert stranger.post("/name", name="Ana") == 422
    assert stranger.client.get("/frameworks", headers={"x-user": "Ana", "x-remote-user": "Ana"}).status_code == 403


def test_a_session_is_no_token_and_a_token_no_session(house: House, ana: Browser, stranger: Browser) -> None:
    token, link = house.site.accounts.issue("token", "Ana", "t"), house.site.accounts.new_link("Ana", "Ana", "")
    for held in (token, link):
        stranger.client.cookies.set(SESSION, held)
        assert not is_in(stranger)
        stranger.client.cookies.clear()
    assert programmes_of(stranger, ana.client.cookies[SESSION]) == 401
    assert stranger.client.get(f"/enter/{token}").status_code == 410


def test_signing_in_is_not_done_by_another_site(ana: Browser, stranger: Browser) -> None:
    form = {"name": "Ana", "password": PASSWORD}
    assert stranger.answer("/signin", headers={"origin": "https://evil.example"}, **form).status_code == 403
    assert stranger.post("/signin", token="0" * 80, **form) == 403
    assert not is_in(stranger)


# Guessing


def test_guessing_one_name_is_stopped_and_does_not_lock_its_owner_out(house: House, ana: Browser) -> None:
    house.now += WINDOW
    attacker, guesses = house.browser(ELSEWHERE), [f"guess number {n}" for n in range(MOST_OF_NAME)]
    assert [sign_in(attacker, "Ana", guess) for guess in guesses] == [403] * MOST_OF_NAME
    answer = attacker.answer("/signin", name="Ana", password=PASSWORD)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) == WINDOW.total_seconds()
    # Ana came in from her own address before, and still can; one that never did is asked to wait.
    assert sign_in(house.browser(), "Ana", OTHER) == 403
    house.now += WINDOW
    assert sign_in(house.browser(), "Ana", PASSWORD) == 303
    for guess in guesses:
        sign_in(attacker, "Ana", guess)
    assert sign_in(house.browser(), "Ana", PASSWORD) == 303
    assert sign_in(house.browser("198.51.100.1"), "Ana", PASSWORD) == 429


def test_guessing_many_names_from_one_address_is_stopped_and_locks_nobody_out_who_came_in_there(
    house: House, ana: Browser
) -> None:
    school = "192.0.2.9"
    assert sign_in(house.browser(school), "Ana", PASSWORD) == 303
    now = house.now.isoformat(timespec="seconds")
    values = [(now, "failed", "", f"n{n}", ELSEWHERE) for n in range(MOST_OF_ADDRESS)]
    with house.site.database.writing() as db:
        db.executemany("INSERT INTO event (at, what, person, about, address) VALUES (?, ?, ?, ?, ?)", values)
    assert sign_in(house.browser(ELSEWHERE), "Ana", PASSWORD) == 429
    assert sign_in(house.browser("192.0.2.8"), "Ana", OTHER) == 403
    # A school has one address: fifty who mistype there do not lock those out who came in from it.
    with house.site.database.writing() as db:
        db.execute("UPDATE event SET address = ? WHERE what = 'failed'", (school,))
    assert sign_in(house.browser(school), "Leo", PASSWORD) == 429
    for _ in range(MOST_OF_NAME - 1):  # and the one of before
        assert sign_in(house.browser(school), "Ana", OTHER) == 403
    assert sign_in(house.browser(school), "Ana", PASSWORD) == 429


def test_addresses_are_those_that_a_trusted_proxy_says(house: House) -> None:
    for address, told in (("127.0.0.1", "203.0.113.1, 2001:db8:1:2:3::9"), (ELSEWHERE, "203.0.113.1")):
        browser = house.browser(address)
        browser.client.headers["x-forwarded-for"] = told
        sign_in(browser, "Ana", PASSWORD)
    assert [event.address for event in house.site.accounts.events()] == [ELSEWHERE, "2001:db8:1:2::/64"]


def test_names_cannot_be_told_from_answers(house: House, ana: Browser, leo: Browser) -> None:
    invite(ana, "Eva")  # did not enter yet
    assert ana.post("/people/out", person="Leo") == 303
    pages = set()
    for name in ("Ana", "Nobody", "Eva", "Leo"):
        answer = house.browser().answer("/signin", name=name, password=PASSWORD + "x")
        assert answer.status_code == 403
        pages.add(re.sub(r'[0-9a-f]{80}|value="[^"]*"', "", answer.text))
    assert len(pages) == 1
    # As long, too: a hash is computed for who is nobody.
    assert house.site.accounts._nobodys.startswith("$argon2id$")


def test_two_names_that_read_the_same_are_one(ana: Browser) -> None:
    assert invite(ana, "José Peña").status_code == 200
    for name in ("Jose Pena", "JOSÉ  PEÑA", "Jose\u0301 Pen\u0303a", "ana"):
        answer = invite(ana, name)
        assert answer.status_code == 422
        assert "se lee igual" in answer.text
    assert 'value="ana"' in answer.text  # what was typed stays


# Roles


LEADS = ("/people", "/people/link", "/people/role", "/people/out", "/people/back", "/people/take")


def test_a_reviewer_asks_in_vain_for_what_leads_do(house: House, ana: Browser, leo: Browser) -> None:
    assert leo.client.get("/people").status_code == 404
    for path in LEADS:
        assert leo.post(path, person="Ana", name="Eva", role="lead") == 404
    assert {one.name: one.role for one in house.site.accounts.people()} == {"Ana": "lead", "Leo": "reviewer"}
    refused = [event for event in house.site.accounts.events() if event.what == "refused"]
    assert len(refused) == len(LEADS) + 1
    assert {event.person for event in refused} == {"Leo"}
    assert "no tuvo permiso para: /people/out" in ana.get("/people")


def test_roles_change_at_once_and_one_lead_remains(ana: Browser, leo: Browser) -> None:
    assert ana.post("/people/role", person="Leo", role="lead") == 303
    assert "Invitar a alguien" in leo.get("/people")
    assert leo.post("/people/role", person="Ana", role="reviewer") == 303
    assert ana.client.get("/people").status_code == 404
    for path, person, role, status in (
        ("/people/out", "Leo", "reviewer", 404),
        ("/people/role", "Leo", "reviewer", 404),
        ("/people/role", "Nobody", "lead", 404),
        ("/people/role", "Ana", "king", 422),
    ):
        assert leo.post(path, person=person, role=role) == status


def test_who_is_let_in_no_longer_holds_nothing(house: House, ana: Browser, leo: Browser, stranger: Browser) -> None:
    token = house.site.accounts.issue("token", "Leo", "t")
    assert programmes_of(stranger, token) == 200
    assert ana.post("/people/out", person="Leo") == 303
    assert not is_in(leo)
    assert programmes_of(stranger, token) == 401
    assert sign_in(leo, "Leo", PASSWORD) == 403
    assert ana.post("/people/link", person="Leo") == 404
    assert invite(ana, "leo").status_code == 422  # the name stays theirs
    assert ana.post("/people/back", person="Leo") == 303
    assert sign_in(leo, "Leo", PASSWORD) == 303
    assert programmes_of(stranger, token) == 401


def test_standards_are_replaced_and_removed_by_leads_alone(opened: Callable[..., House], workspace: Workspace) -> None:
    house, path = opened(workspace), "/frameworks/conocer/remove"
    ana = house.first()
    leo = house.invited(ana, "Leo")
    assert [path in browser.get("/frameworks/conocer") for browser in (ana, leo)] == [True, False]
    assert leo.client.get(path).status_code == leo.post(path) == 404


def test_a_lead_settles_disputes_and_takes_over_whose_owner_left(
    opened: Callable[..., House], workspace: Workspace
) -> None:
    house = opened(workspace)
    house.site.frameworks.refresh(workspace)
    number = added(house.site, "Lubrica la maquina de coser de su taller.", owner="Rita")
    eva = house.browser()
    assert house.use(eva, house.site.accounts.lead_link(), name="Eva") == 303
    rita, teo = house.invited(eva, "Rita"), house.invited(eva, "Teo")
    path = f"/programmes/{number}"
    first = f"{path}/passages/1"
    for person in ("Eva", "Teo"):
        assert rita.post(f"{path}/people", person=person) == 303
    for browser, verdict in ((rita, "added"), (teo, "rejected")):
        assert browser.post(first, act=f"{verdict} conocer EC9001/E9101") == 303
    for browser, may in ((teo, False), (eva, True)):
        assert ('value="settled Teo"' in browser.get(f"{path}/document")) is may
        assert browser.post(first, act="settled Teo") == (303 if may else 422)
    assert eva.post(f"{path}/delete") == 404
    assert eva.post("/people/take", person="Rita") == 404  # she is still here
    owned = {one.name: one.programmes for one in house.site.accounts.people()}
    assert (owned["Rita"], owned["Teo"]) == (1, 0)
    for browser, of, person, status in (
        (rita, f"{path}/delete", "", 303),
        (eva, "/people/out", "Rita", 303),
        (teo, "/people/take", "Rita", 404),
        (eva, "/people/take", "Rita", 303),
        (eva, f"{path}/restore", "", 303),
    ):
        assert browser.post(of, person=person) == status
    review = house.site.review(number, "Eva")
    assert review.programme.owner == "Eva"
    assert {row.person for row in review.rows} == {"Rita", "Teo", "Eva"}


# What is kept, and what is sent


def test_what_happened_is_recorded_with_who_when_and_from_where(house: House, ana: Browser, leo: Browser) -> None:
    sign_in(house.browser(ELSEWHERE), "Leo", OTHER)
    sign_in(house.browser(ELSEWHERE), OTHER, "Leo")  # a password in the place of the name
    ana.post("/people/out", person="Leo")
    events = house.site.accounts.events()
    assert [event.what for event in events] == ["out", "failed", "failed", "entered", "linked", "entered"]
    assert [event.address == ELSEWHERE for event in events] == [event.what == "failed" for event in events]
    assert (events[0].person, events[0].about, events[0].address) == ("Ana", "Leo", "127.0.0.1")
    assert events[2].about == "leo"
    assert all(event.at == "2026-09-01T08:00:00+00:00" for event in events)
    assert OTHER not in repr(events)
    assert "no pudo iniciar sesión: (un nombre que nadie tiene)" in ana.get("/people")


def test_the_record_and_what_expired_go_after_a_while(house: House, ana: Browser) -> None:
    for days, remains in ((179, True), (181, False)):
        remove_deleted(house.site.database, house.site.files, house.now + timedelta(days=days))
        assert bool(house.site.accounts.events()) is remains
        assert house.site.database.rows("SELECT * FROM secret") == []


def test_over_tls_cookies_are_of_this_host_alone_and_the_browser_is_told_to_stay(
    opened: Callable[..., House], tmp_path: Path
) -> None:
    house = opened(Workspace(tmp_path), host="0.0.0.0")
    browser = house.browser(base="https://curmap.example")
    answer = browser.client.get("/")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("__Host-curmap-session=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(cookie.split("; "))
    # What is neither encrypted nor of this machine is refused: passwords would be read on the way.
    assert house.browser(base="http://curmap.example").client.get("/").status_code == 421
    assert house.browser(base="http://127.0.0.1:8000").client.get("/").status_code == 200


def test_strangers_send_little(stranger: Browser) -> None:
    for length, status in ((70_000, 413), (10_000, 403)):
        assert stranger.post("/signin", name="Ana", password="x" * length) == status


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--accounts --no-auth", "una sola"),
        ("--accounts --auth-header X-User", "una sola"),
        ("--accounts --host 0.0.0.0", "a la vista de todos"),
        ("--host 0.0.0.0", "--accounts"),
        ("--accounts --certificate c.pem", "van juntas"),
        ("--accounts --certificate c.pem --key k.pem", "c.pem: no se puede usar"),
        ("--host 203.0.113.7 --auth-header X-User", "no es de este equipo"),
        ("--port TAKEN", "--port TAKEN: no se puede abrir en 127.0.0.1: otro programa lo usa"),
    ],
)
def test_where_it_cannot_or_may_not_serve_it_ends_with_code_2(tmp_path: Path, options: str, said: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = curmap("--workspace", tmp_path, "serve", *options.replace("TAKEN", port).split())
    assert done.code == 2
    assert said.replace("TAKEN", port) in done.err
