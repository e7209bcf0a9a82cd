"""The sentences that sum up one document, the same in every report."""

from __future__ import annotations

from collections.abc import Sequence

from mapper.reports.figures import Figures, Norm
from mapper.reports.words import Words


def glance(figures: Figures, norms: Sequence[Norm], words: Words) -> str:
    """What was found, in two to four sentences."""
    if not figures.passages:
        return words("glance.empty")
    if not figures.compared:
        return words("glance.none")
    return " ".join([*_covered(norms, words), *_matched(figures, words), *_listed(figures, words)])


def _matched(figures: Figures, words: Words) -> list[str]:
    if not figures.matched:
        return [words("glance.unmatched")]
    if not figures.unmatched:
        return [words("glance.all")]
    share = words.percent(figures.matched / figures.compared)
    return [
        words.counted("n.matched", figures.matched, of=f"{figures.compared:,}", share=share),
        words.counted("n.unmatched", figures.unmatched),
    ]


def _listed(figures: Figures, words: Words) -> list[str]:
    return [words.counted("n.listed", figures.listed)] if figures.listed else []


def _covered(norms: Sequence[Norm], words: Words) -> list[str]:
    if not norms:
        return []
    best = max(norms, key=lambda norm: (norm.tally.covered / max(norm.tally.of, 1), norm.tally.covered))
    if not best.tally.covered:
        return [words("glance.no_norm")]
    share = words.percent(best.tally.covered / best.tally.of)
    name = f"{best.code} {best.title}".strip()
    key = "glance.norm" if len(norms) > 1 else "glance.one_norm"
    return [words(key, name=name, covered=best.tally.covered, of=best.tally.of, share=share)]


def pages(numbers: Sequence[int], *, most: int = 40) -> str:
    """Page numbers with runs closed up ("3–7, 12"), the rest of a long list left to an ellipsis."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs[:most])
    return shown + ("…" if len(runs) > most else "")
