"""Coverage and gap pages in a real browser: they fit, can be read by everybody, and nothing of an ad runs in them."""

from pathlib import Path

import gap_reports
import pytest
from browsing import Opened, faults
from playwright.sync_api import Browser

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


def opened(browser: Browser, name: str, path: Path, width: int, lang: str = "es") -> Opened:
    report = REPORTS[name]
    kind = "gap" if isinstance(report, GapReport) else "coverage"
    kinds.write(kind, report, path.parent, lang=lang)
    return Opened(browser.new_page(viewport={"width": width, "height": 900}), path.with_name(f"{kind}.html"))


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", REPORTS)
def test_pages_fit_ask_for_nothing_and_run_nothing(browser: Browser, name: str, width: int, tmp_path: Path) -> None:
    shown = opened(browser, name, tmp_path / "page.html", width)
    assert shown.width <= width
    assert shown.is_silent
    shown.page.close()


@pytest.mark.parametrize("name", ["gap", "several", "few", "coverage"])
def test_pages_are_accessible(browser: Browser, name: str, tmp_path: Path) -> None:
    shown = opened(browser, name, tmp_path / "page.html", 1280, "en")
    shown.unfold()
    assert faults(shown.page) == []
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
