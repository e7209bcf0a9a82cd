"""What kind of thing a segment of a job ad names, by its words.

Everything is matched in folded text (lower case, no accents). Each line of a table is an alternative; a line that
begins further in goes on the one before it, and "~" at a line's end means that the word may go on.
"""

from __future__ import annotations

import re
from functools import cache

from corpora.job_ads.patterns import compiled

# Kind → what names it, strongest kind first: "titulación y experiencia" is a degree only where no experience is named.
KINDS: tuple[tuple[str, str], ...] = (
    (
        "experience",
        r"""
        experiencia(?! (?:del? (?:l )?(?:cliente|usuario)|de (?:compra|usuario)|unica|inolvidable))
        experiencias previas
        (?:haber|habiendo) trabajado
        (?:\d+|un|dos|tres|cuatro|cinco) (?:meses|anos) (?:de antiguedad|en (?:el )?puesto|como|trabajando)
        categoria(?: profesional)? (?:de )?oficial
        (?:work |previous |prior |proven |relevant |professional )?experience(?! (?:for|of) our)
        experienced in~
        track record
        \d+\+? years(?=(?:'| of| in|$))
        """,
    ),
    (
        "licence",
        r"""
        carnets?
        carnes? (?:de (?:conducir|conduccion|manipulador|carretill\w+|aplicador|soldador|gruista|coche|instalador
            |camion|operador)|en vigor
            |profesional|tipo|[abcde]1?\b)
        carnes? y formacion
        permisos? (?:de )?(?:conducir|conduccion|circulacion|clase|tipo|[abcd]1?\b)
        ambos permisos
        licencias? (?:de|para|tipo|federal|vigente)~
        (?:conducir|conduccion)(?: clase| tipo)? [abcd]1?\b
        c ?\+ ?e
        certificado de aptitud profesional
        adr
        cap(?= (?:en vigor|vigente|y |o |obligatorio)|$)
        tacografo
        tarjeta (?:de )?(?:tacografo|profesional|conductor)
        tpc
        tip de vigilante
        gwo
        manipulador(?:es)? de alimentos
        colegia(?:cion|do|da|rse)
        cedula profesional
        habilitacion
        (?:food \w+|hygiene|safety|first aid) certificates?
        driv(?:er|ing)(?:'?s)? licen[cs]e~
        licen[cs]e[ds]?
        (?:forklift|welding|food handler\w*) (?:certificat|licen|permit)~
        """,
    ),
    (
        "condition",
        r"""
        (?<!segun )disponibilidad
        disponer de (?:un )?(?:vehiculo|coche|moto|medio)~
        (?:vehiculo|coche|carro|moto|transporte) propio
        (?:tener|poseer|con|y|de|o|necesari[oa]|imprescindible|recomendable|se (?:necesita|requiere|precisa)
            |necesita) (?:de )?(?:un )?(?:vehiculo|coche|medios? de (?:transporte|locomocion))
        (?:vehiculo|coche)(?= para (?:acceder|acudir|desplaza|llegar|ir|poder|acceso|el desplaza))
        medios para (?:llegar|acudir|desplaza)~
        (?:(?:grado|certificado) (?:de )?)?(?:la )?(?<!personas con )(?<!usuarios con )(?<!trabajo con )
            (?:discapacidad|diversidad funcional|incapacidad)(?! intelectual)
        (?:oferta|exclusiv\w*|reservad\w*|dirigid\w*) (?:\w+ ){0,2}personas con discapacidad
        minusvalia
        demandantes? de empleo
        (?:estar |figurar |hallarse |encontrarse |esten |este )?inscrit[oa]s?(?:/[ao]s?)? (?:como|en (?:una |la
            [ ]|el |su )?(?:oficina|servicio|sistema|fichero|lanbide|sepe|ecyl|garantia))
        desemplead[oa]~
        residir
        resida
        residentes? en
        vivir (?:en|cerca)
        domicilio (?:cercano|proximo|en)
        residencia (?:cercana|proxima|en (?:la )?(?:zona|localidad|cercanias))
        cercania al
        (?:mayor(?:es)?|menor(?:es)?) de \d\d
        edad(?: (?:entre|minima|maxima|de))
        nacionalidad
        permiso de (?:trabajo|residencia)
        movilidad (?:geografica|funcional)
        flexibilidad horaria
        (?:posibilidad|facilidad) de (?:viajar|desplaza)~
        certificado (?:negativo )?(?:de )?(?:delitos|antecedentes|penales)~
        (?:carecer de |sin )antecedentes
        rolar turnos
        vulnerabilidad
        exclusion social
        availab(?:le|ility)
        willing(?:ness)? to
        (?:own|personal) (?:car|vehicle|transport)~
        right to work
        work permit
        disability certificate
        able to (?:travel|relocate)
        """,
    ),
    (
        "degree",
        r"""
        titulacion(?:es)?
        titulos?
        titulad[oa]s?
        (?:fp|fpi|fpii|eso|e\.s\.o|egb|bup|cou)
        f\.p~
        ciclos? (?:formativo|basico|medio|superior|de grado)~
        grado (?:en|medio|superior|universitario|basico|de (?:fp|formacion|enfermeria|maestr))~
        (?:licenciatura|licenciad|diplomatura|diplomad|graduado|ingenieria (?:en|tecnica|superior|industrial
            |informatica)|doctorado|magisterio)~
        bachiller(?:ato)?
        preparatoria
        (?:primaria|secundaria)(?= (?:terminad|complet|trunca)|$)
        (?:certificado|certificacion)e?s? (?:de )?(?:profesional|profesionalidad|habilitacion)
        certificado de (?:atencion )?(?:asistencia )?socio~
        formacion
        formad[oa]s? en
        estudios
        master
        cursos?(?! escolar| academico| de accion| \d{4}|$)
        curso (?:de |en )?(?:prl|prevencion)
        prl
        prevencion de riesgos(?= laborales.{0,12}\d+ ?h)
        escolaridad
        carrera (?:tecnica|trunca|terminada|afin|de|en|universitaria|profesional)
        pasante
        especialidad en
        (?:bachelor|master|university|college|technical|engineering|associate)(?:'?s)? (?:degree|diploma)
        degree (?:in|required)?
        diploma
        (?:vocational|secondary|technical) (?:training|qualification|education)
        high school
        apprenticeship
        (?:relevant |professional )?(?:qualification|certification)s?
        certified
        training(?: courses?)? (?:required|provided|in|is|offered|included|given)
        (?:se ofrece |ofrecemos |damos )?capacitacion(?: (?:en|pagada|constante|continua|inicial))?
        graduates?
        """,
    ),
    (
        "knowledge",
        r"""
        conocim~
        conocer
        conozca
        conocedor~
        nociones
        (?:nivel|buen nivel) (?:\w+ )?(?:en|de) informatica
        informatica (?:a )?nivel~
        (?:a )?nivel usuario
        (?:basic |good |sound |strong |working |technical |in.depth )*(?:knowledge|understanding) of
        familiar(?:ity)? with
        knowledge
        """,
    ),
    (
        "skill",
        r"""
        (?:capacidad(?:es)?|capaz|capaces|habilidad(?:es)?|destrezas?|aptitud(?:es)?|actitud(?:es)?|dotes|soltura
            |facilidad)(?! (?:de produccion|instalada))
        (?:manejo|dominio|uso) (?:de|del|avanzado|basico|fluido|paquete|office|excel)
        (?:saber|sepa|sepan) \w+
        persona (?:muy |que |con |dinamic|respons|organiz|proactiv|activ|seri|trabaj|comprom|empatic|resolut
            |autonom|amable|extrovert|polivalent)~
        personas? (?:comprometid|responsab|dinamic|seri)~
        (?:responsable|responsabilidad|seriedad|puntual|puntualidad|proactiv[oa]|proactividad|iniciativa|empatia
            |empatic[oa]|asertividad|liderazgo|polivalencia|polivalente|creatividad|paciencia|amabilidad
            |adaptabilidad|autonomia|dinamismo|motivacion|discrecion|honestidad|versatilidad)(?! (?:social|civil
            |del? ))
        (?:trabajo|trabajar|trabaje) en equipo
        don de gentes
        buen(?:a)? (?:trato|presencia|comunicacion|actitud|manejo|nivel)
        trato (?:cordial|amable|agradable|con el)
        orientacion (?:al?|hacia) (?:cliente|resultado|publico|el|los)~
        orientad[oa]s? a
        ser (?:amable|respons|organiz|puntual|resolut|proactiv|una persona)~
        compromiso (?:con|de)?
        resolucion de (?:problemas|conflictos|imprevistos)
        organizad[oa]
        ganas de (?:trabajar|aprender)
        vocacion
        atencion al detalle
        usuario (?:avanzado|medio|basico)
        (?:excel|microsoft office|paquete office|ofimatica|autocad|sap|photoshop|contaplus|a3)
        (?:ability|able) to
        (?:\w+ ){0,2}skills
        team ?work
        team player
        (?:communicat|proficien|self.motivat|detail.oriented|well organi|reliab|punctual|proactive
            |attention to detail|patient)~
        competent
        you are (?!looking)\w+
        """,
    ),
)  # fmt: skip


@cache
def kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Kind and its cues, in the order in which they are tried."""
    return tuple((kind, compiled(words)) for kind, words in KINDS)
