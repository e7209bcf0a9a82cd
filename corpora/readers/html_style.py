"""How the text of an HTML page looks, as far as its own styles and the names of its classes say: what stands out there.

Of style sheets within the page the rules for an element, a class or both count, not those for what stands within
another; what a page takes from elsewhere is not read.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import html

# A class by which pages call their headings: "section-title", "tituloApartado", "field__label".
_TITLE = re.compile(r"title|heading|t[ií]tulo|encabezado|field[_-]{1,2}label|\bh[1-6]\b", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_RULE = re.compile(r"(?<![^{}])([^{}]{1,2000})\{([^{}]{1,2000})\}")
_SELECTOR = re.compile(r"[\w-]*(?:\.[\w-]+)?")
_FONT = r"(?<![\w-])font(?:-{name})?\s{{0,9}}:[^;]{{0,80}}?(?<![\w.#-]){value}"
_WEIGHT = re.compile(_FONT.format(name="weight", value=r"(bold|bolder|[6-9]00|normal|[1-5]00)\b"), re.IGNORECASE)
_SIZE = re.compile(_FONT.format(name="size", value=r"(\d{1,3}(?:\.\d{1,3})?)(pt|px|r?em|%)"), re.IGNORECASE)
_HALF_POINTS = {"pt": 2.0, "px": 1.5, "rem": 24.0}
_MOST_RULES = 5000


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
        for selectors, said in (found for sheet in sheets for found in _RULE.findall(sheet)):
            for selector in map(str.strip, selectors.split(",")):
                if _SELECTOR.fullmatch(selector) and len(self._rules) < _MOST_RULES:
                    self._rules[selector] = f"{self._rules.get(selector, '')};{said}"[-2000:]

    def look(self, element: html.HtmlElement, above: Look, *, is_block: bool) -> Look:
        """How the text of an element looks that stands within what looks as `above`."""
        bold, size, classes = above.bold or element.tag in ("b", "strong"), above.size, element.get("class") or ""
        names = classes.split()
        # What is said of the element, the stronger rules last.
        selectors = (element.tag, *(f".{name}" for name in names), *(f"{element.tag}.{name}" for name in names))
        rules = [self._rules[selector] for selector in selectors if selector in self._rules]
        for said in (*rules, element.get("style") or ""):
            weights, sizes = _WEIGHT.findall(said), _SIZE.findall(said)
            bold = weights[-1].lower() in ("bold", "bolder", "600", "700", "800", "900") if weights else bold
            if sizes:
                number, unit = float(sizes[-1][0]), sizes[-1][1].lower()
                size = number * _HALF_POINTS.get(unit, above.size / (100 if unit == "%" else 1))
        return Look(bold, size, (above.titled and not is_block) or _TITLE.search(classes) is not None)
