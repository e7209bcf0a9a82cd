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
    "jobs.title": Text("En proceso", "Under way"),
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
    "said.accepted": Text("Aceptada: {what}.", "Accepted: {what}."),
    "said.rejected": Text("Rechazada: {what}.", "Rejected: {what}."),
    "said.added": Text("Añadida: {what}.", "Added: {what}."),
    "said.none": Text("Anotado: nada corresponde.", "Noted: nothing corresponds."),
    "said.note": Text("Nota guardada.", "Note saved."),
    "said.undone": Text("Deshecho.", "Undone."),
    "said.nothing": Text("No hay nada que deshacer.", "There is nothing to undo."),
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
