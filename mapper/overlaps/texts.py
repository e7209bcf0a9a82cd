"""Every word that the report on overlaps shows besides the standards' own, in both languages."""

from __future__ import annotations

from corpora import Text

TEXTS: dict[str, Text] = {
    "title": Text("Estándares que dicen casi lo mismo", "Standards that say nearly the same"),
    "lead": Text(
        "Pares que dicen casi lo mismo: {pairs} (de comités distintos, {different}; de un mismo comité, {same}; sin"
        " comité conocido, {unknown}). Estándares comparados por su título: {standards}; también por sus criterios:"
        " {documents}.",
        "Pairs that say nearly the same: {pairs} (of different committees, {different}; of one committee, {same};"
        " committee not known, {unknown}). Standards compared by title: {standards}; by their criteria too:"
        " {documents}.",
    ),
    "how": Text("Cómo leer esta lista", "How to read this list"),
    "how.order": Text(
        "Primero van los pares de comités distintos: son los que conviene armonizar. Los de un mismo comité suelen ser"
        " series hechas a propósito.",
        "Pairs of different committees come first: these are the ones to harmonise. Those of one committee are mostly"
        " series made on purpose.",
    ),
    "how.title": Text(
        "Parecido del título: cuánto comparten los dos títulos en sus letras, de 0 a 1; se muestra desde {titles}."
        " No es una probabilidad.",
        "Likeness of the titles: how much the two share in their letters, from 0 to 1; shown from {titles} on."
        " It is no probability.",
    ),
    "how.criteria": Text(
        "Criterios en común: cuántos criterios del estándar más corto están, casi iguales, en el otro; solo donde están"
        " cargados los documentos de ambos. Las actitudes no cuentan.",
        "Criteria in common: how many criteria of the shorter standard stand in the other, nearly the same; only where"
        " the documents of both are loaded. Attitudes do not count.",
    ),
    "how.decide": Text(
        "Una función distinta (instalar, supervisar) o un nivel distinto puede ser razón para tener los dos; eso lo"
        " decide una persona.",
        "A different function (installing, supervising) or a different level can be a reason to have both; a person"
        " decides that.",
    ),
    "different": Text("De comités distintos", "Of different committees"),
    "same": Text("De un mismo comité", "Of one committee"),
    "unknown": Text("Sin comité conocido", "Committee not known"),
    "none": Text("No hay pares que digan casi lo mismo.", "No pairs say nearly the same."),
    "sheet": Text("Pares", "Pairs"),
    "standard": Text("Estándar", "Standard"),
    "committees": Text("comités", "committees"),
    "code": Text("código", "code"),
    "name": Text("título", "title"),
    "level": Text("nivel", "level"),
    "level.n": Text("nivel {level}", "level {level}"),
    "committee": Text("comité", "committee"),
    "likeness": Text("parecido del título", "likeness of the titles"),
    "same.title": Text("mismo título", "same title"),
    "criteria": Text("criterios en común", "criteria in common"),
    "criteria.of": Text("{n} de {of}", "{n} of {of}"),
    "criteria.unknown": Text("sin documento", "no document"),
    "functions": Text("función distinta", "different function"),
    "versus": Text("{one} / {other}", "{one} / {other}"),
    "only": Text("solo en uno", "only in one"),
    "review": Text("revisión", "review"),
    "review.merge": Text("unir", "merge"),
    "review.part": Text("deslindar", "delimit"),
    "review.keep": Text("dejar", "keep"),
    "review.note": Text(
        "Escriba «unir» si basta un estándar, «deslindar» si hay que decir en qué se distinguen, «dejar» si los dos"
        " están bien como están.",
        "Write 'merge' if one standard is enough, 'delimit' if it has to be said what sets them apart, 'keep' if both"
        " are well as they are.",
    ),
}
