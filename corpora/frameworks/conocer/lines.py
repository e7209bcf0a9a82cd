"""The lines of a CONOCER document without running headers and footers, what each of them is, and where it belongs.

A line is a heading, a lead sentence, an element's header, a level, or plain text; it stands in the general data, the
profile, or a group of an element.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from corpora.frameworks.norm_files import Pages
from corpora.text import fold

KINDS = ("desempeno", "producto", "conocimiento", "situacion_emergente", "actitud")
GLOSSARY = "glosario"

TokenType = Literal["section", "header", "code", "criteria", "lead", "group", "level", "text"]


class Token(NamedTuple):
    """What one line is; `sure` is False for a heading that is not in capitals and may be the end of a sentence.

    "header" and "code" are an element's, "criteria" is the heading above its groups, "lead" the sentence before a
    group, "group" that one's heading. `value` is of a section I, II or III; of a lead the kind that its verb calls for;
    of a group its kind or "glosario".
    """

    type: TokenType
    value: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the body, never empty, its page from 1; `gap` says that a blank line stands before it there."""

    text: str
    page: int
    gap: bool = False


@dataclass(slots=True)
class ElementLines:
    """An element while it is read, with the n and N of "n de N" (0 where they are not printed) and its code, if any.

    `title` and `groups` (by kind, and "glosario") are lines; `unheaded` are the kinds whose heading is missing and was
    told from the lead sentence, `stray` the lines that stand in no group.
    """

    number: int = 0
    of: int = 0
    code: str = ""
    title: list[str] = field(default_factory=list)
    groups: dict[str, list[Line]] = field(default_factory=dict)
    unheaded: list[str] = field(default_factory=list)
    stray: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Sections:
    """The lines of one document in reading order, and by section; what was taken from the edges of its pages.

    `furniture` are distinct lines of headers and footers (the standard's code may stand only there), `repeated` counts
    those left out only because they stand on most pages; `form` is name and version of the form ("N-FO-02 6.0").
    """

    lines: list[Line]
    furniture: list[str]
    repeated: int
    form: str | None
    general: list[Line] = field(default_factory=list)
    profile: list[Line] = field(default_factory=list)
    parts: list[ElementLines] = field(default_factory=list)
    stray: list[Line] = field(default_factory=list)


STANDARD_CODE = re.compile(r"(?<![A-Za-z])EC(M?)[ -]?([\dO]{4,5})(?:[._](\d{2})(?!\d))?(?![\dA-Za-z])")
ELEMENT_CODE = re.compile(r"(?<![A-Za-z])E[ -]?([O0-9]{3,6})(?![\w/])")
REFERENCE = re.compile(r"(\d{1,2})\s*(?:de|/)\s*(\d{1,2})(?!\s*(?:de\b|/)|\d)")
LABELS = re.compile(r"^(?:Elemento|Referencia|C[óo]digo|T[íi]tulo)\b\s*[:.]?\s*", re.IGNORECASE)
BULLET = re.compile(r"^(?:[•●▪■◦○‣⁃∙·❖➢➤►▶✓✔*]\s*|[-–−]\s+|[-–−](?=[A-ZÁÉÍÓÚÑ])|o\s+(?=[A-ZÁÉÍÓÚÑ][a-zñáéíóú]+ndo\b))")
INLINE_BULLET = re.compile(r"(?<=\S)\s+(?=[•●▪■◦‣❖➢➤►✓✔](?:\s|$))")

_NUMERAL = r"^(?:[ivx]{1,4}|[1-3l]{1,3})?"
_SECTIONS = (
    ("I", re.compile(_NUMERAL + r"datosgenerales(?:delestandar(?:decompetencia)?)?$")),
    ("II", re.compile(_NUMERAL + r"perfildelestandar(?:decompetencia)?$")),
    ("III", re.compile(_NUMERAL + r"elementosqueconforman(?:el|al)?(?:estandar|ec)")),
)
_VALUES = r"(?:actitud(?:es)?|habitos?|valor(?:es)?)"
_GROUPS = tuple(
    (name, re.compile(f"^(?:{pattern})$"))
    for name, pattern in (
        ("desempeno", r"desempenos?"),
        ("producto", r"productos?"),
        ("conocimiento", r"conocimientos?(?:nivel(?:es)?)?"),
        ("situacion_emergente", r"respuestas?ante(?:(?:una|las?)?situacion(?:es)?(?:emergentes?)?)?"),
        ("situacion_emergente", r"(?:situacion(?:es)?)?emergentes?"),
        ("actitud", rf"{_VALUES}(?:y|o|e|{_VALUES})*"),
        (GLOSSARY, r"glosarios?(?:determinos)?"),
    )
)
_SPLIT_LEAD = re.compile(r"^((?i:La\s+persona\s+es\s+competente\s+cuando.*?siguientes?\b)\s*:?)\s*(?=[A-ZÁÉÍÓÚ])")
_SPLIT_GROUP = re.compile(
    r"^((?:DESEMPEÑOS?|PRODUCTOS?|CONOCIMIENTOS?(?:\s+NIVEL)?|ACTITUDES\s*/\s*H[ÁA]BITOS\s*(?:/|Y)\s*VALORES|GLOSARIO"
    r"|RESPUESTAS?\s+ANTE\s+SITUACI[ÓO]N(?:ES)?\s+EMERGENTES?)\s*[.:]?)\s+(?=1\s*[.)]|1\s+[A-Z]|[Ll]a\s+persona\s+es|[•●▪])"
)
_WORDS = r"(?:conocimiento|comprensi[óo]n|aplicaci[óo]n)"
_LEVEL = re.compile(rf"^{_WORDS}(?:\s*[/,y]\s*{_WORDS})*\s*[/.]?$", re.IGNORECASE)
_LEVEL_END = re.compile(rf"^(.*\S)\s+((?=[CA])(?i:{_WORDS}(?:\s*/\s*{_WORDS})*))\s*\.?$")
_PREPOSITION = re.compile(r"(?:^|\s)(?:a|al|con|de|del|e|el|en|la|las|los|o|para|por|su|sus|un|una|y)$", re.IGNORECASE)
_HEADER_WORD = re.compile(
    r"EST[ÁA]NDAR DE COMPETENCIA(?! DE)|(?i:formato de est[aá]ndar de competencia)|V(?i:ersi[oó]n)|P(?i:[aá]gina)"
    r"|H(?i:oja)(?=\s*[:\d])|(?P<form>(?:[A-Z]\d*-)?[A-Z]{1,8}\d*-[A-Z]*\d{1,3})(?![\w-])"
)
_VERSION = re.compile(r"\d{1,2}(?:\.\d{1,2})?(?!\S)")
_PAGE = re.compile(r"\d{1,3}\s*(?:de|/)\s*\d{1,3}(?!\S)")
# What a browser prints above and below a page: "11/25/26, 4:29 AM EC9555", "file:///C:/EC9555.html 1/5".
_PRINTED = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d{2}\b.*|(?:file|https?)://\S+\s+\d{1,3}/\d{1,3}")
_REPEATED_SHARE = 0.5
_REPEATED_LEAST = 3
_EDGE = 6
_NUMBER_ONE = re.compile(r"^1(?:\s*[.)]|\s*-|\s+(?=[A-ZÁÉÍÓÚ]))")
_BOX = {"codigo", "titulo", "codigotitulo", "titulocodigo"}


def key(text: str) -> str:
    """Return letters and digits of the folded text only: equal for headings with glued, broken or accentless words."""
    return re.sub(r"[^a-z0-9]", "", fold(text))


def sections(pages: Pages) -> Sections:
    """Leave out running headers and footers, then divide the lines; headings, leads and headers are used up by it."""
    found = _body(pages)
    divider = _Divider(found)
    for index in range(len(found.lines)):
        divider.take(index)
    # A profile that prints codes looks like headers: the element itself comes later.
    found.parts = [
        part
        for index, part in enumerate(found.parts)
        if part.groups or not part.code or all(later.code != part.code for later in found.parts[index + 1 :])
    ]
    return found


def _body(pages: Pages) -> Sections:
    furniture: dict[str, None] = {}
    forms: list[str] = []
    kept: list[list[tuple[int, str]]] = []
    for page in pages:
        header = _Header()
        kept.append([])
        for index, text in enumerate(page):
            if text and (header.takes(text) or _PRINTED.fullmatch(text)):
                furniture[text] = None
            elif text:
                kept[-1].append((index, text))
        if header.form:
            forms.append(f"{header.form} {header.version}".strip())
    running = _running(kept)
    repeated = 0
    lines: list[Line] = []
    for number, (page, rows) in enumerate(zip(pages, kept, strict=True), 1):
        before = ""
        for index, text in rows:
            boxed = key(before) in _BOX  # the running title's one place in the body is under its label
            before = text
            if _shape(text) in running and not boxed:
                furniture[text] = None
                repeated += 1
            else:
                lines.append(Line(text, number, gap=index > 0 and not page[index - 1]))
    form = max(forms, key=forms.count) if forms else None
    return Sections([piece for line in lines for piece in _pieces(line)], list(furniture), repeated, form)


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", key(text))


def _running(pages: list[list[tuple[int, str]]]) -> set[str]:
    """Return the shapes of the lines that stand on most pages near the same edge."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, rows in enumerate(pages):
        for _, text in (*rows[:_EDGE], *rows[max(_EDGE, len(rows) - _EDGE) :]):
            shape = _shape(text)
            if len(shape) > 2 and not _is_structure(text):
                found[shape].add(number)
    least = max(_REPEATED_LEAST, _REPEATED_SHARE * len([rows for rows in pages if rows]))
    return {shape for shape, numbers in found.items() if len(numbers) >= least}


@dataclass(slots=True)
class _Header:
    """Takes the pieces of the form's header: words, and only as many numbers as its labels call for."""

    versions: int = 0
    pages: int = 0
    form: str = ""
    version: str = ""

    def takes(self, line: str) -> bool:
        """Return whether the whole line is of the header."""
        rest, versions, pages, form, version = line, self.versions, self.pages, self.form, self.version
        while rest := rest.lstrip(" :.|-"):
            if match := _PAGE.match(rest):
                pages -= 1
            elif match := _HEADER_WORD.match(rest):
                word = fold(match[0])
                versions += word == "version"
                pages += word in {"pagina", "hoja"}
                form = match["form"] or form
            elif match := _VERSION.match(rest):
                if versions > 0:
                    versions, version = versions - 1, match[0]
                else:
                    pages -= 1
            if match is None or versions < 0 or pages < 0:
                # A label does not reach beyond a line of the body: "1 de 3" there is an element's.
                self.versions = self.pages = 0
                return False
            rest = rest[match.end() :]
        self.versions, self.pages, self.form, self.version = versions, pages, form, version
        return True


def classify(text: str) -> Token:
    """Return what this line is by itself, whatever stands around it."""
    plain = key(text)
    for value, pattern in _SECTIONS:
        if pattern.match(plain):
            return Token("section", value)
    if plain.startswith("criteriosdeevaluacion") and len(plain) < 30:
        return Token("criteria")
    if plain.startswith("lapersonaescompetente"):
        return Token("lead", _called_for(plain))
    if _LEVEL.match(text) and not text.isupper():
        return Token("level")
    if not text[:1].islower() and not BULLET.match(text):
        for name, pattern in _GROUPS:
            if pattern.match(plain):
                return Token("group", name, sure=text.isupper() or plain.endswith("nivel") or name == GLOSSARY)
    if ELEMENT_CODE.fullmatch(text):
        return Token("code")
    return Token("header") if _is_header(text, plain) else Token("text")


def _called_for(lead: str) -> str:
    """Return the kind of group that a lead sentence announces; only a guess, documents use the wrong verb."""
    if re.search("obtiene|presenta|elabora", lead):
        return "producto"
    if "posee" in lead:
        return "conocimiento"
    return "actitud" if "demuestralas" in lead else "desempeno"


def _is_header(text: str, plain: str) -> bool:
    """Return whether an element begins: "Referencia Código Título", "Referencia", "1 de 3 E0875 …"."""
    if re.match(r"^referencia(?:codigo|titulo)*$", plain):
        return True
    rest = LABELS.sub("", text)
    return REFERENCE.match(rest) is not None and (rest != text or ELEMENT_CODE.search(text) is not None)


def _pieces(line: Line) -> Iterator[Line]:
    """Return the line, parted where a lead sentence, a heading, an item or a bullet share it."""
    texts = [line.text]
    for pattern in (_SPLIT_LEAD, _SPLIT_GROUP):
        last = texts.pop()
        match = pattern.match(last)
        texts += [match[1].strip(), last[match.end() :].strip()] if match else [last]
    texts += INLINE_BULLET.split(texts.pop())
    for index, text in enumerate(text for text in texts if text):
        yield replace(line, text=text, gap=line.gap and index == 0)


def _is_structure(text: str) -> bool:
    """Return whether a line may repeat on many pages and still be part of the standard."""
    listed = BULLET.match(text) or re.match(r"\d{1,2}\s*[.)-]|(?i:situaci[óo]n|respuesta)s?", text)
    return classify(text).type != "text" or listed is not None or text[:1].islower()


def level_at_end(text: str) -> tuple[str, str, bool] | None:
    """Return the text before a level that ends the line, the level, and whether it is surely one."""
    match = _LEVEL_END.match(text)
    return (match[1], match[2], _PREPOSITION.search(match[1]) is None) if match else None


class _Divider:
    """A state machine over the lines: section, element, group."""

    def __init__(self, result: Sections) -> None:
        self.result = result
        self._lines = result.lines
        self._tokens = [classify(line.text) for line in result.lines]
        self._section = "I"
        self._part: ElementLines | None = None
        self._group = ""
        self._lead = ""  # kind that a lead called for and no heading has answered yet
        self._in_header = False
        self._floating = ""  # a code that stood alone before its element

    def take(self, index: int) -> None:
        line, token = self._lines[index], self._tokens[index]
        # Sections only go forward: "II" is printed twice where III is meant, and III may repeat on a page.
        if token.type == "section" and (token.value >= self._section or not self.result.parts):
            self._section = token.value
            self._in_header = False
        elif self._section != "I" and self._is_header(index):
            self._take_header(line)
        elif self._section == "I" and token.type not in {"lead", "criteria"}:
            self.result.general.append(line)
        elif self._section == "II" and token.type not in {"lead", "criteria"}:
            self.result.profile.append(line)
        else:
            self._section = "III"
            self._take_criteria(index, line, token)

    def _is_header(self, index: int) -> bool:
        line = self._lines[index]
        if self._tokens[index].type != "header":
            # "2 de 3 Crear …" without label or code begins the element that the profile announces.
            match, due = REFERENCE.match(line.text), len(self.result.parts) + 1
            announced = {found[2] for row in self.result.profile if (found := REFERENCE.search(row.text))}
            return match is not None and self._section == "III" and int(match[1]) == due and match[2] in announced
        # In the profile "Elemento 1 de 3" lists, it opens no element.
        return self._section != "II" or not key(line.text).startswith("elemento")

    def _take_header(self, line: Line) -> None:
        self._section = "III"
        labelled = key(line.text).startswith("referencia")
        if self._part is None or not self._in_header or (labelled and self._part.title):
            self._part = ElementLines(code=self._floating)
            self._floating = ""
            self.result.parts.append(self._part)
        self._in_header, self._group, self._lead = True, "", ""
        self._read_header(line.text)

    def _read_header(self, text: str) -> None:
        """Read labels, reference and code off the line, in any order; what is left is title."""
        part = self._part
        while text and part is not None:
            reference, code = REFERENCE.match(text), ELEMENT_CODE.match(text)
            if not part.title and (label := LABELS.match(text)):
                text = text[label.end() :]
            elif reference and not part.number:
                part.number, part.of = int(reference[1]), int(reference[2])
                text = text[reference.end() :].lstrip(" .:-")
            elif code and not part.code:
                part.code = "E" + code[1].replace("O", "0")
                text = text[code.end() :].lstrip(" .:-")
            else:
                part.title.append(text)
                return

    def _take_criteria(self, index: int, line: Line, token: Token) -> None:
        if key(line.text) in {"lossiguientes", "lassiguientes", "siguientes", "siguiente"}:
            return  # the end of a lead sentence
        if token.type == "criteria":
            self._in_header = False
        elif token.type == "lead":
            self._in_header, self._group, self._lead = False, "", token.value
        elif token.type == "group" and self._is_heading(index):
            # "EMERGENTES" or "VALORES" as a heading's second line opens nothing anew; nor does a heading printed twice.
            self._group, self._lead, self._in_header = token.value, "", False
            if self._part is not None:
                self._part.groups.setdefault(token.value, [])
        elif token.type == "code" and not self._in_header:
            # One that stands alone is of the element that has none, else of the next one.
            code = "E" + line.text[1:].strip(" -").replace("O", "0")
            if self._part is not None and not self._part.code:
                self._part.code = code
            elif all(part.code != code for part in self.result.parts):
                self._floating = code
        elif self._in_header and not _NUMBER_ONE.match(line.text):
            self._read_header(line.text)
        else:
            self._take_text(line)

    def _is_heading(self, index: int) -> bool:
        """Return whether a heading is one, in small letters by the lead before it or the first item behind it.

        Within its group "SITUACIÓN EMERGENTE" is a label, whose place among the responses matters.
        """
        token = self._tokens[index]
        if self._group == token.value == "situacion_emergente" and key(self._lines[index].text).startswith("situacion"):
            return False
        if token.sure or self._in_header or self._lead:
            return True
        following = self._lines[index + 1].text if index + 1 < len(self._lines) else ""
        return _NUMBER_ONE.match(following) is not None or key(following).startswith("lapersonaescompetente")

    def _take_text(self, line: Line) -> None:
        self._in_header = False
        part = self._part
        if part is not None and not self._group and self._lead:
            is_situation = key(line.text).startswith("situacionemergente")
            self._group, self._lead = "situacion_emergente" if is_situation else self._lead, ""
            part.unheaded.append(self._group)
        if part is not None and self._group:
            part.groups.setdefault(self._group, []).append(line)
        else:
            (part or self.result).stray.append(line)
