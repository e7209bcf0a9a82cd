"""What roles, languages and kinds of competencies are called."""

from __future__ import annotations

from corpora import Text

ROLES: dict[str, Text] = {
    "competency": Text("Competencia general", "General competency"),
    "outcome": Text("Resultado de aprendizaje", "Learning outcome"),
    "criterion": Text("Criterio de evaluación", "Assessment criterion"),
    "content": Text("Contenido", "Content"),
    "activity": Text("Actividad", "Activity"),
    "evaluation": Text("Evaluación", "Grading"),
    "other": Text("Otro", "Other"),
}

LANGUAGES: dict[str, Text] = {"es": Text("español", "Spanish"), "en": Text("inglés", "English")}

KINDS: dict[str, Text] = {
    "standard": Text("Estándares", "Standards"),
    "element": Text("Elementos", "Elements"),
    "desempeno": Text("Desempeños", "Performance"),
    "producto": Text("Productos", "Products"),
    "conocimiento": Text("Conocimientos", "Knowledge"),
    "situacion_emergente": Text("Respuestas ante situaciones emergentes", "Responses to emergencies"),
    "actitud": Text("Actitudes, hábitos y valores", "Attitudes, habits and values"),
    "skill": Text("Habilidades", "Skills"),
    "knowledge": Text("Conocimientos", "Knowledge"),
    "occupation": Text("Ocupaciones", "Occupations"),
    "group": Text("Grupos", "Groups"),
}
"""Kinds of the frameworks that have a loader of their own; any other is shown in its framework's own term."""

KIND: dict[str, Text] = {
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
"""The same of a single entry."""
