"""Makes again what the READMEs show of `curmap demo`: the excerpt of its output and the pictures of its report.

Run by `make docs` when the output or the report has changed. Needs chromium for the pictures.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
READMES = {"en": ROOT / "README.md", "es": ROOT / "README.es.md"}
PICTURES = {"en": ROOT / "docs" / "report.png", "es": ROOT / "docs" / "report.es.png"}
BEGIN, END = "<!-- demo -->\n```text\n", "```\n<!-- /demo -->"
COLUMNS = 100
CARD = ".card:has(code:text-is('MC1.4.1'))"
HEIGHT, WIDTH, GUTTER, COLOURS = 1040, 860, 16, 64


def main() -> None:
    """Rewrite both READMEs' excerpts and both pictures."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for lang, readme in READMES.items():
            out = Path(folder) / lang
            write_excerpt(readme, excerpt(demo(out, lang)))
            picture(browser, out / "report.html", PICTURES[lang])
        browser.close()


def demo(folder: Path, lang: str) -> str:
    """Run `curmap demo` into a folder and return what it printed."""
    command = [sys.executable, "-m", "mapper", "demo", "--out", str(folder), "--lang", lang]
    environment = {**os.environ, "COLUMNS": str(COLUMNS)}
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


def excerpt(printed: str) -> str:
    """Return the first table on the programme, which says which standards fit."""
    lines = [line.rstrip() for line in printed.replace("\N{NO-BREAK SPACE}", " ").splitlines()]
    first = next(number for number, line in enumerate(lines) if line.startswith("programa.pdf"))
    rule = next(number for number, line in enumerate(lines) if line.startswith(" ─"))
    return "\n".join(lines[first : lines.index("", rule)]) + "\n"


def write_excerpt(readme: Path, text: str) -> None:
    """Put the excerpt between the marks of a README."""
    before, rest = readme.read_text(encoding="utf-8").split(BEGIN)
    readme.write_text(before + BEGIN + text + END + rest.split(END)[1], encoding="utf-8")


def picture(browser: Browser, report: Path, path: Path) -> None:
    """Two views of a report side by side: its verdict, and a passage with its matches."""
    with browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}) as page:
        page.goto(report.as_uri())
        page.mouse.move(0, 0)
        page.screenshot(path=report.with_name("left.png"))
        page.locator(CARD).first.evaluate("card => card.scrollIntoView({block: 'center', behavior: 'instant'})")
        page.screenshot(path=report.with_name("right.png"))
    joined = Image.new("RGB", (2 * WIDTH + GUTTER, HEIGHT), "white")
    joined.paste(Image.open(report.with_name("left.png")), (0, 0))
    joined.paste(Image.open(report.with_name("right.png")), (WIDTH + GUTTER, 0))
    joined.quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    main()
