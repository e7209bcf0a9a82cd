"""Accounts in a real browser, served by the real command: invited, at work, signed out; and a program beside them."""

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from serving import PATIENCE, Server
from test_mapper_web_browser import SAMPLES, Visitor

pytestmark = pytest.mark.slow

PASSWORD = "caballo verde bajo la lluvia"


@pytest.fixture(scope="module")
def server(norms: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    workspace = Path(shutil.copytree(norms, tmp_path_factory.mktemp("accounts") / "workspace"))
    running = Server(workspace, "--accounts")
    yield running
    running.kill()


def first_link(server: Server) -> str:
    """The link that the server printed when it started."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := re.search(r"http://\S+(/enter/\S+)", server.log.read_text()):
            return found[1]
        time.sleep(0.1)
    pytest.fail("no link was printed")


def set_password(visitor: Visitor, password: str = PASSWORD) -> None:
    for name in ("password", "again"):
        visitor.page.locator(f"[name={name}]").fill(password)
    visitor.go(visitor.page.locator("button.main"))


def sign_in(visitor: Visitor, name: str, password: str = PASSWORD) -> None:
    visitor.page.locator("[name=name]").fill(name)
    visitor.page.locator("[name=password]").fill(password)
    visitor.go(visitor.page.locator("button.main"))


def test_invited_at_work_and_signed_out(browser: Browser, server: Server) -> None:
    with browser.new_context(locale="es-MX") as first, browser.new_context(locale="en-GB") as second:
        ana, leo = Visitor(first, server), Visitor(second, server)
        ana.open(first_link(server))
        ana.page.locator("[name=name]").fill("Ana")
        set_password(ana, "password1")
        expect(ana.page.locator("#wrong")).to_contain_text("contraseñas más usadas")
        assert ana.page.locator("[name=name]").input_value() == "Ana"
        assert ana.faults() == []
        set_password(ana)
        ana.go(ana.page.locator("nav a[href='/people']"))
        ana.page.locator("[name=name]").fill("Leo")
        ana.go(ana.page.locator("#invite ~ form button.main"))
        link = ana.page.locator("#made").inner_text()
        assert link.startswith(server.address)
        first.grant_permissions(["clipboard-read", "clipboard-write"])
        ana.page.get_by_role("button", name="Copiar").click()
        expect(ana.page.locator("[data-done]")).to_be_visible()
        assert ana.page.evaluate("navigator.clipboard.readText()") == link
        leo.page.goto(link)
        assert leo.faults() == []
        set_password(leo)
        leo.upload(SAMPLES / "syllabus.pdf")
        leo.read()
        leo.page.locator(".row > summary").first.click()
        leo.press("n")
        assert leo.decided >= 1
        address = leo.page.url.removeprefix(server.address)
        leo.go(leo.page.locator("form[action='/signout'] button"))
        # What a decision would have changed is not changed, and one comes back to where one was.
        leo.open(address)
        expect(leo.page.locator("h1")).to_have_text("Sign in")
        assert leo.faults() == []
        sign_in(leo, "leo", PASSWORD + "x")
        expect(leo.page.locator("#wrong")).to_be_visible()
        leo.page.locator("[name=password]").fill(PASSWORD)
        leo.go(leo.page.locator("button.main"))
        assert leo.page.url.startswith(server.address + address.partition("?")[0].partition("#")[0])
        # Signed out in another tab: nothing is saved, and after signing in there the open page goes on.
        leo.at(1)
        other = Visitor(second, server)
        other.open()
        other.go(other.page.locator("form[action='/signout'] button"))
        leo.page.keyboard.press("t")
        leo.page.locator(".row[open] textarea").fill("una nota")
        leo.page.locator(".row[open] button[value=note]").click()
        expect(leo.page.locator(".row[open] .failed")).to_contain_text("It was not saved")
        sign_in(other, "Leo")
        with leo.answered():
            leo.page.locator(".row[open] button[value=note]").click()
        expect(leo.page.locator(".row .failed")).to_have_count(0)
        expect(leo.page.locator("#p1")).to_contain_text("una nota")
        # Let in no longer while the page is open: what is clicked next is not believed to be saved.
        before = leo.decided
        leo.at(1)
        ana.open("/people")
        ana.go(ana.page.locator("form[action='/people/out'] button"))
        leo.page.keyboard.press("n")
        expect(leo.page.locator(".row[open] .failed")).to_contain_text("It was not saved")
        assert leo.decided == before
        ana.go(ana.page.locator("form[action='/people/take'] button"))
        ana.open()
        expect(ana.page.locator(".programmes .name").first).to_be_visible()
        for path in ("/people", "/account"):
            for scheme in ("dark", "light"):
                ana.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                ana.open(path)
                assert ana.faults() == [], (path, scheme)
            assert ana.fits(640, 320), path
        # Chromium says what was refused, and what it forgot at sign-out.
        told = ("Failed to load resource", "Clear-Site-Data")
        assert not [line for line in (*ana.messages, *leo.messages, *other.messages) if not line.startswith(told)]
