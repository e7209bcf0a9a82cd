"""A level where none is printed: supposed from the verbs, from the place among the courses, from the role.

Verbs count by the tiers of Bloom's revised taxonomy (Anderson and Krathwohl 2001). Weights and thirds were chosen
beforehand (docs/reports.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpora import Passage
from corpora.text import fold_letters
from mapper.programmes.curriculum_map.levels import LEVELS, Level

_PLACE, _VERB, _ROLE = 0.5, 0.4, 0.1
"""Weights: in what order courses come is planned, verbs are often chosen by habit, everything is assessed somehow."""
# Stems of infinitives, third persons, futures and gerunds; `_ENDING` is what may stand behind.
_SPANISH = (
    "conoc identific enlist enumer nombr defin reconoc memoriz recuerd record mencion list cit ubic localiz"
    " observ seleccion",
    "comprend entiend entend describ distingu diferenci diferenc clasific relacion interpret resum ejemplific explic"
    " discut coment ilustr compar expres asoci infier inferir traduc",
    "aplic us utiliz usar emple oper realiz ejecut calcul resuelv resolv med mid demuestr demostr manej prepar"
    " instal conect arm constru elabor registr administr implement practic atiend atend cumpl llev comunic inform"
    " program configur sustitu ajust mant mantien",
    "analiz examin investig diagnostic contrast organiz estructur deduc descompon determin compru experiment"
    " planific detect categoriz",
    "evalu valor juzg justific critic argument verific inspeccion recomiend recomend prioriz valid decid supervis"
    " audit defiend defend correg corrig",
    "cre disen formul propon planific planea plane desarroll invent integr innov dirig dirij produc compon gener"
    " proyect lider",
)
_ENGLISH = (
    "identify list name define recognise recognize recall state label memorise memorize locate select",
    "understand explain describe summarise summarize classify compare distinguish discuss interpret illustrate"
    " paraphrase outline know",
    "apply use implement carry calculate compute solve operate demonstrate perform prepare execute write query serve"
    " take handle draw conduct install measure practise practice work administer greet answer follow",
    "analyse analyze examine investigate diagnose contrast differentiate organise organize structure deduce model"
    " derive test categorise categorize determine",
    "evaluate assess judge justify critique argue verify inspect recommend prioritise prioritize validate decide"
    " weigh supervise audit defend resolve",
    "create design formulate propose plan develop invent integrate innovate lead direct produce compose generate"
    " build construct",
)
_ENDING = r"(?:[aei]r(?:se|lo|la|los|las)?|[aei]ra[ns]?|[aei]remos|an?|en?|ando|i?endo|ye|yen|uir|uye)"
_TIERS = {
    "es": [re.compile(rf"(?:{'|'.join(sorted(stems.split(), key=len, reverse=True))}){_ENDING}") for stems in _SPANISH],
    "en": [re.compile(rf"(?:{'|'.join(verbs.split())})s?") for verbs in _ENGLISH],
}
"""By language, since "plan" and "use" are words of the other one too."""
_BEFORE = re.compile(
    r"(?:se ha|se han|sera capaz de|ser capaz de|to|able to|(?:the )?(?:students?|learners?) (?:will|should|can)"
    r"(?: be able to)?|(?:al terminar,? )?(?:el|la|los|las) (?:alumn\w+|estudiantes?|participantes?)|you will|objetivo:"
    r"|al terminar,? )\s*"
)
_CLAUSE = re.compile(r"(?:\A|[,;:.()]\s*(?:(?:y|e|o|u|and|or)\s+)?|\s+(?:y|e|o|u|and|or)\s+)\s*")
_WORD = re.compile(r"\S*")
_NOUN = re.compile(
    r"\w*[áéíóú][^\Waeiouáéíóú]+[aeiou]+[^\Waeiou]+[aeiou]"  # "Práctica": no verb has its accent there
    r"|(?:estructura|lista|cita)\s+(?:del?\b|\w+[ai]d[oa]s?\b)|\w+\s+of\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a level was estimated from.

    Attributes:
        verb: the verb that reaches furthest in the surest passage that has one, as written; "" where none has.
        tier: mean tier of the verbs in Bloom's revised taxonomy, 1 remember to 6 create; None without verbs.
        place: of the course among those that teach the same row, from 1.
        of: how many these are.
        practised: whether more than contents show it.
    """

    verb: str
    tier: float | None
    place: int
    of: int
    practised: bool


def find_tiers(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Yield Bloom's tier, 1 to 6, of each verb that begins a clause in "es" or "en", with the verb as written."""
    folded = fold_letters(text)
    for clause in _CLAUSE.finditer(folded):
        before = _BEFORE.match(folded, clause.end())
        word = _WORD.match(folded, before.end() if before else clause.end())
        tier = next((n for n, pattern in enumerate(_TIERS[language], 1) if word and pattern.fullmatch(word[0])), None)
        if word and tier and not _NOUN.match(text, word.start()):
            yield tier, text[word.start() : word.end()].lower()


def estimate_level(
    passages: Sequence[tuple[Passage, float]], place: int, of: int, along: float, *, assessed: bool
) -> tuple[Level, Basis]:
    """Return the level of a cell that passages show, each with its probability, the surest first.

    The course is the `place`-th, from 1, of those that teach the row; where no other does, `along` all, 0 to 1, counts.
    """
    verbs = [(chance, list(find_tiers(passage.text, passage.language or "es"))) for passage, chance in passages]
    told = [(chance, max(found)) for chance, found in verbs if found]
    weight = sum(chance for chance, _ in told)
    tier = sum(chance * highest[0] for chance, highest in told) / weight if weight else None
    practised = any(passage.role not in ("content", "competency") for passage, _ in passages)
    by_place = (place - 1) / (of - 1) if of > 1 else along
    # Tiers 1 and 2 introduce, 3 and 4 reinforce, 5 and 6 master; in proportion between the middles of these.
    by_verb = min(max((tier - 1.5) / 4, 0.0), 1.0) if tier is not None else 0.5 if practised else 0.0
    by_role = 1.0 if assessed else 0.5 if practised else 0.0
    score = _PLACE * by_place + _VERB * by_verb + _ROLE * by_role
    verb = told[0][1][1] if told else ""
    return LEVELS[min(int(score * len(LEVELS)), len(LEVELS) - 1)], Basis(verb, tier, place, of, practised)
