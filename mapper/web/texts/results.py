"""What comes of a review: coverage and downloads."""

from __future__ import annotations

from corpora import Text

RESULTS: dict[str, Text] = {
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
