"""Every word of the page besides those that it shares with the reports, in both languages."""

from __future__ import annotations

from corpora import Text

TEXTS: dict[str, Text] = {
    "site": Text("curmap: programas y normas de competencia", "curmap: programmes and competency standards"),
    "nav": Text("Secciones", "Sections"),
    "nav.programmes": Text("Programas", "Programmes"),
    "nav.frameworks": Text("Normas y marcos", "Standards and frameworks"),
    "nav.about": Text("Cómo funciona y qué tanto acierta", "How it works and how right it is"),
    "lang.other": Text("English", "Español"),
    "signed_in": Text("Usted es {person}", "You are {person}"),
    # The name
    "name.title": Text("¿Cómo se llama?", "What is your name?"),
    "name.why": Text(
        "Su nombre queda junto a cada decisión que tome. Se pregunta una sola vez en este navegador.",
        "Your name stands beside each decision that you take. It is asked once in this browser.",
    ),
    "name.label": Text("Nombre", "Name"),
    "name.save": Text("Continuar", "Continue"),
    "signin.title": Text("Hace falta iniciar sesión", "You need to sign in"),
    "signin.how": Text(
        "Esta página se abre a través del acceso de su institución. Entre por la dirección que le dieron; si ya lo"
        " hizo, avise a quien la administra.",
        "This page is opened through your institution's sign-in. Use the address that you were given; if you did, tell"
        " whoever runs it.",
    ),
    # Programmes
    "home.title": Text("Sus programas", "Your programmes"),
    "home.none": Text(
        "Todavía no hay ninguno. Suba un programa de estudios para ver a qué competencias corresponde.",
        "There are none yet. Upload a programme of studies to see which competencies it corresponds to.",
    ),
    "home.no_frameworks": Text(
        "Antes hace falta al menos una norma o un marco con el que comparar: añádalo en «Normas y marcos».",
        "First there must be at least one standard or framework to compare with: add it under 'Standards and"
        " frameworks'.",
    ),
    "upload.title": Text("Subir un programa", "Upload a programme"),
    "upload.files": Text("Archivos (PDF, DOCX, HTML, Markdown o texto)", "Files (PDF, DOCX, HTML, Markdown or text)"),
    "upload.drop": Text("También puede soltarlos aquí.", "You can also drop them here."),
    "upload.frameworks": Text("Comparar con", "Compare with"),
    "upload.send": Text("Subir y comparar", "Upload and compare"),
    "programme.open": Text("Abrir", "Open"),
    "programme.delete": Text("Borrar", "Delete"),
    "programme.restore": Text("Recuperar", "Bring back"),
    "programme.deleted": Text(
        "borrado; se puede recuperar durante 30 días", "deleted; can be brought back for 30 days"
    ),
    "programme.of": Text("de {owner}", "of {owner}"),
    # Jobs
    "jobs.title": Text("Subidas recientes", "Recent uploads"),
    "job.waiting": Text("En espera; hay {place} antes", "Waiting; {place} before it"),
    "job.running": Text("En proceso", "Under way"),
    "job.reading": Text("Leyendo el documento", "Reading the document"),
    "job.mapping": Text("Comparando con las normas", "Comparing with the standards"),
    "job.saving": Text("Guardando", "Saving"),
    "job.done": Text("Listo", "Done"),
    "job.failed": Text("No se pudo", "Failed"),
    "job.cancelled": Text("Cancelado", "Cancelled"),
    "job.cancel": Text("Cancelar", "Cancel"),
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
    "act.search": Text("Buscar en todas las normas y marcos", "Search all standards and frameworks"),
    "act.add": Text("Añadir", "Add"),
    "act.note": Text("Nota", "Note"),
    "act.note.save": Text("Guardar la nota", "Save the note"),
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
    "review.between": Text("Lo que dice el documento antes", "What the document says before"),
    "review.probability": Text("Probabilidad", "Probability"),
    "said.accepted": Text("Aceptada: {what}.", "Accepted: {what}."),
    "said.rejected": Text("Rechazada: {what}.", "Rejected: {what}."),
    "said.added": Text("Añadida: {what}.", "Added: {what}."),
    "said.none": Text("Anotado: nada corresponde.", "Noted: nothing corresponds."),
    "said.note": Text("Nota guardada.", "Note saved."),
    "said.undone": Text("Deshecho.", "Undone."),
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
    "bulk.limit": Text("Probabilidad", "Probability"),
    "bulk.accepted": Text("Aceptar la mejor sugerencia, desde", "Accept the best suggestion, from"),
    "bulk.rejected": Text("Rechazar las sugerencias, por debajo de", "Reject the suggestions, below"),
    "bulk.preview": Text("Ver qué pasaría", "See what would happen"),
    "bulk.accepted.said": Text(
        "Se aceptaría la mejor sugerencia de {n} pasajes, los que la tienen de {limit} o más.",
        "The best suggestion of {n} passages would be accepted: of those that have one of {limit} or more.",
    ),
    "bulk.rejected.said": Text(
        "Se rechazarían las sugerencias de {n} pasajes, los que no llegan a {limit}.",
        "The suggestions of {n} passages would be rejected: of those that do not reach {limit}.",
    ),
    "bulk.outside": Text("No están a la vista en la página: {n}.", "Not in view on the page: {n}."),
    "bulk.kept": Text(
        "Ya los decidió alguien a mano, y no se tocan: {n}.", "Decided by hand already, and left as they are: {n}."
    ),
    "bulk.expected": Text(
        "De sugerencias así, en la evaluación acertaron alrededor de {share}.",
        "Of suggestions like these about {share} were right in the evaluation.",
    ),
    "bulk.do": Text("Decidir {n} pasajes", "Decide {n} passages"),
    "bulk.not": Text("Volver sin decidir", "Go back without deciding"),
    "bulk.nothing": Text("No hay ninguno así por decidir.", "There is none like that to decide."),
    # People
    "people.owner": Text("lo subió", "uploaded it"),
    "people.share": Text("Compartir con (su nombre, tal como entra)", "Share with (their name, as they sign in)"),
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
    "edition.file": Text("Archivo", "File"),
    "again.title": Text("Ver de nuevo", "Look at these again"),
    "again.why": Text(
        "Estas decisiones eran sobre la edición anterior y no pasaron solas a esta.",
        "These decisions were about the former edition and did not go along to this one by themselves.",
    ),
    "again.none": Text("No queda ninguna por ver.", "None is left to look at."),
    "again.done": Text("Ya la vi", "I looked at it"),
    # Coverage
    "cover.how": Text(
        "Un criterio cuenta como aceptado solo si alguien lo confirmó; una sugerencia que nadie ha visto no cuenta como"
        " revisada, y lo disputado no cuenta como cubierto ni como faltante. Los contenidos y las actividades no"
        " cubren criterios.",
        "A criterion counts as accepted only if somebody confirmed it; a suggestion that nobody looked at does not"
        " count as reviewed, and what is disputed counts neither as covered nor as lacking. Contents and activities"
        " cover no criteria.",
    ),
    "cover.none": Text("Ningún pasaje corresponde a una norma.", "No passage corresponds to a standard."),
    "cover.accepted": Text("Aceptados", "Accepted"),
    "cover.disputed": Text("En disputa", "Disputed"),
    "cover.suggested": Text("Solo sugeridos", "Only suggested"),
    "cover.rejected": Text("Rechazados", "Rejected"),
    "cover.nothing": Text("Sin encontrar", "Not found"),
    "cover.criteria": Text("Criterio por criterio", "Criterion by criterion"),
    "cover.passages": Text("Pasajes", "Passages"),
    "cover.title_only": Text(
        "De esta norma solo se conoce el título: se puede relacionar con el programa, no decir que lo cubre.",
        "Only the title of this standard is known: the programme can be related to it, not said to cover it.",
    ),
    # Downloads
    "download.mapping": Text("Correspondencias", "Mapping"),
    "download.history": Text("Historial", "History"),
    "download.xlsx": Text("Libro de Excel", "Excel workbook"),
    "download.xlsx.what": Text("cada pasaje con sus competencias, y el historial", "each passage, and the history"),
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
    "column.number": Text("N.º", "No."),
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
    # Frameworks
    "framework.version": Text("versión {version}", "version {version}"),
    "framework.add": Text("Añadir una norma o un marco", "Add a standard or framework"),
    "framework.add.how": Text(
        "Sirven los estándares de CONOCER (PDF, DOCX o texto), la lista del registro (JSON) y tablas propias (CSV o"
        " XLSX, con columnas de código y enunciado). Se reconoce por su contenido.",
        "CONOCER's standards (PDF, DOCX or text), the registry's list (JSON) and tables of your own (CSV or XLSX, with"
        " columns for code and statement) will do. It is recognised by its content.",
    ),
    "framework.file": Text("Archivo", "File"),
    "framework.name": Text("Nombre corto (opcional)", "Short name (optional)"),
    # Errors
    "error.title": Text("Algo no salió", "Something went wrong"),
    "error.404": Text("No existe, o no está compartido con usted.", "It does not exist, or it is not shared with you."),
    "error.403": Text(
        "La petición no vino de esta página. Vuelva a cargarla e inténtelo de nuevo.",
        "The request did not come from this page. Load it again and retry.",
    ),
    "error.413": Text("El archivo pasa de {limit} MB.", "The file is larger than {limit} MB."),
    "error.422": Text("Falta algo en el formulario.", "Something is missing in the form."),
    "error.500": Text(
        "Es una falla nuestra; lo que estaba guardado sigue guardado.",
        "The fault is ours; what was saved is still saved.",
    ),
    "error.back": Text("Volver a sus programas", "Back to your programmes"),
}

COUNTED: dict[str, tuple[Text, Text]] = {
    "n.alike": (
        Text("Decidir igual 1 pasaje con las mismas palabras", "Decide 1 passage of the same words likewise"),
        Text("Decidir igual {n} pasajes con las mismas palabras", "Decide {n} passages of the same words likewise"),
    ),
    "n.entries": (Text("1 entrada", "1 entry"), Text("{n} entradas", "{n} entries")),
}
"""What depends on a number: for one, and for none or several."""
