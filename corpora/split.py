"""A document as passages: what is mapped, each with its place, role and language, and what is learnt at the company.

Of dual training a programme speaks by labels, signs and columns: "[RA7] … #dual", "Unidad 3 (dual)", "4. Torneado *"
where a sentence says what the asterisk means, an "x" in a column "Empresa". A mark of an outcome or unit is one of all
that stands below it, wherever the document names it again; one of a unit that is filed under criteria ("#ce7a") is one
of these.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from corpora import vocabulary
from corpora.items import is_outside, item_of, label_of
from corpora.language import language_of, named, other_language
from corpora.matter import Shows, by_matter
from corpora.outline import tidy
from corpora.records import Block, Document, Learnt, Passage, Role, Skipped, Split, Text
from corpora.syllabus import Part, Walk, by_majority
from corpora.text import fold_letters
from corpora.translation import _

_BY_SENTENCE: frozenset[Role] = frozenset({"competency", "content", "activity"})
_AIMS: frozenset[Role] = frozenset({"competency", "outcome"})
_SEVERAL_AIMS = 3  # clauses parted by semicolons from which on each is one
_SHOWN = 40
_LONG = 240  # characters from which a paragraph is split; below, its sentences are read together
_SHORT = 40  # characters below which a sentence is a fragment and stays with its neighbour
_LOOK = 80
_BLANKS = re.compile(r"\s*+(?:[-–—•·¿]\s++)*+")
# A stop with its closing signs, behind it a blank, or a capital behind a small letter ("fin.Otra"). Dots in a row are
# none, and what follows must be words.
_STOP = re.compile(
    r"(?:(?<![.\s])\.(?!\.)|[!?])[\"'»”’)\]]*+"
    r"(?=(?P<blank>\s++(?:[-–—•·¿]\s++)*+)[^\w\s]*+\w|(?<=[a-zà-öø-ÿ'\"»”’)]\.)[A-ZÀ-ÖØ-Þ])"
)
_OF_TITLES = ("heading", "cell")  # blocks that may name a unit
_CLAUSE = re.compile(r"[^\s;][^;]*(?:;|$)")
# After these a full stop ends no sentence.
_ABBREVIATIONS = frozenset(  # as a text, it can be read
    """
    art arts sr sra sres dr dra dª prof profa ing lic mtro mtra núm num nº pág págs pag p pp vol cap caps fig figs tel
    aprox máx mín ej cf vid ed eds op cit ss sec apdo av ud uds vs mr mrs ms st jr e.g i.e inc ltd no nos
    """.split()  # noqa: SIM905 - easier to read than a list of strings
)


@lru_cache(maxsize=4)  # it is asked whether a document is a programme at all, and then it is mapped
def passages(document: Document, shows: Shows | None = None) -> Split:
    """Split a document into passages with role, path, language and what it marks as learnt at the company.

    One outcome or criterion is one passage; long paragraphs and cells of other roles are split into sentences. A
    passage's text leaves out the marker or code before it. Equal texts are passages of their own, with equal `text_id`.
    What does not teach is among them; what became no passage is told. Where the names of the parts are unknown, what
    teaches is told by `shows`.
    """
    walk = Walk(document)
    whole = other_language(document.text[block.start : block.end] for block in document.blocks)
    pieces = [piece for part in by_majority(document, [*walk.parts()]) for piece in _pieces(document, part)]
    found = _made(document, pieces, whole)
    if shows is not None and (guessed := by_matter(found, shows)):
        sentences_apart = [of_part for piece in pieces for of_part in _sentences_of(document, piece)]
        if sentences_apart != pieces:
            pieces = sentences_apart
            guessed = by_matter(_made(document, pieces, whole), shows)
        for number, role in guessed.items():
            pieces[number] = pieces[number]._replace(role=role)
        found = _made(document, pieces, whole)  # ids depend on roles
    else:
        guessed = {}
    index = _("lines of a table of contents, which only refer to pages.")
    cells = _("cells with nothing but codes, figures, dates or marks, which refer elsewhere.")
    left_out = (*_left_out(document, walk.contents, index), *_left_out(document, walk.references, cells))
    if whole:
        why = _("most of it is in {language}; only what is in Spanish or English is compared", language=named(whole))
        left_out = (Skipped("language", why), *left_out)
    return Split(tuple(_with_marks(document, found)), left_out, len(guessed))


def _made(document: Document, pieces: Sequence[Part], whole: str | None) -> list[Passage]:
    texts = [document.text[part.start : part.end] for part in pieces]
    seen: Counter[tuple[str, ...]] = Counter()
    result = []
    for number, (part, text) in enumerate(zip(pieces, texts, strict=True)):
        key = (*part.section, part.role, text)
        seen[key] += 1
        result.append(
            Passage(
                id=_hash(*key, str(seen[key])),
                text_id=_hash(part.role, " ".join(text.split())),
                text=text,
                start=part.start,
                end=part.end,
                page=part.block.page,
                box=part.block.box,
                section=part.section,
                role=part.role,
                language=language_of(text, _around(pieces, texts, number), whole),
            )
        )
    return result


def _pieces(document: Document, part: Part) -> Iterator[Part]:
    text = document.text[part.start : part.end]
    if text != (stripped := text.strip()):
        start = part.start + len(text) - len(text.lstrip())
        part, text = part._replace(start=start, end=start + len(stripped)), stripped
    if not text:
        return
    said = [*_said(document, text, part.role)] if part.role != "evaluation" else []
    groups = [(taught, [*group]) for taught, group in groupby(said, key=itemgetter(2))]
    if len(groups) > 1 or (groups and part.role != "other" and not groups[0][0]):
        for taught, group in groups:
            kept = _within(part, group[0][0], group[-1][1])
            yield from _pieces(document, kept if taught else kept._replace(role="other"))
        return
    in_cell = part.block.kind == "cell" and "\n" not in text  # with no bullets below it
    clauses = [*_CLAUSE.finditer(text)] if part.role in _AIMS and vocabulary.names_end(text) else []
    if len(clauses) >= _SEVERAL_AIMS:  # "On completion the learner diagnoses damage; mends seams; replaces zips."
        yield from (_within(part, one.start(), one.start() + len(one[0].rstrip("; "))) for one in clauses)
        return
    prose = part.role in _BY_SENTENCE and (in_cell or (not part.listed and part.block.kind == "paragraph"))
    if not prose and not part.by_wording:
        yield part
        return
    weighed = part.role == "activity" and vocabulary.grades(text)  # "… un mural del río. Peso: 10 %"
    for first, last in sentences(text, short=part.by_wording or weighed):
        sentence = text[first:last]
        if not part.by_wording:
            # "Peso 10 %" behind a task does not make it one: all has to rule how grades are made.
            grades = part.role == "activity" and not in_cell
            aside = grades and all(map(vocabulary.grades, vocabulary.sentences_of(sentence)))
        elif part.role == "activity":
            aside = not vocabulary.performs_at_work(sentence)
        else:  # whether it says by itself what its paragraph was taken for
            says = vocabulary.states_aim, vocabulary.states_outcome, vocabulary.speaks_of_learner
            aside = not any(said(sentence) for said in says)
        piece = _within(part, first, last)
        yield piece._replace(role="evaluation" if part.sense == "evaluation" else "other") if aside else piece


def _within(part: Part, start: int, end: int) -> Part:
    """The piece of a part between two places of its text."""
    return part._replace(start=part.start + start, end=part.start + end)


def _sentences_of(document: Document, part: Part) -> Iterator[Part]:
    """What is taken for no teaching, split as if it were contents: where names are unknown each sentence tells."""
    if part.role != "other" or part.by_wording:
        yield part
        return
    for piece in _pieces(document, part._replace(role="content")):
        yield part._replace(start=piece.start, end=piece.end)


def _said(document: Document, text: str, role: Role) -> Iterator[tuple[int, int, bool]]:
    """The sentences of a text in which some are not taught ("La soldadura TIG no se ve aquí"), and whether each is.

    Nor is what teachers do among activities: "Docente: explica. Alumnos: lo cambian.", up to what learners do, or "El
    docente corta un cable. El alumno lo empalma."
    """

    def outside(said: str) -> bool:
        return is_outside(said, (document.text[b.start : b.end] for b in document.blocks if b.kind in _OF_TITLES))

    def aside(said: str) -> bool:
        return outside(said) or (role == "activity" and vocabulary.teacher_acts(said))

    acts = role == "activity" and vocabulary.names_teacher(text)
    if not (outside(text) or acts or (role == "activity" and ":" in text)):
        return
    teacher = False
    for first, last in sentences(text, short=True):
        sentence = text[first:last]
        goes_on = teacher and not vocabulary.by_learner(sentence)
        teacher = role == "activity" and (vocabulary.by_teacher(sentence) or goes_on)
        whole = teacher or vocabulary.excludes(sentence) or (role == "other" and outside(sentence))
        if role == "other" or whole or not (acts or outside(sentence)):
            yield first, last, not whole
            continue
        for clause in _CLAUSE.finditer(sentence):  # "static routes only; dynamic ones are covered in Unit 22"
            yield first + clause.start(), first + clause.end(), not aside(clause[0])


def _around(pieces: Sequence[Part], texts: Sequence[str], number: int) -> Iterator[str]:
    """Texts of the same section and role, the nearest first; they share its language where anything does."""
    part = pieces[number]
    for distance in range(1, 6):
        for other in (number - distance, number + distance):
            near = pieces[other] if 0 <= other < len(pieces) else None
            if near and (near.section, near.role) == (part.section, part.role):
                yield texts[other]
    yield from reversed(part.section)


def _left_out(document: Document, blocks: Iterable[Block], why: Text) -> Iterator[Skipped]:
    texts = [document.text[block.start : block.end] for block in blocks]
    if texts:
        shown = texts[0] if len(texts[0]) <= _SHOWN else texts[0][: _SHOWN - 1].rstrip() + "…"
        yield Skipped(f"«{shown}»", _("{n} {why}", n=len(texts), why=why))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def sentences(text: str, *, short: bool = False) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence in a paragraph; a short paragraph is one unless `short` ones are split too."""
    if len(text) < _LONG and not short:
        yield 0, len(text)
        return
    start, shortest, last = 0, _SHORT // 2 if short else _SHORT, len(text.rstrip())
    for end in _ends(text):
        rest = last - _begin(text, end)
        if len(text[start:end].strip()) >= shortest and (rest <= 0 or rest >= shortest):
            yield _begin(text, start), end
            start = end
    if _begin(text, start) < last:
        yield _begin(text, start), last


def _begin(text: str, start: int) -> int:
    """Where the first sign that is no blank stands from here on."""
    found = _BLANKS.match(text, start)
    return found.end() if found else start


def _ends(text: str) -> Iterator[int]:
    """Where sentences end: behind a stop with its closing signs that another sentence, or nothing, follows."""
    for stop in _STOP.finditer(text):
        end = stop.end()
        if not _is_abbreviated(text[max(end - _LOOK, 0) : end], text[max(stop.end("blank"), end) : end + _LOOK]):
            yield end
    yield len(text)


def _is_abbreviated(before: str, behind: str) -> bool:
    """Whether the stop belongs to an abbreviation ("p. ej.", "art. 5", "s. XVII") or the sentence goes on small."""
    if behind[:1].islower():
        return True
    words = before.rstrip('"»”)]').split()
    if not before.endswith(".") or not words or not behind:
        return False
    last = words[-1].strip('(«“"').rstrip(".").lower()
    return (last in _ABBREVIATIONS and last != "etc") or (len(last) == 1 and last.isalpha())


_SAID = vocabulary.Expressions("dual")
_NEEDED = ("dual", "empresa", "de trabajo", "compan", "workplace")  # every mark and legend without a table has one
_LONGEST_CODE = 24  # characters before a passage that are its code, not another sentence
_TELLING = 3  # words of a title from which the same words elsewhere name the same thing


_Signs = Mapping[str, Learnt]
"""What counts as a mark in a document: the sign of each legend, and where what it marks is learnt."""


def _signs(document: Document) -> _Signs:
    said: dict[str, Learnt] = {}
    for block in document.blocks:
        text = fold_letters(document.text[block.start : block.end])
        for sentence in re.split(r"(?<=[.;])\s", text):
            at_company = _SAID["company"].search(sentence) is not None
            if (found := _SAID["legend"].search(sentence)) and (at_company or _SAID["dual"].search(sentence)):
                said["*" if found[1].startswith("aster") else found[1]] = "company" if at_company else "both"
    return said


def _mark(text: str, signs: _Signs) -> Learnt | None:
    """Where a text says that it is learnt itself; a legend says it of others."""
    plain = fold_letters(text)
    if _SAID["legend"].search(plain):
        return None
    for sign, learnt in signs.items():
        if re.search(rf"(?<!\w){re.escape(sign)}(?!\w)" if sign[0] != "*" else r"\*(?!\w)|(?<=\w)\*", plain):
            return learnt
    found = _SAID["tag"].search(plain)
    if not found:
        return None
    return "company" if "empresa" in found[0] or "company" in signs.values() else "both"


def _without_marks(text: str, signs: _Signs) -> str:
    """A title as it is named elsewhere: no marker, no label, no marks."""
    body = item_of(text).body
    plain = _SAID["tag"].sub(" ", fold_letters(tidy(body[label.skip :] if (label := label_of(body)) else body)))
    for sign in signs:
        plain = plain.replace(sign, " ")
    return " ".join(plain.split()).strip(" .:")


def mark_of(*texts: str) -> Learnt | None:
    """Where a text, or a heading above it, says by a mark of its own that it is learnt; None where it says nothing."""
    return next(filter(None, (_mark(text, {}) for text in texts)), None)


def _with_marks(document: Document, passages: Sequence[Passage]) -> list[Passage]:
    """The passages of a document with what it marks of them."""
    small, has_cells = document.text.lower(), any(block.cell for block in document.blocks)
    if not (has_cells or any(word in small for word in _NEEDED)):
        return list(passages)
    plain = fold_letters(document.text)
    signs = _signs(document) if _SAID["legend"].search(plain) else {}
    if not (signs or _SAID["mark"].search(plain) or has_cells):
        return list(passages)  # as most documents, at a tenth of what reading them for marks takes
    # Rows of tables that a column on dual training or the company ticks.
    rows = {
        (block.cell.table, block.cell.row): mark
        for block in document.blocks
        if block.cell and not block.cell.is_header and (mark := _cell(document, block, block.cell.header))
    }
    starts = [block.start for block in document.blocks]
    above = [document.blocks[bisect_right(starts, passage.start) - 1] for passage in passages]
    codes = [document.text[b.start : p.start][-_LONGEST_CODE:] for b, p in zip(above, passages, strict=True)]
    own = [
        _mark(p.text, signs) or _mark(code, signs) or (rows.get((b.cell.table, b.cell.row)) if b.cell else None)
        for p, b, code in zip(passages, above, codes, strict=True)
    ]
    filed = _filed(passages, codes, own)
    marks = [mark or filed.get(number) for number, mark in enumerate(own)]
    if not any(marks) and not any(_mark(title, signs) for p in passages for title in p.section):
        return list(passages)
    heads: defaultdict[str, list[tuple[tuple[str, ...], Learnt]]] = defaultdict(list)
    for passage, mark in zip(passages, marks, strict=True):
        if mark:
            heads[_without_marks(passage.text, signs)].append((passage.section, mark))
    found = [mark or _above(passage, signs, heads) for passage, mark in zip(passages, marks, strict=True)]
    return [replace(p, dual=mark) if mark else p for p, mark in zip(passages, found, strict=True)]


def _above(
    passage: Passage, signs: _Signs, heads: Mapping[str, Sequence[tuple[tuple[str, ...], Learnt]]]
) -> Learnt | None:
    """The mark of the nearest thing above a passage that has one, or is named like one that has."""
    for title in (passage.text, *reversed(passage.section)):
        if title is not passage.text and (mark := _mark(title, signs)):
            return mark
        name = _without_marks(title, signs)
        for section, mark in heads.get(name, ()):
            within = title is not passage.text and passage.section[: len(section)] == section
            if within or len(name.split()) >= _TELLING:
                return mark
    return None


def _filed(passages: Sequence[Passage], codes: Sequence[str], own: Sequence[Learnt | None]) -> dict[int, Learnt]:
    """Outcomes and criteria under which units are filed; what marked units share with others is learnt in both."""
    tags = [_SAID["filed"].findall(fold_letters(passage.text)) for passage in passages]
    if not any(tags):
        return {}
    said: defaultdict[str, set[Learnt | None]] = defaultdict(set)
    for names, mark in zip(tags, own, strict=True):
        for name in [name for name in names if name.startswith("ce")] or names:
            said[name].add(mark)
    found: dict[int, Learnt] = {}
    outcome = ""
    for number, (passage, code) in enumerate(zip(passages, map(fold_letters, codes), strict=True)):
        name = ""
        if passage.role == "outcome" and (digits := _SAID["outcome"].search(code)):
            outcome = digits[1]
            name = f"ra{outcome}"
        elif outcome and passage.role == "criterion" and (letter := _SAID["letter"].match(code)):
            name = f"ce{outcome}{letter[1]}"
        if any(said.get(name, ())):
            found[number] = "company" if said[name] == {"company"} else "both"
    return found


def _cell(document: Document, block: Block, header: str) -> Learnt | None:
    name = " ".join(fold_letters(header).split())
    text = " ".join(fold_letters(document.text[block.start : block.end]).split()).strip(" .")
    if _SAID["column"].fullmatch(name):
        if _SAID["tick"].fullmatch(text):
            return "company" if _SAID["company"].search(name) else "both"
        return "both" if _SAID["amount"].fullmatch(text) else None
    if _SAID["place"].fullmatch(name) and (
        _SAID["company"].search(text) or _SAID["dual"].search(text) or text in ("ambos", "ambas", "both")
    ):
        return "both" if _SAID["school"].search(text) or not _SAID["company"].search(text) else "company"
    return None


def beside(passage: Passage, marked: Iterable[Passage]) -> bool:
    """Whether a passage without a mark stands among those of its kind of which the programme marks others."""
    known = tuple(marked)
    roles, above = {one.role for one in known}, {one.section for one in known}
    return (
        passage.dual is None
        and passage.role in roles
        and any(passage.section[: len(section)] == section for section in above)
    )
