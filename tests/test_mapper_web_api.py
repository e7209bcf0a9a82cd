"""The page for programs: `/api/v1` by HTTP, with a token; what it describes, and what it refuses."""

import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import BRIEF, curmap
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.testclient import TestClient
from web_fixtures import OWN, Browser, added, ana, done, mapped, open_browser, outcomes, site, worker, workspace

from mapper.web.app import create_app
from mapper.web.guard import LARGEST_REQUEST, Access
from mapper.web.routes.api import DESCRIPTION, PREFIX
from mapper.web.site import Site
from mapper.web.worker import Worker
from mapper.workspace.store import Workspace

__all__ = ["ana", "site", "worker", "workspace"]

SHORT = outcomes("Lubrica la maquina de coser.", "Cambia la aguja.")
OF = {"framework": "conocer", "code": "EC9001/E9101"}
DOCS = Path(__file__).resolve().parent.parent / "docs" / "api.md"


class Program:
    """Some program with a token: no cookies, no forms."""

    def __init__(self, client: TestClient, token: str) -> None:
        self.client = client
        self.headers = {"authorization": f"Bearer {token}", "accept-language": "en"}

    def ask(self, method: str, path: str, *, status: int = 200, **more: Any) -> Any:  # noqa: ANN401 - any JSON value
        answer = self.client.request(method, PREFIX + path, headers=self.headers, **more)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None


@pytest.fixture(scope="module")
def program(site: Site) -> Iterator[Program]:
    """One of Ana's."""
    with TestClient(create_app(site), base_url=OWN, client=("127.0.0.1", 1), raise_server_exceptions=False) as client:
        yield Program(client, site.accounts.issue("token", "Ana", "tests"))


@pytest.fixture
def fresh(site: Site, worker: Worker) -> int:
    """The number of a mapped programme of Ana's of which nothing is decided."""
    return mapped(site, worker, "corto.md", SHORT + f"\n{secrets.token_hex()}\n".encode())


def test_what_it_describes_is_openapi_and_every_path_stands_in_the_documentation(program: Program) -> None:
    described = program.client.get(DESCRIPTION).json()
    OpenAPIV31SpecValidator(described).validate()
    assert described["servers"] == [{"url": PREFIX}]
    told = DOCS.read_text(encoding="utf-8")
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            assert f"`{method.upper()} {path}`" in told
            assert operation["security"] == [{"HTTPBearer": []}]
            assert operation["description"]
            assert {"400", "401", "404", "411", "413", "422", "507"} <= operation["responses"].keys()
            problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
            assert operation["responses"]["401"]["content"] == problem


def test_the_whole_way_from_a_document_to_a_download(program: Program, worker: Worker) -> None:
    assert "conocer" in [one["name"] for one in program.ask("GET", "/frameworks")]
    files = [("files", ("corto.md", SHORT))]
    (job,) = program.ask("POST", "/programmes", status=202, files=files, data={"framework": ["conocer"]})
    assert (job["state"], job["programme"]) == ("waiting", None)
    while worker.step():
        pass
    number = program.ask("GET", f"/jobs/{job['id']}")["programme"]
    assert number in [one["id"] for one in program.ask("GET", "/programmes")]
    path = f"/programmes/{number}"
    told = program.ask("GET", path)
    assert (told["decided"], told["folder"]) == (0, "")
    alignment = program.ask("GET", f"{path}/alignment")
    passage = next(one for one in alignment["passages"] if one["matches"])
    match = passage["matches"][0]
    decision = {"verdict": "accepted", "passage": passage["id"], "framework": match["framework"], "code": match["code"]}
    (row,) = program.ask("POST", f"{path}/decisions", status=201, json=decision)
    assert (row["person"], row["verdict"], row["text_id"]) == ("Ana", "accepted", passage["text_id"])
    assert row["seen"]["probability"] == match["probability"]
    assert program.ask("GET", path)["decided"] >= 1
    content = program.ask("GET", f"{path}/exports/json")
    assert (content["history"], content["alignment"]) == ([row], alignment)
    for method, asked, status in (
        ("DELETE", path, 204),
        ("GET", path, 404),
        ("POST", f"{path}/restore", 204),
        ("GET", path, 200),
    ):
        program.ask(method, asked, status=status)


def test_a_mapping_is_what_the_command_line_gives(program: Program, worker: Worker, site: Site, norms: Path) -> None:
    programme = done(site, worker, BRIEF.name, BRIEF.read_bytes(), lang="en").programme
    told = curmap("--workspace", norms, "map", BRIEF, "--framework", "conocer", "--json", "--lang", "en")
    assert program.ask("GET", f"/programmes/{programme}/alignment") == told.json


def test_a_coverage_is_as_computed_with_what_people_said_beside_it(program: Program, fresh: int, site: Site) -> None:
    path, decisions = f"/programmes/{fresh}/coverage", f"/programmes/{fresh}/decisions"
    kept = site.programmes.read(fresh).shown
    (standard,) = (one for one in program.ask("GET", path) if one["criteria"])
    assert (standard["share"], standard["reviewed"]) == (kept[0]["share"], None)
    for given, computed in zip(standard["criteria"], kept[0]["criteria"], strict=True):
        names = ("code", "state", "probability")
        assert [given[name] for name in names] == [computed[name] for name in names]
        assert given["nearest"][: len(computed["nearest"])]
    code = standard["criteria"][0]["code"]
    of = {"framework": standard["framework"], "code": code}
    (row,) = program.ask("POST", decisions, status=201, json={"verdict": "accepted", **of, "note": "oral"})
    assert (row["text_id"], row["code"], row["note"]) == ("", code, "oral")
    (after,) = (one for one in program.ask("GET", path) if one["criteria"])
    assert after["criteria"][0]["reviewed"] == "accepted"
    assert after["criteria"][0]["state"] == standard["criteria"][0]["state"]
    assert after["reviewed"]["value"] > 0
    program.ask("POST", decisions, status=201, json={"verdict": "withdrawn", **of})
    assert [one for one in program.ask("GET", path) if one["criteria"]] == [standard]


def test_decisions_are_those_of_the_page(program: Program, fresh: int, ana: Browser, site: Site) -> None:
    path = f"/programmes/{fresh}"

    def said(**decision: object) -> Any:  # noqa: ANN401 - any JSON value
        return program.ask("POST", f"{path}/decisions", status=201, json=decision)

    first = program.ask("GET", f"{path}/alignment")["passages"][-2]["id"]
    said(verdict="added", passage=first, **OF)
    assert "la agregó" in ana.get(f"{path}/document")
    (undone,) = program.ask("POST", f"{path}/undo")
    assert undone["verdict"] == "added"
    assert program.ask("POST", f"{path}/undo") == []
    (redone,) = program.ask("POST", f"{path}/redo")
    assert redone["number"] == undone["number"]
    assert ana.post(f"{path}/passages/1", act="withdrawn conocer EC9001/E9101") == 303
    rows = program.ask("GET", f"{path}/decisions")
    assert [row["verdict"] for row in rows] == ["added", "undo", "undo", "withdrawn"]
    said(verdict="rejected", **OF)
    said(verdict="none", passage=first, note="no")
    # So is what is not compared by itself, which is then among those near it.
    passage, about = next(iter(site.programmes.read(fresh).others.items()))
    (standard, *_) = program.ask("GET", f"{path}/coverage")
    code = standard["criteria"][0]["code"]
    (row,) = said(verdict="accepted", passage=passage, framework="conocer", code=code)
    assert row["text_id"] == about.text_id
    (standard, *_) = program.ask("GET", f"{path}/coverage")
    assert passage in {near["passage"] for near in standard["criteria"][0]["nearest"]}


def test_one_request_decides_passages_of_the_same_words_or_wherever_something_is_suggested(
    program: Program, site: Site, fresh: int
) -> None:
    number = added(site, "Cambia la aguja 10.", "Cambia la aguja 12.", "Lubrica.")
    asked = {"verdict": "none", "passage": "i0", "alike": True}
    rows = program.ask("POST", f"/programmes/{number}/decisions", status=201, json=asked)
    assert [(row["text_id"], row["bulk"]) for row in rows] == [
        ("Cambia la aguja 10.", True),
        ("Cambia la aguja 12.", True),
    ]
    program.ask("POST", f"/programmes/{number}/undo")
    assert program.ask("GET", f"/programmes/{number}")["decided"] == 0
    path = f"/programmes/{fresh}"
    passages = program.ask("GET", f"{path}/alignment")["passages"]
    (*_, match) = (match for one in passages for match in one["matches"])
    of = {"framework": match["framework"], "code": match["code"]}
    suggested = {one["text_id"] for one in passages for match in one["matches"] if match["code"] == of["code"]}
    everywhere = {"verdict": "rejected", "everywhere": True, **of}
    rows = program.ask("POST", f"{path}/decisions", status=201, json=everywhere)
    assert {row["text_id"] for row in rows} == suggested
    assert {(row["verdict"], row["code"], row["bulk"]) for row in rows} == {("rejected", of["code"], True)}
    for one in passages:
        if one["text_id"] in suggested:
            program.ask(
                "POST", f"{path}/decisions", status=201, json={"verdict": "accepted", "passage": one["id"], **of}
            )
    assert program.ask("POST", f"{path}/decisions", status=201, json=everywhere) == []  # what one found right stays


def test_a_dispute_is_settled_by_criterion(program: Program, site: Site, fresh: int) -> None:
    site.programmes.share(fresh, "Leo")
    path = f"/programmes/{fresh}"
    (standard, *_) = program.ask("GET", f"{path}/coverage")
    row = next(row for row in standard["criteria"] if row["nearest"])
    of = {"framework": "conocer", "code": row["code"]}
    about = row["nearest"][0]["passage"]

    def reviewed() -> str:
        (standard, *_) = program.ask("GET", f"{path}/coverage")
        return next(str(one["reviewed"]) for one in standard["criteria"] if one["code"] == row["code"])

    program.ask("POST", f"{path}/decisions", status=201, json={"verdict": "rejected", **of})
    leos = Program(program.client, site.accounts.issue("token", "Leo", "t"))
    leos.ask("POST", f"{path}/decisions", status=201, json={"verdict": "partly", "passage": about, **of})
    assert reviewed() == "disputed"
    settle = {"verdict": "settled", "person": "Leo", **of}
    leos.ask("POST", f"{path}/decisions", status=422, json=settle)
    (settled,) = program.ask("POST", f"{path}/decisions", status=201, json=settle)
    assert (settled["verdict"], settled["text_id"], settled["note"]) == ("settled", "", "Leo")
    assert reviewed() == "in_part"


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ({"verdict": "undo"}, ["verdict"]),
        ({"verdict": "accepted"}, ["framework", "code"]),
        ({"verdict": "accepted", "passage": "nowhere", **OF}, ["passage"]),
        ({"verdict": "accepted", "framework": "conocer", "code": "EC0000"}, ["framework", "code"]),
        ({"verdict": "accepted", "passage": "i0", "framework": "conocer", "code": "EC0000"}, ["framework", "code"]),
        ({"verdict": "settled", "passage": "i0", "person": "Nobody"}, ["person"]),
        ({"verdict": "note", "passage": "i0", "note": " "}, ["note"]),
        ({"verdict": "added", **OF}, ["verdict"]),
        ({"verdict": "accepted", "everywhere": True, **OF}, ["everywhere"]),
        ({"verdict": "rejected", "passage": "i0", "everywhere": True, **OF}, ["everywhere"]),
        ({"verdict": "none", "note": "x" * 4001}, ["note"]),
        ({"verdict": "none", "person": "Leo", "owner": "Leo"}, ["owner"]),
        ({"verdict": ["none"]}, ["verdict"]),
        ({}, ["verdict"]),
        ([], []),
    ],
)
def test_what_is_no_decision_is_refused_with_the_place(
    program: Program, site: Site, asked: dict[str, object] | list[object], places: list[str]
) -> None:
    path = f"/programmes/{added(site, 'Lubrica la maquina.')}/decisions"
    problem = program.ask("POST", path, status=422, json=asked)
    assert problem["status"] == 422
    assert problem["title"] in ("Unprocessable Content", "Unprocessable Entity")
    assert problem["detail"].startswith("The request does not fit")
    assert problem["errors"] == ([["body", place] for place in places] or [["body"]])
    assert program.ask("GET", path) == []


def test_errors_are_problems_in_the_language_asked_for(program: Program) -> None:
    for lang, said in (("es-MX,es", "No existe, o no est"), ("en-GB", "It does not exist"), ("fr", "No existe")):
        headers = {**program.headers, "accept-language": lang}
        answer = program.client.get(f"{PREFIX}/programmes/999999", headers=headers)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["content-language"] == ("en" if lang.startswith("en") else "es")
        assert answer.json()["detail"].startswith(said)
        assert answer.json().keys() == {"type", "title", "status", "detail", "errors"}
    assert program.ask("PUT", "/programmes", status=405)["status"] == 405
    assert program.ask("GET", "/nowhere", status=404)["status"] == 404
    for number in ("99999999999999999999999", "0", "-1"):
        assert program.client.get(f"{PREFIX}/programmes/{number}", headers=program.headers).status_code in (404, 422)


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", "Bearer x", "Basic QW5hOkFuYQ==", "Bearer é", "Bearer " + "x" * 5000]
)
def test_without_a_token_that_counts_nothing_is_answered(program: Program, authorization: str) -> None:
    for method, path in (("GET", "/programmes"), ("POST", "/programmes"), ("DELETE", "/programmes/1"), ("GET", "/x")):
        headers = [(b"authorization", authorization.encode("latin-1")), (b"content-length", b"0")]
        answer = program.client.request(method, PREFIX + path, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.headers["content-type"] == "application/problem+json"


def test_no_cookie_and_no_word_of_a_proxy_lets_a_program_in(ana: Browser, workspace: Workspace) -> None:
    assert "Usted es Ana" in ana.get("/")
    assert ana.client.get(f"{PREFIX}/programmes").status_code == 401
    for browser in open_browser(workspace, Access(header="X-User")):
        assert browser.client.get(f"{PREFIX}/programmes", headers={"x-user": "Ana"}).status_code == 401


def test_a_token_is_made_and_withdrawn_on_the_page_and_tells_its_last_use(
    workspace: Workspace, program: Program
) -> None:
    for browser in open_browser(workspace, name="Eva"):
        page = browser.page("/account/tokens", label="cada noche")
        token = re.findall(r'<code id="made">([\w-]{43})</code>', page)[0]
        assert "cada noche" in browser.get("/account")
        assert token not in browser.get("/account")
        assert "aún sin usar" in browser.get("/account")
        other = Program(program.client, token)
        assert other.ask("GET", "/programmes") == []
        number = re.findall(r"/account/tokens/(\d+)/withdraw", page)[0]
        for stranger in open_browser(workspace, name="Teo"):
            assert stranger.post(f"/account/tokens/{number}/withdraw") == 404
        assert browser.post(f"/account/tokens/{number}/withdraw") == 303
        other.ask("GET", "/programmes", status=401)


def test_nobody_reaches_what_is_anothers(program: Program, site: Site) -> None:
    leos = Program(program.client, site.accounts.issue("token", "Leo", "t"))
    programme, job = added(site, "Lubrica la maquina."), site.jobs.add("Ana", "map", "x.md", {})
    for method, path in (
        *(("GET", f"/programmes/{programme}{end}") for end in ("", "/alignment", "/coverage", "/decisions")),
        *(("POST", f"/programmes/{programme}{end}") for end in ("/undo", "/redo", "/restore", "/map")),
        *(("GET", f"/programmes/{programme}/exports/{suffix}") for suffix in ("json", "original", "secret")),
        ("DELETE", f"/programmes/{programme}"),
        ("GET", "/programmes/999999"),
        ("GET", f"/jobs/{job}"),
        ("DELETE", f"/jobs/{job}"),
    ):
        leos.ask(method, path, status=404)
    leos.ask("POST", f"/programmes/{programme}/decisions", status=404, json={"verdict": "none", "passage": "x"})
    program.ask("DELETE", f"/jobs/{job}", status=204)
    assert program.ask("GET", f"/jobs/{job}")["state"] == "cancelled"


def test_its_limits_are_those_of_the_page(program: Program) -> None:
    path, headers = f"{PREFIX}/programmes", program.headers
    answer = program.client.post(path, content=b"x", headers={**headers, "content-length": str(LARGEST_REQUEST + 1)})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    assert program.client.post(path, content=iter([b"x"]), headers=headers).status_code == 411
    files = [("files", (f"{n}.md", b"# x")) for n in range(21)]
    program.ask("POST", "/programmes", status=413, files=files, data={"framework": ["conocer"]})
    one = [("files", ("x.md", b"# x"))]
    program.ask("POST", "/programmes", status=404, files=one, data={"framework": ["conocer"], "replaces": "999"})
    program.ask("POST", "/programmes", status=422, files=one)
    unknown = program.ask("POST", "/programmes", status=422, files=one, data={"framework": ["conocer", "nowhere"]})
    assert unknown["errors"] == [["body", "framework", 1]]
    headers = {**headers, "content-type": "multipart/form-data; boundary=x"}
    assert "Go back" not in program.client.post(path, content=b"x", headers=headers).json()["detail"]


def test_a_fault_of_ours_says_nothing_of_the_program(program: Program, site: Site) -> None:
    damaged = {"sha256": "0" * 64, "key": "damaged", "text": b"x", "alignment": b"x", "created": "2026-01-01"}
    number = site.database.insert("programme", owner="Ana", name="d.md", **damaged)
    answer = program.client.get(f"{PREFIX}/programmes/{number}", headers=program.headers)
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert answer.json()["detail"].startswith("The fault is ours")
    assert "zlib" not in answer.text
    assert "content-security-policy" in answer.headers
    assert site.programmes.delete(number, "Ana")
