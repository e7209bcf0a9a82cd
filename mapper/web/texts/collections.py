"""Collections."""

from __future__ import annotations

from corpora import Text

COLLECTIONS: dict[str, Text] = {
    "collections.what": Text(
        "Una colección reúne muchos programas ya comparados con las normas, y se busca en los dos sentidos: qué pasajes"
        " y programas enseñan algo, y a qué competencias corresponde un programa.",
        "A collection holds many programmes that were mapped to standards, and is searched both ways: which passages"
        " and programmes teach something, and which competencies a programme corresponds to.",
    ),
    "collections.none": Text("Todavía no hay ninguna.", "There are none yet."),
    "collections.how": Text(
        "Las crea y actualiza quien administra la página, con la línea de órdenes; las ven todas las personas que"
        " entran:",
        "Whoever runs the page makes them and brings them up to date, by the command line; everyone who enters sees"
        " them:",
    ),
    "collections.counts": Text(
        "{documents} documentos, {passages} pasajes comparados", "{documents} documents, {passages} passages mapped"
    ),
    "collection.text": Text("Buscar pasajes por lo que dicen", "Search passages by what they say"),
    "collection.find": Text(
        "¿Qué programas enseñan una competencia? (palabras o código)",
        "Which programmes teach a competency? (words or code)",
    ),
    "collection.choose": Text("Elija una para ver qué programas la enseñan.", "Choose one to see what teaches it."),
    "collection.text.said": Text("Lo más cercano a «{text}»", "Nearest to '{text}'"),
    "collection.code.said": Text("Programas que enseñan: {what}", "Programmes that teach: {what}"),
    "collection.document.said": Text(
        "Competencias a las que corresponde {name}", "Competencies that {name} corresponds to"
    ),
    "collection.who": Text("qué programas la enseñan", "who teaches it"),
    "collection.best": Text("El pasaje que más lo dice", "The passage that says so most"),
    "collection.nothing": Text(
        "No se encontró nada; eso no quiere decir que no se enseñe.",
        "Nothing was found; that does not mean that it is not taught.",
    ),
    "collection.no_frameworks": Text(
        "Estos programas no se compararon con ninguna norma; solo puede buscarse en sus pasajes.",
        "These programmes were mapped to no standard; only their passages can be searched.",
    ),
    "collection.care": Text(
        "Son sugerencias calculadas; en una colección nadie las ha revisado.",
        "These are computed suggestions; in a collection nobody has reviewed them.",
    ),
    "column.programme": Text("Programa", "Programme"),
    "column.norms": Text("Competencias", "Competencies"),
}
