"""Every word that a crosswalk shows besides the frameworks' own, in both languages."""

from __future__ import annotations

from corpora import Text

TEXTS: dict[str, Text] = {
    "title": Text("Correspondencia entre marcos", "Crosswalk"),
    "sides": Text("{source} → {target}", "{source} → {target}"),
    "lead": Text(
        "Entradas con alguna candidata: de {source}, {found} de {sources}; de {target}, {back} de {targets}.",
        "Entries with some candidate: of {source}, {found} of {sources}; of {target}, {back} of {targets}.",
    ),
    "none": Text("Ninguna entrada tiene una candidata.", "No entry has a candidate."),
    "how": Text("Cómo leer esta correspondencia", "How to read this crosswalk"),
    "how.probability": Text(
        "La probabilidad dice qué tan seguro es que las dos entradas se correspondan: iguales, casi iguales, o una más"
        " amplia que la otra. Se ajustó con la jerarquía y las etiquetas de ESCO; en otros marcos puede desviarse.",
        "The probability says how certain it is that the two entries correspond: the same, nearly the same, or one"
        " broader than the other. It was fitted on ESCO's own hierarchy and labels; in other frameworks it can be off.",
    ),
    "how.predicate": Text(
        "La relación dice qué es el destino respecto del origen: «más amplia» quiere decir que el destino abarca al"
        " origen y más; «relacionada», que es más probable que no se correspondan.",
        "The relation says what the target is to the source: 'broader' means that the target takes in the source and"
        " more; 'related', that they more probably do not correspond.",
    ),
    "how.decide": Text(
        "Son candidatas: una persona decide, en la columna «Revisión» del libro, y puede corregir la relación.",
        "These are candidates: a person decides, in the workbook's column 'Review', and may mend the relation.",
    ),
    "forward": Text("Desde {source}", "From {source}"),
    "back": Text("Desde {target}", "From {target}"),
    "source": Text("origen", "source"),
    "target": Text("destino", "target"),
    "without": Text("Sin candidata", "Without a candidate"),
    "source.code": Text("código de origen", "source code"),
    "predicate": Text("relación", "relation"),
    "exact": Text("igual", "exact"),
    "close": Text("casi igual", "close"),
    "broad": Text("más amplia", "broader"),
    "narrow": Text("más específica", "narrower"),
    "related": Text("relacionada", "related"),
    "rank": Text("lugar", "rank"),
    "rank.back": Text("lugar al revés", "rank the other way"),
    "sheet.back": Text("Al revés", "The other way"),
}
