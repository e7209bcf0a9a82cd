"""The page in a real browser, served by the real command: the whole way, by keyboard, for everyone, after a crash."""

import json
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from browsing import Heard, faults
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from serving import PATIENCE, Server

from mapper.actions import SAMPLES
from mapper.catalogues.batch import EngineSettings, open_engine
from mapper.catalogues.batch.run import IndexSettings, index
from mapper.workspace.store import Workspace

pytestmark = pytest.mark.slow
WHOLE_WORDS = """table => [...table.querySelectorAll("th")].flatMap(th => [...th.childNodes])
  .filter(node => node.nodeType == Node.TEXT_NODE).every(node => [...node.data.matchAll(/\\S+/g)].every(word => {
    const range = document.createRange();
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    return range.getClientRects().length == 1;
  }))"""
"""Whether no word of a table's headings, names of files aside, is broken in two."""


class Visitor(Heard):
    """Somebody at a browser."""

    def __init__(self, context: BrowserContext, server: Server) -> None:
        super().__init__(context.new_page())
        self.page.set_default_timeout(1000 * PATIENCE)
        self.server = server

    def open(self, path: str = "/") -> None:
        self.page.goto(self.server.address + path)

    def go(self, to: Locator) -> None:
        """Click on what leads to another page; its scripts have run once a visitor would touch it."""
        with self.page.expect_navigation():
            to.click()

    @property
    def programme(self) -> str:
        """The path of the one that is open."""
        return re.findall(r"/programmes/\d+", self.page.url)[0]

    def sign(self, name: str) -> None:
        self.name = name
        self.open()
        self.page.locator("[name=name]").fill(name)
        self.go(self.page.locator("button.main"))

    def send(self, *files: Path) -> None:
        """Hand documents in on the page that is open."""
        self.page.locator("[name=files]").set_input_files(list(files))
        self.go(self.page.locator("form.drop button.main"))

    def finished(self) -> None:
        """Wait until the latest job is done and open what came of it."""
        self.go(self.page.locator("#jobs:not([hx-trigger='every 1s']) li").first.locator("a"))

    def upload(self, *files: Path) -> None:
        self.open()
        self.send(*files)
        self.finished()

    def at(self, passage: int) -> None:
        """Open a passage, as by a click on its line, and put the focus there."""
        self.page.evaluate("n => { document.getElementById(`p${n}`).open = true }", passage)
        self.page.locator(f"#h{passage}").focus()

    @property
    def decided(self) -> int:
        return int(float(self.page.locator("#counts meter").get_attribute("value") or -1))

    def settled(self) -> None:
        """Wait until the page takes keys, nothing asked of the server is under way and its answer stands there."""
        self.page.wait_for_load_state()
        expect(self.page.locator(".htmx-request, .htmx-settling")).to_have_count(0)

    @contextmanager
    def answered(self) -> Iterator[None]:
        """What is done meanwhile is answered, and stands on the page after."""
        self.settled()
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as answer:
            yield
        assert answer.value.status == 200
        self.settled()

    def back(self, criterion: str) -> None:
        """Go back to a criterion, and wait until the page, which loads anew, takes keys and clicks."""
        self.page.go_back()
        expect(self.page.locator("#criterion")).to_have_text(criterion)
        self.settled()
        expect(self.page.locator("#focus")).to_be_focused()

    def press(self, keys: str) -> str:
        """Press keys, wait for the answer, give what the live region says."""
        with self.answered():
            self.page.keyboard.press(keys)
        return self.page.locator("#said").inner_text()

    @property
    def focus(self) -> str:
        return str(self.page.evaluate("document.activeElement.id"))

    def faults(self) -> list[str]:
        self.page.evaluate("scrollTo(0, 0)")  # a button half below the bar would count as too small
        return faults(self.page)

    def fits(self, *widths: int) -> bool:
        """Whether nothing needs scrolling sideways in windows of these pixels (WCAG 1.4.10)."""
        before, found = self.page.viewport_size, []
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 480})
            found.append(self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        self.page.set_viewport_size(before)
        return all(found)

    def kept_to_itself(self) -> None:
        """Nothing was said on the console, and nothing asked of another place."""
        assert self.said == []
        assert {url.split("/")[2] for url in self.asked} == {self.server.address.split("/")[2]}


@pytest.fixture(scope="module")
def server(norms: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    workspace = Path(shutil.copytree(norms, tmp_path_factory.mktemp("web") / "workspace"))
    settings = IndexSettings(frameworks=("table",), room=False)
    with closing(open_engine("local", EngineSettings(1))) as engine:
        index(Workspace(workspace), "catalogo", [str(SAMPLES / "programa.docx")], settings, engine)
    running = Server(workspace)
    yield running
    running.kill()


@pytest.fixture
def visitor(browser: Browser, server: Server) -> Iterator[Visitor]:
    with browser.new_context(locale="es-MX") as context:
        yield Visitor(context, server)


@pytest.fixture
def reviewer(visitor: Visitor, request: pytest.FixtureRequest) -> Visitor:
    """Somebody of the test's name, the sample programme that they uploaded open before them."""
    visitor.sign(request.node.name[:60])
    visitor.upload(SAMPLES / "programa.docx")
    return visitor


@pytest.mark.parametrize(("locale", "sample"), [("es-MX", "programa.pdf"), ("en-GB", "syllabus.pdf")])
def test_the_whole_way_by_keyboard(browser: Browser, server: Server, locale: str, sample: str) -> None:
    with browser.new_context(locale=locale) as context:
        visitor = Visitor(context, server)
        visitor.sign(f"Ana {locale}")
        visitor.upload(SAMPLES / sample)
        assert visitor.page.locator("html").get_attribute("lang") == locale[:2]
        assert visitor.decided == 0
        visitor.page.locator(".row > summary").first.click()
        first = visitor.focus
        assert visitor.press("n")
        assert visitor.decided >= 1
        assert visitor.focus not in ("", first)
        # What is taken back has the focus again, though another passage had it.
        assert visitor.press("Control+z")
        assert (visitor.decided, visitor.focus) == (0, first)
        assert visitor.press("Control+y")
        assert visitor.focus == first
        visitor.page.reload()
        assert visitor.decided >= 1
        assert visitor.press("Control+z")
        # The passage is as it was, and has the focus again.
        assert (visitor.decided, visitor.focus) == (0, first)
        assert "decided" not in str(visitor.page.locator(".row").first.get_attribute("class"))
        # Nothing happens while one types, nor without the focus on a passage.
        visitor.page.locator("details.tools > summary").first.click()
        visitor.page.locator("[name=text]").fill("anr")
        assert visitor.decided == 0
        visitor.page.locator("h1").click()
        visitor.page.keyboard.press("n")
        visitor.settled()
        assert visitor.decided == 0
        visitor.kept_to_itself()


def test_after_the_example_one_hands_in_a_programme_on_the_same_page(browser: Browser, tmp_path: Path) -> None:
    running = Server(tmp_path / "workspace")
    try:
        with browser.new_context(locale="es-MX") as context:
            visitor = Visitor(context, running)
            visitor.sign("Rosa")
            visitor.go(visitor.page.get_by_role("button", name="Probar el ejemplo"))
            visitor.send(SAMPLES / "programa.docx")
            expect(visitor.page.locator("#jobs")).to_contain_text("programa.docx")
            assert visitor.said == []
    finally:
        running.kill()


def test_a_standard_is_gone_through_by_keys_alone(reviewer: Visitor) -> None:
    page, places = reviewer.page, (".progress", ".badge", "#criterion", "[name=note]")
    progress, badge, criterion, note = (page.locator(f"#work {place}") for place in places)
    reviewer.open(f"{reviewer.programme}/criteria?standard=conocer/EC9001")
    first = criterion.inner_text()
    assert page.locator("#document .at").count() == 1
    assert "Aceptada" in reviewer.press("a")
    assert criterion.inner_text() != first
    assert progress.inner_text().endswith(" 1 de 27")
    assert "después de la revisión" in page.locator(".share").inner_text()
    reviewer.press("p")
    # A passage that does not teach it leaves the criterion open, which others show; that it is not taught closes it.
    only = criterion.inner_text()
    page.keyboard.press("j")
    expect(criterion).not_to_have_text(only)
    second = criterion.inner_text()
    reviewer.press("r")
    assert criterion.inner_text() == second
    reviewer.press("n")
    assert progress.inner_text().endswith(" 3 de 27")
    reviewer.press("Control+z")
    assert progress.inner_text().endswith(" 2 de 27")
    assert criterion.inner_text() == second
    reviewer.press("Control+y")
    assert badge.inner_text() == "No se enseña"
    # A state has one sign, in the bar, in the list and beside the criterion.
    for place in (".badge", ".legend", ".list [aria-current]"):
        assert page.locator(f"#work {place} .key .rejected").count() == 1
    page.emulate_media(media="print")
    assert page.locator("#focus").evaluate("one => getComputedStyle(one).outlineStyle") == "none"
    page.emulate_media(media="screen")
    with reviewer.answered():
        page.locator("[value='withdrawn document']").click()
    assert progress.inner_text().endswith(" 2 de 27")
    # A note goes with the criterion that it was written for, and not with the next one too.
    page.locator("#work details.other > summary").click()
    note.fill("Solo en la práctica 3")
    with reviewer.answered():
        page.locator("[value='accepted document']").click()
    assert criterion.inner_text() != second
    assert note.input_value() == ""
    # Who loads the page again is where they were: after a decision, and after going on without one.
    for _ in range(2):
        here = criterion.inner_text()
        page.reload()
        assert criterion.inner_text() == here
        page.keyboard.press("j")
        expect(criterion).not_to_have_text(here)
        reviewer.settled()
    # Who goes back is at the criterion before, after a decision and without one.
    reviewer.back(here)
    with reviewer.answered():
        page.locator("[value='accepted document']").click()
    expect(criterion).not_to_have_text(here)
    reviewer.back(here)
    assert page.locator(".list .line").evaluate_all("all => all.every(e => e.scrollWidth <= e.clientWidth)")
    page.keyboard.press("2")
    near = page.locator(".near li")
    assert page.locator(".near li.at").get_attribute("data-n") == near.nth(1).get_attribute("data-n")
    assert reviewer.said == []
    assert reviewer.faults() == []
    assert reviewer.fits(1280, 320)


def test_six_hundred_passages_are_workable(visitor: Visitor, tmp_path: Path) -> None:
    lines = ["# Taller"]
    for unit in range(60):
        lines += [f"\n## Unidad {unit}\n\n### Resultados de aprendizaje\n"]
        lines += [f"- Ajusta la pieza {unit} de la máquina de coser en el turno {place}." for place in range(10)]
    (tmp_path / "largo.md").write_text("\n".join(lines), encoding="utf-8")
    visitor.sign("Eli")
    visitor.upload(tmp_path / "largo.md")
    page = visitor.page
    assert page.locator(".row").count() == 200
    assert page.evaluate("document.documentElement.scrollHeight") <= 12_000
    ids = page.locator("[id]").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))
    visitor.at(1)
    for number in range(1, 6):
        # One key for each passage: what is decided closes, and the next one is open.
        visitor.press("n")
        assert visitor.decided == number
        assert page.locator(".row[open]").get_attribute("id") == f"p{number + 1}"


@pytest.mark.parametrize("answer", [(200, "<h1>Sign in</h1>"), (401, "")])
def test_another_page_in_place_of_ours_is_no_answer(reviewer: Visitor, answer: tuple[int, str]) -> None:
    page, address = reviewer.page, reviewer.programme

    def intercept(path: str) -> None:
        page.route(path, lambda route: route.fulfill(status=answer[0], body=answer[1], content_type="text/html"))

    intercept("**/passages/2")
    reviewer.at(2)
    page.keyboard.press("t")
    page.keyboard.type("porque sí")
    page.locator("#p2 button[value=none]").click()
    page.locator("#p2 [role=alert]").wait_for()
    assert "respondió otra página" in page.locator("#p2 [role=alert]").inner_text()
    assert page.locator("#note2").input_value() == "porque sí"
    assert reviewer.decided == 0
    page.once("dialog", lambda asked: asked.accept())  # whether to leave the note that was not sent
    reviewer.open(f"{address}/criteria")
    before = page.locator(".progress").inner_text()
    intercept("**/criteria?*")
    page.keyboard.press("n")
    page.locator("#work [role=alert]").wait_for()
    assert page.locator(".progress").inner_text() == before
    page.context.clear_cookies()
    page.unroute("**/criteria?*")
    page.keyboard.press("n")
    page.get_by_text("ya no sabe quién es usted").wait_for()


def test_everyone_can_use_each_page(visitor: Visitor) -> None:
    visitor.open()
    assert visitor.faults() == []
    visitor.sign("Eva")
    visitor.upload(SAMPLES / "programa.docx")
    cut = "[...document.querySelectorAll('.short')].filter((e) => e.scrollWidth > e.clientWidth).length"
    assert visitor.page.evaluate(cut) == 0
    shown = visitor.page.locator("#verdict")
    assert re.search(r"aún no cuenta ninguna.*Cubierto, sin revisar.*Lo que sigue", shown.inner_text(), re.DOTALL)
    visitor.page.locator(".row > summary").first.click()
    visitor.press("a")
    # What it says changes with a decision on one of its criteria, without loading the page anew; of the last one, since
    # the first was decided on by a key, and the same decision again takes it back.
    code = shown.locator("code").first.inner_text()
    accept = visitor.page.locator(f"button[value^='accepted '][value*=' {code}']").last
    accept.evaluate("button => { button.closest('.row').open = true }")
    with visitor.answered():
        accept.click()
    expect(shown).to_contain_text("después de la revisión")
    assert visitor.faults() == []
    ends = {
        visitor.programme: "/criteria /coverage /people /downloads /again /bulk /passages/1/other?q=man",
        "/frameworks": "?q=man /conocer /conocer?code=EC9001/E9101 /conocer/remove",
        "/collections/catalogo": "?text=tensión+del+hilo ?find=man ?code=table/MC1 ?document=programa.docx",
    }
    paths = [f"{start}{end}" for start, those in ends.items() for end in ("", *those.split())]
    for path in ("/", *paths, "/ads", "/about", "/nowhere", "/collections"):
        visitor.open(path)
        assert visitor.faults() == [], path
        assert visitor.fits(640, 320), path  # text twice as large, and a narrow window


def test_job_ads_and_a_newer_standard_from_the_first_click_to_the_last(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    visitor.sign("Mar")
    visitor.upload(Path(shutil.copy(SAMPLES / "programa.docx", tmp_path / f"{'programa_de_estudios_' * 9}.docx")))
    for path in ("/", visitor.programme, "/ads"):
        visitor.open(path)
        assert visitor.fits(390), path
    visitor.send(SAMPLES / "ofertas.jsonl")
    expect(page.locator("#held")).to_contain_text("ofertas.jsonl")
    visitor.finished()
    assert "40 leídas" in page.locator("main").inner_text()
    assert visitor.faults() == []
    wide = page.viewport_size
    page.set_viewport_size({"width": 660, "height": 800})
    assert page.locator(".asked").evaluate(WHOLE_WORDS)
    for width, medium in ((390, "screen"), (700, "print")):  # a telephone, and a letter between its margins
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(media=medium)
        assert page.locator(".scroll").evaluate("table => table.scrollWidth <= table.clientWidth"), medium
    page.emulate_media(media="screen")
    page.set_viewport_size(wide)
    visitor.go(page.get_by_text("Leer el informe completo"))
    assert page.locator("h1").count() == 1
    # Its own style is allowed by its hash, and nothing else runs or is asked for.
    assert page.evaluate("getComputedStyle(document.querySelector('header')).backgroundColor") != "rgba(0, 0, 0, 0)"
    visitor.open("/frameworks/table")
    page.locator("[name=files]").set_input_files(SAMPLES / "normas.csv")
    visitor.go(page.get_by_text("Ver qué cambia"))
    visitor.finished()
    assert "con otra redacción: 0; que desaparecen: 0; nuevas: 0" in page.locator("main").inner_text()
    assert visitor.faults() == []
    visitor.kept_to_itself()


def test_two_people_at_once_and_one_of_them_in_two_tabs(browser: Browser, server: Server) -> None:
    with browser.new_context(locale="es-MX") as hers, browser.new_context(locale="en-GB") as his:
        ana, leo = Visitor(hers, server), Visitor(his, server)
        ana.sign("Ana Dos")
        leo.sign("Leo Dos")
        ana.upload(SAMPLES / "programa.docx")
        address = ana.page.url.removeprefix(server.address)
        ana.open(f"{address}/people")
        ana.page.locator("[name=person]").first.fill("Leo Dos")
        ana.go(ana.page.get_by_role("button", name="Compartir", exact=True))
        leo.open(address)
        leo.at(2)
        leo.press("n")
        ana.open(address)
        ana.at(3)
        second = Visitor(hers, server)
        second.open(address)
        second.at(4)
        second.press("n")
        ana.at(3)
        ana.press("n")
        leo.open(address)
        for passage in ("#p2", "#p3", "#p4"):
            assert "nothing corresponds" in leo.page.locator(passage).inner_text()
        assert leo.decided >= 3
        assert ana.said == second.said == leo.said == []


HARD = """# <script>alert("x")</script> Módulo

## Resultados de aprendizaje

- Operación de la máquina 🧵 con seguridad <img src=x onerror=alert(1)>
- =HYPERLINK("http://x","y") Lubrica la máquina de coser y el cabezal

| Resultado de aprendizaje | Criterio de evaluación |
|---|---|
| Cambia la aguja 👩🏽‍🏭 y la banda | Se ha cambiado la aguja según el manual |
"""


def test_marks_the_passages_of_a_hostile_document_and_runs_nothing_of_it(visitor: Visitor, tmp_path: Path) -> None:
    (tmp_path / '<b>"duro".md').write_text(HARD, encoding="utf-8")
    visitor.sign("Iris")
    visitor.upload(tmp_path / '<b>"duro".md')
    assert visitor.page.title().startswith("bduro.md")
    number = int(visitor.page.url.rsplit("/", 1)[-1])
    with visitor.page.expect_download() as waiting:
        visitor.page.evaluate(f"location.href = '/programmes/{number}/download/json'")
    alignment = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))["alignment"]
    mapped = {p["text"] for p in alignment["passages"] if p["role"] in ("outcome", "criterion", "content")}
    marked = visitor.page.locator(".passage mark").all_text_contents()
    assert mapped <= set(marked)
    assert any("👩🏽‍🏭" in text for text in marked)
    assert visitor.said == []


def test_what_is_typed_outlives_a_decision_and_another_competency_can_be_added(reviewer: Visitor) -> None:
    row = reviewer.page.locator("#p3")
    reviewer.at(3)
    reviewer.page.keyboard.press("t")
    reviewer.page.keyboard.type("pendiente de hablar")
    other = reviewer.page.locator("#p4")
    reviewer.at(4)
    with reviewer.answered():
        other.locator("button[value=none]").click()
    assert row.locator("textarea").input_value() == "pendiente de hablar"
    reviewer.at(3)
    reviewer.page.keyboard.press("o")
    # A note goes with the decision that it stands beside, whatever is asked meanwhile; what is searched for stays.
    with reviewer.answered(), reviewer.page.expect_request("**/passages/3/other?q=lubric"), reviewer.server.held():
        reviewer.page.keyboard.type("lubric")
        row.locator("button[value=none]").click()
        reviewer.page.locator(".htmx-request[type=search]").wait_for()
    assert f"{reviewer.name}: nada corresponde pendiente de hablar" in row.inner_text()
    assert row.locator("textarea").input_value() == ""
    assert row.locator("input[type=search]").input_value() == "lubric"
    row.locator("input[type=search]").press("End")
    row.locator("input[type=search]").type("a")
    found = row.locator(".found button").first
    with reviewer.answered():
        found.click()
    assert f"{reviewer.name} la agregó" in row.inner_text()
    assert reviewer.said == []
    # Who would lose a note is asked first, and only they.
    asked: list[str] = []
    reviewer.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    reviewer.at(3)
    reviewer.page.keyboard.press("t")
    reviewer.page.keyboard.type("sin enviar")
    for _ in range(2):
        reviewer.page.reload()
        assert asked == ["beforeunload"]


def test_a_click_puts_the_cursor_where_one_types_and_a_link_leads_where_keys_act(reviewer: Visitor) -> None:
    page = reviewer.page
    page.on("dialog", lambda dialog: dialog.accept())  # a note that is not sent is lost
    page.locator("#h2").click()
    for key, field in (("o", "input[type=search]"), ("t", "textarea")):
        page.locator(f"#p2 summary[data-key={key}]").click()
        page.keyboard.type("para")
        assert page.locator(f"#p2 {field}").input_value() == "para"
    # Nor does a letter decide where the note was folded away.
    page.locator("#p2 summary[data-key=t]").click()
    page.keyboard.type("para")
    reviewer.settled()
    assert reviewer.decided == 0
    reviewer.go(page.get_by_role("link", name="Ir al siguiente por decidir"))
    page.wait_for_timeout(500)  # the browser's own jump to the place comes late
    at = reviewer.focus
    reviewer.press("n")
    assert page.locator(f".row[data-decided]:has(#{at})").count() == reviewer.decided == 1
    reviewer.open(f"{reviewer.programme}/criteria?standard=conocer/EC9001")
    page.locator("#work details.other > summary").click()
    page.keyboard.type("para")
    assert page.locator("#work [name=note]").input_value() == "para"


def test_what_was_typed_in_any_form_is_not_lost_unasked(visitor: Visitor) -> None:
    page, asked = visitor.page, list[str]()
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    visitor.open()
    page.locator("[name=name]").fill("Nora")
    visitor.go(page.locator("form.lang button"))
    assert asked == ["beforeunload"]
    visitor.sign("Nora")
    visitor.send(SAMPLES / "programa.docx")
    assert asked == ["beforeunload"], "what is sent is not lost"


def test_who_goes_on_before_the_answer_came_stays_where_they_are(reviewer: Visitor) -> None:
    page, row = reviewer.page, reviewer.page.locator("#p2")
    reviewer.at(2)
    with reviewer.answered(), reviewer.server.held():
        for key in "nt":
            page.keyboard.press(key)
        page.keyboard.type("una")
        page.keyboard.press("Home")
    page.keyboard.type("es ")
    assert row.locator("textarea").input_value() == "es una"
    assert f"{reviewer.name}: nada corresponde" in row.inner_text()
    reviewer.at(2)
    with reviewer.answered(), reviewer.server.held():
        page.keyboard.press("n")
        reviewer.at(5)
    assert reviewer.focus == "h5"
    page.locator("details.tools > summary").first.click()
    reviewer.at(2)
    with reviewer.answered(), reviewer.server.held():
        row.locator("button[data-key=r]").first.click()
        page.locator("[name=text]").press_sequentially("nada")
    assert page.locator("[name=text]").input_value() == "nada"
    assert reviewer.focus == ""
    assert reviewer.said == []


def test_keys_that_are_switched_off_do_nothing(reviewer: Visitor) -> None:
    def switch(name: str) -> None:
        reviewer.page.locator("summary", has_text="Atajos de teclado").click()
        reviewer.go(reviewer.page.get_by_role("button", name=name))
        reviewer.at(2)

    switch("Desactivar los atajos de una tecla")
    reviewer.page.keyboard.press("n")
    reviewer.settled()
    assert reviewer.decided == 0
    switch("Activar los atajos de una tecla")
    reviewer.press("n")
    assert reviewer.decided >= 1
    reviewer.page.goto(reviewer.page.url.partition("?")[0])
    expect(reviewer.page.locator("#h2")).to_be_focused()


def test_no_decision_that_was_answered_is_lost_in_a_crash(reviewer: Visitor) -> None:
    reviewer.page.locator(".row > summary").first.click()
    for _ in range(4):
        reviewer.press("n")
    before = reviewer.decided
    reviewer.server.kill()
    reviewer.server.start()
    reviewer.page.reload()
    assert reviewer.decided == before >= 4


def test_a_file_that_cannot_be_read_says_so_and_a_cancelled_one_stops(visitor: Visitor, tmp_path: Path) -> None:
    (tmp_path / "roto.pdf").write_bytes(b"%PDF-1.4 nothing")
    # Unclosed cells by the hundred thousand keep the reader busy for long.
    (tmp_path / "lento.html").write_text("<table>" + "<tr><td>celda " * 800_000, encoding="utf-8")
    visitor.sign("Paz")
    page = visitor.page
    page.on("dialog", lambda dialog: dialog.accept())  # who cancels loses the file that was refused, and is asked
    visitor.send(tmp_path / "lento.html", tmp_path / "roto.pdf")
    reading = page.locator("#jobs li", has_text="lento.html")
    reading.get_by_text("Leyendo el documento").wait_for()
    # The page asks every second how far it is, also after an answer of another kind, and takes nothing from under the
    # finger.
    cookies = page.context.cookies()
    page.context.clear_cookies()
    asks_twice(page)
    page.context.add_cookies(cookies)  # type: ignore[arg-type] - one TypedDict for what is read, one for what is set
    cancel = reading.get_by_role("button")
    cancel.focus()
    asks_twice(page)
    assert visitor.focus == cancel.get_attribute("id") != ""
    cancel.hover()
    page.mouse.down()
    asks_twice(page)
    # What was refused meanwhile is said until the next try, however often the page asks.
    page.route("**/programmes", lambda route: route.abort())
    page.locator("[name=files]").set_input_files(SAMPLES / "programa.docx")
    page.locator("form.drop button.main").evaluate("button => button.click()")
    page.locator("form.drop .failed").wait_for()
    asks_twice(page)
    assert "el servidor no responde" in page.locator("form.drop .failed").inner_text()
    with page.expect_navigation():
        page.mouse.up()
    page.locator("#jobs .failed").wait_for()
    assert page.locator("#jobs .failed").inner_text().startswith("No se pudo: el PDF está dañado")
    assert page.locator("#jobs .cancelled").count() == 1


def asks_twice(page: Page) -> None:
    """Wait until the page has the answers to two questions about the jobs."""
    for _ in range(2):
        page.wait_for_event("requestfinished", lambda request: "/jobs?of=" in request.url)


def test_what_did_not_reach_the_server_is_said_where_one_clicked(reviewer: Visitor) -> None:
    page, row = reviewer.page, reviewer.page.locator("#p2")
    page.route("**/passages/*", lambda route: route.abort())
    reviewer.at(2)
    page.keyboard.press("n")
    said = row.locator("[role=alert]")
    said.wait_for()
    assert "el servidor no responde" in said.inner_text()
    assert reviewer.decided == 0
    page.unroute("**/passages/*")
    page.evaluate("document.querySelectorAll('[name=token]').forEach((field) => { field.value = 'x' })")
    page.evaluate("document.body.removeAttribute('hx-headers')")
    page.keyboard.press("n")
    row.get_by_text("no vino de esta página").wait_for()
    reviewer.settled()
    assert "Mantenimiento" in page.locator("h1").inner_text()
    page.reload()
    reviewer.at(2)
    reviewer.press("n")
    assert reviewer.decided == 1
    assert row.locator("[role=alert]").count() == 0
    # By mouse the button that was pressed keeps the focus, and what stands on the page is what stands.
    with reviewer.answered():
        page.locator("#undo button").click()
    assert reviewer.focus == "undo-last"
    assert "revisado: no corresponde" not in row.inner_text()


def test_a_file_that_is_too_large_is_named_before_it_is_sent(visitor: Visitor, tmp_path: Path) -> None:
    with (tmp_path / "enorme.pdf").open("wb") as file:
        file.truncate((50 << 20) + 1)
    visitor.sign("Rita")
    field = visitor.page.locator("[name=files]")
    field.set_input_files([SAMPLES / "programa.pdf", tmp_path / "enorme.pdf"])
    said = str(field.evaluate("field => field.validationMessage"))
    assert said.startswith("enorme.pdf: Hasta 20 archivos de 50 MB")
    field.set_input_files(SAMPLES / "programa.pdf")
    assert field.evaluate("field => field.validity.valid")


def test_reading_and_deciding_need_no_javascript(browser: Browser, server: Server) -> None:
    with browser.new_context(locale="es-MX", java_script_enabled=False) as context:
        visitor = Visitor(context, server)
        page = visitor.page
        visitor.sign("Abel")
        visitor.send(SAMPLES / "programa.docx")
        end = time.monotonic() + PATIENCE
        while not page.locator("#jobs li a").count() and time.monotonic() < end:
            page.wait_for_timeout(500)
            page.reload()
        visitor.go(page.locator("#jobs li a").first)
        assert page.locator(".row").count() > 20
        page.locator("#h2").click()
        visitor.go(page.locator("#p2 button[value=none]"))
        assert "Abel: nada corresponde" in page.locator("#p2").inner_text()
        visitor.go(page.locator("#undo button"))
        assert "Abel: nada corresponde" not in page.locator("#p2").inner_text()
        for tab in ("Cobertura", "Personas", "Descargas"):
            visitor.go(page.get_by_role("link", name=tab).first)
            assert "Mantenimiento" in page.locator("h1").inner_text()
        visitor.open("/collections/catalogo")
        page.locator("[name=text]").fill("tensión del hilo")
        with page.expect_navigation():
            page.locator("[name=text]").press("Enter")
        assert page.locator("tbody tr").count() > 5
