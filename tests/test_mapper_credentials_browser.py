"""The pages of microcredentials, evidence and instructors in a real browser: accessible, silent, asking for nothing."""

from pathlib import Path

import pytest
from browsing import Opened, faults
from command import curmap, written
from playwright.sync_api import Browser
from test_mapper_credentials import COURSE

from mapper.actions import SAMPLES

pytestmark = pytest.mark.slow
NAMES = ("credentials", "evidence", "instructors")
EVALUATION = """
## Evaluación

### Lista de cotejo

- La orden de trabajo requisitada: indica el número de inventario, la marca y el modelo de la máquina, la fecha y el
  tiempo de paro acordado con producción, las actividades del programa de mantenimiento y la firma de quien autoriza.
"""


@pytest.fixture(scope="module")
def pages(norms: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the three pages in both languages."""
    folder = tmp_path_factory.mktemp("pages")
    hostile = COURSE.replace("# Curso", "# Curso <script>alert(1)</script>", 1)
    course = written(folder / "curso.md", hostile + EVALUATION)
    teachers = ("--teachers", written(folder / "docentes.csv", "nombre,código\n<b>Ana</b>,EC0217.01\nBeto,\n"))
    for lang in ("es", "en"):
        rest = ("-f", "conocer/EC9001", "--lang", lang, "--out", folder / lang)
        for command in (("credentials", SAMPLES / "programa.pdf"), ("evidence",), ("instructors", *teachers)):
            assert curmap("--workspace", norms, command[0], course, *command[1:], *rest).code == 0
    return folder


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_accessible_and_asks_for_nothing(browser: Browser, pages: Path, name: str, lang: str) -> None:
    with browser.new_page() as page:
        opened = Opened(page, pages / lang / f"{name}.html")
        assert page.evaluate("document.documentElement.lang") == lang
        assert opened.is_silent
        opened.unfold()
        assert faults(page) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_page_fits_a_telephone_and_shows_its_picture(browser: Browser, pages: Path, name: str) -> None:
    with browser.new_page(viewport={"width": 390, "height": 800}) as page:
        assert Opened(page, pages / "es" / f"{name}.html").width <= 390
        picture = page.locator("svg.picture").first
        assert picture.get_attribute("role") == "img"
        assert picture.get_attribute("aria-label")
        assert page.locator("script").count() == 0
