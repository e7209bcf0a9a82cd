"""The page in a real browser, served by the real command: the whole way, by keyboard, for everyone, after a crash."""

import json
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import docx
import pytest
from browsing import Recorder, faults
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from serving import PATIENCE, Server

from mapper.actions import SAMPLES
from mapper.catalogues.batch import EngineSettings, open_engine
from mapper.catalogues.batch.run import IndexSettings, index
from mapper.people.review.state import States
from mapper.web.guard import Access
from mapper.web.site import Site
from mapper.workspace.store import Workspace

pytestmark = pytest.mark.slow


class Visitor(Recorder):
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
        self.go(self.page.locator("form.drop button.send"))

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
        """How many passages of the document that is open this person decided."""
        return self.page.locator(".row[data-decided]").count()

    @property
    def left(self) -> int:
        """What the counter says is to be confirmed; 0 once nothing is."""
        counter = self.page.locator(".counter b")
        return int(counter.inner_text()) if counter.count() else 0

    def read(self) -> None:
        """Open the document of the programme."""
        self.open(f"{self.programme}/document")

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

    def in_view(self, place: str) -> bool:
        """Whether all of these, one at least, stand within the window as it is."""
        boxes = [one.bounding_box() for one in self.page.locator(place).all()]
        height = self.page.evaluate("innerHeight")
        return bool(boxes) and all(box and box["y"] >= 0 and box["y"] + box["height"] <= height for box in boxes)

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
        assert self.messages == []
        assert {url.split("/")[2] for url in self.requests} == {self.server.address.split("/")[2]}


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
    visitor.read()
    return visitor


WIDTHS = ((1280, 800), (375, 800))


@pytest.mark.parametrize("locale", ["es-MX", "en-GB"])
def test_from_upload_to_the_last_open_criterion_takes_few_clicks_and_keys(
    browser: Browser, server: Server, locale: str
) -> None:
    with browser.new_context(locale=locale, viewport={"width": 1280, "height": 800}) as context:
        visitor = Visitor(context, server)
        visitor.sign(f"Ana {locale}")
        visitor.upload(SAMPLES / "programa.pdf")  # choose the file, send it, open what came of it
        steps, page = 3, visitor.page
        assert page.locator("html").get_attribute("lang") == locale[:2]
        assert page.title().startswith("Mantenimiento de máquinas de coser industriales")
        while page.locator(".decide").count():
            for width, height in WIDTHS:
                page.set_viewport_size({"width": width, "height": height})
                assert visitor.in_view(".decide button")
                assert visitor.in_view("#criterion")
                assert page.locator(".near .words").first.evaluate("one => one.getBoundingClientRect().top") < 700
            page.set_viewport_size({"width": 1280, "height": 800})
            criterion = page.locator("#criterion").inner_text()
            said = visitor.press("apn"[steps % 3])
            steps += 1
            assert criterion.split("\n")[0][:30] in said
            # The next one is open, at its top.
            assert page.evaluate("scrollY") == 0
        assert steps <= 14
        assert visitor.left == 0
        visitor.kept_to_itself()


def test_the_queue_is_worked_by_keys_and_each_decision_is_undone_from_its_word(reviewer: Visitor) -> None:
    page = reviewer.page
    reviewer.open(reviewer.programme)
    reviewer.settled()
    criterion, near = page.locator("#criterion"), page.locator("[name=about]")
    before, first = reviewer.left, criterion.inner_text()
    expect(page.locator("#focus")).to_be_focused()
    # A passage that does not show it leaves the criterion open, with the next one before it.
    shown = near.first.get_attribute("value")
    reviewer.press("r")
    assert criterion.inner_text() == first
    assert near.first.get_attribute("value") != shown
    said = reviewer.press("n")
    assert "No se enseña" in said
    assert (reviewer.left, criterion.inner_text() != first) == (before - 1, True)
    reviewer.go(page.locator("#said button"))
    assert (reviewer.left, criterion.inner_text()) == (before, first)
    reviewer.go(page.locator("#said button"))
    assert reviewer.left == before - 1
    # What is to be confirmed comes likeliest first; every criterion is found by a filter.
    for name, count in (("Decididos", 1), ("En disputa", 0), ("Todos", 27)):
        reviewer.go(page.locator(".filters a", has_text=name))
        assert page.locator(".list li").count() == count
    # What is listed as to be confirmed says so of itself.
    reviewer.go(page.locator(".filters a", has_text="Por confirmar"))
    assert {one.strip() for one in page.locator(".list .aside").all_inner_texts()} == {"Por confirmar:"}
    assert page.locator(".badge").inner_text() == "Por confirmar"
    # Another passage is chosen by its figure, and the document is behind one key.
    reviewer.open(reviewer.programme)
    reviewer.settled()
    page.keyboard.press("2")
    assert near.nth(1).is_checked()
    assert near.nth(1).is_visible()
    here = criterion.inner_text()
    with page.expect_navigation():
        page.keyboard.press("d")
    assert "/document" in page.url
    assert page.locator(".row[open]").count() == 1
    page.go_back()
    expect(criterion).to_have_text(here)
    # A note goes with the criterion that it was written for.
    page.locator(".other > summary").click()
    page.locator("[name=note]").fill("solo en la práctica 3")
    with reviewer.answered():
        page.locator(".decide [data-key=p]").click()
    reviewer.open(f"{reviewer.programme}?standard=conocer/EC9001&which=decided")
    reviewer.settled()
    page.locator(".list a", has_text=here.split("\n")[0][:30]).first.click()
    expect(criterion).to_have_text(here)
    assert "solo en la práctica 3" in page.locator("#focus").inner_text()
    with reviewer.answered():
        page.locator("button", has_text="Retirar").first.click()
    assert reviewer.left == before - 1
    assert reviewer.messages == []


def test_no_key_is_hinted_at_on_a_phone(browser: Browser, server: Server) -> None:
    with browser.new_context(viewport={"width": 375, "height": 800}, is_mobile=True, has_touch=True) as context:
        visitor = Visitor(context, server)
        visitor.sign("Teo")
        visitor.upload(SAMPLES / "programa.docx")
        assert visitor.page.locator("kbd:visible").count() == 0
        assert visitor.in_view(".decide button")


def decide(visitor: Visitor, code: str, act: str) -> None:
    """Let somebody decide a criterion by a button of the queue."""
    visitor.open(f"{visitor.programme}?standard=conocer/EC9001&which=all&criterion={code}")
    visitor.settled()
    if act in ("rejected", "accepted document"):
        visitor.page.locator(".other > summary").click()
    with visitor.answered():
        visitor.page.locator(f"#work button[value='{act}']").first.click()


@pytest.mark.parametrize(
    ("hers", "his"),
    [
        ("accepted", "rejected"),  # of one passage
        ("accepted document", "rejected document"),  # of the document
        ("accepted", "rejected document"),  # of a passage and the document
        ("accepted document", "rejected"),
    ],
)
def test_a_dispute_is_shown_where_one_looks_counts_nowhere_and_is_settled(
    browser: Browser, server: Server, hers: str, his: str, request: pytest.FixtureRequest
) -> None:
    names = [f"{name} {request.node.callspec.id}"[:60] for name in ("Ana", "Leo")]
    code = "EC9001/E9101/desempeno/1"
    with browser.new_context(locale="es-MX") as one, browser.new_context(locale="es-MX") as other:
        ana, leo = Visitor(one, server), Visitor(other, server)
        ana.sign(names[0])
        leo.sign(names[1])
        ana.upload(SAMPLES / "programa.docx")
        programme = ana.programme
        ana.open(f"{programme}/people")
        ana.page.locator("[name=person]").last.fill(names[1])
        ana.go(ana.page.get_by_role("button", name="Compartir", exact=True))
        leo.open(programme)
        ana.open(f"{programme}/coverage?standard=conocer/EC9001")
        counted = ana.page.locator(".standards .at .fit").inner_text()
        decide(ana, code, hers)
        decide(leo, code, his)
        # Where it arises, in the list of criteria and of programmes, and under the agreement.
        ana.open(f"{programme}?standard=conocer/EC9001&which=disputed")
        assert all(name in ana.page.locator(".dispute").inner_text() for name in names)
        assert ana.page.locator(".list li").count() == 1
        assert leo.page.locator(".dispute button").count() == 0
        ana.open(f"{programme}/people")
        assert "no hay acuerdo (1)" in ana.page.locator("main").inner_text()
        ana.open()
        assert ana.page.locator(".programmes a[href*='which=disputed']").inner_text() == "1"
        # It counts neither as shown nor as missing.
        ana.open(f"{programme}/coverage?standard=conocer/EC9001")
        shown, of = map(int, counted.split(" de "))
        assert ana.page.locator(".standards .at .fit").inner_text() == f"{shown - 1} de {of}"
        assert "en disputa: 1" in ana.page.locator(".standards .at").inner_text()
        ana.open(f"{programme}?standard=conocer/EC9001&which=disputed")
        ana.settled()
        with ana.answered():
            ana.page.locator(".dispute button", has_text=names[0]).click()
        assert ana.page.locator(".list li").count() == 0
        ana.open(f"{programme}/coverage?standard=conocer/EC9001")
        assert ana.page.locator(".standards .at .fit").inner_text() == counted
        assert ana.messages == leo.messages == []


def test_every_decision_of_the_sample_is_offered_in_a_new_edition(reviewer: Visitor, tmp_path: Path) -> None:
    page, former = reviewer.page, reviewer.programme
    reviewer.open(former)
    reviewer.settled()
    for key in "apnrtapn":
        if page.locator(".decide").count():
            reviewer.press(key)
    reviewer.read()
    for number in (1, 2):
        reviewer.at(number)
        reviewer.press("n")
    site = Site(Workspace(reviewer.server.workspace), Access())
    programme = int(former.rsplit("/", 1)[-1])
    standing = States(site.decisions.history(programme), {}).rows
    changed = tmp_path / "programa.docx"
    book = docx.Document(str(SAMPLES / "programa.docx"))
    for paragraph in book.paragraphs:
        if "Usa el equipo de protección" in paragraph.text:
            paragraph.add_run(" y revisa que esté completo.")
    book.save(str(changed))
    reviewer.open(f"{former}/downloads")
    edition = page.locator("section", has=page.locator("#edition"))
    edition.locator("[name=files]").set_input_files(changed)
    reviewer.go(edition.get_by_role("button", name="Subir y comparar"))
    reviewer.finished()
    assert reviewer.programme != former
    reviewer.go(page.get_by_role("link", name="Verlas"))
    assert page.locator(".cards li").count() == len(standing) >= 4
    assert reviewer.faults() == []
    reviewer.go(page.locator("button[value^='keep ']").first)
    reviewer.go(page.locator("button[value=all]"))
    while page.locator("button[value^='keep ']").count():
        reviewer.go(page.locator("button[value^='keep ']").first)
    assert page.locator(".cards li").count() == 0
    kept = States(site.decisions.history(int(reviewer.programme.rsplit("/", 1)[-1])), {}).rows
    assert len(kept) == len(standing)


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
    reviewer.open(address)
    before = reviewer.left
    intercept("**/criteria?*")
    page.keyboard.press("n")
    page.locator("#work [role=alert]").wait_for()
    assert reviewer.left == before
    page.context.clear_cookies()
    page.unroute("**/criteria?*")
    page.keyboard.press("n")
    page.get_by_text("ya no sabe quién es usted").wait_for()


def test_everyone_can_use_each_page(visitor: Visitor) -> None:
    visitor.open()
    assert visitor.faults() == []
    visitor.sign("Eva")
    visitor.upload(SAMPLES / "programa.docx")
    visitor.page.evaluate("document.querySelectorAll('#work details').forEach(one => { one.open = true })")
    assert visitor.faults() == []
    ends = {
        visitor.programme: "?which=all /document /coverage /people /downloads /again /passages/1/other?q=man",
        "/frameworks": "?q=man /conocer /conocer?code=EC9001/E9101 /conocer/remove",
        "/collections/catalogo": "?text=tensión+del+hilo ?find=man ?code=table/MC1 ?document=programa.docx",
    }
    paths = [f"{start}{end}" for start, those in ends.items() for end in ("", *those.split())]
    for path in ("/", *paths, "/ads", "/about", "/nowhere", "/collections"):
        visitor.open(path)
        for scheme in ("light", "dark"):
            visitor.page.emulate_media(color_scheme=scheme)
            assert visitor.faults() == [], path
        visitor.page.set_viewport_size({"width": 375, "height": 800})
        assert visitor.faults() == [], path
        visitor.page.set_viewport_size({"width": 1280, "height": 800})
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
    for width, medium in ((390, "screen"), (700, "print")):  # a telephone, and a letter between its margins
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(media=medium)
        assert page.locator(".scroll").evaluate("table => table.scrollWidth <= table.clientWidth"), medium
    page.emulate_media(media="screen")
    visitor.open(page.get_by_text("Leer el informe completo").get_attribute("href") or "")  # it opens beside the page
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
    assert visitor.page.title().startswith('alert("x") Módulo')
    visitor.read()
    number = int(visitor.programme.rsplit("/", 1)[-1])
    with visitor.page.expect_download() as waiting:
        visitor.page.evaluate(f"location.href = '/programmes/{number}/download/json'")
    alignment = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))["alignment"]
    mapped = {p["text"] for p in alignment["passages"] if p["role"] in ("outcome", "criterion", "content")}
    marked = visitor.page.locator(".passage mark").all_text_contents()
    assert mapped <= set(marked)
    assert any("👩🏽‍🏭" in text for text in marked)
    assert visitor.messages == []


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
    assert f"{reviewer.name}: sin correspondencia pendiente de hablar" in row.inner_text()
    assert row.locator("textarea").input_value() == ""
    assert row.locator("input[type=search]").input_value() == "lubric"
    row.locator("input[type=search]").press("End")
    row.locator("input[type=search]").type("a")
    found = row.locator(".found button").first
    with reviewer.answered():
        found.click()
    assert f"{reviewer.name}: corresponde (la agregó)" in str(row.text_content())
    assert reviewer.messages == []
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
    reviewer.open(f"{reviewer.programme}")
    page.locator("#work details.other > summary").click()
    page.locator("#work [name=note]").click()
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
    assert f"{reviewer.name}: sin correspondencia" in row.inner_text()
    reviewer.at(2)
    with reviewer.answered(), reviewer.server.held():
        page.keyboard.press("n")
        reviewer.at(5)
    assert reviewer.focus == "h5"
    reviewer.at(2)
    with reviewer.answered(), reviewer.server.held():
        row.locator("button[data-key=r]").first.click()
        page.locator("[name=text]").press_sequentially("nada")
    assert page.locator("[name=text]").input_value() == "nada"
    assert reviewer.focus == ""
    assert reviewer.messages == []


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
    page.locator("form.drop button.send").evaluate("button => button.click()")
    page.locator("form.drop .failed").wait_for()
    asks_twice(page)
    assert "el servidor no responde" in page.locator("form.drop .failed").inner_text()
    cancel.hover()  # what was refused is said above it, and has moved it
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
        before = visitor.left
        visitor.go(page.locator(".decide button").last)
        assert visitor.left == before - 1
        visitor.go(page.locator("#undo button"))
        assert visitor.left == before
        visitor.read()
        assert page.locator(".row").count() > 20
        page.locator("#h2").click()
        visitor.go(page.locator("#p2 button[value=none]"))
        assert "Abel: sin correspondencia" in str(page.locator("#p2").text_content())
        visitor.go(page.locator("#undo button"))
        assert "Abel: sin correspondencia" not in str(page.locator("#p2").text_content())
        for tab in ("Cobertura", "Personas", "Descargas"):
            visitor.go(page.get_by_role("link", name=tab).first)
            assert "Mantenimiento" in page.locator("h1").inner_text()
        visitor.open("/collections/catalogo")
        page.locator("[name=text]").fill("tensión del hilo")
        with page.expect_navigation():
            page.locator("[name=text]").press("Enter")
        assert page.locator("tbody tr").count() > 5
