"""Pages in a real browser: they fit, ask for nothing, run nothing of what was read; the filter of a mapping works."""

from collections.abc import Iterator
from pathlib import Path

import alignments
import pytest
from browsing import Opened, faults
from playwright.sync_api import Browser, expect
from test_mapper_reports import source

from mapper.reports import mapping
from mapper.reports.page import page as page_of

pytestmark = pytest.mark.slow
ALL = [f"d1p{n}" for n in range(1, 7)]


class Filtered(Opened):
    """A mapping's report, with its filter."""

    @property
    def cards(self) -> list[str | None]:
        visible = self.page.locator(".card:visible")
        return [visible.nth(n).get_attribute("id") for n in range(visible.count())]

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"[name={name}]").select_option(value)

    def shows(self, *cards: str) -> bool:
        """Whether it comes to show these: the filter acts when one has stopped typing for a moment."""
        visible = self.page.locator(".card:visible")
        expect(visible).to_have_count(len(cards))
        for n, card in enumerate(cards):
            expect(visible.nth(n)).to_have_id(card)
        return self.cards == list(cards)


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Filtered]:
    (tmp_path / "report.html").write_text(source("mapping"), encoding="utf-8")
    with browser.new_page(viewport={"width": 1100, "height": 900}) as page:
        yield Filtered(page, tmp_path / "report.html")


def test_renders_and_asks_for_nothing_else(opened: Filtered, tmp_path: Path) -> None:
    assert opened.page.locator("h1").inner_text() == "programa-fotovoltaico.pdf"
    assert opened.cards == ALL
    assert opened.is_silent
    bar = opened.page.locator(".norm > .bar rect.covered").bounding_box()
    whole = opened.page.locator(".norm > .bar").bounding_box()
    assert bar is not None
    assert whole is not None
    assert bar["width"] == pytest.approx(0.5 * whole["width"], rel=0.02)


def test_the_filter_keeps_what_was_asked_for(opened: Filtered) -> None:
    opened.choose("show", "unmatched")
    assert opened.shows("d1p4")
    assert opened.page.locator("output").inner_text() == "Se muestran 1 de 6 pasajes."
    opened.choose("show", "")
    opened.choose("framework", "2")
    assert opened.shows("d1p5")
    assert opened.page.locator("#d1p5 li:visible").count() == 1
    opened.choose("framework", "")
    opened.choose("probability", "80")
    assert opened.shows("d1p1", "d1p3", "d1p5")
    opened.choose("role", "content")
    assert opened.shows("d1p3")
    opened.page.get_by_role("button", name="Quitar filtros").click()
    assert opened.shows(*ALL)
    opened.page.get_by_label("Texto o código").fill("inclinacion")
    assert opened.shows("d1p1")
    assert opened.said == []


def test_sections_fold_and_unfold_by_keyboard(opened: Filtered) -> None:
    opened.page.get_by_role("button", name="Cerrar todo").press("Enter")
    assert opened.shows()
    opened.page.locator(".group summary").first.press("Enter")
    assert opened.shows("d1p1", "d1p2")
    opened.page.get_by_role("button", name="Abrir todo").press("Enter")
    assert opened.shows(*ALL)


def test_pointing_at_a_competency_leaves_only_its_words_marked(opened: Filtered) -> None:
    opened.page.locator("#d1p1 li").nth(1).hover()
    transparent = "rgba(0, 0, 0, 0)"
    colours = opened.page.locator("#d1p1 mark").evaluate_all("m => m.map(e => getComputedStyle(e).backgroundColor)")
    assert [colour == transparent for colour in colours] == [True, True, True, False]


def test_the_page_reads_without_its_script(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(source("mapping", "en"), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "report.html").as_uri())
    assert page.locator(".card:visible").count() == 6
    assert not page.locator(".filter").is_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 400, 1280])
@pytest.mark.parametrize("case", ["mappings", "hostile", "coverage", "gap", "gaps", "few", "hostile gap"])
def test_pages_fit_ask_for_nothing_and_run_nothing(browser: Browser, case: str, width: int, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(source(case), encoding="utf-8")
    with browser.new_page(viewport={"width": width, "height": 900}) as page:
        shown = Opened(page, tmp_path / "page.html")
        assert shown.width <= width
        assert shown.is_silent


@pytest.mark.parametrize("case", ["coverage", "gap", "gaps", "few"])
def test_pages_are_accessible(browser: Browser, case: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(source(case, "en"), encoding="utf-8")
    with browser.new_page(viewport={"width": 1280, "height": 900}) as page:
        Opened(page, tmp_path / "page.html").unfold()
        assert faults(page) == []


def test_pictures_are_images_with_a_text_and_paper_shows_their_tables(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(source("gap", "en"), encoding="utf-8")
    with browser.new_page(viewport={"width": 1280, "height": 900}) as page:
        Opened(page, tmp_path / "page.html")
        images = page.get_by_role("img")
        assert images.count() == 4
        assert all("as a table" in (images.nth(n).get_attribute("aria-label") or "") for n in range(4))
        page.emulate_media(media="print")
        assert page.locator("#demand ~ details table").first.bounding_box() is not None


def test_paper_shows_what_is_folded(browser: Browser, tmp_path: Path) -> None:
    large = page_of(mapping.report([alignments.large(200, 1)], lang="es"))
    (tmp_path / "report.html").write_text(large, encoding="utf-8")
    with browser.new_page() as page:
        page.goto((tmp_path / "report.html").as_uri())
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator("details:not([open])").count() == 0
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator(".group[open]").count() == 0
