"""Markdown to pieces, over the tree of markdown-it-py: its list items keep the marker that is printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from corpora.charset import unstacked
from corpora.readers.items import has_marker, has_parted_number, parted
from corpora.readers.pieces import Grid, Piece, counted, promoted
from corpora.records import Skipped
from corpora.text import clean, join_lines, words
from corpora.translation import _

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<fields>(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_TITLE = re.compile(r"^(?:title|título|titulo)[ \t]*:(?P<title>.*\S)", re.MULTILINE | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BREAK = re.compile(r"<br\b[^>]*>", re.IGNORECASE)
# "**Código:**MAPU0111" is no emphasis to CommonMark, but meant as such.
_BOLD = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
# A line of dashes below a paragraph makes it a heading in Markdown; a long one was meant to be parted from the next.
_LONGEST_HEADING = 200


def pieces_of_markdown(text: str) -> tuple[list[Piece], str, tuple[Skipped, ...]]:
    """Headings, paragraphs, items and cells of a Markdown text in their order, its title, and what was left out."""
    title = ""
    skipped: tuple[Skipped, ...] = ()
    if front := _FRONT_MATTER.match(text):
        text = text[front.end() :]
        found = _TITLE.search(front["fields"])
        title = found["title"].strip().strip("\"'").replace('\\"', '"') if found else ""
        skipped += counted(
            "front matter",
            front["fields"].count("\n"),
            _("lines of metadata at the beginning, which are no text"),
        )
    # Indented code is off: converters indent ordinary paragraphs.
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("code")
    walk = _Walk(words(text.split("\n")))
    pieces = promoted(walk.blocks(SyntaxTreeNode(parser.parse(text))))
    skipped += counted("<!-- -->", walk.comments, _("HTML comments, which nobody sees"))
    return pieces, title, skipped


class _Walk:
    """One pass over the tree; counts the tables and the comments."""

    def __init__(self, written: Counter[str]) -> None:
        self.comments = 0
        self._tables = 0
        self._written = written

    def blocks(self, node: SyntaxTreeNode, depth: int = 0) -> Iterator[Piece]:
        """The pieces of a block and of those within it; `depth` is that of the list they stand in."""
        match node.type:
            case "heading":
                yield from self._heading(node)
            case "paragraph":
                yield from self._paragraph(node, "", depth)
            case "list_item":
                yield from self._item(node, depth)
            case "table":
                yield from self._cells(node)
            case "fence" | "code_block":
                yield from (Piece(line) for line in node.content.split("\n"))
            case "html_block":
                yield from self._html(node.content)
            case _:
                depth += node.type in ("bullet_list", "ordered_list")
                for child in node.children:
                    yield from self.blocks(child, depth)

    def _heading(self, node: SyntaxTreeNode) -> Iterator[Piece]:
        lines = self._lines(node)
        text = join_lines(lines, self._written)
        if node.markup in ("-", "=") and (len(lines) > 2 or len(text) > _LONGEST_HEADING):
            yield from self._paragraph(node, "", 0)
        else:
            yield Piece(text, "heading", int(node.tag[1:]))

    def _item(self, node: SyntaxTreeNode, depth: int) -> Iterator[Piece]:
        marker = f"{node.info}{node.markup} "
        for number, child in enumerate(node.children):
            if number == 0 and child.type == "paragraph":
                yield from self._paragraph(child, marker, depth)
            else:
                yield from self.blocks(child, depth)

    def _paragraph(self, node: SyntaxTreeNode, marker: str, depth: int) -> Iterator[Piece]:
        lines = self._lines(node)
        lines[0] = marker + lines[0]
        bold = _is_bold(node)
        for group in parted(lines):
            text = join_lines(group, self._written)
            if has_marker(text) or has_parted_number(text) or (marker and group[0] is lines[0]):
                yield Piece(text, "item", max(depth, 1), bold=bold and not marker)
            else:
                yield Piece(text, bold=bold)

    def _cells(self, node: SyntaxTreeNode) -> Iterator[Piece]:
        grid, self._tables = Grid(self._tables), self._tables + 1
        for row in (row for part in node.children for row in part.children):
            grid.next_row(is_header=row.children[0].type == "th")
            for cell in row.children:
                lines = self._lines(cell)
                place, span = grid.place()
                if place.is_header:
                    grid.name(span, clean(" ".join(lines)))
                yield from (Piece(line, "cell", cell=place) for line in "\n".join(lines).split("\f"))

    def _html(self, content: str) -> Iterator[Piece]:
        """HTML within Markdown, with the markup gone and its blocks kept apart."""
        self.comments += len(_COMMENT.findall(content))
        content = _COMMENT.sub("", content)
        if content.strip():
            from corpora.readers.html import pieces_of_fragment

            yield from pieces_of_fragment(content)

    def _lines(self, node: SyntaxTreeNode) -> list[str]:
        """The plain text of a block's inline content by lines; a form feed stands for a break that is meant."""
        inline = next((child for child in node.children if child.type == "inline"), None)
        text = "".join(self._inline(child) for child in inline.children) if inline else ""
        return _BOLD.sub(r"\1", unstacked(text)).split("\n")

    def _inline(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "text" | "code_inline" | "text_special":
                return node.content
            case "softbreak":
                return "\n"
            case "hardbreak":
                return "\n\f"
            case "html_inline":
                self.comments += node.content.startswith("<!--")
                return "\n\f" if _BREAK.match(node.content) else ""
            case _:
                return "".join(self._inline(child) for child in node.children)


def _is_bold(paragraph: SyntaxTreeNode) -> bool:
    """Whether nothing but emphasis and line breaks is in a paragraph."""
    inline = paragraph.children[0].children if paragraph.children else []
    return bool(inline) and all(
        node.type in ("strong", "softbreak", "hardbreak") or (node.type == "text" and not node.content.strip())
        for node in inline
    )
