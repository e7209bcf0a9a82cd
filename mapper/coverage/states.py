"""What a programme shows of each criterion: covered, partly, not found or uncertain, and why only partly.

*Covered*: an outcome or criterion teaches it with a probability of at least .8, at the level it asks for, with at
least half of its bullets. *Partly*: found with that probability, but only as content, activity or competency, at a
lower level or with fewer of its bullets. *Not found*: at most .2. *Uncertain*: the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpora import TEACHING_ROLES, Competency, Framework, Passage, Text
from corpora.folding import fold
from embeddings.stems import stem
from mapper.coverage.evidence import TAUGHT_AS, Evidence, collect, strength
from mapper.coverage.levels import DO, KNOW, tier, wanted
from mapper.coverage.model import FOUND, NOT_FOUND, TaughtModel
from mapper.coverage.records import CriterionCoverage, Near, State
from mapper.matcher_model import shipped
from mapper.records import NOTHING
from mapper.scoring import Scored

_BULLET = "\n• "
_WORD = re.compile(r"[a-z]{4,}")
_AT = {
    1: Text("conocer", "knowing"),
    2: Text("comprender", "understanding"),
    3: Text("aplicar", "doing"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a programme says of a framework's entries: as outcome or criterion, and in any role that teaches."""

    framework: Framework
    taught: Evidence
    all: Evidence

    @classmethod
    def of(
        cls, framework: Framework, passages: Sequence[Passage], scored: Sequence[Scored], model: TaughtModel
    ) -> Shown:
        """From the candidates of each of a programme's passages."""
        count, matcher = len(framework.competencies), shipped()
        strengths = [strength(found, matcher) for found in scored]
        return cls(
            framework,
            collect(passages, scored, strengths, count, model, roles=TAUGHT_AS),
            collect(passages, scored, strengths, count, model, roles=TEACHING_ROLES),
        )


def criterion(shown: Shown, place: int) -> CriterionCoverage:
    """What the programme shows of the entry at this place of its framework."""
    entry = shown.framework.competencies[place]
    state, why = _state(shown, place, entry)
    return CriterionCoverage(
        code=entry.code,
        kind=entry.kind,
        statement=entry.statement,
        level=entry.level,
        element=entry.parent or entry.code,
        state=state,
        probability=float(shown.all.probability[place]),
        passages=tuple(passage.id for passage in shown.all.passages.get(place, ())),
        why=why,
        nearest=tuple(Near(passage.id, chance) for passage, chance in shown.all.closest.get(place, ())),
    )


def _state(shown: Shown, place: int, entry: Competency) -> tuple[State, Text]:
    if (probability := shown.all.probability[place]) < FOUND:
        return ("not_found" if probability <= NOT_FOUND else "uncertain"), NOTHING
    if shown.taught.probability[place] < FOUND:
        return "partly", Text(
            "solo como contenido, actividad o competencia general", "only as content, activity or general competency"
        )
    showing = shown.taught.passages.get(place, [])
    if why := next(_lacking(entry, showing), None):
        return "partly", why
    return "covered", NOTHING


def _lacking(entry: Competency, showing: Sequence[Passage]) -> Iterator[Text]:
    """What is missing of a criterion although outcomes treat it."""
    asked = wanted(entry.kind, entry.level, entry.statement)
    reached = max((tier(passage.text) for passage in showing), default=DO)
    if asked > max(reached, KNOW):
        yield Text(
            f"pide {_AT[asked].es} y el programa llega a {_AT[reached].es}",
            f"asks for {_AT[asked].en}, and the programme goes as far as {_AT[reached].en}",
        )
    bullets = entry.statement.split(_BULLET)[1:]
    languages = {passage.language for passage in showing}
    if len(bullets) > 1 and entry.language in languages:
        said = {stem for passage in showing for stem in _stems(passage.text)}
        found = sum(_is_in(bullet, said) for bullet in bullets)
        if found * 2 < len(bullets):
            yield Text(
                f"se encontraron {found} de sus {len(bullets)} puntos", f"{found} of its {len(bullets)} points found"
            )


def _stems(text: str) -> set[str]:
    return {stem(word) for word in _WORD.findall(fold(text))}


def _is_in(bullet: str, said: set[str]) -> bool:
    """Whether a third of a bullet's longer words are said, in whatever form."""
    stems = _stems(bullet)
    return 3 * len(stems & said) >= len(stems)
