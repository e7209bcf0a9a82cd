"""How the text of an HTML page looks, as far as its own styles and its classes say: what stands out, what is not shown.

Of style sheets within the page the rules for an element, its classes and its id count, and of those for what stands
within another element the ones that hide or strike out; what a page takes from elsewhere is not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from lxml import html

from corpora.omissions import Reason

# A class by which pages call their headings: "section-title", "tituloApartado", "field__label".
_TITLE = re.compile(r"title|heading|t[ií]tulo|encabezado|field[_-]{1,2}label|\bh[1-6]\b", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_RULE = re.compile(r"(?<![^{}])([^{}]{1,2000})\{([^{}]{1,2000})\}")
_SELECTOR = re.compile(r"[\w-]*(?:\.[\w-]+)?")
_COMPOUND = re.compile(r"[\w-]*(?:[.#][\w-]+)*")
_NAME = re.compile(r"[.#]?[\w-]+")
_FONT = r"(?<![\w-])font(?:-{name})?\s{{0,9}}:[^;]{{0,80}}?(?<![\w.#-]){value}"
_WEIGHT = re.compile(_FONT.format(name="weight", value=r"(bold|bolder|[6-9]00|normal|[1-5]00)\b"), re.IGNORECASE)
_SIZE = re.compile(_FONT.format(name="size", value=r"(\d{1,3}(?:\.\d{1,3})?)(pt|px|r?em|%)"), re.IGNORECASE)
_DECORATION = re.compile(r"(?<![\w-])text-decoration(?:-line)?\s{0,9}:([^;]{0,80})", re.IGNORECASE)
_SHOWN = re.compile(r"(?<![\w-])(display|visibility)\s{0,9}:\s{0,9}([a-z-]{1,20})", re.IGNORECASE)
_OUTSIDE = re.compile(r"(?<![\w-])(?:left|top|text-indent|margin-left)\s{0,9}:\s{0,9}-\d{4}")
_ZERO = r"\s{0,9}:\s{0,9}0(?:\.0{1,9})?(?:px|pt|r?em|%)?\s{0,9}(?:;|!|$)"
_INVISIBLE = re.compile(
    rf"(?<![\w-])(?:(?:opacity|font-size){_ZERO}|font-size\s{{0,9}}:\s{{0,9}}[01](?:\.\d{{1,9}})?p[xt]"
    r"|mso-hide\s{0,9}:\s{0,9}all|content-visibility\s{0,9}:\s{0,9}hidden|transform\s{0,9}:\s{0,9}scale\(0"
    r"|clip\s{0,9}:\s{0,9}rect\([01]?(?:px)?[,\s]{1,9}[01]|clip-path\s{0,9}:\s{0,9}inset\((?:50|100)%"
    r"|color\s{0,9}:\s{0,9}(?:transparent|rgba\([^()]{1,30},\s{0,9}0(?:\.0{1,9})?\)))"
)
_COLLAPSED = re.compile(rf"(?<![\w-])(?:max-)?(?:height|width){_ZERO}")
_WHITE = re.compile(
    r"(?<![\w-])color\s{0,9}:\s{0,9}(?:white|#fff(?:fff)?|rgba?\(255, ?255, ?255(?:, ?1)?\))\s{0,9}(?:;|!|$)"
)
_HIDING = re.compile(r"display|visibility|line-through", re.IGNORECASE)
_HALF_POINTS = {"pt": 2.0, "px": 1.5, "rem": 24.0}
_MOST_RULES, _MOST_SELECTORS = 5000, 200
_MOST_ANCESTORS = 100  # that a selector is compared with; files made to last nest without end
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
        sheets = [_COMMENT.sub("", element.text or "") for element in root.iter("style")]
        self._rules: dict[str, str] = {}
        self._everywhere: dict[str, str] = {}  # those of sheets that make no difference between a screen and paper
        self._is_whole = not any("stylesheet" in (link.get("rel") or "").lower() for link in root.iter("link"))
        self._chosen: dict[html.HtmlElement, str] = {}
        self._choose(root, "".join(sheet for sheet in sheets if "@media" not in sheet))
        for sheet in sheets:
            for rules in (self._rules, self._everywhere)[: 1 + ("@media" not in sheet)]:
                for selectors, said in _RULE.findall(sheet):
                    for selector in map(str.strip, selectors.split(",")):
                        if _SELECTOR.fullmatch(selector) and len(rules) < _MOST_RULES:
                            rules[selector] = f"{rules.get(selector, '')};{said}"[-2000:]

    def _choose(self, root: html.HtmlElement, sheet: str) -> None:
        """Note what the rules that hide or strike out say of what they choose by more than one name."""
        hiding = ((selectors, said) for selectors, said in _RULE.findall(sheet) if _HIDING.search(said))
        chosen = ((each, said) for selectors, said in hiding for each in map(str.strip, selectors.split(",")))
        several = [(steps, said) for each, said in chosen if not _SELECTOR.fullmatch(each) and (steps := _steps(each))]
        by_name = defaultdict[str, list[tuple[list[_Step], str]]](list)
        for steps, said in several[:_MOST_SELECTORS]:
            by_name[min(steps[-1].names)].append((steps, said))
        for element in root.iter() if several else ():
            names = _names(element)
            for steps, said in (each for name in names for each in by_name.get(name, ())):
                if steps[-1].names <= names and _is_within(element, steps):
                    self._chosen[element] = f"{self._chosen.get(element, '')};{said}"[-2000:]

    def is_struck(self, element: html.HtmlElement) -> bool:
        """Return whether its text is lined through."""
        said = ";".join([*_declarations(element, self._rules), self._chosen.get(element, "")]).lower()
        return "line-through" in said and "line-through" in _DECORATION.findall(said)[-1]

    def not_shown(self, element: html.HtmlElement, *, by_sheets: bool) -> Reason | None:
        """Return why it is not seen, by its own style, or also by the style sheets; None where it is."""
        by_page = _declarations(element, self._everywhere if by_sheets else {})
        said = ";".join([self._chosen.get(element, "") if by_sheets else "", *by_page]).lower()
        shown = dict(_SHOWN.findall(said)) if said else {}  # the last counts
        if shown.get("display") == "none" or shown.get("visibility") in ("hidden", "collapse"):
            return "hidden"
        collapsed = _COLLAPSED.search(said) and re.search(r"overflow[\w-]{0,2}\s*:\s*(?:hidden|clip)", said)
        if (
            collapsed
            or _INVISIBLE.search(said)
            or (self._is_whole and _WHITE.search(said) and not _has_ground(element, self._rules))
        ):
            return "hidden"
        return "outside" if _OUTSIDE.search(said) else None

    def look(self, element: html.HtmlElement, above: Look, *, is_block: bool) -> Look:
        """Return how the text of an element looks that stands within what looks as `above`."""
        bold, size, classes = above.bold or element.tag in ("b", "strong"), above.size, element.get("class") or ""
        for said in _declarations(element, self._rules):
            weights, sizes = _WEIGHT.findall(said), _SIZE.findall(said)
            bold = weights[-1].lower() in ("bold", "bolder", "600", "700", "800", "900") if weights else bold
            if sizes:
                number, unit = float(sizes[-1][0]), sizes[-1][1].lower()
                size = number * _HALF_POINTS.get(unit, above.size / (100 if unit == "%" else 1))
        return Look(bold, size, (above.titled and not is_block) or _TITLE.search(classes) is not None)


class _Step(NamedTuple):
    """A part of a selector: the element's name, classes (".a") and id ("#a"), and whether it is a child of the last."""

    names: frozenset[str]
    is_child: bool


def _steps(selector: str) -> list[_Step]:
    """Parse a selector of names, classes and ids, each within the one before; none of another (CSS 2.1, 5)."""
    steps: list[_Step] = []
    is_child = False
    for compound in selector.replace(">", " > ").split():
        if compound == ">":
            is_child = True
        elif _COMPOUND.fullmatch(compound):
            names = (name if name[0] in ".#" else name.lower() for name in _NAME.findall(compound))
            steps.append(_Step(frozenset(names), is_child))
            is_child = False
        else:
            return []
    return steps


def _names(element: html.HtmlElement) -> set[str]:
    if not isinstance(element.tag, str):
        return set()
    return {element.tag, f"#{element.get('id', '')}", *(f".{name}" for name in (element.get("class") or "").split())}


def _is_within(element: html.HtmlElement, steps: Sequence[_Step]) -> bool:
    """Return whether what stands around an element, which the last step names, is as the steps before it say."""
    within = [element]
    for step, behind in zip(reversed(steps[:-1]), reversed(steps), strict=False):
        most = 1 if behind.is_child else _MOST_ANCESTORS
        around = dict.fromkeys(up for each in within for up in islice(each.iterancestors(), most))
        within = [up for up in around if step.names <= _names(up)]
    return bool(within)


def _has_ground(element: html.HtmlElement, rules: Mapping[str, str]) -> bool:
    """Return whether what stands in the element may have another ground than the paper."""
    around = (element, *element.iterancestors())
    return any(each.get("bgcolor") or "background" in ";".join(_declarations(each, rules)) for each in around)


def _declarations(element: html.HtmlElement, rules: Mapping[str, str]) -> list[str]:
    """Return what is said of the element, the stronger rules last."""
    names = (element.get("class") or "").split()
    selectors = (element.tag, *(f".{name}" for name in names), *(f"{element.tag}.{name}" for name in names))
    said = [*(rules[selector] for selector in selectors if selector in rules), element.get("style") or ""]
    return [f"color:{element.get('color', '')};", *said] if element.tag == "font" else said
