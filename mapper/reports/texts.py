"""Every word that a report shows besides the document's and the frameworks' own, in both languages."""

from __future__ import annotations

from corpora import Text

TEXTS: dict[str, Text] = {
    "title": Text("Correspondencia con normas de competencia", "Mapping to competency standards"),
    "documents": Text("Documentos", "Documents"),
    "document": Text("Documento", "Document"),
    "contents": Text("En este informe", "In this report"),
    "skip": Text("Ir al contenido", "Skip to content"),
    "program": Text("Hecho con curmap {version}", "Made with curmap {version}"),
    "no_documents": Text("No se leyó ningún documento.", "No document was read."),
    # At a glance
    "glance": Text("De un vistazo", "At a glance"),
    "glance.none": Text(
        "Nada en este documento parece enseñar, así que nada se comparó. Abajo se listan todos sus pasajes con el"
        " motivo; la opción --all-passages los compara de todos modos.",
        "Nothing in this document seems to teach, so nothing was compared. All its passages are listed below with the"
        " reason; the option --all-passages compares them anyway.",
    ),
    "glance.empty": Text("En este documento no se encontró ningún pasaje.", "No passage was found in this document."),
    "glance.unmatched": Text(
        "Ninguno de los pasajes comparados corresponde con seguridad suficiente a una competencia.",
        "None of the passages compared matches a competency with enough certainty.",
    ),
    "glance.all": Text(
        "Todos los pasajes comparados corresponden a alguna competencia.",
        "All the passages compared match some competency.",
    ),
    "glance.norm": Text(
        "La norma mejor cubierta es {name}: {covered} de {of} criterios ({share}).",
        "The best covered standard is {name}: {covered} of {of} criteria ({share}).",
    ),
    "glance.one_norm": Text(
        "De la norma {name} quedan cubiertos {covered} de {of} criterios ({share}).",
        "Of the standard {name}, {covered} of {of} criteria are covered ({share}).",
    ),
    "glance.no_norm": Text(
        "Ningún criterio de las normas relacionadas queda cubierto.",
        "No criterion of the related standards is covered.",
    ),
    "pages": Text("páginas", "pages"),
    "passages": Text("pasajes", "passages"),
    "compared": Text("pasajes comparados", "passages compared"),
    "matched": Text("con correspondencia", "with a match"),
    "unmatched": Text("sin correspondencia", "without a match"),
    "listed": Text("solo listados", "only listed"),
    "roles": Text("Pasajes por función", "Passages by role"),
    # How to read
    "how": Text("Cómo leer este informe", "How to read this report"),
    "how.passage": Text(
        "Un pasaje es la parte del documento que se compara por sí sola: un resultado de aprendizaje, un criterio de"
        " evaluación, un tema.",
        "A passage is a part of the document that is compared by itself: a learning outcome, an assessment criterion,"
        " a topic.",
    ),
    "how.probability": Text(
        "La probabilidad dice qué tan seguro es que pasaje y competencia se correspondan: de cien correspondencias"
        " con 80 %, unas ochenta son correctas.",
        "The probability says how certain it is that a passage and a competency match: of a hundred matches at 80%,"
        " about eighty are right.",
    ),
    "how.mark": Text(
        "En cada pasaje están marcadas las palabras que sostienen sus correspondencias; al señalar una competencia"
        " quedan marcadas solo las suyas. En gris se lee lo que el documento dice antes y después.",
        "In each passage the words that carry its matches are marked; pointing at a competency leaves only"
        " its own marked. What the document says before and after is shown in grey.",
    ),
    "how.decide": Text(
        "El informe propone; decide quien diseña el programa.",
        "The report proposes; whoever designs the programme decides.",
    ),
    # Coverage
    "coverage": Text("Cobertura de las normas", "Coverage of the standards"),
    "coverage.none": Text(
        "No hay cobertura que mostrar: ningún pasaje corresponde a una norma de la que se conozcan los criterios.",
        "There is no coverage to show: no passage matches a standard whose criteria are known.",
    ),
    "coverage.by_kind": Text(
        "Por tipo de criterio (las actitudes, hábitos y valores no entran en el total)",
        "By kind of criterion (attitudes, habits and values are in no total)",
    ),
    "coverage.by_element": Text("Por elemento", "By element"),
    "coverage.of": Text("{covered} de {of} criterios cubiertos", "{covered} of {of} criteria covered"),
    "coverage.picture": Text("Gráfica", "Chart"),
    "covered": Text("Cubierto", "Covered"),
    "partly": Text("En parte", "Partly"),
    "uncertain": Text("Por confirmar", "To be confirmed"),
    "not_found": Text("No encontrado", "Not found"),
    "covered.what": Text(
        "se enseña como resultado de aprendizaje o criterio", "it is taught as a learning outcome or criterion"
    ),
    "partly.what": Text(
        "aparece solo como contenido, actividad o competencia general",
        "it appears only as content, activity or general competency",
    ),
    "uncertain.what": Text("hay indicios, sin certeza suficiente", "there are signs, without enough certainty"),
    "not_found.what": Text("nada en el documento le corresponde", "nothing in the document matches it"),
    "total": Text("Total", "Total"),
    "share": Text("Cubierto (%)", "Covered (%)"),
    "kind": Text("Tipo", "Kind"),
    "title_only": Text("solo título", "title only"),
    "judged": Text("Juzgado", "Judged"),
    "verdict.yes": Text("según {reader}: sí", "according to {reader}: yes"),
    "verdict.no": Text("según {reader}: no", "according to {reader}: no"),
    "title_only.heading": Text("Normas de las que solo se conoce el título", "Standards known only by their title"),
    "title_only.why": Text(
        "De las normas marcadas «solo título» no se leyeron los criterios: el programa puede relacionarse con ellas,"
        " pero de ninguna puede decirse que esté cubierta.",
        "The criteria of standards marked “title only” were not read: the programme can be related to them, but none"
        " of them can be said to be covered.",
    ),
    # Competencies found
    "found": Text("Competencias encontradas", "Competencies found"),
    "found.what": Text(
        "Cada competencia con su probabilidad mayor y en cuántos pasajes aparece.",
        "Each competency with its highest probability and the number of passages it appears in.",
    ),
    "found.in": Text("En {framework}", "In {framework}"),
    "found.none": Text("No se encontró ninguna.", "None was found."),
    "found.more": Text(
        "Se muestran las {n} más probables; el libro de cálculo las trae todas.",
        "The {n} most probable are shown; the workbook has them all.",
    ),
    "competency": Text("Competencia", "Competency"),
    "competencies": Text("Competencias", "Competencies"),
    "code": Text("Código", "Code"),
    "framework": Text("Marco", "Framework"),
    "above": Text("Pertenece a", "Belongs to"),
    # Passage by passage
    "by_passage": Text("El programa, pasaje por pasaje", "The programme, passage by passage"),
    "no_section": Text("Sin sección", "No section"),
    "page": Text("Página", "Page"),
    "page.n": Text("p. {page}", "p. {page}"),
    "section": Text("Sección", "Section"),
    "role": Text("Función", "Role"),
    "passage": Text("Pasaje", "Passage"),
    "language": Text("Idioma", "Language"),
    "probability": Text("Probabilidad", "Probability"),
    "evidence": Text("Palabras que la sostienen", "Words that carry it"),
    "no_match": Text("sin correspondencia", "no match"),
    "filter": Text("Filtrar los pasajes", "Filter the passages"),
    "filter.text": Text("Texto o código", "Text or code"),
    "filter.role": Text("Función", "Role"),
    "filter.framework": Text("Marco", "Framework"),
    "filter.probability": Text("Probabilidad mínima", "Minimum probability"),
    "filter.show": Text("Mostrar", "Show"),
    "filter.all": Text("Todo", "All"),
    "filter.reset": Text("Quitar filtros", "Clear filters"),
    "filter.state": Text("Se muestran {shown} de {all} pasajes.", "Showing {shown} of {all} passages."),
    "filter.open": Text("Abrir todo", "Open all"),
    "filter.close": Text("Cerrar todo", "Close all"),
    # Only listed
    "listed.heading": Text("Pasajes que solo se listan", "Passages that are only listed"),
    "listed.why": Text(
        "Estos pasajes no se compararon con las competencias; se muestran para que nada falte.",
        "These passages were not compared with the competencies; they are shown so that nothing is missing.",
    ),
    "reason": Text("Motivo", "Reason"),
    "reason.language": Text(
        "no está en español ni en inglés, o no se pudo saber", "neither Spanish nor English, or it could not be told"
    ),
    "reason.evaluation": Text("dice cómo se califica, no qué se aprende", "says how it is graded, not what is learnt"),
    "reason.other": Text(
        "no enseña (datos, requisitos, referencias…)", "does not teach (data, requirements, readings…)"
    ),
    "reason.listed": Text("no se pidió compararlo", "it was not asked to be compared"),
    "reason.no_match": Text("ninguna competencia es lo bastante probable", "no competency is probable enough"),
    # Reading
    "reading": Text("Qué se leyó y qué no", "What was read and what was not"),
    "reading.pages": Text("Páginas del documento", "Pages of the document"),
    "reading.no_pages": Text("este formato no tiene páginas", "this format has no pages"),
    "reading.unreadable": Text("Páginas que no se pudieron leer", "Pages that could not be read"),
    "reading.skipped": Text("Lo que se dejó fuera", "What was left out"),
    "reading.none": Text("nada", "none"),
    "reading.what": Text("Qué", "What"),
    "reading.why": Text("Por qué", "Why"),
    "reading.framework": Text("Al leer {framework}", "In reading {framework}"),
    # How to cite
    "cite": Text("Cómo citar", "How to cite"),
    "cite.program": Text("Programa", "Program"),
    "cite.encoder": Text("Codificador", "Encoder"),
    "cite.settings": Text("Configuración", "Settings"),
    "cite.frameworks": Text("Marcos de competencias", "Competency frameworks"),
    "cite.name": Text("Nombre", "Name"),
    "cite.version": Text("Versión", "Version"),
    "cite.revision": Text("Revisión", "Revision"),
    "cite.source": Text("Fuente", "Source"),
    "cite.licence": Text("Licencia", "Licence"),
    "cite.sha256": Text("Huella SHA-256", "SHA-256 checksum"),
    "cite.sentence": Text(
        "Correspondencia de «{document}» (SHA-256 {sha256}…) con {frameworks}. curmap {version}, codificador"
        " {encoder} ({revision}), configuración {settings}.",
        "Mapping of “{document}” (SHA-256 {sha256}…) to {frameworks}. curmap {version}, encoder {encoder}"
        " ({revision}), settings {settings}.",
    ),
    "cite.framework": Text("{title}, versión {version}", "{title}, version {version}"),
    "cite.same": Text(
        "Con el mismo documento, los mismos marcos y la misma configuración se obtiene el mismo informe.",
        "The same document, frameworks and settings give the same report.",
    ),
    # Word
    "head": Text("Datos del documento", "About this document"),
    "head.school": Text("Plantel", "School"),
    "head.programme": Text("Programa", "Programme"),
    "head.responsible": Text("Responsable", "Responsible"),
    "head.date": Text("Fecha", "Date"),
    "mark.gone": Text("quitado:", "removed:"),
    "mark.new": Text("añadido:", "added:"),
    # Workbook
    "sheet.summary": Text("Resumen", "Summary"),
    "sheet.matches": Text("Correspondencias", "Matches"),
    "sheet.coverage": Text("Cobertura", "Coverage"),
    "sheet.no_match": Text("Sin correspondencia", "No match"),
    "sheet.reading": Text("Lectura", "Reading"),
    "sheet.entries": Text("Competencias", "Competencies"),
    "missed": Text("Códigos que faltan", "Missed codes"),
    "review": Text("Revisión", "Review"),
    "review.yes": Text("sí", "yes"),
    "review.partly": Text("en parte", "partly"),
    "review.no": Text("no", "no"),
    "review.none": Text("sin correspondencia", "no correspondence"),
    "review.note": Text(
        "Para revisar: elija sí, en parte o no junto a cada correspondencia; una celda vacía significa «no revisada»."
        " Si al pasaje le falta una competencia, escriba su código (varios, separados por punto y coma) en «Códigos que"
        " faltan»; los códigos están en la hoja «Competencias». En la hoja «Sin correspondencia», «sin correspondencia»"
        " significa que usted comprobó que ninguna corresponde. El libro revisado se devuelve con:"
        " curmap map PROGRAMA --framework … --reviewed LIBRO.xlsx, y sirve para medir: curmap eval run --benchmark"
        " LIBRO.xlsx",
        "To review: choose yes, partly or no beside each match; an empty cell means 'not reviewed'. Where the passage"
        " lacks a competency, write its code (several, separated by semicolons) under 'Missed codes'; the codes are in"
        " the sheet 'Competencies'. In the sheet 'No match', 'no correspondence' means that you checked that none"
        " corresponds. The reviewed workbook is read back with: curmap map PROGRAMME --framework …"
        " --reviewed WORKBOOK.xlsx, and measured with: curmap eval run --benchmark WORKBOOK.xlsx",
    ),
    "figure": Text("Dato", "Figure"),
    "value": Text("Valor", "Value"),
    "detail": Text("Detalle", "Detail"),
    "norm": Text("Norma", "Standard"),
    "passage.id": Text("Id del pasaje", "Passage id"),
    "entry": Text("Título", "Title"),
    "yes": Text("sí", "yes"),
    "no": Text("no", "no"),
    "cut": Text("… [cortado]", "… [cut]"),
    "workbook": Text("Este libro", "This workbook"),
    "workbook.cut": Text(
        "Celdas cortadas: una celda guarda 32,767 caracteres; alignment.json trae el texto completo",
        "Cells cut: a cell holds 32,767 characters; alignment.json has the whole text",
    ),
    "workbook.quoted": Text(
        "Celdas con un apóstrofo delante: su texto empieza como una fórmula y no debe ejecutarse",
        "Cells with an apostrophe before their text: it begins like a formula and must not run",
    ),
    "workbook.rows": Text(
        "Filas que no cupieron en su hoja; alignment.json las trae",
        "Rows for which a sheet had no room; alignment.json has them",
    ),
}

COUNTED: dict[str, tuple[Text, Text]] = {
    "n.documents": (Text("1 documento", "1 document"), Text("{n} documentos", "{n} documents")),
    "n.passages": (Text("1 pasaje", "1 passage"), Text("{n} pasajes", "{n} passages")),
    "n.matched": (
        Text(
            "1 de {of} pasajes comparados tiene correspondencia ({share}).",
            "1 of {of} passages compared has a match ({share}).",
        ),
        Text(
            "{n} de {of} pasajes comparados tienen correspondencia ({share}).",
            "{n} of {of} passages compared have a match ({share}).",
        ),
    ),
    "n.unmatched": (Text("Queda 1 sin ella.", "1 has none."), Text("Quedan {n} sin ella.", "{n} have none.")),
    "n.listed": (
        Text(
            "Otro más solo se lista, porque no enseña o está en otro idioma.",
            "One more is only listed, because it does not teach or is in another language.",
        ),
        Text(
            "Otros {n} solo se listan, porque no enseñan o están en otro idioma.",
            "{n} more are only listed, because they do not teach or are in another language.",
        ),
    ),
    "n.more": (Text("y 1 más", "and 1 more"), Text("y {n} más", "and {n} more")),
    "n.unreadable": (
        Text("No se pudo leer 1 página: la {pages}.", "1 page could not be read: {pages}."),
        Text("No se pudieron leer {n} páginas: {pages}.", "{n} pages could not be read: {pages}."),
    ),
    "n.norms": (Text("1 norma más", "1 more standard"), Text("{n} normas más", "{n} more standards")),
    "n.competencies": (Text("1 competencia", "1 competency"), Text("{n} competencias", "{n} competencies")),
}
"""What depends on a number: for one, and for none or several."""


ROLES: dict[str, Text] = {
    "competency": Text("Competencia general", "General competency"),
    "outcome": Text("Resultado de aprendizaje", "Learning outcome"),
    "criterion": Text("Criterio de evaluación", "Assessment criterion"),
    "content": Text("Contenido", "Content"),
    "activity": Text("Actividad", "Activity"),
    "evaluation": Text("Evaluación", "Grading"),
    "other": Text("Otro", "Other"),
}

LANGUAGES: dict[str, Text] = {"es": Text("español", "Spanish"), "en": Text("inglés", "English")}

KINDS: dict[str, Text] = {
    "standard": Text("Estándares", "Standards"),
    "element": Text("Elementos", "Elements"),
    "desempeno": Text("Desempeños", "Performance"),
    "producto": Text("Productos", "Products"),
    "conocimiento": Text("Conocimientos", "Knowledge"),
    "situacion_emergente": Text("Respuestas ante situaciones emergentes", "Responses to emergencies"),
    "actitud": Text("Actitudes, hábitos y valores", "Attitudes, habits and values"),
    "skill": Text("Habilidades", "Skills"),
    "knowledge": Text("Conocimientos", "Knowledge"),
    "occupation": Text("Ocupaciones", "Occupations"),
    "group": Text("Grupos", "Groups"),
}
"""Kinds of the frameworks that have a loader of their own; any other is shown in its framework's own term."""

KIND: dict[str, Text] = {
    "standard": Text("estándar", "standard"),
    "element": Text("elemento", "element"),
    "desempeno": Text("desempeño", "performance"),
    "producto": Text("producto", "product"),
    "conocimiento": Text("conocimiento", "knowledge"),
    "situacion_emergente": Text("respuesta ante una situación emergente", "response to an emergency"),
    "actitud": Text("actitud, hábito o valor", "attitude, habit or value"),
    "skill": Text("habilidad", "skill"),
    "knowledge": Text("conocimiento", "knowledge"),
    "occupation": Text("ocupación", "occupation"),
    "group": Text("grupo", "group"),
}
"""The same of a single entry."""
