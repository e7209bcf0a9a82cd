"""Kill `curmap index` at random instants, run it again, and compare its bytes with those of an undisturbed run.

    python benchmarks/interruptions.py --times 100

Every other time the processes that it started are killed with it. Ends with 1 at the first difference.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "mapper" / "samples"
CURMAP = [sys.executable, "-m", "mapper"]
VERBS = ("Ajusta", "Cose", "Lubrica", "Mide", "Programa", "Revisa", "Suelda", "Traza", "Verifica", "Calibra")
THINGS = ("la tensión del hilo", "el torno", "la válvula", "el plano de la pieza", "la red", "el motor", "el cordón")
ENDINGS = ("según el manual.", "con seguridad.", "y registra el resultado.", "en el tiempo previsto.")


def catalogue(folder: Path, documents: int) -> None:
    """Write a table of short programmes, and two real files."""
    chance = random.Random(0)
    folder.mkdir(parents=True)
    with (folder / "catalogo.jsonl").open("w", encoding="utf-8") as file:
        for number in range(documents):
            lines = [f"{chance.choice(VERBS)} {chance.choice(THINGS)} {chance.choice(ENDINGS)}" for _ in range(8)]
            row = {"id": f"P{number}", "title": f"Programa {number}", "description": "\n".join(lines)}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    for name in ("programa.docx", "syllabus.pdf"):
        shutil.copy(SAMPLES / name, folder)


def command(workspace: Path, sources: Path) -> list[str]:
    """Return what is run: shards small enough that there are several, and two processes."""
    options = ["--collection", "cat", "--framework", "table", "--workers", "2", "--shard-bytes", "20000"]
    return [*CURMAP, "--workspace", str(workspace), "index", str(sources), *options]


def content(workspace: Path) -> Mapping[str, bytes]:
    """Return every file of the collection but its lock."""
    folder = workspace / "collections" / "cat"
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def killed(arguments: Sequence[str], seconds: float, *, whole_group: bool) -> bool:
    """Start a command and kill it after some time; gives whether it was still running."""
    process = subprocess.Popen(
        arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, env=os.environ
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        if whole_group:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
        return True
    return False


def main() -> int:
    """Return gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--documents", type=int, default=150)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources, prepared, workspace = folder / "sources", folder / "prepared", folder / "workspace"
        catalogue(sources, options.documents)
        table = str(SAMPLES / "normas.csv")
        subprocess.run([*CURMAP, "--workspace", str(prepared), "framework", "add", table], check=True)
        shutil.copytree(prepared, workspace)
        begin = time.monotonic()
        subprocess.run(command(workspace, sources), check=True)
        seconds, expected = time.monotonic() - begin, content(workspace)
        running = 0
        for number in range(options.times):
            shutil.rmtree(workspace)
            shutil.copytree(prepared, workspace)
            instant = chance.uniform(0, seconds)
            hit = killed(command(workspace, sources), instant, whole_group=number % 2 == 0)
            running += hit
            subprocess.run(command(workspace, sources), check=True, stdout=subprocess.DEVNULL)
            same = content(workspace) == expected
            print(
                f"{number + 1}: after {instant:.2f} s {'killed' if hit else 'done'}, {'same' if same else 'DIFFERENT'}"
            )
            if not same:
                return 1
    print(f"{running} of {options.times} were killed while they ran; all {len(expected)} files had the same bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
