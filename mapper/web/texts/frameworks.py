"""Frameworks, and what changes when one is replaced."""

from __future__ import annotations

from corpora import Text

FRAMEWORKS: dict[str, Text] = {
    "framework.version": Text("versión {version}", "version {version}"),
    "framework.level": Text("nivel {level}", "level {level}"),
    "framework.taught": Text("Qué programas de «{name}» la enseñan", "Which programmes of '{name}' teach it"),
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
        "Ya no podrá compararse con este marco. Las comparaciones y decisiones que hay quedan guardadas.",
        "Nothing can be compared with this framework any more. The mappings and decisions that there are stay.",
    ),
    "remove.affected": Text(
        "Programas con decisiones sobre este marco:", "Programmes with decisions about this framework:"
    ),
    "cancel": Text("Cancelar", "Cancel"),
    "remove.do": Text("Quitar", "Remove"),
    "framework.add": Text("Añadir una norma o un marco", "Add a standard or framework"),
    "framework.add.how": Text(
        "Sirven los estándares del CONOCER (PDF, DOCX o texto), tablas propias (CSV o XLSX, con una columna «codigo» y"
        " otra «enunciado») y los archivos de otras fuentes, como ESCO. Los archivos de un mismo marco se suben"
        " juntos. Se reconocen por su contenido.",
        "CONOCER's standards (PDF, DOCX or text), tables of your own (CSV or XLSX, with a column 'code' and a column"
        " 'statement') and the files of other sources, such as ESCO, will do. Files of one framework are uploaded"
        " together. They are recognised by their content.",
    ),
    "framework.add.send": Text("Añadir", "Add"),
    "framework.files": Text("Archivos", "Files"),
    "framework.known": Text("De dónde se obtienen", "Where to get them"),
    "framework.renec": Text(
        "El RENEC, el registro mexicano de estándares de competencia (títulos, niveles y sectores, sin criterios), se"
        " descarga del servidor del CONOCER.",
        "RENEC, the Mexican registry of competency standards (titles, levels and sectors, no criteria), is fetched from"
        " CONOCER's server.",
    ),
    "framework.renec.add": Text("Descargar y añadir el RENEC", "Fetch and add RENEC"),
    "framework.renec.new": Text("Ver qué hay de nuevo en el RENEC", "See what is new in RENEC"),
    "framework.known.conocer": Text(
        "CONOCER: busque el estándar en el registro, en conocer.gob.mx, guarde su PDF y súbalo aquí. Completa la"
        " entrada del registro.",
        "CONOCER: search the standard in the registry, at conocer.gob.mx, save its PDF and upload it here. It fills in"
        " its entry of the registry.",
    ),
    "framework.known.esco": Text(
        "ESCO: en esco.ec.europa.eu, en «Descargar», elija la clasificación en CSV, en español y en inglés, y suba"
        " juntos los archivos de habilidades.",
        "ESCO: at esco.ec.europa.eu, under 'Download', choose the classification as CSV, in Spanish and in English, and"
        " upload the files of skills together.",
    ),
    "framework.known.others": Text(
        "También se leen los títulos españoles de formación profesional (INCUAL), las normas mexicanas anteriores"
        " (NTCL), las tablas del SENA, O*NET, SKOS, CASE y los marcos que exportan Moodle y Canvas.",
        "Spanish qualifications (INCUAL), Mexico's older norms (NTCL), SENA's tables, O*NET, SKOS, CASE and the"
        " frameworks that Moodle and Canvas export are read as well.",
    ),
    "framework.name": Text("Nombre corto (opcional)", "Short name (optional)"),
}
