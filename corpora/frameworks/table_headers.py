"""What the headers of a table of norms name: its fields, criteria, and the titles above these."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from corpora.tabular import column_name
from corpora.text import clean

# The last ones are those of Open Skills (OSMT).
# Field → the headers by which it goes, without accents, in lower case, `_` for whatever is no letter or digit.
HEADERS: dict[str, str] = {
    "code": "code codigo clave id identificador identifier cod canonical_url",
    "statement": "statement enunciado titulo title competencia competency nombre name norma",
    "parent": "parent padre codigo_padre codigo_del_padre clave_padre clave_del_padre id_padre parent_code parent_id "
    "superior clave_superior codigo_superior nivel_superior pertenece_a pertenece_al depende_de depende_del "
    "belongs_to depends_on",
    "kind": "kind tipo type clase",
    "level": "level nivel",
    "description": "description descripcion",
    "language": "language idioma lengua lang",
    "labels": "labels label etiquetas etiqueta alternatives alternative_labels alternativas alt_labels sinonimos "
    "synonyms otros_nombres otras_formas rsd_name",
}
FIELDS: dict[str, str] = {header: field for field, headers in HEADERS.items() for header in headers.split()}
CRITERION = re.compile(
    r"criteri(?:os?|on|a)(?:_(?:de|of)_\w+)?|(?:performance|assessment|evaluation)_criteri(?:on|a)"
    r"|indicador(?:es)?(?:_de_\w+)?|(?:performance_)?indicators?"
    r"|(?P<kind>desempenos?|productos?|conocimientos?|actitud(?:es)?|products?|knowledge(?:_and_understanding)?|attitudes?)"
)
"""Headers of what is compared where another column has titles, or where no other has the statement."""
_ABOVE = re.compile(
    r"(?:unidad|elemento)(?:_de_competencia)?|sub(?:modulo|proceso|funcion)|modulo|proceso|funcion"
    r"|unit(?:_title|_name)?|element(?:_title|_name)?|module|process|function"
)
"""Headers of titles above what is compared, left of it."""
WORDING = re.compile(r"redaccion|habilidad(?:es)?|destrezas?|skills?")
"""Headers of the statement where no other column has it."""
_QUALIFIED: dict[str, re.Pattern[str]] = {
    "code": re.compile(r"(?:.*_)?(?:code|codigo|clave)(?:_.*)?"),
    "kind": re.compile(r"(?:tipo|type|kind)_.*|.*_(?:type|kind)|d_p(?:_[a-z])*"),
    "level": re.compile(r"(?:nivel|level)_.*|.*_level"),
    "statement": re.compile(r"(?:.*_)?(?:statement|enunciado|criterio|criterion)(?:_.*)?"),
}
"""Longer headers ("Competency Code", "Nivel requerido"), where no column is called so by itself."""
_IDS = ("id", "identificador", "identifier")
"""Headers of a code, or of a row's number where another column is the code."""
STATEMENTS = frozenset({"statement", "statement_es", "statement_en"})
BILINGUAL = ("statement", "description", "labels")
KNOWN = {*HEADERS, *(f"{field}_{language}" for field in BILINGUAL for language in ("es", "en"))}
LANGUAGES: dict[str, str] = {
    **dict.fromkeys(("es", "spa", "esp", "espanol", "spanish", "castellano", "es_mx", "es_es", "es_419"), "es"),
    **dict.fromkeys(("en", "eng", "ing", "ingles", "english", "en_us", "en_gb"), "en"),
}
_OF = r"(?:_(?:de|del|la|el|norma|ncl|nscl|nombre))*"
_PATTERNS: dict[str, re.Pattern[str]] = {
    "outcome_code": re.compile(rf"(?:codigo|cod|numero|no){_OF}_(?:resultados?(?:_de_aprendizaje)?|raps?)"),
    "code": re.compile(
        rf"(?:codigo|cod|clave)(?:{_OF}(?:_(?:competencia|norma|ncl|nscl|unidad)(?:_de_competencia)?(?:_laboral)?)?)"
    ),
    "outcome": re.compile(
        rf"(?:(?:nombre|denominacion|descripcion|enunciado){_OF}_)?(?:resultados?_de_(?:el_)?aprendizaje|resultados?|raps?)"
    ),
    "competency": re.compile(
        rf"(?:(?:nombre|denominacion|descripcion|enunciado){_OF}_)?"
        r"(?:competencias?(?:_laborales|_laboral)?|unidad_de_competencia|norma(?:_sectorial)?_de_competencia_laboral)"
    ),
}


def header_field(header: str) -> str | None:
    """Return the field a header names ("code", "statement_en"), None for a column of the user's own."""
    folded = column_name(header)
    if folded in FIELDS:
        return FIELDS[folded]
    stem, _, last = folded.rpartition("_")
    if FIELDS.get(stem) in BILINGUAL and last in LANGUAGES:
        return f"{FIELDS[stem]}_{LANGUAGES[last]}"
    return None


def header_fields(headers: Sequence[str]) -> list[str | None]:
    """Return the field that each of a table's headers names."""
    fields = [header_field(header) for header in headers]
    names = [column_name(header) for header in headers]
    if fields.count("code") > 1 and "parent_id" not in names:  # a number of the row beside its code is no code
        fields = [None if name in _IDS else field for name, field in zip(names, fields, strict=True)]
    criteria = [at for at, name in enumerate(names) if fields[at] is None and CRITERION.fullmatch(name)]
    titles = [at for at, field in enumerate(fields) if field == "statement"]
    for at in titles[:-1] if criteria else ():  # each but the last is a title above it
        fields[at] = None
    if not STATEMENTS.intersection(filter(None, fields)):
        worded = [at for at, name in enumerate(names) if fields[at] is None and WORDING.fullmatch(name)]
        for at in (*worded, *(at for at in criteria if is_criterion(headers[at])))[:1]:
            fields[at] = "statement"
    for field, words in _QUALIFIED.items():
        if not {field, f"{field}_es", f"{field}_en"}.intersection(filter(None, fields)):
            free = (at for at, name in enumerate(names) if fields[at] is None and words.fullmatch(name))
            for at in islice(free, 1):
                fields[at] = field
    return fields


def is_criterion(header: str) -> bool:
    """Return whether a column by this name has criteria of any kind."""
    return bool(CRITERION.fullmatch(column_name(header))) and not named_kind(header)


def named_kind(header: str) -> str:
    """Return the kind of criteria of which a column by this name is; "" for none."""
    found = CRITERION.fullmatch(column_name(header))
    return clean(header).lower() if found and found["kind"] else ""


def is_title(header: str) -> bool:
    """Return whether a column that has no field of its own is called as titles above criteria are."""
    own = header_field(header) == "statement" or outcome_field(header) == "competency"
    return own or bool(_ABOVE.fullmatch(column_name(header)))


def names_norms(cells: Sequence[str]) -> bool:
    """Return whether these are the headers of a table of norms: a column of codes and one of statements."""
    fields = set(header_fields(cells))
    return "code" in fields and bool(fields & STATEMENTS)


def outcome_field(header: str) -> str | None:
    """Return "competency", "outcome" or the code of one, by the header of a table of outcomes; None for another."""
    folded = column_name(header)
    return next((name for name, pattern in _PATTERNS.items() if pattern.fullmatch(folded)), None)
