"""Every word that coverage reports show besides those of programmes and frameworks, in both languages.

What gap reports show of standards is in the same words.
"""

from __future__ import annotations

from corpora import Text

CHECKLIST: dict[str, Text] = {
    "checklist.sheet": Text("Lista de cotejo", "Checklist"),
    "checklist.place": Text("Orden", "Order"),
    "checklist.teaches": Text("¿Lo enseña el pasaje?", "Does the passage teach it?"),
    "checklist.decision": Text("Su decisión sobre el criterio", "Your decision on the criterion"),
    "checklist.not_found": Text("No se enseña", "Not taught"),
    "checklist.teaches.note": Text(
        "Elija sí donde el pasaje enseña el criterio y no donde no lo enseña; vacío significa «no revisado». Sin una"
        " decisión en la columna siguiente, un sí cubre el criterio, y un no en todos sus pasajes dice que no se"
        " enseña. El libro se devuelve con: curmap coverage PROGRAMA --framework … --reviewed LIBRO.xlsx",
        "Choose yes where the passage teaches the criterion and no where it does not; empty means 'not reviewed'."
        " Without a decision in the next column a yes covers the criterion, and a no on all its passages says it is not"
        " taught. The workbook is read back with: curmap coverage PROGRAMME --framework … --reviewed WORKBOOK.xlsx",
    ),
    "checklist.decision.note": Text(
        "En la primera fila del criterio: cubierto, en parte o no se enseña. Lo que usted decide vale tal cual para"
        " este documento y orienta lo que se calcula en otros.",
        "In the criterion's first row: covered, partly or not taught. What you decide counts as it is for this"
        " document, and informs what is computed for others.",
    ),
    "checklist.listed": Text(
        "La lista de cotejo trae los {n} primeros estándares de cada programa; indique otros con --framework"
        " MARCO/CÓDIGO.",
        "The checklist has the first {n} standards of each programme; name others with --framework NAME/CODE.",
    ),
    "nearest": Text("Pasajes más cercanos, en orden", "Nearest passages, in order"),
    "nearest.none": Text("Ningún pasaje se le acerca.", "No passage comes near it."),
    "reviewed_share": Text("Después de la revisión", "After review"),
    "decided.by": Text("decidido por {by}; antes: {before}", "decided by {by}; before: {before}"),
}

STANDARDS: dict[str, Text] = {
    **CHECKLIST,
    "unknown": Text("desconocido", "unknown"),
    "yes": Text("sí", "yes"),
    "no": Text("no", "no"),
    "warnings": Text("Antes de leer las cifras", "Before you read the figures"),
    "programme": Text("Programa", "Programme"),
    "competency": Text("Competencia", "Competency"),
    "group": Text("Grupo", "Group"),
    "standard": Text("Estándar", "Standard"),
    "code": Text("Código", "Code"),
    "element": Text("Elemento", "Element"),
    "criterion": Text("Criterio", "Criterion"),
    "kind": Text("Tipo", "Kind"),
    "level": Text("Nivel", "Level"),
    "committee": Text("Comité", "Committee"),
    "state": Text("Resultado", "Result"),
    "why": Text("Por qué", "Why"),
    "probability": Text("Probabilidad", "Probability"),
    "interval": Text("Intervalo del 95 %", "95% interval"),
    "interval.low": Text("Extremo inferior", "Lower end"),
    "interval.high": Text("Extremo superior", "Upper end"),
    "page.of": Text("p. {page}", "p. {page}"),
    "passages.named": Text("Dónde lo dice el programa", "Where the programme says it"),
    "as_table": Text("La misma figura como tabla", "The same picture as a table"),
    "shown_of": Text(
        "Se muestran {shown} de {all}; la tabla completa está en el libro de Excel.",
        "{shown} of {all} are shown; the workbook has them all.",
    ),
    # Coverage of standards
    "standards": Text("Lo que el programa muestra de los estándares", "What the programme shows of the standards"),
    "standards.how": Text(
        "Cada estándar se compara criterio por criterio con el documento. La cobertura es la parte de los criterios que"
        " el documento muestra, sin contar actitudes, hábitos y valores; todos los elementos pesan lo mismo. A su lado"
        " está lo que alcanza por azar un programa de otro campo y de igual extensión: lo que cuenta es lo que pasa de"
        " ahí, y por eso se ordena.",
        "Each standard is compared with the document criterion by criterion. Coverage is the part of the criteria that"
        " the document shows, without attitudes, habits and values; all elements weigh the same. Beside it stands what"
        " a programme of another field and the same length reaches by chance: what counts is what lies above it, and"
        " the order goes by that.",
    ),
    "standards.none": Text(
        "Ninguno de los estándares elegidos tiene cargados sus criterios, así que no hay cobertura que mostrar.",
        "None of the standards chosen has its criteria loaded, so there is no coverage to show.",
    ),
    "share": Text("Cobertura", "Coverage"),
    "chance": Text("Por azar", "By chance"),
    "above_chance": Text("Sobre el azar", "Above chance"),
    "attitudes": Text("Actitudes, hábitos y valores", "Attitudes, habits and values"),
    "criteria.of": Text("Criterio por criterio", "Criterion by criterion"),
    "missing": Text("Lo que falta: criterios no hallados ({n})", "What is missing: criteria not found ({n})"),
    "missing.none": Text("No falta ningún criterio.", "No criterion is missing."),
    "standards.more": Text("Otros {n} estándares", "{n} more standards"),
    "above.none": Text(
        "El programa no pasa del azar en este estándar.", "The programme does not rise above chance in this standard."
    ),
    "titles": Text("Estándares de los que solo se conoce el título", "Standards known by their title only"),
    "titles.why": Text(
        "De estos estándares no se ha cargado el documento: el programa puede estar relacionado con su título, pero"
        " nadie puede decir que los cubra. Al añadir el documento, este informe se completa.",
        "The documents of these standards are not loaded: the programme can be related to their title, but nobody can"
        " say that it covers them. Adding a document completes this report.",
    ),
    "related": Text("Relacionado", "Related"),
    "where": Text("Dónde obtener el documento", "Where to get the document"),
    "sector.text": Text(
        "De los {n} estándares del sector «{title}» están cargados los criterios de {loaded}.",
        "Of the {n} standards of the sector '{title}', the criteria of {loaded} are loaded.",
    ),
    "sector.esco": Text(
        "Como no hay ninguno cargado, el sector se mira por medio de las habilidades de ESCO.",
        "As none is loaded, the sector is looked at through ESCO's skills.",
    ),
    "title.of": Text("Título", "Title"),
    # Sheets: at most 31 characters
    "sheet.standards": Text("Estándares", "Standards"),
    "sheet.elements": Text("Elementos", "Elements"),
    "sheet.criteria": Text("Criterios", "Criteria"),
    "sheet.titles": Text("Solo título", "Title only"),
    "sheet.made": Text("Con qué se hizo", "Made with"),
    # Pictures
    "picture.heat": Text(
        "Criterios de cada elemento que muestra cada unidad del programa",
        "Criteria of each element that each unit of the programme shows",
    ),
    "picture.heat.how": Text(
        "Cada fila es una unidad del programa, cada columna un elemento de {standard}. El número dice cuántos de los"
        " criterios del elemento, cubiertos o parciales, se apoyan en un pasaje de esa unidad (hasta tres pasajes por"
        " criterio). Más oscuro es más; una casilla con 0 no muestra ninguno.",
        "Each row is a unit of the programme, each column an element of {standard}. The number says how many of the"
        " element's criteria, covered or partly, rest on a passage of that unit (up to three passages a criterion)."
        " Darker is more; a cell with 0 shows none.",
    ),
    "unit": Text("Unidad del programa", "Unit of the programme"),
    "unit.none": Text("(sin título)", "(no heading)"),
    "unit.others": Text("(otras {n} unidades)", "({n} other units)"),
    "sector": Text("Sector", "Sector"),
    "picture.matrix": Text("Sectores y programas", "Sectors and programmes"),
    "picture.matrix.how": Text(
        "El número dice cuántos estándares propios de cada sector se tienen por relacionados con cada programa: los que"
        " cubre por encima del azar y, de los que solo se conocen por el título, los que lo están con 50 % o más. No"
        " cuentan los de oficios que sirven a muchos sectores, ni se muestran los sectores sin ninguno.",
        "The number says how many of a sector's own standards are taken to be related to each programme: those that it"
        " covers above chance and, of those known by their title only, those related with 50% or more. Standards of"
        " trades that serve many sectors do not count, and sectors with none are not shown.",
    ),
    # How it was made
    "note": Text("nota", "note"),
    "made": Text("Con qué se hizo este informe", "What this report was made with"),
    "made.same": Text(
        "Con los mismos archivos, marcos y opciones, curmap da los mismos bytes.",
        "With the same files, frameworks and settings curmap gives the same bytes.",
    ),
    "made.program": Text("programa de cómputo", "software"),
    "made.encoder": Text("codificador", "encoder"),
    "made.models": Text("modelos", "models"),
    "made.settings": Text("opciones", "settings"),
    "made.framework": Text("marco", "framework"),
    "unreadable": Text("Páginas que no se pudieron leer: {pages}", "Pages that could not be read: {pages}"),
    "searched": Text("pasajes comparados", "passages compared"),
    "nothing_searched": Text(
        "Nada en este documento parece enseñar, así que nada se comparó.",
        "Nothing in this document seems to teach, so nothing was compared.",
    ),
}

COVERAGE: dict[str, Text] = {
    **STANDARDS,
    "title": Text("Cobertura de estándares de competencia", "Coverage of competency standards"),
    "lead.best": Text(
        "Lo que más muestra el programa es {standard}: {share} de sus criterios ({low} a {high}); por azar serían"
        " {chance}.",
        "What the programme shows most of is {standard}: {share} of its criteria ({low} to {high}); by chance it would"
        " be {chance}.",
    ),
}
