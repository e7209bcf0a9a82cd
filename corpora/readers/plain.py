"""Markdown and plain text.

Markdown is read by CommonMark with pipe tables, over the tree of markdown-it-py, whose list items keep the marker that
is printed; other text by its lines: which of them make a paragraph, an item or a heading when there is no layout.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from corpora.charset import decode
from corpora.files import load, skipped_total
from corpora.items import STEPS, follows, parse_label
from corpora.omissions import Omissions
from corpora.readers import MARKDOWN_SUFFIXES, TEXT_LIMIT, not_text, pieces
from corpora.readers.broken_words import HYPHENS, join_lines, words
from corpora.readers.choices import EMPTY, TICKED
from corpora.readers.pieces import (
    GARBLED,
    LONGEST_HEADING,
    WITHDRAWN,
    Grid,
    Piece,
    assemble,
    close_gaps,
    promote_headings,
)
from corpora.records import Cell, Document, Skipped
from corpora.text import ROMANS, clean, limit_marks
from corpora.translation import _

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_MARKDOWN = re.compile(
    r"^#{1,6}[ \t]+\S"  # a heading
    r"|^[ \t]*+(?:\|[ \t]*+)?:?-{3,}+:?[ \t]*+\|[ \t|:-]*$"  # the row below a table's header
    r"|\A---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*$"  # front matter
    r"|\*\*\w[^*\n]*\*\*"  # bold
    r"|~~(?=\S)[^~\n]+(?<=\S)~~"  # struck out
    r"|\[[^\[\]\n]+\]\([^)\n]{1,300}\)",  # a link
    re.MULTILINE,
)
# What other texts may hold as well.
_LIGHT_MARKDOWN = re.compile(
    r"\S[ \t]*\n[ \t]*(?:=+|-+)[ \t]*$|^[ \t]+(?:[-*+]|\d+[.)])[ \t]+\S|^[ \t]*(?:```|~~~|>|\|.*\|[ \t]*$)"
    r"|(?<![\w*_\\])(?:\*(?=\S)[^*\n]+(?<=\S)\*|_(?=\S)[^_\n]+(?<=\S)_)(?![\w*_])|</?[a-zA-Z]|&#?\w+;|\\[*_#.|-]",
    re.MULTILINE,
)
_FEWEST_MARKED = 3  # underlined headings from which on no other line is taken for one
_LONGEST_COUNTED = 60  # of one that only its number tells
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,}|\*{3,}|_{3,}|~{3,}|\^{3,})$")
_UNDERLINED = {"=": 1, "*": 1, "-": 2, "_": 2, "~": 3, "^": 4}  # levels, as reStructuredText mostly has them
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<fields>(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_KEY = re.compile(r"^(\w+):[ \t]*$", re.MULTILINE)
_VALUE = re.compile(r"^(\w+):[ \t]+(\S.*(?:\n[ \t]+[^\s-].*)*)", re.MULTILINE)
_TITLE = re.compile(r"^(?:title|título|titulo)[ \t]*:(?P<title>.*\S)", re.MULTILINE | re.IGNORECASE)
_COMMENT_MARK = re.compile(r"\[([a-z]{1,2})\]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# CriticMarkup: deletions, comments, substitutions, insertions, highlights (fletcherpenney.net/multimarkdown).
_CRITIC = re.compile(
    r"\{--(?P<deleted>[^{}]*?)--\}|\{>>(?P<remark>[^{}]*?)<<\}|\{~~(?P<old>[^{}]*?)~>(?P<new>[^{}]*?)~~\}"
    r"|\{(?P<sign>\+\+|==)(?P<kept>[^{}]*?)(?P=sign)\}"
)
_REFERENCE_COMMENT = re.compile(r"^\[(?://|comment)\]:\s*(?:#|<>).*$", re.MULTILINE)  # "[//]: # (for us)"
_OBSIDIAN_COMMENT = re.compile(r"%%(?=[^%\s])[^%]{0,2000}?(?<=[^%\s])%%")
_TAGS = re.compile(r"(?:\s|#\w+)*+")
_BREAK = re.compile(r"<br\b[^>]*>", re.IGNORECASE)
_STRIKING = re.compile(r"<(?P<closing>/?)(?P<name>s|strike|del)\b[^>]*>", re.IGNORECASE)
_INPUT = re.compile(r"<input\b(?=[^>]*\b(?:checkbox|radio)\b)[^>]*>", re.IGNORECASE)
_CHECKED = re.compile(r"\bchecked\b", re.IGNORECASE)
# "**Código:**MAPU0111" is no emphasis to CommonMark, but meant as such.
_EMPHASIS = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
# "GRADING OF RELATED INSTRUCTION. A score of 75 percent is required."
_HEAD_IN_LINE = re.compile(r"([A-ZÁÉÍÓÚÜÑ][A-ZÁÉÍÓÚÜÑ ,'’&/-]{5,60})\.\s+(?=[^\w\s]?[A-ZÁÉÍÓÚÑ0-9])(?=.*[a-z])")
# A line of dashes below a paragraph makes it a heading in Markdown; a long one was meant to be parted from the next.
_LONGEST_UNDERLINED = 200


def read(path: Path) -> Document:
    """Read Markdown or plain text in a character set of `corpora.charset`; raises InputError."""
    data = load(path, limit=TEXT_LIMIT)
    decoded = decode(data)
    if decoded is None:
        raise not_text(path)
    text = re.sub(r"\r\n?|\u2028|\u2029|\x85", "\n", decoded.text)
    skipped = skipped_total(
        decoded.charset, decoded.lost, _("damaged characters that could not be read in their encoding")
    )
    skipped += skipped_total(
        decoded.charset, decoded.mixed, _("lines in another encoding than the rest, read in their own")
    )
    skipped += skipped_total(decoded.charset, decoded.garbled, GARBLED)
    # A text with lists alone, whose lines stand by themselves, is no Markdown though it is called so.
    called = path.suffix.lower() in MARKDOWN_SUFFIXES
    omissions = Omissions()
    text = _without_comments(_without_edits(text, omissions, is_markdown=called), omissions)
    if _MARKDOWN.search(text) or (called and _LIGHT_MARKDOWN.search(text)):
        try:
            found, title, more = _pieces_of_markdown(text, omissions)
            skipped += more
            return assemble(path, data, found, reader="plain", title=title, skipped=skipped, omissions=omissions)
        except RecursionError:
            skipped += skipped_total("Markdown", 1, _("text whose marks are nested too deeply, read as it stands"))
    return assemble(path, data, pieces_of_lines(text), reader="plain", skipped=skipped, omissions=omissions)


def _without_edits(text: str, omissions: Omissions, *, is_markdown: bool) -> str:
    """Return the text as edited: without the deletions of CriticMarkup and the comments of Markdown's dialects."""

    def edited(match: re.Match[str]) -> str:
        omissions.add("comment" if match["remark"] is not None else "deleted", count=match["kept"] is None)
        return WITHDRAWN if match["kept"] is None and not match["new"] else match["kept"] or match["new"]

    text = close_gaps(_CRITIC.sub(edited, text))
    for comment in (_REFERENCE_COMMENT, _OBSIDIAN_COMMENT) if is_markdown else ():
        text, count = comment.subn("", text)
        omissions.add("comment", count=count)
    return text


def _without_comments(text: str, omissions: Omissions) -> str:
    """Remove the comments of Google's documents: "[a]" where each is of, and below all "[a]What was said"."""
    begins = [match for match in _COMMENT_MARK.finditer(text) if text[match.start() - 1 : match.start()] == "\n"]
    first = next((number for number, match in enumerate(begins) if match[1] == "a"), len(begins))
    remarks = [match for match in begins[first:] if text[match.end() : match.end() + 1].strip()]
    above = text[: remarks[0].start()] if remarks else text
    names = {match[1] for match in remarks}
    if not names <= {match[1] for match in _COMMENT_MARK.finditer(above)}:
        return text
    omissions.add("comment", count=len(remarks))
    return _COMMENT_MARK.sub(lambda match: "" if match[1] in names else match[0], above)


def pieces_of_lines(text: str) -> Iterator[Piece]:
    """Yield paragraphs, items and headings of a text without markup.

    A hard-wrapped paragraph is one piece. A heading is a line that is underlined, names a unit by its number or title
    ("Unidad 2. Poda"), or stands in capitals by itself in a text that is not all in capitals, with a number before it
    also right above its text, with a full stop also before it in its line; a number alone makes none. Where headings
    are underlined there are no others.
    """
    lines = [line.rstrip() for line in text.replace("\f", "\n").split("\n")]
    walk = _Lines(lines)
    for is_filled, group in groupby(lines, key=lambda line: bool(line.strip())):
        rows = list(group)
        parted = sum("\t" in line.strip() for line in rows)
        if is_filled and 2 * parted > len(rows) and all("\t" in line for line in rows):
            yield from walk.table(rows)
        elif is_filled:
            yield from walk.group(rows)


class _Lines:
    """Reads lines as pieces; keeps what is known of the whole text, and where it stands."""

    def __init__(self, lines: list[str]) -> None:
        broken = any(line.endswith(HYPHENS) for line in lines)
        self._written: Counter[str] = words(lines) if broken else Counter()
        self._width = _width(lines)
        rules = [bool(line) and _underlined(line) > 0 for line in lines]
        below_text = [n for n in range(1, len(lines)) if rules[n] and lines[n - 1]]
        # Between two rules a line is a title, not underlined.
        self._marked = sum(n == 1 or not rules[n - 2] for n in below_text) >= _FEWEST_MARKED
        lettered = [line for line in lines if any(map(str.isalpha, line))]
        self._all_capitals = 2 * sum(map(str.isupper, lettered)) > len(lettered)
        self._named = any(pieces.level_of_name(line) for line in lines)
        # "Proyecto 1: …" above "Proyecto 2: …" is a list of what is done or graded.
        labels = [(line.strip(), parse_label(line.strip())) for line in lines]
        steps = [line if label and label.kind in STEPS else "" for line, label in labels]
        self._listed = {line for pair in pairwise(steps) if all(pair) for line in pair}
        self._counted = ("", 0)  # number of the last heading that has one, and its level
        self._apart = False  # whether each of the lines between two blank ones says something by itself
        self._tables = 0
        self._indents: list[int] = []  # of the items above, each deeper than the one before

    def table(self, rows: list[str]) -> Iterator[Piece]:
        """Return the cells of lines that are each parted by tabs."""
        grid, self._tables = Grid(self._tables), self._tables + 1
        for row in rows:
            grid.next_row()
            for text in row.split("\t"):
                cell, _ = grid.place()
                yield from [Piece(text.strip(), "cell", cell=cell)] if text.strip() else []

    def group(self, lines: list[str]) -> Iterator[Piece]:
        """Return the pieces of lines between two blank ones."""
        if _underlined(lines[0]):  # rules above and below a title part it as blank lines do
            for is_rule, part in groupby(lines, key=_underlined):
                yield from () if is_rule else self.group(list(part))
            return
        start, last = 0, ""  # `last` is the number or letter of an item right above
        self._apart = _are_apart(lines)
        if len(lines) > 1 and (level := _underlined(lines[1])):
            self._indents.clear()
            yield Piece(lines[0], "heading", level)
            start = 2
        while start < len(lines):
            end = self._end(lines, start)
            text = join_lines(lines[start:end], self._written)
            number = pieces.ordinal(text)
            # "3. Competencia digital" right behind "2. …" is the next item of its list, whatever it names.
            goes_on, last = follows(number, last), ""
            # "2. PRESENTACIÓN", "V. METODOLOGÍA" right above its text
            titled = start == 0 and text.isupper() and (number.isdigit() or number.lower() in ROMANS)
            alone = end - start == len(lines) or titled
            heading, behind = _columns(lines[start]) if alone and end - start == 1 else (text, "")
            if not goes_on and (level := self._heading_level(text, alone=alone, first=start == 0)):
                self._indents.clear()
                yield Piece(text, "heading", level)
            elif not goes_on and behind and (level := self._heading_level(heading, alone=alone)):
                yield from (Piece(heading, "heading", level), Piece(behind))
            elif pieces.has_marker(text) or pieces.has_parted_number(text):
                yield Piece(text, "item", self._depth(len(lines[start]) - len(lines[start].lstrip())))
                last = number
            elif (found := _HEAD_IN_LINE.match(text)) and (level := self._heading_level(found[1], alone=True)):
                yield from (Piece(found[1], "heading", level), Piece(text[found.end() :]))
            elif not _underlined(text):
                yield Piece(text)
            start = end

    def _depth(self, indent: int) -> int:
        """Return how deep an item with this indent stands below those before it, from 1."""
        while self._indents and self._indents[-1] > indent:
            self._indents.pop()
        if not self._indents or self._indents[-1] < indent:
            self._indents.append(indent)
        return len(self._indents)

    def _end(self, lines: list[str], start: int) -> int:
        """Return the place behind the last line of the paragraph, item or heading that begins at `start`."""
        last = pieces.ordinal(lines[start])
        for number in range(start + 1, len(lines)):
            line, previous = lines[number], lines[number - 1]
            begins = pieces.begins_item(line, previous, last) or pieces.begins_labelled(line, previous)
            names = pieces.level_of_name(line)
            if begins or names or not self._goes_on(previous, line):
                return number
        return len(lines)

    def _goes_on(self, line: str, following: str) -> bool:
        """Return whether the second line goes on with the sentence: the first is full, or the second begins small."""
        if _underlined(line) or _underlined(following):  # a rule, however long
            return False
        if line.isupper() and not following.isupper() and not following.lstrip()[0].islower():
            return False
        if not self._apart and len(line) + 1 + len(following.split(maxsplit=1)[0]) > self._width:
            return True
        open_ended = not line.endswith((".", ":", ";", "?", "!")) and 2 * len(line) > self._width
        return open_ended and following.lstrip()[0].islower() and pieces.ordinal(following) not in ("a", "i")

    def _heading_level(self, text: str, *, alone: bool, first: bool = False) -> int:
        """Return the level of the heading that this text is, 0 where it is none.

        `first` behind a blank line "6. Herramienta y material" is one after the heading "5. EVALUACIÓN".
        """
        level, (before, its_level) = self._own_level(text, alone=alone), self._counted
        short = first and 0 < len(text) <= _LONGEST_COUNTED and text[-1] not in ".:;,"
        if (level or short) and (number := pieces.ordinal(text)):
            if before.isdigit() and follows(number, before):
                level = its_level
            self._counted = (number, level) if level else self._counted
        return level

    def _own_level(self, text: str, *, alone: bool) -> int:
        """Return the level as `_heading_level` does, without what was counted before."""
        if self._marked or len(text) > LONGEST_HEADING or text.endswith((",", ";")):
            return 0
        if (level := pieces.level_of_name(text)) and text not in self._listed:
            return level
        if alone and text.isupper() and not self._all_capitals and not text.endswith("."):
            letters = sum(map(str.isalpha, text))
            return (2 if self._named else 1) if letters > 3 else 0
        return 0


def _columns(line: str) -> tuple[str, str]:
    """Split a line from what stands far right of it: "TEMARIO          Profesor: …"."""
    left, _, right = line.strip().partition("   ")
    return left, " ".join(right.split())


def _underlined(line: str) -> int:
    """Return the level of a heading that has this line below it, 0 where it is no underline."""
    line = line.strip()
    return _UNDERLINED[line[0]] if _UNDERLINE.match(line) else 0


def _are_apart(lines: list[str]) -> bool:
    """Return whether each line says something by itself, as in a list without bullets: all or none begin small."""
    ended = all(line.rstrip().endswith((".", ";", ":", "?", "!")) for line in lines)
    small = [line.lstrip()[0].islower() for line in lines]
    if len(lines) <= 2 or not (all(small) or not any(small[1:])):
        return ended
    return not any(map(str.isupper, lines))


def _width(lines: list[str]) -> int:
    """Return the width at which the text was wrapped: nearly all lines fit, and the full ones end close to it.

    Where lines are as long as their paragraphs it is beyond any line's length: no line is full.
    """
    lengths = sorted(len(line) for line in lines if line.strip() and not _underlined(line))
    width = lengths[int(0.95 * (len(lengths) - 1))] if lengths else 0
    return width if 40 <= width <= 140 else 1 << 30


def _pieces_of_markdown(text: str, omissions: Omissions) -> tuple[list[Piece], str, tuple[Skipped, ...]]:
    """Return headings, paragraphs, items and cells of a Markdown text, its title, and what was left out."""
    title = ""
    skipped: tuple[Skipped, ...] = ()
    if front := _FRONT_MATTER.match(text):
        text = text[front.end() :]
        found = _TITLE.search(front["fields"])
        title = found["title"].strip().strip("\"'").replace('\\"', '"') if found else ""
        if text.strip():
            skipped += skipped_total(
                "front matter",
                front["fields"].count("\n"),
                _("lines of metadata at the beginning, which are no text"),
            )
        else:  # a page that is made of its fields says all that it says in them
            text = _KEY.sub(r"\n## \1\n\n", _VALUE.sub(r"\n\1: \2\n", front["fields"]))
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    # Indented code is off: converters indent ordinary paragraphs.
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("code")
    walk = _Markdown(words(text.split("\n")), omissions)
    made = promote_headings(walk.blocks(SyntaxTreeNode(parser.parse(text))))
    return made, title, skipped


class _Markdown:
    """One pass over the tree; counts the tables and what is not said."""

    def __init__(self, written: Counter[str], omissions: Omissions) -> None:
        self.omissions = omissions
        self._tables = 0
        self._written = written

    def blocks(self, node: SyntaxTreeNode, depth: int = 0) -> Iterator[Piece]:
        """Return the pieces of a block and of those within it; `depth` is that of the list they stand in."""
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
        if node.markup in ("-", "=") and (len(lines) > 2 or len(text) > _LONGEST_UNDERLINED):
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
        if not any(map(clean, lines)):
            return
        lines[0] = marker + lines[0]
        bold = _is_bold(node)
        for group in pieces.split_items(lines):
            text = join_lines(group, self._written)
            if pieces.has_marker(text) or pieces.has_parted_number(text) or (marker and group[0] is lines[0]):
                yield Piece(text, "item", max(depth, 1), bold=bold and not marker)
            else:
                yield Piece(text, bold=bold)

    def _cells(self, node: SyntaxTreeNode) -> Iterator[Piece]:
        grid, self._tables = Grid(self._tables), self._tables + 1
        for row in (row for part in node.children for row in part.children):
            texts = ["\n".join(self._lines(cell)) for cell in row.children]
            # "| 1. Datos de identificación | | |" is the title of the table.
            names = len(texts) == 1 or sum(map(bool, texts)) > 1
            grid.next_row(is_header=names and row.children[0].type == "th")
            for text in texts:
                yield from grid.filled(1, 1, partial(_cell, text))

    def _html(self, content: str) -> Iterator[Piece]:
        """Read HTML within Markdown, with the markup gone and its blocks kept apart."""
        self.omissions.add("comment", count=len(_COMMENT.findall(content)))
        content = _COMMENT.sub("", content)
        if content.strip():
            from corpora.readers.html import pieces_of_fragment

            yield from pieces_of_fragment(content, self.omissions)

    def _lines(self, node: SyntaxTreeNode) -> list[str]:
        """Return the plain text of a block's inline content by lines; a form feed stands for a break that is meant."""
        inline = next((child for child in node.children if child.type == "inline"), None)
        text = self._inlines(inline.children) if inline else ""
        return _EMPHASIS.sub(r"\1", limit_marks(close_gaps(text))).split("\n")

    def _inlines(self, nodes: Iterable[SyntaxTreeNode]) -> str:
        """Return the text of inline nodes, without what HTML among them strikes out."""
        parts: list[str] = []
        struck = ""  # the name of the open tag that does
        for node in nodes:
            tag = _STRIKING.match(node.content) if node.type == "html_inline" else None
            if struck:
                struck = "" if tag and tag["closing"] and tag["name"].lower() == struck else struck
            elif tag and not tag["closing"]:
                struck = tag["name"].lower()
                self.omissions.add("struck")
                parts.append(WITHDRAWN)
            else:
                parts.append(self._inline(node))
        return "".join(parts)

    def _inline(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "text" | "code_inline" | "text_special":
                return node.content
            case "softbreak":
                return "\n"
            case "hardbreak":
                return "\n\f"
            case "html_inline":
                self.omissions.add("comment", count=node.content.startswith("<!--"))
                if _INPUT.match(node.content):
                    return f"{TICKED if _CHECKED.search(node.content) else EMPTY} "
                return "\n\f" if _BREAK.match(node.content) else ""
            case "s":
                self.omissions.add("struck")
                return WITHDRAWN
            case _:
                return self._inlines(node.children)


def _cell(text: str, cell: Cell) -> Iterator[Piece]:
    return (Piece(line, "cell", cell=cell) for line in text.split("\f"))


def _is_bold(paragraph: SyntaxTreeNode) -> bool:
    """Return whether a paragraph holds but emphasis, line breaks and the author's tags ("**Módulo 2. …** #dual")."""
    inline = paragraph.children[0].children if paragraph.children else []
    return bool(inline) and all(
        node.type in ("strong", "softbreak", "hardbreak") or (node.type == "text" and _TAGS.fullmatch(node.content))
        for node in inline
    )
