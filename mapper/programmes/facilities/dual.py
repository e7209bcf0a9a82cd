"""Where each criterion of a standard can be learnt: a suggestion that a programme's marks and a person override."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from corpora import TEACHING_ROLES, Competency, Framework, Passage, Text, _
from corpora.records import Learnt
from corpora.split import beside, mark_of
from corpora.text import fold_letters
from mapper.matching.records import Corresponding
from mapper.programmes.facilities.brought import brought, entries_below, is_on_equipment
from mapper.programmes.facilities.records import Brought, By, Setting, Suggestion
from mapper.programmes.facilities.things import dual_words

_ARTICLE = re.compile(r"^(?:el|la|los|las|un|una|the|a|an)\s+")
# What a school either has or has not; the rest it buys.
_INSTALLED = ("room", "equipment")
_BY_KIND: Mapping[str, tuple[Setting, Text]] = {
    "conocimiento": ("school", _("it is knowledge: taught in the classroom")),
    "actitud": ("both", _("it is an attitude: formed where one works and where one studies")),
    "situacion_emergente": ("both", _("it is the response to an emergency: rehearsed in school, met in the company")),
}
_MARKED: Mapping[Setting, Text] = {
    "company": _("the programme marks it for the company"),
    "both": _("the programme marks it as dual"),
    "school": _("the programme does not mark it, and does mark what is learnt at the company"),
}
_PERSON = _("decided by a person")
_REAL = _("needs a real work situation")
_PRACTICE = _("learnt by doing it; the school prepares it")
_SIMULATED = _("shown by doing it; the standard allows a simulation")


def dual(
    framework: Framework,
    code: str,
    passages: Sequence[Passage],
    corresponding: Corresponding,
    changes: Mapping[str, Setting] | None = None,
) -> tuple[Suggestion, ...]:
    """A suggestion for each criterion of a standard: school, company or both.

    By its kind (knowledge in school, performance where the work is done), by what it needs (real customers or
    production; rooms or equipment that the programme's own list of them lacks) and by whether the standard allows a
    simulation. A programme's own marks ("#dual") win over that, a person over both: what corresponds only to passages
    marked as learnt at the company belongs there, what corresponds only to others of a list of which some are marked
    belongs to school.

    A mark reaches a criterion through the passages that it was found in; `changes` says by a criterion's code what a
    person decided.

    Raises:
        InputError: the framework has no such code.
    """
    asks = brought(framework, code, passages)
    decided = changes or {}
    marked = tuple(filter(is_marked, passages))
    found = []
    for criterion in entries_below(framework, code):
        shown = corresponding.get((framework.name, criterion.code), ())
        said = tuple(one for one in shown if is_marked(one) or beside(one, marked))
        by: By = "programme" if said else "rule"
        setting, why = _by_marks(said) if said else _by_rule(criterion, asks)
        if criterion.code in decided:
            setting, by, why = decided[criterion.code], "person", _PERSON
        cited = tuple(filter(is_marked, said))
        found.append(
            Suggestion(framework.name, criterion.code, criterion.statement, criterion.kind, setting, by, why, cited)
        )
    return tuple(found)


def all_marked(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """What a programme teaches and marks as learnt at the company, each wording once."""
    taught = {one.text_id: one for one in reversed(passages) if one.dual and one.role in TEACHING_ROLES}
    return tuple(sorted(taught.values(), key=lambda one: one.start))


def is_marked(passage: Passage) -> bool:
    """Whether a programme marks this passage, or what it stands below, as learnt at the company ("#dual")."""
    return _learnt(passage) is not None


def _learnt(passage: Passage) -> Learnt | None:
    return passage.dual or mark_of(passage.text, *reversed(passage.section))


def _by_marks(said: Sequence[Passage]) -> tuple[Setting, Text]:
    """What the programme's marks say of the passages that show a criterion."""
    found = {_learnt(passage) for passage in said}
    setting: Setting = "school" if found == {None} else "company" if found == {"company"} else "both"
    return setting, _MARKED[setting]


def _by_rule(criterion: Competency, asks: Brought) -> tuple[Setting, Text]:
    if criterion.kind in _BY_KIND:
        return _BY_KIND[criterion.kind]
    plain, words = fold_letters(criterion.statement), dual_words()
    lacking = [r for r in asks.missing if r.code == criterion.code and r.kind in _INSTALLED]
    if lacking and any(map(is_on_equipment, asks.sections)):
        names = ", ".join(resource.name for resource in lacking)
        return "company", _("the programme does not name what is needed: {names}", names=names)
    simulated = any(words["simulated"].search(fold_letters(text)) for text in asks.practice)
    if real := words["real"].search(plain):
        said = criterion.statement[real.start() : real.end()]
        why = _("{reason} ('{words}')", reason=_SIMULATED if simulated else _REAL, words=said)
        return "both" if simulated else "company", why
    if criterion.kind == "producto" and words["documents"].match(_ARTICLE.sub("", plain)):
        return "school", _("the product is a document")
    return "both", _SIMULATED if simulated else _PRACTICE
