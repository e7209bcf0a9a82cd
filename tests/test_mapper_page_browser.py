"""The pages of crosswalks, overlaps and editions in a real browser: accessible, silent, and asking for nothing."""

import json
import re
from pathlib import Path

import pytest
from command import curmap
from editions import write_new, write_old
from playwright.sync_api import Browser

pytestmark = pytest.mark.slow
AXE = (Path(__file__).parent / "vendor" / "axe-4.14.1.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
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
    mapping = {
        "passages": [
            {
                "text": "Muele el grano",
                "matches": [
                    {
                        "framework": "conocer",
                        "code": "EC0999/E0354/desempeno/2",
                        "statement": "Muele el grano de acuerdo con el tipo de bebida",
                        "probability": 0.9,
                    }
                ],
            }
        ]
    }
    (folder / "alignment.json").write_text(json.dumps(mapping), encoding="utf-8")
    for arguments in (
        ["overlaps", "table"],
        ["diff", old, new, "--mapping", folder / "alignment.json"],
        ["crosswalk", "table", "--to", "conocer"],
    ):
        ran = curmap("--workspace", folder / "w", *arguments, "--out", folder / "out")
        assert ran.code == 0, ran.err
    return folder / "out"


@pytest.mark.parametrize("name", ["overlaps", "diff", "crosswalk"])
@pytest.mark.parametrize("width", [1200, 400])
def test_a_page_is_accessible(browser: Browser, pages: Path, name: str, width: int) -> None:
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto((pages / f"{name}.html").as_uri())
    found = page.evaluate(f"{AXE}; axe.run({{runOnly: {json.dumps(RULES)}}})")
    context.close()
    assert [f"{fault['id']}: {node['html'][:160]}" for fault in found["violations"] for node in fault["nodes"]] == []


def test_no_relation_is_broken_within_a_word(browser: Browser, norms: Path, tmp_path: Path) -> None:
    assert curmap("--workspace", norms, "crosswalk", "conocer", "--to", "table", "--out", tmp_path).code == 0
    lines = "cell => { const r = document.createRange(); r.selectNodeContents(cell); return r.getClientRects().length }"
    with browser.new_page(viewport={"width": 1000, "height": 900}) as page:
        page.goto((tmp_path / "crosswalk.html").as_uri())
        cells = page.locator("td", has_text=re.compile(r"^\w+$")).all()
        assert "relacionada" in {cell.inner_text() for cell in cells}
        assert {cell.evaluate(lines) for cell in cells} == {1}


@pytest.mark.parametrize("name", ["overlaps", "diff", "crosswalk"])
def test_a_page_says_nothing_and_asks_for_nothing(browser: Browser, pages: Path, name: str) -> None:
    page, said, asked = browser.new_page(), list[str](), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((pages / f"{name}.html").as_uri())
    page.wait_for_timeout(100)
    assert said == []
    assert asked == [(pages / f"{name}.html").as_uri()]
    # The style has to be the one that the policy allows.
    assert page.evaluate("getComputedStyle(document.querySelector('.top')).backgroundColor") == "rgb(18, 57, 91)"
    page.close()
