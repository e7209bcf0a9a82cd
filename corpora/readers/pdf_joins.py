"""Whether a printed line goes on with the block before it, or begins another."""

from __future__ import annotations

import re

from corpora.markers import BULLETS
from corpora.readers.items import REFERS
from corpora.readers.pdf_chars import BROKEN
from corpora.readers.pdf_drafts import Draft, Layout
from corpora.readers.pdf_items import same_kind
from corpora.readers.pdf_lines import Line

_ALIGNED = 0.6  # sizes by which left edges of one paragraph may differ
_LOOSE = 1.35  # times the usual distance between baselines: more room begins another block
_CLOSEST = 0.5  # sizes: less than this between two baselines is no next line
_ROOM = 0.35  # sizes: the width of a blank, with some play
_ENDS = re.compile(r"[.;:!?…][»”\"')\]]*$")
_OPENS = re.compile(r"[a-záéíóúüñ,;]")  # how a line begins that only goes on


def opens(line: Line) -> bool:
    """Whether a line begins as one that only goes on: in lower case, without a marker."""
    return not line.marker and _OPENS.match(line.text) is not None


def continues(draft: Draft, line: Line, layout: Layout) -> bool:
    """Whether the line goes on with the block above it."""
    last, size = draft.last, line.size
    step = (line.baseline - last.baseline) / size
    if not _CLOSEST <= step <= _LOOSE * (_usual(draft) or layout.leading):
        return False
    if abs(size - last.size) > 0.08 * size or line.bullet:
        return False
    if last.text.endswith(BROKEN):
        return True
    if line.marker and _begins_item(draft, line, layout):
        return False
    if not _is_aligned(draft, line, layout):
        return _OPENS.match(line.text) is not None and not _ENDS.search(last.text) and not _has_room(last, line, layout)
    if _has_room(last, line, layout):
        return _OPENS.match(line.text) is not None and not _ENDS.search(last.text) and not _changes_face(draft, line)
    # What stands in bold above a new sentence is a title, not its beginning.
    titled = draft.is_bold and not _OPENS.match(line.text)
    return not (_changes_face(draft, line) and (titled or _ENDS.search(last.text)))


def _run(draft: Draft) -> list[Line]:
    """The last lines of the block, at most four, in the column where it ends so far."""
    begin = len(draft.lines) - 1
    while begin > max(0, len(draft.lines) - 4) and _is_below(draft.lines[begin - 1], draft.lines[begin]):
        begin -= 1
    return draft.lines[begin:]


def _is_below(one: Line, other: Line) -> bool:
    return one.page == other.page and one.baseline < other.baseline


def _usual(draft: Draft) -> float:
    """Distance between the baselines of this block, in sizes; 0 where it has one line."""
    run = _run(draft)
    return (run[-1].baseline - run[-2].baseline) / run[-1].size if len(run) > 1 else 0.0


def _changes_face(draft: Draft, line: Line) -> bool:
    return draft.is_bold != (line.bold > 0.9) and (draft.is_bold or line.bold > 0.9)


def _begins_item(draft: Draft, line: Line, layout: Layout) -> bool:
    """Whether the marker at the line's beginning is one, or only looks so in the middle of a text."""
    if not line.closed and not (draft.first.marker and not draft.first.closed):
        return _has_room(draft.last, line, layout) or bool(_ENDS.search(draft.last.text))
    # "…, as the sections / b) and c) say": within a full line's sentence a marker is a reference.
    if _has_room(draft.last, line, layout) or _ENDS.search(draft.last.text):
        return True
    behind = line.text[len(line.marker) :].lstrip()
    bullet = line.marker[0] in BULLETS
    referring = REFERS.search(draft.last.text) is not None
    return bullet or not (referring and (_OPENS.match(behind) is not None or not same_kind(draft.first, line)))


def _has_room(last: Line, line: Line, layout: Layout) -> bool:
    """Whether the first word of `line` would have found room behind `last`: then the line ended there on purpose."""
    return last.x1 + _ROOM * line.size + line.first < layout.right - 0.5 * line.size


def _is_aligned(draft: Draft, line: Line, layout: Layout) -> bool:
    """Whether the line begins where the block's lines do."""
    play = _ALIGNED * line.size
    first, run = draft.first, _run(draft)
    inner = run[1:] if run[0] is first else run  # the lines behind the first, which may hang out or be indented
    if inner:
        return abs(line.x0 - inner[0].x0) < play or _is_centred(draft, line, layout)
    if first.marker or first.bullet:
        return first.x0 - play < line.x0 < max(first.hang, first.x0) + play
    indent = 4 * line.size  # of a first line
    return first.x0 - indent < line.x0 < first.x0 + play or _is_centred(draft, line, layout)


def _is_centred(draft: Draft, line: Line, layout: Layout) -> bool:
    last, room = draft.last, 2 * line.size
    within = all(one.x0 > layout.left + room and one.x1 < layout.right - room for one in (last, line))
    return within and abs((last.x0 + last.x1) - (line.x0 + line.x1)) < line.size


def goes_on(draft: Draft, line: Line, shift: float) -> bool:
    """Whether the line at the head of a page goes on with a block of the page before."""
    last = draft.last
    if last.text.endswith(BROKEN) or last.text.endswith("-"):
        return abs(last.size - line.size) < 0.08 * line.size
    if line.marker or line.bullet or abs(last.size - line.size) > 0.08 * line.size or _ENDS.search(last.text):
        return False
    if draft.is_bold != (line.bold > 0.9):
        return False
    play = _ALIGNED * line.size
    edges = [draft.lines[1].x0] if len(draft.lines) > 1 else [draft.first.hang, draft.first.x0]
    aligned = any(abs(line.x0 - edge - moved) < play for edge in edges for moved in (0.0, shift))
    return aligned and (_OPENS.match(line.text) is not None or len(draft.lines) > 1)
