"""How well job ads are read: labelled lines, and the time that thousands of ads take.

    python benchmarks/job_ads.py                       5,000 invented ads: time and groups of duplicates
    python benchmarks/job_ads.py --lines ../shared     lines that ask for something, by fits that have not seen the ad

The labels (`data/ad_lines.csv`) stand without their texts; the folder named must hold the ads they were made on.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from lab.training.ad_lines import measure_reached, read_labelled
from mapper.industry.ad_lines import load

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "mapper" / "samples" / "ofertas.jsonl"


def report_lines(shared: Path) -> None:
    """Print how many of the lines that ask for something are reached, and what of those told does not."""
    for name, figure in measure_reached(read_labelled(shared)).items():
        print(f"{name:10s} {figure}")


def report_times(number: int) -> None:
    """Print how long so many ads take, from CSV: each made of sentences of the shipped ads, some twice."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ads.csv"
        write_ads(path, number)
        started = time.perf_counter()
        ads = load(path, progress=lambda done, of: done % 500 or print(f"{done} of {of}", file=sys.stderr))
        seconds = time.perf_counter() - started
    print(f"{ads.read} ads, {len(ads.requirements)} requirements, {len(ads.groups)} vacancies: {seconds:.1f} s")


def write_ads(path: Path, number: int) -> None:
    """Write a table of ads in words of the shipped ones, a tenth published twice, with footer and contact details."""
    with SAMPLE.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    words = sorted({word for row in rows for word in row["description"].split()})
    random = Random(7)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("id", "title", "description"))
        for count in range(number):
            if count % 10 != 9:
                sentences = [" ".join(random.choices(words, k=random.randint(3, 20))) for _ in range(12)]
                text = f"FUNCIONES: {'. '.join(sentences[:6])}. REQUISITOS: {'; '.join(sentences[6:])}."
                title = rows[count % len(rows)]["title"]
            footer = "Contacto: Ana Ruiz, ana@example.org. Somos una empresa sólida con muchos años en el mercado."
            table.writerow((count, title, f"{text} {footer}"))


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=Path, metavar="SHARED", help="measure on the labelled lines")
    parser.add_argument("--ads", type=int, default=5000, help="number of ads to time")
    chosen = parser.parse_args()
    if chosen.lines:
        report_lines(chosen.lines)
    else:
        report_times(chosen.ads)


if __name__ == "__main__":
    main()
