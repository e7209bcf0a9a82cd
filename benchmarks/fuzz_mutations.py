"""How fuzzing damages a file: by its structure (elements, members, values, cells, tokens, lines), then its bytes."""

from __future__ import annotations

import copy
import csv
import io
import json
import random
import re
import struct
import zipfile
import zlib
from typing import Any

from lxml import etree

NUMBERS = (
    *("0", "-1", "1.5", "1e999", "NaN", "-Infinity", "99", "1000", "65536", "2147483648", "100000000", "9" * 30),
    *("9" * 5000, "²", "٣", "½", "Ⅷ", "0x10", "１２", "+7", " 3 ", "", "auto", "-99999999999999999999"),
)
TEXTS = (
    *("\0", "\ufffe", "\uf0b7", "\u202e", "\u0301" * 300, "\u2028", "\x85", "\u00ad", "a" * 300, "²", "İ", "ß" * 9),
    *("\U0010fffd", "=1+1", "'", '"', "<!--", "]]>", "&#0;", "%s{}", "../../x", "C:\\x", "\t", "\r", "|", ";;;;"),
)
# What the expressions of labels, markers, vocabulary, dates and contacts look for: repeated, they go over it again.
TOKENS = (
    *("a ", "1.", "1 ", "- ", "• ", "(", ")", "a)", "<!--", "<?xml ", "\n", " \n", "\t", "_", "*", "**", "[", "]("),
    *("#", "Unidad 1 ", "Módulo: ", "el alumno ", "al finalizar ", "será capaz de ", "de ", "y ", "competencias "),
    *("RA1 ", "enero 1 ", "1 de ", "12/12/", "siguientes: ", "E1234 ", "a@", "a.", "www.", "http://", "tel ", "5 5"),
    *("C/ ", ":", "Objetivo: ", "se valorará ", "contacto ", "criterios de evaluación ", "A. ", "I", "CE1.", "| "),
    *("---|", "> ", "<b>", "<div>", "<table><tr><td>", "<ul><li>", "</td>", "&amp;", "``", "~~", "!", "¿", "\u0301"),
    *(
        "\x0c",
        "…",
        " #a",
        "núm.",
        "\u0301\u0323",
        "ademas de ",
        "sap",
        "optativa 1 ",
        "creditos 1 ",
        "===",
        "Página 1 ",
    ),
    *("1 de 1 ", "Actividad de evaluación ", "x-", "-\n", "Aa ", "Aa\n"),
)
DEEP, MANY = 2000, 3000
_MOST_CELLS = 100_000
_LARGEST = 3 << 20
"""Characters."""


def damaged_bytes(data: bytes, rng: random.Random) -> bytes:
    """Return bytes changed, cut out, put in, repeated, or the end cut off."""
    found = bytearray(data or b"x")
    for _ in range(rng.choice((1, 1, 2, 8))):
        at = rng.randrange(len(found))
        match rng.randrange(5):
            case 0:
                found[at] = rng.randrange(256)
            case 1:
                del found[at : at + rng.randint(1, 60)]
            case 2:
                found[at:at] = bytes(rng.choice(b'",;\t\n<>{}[]\\0aA\0\xff') for _ in range(rng.choice((3, 200))))
            case 3:
                other = rng.randrange(len(found))
                found[at:at] = found[other : other + rng.randint(1, 200)] * rng.choice((1, 1, 50))
            case _:
                del found[max(at, len(found) // 2) :]
        found = found or bytearray(b"x")
    return bytes(found)


def damaged_text(data: bytes, rng: random.Random) -> bytes:
    """Return lines repeated, joined, emptied or moved; one token over and over; characters that are no letters."""
    lines = data.decode("utf-8", "replace").split("\n")
    for _ in range(rng.choice((1, 1, 2, 4))):
        at = rng.randrange(len(lines))
        match rng.randrange(9):
            case 0:
                lines[at:at] = [lines[at]] * _often(rng, (2, 50, MANY), lines[at])
            case 1:
                lines[at] += rng.choice(TOKENS) * rng.choice((3, 300, 20_000))
            case 2:
                lines[at] = rng.choice(TOKENS) * rng.choice((300, 100_000)) + rng.choice(("", "x", "!", lines[at]))
            case 3:
                lines = [rng.choice((" ", "", "\t")).join(lines)]
            case 4:
                place = rng.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:place] + rng.choice(TEXTS + NUMBERS) + lines[at][place:]
            case 5:
                lines[at] = re.sub(r"\d+", lambda _: rng.choice(NUMBERS), lines[at])
            case 6:
                lines = lines * _often(rng, (2, 20), *lines)
            case 7:
                lines[at] = "".join(rng.choice(TOKENS) for _ in range(rng.choice((5, 2000))))
            case _:
                rng.shuffle(lines)
    text = "\n".join(lines)[: 2 << 20]
    return text.encode(rng.choice(("utf-8", "utf-8", "utf-8", "utf-16", "cp1252", "utf-7")), "replace")


def _often(rng: random.Random, times: tuple[int, ...], *texts: str) -> int:
    """Return so many times that the file stays one that is opened."""
    return max(min(rng.choice(times), _LARGEST // (1 + sum(map(len, texts)))), 1)


def damaged_xml(data: bytes, rng: random.Random) -> bytes:  # noqa: C901 - one case for each kind of damage
    """Return elements repeated, nested, moved, renamed or removed; attributes and texts replaced."""
    try:
        root = etree.fromstring(data, etree.XMLParser(huge_tree=True))
    except etree.XMLSyntaxError:
        return damaged_bytes(data, rng)
    for _ in range(rng.choice((1, 1, 2, 6))):
        elements = list(root.iter("*"))
        element = rng.choice(elements)
        parent = element.getparent()
        match rng.randrange(10):
            case 0 | 1 | 2 if any(each.attrib for each in elements):
                element = rng.choice([each for each in elements if each.attrib])
                _hostile_attribute(element, rng)
            case 3 if parent is not None and len(list(element.iter())) < 300:
                times = rng.choice((2, 60, MANY)) // (1 + len(list(element.iter())) // 10)
                for _ in range(times):
                    element.addnext(copy.deepcopy(element))
            case 4:
                for _ in range(rng.choice((3, 100, DEEP))):
                    element = etree.SubElement(element, element.tag, dict(element.attrib))
                element.text = "hondo"
            case 5 if parent is not None:
                parent.remove(element)
            case 6:
                element.tag = rng.choice(elements).tag
            case 7:
                element.text = (element.text or "") + rng.choice(
                    (*(text for text in NUMBERS), "ñ", rng.choice(TOKENS).replace("\x0c", "") * 20_000, "\u0301" * 999)
                )
            case 8 if parent is not None:
                other = rng.choice(elements)
                if other not in element.iter():
                    other.append(element)
            case _:
                element.clear()
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")[: 20 << 20]


def _hostile_attribute(element: Any, rng: random.Random) -> None:  # noqa: ANN401 - an element of lxml
    name = rng.choice(list(element.attrib))
    if rng.random() < 0.15:
        del element.attrib[name]
    else:
        element.set(name, rng.choice(NUMBERS) if rng.random() < 0.8 else rng.choice(("x", "A1:XFD1048576", "a" * 5000)))


def damaged_zip(data: bytes, rng: random.Random) -> bytes:
    """Return a member's content damaged by its kind.

    Or a member dropped, exchanged, packed otherwise, its bytes changed.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    names = sorted(members)
    packing = dict.fromkeys(names, zipfile.ZIP_DEFLATED)
    for _ in range(rng.choice((1, 1, 2))):
        name = rng.choice([n for n in names if n.endswith((".xml", ".rels"))] if rng.random() < 0.9 else names)
        match rng.randrange(12):
            case 0:
                members.pop(name, None)
            case 1:
                members[name] = members.get(rng.choice(names), b"")
            case 2:
                packing[name] = rng.choice((zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_STORED))
            case 3:
                members[name] = damaged_bytes(members.get(name, b"x"), rng)
            case _:
                members[name] = damaged_xml(members.get(name, b"<x/>"), rng)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=packing[name])
    found = made.getvalue()
    if rng.random() < 0.15:
        return damaged_bytes(found, rng)
    if rng.random() < 0.08:  # the method of packing, or the sign of encryption, in the directory alone
        at = found.rfind(b"PK\x01\x02")
        return found[: at + 8] + bytes(rng.choice((0, 1, 8, 12, 14, 99)) for _ in range(4)) + found[at + 12 :]
    return found


_VALUES: tuple[Any, ...] = (None, 0, "", [], {}, "x", True, 1.5, "\x00", {"a": 1}, -1, 10**30, "²", "\u0301" * 99)
_RAW = ("NaN", "Infinity", "-Infinity", "1e999", "9" * 5000, '"\\ud800"', "[" * 3000 + "]" * 3000, "1E400")


def damaged_json(data: bytes, rng: random.Random) -> bytes:  # noqa: C901 - one case for each kind of damage
    """Return values removed, replaced, repeated or put in another's place.

    Numbers that JSON has not; also line by line.
    """
    try:
        content = json.loads(data)
    except ValueError:
        lines = data.split(b"\n")
        at = rng.randrange(len(lines))
        if rng.random() < 0.3 or not lines[at].strip():
            return damaged_text(data, rng)
        lines[at] = damaged_json(lines[at], rng)
        return b"\n".join(lines)
    marks: dict[str, str] = {}
    for _ in range(rng.randint(1, 4)):
        places = _places(content)
        if not places:
            break
        holder, key = rng.choice(places)
        match rng.randrange(6):
            case 0 if isinstance(holder, dict):
                holder.pop(key, None)
            case 1:
                mark = f"@@{len(marks)}@@"
                marks[f'"{mark}"'] = rng.choice(_RAW)
                holder[key] = mark
            case 2 if isinstance(holder, list) and len(json.dumps(holder[key])) < 2000:
                holder[key:key] = [copy.deepcopy(holder[key]) for _ in range(rng.choice((2, 300)))]
            case 3:
                other, name = rng.choice(places)
                holder[key] = copy.deepcopy(other[name]) if len(places) < 3000 else None
            case 4 if isinstance(holder[key], str):
                holder[key] += rng.choice(TOKENS) * rng.choice((2, 20_000)) + rng.choice(TEXTS)
            case _:
                holder[key] = copy.deepcopy(rng.choice(_VALUES))
    text = json.dumps(content)
    for mark, raw in marks.items():
        text = text.replace(mark, raw)
    return text.encode()


def _places(content: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 - whatever JSON holds
    places: list[tuple[Any, Any]] = []
    waiting = [content]
    while waiting:
        value = waiting.pop()
        below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, child in below:
            places.append((value, key))
            waiting.append(child)
    return places


def damaged_csv(data: bytes, rng: random.Random) -> bytes:
    """Return cells, rows and columns replaced, repeated, moved and left out; another delimiter."""
    text = data.decode("utf-8-sig", "replace")
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row] or [["x"]]
    for _ in range(rng.randint(1, 3)):
        row = rng.choice(rows) or ["x"]
        at = rng.randrange(len(row))
        match rng.randrange(8):
            case 0 | 1:
                row[at] = rng.choice(NUMBERS + TEXTS)
            case 2:
                row[at] = rng.choice(TOKENS) * rng.choice((3, 300, 60_000)) + rng.choice(("", "x"))
            case 3:
                rows[1:1] = [list(row) for _ in range(_often(rng, (2, MANY), *row))]
            case 4:
                row[at:at] = [row[at]] * _often(rng, (1, 2000), row[at])
            case 5:
                del row[at]
            case 6:
                rows[0][rng.randrange(len(rows[0]))] = rng.choice((*rows[0], "", "id"))
            case _:
                rows = [[*each, each[at % len(each)] if each else ""] for each in rows]
        rows = [each for each in rows if each][:20_000] or [["x"]]
        if sum(map(len, rows)) > _MOST_CELLS:
            rows = rows[: max(_MOST_CELLS // max(map(len, rows)), 2)]
    made = io.StringIO()
    csv.writer(made, delimiter=rng.choice((delimiter, delimiter, ",", ";", "\t", "|"))).writerows(rows)
    return made.getvalue().encode("utf-8", "replace")[: 4 << 20]


_WRAPS = ((b"[", b"]"), (b"<< /Kids [", b"] >>"), (b"(", b")"))
_HALVES = (b"(\xfe\xff\xd8\x00)", b"(\xff\xfe\x00\xd8A\x00)", b"<FEFFD800>", b"<FFFE>", b"()")
_OPERATORS = (b"q ", b"BT ", b"/F1 1 Tf ", b"0 0 m 9 9 l S ", b"1 0 0 1 9 9 cm ", b"(a) Tj ")


def damaged_pdf(data: bytes, rng: random.Random) -> bytes:
    """Return references turned about, numbers and names replaced, structures nested and repeated."""
    found = data
    count = max(len(re.findall(rb"\d+ 0 obj", data)), 1)
    for _ in range(rng.choice((1, 1, 3, 10))):
        match rng.randrange(9):
            case 0 | 1:
                found = _one(rb"\b\d+ 0 R\b", f"{rng.randint(0, count)} 0 R".encode(), found, rng)
            case 2 | 3:
                number = rng.choice([n for n in NUMBERS if n.isascii()]).encode()
                found = _one(rb"(?<=[ \[])-?\d+(?:\.\d+)?(?=[ \]\n/>])", number, found, rng)
            case 4:
                found = _one(rb"/[A-Z]\w+", rng.choice(re.findall(rb"/[A-Z]\w+", found) or [b"/X"]), found, rng)
            case 5:
                deep, (before, behind) = rng.choice((10, 600, 60_000)), rng.choice(_WRAPS)
                found = _one(rb"\[[^\[\]]*\]|<<[^<>]*>>", before * deep + b"@@" + behind * deep, found, rng)
            case 6:
                found = _one(rb"\((?:[^()\\]|\\.)*\)", rng.choice(_HALVES), found, rng)
            case 7:
                found = _one(rb"stream\r?\n", b"@@" + rng.choice(_OPERATORS) * rng.choice((5, 300, 20_000)), found, rng)
            case _:
                found = damaged_bytes(found, rng)
    # The place of the table of references is not mended: the engine looks for the objects itself.
    return found if b"startxref" in found else found + b"\nstartxref\n0\n%%EOF"


def _one(pattern: bytes, change: bytes, data: bytes, rng: random.Random) -> bytes:
    """Return one of the places where the pattern is found becomes `change`, in which "@@" stands for what was there."""
    places = list(re.finditer(pattern, data))
    if not places:
        return damaged_bytes(data, rng)
    found = rng.choice(places)
    return data[: found.start()] + change.replace(b"@@", found[0]) + data[found.end() :]


def damaged_picture(data: bytes, rng: random.Random) -> bytes:
    """Return the size that a PNG says it has, with the right checksum; else bytes."""
    if data.startswith(b"\x89PNG") and rng.random() < 0.4:
        size = struct.pack(">II", *(rng.choice((0, 1, 7, 8000, 60_000, 2**31 - 1)) for _ in range(2)))
        header = b"IHDR" + size + data[24:29]
        return data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:]
    return damaged_bytes(data, rng)
