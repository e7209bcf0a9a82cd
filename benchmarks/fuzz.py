"""Damaged files of every kind for every reader, framework loader and reader of tables: each is read or refused.

    python benchmarks/fuzz.py --cases N --seed S [--first NUMBER] [--minutes M] [--only NAME] [--keep FOLDER]

Case number n of a seed is the same file on every machine. A case is *accepted* or *refused* (InputError); anything else
is a fault: another exception, more than 10 s of processor time (and 5 s for each megabyte), more than 3 GB of memory,
or the process's death. All cases run in a process of their own, which is started again behind each that was its end.
Shown are the counts by target, and of each fault what repeats it; with --keep its file is kept. Ends with 1 where there
is a fault. No case is begun after --minutes: the last line says how to go on.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FINE = ("accepted", "refused", "stopped")
"""Stopped is a refusal too: the process in which PDF and pictures are read came to its limits, and nothing else did."""
SECONDS = 10.0
"""Processor time of one case, children's included."""
_A_MEGABYTE = 5.0
"""Seconds more for each megabyte of a file: thousands of sound rows are work, not a hang."""
_WALL = 900.0
"""Without an answer for so long the process is given up, however little it has worked."""
MEMORY = 3 * 10**9
_LINES = 40


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one case: "accepted", "refused", or a fault and what is known of it."""

    number: int
    target: str
    verdict: str
    seconds: float
    why: str = ""


def run(cases: Sequence[int], seed: int, only: str, keep: Path | None) -> Iterator[Result]:
    """Yield every case in its turn, in processes that may be lost; the files of faults go to the folder `keep`."""
    waiting = list(reversed(cases))
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        folder = Path(name)
        while waiting:
            for result in _run_in_one(waiting, seed, only, folder):
                if keep and result.verdict not in FINE:
                    keep.mkdir(parents=True, exist_ok=True)
                    damaged = next((folder / "case").iterdir())
                    (keep / f"{result.target}-{seed}-{result.number}{damaged.suffix}").write_bytes(damaged.read_bytes())
                yield result


def _run_in_one(waiting: list[int], seed: int, only: str, folder: Path) -> Iterator[Result]:
    """Yield the cases at the end of this list, which are taken off it, until one is the end of the process."""
    command = [sys.executable, __file__, "--serve", str(folder), "--seed", str(seed), "--only", only]
    errors = folder / "errors.txt"
    with (
        errors.open("w") as said,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True) as process,
    ):
        while waiting:
            number = waiting.pop()
            answer = _ask(process, number)
            if answer:
                yield answer
                continue
            process.kill()
            code = process.wait()
            kind = "time" if code == -signal.SIGPROF else f"died ({code})"
            target = folder / "target"
            if not target.exists():
                raise SystemExit(errors.read_text(errors="replace"))
            yield Result(number, target.read_text(), kind, SECONDS, errors.read_text(errors="replace")[-6000:])
            return
        if process.stdin:
            process.stdin.close()


def _ask(process: subprocess.Popen[str], number: int) -> Result | None:
    """Return what became of a case, None where the process ended over it."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("the process has no pipe")
    timer = threading.Timer(_WALL, process.kill)
    timer.start()
    try:
        process.stdin.write(f"{number}\n")
        process.stdin.flush()
        line = process.stdout.readline()
    except BrokenPipeError:
        return None
    finally:
        timer.cancel()
    return Result(**json.loads(line)) if line.endswith("\n") else None


def serve(folder: Path, seed: int, only: str) -> None:
    """Answer each number on standard input with what became of that case."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    os.environ["PATH"] = os.fspath(folder)  # recognising text has its own limits, and takes seconds a page
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    from fuzz_cases import itself, targets

    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    made = folder / "seeds"
    made.mkdir(exist_ok=True)
    every = targets(made)
    known = [target for target in (*every, itself(made)) if target.name == only] if only else every
    if not known:
        raise SystemExit(f"no target {only}")
    place = folder / "case"
    faulthandler.enable()
    for line in sys.stdin:
        number = int(line)
        rng = random.Random(f"{seed}/{number}")
        target = known[number % len(known)]
        source = rng.choice(target.seeds)
        data = rng.choice(target.damages)(source.read_bytes(), rng)
        place.mkdir(exist_ok=True)
        for old in place.iterdir():
            old.unlink()
        path = place / source.name
        path.write_bytes(data)
        (folder / "target").write_text(target.name)
        answers.write(json.dumps({"number": number, "target": target.name, **judged(target.check, path)}) + "\n")
        answers.flush()


def judged(check: Callable[[Path], None], path: Path) -> dict[str, object]:
    """Read the file, and say what came of it."""
    from corpora import InputError
    from corpora.isolation import LostError

    why, verdict = "", "accepted"
    before, wall = used(), time.monotonic()
    most = SECONDS + _A_MEGABYTE * sum(one.stat().st_size for one in (path, *path.rglob("*")) if one.is_file()) / 1e6
    faulthandler.register(signal.SIGPROF, file=sys.stderr, all_threads=False, chain=True)
    signal.setitimer(signal.ITIMER_PROF, most + 2)
    try:
        check(path)
    except InputError as error:
        verdict = "refused"
        if "\n" in error.es or "\n" in error.en:
            verdict, why = "message", error.en
        elif isinstance(error, LostError):
            # The limits of the process that reads PDF and pictures: its death is foreseen, a traceback in it is not.
            verdict, why = ("exception", "in the reading process") if error.code == 1 else ("stopped", error.en)
    except MemoryError:
        verdict, why = "memory", _told()
    except BaseException:
        verdict, why = "exception", _told()
    signal.setitimer(signal.ITIMER_PROF, 0)
    seconds = used() - before
    if seconds > most:
        verdict, why = "time", f"{seconds:.1f} s of processor time, {time.monotonic() - wall:.1f} s in all"
    return {"verdict": verdict, "seconds": seconds, "why": why}


def _told() -> str:
    lines = traceback.format_exc().splitlines()
    return "\n".join(lines if len(lines) < _LINES else [*lines[: _LINES // 4], "…", *lines[-_LINES // 2 :]])[-4000:]


def used() -> float:
    """Return seconds of processor time that this process and those that it has ended took."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def table(results: Sequence[Result]) -> str:
    """Return the counts by target."""
    counts = {
        name: Counter(r.verdict for r in results if r.target == name) for name in sorted({r.target for r in results})
    }
    lines = [f"{'target':16}{'cases':>7}{'accepted':>10}{'refused':>9}{'stopped':>9}{'faults':>8}{'slowest':>9}"]
    total: Counter[str] = Counter()
    for name, found in [*counts.items(), ("all", total)]:
        total += found if found is not total else Counter()
        cases = sum(found.values())
        slowest = max((r.seconds for r in results if r.target == name or found is total), default=0.0)
        faults = cases - sum(found[verdict] for verdict in FINE)
        counts_of = f"{cases:7}{found['accepted']:10}{found['refused']:9}{found['stopped']:9}{faults:8}"
        lines.append(f"{name:16}{counts_of}{slowest:8.1f}s")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--only", default="", help="one target")
    parser.add_argument("--keep", type=Path, help="folder for the files of faults")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.serve:
        serve(chosen.serve, chosen.seed, chosen.only)
        return 0
    cases = range(chosen.first, chosen.first + chosen.cases)
    ends = time.monotonic() + 60 * chosen.minutes
    results: list[Result] = []
    for result in run(cases, chosen.seed, chosen.only, chosen.keep):
        results.append(result)
        if result.verdict not in FINE:
            only = f" --only {chosen.only}" if chosen.only else ""
            print(f"{result.verdict}: {result.target}: --seed {chosen.seed} --first {result.number} --cases 1{only}")
            print(result.why.rstrip(), flush=True)
        if time.monotonic() > ends:
            break
    print(table(results))
    if len(results) < len(cases):
        print(f"{len(results)} of {len(cases)} cases; go on with --first {chosen.first + len(results)}")
    return int(any(result.verdict not in FINE for result in results))


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
