"""Where each criterion of a standard can be learnt: a suggestion that a programme's marks and a person override."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from corpora import Competency, Framework, Passage, Text
from corpora.folding import fold_letters
from mapper.records import Corresponding
from mapper.resources.infrastructure import brought, entries_below, is_on_equipment
from mapper.resources.records import Brought, Resource, Setting, Suggestion
from mapper.resources.things import dual_words

_MARK = re.compile(r"(?<!\w)#dual\b|\((?:formacion )?dual\)|\[dual\]|\bformacion (?:en modalidad )?dual\b")
_ARTICLE = re.compile(r"^(?:el|la|los|las|un|una|the|a|an)\s+")
# What a school either has or has not; the rest it buys.
_INSTALLED = ("room", "equipment")
_BY_KIND: Mapping[str, tuple[Setting, Text]] = {
    "conocimiento": (
        "school",
        Text("es un conocimiento: se enseña en el aula", "it is knowledge: taught in the classroom"),
    ),
    "actitud": (
        "both",
        Text(
            "es una actitud: se forma donde se trabaja y donde se estudia",
            "it is an attitude: formed where one works and where one studies",
        ),
    ),
    "situacion_emergente": (
        "both",
        Text(
            "es la respuesta ante una emergencia: se ensaya en la escuela, se conoce en la empresa",
            "it is the response to an emergency: rehearsed in school, met in the company",
        ),
    ),
}
_REAL = Text("pide una situación real de trabajo", "needs a real work situation")
_PRACTICE = Text("se aprende haciéndolo; la escuela lo prepara", "learnt by doing it; the school prepares it")
_SIMULATED = Text(
    "se muestra haciéndolo; la norma admite que sea simulado", "shown by doing it; the standard allows a simulation"
)


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
    simulation. A programme's own mark ("#dual") on a passage that corresponds to the criterion wins over that, a
    person over both.

    Args:
        framework: with the standard's document.
        code: of the standard or one of its elements.
        passages: of the programme, every one.
        corresponding: the passages that each criterion was found in; a mark reaches a criterion through these.
        changes: code of a criterion → what a person decided.

    Raises:
        InputError: the framework has no such code.
    """
    asks = brought(framework, code, passages)
    decided = changes or {}
    return tuple(
        _suggested(
            framework.name,
            criterion,
            asks,
            tuple(filter(is_marked, corresponding.get((framework.name, criterion.code), ()))),
            decided.get(criterion.code),
        )
        for criterion in entries_below(framework, code)
    )


def is_marked(passage: Passage) -> bool:
    """Whether a programme marks this passage, or the unit it stands in, as dual ("#dual", "(dual)")."""
    return any(_MARK.search(fold_letters(text)) for text in (passage.text, *passage.section))


def _suggested(
    name: str, criterion: Competency, asks: Brought, marked: tuple[Passage, ...], decided: Setting | None
) -> Suggestion:
    setting, why = _by_rule(criterion, asks)
    if decided is not None:
        why = Text("decidido por una persona", "decided by a person")
        return Suggestion(name, criterion.code, criterion.statement, criterion.kind, decided, "person", why, marked)
    if marked:
        why = Text("el programa lo marca como dual", "the programme marks it as dual")
        return Suggestion(name, criterion.code, criterion.statement, criterion.kind, "both", "programme", why, marked)
    return Suggestion(name, criterion.code, criterion.statement, criterion.kind, setting, "rule", why)


def _by_rule(criterion: Competency, asks: Brought) -> tuple[Setting, Text]:
    if criterion.kind in _BY_KIND:
        return _BY_KIND[criterion.kind]
    plain, words = fold_letters(criterion.statement), dual_words()
    lacking = [r for r in asks.missing if r.code == criterion.code and r.kind in _INSTALLED]
    if lacking and any(map(is_on_equipment, asks.sections)):
        return "company", _lacking(lacking)
    simulated = any(words["simulated"].search(fold_letters(text)) for text in asks.practice)
    if real := words["real"].search(plain):
        said = criterion.statement[real.start() : real.end()]
        return ("both", _quoting(_SIMULATED, said)) if simulated else ("company", _quoting(_REAL, said))
    if criterion.kind == "producto" and words["documents"].match(_ARTICLE.sub("", plain)):
        return "school", Text("el producto es un documento", "the product is a document")
    return "both", _SIMULATED if simulated else _PRACTICE


def _lacking(missing: Sequence[Resource]) -> Text:
    names = ", ".join(resource.name for resource in missing)
    return Text(
        f"el programa no nombra lo que hace falta: {names}", f"the programme does not name what is needed: {names}"
    )


def _quoting(reason: Text, words: str) -> Text:
    return Text(f"{reason.es} («{words}»)", f"{reason.en} ('{words}')")
