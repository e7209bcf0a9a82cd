"""How well the structure of real programmes is read, against counts that were made independently.

    python benchmarks/reading.py [FOLDER]

FOLDER holds the documents, by default ../shared/data/documents. What should be found is taken from the raw text by
line patterns that fit these documents only, checked against the independent counts, and compared with the passages:
found with the right role and place, and others taken for them. Exit code 1 if a target is missed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from arguments import given

from corpora.readers import read
from corpora.records import Passage
from mapper.matching.teaching import split_programme

FOUND, OTHERS = 0.98, 0.02
ROOT = Path(__file__).resolve().parent.parent
PROGRAMME = "programacion-didactica-desarrollo-web-servidor.pdf"
# Modules with outcomes, outcomes, criteria, competencies (article 5), general objectives (article 9).
DECREES = {
    "BOE-A-2010-9272.md": (11, 54, 369, 22, 22),
    "BOE-A-2010-9270.md": (10, 47, 390, 21, 24),
    "BOE-A-2008-750.md": (11, 59, 501, 21, 18),
}
_MODULE = re.compile(r"m[óo]dulo", re.IGNORECASE)
CRITERIA_OF_PROGRAMME = (7, 8, 7, 6, 8, 7, 8, 7, 8)


@dataclass(frozen=True)
class Expected:
    """One thing that stands in a document: its text, and a title or page range that its passage must show."""

    text: str
    place: str


def main() -> int:
    """Print one line per document and kind; returns the exit code."""
    (folder,) = given(__doc__, folder=ROOT.parent / "shared" / "data" / "documents")
    print(f"{'document':<34}{'what':<22}{'expected':>9}{'found':>7}{'others':>8}")
    good = all([*(decree(folder / name, counts) for name, counts in DECREES.items()), programme(folder / PROGRAMME)])
    print("target met" if good else f"target missed: at least {FOUND:.0%} found, at most {OTHERS:.0%} others")
    return 0 if good else 1


def decree(path: Path, counts: tuple[int, ...]) -> bool:
    """Return a royal decree in Markdown: its lines say what they are."""
    expected = expected_in_decree(path.read_text(encoding="utf-8"))
    read_passages = split_programme(read(path)).passages
    modules = {title for p in read_passages if p.role == "outcome" for title in p.section if _MODULE.match(title)}
    lines = [report(path.name, "modules with outcomes", counts[0], len(modules), abs(len(modules) - counts[0]))]
    for kind, count in zip(("outcome", "criterion", "competencies", "objectives"), counts[1:], strict=True):
        wanted = expected[kind]
        if len(wanted) != count:
            raise SystemExit(f"{path}: {len(wanted)} lines look like {kind}, {count} were counted")
        if kind in ("outcome", "criterion"):
            chosen = [p for p in read_passages if p.role == kind]
        else:
            article = "Artículo 5." if kind == "competencies" else "Artículo 9."
            chosen = [p for p in read_passages if p.role == "competency" and stands_below(p, article)]
        found, others = compare(wanted, chosen)
        lines.append(report(path.name, kind, count, found, others))
    return all(lines)


def expected_in_decree(text: str) -> dict[str, list[Expected]]:
    """Return outcomes with their module, criteria with their outcome, the rest with their article."""
    expected: dict[str, list[Expected]] = {kind: [] for kind in ("outcome", "criterion", "competencies", "objectives")}
    heading = outcome = ""
    within = False
    for line in text.splitlines():
        if re.match(r"#+ (?:M[óo]dulo|Artículo)", line, re.IGNORECASE):
            heading, within = line.lstrip("# ").rstrip(" .:"), False
        elif line.startswith("Resultados de aprendizaje y criterios"):
            within = True
        elif line.startswith("Duración:"):
            within = False
        elif within and (match := re.match(r"\d+[.)]? (?=[A-Z])", line)):
            outcome = line[match.end() :]
            expected["outcome"].append(Expected(outcome, heading))
        elif within and (match := re.match(r"(?:[a-zñ]\)|–) (?=Se )", line)):
            expected["criterion"].append(Expected(line[match.end() :], outcome))
        elif match := re.match(r"[a-zñ]\) ", line):
            kind = {"Artículo 5.": "competencies", "Artículo 9.": "objectives"}.get(heading[:11])
            if kind:
                expected[kind].append(Expected(line[match.end() :], heading))
    return expected


def programme(path: Path) -> bool:
    """Return the didactic programme: numbers and codes in its text layer, the pages of its parts."""
    expected = expected_in_programme(lines_of_pdf(path))
    read_passages = split_programme(read(path)).passages
    on = {"competencies": range(4, 6), "objectives": range(5, 7), "outcome": range(6, 12), "criterion": range(6, 12)}
    lines = []
    for kind, pages in on.items():
        role = kind if kind in ("outcome", "criterion") else "competency"
        heading = {"competencies": "1.3", "objectives": "2."}.get(kind, "")
        chosen = [p for p in read_passages if p.role == role and (not heading or stands_below(p, heading))]
        found, others = compare(expected[kind], [p for p in chosen if p.page in pages])
        others += sum(p.page not in pages for p in chosen)
        lines.append(report(path.name, kind, len(expected[kind]), found, others))
    detail = [p for p in read_passages if p.role == "content" and p.page in range(12, 27) and in_detail(p)]
    wanted = expected["unit"] + expected["topic"]
    found, others = compare(wanted, detail)
    lines.append(report(path.name, "units and topics", len(wanted), found, others))
    return all(lines)


def in_detail(passage: Passage) -> bool:
    """Tell whether a passage stands in the section that details the units."""
    return any(title.startswith("4.2") for title in passage.section)


def lines_of_pdf(path: Path) -> list[str]:
    """Return the lines of the text layer, without the header of each page, from the first section on."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    lines = []
    for page in document:
        text = page.get_textpage().get_text_range().replace("\ufffe\r\n", "").replace("\ufffe", "")
        lines += text.splitlines()[4:]
    document.close()
    return lines[lines.index("1.3. Perfil profesional") :]


# In the sections that begin so: what their lines are, and the marker of one.
SECTIONS = {
    "1.3. Perfil": ("competencies", r"[a-zñ]\) "),
    "1.4. Análisis": ("", ""),
    "2. Objetivos": ("objectives", r"[a-zñ]\) "),
    "3. Resultados": ("outcome", r"\[RA\d\] "),
    "4. Contenidos": ("", ""),
    "4.2. Esquema": ("topic", r"(?:\d+(?:\.\d+)+\.|[•–]) "),
}


def expected_in_programme(lines: Iterable[str]) -> dict[str, list[Expected]]:
    """Return what the numbers and codes of the lines say; a text is its first line."""
    expected: dict[str, list[Expected]] = {
        kind: [] for kind in ("competencies", "objectives", "outcome", "criterion", "unit", "topic")
    }
    kind = marker = above = ""
    for line in lines:
        if line.startswith("4.3. Correspondencia"):
            break
        if section := next((s for start, s in SECTIONS.items() if line.startswith(start)), None):
            kind, marker = section
        elif kind and (match := re.match(marker, line)):
            expected[kind].append(Expected(line[match.end() :], above if kind == "topic" else ""))
            above = line[match.end() :] if kind == "outcome" else above
        elif kind == "outcome" and (match := re.match(r"CE\d\.[a-z]\) ", line)):
            expected["criterion"].append(Expected(line[match.end() :], above))
        elif kind == "topic" and re.match(r"\d+ [A-Z]", line):
            above = re.sub(r" #.*", "", line).split(" ", 1)[1]
            expected["unit"].append(Expected(above, ""))
    check(expected)
    return expected


def check(expected: dict[str, list[Expected]]) -> None:
    """Hold what was taken from the programme's lines against the independent counts."""
    counted = Counter(e.place for e in expected["criterion"])
    if tuple(counted[e.text] for e in expected["outcome"]) != CRITERIA_OF_PROGRAMME:
        raise SystemExit("the criteria of the programme are not those that were counted")
    sizes = [len(expected[kind]) for kind in ("competencies", "objectives", "unit", "topic")]
    if sizes != [11, 14, 17, 446]:
        raise SystemExit(f"competencies, objectives, units, topics: {sizes}, counted were 11, 14, 17, 446")


def stands_below(passage: Passage, place: str) -> bool:
    """Tell whether a title above a passage begins so."""
    return not place or any(squeezed(title).startswith(squeezed(place)[:40]) for title in passage.section)


def compare(wanted: list[Expected], chosen: list[Passage]) -> tuple[int, int]:
    """Tell how many of `wanted` are passages in their place, each once, and how many passages are none of them."""
    left = list(chosen)
    found = 0
    for expected in wanted:
        match = next((p for p in left if same(expected, p)), None)
        if match is not None:
            left.remove(match)
            found += 1
    return found, len(left)


def same(expected: Expected, passage: Passage) -> bool:
    """Tell whether a passage begins with the expected text and stands where it should."""
    return squeezed(passage.text).startswith(squeezed(expected.text)) and stands_below(passage, expected.place)


def squeezed(text: str) -> str:
    """Return the letters, figures and signs of a text.

    How it is broken into lines and which quotes it has do not matter.
    """
    return re.sub(r"[\s.:’']", "", text)


def report(document: str, kind: str, expected: int, found: int, others: int) -> bool:
    """Print one line; whether it meets the target."""
    print(f"{document[:32]:<34}{kind:<22}{expected:>9}{found:>7}{others:>8}")
    return found >= FOUND * expected and others <= OTHERS * expected


if __name__ == "__main__":
    raise SystemExit(main())
