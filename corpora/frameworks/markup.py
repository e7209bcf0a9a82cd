"""Texts that a learning platform keeps as HTML, as plain text and back."""

from __future__ import annotations

import html
import re
import unicodedata

from corpora.text import clean, clean_lines

_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table)\b[^<>]*>", re.IGNORECASE)
# Known names only: "a <b y c> d" is a text about numbers.
_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|cite|code|em|font|i|img|math|mark|q|s|small|span|strike|strong|sub|sup|tbody|td|th|thead"
    r"|tt|u)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)


def plain(text: str) -> str:
    """One line of clean text without tags."""
    return text if _is_plain(text) else clean(_untagged(text))


def plain_lines(text: str) -> str:
    """Clean text without tags; paragraphs and line breaks become line feeds."""
    return text if _is_plain(text) else re.sub(r"\n{2,}", "\n", clean_lines(_untagged(text))).strip()


def paragraph(text: str, name: str = "") -> str:
    """A text as an HTML paragraph, its lines parted by `<br>`; `name` becomes its class."""
    escaped = html.escape(text).replace("\\", "&#92;").replace("\n", "<br>")
    return f'<p class="{name}">{escaped}</p>' if name else f"<p>{escaped}</p>"


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
