"""What of a programme could not be used, in words: for terminals and Word documents; pages have a macro for it."""

from __future__ import annotations

from collections.abc import Iterator

from mapper.coverage.records import Programme
from mapper.reports.words import Words


def unread(programme: Programme, t: Words) -> Iterator[str]:
    """A line for its unreadable pages, and one where nothing in it seems to teach.

    Args:
        programme: as a report cites it.
        t: with the texts of `mapper.reports.coverage_texts`.
    """
    if programme.unreadable_pages:
        yield f"{programme.name}: {t('unreadable', pages=', '.join(map(str, programme.unreadable_pages)))}"
    if not programme.searched:
        yield f"{programme.name}: {t('nothing_searched')}"
