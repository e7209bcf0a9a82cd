"""Cleaning that all readers share: Unicode, spaces, words broken at the end of a line; text folded for comparison."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import filterfalse

# Control characters that are no white space, surrogates, private use, noncharacters (U+FFFE among them), soft hyphen,
# byte order mark, zero-width space, word joiner and direction marks. ZWJ and ZWNJ stay: some scripts need them.
_NONCHARACTERS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069"
    f"\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff{_NONCHARACTERS}\U000f0000-\U0010ffff]"
)
# Symbol fonts have their bullets in the private use area: U+F0B7 at the beginning of a line is a bullet.
_PRIVATE_BULLET = re.compile(r"^[^\S\n]*[\ue000-\uf8ff](?=\s*\w)", re.MULTILINE)
# Marks stand among what is no word, space or Latin sign; so do dashes and dots in a row, which stay. Control characters
# go later, and part no marks.
_MARKS_IN_A_ROW, _SIGNS = 30, re.compile(r"[^\w\t-\r\x20-\x7e\x85\xa0-\xac\xae-\u02ff]{31,}")
# The bytes in UTF-8 of all that is below U+0300, where marks begin, and of what follows the first byte of a character.
_LATIN_BYTES = bytes([*range(0x20, 0x7F), *b"\t\n\v\f\r", *range(0x80, 0xCC)])
BRACKETED = re.compile(r"\s*\([^()]*\)")
_BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_SPACES_IN_LINE = re.compile(r"[^\S\n]+")
ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_TAG = re.compile(
    r"</?(?:p|br|li|ul|ol|div|span|strong|b|em|i|u|h[1-6]|table|tbody|t[rdh]|a|font|section|article|html|body|abbr"
    r"|blockquote|cite|code|img|mark|math|q|s|small|strike|su[bp]|tt)\b[^<>]*>",
    re.IGNORECASE,
)
_ITEM = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:p|br|li|ul|ol|div|h[1-6]|table|tr|section|article)\b[^<>]*>", re.IGNORECASE)
# What is never closed goes to the end, as in a browser.
_UNSEEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def limit_marks(text: str) -> str:
    """Return the text with at most 30 marks on a letter, as Unicode's stream-safe form has it (UAX #15).

    To compose a text takes the square of the marks that follow one another, and no language has so many.
    """
    # Few texts have so many signs at all, and to count bytes takes a tenth of the time of an expression.
    signs = text.encode("utf-8", "surrogatepass").translate(None, _LATIN_BYTES)
    return text if len(signs) <= _MARKS_IN_A_ROW else _SIGNS.sub(_keep_marks, text)


def _keep_marks(match: re.Match[str]) -> str:
    kept, row = [], 0
    for character in match[0]:
        kind = unicodedata.category(character)[0]
        row = row + (kind == "M") if kind in "MC" else 0
        kept += [character] if kind != "M" or row <= _MARKS_IN_A_ROW else []
    return "".join(kept)


def without_markup(text: str) -> str:
    """Return the text of a cell that may hold HTML, with line breaks and bullets in place of its tags."""
    for _ in range(2):  # feeds escape their HTML once more than needed
        if _ENTITY.search(text):
            text = limit_marks(html.unescape(text))
    if _TAG.search(text):
        text = _UNSEEN.sub(" ", text)
        text = _TAG.sub("", _BREAK.sub("\n", _ITEM.sub("\n• ", text)))
    return text


def clean(text: str) -> str:
    """Return one line of clean text: NFC, without control, private-use or non-characters, white space as blanks."""
    if not text.isprintable():  # in printable text, the usual one, there is nothing to drop
        text = _DROPPED.sub("", _PRIVATE_BULLET.sub("• ", text))
    if not text.isascii():
        text = unicodedata.normalize("NFC", _SIGNS.sub(_keep_marks, text))
    return " ".join(text.split())


def clean_lines(text: str) -> str:
    """Clean as `clean`, but keep the line breaks, each a line feed; blanks around them go."""
    text = unicodedata.normalize("NFC", limit_marks(_DROPPED.sub("", _PRIVATE_BULLET.sub("• ", text))))
    return "\n".join(_SPACES_IN_LINE.sub(" ", line).strip() for line in _BREAKS.sub("\n", text).split("\n"))


# What the bytes of UTF-8 that are common in Spanish and English are in other sets: all else is passed over quickly.
_SUSPECT = re.compile("[ÂÃâĂ√¬‚├┬ΓÔ\x80-\x84\x86-\x9f]|€[¢™œ¦˜]")
_GLUED = re.compile(r"[A-Za-z0-9\x80-\U0010ffff]+")
# A sign of three bytes whose first was lost: "€¢" is "•". Behind an amount "€”" may close what is quoted, and is left.
_HALF_LOST = re.compile("(?<!â)€(?=[¢™œ¦˜])")
# What ftfy asks more of than a word: the same as DOS and the Mac have it, "├│" and "√≥" for "ó", beside a letter; else
# these signs are frames and formulas.
_OTHERS = ("cp850", "cp437", "mac_roman")
_LEAD, _FOLLOWING = ("".join(bytes(codes).decode(of) for of in _OTHERS) for codes in (b"\xc2\xc3", range(128, 192)))
_PAIR = f"[{_LEAD}][{re.escape(_FOLLOWING)}]"
_IN_OTHERS = re.compile(f"(?<=[A-Za-z]){_PAIR}|{_PAIR}(?=[A-Za-z])")


def fix_mojibake(text: str) -> str:
    """Put right letters that were UTF-8 and were read as something else: "MecÃ¡nico" is "Mecánico"."""
    if text.isascii() or not _SUSPECT.search(text):
        return text
    from ftfy import fix_encoding  # few texts need it

    text = _IN_OTHERS.sub(_from_others, _HALF_LOST.sub("â€", text))
    # Word by word, so that what stands beside one decides nothing.
    return _GLUED.sub(lambda word: fix_encoding(word[0]) if _SUSPECT.search(word[0]) else word[0], text)


def _from_others(match: re.Match[str]) -> str:
    for charset in _OTHERS:
        with suppress(UnicodeError):
            return match[0].encode(charset).decode("utf-8")
    return match[0]


class _Letters(dict[int, str]):
    """Folded characters by code point, each worked out once; for `str.translate`."""

    def __missing__(self, point: int) -> str:
        base = unicodedata.normalize("NFD", chr(point))[0].lower()
        self[point] = base if len(base) == 1 else chr(point)
        return self[point]


_FOLDED = _Letters()
_ACCENTS = re.compile("[\u0300-\u036f]")
_SPANISH = tuple(zip("áéíóúüñ", "aeiouun", strict=True))


def fold_letters(text: str) -> str:
    """Lower the case and drop accents, keeping the length, so that offsets in one are offsets in the other."""
    lowered = _without_spanish(text.lower())
    return lowered if lowered.isascii() else text.translate(_FOLDED)


def _without_spanish(text: str) -> str:
    """Remove the accents of small Spanish letters: mostly all that there are, in a fifth of the time."""
    for letter, plain in _SPANISH:
        text = text.replace(letter, plain)
    return text


@lru_cache(maxsize=512)  # one text is asked of by many rules in turn
def fold(text: str) -> str:
    """Lower the case, drop accents (ñ becomes n), and make white space single blanks."""
    text = text.lower()
    return " ".join((text if text.isascii() else without_accents(text)).split())


def without_accents(text: str) -> str:
    """Return the text decomposed (NFD), without its combining characters; ñ becomes n."""
    text = _without_spanish(text)
    if text.isascii():
        return text
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    return bare if bare.isascii() else "".join(filterfalse(unicodedata.combining, bare))  # which takes longer


def words_of_name(name: str) -> str:
    """Return the words of a file's or framework's name: "mesa_2026" is "mesa 2026"."""
    return re.sub(r"[\W_]+", " ", name).strip()


def own_code(code: str, title: str) -> str:
    """Return the code to show before a title: "" where both are one name, as those of a plain list."""
    return "" if words_of_name(code) == title else code


def telling_code(code: str, title: str) -> str:
    """Return the same, and "" for what says nothing to people, as ESCO's."""
    return "" if _UUID.fullmatch(code) else own_code(code, title)


def in_line(names: Sequence[str], most: int) -> str:
    """Return the first names, at most so many, in one line, with an ellipsis where there are more."""
    return ", ".join([*names[:most], *(["…"] if names[most:] else [])])


def titled(code: str, title: str) -> str:
    """Return a code with its title, and a name that is both once."""
    return f"{own_code(code, title)} {title}".strip()
