"""Section I of a standard, its general data: code, title, purpose, level, committee, dates, occupations, SCIAN, …."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from corpora.frameworks.conocer.lines import BULLET, STANDARD_CODE, Line, key
from corpora.frameworks.conocer.words import WordRepair
from corpora.text import fold

Fields = defaultdict[str, list[Line]]
"""Name of a field to its lines; "" is what belongs to none."""
_SCIAN = ("sector", "subsector", "rama", "subrama", "clase")

# Field → what the key of a line that opens it begins with; the longest of several that fit counts.
_FIELDS = {
    "title": "codigotitulo titulocodigo codigo titulo",
    "purpose": "propositodelestandar proposito",
    "description": "descripciongeneral descripciondelestandar descripciondelec",
    "level": "nivelenelsistemanacional niveldecompetencia",
    "committee": "comitedegestionporcompetencias",
    "approved": "fechadeaprobacion",
    "published": "fechadepublicacion",
    "revision": "periododerevision periodosugeridoderevision",
    "validity": "tiempodevigencia vigenciadelcertificado",
    "occupations": "modulogrupoocupacional grupounitario ocupacionesasociadas ocupacionesnocontenidas",
    **{name: name for name in _SCIAN},
    "companies": "empresaseinstituciones organizacionesparticipantes",
    "related": "relacionconotros",
    "practice": "detallesdelapractica",
    "requirements": "apoyosrequerimientos apoyos",
    "duration": "duracionestimada",
    "references": "referenciasdeinformacion referenciasbibliograficas",
    "": "ocupacionesrelacionadas clasificacionsegunelsistema aspectosrelevantesdelaevaluacion"
    " elpresenteecunavezpublicado elpresenteestandardecompetenciaunavezpublicado",
}
_LABELS = sorted(
    ((label, name) for name, labels in _FIELDS.items() for label in labels.split()), key=lambda of: -len(of[0])
)
_WHOLE = {"codigo", "titulo", "proposito", "sector", "subsector", "rama", "subrama", "clase", "apoyos", "vigencia"}
# Text of a label that goes on in the next line or stands before the value.
_TAILS = {
    "purpose": r"^(?:de\s+competencia|del\s+ec)\s*[:.]?\s*",
    "description": r"^(?:del?\s+est[áa]ndar\s+)?(?:de\s+competencia(?:\s+de\s+marca)?|del\s+ec)\s*[:.]?\s*",
    "committee": r"^que\s+(?:lo\s+)?desarroll[óo](?:\s+el\s+(?:est[áa]ndar|ec)\S*)?\s*:?\s*",
    "companies": r"^(?:participantes\s+)?en\s+el\s+desarrollo\s+del?\s+(?:ec|est[áa]ndar\s+de\s+competencia)\s*:?\s*",
    "duration": r"^(?:de\s+la\s+evaluaci[óo]n)\s*:?\s*",
    "references": r"^(?:de\s+informaci[óo]n)\s*[:.]?\s*",
    "related": r"^(?:est[áa]ndares\s+de\s+competencia)\s*:?\s*",
    "requirements": r"^/?\s*requerimientos\s*:?\s*",
    "occupations": r"^(?:ocupacional|del?\s+ocupaciones.*)\s*:?\s*",
}
_BOX_LABELS = re.compile(r"^\s*(?:(?:C[óo]digo|T[íi]tulo)\b[\s:]*)+|\s(?:C[óo]digo|T[íi]tulo)\s*:?$", re.IGNORECASE)
_DATE = re.compile(
    r"\b\d{1,2}[°º]?\s*(?:de\s+[a-zé]+\s+del?\s+\d{4}|[/-]\s*(?:\d{1,2}|[a-zé]+)\s*[/-]\s*\d{4})", re.IGNORECASE
)
_PERIOD = re.compile(r"\b\d{1,2}\s+(?:a[ñn]os?|meses)\b|\bindefinida\b", re.IGNORECASE)
_OCCUPATIONS_LABEL = re.compile(r"(?:reconocidas?\s+en\s+el|en\s+el\s+(?:Sistema|Cat[áa]logo)|ocupaci)", re.IGNORECASE)
_SUBHEADS = {"estandaresrelacionados", "estandaresequivalentes", "estandarrelacionado", "estandarequivalente"}
_UPDATES = re.compile(
    r"\b(?:actualiza|sustituye|reemplaza|abroga|deja sin efectos?)\b[^.]{0,60}?\b(EC\s?\d{4}(?:[._]\d{2})?)"
)
# What follows it: when that edition was published, and for how long both are in use.
_PUBLISHED = re.compile(
    r"publicad[oa]s? en el (?:Diario Oficial de la Federaci[óo]n|D\.?\s?O\.?\s?F\.?),? el (?:d[íi]a )?"
)
_OVERLAP = re.compile(r"plazo m[áa]ximo de (\w+)(?: \(\w+\))? mes(?:es)?")
_WORDS = "uno dos tres cuatro cinco seis siete ocho nueve diez once doce".split()  # noqa: SIM905 - easier to read
_NUMBERS = {word: number for number, word in enumerate(_WORDS, 1)}
_LISTS = ("companies", "related", "practice", "requirements", "references")
_FAR = 900  # characters behind "actualiza al …" in which its terms stand
_GLUED_NUMBER = re.compile(r"^(\d{2,6})(?=[A-Za-zÁÉÍÓÚÑáéíóúñ])")


def standard_code(text: str) -> str | None:
    """Return the first code of a standard in a text, in its usual form: "EC0217_01" and "EC0217.01" are one."""
    match = STANDARD_CODE.search(text)
    if match is None:
        return None
    digits = match[2].replace("O", "0")
    return f"EC{match[1]}{digits}" + (f".{match[3]}" if match[3] else "")


def fields(lines: Sequence[Line]) -> Fields:
    """Return the lines of each field; a label's own words are left out."""
    found: Fields = defaultdict(list, {"": []})
    name = ""
    for line in lines:
        opened, rest = _label(line.text, name)
        name = name if opened is None else opened
        if opened is None or name in {"approved", "published"}:
            rest = line.text
        if rest:
            found[name].append(Line(rest, line.page, line.gap))
    return found


def _label(text: str, name: str) -> tuple[str | None, str]:
    """Return the field that a line opens, and what of the line is its value."""
    plain = key(text)
    for label, opened in _LABELS:
        if not plain.startswith(label) or not text[:1].isupper():
            continue
        # Behind the label's last letter; spaces and signs within it do not count.
        seen = accumulate(len(key(character)) for character in text)
        rest = text[next((at for at, letters in enumerate(seen, 1) if letters >= len(label)), len(text)) :]
        if label in _WHOLE and re.match(r"^\s*(?:[:.]|$)|^\s+(?:EC|T[íi]tulo)", rest) is None and name != "title":
            continue
        return opened, rest.lstrip(" :.").strip()
    return None, ""


def prose(found: Fields, name: str, mender: WordRepair) -> str:
    """Return a field's lines as paragraphs, parted at blank lines after a sentence."""
    lines = found[name]
    begins = [False] + [line.gap and before.text.endswith((".", ":")) for before, line in pairwise(lines)]
    texts = _joined(zip(begins, (BULLET.sub("• ", line.text) for line in lines), strict=False), mender)
    return _without_label(name, "\n".join(texts))


def _items(found: Fields, name: str, mender: WordRepair) -> list[str]:
    """Return a field's bullets, or its paragraphs where it has none."""
    texts = [line.text for line in found[name] if key(line.text) not in _SUBHEADS]
    texts[:1] = [_without_label(name, text) for text in texts[:1]]
    bulleted = any(map(BULLET.match, texts))
    pieces = ((BULLET.match(text), text) for text in texts)
    begins = ((bool(mark) if bulleted else text[:1].isupper() or text[:1].isdigit()) for mark, text in pieces)
    return _joined(zip([*begins], (BULLET.sub("", text) for text in texts), strict=True), mender)


def _without_label(name: str, text: str) -> str:
    """Return a field's text without the words of its label that stand in the line below it."""
    return re.sub(_TAILS.get(name, "(?!)"), "", text, count=1, flags=re.IGNORECASE)


def _joined(pieces: Iterable[tuple[bool, str]], mender: WordRepair) -> list[str]:
    """Return pieces of text as paragraphs, of which one begins with each piece that says so."""
    parts: list[list[str]] = []
    for begins, text in pieces:
        if begins or not parts:
            parts.append([])
        parts[-1].append(text)
    return [text for part in parts if (text := mender.join(part))]


def title_and_code(lines: Sequence[Line], mender: WordRepair) -> tuple[str, str | None]:
    """Return title and code from their box: one line, two, title first, or spread over lines."""
    code = standard_code(" ".join(line.text for line in lines))
    texts = (STANDARD_CODE.sub("", line.text, count=1) if code else line.text for line in lines)
    return mender.join(filter(None, (_BOX_LABELS.sub("", text.strip()) for text in texts))), code


def parse_level(lines: Sequence[Line]) -> str | None:
    """Return the level, "1" to "5", by the word or figure behind the label; None where it is missing."""
    text = fold(" ".join(line.text for line in lines))
    text = re.sub(r"^.*?competencias?\s*:", "", text, count=1)
    match = re.search(r"\b(uno|dos|tres|cuatro|cinco|[1-5])\b", " ".join(text.split()[:3]))
    return str(_NUMBERS.get(match[1], match[1])) if match else None


def _pair(found: Fields, names: tuple[str, str], pattern: re.Pattern[str], own: str = "") -> list[str | None]:
    """Return the values of two fields as printed; their labels may both stand before both values.

    One alone is the second's where that label stands in its line, by a word of its `own`; without such a word, where it
    stands behind that label.
    """
    one, two = (pattern.findall(" ".join(line.text for line in found[name])) for name in names)
    is_second = not one and any(pattern.search(line.text) and own in line.text for line in found[names[1]])
    return [None, *two] if is_second and len(two) == 1 else [*one, *two, None, None][:2]


def details(found: Fields, code: str, mender: WordRepair) -> dict[str, object]:
    """Return what a standard's `extra` says; fields that the document does not have are left out."""
    approved, published = _pair(found, ("approved", "published"), _DATE, "publicaci")
    revision, validity = _pair(found, ("revision", "validity"), _PERIOD)
    everything = mender.join(line.text for lines in found.values() for line in lines)
    replaces = [standard_code(match) for match in _UPDATES.findall(everything)]
    replaced_on, overlap = _transition(everything)
    committee = prose(found, "committee", mender).replace("\n", " ")
    if re.match(r"(?:del?|para)\s", committee):  # the label is the beginning of a name: "… del Gobierno de …"
        committee = f"Comité de Gestión por Competencias {committee}"
    # The label "Ocupaciones no contenidas en el Sistema … y / reconocidas en el Sector para este EC" has two lines.
    found["occupations"] = [line for line in found["occupations"] if not _OCCUPATIONS_LABEL.match(line.text)]
    scian = {name: values for name in _SCIAN if (values := _scian(found[name], mender))}
    extra: dict[str, object] = {
        "purpose": prose(found, "purpose", mender),
        "committee": committee,
        "approved": approved,
        "published": published,
        "revision": revision,
        "validity": validity,
        "occupations": _items(found, "occupations", mender),
        "replaces": list(dict.fromkeys(other for other in replaces if other != code)),
        "replaces_published": replaced_on,
        "overlap_months": overlap,
        "duration": "\n".join(_items(found, "duration", mender)),
        **{name: _items(found, name, mender) for name in _LISTS},
        "scian": scian,
        "sector": re.sub(r"^\d+\s*", "", scian.get("sector", [""])[0]).rstrip("."),
    }
    return {name: value for name, value in extra.items() if value}


def _transition(text: str) -> tuple[str | None, int | None]:
    """Return when the edition that is replaced was published, and the months in which both are in use."""
    found = _UPDATES.search(text)
    if found is None:
        return None, None
    rest = text[found.end() : found.end() + _FAR]
    published, overlap = _PUBLISHED.search(rest), _OVERLAP.search(rest)
    date = _DATE.match(rest, published.end()) if published else None
    word = overlap[1].lower() if overlap else ""
    return (date[0] if date else None), int(word) if word.isdigit() else _NUMBERS.get(word)


def _scian(lines: Sequence[Line], mender: WordRepair) -> list[str]:
    texts = [_GLUED_NUMBER.sub(r"\1 ", BULLET.sub("", line.text)) for line in lines]
    return _joined(((text[:1].isdigit(), text) for text in texts), mender)
