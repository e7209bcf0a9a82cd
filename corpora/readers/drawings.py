"""DrawingML: the words of diagrams, charts and shapes, which Word and Excel keep in parts of their own.

ECMA-376 part 1, 20 and 21; charts also as Office draws them since 2016 (`cx`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

from corpora.numbers import whole
from corpora.omissions import Omissions

_STRUCK = frozenset({"sngStrike", "dblStrike"})
_DEEPEST = 9


def parse(data: bytes) -> Element | None:
    """Return the root of a part, None where it is no XML; nothing from elsewhere is read."""
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return None


def lines(root: Element, omissions: Omissions) -> Iterator[str]:
    """Return the text of each paragraph of a shape or chart, without what is struck out."""
    for paragraph in root.iter("{*}p"):
        parts: list[str] = []
        for run in paragraph.iterchildren("*"):
            look = run.find("{*}rPr")
            text = " " if str(run.tag).endswith("}br") else run.findtext("{*}t") or ""
            if text.strip() and look is not None and look.get("strike") in _STRUCK:
                omissions.add("struck")
            else:
                parts.append(text)
        yield "".join(parts)


def diagram(root: Element, omissions: Omissions) -> Iterator[tuple[int, str]]:
    """Return the texts of a diagram (SmartArt) from the top of its tree, each with its depth from 1."""
    points = {point.get("modelId", ""): point for point in root.iter("{*}pt") if point.get("type") != "pres"}
    below: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for line in root.iter("{*}cxn"):
        if line.get("type", "parOf") == "parOf":
            below[line.get("srcId", "")].append((whole(line.get("srcOrd")), line.get("destId", "")))
    parts = {point for children in below.values() for _, point in children}
    waiting = [(0 if points[id_].get("type") == "doc" else 1, id_) for id_ in reversed(points) if id_ not in parts]
    seen: set[str] = set()
    while waiting:
        depth, id_ = waiting.pop()
        if id_ in seen or id_ not in points:
            continue
        seen.add(id_)
        yield from ((max(depth, 1), text) for text in lines(points[id_], omissions))
        waiting += [(min(depth + 1, _DEEPEST), child) for _, child in sorted(below[id_], reverse=True)]


def chart(root: Element, omissions: Omissions) -> Iterator[str]:
    """Return the words of a chart once each: its titles, then the names of its series and categories."""
    names = [*root.iterfind(".//{*}tx//{*}v"), *root.iterfind(".//{*}cat//{*}strCache//{*}v")]
    names += [*root.iterfind(".//{*}txData/{*}v"), *root.iterfind(".//{*}strDim//{*}pt")]
    yield from dict.fromkeys([*lines(root, omissions), *(name.text or "" for name in names)])
