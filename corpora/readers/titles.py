"""What a document is called whose file does not say: the heading of its cover that names what is taught.

Above it stand the ministry, the school and what kind of paper it is ("SEP", "Instituto …", "Programa de estudios").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpora.records import Block
from corpora.vocabulary import is_fact, is_front, is_paper, is_school, sense_of

_RUNNING = 60
"""Characters from which on a line is running text: the cover is over."""


def title_of(text: str, blocks: Sequence[Block], said: str = "") -> str:
    """What the file says it is called, unless that is the school; else the heading of its cover that says most.

    This is the first that says more than who teaches and what paper this is; where none does, the first that is not who
    teaches; else the first heading of all, "" without one.
    """
    if said and not is_school(said):
        return said
    cover = list(_cover(text, blocks))
    apart = [heading for heading in cover if not is_school(heading)]
    first = said or next((text[block.start : block.end] for block in blocks if block.kind == "heading"), "")
    return next((heading for heading in apart if not is_paper(heading)), apart[0] if apart else first)


def _cover(text: str, blocks: Sequence[Block]) -> Iterator[str]:
    """The headings before the first part of a programme and before running text."""
    for block in blocks:
        line = text[block.start : block.end]
        if block.kind == "heading":
            named = not is_paper(line) and (sense_of(line) is not None or is_front(line) or is_fact(line))
            if named or line[:1].isdigit():
                return
            yield line
        elif block.end - block.start >= _RUNNING:
            return
