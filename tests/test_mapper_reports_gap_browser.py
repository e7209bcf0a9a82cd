"""Coverage and gap pages in a real browser: they fit, can be read by everybody, and nothing of an ad runs in them."""

from pathlib import Path

import gap_reports
import pytest
from playwright.sync_api import Browser
from test_mapper_reports_browser import Opened

from mapper.industry.gap.records import GapReport
from mapper.programmes.coverage.records import CoverageReport
from mapper.reports import kinds

pytestmark = pytest.mark.slow
REPORTS: dict[str, GapReport | CoverageReport] = {
    "gap": gap_reports.gap(),
    "several": gap_reports.gap("a.pdf", "b.pdf"),
    "few": gap_reports.few(),
    "hostile": gap_reports.hostile(),
    "coverage": gap_reports.coverage(),
}
# Contrast of each text with the nearest opaque ground behind it: https://www.w3.org/TR/WCAG22/#contrast-minimum
FAINT = """() => {
  const parse = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => {
    const [r, g, b] = parse(colour).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const ground = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor, part = parse(colour);
      if (part.length < 4 || part[3] === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *:not(svg *)")) {
    if (![...element.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !element.checkVisibility()) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(ground(element))];
    const contrast = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (contrast < 4.5) faint.push(element.textContent.trim().slice(0, 40) + " " + contrast.toFixed(2));
  }
  return faint;
}"""


def opened(browser: Browser, name: str, path: Path, width: int, lang: str = "es") -> Opened:
    report = REPORTS[name]
    kind = "gap" if isinstance(report, GapReport) else "coverage"
    kinds.write(kind, report, path.parent, lang=lang)
    return Opened(browser.new_page(viewport={"width": width, "height": 900}), path.with_name(f"{kind}.html"))


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", REPORTS)
def test_pages_fit_ask_for_nothing_and_run_nothing(browser: Browser, name: str, width: int, tmp_path: Path) -> None:
    shown = opened(browser, name, tmp_path / "page.html", width)
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.said == []
    assert shown.asked == [(tmp_path / f"{'coverage' if name == 'coverage' else 'gap'}.html").as_uri()]
    shown.page.close()


@pytest.mark.parametrize("name", ["gap", "several", "few", "coverage"])
def test_every_text_stands_out_from_its_ground(browser: Browser, name: str, tmp_path: Path) -> None:
    shown = opened(browser, name, tmp_path / "page.html", 1280, "en")
    shown.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert shown.page.evaluate(FAINT) == []
    shown.page.close()


def test_pictures_are_images_with_a_text_and_paper_shows_their_tables(browser: Browser, tmp_path: Path) -> None:
    shown = opened(browser, "gap", tmp_path / "page.html", 1280, "en")
    images = shown.page.get_by_role("img")
    assert images.count() == 4
    assert all("as a table" in (images.nth(n).get_attribute("aria-label") or "") for n in range(4))
    shown.page.emulate_media(media="print")
    table = shown.page.locator("#demand ~ details table").first
    assert table.bounding_box() is not None
    shown.page.close()
