"""Texts that a learning platform keeps as HTML, as plain text and back."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping

from corpora.text import clean, clean_lines

_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table)\b[^<>]*>", re.IGNORECASE)
# Known names only: "a <b y c> d" is a text about numbers.
_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|cite|code|em|font|i|img|math|mark|q|s|small|span|strike|strong|sub|sup|tbody|td|th|thead"
    r"|tt|u)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_MARKED = re.compile(r'<p class="curmap-([a-z]+)">(.*?)</p>', re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)


def plain(text: str) -> str:
    """One line of clean text without tags."""
    return text if _is_plain(text) else clean(_untagged(text))


def plain_lines(text: str) -> str:
    """Clean text without tags; paragraphs and line breaks become line feeds."""
    return text if _is_plain(text) else re.sub(r"\n{2,}", "\n", clean_lines(_untagged(text))).strip()


def marked(parts: Mapping[str, str]) -> str:
    """Texts as HTML paragraphs whose class says what each is; empty ones are left out.

    No line break and no backslash stands in it: some readers of CSV stumble over both.
    """
    return "".join(f'<p class="curmap-{name}">{_escaped(text)}</p>' for name, text in parts.items() if text)


def unmarked(text: str) -> tuple[dict[str, str], str]:
    """The parts that `marked` wrote, exactly, and what else stands in an HTML text, as plain lines."""
    parts = {name: html.unescape(_BREAK.sub("\n", inner)) for name, inner in _MARKED.findall(text)}
    return parts, plain_lines(without_marked(text))


def without_marked(text: str) -> str:
    """An HTML text without what `marked` wrote."""
    return _MARKED.sub("", text)


def _escaped(text: str) -> str:
    return html.escape(text).replace("\\", "&#92;").replace("\n", "<br>")


def _untagged(text: str) -> str:
    bare = _TAG.sub("", _BLOCK.sub("\n", text))
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), bare)


def _is_plain(text: str) -> bool:
    """Whether nothing is to be cleaned, as in most texts: told without the expressions that cleaning takes.

    What is not printable are control, format and private-use characters and all white space but the blank.
    """
    return (
        text.isprintable()
        and "  " not in text
        and "<" not in text
        and "&" not in text
        and text[:1] != " " != text[-1:]
        and unicodedata.is_normalized("NFC", text)
    )
