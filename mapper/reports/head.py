"""The head of a Word report: who answers for it, as a school writes it on its papers."""

from __future__ import annotations

from dataclasses import dataclass, fields

from mapper.reports.word import Paper
from mapper.reports.words import Words


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top, each "" where nobody said it: what is empty is left out."""

    school: str = ""
    programme: str = ""
    responsible: str = ""
    date: str = ""


NO_HEAD = Head()


def write_head(made: Paper, head: Head, t: Words) -> None:
    """Put the head into a document, where there is anything to say."""
    said = [(t(f"head.{field.name}"), getattr(head, field.name)) for field in fields(head)]
    if rows := [(name, value) for name, value in said if value]:
        made.facts(rows, (t("head"), t("value")))
