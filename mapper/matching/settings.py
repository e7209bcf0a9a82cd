"""What a mapping depends on, in one record that is hashed, stored and shown."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from corpora import TEACHING_ROLES, Passage

_SELDOM = frozenset({"standards", "rerank", "reviewed", "decisions", "decisions_unused"})


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices of one mapping.

    Attributes:
        encoder: name of the encoder, as `embeddings.encoders.open_encoder` takes it.
        all_passages: map also what does not seem to teach.
        candidates: how many competencies of one framework a passage shows at most.
        rerank: name of a cross-encoder that orders a passage's matches, "" for none.
        standards: NAME/CODE of the only standards that are looked at in a framework, none for all.
        reviewed: SHA-256 of the reviews whose decisions inform the scores.
        decisions: how many of their decisions do.
        decisions_unused: how many do not, although their framework is asked for: it words their competency otherwise
            now, or no longer holds it.
    """

    encoder: str = "competency"
    all_passages: bool = False
    candidates: int = 3
    rerank: str = ""
    standards: tuple[str, ...] = ()
    reviewed: tuple[str, ...] = ()
    decisions: int = 0
    decisions_unused: int = 0

    def chosen(self) -> dict[str, str | bool | int | tuple[str, ...]]:
        """What is chosen, by name; what is not used is not there."""
        return {name: value for name, value in asdict(self).items() if name not in _SELDOM or value}

    @property
    def digest(self) -> str:
        """The first 16 hexadecimal digits of the settings' SHA-256."""
        return hashlib.sha256(json.dumps(self.chosen(), sort_keys=True).encode()).hexdigest()[:16]


def is_mapped(passage: Passage, *, all_passages: bool) -> bool:
    """Whether a passage is compared with frameworks: it teaches, or all are asked for, and its language is known."""
    return passage.language is not None and (all_passages or passage.role in TEACHING_ROLES)
