"""Every word that an evidence matrix shows besides those of programme and standard, in both languages."""

from __future__ import annotations

from corpora import Text
from mapper.reports.coverage_texts import STANDARDS

TEXTS: dict[str, Text] = {
    **STANDARDS,
    "title": Text("Matriz de evidencias", "Evidence matrix"),
    "lead": Text(
        "Criterios: {of}. Con una actividad de evaluación que los muestra: {found}; por confirmar: {uncertain}; sin"
        " evidencia todavía: {none}.",
        "Criteria: {of}. With an evaluation activity that shows them: {found}; to be confirmed: {uncertain}; without"
        " evidence yet: {none}.",
    ),
    "how.matrix": Text(
        "Cada criterio del estándar se compara con lo que el programa dice de su evaluación: filas de tablas,"
        " actividades e instrumentos, también lo que el mapeo no usa. Se nombran las tres más probables, con la misma"
        " probabilidad que en la cobertura. Hay evidencia desde la probabilidad con que la cobertura da un criterio por"
        " enseñado; lo demás que se nombra está por confirmar, salvo donde la cobertura no encuentra el criterio.",
        "Each criterion of the standard is compared with what the programme says of its evaluation: rows of tables,"
        " activities and instruments, also what mapping does not use. The three most probable ones are named, with the"
        " probability that they have in coverage. There is evidence from the probability on from which coverage says"
        " that a criterion is taught; what else is named is to be confirmed, except where coverage does not find the"
        " criterion.",
    ),
    "how.through": Text(
        "Donde el programa dice por su número qué resultado evalúa una actividad, y ese resultado enseña el criterio,"
        " se dice así; la correspondencia queda por confirmar.",
        "Where the programme says by number which outcome an activity assesses, and that outcome teaches the criterion,"
        " this is told; the correspondence remains to be confirmed.",
    ),
    "how.asked": Text(
        "El instrumento que se pide sale del tipo de criterio: guía de observación para desempeños y actitudes, lista"
        " de cotejo para productos, cuestionario para conocimientos; las situaciones emergentes se observan o se"
        " preguntan.",
        "The instrument asked for follows from the kind of criterion: an observation guide for performance and"
        " attitudes, a checklist for products, a questionnaire for knowledge; emergencies are observed or asked about.",
    ),
    "how.proposal": Text(
        "La matriz propone; decide quien evalúa. «Sin evidencia» quiere decir que este documento no la muestra.",
        "The matrix proposes; whoever evaluates decides. 'No evidence' means that this document shows none.",
    ),
    "found": Text("Con evidencia", "Evidence"),
    "none": Text("Sin evidencia aún", "No evidence yet"),
    "standard.facts": Text("Lo que dice el estándar de su evaluación", "What the standard says of its evaluation"),
    "purpose": Text("Propósito", "Purpose"),
    "requirements": Text("Apoyos y requerimientos", "Supports and requirements"),
    "practice": Text("Detalles de la práctica", "Details of the practice"),
    "duration": Text("Duración estimada de la evaluación", "Estimated duration of the evaluation"),
    "unsaid": Text("el documento no lo dice", "the document does not say"),
    "by.kind": Text("Por tipo de criterio", "By kind of criterion"),
    "matrix": Text("La matriz", "The matrix"),
    "asked": Text("Instrumento que se pide", "Instrument asked for"),
    "asked.none": Text("sin regla para este tipo", "no rule for this kind"),
    "evidence": Text("Evidencia en el programa", "Evidence in the programme"),
    "through": Text(
        "evalúan un resultado que lo enseña: {activities}", "assess an outcome that teaches it: {activities}"
    ),
    "fits": Text("Instrumento del programa", "Programme's instrument"),
    "fits.yes": Text("es el que se pide", "is the one asked for"),
    "fits.no": Text("es otro", "is another"),
    "fits.unknown": Text("no se nombra", "is not named"),
    "or": Text(" o ", " or "),
    "activities": Text("Actividades e instrumentos de evaluación", "Evaluation activities and instruments"),
    "activity": Text("Actividad", "Activity"),
    "instruments": Text("Instrumentos", "Instruments"),
    "weight": Text("Ponderación", "Weight"),
    "place": Text("Lugar", "Place"),
    "unused": Text("no muestra ningún criterio", "shows no criterion"),
    "shows": Text("Muestra", "Shows"),
    "no.activities": Text(
        "En este documento no se encontraron actividades ni instrumentos de evaluación.",
        "No evaluation activities or instruments were found in this document.",
    ),
    "picture.evidence": Text("Qué actividad muestra qué criterio", "Which activity shows which criterion"),
    "picture.evidence.how": Text(
        "El número es la probabilidad, en por ciento, de que la actividad muestre el criterio; más oscuro es más. Una"
        " casilla vacía no está entre las más probables del criterio.",
        "The number is the probability, in per cent, that the activity shows the criterion; darker is more. An empty"
        " cell is not among the criterion's most probable ones.",
    ),
    "picture.none": Text(
        "Ninguna actividad muestra un criterio de este elemento.", "No activity shows a criterion of this element."
    ),
    "sheet.matrix": Text("Matriz", "Matrix"),
    "sheet.activities": Text("Actividades", "Activities"),
    "sheet.standard": Text("Estándar", "Standard"),
    "review": Text("Dictamen", "Verdict"),
    "review.note": Text(
        "Para quien evalúa: «se acepta», «se cambia» o «falta».",
        "For the evaluator: 'accepted', 'changed' or 'missing'.",
    ),
    "review.accepted": Text("se acepta", "accepted"),
    "review.changed": Text("se cambia", "changed"),
    "review.missing": Text("falta", "missing"),
    "signatures": Text("Firmas", "Signatures"),
    "made.by": Text("Elaboró (nombre y firma)", "Prepared by (name and signature)"),
    "checked.by": Text(
        "Revisó, por el centro de evaluación (nombre y firma)", "Checked, for the centre (name and signature)"
    ),
    "date": Text("Fecha", "Date"),
    "fact": Text("Dato", "Fact"),
    "value": Text("Valor", "Value"),
}

INSTRUMENTS: dict[str, Text] = {
    "observation": Text("guía de observación", "observation guide"),
    "checklist": Text("lista de cotejo", "checklist"),
    "questionnaire": Text("cuestionario", "questionnaire"),
    "rubric": Text("rúbrica", "rubric"),
    "scale": Text("escala de valoración", "rating scale"),
    "portfolio": Text("portafolio de evidencias", "portfolio of evidence"),
    "interview": Text("entrevista o prueba oral", "interview or oral test"),
}
