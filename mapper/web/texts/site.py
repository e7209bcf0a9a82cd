"""What stands on every page, the first page, and what goes wrong."""

from __future__ import annotations

from corpora import Text

SITE: dict[str, Text] = {
    # Site
    "site": Text("curmap: programas y normas de competencia", "curmap: programmes and competency standards"),
    "nav": Text("Secciones", "Sections"),
    "nav.programmes": Text("Programas", "Programmes"),
    "nav.frameworks": Text("Normas y marcos", "Standards and frameworks"),
    "nav.collections": Text("Colecciones", "Collections"),
    "nav.ads": Text("Ofertas de empleo", "Job ads"),
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
        "Antes hace falta al menos una norma o un marco con el que comparar. Añádalo aquí:",
        "First there must be at least one standard or framework to compare with. Add it here:",
    ),
    "upload.title": Text("Subir un programa", "Upload a programme"),
    "upload.files": Text(
        "Archivos (PDF, DOCX, ODT, HTML, XLSX, Markdown o texto, o una revisión descargada en JSON)",
        "Files (PDF, DOCX, ODT, HTML, XLSX, Markdown or text, or a review that was downloaded as JSON)",
    ),
    "upload.drop": Text("También puede soltarlos aquí.", "You can also drop them here."),
    "upload.limits": Text(
        "Hasta {n} archivos de {size} MB cada uno, y {total} MB en total.",
        "Up to {n} files of {size} MB each, and {total} MB in all.",
    ),
    "upload.frameworks": Text("Comparar con", "Compare with"),
    "informed.ask": Text(
        "Tomar en cuenta lo que ya se decidió a mano en otros programas ({decisions} en {programmes}): lo que se aceptó"
        " para un pasaje cuenta a favor en los que se le parecen.",
        "Take into account what was already decided by hand on other programmes ({decisions} on {programmes}): what was"
        " accepted for one passage speaks for it in those that resemble it.",
    ),
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
    # Errors
    "error.title": Text("Algo salió mal", "Something went wrong"),
    "error.404": Text("No existe, o no está compartido con usted.", "It does not exist, or it is not shared with you."),
    "error.403": Text(
        "La petición no vino de esta página. Vuelva a cargarla e inténtelo de nuevo.",
        "The request did not come from this page. Load it again and retry.",
    ),
    "error.413": Text(
        "Es demasiado: se pueden subir {n} archivos a la vez, de {size} MB cada uno y {total} MB en total. No se guardó"
        " ninguno.",
        "That is too much: {n} files can be uploaded at once, of {size} MB each and {total} MB in all. None was kept.",
    ),
    "error.405": Text("Esta dirección no se usa así.", "This address is not used like that."),
    "error.411": Text("La petición no dice cuánto mide.", "The request does not say how long it is."),
    "error.422": Text(
        "Falta algo en el formulario, por ejemplo un archivo o una casilla, o algo no vale. Vuelva atrás y revíselo.",
        "Something is missing in the form, such as a file or a box to tick, or something does not fit. Go back and look"
        " at it again.",
    ),
    "error.500": Text(
        "Es una falla nuestra; lo que estaba guardado sigue guardado.",
        "The fault is ours; what was saved is still saved.",
    ),
    "error.offline": Text(
        "No se pudo guardar: el servidor no responde. Compruebe la conexión e inténtelo de nuevo.",
        "It could not be saved: the server does not answer. Check the connection and try again.",
    ),
    "error.back": Text("Volver a sus programas", "Back to your programmes"),
}
