"""How the text of an HTML page looks, as far as its own styles and its classes say: what stands out, what is not shown.

Of style sheets within the page the rules for an element, a class or both count, not those for what stands within
another; what a page takes from elsewhere is not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import html

from corpora.not_said import Reason

# A class by which pages call their headings: "section-title", "tituloApartado", "field__label".
_TITLE = re.compile(r"title|heading|t[ií]tulo|encabezado|field[_-]{1,2}label|\bh[1-6]\b", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_RULE = re.compile(r"(?<![^{}])([^{}]{1,2000})\{([^{}]{1,2000})\}")
_SELECTOR = re.compile(r"[\w-]*(?:\.[\w-]+)?")
_FONT = r"(?<![\w-])font(?:-{name})?\s{{0,9}}:[^;]{{0,80}}?(?<![\w.#-]){value}"
_WEIGHT = re.compile(_FONT.format(name="weight", value=r"(bold|bolder|[6-9]00|normal|[1-5]00)\b"), re.IGNORECASE)
_SIZE = re.compile(_FONT.format(name="size", value=r"(\d{1,3}(?:\.\d{1,3})?)(pt|px|r?em|%)"), re.IGNORECASE)
_DECORATION = re.compile(r"(?<![\w-])text-decoration(?:-line)?\s{0,9}:([^;]{0,80})", re.IGNORECASE)
_SHOWN = re.compile(r"(?<![\w-])(display|visibility)\s{0,9}:\s{0,9}([a-z-]{1,20})", re.IGNORECASE)
_OUTSIDE = re.compile(r"(?<![\w-])(?:left|top|text-indent|margin-left)\s{0,9}:\s{0,9}-\d{4}")
_HALF_POINTS = {"pt": 2.0, "px": 1.5, "rem": 24.0}
_MOST_RULES = 5000
HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_NAMES = (
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form header"
    " hr html legend li main nav ol p pre section summary table caption tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCK_NAMES.split()) | frozenset(HEADINGS)
"""Elements that stand by themselves."""


class Look(NamedTuple):
    """Whether letters are bold or those of a title by its class, and their size in half points."""

    bold: bool = False
    size: float = 24.0
    titled: bool = False


class Styles:
    """The rules of a page."""

    def __init__(self, root: html.HtmlElement) -> None:
        sheets = (_COMMENT.sub("", element.text or "") for element in root.iter("style"))
        self._rules: dict[str, str] = {}
        self._everywhere: dict[str, str] = {}  # those of sheets that make no difference between a screen and paper
        for sheet in sheets:
            for rules in (self._rules, self._everywhere)[: 1 + ("@media" not in sheet)]:
                for selectors, said in _RULE.findall(sheet):
                    for selector in map(str.strip, selectors.split(",")):
                        if _SELECTOR.fullmatch(selector) and len(rules) < _MOST_RULES:
                            rules[selector] = f"{rules.get(selector, '')};{said}"[-2000:]

    def is_struck(self, element: html.HtmlElement) -> bool:
        """Whether its text is lined through."""
        said = ";".join(_said(element, self._rules)).lower()
        return "line-through" in said and "line-through" in _DECORATION.findall(said)[-1]

    def not_shown(self, element: html.HtmlElement, *, by_sheets: bool) -> Reason | None:
        """Why it is not seen, by its own style, or also by the style sheets; None where it is."""
        said = ";".join(_said(element, self._everywhere if by_sheets else {})).lower()
        shown = dict(_SHOWN.findall(said)) if said else {}  # the last counts
        if shown.get("display") == "none" or shown.get("visibility") in ("hidden", "collapse"):
            return "hidden"
        return "outside" if _OUTSIDE.search(said) else None

    def look(self, element: html.HtmlElement, above: Look, *, is_block: bool) -> Look:
        """How the text of an element looks that stands within what looks as `above`."""
        bold, size, classes = above.bold or element.tag in ("b", "strong"), above.size, element.get("class") or ""
        for said in _said(element, self._rules):
            weights, sizes = _WEIGHT.findall(said), _SIZE.findall(said)
            bold = weights[-1].lower() in ("bold", "bolder", "600", "700", "800", "900") if weights else bold
            if sizes:
                number, unit = float(sizes[-1][0]), sizes[-1][1].lower()
                size = number * _HALF_POINTS.get(unit, above.size / (100 if unit == "%" else 1))
        return Look(bold, size, (above.titled and not is_block) or _TITLE.search(classes) is not None)


def _said(element: html.HtmlElement, rules: Mapping[str, str]) -> list[str]:
    """What is said of the element, the stronger rules last."""
    names = (element.get("class") or "").split()
    selectors = (element.tag, *(f".{name}" for name in names), *(f"{element.tag}.{name}" for name in names))
    return [*(rules[selector] for selector in selectors if selector in rules), element.get("style") or ""]
