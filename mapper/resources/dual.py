"""Where each criterion of a standard can be learnt: a suggestion that a programme's marks and a person override."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from corpora import Competency, Framework, Passage, Text
from mapper.corresponding import Corresponding
from mapper.phrases import folded, whole_pattern
from mapper.resources.infrastructure import brought, entries_below, is_on_equipment
from mapper.resources.records import Brought, Resource, Setting, Suggestion

_MARK = re.compile(r"(?<!\w)#dual\b|\((?:formacion )?dual\)|\[dual\]|\bformacion (?:en modalidad )?dual\b")
_REAL = whole_pattern(
    r"clientes?|usuari[oa]s?|pacientes?|comensales|huespedes|proveedores|linea de produccion|lote(?: de produccion)?|"
    r"orden de (?:trabajo|produccion)|produccion en serie|turno|situacion real|en (?:la )?planta|lugar de trabajo|"
    r"customers?|clients?|patients?|production line|work order|workplace"
)
_DOCUMENT = whole_pattern(
    r"(?:el |la |los |las |un |una )?(?:informes?|reportes?|documentos?|formatos?|planes|plan|propuestas?|cronogramas?|"
    r"manual(?:es)?|presentacion(?:es)?|bitacoras?|registros?|carta descriptiva|cuestionarios?|instrumentos?|guias?|"
    r"report|document|form|proposal|schedule|manual|presentation|log)"
)
_SIMULATED = whole_pattern(r"simulad[oa]s?|simulacion|simulated|simulation")

# What a school either has or has not; the rest it buys.
_INSTALLED = ("room", "equipment")
_REASONS: Mapping[str, Text] = {
    "knowledge": Text("es un conocimiento: se enseña en el aula", "it is knowledge: taught in the classroom"),
    "attitude": Text(
        "es una actitud: se forma donde se trabaja y donde se estudia",
        "it is an attitude: formed where one works and where one studies",
    ),
    "emergency": Text(
        "es la respuesta ante una emergencia: se ensaya en la escuela, se conoce en la empresa",
        "it is the response to an emergency: rehearsed in school, met in the company",
    ),
    "document": Text("el producto es un documento", "the product is a document"),
    "practice": Text("se aprende haciéndolo; la escuela lo prepara", "learnt by doing it; the school prepares it"),
    "simulated": Text(
        "se muestra haciéndolo; la norma admite que sea simulado",
        "shown by doing it; the standard allows a simulation",
    ),
}


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
    return any(_MARK.search(folded(text)) for text in (passage.text, *passage.section))


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
    if criterion.kind == "conocimiento":
        return "school", _REASONS["knowledge"]
    if criterion.kind == "actitud":
        return "both", _REASONS["attitude"]
    if criterion.kind == "situacion_emergente":
        return "both", _REASONS["emergency"]
    plain = folded(criterion.statement)
    missing = [r for r in asks.missing if r.code == criterion.code and r.kind in _INSTALLED]
    if missing and any(map(is_on_equipment, asks.sections)):
        return "company", _lacking(missing)
    if real := _REAL.search(plain):
        words = criterion.statement[real.start() : real.end()]
        if any(_SIMULATED.search(folded(text)) for text in asks.practice):
            return "both", _joined(_REASONS["simulated"], words)
        return "company", Text(
            f"pide una situación real de trabajo: «{words}»", f"needs a real work situation: '{words}'"
        )
    if criterion.kind == "producto" and _DOCUMENT.match(plain):
        return "school", _REASONS["document"]
    if any(_SIMULATED.search(folded(text)) for text in asks.practice):
        return "both", _REASONS["simulated"]
    return "both", _REASONS["practice"]


def _lacking(missing: Sequence[Resource]) -> Text:
    names = ", ".join(resource.name for resource in missing)
    return Text(
        f"el programa no nombra lo que hace falta: {names}", f"the programme does not name what is needed: {names}"
    )


def _joined(reason: Text, words: str) -> Text:
    return Text(f"{reason.es} («{words}»)", f"{reason.en} ('{words}')")
