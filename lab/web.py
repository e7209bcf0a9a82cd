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
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "mapper" / "samples"
PICTURES = ROOT / "docs" / "web"
LOCALES = {"en": ("en-GB", "Ana", "syllabus.pdf"), "es": ("es-MX", "Eva", "programa.pdf")}
WIDTH, HEIGHT, COLOURS = 1200, 860, 48
QUESTIONS = {"en": "thread tension", "es": "tensión del hilo"}
DECIDED = 5
"""Passages that are decided before the picture is taken."""


def main() -> None:
    """Writes docs/web/<page>.png, and <page>.es.png in Spanish."""
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
    programmes = [str(SAMPLES / sample) for _, _, sample in LOCALES.values()]
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
    locale, name, sample = LOCALES[lang]
    with browser.new_context(locale=locale, viewport={"width": WIDTH, "height": HEIGHT}) as context:
        page = context.new_page()
        page.goto(address)
        page.fill("[name=name]", name)
        page.keyboard.press("Enter")
        programme = sent(page, SAMPLES / sample)
        page.locator(".row > summary").first.click()
        for number in range(1, DECIDED + 1):
            page.keyboard.press("a" if number % 2 else "n")
            page.wait_for_timeout(600)
        taken(page, "review", lang)
        page.goto(f"{programme}/criteria")
        for key in "apna":
            page.keyboard.press(key)
            page.wait_for_timeout(600)
        taken(page, "criteria", lang)
        for tab in ("coverage", "people", "downloads"):
            page.goto(f"{programme}/{tab}")
            taken(page, tab, lang)
        page.goto(f"{address}/ads")
        sent(page, SAMPLES / "ofertas.jsonl")
        taken(page, "ads", lang)
        others = {
            "home": "/",
            "framework": "/frameworks/conocer?code=EC9001",
            "collection": f"/collections/catalogo?text={quote(QUESTIONS[lang])}",
            "about": "/about",
        }
        for what, path in others.items():
            page.goto(address + path)
            taken(page, what, lang)


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
