"""Frameworks and what changes when one is replaced, job ads against programmes, collections."""

from __future__ import annotations

from corpora import Text

WORKSPACE: dict[str, Text] = {
    # Frameworks
    "framework.version": Text("versión {version}", "version {version}"),
    "framework.level": Text("nivel {level}", "level {level}"),
    "framework.taught": Text("Qué programas de «{name}» la enseñan", "Which programmes of '{name}' teach it"),
    "framework.title_only": Text("solo título", "title only"),
    "framework.skipped": Text("Lo que no se pudo usar del archivo ({n})", "What of the file could not be used ({n})"),
    "n.more": Text("Hay {n} más.", "There are {n} more."),
    "replace.title": Text("Reemplazarlo por una versión más nueva", "Replace it by a newer version"),
    "replace.how": Text(
        "Primero se ve qué cambia y qué decisiones habría que ver de nuevo; nada se reemplaza hasta que usted lo"
        " confirme. Las comparaciones ya hechas quedan como están, con la versión con que se hicieron.",
        "First you see what changes and which decisions would have to be looked at again; nothing is replaced until you"
        " confirm it. Mappings that were made stay as they are, with the version that they were made with.",
    ),
    "changes.see": Text("Ver qué cambia", "See what changes"),
    "changes.title": Text("Lo que cambia", "What changes"),
    "changes.counts": Text(
        "{file}: {same} entradas quedan igual, {reworded} cambian de redacción, {gone} desaparecen y {new} son nuevas.",
        "{file}: {same} entries stay the same, {reworded} are worded anew, {gone} disappear and {new} are new.",
    ),
    "changes.affected": Text("Decisiones que habría que ver de nuevo", "Decisions to be looked at again"),
    "changes.affected.how": Text(
        "Al comparar de nuevo estos programas, las demás decisiones pasan solas a la nueva edición.",
        "When these programmes are mapped again, all other decisions go along to the new edition by themselves.",
    ),
    "changes.affected.none": Text(
        "Ninguna de las decisiones que usted puede ver trata de lo que cambia.",
        "None of the decisions that you can see is about what changes.",
    ),
    "changes.decisions": Text("{n} de {of} decisiones", "{n} of {of} decisions"),
    "changes.do": Text("Reemplazar", "Replace"),
    "changes.reworded": Text("Cambian de redacción", "Worded anew"),
    "changes.gone": Text("Desaparecen", "Disappear"),
    "changes.old": Text("Antes", "Before"),
    "changes.new": Text("Ahora", "Now"),
    "remove.title": Text("Quitar {name}", "Remove {name}"),
    "remove.how": Text(
        "Ya no podrá compararse con este marco. Las comparaciones y decisiones que hay quedan guardadas.",
        "Nothing can be compared with this framework any more. The mappings and decisions that there are stay.",
    ),
    "remove.affected": Text(
        "Programas con decisiones sobre este marco:", "Programmes with decisions about this framework:"
    ),
    "remove.do": Text("Quitar", "Remove"),
    "framework.add": Text("Añadir una norma o un marco", "Add a standard or framework"),
    "framework.add.how": Text(
        "Sirven los estándares del CONOCER (PDF, DOCX o texto), tablas propias (CSV o XLSX, con una columna «codigo» y"
        " otra «enunciado») y los archivos de otras fuentes, como ESCO. Los archivos de un mismo marco se suben"
        " juntos. Se reconocen por su contenido.",
        "CONOCER's standards (PDF, DOCX or text), tables of your own (CSV or XLSX, with a column 'code' and a column"
        " 'statement') and the files of other sources, such as ESCO, will do. Files of one framework are uploaded"
        " together. They are recognised by their content.",
    ),
    "framework.files": Text("Archivos", "Files"),
    "framework.known": Text("De dónde se obtienen", "Where to get them"),
    "framework.renec": Text(
        "El RENEC, el registro mexicano de estándares de competencia (títulos, niveles y sectores, sin criterios), se"
        " descarga del servidor del CONOCER.",
        "RENEC, the Mexican registry of competency standards (titles, levels and sectors, no criteria), is fetched from"
        " CONOCER's server.",
    ),
    "framework.renec.add": Text("Descargar y añadir el RENEC", "Fetch and add RENEC"),
    "framework.renec.new": Text("Ver qué hay de nuevo en el RENEC", "See what is new in RENEC"),
    "framework.known.conocer": Text(
        "CONOCER: busque el estándar en el registro, en conocer.gob.mx, guarde su PDF y súbalo aquí. Completa la"
        " entrada del registro.",
        "CONOCER: search the standard in the registry, at conocer.gob.mx, save its PDF and upload it here. It fills in"
        " its entry of the registry.",
    ),
    "framework.known.esco": Text(
        "ESCO: en esco.ec.europa.eu, en «Descargar», elija la clasificación en CSV, en español y en inglés, y suba"
        " juntos los archivos de habilidades.",
        "ESCO: at esco.ec.europa.eu, under 'Download', choose the classification as CSV, in Spanish and in English, and"
        " upload the files of skills together.",
    ),
    "framework.known.others": Text(
        "También se leen los títulos españoles de formación profesional (INCUAL), las normas mexicanas anteriores"
        " (NTCL), las tablas del SENA, O*NET, SKOS, CASE y los marcos que exportan Moodle y Canvas.",
        "Spanish qualifications (INCUAL), Mexico's older norms (NTCL), SENA's tables, O*NET, SKOS, CASE and the"
        " frameworks that Moodle and Canvas export are read as well.",
    ),
    "framework.name": Text("Nombre corto (opcional)", "Short name (optional)"),
    # Job ads
    "ads.what": Text(
        "Lo que piden las ofertas de empleo, al lado de lo que enseñan sus programas.",
        "What job ads ask for, beside what your programmes teach.",
    ),
    "ads.upload": Text("Comparar ofertas con programas", "Compare job ads with programmes"),
    "ads.files": Text("Ofertas (CSV, XLSX, JSON por líneas o Parquet)", "Job ads (CSV, XLSX, JSON lines or Parquet)"),
    "ads.files.how": Text(
        "Una oferta por fila, con una columna de título o de descripción. Hacen falta 30 ofertas distintas para decir"
        " algo de cada competencia, y 10 para decirlo por grupos.",
        "One ad a row, with a column for title or description. It takes 30 distinct ads to tell something of single"
        " competencies, and 10 to tell it of groups.",
    ),
    "ads.sector": Text("Sector", "Sector"),
    "ads.sector.all": Text("Todas las ofertas", "All ads"),
    "ads.programmes": Text("Programas", "Programmes"),
    "ads.before": Text(
        "Antes hace falta un programa y al menos una norma o un marco.",
        "First there must be a programme and at least one standard or framework.",
    ),
    "ads.read": Text("Lo que se leyó", "What was read"),
    "ads.counts": Text(
        "{groups} ofertas distintas ({read} leídas, {unread} sin leer); {asking} piden tareas, habilidades o"
        " conocimientos.",
        "{groups} distinct ads ({read} read, {unread} unread); {asking} ask for tasks, skills or knowledge.",
    ),
    "ads.of_sector": Text("Solo las del sector {sector}.", "Only those of the sector {sector}."),
    "ads.headline": Text(
        "{name} muestra alrededor de {share} de lo que se pide ({low} a {high}).",
        "{name} shows about {share} of what is asked for ({low} to {high}).",
    ),
    "ads.headline.none": Text(
        "De {name} no puede decirse cuánto muestra de lo que se pide: las ofertas son muy pocas.",
        "Of {name} it cannot be told how much it shows of what is asked for: the ads are too few.",
    ),
    "ads.report": Text("Leer el informe completo", "Read the whole report"),
    "ads.asked": Text("Lo que se pide y lo que se encontró", "What is asked for, and what was found"),
    "ads.asked.how": Text(
        "Primero lo que más falta: la parte de las ofertas que lo pide, por lo improbable que es que el programa lo"
        " enseñe. Junto a cada cifra, su intervalo del 95 %.",
        "What lacks most comes first: the share of ads that ask for it, times how improbable it is that the programme"
        " teaches it. Beside each figure its 95% interval.",
    ),
    "ads.asked.none": Text(
        "Con estas ofertas no puede decirse qué se pide.", "What is asked for cannot be told from these ads."
    ),
    "ads.unaudited": Text(
        "Nadie ha revisado una muestra de lo que se leyó en estas ofertas. Con «curmap gap --audit», en la línea de"
        " órdenes, se prepara esa muestra.",
        "Nobody has checked a sample of what was read in these ads. 'curmap gap --audit', on the command line, prepares"
        " that sample.",
    ),
    "ads.share": Text("Ofertas que lo piden", "Ads that ask for it"),
    "ads.example": Text("Por ejemplo", "For example"),
    "ads.more": Text("{n} más en el informe completo.", "{n} more in the whole report."),
    "ads.care": Text("Antes de usar estas cifras", "Before you use these figures"),
    "ads.demanded_found": Text("hallado", "found"),
    "ads.demanded_not_found": Text("no hallado", "not found"),
    "ads.uncertain": Text("incierto", "uncertain"),
    "ads.found_not_in_ads": Text("no en estas ofertas", "not in these ads"),
    # Collections
    "collections.what": Text(
        "Una colección reúne muchos programas ya comparados con las normas, y se busca en los dos sentidos: qué pasajes"
        " y programas enseñan algo, y a qué competencias corresponde un programa.",
        "A collection holds many programmes that were mapped to standards, and is searched both ways: which passages"
        " and programmes teach something, and which competencies a programme corresponds to.",
    ),
    "collections.none": Text("Todavía no hay ninguna.", "There are none yet."),
    "collections.how": Text(
        "Las crea y actualiza quien administra la página, con la línea de órdenes; las ven todas las personas que"
        " entran:",
        "Whoever runs the page makes them and brings them up to date, by the command line; everyone who enters sees"
        " them:",
    ),
    "collections.counts": Text(
        "{documents} documentos, {passages} pasajes comparados", "{documents} documents, {passages} passages mapped"
    ),
    "collection.text": Text("Buscar pasajes por lo que dicen", "Search passages by what they say"),
    "collection.find": Text(
        "¿Qué programas enseñan una competencia? (palabras o código)",
        "Which programmes teach a competency? (words or code)",
    ),
    "collection.choose": Text("Elija una para ver qué programas la enseñan.", "Choose one to see what teaches it."),
    "collection.text.said": Text("Lo más cercano a «{text}»", "Nearest to '{text}'"),
    "collection.code.said": Text("Programas que enseñan: {what}", "Programmes that teach: {what}"),
    "collection.document.said": Text(
        "Competencias a las que corresponde {name}", "Competencies that {name} corresponds to"
    ),
    "collection.who": Text("qué programas la enseñan", "who teaches it"),
    "collection.best": Text("El pasaje que más lo dice", "The passage that says so most"),
    "collection.nothing": Text(
        "No se encontró nada; eso no quiere decir que no se enseñe.",
        "Nothing was found; that does not mean that it is not taught.",
    ),
    "collection.no_frameworks": Text(
        "Estos programas no se compararon con ninguna norma; solo puede buscarse en sus pasajes.",
        "These programmes were mapped to no standard; only their passages can be searched.",
    ),
    "collection.care": Text(
        "Son sugerencias calculadas; en una colección nadie las ha revisado.",
        "These are computed suggestions; in a collection nobody has reviewed them.",
    ),
    "column.programme": Text("Programa", "Programme"),
    "column.norms": Text("Competencias", "Competencies"),
}
