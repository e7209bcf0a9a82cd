"""How a segment of a job ad is meant, by its words, and what is noise wherever it stands.

The tables are written as in `kinds`.
"""

from __future__ import annotations

import re
from functools import cache

from corpora.job_ads.patterns import compiled

FORCES: tuple[tuple[str, str], ...] = (
    (
        "negated",
        r"""
        no (?:se |es |son |hace |sera )?(?:requier|precis|necesi|necesari|imprescindible|exig|pide|solicit
            |obligatori|falta)~
        no (?:requerid|necesari|imprescindible|obligatori|indispensable)~
        sin (?:necesidad de )?(?:experiencia|conocimientos?)(?: previ[ao]s?)?
        (?:experiencia )?0 meses
        (?:is |are )?not (?:required|needed|necessary|essential|a must)
        no (?:previous |prior )?(?:experience|degree|qualifications?|english|(?:driving )?licen[cs]e
            |knowledge)(?: \w+)? (?:required|needed|necessary)
        """,
    ),
    (
        "valued",
        r"""
        valor(?:ara|aran|able|ables|andose|amos|ado|ada|a|an|arse|arian|aria)(?! del)
        a valorar
        dese(?:able|ables|ado|ada|ados)
        prefer(?:ible|iblemente|ente|entemente|encia|ibles|imos|ido)
        recomendable
        se tendra en cuenta
        (?:sera )?(?:un )?plus(?! (?:de|por|transporte|nocturn|festiv|salari|convenio))
        (?:es |sera )?(?:una )?ventaja
        opcional
        (?:is |are )?(?:a plus|an advantage|an asset|desirable|preferred|preferably|nice to have|beneficial
            |advantageous|welcome)
        ideally
        """,
    ),
    (
        "offered",
        r"""
        (?:se |te )?ofrec(?:e|emos|en|iendo|era)
        a cargo de la empresa
        (?:la empresa|nosotros)? ?(?:facilita|proporciona|imparte|da|brinda)(?:mos|ra)? (?:la )?(?:formacion|curso
            |capacit)~
        te (?:formamos|formaremos|ensenamos)
        (?:formacion|capacitacion) (?:continua|inicial|interna|pagada|por parte|incluida|gratuita)
        plan de (?:formacion|carrera)
        programas? de formacion
        clases de
        capacitacion (?:pagada|constante|continua)
        we (?:offer|provide)
        (?:training|lessons?|classes|courses?) (?:is |are |will be )?(?:provided|included|offered|paid)
        (?:paid|free|on.the.job|full|ongoing) (?:training|english|spanish|courses|lessons|classes)
        (?:english|spanish|language) (?:lessons|classes|courses)
        """,
    ),
    (
        "required",
        r"""
        requ(?:iere|ieren|erid[oa]s?|erimos|isitos?)
        imprescindibles?
        indispensables?
        necesari[oa]s?
        obligatori[oa]s?
        se (?:precisa|necesita|exige|solicita|pide)n?
        debe(?:ra|n|ran|ria)?
        (?:es )?(?:preciso|fundamental|esencial)
        minim[oa]
        required
        must
        essential
        mandatory
        needed
        minimum
        """,
    ),
)  # fmt: skip

# What is no requirement wherever it stands: how to apply, data protection, the firm about itself; then the contract.
NOISE = r"""
(?:enviar|envienos|envianos|remitir|mandar|presentar|aportar) (?:\w+ ){0,3}(?:cv|curricul|candidatur|solicitud)~
(?:adju?n?tar|adjunten?)
(?:inscribirse|inscribete|apuntarse|presentarse en|concertar (?:cita|entrevista))
(?:curricul|c\.?v\.?|candidatur|cita previa)~
(?:estamos comprometidos|animamos a|postularse|postulate)
si (?:usted )?(?:no )?esta inscrit~
(?:consejeria|servicio publico|oficina) de (?:economia|empleo)
(?:implica|supone) (?:la )?autorizacion
otros incentivos|se librar?|se trabaja \d+ dias
(?:inscripcion:? si esta|presentar su candidatura|plazo de presentacion)
(?:proteccion de datos|datos personales|sus datos|tus datos|con sus datos|sus datos de contacto)
(?:personas )?interesad[oa]s?
(?:proceso de seleccion|prueba de seleccion|plazo de|esta oferta|la seleccion|indicando|numero de (?:la )?oferta
    |oficina virtual|oferta caduca)
(?:los|estos) requisitos deben
para poder ser candidat~
(?:muchas )?gracias
solo se (?:atenderan|tramitaran)
(?:igualdad|diversidad) (?:de |y |entre )
(?:lider|fundada|referente) (?:en|del?|global|mundial|nacional)
(?:equipo|ambiente|empresa) (?:joven|dinamic[oa]|agradable|solid[oa]|en (?:plena )?expansion)
buen (?:ambiente|clima)
(?:send|submit|email|forward) (?:your|a|us)
apply (?:now|to|via|at|by)
equal opportunit~
"""
CONTRACT = r"""
pago (?:semanal|quincenal|mensual|puntual)|rol de turnos|bonos?
(?:contrat[oa]s?|contratacion|contrto|ctto|jornadas?|j\.? (?:completa|parcial)|horarios?|turnos?|turno rotativo
    |salario|sueldo|retribucion|remuneracion|incorporacion|inicio|duracion|vacaciones|convenio|nomina)
(?:media jornada|tiempo (?:completo|parcial)|fijo discontinuo|indefinid[oa]|temporal|eventual|sustitucion
    |prorrogable|periodo de prueba)
(?:de )?(?:lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|festivos?|fines? de semana)
\d+[\d.,]* ?(?:€|¤|euros?|eur|pesos|usd|mxn|b/m|h(?:oras)?\b|hs\b)
(?:brut[oa]s?|net[oa]s?|pagas|mensual(?:es)?|anual(?:es)?)
(?:ubicad[oa]|localidad|lugar de trabajo|centro de trabajo|zona de trabajo|puesto (?:en|ubicado)|puestos?|plazas?
    |vacantes?)
(?:posibilidad de|prestaciones|seguro|vales|bono|comedor|uniforme|descuentos?|ticket|estabilidad|oportunidad
    |crecimiento|aguinaldo)
(?:trabajo|empleo) (?:estable|temporal|de lunes|inmediato)
(?:full.time|part.time|permanent|temporary|fixed.term|salary|wage|shifts?|schedule|hours|monday|weekend|holidays?
    |bonus|insurance|benefits|immediate start|location)
(?:oferta|ref|referencia)(?: (?:n|num|de|ecyl|empleo)|[. :\d])
"""

# What only an employer gives.
PERKS = r"""
(?:baja |permiso )?(?:de )?(?:maternidad|paternidad)
(?:maternity|paternity|parental|sick|annual|paid) (?:leave|time off|holidays?|vacation)
(?:private |group )?(?:health|medical|dental|vision|life|accident)(?: and \w+| & \w+|/\w+)?
    [ ](?:insurance|cover(?:age)?|plan|benefits)
(?:seguro|poliza) (?:de )?(?:gastos medicos|medico|de vida|dental|privado|salud)~
(?:401\W?k|pension (?:plan|scheme)|plan de pensiones|caja de ahorro|fondo de ahorro|vales? de (?:despensa|comida
    |gasolina)|aguinaldo|prima vacacional|reparto de utilidades|prestaciones (?:de ley|superiores|sociales)
    |cheques? (?:restaurante|guarderia)|ticket (?:restaurante|guarderia)|retribucion flexible|stock options)
(?:gym|gimnasio|fruta fresca|snacks|free (?:coffee|lunch|fruit)|comedor (?:de empresa|subsidiado)
    |parking (?:gratuito|gratis)|descuentos? (?:para|en|a) emplead\w+|employee discounts?)
(?:teletrabajo|home office|trabajo (?:remoto|hibrido|desde casa)|remote (?:work|working|first)|work from home
    |hybrid (?:work|working|model)|100% remot[eo]|horarios? flexibles?|flexib(?:le|ility) (?:hours|working|schedule)
    |jornada intensiva|dias de vacaciones|days? (?:of )?(?:holidays?|vacation|leave|pto))
(?:competitive|attractive) (?:salary|package|compensation|remuneration)
(?:salario|sueldo|paquete|retribucion) (?:\w+ )?(?:competitiv\w+|atractiv\w+)
(?:career|professional) (?:growth|progression|advancement)(?: opportunit\w+)?
(?:plan|desarrollo|oportunidad(?:es)?) de (?:carrera|crecimiento)(?: profesional)?
(?:buen|excelente|gran) (?:ambiente|clima)(?: de trabajo| laboral)?
(?:team|social) (?:events|outings|buildings?)|relocation (?:package|assistance|support)|signing bonus
(?:contrato|contratacion) (?:indefinid\w+|estable|directa)|permanent contract
"""


@cache
def perks() -> re.Pattern[str]:
    """What only an employer gives, wherever it stands."""
    return compiled(PERKS)


@cache
def forces() -> dict[str, re.Pattern[str]]:
    """Force to its cues."""
    return {force: compiled(words) for force, words in FORCES}


@cache
def noise() -> re.Pattern[str]:
    """What is no requirement wherever it stands."""
    return compiled(NOISE)


@cache
def contract() -> re.Pattern[str]:
    """Facts of the contract and the workplace."""
    return compiled(CONTRACT)
