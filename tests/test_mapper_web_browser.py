"""The page in a real browser, served by the real command: the whole way, by keyboard, for everyone, after a crash."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from mapper import actions
from mapper.store import Workspace

pytestmark = pytest.mark.slow
SAMPLES = Path(actions.__file__).resolve().parent / "samples"
AXE = (Path(__file__).parent / "vendor" / "axe-4.14.1.min.js").read_text(encoding="utf-8")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Server:
    """`curmap serve` in a process of its own."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "mapper",
            "--workspace",
            str(self.workspace),
            "serve",
            "--port",
            str(self.port),
        ]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(self.address, timeout=5).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        pytest.fail("the page does not answer")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Visitor:
    """Somebody at a browser; whatever the page says on its console is kept."""

    def __init__(self, context: BrowserContext, server: Server) -> None:
        self.page: Page = context.new_page()
        self.server = server
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self, path: str = "/") -> None:
        self.page.goto(self.server.address + path)

    def sign(self, name: str) -> None:
        self.open()
        self.page.locator("[name=name]").fill(name)
        self.page.locator("button.main").click()

    def upload(self, *files: Path) -> None:
        self.open()
        self.page.locator("[name=files]").set_input_files(list(files))
        self.page.locator("form.drop button.main").click()
        self.page.locator("#jobs li").first.locator("a").wait_for(timeout=90_000)
        self.page.locator("#jobs li").first.locator("a").click()
        self.page.locator(".row").first.wait_for()

    @property
    def decided(self) -> int:
        return int(float(self.page.locator("#counts meter").get_attribute("value") or -1))

    def press(self, keys: str) -> str:
        """Press keys, wait for the answer, give what the live region says."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as answered:
            self.page.keyboard.press(keys)
        assert answered.value.status == 200
        self.page.wait_for_timeout(150)
        return self.page.locator("#said").inner_text()

    @property
    def focus(self) -> str:
        return str(self.page.evaluate("document.activeElement.id"))

    def faults(self) -> list[str]:
        found = self.page.evaluate(f"{AXE}; axe.run({{runOnly: {json.dumps(RULES)}}})")
        return [f"{fault['id']}: {node['html'][:120]}" for fault in found["violations"] for node in fault["nodes"]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    workspace = tmp_path_factory.mktemp("workspace")
    for sample in ("EC9001.pdf", "normas.csv"):
        actions.add_framework(Workspace(workspace), [SAMPLES / sample])
    running = Server(workspace)
    yield running
    running.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        reason = "chromium is not installed"
        if os.environ.get("CURMAP_REQUIRE_SYSTEM_PACKAGES"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def visitor(browser: Browser, server: Server) -> Iterator[Visitor]:
    with browser.new_context(locale="es-MX") as context:
        yield Visitor(context, server)


@pytest.mark.parametrize(("locale", "sample"), [("es-MX", "programa.pdf"), ("en-GB", "syllabus.pdf")])
def test_the_whole_way_by_keyboard(browser: Browser, server: Server, locale: str, sample: str) -> None:
    with browser.new_context(locale=locale) as context:
        visitor = Visitor(context, server)
        visitor.sign(f"Ana {locale}")
        visitor.upload(SAMPLES / sample)
        assert visitor.page.locator("html").get_attribute("lang") == locale[:2]
        assert visitor.decided == 0
        visitor.page.locator(".row").first.focus()
        first = visitor.focus
        assert visitor.press("n")
        assert visitor.decided >= 1
        assert visitor.focus not in ("", first)
        visitor.page.reload()
        assert visitor.decided >= 1
        assert visitor.press("Control+z")
        assert visitor.decided == 0
        # Nothing happens while one types, nor without the focus on a passage.
        visitor.page.locator("[name=text]").fill("anr")
        assert visitor.decided == 0
        visitor.page.locator("h1").click()
        visitor.page.keyboard.press("n")
        visitor.page.wait_for_timeout(300)
        assert visitor.decided == 0
        assert visitor.said == []
        assert {url.split("/")[2] for url in visitor.asked} == {server.address.split("/")[2]}


def test_everyone_can_use_each_page(visitor: Visitor) -> None:
    visitor.open()
    assert visitor.faults() == []
    visitor.sign("Eva")
    visitor.upload(SAMPLES / "programa.docx")
    address = visitor.page.url.removeprefix(visitor.server.address)
    visitor.page.locator(".row").first.focus()
    visitor.press("a")
    assert visitor.faults() == []
    pages = [
        f"{address}{end}"
        for end in ("/coverage", "/people", "/downloads", "/again", "/bulk", "/passages/1/other?q=man")
    ]
    for path in ["/", *pages, "/frameworks", "/frameworks?q=man", "/frameworks/conocer", "/nowhere"]:
        visitor.open(path)
        assert visitor.faults() == [], path
    # At 200 % a window of 1,280 pixels has 640: nothing may need scrolling sideways.
    visitor.page.set_viewport_size({"width": 640, "height": 480})
    for path in ("/", address, f"{address}/coverage"):
        visitor.open(path)
        assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


HARD = """# <script>alert("x")</script> Módulo

## Resultados de aprendizaje

- Operación de la máquina 🧵 con seguridad <img src=x onerror=alert(1)>
- =HYPERLINK("http://x","y") Lubrica la máquina de coser y el cabezal

| Resultado de aprendizaje | Criterio de evaluación |
|---|---|
| Cambia la aguja 👩🏽‍🏭 y la banda | Se ha cambiado la aguja según el manual |
"""


def test_marks_the_passages_of_a_hostile_document_and_runs_nothing_of_it(visitor: Visitor, tmp_path: Path) -> None:
    (tmp_path / "<b>duro.md").write_text(HARD, encoding="utf-8")
    visitor.sign("Iris")
    visitor.upload(tmp_path / "<b>duro.md")
    number = int(visitor.page.url.rsplit("/", 1)[-1])
    with visitor.page.expect_download() as waiting:
        visitor.page.evaluate(f"location.href = '/programmes/{number}/download/json'")
    alignment = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))["alignment"]
    mapped = {p["text"] for p in alignment["passages"] if p["role"] in ("outcome", "criterion", "content")}
    marked = visitor.page.locator(".passage mark").all_text_contents()
    assert mapped <= set(marked)
    assert any("👩🏽‍🏭" in text for text in marked)
    assert visitor.said == []


def test_what_is_typed_outlives_a_decision_and_another_competency_can_be_added(visitor: Visitor) -> None:
    visitor.sign("Sol")
    visitor.upload(SAMPLES / "programa.docx")
    row = visitor.page.locator("#p3")
    row.focus()
    visitor.page.keyboard.press("t")
    visitor.page.keyboard.type("pendiente de hablar")
    with visitor.page.expect_response(lambda answer: answer.request.method == "POST"):
        row.locator("button[value=none]").click()
    visitor.page.wait_for_timeout(200)
    assert row.locator("textarea").input_value() == "pendiente de hablar"
    row.focus()
    visitor.page.keyboard.press("o")
    visitor.page.keyboard.type("lubric")
    found = row.locator(".found button").first
    found.wait_for()
    with visitor.page.expect_response(lambda answer: answer.request.method == "POST"):
        found.click()
    visitor.page.wait_for_timeout(200)
    assert "Sol la añadió" in row.inner_text()
    assert visitor.said == []


def test_no_decision_that_was_answered_is_lost_in_a_crash(browser: Browser, server: Server) -> None:
    with browser.new_context(locale="es-MX") as context:
        visitor = Visitor(context, server)
        visitor.sign("Max")
        visitor.upload(SAMPLES / "programa.docx")
        visitor.page.locator(".row").first.focus()
        for _ in range(4):
            visitor.press("n")
        before = visitor.decided
        server.kill()
        server.start()
        visitor.page.reload()
        assert visitor.decided == before >= 4


def test_a_file_that_cannot_be_read_says_so_and_a_cancelled_one_stops(visitor: Visitor, tmp_path: Path) -> None:
    (tmp_path / "roto.pdf").write_bytes(b"%PDF-1.4 nothing")
    visitor.sign("Paz")
    visitor.page.locator("[name=files]").set_input_files([tmp_path / "roto.pdf", SAMPLES / "programa.pdf"])
    visitor.page.locator("form.drop button.main").click()
    visitor.page.locator("#jobs li").first.locator("button").click()
    visitor.page.locator("#jobs .failed").wait_for(timeout=60_000)
    assert "roto.pdf: el PDF está dañado" in visitor.page.locator("#jobs .failed").inner_text()
    assert visitor.page.locator("#jobs .cancelled").count() == 1
