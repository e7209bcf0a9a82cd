"""Pages in a real browser: accessible, fitting, silent, asking for nothing; the filter of a mapping works."""

from collections.abc import Iterator
from pathlib import Path

import alignments
import pytest
from browsing import Opened, faults
from command import done, written
from editions import write_new, write_old
from playwright.sync_api import Browser, expect
from test_mapper_credentials import COURSE
from test_mapper_reports import source

from mapper.actions import SAMPLES
from mapper.reports import mapping
from mapper.reports.page import page as page_of

pytestmark = pytest.mark.slow
ALL = [f"d1p{n}" for n in range(1, 7)]
TABLE = """codigo,titulo,nivel,comite
N1,Instalación de sistemas de calentamiento solar en viviendas,1,Energía
N2,Supervisión de sistemas de calentamiento solar en viviendas,3,Vivienda
N3,Cuidado de abejas <script>alert(1)</script>,2,
"""
EVALUATION = """
## Evaluación

### Lista de cotejo

- La orden de trabajo requisitada: indica el número de inventario, la marca y el modelo de la máquina, la fecha y el
  tiempo de paro acordado con producción, las actividades del programa de mantenimiento y la firma de quien autoriza.
"""
OF_STANDARDS = [f"out/{name}" for name in ("diff", "crosswalk")]
OF_PROGRAMMES = [f"{lang}/{name}" for lang in ("es", "en") for name in ("credentials", "instructors")]
MADE = ["mappings", "hostile", "coverage", "gap", "gaps", "few", "hostile gap"]


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


@pytest.fixture(scope="module")
def pages(norms: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pages on standards ("out"), and those on programmes in both languages ("es", "en")."""
    folder = tmp_path_factory.mktemp("pages")
    old, new = write_old(folder), write_new(folder)
    for standards in (written(folder / "registro.csv", TABLE), old):
        done("--workspace", folder / "w", "framework", "add", standards)
    line = "# Resultados de aprendizaje\n\n- Muele el grano según el tipo de bebida.\n"
    programme = written(folder / "programa.md", line)
    done("--workspace", folder / "w", "map", programme, "-f", "conocer", "--out", folder)
    for arguments in (
        ["diff", old, new, "--mapping", folder / "alignment.json"],
        ["crosswalk", "table", "--to", "conocer"],
    ):
        done("--workspace", folder / "w", *arguments, "--out", folder / "out")
    hostile = COURSE.replace("# Curso", "# Curso <script>alert(1)</script>", 1)
    course = written(folder / "curso.md", hostile + EVALUATION)
    teachers = ("--teachers", written(folder / "docentes.csv", "nombre,código\n<b>Ana</b>,EC0217.01\nBeto,\n"))
    for lang in ("es", "en"):
        rest = ("-f", "conocer/EC9001", "--lang", lang, "--out", folder / lang)
        for command in (("credentials", SAMPLES / "programa.pdf"), ("instructors", *teachers)):
            done("--workspace", norms, command[0], course, *command[1:], *rest)
    return folder


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Filtered]:
    with browser.new_page(viewport={"width": 1100, "height": 900}) as page:
        yield Filtered(page, written(tmp_path / "report.html", source("mapping")))


def test_renders_and_asks_for_nothing_else(opened: Filtered, tmp_path: Path) -> None:
    assert opened.page.locator("h1").inner_text() == "programa-fotovoltaico.pdf"
    assert opened.cards == ALL
    assert opened.is_silent


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
    assert opened.messages == []


def test_sections_fold_and_unfold_by_keyboard(opened: Filtered) -> None:
    opened.page.get_by_role("button", name="Cerrar todo").press("Enter")
    assert opened.shows()
    opened.page.locator(".group summary").first.press("Enter")
    assert opened.shows("d1p1", "d1p2")
    opened.page.get_by_role("button", name="Abrir todo").press("Enter")
    assert opened.shows(*ALL)


def test_the_page_reads_without_its_script(browser: Browser, tmp_path: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(written(tmp_path / "report.html", source("mapping", "en")).as_uri())
        assert page.locator(".card:visible").count() == 6
        assert not page.locator(".filter").is_visible()


@pytest.mark.parametrize("name", [*OF_STANDARDS, *OF_PROGRAMMES, *MADE])
def test_a_page_is_accessible_fits_says_nothing_and_asks_for_nothing(
    browser: Browser, pages: Path, name: str, tmp_path: Path
) -> None:
    path = written(tmp_path / "page.html", source(name)) if name in MADE else pages / f"{name}.html"
    for width in (320, 400, 1280):
        with browser.new_page(viewport={"width": width, "height": 900}) as page:
            opened = Opened(page, path)
            page.wait_for_timeout(100)
            assert opened.width <= width
            assert opened.is_silent
            assert page.evaluate("document.documentElement.lang") == ("en" if name.startswith("en/") else "es")
            # The style has to be the one that the policy allows.
            style = "getComputedStyle(document.querySelector('.top')).backgroundColor"
            assert page.evaluate(style) == "rgb(18, 57, 91)"
            assert name not in OF_PROGRAMMES or page.locator("script").count() == 0
            opened.unfold()
            assert faults(page) == []


def test_pictures_are_images_with_a_text_and_paper_shows_their_tables(browser: Browser, tmp_path: Path) -> None:
    with browser.new_page(viewport={"width": 1280, "height": 900}) as page:
        Opened(page, written(tmp_path / "page.html", source("gap", "en")))
        labels = [image.get_attribute("aria-label") or "" for image in page.get_by_role("img").all()]
        assert ["as a table" in label for label in labels] == [True] * 2


def test_paper_shows_what_is_folded(browser: Browser, tmp_path: Path) -> None:
    large = page_of(mapping.report([alignments.large(200)], lang="es"))
    with browser.new_page() as page:
        page.goto(written(tmp_path / "report.html", large).as_uri())
        for event, unfit in (("beforeprint", "details:not([open])"), ("afterprint", ".group[open]")):
            page.evaluate(f"dispatchEvent(new Event('{event}'))")
            assert page.locator(unfit).count() == 0
