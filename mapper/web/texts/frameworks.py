"""Frameworks, and what changes when one is replaced."""

from __future__ import annotations

from corpora import Text

FRAMEWORKS: dict[str, Text] = {
    "framework.version": Text("versión {version}", "version {version}"),
    "framework.level": Text("nivel {level}", "level {level}"),
    "framework.title_only": Text("solo título", "title only"),
    "framework.skipped": Text("Lo que no se pudo usar del archivo ({n})", "What of the file could not be used ({n})"),
    "n.more": Text("Hay {n} más.", "There are {n} more."),
    "replace.title": Text("Reemplazarlo por una versión más nueva", "Replace it by a newer version"),
    "replace.how": Text(
        "Primero se ve qué cambia y qué decisiones habría que ver de nuevo; nada se reemplaza hasta que usted lo"
        " confirme. Las comparaciones ya hechas quedan como están, con la versión con que se hicieron.",
        "First you see what changes and which decisions would have to be looked at again; nothing is replaced until you"
        " confirm it. Mappings that were made stay as they are, with the version that they were made with.",
    ),
    "replace.see": Text("Ver qué cambia", "See what changes"),
    "changes.see": Text("Ver qué cambia", "See what changes"),
    "changes.title": Text("Lo que cambia", "What changes"),
    "changes.counts": Text(
        "{file}: {same} entradas quedan igual, {reworded} cambian de redacción, {gone} desaparecen y {new} son nuevas.",
        "{file}: {same} entries stay the same, {reworded} are worded anew, {gone} disappear and {new} are new.",
    ),
    "changes.affected": Text("Decisiones que habría que ver de nuevo", "Decisions to be looked at again"),
    "changes.affected.how": Text(
        "Al comparar de nuevo estos programas, las demás decisiones pasan solas a la nueva edición.",
        "When these programmes are mapped again, all other decisions go along to the new edition by themselves.",
    ),
    "changes.affected.none": Text(
        "Ninguna de las decisiones que usted puede ver trata de lo que cambia.",
        "None of the decisions that you can see is about what changes.",
    ),
    "changes.decisions": Text("{n} de {of} decisiones", "{n} of {of} decisions"),
    "changes.do": Text("Reemplazar", "Replace"),
    "changes.reworded": Text("Cambian de redacción", "Worded anew"),
    "changes.gone": Text("Desaparecen", "Disappear"),
    "changes.old": Text("Antes", "Before"),
    "changes.new": Text("Ahora", "Now"),
    "remove.title": Text("Quitar {name}", "Remove {name}"),
    "remove.how": Text(
        "Ya no podrá compararse con este marco. Las comparaciones y decisiones que hay quedan guardadas; estos"
        " programas tienen decisiones sobre él:",
        "Nothing can be compared with this framework any more. The mappings and decisions that there are stay; these"
        " programmes have decisions about it:",
    ),
    "remove.do": Text("Quitar", "Remove"),
    "framework.add": Text("Añadir una norma o un marco", "Add a standard or framework"),
    "framework.add.how": Text(
        "Sirven los estándares de CONOCER (PDF, DOCX o texto), la lista del registro (JSON) y tablas propias (CSV o"
        " XLSX, con columnas de código y enunciado). Se reconoce por su contenido.",
        "CONOCER's standards (PDF, DOCX or text), the registry's list (JSON) and tables of your own (CSV or XLSX, with"
        " columns for code and statement) will do. It is recognised by its content.",
    ),
    "framework.file": Text("Archivo", "File"),
    "framework.name": Text("Nombre corto (opcional)", "Short name (optional)"),
}

KINDS: dict[str, Text] = {
    "standard": Text("estándar", "standard"),
    "element": Text("elemento", "element"),
    "desempeno": Text("desempeño", "performance"),
    "producto": Text("producto", "product"),
    "conocimiento": Text("conocimiento", "knowledge"),
    "situacion_emergente": Text("respuesta ante una situación emergente", "response to an emergency"),
    "actitud": Text("actitud, hábito o valor", "attitude, habit or value"),
    "skill": Text("habilidad", "skill"),
    "knowledge": Text("conocimiento", "knowledge"),
    "occupation": Text("ocupación", "occupation"),
    "group": Text("grupo", "group"),
}
"""What one entry of that kind is called; any other kind is shown in its framework's own term."""
