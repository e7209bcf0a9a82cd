"""What stands on every page, the first page, what goes wrong, and how it works and how right it is."""

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
    # How it works
    "about.how": Text("Qué pasa con un documento", "What happens with a document"),
    "about.how.read": Text(
        "Se lee y se parte en pasajes: cada resultado de aprendizaje, criterio o tema es uno. Horarios, bibliografía o"
        " reglas de calificación se reconocen y no se comparan.",
        "It is read and split into passages: each learning outcome, criterion or topic is one. Timetables,"
        " bibliographies or grading rules are recognised and not compared.",
    ),
    "about.how.compare": Text(
        "Cada pasaje se compara por su significado con todas las competencias de las normas elegidas, en español o"
        " inglés, y también por sus palabras.",
        "Each passage is compared by its meaning with all competencies of the standards chosen, in Spanish or English,"
        " and by its words as well.",
    ),
    "about.how.probability": Text(
        "De lo más cercano se calcula una probabilidad. Lo que tiene muy poca no se sugiere, y entonces el pasaje queda"
        " sin correspondencia.",
        "A probability is computed of what is nearest. What has very little is not suggested, and the passage is left"
        " without a match.",
    ),
    "about.how.decide": Text(
        "Usted decide. Cada decisión se guarda con su nombre y la fecha, y nunca se cambia; deshacer también queda"
        " anotado.",
        "You decide. Each decision is kept with your name and the date, and never changed; undoing is noted as well.",
    ),
    "about.right": Text("Qué tanto acierta", "How right it is"),
    "about.coverage": Text(
        "En {n} criterios de programas que no vio al ajustarse, lo que dice cubierto o en parte se enseña de verdad en"
        " {right} de los casos, y lo que dice no encontrado no se enseña en {absent}. De lo que se enseña por completo"
        " reconoce {found}; lo demás queda casi siempre por confirmar.",
        "On {n} criteria of programmes that it was not fitted on, what it tells as covered or partly is really taught"
        " in {right} of the cases, and what it tells as not found is not taught in {absent}. Of what is taught in full"
        " it tells {found}; the rest is nearly always to be confirmed.",
    ),
    "about.matches": Text(
        "De {sure} sugerencias con 80 % o más fueron correctas {right}; de {likely} con 50 a 80 %, {half}.",
        "Of {sure} suggestions with 80% or more {right} were right; of {likely} with 50 to 80%, {half}.",
    ),
    "about.judged": Text(
        "Un modelo de lenguaje escribió y juzgó estos programas y pasajes al leerlos; ninguna persona los ha revisado"
        " todavía.",
        "A language model wrote and judged these programmes and passages by reading them; no person has checked them"
        " yet.",
    ),
    "about.measured": Text("Pruebas con juicios de personas", "Benchmarks judged by people"),
    "about.measured.how": Text(
        "Cada prueba son preguntas cuyas respuestas correctas fijaron personas o autoridades. Junto a cada cifra, su"
        " intervalo del 95 %.",
        "Each benchmark is a set of questions whose right answers people or authorities set. Beside each figure stands"
        " its 95% interval.",
    ),
    "about.commit": Text("Medido con la versión {commit}.", "Measured with version {commit}."),
    "about.measure.MAP": Text(
        "qué tan arriba quedan las correctas (MAP)", "how near the top the right ones stand (MAP)"
    ),
    "about.measure.MRR": Text(
        "qué tan arriba queda la primera correcta (MRR)", "how near the top the first right one stands (MRR)"
    ),
    "about.measure.RP@5": Text(
        "cuántas de las cinco primeras son correctas (RP@5)", "how many of the first five are right (RP@5)"
    ),
    "about.benchmark": Text("Prueba", "Benchmark"),
    "about.measure": Text("Medida", "Measure"),
    "about.value": Text("Valor", "Value"),
    "about.questions": Text("Preguntas", "Questions"),
    "about.care": Text("Dónde puede engañar", "Where it can mislead"),
    "about.care.general": Text(
        "Los pasajes muy generales («trabaja en equipo») se parecen a muchas competencias; ahí la sugerencia vale"
        " poco.",
        "Very general passages ('works in a team') resemble many competencies; there a suggestion is worth little.",
    ),
    "about.care.places": Text(
        "Los programas con que se midió son de España y Colombia; con programas mexicanos todavía no se ha medido.",
        "The programmes that it was measured on are from Spain and Colombia; it was not measured on Mexican ones yet.",
    ),
    "about.care.other": Text(
        "Si su documento es de otra clase que aquellos con que se midió, la probabilidad puede fallar.",
        "If your document is of another kind than those it was measured on, the probability can be off.",
    ),
    "about.care.absent": Text(
        "«Sin encontrar» quiere decir que este documento no lo dice, no que no se enseñe.",
        "'Not found' means that this document does not say it, not that it is not taught.",
    ),
    "about.care.title": Text(
        "De una norma de la que solo se conoce el título no puede decirse que esté cubierta.",
        "Of a standard of which only the title is known nobody can say that it is covered.",
    ),
    "about.care.informed": Text(
        "Cuando se toman en cuenta decisiones sobre otros programas, lo aceptado sube en los pasajes parecidos, y con"
        " ello su probabilidad, que no se ajustó con tales ejemplos.",
        "Where decisions on other programmes are taken into account, what was accepted rises in similar passages, and"
        " so does its probability, which was not fitted on such examples.",
    ),
    "about.data": Text("Qué pasa con sus datos", "What happens with your data"),
    "about.data.how": Text(
        "Todo queda en la computadora donde corre curmap: los documentos, las decisiones y los cálculos. Nada se"
        " envía a otro lado. Lo borrado se puede recuperar durante 30 días; después se elimina.",
        "Everything stays on the computer where curmap runs: documents, decisions and computation. Nothing is sent"
        " elsewhere. What was deleted can be brought back for 30 days; then it is removed.",
    ),
    "keys.title": Text("Atajos de teclado", "Keyboard shortcuts"),
    "keys.how": Text(
        "Los atajos de una sola tecla actúan únicamente mientras un pasaje tiene el foco, y nunca mientras se escribe.",
        "Shortcuts of a single key act only while a passage has the focus, and never while one types.",
    ),
    "keys.next": Text("Pasaje siguiente", "Next passage"),
    "keys.previous": Text("Pasaje anterior", "Previous passage"),
    "keys.off": Text("Desactivar los atajos de una tecla", "Switch off the shortcuts of a single key"),
    "keys.on": Text("Activar los atajos de una tecla", "Switch on the shortcuts of a single key"),
}

BENCHMARKS: dict[str, Text] = {
    "boe-fp-module": Text(
        "módulos de formación profesional de España y sus unidades de competencia",
        "Spanish vocational modules and their units of competency",
    ),
    "boe-fp-outcome": Text(
        "resultados de aprendizaje de España y sus unidades de competencia",
        "Spanish learning outcomes and their units of competency",
    ),
    "eures-occupation": Text("ofertas de empleo en español y su ocupación", "job ads in Spanish and their occupation"),
    "melo-en-en": Text("ocupaciones de otros registros y las de ESCO", "occupations of other registries and ESCO's"),
    "sena-rap": Text(
        "resultados de aprendizaje de Colombia y su norma laboral",
        "Colombian learning outcomes and their labour competency",
    ),
    "skill-house-validation": Text(
        "frases de ofertas de empleo y habilidades de ESCO, en inglés",
        "phrases of job ads and ESCO's skills, in English",
    ),
    "skill-tech-validation": Text(
        "lo mismo, con ofertas de tecnología", "the same, with job ads of information technology"
    ),
    "talentclef-a-en": Text("puestos de trabajo equivalentes, en inglés", "equivalent job titles, in English"),
    "talentclef-a-es": Text("puestos de trabajo equivalentes, en español", "equivalent job titles, in Spanish"),
}
"""What the questions of a benchmark are about; another one is shown by its name."""
