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
mar|ayer|ser|tener
poder|deber|haber|poseer|disponer|par|celular|molecular|circular|polar|solar|residir|vivir|estar|superior|exterior
interior|anterior
"""
NO_NOUNS = r"""
contratacion|incorporacion|retribucion|remuneracion|duracion|formacion|titulacion|situacion|ubicacion|seleccion
fundacion|asociacion
institucion|poblacion|estacion|informacion|observacion(?:es)? importantes?|inscripcion|ampliacion|rotacion|descripcion
ocupacion|educacion
organizacion (?!de)|condicion\w*|alojamiento|ayuntamiento|departamento|personaje|viaje|plataforma|residencia
restauracion|capacitacion
"""
ACTIONS = r"""
\w+(?:cion|sion|miento|aje)(?:es|s)?
limpiezas?|gestion|control|atencion|apoyo|ayuda|cuidados?|ventas?|cobros?|cargas?|descargas?|carga y descarga|corte
lavado|registro
desarrollo|diseno|seguimiento|servicio|soporte|conduccion|reparto|recogida|entrega|soldadura|poda|riego|compras?
puesta en marcha|cambio
reponer|analisis|diagnostico|ajustes?|planchado|cocinado|fregado|barrido|ordeno|siembra|impartir|imparticion|masajes?
manicura|lijado|pintado
acabados?|desbroces?|siegas?|labores?|tareas?|trabajos?|funciones|mezcla|toma|archivo|despacho|traslados?
acompanamiento|aseo|orden|depilacion
"""
TASK_PHRASES = r"""
se encargara de
(?:realizara|realizando|para realizar|a realizar|para la realizacion)~
(?:su|el|tu) trabajo consist~
(?:las )?(?:tareas|funciones|labores)(?: \w+){0,3} (?:son|seran|serian|consist|a desempenar)~
para (?:limpi|gestion|atender|atencion|cubrir tareas|trabajos de|tareas de|labores de|instalacion de|montaje de
    |mantenimiento de|realizar|colaborar en)~
responsible for
(?:you|you'll|you will) (?:will )?(?:be )?(?!have|need|must|are|offered|receive|enjoy|get)(?:work|manag|operat
    |prepar|assist|support|help|lead|design|develop|run|serve|clean|handl)~
duties include
"""
ENGLISH_VERBS = r"""
adjust|administer|advise|analy[sz]e|answer|arrange|assemble|assist|attend|balance|bake|build|calibrate|carry out|check
clean|collect|communicate
conduct|configure|connect|control|cook|coordinate|create|cut|deal with|deliver|deploy|design|develop|diagnose|document
draft|draw|drive|ensure
execute|feed|fit|fix|follow|handle|harvest|help|identify|implement|improve|inspect|install|interpret|issue|keep|lead
lift|load|maintain|make
manage|manufacture|measure|mix|monitor|operate|order|organi[sz]e|oversee|pack|perform|pick|plan|plant|prepare|process
produce|program|protect
provide|prune|read|receive|record|repair|replace|report|reset|resolve|review|run|schedule|sell|serve|set up|sew|sort
solve|stock|supervise
support|take|teach|test|train|transport|treat|troubleshoot|update|use|verify|weld|work with|write
"""


@cache
def task() -> re.Pattern[str]:
    """A task by its form, from the beginning of a segment; search with `match`."""
    tables = (NO_VERBS, NO_NOUNS, ACTIONS, ENGLISH_VERBS)
    no_verbs, nouns, actions, english = (alternatives(table) for table in tables)
    gerunds = re.sub(r"e(?=\||$)", "", english)
    more = r"(?: (?:y|e|o) \w+| \w+(?:al|iv[oa]|ic[oa]|ari[oa]|ad[oa])(?:es|s)?)?"
    return re.compile(
        rf"(?:(?:y|e|o|and|tambien|asi|ademas) )?(?:"
        rf"(?!(?:{no_verbs})\b)\w{{2,}}(?:ar|er|ir)(?:se|l[oae]s?)?\b(?! (?:en general|de (?:cocina|enfermeria)))"
        rf"|(?!(?:{nouns})\b)(?:{actions})\b{more},? (?:de|del|y|a|al|en|con|e|por|para|sobre)\b"
        rf"|(?:{english})s?\b|(?:{gerunds})ing\b)"
    )


@cache
def task_phrase() -> re.Pattern[str]:
    """Phrases that introduce a task anywhere in a segment."""
    return compiled(TASK_PHRASES)
