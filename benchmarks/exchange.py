"""Time and memory of reading and writing a large CASE package.

    python benchmarks/exchange.py [ITEMS]

A made-up package of so many items (100,000 by default), five levels deep, with texts of an ordinary length, is written
to a temporary folder and read, written and read again, each in a process of its own. Shown are seconds and the
process's peak of resident memory; the limits are 5 s and 1 GB each.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

ITEMS = 100_000
SPACE = uuid.UUID("6f3a6c1e-52c7-4a53-8f3a-2a1f6d0c9b11")
STATEMENT = "Comprueba que el equipo, las herramientas y los materiales cumplen las condiciones de seguridad del puesto"


def package(items: int) -> dict[str, Any]:
    """Return a package whose item n stands below item (n - 1) // 10, about five levels deep for 100,000 of them."""
    date = "2024-02-01T09:00:00-06:00"

    def named(name: str) -> dict[str, str]:
        identifier = str(uuid.uuid5(SPACE, name))
        return {"identifier": identifier, "uri": f"https://normas.example/case/{identifier}"}

    nodes = [named(f"item {n}") for n in range(items)]
    root = named("document")
    return {
        "CFDocument": {**root, "creator": "Ejemplo", "title": "Normas", "language": "es", "lastChangeDateTime": date},
        "CFItems": [
            {
                **nodes[n],
                "fullStatement": f"{STATEMENT}, caso {n}",
                "humanCodingScheme": f"N.{n}",
                "CFItemType": "Criterio",
                "notes": "Se observa durante la práctica y se anota en la bitácora del taller.",
                "educationLevel": ["10", "11"],
                "lastChangeDateTime": date,
            }
            for n in range(items)
        ],
        "CFAssociations": [
            {
                **named(f"association {n}"),
                "associationType": "isChildOf",
                "sequenceNumber": n,
                "originNodeURI": {**nodes[n], "title": f"N.{n}"},
                "destinationNodeURI": {**(nodes[(n - 1) // 10] if n else root), "title": "padre"},
                "lastChangeDateTime": date,
            }
            for n in range(items)
        ],
    }


def measure(path: Path, out: Path) -> None:
    """Read a package and write it again, in this process; prints one line for each."""
    from corpora.frameworks import case

    begin = _times()
    framework = case.load([path], name="normas")
    read = _times()
    out.write_bytes(case.write(framework).data)
    written = _times()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(framework.competencies):,} items: read in {_took(begin, read)}, ", end="")
    print(f"written in {_took(read, written)}, ", end="")
    print(f"{out.stat().st_size / 1e6:.0f} MB, peak {peak:.0f} MB")


def _times() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _took(begin: tuple[float, float], end: tuple[float, float]) -> str:
    return f"{end[0] - begin[0]:.2f} s ({end[1] - begin[1]:.2f} s of processor)"


def main() -> None:
    """Measure in a process of its own, first what came from elsewhere, then what was written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("items", metavar="ITEMS", type=int, nargs="?", default=ITEMS)
    parser.add_argument("--measure", type=Path, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(*options.measure)
        return
    with tempfile.TemporaryDirectory() as folder:
        first, second, third = (Path(folder) / f"{n}.json" for n in range(3))
        first.write_text(json.dumps(package(options.items), ensure_ascii=False), encoding="utf-8")
        for source, target in ((first, second), (second, third)):
            subprocess.run([sys.executable, __file__, "--measure", str(source), str(target)], check=True)


if __name__ == "__main__":
    main()
