"""Collections in the page: searched both ways, made by the command line's own functions."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from command import BRIEF
from web_fixtures import SAMPLES, Browser, ana, leo, open_browser, site, workspace

from mapper.catalogues.batch import EngineSettings, open_engine
from mapper.catalogues.batch.run import IndexSettings, index
from mapper.catalogues.collections.folder import open_collection
from mapper.web.processes import Collections
from mapper.web.site import Site
from mapper.workspace.store import Workspace

__all__ = ["ana", "leo", "site", "workspace"]


@pytest.fixture(scope="module")
def catalogue(workspace: Workspace) -> str:
    """A collection of the samples that was mapped to the sample norms."""
    sources = [str(BRIEF), str(SAMPLES / "syllabus.pdf")]
    with closing(open_engine("local", EngineSettings(1))) as engine:
        index(workspace, "catalogo", sources, IndexSettings(frameworks=("table",), room=False), engine)
    return "catalogo"


def test_without_a_collection_the_page_says_who_makes_one(ana: Browser) -> None:
    page = ana.get("/collections")
    assert "Todavía no hay ninguna" in page
    assert "Las crea y actualiza quien administra la página" in page
    assert "curmap index" not in page  # whoever reads it has no command line
    assert ana.client.get("/collections/nowhere").status_code == 404
    assert ana.client.get("/collections/..%2F..").status_code == 404


@pytest.mark.slow
def test_is_searched_both_ways(ana: Browser, site: Site, catalogue: str) -> None:
    page = ana.get("/collections")
    assert re.search(r"Documentos: 2; pasajes comparados: \d+", page)
    path = f"/collections/{catalogue}"
    # By what passages say: each with its norms.
    page = ana.get(f"{path}?text=tensión del hilo")
    assert "breve.md" in page
    assert re.search(r'href="/frameworks/table\?code=MC1[^"]*"', page)
    # From words to a competency, and from there to the programmes that teach it.
    site.frameworks.refresh(site.workspace)
    page = ana.get(f"{path}?find=mantener en operación")
    assert "?code=table/MC1#answer" in page
    page = ana.get(f"{path}?code=table/MC1")
    assert "Programas que enseñan: MC1 Mantener en operación" in page
    assert {name in page for name in ("breve.md", "syllabus.pdf")} == {True}
    assert "Entradas, aprox." in page
    assert "qué programas la enseñan" not in page
    # What one programme meets.
    page = ana.get(f"{path}?document=breve.md")
    assert "Competencias a las que corresponde breve.md" in page
    assert page.count("<meter") > 5
    assert f"/collections/{catalogue}?code=table/MC1#answer" in ana.get("/frameworks/table?code=MC1")
    for nothing in ("code=table/NOWHERE", "document=nowhere.pdf"):
        assert "No se encontró nada" in ana.get(f"{path}?{nothing}")
    assert "Nada contiene" in ana.get(f"{path}?find=zzz")


@pytest.mark.slow
def test_a_process_that_died_is_followed_by_another_which_ends_when_who_asks_is_gone(
    workspace: Workspace, catalogue: str
) -> None:
    asked = Collections(workspace.folder)
    assert asked.ask(catalogue, "code", "MC1")
    os.kill(asked._process.pid, signal.SIGKILL)
    assert asked.ask(catalogue, "code", "MC1")
    asked._connection.close()
    asked._process.join(300)
    assert not asked._process.is_alive()


@pytest.mark.slow
def test_a_damaged_collection_is_told_without_its_place(ana: Browser, workspace: Workspace, catalogue: str) -> None:
    collection = open_collection(workspace, catalogue)
    version = collection.current()
    with damaged(collection.path(version.shards[0].file("passages"))):
        os.utime(collection.folder / "CURRENT")
        for browser in open_browser(workspace, name="Eva"):
            page = browser.get(f"/collections/{catalogue}?code=table/MC1")
            assert 'role="alert"' in page
            assert "archivo dañado" in page
            assert str(workspace.folder) not in page
    with damaged(collection.folder / "versions" / f"{version.id}.json"):
        assert "La colección está dañada" in ana.get(f"/collections/{catalogue}?text=x")
        assert ana.get("/collections")


@contextmanager
def damaged(file: Path) -> Iterator[None]:
    """A file of which half is gone meanwhile."""
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    try:
        yield
    finally:
        file.write_bytes(content)
