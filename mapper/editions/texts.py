"""Every word that the comparison of editions shows besides the editions' own, in both languages."""

from __future__ import annotations

from corpora import Text

TEXTS: dict[str, Text] = {
    "title": Text("Qué cambió entre dos ediciones", "What changed between two editions"),
    "editions": Text("{old} → {new}", "{old} → {new}"),
    "lead": Text(
        "Partes que dicen lo mismo: {same} de las {old} de la edición anterior; la nueva tiene {new}.",
        "Parts that say the same: {same} of the {old} of the old edition; the new one has {new}.",
    ),
    "nothing": Text("Las dos ediciones dicen lo mismo.", "Both editions say the same."),
    "old": Text("edición anterior", "old edition"),
    "new": Text("edición nueva", "new edition"),
    "change": Text("cambio", "change"),
    "also": Text("además", "also"),
    "code": Text("código o lugar", "code or place"),
    "text": Text("texto", "text"),
    "level": Text("cambió de nivel", "changed level"),
    "level.of": Text("nivel: {level}", "level: {level}"),
    "level.none": Text("sin nivel", "no level"),
    "same": Text("dice lo mismo", "says the same"),
    "reworded": Text("se reformuló", "reworded"),
    "added": Text("se añadió", "added"),
    "removed": Text("se quitó", "removed"),
    "moved": Text("cambió de lugar", "moved"),
    "split": Text("se dividió", "split"),
    "merged": Text("se fusionó", "merged"),
    "kind": Text("cambió de tipo", "changed kind"),
    "kind.of": Text("tipo: {kind}", "kind: {kind}"),
    "gone": Text("palabras que ya no están", "words no longer there"),
    "come": Text("palabras nuevas", "new words"),
    "how": Text("Cómo leer esta comparación", "How to read this comparison"),
    "how.align": Text(
        "Las partes se emparejan por lo que dicen; el código y el lugar solo confirman, porque una edición nueva numera"
        " de nuevo. Los espacios corregidos no son un cambio.",
        "Parts are paired by what they say; code and place only confirm, since a new edition numbers anew. Spacing"
        " that was repaired is no change.",
    ),
    "how.marks": Text(
        "Lo tachado estaba solo en la edición anterior; lo subrayado está solo en la nueva.",
        "What is struck through stood in the old edition only; what is underlined stands in the new one only.",
    ),
    "how.mapping": Text(
        "Una correspondencia sigue vigente donde el texto es el mismo; con ella, y solo con ella, sigue la decisión que"
        " tomó una persona.",
        "A match holds where the text is the same; with it, and with nothing else, goes the decision that a person"
        " took.",
    ),
    "facts": Text("Lo que dicen los documentos", "What the documents say"),
    "facts.published": Text("publicado en el DOF", "published in the DOF"),
    "facts.approved": Text("aprobado", "approved"),
    "facts.replaces": Text("actualiza al", "updates"),
    "facts.replaces_published": Text("publicado aquel el", "that one published on"),
    "facts.overlap_months": Text("meses en que rigen los dos", "months in which both hold"),
    "mapping": Text("Qué pasa con el mapeo", "What becomes of the mapping"),
    "mapping.lead": Text(
        "Correspondencias hechas con la edición anterior: siguen vigentes, {holds}; hay que revisar de nuevo, {again};"
        " quedan sin efecto, {void}. No dependen de ella: {others}.",
        "Matches made with the old edition: holding, {holds}; to be looked at again, {again}; void, {void}."
        " Not depending on it: {others}.",
    ),
    "holds": Text("sigue vigente", "holds"),
    "again": Text("revisar de nuevo", "look at again"),
    "void": Text("sin efecto", "void"),
    "verdict": Text("estado", "state"),
    "why": Text("por qué", "why"),
    "why.other": Text("el mapeo cita otro texto", "the mapping quotes another text"),
    "new.codes": Text("código en la edición nueva", "code in the new edition"),
    "decision": Text("decisión que sigue", "decision that goes along"),
    "decision.before": Text("decisión anterior", "decision before"),
    "sheet.changes": Text("Cambios", "Changes"),
    "sheet.mapping": Text("Mapeo", "Mapping"),
    "swapped": Text(
        "{new} es la edición nueva y {old} la anterior; se comparan en ese orden.",
        "{new} is the new edition and {old} the old one; they are compared in this order.",
    ),
}
