"""What several people say of one programme: who sees it, and what pages, downloads and reports make of it."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from web_fixtures import Browser, ana, leo, mapped, outcomes, site, worker, workspace

from mapper.people.checklist.decisions import combine_reviews
from mapper.people.checklist.reviews import read_reviews
from mapper.people.review.state import standing_rows
from mapper.web.coverage import Criterion, read_standards
from mapper.web.decisions import RowBuilder
from mapper.web.site import Site
from mapper.web.worker import Worker

__all__ = ["ana", "leo", "site", "worker", "workspace"]

LINES = ("Lubrica la máquina de coser según el manual.", "Ajusta la tensión del hilo.", "Cambia la aguja rota.")


@pytest.fixture
def shared(site: Site, worker: Worker, request: pytest.FixtureRequest) -> int:
    """The number of a programme of Ana's that Leo sees too."""
    number = mapped(site, worker, f"{request.node.name}.md", outcomes(*LINES, title=request.node.name))
    site.programmes.share(number, "Leo")
    return number


def downloaded(browser: Browser, number: int, folder: Path) -> tuple[Any, Any]:
    """The review as JSON, and as what reports read of it."""
    content = browser.client.get(f"/programmes/{number}/download/json").content
    (folder / "review.json").write_bytes(content)
    (found,) = read_reviews([folder / "review.json"])
    return json.loads(content), found


def history(browser: Browser, number: int) -> list[dict[str, str]]:
    content = browser.client.get(f"/programmes/{number}/download/csv").content
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines()))


def test_what_another_says_of_the_whole_document_is_in_every_download(
    ana: Browser, leo: Browser, site: Site, shared: int, tmp_path: Path
) -> None:
    codes = [row.node.code for row in read_standards(site.review(shared, "Ana"), site.frameworks)[0].criteria]
    asked = f"/programmes/{shared}/criteria?standard=conocer/EC9001&criterion="
    for code, act in ((codes[0], "rejected document"), (codes[1], "accepted document")):
        assert leo.post(f"{asked}{code}", act=act) == 303
    review, found = downloaded(ana, shared, tmp_path)
    assert [row["person"] for row in review["history"]] == ["Leo", "Leo"]
    assert [found.judgements["conocer", code].state for code in codes[:2]] == ["not_found", "covered"]
    assert [row["Quién"] for row in history(ana, shared)] == ["Leo", "Leo"]
    # Where the owner hides it, it is hidden of the whole document; not from the owner.
    site.programmes.change(shared, "Ana", hide_others=True)
    assert ana.post(f"{asked}{codes[2]}", act="accepted document") == 303
    assert [row.person for row in site.review(shared, "Ana").visible] == ["Leo", "Leo", "Ana"]
    assert {row.person for row in site.review(shared, "Leo").visible} == {"Leo"}


def test_what_another_took_back_does_not_stand_in_a_download(
    ana: Browser, leo: Browser, site: Site, shared: int
) -> None:
    path = f"/programmes/{shared}"
    places = [item for item in site.review(shared, "Ana").items if item.state.suggested]
    framework, code = places[0].state.suggested[0]
    key, first = f"{framework} {code}", f"{path}/passages/{places[0].number}"
    assert leo.post(first, act=f"rejected {key}") == leo.post(f"{path}/undo") == 303
    assert [row.verdict for row in site.review(shared, "Ana").visible] == ["rejected", "undo"]
    # Of one action a person sees what is said of passages that they decided, and that it was taken back.
    site.programmes.change(shared, "Ana", hide_others=True)
    form = RowBuilder(site.frameworks, site.review(shared, "Ana"))
    texts = {item.text_id: item for item in places if (framework, code) in item.state.suggested}
    rejected = [row for one in texts.values() for row in form.build(one, "rejected", (framework, code))]
    site.decisions.add(shared, rejected, bulk=True)
    assert ana.post(f"{path}/undo") == 303
    assert site.review(shared, "Leo").visible == [row for row in site.review(shared, "Leo").rows if row.person == "Leo"]
    last = max(item.number for item in places if (framework, code) in item.state.suggested)
    assert leo.post(f"{path}/passages/{last}", act="none") == 303
    seen = site.review(shared, "Leo").visible
    assert [row.verdict for row in seen if row.person == "Ana"] == ["rejected", "undo"]
    assert {row.person for row in standing_rows(seen)} == {"Leo"}


@pytest.mark.slow
def test_of_a_criterion_those_are_named_who_decided_it(
    ana: Browser, leo: Browser, site: Site, shared: int, tmp_path: Path
) -> None:
    criteria = read_standards(site.review(shared, "Ana"), site.frameworks)[0].criteria
    codes = [row.node.code for row in criteria[:3]]
    whose, acts = ["Leo", "Ana", "Leo"], ["accepted 1", "accepted 2", "partly document"]
    notes = [f"de {act}" for act in acts]
    for who, code, act, note in zip(whose, codes, acts, notes, strict=True):
        asked = f"/programmes/{shared}/criteria?standard=conocer/EC9001&criterion={code}"
        assert {"Ana": ana, "Leo": leo}[who].post(asked, act=act, note=note) == 303
    _, found = downloaded(ana, shared, tmp_path)
    passages = [item.mapped.passage for item in site.review(shared, "Ana").items]
    by = combine_reviews([found], found.document, passages, [site.workspace.load("conocer")]).by
    assert [by["conocer", code] for code in codes] == whose
    rows = {row.node.code: row for row in read_standards(site.review(shared, "Ana"), site.frameworks)[0].criteria}
    assert tuple(rows[code].state for code in codes) == ("accepted", "accepted", "in_part")
    assert [(row.person, row.note) for code in codes for row in rows[code].deciding] == [
        *zip(whose, notes, strict=True)
    ]
    told = {row["Nota"]: row for row in history(ana, shared)}
    assert [told[note]["Código"] for note in notes] == codes
    assert all(row["Cuándo (UTC)"] for row in told.values())
    assert [told[notes[2]][name] for name in ("Pasaje", "Veredicto", "Quién")] == [
        *("(todo el documento)", "aceptada en parte", "Leo")
    ]


def test_what_is_said_of_a_text_that_is_not_compared_counts_is_settled_and_stands_in_every_download(
    ana: Browser, leo: Browser, site: Site, worker: Worker
) -> None:
    told = "Pérez, R. (2019). Drenar el aceite usado del cárter y limpiar el filtro de succión. Editorial Taller."
    number = mapped(site, worker, "aparte.md", outcomes(LINES[0]) + f"\n## Bibliografía\n\n{told}\n".encode())
    site.programmes.share(number, "Leo")
    path = f"/programmes/{number}"

    def found() -> Criterion:
        criteria = read_standards(site.review(number, "Ana"), site.frameworks)[0].criteria
        return next(row for row in criteria if row.near and row.near[0].passage.text == told)

    code, (about, *_) = found().node.code, found().near
    asked = f"{path}/criteria?standard=conocer/EC9001&criterion={code}"
    assert about.number == 0
    for browser, verdict in ((ana, "accepted"), (leo, "rejected")):
        assert browser.post(asked, act=f"{verdict} {about.act}") == 303
    assert found().state == "disputed"
    settle = "settled document Ana"
    assert settle not in leo.get(asked)
    assert leo.post(asked, act=settle) == 422
    assert settle in ana.get(asked)
    assert ana.post(asked, act=settle) == 303
    assert found().state == "accepted"
    assert [one.passage.text for one in found().passages] == [told]
    assert f"«{told[:20]}" in ana.get(f"{path}/coverage")
    assert {row["Pasaje"] for row in history(ana, number) if row["Código"] == code} >= {told}


def test_what_was_not_read_of_a_document_is_told_in_the_language_of_who_reads(
    ana: Browser, site: Site, worker: Worker
) -> None:
    listed = "".join(f"<li>{line}</li>" for line in LINES)
    page = f"<h1>M</h1><h2>Resultados de aprendizaje</h2><ul>{listed}</ul><p hidden>Nota</p>"
    number = mapped(site, worker, "oculto.html", f"<html><body>{page}</body></html>".encode())
    for lang, said in (("en", "Pieces of hidden text: 1."), ("es", "Fragmentos de texto oculto: 1.")):
        ana.client.cookies.set("curmap-lang", lang)
        assert said in ana.get(f"/programmes/{number}/document")
