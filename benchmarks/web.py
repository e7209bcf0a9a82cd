"""How fast the page answers while many review: `python benchmarks/web.py [--users 50] [--seconds 300]`.

Serves a workspace with the sample norm by the real command, lets every user page through and decide about a mapping of
300 passages, a click every two seconds, while a document of 100 pages is being mapped; prints what the answers took
and what the two processes hold in memory. The clients run on the same cores as the server.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

import numpy as np
import psutil

SAMPLES = Path(__file__).resolve().parents[1] / "mapper" / "samples"
PASSAGES, PAGES, REVIEWERS, PAUSE = 300, 100, 5, 2.0
VERBS = ("Lubrica", "Ajusta", "Revisa", "Limpia", "Cambia", "Prepara", "Registra", "Entrega")
PARTS = ("la aguja", "el cabezal", "la banda", "el motor", "la bobina", "el prensatelas", "la polea", "el pedal")


class Client:
    """One user's browser, as far as the server can tell."""

    def __init__(self, port: int, name: str) -> None:
        self.port, self.cookies, self.token, self.seconds = port, dict[str, str](), "", list[float]()
        self.failed = 0
        page = self.ask("GET", "/")
        self.token = re.findall(r'name="token" value="(\w+)"', page)[0]
        self.ask("POST", "/name", {"name": name})

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None, *, body: bytes = b"", kind: str = ""
    ) -> str:
        """One request; gives the answer's text."""
        content = body or urllib.parse.urlencode({"token": self.token, **form}).encode() if form or body else b""
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Content-Type": kind or "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{self.port}",
            "HX-Request": "true" if form and "act" in form else "false",
        }
        begun = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, content, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        self.seconds.append(time.perf_counter() - begun)
        self.failed += answer.status >= 500
        for header, value in answer.getheaders():
            if header.lower() == "set-cookie":
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.split(";")[0]
        connection.close()
        return text

    def upload(self, name: str, content: str) -> None:
        """Send a document to be mapped to the sample norm."""
        parts = [("token", None, self.token), ("framework", None, "conocer"), ("files", name, content)]
        lines = []
        for field, file, value in parts:
            place = f'; filename="{file}"' if file else ""
            lines.append(f'--b\r\nContent-Disposition: form-data; name="{field}"{place}\r\n\r\n{value}\r\n')
        body = "".join([*lines, "--b--\r\n"]).encode()
        self.ask("POST", "/programmes", body=body, kind="multipart/form-data; boundary=b")

    def wait(self) -> float:
        """Wait until nothing of this user's is under way; gives the seconds."""
        begun = time.perf_counter()
        while 'hx-trigger="every 1s"' in self.ask("GET", "/"):
            time.sleep(0.2)
        return time.perf_counter() - begun

    @property
    def programmes(self) -> list[int]:
        """Numbers of the programmes that the user sees."""
        return sorted({int(n) for n in re.findall(r'href="/programmes/(\d+)"', self.ask("GET", "/"))})

    def review(self, programme: int, until: float, seed: int) -> None:
        """Look at pages, decide and undo until the time is over."""
        drawn = random.Random(seed)
        while time.perf_counter() < until:
            page = self.ask("GET", f"/programmes/{programme}?page={drawn.randint(1, 2)}")
            for number in drawn.sample(re.findall(r'id="p(\d+)"', page), 8):
                time.sleep(PAUSE * drawn.uniform(0.5, 1.5))
                self.ask("POST", f"/programmes/{programme}/passages/{number}", {"act": "none"})


def document(passages: int, seed: int) -> str:
    """A programme of so many outcomes in units of ten."""
    drawn = random.Random(seed)
    lines = ["# Módulo de mantenimiento", ""]
    for n in range(passages):
        if n % 10 == 0:
            lines += ["", f"## Unidad {n // 10 + 1}", "", "### Resultados de aprendizaje", ""]
        lines.append(f"- {drawn.choice(VERBS)} {drawn.choice(PARTS)} de la máquina {seed}-{n} según su manual.")
    return "\n".join(lines)


def start(workspace: Path) -> tuple[subprocess.Popen[bytes], int]:
    """The real command on a free port, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    curmap = [sys.executable, "-m", "mapper", "--workspace", str(workspace)]
    subprocess.run([*curmap, "framework", "add", str(SAMPLES / "EC9001.pdf")], check=True, capture_output=True)
    process = subprocess.Popen([*curmap, "serve", "--port", str(port)], stderr=subprocess.DEVNULL)
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return process, port


def memory(process: subprocess.Popen[bytes]) -> list[int]:
    """Private megabytes of the server and of its worker, the larger one last."""
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    return sorted(p.memory_full_info().uss >> 20 for p in family)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--users", type=int, default=50)
    options.add_argument("--seconds", type=float, default=300.0)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        process, port = start(Path(folder))
        try:
            owners = [Client(port, f"owner {n}") for n in range(-(-chosen.users // REVIEWERS))]
            for n, owner in enumerate(owners):
                owner.upload(f"{n}.md", document(PASSAGES, n))
            for owner in owners:
                owner.wait()
            owners[0].upload("ten.md", document(100, 1000))
            print(f"ten pages mapped, warm: {owners[0].wait():.1f} s")
            users = [Client(port, f"user {n}") for n in range(chosen.users)]
            programmes = [owner.programmes[0] for owner in owners]
            for n in range(chosen.users):
                path = f"/programmes/{programmes[n // REVIEWERS]}/people"
                owners[n // REVIEWERS].ask("POST", path, {"person": f"user {n}"})
            for user in users:
                user.seconds.clear()
            until = time.perf_counter() + chosen.seconds
            threads = [
                threading.Thread(target=user.review, args=(programmes[n // REVIEWERS], until, n))
                for n, user in enumerate(users)
            ]
            for thread in threads:
                thread.start()
            owners[0].upload("hundred.md", document(10 * PAGES, 2000))
            for thread in threads:
                thread.join()
            seconds = np.array([second for user in users for second in user.seconds])
            failed = sum(user.failed for user in users)
            p50, p95 = np.quantile(seconds, [0.5, 0.95])
            print(f"{chosen.users} users, {seconds.size} answers, {failed} of them 5xx")
            print(f"median {1000 * p50:.0f} ms, 95th percentile {1000 * p95:.0f} ms")
            print(f"memory, MB of each process: {memory(process)}")
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
