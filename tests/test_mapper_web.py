"""The page as a browser's requests see it: the way through, and what it refuses."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from mapper import actions
from mapper.store import Workspace
from mapper.web.app import create_app
from mapper.web.guard import Access
from mapper.web.site import Site
from mapper.web.worker import Worker

SAMPLES = Path(actions.__file__).resolve().parent / "samples"
OWN = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace(tmp_path_factory.mktemp("workspace"))
    actions.add_framework(made, [SAMPLES / "EC9001.pdf"])
    return made


@pytest.fixture(scope="module")
def programme(workspace: Workspace) -> int:
    """The number of a mapped programme of Ana's."""
    site = Site(workspace, Access())
    sha256 = site.places.keep("programa.docx", (SAMPLES / "programa.docx").read_bytes())
    job = site.jobs.add("Ana", "map", "programa.docx", {"sha256": sha256, "frameworks": ["conocer"]})
    worker = Worker(workspace)
    worker.refresh()
    assert worker.step()
    done = site.jobs.get(job)
    assert done is not None
    assert done.error is None
    assert done.programme is not None
    return done.programme


class Browser:
    """Somebody's browser: keeps cookies, sends our forms with their token."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, **headers: str) -> str:
        answer = self.client.get(path, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, path: str, *, token: str | None = None, origin: str = OWN, **form: str) -> int:
        if token is None:
            found = re.search(r'name="token" value="(\w+)"', self.get("/"))
            assert found is not None
            token = found[1]
        data = {"token": token, **form}
        return self.client.post(path, data=data, headers={"origin": origin}, follow_redirects=False).status_code


def open_browser(workspace: Workspace, access: Access | None = None) -> Iterator[Browser]:
    app = create_app(Site(workspace, access or Access()))
    with TestClient(app, base_url=OWN, client=("127.0.0.1", 50000)) as client:
        yield Browser(client)


@pytest.fixture
def stranger(workspace: Workspace) -> Iterator[Browser]:
    yield from open_browser(workspace)


@pytest.fixture
def ana(workspace: Workspace) -> Iterator[Browser]:
    for browser in open_browser(workspace):
        assert browser.post("/name", name="Ana") == 303
        yield browser


@pytest.fixture
def leo(workspace: Workspace) -> Iterator[Browser]:
    for browser in open_browser(workspace):
        assert browser.post("/name", name="Leo") == 303
        yield browser


def test_a_stranger_is_asked_for_a_name_first(stranger: Browser) -> None:
    assert "¿Cómo se llama?" in stranger.get("/")
    assert "What is your name?" in stranger.get("/", **{"accept-language": "en-GB,en;q=0.9,es;q=0.5"})
    assert stranger.client.get("/frameworks", follow_redirects=False).status_code == 303


def test_every_answer_carries_the_policy(ana: Browser) -> None:
    for path in ("/", "/nowhere", "/static/site.css"):
        policy = ana.client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_a_decision_stands_and_can_be_undone(ana: Browser, programme: int) -> None:
    path = f"/programmes/{programme}"
    page = ana.get(path)
    act = re.search(r'id="p2".*?name="act" value="(accepted [^"]+)"', page, re.DOTALL)
    assert act is not None
    before = int(re.findall(r"(\d+) de \d+ pasajes decididos", page)[0])
    assert ana.post(f"{path}/passages/2", act=act[1]) == 303
    page = ana.get(path)
    assert int(re.findall(r"(\d+) de \d+ pasajes decididos", page)[0]) > before
    assert re.search(r'id="p2".*?aceptada · Ana', page, re.DOTALL)
    assert ana.post(f"{path}/undo") == 303
    assert int(re.findall(r"(\d+) de \d+ pasajes decididos", ana.get(path))[0]) == before


@pytest.mark.parametrize("act", ["accepted conocer EC0000", "undo", "accepted", "", "none x y", "added esco x"])
def test_what_is_no_decision_is_refused(ana: Browser, programme: int, act: str) -> None:
    assert ana.post(f"/programmes/{programme}/passages/1", act=act) == 422


def test_nobody_sees_a_programme_that_is_not_shared(leo: Browser, programme: int) -> None:
    assert leo.client.get(f"/programmes/{programme}").status_code == 404
    assert leo.post(f"/programmes/{programme}/passages/1", act="none") == 404
    assert leo.post(f"/programmes/{programme}/delete") == 404


def test_a_deleted_programme_can_be_brought_back(ana: Browser, programme: int) -> None:
    assert ana.post(f"/programmes/{programme}/delete") == 303
    assert ana.client.get(f"/programmes/{programme}").status_code == 404
    assert ana.post(f"/programmes/{programme}/restore") == 303
    assert "programa.docx" in ana.get(f"/programmes/{programme}")


def test_another_sites_request_changes_nothing(ana: Browser, programme: int) -> None:
    path = f"/programmes/{programme}/passages/1"
    assert ana.post(path, act="none", origin="https://elsewhere.example") == 403
    assert ana.post(path, act="none", token="0" * 64) == 403
    assert ana.client.post(path, data={"act": "none"}).status_code == 403


def test_a_foreign_host_is_refused(ana: Browser) -> None:
    assert ana.client.get("/", headers={"host": "elsewhere.example"}).status_code == 421


def test_behind_a_proxy_its_word_counts_and_nobody_elses(workspace: Workspace) -> None:
    for browser in open_browser(workspace, Access(header="X-User")):
        assert "Hace falta iniciar sesión" in browser.get("/")
        assert browser.client.get("/frameworks").status_code == 403
        assert "Usted es Ana" in browser.get("/", **{"x-user": "Ana"})
    for browser in open_browser(workspace, Access(header="X-User", proxies=frozenset({"10.0.0.1"}))):
        assert "Hace falta iniciar sesión" in browser.get("/", **{"x-user": "Ana"})


def test_a_framework_is_browsed_and_searched(ana: Browser, programme: int) -> None:
    assert programme
    assert "EC9001" in ana.get("/frameworks/conocer")
    assert "EC9001/E9101" in ana.get("/frameworks/conocer?code=EC9001")
    assert "EC9001" in ana.get("/search?q=mantenim")
    assert ana.client.get("/frameworks/nowhere").status_code == 404
