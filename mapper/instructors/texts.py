"""Every word that an instructor profile shows besides those of programme, standards and table, in both languages."""

from __future__ import annotations

from corpora import Text
from mapper.reports.coverage_texts import STANDARDS

TEXTS: dict[str, Text] = {
    **STANDARDS,
    "title": Text("Perfil de quienes imparten", "Instructor profile"),
    "lead": Text(
        "De {of} requisitos se cumplen {met}. Personas en la lista: {people}.",
        "Of {of} requirements {met} are met. People in the list: {people}.",
    ),
    "how.teaching": Text(
        "Quien imparte necesita uno de los estándares para impartir cursos. De las demás funciones, y de cada estándar"
        " técnico que el programa cubre, basta que alguien en la escuela lo tenga. Es una propuesta: la escuela puede"
        " pedir más.",
        "Everybody who teaches needs one of the standards for teaching courses. Of the other functions, and of each"
        " technical standard that the programme covers, it is enough that somebody in the school holds one. This is a"
        " proposal: a school may ask for more.",
    ),
    "how.absent": Text(
        "«Ausente» quiere decir que el registro cargado no tiene ese código: puede haber sido sustituido. «Otra"
        " edición»: se tiene una edición distinta de la que se pide.",
        "'Absent' means that the registry loaded does not have the code: it may have been replaced. 'Other edition': an"
        " edition other than the one asked for is held.",
    ),
    "how.table": Text(
        "La lista se toma como está: curmap no consulta si un certificado es auténtico.",
        "The list is taken as it is: curmap does not check whether a certificate is genuine.",
    ),
    "on": Text("Vigencia juzgada al {on}.", "Validity judged on {on}."),
    "training": Text("A quién capacitar en qué", "Whom to train in what"),
    "requirement": Text("Requisito", "Requirement"),
    "any.of": Text("Basta uno de", "One of these is enough"),
    "scope": Text("Quién", "Who"),
    "scope.each": Text("cada persona que imparte", "everybody who teaches"),
    "scope.school": Text("alguien en la escuela", "somebody in the school"),
    "scope.company": Text("alguien en la empresa", "somebody in the company"),
    "met": Text("Se cumple", "Met"),
    "met.yes": Text("sí", "yes"),
    "met.no": Text("no", "no"),
    "lacking": Text("Quién no lo tiene", "Who lacks it"),
    "lacking.none": Text("lo tienen todas las personas", "everybody holds it"),
    "people": Text("Lo que tiene cada persona", "What each person holds"),
    "person": Text("Persona", "Person"),
    "holdings": Text("Certificados", "Certificates"),
    "holdings.none": Text("ninguno en la lista", "none in the list"),
    "held": Text("lo tiene", "held"),
    "expired": Text("vencido", "expired"),
    "older": Text("otra edición", "other edition"),
    "missing.it": Text("le falta", "missing"),
    "absent": Text("ausente del registro", "absent from the registry"),
    "named": Text("el programa lo nombra", "the programme names it"),
    "until": Text("vence {date}", "expires {date}"),
    "since": Text("del {date}", "of {date}"),
    "picture": Text("Quién tiene qué", "Who holds what"),
    "picture.how": Text(
        "Cada columna es un requisito (R1, R2, …). ✓: lo tiene; !: vencido; ≠: otra edición; vacío: le falta.",
        "Each column is a requirement (R1, R2, …). ✓: held; !: expired; ≠: other edition; empty: missing.",
    ),
    "sheet.training": Text("Capacitación", "Training"),
    "sheet.people": Text("Personas", "People"),
    "sheet.holdings": Text("Certificados", "Certificates"),
    "issued": Text("Fecha", "Date"),
    "expires": Text("Vence", "Expires"),
    "none.matching": Text("sin título en los marcos cargados", "no title in the frameworks loaded"),
}
