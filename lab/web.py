"""Makes again the pictures of the page in the browser that stand in the READMEs and in docs/web.md.

Run by `make docs` when the page has changed. Serves the samples by the real command; needs chromium.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "mapper" / "samples"
PICTURES = ROOT / "docs" / "web"
LOCALES = {"en": ("en-GB", "Ana"), "es": ("es-MX", "Eva")}
PROGRAMME, STANDARD = "programa.pdf", "EC9001"
"""The sample, and the standard that it was written for, some of which it does not teach."""
WIDTHS, HEIGHT, COLOURS = (1280, 375), 800, 48
DECIDED = "a"
"""Keys by which the first open criteria are decided before pictures are taken; some stay open to be seen."""


def main() -> None:
    """Write docs/web/<screen>-<width>.png in Spanish, and of the queue in English; the READMEs and docs/ show them."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for lang in ("es", "en"):
            walk(browser, address, lang)
        browser.close()


@contextmanager
def served(workspace: Path) -> Iterator[str]:
    """Yield the page over the samples' frameworks, at its address."""
    curmap = [sys.executable, "-m", "mapper", "--workspace", str(workspace)]
    for sample in ("EC9001.pdf", "normas.csv"):
        subprocess.run([*curmap, "framework", "add", str(SAMPLES / sample)], check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([*curmap, "serve", "--port", str(port)], stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        while not answers(address):
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait()


def answers(address: str) -> bool:
    """Tell whether the page answers yet."""
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except OSError:
        return False
    return True


def walk(browser: Browser, address: str, lang: str) -> None:
    """Go the whole way of one person; take a picture of each screen at each width."""
    locale, name = LOCALES[lang]
    with browser.new_context(locale=locale, viewport={"width": WIDTHS[0], "height": HEIGHT}) as context:
        page = context.new_page()
        page.goto(address)
        page.fill("[name=name]", name)
        page.keyboard.press("Enter")
        page.locator("#first").wait_for()
        if lang == "es":
            taken(page, "start", lang)
        programme = sent(page, SAMPLES / PROGRAMME)
        for key in DECIDED:
            with page.expect_response(lambda answer: answer.request.method == "POST"):
                page.keyboard.press(key)
            page.wait_for_timeout(600)
        taken(page, "queue", lang)
        if lang != "es":
            return
        for screen in ("document", "people", "downloads"):
            page.goto(f"{programme}/{screen}")
            if screen == "document":
                page.locator(".row > summary").nth(7).click()
            taken(page, screen, lang)
        page.goto(f"{programme}/coverage?standard=conocer/{STANDARD}")
        taken(page, "coverage", lang)
        page.goto(address)
        taken(page, "programmes", lang)
        page.goto(f"{address}/ads")
        sent(page, SAMPLES / "ofertas.jsonl")
        taken(page, "ads", lang)


def sent(page: Page, path: Path) -> str:
    """Upload a file, wait for it and open what came of it; gives its address."""
    page.set_input_files("[name=files]", path)
    page.click("form.drop button.send")
    done = page.locator("#jobs:not([hx-trigger='every 1s']) li", has_text=path.name).first.locator("a")
    done.wait_for(timeout=600_000)
    done.click()
    page.wait_for_url("**/programmes/*") if path.suffix == ".pdf" else page.wait_for_url("**/ads/*")
    return page.url.partition("?")[0]


def taken(page: Page, what: str, lang: str) -> None:
    """Take a picture of what is in view, in Spanish at each width, in English at the first."""
    for width in WIDTHS if lang == "es" else WIDTHS[:1]:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.wait_for_timeout(300)
        path = PICTURES / (f"{what}-{width}.png" if lang == "es" else f"{what}-{width}.{lang}.png")
        page.screenshot(path=path)
        with Image.open(path) as picture:
            picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})


if __name__ == "__main__":
    main()
