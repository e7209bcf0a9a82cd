"""The page as a browser's requests see it: the way through, and what it refuses."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from httpx2 import Response
from web_fixtures import Browser, added, ana, done, leo, mapped, outcomes, programme, site, stranger, worker, workspace

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
    page = ana.get(f"{path}/document")
    act = re.search(r'id="p2".*?name="act" value="(accepted [^"]+)"', page, re.DOTALL)
    before = page.count("data-decided")
    assert ana.post(f"{path}/passages/2", act=act[1]) == 303
    page = ana.get(f"{path}/document")
    assert page.count("data-decided") > before
    assert re.search(r'id="p2".*?aceptada · Ana', page, re.DOTALL)
    assert ana.post(f"{path}/undo") == 303
    assert ana.get(f"{path}/document").count("data-decided") == before


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
    assert "Se pueden restaurar durante 30 días" in (page := ana.get("/"))
    assert f'action="/programmes/{programme}/restore"' in page
    assert ana.client.get(f"/programmes/{programme}").status_code == 404
    assert ana.post(f"/programmes/{programme}/restore") == 303
    assert "Mantenimiento" in ana.get(f"/programmes/{programme}")


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
    act = re.search(r'id="p4".*?value="accepted ([^"]+)"', ana.get(f"{path}/document"), re.DOTALL)
    assert ana.post(f"{path}/passages/4", act=f"accepted {act[1]}") == 303
    assert leo.post(f"{path}/passages/4", act=f"rejected {act[1]}", note="otra cosa") == 303
    assert re.search(r'id="p4"', leo.get(f"{path}/document?state=disputed"))
    disputed = ana.get(f"{path}/document?state=disputed")
    assert "Leo: no corresponde <q>otra cosa</q>" in disputed
    assert '<span class="short">en disputa</span>' in disputed
    assert leo.post(f"{path}/passages/4", act="settled Leo") == 422
    assert ana.post(f"{path}/passages/4", act="settled Leo") == 303
    assert "No hay pasajes así" in ana.get(f"{path}/document?state=disputed")
    assert "decidieron dos o más personas: 1; difieren en 1" in ana.get(f"{path}/people")
    assert ana.post(f"{path}/people/remove", person="Leo") == 303
    assert leo.client.get(path).status_code == 404


@pytest.mark.slow
def test_only_what_was_decided_by_hand_becomes_a_judgement(ana: Browser, site: Site, worker: Worker) -> None:
    number = mapped(site, worker, "j.md", outcomes("Lubrica la máquina de coser.", "Cambia la aguja."))
    path = f"/programmes/{number}"
    for act in ("added conocer EC9001/E9101", "rejected conocer EC9001/E9101", "added conocer EC9001/E9102"):
        assert ana.post(f"{path}/passages/1", act=act) == 303
    of = f"{site.review(number, 'Ana').items[0].text_id} 0 conocer/EC9001"
    assert sorted(ana.client.get(f"{path}/download/qrels").text.splitlines()) == [f"{of}/E9101 0", f"{of}/E9102 1"]


@pytest.mark.slow
def test_a_review_comes_back_from_its_json(ana: Browser, site: Site, worker: Worker) -> None:
    """With what was decided, and of dual training with who teaches what."""
    marked = (Path(__file__).parent / "data" / "dual" / "electricidad.md").read_bytes()
    first = mapped(site, worker, "dual.md", marked)
    ana.post(f"/programmes/{first}/passages/5", act="none", note="de verdad")
    assert "Ana: sin correspondencia <q>de verdad</q>" in " ".join(ana.get(f"/programmes/{first}/document").split())
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
def test_every_decision_is_ratified_in_a_new_edition_all_at_once_or_one_by_one(
    ana: Browser, leo: Browser, site: Site, worker: Worker
) -> None:
    same = "Lubrica la máquina de coser según su manual."
    second = outcomes(same, "Cambia la aguja y la banda de la máquina de coser.")
    old = mapped(site, worker, "m.md", outcomes(same, "Cambia la aguja de la máquina de coser."))
    criterion = f"/programmes/{old}/criteria?standard=conocer/EC9001&criterion=EC9001/E9102/desempeno/2"
    for passage in (1, 2):
        assert ana.post(f"/programmes/{old}/passages/{passage}", act="none") == 303
    assert ana.post(criterion, act="rejected document") == 303
    new = mapped(site, worker, "m.md", second, old)
    path, again = f"/programmes/{new}", f"/programmes/{new}/again"
    assert "por ratificar: 3." in ana.get(path)
    assert site.decisions.history(new) == ()
    assert f'{path}">Abrir' in ana.get(f"/programmes/{old}")
    for number, suffix, called in (
        (old, "csv", "m - revisión.csv"),
        (new, "csv", "m - revisión, edición 2.csv"),
        (old, "original", 'm.md"'),
        (new, "original", "m - edición 2.md"),
    ):
        answer = ana.client.get(f"/programmes/{number}/download/{suffix}")
        assert unquote(answer.headers["content-disposition"]).endswith(called)
    page = ana.get(again)
    assert "el más parecido es: «Cambia la aguja y la banda" in page
    assert "«Cambia la aguja de la máquina de coser.»" in page
    assert "Conservar todas las que no cambian (2)" in page
    # Others see them, and ratify their own alone; where the owner hides words they see none of them.
    assert ana.post(f"{path}/people", person="Leo") == 303
    assert "Ana: sin correspondencia" in leo.get(again)
    assert leo.post(again, act="all") == 422
    assert ana.post(f"{path}/people/hide", hide="true") == 303
    for end in ("", "/again", "/coverage", "/document", "/download/csv", "/download/json"):
        shown = leo.get(f"{path}{end}")
        assert "Ana: sin correspondencia" not in shown
        assert '"person": "Ana"' not in shown
    assert ana.post(again, act="all") == 303
    kept = site.decisions.history(new)
    assert [(row.person, row.verdict) for row in kept] == [("Ana", "none"), ("Ana", "rejected")]
    (changed,) = site.decisions.offered(new)
    for act, left in (("keep 0", 422), ("forget 1", 422), (f"keep {changed.row.number}", 303)):
        assert ana.post(again, act=act) == left
    assert site.decisions.history(new)[-1].text_id == site.review(new, "Ana").items[1].text_id
    assert "No queda ninguna" in ana.get(again)
    assert "por ratificar" not in ana.get(path)


def test_a_decision_of_the_former_edition_is_dropped_only_where_one_says_so(
    ana: Browser, site: Site, worker: Worker
) -> None:
    old = mapped(site, worker, "e.md", outcomes(LINES[0]))
    assert ana.post(f"/programmes/{old}/passages/1", act="none") == 303
    new = mapped(site, worker, "e.md", outcomes(*LINES), old)
    # A worker that died after the mapping offers them when the job is begun again.
    with site.database.writing() as db:
        db.execute("DELETE FROM again WHERE programme = ?", (new,))
    assert mapped(site, worker, "e.md", outcomes(*LINES), old) == new
    (offered,) = site.decisions.offered(new)
    assert ana.post(f"/programmes/{new}/again", act=f"drop {offered.row.number}") == 303
    assert (site.decisions.offered(new), site.decisions.history(new)) == ([], ())


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


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_hard_texts_come_back_whole_from_every_download(ana: Browser, hard: str, suffix: str) -> None:
    assert ana.post(f"{hard}/passages/3", act="note", note="=1+1 3 < 4 & m\0ás") == 303
    answer = ana.client.get(f"{hard}/download/{suffix}")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    text = answer.content.decode("utf-8-sig")
    assert "3 < 4 & m" in text
    assert suffix == "csv" or (text.count("con todo cuidado") > 1500 and "=1+1 Cambia" in text)
    assert suffix != "csv" or not re.search(r"(^|,)\"?=1", text, re.M)


def part(ana: Browser, path: str, shown: str, **form: str) -> Response:
    """What a page that shows these passages is answered to a decision."""
    return ana.answer(path, headers={"hx-request": "true", "x-shown": shown}, act="none", **form)


def rows(answer: Response) -> list[str]:
    """The passages of which it says how they stand now."""
    return re.findall(r'<details class="row.*? id="(p\d+)"[^>]* hx-swap-oob="true"', answer.text)


def test_a_decision_answers_with_the_passage_and_all_of_equal_text(ana: Browser, site: Site) -> None:
    first, second = (f"Cambia la aguja número {n}." for n in (1, 2))
    path = f"/programmes/{added(site, first, second, first)}"
    assert rows(part(ana, f"{path}/passages/1", "1,2,3")) == ["p1", "p3"]
    assert rows(part(ana, f"{path}/passages/2", "1")) == []
    # Where something goes wrong a line is answered, to be put where one clicked, and not a whole page.
    wrong = part(ana, f"{path}/passages/2", "1,2,3", token="-")
    assert (wrong.status_code, wrong.headers["hx-reswap"]) == (403, "afterbegin")
    assert wrong.text.startswith('<p class="failed" role="alert">')


def test_a_file_in_which_nothing_is_to_be_compared_is_refused(site: Site, worker: Worker) -> None:
    job = done(site, worker, "carta.md", "# Carta\n\nEstimada directora: la reunión se pospone.\n".encode())
    assert (job.state, job.programme) == ("failed", None)
    assert "no contiene nada que se pueda comparar" in job.error.es
