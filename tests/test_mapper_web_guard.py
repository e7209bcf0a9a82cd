"""The page as an attacker's requests see it."""

import errno
import json
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from web_fixtures import (
    OWN,
    Browser,
    added,
    ana,
    mapped,
    open_browser,
    outcomes,
    programme,
    site,
    stranger,
    worker,
    workspace,
)

from corpora import InputError
from mapper.web.app import create_app
from mapper.web.exports import parse_review
from mapper.web.files import MOST_FILES, Files, safe_name
from mapper.web.guard import HEADERS, LARGEST_REQUEST, Access
from mapper.web.sessions import clean_name
from mapper.web.site import Site
from mapper.web.worker import Worker
from mapper.workspace.store import Workspace

__all__ = ["ana", "programme", "site", "stranger", "worker", "workspace"]


@pytest.mark.parametrize(
    "path",
    ["/", "/nowhere", "/static/site.css", "/programmes/1", "/lang", "/account", "/enter/x", "/api/v1/programmes"],
)
def test_every_answer_carries_the_policy(ana: Browser, path: str) -> None:
    assert "default-src 'none'" in HEADERS["Content-Security-Policy"]
    for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE"):
        answer = ana.client.request(method, path, follow_redirects=False)
        assert answer.status_code < 500
        for name, value in HEADERS.items():
            if name != "Cache-Control" or not path.startswith("/static/"):
                assert answer.headers[name] == value
        assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.fixture(scope="module")
def failing(workspace: Workspace) -> Iterator[Callable[[Exception], Response]]:
    """What the page answers where it fails with an error."""
    errors = list[Exception]()

    def fail() -> None:
        raise errors.pop()

    app = create_app(Site(workspace, Access(header="X-User")))
    app.add_api_route("/fail", fail)

    def answer(error: Exception) -> Response:
        errors.append(error)
        return client.get("/fail", headers={"x-user": "Ana"})

    with TestClient(app, base_url=OWN, client=("127.0.0.1", 1), raise_server_exceptions=False) as client:
        yield answer


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (RuntimeError("/home/secret/place"), 500, "Es una falla nuestra"),
        (OSError(errno.EIO, "secret"), 500, "Es una falla nuestra"),
        (OSError(errno.ENOSPC, "secret"), 507, "el disco está lleno"),
    ],
)
def test_a_fault_of_ours_carries_it_too_and_shows_nothing_of_the_program(
    failing: Callable[[Exception], Response], error: Exception, status: int, said: str
) -> None:
    answer = failing(error)
    assert answer.status_code == status
    assert said in answer.text
    assert "secret" not in answer.text
    assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "\\\\evil.example", "/\t/evil.example", ""]
)
def test_nobody_is_sent_elsewhere(ana: Browser, to: str) -> None:
    assert ana.answer("/lang", lang="es", to=to).headers["location"] == "/"


@pytest.mark.parametrize("number", ["99999999999999999999999", "-1", "0", "x", "1e3", "../1"])
def test_a_number_that_is_none_is_nobodys(ana: Browser, number: str) -> None:
    for path in (f"/programmes/{number}", f"/ads/{number}", f"/programmes/{number}/download/original"):
        assert ana.client.get(path).status_code in (404, 422)
    assert ana.post(f"/jobs/{number}/cancel") in (303, 404, 422)


@pytest.mark.parametrize("token", ["-", "é", "0" * 64, "\N{GRINNING FACE}", "a\0b"])
def test_a_token_that_is_not_ours_is_refused(ana: Browser, site: Site, token: str) -> None:
    assert ana.post(f"/programmes/{added(site, 'Lubrica la máquina.')}/passages/1", act="none", token=token) == 403


@pytest.mark.parametrize("cookie", ["x", "x.y", "QW5h.0000", "..", "%C3%A9.%C3%A9", "QW5h"])
def test_a_name_that_we_did_not_sign_is_none(stranger: Browser, cookie: str) -> None:
    assert "¿Cómo se llama?" in stranger.get("/", cookie=f"curmap-person={cookie}")


def test_what_is_large_is_refused_before_it_is_read(ana: Browser) -> None:
    headers = {"origin": OWN, "content-length": str(LARGEST_REQUEST + 1)}
    assert ana.client.post("/programmes", content=b"x", headers=headers).status_code == 413
    files = [(f"{n}.md", b"# x") for n in range(MOST_FILES + 1)]
    assert ana.answer("/programmes", *files, framework="conocer").status_code == 413
    assert ana.client.post("/programmes", content=iter([b"x"]), headers={"origin": OWN}).status_code == 411


def test_an_upload_of_nothing_says_so(ana: Browser) -> None:
    for file, form, missing in (
        (("", b""), {"framework": "conocer"}, "No se eligió ningún archivo"),
        (("x.md", b"# x"), {}, "marque al menos uno en «Comparar con»"),
    ):
        answer = ana.answer("/programmes", file, headers={"hx-request": "true"}, **form)
        assert (answer.status_code, missing in answer.text) == (422, True)


@pytest.mark.parametrize(
    "name",
    [
        *("../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", ".."),
        *("a\r\nSet-Cookie: x=y.md", "\0.md", "x" * 500),
    ],
)
def test_a_files_name_names_nothing_outside(name: str) -> None:
    safe = safe_name(name)
    assert not set("/\\") & set(safe)
    assert safe.isprintable()
    assert safe not in ("", ".", "..")
    assert len(safe.encode()) <= 120


@pytest.mark.parametrize("sha256", ["../../../etc", "", "0" * 63, "A" * 64, "0" * 64 + "\n"])
def test_only_a_checksum_names_a_folder(workspace: Workspace, sha256: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sha256)}$"):
        Files(workspace.folder).path_of(sha256, "passwd")


@pytest.mark.slow
def test_a_download_is_named_in_one_line(ana: Browser, site: Site, worker: Worker) -> None:
    content = outcomes("Lubrica la máquina de coser.")
    number = mapped(site, worker, 'ma"lo\r\nX-Evil: 1.md', content)
    answer = ana.client.get(f"/programmes/{number}/download/original")
    assert "x-evil" not in answer.headers
    assert (answer.headers["content-type"], answer.content) == ("application/octet-stream", content)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"format": "curmap-review-1"}', b"\xff\xfe", b"[" * 10**6])
def test_what_is_no_review_is_refused_with_a_message(content: bytes) -> None:
    with pytest.raises(InputError) as raised:
        parse_review(content, "r.json")
    assert raised.value.es.startswith("r.json: no es una revisión")


@pytest.fixture(scope="module")
def review(ana: Browser, site: Site, worker: Worker) -> bytes:
    """As it is downloaded."""
    number = mapped(site, worker, "r.md", outcomes("Enhebra la máquina de coser."))
    return bytes(ana.client.get(f"/programmes/{number}/download/json").content)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("alignment", "document", "sha256"), "../../../../etc"),
        (("alignment", "passages", 0, "start"), 1),
        (("alignment", "passages", 0, "role"), "<script>"),
        (("alignment", "passages", 0, "more"), 1),
        (("alignment", "frameworks"), {}),
        (("alignment", "encoder"), None),
        (("shown", 0, "criteria", 0, "state"), "excellent"),
        (("text",), "another"),
        (("history",), [{"verdict": "accepted"}]),
    ],
)
def test_a_review_that_somebody_changed_is_refused(review: bytes, place: tuple[str | int, ...], value: object) -> None:
    assert parse_review(review, "r.json")
    values = at = json.loads(review)
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = value
    with pytest.raises(InputError):
        parse_review(json.dumps(values).encode(), "r.json")


def test_behind_a_proxy_its_word_counts_said_once_and_nobody_elses(workspace: Workspace) -> None:
    nobody = "Hace falta iniciar sesión"
    for browser in open_browser(workspace, Access(header="X-User")):
        assert "Usted es Ana" in browser.get("/", **{"x-user": "Ana"})
        for said in ([], [("x-user", "Ana"), ("x-user", "Leo")], [("x_user", "Ana")]):
            assert nobody in browser.client.get("/", headers=said).text
            assert browser.client.get("/frameworks", headers=said).status_code == 403
    for browser in open_browser(workspace, Access(header="X-User", proxies=frozenset({"10.0.0.1"}))):
        headers = {"x-user": "Ana", "x-forwarded-for": "10.0.0.1", "forwarded": "for=10.0.0.1"}
        assert nobody in browser.get("/", **headers)
        assert browser.client.get("/frameworks", headers=headers).status_code == 403


def test_a_proxys_name_port_and_encryption_are_heard(workspace: Workspace) -> None:
    access = Access(header="X-User", proxies=frozenset({"127.0.0.0/8"}))
    for browser in open_browser(workspace, access):
        # As a proxy sends it: UTF-8, each byte a character of Latin-1.
        browser.client.headers.encoding = "latin-1"
        browser.client.headers["x-user"] = "José".encode().decode("latin-1")
        answer = browser.client.get("/", headers={"x-forwarded-proto": "https"})
        assert "Usted es José" in answer.text
        assert "secure" in answer.headers["set-cookie"].lower()
        # The proxy passes the host on without the port that stands in the browser's address.
        headers = {"host": "curmap.example", "origin": "https://curmap.example:8443"}
        for fetched, status in (("same-origin", 404), ("same-site", 403)):
            asked = {**headers, "sec-fetch-site": fetched}
            assert browser.answer("/programmes/1/people", headers=asked, person="Leo").status_code == status


def test_a_forms_token_is_another_one_each_time_and_answers_are_compressed(ana: Browser) -> None:
    assert ana.token != ana.token
    assert ana.client.get("/about", headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"


def test_who_is_not_known_any_more_is_told_where_they_clicked(stranger: Browser, site: Site) -> None:
    path = f"/programmes/{added(site, 'Lubrica la máquina.')}/passages/1"
    answer = stranger.client.post(path, data={"act": "none"}, headers={"origin": OWN, "hx-request": "true"})
    assert (answer.status_code, answer.headers["x-curmap"]) == (401, "part")
    assert "ya no sabe quién es usted" in answer.text


def test_a_name_is_the_same_however_its_accents_are_written() -> None:
    assert clean_name("Jose\u0301  \u202eLuis\n") == clean_name("José Luis") == "José Luis"


def test_only_its_owner_reads_the_secret_which_stays_the_same(tmp_path: Path) -> None:
    first = Files(tmp_path).secret()
    assert len(first) == 32
    assert Files(tmp_path).secret() == first
    assert stat.S_IMODE((tmp_path / "web" / "secret").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "web").iterdir()] == ["secret"]


def test_cookies_are_for_our_own_pages_only(stranger: Browser) -> None:
    cookies = stranger.answer("/name", name="Ana").headers.get_list("set-cookie")
    (cookie,) = [cookie for cookie in cookies if cookie.startswith("curmap-person")]
    assert {"HttpOnly", "SameSite=lax"} <= set(cookie.split("; "))


@pytest.mark.parametrize(
    "value", ["[", "[::1", "::", "a b", "127.0.0.1:x", "x" * 3000, "http://", "\xff", ";q=nan,=,;;", "\t"]
)
@pytest.mark.parametrize(
    "header", ["host", "origin", "cookie", "accept-language", "x-token", "content-length", "referer"]
)
def test_no_header_brings_it_down(ana: Browser, header: str, value: str) -> None:
    for method in ("GET", "POST"):
        headers = [(header.encode(), value.encode("latin-1"))]
        answer = ana.client.request(method, "/lang", headers=headers, follow_redirects=False)
        assert answer.status_code in (303, 307, 400, 403, 405, 411, 413, 421, 422)
        assert "content-security-policy" in answer.headers
