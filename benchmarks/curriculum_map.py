"""How well curriculum maps read printed levels, and estimate them where they are masked.

    python benchmarks/curriculum_map.py [FOLDER] [--only NAME …] [--cells]

FOLDER holds programmes, each a folder with `standard.csv`, `programme/` and `truth.csv` (course, row, level I/R/M as
printed, scope: what the print holds for). Masked, every printed level is blotted out of the text before it is read
again, so that nothing of it is left to estimate from. The share of levels estimated right is told of all that are
printed (one whose cell is missing is wrong) and of those whose cell is found.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpora import Document
from mapper.actions import add_framework, read_documents
from mapper.actions.programmes import map_courses
from mapper.mapper import Mapper
from mapper.matching.records import Settings
from mapper.matching.teaching import split_programme
from mapper.programmes.curriculum_map.courses import find_courses
from mapper.programmes.curriculum_map.curriculum import Cell, MatrixReport
from mapper.programmes.curriculum_map.levels import read_levels
from mapper.workspace.store import Workspace

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "data" / "curriculum_maps"
HEAD = ("programme", "printed", "read", "cell found", "estimated right", "of all", "of those found", "not printed")
LETTER = {"introduced": "I", "reinforced": "R", "mastered": "M"}
APART = ("hospitality", "electricidad")
"""Programmes that nobody looked at while the method was made."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one programme, or several together."""

    printed: int  # levels in the documents
    read: int  # of them, read as they are printed
    found: int  # of them, those whose cell there is when they are masked
    right: int  # of them, estimated right then
    extra: int = 0  # cells that are taught, masked, and of which no level is printed

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, name) + getattr(other, name) for name in Figures.__slots__))


def measure(folder: Path, workspace: Workspace) -> tuple[Figures, list[str]]:
    """Return the figures of one programme, and a line on each of its cells."""
    with (folder / "truth.csv").open(encoding="utf-8") as file:
        truth = {(row["course"], row["row"]): (row["level"], row["scope"]) for row in csv.DictReader(file)}
    add_framework(workspace, [folder / "standard.csv"], name=folder.name)
    mapper = Mapper.comparing(workspace, [folder.name], Settings())
    documents, _, _ = read_documents([folder / "programme"])
    shown, hidden = map_courses(mapper, documents), map_courses(mapper, masked(documents, mapper))
    if any(cell.printed for cell in hidden.cells) or any(course.printed for course in hidden.courses):
        raise AssertionError(f"{folder.name}: a level that is printed was not masked")
    lines, read, found, right = [], 0, 0, 0
    for (course, code), (level, scope) in truth.items():
        encode_for_reading, guessed = _cell(shown, course, code), _cell(hidden, course, code)
        whole = next((one.printed for one in shown.courses if one.name == course), None)
        told = _level(encode_for_reading) if encode_for_reading else whole and whole.level and LETTER[whole.level]
        is_read = told == level and not (encode_for_reading and encode_for_reading.estimated)
        read, found, right = read + is_read, found + bool(guessed), right + (_level(guessed) == level)
        said = f"read {told or '-'} estimated {_level(guessed) or '-'} {guessed.state if guessed else 'missing'}"
        lines.append(f"{course[:34]:34} {code:7} {level} {scope:8} {said} {guessed.basis if guessed else ''}")
    named = {(shown.courses[cell.course].name, cell.code) for cell in hidden.cells if cell.state == "taught"}
    for course, code in sorted(named - set(truth)):
        lines.append(f"{course[:34]:34} {code:7} taught, and not printed")
    return Figures(len(truth), read, found, right, len(named - set(truth))), lines


def masked(documents: Sequence[Document], mapper: Mapper) -> list[Document]:
    """Return the documents with dots in the place of every level that they print."""
    passages = [split_programme(document).passages for document in documents]
    names = [course.name for course in find_courses(documents, passages)]
    codes = [entry.code for framework in mapper.frameworks for entry in framework.competencies]
    blotted = []
    for document, every in zip(documents, passages, strict=True):
        text = document.text
        for one in read_levels(document, every, codes, names):
            text = text[: one.start] + "·" * (one.end - one.start) + text[one.end :]
        blotted.append(replace(document, text=text))
    return blotted


def _cell(report: MatrixReport, course: str, code: str) -> Cell | None:
    return next((c for c in report.cells if c.code == code and report.courses[c.course].name == course), None)


def _level(cell: Cell | None) -> str:
    return LETTER[cell.level] if cell and cell.level else ""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER, metavar="FOLDER")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="only these programmes")
    parser.add_argument("--cells", action="store_true", help="print every cell too")
    options = parser.parse_args()
    print("| " + " | ".join(HEAD) + " |\n|---|" + "---:|" * (len(HEAD) - 1))
    made, apart = Figures(0, 0, 0, 0), Figures(0, 0, 0, 0)
    told: list[str] = []
    with tempfile.TemporaryDirectory() as workspace:
        for folder in sorted(path.parent for path in options.folder.glob("*/truth.csv")):
            if options.only and folder.name not in options.only:
                continue
            figures, lines = measure(folder, Workspace(Path(workspace)))
            _print(folder.name, figures)
            if folder.name in APART:
                apart += figures
            else:
                made += figures
            told += ["", folder.name, *lines]
    for name, figures in (("looked at", made), ("kept apart", apart), ("together", made + apart)):
        if figures.printed:
            _print(f"**{name}**", figures)
    if options.cells:
        print("\n".join(told))


def _print(name: str, f: Figures) -> None:
    shares = f"{f.right / f.printed:.2f} | {f.right / f.found if f.found else 0:.2f}"
    print(f"| {name} | {f.printed} | {f.read} | {f.found} | {f.right} | {shares} | {f.extra} |")


if __name__ == "__main__":
    main()
