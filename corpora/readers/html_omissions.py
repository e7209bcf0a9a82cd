"""What an HTML page holds and does not say is taken out before it is read; what its forms and drawings show is put in.

Hidden is what the page itself says to be so, as a browser shows it at first; what is folded (`<details>`) is one click
away, and stays. Of a page with scripts a style sheet that hides says nothing: a script may show it again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree, html

from corpora.omissions import Omissions, Reason
from corpora.readers.choices import EMPTY, TICKED
from corpora.readers.html_style import BLOCKS, Styles
from corpora.readers.pieces import WITHDRAWN
from corpora.text import clean

_STRUCK = frozenset({"s", "strike", "del"})
_NEVER_SHOWN = frozenset({"script", "style", "noscript", "title"})
_SHOWN_BY_SCRIPTS = frozenset({"template", "datalist"})
_NO_VALUE = frozenset({"hidden", "button", "submit", "reset", "image", "password", "file", "color", "range"})
_ELSEWHERE = frozenset({"frame", "iframe", "object", "embed"})
# Google's pages have a mark for each comment in the text and the comments below it.
_MARK, _COMMENT = re.compile(r"cmnt_ref\d+"), re.compile(r"cmnt\d+")
_NOT_OF_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_COMMENT_OF_WORD = re.compile(r"mso-element\s*:\s*comment\s*(?:;|$)")


def prepare(root: html.HtmlElement, styles: Styles, omissions: Omissions, left_out: Counter[str]) -> bool:
    """Leave on the page what it says, counting what goes; return whether anything changed.

    `left_out` counts the pages and files that it embeds ("iframe").
    """
    gone = dict.fromkeys(_comments(root, omissions))
    put_in: list[tuple[html.HtmlElement, list[str]]] = []
    boxes = _tick(root)
    scripted = any(each.get("type") != "application/ld+json" for each in root.iter("script"))
    # Events instead of recursion: old pages nest their elements without end.
    events = etree.iterwalk(root, events=("start",))
    for _event, element in events:
        if not isinstance(element.tag, str):
            continue
        if element in gone or element.tag in _NEVER_SHOWN:
            events.skip_subtree()
        elif element.getparent() is not None and (reason := _reason(element, styles, scripted=scripted)):
            if any(map(str.isalnum, element.text_content())) and not _repeats_formula(element):
                omissions.add(reason)
            gone[element] = None
            events.skip_subtree()
        elif lines := _shown(element, omissions):
            put_in.append((element, lines))
            events.skip_subtree()
        elif element.tag in _ELSEWHERE:
            left_out["iframe"] += any(element.get(name) for name in ("src", "srcdoc", "data"))
    for element in gone:
        element.tail = _legible(f"{WITHDRAWN}{element.tail or ''}")
        element.drop_tree()
    for element, lines in put_in:
        _write(element, lines)
    return bool(gone or put_in or boxes)


def _tick(root: html.HtmlElement) -> bool:
    """Write the boxes that a page draws itself before their texts; return whether there are any."""
    boxes = root.xpath("//*[@aria-checked][@role='checkbox' or @role='radio']")
    for box in boxes:
        box.text = f"{TICKED if box.get('aria-checked') == 'true' else EMPTY} {box.text or ''}"
    return bool(boxes)


def _reason(element: html.HtmlElement, styles: Styles, *, scripted: bool) -> Reason | None:
    if element.tag in _STRUCK or styles.is_struck(element):
        return "struck"
    hidden = element.get("hidden") is not None or element.tag in _SHOWN_BY_SCRIPTS
    hidden = hidden or (element.tag == "dialog" and element.get("open") is None)
    aria = element.get("aria-hidden") == "true" and (element.tag in BLOCKS or _repeats_formula(element))
    return "hidden" if hidden or aria else styles.not_shown(element, by_sheets=not scripted)


def _repeats_formula(element: html.HtmlElement) -> bool:
    """Return whether it draws for the eye what stands beside it in MathML, as KaTeX and MathJax do."""
    if element.get("aria-hidden") != "true" or element.tag in BLOCKS:
        return False
    return any(next(each.iter("math"), None) is not None for each in element.getparent() if each is not element)


def _shown(element: html.HtmlElement, omissions: Omissions) -> list[str]:
    """Return what a field of a form, a drawing or a formula shows, by lines; nothing of any other element."""
    match element.tag:
        case "input":
            kind = (element.get("type") or "text").lower()
            if kind in ("checkbox", "radio"):
                return [f" {EMPTY if element.get('checked') is None else TICKED} "]
            return [f" {element.get('value')} "] if element.get("value") and kind not in _NO_VALUE else []
        case "select":
            chosen = [option for option in element.iter("option") if option.get("selected") is not None]
            options = [option for option in element.iter("option") if option.text_content().strip()]
            omissions.add("unticked", count=sum(option not in chosen for option in options))
            return ["; ".join(filter(None, (clean(option.text_content()) for option in chosen)))] if chosen else []
        case "textarea":
            return [element.text_content()]
        case "svg":
            texts = (clean(" ".join(text.itertext())) for text in element.iter("text", "foreignobject"))
            return [text for text in texts if any(map(str.isalpha, text))]
        case "math":
            return ["".join(sign.text or "" for sign in element.iter("mi", "mn", "mo", "mtext"))]
    return []


def _write(element: html.HtmlElement, lines: list[str]) -> None:
    """Put text in the place of an element."""
    drawn = element.tag == "svg"
    element.clear(keep_tail=True)
    element.tag = "div" if drawn else "span"
    if not drawn:
        element.text = _legible("".join(lines))
    for line in lines if drawn else ():
        etree.SubElement(element, "p").text = _legible(line)


def _comments(root: html.HtmlElement, omissions: Omissions) -> Iterator[html.HtmlElement]:
    """Yield reviewers' comments that Google's and Word's pages have below their text, and their marks in it."""
    anchors = [(each, each.get("id") or each.get("name") or "") for each in root.iter("a")]
    remarks = {each for each, name in anchors if _COMMENT.fullmatch(name)}
    for anchor, name in anchors:
        if _MARK.fullmatch(name):
            yield anchor
        elif anchor in remarks:
            omissions.add("comment")
            yield _remark(anchor, remarks)
    for element in root.iter("div", "span"):
        if _COMMENT_OF_WORD.search(element.get("style") or ""):
            omissions.add("comment")
            yield element
        elif "MsoCommentReference" in (element.get("class") or "").split():
            yield element


def _remark(anchor: html.HtmlElement, remarks: set[html.HtmlElement]) -> html.HtmlElement:
    """Return the outermost element that begins with the comment's mark and has no other comment."""
    mark, block = clean(anchor.text_content()), anchor
    while (above := block.getparent()) is not None and above.tag not in ("body", "html"):
        only = sum(each in remarks for each in above.iter("a")) == 1
        if not only or not clean(above.text_content()).startswith(mark):
            break
        block = above
    return block


def _legible(text: str) -> str:
    """Remove the characters that a tree of XML refuses, which a page may have by their numbers ("&#1;")."""
    return _NOT_OF_XML.sub("", text)
