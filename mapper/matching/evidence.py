"""The words of a passage that carry a match."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from embeddings.lexical import words

Spans = tuple[tuple[int, int], ...]

# Words with the hyphens and apostrophes inside them.
_WORD = re.compile(r"\w+(?:[-’'·]\w+)*")
# Of a longer passage only the first words are tried: the encoder reads little more of it.
_MOST_TRIED = 60
_MOST_SHOWN = 4
_LEAST_SHARE = 0.5


def word_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the words of a text, numbers among them."""
    return [found.span() for found in _WORD.finditer(text)]


def shared_words(text: str, wordings: Sequence[str]) -> Spans:
    """Words that the passage shares with the wording it shares most with.

    Compared as the lexical scorers compare them: by their first letters, without accents and capitals, and without
    words that say nothing.

    Args:
        text: the passage.
        wordings: of the competency, its statement first, which wins a tie.

    Returns:
        Offsets of whole words in the passage, ascending; none if no word is shared.
    """
    spans = _stems(text)
    mine = frozenset().union(*(stems for _, stems in spans))
    common = [mine.intersection(words(wording)) for wording in wordings]
    most = max(common, key=len, default=frozenset())
    return tuple(span for span, stems in spans if stems & most)


@lru_cache(maxsize=64)  # a passage has several matches, one behind the other
def _stems(text: str) -> list[tuple[tuple[int, int], frozenset[str]]]:
    """Each word's offsets, and what it is compared by."""
    return [(span, frozenset(words(text[slice(*span)]))) for span in word_spans(text)]


def without_each_word(text: str) -> list[str]:
    """The text as many times as it has words (up to 60), each time without one of them, in the words' order."""
    return [text[:start] + text[end:] for start, end in word_spans(text)[:_MOST_TRIED]]


def strongest_words(text: str, drops: Sequence[float]) -> Spans:
    """Words without which the text is furthest from a wording: up to four, each at least half as far as the first.

    Args:
        text: the passage.
        drops: for each text of `without_each_word` how much further from the wording it is than the whole.

    Returns:
        Offsets of whole words in the passage, ascending; none where no word brings it nearer.
    """
    spans = word_spans(text)[: len(drops)]
    values = np.asarray(drops, dtype=np.float64)
    least = max(_LEAST_SHARE * float(values.max(initial=0)), 1e-6)
    telling = [place for place in np.argsort(-values, kind="stable") if words(text[slice(*spans[place])])]
    return tuple(sorted(spans[place] for place in telling[:_MOST_SHOWN] if values[place] >= least))
