"""A task told by its form, where no heading says that tasks follow.

The tables are written as in `kinds`.
"""

from __future__ import annotations

import re
from functools import cache

from corpora.job_ads.patterns import alternatives, compiled

# A task said without a heading. The first are nouns and verbs at the beginning, the second phrases anywhere.
NO_VERBS = r"""
lugar|hogar|auxiliar|titular|militar|escolar|escolares|particular|alquiler|taller|mujer|familiar|similar|regular|bar
mar|ayer|ser|tener|acreditar|contar|cumplir|demostrar|superar|poder|deber|haber|poseer|disponer|par|celular|molecular
circular|polar|solar|residir|vivir|estar|superior|exterior|interior|anterior
"""
NO_NOUNS = r"""
conocimientos?|orientacion|vocacion|dedicacion|motivacion|implicacion|certificacion|habilitacion|homologacion
contratacion|incorporacion|retribucion|remuneracion|duracion|formacion|titulacion|situacion|ubicacion|seleccion
fundacion|asociacion|institucion|poblacion|estacion|informacion|observacion(?:es)? importantes?|inscripcion
ampliacion|rotacion|descripcion|ocupacion|educacion|organizacion (?!de)|condicion\w*|alojamiento|ayuntamiento
departamento|personaje|viaje|plataforma|residencia|restauracion|capacitacion
"""
ACTIONS = r"""
\w+(?:cion|sion|miento|aje)(?:es|s)?|limpiezas?|gestion|control|atencion|apoyo|ayuda|cuidados?|ventas?|cobros?
cargas?|descargas?|carga y descarga|corte|lavado|registro|desarrollo|diseno|seguimiento|servicio|soporte|conduccion
reparto|recogida|entrega|soldadura|poda|riego|compras?|puesta en marcha|cambio|reponer|analisis|diagnostico|ajustes?
planchado|cocinado|fregado|barrido|ordeno|siembra|impartir|imparticion|masajes?|manicura|lijado|pintado|acabados?
desbroces?|siegas?|labores?|tareas?|trabajos?|funciones|mezcla|toma|archivo|despacho|traslados?|acompanamiento|aseo
orden|depilacion
"""
TASK_PHRASES = r"""
para (?:las )?(?:funciones|tareas|labores) de~
se encargara de
(?:realizara|realizando|para realizar|a realizar|para la realizacion)~
(?:su|el|tu) trabajo consist~
(?:las )?(?:tareas|funciones|labores)(?: \w+){0,3} (?:son|seran|serian|consist|a desempenar)~
para (?:limpi|gestion|atender|atencion|cubrir tareas|trabajos de|tareas de|labores de|instalacion de|montaje de
    |mantenimiento de|realizar|colaborar en)~
responsible for
you(?:'ll| will) (?:be )?(?!have|need|must|are|offered|receive|enjoy|get|join|earn|find|report)\w+
duties include
"""
ENGLISH_VERBS = r"""
adjust|administer|advise|analy[sz]e|answer|apply|arrange|assemble|assist|attend|audit|bake|balance|bathe|bill|book
brew|build|buy|calibrate|care|carry out|check|clean|code|collaborate|collect|communicate|compile|conduct|configure
connect|control|cook|coordinate|create|cut|deal with|debug|deliver|deploy|design|develop|diagnose|disassemble
dismantle|document|draft|draw|drill|drive|edit|enforce|ensure|estimate|evaluate|execute|explain|feed|fill|film|fit
fix|follow|forecast|forge|grade|greet|grind|guide|handle|harvest|help|identify|implement|improve|inspect|install
interpret|iron|issue|keep|label|lead|liaise|lift|load|lubricate|maintain|make|manage|manufacture|map|market|measure
mentor|mill|mix|model|monitor|mount|mow|negotiate|operate|order|organi[sz]e|oversee|pack|paint|perform|pick|plan
plant|polish|prepare|present|process|produce|program|promote|propose|protect|provide|prune|purchase|query|read
receive|reconcile|record|recruit|repair|replace|report|reset|resolve|respond|review|rivet|run|sand|schedule|scrub
sell|serve|set up|sew|simulate|solder|solve|sort|stitch|stock|supervise|support|take|teach|test|track|train
translate|transport|treat|troubleshoot|turn on|update|use|verify|wash|weigh|weld|wire
work (?:closely |together |effectively )?with|write
"""


@cache
def spanish() -> re.Pattern[str]:
    """A task in Spanish, to be matched at the beginning of a segment: an infinitive, or an action and what of."""
    no_verbs, nouns, actions = (alternatives(table) for table in (NO_VERBS, NO_NOUNS, ACTIONS))
    more = r"(?: (?:y|e|o) \w+| \w+(?:al|iv[oa]|ic[oa]|ari[oa]|ad[oa])(?:es|s)?)?"
    return re.compile(
        rf"(?:(?:y|e|o|tambien|asi|ademas) )?(?:(?:las )?(?:funciones|tareas|labores)(?: principales)?:? )?(?:"
        rf"(?!(?:{no_verbs})\b)\w{{2,}}(?:ar|er|ir)(?:se|l[oae]s?)?\b(?! (?:en general|de (?:cocina|enfermeria)))"
        rf"|(?!(?:{nouns})\b)(?:{actions})\b{more},? (?:de|del|y|a|al|en|con|e|por|para|sobre)\b)"
    )


@cache
def english() -> re.Pattern[str]:
    """The same in English: a verb, or a gerund of one, or "welding of …"."""
    verbs = alternatives(ENGLISH_VERBS)
    gerunds = re.sub(r"e(?=\||$)", "", verbs)
    return re.compile(
        rf"(?:(?:and|to|also) )?(?:(?:{verbs})s?|(?:{gerunds})\w?ing|(?:[\w/]+ ){{0,4}}?\w{{3,}}ing of)\b"
    )


@cache
def task_phrase() -> re.Pattern[str]:
    """Phrases that introduce a task anywhere in a segment."""
    return compiled(TASK_PHRASES)
