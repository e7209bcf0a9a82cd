"""How fast the page answers while many review: `python benchmarks/web.py [--users 50] [--seconds 300] [--pages 100]`.

Serves a workspace with the sample norms by the real command. Every user reviews a mapping of 300 passages of their own,
a click every two seconds, while PDF files of 100 pages are being mapped one after the other; then prints what pages and
actions took, the processor time that the process that answers took for each answer, what the server said, whether every
decision that was answered is in the database, and the memory of all processes beyond that of the encoder alone. The
clients run on the same cores as the server. Exit code 1 if something asked for is missed.
"""

from __future__ import annotations

import argparse
import html
import http.client
import random
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import psutil

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "mapper" / "samples"
sys.path.insert(0, str(ROOT / "tests"))
from pdf_writer import Page, write_pdf  # noqa: E402 - of the tests, which make their PDF files with it

PASSAGES, A_PAGE, A_UNIT, PAUSE = 300, 10, 12, 2.0
ANSWER, UPLOAD, MEMORY = 0.3, 2.0, 600
"""What is asked for: seconds of 95 % of answers, seconds of ten pages, megabytes beyond the encoder's.

Of these the reader of pairs, a network as the encoder is, takes 100, lemmas of two languages 80, what tells languages
apart 50, scorers and indexes 50, the process that answers 110, the one that readers are copied from 50, and what two
documents at once take while they are compared the rest.
"""
VERBS = ("Lubrica", "Ajusta", "Revisa", "Limpia", "Cambia", "Prepara", "Registra", "Entrega")
PARTS = ("la aguja", "el cabezal", "la banda", "el motor", "la bobina", "el prensatelas", "la polea", "el pedal")
ENCODER = """
import os, psutil
from embeddings.encoders import open_encoder
open_encoder().encode(["Lubrica la máquina de coser según su manual."], role="query")
print(psutil.Process(os.getpid()).memory_full_info().uss)
"""


class Client:
    """One user's browser, as far as the server can tell: what it asked for, what that took, what was answered."""

    def __init__(self, port: int, name: str) -> None:
        self.port, self.cookies, self.token = port, dict[str, str](), ""
        self.seconds: dict[str, list[float]] = {"page": [], "action": []}
        self.statuses = Counter[int]()
        self.decided = 0
        page = self.ask("GET", "/")
        self.token = re.findall(r'name="token" value="(\w+)"', page)[0]
        self.ask("POST", "/name", {"name": name})

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None, *, body: bytes = b"", kind: str = ""
    ) -> str:
        """Return one request; gives the answer's text. A request that is not answered at all counts as status 599."""
        content = body or urllib.parse.urlencode({"token": self.token, **form}).encode() if form or body else b""
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Content-Type": kind or "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{self.port}",
        }
        if form and "act" in form:
            headers |= {"HX-Request": "true", "X-Shown": path.rsplit("/", 1)[-1]}
        begun, status, text = time.perf_counter(), 599, ""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with suppress(OSError, http.client.HTTPException):
            connection.request(method, path, content, headers)
            answer = connection.getresponse()
            text, status = answer.read().decode(), answer.status
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.split(";")[0]
        connection.close()
        self.seconds["page" if method == "GET" else "action"].append(time.perf_counter() - begun)
        self.statuses[status] += 1
        return text

    def upload(self, path: Path) -> None:
        """Send a document to be mapped to the sample norms."""
        fields = [("token", self.token), ("framework", "conocer"), ("framework", "table")]
        lines = [f'--b\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields]
        lines.append(f'--b\r\nContent-Disposition: form-data; name="files"; filename="{path.name}"\r\n\r\n')
        body = "".join(lines).encode() + path.read_bytes() + b"\r\n--b--\r\n"
        self.ask("POST", "/programmes", body=body, kind="multipart/form-data; boundary=b")

    def mapped(self, path: Path) -> tuple[float, int]:
        """Upload a document and wait until it is mapped; gives the seconds and the programme's number.

        Raises RuntimeError: it could not be mapped.
        """
        begun = time.perf_counter()
        self.upload(path)
        while 'hx-trigger="every 1s"' in (page := self.ask("GET", "/")):
            time.sleep(0.1)
        seconds = time.perf_counter() - begun
        found = re.search(rf'href="/programmes/(\d+)">[^<]*<span class="aside">: {re.escape(path.name)}<', page)
        if found is None:
            raise RuntimeError(f"{path.name} was not mapped")
        return seconds, int(found[1])

    def review(self, programme: int, until: float, seed: int) -> None:
        """Look at pages, search, decide and undo until the time is over: in the document, and in the queue."""
        drawn = random.Random(seed)
        base = f"/programmes/{programme}"
        time.sleep(PAUSE * drawn.random())
        while time.perf_counter() < until:
            self.ask("GET", f"{base}/coverage") if drawn.random() < 0.1 else None
            queue = self.ask("GET", base)
            for action in re.findall(r'hx-post="(/programmes/\d+/criteria[^"]*)"', queue):
                time.sleep(PAUSE * drawn.uniform(0.5, 1.5))
                self.decide(html.unescape(action), drawn.choice(("accepted document", "rejected document")))
            page = self.ask("GET", f"{base}/document?page={drawn.randint(1, 2)}")
            rows = re.findall(r'<details class="row[^"]*"[^>]* id="p(\d+)"(.*?)</form>', page, re.DOTALL)
            for number, row in drawn.sample(rows, min(8, len(rows))):
                time.sleep(PAUSE * drawn.uniform(0.5, 1.5))
                if drawn.random() < 0.1:
                    self.ask("GET", f"{base}/passages/{number}/other?q={drawn.choice(PARTS)[3:7]}")
                if drawn.random() < 0.1:
                    self.ask("POST", f"{base}/undo", {"passage": number})
                acts = re.findall(r'name="act" value="((?:accepted|rejected) [^"]+)"', row)
                self.decide(f"{base}/passages/{number}", drawn.choice([*acts, "none"]))

    def decide(self, path: str, act: str) -> None:
        """Make a decision; count it where the server said that it stands."""
        before = self.statuses[200]
        self.ask("POST", path, {"act": act})
        self.decided += self.statuses[200] - before


def document(folder: Path, name: str, passages: int) -> Path:
    """Return a programme of so many outcomes, ten on a page and twelve in a unit, as a PDF."""
    drawn = random.Random(name)
    pages = [Page() for _ in range(0, passages, A_PAGE)]
    for n in range(passages):
        page, y = pages[n // A_PAGE], 60 + 70 * (n % A_PAGE)
        if n % A_UNIT == 0:
            # Not at the same height of each page: there it would be a running header.
            page.text(60, y, f"Unidad {n // A_UNIT + 1}", font="bold", size=16)
            page.text(60, y + 22, "Resultados de aprendizaje", font="bold", size=13)
        what = f"{drawn.choice(VERBS)} {drawn.choice(PARTS)} de la máquina {n} de {name} según su manual."
        page.text(70, y + 44, f"• {what}")
    return write_pdf(folder / f"{name}.pdf", pages)


@contextmanager
def served(workspace: Path) -> Iterator[tuple[int, psutil.Process]]:
    """Yield the real command on a free port, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    curmap = [sys.executable, "-m", "mapper", "--workspace", str(workspace)]
    for sample in ("EC9001.pdf", "normas.csv"):
        subprocess.run([*curmap, "framework", "add", str(SAMPLES / sample)], check=True, capture_output=True)
    process = subprocess.Popen([*curmap, "serve", "--port", str(port)], stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
            except OSError:
                time.sleep(0.1)
            else:
                break
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


class Memory(threading.Thread):
    """Looks every second what the page's processes hold together that nobody shares with them, in bytes."""

    def __init__(self, process: psutil.Process) -> None:
        super().__init__(daemon=True)
        self._process, self.over = process, threading.Event()
        self.peak, self.each = 0, list[int]()

    def run(self) -> None:
        """Look until told that it is over."""
        while not self.over.wait(1.0):
            each = []
            for one in [self._process, *self._process.children(recursive=True)]:
                with suppress(psutil.Error):  # it has ended since
                    each.append(one.memory_full_info().uss)
            if sum(each) > self.peak:
                self.peak, self.each = sum(each), sorted(each)


def kept(workspace: Path, programmes: list[int]) -> int:
    """Return decisions that stand in the database, undoing left out."""
    marks = ", ".join("?" * len(programmes))
    database = sqlite3.connect(workspace / "web" / "curmap.db")
    query = f"SELECT count(*) FROM decision WHERE verdict != 'undo' AND programme IN ({marks})"
    (count,) = database.execute(query, programmes).fetchone()
    database.close()
    return int(count)


def keep_mapping(client: Client, folder: Path, pages: int, until: float, took: list[float]) -> None:
    """Let documents be mapped, one after the other, until the time is over."""
    while time.perf_counter() < until:
        seconds, _ = client.mapped(document(folder, f"largo-{len(took)}", pages * A_PAGE))
        took.append(seconds)


def main() -> int:
    """Measure and print; gives the exit code."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--users", type=int, default=50)
    options.add_argument("--seconds", type=float, default=300.0)
    options.add_argument("--pages", type=int, default=100, help="of the files that are mapped meanwhile")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as made, served(folder := Path(made)) as (port, process):
        memory = Memory(process)
        memory.start()
        users = [Client(port, f"persona {n}") for n in range(chosen.users)]
        programmes = [user.mapped(document(folder, f"programa-{n}", PASSAGES))[1] for n, user in enumerate(users)]
        ten = sorted(users[0].mapped(document(folder, f"diez-{n}", 10 * A_PAGE))[0] for n in range(3))[1]
        for user in users:
            user.seconds = {"page": [], "action": []}
            user.statuses.clear()
        took, uploader = list[float](), Client(port, "otra persona")
        before = sum(process.cpu_times()[:2])
        until = time.perf_counter() + chosen.seconds
        threads = [
            threading.Thread(target=user.review, args=(programme, until, n))
            for n, (user, programme) in enumerate(zip(users, programmes, strict=True))
        ]
        threads.append(threading.Thread(target=keep_mapping, args=(uploader, folder, chosen.pages, until, took)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        answering = sum(process.cpu_times()[:2]) - before
        memory.over.set()
        memory.join()
        alone = int(subprocess.run([sys.executable, "-c", ENCODER], check=True, capture_output=True, cwd=ROOT).stdout)
        return report(users, uploader, ten, took, memory, alone, kept(folder, programmes), answering)


def report(
    users: list[Client],
    uploader: Client,
    ten: float,
    took: list[float],
    memory: Memory,
    alone: int,
    found: int,
    answering: float,
) -> int:
    """Print what was measured beside what is asked for; gives the exit code."""
    statuses = sum((user.statuses for user in users), uploader.statuses)
    answered, beyond = sum(user.decided for user in users), (memory.peak - alone) / 1e6
    good = [sum(n for status, n in statuses.items() if status >= 400) == 0, answered == found > 0 and bool(took)]
    print(f"answers by status: {dict(sorted(statuses.items()))}")
    print(f"decisions answered: {answered}, in the database: {found}")
    for what in ("page", "action"):
        seconds = np.array([second for user in users for second in user.seconds[what]])
        p50, p95 = np.quantile(seconds, [0.5, 0.95]) if seconds.size else (np.nan, np.nan)
        print(f"{what}: {seconds.size}, median {1000 * p50:.0f} ms, 95 % within {1000 * p95:.0f} ms ({ANSWER:.1f} s)")
        good.append(bool(p95 <= ANSWER))
    answers = sum(statuses.values())
    print(f"processor time of the process that answers: {1000 * answering / max(answers, 1):.0f} ms an answer")
    print(f"ten pages uploaded and mapped, warm: {ten:.1f} s ({UPLOAD:.0f} s)")
    print(f"long files mapped meanwhile: {len(took)}, each in {np.median(took):.0f} s" if took else "no long file")
    each = ", ".join(f"{one / 1e6:.0f}" for one in memory.each)
    print(f"memory at its peak: {memory.peak / 1e6:.0f} MB ({each}); the encoder alone: {alone / 1e6:.0f} MB")
    print(f"beyond the encoder's: {beyond:.0f} MB ({MEMORY} MB)")
    good += [ten <= UPLOAD, beyond <= MEMORY]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
