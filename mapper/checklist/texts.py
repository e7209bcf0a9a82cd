"""What the checklist says besides the words that all reports on coverage share, in both languages."""

from __future__ import annotations

from corpora import Text

TEXTS: dict[str, Text] = {
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
