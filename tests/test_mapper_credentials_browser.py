"""The pages of microcredentials, evidence and instructors in a real browser: accessible, silent, asking for nothing."""

from pathlib import Path

import pytest
from browsing import Opened, faults
from command import curmap
from playwright.sync_api import Browser

from mapper.actions import SAMPLES

pytestmark = pytest.mark.slow
NAMES = ("credentials", "evidence", "instructors")
COURSE = """# Curso <script>alert(1)</script>

## Módulo 1 (25 horas)

### Resultados de aprendizaje

- Asegura la máquina antes de intervenirla: apagando el motor y desconectando la alimentación eléctrica, colocando el
  candado y la etiqueta de bloqueo, comprobando con el pedal que la máquina no arranca.
- Revisa el estado inicial de la máquina: preguntando al operador por las fallas que ha observado, girando el volante a
  mano para sentir juegos y durezas, inspeccionando banda, cables, pedal y fugas de aceite.
- Elabora la orden de trabajo requisitada: indica el número de inventario, la marca y el modelo de la máquina, enlista
  las actividades del programa de mantenimiento que corresponden.
- Elabora la lista de verificación inicial: registra el estado de cada mecanismo revisado y señala las fallas que
  requieren mantenimiento correctivo.

## Evaluación

### Lista de cotejo

- La orden de trabajo requisitada: indica el número de inventario, la marca y el modelo de la máquina, la fecha y el
  tiempo de paro acordado con producción, las actividades del programa de mantenimiento y la firma de quien autoriza.
"""


@pytest.fixture(scope="module")
def pages(norms: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the three pages in both languages."""
    folder = tmp_path_factory.mktemp("pages")
    course = folder / "curso.md"
    course.write_text(COURSE, encoding="utf-8")
    (folder / "docentes.csv").write_text("nombre,código\n<b>Ana</b>,EC0217.01\nBeto,\n", encoding="utf-8")
    for lang in ("es", "en"):
        rest = ("-f", "conocer/EC9001", "--lang", lang, "--out", folder / lang)
        base = ("--workspace", norms)
        assert curmap(*base, "credentials", course, SAMPLES / "programa.pdf", *rest).code == 0
        assert curmap(*base, "evidence", course, *rest).code == 0
        assert curmap(*base, "instructors", course, "--teachers", folder / "docentes.csv", *rest).code == 0
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
