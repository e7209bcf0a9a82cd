"""Coverage, job ads, frameworks and what the page says of itself."""

import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from command import BRIEF
from command import done as run
from files import written
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from web_fixtures import (
    Browser,
    added,
    ana,
    done,
    leo,
    mapped,
    open_browser,
    outcomes,
    programme,
    site,
    worker,
    workspace,
)

from mapper.actions import SAMPLES
from mapper.actions.page import accuracy
from mapper.people.checklist.reviews import read_reviews
from mapper.reports.blocks import format_percent
from mapper.web.coverage import Standard, State, read_standards
from mapper.web.decisions import RowBuilder
from mapper.web.guard import Access
from mapper.web.jobs import Job
from mapper.web.site import Site
from mapper.web.worker import Worker
from mapper.workspace.store import Workspace

CALLED = {"covered": "suggested", "partly": "partly", "uncertain": "uncertain", "not_found": "nothing"}
"""By a state of coverage the page's, where nobody decided."""
LINES = ("Enhebra la máquina de coser.", "Lubrica la máquina de coser según el manual.", "Entrega la orden.")
__all__ = ["ana", "leo", "programme", "site", "worker", "workspace"]


def test_coverage_puts_peoples_word_before_what_is_computed(ana: Browser, site: Site, programme: int) -> None:
    before = of_standard(site, programme)
    assert sum(before.counts.values()) == len(before.counted) == 22
    assert len(before.criteria) == 27
    assert before.share.low <= before.share.value <= before.share.high
    row = next(row for row in before.criteria if row.passages and row.state != "accepted")
    passages = [f"/programmes/{programme}/passages/{one.number}" for one in row.passages]
    for path in passages:
        assert ana.post(path, act=f"rejected {row.node.framework} {row.node.code}") == 303
    left = next(one for one in of_standard(site, programme).criteria if one.node.code == row.node.code)
    assert (left.state, left.passages, len(left.to_read)) == ("uncertain", (), 3), "others may"
    assert not {one.passage.id for one in row.passages} & {one.passage.id for one in left.to_read}
    criterion = f"/programmes/{programme}/criteria?standard=conocer/EC9001&criterion={row.node.code}"
    # Both pages tell both figures, and why it is open still.
    before, after = (format_percent(share, "es") for share in (left.probability, left.final_probability))
    for path, figures in (
        (criterion, f"calculado: {before}; con lo decidido: {after}"),
        (f"/programmes/{programme}/coverage?standard=conocer/EC9001", f"{after} (antes: {before})"),
    ):
        assert figures in ana.get(path)
        assert "se descartó el pasaje que mejor lo mostraba" in ana.get(path)
    for of in re.findall(r'name="about" value="(\w+)"', ana.get(criterion)):
        assert ana.post(criterion, act="rejected", about=of) == 303
    assert state_of(site, programme, row.node.code) == "rejected"
    assert ana.post(passages[0], act=f"accepted {row.node.framework} {row.node.code}") == 303
    assert state_of(site, programme, row.node.code) == "accepted"
    page = ana.get(f"/programmes/{programme}/coverage")
    # Of the standard and its elements as wholes nothing is computed that would be to be confirmed.
    wholes = of_standard(site, programme).wholes
    assert page.count("sugerida, sin revisar") == len(wholes) > 0
    # Who rejects such a one for a passage says nothing of it.
    for one in wholes[0].passages:
        act = f"rejected conocer {wholes[0].node.code}"
        assert ana.post(f"/programmes/{programme}/passages/{one.number}", act=act) == 303
    assert wholes[0].node.code not in {row.node.code for row in of_standard(site, programme).wholes}


@pytest.mark.slow
def test_a_marked_checklist_handed_in_becomes_decisions(
    ana: Browser, site: Site, worker: Worker, workspace: Workspace, tmp_path: Path
) -> None:
    programme = mapped(site, worker, "breve.md", BRIEF.read_bytes())
    book, rows = checklist(workspace, BRIEF, tmp_path)
    criteria = of_standard(site, programme).criteria
    code = next(row.node.code for row in criteria if row.state == "suggested")
    other = next(row.node.code for row in criteria if row.state in ("nothing", "uncertain") and row.near)
    one, another = (next(row for row in rows if row[1].value == of) for of in (code, other))

    sheet = book["Lista de cotejo"]

    def handed_in(name: str, **asked: int) -> Job:
        book.save(tmp_path / name)
        return done(site, worker, name, (tmp_path / name).read_bytes(), **asked)

    def told(job: Job) -> list[str]:
        return [note["es"] for note in job.result["unread"]]

    assert "no trae ninguna marca" in handed_in("vacia.xlsx").error.es
    one[12].value, another[11].value = "no", "Sí"
    job = handed_in("marcada.xlsx")
    taken = f"decisiones tomadas del libro para {site.programmes.read(programme).display_title}: {{}}"
    assert told(job) == [taken.format(2)]
    assert [state_of(site, job.programme, of) for of in (code, other)] == ["rejected", "accepted"]
    path = f"/programmes/{job.programme}/criteria?standard=conocer/EC9001&criterion={code}"
    assert "marcada.xlsx" in ana.get(path)
    again = [taken.format(0), "todo lo marcado en él ya estaba registrado"]
    assert told(handed_in("marcada.xlsx")) == again
    # A colleague may have called the sheet by a name of their own.
    sheet.title = "Rosa"
    assert told(handed_in("marcada.xlsx")) == again
    sheet.title = "Lista de cotejo"
    assert told(handed_in("marcada.xlsx", programme=programme)) == again
    elsewhere = handed_in("marcada.xlsx", programme=added(site, "Corta la tela."))
    assert told(elsewhere)[0].startswith("no es una lista de cotejo de x.md, en cuya página se devolvió: ")
    assert (elsewhere.programme, told(elsewhere)[1:]) == (job.programme, again)
    assert ana.post(f"/programmes/{job.programme}/undo") == 303
    assert state_of(site, job.programme, code) == "suggested"
    another[16].value = "0" * 64
    left_out = "se dejó fuera, porque su programa no está aquí: breve.md"
    assert told(handed_in("mezclada.xlsx")) == [left_out, taken.format(1)]
    for row in rows:
        row[16].value = "0" * 64
    assert "súbalo primero" in handed_in("ajena.xlsx").error.es
    rows[0][11].value = "quizá"
    assert "fila 2: «quizá» no se entiende" in handed_in("duda.xlsx").error.es


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_is_given_back_and_is_no_checklist_becomes_no_programme(
    ana: Browser, site: Site, worker: Worker, programme: int, form: str
) -> None:
    content = ana.client.get(f"/programmes/{programme}/download/{form}").content
    before = [one.id for one in site.programmes.visible_to("Ana")]
    job = done(site, worker, f"revisión.{form}", content, programme=programme)
    assert "no contiene ninguna lista de cotejo de curmap, así que no se tomó nada" in job.error.es
    assert [one.id for one in site.programmes.visible_to("Ana")] == before


@pytest.mark.slow
def test_the_page_and_the_command_line_say_the_same_of_every_decision(
    ana: Browser, site: Site, worker: Worker, workspace: Workspace, tmp_path: Path
) -> None:
    told = "El taller drena el aceite usado del cárter y limpia el filtro de succión de la máquina de coser."
    source = written(tmp_path / "tres.md", outcomes(*LINES) + f"\n## Notas\n\n{told}\n".encode())
    cover = ("--workspace", workspace.folder, "coverage", source, "-f", "conocer/EC9001")

    def agree(number: int, reviewed: Path) -> None:
        (standard,) = run(*cover, "--reviewed", reviewed, "--json").json["standards"][0]
        page = of_standard(site, number)
        words = {"accepted": "covered", "in_part": "partly", "rejected": "not_found", **{CALLED[s]: s for s in CALLED}}
        shown = {row.node.code: words[row.state] for row in page.criteria}
        assert shown == {row["code"]: row["state"] for row in standard["criteria"]}
        figures = {row["code"]: pytest.approx(row["probability"], abs=1e-5) for row in standard["criteria"]}
        assert {row.node.code: row.final_probability for row in page.criteria} == figures
        assert {"not_found", "uncertain", "partly"} <= {shown[row.node.code] for row in page.criteria if row.decided}
        assert page.reviewed.value == pytest.approx(standard["reviewed_share"]["value"], abs=1e-5)

    book, rows = checklist(workspace, source, tmp_path)
    number = mapped(site, worker, "tres.md", source.read_bytes())
    codes = [row.node.code for row in of_standard(site, number).criteria]
    # All that is offered is rejected of some, of others what is best, of others what is aside is marked too.
    for place, code in enumerate(codes):
        own = [row for row in rows if row[1].value == code]
        for row in own if place % 3 == 0 else own[:1] if place % 3 == 1 else [r for r in own if r[7].value == told]:
            row[11].value = "no" if place % 2 else "en parte" if row[7].value == told else "no"
    marks = sum(bool(row[11].value) for row in rows)
    book.save(tmp_path / "marcada.xlsx")
    job = done(site, worker, "marcada.xlsx", (tmp_path / "marcada.xlsx").read_bytes())
    assert job.result["unread"][0]["es"].endswith(f": {marks}")
    agree(number, tmp_path / "marcada.xlsx")
    downloaded = ana.client.get(f"/programmes/{number}/download/json").content
    agree(number, written(tmp_path / "review.json", downloaded))


@pytest.mark.slow
def test_a_checklist_goes_to_the_programme_on_whose_page_it_is_given_back(
    ana: Browser, leo: Browser, site: Site, worker: Worker, workspace: Workspace, tmp_path: Path
) -> None:
    source = written(tmp_path / "dos.md", outcomes(*LINES[1:]))
    book, rows = checklist(workspace, source, tmp_path)
    rows[0][11].value = "Sí"
    book.save(tmp_path / "marcada.xlsx")
    first = mapped(site, worker, "dos.md", source.read_bytes())
    later = done(site, worker, "dos.md", source.read_bytes(), frameworks=["table"])
    assert later.programme > first
    asked = dict(re.findall(r'name="(programme|framework)" value="([^"]+)"', ana.get(f"/programmes/{first}/downloads")))
    assert asked["programme"] == str(first)
    for browser, person, goes in ((ana, "Ana", first), (leo, "Leo", None)):
        assert browser.send("/programmes", "marcada.xlsx", (tmp_path / "marcada.xlsx").read_bytes(), **asked) == 303
        while worker.step():
            pass
        assert site.jobs.recent(person)[0].programme == goes
    assert site.decisions.history(later.programme) == ()
    assert {said.person for said in site.decisions.history(first)} == {"Ana"}


def checklist(workspace: Workspace, document: Path, folder: Path) -> tuple[Workbook, list[tuple[Cell, ...]]]:
    """The workbook of a report on a document's coverage, and the rows of its checklist."""
    run("--workspace", workspace.folder, "coverage", document, "-f", "conocer", "--out", folder)
    book = load_workbook(folder / "coverage.xlsx")
    return book, list(book["Lista de cotejo"].iter_rows(min_row=2))


def of_standard(site: Site, programme: int) -> Standard:
    return read_standards(site.review(programme, "Ana"), site.frameworks)[0]


def state_of(site: Site, programme: int, code: str) -> State:
    return next(row.state for row in of_standard(site, programme).criteria if row.node.code == code)


def test_what_is_said_of_a_criterion_counts_at_once_everywhere(
    ana: Browser, leo: Browser, site: Site, programme: int, tmp_path: Path
) -> None:
    path = f"/programmes/{programme}/criteria?standard=conocer/EC9001"
    before = of_standard(site, programme)
    row = next(row for row in before.criteria if row.state in ("nothing", "uncertain") and row.near)
    code, passage = row.node.code, next(one.number for one in row.near if one.number)
    criterion = f"{path}&criterion={code}"
    for act, state in (
        (f"partly {passage}", "in_part"),
        ("rejected document", "rejected"),
        ("withdrawn document", "in_part"),
        (f"accepted {passage}", "accepted"),
    ):
        assert ana.post(criterion, act=act) == 303
        assert state_of(site, programme, code) == state
    after = of_standard(site, programme)
    assert after.reviewed.value > after.share.value
    assert ana.post(criterion, act="rejected document") == 303
    # As `coverage --reviewed` has it, with the same file.
    downloaded = ana.client.get(f"/programmes/{programme}/download/json").content
    (heard,) = read_reviews([written(tmp_path / "review.json", downloaded)])
    assert heard.judgements["conocer", code].state == "not_found"
    assert "Ana" in heard.by
    assert ana.post(criterion, act="nonsense 1") == 422
    for act, state in (("undo", "accepted"), ("undo", "in_part"), ("redo", "accepted")):
        assert ana.post(f"/programmes/{programme}/{act}") == 303
        assert state_of(site, programme, code) == state


def test_sharing_with_a_name_that_nobody_has_entered_with_is_said(ana: Browser, leo: Browser, programme: int) -> None:
    leo.get("/")
    path = f"/programmes/{programme}/people"
    for person, said in (("Leo", False), ("Lео", True)):
        assert ("Nadie ha entrado todavía" in ana.page(path, person=person)) is said
        assert ana.post(f"{path}/remove", person=person) == 303


@pytest.mark.slow
def test_a_failure_stays_until_it_is_dismissed(ana: Browser, site: Site, worker: Worker) -> None:
    job, *_ = (done(site, worker, name, b"%PDF-1.4 nothing") for name in ("roto.pdf", "otro.pdf", "tercero.pdf"))
    assert "roto.pdf" in ana.get("/")
    assert ana.post(f"/jobs/{job.id}/dismiss") == 303
    assert "roto.pdf" not in ana.get("/")
    page = ana.get("/frameworks")
    assert "otro.pdf" in page
    assert "tercero.pdf" in page
    # What one does not see is not dismissed.
    assert ana.post("/jobs/dismiss", kind="demand") == 303
    assert "otro.pdf" in ana.get("/")
    left = ana.answer("/jobs/dismiss", headers={"referer": "/frameworks"}, follow=True)
    assert left.url.path == "/frameworks"
    assert not re.search(r"otro\.pdf|tercero\.pdf|Descartar", left.text)


def test_programmes_are_found_by_title_and_school(ana: Browser, site: Site, programme: int) -> None:
    path, before = f"/programmes/{programme}", site.programmes.read(programme).title
    assert ana.post(f"{path}/called", title="Máquinas", school="Plantel Norte") == 303
    page = ana.get("/?q=maquinas norte")
    assert 'data-head="Plantel">Plantel Norte<' in page
    listed = f'class="name" href="{path}"'
    assert [listed in one for one in (page, ana.get("/?q=sur"))] == [True, False]
    assert ana.post(f"{path}/called", title=before, school="") == 303


@pytest.mark.slow
def test_folders_are_searched_and_go_along(ana: Browser, leo: Browser, site: Site, worker: Worker) -> None:
    text = "Lubrica la máquina de coser."
    first, second = (mapped(site, worker, f"carpeta-{n}.md", outcomes(text, f"Anota {n}.")) for n in "ab")
    site.programmes.share(first, "Leo")
    for browser, folder in ((ana, " Plantel 12 / 2026 "), (leo, "De Leo")):
        assert browser.post("/folders", programme=str(first), folder=folder) == 303
    assert 'data-head="Plantel">Plantel 12 / 2026<' in leo.get("/")
    for query, found in (
        ("folder=Plantel+12+/+2026", {first}),
        ("q=plantel+carpeta-a", {first}),
        ("folder=Plantel+12+/+2026&q=carpeta-b", set()),
        ("q=carpeta", {first, second}),
    ):
        shown = {int(n) for n in re.findall(r'class="name" href="/programmes/(\d+)"', ana.get(f"/?{query}"))}
        assert shown & {first, second} == found, query
    edition = mapped(site, worker, "carpeta-a.md", outcomes(text, "Otra cosa."), first)
    review = ana.client.get(f"/programmes/{first}/download/json").content
    restored = mapped(site, worker, "r.json", review)
    assert ana.post(f"/programmes/{first}/delete") == 303
    assert ana.post(f"/programmes/{first}/restore") == 303
    for number in (first, edition, restored):
        assert site.programmes.read(number).folder == "Plantel 12 / 2026"
    assert ana.post("/folders", programme=str(first), folder="") == 303
    assert site.programmes.read(first).folder == ""


def test_what_nobody_looked_at_never_counts_as_reviewed(site: Site, worker: Worker) -> None:
    number = mapped(site, worker, "nadie.md", outcomes("Lubrica la máquina de coser.", "Entrega la obra."))
    rows = of_standard(site, number).criteria
    assert {row.state for row in rows} >= {"uncertain", "nothing"}
    assert all((row.state, row.decided) == (CALLED[row.computed], False) for row in rows)


def test_a_programme_of_before_shows_its_coverage_without_probabilities(site: Site, programme: int) -> None:
    kept = site.database.value("SELECT shown FROM programme WHERE id = ?", programme)
    site.database.change("UPDATE programme SET shown = NULL WHERE id = ?", programme)
    site.forget(programme)
    found = of_standard(site, programme)
    assert found.share is None
    assert all(row.probability is None for row in found.criteria)
    site.database.change("UPDATE programme SET shown = ? WHERE id = ?", kept, programme)
    site.forget(programme)
    assert json.loads(zlib.decompress(kept))[0]["code"] == "EC9001"


@pytest.mark.slow
def test_job_ads_are_set_against_a_programme(
    ana: Browser, leo: Browser, site: Site, worker: Worker, programme: int
) -> None:
    # Each in four places: of few ads nothing would be told that hardly any asks for.
    rows = [json.loads(line) for line in (SAMPLES / "ofertas.jsonl").read_text(encoding="utf-8").splitlines()]
    asked = [
        {"title": f"{row['title']} de {place}", "description": f"{row['description']} Experiencia en {place}."}
        for place in ("torno", "almacén", "cocina", "ventas")
        for row in rows
    ]
    ads = ("ofertas.jsonl", "\n".join(map(json.dumps, asked)).encode())
    form = {"programme": str(programme), "framework": "table", "sector": ""}
    assert ana.send("/ads", *ads, **{**form, "sector": "nowhere"}) == 422
    assert leo.send("/ads", *ads, **form) == 404
    assert ana.send("/ads", *ads, **form) == 303
    assert worker.step()
    (demand,) = site.demands.owned_by("Ana")
    # It is known by what was compared; how other work ended is told elsewhere.
    done(site, worker, "roto.pdf", b"%PDF-1.4 nothing")
    page = ana.get("/ads")
    assert "ofertas.jsonl</a> <small>programa · " in page
    for lang, said in (("es", "160 leídas"), ("en", "160 read")):
        ana.client.cookies.set("curmap-lang", lang)
        page = ana.get(f"/ads/{demand.id}")
        assert said in page
        assert "--judged" not in page  # an option of the command line
    ana.client.cookies.delete("curmap-lang")
    assert leo.client.get(f"/ads/{demand.id}").status_code == 404
    assert leo.client.get(f"/ads/{demand.id}/files/gap.json").status_code == 404
    answer = ana.client.get(f"/ads/{demand.id}/files/gap.html?inline=true")
    assert "sha256-" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    answer = ana.client.get(f"/ads/{demand.id}/files/gap.json")
    for name in ("..%2Fgap.json", "secret", "curmap.db"):
        assert ana.client.get(f"/ads/{demand.id}/files/{name}").status_code == 404
    assert ana.post(f"/ads/{demand.id}/delete") == 303
    assert ana.client.get(f"/ads/{demand.id}").status_code == 404
    assert ana.post(f"/ads/{demand.id}/restore") == 303
    assert ana.get(f"/ads/{demand.id}")


NEWER = "code,statement\nA1,Coser a máquina recta\nA2,Cortar la tela con tijera eléctrica\nA4,Planchar la prenda\n"
OLDER = "code,statement\nA1,Coser a máquina recta\nA2,Cortar la tela\nA3,Bordar a mano\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "asked", "called", "states"),
    [
        ("credentials", "", ("Microcredenciales", "Microcredentials"), {"covered"}),
        ("coverage", "", ("Cobertura", "Coverage"), {"covered"}),
        ("matrix", "conocer/EC9001", ("Mapa curricular", "Curriculum map"), {"taught"}),
        ("report", "", ("Correspondencias", "Mapping"), set()),
    ],
)
def test_a_report_on_a_programme_counts_what_was_decided(
    ana: Browser,
    leo: Browser,
    site: Site,
    worker: Worker,
    programme: int,
    name: str,
    asked: str,
    called: tuple[str, str],
    states: set[str],
) -> None:
    path = f"/programmes/{programme}"
    row = next(row for row in of_standard(site, programme).criteria if row.state == "nothing")
    criterion = f"{path}/criteria?standard=conocer/EC9001&criterion={row.node.code}"
    assert ana.post(criterion, act="accepted document") == 303
    assert leo.post(f"{path}/reports/{name}", standard=asked) == 404
    assert ana.post(f"{path}/reports/nothing") == 422
    assert ana.post(f"{path}/reports/matrix", standard="conocer/EC0000") == 422
    assert "Se está preparando" not in ana.get(f"{path}/downloads")
    assert ana.post(f"{path}/reports/{name}", standard=asked) == 303
    assert ana.get(f"{path}/downloads").count("Se está preparando") == 1
    for lang, kind in zip(("es", "en"), called, strict=True):
        ana.client.cookies.set("curmap-lang", lang)
        assert f"{kind}: Mantenimiento de máquinas de coser industriales" in ana.get("/")
    ana.client.cookies.set("curmap-lang", "es")
    while worker.step():
        pass
    files = re.findall(rf'href="({path}/reports/\d+/{name}\.\w+)', ana.get(f"{path}/downloads"))
    assert [file.rsplit(".")[1] for file in files] == ["html", "docx", "xlsx"]
    named = unquote(ana.client.get(files[1]).headers["content-disposition"])
    of = f" {asked.replace('/', ' ')}" if asked else ""
    assert named == f"attachment; filename*=UTF-8''programa - {called[0]}{of}.docx"
    records = {"report": "alignment.json"}.get(name, f"{name}.json")
    values = json.loads(ana.client.get(files[0].replace(f"{name}.html", records)).content)
    said = [one for one in _records(values) if one.get("code") == row.node.code and one.get("state")]
    assert {one["state"] for one in said} == states
    assert leo.client.get(files[0]).status_code == 404
    assert ana.post(f"{path}/undo") == 303


def _records(values: object) -> Iterator[dict[str, object]]:
    """Every record in JSON values."""
    if isinstance(values, dict):
        yield values
    for one in values.values() if isinstance(values, dict) else values if isinstance(values, list) else ():
        yield from _records(one)


@pytest.mark.slow
def test_a_framework_is_replaced_after_what_changes_is_told(
    ana: Browser, site: Site, worker: Worker, programme: int
) -> None:
    assert table_added(site, worker, "taller", OLDER).state == "done"
    # The same content is the same thing, whatever its file and name; another content needs another name.
    known = table_added(site, worker, "copia", OLDER)
    assert known.result == {"framework": "taller", "entries": 4, "skipped": 0, "known": True}  # and the list
    again = table_added(site, worker, "taller", NEWER)
    assert again.error.es.startswith("taller.csv: ya hay un marco «taller»")
    assert "Ya estaba aquí, con el mismo contenido" in ana.get("/frameworks")
    assert ana.post(f"/programmes/{programme}/passages/7", act="added taller A2") == 303
    # What is said of the whole document counts among the decisions that are affected, too.
    number = mapped(site, worker, "corte.md", outcomes("Corta la tela."))
    for code in ("A1", "A2"):
        assert ana.post(f"/programmes/{number}/passages/1", act=f"added taller {code}") == 303
    act = RowBuilder(site.frameworks, site.review(number, "Ana"))
    site.decisions.add(number, act.build("", "accepted", ("taller", "A1")))
    assert ana.send("/frameworks/taller/replace", "nueva.csv", NEWER.encode()) == 303
    assert worker.step()
    job = site.jobs.recent("Ana")[0]
    page = ana.get(f"/frameworks/taller/changes/{job.id}")
    assert "entradas que quedan igual: 2; con otra redacción: 1; que desaparecen: 1; nuevas: 1" in page
    assert "Cortar la tela con tijera eléctrica" in page
    assert re.search(r"corte.md</a> <small>Decisiones: 1 de 3<", page)
    assert re.search(r"<code>A4</code></td><td>Planchar la prenda</td>", page)
    assert ">Reemplazar<" in page
    assert re.search(r"A3</code>.*?<small>competencia</small>", ana.get("/frameworks/taller"))
    assert ana.post(f"/frameworks/taller/changes/{job.id}") == 303
    assert worker.step()
    assert ">Reemplazar<" not in ana.get(f"/frameworks/taller/changes/{job.id}")
    assert ana.post(f"/frameworks/taller/changes/{job.id}") == 404
    page = ana.get("/frameworks/taller")
    assert "A4" in page
    assert "A3" not in page
    # A decision stays, and says of which wording it is.
    criterion = ana.get(f"/programmes/{number}/criteria?standard=taller/taller&criterion=A2")
    assert "La decisión se tomó cuando decía: Cortar la tela" in criterion
    told = ana.get(f"/programmes/{number}/coverage?standard=taller/taller")
    assert told.count("se decidió cuando su redacción era otra") == 1
    text = outcomes("Planchar la prenda.", "Coser a máquina recta.")
    job = done(site, worker, "otro.md", text, frameworks=["taller"])
    assert table_added(site, worker, "taller", OLDER, replace=True).state == "done"
    path = f"/programmes/{job.programme}"
    for place in ("", "/document", "/coverage", "/downloads"):
        assert "han cambiado: taller" in ana.get(f"{path}{place}")
    # What came since was not compared: nothing of it was looked for and not found.
    (standard,) = read_standards(site.review(job.programme, "Ana"), site.frameworks)
    new = next(row for row in standard.criteria if row.node.code.endswith("A3"))
    assert (new.state, new.label, new.computed) == ("uncertain", "cover.uncertain", None)
    assert ana.post("/frameworks/taller/remove") == 303
    assert ana.client.get("/frameworks/taller").status_code == 404
    assert "Cortar la tela" in ana.get(f"/programmes/{programme}/document")


def table_added(site: Site, worker: Worker, name: str, table: str, *, replace: bool = False) -> Job:
    return done(site, worker, f"{name}.csv", table.encode(), "framework", name=name, replace=replace)


def test_behind_a_proxy_frameworks_are_changed_by_the_command_line_alone(workspace: Workspace) -> None:
    for browser in open_browser(workspace, Access(header="X-User")):
        browser.client.headers["x-user"] = "Ana"
        assert browser.post("/frameworks/conocer/remove") == 404
        assert "Reemplazarlo" not in browser.get("/frameworks/conocer")


def test_a_programme_is_mapped_again_only_where_something_changed(
    ana: Browser, leo: Browser, site: Site, worker: Worker, programme: int
) -> None:
    assert ana.post(f"/programmes/{programme}/map") == 303
    assert worker.step()
    job = site.jobs.recent("Ana")[0]
    assert (job.programme, job.known) == (programme, "edition")
    assert "no se hizo otra edición" in ana.get("/")
    assert ana.post(f"/programmes/{programme}/people", person="Leo") == 303
    assert leo.post(f"/programmes/{programme}/map") == 404
    assert leo.send("/programmes", "x.md", b"# x", framework="conocer", replaces=str(programme)) == 404


def test_the_page_says_how_right_it_is(ana: Browser) -> None:
    page = ana.get("/about")
    found = accuracy()
    assert found["commit"] in page
    for benchmark in found["benchmarks"]:
        assert f"<small>{benchmark['name']}</small>" in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("vacio.pdf", b"", "vacio.pdf: "),
        ("tabla.xlsx", b"PK\x03\x04nothing", "tabla.xlsx: "),
        ("foto.png", b"\x89PNG\r\n\x1a\n", "foto.png: "),
        (
            "ofertas.csv",
            b"title,company,salary,description\n" + b'Cajera,La Luz,9000,"Cobra en caja."\n' * 9,
            "ofertas.csv: ",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_named_without_its_place(
    site: Site, worker: Worker, name: str, content: bytes, said: str
) -> None:
    for kind in ("map", "framework"):
        job = done(site, worker, name, content, kind)
        for text in job.error:
            assert text.startswith(said)
            assert "/" not in text.replace("https://", "")
            assert not re.search("indexa|is indexed", text), "the page cannot do that"
