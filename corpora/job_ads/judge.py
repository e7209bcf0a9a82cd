"""What one segment asks for: its kind and force, from its own words first, then from the heading above it."""

from __future__ import annotations

from typing import NamedTuple, cast

from corpora.job_ads.forces import contract, forces, noise
from corpora.job_ads.headings import Rule, fold
from corpora.job_ads.kinds import kinds
from corpora.job_ads.records import Force, Kind
from corpora.job_ads.tasks import task, task_phrase
from corpora.job_ads.tongues import Tongues, tongues

_OWN_KIND: tuple[Rule, ...] = ("skill", "knowledge", "degree", "licence", "experience", "language", "condition")
_ASKING: tuple[Rule, ...] = ("ask", "valued", *_OWN_KIND)
# Kinds whose words say enough without a heading or a verb that asks.
_PLAIN: tuple[Kind, ...] = ("experience", "licence", "condition", "degree", "knowledge", "language", "skill")
_SHORT = 8
"""Words of a segment in which a language is what it is about."""


class Verdict(NamedTuple):
    """Kind and force, both None where nothing is asked for; the languages named."""

    kind: Kind | None
    force: Force | None
    tongues: Tongues


def judge(text: str, rule: Rule | None, before: str = "") -> Verdict:
    """What a segment asks for.

    Args:
        text: of the segment.
        rule: of the heading above it.
        before: the segment before it in the same sentence, "" where it begins one: "se valorará experiencia y …".
    """
    folded = fold(text)
    spoken = tongues(text, folded)
    kind = _kind(folded, spoken)
    force = _force(folded)
    if _is_noise(folded, kind, force):
        return Verdict(None, None, spoken)
    if force == "offered" and not _asks_as_well(folded):
        return _offer(folded, kind, spoken)
    if rule == "offer" and force is None:
        return _offer(folded, kind, spoken)
    if kind is None:
        return _by_form(folded, rule, force, before, spoken)
    if rule == "task" and force is None and kind in ("skill", "knowledge"):
        return Verdict("task", "required", spoken)
    return Verdict(kind, force or _inherited(rule, before), spoken)


def _kind(folded: str, spoken: Tongues) -> Kind | None:
    found = [(match.start(), kind) for kind, pattern in kinds() if (match := pattern.search(folded)) is not None]
    if spoken.named and (not found or (len(folded.split()) <= _SHORT and found[0][1] not in ("experience", "licence"))):
        return "language"
    return cast(Kind, found[0][1]) if found else None


def _force(folded: str) -> Force | None:
    """Negated before valued before offered before required; what comes after "aunque" or "but" says the last word."""
    return next((cast(Force, force) for force, pattern in forces().items() if pattern.search(folded)), None)


def _is_noise(folded: str, kind: Kind | None, force: Force | None) -> bool:
    """Whether it tells how to apply, or facts of the contract without a word that asks."""
    if noise().search(folded):
        return kind not in ("experience", "licence", "degree", "condition") or force is None
    if contract().match(folded):
        return kind is None or kind == "skill"
    return False


def _asks_as_well(folded: str) -> bool:
    return forces()["required"].search(folded) is not None


def _offer(folded: str, kind: Kind | None, spoken: Tongues) -> Verdict:
    """Training or a language course that the employer gives; wages and hours are no requirement at all."""
    if kind in ("degree", "language", "knowledge", "skill") and forces()["offered"].search(folded):
        return Verdict(kind, "offered", spoken)
    return Verdict(None, None, spoken)


def _inherited(rule: Rule | None, before: str) -> Force:
    """The force of a segment that has none of its own: that of the heading, else of the sentence it goes on."""
    if rule == "valued":
        return "valued"
    earlier = _force(fold(before))
    return earlier if earlier in ("valued", "negated") else "required"


def _by_form(folded: str, rule: Rule | None, force: Force | None, before: str, spoken: Tongues) -> Verdict:
    """A segment without any word that names a kind: a task by its form, or what its heading asks for."""
    if contract().search(folded) and rule not in ("task",):
        return Verdict(None, None, spoken)
    if rule == "task":
        return Verdict("task", "required", spoken)
    if rule in _ASKING:
        own = cast(Kind, rule) if rule in _OWN_KIND else "skill"
        return Verdict(own, force or _inherited(rule, before), spoken)
    if rule in (None, "text") and (task().match(folded) or task_phrase().search(folded)):
        return Verdict("task", "required", spoken)
    if force == "valued":
        return Verdict("experience", "valued", spoken)
    return Verdict(None, None, spoken)
