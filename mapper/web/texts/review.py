"""Reviewing a programme, alone and with others, and what comes of it: coverage and downloads."""

from __future__ import annotations

from corpora import Text

REVIEW: dict[str, Text] = {
    # Review
    "review.progress": Text("{decided} de {of} pasajes decididos", "{decided} of {of} passages decided"),
    "review.sections": Text("Secciones", "Sections"),
    "review.section.counts": Text(
        "{decided} de {of} decididos, {unmatched} sin correspondencia",
        "{decided} of {of} decided, {unmatched} unmatched",
    ),
    "review.page": Text("Página {page} de {pages}", "Page {page} of {pages}"),
    "review.previous": Text("Anterior", "Previous"),
    "review.next": Text("Siguiente", "Next"),
    "review.empty": Text(
        "Ningún pasaje pasa estos filtros: {why}. Quite alguno para ver más.",
        "No passage passes these filters: {why}. Remove one to see more.",
    ),
    "filter.any": Text("Cualquiera", "Any"),
    "review.every": Text("Todas las secciones", "All sections"),
    "filter.section": Text("Sección", "Section"),
    "filter.state": Text("Estado", "State"),
    "filter.order": Text("Orden", "Order"),
    "filter.apply": Text("Mostrar", "Show"),
    "filter.clear": Text("Quitar filtros", "Clear filters"),
    "state.": Text("Todos", "All"),
    "state.undecided": Text("Por decidir", "To decide"),
    "state.decided": Text("Decididos", "Decided"),
    "state.disputed": Text("En disputa", "Disputed"),
    "state.unmatched": Text("Sin correspondencia sugerida", "Nothing suggested"),
    "state.matched": Text("Con correspondencia sugerida", "Something suggested"),
    "order.document": Text("Como en el documento", "As in the document"),
    "order.uncertain": Text("Lo menos seguro primero", "Least certain first"),
    "order.disputed": Text("En disputa primero", "Disputed first"),
    "standing.suggested": Text("sugerida, sin revisar", "suggested, not reviewed"),
    "standing.accepted": Text("aceptada", "accepted"),
    "standing.rejected": Text("rechazada", "rejected"),
    "standing.disputed": Text("en disputa", "disputed"),
    "standing.none": Text("revisado: no corresponde", "checked: does not correspond"),
    "act.accept": Text("Aceptar", "Accept"),
    "act.reject": Text("Rechazar", "Reject"),
    "act.none": Text("Nada corresponde", "Nothing corresponds"),
    "act.other": Text("Otra competencia…", "Another competency…"),
    "other.title": Text("Elegir otra competencia", "Choose another competency"),
    "act.search": Text("Buscar en todas las normas y marcos", "Search all standards and frameworks"),
    "act.add": Text("Añadir", "Add"),
    "act.note": Text("Nota", "Note"),
    "act.note.how": Text(
        "Queda junto a la decisión que tome, como su razón; o sola, con este botón.",
        "It stands beside the decision that you take, as its reason; or by itself, with this button.",
    ),
    "act.note.save": Text("Guardar solo la nota", "Save the note alone"),
    "act.undo": Text("Deshacer", "Undo"),
    "act.find": Text("Buscar", "Search"),
    "act.settle": Text("Resolver:", "Settle:"),
    "act.settle.for": Text("Vale lo que dice {person}", "What {person} says stands"),
    "search.none": Text("Nada contiene «{q}».", "Nothing contains '{q}'."),
    "search.found": Text("Lo que contiene «{q}»", "What contains '{q}'"),
    "verdict.accepted": Text("{person} la aceptó", "{person} accepted it"),
    "verdict.rejected": Text("{person} la rechazó", "{person} rejected it"),
    "verdict.added": Text("{person} la añadió", "{person} added it"),
    "verdict.none": Text("{person}: nada corresponde", "{person}: nothing corresponds"),
    "verdict.settled": Text(
        "{person} resolvió: vale lo que dice {word}", "{person} settled it: what {word} says stands"
    ),
    "review.unread": Text("Lo que no se leyó del documento", "What of the document was not read"),
    "review.unread.pages": Text("Páginas que no se pudieron leer: {pages}.", "Pages that could not be read: {pages}."),
    "review.rest": Text("Lo que dice el documento después", "What the document says after"),
    "informed.told": Text(
        "Decisiones sobre otros programas que se tomaron en cuenta al comparar: {n} (programas: {programmes}).",
        "Decisions on other programmes that were taken into account in the mapping: {n} (programmes: {programmes}).",
    ),
    "informed.unused": Text(
        "Sin tomar en cuenta, porque el marco ya no tiene su competencia con el mismo texto: {n}.",
        "Not taken into account, since the framework no longer holds their competency as worded then: {n}.",
    ),
    "review.restored": Text(
        "Este programa viene de una revisión descargada: las decisiones y los nombres son los que dice ese archivo.",
        "This programme came from a downloaded review: decisions and names are what that file says.",
    ),
    "review.between": Text("Lo que dice el documento antes", "What the document says before"),
    "review.probability": Text("Probabilidad", "Probability"),
    "said.accepted": Text("Aceptada: {what}.", "Accepted: {what}."),
    "said.rejected": Text("Rechazada: {what}.", "Rejected: {what}."),
    "said.added": Text("Añadida: {what}.", "Added: {what}."),
    "said.none": Text("Anotado: nada corresponde.", "Noted: nothing corresponds."),
    "said.note": Text("Nota guardada.", "Note saved."),
    "said.undone": Text("Deshecho. Vuelve a estar como antes.", "Undone. It is as it was before."),
    "said.nothing": Text("No hay nada que deshacer.", "There is nothing to undo."),
    "said.settled": Text("Resuelto.", "Settled."),
    # Parts of a programme
    "tabs": Text("Partes del programa", "Parts of the programme"),
    "tab": Text("Revisar", "Review"),
    "tab/coverage": Text("Cobertura", "Coverage"),
    "tab/people": Text("Personas", "People"),
    "tab/downloads": Text("Descargas y nuevas ediciones", "Downloads and new editions"),
    "review.go_on": Text("Ir al siguiente por decidir", "Go to the next one to decide"),
    # In bulk
    "bulk.title": Text("Decidir todo lo que se muestra", "Decide everything that is shown"),
    "bulk.act": Text("Qué hacer", "What to do"),
    "bulk.accepted": Text("Aceptar la mejor sugerencia, desde", "Accept the best suggestion, from"),
    "bulk.rejected": Text("Rechazar las sugerencias, por debajo de", "Reject the suggestions, below"),
    "bulk.preview": Text("Ver qué pasaría", "See what would happen"),
    "bulk.accepted.said": Text(
        "Pasajes cuya mejor sugerencia se aceptaría, por ser de {limit} o más: {n}.",
        "Passages whose best suggestion would be accepted, being of {limit} or more: {n}.",
    ),
    "bulk.rejected.said": Text(
        "Pasajes cuyas sugerencias se rechazarían, por no llegar ninguna a {limit}: {n}.",
        "Passages whose suggestions would be rejected, none of them reaching {limit}: {n}.",
    ),
    "bulk.outside": Text("De ellos no están a la vista en la página: {n}.", "Of these, not in view on the page: {n}."),
    "bulk.kept": Text(
        "Ya los decidió alguien a mano, y no se tocan: {n}.", "Decided by hand already, and left as they are: {n}."
    ),
    "bulk.expected": Text(
        "Por su probabilidad, alrededor de {share} de estas sugerencias son correctas.",
        "By their probability about {share} of these suggestions are right.",
    ),
    "bulk.not": Text("Volver sin decidir", "Go back without deciding"),
    "bulk.nothing": Text("No hay ninguno así por decidir.", "There is none like that to decide."),
    # People
    "people.owner": Text("lo subió", "uploaded it"),
    "people.share": Text("Compartir con (el nombre con el que entra)", "Share with (the name that they sign in with)"),
    "people.add": Text("Compartir", "Share"),
    "people.remove": Text("Dejar de compartir", "Stop sharing"),
    "people.hide": Text(
        "Ocultar lo que deciden otros hasta que cada quien haya decidido",
        "Hide what others decide until each one has decided",
    ),
    "people.save": Text("Guardar", "Save"),
    "people.agreement": Text("Acuerdo entre quienes revisan", "Agreement among reviewers"),
    "people.pairs": Text(
        "Dos o más personas decidieron {n} correspondencias; difieren en {differ}.",
        "Two or more people decided {n} correspondences; they differ on {differ}.",
    ),
    "people.alpha": Text(
        "α de Krippendorff: {alpha} (1 es acuerdo pleno; 0, el del azar).",
        "Krippendorff's α: {alpha} (1 is full agreement; 0 is that of chance).",
    ),
    "people.none": Text(
        "Todavía no hay correspondencias que hayan decidido dos personas.",
        "There are no correspondences yet that two people decided.",
    ),
    # A new edition
    "edition.title": Text("Una nueva edición del documento", "A new edition of the document"),
    "edition.how": Text(
        "Las decisiones pasan a la nueva edición solo donde el pasaje y la competencia están exactamente igual; las"
        " demás quedan en una lista para verlas de nuevo.",
        "Decisions go along to the new edition only where passage and competency are exactly the same; the others stand"
        " in a list to be looked at again.",
    ),
    "edition.next": Text("Hay una edición posterior de este programa.", "There is a later edition of this programme."),
    "edition.outdated": Text(
        "Desde que se comparó han cambiado: {names}.", "These have changed since it was mapped: {names}."
    ),
    "edition.left": Text(
        "Decisiones de la edición anterior que no pasaron solas: {n}.",
        "Decisions of the former edition that did not go along by themselves: {n}.",
    ),
    "edition.file": Text("Archivo", "File"),
    "edition.again": Text("Comparar de nuevo", "Map again"),
    "edition.again.how": Text(
        "El mismo documento, con las normas y el modelo de ahora. Si nada ha cambiado, no se hace otra edición.",
        "The same document, with the standards and the model as they are now. If nothing changed, no other edition is"
        " made.",
    ),
    "again.title": Text("Decisiones por revisar de nuevo", "Decisions to look at again"),
    "again.why": Text(
        "Estas decisiones eran sobre la edición anterior y no pasaron solas a esta.",
        "These decisions were about the former edition and did not go along to this one by themselves.",
    ),
    "again.none": Text("No queda ninguna por ver.", "None is left to look at."),
    "again.done": Text("Ya la revisé", "I looked at it"),
    # Coverage
    "cover.how": Text(
        "Primero cuenta lo que dicen las personas; aparte queda lo que solo se calculó. Una sugerencia que nadie ha"
        " visto no cuenta como revisada, y lo disputado no cuenta como cubierto ni como faltante.",
        "What people said comes first; apart from it stands what was only computed. A suggestion that nobody looked at"
        " does not count as reviewed, and what is disputed counts neither as covered nor as lacking.",
    ),
    "cover.states": Text("Qué significa cada estado", "What each state means"),
    "cover.empty": Text("Ningún pasaje corresponde a una norma.", "No passage corresponds to a standard."),
    "cover.none": Text("Revisado: no corresponde", "Checked: no correspondence"),
    "cover.none.what": Text(
        "alguien revisó los pasajes y dijo que ninguna competencia les corresponde",
        "somebody checked the passages and said that no competency corresponds to them",
    ),
    "cover.accepted": Text("Aceptado", "Accepted"),
    "cover.accepted.what": Text(
        "alguien confirmó un resultado o criterio que lo enseña", "somebody confirmed an outcome or criterion for it"
    ),
    "cover.disputed": Text("En disputa", "Disputed"),
    "cover.disputed.what": Text(
        "las personas difieren y quien subió el programa no lo ha resuelto",
        "people differ, and whoever uploaded the programme has not settled it",
    ),
    "cover.suggested": Text("Solo sugerido", "Only suggested"),
    "cover.suggested.what": Text(
        "calculado con 80 % o más; nadie lo ha revisado", "computed with 80% or more; nobody has looked at it"
    ),
    "cover.partly": Text("En parte", "Partly"),
    "cover.partly.what": Text(
        "se encontró solo como contenido, actividad o competencia general, a un nivel menor o con menos puntos",
        "found only as content, activity or general competency, at a lower level or with fewer of its points",
    ),
    "cover.uncertain": Text("Por confirmar", "To be confirmed"),
    "cover.uncertain.what": Text("calculado entre 20 % y 80 %", "computed between 20% and 80%"),
    "cover.rejected": Text("Rechazado", "Rejected"),
    "cover.rejected.what": Text(
        "alguien rechazó cada sugerencia y no queda otra", "somebody rejected each suggestion, and none is left"
    ),
    "cover.nothing": Text("Sin encontrar", "Not found"),
    "cover.nothing.what": Text(
        "calculado con 20 % o menos; no encontrarlo en el documento no es que no se enseñe",
        "computed with 20% or less; not found in the document is not the same as not taught",
    ),
    "cover.share": Text(
        "Sin actitudes y antes de toda revisión, el programa muestra alrededor de {share} de esta norma ({low} a"
        " {high}); por azar, uno de otro campo llega a {chance}.",
        "Attitudes left out, and before any review, the programme shows about {share} of this standard ({low} to"
        " {high}); by chance one of another field reaches {chance}.",
    ),
    "cover.criteria": Text("Criterio por criterio", "Criterion by criterion"),
    "cover.wholes": Text("La norma y sus elementos en conjunto", "The standard and its elements as wholes"),
    "cover.passages": Text("Pasajes", "Passages"),
    "cover.title_only": Text(
        "De esta norma solo se conoce el título: se puede relacionar con el programa, no decir que lo cubre.",
        "Only the title of this standard is known: the programme can be related to it, not said to cover it.",
    ),
    # Downloads
    "download.mapping": Text("Correspondencias", "Mapping"),
    "download.history": Text("Historial", "History"),
    "download.html": Text("Página (HTML)", "Page (HTML)"),
    "download.xlsx": Text("Libro de Excel", "Excel workbook"),
    "download.xlsx.what": Text(
        "cada pasaje con sus competencias, la cobertura y el historial", "each passage, the coverage and the history"
    ),
    "download.docx": Text("Informe de Word", "Word report"),
    "download.docx.what": Text("por secciones, para leer e imprimir", "by section, to read and print"),
    "download.csv": Text("CSV", "CSV"),
    "download.csv.what": Text("la tabla para otros programas", "the table for other programs"),
    "download.json": Text("JSON", "JSON"),
    "download.json.what": Text("todo; al subirlo vuelve el mismo programa", "everything; upload it to get it all back"),
    "download.qrels": Text("Juicios para evaluar (qrels)", "Judgements for evaluation (qrels)"),
    "download.qrels.what": Text(
        "solo lo que usted decidió a mano, uno por uno", "only what you decided by hand, singly"
    ),
    "download.original": Text("El documento original", "The original document"),
    "download.original.what": Text("como se subió", "as it was uploaded"),
    "download.made": Text("Versiones", "Versions"),
    "column.number": Text("N.º", "No."),
    "column.standard": Text("Norma", "Standard"),
    "column.kind": Text("Tipo", "Kind"),
    "column.state": Text("Estado", "State"),
    "column.page": Text("Página", "Page"),
    "column.section": Text("Sección", "Section"),
    "column.role": Text("Función", "Role"),
    "column.passage": Text("Pasaje", "Passage"),
    "column.framework": Text("Marco", "Framework"),
    "column.code": Text("Código", "Code"),
    "column.statement": Text("Competencia", "Competency"),
    "column.probability": Text("Probabilidad", "Probability"),
    "column.evidence": Text("Palabras", "Words"),
    "column.standing": Text("Veredicto", "Verdict"),
    "column.verdict": Text("Veredicto", "Verdict"),
    "column.who": Text("Quién", "Who"),
    "column.when": Text("Cuándo (UTC)", "When (UTC)"),
    "column.note": Text("Nota", "Note"),
    "column.framework_version": Text("Versión del marco", "Framework version"),
    "column.encoder": Text("Versión del modelo", "Model version"),
    "column.action": Text("Acción", "Action"),
    "column.bulk": Text("En bloque", "In bulk"),
    "column.undoes": Text("Deshace", "Undoes"),
    "column.text_id": Text("Id del texto", "Text id"),
}
