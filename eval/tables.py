"""Tables of figures as Markdown, and how a figure is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.records import Interval


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain cells below a header; the columns `numbers` are set right."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


def number(value: float | None, digits: int = 3) -> str:
    """Return a share without its leading zero (".412", "1.000", "−.020"), "–" for none."""
    if value is None:
        return "–"
    written = f"{abs(value):.{digits}f}"
    sign = "−" if value < 0 and float(written) else ""
    return sign + (written[1:] if written.startswith("0.") else written)


def cut(text: str, longest: int) -> str:
    """Return the text, with an ellipsis at its end where it has more characters than that."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def p_value(p: float | None) -> str:
    """Return a p value (".012"); one that would round to zero is "< .001"."""
    return "< .001" if p is not None and p < 0.0005 else number(p)


def figure(interval: Interval) -> str:
    """Return a mean with its interval: ".412 (.360–.465)"; a comma parts ends of which one is negative."""
    if interval.low is None or interval.high is None:
        return number(interval.value)
    between = ", " if interval.low < 0 else "–"
    return f"{number(interval.value)} ({number(interval.low)}{between}{number(interval.high)})"


def markdown(table: Table) -> str:
    """Return the table in GitHub's Markdown, with a line feed at its end."""

    def line(cells: Sequence[str]) -> str:
        safe = (" ".join(cell.split()).replace("\\", "\\\\").replace("|", "\\|") for cell in cells)
        return "| " + " | ".join(safe) + " |\n"

    rule = "|" + "|".join("---:" if c in table.numbers else "---" for c in range(len(table.header))) + "|\n"
    return line(table.header) + rule + "".join(line(row) for row in table.rows)
