"""The lines of a CONOCER document without running headers and footers, and what each of them is.

A line is a heading, a lead sentence, an element's header, a level, or plain text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
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


class Body(NamedTuple):
    """A document's lines in reading order and what was taken from its edges.

    `furniture` are distinct lines of headers and footers (the standard's code may stand only there), `repeated` counts
    those left out only because they stand on most pages; `form` is name and version of the form ("N-FO-02 6.0").
    """

    lines: list[Line]
    furniture: list[str]
    repeated: int
    form: str | None


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
_FORM_CODE = re.compile(r"^(?:[A-Z]\d*-)?[A-Z]{1,8}\d*-[A-Z]*\d{1,3}$")
_HEADER_WORD = re.compile(
    r"EST[ÁA]NDAR DE COMPETENCIA(?! DE)|(?i:formato de est[aá]ndar de competencia)|V(?i:ersi[oó]n)|P(?i:[aá]gina)"
    r"|H(?i:oja)(?=\s*[:\d])|(?:[A-Z]\d*-)?[A-Z]{1,8}\d*-[A-Z]*\d{1,3}(?![\w-])"
)
_VERSION = re.compile(r"\d{1,2}(?:\.\d{1,2})?(?!\S)")
_PAGE = re.compile(r"\d{1,3}\s*(?:de|/)\s*\d{1,3}(?!\S)")
# What a browser prints above and below a page: "11/25/26, 4:29 AM EC9555", "file:///C:/EC9555.html 1/5".
_PRINTED = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d{2}\b.*|(?:file|https?)://\S+\s+\d{1,3}/\d{1,3}")
_REPEATED_SHARE = 0.5
_REPEATED_LEAST = 3
_EDGE = 6
_BOX = {"codigo", "titulo", "codigotitulo", "titulocodigo"}


def key(text: str) -> str:
    """Letters and digits of the folded text only: equal for headings with glued, broken or accentless words."""
    return re.sub(r"[^a-z0-9]", "", fold(text))


def body(pages: Pages) -> Body:
    """Leave out running headers and footers."""
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
    return Body(lines, list(furniture), repeated, max(forms, key=forms.count) if forms else None)


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", key(text))


def _running(pages: list[list[tuple[int, str]]]) -> set[str]:
    """Shapes of the lines that stand on most pages near the same edge."""
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
        """Whether the whole line is of the header."""
        rest, versions, pages, form, version = line, self.versions, self.pages, self.form, self.version
        while rest := rest.lstrip(" :.|-"):
            if match := _PAGE.match(rest):
                pages -= 1
            elif match := _HEADER_WORD.match(rest):
                word = fold(match[0])
                versions += word == "version"
                pages += word in {"pagina", "hoja"}
                form = match[0] if _FORM_CODE.match(match[0]) else form
            elif match := _VERSION.match(rest):
                if versions > 0:
                    versions, version = versions - 1, match[0]
                else:
                    pages -= 1
            else:
                return self._body_line()
            if versions < 0 or pages < 0:
                return self._body_line()
            rest = rest[match.end() :]
        self.versions, self.pages, self.form, self.version = versions, pages, form, version
        return True

    def _body_line(self) -> bool:
        """A label does not reach beyond a line of the body: "1 de 3" there is an element's."""
        self.versions = self.pages = 0
        return False


def classify(text: str) -> Token:
    """What this line is by itself, whatever stands around it."""
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
    """The kind of group that a lead sentence announces; only a guess, documents use the wrong verb."""
    if re.search("obtiene|presenta|elabora", lead):
        return "producto"
    if "posee" in lead:
        return "conocimiento"
    return "actitud" if "demuestralas" in lead else "desempeno"


def _is_header(text: str, plain: str) -> bool:
    """Whether an element begins: "Referencia Código Título", "Referencia", "1 de 3 E0875 …", "Referencia 1 de 3 …"."""
    if re.match(r"^referencia(?:codigo|titulo)*$", plain):
        return True
    rest = LABELS.sub("", text)
    return REFERENCE.match(rest) is not None and (rest != text or ELEMENT_CODE.search(text) is not None)


def pieces(line: Line) -> Iterator[Line]:
    """The line, parted where a lead sentence, a heading, an item or a bullet share it."""
    texts = [line.text]
    for pattern in (_SPLIT_LEAD, _SPLIT_GROUP):
        last = texts.pop()
        match = pattern.match(last)
        texts += [match[1].strip(), last[match.end() :].strip()] if match else [last]
    texts += INLINE_BULLET.split(texts.pop())
    for index, text in enumerate(text for text in texts if text):
        yield replace(line, text=text, gap=line.gap and index == 0)


def _is_structure(text: str) -> bool:
    """Whether a line may repeat on many pages and still be part of the standard."""
    listed = BULLET.match(text) or re.match(r"\d{1,2}\s*[.)-]|(?i:situaci[óo]n|respuesta)s?", text)
    return classify(text).type != "text" or listed is not None or text[:1].islower()


def level_at_end(text: str) -> tuple[str, str, bool] | None:
    """A level that ends the line: the text before it, the level, and whether it is surely one ("del Aplicación")."""
    match = _LEVEL_END.match(text)
    return (match[1], match[2], _PREPOSITION.search(match[1]) is None) if match else None
