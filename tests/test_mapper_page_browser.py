"""Pages of reports that commands write, in a real browser: accessible, silent, and asking for nothing."""

import re
from pathlib import Path

import pytest
from browsing import Opened, faults
from command import done, written
from editions import write_new, write_old
from playwright.sync_api import Browser
from test_mapper_credentials import COURSE

from mapper.actions import SAMPLES

pytestmark = pytest.mark.slow
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
OF_STANDARDS = [f"out/{name}" for name in ("overlaps", "diff", "crosswalk")]
OF_PROGRAMMES = ("credentials", "evidence", "instructors")


@pytest.fixture(scope="module")
def pages(norms: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pages on standards ("out"), and those on programmes in both languages ("es", "en")."""
    folder = tmp_path_factory.mktemp("pages")
    old, new = write_old(folder), write_new(folder)
    for source in (written(folder / "registro.csv", TABLE), old):
        done("--workspace", folder / "w", "framework", "add", source)
    line = "# Resultados de aprendizaje\n\n- Muele el grano según el tipo de bebida.\n"
    programme = written(folder / "programa.md", line)
    done("--workspace", folder / "w", "map", programme, "-f", "conocer", "--out", folder)
    for arguments in (
        ["overlaps", "table"],
        ["diff", old, new, "--mapping", folder / "alignment.json"],
        ["crosswalk", "table", "--to", "conocer"],
    ):
        done("--workspace", folder / "w", *arguments, "--out", folder / "out")
    hostile = COURSE.replace("# Curso", "# Curso <script>alert(1)</script>", 1)
    course = written(folder / "curso.md", hostile + EVALUATION)
    teachers = ("--teachers", written(folder / "docentes.csv", "nombre,código\n<b>Ana</b>,EC0217.01\nBeto,\n"))
    for lang in ("es", "en"):
        rest = ("-f", "conocer/EC9001", "--lang", lang, "--out", folder / lang)
        for command in (("credentials", SAMPLES / "programa.pdf"), ("evidence",), ("instructors", *teachers)):
            done("--workspace", norms, command[0], course, *command[1:], *rest)
    return folder


@pytest.mark.parametrize("name", [*OF_STANDARDS, *(f"{lang}/{one}" for lang in ("es", "en") for one in OF_PROGRAMMES)])
@pytest.mark.parametrize("width", [1200, 400])
def test_a_page_is_accessible_says_nothing_and_asks_for_nothing(
    browser: Browser, pages: Path, name: str, width: int
) -> None:
    with browser.new_page(viewport={"width": width, "height": 900}) as page:
        opened = Opened(page, pages / f"{name}.html")
        page.wait_for_timeout(100)
        assert opened.is_silent
        assert page.evaluate("document.documentElement.lang") == ("en" if name.startswith("en/") else "es")
        # The style has to be the one that the policy allows.
        assert page.evaluate("getComputedStyle(document.querySelector('.top')).backgroundColor") == "rgb(18, 57, 91)"
        opened.unfold()
        assert faults(page) == []


@pytest.mark.parametrize("name", OF_PROGRAMMES)
def test_a_page_fits_a_telephone_and_shows_its_picture(browser: Browser, pages: Path, name: str) -> None:
    with browser.new_page(viewport={"width": 390, "height": 800}) as page:
        assert Opened(page, pages / "es" / f"{name}.html").width <= 390
        picture = page.locator("svg.picture").first
        assert picture.get_attribute("role") == "img"
        assert picture.get_attribute("aria-label")
        assert page.locator("script").count() == 0


def test_no_relation_is_broken_within_a_word(browser: Browser, norms: Path, tmp_path: Path) -> None:
    done("--workspace", norms, "crosswalk", "conocer", "--to", "table", "--out", tmp_path)
    lines = "cell => { const r = document.createRange(); r.selectNodeContents(cell); return r.getClientRects().length }"
    with browser.new_page(viewport={"width": 1000, "height": 900}) as page:
        page.goto((tmp_path / "crosswalk.html").as_uri())
        cells = page.locator("td", has_text=re.compile(r"^\w+$")).all()
        assert "relacionada" in {cell.inner_text() for cell in cells}
        assert {cell.evaluate(lines) for cell in cells} == {1}
