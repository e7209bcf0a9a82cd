"""Styles of an OpenDocument text: what is bold, how large, hidden or a heading, and how lists number their items."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import _Element as Element

from corpora.numbers import whole
from corpora.readers.numbering import written_number

NS = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_DEEPEST = 20  # styles that are each the parent of the next


def qn(name: str) -> str:
    """The name with its namespace, as lxml has it: "text:p"."""
    prefix, _, local = name.partition(":")
    return f"{{{NS[prefix]}}}{local}"


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks: in bold, of which size in half points (0: not said), hidden, as a heading of which level."""

    bold: bool = False
    size: int = 0
    hidden: bool = False
    level: int = 0
    is_title: bool = False
    name: str = ""


class Styles:
    """The styles of the document's parts, the automatic ones first."""

    def __init__(self, *roots: Element) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._lists: dict[str, dict[int, Element]] = {}
        for root in roots:
            for style in root.iter(qn("style:style")):
                key = (style.get(qn("style:family"), ""), style.get(qn("style:name"), ""))
                self._styles.setdefault(key, style)
            for style in root.iter(qn("text:list-style")):
                levels = {number(each, "text:level"): each for each in style.iterchildren("*")}
                self._lists.setdefault(style.get(qn("style:name"), ""), levels)

    def look(self, element: Element, family: str) -> Look:
        """The look of a paragraph ("paragraph") or a stretch of text ("text") by its style and that one's parents."""
        name = element.get(qn("text:style-name"), "")
        bold = size = hidden = level = None
        names = []
        for _ in range(_DEEPEST):
            style = self._styles.get((family, name))
            names.append(name)
            if style is None:
                break
            said = style.find(qn("style:text-properties"))
            if said is not None:
                bold = bold or said.get(qn("fo:font-weight"))
                size = size or _half_points(said.get(qn("fo:font-size"), ""))
                hidden = hidden or said.get(qn("text:display"))
            level = level or style.get(qn("style:default-outline-level"))
            name = style.get(qn("style:parent-style-name"), "")
        return Look(
            bold=bold in ("bold", "600", "700", "800", "900"),
            size=size or 0,
            hidden=hidden == "none",
            level=whole(level),
            is_title="Title" in names,
            name=" ".join(names),
        )

    def marker(self, style: str, depth: int, counts: list[int]) -> str:
        """What stands before an item: its number as printed, or a bullet.

        Args:
            style: name of the list's style.
            depth: of the item, from 1.
            counts: number of the item at each depth down to its own.
        """
        level = self._lists.get(style, {}).get(depth)
        if level is None or level.tag != qn("text:list-level-style-number"):
            return "• "
        shown = max(number(level, "text:display-levels", 1), 1)
        parts = []
        for at in range(max(depth - shown, 0), depth):
            own = self._lists[style].get(at + 1)
            form = own.get(qn("style:num-format"), "") if own is not None else ""
            if form:
                parts.append(written_number(counts[at], _FORMATS.get(form, "decimal")))
        suffix = level.get(qn("style:num-suffix"), "")
        return f"{level.get(qn('style:num-prefix'), '')}{'.'.join(parts)}{suffix} " if parts else ""

    def start(self, style: str, depth: int) -> int:
        """Number of a list's first item."""
        level = self._lists.get(style, {}).get(depth)
        return number(level, "text:start-value", 1) if level is not None else 1


def number(element: Element, name: str, otherwise: int = 0) -> int:
    """An attribute that is a number; `otherwise` where it is absent or none."""
    return whole(element.get(qn(name)), otherwise)


def _half_points(size: str) -> int:
    found = re.fullmatch(r"([0-9]{1,4}(?:\.[0-9]{1,9})?)pt", size)
    return round(2 * float(found[1])) if found else 0
