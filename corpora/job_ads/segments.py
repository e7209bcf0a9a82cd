"""An ad's text in segments, what each asks for, and of an enumeration each single skill.

They are told in folded text, letter by letter as long as the text itself.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from corpora.job_ads.judge import (
    VALUED_ASIDE,
    Heading,
    Rule,
    Tongues,
    Verdict,
    asks_of_applicants,
    english_task,
    experienced,
    headings,
    judge,
    rule,
    spanish_task,
    tongues,
    without_own_forces,
)
from corpora.job_ads.records import ASKING, JobAd, Kind, Requirement, Segment
from corpora.job_ads.singles import Span, cut, singles
from corpora.job_ads.words import bounded, cue, cues, words
from corpora.text import fold_letters

_UNRULED = Heading(0, 0, "", None)
_NOTHING = Verdict(None, None, Tongues((), None, False))
_POST = re.compile(
    r"(?:nombre del |job )?(?:puestos?|vacantes?|ocupacion|position|title|cargo)(?: solicitad[oa]| ofertad[oa])?"
)
_POST_OF = re.compile(r"\b(?:puestos?|oferta|plazas?|vacantes?) (?:de|para)\b")
_OF_WORK = re.compile(r"\b(?:vacantes?|empleos?|puestos?|job|vacanc(?:y|ies)|hiring)\b")
_FIRST_LINES = 3
_FIGURES = re.compile(r"(?<![a-z]-)(?<![a-z])(?:\d{3}|\d[:.]\d)")  # "NOM-251" is no figure
# What the firm says of itself.
_OF_US = re.compile(
    r"^(?:no|somos|we are|mas de|more than|over|\d+\+? (?:anos|years)|(?:una |importante |reconocida )+empresa)\b"
    r"|\b(?:nuestr[oa]s?|contamos con|te invita|unete|se parte|fundad[oa]|our|founded|leading|fastest)\b"
    r"|\b(?:anos|years) (?:de|of) (?:experiencia|servicio|trayectoria|experience|service)\b"
)
# Words of a clause, in which somebody speaks of the firm or to the reader, and verbs in the future.
_OF_CLAUSE = re.compile(
    r"\b(?:que|se|si|te|tus?|nos|nuestr[oa]s?|sus?|les?|es|son|est[aeo]s?|somos|eres|hay|donde|cuando|porque|no|ni"
    r"|urge|we|you|our|your|is|are|will|this|that|us|it|me|ti|be|have|has|who|if|nosotros)\b|\w+rás\b",
    re.IGNORECASE,
)
_BESIDE = 10  # items of a list looked at before and behind one
_NUMBER = re.compile(r"(?<![\w-])\d+(?![A-Z\d])")  # "5S" is a name
_VERB_FIRST = re.compile(r"\w{2,}(?:ar|er|ir)\b")
_LISTED, _ITEM_WORDS, _SHORT = 3, 6, 4  # items of a bare list at least; words of one, of a piece in a row, at most
_LIST_GAP = re.compile(r"[,;:]\s+(?![^()]{0,200}\))(?:(?:y|e|and)\s+)?")
_SOUGHT = re.compile(
    r"\b(?:se )?(?:busca|necesita|precisa|solicita|requiere|selecciona|incorpora|contrata)n?\b"
    r"|\b(?:buscamos|necesitamos|solicitamos|precisamos|seleccionamos|oferta de empleo|puesto de|vacante de)\b"
    r"|\b(?:looking for|seeking|hiring|we need|in search of|role of|position of)\b"
)

# "Se solicita técnico: ", "Buscamos ingeniero o TSU para ": who is sought, before what they do.
_FOR = re.compile(rf"(?:{_SOUGHT.pattern})[^:;.]*?(\s+para\s+|\s*:\s+)")

_OF_AGE = re.compile(r"(?:rango de |limite de )?edad|age")
_RULING: tuple[Rule, ...] = ("ask", "skill", "task", "valued")
_AGE = re.compile(r"(?:de |edad |entre )*\d\d ?(?:a|-|–|y) ?\d\d(?: anos)?")
# What somebody is, up to the comma behind it: "edad de 22 a 45 años, operar montacargas" goes on with another thing.
_AGE_FIRST = r"(?:\A|,)\W*(?:(?:de|entre|between) )?(?=\d\d ?(?:a|-|–|y|to|and) ?\d\d)"
_OF_PERSON = re.compile(
    rf"(?:(?:\b(?:edad|aged?|mayor(?:es)? de|menor(?:es)? de)\b[^,;.\d]{{0,25}}|{_AGE_FIRST})\d\d"
    r"(?: ?(?:anos? )?(?:a|-|–|y|to|and|hasta) ?\d\d)? ?(?:anos?(?: de edad| cumplidos)?|years(?: old| of age)?)?"
    r"|\b(?:sexo|genero)(?: es)? \w+|\bambos sexos|\bestado civil \w+)(\s*,\s*(?:(?:y|e|and)\s+)?)"
)
_BEFORE = 1000  # characters of its sentence that say with what force a part is asked
# Ends of sentences and items: line breaks, bullets, dashes between blanks, rows of stars or dots, closing marks, and
# a full stop before a blank or glued between two words of an ad in capitals.
_PICTURE = "\u2600-\u27bf\U0001f000-\U0001faff"  # what ads put before their items, or between them
_BREAK = re.compile(
    rf"[•●▪■◦►·…{_PICTURE}]"
    r"""| \n+ | \s[|]+\s | (?=\d\uFE0F?\u20E3) | ¿(?=\s) | [*_=]{2,} | [.]{3,}
    | (?<=\s)[*–—-]+(?=\s*[^\W\d_]) | ^[*–—-]+ | \s[–—-]+\s
    | (?<![;!?])[;!?]++(?=\s|$) | (?<![.])[.]++(?=\s|$)
    | (?<=[^\W\d_]{4})[.](?=[^\W\d_]{3}) | (?<=[)])[.](?=[^\W\d_]{2})""",
    re.VERBOSE,
)
_STOP = re.compile(r"[^\W\d_]{3}[)]?[.](?=\s|\Z)")
_ONE_VALUED = re.compile(r"deseable|valorable|preferible|recomendable")  # "deseables" says it of a whole list
_MARKER = re.compile(rf"(?:[•●▪■◦►·{_PICTURE}]\uFE0F?|^[ \t]*[*–—-])[ \t]*\Z", re.MULTILINE)
_WAGE = re.compile(r"(?<!\w)(?:sueldo|salario|prestaciones|beneficios|beca|bono|propinas|salary|wages?|benefits)\b")
_ITEM = re.compile(rf"[ \t]*[•●▪■◦►·*–—{_PICTURE}-]\uFE0F?[ \t]*")
_OTHER_LINE = re.compile(r"[A-ZÁÉÍÓÚÑ\d¿¡£$€]")
_OF_THE_FIRM = re.compile(
    r"^(?:we|our|posted|this (?:post|role)|nuestr[oa]s?|somos|-{3})(?!\w)|\bemployer\b"
    r"|\b(?:day|week)s?['’]? (?:of )?(?:annual )?(?:leave|holiday)"
)
_COMMA = re.compile(r",(?!\d)(?![^()]{0,200}\))\s*")
_ALTHOUGH = re.compile(r"\b(?:si bien|pero|aunque|sino|but|although)\b")
_WITHOUT = re.compile(r"(?:sin|without|no (?:english|experience))\b")  # behind it stands what is not asked for
_OR = re.compile(r"\s(?:o|u|or)\s")
_BRACKET = re.compile(r"\s*[()]\s*")
_KEYCAP = re.compile(r"\d\uFE0F?\u20E3\s*")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:art|n[úu]m|ap?prox|m[áa]x|m[íi]n|tel|incl?|avda?|mtto|mantto|depto|dpto|admon|nº|sra?|dra?|p[áa]g|ref|uds?|vs|ej|lic|ing|exp|conoc|disp|tec|t[ée]c|e\.g|i\.e|(?!(?-i:(?<=[A-Z]{2}\s)[IVX]$))[a-z])$",
    re.IGNORECASE,
)


# A letter that names what stands before it ends a sentence: "Distintivo H. Trabajo en equipo", not "J. Pérez".
_LETTER_LAST = re.compile(r"[^\W\d_]{4} [A-Z][.]\s[A-ZÁÉÍÓÚÑ¡¿]\Z")
_OF_AN_AD: frozenset[Rule] = frozenset(
    {"task", "ask", "valued", "skill", "knowledge", "degree", "licence", "experience", "language", "offer"}
)
_RULED = _OF_AN_AD - {"offer"}
_NAMING = _RULED - {"task", "ask", "valued"}  # labels that name something themselves: "Informática"
_OF_SEVERAL: frozenset[Kind] = frozenset({"skill", "knowledge", "experience", "degree", "language"})
_OF_APPLICANTS: frozenset[Kind] = frozenset({"degree", "licence", "experience", "language", "condition"})


def reads_like_an_ad(text: str) -> bool:
    """Whether a text names the conditions of a post, and says what is sought, asked for or offered."""
    rules = {heading.rule for heading in headings(text)}
    folded = fold_letters(text)
    return "post" in rules and bool(rules & _OF_AN_AD or _SOUGHT.search(folded) or _POST_OF.search(folded))


def seeks(text: str) -> bool:
    """Whether it says that somebody is sought: "se solicita soldador", "we are hiring"."""
    return _SOUGHT.search(fold_letters(text)) is not None


def seeks_somebody(text: str) -> bool:
    """Whether a text says who is sought, or asks for what no competency is: a degree, experience, a language, …."""
    kinds = {requirement.kind for requirement in requirements(JobAd("", "", text))}
    return bool(kinds & _OF_APPLICANTS) or seeks(text)


def offers_a_post(ad: JobAd, asked: Sequence[Requirement]) -> bool:
    """Whether it asks for something or speaks of a post or its wage, which a notice of a meeting does not."""
    folded = fold_letters(f"{ad.title}\n{ad.text}")
    speaks = any(told.search(folded) for told in (_SOUGHT, _POST_OF, _OF_WORK, _WAGE))
    return speaks or any(one.kind != "post" for one in asked)


def begins_like_an_ad(text: str) -> bool:
    """Whether its first lines say who seeks somebody or a fact of the post, and something is asked for below."""
    first = "\n".join(text.split("\n")[:_FIRST_LINES])
    begins = any(one.rule in ("post", "fact") for one in headings(first))
    return (begins or seeks(first)) and any(one.kind != "post" for one in requirements(JobAd("", "", text)))


def segments(ad: JobAd) -> tuple[Segment, ...]:
    """All segments of an ad in the order of its text, those that ask for nothing among them."""
    found: list[Segment] = []
    begun = 0
    for part in parts(ad.text):
        text = ad.text[part.start : part.end]
        begun = begun if part.goes_on else part.start
        before = ad.text[max(begun, part.start - _BEFORE) : part.start]
        is_title = bool(_words(ad.title)) and _words(text) == _words(ad.title)
        kind, force, spoken = _NOTHING if is_title else judge(text, part.rule, before=before, language=ad.language)
        codes, level, _ = spoken
        at = (ad.id, part.start, part.end, text)
        found.append(Segment(*at, kind, force, part.heading, ad.language, codes, level))
    return tuple(found)


def requirements(ad: JobAd) -> tuple[Requirement, ...]:
    """What an ad requires, values, negates or offers: of an enumeration each skill, and what it calls the post."""
    found: list[Requirement] = []
    opening, told = True, segments(ad)
    for number, segment in enumerate(told):
        opening = opening and not segment.heading
        if segment.kind is None and ((opening and _is_item(told, number)) or _is_listed(told, number, ad.text)):
            segment = replace(segment, kind="skill", force="required")
        found += _required(segment, ad, opening=opening)
    return tuple(found)


def _is_item(told: Sequence[Segment], number: int) -> bool:
    """Whether a single word is one of several short pieces in a row: "Neumática; PLC; electricidad de control"."""
    text = told[number].text
    if not number or " " in text or sum(map(str.isalnum, text)) < _LISTED or not _is_short(told[number]):
        return False
    # The first piece of an ad names the post.
    before, behind = told[max(number - _LISTED, 1) : number], told[number + 1 : number + _LISTED]
    row = [*itertools.takewhile(_is_short, reversed(before)), *itertools.takewhile(_is_short, behind)]
    return 1 + len(row) >= _LISTED


def _is_listed(told: Sequence[Segment], number: int, text: str) -> bool:
    """Whether it is an item of a list that no heading names, beside one that asks: "• TSU • PLC básico • Soldadura"."""

    def is_one(segment: Segment) -> bool:
        marked = _MARKER.search(text, max(0, segment.start - 9), segment.start) is not None
        return marked and rule(segment.heading) in (None, "text") and (segment.asks or _is_name(segment, _ITEM_WORDS))

    if not is_one(told[number]):
        return False
    before, behind = told[max(0, number - _BESIDE) : number], told[number + 1 : number + 1 + _BESIDE]
    row = [*itertools.takewhile(is_one, reversed(before)), *itertools.takewhile(is_one, behind)]
    return 1 + len(row) >= _LISTED and any(one.asks for one in row)


def _is_short(segment: Segment) -> bool:
    short = len(segment.text.split()) <= _SHORT and not segment.heading and segment.force != "offered"
    return short and (segment.asks or _is_name(segment, _SHORT))


def _is_name(segment: Segment, most: int) -> bool:
    """Whether it is of few words, no clause and no fact of the post, so that it may name something by itself."""
    folded = fold_letters(segment.text)
    return (
        segment.force is None
        and len(folded.split()) <= most
        and rule(segment.text) in (None, *_NAMING)
        and not (
            _OF_CLAUSE.search(folded)
            or _FIGURES.search(folded)
            or any(cue(n).search(folded) for n in ("contract", "perks", "noise"))
        )
    )


def _required(segment: Segment, ad: JobAd, *, opening: bool) -> Iterator[Requirement]:
    kind, force, text = segment.kind, segment.force, segment.text
    if kind is None or force is None:
        if not _names_the_post(segment, ad, opening=opening):
            return
        kind, force = "post", "required"
        if (listed := _list_in(text, ad)) is not None:
            if listed:
                end = len(text[:listed].rstrip(" ,;:"))
                yield from _required(replace(segment, end=segment.start + end, text=text[:end]), ad, opening=opening)
            rest = replace(segment, start=segment.start + listed, text=text[listed:], kind="skill", force="required")
            yield from _required(rest, ad, opening=opening)
            return
    begin = _behind_the_firm(text, ad) if kind == "post" else 0
    if begin == len(text):
        return
    spans = whole = [(begin, len(text))]
    if force in ASKING and kind != "condition":
        named = singles(text[begin:], is_task=kind in ("task", "post"), is_named=kind not in ("degree", "licence"))
        spans = [(begin + start, begin + end) for start, end in named]
    kinds = {span: _own_kind(span, kind, segment) for span in spans}
    if kind == "language" and len(segment.tongues) < 2:
        # A level stands behind its language, parted by a comma; what is no language stands for itself.
        aside = [text.count("(", 0, start) > text.count(")", 0, start) for start, _end in spans]
        others = (n for n, span in enumerate(spans) if n and kinds[span] != "language" and not aside[n])
        other = next(others, len(spans))
        kinds |= {span: "skill" for span in spans[other:] if kinds[span] == "language"}
        end = spans[other][0] if other < len(spans) else len(text)
        spans = whole = [(begin, begin + len(text[begin:end].rstrip(" ,;:("))), *spans[other:]]
    names = bool(spans)
    for start, end in spans or whole:
        part = text[start:end]
        spoken = tongues(part, fold_letters(part))
        at, own = segment.start + start, kinds.get((start, end), kind)
        yield Requirement(
            ad.id, at, at + len(part), part, own, force, segment.heading, segment.language, *spoken[:2], names
        )


def _own_kind(span: Span, kind: Kind, segment: Segment) -> Kind:
    """The kind of one of several things asked for: an age, no licence, a language among skills, or no language."""
    part = segment.text[slice(*span)]
    if _AGE.fullmatch(fold_letters(part)):
        return "condition"
    if kind == "skill" and cues("kinds")["licence"].search(fold_letters(part)):
        return "licence"
    if kind == "licence":
        own = judge(part, None, language=segment.language).kind
        # English says "license" behind what it is of: "driver's license, smartphone" names another thing.
        said = segment.language == "en" and cues("kinds")["licence"].search(fold_letters(segment.text[: span[0]]))
        return "skill" if said and own is None else kind if own in (None, "task", "skill") else own
    if kind not in _OF_SEVERAL or segment.force not in ASKING or not segment.tongues:
        return kind
    own, _force, spoken = judge(part, None, language=segment.language)
    is_one = spoken.named if kind == "language" else own == "language"
    return kind if own is None or is_one == (kind == "language") else own


def _list_in(text: str, ad: JobAd) -> int | None:
    """Where a bare list of three things and more begins in what opens an ad, behind the post if it names that first."""
    folded = fold_letters(text)
    items = cut(_LIST_GAP, folded, 0, len(folded))
    head = folded[slice(*items[0])]
    # "Técnico en líneas de empaque" below "TÉCNICO DE MANTENIMIENTO"
    of_title = any(len(word) > _SHORT for word in {*_words(ad.title).split()} & {*_words(head).split()})
    names = _SOUGHT.search(head) or of_title or folded[len(head) :].lstrip().startswith(":")
    rest = items[1:] if names else items
    said = [text[start:end] for start, end in rest]
    # All words are written as names: "Parque Industrial FINSA"; "PLC" alone is none.
    words = [word for item in said for word in item.split() if word[0].isalpha()]
    places = not any(map(str.isupper, said)) and all(word[0].isupper() for word in words)
    if len(rest) < _LISTED or _VERB_FIRST.match(folded, rest[0][0]) or places:
        return None
    # A number is a wage or a place but where the post is named: "nóminas: cálculo de 600 sueldos, timbrado, SUA".
    figures = any(_NUMBER.match(item) or (not names and _NUMBER.search(item)) for item in said)
    clause = figures or any(len(item.split()) > _ITEM_WORDS or _OF_CLAUSE.search(item) for item in said)
    return None if clause or _SOUGHT.search(folded, rest[0][0]) else rest[0][0]


def _behind_the_firm(text: str, ad: JobAd) -> int:
    """Where the post begins behind the name of who seeks somebody: "Inmobiliaria Java solicita asistente"; else 0.

    At the end where no post is named: "Softimiza busca talento".
    """
    sought = _SOUGHT.search(fold_letters(text))
    if sought is None:
        return 0
    if not singles(text[sought.end() :], is_task=True):
        return len(text)
    firm = text[: sought.start()]
    named = not firm.isupper() and any(word[0].isupper() for word in firm.split()[1:])
    return sought.end() if named or (ad.employer and _words(ad.employer) in _words(firm)) else 0


def _names_the_post(segment: Segment, ad: JobAd, *, opening: bool) -> bool:
    """Whether it is a piece of the title, says which post somebody is sought for, or opens the ad with it."""
    if f" {_words(segment.text)} " in f" {_words(ad.title)} ":
        return True
    folded = fold_letters(segment.text)
    if cue("noise").search(folded):
        return False
    if cue("contract").search(folded) or cue("perks").search(folded):
        return _POST_OF.search(folded) is not None and not cue("contract").match(folded)
    if _POST.fullmatch(fold_letters(segment.heading)):
        return True
    if opening:
        denied = cues("forces")["negated"].search(folded) or cues("forces")["offered"].search(folded)
        figures = _FIGURES.search(folded) and not folded.startswith(fold_letters(ad.title) or "\n")
        return not (denied or figures or _OF_US.search(folded)) and len(folded.split()) > 1
    return rule(segment.heading) in (None, "text") and _SOUGHT.search(folded) is not None


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold_letters(text)).split())


class Part(NamedTuple):
    """A piece of text, the label of the heading above it, what that makes of it; whether its sentence goes on."""

    start: int
    end: int
    heading: str
    rule: Rule | None
    goes_on: bool = False


def parts(text: str) -> Iterator[Part]:
    """The pieces of an ad in order, without headings, list markers and closing stops.

    Behind a sentence that offers something, "Se ofrece sueldo; uniformes", semicolons part what is offered too, up to
    what asks for something.
    """
    offer, end = "", 0
    for part in _ruled_parts(text):
        folded = fold_letters(text[part.start : part.end])
        offer = offer if part.goes_on or text[end : part.start].strip() == ";" else ""
        offer = "" if part.rule == "task" or asks_of_applicants(folded) else offer
        yield part._replace(heading=offer, rule="offer") if offer and not part.goes_on else part
        opens = cues("forces")["offered"].match(folded) or (part.rule in (None, "text") and _WAGE.match(folded))
        offer, end = text[part.start : part.start + opens.end()] if opens else offer, part.end


def _ruled_parts(text: str) -> Iterator[Part]:
    ruling = above = outer = _UNRULED
    position = 0
    for heading in (*headings(text), Heading(len(text), len(text), "", None)):
        close = _close(text, ruling, position, heading.start)
        yield from _pieces(text, position, close, ruling, above)
        yield from _pieces(text, close, heading.start, outer, _UNRULED)
        if _OF_AGE.fullmatch(fold_letters(heading.label)):
            above = ruling if ruling.rule in _RULING else above
        elif ruling.rule != "fact" or heading.rule != "fact":
            above = ruling if ruling.rule == "offer" and heading.rule == "fact" else _UNRULED
        # Behind an item that has a label of its own ("- Desirable: SAP") the list goes on.
        if not _ITEM.match(text, text.rfind("\n", 0, heading.start) + 1):
            outer = _UNRULED
        elif outer is _UNRULED:
            outer = ruling
        position, ruling = heading.end, heading


def _close(text: str, ruling: Heading, start: int, end: int) -> int:
    """Where the rule of a label ends, `end` where only the next one ends it.

    On a line of its own it rules the list below it. Of one with text behind it: where semicolons part that, it ends at
    the first full stop; what it says of the firm or the contract ends with the line; what it calls desirable too, or
    before a sentence on these, or where it calls one thing so ("Deseable: …") with the sentence.
    """
    line = text.find("\n", start, end)
    line = end if line < 0 else line
    if not any(map(str.isalnum, text[start:line])):
        return _end_of_list(text, line + 1, end)
    stop = _STOP.search(text, start, line)
    if stop and ";" in text[start : stop.start()]:
        return stop.end()
    if ruling.rule == "post":
        return line
    if ruling.rule != "valued":
        return end
    _first, *others = _sentences(text, start, line)
    if _ONE_VALUED.fullmatch(fold_letters(ruling.label)):
        return next((last for _start, last in (_first, *others) if text[last : last + 1] == "."), line)
    return next((first for first, last in others if _OF_THE_FIRM.search(fold_letters(text[first:last]).lstrip())), line)


def _end_of_list(text: str, start: int, end: int) -> int:
    """Where a list ends of two items and more, each with lines that go on in lower case; `end` where there is none."""
    items, at = 0, start
    for line in text[start:end].splitlines(keepends=True):
        if _ITEM.match(line):
            items += 1
        elif _OTHER_LINE.match(line):
            return at if items > 1 else end
        elif not items and line.strip():
            return end
        at += len(line)
    return end


def _pieces(text: str, start: int, end: int, ruling: Heading, above: Heading) -> Iterator[Part]:
    label, rule = ruling.label, ruling.rule
    sentences: list[tuple[int, int]] = []
    for first, last in _sentences(text, start, end):
        # Parted behind each age and sex that it names, by which nothing else of it is told.
        persons = list(_OF_PERSON.finditer(fold_letters(text[first:last])))
        edges = [first, *(first + edge for person in persons for edge in person.span(1)), last]
        sentences += zip(edges[::2], edges[1::2], strict=True)
    for first, last in sentences:
        goes_on = False
        for begin, close in (own for turn in _turns(text, first, last) for own in _forces_apart(text, *turn, rule)):
            piece = text[begin:close]
            begin += len(piece) - len(piece.lstrip(" \t\n.,;:*-–—/)¿¡\"'"))
            close = max(begin, begin + len(text[begin:close].rstrip(" \t\n.,;:*-–—/(\"'")))
            if numbered := _KEYCAP.match(text, begin, close):
                # What an ad numbers with such keys it asks for, also where no heading says so.
                begin, rule = numbered.end(), "ask" if rule in (None, "text") else rule
            if any(map(str.isalpha, text[begin:close])):
                yield Part(begin, close, label, rule, goes_on)
                goes_on = True
        said = any(map(str.isalnum, text[first:last]))
        if said and (rule == "fact" or _OF_AGE.fullmatch(fold_letters(label))):
            # A fact ("Horario: …", "Edad: …") says one thing; what comes behind it is under the heading above, if any.
            label, rule = above.label, above.rule


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for match in _BREAK.finditer(text, start, end):
        short = _ABBREVIATION.search(text, max(0, match.start() - 8), match.start())
        if match[0] != "." or not short or _LETTER_LAST.search(text, max(first, match.start() - 8), match.end() + 2):
            yield first, match.start()
            first = match.end()
    yield first, end


def _turns(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence parted where it turns to something of another kind; at least two words stay behind."""
    first, folded = start, fold_letters(text[start:end])
    if (sought := _FOR.match(folded)) and any(
        form().match(folded, sought.end()) for form in (spanish_task, english_task)
    ):
        yield start, start + sought.start(1)
        first = start + sought.end()
    for match in _turn().finditer(folded):
        at = start + match.end()
        within = text[first:at]
        # Behind a comma a single word may stand by itself ("secundaria, trabajo en equipo"), behind "y" it may not.
        enough = 0 if match[0].lstrip().startswith(",") else 2
        told = len(within.split(maxsplit=enough)) > enough
        if len(text[at:end].split(maxsplit=1)) <= 1:
            told = told and not enough and not bounded("trails").match(folded, match.end())
        if told and within.count("(") == within.count(")"):
            yield first, start + match.start()
            first = at
    yield first, end


def _forces_apart(text: str, start: int, end: int, rule: Rule | None) -> Iterator[tuple[int, int]]:
    """The items of a list of which one is asked for otherwise, and what stands behind "but".

    "No degree required, Excel, SQL" asks for two of three, as "torno, fresadora (deseable)" asks for one of two. What
    stands in brackets with a name of its own is one of its own: "English (French a plus)".
    """
    folded, first = fold_letters(text[start:end]), start
    negated = cues("forces")["negated"].search(folded)
    although = _ALTHOUGH.search(folded, negated.end()) if negated else None
    aside = next((match for match in VALUED_ASIDE.finditer(folded) if singles(match[0])), None)
    gaps = list(_COMMA.finditer(folded))
    behind = folded[although.end() :] if although else ""
    if aside:
        cuts = list(_BRACKET.finditer(folded, *aside.span()))
    elif although and any(map(str.isalpha, behind)) and not cues("forces")["valued"].search(behind):
        cuts = [although]
    elif negated and (len(gaps) > 1 or _WITHOUT.match(negated[0])) and not _ALTHOUGH.search(folded):
        cuts = gaps
    else:
        cuts = _own_forces(folded, gaps, rule)
    for gap in cuts:
        yield first, start + gap.start()
        first = start + gap.end()
    yield first, end


def _own_forces(folded: str, gaps: Sequence[re.Match[str]], rule: Rule | None) -> list[re.Match[str]]:
    """The gaps beside items of which only one says that it is valued: "torno, fresa (deseable)"."""
    if not gaps or cues("forces")["valued"].search(without_own_forces(folded)):
        return []
    cuts = [0, *(gap.end() for gap in gaps), len(folded)]
    items = [folded[begin:close] for begin, close in itertools.pairwise(cuts)]
    own = [without_own_forces(item) != item for item in items]
    # "Derecho o similar (valorable)" is one of several ways; without a heading the items behind it would ask nothing.
    if _OR.search(items[-1]) or (rule not in _RULED and (rule == "offer" or any(own[:-1]))):
        return []
    beside = zip(gaps, itertools.pairwise(own), strict=True)
    return [gap for gap, (one, other) in beside if one != other and gap[0][-1:].isspace()]


@cache
def _turn() -> re.Pattern[str]:
    """Matches the gap before a word that turns to something of another kind."""
    quiet, loud = rf"(?:{words('turns')})\b", words("loud_turns")
    # "5 y 10 años", "1 año y 6 meses" and "experiencia de, al menos, 2 años" are one thing.
    quiet += rf"|(?<!\d y )(?<!o y )(?<!os y )(?<!\bde, )(?<!menos, )(?:{experienced().pattern})"
    gap = r"\s*,\s*(?:(?:y|e|o|and|con|asi como|ademas)\s+)?|\s+(?:y|e|and|con)\s+"
    return re.compile(
        rf"(?<!\s)(?:{gap})(?=(?:{quiet}))|(?<!\s)(?<!\sa)(?<!\sen)(?<!\sde)(?<!\sdel)(?<!\scon)(?<!\spara)\s+(?=(?:{loud}))"
    )
