"""On the page, what people decided on earlier programmes informs the mapping of the next one."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from files import written
from test_mapper_examples import FIRST, NORMS, SECOND
from web_fixtures import Browser, open_browser, site, worker

from mapper import actions
from mapper.reports.record_json import alignment_text
from mapper.web.sessions import LONGEST_NAME
from mapper.web.site import Site
from mapper.web.worker import Worker
from mapper.workspace.store import Workspace

__all__ = ["site", "worker"]

OTHERS = "code,title\nB1,Conservar la maquinaria\nB2,Vender en tienda\n"
ASKED = "Tomar en cuenta lo que ya se decidió a mano en otros programas"
TOLD = "Decisiones sobre otros programas que se tomaron en cuenta"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("informing")
    made = Workspace(folder / "workspace")
    for name, norms in (("table", NORMS), ("otro", OTHERS)):
        actions.add_framework(made, [written(folder / f"{name}.csv", norms)], name=name)
    return made


class Desk:
    """Somebody who hands in programmes on the page, and what comes of them."""

    def __init__(self, browser: Browser, site: Site, worker: Worker, person: str) -> None:
        self.browser, self.site, self.worker, self.person = browser, site, worker, person

    def hand_in(self, name: str, text: str, *, framework: str | list[str] = "table", **form: str) -> int:
        """Send the form, ticked as it comes unless said otherwise; gives the programme's number."""
        self.send(name, text, framework=framework, **form)
        return self.made()

    def send(self, name: str, text: str, *, framework: str | list[str] = "table", **form: str) -> None:
        ticked = {"informed": "true"} if ASKED in self.browser.get("/") else {}
        form = {**ticked, **form}
        assert self.browser.send("/programmes", name, text.encode(), framework=framework, **form) == 303

    def made(self) -> int:
        while self.worker.step():
            pass
        job = self.site.jobs.recent(self.person)[0]
        return job.programme

    def decide(self, number: int, *acts: str) -> None:
        for act in acts:
            assert self.browser.post(f"/programmes/{number}/passages/1", act=act) == 303

    def hand_in_decided(self, text: str = FIRST) -> int:
        """The number of a first programme, of which it is decided that its first passage teaches A3."""
        number = self.hand_in("primero.md", text)
        self.decide(number, "added table A3")
        return number

    def settings(self, number: int) -> dict[str, object]:
        found: dict[str, object] = self.site.programmes.read(number).alignment["settings"]
        return found

    def probability(self, number: int, code: str) -> float:
        """The highest that its passages show for a code, 0 where none does."""
        matches = [m for p in self.site.programmes.read(number).mapped for m in p.matches if m.code == code]
        return max((match.probability for match in matches), default=0.0)

    @property
    def asked(self) -> str:
        """How much the form says would inform the next one, "" where it does not ask."""
        found = re.search(rf"{ASKED} \(([^)]+)\)", self.browser.get("/"))
        return "" if found is None else found[1]


@pytest.fixture
def desk(workspace: Workspace, site: Site, worker: Worker, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Ana's: another Ana for each test, who sees nothing of the others."""
    person = f"Ana {request.node.name}"[:LONGEST_NAME]
    for browser in open_browser(workspace, name=person):
        yield Desk(browser, site, worker, person)


@pytest.fixture
def his(workspace: Workspace, site: Site, worker: Worker) -> Iterator[Desk]:
    for browser in open_browser(workspace, name="Leo"):
        yield Desk(browser, site, worker, "Leo")


def test_a_decision_speaks_for_a_similar_passage_of_the_next_programme(desk: Desk, tmp_path: Path) -> None:
    assert desk.asked == ""
    first = desk.hand_in("primero.md", FIRST)
    assert desk.asked == ""
    desk.decide(first, "added table A3")
    assert desk.asked == "1 decisión en 1 programa"
    informed = desk.hand_in("segundo.md", SECOND)
    page = desk.browser.get(f"/programmes/{informed}/document")
    assert f"{TOLD} al comparar: 1 (programas: 1)." in page
    # Switched off before, nothing of it.
    plain = desk.hand_in("segundo.md", SECOND, informed="")
    assert TOLD not in desk.browser.get(f"/programmes/{plain}/document")
    assert "reviewed" not in desk.settings(plain)
    assert desk.probability(informed, "A3") > desk.probability(plain, "A3") + 0.05
    # The command line, with the review as it is downloaded, gives the same.
    review, document = tmp_path / "revision.json", written(tmp_path / "segundo.md", SECOND)
    review.write_bytes(desk.browser.client.get(f"/programmes/{first}/download/json").content)
    mapping = actions.map_documents(actions.Against(desk.site.workspace, ["table"]), [document], reviewed=[review])
    assert json.loads(alignment_text(mapping.report, lang="es")) == desk.site.programmes.read(informed).alignment
    assert desk.settings(informed)["decisions"] == 1


def test_a_deleted_programme_informs_nothing_until_it_is_brought_back(desk: Desk) -> None:
    first = desk.hand_in_decided()
    desk.send("segundo.md", SECOND)
    assert desk.browser.post(f"/programmes/{first}/delete") == 303
    assert desk.asked == ""
    assert "reviewed" not in desk.settings(desk.made())
    assert desk.browser.post(f"/programmes/{first}/restore") == 303
    assert desk.asked == "1 decisión en 1 programa"


def test_only_what_a_person_may_see_informs_theirs(desk: Desk, his: Desk) -> None:
    first = desk.hand_in_decided()
    assert his.asked == ""
    assert "reviewed" not in his.settings(his.hand_in("segundo.md", SECOND, informed="true"))
    assert desk.browser.post(f"/programmes/{first}/people", person="Leo") == 303
    assert his.asked == "1 decisión en 1 programa"
    # Where others' word is hidden until one has decided, it does not show through a mapping either.
    assert desk.browser.post(f"/programmes/{first}/people/hide", hide="true") == 303
    assert his.asked == ""
    his.decide(first, "added table A3")
    assert his.asked == desk.asked == "1 decisión en 1 programa"
    his.decide(first, "rejected table A3")
    assert his.asked == desk.asked == ""


@pytest.mark.slow
def test_a_document_is_not_informed_by_itself(desk: Desk) -> None:
    first = desk.hand_in_decided()
    path = f"/programmes/{first}"
    assert ASKED not in desk.browser.get(f"{path}/downloads")
    # Mapped again, nothing has changed; and the same file under another name is the same document.
    assert desk.browser.post(f"{path}/map", informed="true") == 303
    assert desk.made() == first
    assert "reviewed" not in desk.settings(desk.hand_in("otro.md", FIRST, framework=["table", "otro"]))
    later = desk.hand_in("primero.md", SECOND, replaces=str(first), informed="true")
    assert "reviewed" not in desk.settings(later)
    # A second edition of the same one is not informed by the first either; what is no edition of it is, by the latest.
    desk.decide(later, "added table A3")
    fork = desk.hand_in("primero.md", f"{SECOND}\n- Anota.\n", replaces=str(first), informed="true")
    assert "reviewed" not in desk.settings(fork)
    assert desk.settings(desk.hand_in("tercero.md", f"{SECOND}\n- Escribe.\n"))["decisions"] == 1


def test_a_review_that_was_uploaded_and_says_anything_breaks_no_page(desk: Desk) -> None:
    first = desk.hand_in("primero.md", FIRST)
    kept = desk.browser.client.get(f"/programmes/{first}/download/json").json()
    kept["alignment"]["settings"] |= {"reviewed": 3, "decisions": "x", "decisions_unused": None}
    number = desk.hand_in("otra.json", json.dumps(kept))
    assert TOLD not in desk.browser.get(f"/programmes/{number}/document")
