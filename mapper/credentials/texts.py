"""Every word that reports on microcredentials show besides those of programmes and frameworks, in both languages."""

from __future__ import annotations

from corpora import Text
from mapper.reports.coverage_texts import STANDARDS

TEXTS: dict[str, Text] = {
    **STANDARDS,
    "title": Text("Microcredenciales", "Microcredentials"),
    "lead": Text(
        "Paquetes que pueden armarse con lo que enseñan los programas: {n}; completos: {complete}.",
        "Bundles that can be made of what the programmes teach: {n}; complete: {complete}.",
    ),
    "none": Text(
        "Ningún elemento de los estándares elegidos se enseña lo bastante para un paquete.",
        "No element of the standards chosen is taught enough for a bundle.",
    ),
    "how.bundle": Text(
        "Un paquete reúne los criterios de uno o más elementos que las mismas unidades del programa enseñan por"
        " completo (estado «cubierto») con {sure} de probabilidad o más, o con las palabras del propio criterio. Se"
        " propone cuando al menos dos criterios están cubiertos y al menos la mitad está cubierta o en parte. Lo"
        " cubierto con menos seguridad está en lo que falta, por confirmar. Las actitudes se muestran aparte.",
        "A bundle joins the criteria of one or more elements that the same units of the programme teach fully (state"
        " 'covered') with a probability of {sure} or more, or in the criterion's own words. It is proposed where at"
        " least two criteria are covered and at least half are covered or partly. What is covered less surely stands"
        " with what is missing, to be confirmed. Attitudes are shown apart.",
    ),
    "how.units": Text(
        "Las unidades son las menos que bastan para enseñar todo lo cubierto (se miran hasta tres pasajes por"
        " criterio). Las horas son las que el documento dice de cada unidad entera, no las que lleva cada criterio.",
        "The units are the fewest that teach all that is covered (up to three passages a criterion are looked at). The"
        " hours are those that the document states for each whole unit, not those that each criterion takes.",
    ),
    "how.draft": Text(
        "Es un borrador para que un comité lo discuta: no acredita a nadie. Las insignias exportadas son definiciones"
        " (Achievement de Open Badges 3.0) sin emisor ni firma.",
        "This is a draft for a committee to discuss: it certifies nobody. The exported badges are definitions (Open"
        " Badges 3.0 Achievements) without issuer or signature.",
    ),
    "bundle": Text("Paquete", "Bundle"),
    "bundle.n": Text("Paquete {n}", "Bundle {n}"),
    "parts": Text("Apunta a", "Aims at"),
    "units": Text("Unidades que lo enseñan", "Units that teach it"),
    "hours": Text("Horas", "Hours"),
    "hours.said": Text("dice «{said}»", "says '{said}'"),
    "hours.none": Text("horas no indicadas en el documento", "no hours stated in the document"),
    "hours.some": Text(
        "{hours} en las unidades que las dicen; sin horas: {units}",
        "{hours} in the units that state them; without hours: {units}",
    ),
    "taught": Text("Criterios que se enseñan por completo", "Criteria taught fully"),
    "taught.of": Text("{taught} de {of} criterios", "{taught} of {of} criteria"),
    "lacking": Text("Lo que falta para alcanzarlo ({n})", "What is missing to reach it ({n})"),
    "lacking.none": Text("No falta ningún criterio.", "No criterion is missing."),
    "attitudes.apart": Text("Actitudes, hábitos y valores, aparte ({n})", "Attitudes, habits and values, apart ({n})"),
    "overlaps": Text("Se traslapa con", "Overlaps with"),
    "overlaps.none": Text("con ningún otro paquete", "no other bundle"),
    "overlap.units": Text("comparte unidades: {units}", "shares units: {units}"),
    "overlap.hours": Text("{hours} horas contarían dos veces", "{hours} hours would count twice"),
    "overlap.criteria": Text("criterios que dicen lo mismo o casi: {n}", "criteria that say the same or nearly: {n}"),
    "picture.bundle": Text("Qué unidad enseña qué criterio", "Which unit teaches which criterion"),
    "picture.bundle.how": Text(
        "✓: la unidad lo enseña por completo. En la última columna: ✓ cubierto, ◐ en parte, ? por confirmar, ✗ no"
        " encontrado.",
        "✓: the unit teaches it fully. In the last column: ✓ covered, ◐ partly, ? to be confirmed, ✗ not found.",
    ),
    "overall": Text("Programa", "Programme"),
    "short": Text("Lo que no llega a ser un paquete", "What does not make a bundle yet"),
    "short.how": Text(
        "Elementos de los que el programa enseña algo, pero no lo bastante.",
        "Elements of which the programme teaches something, but not enough.",
    ),
    "comparison": Text("Los programas, criterio por criterio", "The programmes, criterion by criterion"),
    "comparison.how": Text(
        "Para cada elemento del que algún programa tiene un paquete: qué criterios enseñan todos (el núcleo común),"
        " cuáles solo algunos (lo que habría que acordar) y cuáles ninguno.",
        "For every element that some programme has a bundle for: which criteria all teach (the common core), which only"
        " some (what there is to agree on) and which none.",
    ),
    "common": Text("Los enseñan todos", "All teach"),
    "differing": Text("Los enseñan algunos", "Some teach"),
    "nowhere": Text("No los enseña ninguno", "None teaches"),
    "sheet.bundles": Text("Paquetes", "Bundles"),
    "sheet.units": Text("Unidades", "Units"),
    "sheet.overlaps": Text("Traslapes", "Overlaps"),
    "sheet.comparison": Text("Comparación", "Comparison"),
    "sheet.short": Text("Sin paquete", "No bundle"),
    "badges": Text("Insignias exportadas", "Badges exported"),
    "badges.n": Text("{n} de {of}", "{n} of {of}"),
    "decision": Text("Acuerdo del comité", "The committee's decision"),
    "decision.what": Text("Se acepta / se cambia / se rechaza", "Accepted / changed / rejected"),
    "decision.who": Text("Nombre y firma", "Name and signature"),
    "decision.date": Text("Fecha", "Date"),
    "decision.notes": Text("Observaciones", "Remarks"),
}

SYMBOLS = {"covered": "✓", "partly": "◐", "uncertain": "?", "not_found": "✗"}
"""A criterion's state in one sign."""
