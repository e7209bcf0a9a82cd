"""The text of one paragraph of a DOCX: also what stands in content controls, insertions, fields and text boxes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from corpora.readers.docx_styles import Styles

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_BULLETS = frozenset({"F0B7", "F0A7", "F0D8", "F0FC", "F076", "F06C", "F06E", "F071"})
_CHARACTERS = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "-"}
_DROPPED = frozenset({qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:sdtPr"), qn("w:instrText")})
_DRAWN = frozenset({qn("w:drawing"), qn("w:pict"), qn("w:object"), f"{_MC}AlternateContent"})


@dataclass(slots=True)
class Content:
    """What one paragraph holds.

    Attributes:
        parts: of the text as shown, a line feed for each line break.
        boxes: contents of the text boxes anchored here, in their order.
        bold: letters in bold.
        letters: all letters.
        size: of its largest letters, in half points.
        contents: whether it begins, holds or ends within a table of contents.
    """

    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    bold: int = 0
    letters: int = 0
    size: int = 0
    contents: bool = False

    @property
    def text(self) -> str:
        """As shown."""
        return "".join(self.parts)


class TextReader:
    """Reads paragraphs in order: a field may begin in one paragraph and end in another."""

    def __init__(self, styles: Styles) -> None:
        self.skipped: Counter[str] = Counter()
        self._styles = styles
        self._fields: list[str] = []  # of each open field its instruction, "" once its result has begun
        self._in_contents: list[bool] = []

    def read(self, paragraph: Element) -> Content:
        """The paragraph's content; what is left out is counted in `skipped`."""
        content = Content(contents=any(self._in_contents))
        # An instruction never goes over a paragraph's end: one left open would swallow the rest of the document.
        self._fields = [""] * len(self._fields)
        self._walk(paragraph, paragraph, content)
        return content

    def _walk(self, element: Element, paragraph: Element, content: Content) -> None:
        for child in element.iterchildren("*"):
            if child.tag in _DROPPED:
                self._drop(child)
            elif child.tag == qn("w:r"):
                self._run(child, paragraph, content)
            elif child.tag in _DRAWN:
                self._drawing(child, paragraph, content)
            elif child.tag == qn("w:sdt") and child.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None:
                self.skipped["w:showingPlcHdr"] += 1
            elif child.tag == f"{_MATH}t":
                content.parts.append(child.text or "")
            else:
                self._walk(child, paragraph, content)

    def _drop(self, element: Element) -> None:
        if element.tag in (qn("w:del"), qn("w:moveFrom")):
            self.skipped["w:del"] += 1
        elif element.tag == qn("w:instrText") and self._fields:
            self._fields[-1] += element.text or ""

    def _run(self, run: Element, paragraph: Element, content: Content) -> None:
        if self._styles.run_flag(run, paragraph, "w:vanish"):
            self.skipped["w:vanish"] += any(each.text for each in run.iter(qn("w:t")))
            for character in run.iter(qn("w:fldChar")):
                self._field(character, content)
            return
        before = len(content.parts)
        for child in run.iterchildren("*"):
            self._character(child, paragraph, content)
        letters = sum(map(str.isalpha, "".join(content.parts[before:])))
        if letters:
            content.letters += letters
            content.bold += letters if self._styles.run_flag(run, paragraph, "w:b") else 0
            content.size = max(content.size, self._styles.run_size(run, paragraph))

    def _character(self, child: Element, paragraph: Element, content: Content) -> None:
        name = child.tag.rpartition("}")[2]
        if child.tag in _DRAWN:
            self._drawing(child, paragraph, content)
        elif name == "fldChar":
            self._field(child, content)
        elif child.tag in _DROPPED:
            self._drop(child)
        elif any(self._fields):
            return  # between the instruction and the result of a field
        elif name == "t":
            content.parts.append(child.text or "")
        elif name == "br":
            content.parts.append(" " if child.get(qn("w:type")) in ("page", "column") else "\n")
        elif name == "sym":
            content.parts.append(_symbol(child.get(qn("w:char"), "")))
        elif name in ("footnoteReference", "endnoteReference"):
            self.skipped[f"w:{name.removesuffix('Reference')}"] += 1
        else:
            content.parts.append(_CHARACTERS.get(name, ""))

    def _field(self, character: Element, content: Content) -> None:
        kind = character.get(qn("w:fldCharType"))
        if kind == "begin":
            self._fields.append(" ")
            self._in_contents.append(False)
        elif kind == "separate" and self._fields:
            self._in_contents[-1] = self._fields[-1].split()[:1] == ["TOC"]
            self._fields[-1] = ""
        elif kind == "end" and self._fields:
            self._fields.pop()
            self._in_contents.pop()
        content.contents |= any(self._in_contents)

    def _drawing(self, element: Element, paragraph: Element, content: Content) -> None:
        """Text boxes of a drawing; of alternative forms of the same drawing only the first."""
        if element.tag == f"{_MC}AlternateContent":
            chosen = element.find(f"{_MC}Choice")
            chosen = element.find(f"{_MC}Fallback") if chosen is None else chosen
            if chosen is not None:
                self._walk(chosen, paragraph, content)
            return
        for child in element.iterchildren("*"):
            if child.tag == qn("w:txbxContent"):
                content.boxes.append(child)
            else:
                self._drawing(child, paragraph, content)


def _symbol(code: str) -> str:
    """A character of a symbol font: its bullets as bullets, what lies outside the private use area as it is."""
    code = code.upper()
    if code in _BULLETS:
        return "• "
    number = int(code, 16) if 0 < len(code) <= 6 and all(digit in "0123456789ABCDEF" for digit in code) else 0
    return chr(number) if 0x20 <= number < 0xD800 else ""
