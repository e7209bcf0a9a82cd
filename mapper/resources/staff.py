"""The registry's standards for people who teach, design and assess, and whether a programme names them."""

from __future__ import annotations

from collections.abc import Sequence

from corpora import Framework, Passage
from corpora.folding import fold_letters
from mapper.needs.findings import named
from mapper.phrases import whole_pattern
from mapper.resources.records import StaffStandard
from mapper.resources.things import staff_standards


def staff(frameworks: Sequence[Framework], passages: Sequence[Passage]) -> tuple[StaffStandard, ...]:
    """The standards for instructors, in the table's order; a code that the loaded registry lacks is marked absent.

    Args:
        frameworks: the loaded ones.
        passages: all of the programme; those that name a code are given with it.
    """
    return tuple(
        StaffStandard(
            entry.code,
            entry.title,
            entry.absent,
            purpose,
            tuple(passage for passage in passages if _names(passage.text, entry.code)),
        )
        for purpose, codes in staff_standards()
        for entry in named(codes, purpose, frameworks)
    )


def _names(text: str, code: str) -> bool:
    """Whether a text names the standard; "EC0217_01" and "EC0217.01" are one, "EC0217" is another."""
    pattern = fold_letters(code).replace(".", "[._]") + r"(?![._]\d)"
    return whole_pattern(pattern).search(fold_letters(text)) is not None
