"""The registry of standards: a saved list, and one fetched from a server that does not always answer well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from answering import Answers, answering

from corpora import InputError
from corpora.frameworks.renec import load, standard_code

SAMPLE = Path(__file__).parent / "data" / "frameworks" / "renec.json"


@dataclass
class Registry:
    """What the server answers next."""

    body: bytes = field(default_factory=SAMPLE.read_bytes)
    status: int = 200
    missing: int = 0
    address: str = ""


@pytest.fixture
def registry() -> Iterator[Registry]:
    state = Registry()

    class Handler(Answers):
        def do_GET(self) -> None:  # noqa: N802 - the standard library's name
            sent = len(state.body) - state.missing
            self.answer(state.status, state.body, sent, Content_Type="application/json")

    with answering(Handler) as server:
        state.address = f"{server}/getEstandaresAll"
        yield state


def test_the_forms_of_a_code() -> None:
    forms = {
        "EC0217": "EC0217", "EC0217_01": "EC0217.01", "EC0217-01": "EC0217.01",
        "EC0217.01\u00a0": "EC0217.01", " ec0249 ": "EC0249",
        "ECM0358": "ECM0358", "EC 0249": "EC0249", "EC02": None, "E0875": None, "": None,
    }  # fmt: skip
    assert {printed: standard_code(printed) for printed in forms} == forms


BAD: dict[str, dict[str, Any]] = {
    "truncated": {"missing": 100},
    "500": {"status": 500},
    "html": {"body": b"<html>Mantenimiento</html>"},
    "text": {"body": b"hola"},
    "other": {"body": b'[{"a": 1}]'},
    "empty": {"body": b""},
}


@pytest.mark.parametrize("how", BAD)
def test_a_bad_answer_is_refused_and_leaves_nothing(registry: Registry, tmp_path: Path, how: str) -> None:
    vars(registry).update(BAD[how])
    with pytest.raises(InputError) as caught:
        load([], name="renec", address=registry.address, cache=tmp_path / "cache")
    assert registry.address in caught.value.es
    assert "ábrala en un navegador" in caught.value.es
    assert "open it in a browser" in caught.value.en
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("how", ["truncated", "500", "html"])
def test_with_a_bad_answer_the_cached_copy_is_used_and_said(registry: Registry, tmp_path: Path, how: str) -> None:
    fresh = load([], name="renec", address=registry.address, cache=tmp_path)
    vars(registry).update(BAD[how])
    cached = load([], name="renec", address=registry.address, cache=tmp_path)
    with pytest.raises(InputError):  # of another address there is no copy
        load([], name="renec", address=f"{registry.address}?", cache=tmp_path)
    assert (cached.competencies, cached.sha256) == (fresh.competencies, fresh.sha256)
    assert "se usó la copia guardada" in cached.skipped[0].why.es
    assert "the cached copy was used" in cached.skipped[0].why.en
    assert cached.skipped[1:] == fresh.skipped


def test_no_server_no_http_and_no_folder_for_the_copy(registry: Registry, tmp_path: Path) -> None:
    for address in ("http://127.0.0.1:9/nobody", SAMPLE.absolute().as_uri()):
        with pytest.raises(InputError) as caught:
            load([], name="renec", address=address, cache=tmp_path)
        assert address in caught.value.en
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match=str(tmp_path / "file")):
        load([], name="renec", address=registry.address, cache=tmp_path / "file")


def test_the_real_list_is_whole(shared: Path) -> None:
    framework = load([shared / "data" / "renec" / "ec_standards_api.json"], name="renec")
    codes = {standard.code for standard in framework.competencies}
    assert len(framework.competencies) == len(codes) == 1477
    assert {"EC0249", "EC0217.01", "EC1571", "EC1681"} <= codes
    assert {s.why.en for s in framework.skipped} == {
        "codes in another form, normalised: 2",
        "titles with stray spaces, cleaned: 43",
    }
