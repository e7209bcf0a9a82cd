"""What the tests of the page share: a workspace, a mapped programme, browsers of Ana and Leo as requests see them."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from mapper import actions
from mapper.web.app import create_app
from mapper.web.guard import Access
from mapper.web.jobs import Job
from mapper.web.routes.api import PREFIX
from mapper.web.site import Site
from mapper.web.worker import Worker
from mapper.workspace.store import Workspace

SAMPLES = actions.SAMPLES
OWN = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def workspace(norms: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace(Path(shutil.copytree(norms, tmp_path_factory.mktemp("web") / "workspace")))


@pytest.fixture(scope="module")
def site(workspace: Workspace) -> Site:
    return Site(workspace, Access())


@pytest.fixture(scope="module")
def worker(workspace: Workspace) -> Worker:
    """One for all: it keeps the encoder."""
    made = Worker(workspace, "worker")
    made.refresh()
    return made


@pytest.fixture(scope="module")
def programme(site: Site, worker: Worker) -> int:
    """The number of a mapped programme of Ana's."""
    return mapped(site, worker, "programa.docx", (SAMPLES / "programa.docx").read_bytes())


def done(site: Site, worker: Worker, file: str, content: bytes, kind: str = "map", **asked: object) -> Job:
    """Ana's job with a file, done; `asked` is what else is said of it, as which `frameworks` it is compared with."""
    sha256 = site.files.keep(file, content)
    payload = {"sha256": sha256, "files": [[sha256, file]], "frameworks": ["conocer"], **asked}
    number = site.jobs.add("Ana", kind, file, payload)
    while worker.step():
        pass
    return site.jobs.get(number)


def mapped(site: Site, worker: Worker, name: str, content: bytes, replaces: int | None = None) -> int:
    """The programme that comes of a file."""
    job = done(site, worker, name, content, replaces=replaces)
    assert job.programme is not None, job.error
    return job.programme


def outcomes(*lines: str, title: str = "M") -> bytes:
    """A document with these learning outcomes."""
    listed = "".join(f"- {line}\n" for line in lines)
    return f"# {title}\n\n## Resultados de aprendizaje\n\n{listed}".encode()


def added(site: Site, *lines: str, owner: str = "Ana") -> int:
    """The number of a programme with these passages that was compared with nothing."""
    passages, start = list[dict[str, object]](), 0
    for n, line in enumerate(lines):
        place = {"page": 1 + n // 50, "start": start, "end": start + len(line), "box": None, "section": [f"U{n // 10}"]}
        said = {"id": f"i{n}", "text_id": line, "text": line, "role": "outcome", "language": "es"}
        passages.append({**said, **place, "matches": []})
        start += len(line) + 1
    text = "\n".join(lines)
    document = {"name": "x.md", "sha256": hashlib.sha256(text.encode()).hexdigest()}
    alignment = {
        **{"document": document, "settings": {}, "encoder": {"name": "x", "revision": "1"}, "passages": passages},
        "frameworks": [{"name": "conocer", "version": "1", "sha256": "0"}],
        "reading": {"pages": None, "unreadable_pages": [], "skipped": []},
    }
    return site.programmes.add(owner, "x.md", document["sha256"], alignment=json.dumps(alignment), text=text)


class Browser:
    """Somebody's browser: keeps cookies, sends our forms with their token."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, **headers: str) -> str:
        answer = self.client.get(path, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.text

    @property
    def token(self) -> str:
        return re.findall(r'name="token" value="(\w+)"', self.get("/"))[0]

    def answer(
        self,
        path: str,
        *files: tuple[str, bytes],
        token: str = "",
        headers: Mapping[str, str] = MappingProxyType({}),
        follow: bool = False,
        **form: str | list[str],
    ) -> Response:
        """What is answered to one of our forms, with files of these names if any are given."""
        data, sent = {"token": token or self.token, **form}, [("files", file) for file in files]
        headers = {"origin": OWN, **headers}
        return self.client.post(path, data=data, files=sent or None, headers=headers, follow_redirects=follow)

    def post(self, path: str, **form: str) -> int:
        return self.answer(path, **form).status_code

    def page(self, path: str, **form: str) -> str:
        """The page that a form leads to."""
        return self.answer(path, follow=True, **form).text

    def send(self, path: str, name: str, content: bytes, **form: str | list[str]) -> int:
        """A form with a file."""
        return self.answer(path, (name, content), **form).status_code


@lru_cache(maxsize=4)
def application(folder: Path, access: Access) -> FastAPI:
    """One for all browsers, as where it is served: making it takes longer than most of what they ask."""
    return create_app(Site(Workspace(folder), access))


def serve(app: FastAPI, site: Site) -> None:
    """Let an application serve another site."""
    for one in (app, *(route.app for route in app.routes if getattr(route, "path", "") == PREFIX)):
        one.state.site = site


def open_browser(workspace: Workspace, access: Access | None = None, name: str = "") -> Iterator[Browser]:
    """A browser of somebody who typed a name, if one is given."""
    app = application(workspace.folder, access or Access())
    with TestClient(app, base_url=OWN, client=("127.0.0.1", 50000), raise_server_exceptions=False) as client:
        browser = Browser(client)
        assert not name or browser.post("/name", name=name) == 303
        yield browser


@pytest.fixture
def stranger(workspace: Workspace) -> Iterator[Browser]:
    yield from open_browser(workspace)


@pytest.fixture(scope="module")
def ana(workspace: Workspace) -> Iterator[Browser]:
    yield from open_browser(workspace, name="Ana")


@pytest.fixture(scope="module")
def leo(workspace: Workspace) -> Iterator[Browser]:
    yield from open_browser(workspace, name="Leo")
