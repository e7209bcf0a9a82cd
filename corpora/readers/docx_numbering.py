"""Automatic list numbers of a DOCX, computed as Word prints them (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from typing import NamedTuple

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from corpora.numbers import whole
from corpora.readers.docx_styles import Styles, value
from corpora.readers.numbering import written_number

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


class Marker(NamedTuple):
    """What stands before an item, with a blank behind it ("" for none), and its depth from 1."""

    text: str
    depth: int


class Numbering:
    """The lists of one document and how far each has counted; to be asked paragraph by paragraph, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        nums = () if root is None else root.findall(qn("w:num"))
        self._nums = {num.get(qn("w:numId"), ""): num for num in nums}
        abstracts = () if root is None else root.findall(qn("w:abstractNum"))
        self._abstracts = {abstract.get(qn("w:abstractNumId"), ""): abstract for abstract in abstracts}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def marker(self, paragraph: Element) -> Marker | None:
        """The marker of this paragraph, None where it is no item of a list."""
        number, said, style = self._styles.numbering(paragraph)
        num = self._nums.get(number)
        if num is None:
            return None
        abstract_id, abstract = self._abstract(num)
        if abstract is None:
            return None
        level = self._level_of(abstract, style) if said is None else whole(said)
        level = min(level, _LEVELS - 1)
        definition = self._definition(num, abstract, level)
        if definition is None:
            return Marker("• ", level + 1)
        counts = self._count(number, num, abstract_id, abstract, level)
        return Marker(self._written(definition, num, abstract, counts), level + 1)

    def _abstract(self, num: Element) -> tuple[str, Element | None]:
        abstract_id = value(num, "w:abstractNumId") or ""
        abstract = self._abstracts.get(abstract_id)
        link = value(abstract, "w:numStyleLink")
        if link:
            linked = self._nums.get(self._styles.style_number(link))
            if linked is not None and linked is not num:
                abstract_id = value(linked, "w:abstractNumId") or ""
                abstract = self._abstracts.get(abstract_id)
        return abstract_id, abstract

    @staticmethod
    def _level_of(abstract: Element, style: str) -> int:
        """The level that is tied to the paragraph style, 0 if none is."""
        for definition in abstract.findall(qn("w:lvl"))[:_LEVELS]:
            if value(definition, "w:pStyle") == style:
                return whole(definition.get(qn("w:ilvl")))
        return 0

    @staticmethod
    def _override(num: Element, level: int) -> Element | None:
        overrides = num.findall(qn("w:lvlOverride"))[:_LEVELS]
        return next((each for each in overrides if each.get(qn("w:ilvl")) == str(level)), None)

    def _definition(self, num: Element, abstract: Element, level: int) -> Element | None:
        override = self._override(num, level)
        own = override.find(qn("w:lvl")) if override is not None else None
        if own is not None:
            return own
        levels = abstract.findall(qn("w:lvl"))[:_LEVELS]
        return next((each for each in levels if each.get(qn("w:ilvl")) == str(level)), None)

    def _start(self, num: Element, abstract: Element, level: int) -> int:
        start = value(self._override(num, level), "w:startOverride")
        start = start or value(self._definition(num, abstract, level), "w:start") or "1"
        return whole(start, 1)

    def _count(self, number: str, num: Element, abstract_id: str, abstract: Element, level: int) -> list[int]:
        """Count this item and give the numbers of its level and those above."""
        counts = self._counts.setdefault(abstract_id, [None] * _LEVELS)
        restarts = value(self._override(num, level), "w:startOverride") is not None
        if restarts and (number, level) not in self._begun:
            counts[level] = None
        self._begun.add((number, level))
        current = counts[level]
        counts[level] = self._start(num, abstract, level) if current is None else current + 1
        for deeper in range(level + 1, _LEVELS):
            if value(self._definition(num, abstract, deeper), "w:lvlRestart") != "0":
                counts[deeper] = None
        for higher in range(level):
            if counts[higher] is None:
                counts[higher] = self._start(num, abstract, higher)
        return [count or 0 for count in counts[: level + 1]]

    def _written(self, definition: Element, num: Element, abstract: Element, counts: list[int]) -> str:
        style = value(definition, "w:numFmt") or "decimal"
        if style == "none":
            return ""
        if style == "bullet":
            return "• "
        legal = definition.find(qn("w:isLgl")) is not None

        def number(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            if level >= len(counts):
                return ""
            own = self._definition(num, abstract, level)
            return written_number(counts[level], "decimal" if legal else value(own, "w:numFmt") or "decimal")

        text = _PLACE.sub(number, value(definition, "w:lvlText") or "").strip()
        return f"{text} " if text else ""
