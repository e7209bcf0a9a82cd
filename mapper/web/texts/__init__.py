"""Every word of the page besides those that it shares with the reports, in both languages."""

from __future__ import annotations

from corpora import Text
from mapper.web.texts.about import ABOUT, BENCHMARKS
from mapper.web.texts.ads import ADS
from mapper.web.texts.collections import COLLECTIONS
from mapper.web.texts.frameworks import FRAMEWORKS
from mapper.web.texts.results import RESULTS
from mapper.web.texts.review import REVIEW
from mapper.web.texts.site import SITE

__all__ = ["BENCHMARKS", "COUNTED", "TEXTS"]

TEXTS: dict[str, Text] = {**SITE, **REVIEW, **RESULTS, **FRAMEWORKS, **ADS, **COLLECTIONS, **ABOUT}

COUNTED: dict[str, tuple[Text, Text]] = {
    "n.alike": (
        Text("Decidir igual 1 pasaje con las mismas palabras", "Decide 1 passage of the same words likewise"),
        Text("Decidir igual {n} pasajes con las mismas palabras", "Decide {n} passages of the same words likewise"),
    ),
    "n.accept": (
        Text("Aceptar la mejor sugerencia de 1 pasaje", "Accept the best suggestion of 1 passage"),
        Text("Aceptar la mejor sugerencia de {n} pasajes", "Accept the best suggestion of {n} passages"),
    ),
    "n.reject": (
        Text("Rechazar las sugerencias de 1 pasaje", "Reject the suggestions of 1 passage"),
        Text("Rechazar las sugerencias de {n} pasajes", "Reject the suggestions of {n} passages"),
    ),
    "n.decisions": (Text("1 decisión", "1 decision"), Text("{n} decisiones", "{n} decisions")),
    "n.programmes": (Text("1 programa", "1 programme"), Text("{n} programas", "{n} programmes")),
    "n.entries": (Text("1 entrada", "1 entry"), Text("{n} entradas", "{n} entries")),
}
"""What depends on a number: for one, and for none or several."""
