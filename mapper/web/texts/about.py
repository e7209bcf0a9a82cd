"""How it works and how right it is."""

from __future__ import annotations

from corpora import Text

ABOUT: dict[str, Text] = {
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
