"""The single skills of a segment: an enumeration parted, without the words that only ask ("experiencia mínima en").

Everything is matched in folded text, letter by letter as long as the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpora.folding import fold_letters
from corpora.job_ads.patterns import alternatives
from corpora.job_ads.tasks import english, spanish

Span = tuple[int, int]

# Words that ask for what follows and say nothing of it; one behind the other they go as long as one fits.
_LEADS = r"""
(?:se )?(?:valora(?:ra|ran|n|mos)?|valorable|requiere[ns]?|requerimos|precisa|exige|solicita|necesita|pide)n?
    (?: positivamente| muy positivamente)?(?: (?:el|la|los|las|tener|contar con|disponer de|poseer|acreditar|que))*
(?:es |sera |muy )?(?:imprescindible|indispensable|necesari[oa]|obligatori[oa]|deseable|preferible|preferiblemente
    |preferentemente|recomendable|valorandose|valorable)s?:?(?: (?:el|la|tener|contar con|disponer de|poseer
    |acreditar|saber))*
(?:un |al menos |minimo |minima |como minimo |mas de |de )*(?:\d+|uno?|una|dos|tres|cuatro|cinco)(?:-\d+| ?a \d+)?\+? ?
    (?:anos?|meses|years?|months?)(?: o mas| minimo| de antiguedad)?(?: de| of| en| in)?
(?:tener |con |contar con |poseer |acreditar |demostrar |amplia |solida |probada |gran |breve |buena |minima
    |y )*experiencias?(?: (?:previ[oa]s?|minim[oa]s?|profesional(?:es)?|laboral(?:es)?|demostrables?|acreditad[oa]s?
    |contrastad[oa]|probad[oa]|amplia|solida|necesaria|requerida|valorable|imprescindible|deseable|practica
    |relevante|comprobable|al menos|de|como minimo|minimo|(?:\d+|uno?|una|dos|tres|cuatro|cinco)(?:-\d+| a \d+)?\+?
    |anos?|meses|o mas|trabajando|y conocimientos?|y formacion|o formacion))*
    (?: (?:en el manejo de|en el uso de|en la realizacion de|en trabajos de|en tareas de|en labores de|con|en|como
    |de|del|realizando|desarrollando))?
(?:tener |con |contar con |poseer |acreditar |buenos? |solidos? |amplios? |y |los )*(?:conocimientos?|conocimienstos
    |nociones|dominio|conocer|comprension|entendimiento)(?: (?:basic[oa]s?|avanzad[oa]s?|tecnic[oa]s?|previ[oa]s?
    |medi[oa]s?|amplios?|solidos?|generales|especificos?|minimos?|profund[oa]s?|necesarios?|demostrables?
    |practicos?|y experiencia|y manejo|y/o experiencia|alto|a nivel (?:usuario|basico|medio|avanzado)))*
    (?: (?:de|del|en|sobre|con|a|acerca de|la))?
(?:poseer |tener |con |contar con |disponer de |estar en posesion de )*(?:el |la |un |una )?(?:formacion|titulacion
    |titulo|titulad[oa]s?|estudios?|licenciatura|licenciad[oa]s?|graduad[oa]s?|diplomad[oa]s?|diplomatura|grado
    |ciclos?(?: formativos?)?|cfgs|cfgm|fp\w*|curso|cursos|master|certificad[oa](?: de profesionalidad| profesional)?
    |especialidad|bachiller(?:ato)?|tecnic[oa](?: superior| medio| de grado (?:medio|superior))?|acreditacion
    |carnet?|carne|permiso|licencia)(?: (?:academic[oa]|universitari[oa]s?|profesional(?:es)?|superior(?:es)?|medi[oa]
    |tecnic[oa]s?|requerid[oa]|reglad[oa]|minim[oa]s?|necesari[oa]s?|especific[oa]|relacionad[oa]s?|complementari[oa]
    |demostrable|homologad[oa]|oficial|basic[oa]|acreditad[oa]|valorable|de grado (?:medio|superior)
    |de tecnic[oa](?: superior| medio)?|formativo|grado|de formacion profesional))*
    (?: (?:de|del|en|sobre|como|con|para|a|relativa a))?
(?:alta |gran |buena |tener |con )*(?:capacidad(?:es)?|habilidad(?:es)?|aptitud(?:es)?|destrezas?|dotes|facilidad
    |soltura|competencias?)(?: (?:de|para|en|con|del|la|el))+
(?:buen |alto |un )?nivel (?:(?:alto|medio|basico|avanzado|usuario|intermedio) )?(?:de|en)
saber
(?:tener |ser |con )+
(?:buscamos |se busca |para |una |un )*personas?(?: (?:con|que|muy|sea|tenga))*
(?:proven|previous|prior|strong|solid|good|excellent|extensive|hands.on|practical|relevant|demonstrated|professional
    |minimum|deep|some|advanced|basic|working|significant|industry|commercial|great|sound|broad|thorough|in.depth
    |technical|and|or|a|an|the|of|plus|required|desirable|preferred|preferably|ideally|at least|you have|you are)
    (?= )
(?:work )?(?:experience|experienced|expertise|background|knowledge|understanding|familiarity|familiar|proficiency
    |proficient|skilled|fluency|competency|competent|ability|able|skills|command|track record|comfortable|degree
    |certification|exposure|mastery)(?: (?:of|in|with|using|to|working|developing|building|as|on|for|and knowledge
    |or similar|at))*
"""
# What is left where nothing is named: "el puesto", "el sector", "puestos similares".
_NOTHING = r"""
(?:el|la|los|las|un|una|al?|en|de|del|con|y|o|e|u|como|mism[oa]s?|puestos?|sector(?:es)?|similar(?:es)?|iguales?|cargo
    |posicion(?:es)?|trabajos?|funciones|tareas|ambito|area|rama|relacionad[oa]s?|requerid[oa]s?|previ[oa]s?|minim[oa]s?
    |anos?|meses|mes|\d+|dos|tres|uno|oficio|ocupacion|solicitad[oa]|ofertad[oa]|demostrables?|acreditad[oa]s?|categoria
    |perfil|actividad|empresas?|otr[oa]s?|lo|que|se|ofrece|descrit[oa]s?|mencionad[oa]s?|anterior(?:es)?|valorable
    |imprescindible|deseable|necesari[oa]|laboral|profesional|desempenar|desarrollar|indicad[oa]s?|es|sera|no|si
    |equivalentes?|afin(?:es)?|etc|a valorar|relevant|similar|role|roles?|position|field|industry|same|the|in|a
    |years?|or|related|equivalent|required|preferred|plus|minimo|menos|mas|medi[oa]|superior|basic[oa]|grado|tecnic[oa]
    |ninguna?|none|requisitos?|requirements?|no aplica|n a|na|see description|ver descripcion|sin)
"""
_PARTS = re.compile(r"\s*(?:[,;|•·()\[\]:]|(?<=\s)/(?=\s)|(?<=\s)[-–—](?=\s)|[.](?=\s))\s*")
_TASK_GAP = re.compile(r"\s*[,;/|•·]\s*(?:(?:y|e|o|and|or|asi como)\s+)?|\s+(?:y|e|and|asi como)\s+|[.]\s+|\s[-–—]\s")
_LAST_PIECE = re.compile(r"[,;:|•·(]")
_AND = re.compile(r"\s+(?:y/o|and/or|y|e|and|&|o|u|or)\s+")
# An item that goes on the one before it: what is enumerated begins anew with a word of its own.
_GOES_ON = re.compile(
    r"(?:para|que|por|segun|donde|cuando|si|pero|aunque|sin|entre otr[oa]s?|etc|tanto|como (?!\w+ista)|sobre todo"
    r"|incluid[oa]s?|incluyendo|preferiblemente|siempre|ya|asi|especialmente|bajo|ante|hasta|desde|durante|mediante"
    r"|for|that|which|who|where|when|such|including|especially|to|from|by|as|but|within|across)\b"
)
_GLUE = re.compile(r"(?:(?:asi como|ademas de|ademas|tambien|y/o|y|e|o|u|and|or|de|del|en|con|como|los|las|el|la)\s+)+")
_MOST_WORDS = 12
"""Words of an item at most: longer ones are clauses, not items."""
_NAME_WORDS = 2
"""Words behind "y" up to which it joins two names; in the last of several items up to `_LAST_WORDS`."""
_LAST_WORDS = 6


def singles(text: str, *, is_task: bool = False, is_named: bool = True) -> list[Span]:
    """Spans of the single skills that a segment names, in order; none where it names nothing ("experiencia previa").

    Args:
        text: of the segment.
        is_task: parted only where an item is a task by itself: "limpieza de suelos, cristales y baños" is one.
        is_named: whether "y" between two names parts them; in "grado en transporte y logística" it does not.
    """
    folded = fold_letters(text)
    items = _tasks(folded) if is_task else _items(folded, _NAME_WORDS if is_named else 0)
    found = []
    for start, end in items:
        begin, close = _bare(folded, start, end)
        if begin < close and not _nothing().fullmatch(re.sub(r"[^\w+#]+", " ", folded[begin:close]).strip()):
            found.append((begin, close))
    return found


def _items(folded: str, most: int) -> Iterator[Span]:
    """Items between commas and their like; "y" parts the last of several, and two that are names."""
    pieces = _cut(_PARTS, folded, 0, len(folded))
    if max(len(folded[s:e].split()) for s, e in pieces[1:] or [(0, 0)]) > _MOST_WORDS:
        pieces = [(0, len(folded))] if "(" not in folded and ":" not in folded else pieces
    joined: list[Span] = []
    for start, end in pieces:
        if joined and _GOES_ON.match(folded, start, end):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    for number, (start, end) in enumerate(joined):
        last = number == len(joined) - 1
        halves = _cut(_AND, folded, start, end)
        behind = [len(folded[s:e].split()) for s, e in halves[1:]]
        is_list = len(joined) > 1 and last
        if len(halves) > 1 and behind and max(behind) <= (_LAST_WORDS if is_list else most):
            yield from halves
        else:
            yield start, end


def _tasks(folded: str) -> Iterator[Span]:
    """A task, parted before each further task: an action noun or infinitive with what of."""
    start = 0
    for match in _TASK_GAP.finditer(folded):
        rest, before = folded[match.end() :], _LAST_PIECE.split(folded[start : match.start()])[-1].split()
        begins = spanish().match(rest) or english().match(rest)
        # "Corte y montaje de estructuras" is one task: what both are done to stands behind the second.
        if begins and len(before) > (1 if match[0].strip()[:1] in ",;/|•·.-–—" else _NAME_WORDS + 1):
            yield start, match.start()
            start = match.end()
    yield start, len(folded)


def _cut(gaps: re.Pattern[str], folded: str, start: int, end: int) -> list[Span]:
    cuts = [start]
    for match in gaps.finditer(folded, start, end):
        cuts += [match.start(), match.end()]
    cuts.append(end)
    return [(s, e) for s, e in zip(cuts[::2], cuts[1::2], strict=True) if folded[s:e].strip()]


def _bare(folded: str, start: int, end: int) -> Span:
    """Without leads before it and marks around it."""
    while True:
        moved = re.compile(r"[\W_]*").match(folded, start, end)
        start = moved.end() if moved else start
        lead = _leads().match(folded, start, end)
        glue = None if lead and lead.end() > start else _GLUE.match(folded, start, end)
        step = lead if lead and lead.end() > start else glue
        if step is None or step.end() == start:
            break
        start = step.end()
    while end > start and not (folded[end - 1].isalnum() or folded[end - 1] in "+#)"):
        end -= 1
    return start, end


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(_LEADS)})(?!\w)[\s:,.]*")


@cache
def _nothing() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(_NOTHING)})(?: (?:{alternatives(_NOTHING)}))*|")
