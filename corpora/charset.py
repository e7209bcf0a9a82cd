"""Bytes to text: byte order mark, UTF-8, UTF-16 without a mark, then the single-byte sets of Spanish and English.

Which of these it is the letters say, and where they stand: charset-normalizer, made for longer texts, takes one in five
short ones for another set.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from operator import ne
from typing import NamedTuple

from corpora.language import seems_english
from corpora.text import fix_mojibake, limit_marks

_SINGLE_BYTE = ("cp1252", "cp850", "mac_roman", "cp437")
"""Of Windows, DOS, the Mac and the DOS before; the likelier first."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 16
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# Of the sets of Python those that browsers know too, as it names them.
_SETS = re.compile(r"(?:cp\d|iso8859|koi8|mac-|mac_|gb|big5|euc_|shift_jis|iso2022|tis|hz\b|johab|ptcp|kz)")
# One control character in a hundred: text has none or a stray one, noise about one in six.
_MAX_CONTROL = 0.01
_STRAY = 2  # of a short text, as a small table is
_LETTERS = re.compile("[áéíóúüñÁÉÍÓÚÜÑ]")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_SIGN = re.compile(r"[^\x00-\x7f]")
_ANYWHERE = frozenset("çàèòïâêôãõÇÀÈÒÏ°±²³×½≥≤€")
"""Letters of Portuguese, Catalan and French, and signs of quantities beside words: they tell nothing."""
_BETWEEN_WORDS, _WITHIN_WORDS = frozenset("¿¡«»ºª–—“”‘’…•·"), "–—’"


class Decoded(NamedTuple):
    """Text, the character set it was in, how many bytes of it said nothing in that set.

    `mixed` is how many lines were in another one, as in a file that was put together of several: UTF-8 among lines of a
    single-byte set, or the other way round. They are read in their own. `garbled` is how many lines had letters that
    were UTF-8 and somebody read as something else before, which are put right.
    """

    text: str
    charset: str
    lost: int = 0
    mixed: int = 0
    garbled: int = 0


def decode(data: bytes, *, partial: bool = False) -> Decoded | None:
    """Return the text in these bytes, None where they are none; `partial` ones may end within a character."""
    decoded = _by_mark(data) or _utf8(data, partial=partial) or _utf16(data) or _single_byte(data)
    if decoded is None:
        return None
    strange, length = len(_CONTROL.findall(decoded.text)), len(decoded.text)
    if strange > max(_MAX_CONTROL * length, min(_STRAY, length // 10)):
        return None
    text = limit_marks(decoded.text)
    right = fix_mojibake(text)
    lines = 0 if right is text else sum(map(ne, text.splitlines(), right.splitlines()))
    return decoded._replace(text=right, garbled=lines)


def decode_declared(data: bytes, said: str | None) -> Decoded | None:
    """Decode as `decode` does bytes that come with the name of a set: valid UTF-8 is UTF-8, else it is as declared."""
    decoded = decode(data)
    if decoded is None or said is None or decoded.charset.startswith("utf-") or decoded.mixed:
        return decoded
    text = decode_as(data, said)
    return decoded if text is None else Decoded(text, said)


def decode_as(data: bytes, name: str) -> str | None:
    """Return the text in the character set of that name, which the file itself gives; None where there is no such set.

    UTF-8 and UTF-16 are none here: what is in them is known by its bytes, whatever it says.
    """
    try:
        charset = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    # Browsers read Latin-1 as cp1252, and so it is meant (WHATWG Encoding).
    charset = "cp1252" if charset in ("iso8859-1", "ascii") else charset
    # Python has more under these names: packers, ciphers, names of computers.
    return fix_mojibake(limit_marks(data.decode(charset, errors="ignore"))) if _SETS.match(charset) else None


def _by_mark(data: bytes) -> Decoded | None:
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], charset)
    return None


def _decoded(data: bytes, charset: str) -> Decoded:
    text = data.decode(charset, errors="replace")
    return Decoded(text.replace("\ufffd", ""), charset, text.count("\ufffd"))


def _utf8(data: bytes, *, partial: bool) -> Decoded | None:
    """Decode UTF-8, also with a few broken characters among many good ones, which another set would garble."""
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(data, final=not partial)
    lost = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    good = len(data) - len(text)  # at least one byte more than characters for each character beyond ASCII
    if lost and lost * 3 > good:
        return None
    if lost and not partial:
        return _by_line(data, "utf-8", _as_single_byte)
    return Decoded(text.replace("\ufffd", ""), "utf-8", text.count("\ufffd"))


def _by_line(data: bytes, charset: str, other: Callable[[bytes], str | None]) -> Decoded:
    """Return the text in this set, but the lines of which `other` gives one; said to be mixed are the fewer ones."""
    lines, lost, own, others = [], 0, 0, 0
    for line in data.splitlines(keepends=True):
        if line.isascii() or (text := other(line)) is None:
            text, _, of_line, *_ = _decoded(line, charset)
            own, lost = own + (not line.isascii()), lost + of_line
        else:
            others += 1
        lines.append(text)
    return Decoded("".join(lines), charset, lost, min(own, others))


def _as_single_byte(line: bytes) -> str | None:
    """Return a line all of whose bytes beyond ASCII are letters of Spanish; a damaged one of UTF-8 is not."""
    beyond = b"".join(_BEYOND_ASCII.findall(line)).decode(_SINGLE_BYTE[0], errors="replace")
    return None if _LETTERS.sub("", beyond) else line.decode(_SINGLE_BYTE[0])


def _as_utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _utf16(data: bytes) -> Decoded | None:
    """Decode UTF-16 without a mark: in Western text every other byte is zero."""
    sample = data[:_SAMPLE]
    half = max(len(sample) // 2, 1)
    for charset, zeros in (("utf-16-le", sample[1::2].count(0)), ("utf-16-be", sample[::2].count(0))):
        if zeros > 0.6 * half:
            return _decoded(data, charset)
    return None


def _single_byte(data: bytes) -> Decoded | None:
    if b"\x00" in data[:_SAMPLE]:
        return None
    sample = b"".join(line for line in data[:_SAMPLE].splitlines(keepends=True) if _as_utf8(line) is None)
    english = seems_english(sample.decode("ascii", errors="replace"))
    charset = max(_SINGLE_BYTE, key=lambda name: _likeness(sample.decode(name, errors="replace"), english=english))
    return _by_line(data, charset, _as_utf8)


def _likeness(text: str, *, english: bool) -> int:
    """Return how many signs beyond ASCII stand as they do in Spanish or English, less those that do not.

    A letter stands in a word, a capital behind no small letter; of the other signs English alone has some within words
    ("skills—both", "learner’s"), where another set has letters of Spanish.
    """
    likeness = 0
    for found in _SIGN.finditer(text):
        sign, at = found[0], found.start()
        before, behind = text[max(at - 2, 0) : at], text[at + 1 : at + 2]
        last = before[-1:]
        if _LETTERS.match(sign):
            odd = last.islower() if sign.isupper() else before.isalpha() and before.isupper() and len(before) > 1
            likeness += 1 if (last.isalpha() or behind.isalpha()) and not odd else -1
        elif sign not in _ANYWHERE or (last.isalpha() and behind.isalpha() and not sign.isalpha()):
            within = last.isalpha() and behind.isalpha()
            likeness += 1 if sign in (_WITHIN_WORDS if english and within else "" if within else _BETWEEN_WORDS) else -1
    return likeness
