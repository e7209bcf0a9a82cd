"""Descriptions as they come out of databases and feeds: HTML with its lists, entities, escaped line ends."""

from __future__ import annotations

import html
import re

from corpora.text import clean_lines, mended

_TAG = re.compile(
    r"</?(?:p|br|li|ul|ol|div|span|strong|b|em|i|u|h[1-6]|table|t[rdh]|a|font|section|article|html|body)\b[^<>]*>", re.I
)
_ITEM = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:p|br|li|ul|ol|div|h[1-6]|table|tr|section|article)\b[^<>]*>", re.IGNORECASE)
# What is never closed goes to the end, as in a browser.
_UNSEEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);", re.IGNORECASE)


def plain(text: str) -> str:
    r"""Clean text of a cell, letters mended: markup becomes line breaks and bullets, "\n" written out a break."""
    text = mended(text)
    for _ in range(2):  # Feeds escape their HTML once more than needed.
        if _ENTITY.search(text):
            text = html.unescape(text)
    if _TAG.search(text):
        text = _UNSEEN.sub(" ", text)
        text = _TAG.sub("", _BREAK.sub("\n", _ITEM.sub("\n• ", text)))
    text = clean_lines(text.replace("\\r\\n", "\n").replace("\\n", "\n"))
    return re.sub(r"\n{2,}", "\n", text).strip()
