"""What the parts of a programme are called, in Spanish and English: one pattern a line, tried from top to bottom.

The patterns match a whole name, folded: lower case without accents (ñ is n), numbering and closing signs. The more
particular ones stand first. Words in angle brackets stand for the lists in `LISTS`.
"""

from __future__ import annotations

LISTS: dict[str, str] = {
    "of": r"(?:de|del|para|of|for) (?:la |el |los |las |cada |this |the )?",
    "course": (
        r"(?:asignatura|materia|curso|modulo|submodulo|unidad|tema|bloque|uea|taller"
        r"|course|module|unit|class|subject)"
    ),
    "study": (
        r"(?:plan|titulacion|titulo|programa|licenciatura|grado|carrera|ciclo|etapa|master|maestria|doctorado|posgrado"
        r"|especialidad|formacion|egreso|degree|program(?:me)?)"
    ),
    # What may stand behind "Competencias".
    "kinds": (
        r"(?:general(?:es)?|basicas?|especificas?|transversal(?:es)?|genericas?|disciplinar(?:es|ias?)?"
        r"|profesional(?:es)?|personal(?:es)?|social(?:es)?|clave|laboral(?:es)?|academicas?|instrumentales|sistemicas|interpersonales|propias|asociadas?"
        r"|relacionadas|fundamentales|previstas|docentes|extendidas|alcanzar|adquirir|adquieren?|desarrolla[rn]?"
        r"|desarrollan|lograr|asignatura|materia|curso|modulo|unidad|titulo|titulacion|grado|plan|egreso|perfil"
        r"|estudiantes?|alumn(?:o|a|os|as|ado)|deben?|contribuye|para|empleabilidad|resultados|aprendizaje|estudios"
        r"|a|al|que|se|el|la|los|las|de|del|en|con|y|e|o|u|por|su|sus|este|esta)"
    ),
    "ordinal": (
        r"(?:(?:primer|segund|tercer|cuart|quint|sext|septim|octav|noven|decim|undecim|duodecim)[oa]?|\d{1,2}(?:er|ro|do|to|mo|vo|no|st|nd|rd|th)?[.ºoa]*"
        r"|[ivx]+|first|second|third|fourth|fifth|sixth|seventh|eighth|fall|spring|autumn|summer|winter)"
    ),
    "period": (r"(?:semestre|cuatrimestre|trimestre|tetramestre|bimestre|curso|ano|nivel|semester|year|term|quarter)"),
}

NAMES: tuple[tuple[str, str], ...] = (
    # Rules of a workshop hold what is done there among what is forbidden.
    (
        "practice",
        r"""
        (?:reglamento|reglas|normas|disposiciones|lineamientos) (?:de|del|en|para) (?:el |la |los |las )?
            (?:uso (?:de|del) )?(?:la |el )?(?:almacen|cabina|cocina|feria|laboratorio|nave|planta|taller)\w*
            (?: .*)?
        (?:lab(?:oratory)?|workshop|shop|kitchen|stockroom) (?:rules|safety|policies|procedures)
        """,
    ),
    # What does not teach, where a part of its name would say otherwise.
    (
        "other",
        r"""
        evaluacion (?:de|del) (?:la |el )?(?:practica|profesor\w*|docen\w+|programacion|proceso de ensenanza).*
        perfil(?:es)? (?:\w+ ){0,3}(?:ingreso|aspirante|nuevo ingreso
            |docente|instructor|facilitador|formador|tutor|prestador|capacitador|profesor\w*|academico).*
        perfil(?:es)? de quien imparte.*|prescripciones (?:de|sobre|para) (?:los |las )?formador.*
        informacion (?:utilizada|generada|usada)(?: .*)?|contexto profesional|medios de produccion(?: .*)?
        parametros de contexto.*|requisitos (?:basicos|minimos) .*|espacios e instalaciones.*
        rol(?:es)? de(?:l)? (?:docente|instructor|facilitador|profesor).*|instructores(?: .*)?
        experiencia (?:laboral|profesional|docente|academica)(?: .*)?
        perfil(?:es)? profesiografico.*|sugerencias? (?:didactic|metodologic|pedagogic|para).*
        (?:actividades )?(?:complementarias|extraescolares|extracurriculares)(?: .*)?
        correspondencias?(?: (?:de|del|con|entre) .*)?
        relacion con (?:otras|otros|el perfil|las).*
        convalidaci.*|equivalencias?(?: (?:de|con|entre|a) .*)?
        orientaciones (?:pedagogicas|para).*
        (?:teaching|learning)(?: (?:and|&) (?:learning|teaching))?
            [ ](?:method|approach|strateg|resource|support|material).*
        (?:pre|co)?rr?equisitos?(?: .*)?|(?:pre|co)requisites?(?: .*)?|requirements|seriacion.*
        (?:conocimientos|capacidades|saberes|competencias|habilidades|aprendizajes) (?:previ|recomendad|necesari).*
        prior knowledge
        recomendaciones(?: .*)?
        (?:profesorado|profesor(?:es|as?)?|docentes?|equipo docente|coordina(?:cion|dor\w*))(?: .*)?
        (?:staff|instructors?|teachers?|lecturers?|teaching (?:staff|team|assistants?)|faculty)(?: .*)?
        tutorias?(?: .*)?|office hours|contact(?:o|s)?(?: (?:information|details|info|del? .*))?|atribucion docente.*
        horarios?(?: .*)?|class (?:times?|meetings?)|meeting times?|calendario(?: .*)?
        (?:bibliografia|webgrafia|referencias?(?: bibliograficas?)?)(?: (?!y funciones).*)?
        lecturas?(?: (?:recomendadas?|obligatorias?|complementarias?|basicas?|sugeridas?).*)?
        (?:fuentes (?:de )?(?:consulta|informacion|bibliograf)|textos? (?:basico|complementari))(?:\w| )*
        readings?(?: list| materials?)?|references|bibliography|further reading|textbooks?(?: .*)?
        (?:required|recommended|suggested|course|class|indicative|essential|core|key|supplementary|additional|background)
            [ ](?:(?:and|or|&) \w+ )?(?:readings?|texts?|books?|materials?|textbooks?|bibliography|resources|supplies).*
        (?:recursos|medios|materiales?|equipamientos?|equipo|espacios|instalaciones|infraestructura)
        (?:recursos|medios|materiales?|equipamientos?|espacios|instalaciones) (?:y|e|de|del) .*
        (?:recursos|medios|materiales?|equipos?) (?:didactic|material|necesari|educativ|docente|tecnolog).*
        resources|materials|equipment|software|hardware
        normativa(?: .*)?|marco (?:normativo|legal|juridico)(?: .*)?|legislacion aplicable|base legal
        (?:medidas de )?atencion a la diversidad.*|adaptaciones.*|necesidades (?:educativas )?especi.*
        (?:.* )?accommodations?(?: .*)?|disabilit.*|accessibility.*|diversity.*
        (?:requisitos|opciones|modalidades|formas) de (?:titulacion|egreso|ingreso|permanencia|admision).*
        titulacion|servicio social|titulo que se otorga|modalidad(?:es)?(?: de estudios?.*)?
        acceso(?: y .*| a (?:otros |este |estos |los )?(?:estudios|ciclo|grado|universidad).*)?|admision(?: .*)?
        vinculacion a .*
        entorno profesional.*|prospectiva.*|campo (?:laboral|profesional|ocupacional).*|salidas profesionales.*
        """,
    ),
    ("evaluation", r"(?:grad(?:ing|e|es)|assessment|marking|late|evaluation)(?: \w+)* polic(?:y|ies)"),
    (
        "other",
        r"""
        (?:.* )?polic(?:y|ies)(?: .*)?|attendance.*|academic (?:integrity|honesty|misconduct).*|plagiarism.*
        (?:late|missed|make-?up|extra) (?:work|submissions?|assignments?|exams?|credit|quiz).*
        (?:important|key) dates|(?:course )?communication
        student (?:support|services|wellness|well-?being|conduct|resources).*
        (?:title ix|inclusiv|emergency|well-?being|technology|technical|land acknowledg).*|course information|rationale
        code of conduct|politicas?(?: (?:de|del) (?:la )?(?:<course>|clase|asistencia|plagio|entrega).*)?
        reglamento.*|asistencia(?: y .*| a .*)?|normas (?:de|del) (?:la )?(?:<course>|clase|asistencia|convivencia).*
        glosario.*|glossary|anexos?|apendices?|creditos|agradecimientos|directorio|temas transversales.*
        """,
    ),
    # Outcomes with their criteria, grading, then criteria alone.
    (
        "both",
        r"""
        (?:resultados? de aprendizaje|capacidades(?: terminales)?),? (?:y|con) (?:sus |los )?criterios? de evaluacion.*
        realizaciones profesionales,? (?:y|e|con) (?:sus |los )?criterios? de (?:realizacion|desempeno).*
        competencias (?:especificas|profesionales),? (?:y|e|con) (?:sus |los )?criterios? de (?:evaluacion|desempeno).*
        criterios? de evaluacion (?:y|por|asociados a(?: los)?|de los?) resultados? de aprendizaje
        learning outcomes? (?:and|with) (?:assessment|performance|evaluation) criteria
        """,
    ),
    (
        "evaluation",
        r"""
        (?:sistemas?|procedimientos?|instrumentos?|metodos?|formas?|tipos?|tecnicas?|estrategias?|actividades?)
            (?: \w+){0,4} (?:de |para )?(?:la |el |su )?(?:evaluacion|calificacion|valoracion|ponderacion)(?: .*)?
        (?:medios|mecanismos?|evidencias?|herramientas?|momentos?|porcentajes?|pruebas?|guias?|plan|agentes?|matriz|tabla)
            (?: \w+){0,4} (?:de |para )?(?:la |el |su )?(?:evaluacion|calificacion|valoracion|ponderacion)(?: .*)?
        criterios? (?:generales )?(?:de|para la) (?:calificacion|acreditacion|promocion|recuperacion)(?: .*)?
        criterios? de evaluacion <of>(?:asignatura|materia|curso)(?: .*)?
        criterios? (?:generales )?(?:de|para la) evaluacion (?:y|e) \w+(?: .*)?|criterios generales de evaluacion
        criterios (?:y|e) (?:\w+ ){1,4}de (?:la )?(?:evaluacion|calificacion)(?: .*)?
        procesos? de evaluacion(?: .*)?|(?:performance|knowledge|skills?|required) evidence|course requirements(?: .*)?
        how (?:you|students|i|we) (?:will be |are |is )?(?:assess|grad|mark|evaluat)\w+.*
        """,
    ),
    # What learners do or hand in to be assessed; how it is observed and weighed stands beside it.
    (
        "task",
        r"""
        actividades? de evaluacion|assessment (?:tasks?|activit(?:y|ies))|assignments?|deliverables?|coursework|homework
        evidencias?(?: (?:de|a|por) (?!evaluacion).*)?|productos?(?: (?:y|e|o) desempenos?)?
            (?: (?:esperad|final|integrador|entregable|a evaluar|por evaluar|del? (?:aprendizaje|tema|unidad)|que).*)?
        desempenos?(?: (?:a|por|de) (?:evaluar|evaluacion))?|entregables?
        """,
    ),
    (
        "criterion",
        r"""
        criterios? de (?:evaluacion|desempeno|realizacion|logro)(?: asociados| especificos)?
        criterios?(?: (?:de|para) la (?:guia de observacion|lista de cotejo)(?: .*)?)?
        (?:excelente|sobresaliente|destacado|autonomo|excellent|exemplary|outstanding)
        criterios? de (?:evaluacion|desempeno|logro) <of>(?:unidad|modulo|submodulo|tema|bloque)(?: .{0,40})?
        indicadores? de (?:logro|desempeno|evaluacion|aprendizaje)
        (?:assessment|performance|success|evaluation) criteria|performance indicators?
        """,
    ),
    (
        "evaluation",
        r"""
        evaluacion(?: (?:y|e|continua|final|inicial|ordinaria|extraordinaria|formativa|sumativa|diagnostica)(?: .*)?)?
        evaluacion (?:parcial|unica|global)(?: .*)?
        evaluacion (?:de|del) (?:la |los |las |el )?(?:aprendizajes?|<course>|alumn\w+|estudiant\w+)(?: .*)?
        evaluacion (?:de|por) competencias
        (?:calificacion(?:es)?|ponderacion(?:es)?|medidas de recuperacion|rubricas?)(?: .*)?
        (?:acreditacion|recuperacion)(?: (?:de|del) (?:la )?(?:<course>|evaluacion|modulos|pendientes).*)?
        examen(?:es)?(?: (?:final|parcial|ordinario|extraordinario)(?:es)?.*)?|lista de cotejo
        porcentajes?(?: de .*)?|puntos|puntaje|peso|valor|criterios? de (?:la )?rubrica
        (?:suficiente|insuficiente|regular|deficiente|en proceso|no logrado|needs improvement|satisfactory|poor)
        reglas de (?:la )?evaluacion.*|criterios de acreditacion.*
        (?:assessments?|grad(?:ing|es?)|evaluation|marking|weight(?:ing|s)?|points|examinations?|exams?|rubrics?)
        (?:midterms?|final exam)
        (?:assessments?|grad(?:ing|es?)|marking|assignments?|homework|coursework)
            [ ](?:and|&|of|methods?|scheme|plan|strategy|tasks?|components?|breakdown|scale|weights?|weighting|system
            |distribution|composition|due|conditions|requirements?|evidence|items?|details|summary|overview|information|pattern|structure|instruments?
            |rubrics?).*
        """,
    ),
    (
        "competency",
        r"""
        objetivos? general(?:es)?(?: (?!.*\b<course>\b).*)?
        objetivos? <of><study>(?: .*)?
        perfil(?:es)?(?: profesional(?: .*)?)?
        perfil(?:es)? (?:de |del |de la )?(?:egreso|egresad\w+|intermedio|titulad\w+|graduad\w+)(?: .*)?
        (?:norma|unidad(?:es)?|nombre|denominacion|elementos?)
            (?: (?:y|de|la|las|unidad|norma)){0,4} competencias?(?: laboral(?:es)?)?
        perfil(?:es)? (?:de )?(?:competencial|salida|competencias)(?: .*)?
        (?:relacion de )?(?:cualificaciones (?:profesionales )?y )?(?:las )?unidades de competencia(?: .*)?
        relacion de cualificaciones.*
        competencias?(?:,? <kinds>){0,12}|productos y resultados
        (?:graduate|exit|student) (?:profile|attributes|competenc\w+)|graduate (?:outcomes|capabilities|skills)
        program(?:me)? (?:learning |educational )?(?:outcomes|objectives|goals|competenc\w+)
        (?:core |key |general |specific |professional |transversal |generic )*competenc(?:y|ies|es|e)
        (?:core |key |general |specific |professional |transversal |transferable |generic )*skills
        (?:competencies|skills) (?:and|to|developed|acquired|gained|covered).*
        """,
    ),
    # Outcomes: those of a course or unit, its objectives among them.
    (
        "outcome",
        r"""
        resultados? (?:esperados )?(?:de|del) (?:l )?aprendizaje(?: .{0,60})?|resultados? del proceso de .*
        aprendizajes? (?:esperados?|clave|esenciales)|metas? de aprendizaje
        progresion(?:es)?(?: de aprendizaje)?|logros? (?:de aprendizaje|esperados?)
        capacidad(?:es)?(?: terminal(?:es)?)?
        capacidad(?:es)? (?:derivad|a (?:desarrollar|lograr|adquirir)|profesional|especific|que).*|saber hacer(?: .*)?
        objetivos?(?: (?:especificos?|particular(?:es)?|didacticos|formativos?|docentes|terminal(?:es)?|operativos?|y))*
        objetivos? (?:y|o|e) (?:resultados?|competencias?|propositos?|metas?)(?: .{0,40})?
        objetivos? (?:de|del) aprendizaje(?: .{0,40})?|objetivos? instruccional(?:es)?
        objetivos? .*\b<course>\b.{0,60}
        propositos?(?: (?:generales?|formativos?|educativos?|<of>(?:<course>|aprendizaje|programa)(?: .{0,40})?))?
        (?:(?:intended|expected|<course>|student|key|specific) )*(?:learning )?(?:outcomes?|objectives?|goals?|aims?)
        (?:learning )?(?:outcomes?|objectives?|goals?|aims?) (?:and|of|for) .{0,40}|(?:<course> )?purpose|elements?
        al (?:final|finalizar|terminar|concluir|termino) .{0,40}\b(?:alumn\w+|participantes?|estudiantes?|aprendiz)
            (?: (?:podra|sera|logra).{0,30})?
        what (?:you|students|learners|participants) will (?:learn|be able to do|achieve|gain)(?: .{0,40})?
        """,
    ),
    (
        "activity",
        r"""
        actividades?(?: y .{0,40})?|actividades? de (?:(?:aprendizaje|ensenanza)(?: .{0,50})?
            |desarrollo|apertura|cierre|clase)
        actividades? (?:formativas?|practicas?|didacticas?|propuestas|sugeridas|a desarrollar)(?: .{0,40})?
        estrategia didactica(?: .{0,40})?|experiencias? de aprendizaje
        actividades? del? (?:los |las )?(?:alumn|estudiant).*
        (?:(?:relacion|lista|listado|programa|nombre) (?:de )?(?:las? )?)?
            practicas?(?: de laboratorio| propuestas| sugeridas| a realizar)?
        situaci(?:on|ones) de aprendizaje
        secuencias? didacticas?|proyectos?(?: integrador(?:es)?)?|laboratorios?
        (?:(?:teaching|learning) (?:and|&) (?:learning|teaching) )?
            (?:learning |class |course |in-class )?activit(?:y|ies)|lab(?:oratory)?s?(?: sessions?| work)?
        practicals?|(?:\w+ ){0,3}projects?|essays?|(?:case|group|class) (?:stud(?:y|ies)|discussions?|work)
        practicas? (?:de (?:taller|campo|laboratorio)|en (?:piso|planta|empresa|taller)|de la unidad)(?: .{0,40})?
        lab(?:oratory)? (?:notes|exercises|assignments|activities)|field ?(?:work|trips?|observations?)(?: .{0,40})?
        (?:in-?class|lab)(?: (?:and|&) (?:in-?class|lab))? work|(?:que|lo que) hacen?(?: .{0,30})?
        """,
    ),
    # How the course is run: what learners do in it stands among what teachers do and what is forbidden.
    (
        "practice",
        r"""
        metodologias?(?: .*)?|orientaciones (?:metodologicas|didacticas).*
        (?:principios|estrategias|aspectos) (?:y \w+ )?(?:metodologic|didactic|pedagogic|de ensenanza).*
        estrategia (?:metodologic|pedagogic|de ensenanza).*|metodos (?:y (?:tecnicas|medios))(?: .*)?
        """,
    ),
    # Subjects of a plan of studies.
    (
        "plan",
        r"""
        plan(?:es)? de estudios?(?: .*)?|(?:mapa|malla|reticula|estructura|trayectoria) curricular(?: .*)?
        (?:nombre de (?:la |las )?)?(?:asignaturas?|materias?)|modulo
        (?:asignaturas|materias|optativas?|electivas?|obligatorias?|modulos (?:profesionales|formativos))(?: .{0,80})?
        (?:asignatura|materia|unidad de aprendizaje|uea) (?:electiva|obligatoria|optativa)(?: .{0,40})?
        (?:subjects|courses|electives)(?: .{0,80})?|relacion de (?:modulos|asignaturas|materias).*|tira de materias
        (?:core|optional|elective|required|compulsory) (?:modules|courses|subjects|units)|program(?:me)? structure
        curriculum(?: map)?|course list
        <ordinal> <period>|<period> <ordinal>
        """,
    ),
    (
        "content",
        r"""
        contenidos?(?: (?:y|de|del) .{0,60})?|contenidos? curriculares(?: .*)?|actitudes (?:que|a) .{0,60}
        contenidos?(?: (?:basicos?|minimos?|tematicos?|conceptuales|procedimentales|actitudinales|formativos|y|e))*
        contenidos? (?:teoricos?|practicos?|programaticos?|sinteticos?|generales|especificos|centrales)(?: .{0,60})?
        temario(?: .*)?|temas?(?: (?:y|/) ?\w+| principales| y subtemas| de (?:sala|aula|clase))?|subtemas?
        unidad(?:es)?(?: (?:didacticas?|tematicas?|de aprendizaje))?|bloques?(?: (?:tematicos?|de contenidos?))?
        saber(?: (?:conocer|ser))?|ser|saberes(?: .{0,30})?|descriptores|(?:nucleos?|ejes?|indice) tematicos?
        programa(?: (?:teorico|practico|detallado|analitico|sintetico|tematico|del curso))*(?: y .{0,40})?
        programa de (?:contenidos|teoria|practicas|(?:la )?(?:asignatura|materia))|cronograma(?: .*)?
        (?:breve )?descripcion (?:de (?:los )?contenidos?|de la (?:asignatura|materia)|del curso)
        (?:(?:course|module|detailed|unit) )?(?:contents?|topics?|syllabus|outline|description|schedule|calendar)
        (?:(?:short|other|further) )?(?:contents?|topics?|schedule|calendar) (?:covered|and|of|by|outline|plan|list).*
        (?:(?:weekly|tentative|lecture|course|class|daily|detailed) )+(?:schedule|topics?|plan|calendar|outline)(?: .*)?
        catalog(?:ue)? description|areas? (?:tematicas?|de (?:conocimiento|evaluacion))|subareas?
        conocimientos? (?:de proceso|de conceptos|del? saber|esenciales|asociados|fundamentales)(?: .{0,30})?
        desarrollo (?:tematico|programatico|del? (?:los )?(?:temario|contenidos?|temas?|programa))|estructura tematica
        secuenciacion(?: .{0,50})?|temporalizacion (?:y|e|de) .{0,50}
        (?:distribucion|programacion|planificacion|plan|organizacion)(?: y \w+)?
            [ ](?:temporal|tematica|semanal|<of>(?:contenidos|unidades|temas|sesiones|clases)(?: .{0,40})?)
        descripcion|sinopsis|sumilla|indicative (?:content|syllabus|topics)|synopsis|(?:<course> )?overview
        about th(?:e|is) <course>
        subject matter|units?|modules?|lectures?
        """,
    ),
)

# Parts of a profile or an objective; by themselves, where nothing above says what they are, these.
WEAK_NAMES: tuple[tuple[str, str], ...] = (
    ("content", r"(?:conocimientos?|actitudes?|valores)(?: .{0,30})?|knowledge|attitudes"),
    ("competency", r"(?:habilidades|destrezas)(?: .{0,30})?|abilities"),
)

# Within what the first names, these name more of it: the steps of a sequence of activities.
STEPS: tuple[tuple[str, str], ...] = (
    ("activity", r"(?:(?:fase|momento|etapa) (?:de )?)?(?:inicio|apertura|desarrollo|cierre)"),
)

# Facts about a course, as "name: value"; they belong to no part and end none.
FACTS = r"""
codigos?|claves?|creditos(?: ects)?|ects|equivalencia en creditos.*|horas?(?: .{0,30})?|duracion(?: .{0,40})?
carga (?:horaria|lectiva).{0,30}|semestre|cuatrimestre|trimestre|curso(?: academico)?|nivel(?: .{0,40})?|denominacion
familia profesional|caracter|tipo(?: de .{0,30})?|idiomas?(?: .{0,20})?|lengua.{0,20}|departamento|area(?: .{0,30})?
centro|facultad|campus|grupos?|turno|fecha(?: .{0,30})?|periodo|ciclo escolar|plantel|elabor\w+|version
referente europeo|asociado a .{0,40}|referente de competencia|ponderacion|peso|weight|modalidad|vigencia|requisitos
docentes?|profesor(?:es|as?)?|plan de estudios|unidad administrativa|numero|num|no|seriacion|satca|carrera
code|credits?|credit hours|hours|level|semester|term|year|department|language|location|room|instructors?|email|phone
(?:course )?prerequisites?|office(?: hours)?|(?:course )?delivery|grading scale|isbn
cuadro (?:general|resumen)|esquema (?:detall\w+|general)
dates?|weeks?|semanas?|sesion(?:es)?|dias?|mes(?:es)?
"""

# What divides the subjects of a plan of studies.
PERIODS = "<ordinal> <period>|<period> <ordinal>"

# What a whole programme is called as well, in its first heading.
TITLES = r"""
(?:course |class )?(?:syllabus|outline)|programa(?: (?:de (?:la )?|del )(?:asignatura|materia|curso))?
"""

# Names that topics bear as well: below contents a heading like these is one more topic.
AMBIGUOUS = r"""
medios|equipos?|equipamientos?|espacios|instalaciones|infraestructura|materiales?|recursos|software|hardware|materials
equipment|resources|laboratorios?|proyectos?|practicas|projects?|practicals?|labs?|perfil(?:es)?|competencias?|skills
puntos|peso|valor|evidencias?|normativa|acceso|equivalencias?|recuperacion|points|weights?|references|objectives?|modulo
productos?|desempenos?|elements?|practica|descripcion|overview|communication|technical .*|technology .*|capacidad
"""
