"""Makes again what the READMEs show of `curmap demo`: the excerpt of its output and the pictures of its report.

Run by `make docs` when the output or the report has changed. Needs chromium for the pictures.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
READMES = {"en": ROOT / "README.md", "es": ROOT / "README.es.md"}
PICTURES = {"en": ROOT / "docs" / "report.png", "es": ROOT / "docs" / "report.es.png"}
BEGIN, END = "<!-- demo -->\n```text\n", "```\n<!-- /demo -->"
COLUMNS = 100
NO_MATCH = re.compile(r" (no match|sin correspondencia)$")
# A criterion and a topic of the shipped programme; the first passage without a match, if any, is shown as well.
CRITERION, TOPIC = "Desconecta y bloquea", "Formación de la puntada"
STANDARD = "EC9001"
CARD = ".card:has(code:text-is('MC1.4.1'))"
HEIGHT, WIDTH, GUTTER, COLOURS = 1040, 860, 16, 64


def main() -> None:
    """Rewrites both READMEs' excerpts and both pictures."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for lang, readme in READMES.items():
            out = Path(folder) / lang
            write_excerpt(readme, excerpt(demo(out, lang)))
            picture(browser, out / "report.html", PICTURES[lang])
        browser.close()


def demo(folder: Path, lang: str) -> str:
    """Runs `curmap demo` into a folder and gives what it printed."""
    command = [sys.executable, "-m", "mapper", "demo", "--out", str(folder), "--lang", lang]
    environment = {**os.environ, "COLUMNS": str(COLUMNS)}
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


def excerpt(printed: str) -> str:
    """The coverage of one standard, then two or three passages with what they correspond to."""
    lines = [line.rstrip() for line in printed.replace("\N{NO-BREAK SPACE}", " ").splitlines()]
    top = next(number for number, line in enumerate(lines) if line.startswith(" ─"))
    standard = next(number for number, line in enumerate(lines) if line.startswith(f"  {STANDARD} ") and "█" in line)
    coverage = standard - 4  # heading, blank line, header, rule
    rows = list(_blocks(lines[top + 1 : coverage]))
    criterion = _beginning(rows, CRITERION)
    without = next((row for row in rows if NO_MATCH.search(row[0])), [])
    elements = next(number for number in range(coverage, len(lines)) if lines[number].startswith(f"  {STANDARD}/"))
    legend = next(number for number, line in enumerate(lines) if line.startswith("█"))
    kept = [*lines[coverage:elements], "…", lines[legend], "", *lines[top - 1 : top + 1]]
    kept += [*criterion, "", *_beginning(rows, TOPIC), *[""] * bool(without), *without]
    return "\n".join(kept) + "\n"


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
        elif block:
            yield block
            block = []


def _beginning(rows: list[list[str]], words: str) -> list[str]:
    return next(row for row in rows if row[0].strip().startswith(words))


def write_excerpt(readme: Path, text: str) -> None:
    """Puts the excerpt between the marks of a README."""
    before, rest = readme.read_text(encoding="utf-8").split(BEGIN)
    readme.write_text(before + BEGIN + text + END + rest.split(END)[1], encoding="utf-8")


def picture(browser: Browser, report: Path, path: Path) -> None:
    """Two views of a report side by side: what it says at a glance, and a passage with its matches."""
    with browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}) as page:
        page.goto(report.as_uri())
        page.locator("details.how > summary").first.click()
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
