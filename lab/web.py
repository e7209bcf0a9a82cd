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
WIDTH, HEIGHT, COLOURS = 1200, 860, 48
DECIDED = 5
"""Passages and criteria that are decided before their pictures are taken."""
KEYS = {"suggested": "a", "partly": "p", "uncertain": "p", "nothing": "n"}
"""By a criterion's state as computed, the key by which a person says what it nearly is."""


def main() -> None:
    """Writes docs/web/<page>.png and review.es.png, which the READMEs, the guides and docs/web.md show."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for lang in LOCALES:
            walk(browser, address, lang)
        browser.close()


@contextmanager
def served(workspace: Path) -> Iterator[str]:
    """The page over the samples' frameworks, at its address."""
    curmap = [sys.executable, "-m", "mapper", "--workspace", str(workspace)]
    for sample in ("EC9001.pdf", "normas.csv"):
        subprocess.run([*curmap, "framework", "add", str(SAMPLES / sample)], check=True, capture_output=True)
    programmes = [str(SAMPLES / sample) for sample in (PROGRAMME, "syllabus.pdf")]
    of = ["--framework", "table", "--collection", "catalogo"]
    subprocess.run([*curmap, "index", *programmes, *of], check=True, capture_output=True)
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
    """Whether the page answers yet."""
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except OSError:
        return False
    return True


def walk(browser: Browser, address: str, lang: str) -> None:
    """The whole way of one person, with a picture of each page."""
    locale, name = LOCALES[lang]
    with browser.new_context(locale=locale, viewport={"width": WIDTH, "height": HEIGHT}) as context:
        page = context.new_page()
        page.goto(address)
        page.fill("[name=name]", name)
        page.keyboard.press("Enter")
        programme = sent(page, SAMPLES / PROGRAMME)
        page.locator(".row > summary").first.click()
        for _ in range(DECIDED):
            decided(page, "a" if page.locator(".row[open] .choices > ol").count() else "n")
        taken(page, "review", lang)
        if lang != "en":
            return
        page.goto(f"{programme}/criteria?standard=conocer/{STANDARD}")
        for _ in range(DECIDED):
            state = str(page.locator("#focus .badge rect").get_attribute("class"))
            decided(page, KEYS[state])
        taken(page, "criteria", lang)
        page.goto(f"{programme}/coverage")
        shown = page.locator("section", has=page.locator("h2", has_text=STANDARD))
        shown.evaluate("one => { one.querySelector('details').open = true; one.scrollIntoView() }")
        taken(page, "coverage", lang)
        page.goto(f"{address}/ads")
        sent(page, SAMPLES / "ofertas.jsonl")
        taken(page, "ads", lang)
        page.goto(f"{address}/collections/catalogo?text=thread+tension")
        taken(page, "collection", lang)


def decided(page: Page, key: str) -> None:
    """Press a key that decides, and wait until the next one is in focus."""
    page.keyboard.press(key)
    page.wait_for_timeout(600)


def sent(page: Page, path: Path) -> str:
    """Upload a file, wait for it and open what came of it; gives its address."""
    page.set_input_files("[name=files]", path)
    page.click("form.drop button.main")
    done = page.locator("#jobs:not([hx-trigger='every 1s']) li", has_text=path.name).first.locator("a")
    done.wait_for(timeout=120_000)
    done.click()
    page.wait_for_load_state()
    return page.url


def taken(page: Page, what: str, lang: str) -> None:
    """Take a picture of what is in view."""
    path = PICTURES / (f"{what}.png" if lang == "en" else f"{what}.{lang}.png")
    page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    main()
