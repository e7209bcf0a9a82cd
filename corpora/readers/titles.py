"""What a document is called: of the lines of its front, and what its file says, the one that is most like a title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpora import vocabulary
from corpora.items import label_of
from corpora.records import Block
from corpora.text import fold

# What each feature says for a line, by `python -m lab.titles`; no title is worth 0.
WEIGHTS: Mapping[str, float] = {
    "any": -0.6,
    "before": -5.5,
    "first": 1.4,
    "labelled": 4.1,
    "module": -0.7,
    "heading": 2.0,
    "level": -1.6,
    "cell": -2.3,
    "coded": 1.9,
    "school": -4.5,
    "paper": -2.1,
    "part": -3.9,
    "fact": -2.7,
    "course": 2.6,
    "degree": -1.1,
    "counted": -3.6,
    "numbered": -6.0,
    "listed": -1.8,
    "taught": 2.2,
    "sentence": -2.1,
}
_FRONT = 30  # blocks in which a course says how it is called
_COUNTED_IN = 200  # blocks that tell whether a word counts parts
_SAMPLE = 30_000  # characters in which a text has said what it is about
_OFTEN = 4  # how often it says a word of it
_HEADING, _LINE = 250, 90  # characters of a title that is a heading, and of any other line
_NAME = re.compile(
    r"(?:\d{1,2}[.)]\s*|[•*–-]\s*)?"
    r"(?:nombre(?: (?:de la |del |de )?(?:asignatura|materia|curso|m[óo]dulo|uea|programa))?"
    r"|denominaci[óo]n(?: del programa(?: de formaci[óo]n)?)?|asignatura de(?=\s|$)|asignatura|materia|uac|uea"
    r"|unidad de aprendizaje(?: curricular)?|t[íi]tulo|title"
    r"|m[óo]dulo(?: profesional)?|(?:sub)?m[óo]dulo (?:\d{1,2}|[IVX]{1,4})(?=\s*$)"
    r"|(?:course|module)(?:(?: (?:number|code) and)? (?:title|name))?"
    r"|(?:training (?:plan|program(?:me)?)|(?:plan|programa) de (?:capacitaci[óo]n|formaci[óo]n)"
    r"|temario del? (?:curso|taller))(?=\s*:))"
    r"(?:\s*[:|]\s*|\s*$|(?<=asignatura de)\s+|\s+\d{4}\.\s+)",
    re.IGNORECASE,
)
_FURTHER = re.compile(r"\s+(?:[·|]\s+[^:·|]{1,30}|clave|cr[ée]dit[os]+|semest(?:er|re)|term):.*", re.IGNORECASE)
_CODED = re.compile(r"[A-Z]{2,6}[ -]?\d{2,5}[A-Z]?\b[\s:.·–—-]+\w")  # "WTR 130 - Safety"
# What programs write where nobody names the document: the file's name, or their own.
_PROGRAM = re.compile(
    r"\.\w{2,5}$|power ?point"
    r"|^(?:microsoft|untitled|\(?anonymous|sin t[íi]tulo|word document|document\w*(?: de word)? ?\d*$)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"([^\W\d]+)(?: (?:\d{1,2}|[ivx]{1,4})\b|:)")
_NUMBERED = re.compile(r"(?:\d{1,2}|[IVX]{1,4}|[A-Z])\s?[.)](?!\w)|\d{1,2}(?:\.\d{1,2})+\s")  # "2236 – Poda" has a code
_STEM = re.compile(r"([^\W\d_]{4,6})[^\W\d_]*")


def title_of(text: str, blocks: Sequence[Block], said: str = "", *, by_author: bool = False) -> str:
    """The title, "" where nothing is like one; `said` is what the file's metadata say, by its author or a program."""
    found = [
        (sum(WEIGHTS[name] * x for name, x in of.items()), line)
        for line, of in candidates(text, blocks, said, by_author=by_author)
    ]
    best, title = max(found, key=lambda one: one[0], default=(0.0, ""))
    return title if best > 0 else ""


def candidates(
    text: str, blocks: Sequence[Block], said: str = "", *, by_author: bool = False
) -> Iterator[tuple[str, Mapping[str, float]]]:
    """What may be the title, with its features by their names in `WEIGHTS`."""
    front = [(block, text[block.start : block.end]) for block in blocks[:_FRONT] if block.kind != "contents"]
    top = min((block.level for block, _line in front if block.kind == "heading"), default=0)
    words = Counter(_STEM.findall(fold(text[:_SAMPLE])))
    beginnings = {fold(text[block.start : block.end][:_LINE]) for block in blocks[:_COUNTED_IN]}
    counts = Counter(found[1] for found in map(_COUNTED.match, beginnings) if found)
    meant = by_author or fold(said) in " ".join(fold(line) for _block, line in front)  # not left from another file

    def features(line: str, block: Block | None, label: str, before: int) -> dict[str, float]:
        own = Counter(_STEM.findall(fold(line)))
        elsewhere = words - own if block else words
        again = sum(min(elsewhere[word], _OFTEN) for word in own)
        heading = block.kind == "heading" if block else meant
        counted = counts[fold(label or line).partition(" ")[0].rstrip(":")] > 1
        school, paper = vocabulary.is_school(line), vocabulary.is_paper(line)
        return {
            "any": 1,
            "before": min(before, 20) / 10,
            "first": before == 0,
            "labelled": label != "" and not (counted or heading) if block else meant and not (school or paper),
            "coded": _CODED.match(line) is not None,
            "module": fold(label).startswith("modulo"),
            "heading": heading,
            "level": block.level - top if block and heading else 0,
            "cell": block is not None and block.cell is not None and not label,
            "school": school,
            "paper": paper or vocabulary.may_be_title(line) or vocabulary.is_sheet(line),
            "part": _is_part(line) or vocabulary.is_period(line) or vocabulary.is_sheet(line),
            "fact": not heading and ":" in line and _is_part(line.partition(":")[0]),
            "course": vocabulary.is_course(line) and not paper,
            "degree": vocabulary.is_degree(line),
            "counted": counted,
            "numbered": _NUMBERED.match(line) is not None,
            "listed": label == "" and block is not None and block.kind == "item",
            "taught": again / (_OFTEN * max(len(own), 1)),
            "sentence": line.endswith((".", ";", ",", ":")),
        }

    if said and not _PROGRAM.search(said):
        yield said, features(said, None, "", 0)
    before, headed = 0, any(block.kind == "heading" for block in blocks)
    for number, (block, whole) in enumerate(front):
        found, coded, line = _NAME.match(whole), _CODED.match(whole), whole
        if found and found.end() == len(whole):
            line = _beside(block, front[number + 1 :])
        elif block.kind != "heading" and (found or coded):
            line = _FURTHER.sub("", whole[found.end() if found else 0 :])
        line = line.strip(' "“”')
        heading = block.kind == "heading"
        # Where nothing is a heading, a line is a title only if it says so or has a code.
        if (found or coded or headed) and len(line) <= (_HEADING if heading else _LINE) and any(map(str.isalpha, line)):
            yield line, features(line, block, found[0] if found else "", before)
        # A cover may have many schools and kinds of paper.
        before += not (block.cell or vocabulary.is_school(line) or vocabulary.is_paper(line))


def _beside(label: Block, following: Iterable[tuple[Block, str]]) -> str:
    """What the next cell of the label's row says, "" where there is none."""
    its = label.cell
    row = ((block.cell, line) for block, line in following if block.cell)
    row = ((cell, line) for cell, line in row if its and (cell.table, cell.row) == (its.table, its.row))
    return next((line for cell, line in row if its and cell.column > its.column), "")


def _is_part(line: str) -> bool:
    """Whether a line names a part of a programme, is only a unit's number, or a fact about the programme."""
    label = label_of(line)
    if label and label.number and label.skip == len(line):
        return True
    return not vocabulary.is_paper(line) and (
        vocabulary.sense_of(line) is not None or vocabulary.is_front(line) or vocabulary.is_fact(line)
    )
