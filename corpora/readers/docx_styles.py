"""Styles of a DOCX with their inheritance, and list numbers as Word prints them (ECMA-376 part 1, 17.7 and 17.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from corpora.numbers import whole
from corpora.readers.pieces import written_number

_HEADING = re.compile(r"(?:heading|t[íi]tulo|encabezado|ep[íi]grafe)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|t[íi]tulo|puesto", re.IGNORECASE)
_CONTENTS = re.compile(r"toc\b.*|table of figures|tdc\s*\d|[íi]ndice\s*\d|tabla de (?:contenido|ilustraciones).*", re.I)
_NUMBERING = f"{qn('w:pPr')}/{qn('w:numPr')}"
_BODY_TEXT = 9
_DEEPEST = 20  # styles that are each based on the next
_OFF = frozenset({"0", "false", "off", "none"})


def value(element: Element | None, *names: str) -> str | None:
    """The `w:val` of the descendant by these names, "" where it has no value, None where there is none."""
    for name in names:
        element = None if element is None else element.find(qn(name))
    return None if element is None else element.get(qn("w:val"), "")


def _level(outline: str) -> int:
    """Of a heading, from 1; 0 for body text."""
    level = whole(outline, _BODY_TEXT)
    return level + 1 if level < _BODY_TEXT else 0


class Styles:
    """What the styles of one document say about paragraphs and runs."""

    def __init__(self, root: Element | None) -> None:
        elements = () if root is None else root.findall(qn("w:style"))
        self._styles = {element.get(qn("w:styleId"), ""): element for element in elements}
        kinds = ((e.get(qn("w:type")), e.get(qn("w:default")), e.get(qn("w:styleId"), "")) for e in elements)
        self._default = next((id_ for kind, on, id_ in kinds if kind == "paragraph" and on in ("1", "true")), "")
        self._size = value(root, "w:docDefaults", "w:rPrDefault", "w:rPr", "w:sz") or "20"
        self._last: tuple[Element | None, str] = (None, self._default)
        self.level = cache(self._level)

    def of(self, paragraph: Element) -> str:
        """The id of the paragraph's style."""
        if paragraph is not self._last[0]:  # it is asked for each of its runs, and looked for among them
            self._last = (paragraph, value(paragraph, "w:pPr", "w:pStyle") or self._default)
        return self._last[1]

    def chain(self, *styles: str) -> Iterator[Element]:
        """Each style and those it is based on, the nearest first."""
        for style in styles:
            seen: set[str] = set()
            while style in self._styles and style not in seen and len(seen) < _DEEPEST:
                seen.add(style)
                yield self._styles[style]
                style = value(self._styles[style], "w:basedOn") or ""

    def heading_level(self, paragraph: Element) -> int:
        """1 to 9 for a heading, by its own outline level or its style's; 0 for other paragraphs."""
        outline = value(paragraph, "w:pPr", "w:outlineLvl")
        return _level(outline) if outline is not None else self.level(self.of(paragraph))

    def is_title(self, paragraph: Element) -> bool:
        """Whether the paragraph has the style of the document's title."""
        return any(_TITLE.fullmatch(value(e, "w:name") or "") for e in self.chain(self.of(paragraph)))

    def _level(self, style: str) -> int:
        for element in self.chain(style):
            outline = value(element, "w:pPr", "w:outlineLvl")
            if outline is not None:
                return _level(outline)
            name = value(element, "w:name") or ""
            if match := _HEADING.fullmatch(name):
                return int(match[1])
            if _TITLE.fullmatch(name):
                return 1
        return 0

    def is_contents(self, style: str) -> bool:
        """Whether it is a style of tables of contents or of figures, the heading above them included."""
        return _CONTENTS.fullmatch(value(self._styles.get(style), "w:name") or "") is not None

    def run_flag(self, run: Element, paragraph: Element, name: str) -> bool:
        """Whether a toggle (`w:b`, `w:vanish`) holds for the run: by itself, its style or its paragraph's style."""
        return next((said for said in self._said(run, paragraph, name) if said is not None), "off") not in _OFF

    def run_size(self, run: Element, paragraph: Element) -> int:
        """The run's size in half points."""
        return whole(next(filter(None, self._said(run, paragraph, "w:sz")), self._size))

    def _said(self, run: Element, paragraph: Element, name: str) -> Iterator[str | None]:
        yield value(run, "w:rPr", name)
        for element in self.chain(value(run, "w:rPr", "w:rStyle") or "", self.of(paragraph)):
            yield value(element, "w:rPr", name)

    def numbering(self, paragraph: Element) -> tuple[str, str | None, str]:
        """Number id, list level (None where not said) and the style that says so; ("", None, "") without numbering."""
        own, style = paragraph.find(_NUMBERING), self.of(paragraph)
        if (number := value(own, "w:numId")) is not None:
            return number, value(own, "w:ilvl") or "0", style
        for element in self.chain(style):
            found = element.find(_NUMBERING)
            if (number := value(found, "w:numId")) is not None:
                return number, value(found if own is None else own, "w:ilvl"), element.get(qn("w:styleId"), "")
        return "", None, ""


_PLACE = re.compile(r"%([1-9])")
_LEVELS, _LEVEL = 9, qn("w:ilvl")


class Marker(NamedTuple):
    """What stands before an item, with a blank behind it ("" for none), and its depth from 1."""

    text: str
    depth: int


class _Levels:
    """The levels of one list (`w:num`): of its abstract list, and what it has otherwise itself."""

    def __init__(self, num: Element, abstract: Element) -> None:
        levels, overrides = abstract.findall(qn("w:lvl"))[:_LEVELS], num.findall(qn("w:lvlOverride"))[:_LEVELS]
        # Reversed, since of several for one level the first counts.
        self.of_style = {value(each, "w:pStyle"): whole(each.get(_LEVEL)) for each in reversed(levels)}
        own = {each.get(_LEVEL): each.find(qn("w:lvl")) for each in reversed(overrides)}
        self._definitions = {each.get(_LEVEL): each for each in reversed(levels)}
        self._definitions |= {level: each for level, each in own.items() if each is not None}
        self._restarts = {each.get(_LEVEL): value(each, "w:startOverride") for each in reversed(overrides)}

    def definition(self, level: int) -> Element | None:
        return self._definitions.get(str(level))

    def restarts(self, level: int) -> str | None:
        """The number with which the list begins a level anew; None where it goes on counting."""
        return self._restarts.get(str(level))

    def start(self, level: int) -> int:
        return whole(self.restarts(level) or value(self.definition(level), "w:start") or "1", 1)


class Numbering:
    """The lists of one document and how far each has counted; to be asked paragraph by paragraph, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        nums, abstracts = (() if root is None else root.findall(qn(name)) for name in ("w:num", "w:abstractNum"))
        self._nums = {num.get(qn("w:numId"), ""): num for num in nums}
        self._abstracts = {abstract.get(qn("w:abstractNumId"), ""): abstract for abstract in abstracts}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._list = cache(self._list_of)

    def marker(self, paragraph: Element) -> Marker | None:
        """The marker of this paragraph, None where it is no item of a list."""
        number, said, style = self._styles.numbering(paragraph)
        abstract_id, levels = self._list(number)
        if levels is None:
            return None
        level = min(levels.of_style.get(style, 0) if said is None else whole(said), _LEVELS - 1)
        definition = levels.definition(level)
        if definition is None:
            return Marker("• ", level + 1)
        return Marker(_written(definition, levels, self._count(number, abstract_id, levels, level)), level + 1)

    def _list_of(self, number: str) -> tuple[str, _Levels | None]:
        """The id of its abstract list, that of its style where it only refers to one, and its levels, None without."""
        num = self._nums.get(number)
        abstract_id = value(num, "w:abstractNumId") or ""
        if link := value(self._abstracts.get(abstract_id), "w:numStyleLink"):
            styles = self._styles.chain(link)
            linked = self._nums.get(next((n for e in styles if (n := value(e, "w:pPr", "w:numPr", "w:numId"))), ""))
            abstract_id = abstract_id if linked is None else value(linked, "w:abstractNumId") or ""
        abstract = self._abstracts.get(abstract_id)
        return abstract_id, None if num is None or abstract is None else _Levels(num, abstract)

    def _count(self, number: str, abstract_id: str, levels: _Levels, level: int) -> list[int]:
        """Count this item and give the numbers of its level and those above."""
        counts = self._counts.setdefault(abstract_id, [None] * _LEVELS)
        if levels.restarts(level) is not None and (number, level) not in self._begun:
            counts[level] = None
        self._begun.add((number, level))
        current = counts[level]
        counts[level] = levels.start(level) if current is None else current + 1
        for deeper in range(level + 1, _LEVELS):
            if value(levels.definition(deeper), "w:lvlRestart") != "0":
                counts[deeper] = None
        for higher in range(level):
            if counts[higher] is None:
                counts[higher] = levels.start(higher)
        return [count or 0 for count in counts[: level + 1]]


def _written(definition: Element, levels: _Levels, counts: list[int]) -> str:
    style = value(definition, "w:numFmt") or "decimal"
    if style in ("none", "bullet"):
        return "• " if style == "bullet" else ""
    legal = definition.find(qn("w:isLgl")) is not None

    def number(match: re.Match[str]) -> str:
        level = int(match[1]) - 1
        own = "decimal" if legal else value(levels.definition(level), "w:numFmt") or "decimal"
        return written_number(counts[level], own) if level < len(counts) else ""

    text = _PLACE.sub(number, value(definition, "w:lvlText") or "").strip()
    return f"{text} " if text else ""
