"""The page as a browser's requests see it: the way through, and what it refuses."""

import html
import io
import json
import re
from pathlib import Path
from urllib.parse import unquote

import docx
import openpyxl
import pytest
from httpx2 import Response
from web_fixtures import Browser, added, ana, leo, mapped, outcomes, programme, site, stranger, worker, workspace

from mapper.web.coverage import covered
from mapper.web.site import Site
from mapper.web.worker import Worker

__all__ = ["ana", "leo", "programme", "site", "stranger", "worker", "workspace"]

LINES = ("Enhebra la máquina de coser.", "Lubrica la máquina de coser.")


def test_a_stranger_is_asked_for_a_name_first(stranger: Browser) -> None:
    assert "¿Cómo se llama?" in stranger.get("/")
    assert "What is your name?" in stranger.get("/", **{"accept-language": "en-GB,en;q=0.9,es;q=0.5"})
    assert stranger.client.get("/frameworks", follow_redirects=False).status_code == 303


def test_a_decision_stands_and_can_be_undone(ana: Browser, programme: int) -> None:
    path = f"/programmes/{programme}"
    page = ana.get(path)
    act = re.search(r'id="p2".*?name="act" value="(accepted [^"]+)"', page, re.DOTALL)
    before = decided(page)
    assert ana.post(f"{path}/passages/2", act=act[1]) == 303
    page = ana.get(path)
    assert decided(page) > before
    assert re.search(r'id="p2".*?aceptada · Ana', page, re.DOTALL)
    assert ana.post(f"{path}/undo") == 303
    assert decided(ana.get(path)) == before


def decided(page: str) -> int:
    return int(re.findall(r"Pasajes decididos: (\d+) de \d+", page)[0])


@pytest.mark.parametrize("act", ["accepted conocer EC0000", "undo", "accepted", "", "none x y", "added esco x", "note"])
def test_what_is_no_decision_is_refused(ana: Browser, programme: int, act: str) -> None:
    assert ana.post(f"/programmes/{programme}/passages/1", act=act) == 422


def test_nobody_sees_a_programme_that_is_not_shared(leo: Browser, programme: int) -> None:
    assert leo.client.get(f"/programmes/{programme}").status_code == 404
    assert leo.post(f"/programmes/{programme}/passages/1", act="none") == 404
    assert leo.post(f"/programmes/{programme}/delete") == 404


def test_a_deleted_programme_can_be_brought_back(ana: Browser, programme: int) -> None:
    assert f'action="/programmes/{programme}/delete"' in ana.get("/")
    assert ana.post(f"/programmes/{programme}/delete") == 303
    assert "se puede recuperar durante 30 días" in (page := ana.get("/"))
    assert f'action="/programmes/{programme}/restore"' in page
    assert ana.client.get(f"/programmes/{programme}").status_code == 404
    assert ana.post(f"/programmes/{programme}/restore") == 303
    assert "programa.docx" in ana.get(f"/programmes/{programme}")


def test_another_sites_request_changes_nothing_and_a_foreign_host_is_refused(ana: Browser, programme: int) -> None:
    path = f"/programmes/{programme}/passages/1"
    assert ana.answer(path, act="none", headers={"origin": "https://elsewhere.example"}).status_code == 403
    assert ana.client.post(path, data={"act": "none"}).status_code == 403
    assert ana.client.get("/", headers={"host": "elsewhere.example"}).status_code == 421


def test_a_framework_is_browsed_and_searched(ana: Browser, programme: int) -> None:
    assert programme
    assert "EC9001" in ana.get("/frameworks/conocer")
    assert "EC9001/E9101" in ana.get("/frameworks/conocer?code=EC9001")
    assert "EC9001" in ana.get("/frameworks?q=mantenim")
    assert ana.client.get("/frameworks/nowhere").status_code == 404


def test_two_who_differ_dispute_until_the_owner_settles(ana: Browser, leo: Browser, programme: int) -> None:
    path = f"/programmes/{programme}"
    assert ana.post(f"{path}/people", person="Leo") == 303
    act = re.search(r'id="p4".*?value="accepted ([^"]+)"', ana.get(path), re.DOTALL)
    assert ana.post(f"{path}/passages/4", act=f"accepted {act[1]}") == 303
    assert leo.post(f"{path}/passages/4", act=f"rejected {act[1]}", note="otra cosa") == 303
    assert re.search(r'id="p4"', leo.get(f"{path}?state=disputed"))
    disputed = ana.get(f"{path}?state=disputed")
    assert "Leo la rechazó <q>otra cosa</q>" in disputed
    assert '<span class="short">en disputa</span>' in disputed
    assert leo.post(f"{path}/passages/4", act="settled Leo") == 422
    assert ana.post(f"{path}/passages/4", act="settled Leo") == 303
    assert "Ningún pasaje" in ana.get(f"{path}?state=disputed")
    assert "decidieron dos o más personas: 1; difieren en 1" in ana.get(f"{path}/people")
    assert ana.post(f"{path}/people/remove", person="Leo") == 303
    assert leo.client.get(path).status_code == 404


def test_two_who_decided_different_passages_have_nothing_to_agree_on(ana: Browser, leo: Browser, site: Site) -> None:
    path = f"/programmes/{added(site, *LINES)}"
    assert ana.post(f"{path}/people", person="Leo") == 303
    for browser, passage in ((ana, 1), (leo, 2)):
        assert browser.post(f"{path}/passages/{passage}", act="added conocer EC9001") == 303
    assert "Todavía no hay correspondencias que hayan decidido" in ana.get(f"{path}/people")


def test_in_bulk_leaves_what_was_decided_by_hand_and_is_undone_as_one(ana: Browser, programme: int) -> None:
    path = f"/programmes/{programme}"
    ana.post(f"{path}/passages/1", act="none")
    before = ana.get(path).count("aceptada · ")
    preview = ana.get(f"{path}/bulk?act=accepted&limit=40")
    n = int(re.findall(r"Aceptar la mejor sugerencia de (\d+) pasajes", preview)[0])
    assert n > 3
    assert ana.post(f"{path}/bulk", act="accepted", limit="40") == 303
    page = ana.get(path)
    assert page.count("aceptada · ") >= before + n
    assert re.search(r'id="p1".*?Ana: nada corresponde.*?id="p2"', page, re.DOTALL)
    for act, more in (("undo", 0), ("redo", n), ("undo", 0)):
        assert ana.post(f"{path}/{act}") == 303
        assert ana.get(path).count("aceptada · ") >= before + more
    assert ana.get(path).count("aceptada · ") == before
    ana.post(f"{path}/undo")


@pytest.mark.slow
def test_only_what_was_decided_by_hand_becomes_a_judgement(ana: Browser, site: Site, worker: Worker) -> None:
    number = mapped(site, worker, "j.md", outcomes("Lubrica la máquina de coser.", "Cambia la aguja."))
    path = f"/programmes/{number}"
    for act in ("added conocer EC9001/E9101", "rejected conocer EC9001/E9101", "added conocer EC9001/E9102"):
        assert ana.post(f"{path}/passages/1", act=act) == 303
    assert ana.post(f"{path}/bulk", act="accepted", limit="0") == 303
    of = f"{site.review(number, 'Ana').items[0].text_id} 0 conocer/EC9001"
    assert sorted(ana.client.get(f"{path}/download/qrels").text.splitlines()) == [f"{of}/E9101 0", f"{of}/E9102 1"]


def said(suffix: str, content: bytes) -> str:
    """All that a download says."""
    if suffix == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert book.sheetnames[:3] == ["Correspondencias", "Cobertura", "Historial"]
        found = [str(cell) for sheet in book for row in sheet.values for cell in row]
        assert not [cell for cell in found if cell.startswith("=") or len(cell) > 32767]
        return "\n".join(found)
    if suffix == "docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
    return content.decode("utf-8-sig")


@pytest.mark.slow
def test_a_review_comes_back_from_its_json(ana: Browser, site: Site, worker: Worker) -> None:
    """With what was decided, and of dual training with who teaches what."""
    marked = (Path(__file__).parent / "data" / "dual" / "electricidad.md").read_bytes()
    first = mapped(site, worker, "dual.md", marked)
    ana.post(f"/programmes/{first}/passages/5", act="none", note="de verdad")
    assert "Ana: nada corresponde <q>de verdad</q>" in " ".join(ana.get(f"/programmes/{first}").split())
    content = ana.client.get(f"/programmes/{first}/download/json").content
    number = mapped(site, worker, "r.json", content)
    old, new = json.loads(content), ana.client.get(f"/programmes/{number}/download/json").json()
    assert len(old["history"]) == 1
    for row in (*old["history"], *new["history"]):
        for name in ("number", "action", "undoes"):
            del row[name]
    assert old == new
    assert {passage.get("dual") for passage in new["alignment"]["passages"]} == {"company", None}
    assert ana.get(f"/programmes/{number}/coverage")


@pytest.mark.slow
def test_a_new_edition_keeps_decisions_only_where_nothing_changed(
    ana: Browser, leo: Browser, site: Site, worker: Worker
) -> None:
    same = "Lubrica la máquina de coser según su manual."
    second = outcomes(same, "Cambia la aguja y la banda de la máquina de coser.")
    old = mapped(site, worker, "m.md", outcomes(same, "Cambia la aguja de la máquina de coser."))
    for passage in (1, 2):
        assert ana.post(f"/programmes/{old}/passages/{passage}", act="none") == 303
    new = mapped(site, worker, "m.md", second, old)
    path, again = f"/programmes/{new}", f"/programmes/{new}/again"
    page, former = ana.get(path), ana.get(f"/programmes/{old}")
    assert "Pasajes decididos: 1 de 2" in page
    assert "no pasaron solas: 1." in page
    carried = "Decisiones sobre la edición anterior que valen aquí tal como estaban: 1."
    assert [carried in one for one in (page, former)] == [True, False]
    assert f'{path}">Abrir' in former
    for number, suffix, called in (
        (old, "csv", "m - revisión.csv"),
        (new, "csv", "m - revisión, edición 2.csv"),
        (old, "original", 'm.md"'),
        (new, "original", "m - edición 2.md"),
    ):
        answer = ana.client.get(f"/programmes/{number}/download/{suffix}")
        assert unquote(answer.headers["content-disposition"]).endswith(called)
    page = ana.get(again)
    assert "el pasaje ya no está igual" in page
    assert "«Cambia la aguja de la máquina de coser.»" in page
    assert "/criteria?" not in page, "nothing was said of a criterion"
    assert ana.post(f"{path}/people", person="Leo") == 303
    assert "Ana: nada corresponde" in leo.get(again)
    assert ana.post(f"{path}/people/hide", hide="true") == 303
    for end in ("", "/again", "/coverage", "/download/csv", "/download/json"):
        shown = leo.get(f"{path}{end}")
        assert "Ana: nada corresponde" not in shown
        assert '"person": "Ana"' not in shown
    (row, _), *_ = site.decisions.again(new)
    assert ana.post(f"{again}/{row.number}") == 303
    assert "no pasaron solas" not in ana.get(path)
    assert "No queda ninguna" in ana.get(again)


def test_a_decision_to_look_at_again_leads_to_its_criterion(ana: Browser, site: Site, worker: Worker) -> None:
    old = mapped(site, worker, "c.md", outcomes(LINES[0]))
    asked = "criteria?standard=conocer%2FEC9001&criterion=EC9001%2FE9102%2Fdesempeno%2F2"
    for act in ("accepted 1", "rejected document"):
        assert ana.post(f"/programmes/{old}/{asked}", act=act) == 303
    new = mapped(site, worker, "c.md", outcomes(*LINES), old)
    page = html.unescape(ana.get(f"/programmes/{new}/again"))
    assert f'href="/programmes/{new}/{asked}"' in page
    assert "Ana: no se enseña" in page
    # What that had overruled does not make it taught.
    assert "Ana la aceptó" in page
    (standard,) = (one for one in covered(site.review(new, "Ana"), site.frameworks) if one.node.code == "EC9001")
    assert standard.decided == 0


def test_decisions_go_along_though_the_worker_died_before(ana: Browser, site: Site, worker: Worker) -> None:
    old = mapped(site, worker, "e.md", outcomes(LINES[0]))
    assert ana.post(f"/programmes/{old}/passages/1", act="none") == 303
    new = mapped(site, worker, "e.md", outcomes(*LINES), old)
    assert site.decisions.of(new)
    # What it would have left: the mapping without its decisions.
    with site.database.writing() as db:
        db.execute("DROP TRIGGER decision_remains")
        db.execute("DELETE FROM decision WHERE programme = ?", (new,))
        db.execute("CREATE TRIGGER decision_remains BEFORE DELETE ON decision BEGIN SELECT RAISE (ABORT, 'never'); END")
    assert mapped(site, worker, "e.md", outcomes(*LINES), old) == new
    assert "Pasajes decididos: 1 de 2" in ana.get(f"/programmes/{new}")


LONG = "Aplica el procedimiento " + "con todo cuidado " * 2400
HARD = f"""# M

## Antes

Una frase sobre el teodolito que nadie compara.

## Resultados de aprendizaje

- Lubrica la máquina de coser: 5 < 7 & más
- =1+1 Cambia la aguja de la máquina de coser
- {LONG}

## Bibliografía

Autor (2020). Manual del astrolabio.
"""


@pytest.fixture(scope="module")
def hard(site: Site, worker: Worker) -> str:
    """The path of a programme of hard texts."""
    return f"/programmes/{mapped(site, worker, 'dura.md', HARD.encode())}"


def test_every_word_of_the_document_is_found(ana: Browser, hard: str) -> None:
    for word in ("teodolito", "ASTROLABIO", "lubrica", "más"):
        page = ana.get(f"{hard}?text={word}")
        assert 'class="row' in page, word
        assert word.lower() in page.lower()
    assert "nada así. Quite alguno" in ana.get(f"{hard}?text=nada así")


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "csv", "json"])
def test_hard_texts_come_back_whole_from_every_download(ana: Browser, hard: str, suffix: str) -> None:
    assert ana.post(f"{hard}/passages/3", act="note", note="=1+1 3 < 4 & m\0ás") == 303
    answer = ana.client.get(f"{hard}/download/{suffix}")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    text = said(suffix, answer.content)
    assert "5 < 7 & más" in text
    assert suffix == "docx" or "3 < 4 & más" in text
    assert suffix != "xlsx" or text.count("EC9001\n") >= 27
    assert "=1+1 Cambia" in text
    assert text.count("con todo cuidado") > 1500
    assert suffix != "csv" or not re.search(r"(^|,)\"?=1", text, re.M)


def test_a_programme_opens_where_one_left_off(ana: Browser, programme: int) -> None:
    assert ana.post(f"/programmes/{programme}/passages/9", act="none") == 303
    assert re.search(r'id="h9" autofocus', ana.get(f"/programmes/{programme}"))
    assert "autofocus" not in ana.get(f"/programmes/{programme}?page=1")


def part(ana: Browser, path: str, shown: str, **form: str) -> Response:
    """What a page that shows these passages is answered to a decision."""
    return ana.answer(path, headers={"hx-request": "true", "x-shown": shown}, act="none", **form)


def rows(answer: Response) -> list[str]:
    """The passages of which it says how they stand now."""
    return re.findall(r'<details class="row.*? id="(p\d+)"[^>]* hx-swap-oob="true"', answer.text)


def test_a_decision_answers_with_the_counts_of_its_section(ana: Browser, programme: int) -> None:
    path = f"/programmes/{programme}"
    answer = part(ana, f"{path}/passages/2", "1,2,3")
    assert re.search(r'<small id="part\d+" hx-swap-oob="true">Decididos: \d+ de \d+;', answer.text)
    undone = part(ana, f"{path}/undo", "1,2,3")
    assert rows(answer) == rows(undone) == ["p2"]
    assert "revisado: no corresponde" not in undone.text
    # Where something goes wrong a line is answered, to be put where one clicked, and not a whole page.
    wrong = part(ana, f"{path}/passages/2", "1,2,3", token="-")
    assert (wrong.status_code, wrong.headers["hx-reswap"]) == (403, "afterbegin")
    assert wrong.text.startswith('<p class="failed" role="alert">')


def test_equal_texts_and_those_of_the_same_words_are_answered_together(ana: Browser, site: Site) -> None:
    first, second = (f"Cambia la aguja número {n}." for n in (1, 2))
    path = f"/programmes/{added(site, first, second, first, 'Registra el mantenimiento.')}"
    assert rows(part(ana, f"{path}/passages/1", "1,2,3,4")) == ["p1", "p3"]
    assert rows(part(ana, f"{path}/undo", "1,2,3,4")) == ["p1", "p3"]
    assert rows(part(ana, f"{path}/passages/1", "1,2,3,4", alike="true")) == ["p1", "p2", "p3"]
    assert rows(part(ana, f"{path}/undo", "2")) == ["p2"]
