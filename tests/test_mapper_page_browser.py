"""The pages of crosswalks, overlaps and editions in a real browser: accessible, silent, and asking for nothing."""

import re
from pathlib import Path

import pytest
from browsing import Opened, faults
from command import curmap, done
from editions import write_new, write_old
from playwright.sync_api import Browser

pytestmark = pytest.mark.slow
TABLE = """codigo,titulo,nivel,comite
N1,Instalación de sistemas de calentamiento solar en viviendas,1,Energía
N2,Supervisión de sistemas de calentamiento solar en viviendas,3,Vivienda
N3,Cuidado de abejas <script>alert(1)</script>,2,
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the three pages."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "registro.csv").write_text(TABLE, encoding="utf-8")
    old, new = write_old(folder), write_new(folder)
    for source in (folder / "registro.csv", old):
        assert curmap("--workspace", folder / "w", "framework", "add", source).code == 0
    programme = folder / "programa.md"
    programme.write_text("# Resultados de aprendizaje\n\n- Muele el grano según el tipo de bebida.\n", encoding="utf-8")
    done("--workspace", folder / "w", "map", programme, "-f", "conocer", "--out", folder)
    for arguments in (
        ["overlaps", "table"],
        ["diff", old, new, "--mapping", folder / "alignment.json"],
        ["crosswalk", "table", "--to", "conocer"],
    ):
        done("--workspace", folder / "w", *arguments, "--out", folder / "out")
    return folder / "out"


@pytest.mark.parametrize("name", ["overlaps", "diff", "crosswalk"])
@pytest.mark.parametrize("width", [1200, 400])
def test_a_page_is_accessible_says_nothing_and_asks_for_nothing(
    browser: Browser, pages: Path, name: str, width: int
) -> None:
    with browser.new_page(viewport={"width": width, "height": 900}) as page:
        opened = Opened(page, pages / f"{name}.html")
        page.wait_for_timeout(100)
        assert opened.is_silent
        # The style has to be the one that the policy allows.
        assert page.evaluate("getComputedStyle(document.querySelector('.top')).backgroundColor") == "rgb(18, 57, 91)"
        assert faults(page) == []


def test_no_relation_is_broken_within_a_word(browser: Browser, norms: Path, tmp_path: Path) -> None:
    assert curmap("--workspace", norms, "crosswalk", "conocer", "--to", "table", "--out", tmp_path).code == 0
    lines = "cell => { const r = document.createRange(); r.selectNodeContents(cell); return r.getClientRects().length }"
    with browser.new_page(viewport={"width": 1000, "height": 900}) as page:
        page.goto((tmp_path / "crosswalk.html").as_uri())
        cells = page.locator("td", has_text=re.compile(r"^\w+$")).all()
        assert "relacionada" in {cell.inner_text() for cell in cells}
        assert {cell.evaluate(lines) for cell in cells} == {1}
