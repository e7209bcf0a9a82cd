"""Job ads against programmes."""

from __future__ import annotations

from corpora import Text

ADS: dict[str, Text] = {
    "ads.what": Text(
        "Lo que piden las ofertas de empleo, al lado de lo que enseñan sus programas.",
        "What job ads ask for, beside what your programmes teach.",
    ),
    "ads.upload": Text("Comparar ofertas con programas", "Compare job ads with programmes"),
    "ads.files": Text("Ofertas (CSV, XLSX, JSON por líneas o Parquet)", "Job ads (CSV, XLSX, JSON lines or Parquet)"),
    "ads.files.how": Text(
        "Una oferta por fila, con una columna de título o de descripción. Hacen falta 30 ofertas distintas para decir"
        " algo de cada competencia, y 10 para decirlo por grupos.",
        "One ad a row, with a column for title or description. It takes 30 distinct ads to tell something of single"
        " competencies, and 10 to tell it of groups.",
    ),
    "ads.sector": Text("Sector", "Sector"),
    "ads.sector.all": Text("Todas las ofertas", "All ads"),
    "ads.programmes": Text("Programas", "Programmes"),
    "ads.send": Text("Subir y comparar", "Upload and compare"),
    "ads.before": Text(
        "Antes hace falta un programa y al menos una norma o un marco.",
        "First there must be a programme and at least one standard or framework.",
    ),
    "ads.read": Text("Lo que se leyó", "What was read"),
    "ads.counts": Text(
        "{groups} ofertas distintas ({read} leídas, {unread} sin leer); {asking} piden tareas, habilidades o"
        " conocimientos.",
        "{groups} distinct ads ({read} read, {unread} unread); {asking} ask for tasks, skills or knowledge.",
    ),
    "ads.of_sector": Text("Solo las del sector {sector}.", "Only those of the sector {sector}."),
    "ads.headline": Text(
        "{name} muestra alrededor de {share} de lo que se pide ({low} a {high}).",
        "{name} shows about {share} of what is asked for ({low} to {high}).",
    ),
    "ads.headline.none": Text(
        "De {name} no puede decirse cuánto muestra de lo que se pide: las ofertas son muy pocas.",
        "Of {name} it cannot be told how much it shows of what is asked for: the ads are too few.",
    ),
    "ads.report": Text("Leer el informe completo", "Read the whole report"),
    "ads.asked": Text("Lo que se pide y lo que se encontró", "What is asked for, and what was found"),
    "ads.asked.how": Text(
        "Primero lo que más falta: la parte de las ofertas que lo pide, por lo improbable que es que el programa lo"
        " enseñe. Junto a cada cifra, su intervalo del 95 %.",
        "What lacks most comes first: the share of ads that ask for it, times how improbable it is that the programme"
        " teaches it. Beside each figure its 95% interval.",
    ),
    "ads.asked.none": Text(
        "Con estas ofertas no puede decirse qué se pide.", "What is asked for cannot be told from these ads."
    ),
    "ads.unaudited": Text(
        "Nadie ha revisado una muestra de lo que se leyó en estas ofertas. Con «curmap gap --audit», en la línea de"
        " órdenes, se prepara esa muestra.",
        "Nobody has checked a sample of what was read in these ads. 'curmap gap --audit', on the command line, prepares"
        " that sample.",
    ),
    "ads.share": Text("Ofertas que lo piden", "Ads that ask for it"),
    "ads.example": Text("Por ejemplo", "For example"),
    "ads.more": Text("{n} más en el informe completo.", "{n} more in the whole report."),
    "ads.care": Text("Antes de usar estas cifras", "Before you use these figures"),
    "ads.demanded_found": Text("hallado", "found"),
    "ads.demanded_not_found": Text("no hallado", "not found"),
    "ads.uncertain": Text("incierto", "uncertain"),
    "ads.found_not_in_ads": Text("no en estas ofertas", "not in these ads"),
}
