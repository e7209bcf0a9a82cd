"""Accounts in a real browser, served by the real command: invited, at work, signed out; and a program beside them."""

import json
import re
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


def test_invited_at_work_and_signed_out(browser: Browser, server: Server) -> None:
    with browser.new_context(locale="es-MX") as first, browser.new_context(locale="en-GB") as second:
        ana, leo = Visitor(first, server), Visitor(second, server)
        ana.open(first_link(server))
        ana.page.locator("[name=name]").fill("Ana")
        set_password(ana, "password1")
        expect(ana.page.locator("#wrong")).to_contain_text("primeras que alguien probaría")
        assert ana.page.locator("[name=name]").input_value() == "Ana"
        assert ana.faults() == []
        set_password(ana)
        ana.go(ana.page.locator("nav a[href='/people']"))
        ana.page.locator("[name=name]").fill("Leo")
        ana.go(ana.page.locator("#invite ~ form button.main"))
        link = ana.page.locator("#made").inner_text()
        assert link.startswith(server.address)
        leo.page.goto(link)
        assert leo.faults() == []
        set_password(leo)
        leo.upload(SAMPLES / "syllabus.pdf")
        leo.page.locator(".row > summary").first.click()
        leo.press("n")
        assert leo.decided >= 1
        address = leo.page.url.removeprefix(server.address)
        leo.go(leo.page.locator("form[action='/signout'] button"))
        # What a decision would have changed is not changed, and one comes back to where one was.
        leo.open(address)
        expect(leo.page.locator("h1")).to_have_text("Sign in")
        assert leo.faults() == []
        leo.page.locator("[name=name]").fill("leo")
        leo.page.locator("[name=password]").fill(PASSWORD + "x")
        leo.go(leo.page.locator("button.main"))
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
        other.page.locator("[name=name]").fill("Leo")
        other.page.locator("[name=password]").fill(PASSWORD)
        other.go(other.page.locator("button.main"))
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
        expect(ana.page.locator(".programme .name").first).to_be_visible()
        for path in ("/people", "/account"):
            for scheme in ("dark", "light"):
                ana.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                ana.open(path)
                assert ana.faults() == [], (path, scheme)
            for width in (640, 320):
                ana.page.set_viewport_size({"width": width, "height": 480})
                assert ana.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
            ana.page.set_viewport_size({"width": 1280, "height": 800})
        # Chromium says what was refused, and what it forgot at sign-out.
        told = ("Failed to load resource", "Clear-Site-Data")
        assert not [line for line in (*ana.said, *leo.said, *other.said) if not line.startswith(told)]


def test_a_program_works_beside_them_by_http(browser: Browser, server: Server) -> None:
    with browser.new_context(locale="es-MX") as context:
        ana = Visitor(context, server)
        ana.open()
        ana.page.locator("[name=name]").fill("Ana")
        ana.page.locator("[name=password]").fill(PASSWORD)
        ana.go(ana.page.locator("button.main"))
        ana.open("/account")
        ana.page.locator("[name=label]").fill("script")
        ana.go(ana.page.locator("#tokens ~ form button"))
        token = ana.page.locator("#made").inner_text()

        def ask(method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> Any:  # noqa: ANN401
            headers = {"Authorization": f"Bearer {token}", "Content-Type": kind}
            asked = urllib.request.Request(f"{server.address}/api/v1{path}", body, headers, method=method)
            with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
                content = answer.read()
            return json.loads(content) if content else None

        document = "# M\n\n## Resultados de aprendizaje\n\n- Lubrica la máquina de coser.\n"
        parts = [("framework", "", "conocer"), ("files", '; filename="m.md"', document)]
        said = "".join(f'--x\r\nContent-Disposition: form-data; name="{n}"{f}\r\n\r\n{v}\r\n' for n, f, v in parts)
        (job,) = ask("POST", "/programmes", f"{said}--x--\r\n".encode(), "multipart/form-data; boundary=x")
        while (job := ask("GET", f"/jobs/{job['id']}"))["state"] in ("waiting", "running"):
            time.sleep(0.2)
        path = f"/programmes/{job['programme']}"
        passage = ask("GET", f"{path}/alignment")["passages"][-1]["id"]
        (row,) = ask("POST", f"{path}/decisions", json.dumps({"verdict": "none", "passage": passage}).encode())
        assert row["person"] == "Ana"
        ana.open(path)
        assert ana.decided == 1
        ask("DELETE", path)
        ana.open("/account")
        ana.go(ana.page.locator("#tokens ~ ul button"))
        with pytest.raises(urllib.error.HTTPError) as refused:
            ask("GET", "/programmes")
        assert refused.value.code == 401
        refused.value.close()
