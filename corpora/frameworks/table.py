"""Anyone's own norms: a CSV, XLSX or JSONL file with named columns, in Spanish or English.

Columns, of which `code` and `statement` are required: code, statement, parent, kind, level, description, language,
labels (alternatives parted by `|`). `statement_es` and `statement_en` (and so for description and labels) hold the
two languages side by side. Any other column is kept in `extra` under its own name.

Two kinds of tables need no codes: they are given rows that have them. Contents of an examination (área, subárea, tema)
have a column for each level; a cell that is merged or left empty means the one above. Entries are numbered in the order
in which they first stand: `1`, `1.2`, `1.2.3`. Other columns (items, weight) go with the deepest entry of their row.
Outcomes (SENA: competencia, resultados) have a competency and one or several outcomes in each row; a competency that
is merged, left empty or repeated in the rows below stands once. Where no code is printed, competencies are numbered,
and outcomes within theirs.

Where a row has a title and a criterion (`criterio`, `criterion`, `desempeño`, `indicador`, or a description beside
titles that repeat), the title is an entry above the criterion, and the row's code and all else is the criterion's. Of
several columns of titles (unit, element) each is below the one before. A title that is repeated, merged or left empty
in the rows below stands once. It has the code of a row above with it alone, or the one that stands once or again and
again beside all its criteria, else a number of its own (`E1`); titles below others and criteria without a code are
numbered within what is above them (`E1/1`). A column named in the plural may have several criteria in a cell, and one
named for a kind (`Conocimientos`) says the kind of its own.

Columns that are only kept in `extra` are told, and so are rows below the table that are no entries: notes, totals.

A plain list, in which no row has a parent, is one standard with these criteria: an entry that is called as the
framework is stands above them. Long lists, catalogues of skills and lists of norms by their titles stay as they are.

Written is a CSV with these columns, then one for each of the entries' own texts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from string import digits
from typing import Literal, TypeVar

from corpora.errors import InputError
from corpora.files import counted, read_bytes, told
from corpora.frameworks.fields import LabelKind, other_wordings
from corpora.frameworks.hierarchy import cycles, framework_of, parents_first
from corpora.frameworks.platform import shortened
from corpora.frameworks.written import Written, as_csv, headless, left_out
from corpora.readers.pieces import has_marker
from corpora.records import Competency, Framework, Label, Skipped, Text
from corpora.tabular import Row, Table, Tables, column_name, has_header, read_tables, spoken
from corpora.text import clean, clean_lines, fold, words_of_name
from corpora.translation import _

# Field → the headers by which it goes, without accents, in lower case, `_` for whatever is no letter or digit.
HEADERS: dict[str, str] = {
    "code": "code codigo clave id identificador identifier cod",
    "statement": "statement enunciado titulo title competencia competency nombre name norma",
    "parent": "parent padre codigo_padre codigo_del_padre clave_padre parent_code parent_id superior "
    "clave_superior codigo_superior pertenece_a",
    "kind": "kind tipo type clase",
    "level": "level nivel",
    "description": "description descripcion",
    "language": "language idioma lengua lang",
    "labels": "labels label etiquetas etiqueta alternatives alternative_labels alternativas alt_labels sinonimos "
    "synonyms otros_nombres otras_formas",
}
FIELDS: dict[str, str] = {header: field for field, headers in HEADERS.items() for header in headers.split()}
_CRITERION = re.compile(
    r"criteri(?:os?|on|a)(?:_(?:de|of)_\w+)?|(?:performance|assessment|evaluation)_criteri(?:on|a)"
    r"|indicador(?:es)?(?:_de_\w+)?|(?:performance_)?indicators?"
    r"|(?P<kind>desempenos?|productos?|conocimientos?|actitud(?:es)?|products?|knowledge(?:_and_understanding)?|attitudes?)"
)
"""Headers of what is compared where another column has titles, or where no other has the statement."""
_PLURAL = re.compile(r"\w+s(?:_.*)?|.*criteria")
"""Headers of columns that may have several criteria in a cell."""
_ABOVE = re.compile(
    r"(?:unidad|elemento)(?:_de_competencia)?|sub(?:modulo|proceso|funcion)|modulo|proceso|funcion"
    r"|unit(?:_title|_name)?|element(?:_title|_name)?|module|process|function"
)
"""Headers of titles above what is compared, left of it."""
_WORDING = re.compile(r"redaccion|habilidad(?:es)?|destrezas?|skills?")
"""Headers of the statement where no other column has it."""
_QUALIFIED: dict[str, re.Pattern[str]] = {
    "code": re.compile(r"(?:.*_)?(?:code|codigo|clave)(?:_.*)?"),
    "kind": re.compile(r"(?:tipo|type|kind)_.*|.*_(?:type|kind)|d_p(?:_[a-z])*"),
    "level": re.compile(r"(?:nivel|level)_.*|.*_level"),
    "statement": re.compile(r"(?:.*_)?(?:statement|enunciado|criterio|criterion)(?:_.*)?"),
}
"""Longer headers ("Competency Code", "Nivel requerido"), where no column is called so by itself."""
_KINDS = {
    **dict.fromkeys(("d", "saber hacer"), "desempeño"),
    "p": "producto",
    **dict.fromkeys(("c", "saber"), "conocimiento"),
    **dict.fromkeys(("a", "saber ser"), "actitud"),
}
"""What short names of kinds mean in Spanish tables."""
_IDS = ("id", "identificador", "identifier")
"""Headers of a code, or of a row's number where another column is the code."""
_SPANISH = re.compile(
    r"(?:redaccion|criterios?|enunciado|titulo|competencia|nombre|norma|desempenos?|indicador(?:es)?|habilidad(?:es)?)"
    r"(?:_.*)?"
)
_STATEMENTS = frozenset({"statement", "statement_es", "statement_en"})
_BILINGUAL = ("statement", "description", "labels")
_KNOWN = {*HEADERS, *(f"{field}_{language}" for field in _BILINGUAL for language in ("es", "en"))}
LANGUAGES: dict[str, str] = {
    **dict.fromkeys(("es", "spa", "esp", "espanol", "spanish", "castellano", "es_mx", "es_es", "es_419"), "es"),
    **dict.fromkeys(("en", "eng", "ing", "ingles", "english", "en_us", "en_gb"), "en"),
}
_LOOKED_AT = 100
"""Rows of a sheet by which it is told whether they are job advertisements."""
_WANTED = _("columns for code and statement")
_REMEDY = _("name at least the columns for code and statement (code, statement; or statement_es, statement_en)")
_NO_STATEMENT = _("'{column}' is read as the code, and the column for the statement is missing; call it 'statement'")
_NO_CODE = _("'{column}' is read as the statement, and the column for the code is missing; call it 'code'")
_BY_DEFAULT = "table"  # name of a framework of this loader that was given none
_LONGEST_LIST = 300  # rows of a plain list that is one standard; a longer one is a catalogue
_NO_CRITERIA = frozenset({"skill", "occupation", "group", "standard", "estandar", "norma"})
_LONGEST_SHOWN = 40  # characters of a column's name in a message: the title over a form is merged over all columns

_ROWS_SHOWN = 3  # of those above the header
_OF_A_STANDARD = re.compile(r"\d{4}")
# The columns that tables without codes are given.
_CODED = ("código", "enunciado", "padre", "tipo")
_CODED_IN_ENGLISH = ("code", "statement", "parent", "kind")
# From the highest level down, each in Spanish and English.
_LEVELS = (("area",), ("subarea",), ("tema", "topic"), ("subtema", "subtopic"))
_COMPETENCY, _OUTCOME = "competencia", "resultado de aprendizaje"
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
_NOTHING = re.compile(r"[\W_]*|\d+|n/?[ad]|n\. ?[ad]\.?|s/[dn]", re.IGNORECASE)
"""What is written where nothing is to be said: "-", "12", "n/a"."""
_OWN_LINES = re.compile(r"\n+(?![a-záéíóúüñ])")
_OF_EVIDENCE = re.compile(r"evidencias? (?:de|por) ")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?: .*)?")
_LISTED = re.compile(r"\n+|(?:^|(?<=[.;\s]))\d{1,2}\s?[.)-]+\s+(?=[^\W\d_])|[•●▪]\s*")
_Key = TypeVar("_Key")


def recognises(path: Path) -> bool:
    """Whether it is a CSV, XLSX or JSONL file with a column for the code and one for the statement."""
    return has_header(path, _is_header)


def seeming(path: Path) -> Literal["norms", "ads", ""]:
    """What a table seems to hold, norms or job advertisements and nothing else; "" where it cannot be told or read.

    Of norms a column says how they hang together, or no column is of another kind: a table of a programme may well have
    a code and a wording. Of ads, which have an id, a title and a description as well, the descriptions of most of the
    first rows seek somebody.
    """
    from corpora.job_ads.load import fields, is_header  # here, since its words take a while
    from corpora.job_ads.segments import seeks_somebody

    texts: list[str] = []
    norms = False
    with suppress(InputError):
        for table in read_tables(path, lambda cells: is_header(cells, {}) or _names_norms(cells)).tables:
            named = _fields([cell for cell in table.columns if cell])
            own = [name for name, field in zip(filter(None, table.columns), named, strict=True) if field is None]
            criteria = any(_CRITERION.fullmatch(column_name(name)) for name in table.columns)
            known = all(_CRITERION.fullmatch(column_name(n)) or (criteria and _is_title(n)) for n in own)
            norms |= _names_norms(table.columns) and ("parent" in named or known)
            with suppress(InputError):  # no column of it describes anything
                if "parent" not in named and (described := fields(path, table.columns, {}).get("description")):
                    texts += [clean(row.cells.get(described, "")) for row in table.rows[:_LOOKED_AT]]
    if 2 * sum(map(seeks_somebody, texts)) > len(texts):
        return "ads"
    return "norms" if norms else ""


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read norms from tables, as `corpora.tabular` reads them; entries of one file may have their parent in another.

    Raises InputError, which names file, line and remedy.
    """
    if not paths:
        raise InputError("the table's path is missing (CSV, XLSX or JSONL)")
    read = [(path, read_tables(path, _is_header)) for path in paths]
    skipped: list[Skipped] = []
    entries = _collect(read, skipped)
    if not entries:
        raise InputError("{path}: there are no rows below the header; write at least one entry", path=paths[0])
    if not any("parent" in _fields(table.columns) for _, tables in read for table in tables.tables):
        entries = _below_their_codes(entries)
    _check_parents(entries)
    for path, tables in read:
        above = [text for table in tables.tables for text in table.above]
        skipped += tables.left_out(path.name, _WANTED)
        first = ", ".join(shortened(clean(text), _LONGEST_SHOWN) for text in above[:_ROWS_SHOWN])
        skipped += counted(path.name, len(above), _("rows above the header, not read: {{n}} ({first})", first=first))
    title = ", ".join(path.stem for path in paths)
    # The name that somebody gave stays the same when a file of another name takes its place.
    called = title if name == _BY_DEFAULT else name
    return framework_of(
        name,
        title,
        [(path.name, read_bytes(path)) for path in paths],
        parents_first(_below_one([competency for _, competency in entries.values()], name, called)),
        source=", ".join(path.name for path in paths),
        skipped=tuple(skipped),
    )


def _below_their_codes(entries: dict[str, tuple[Text, Competency]]) -> dict[str, tuple[Text, Competency]]:
    """The entries of a table without a column for parents: 1.2 below 1, EC0901/E1 below EC0901, PH1 below PH.

    An entry has only a parent that is there.
    """
    return {
        code: (place, replace(entry, parent=entry.parent or _above(code, entries)))
        for code, (place, entry) in entries.items()
    }


def _above(code: str, codes: Container[str]) -> str | None:
    """The code above it, by how it is written, where that is one of `codes`."""
    above, at, _last = code.rpartition(max("/.", key=code.rfind))
    if not at:
        above = code.rstrip(digits)  # PH1 below PH
    # EC0217.01 is another edition of EC0217.
    return above if above != code and above in codes and not (at == "." and _OF_A_STANDARD.search(above)) else None


def _is_plain(entries: Sequence[Competency]) -> bool:
    """Whether the entries are one list of criteria: not too long, of no catalogue's kinds, and none has a parent."""
    if not 1 < len(entries) <= _LONGEST_LIST or any(entry.parent for entry in entries):
        return False
    return not _NO_CRITERIA.intersection(fold(entry.kind) for entry in entries)


def _below_one(entries: Sequence[Competency], code: str, called: str) -> list[Competency]:
    """The criteria of a plain list below an entry that stands for all of it; what is no such list as it is."""
    if not _is_plain(entries):
        return list(entries)
    codes = {entry.code for entry in entries}
    while code in codes:
        code += "_"
    whole = Competency(code, words_of_name(called), "standard", language=entries[0].language)
    return [whole, *(replace(entry, parent=code) for entry in entries)]


def field_of(header: str) -> str | None:
    """The field a header names ("code", "statement_en"), None for a column of the user's own."""
    folded = column_name(header)
    if folded in FIELDS:
        return FIELDS[folded]
    stem, _, last = folded.rpartition("_")
    if FIELDS.get(stem) in _BILINGUAL and last in LANGUAGES:
        return f"{FIELDS[stem]}_{LANGUAGES[last]}"
    return None


def _fields(headers: Sequence[str]) -> list[str | None]:
    """The field that each of a table's headers names."""
    fields = [field_of(header) for header in headers]
    names = [column_name(header) for header in headers]
    if fields.count("code") > 1 and "parent_id" not in names:  # a number of the row beside its code is no code
        fields = [None if name in _IDS else field for name, field in zip(names, fields, strict=True)]
    criteria = [at for at, name in enumerate(names) if fields[at] is None and _CRITERION.fullmatch(name)]
    titles = [at for at, field in enumerate(fields) if field == "statement"]
    for at in titles[:-1] if criteria else ():  # each but the last is a title above it
        fields[at] = None
    if not _STATEMENTS.intersection(filter(None, fields)):
        worded = [at for at, name in enumerate(names) if fields[at] is None and _WORDING.fullmatch(name)]
        for at in (*worded, *(at for at in criteria if _is_criterion(headers[at])))[:1]:
            fields[at] = "statement"
    for field, words in _QUALIFIED.items():
        if not {field, f"{field}_es", f"{field}_en"}.intersection(filter(None, fields)):
            free = (at for at, name in enumerate(names) if fields[at] is None and words.fullmatch(name))
            for at in islice(free, 1):
                fields[at] = field
    return fields


def _is_criterion(header: str) -> bool:
    return bool(_CRITERION.fullmatch(column_name(header))) and not _named_kind(header)


def _named_kind(header: str) -> str:
    """The kind of criteria of which a column by this name is; "" for none."""
    found = _CRITERION.fullmatch(column_name(header))
    return clean(header).lower() if found and found["kind"] else ""


def _is_title(header: str) -> bool:
    """Whether a column that has no field of its own is called as titles above criteria are."""
    own = field_of(header) == "statement" or _field(header) == "competency"
    return own or bool(_ABOVE.fullmatch(column_name(header)))


def _is_header(cells: Sequence[str]) -> bool:
    return _names_norms(cells) or _is_contents(cells) or _is_outcomes(cells)


def _names_norms(cells: Sequence[str]) -> bool:
    fields = set(_fields(cells))
    return "code" in fields and bool(fields & _STATEMENTS)


def _columns(path: Path, table: Table) -> dict[str, str]:
    """Field to column name; a column of the user's own goes by its cleaned header."""
    place = _("{path}: {place}", path=path, place=table.place)
    if not _is_header(table.columns):
        shown = list(dict.fromkeys(shortened(clean(column), _LONGEST_SHOWN) for column in table.columns))[:12]
        es, en = ", ".join(f"«{column}»" for column in shown), ", ".join(f"'{column}'" for column in shown)
        raise InputError(
            "{place}: header not recognised ({said}); {remedy}. A programme and job advertisements are not added here:"
            " map the programme⟦ (curmap map)⟧, and compare the ads with it⟦ (curmap gap --jobs)⟧",
            place=place,
            said=Text(es, en),
            remedy=_remedy(table.columns),
        )
    columns: dict[str, str] = {}
    for column, named in zip(table.columns, _fields(table.columns), strict=True):
        field = named or clean(column)
        if field in columns:
            rename = _("; if they are two languages, name them {field}_es, {field}_en", field=field)
            raise InputError(
                "{place}: the columns '{field}' and '{column}' say the same; keep one{rename}",
                place=place,
                field=clean(columns[field]),
                column=clean(column),
                rename=rename if field in _BILINGUAL else "",
            )
        if field:
            columns[field] = column
    return columns


def _remedy(headers: Sequence[str]) -> Text:
    """What to do about headers that are no table's: where one of the two columns is there, the other is named."""
    for header, field in zip(headers, _fields(headers), strict=True):
        if field == "code" or field in _STATEMENTS:
            template = _NO_STATEMENT if field == "code" else _NO_CODE
            column = shortened(clean(header), _LONGEST_SHOWN)
            return Text(*(text.format(column=column) for text in template))
    return _REMEDY


def _collect(read: Sequence[tuple[Path, Tables]], skipped: list[Skipped]) -> dict[str, tuple[Text, Competency]]:
    """Code to the place and the entry; raises InputError for a repeated code.

    `skipped` gets what is not compared.
    """
    entries: dict[str, tuple[Text, Competency]] = {}
    printed = Counter(code for _path, tables in read for table in tables.tables for code in _codes(table))
    free = (code for number in count(1) if (code := f"E{number}") not in printed)
    for path, tables in read:
        for table in tables.tables:
            if _is_outcomes(table.columns):
                table = _outcomes(table)
            elif not _names_norms(table.columns) and _is_contents(table.columns):
                table = _contents(table)
            elif _names_norms(table.columns) or any(map(_is_criterion, table.columns)):
                table, notes = _without_notes(table)
                skipped += _quoted(path, notes)
                table = _titles_above(table, printed, free)
            columns = _columns(path, table)
            default = _language(table, columns)
            read_here = [
                (place, _entry(row, columns, place, default))
                for row in table.rows
                for place in (_("{path}: {place}", path=path, place=row.place),)
            ]
            skipped += _not_compared(path, [entry for _place, entry in read_here])
            for place, entry in read_here:
                first, _kept = entries.setdefault(entry.code, (place, entry))
                if _kept is not entry:
                    raise InputError(
                        "{place}: code '{code}' is repeated (first in {first}); give each row its own",
                        place=place,
                        code=entry.code,
                        first=first,
                    )
    return entries


def _quoted(path: Path, notes: Sequence[Row]) -> Iterator[Skipped]:
    """Each row below a table that is no entry, with what it says."""
    for row in notes:
        yield Skipped(path.name, _("{place}: no entry, not read: {said}", place=row.place, said=_said(row)))


def _said(row: Row) -> Text:
    """What a row says, each text once."""
    said = shortened(spoken([*row.cells.values()]), 2 * _LONGEST_SHOWN)
    return Text(f"«{said}»", f"'{said}'")


def _not_compared(path: Path, entries: Sequence[Competency]) -> Iterator[Skipped]:
    """Which columns are only kept, and which of them may be what should be compared, since the statements repeat."""
    kept: dict[str, set[str]] = {}
    for entry in entries:
        for name, text in entry.extra.items():
            kept.setdefault(name, set()).add(text)
    if not kept:
        return
    yield Skipped(path.name, _("columns kept and not compared: {names}", names=", ".join(kept)))
    different = {entry.statement for entry in entries}
    telling = [name for name, texts in kept.items() if len(texts) > len(different) and any(map(_is_telling, texts))]
    if telling and 2 * len(different) <= len(entries):
        why = _(
            "only {n} of {entries} statements differ, and the column '{name}' says more; if it has the criteria, call"
            " it 'criterion'",
            n=len(different),
            entries=len(entries),
            name=telling[0],
        )
        yield Skipped(path.name, why)


def _is_telling(text: str) -> bool:
    return len(text.split()) > 1


def _entry(row: Row, columns: Mapping[str, str], place: Text, default: str) -> Competency:
    written = {field: row.cells.get(column, "") for field, column in columns.items()}
    # Criteria stand in a column behind that of titles.
    if not any(_says(written.get(field, "")) for field in _STATEMENTS):
        wording = next((f for f, text in written.items() if _says(text) and _CRITERION.fullmatch(column_name(f))), None)
        written["statement"] = written.pop(wording) if wording else ""
    cells = {field: _with_points(text) if field in _STATEMENTS else clean(text) for field, text in written.items()}
    code = cells["code"]
    if not code:
        raise InputError(
            "{place}: the code is missing; write one, unique in the table (the row says {said})",
            place=place,
            said=_said(row),
        )
    if row.place.sheet and _DATE.fullmatch(code):
        raise InputError(
            "{place}: the code is a date ({code}), into which spreadsheets turn 1-1; format the column as text and"
            " write its codes again",
            place=place,
            code=code,
        )
    said = cells.get("language", "")
    if said and column_name(said) not in LANGUAGES:
        raise InputError("{place}: unknown language '{said}'; write es or en", place=place, said=said)
    said = LANGUAGES.get(column_name(said), default)
    statements = {of: text for of, text in _by_language(cells, "statement", said).items() if _says(text)}
    descriptions = _by_language(cells, "description", said)
    if not statements:
        raise InputError(
            "{place}: the statement of '{code}' is empty or says nothing; write it or remove the row",
            place=place,
            code=code,
        )
    language = next(iter(statements))
    kind = _OF_EVIDENCE.sub("", cells.get("kind", "").lower())
    extra = {field: text for field, text in cells.items() if text and field not in _KNOWN}
    extra |= {f"description_{other}": text for other, text in descriptions.items() if other != language}
    return Competency(
        code=code,
        statement=statements[language],
        kind=(_KINDS.get(kind, kind) if language == "es" else kind) or "competency",
        parent=cells.get("parent") or None,
        language=language,
        labels=_labels(cells, statements, said),
        description=descriptions.get(language, ""),
        level=cells.get("level") or None,
        extra=extra,
    )


def _with_points(text: str) -> str:
    """A criterion with its points each on a line of its own, and all else in one line."""
    lines = [line for line in clean_lines(text).split("\n") if line]
    return "".join(("\n" if has_marker(line) else " ") * bool(n) + line for n, line in enumerate(lines))


def _by_language(cells: Mapping[str, str], field: str, said: str) -> dict[str, str]:
    """Language to text: what stands in the column without a language first (in language `said`), then es, then en."""
    found = {said: cells.get(field, "")}
    for language in ("es", "en"):
        found[language] = found.get(language) or cells.get(f"{field}_{language}", "")
    return {language: text for language, text in found.items() if text}


def _says(text: str) -> bool:
    """Whether a statement is one; "-", "12" or "n/a" is none."""
    return not _NOTHING.fullmatch(clean(text))


def _labels(cells: Mapping[str, str], statements: Mapping[str, str], said: str) -> tuple[Label, ...]:
    (language, statement), *others = statements.items()
    wordings: list[tuple[str, str, LabelKind]] = [(text, of, "preferred") for of, text in others]
    for field, of in (("labels", said), ("labels_es", "es"), ("labels_en", "en")):
        wordings += [(clean(text), of, "alternative") for text in cells.get(field, "").split("|")]
    return other_wordings(statement, language, wordings)


def _language(table: Table, columns: Mapping[str, str]) -> str:
    """The language of what stands in columns that name none: one for the whole table.

    Beside a column `statement_en`, a column `statement` is Spanish; else the statements themselves decide.
    """
    if "statement" not in columns or "statement_en" in columns:
        return "es"
    if "statement_es" in columns:
        return "en"
    text = " ".join(clean(row.cells.get(columns["statement"], "")) for row in table.rows[:500])
    if _SPANISH.fullmatch(column_name(columns["statement"])) and len(text) < 200:
        return "es"  # too little to outweigh a Spanish header
    from py3langid.langid import classify, set_languages

    set_languages(["es", "en"])
    language, _ = classify(text.lower())
    return str(language)


def _codes(table: Table) -> Iterator[str]:
    """The codes that a table prints."""
    for name, field in zip(table.columns, _fields(table.columns), strict=True):
        if field == "code":
            yield from (clean(row.cells.get(name, "")) for row in table.rows)


def _levels(table: Table) -> tuple[list[tuple[str, ...]], list[str]]:
    """The columns of titles, from the outermost, two languages of one together; and those of what stands below them."""
    fields = dict(zip(table.columns, _fields(table.columns), strict=True))
    statements = [name for name, field in fields.items() if field in _STATEMENTS]
    own = [name for name, field in fields.items() if field is None]
    leaves = [name for name in (*statements, *own) if _CRITERION.fullmatch(column_name(name))]
    if any(column_name(name) == "statement" or _WORDING.fullmatch(column_name(name)) for name in statements):
        leaves = []  # called so, a column has no titles
    elif not leaves:
        leaves = [name for name in _described(table, fields, statements) if "parent" not in fields.values()]
    titles: dict[int, tuple[str, ...]]
    titles = {table.columns.index(name): (name,) for name in _longest(own) if _is_title(name) and name not in leaves}
    if not leaves:
        first = min(map(table.columns.index, statements), default=0)
        titles = {at: title for at, title in titles.items() if at < first and "parent" not in fields.values()}
        leaves = statements
    elif statements and not {*statements} & {*leaves}:
        titles[table.columns.index(statements[0])] = tuple(statements)
    return [title for _at, title in sorted(titles.items())], leaves


def _longest(headers: Sequence[str]) -> list[str]:
    """These headers, without those with which another begins: the unit beside a unit's title is its number."""
    return [name for name in headers if not any(column_name(o).startswith(f"{column_name(name)}_") for o in headers)]


def _described(table: Table, fields: Mapping[str, str | None], statements: Sequence[str]) -> Iterator[str]:
    """The column of descriptions, where they differ and stand beside titles that are mostly repeated or left empty."""
    for name in (name for name, field in fields.items() if field == "description"):
        rows = [row for row in table.rows if _says(row.cells.get(name, ""))]
        titles = {clean(row.cells.get(statement, "")) for row in rows for statement in statements[:1]} - {""}
        if 0 < 2 * len(titles) <= len({clean(row.cells[name]) for row in rows}):
            yield name


def _without_notes(table: Table) -> tuple[Table, list[Row]]:
    """The table up to its last entry, and the rows below that are none: notes, totals, signatures.

    They begin with a row without a code that has a single text besides numbers, or that an empty row parts from the
    table; where rows above have no code either, such a text is no criterion below a title.
    """
    codes = [name for name, field in zip(table.columns, _fields(table.columns), strict=True) if field == "code"]
    levels, leaves = _levels(table)
    coded = [any(clean(row.cells.get(name, "")) for name in codes) for row in table.rows]
    worded = {name for title in levels for name in title} | {*leaves}
    says = [any(_says(row.cells.get(name, "")) for name in worded) for row in table.rows]
    end = max((at for at, row in enumerate(zip(coded, says, strict=True), 1) if all(row)), default=len(coded))
    for at in range(end, len(coded)):
        row, before = table.rows[at], table.rows[at - 1]
        texts = {name: text for name, cell in row.cells.items() if any(map(str.isalpha, text := clean(cell)))}
        below = levels and not all(coded[:at])
        gap = row.place.sheet and row.place.number > before.place.number + 1 and not below
        alone = len({*texts.values()}) < 2 and not (below and {*texts} & {*leaves})
        if not coded[at] and (gap or alone):
            return replace(table, rows=table.rows[:at]), list(table.rows[at:])
    return table, []


def _titles_above(table: Table, printed: Mapping[str, int], free: Iterator[str]) -> Table:
    """The table with a row for each title that stands beside criteria, above the first of them.

    `printed` says how often each code stands in all tables; `free` gives those of titles that stand below no other.
    """
    levels, leaves = _levels(table)
    fields = {field: name for name, field in zip(table.columns, _fields(table.columns), strict=True) if field}
    by_code = "parent" not in fields
    code_of, parent_of, kind_of = (fields.setdefault(field, field) for field in ("code", "parent", "kind"))
    target = fields.get("statement", leaves[0] if leaves else "")
    read = [
        (row, clean(row.cells.get(code_of, "")), _titles(row, levels), _criteria(row, leaves)) for row in table.rows
    ]
    if not any(any(titles) and criteria for _row, _code, titles, criteria in read):
        return table
    of_title = _depth_of_codes([(code, titles, len(criteria)) for _row, code, titles, criteria in read])
    empty = dict.fromkeys([name for title in levels for name in title] + leaves, "")
    known: dict[tuple[str, ...], tuple[str, str]] = {}  # titles, from the outermost, to the code and the one above it
    counts: Counter[str] = Counter()
    rows: list[Row] = []
    path: list[str] = []
    owners: list[str] = []  # the codes of the titles to the last of which criteria belong

    for row, code, titles, criteria in read:
        parent = (_above(code, printed) or "") if by_code else clean(row.cells.get(parent_of, ""))
        if any(titles):
            path, owners, above = _path(titles, path), [], parent
            for depth, title in enumerate(path, 1):
                at, under = known.get((*path[:depth],), ("", ""))
                alone = depth == len(path) and not criteria
                if alone or (title and (not at or above not in ("", at, under))):
                    own = code if alone or depth == of_title else ""
                    at = own or ("" if alone else _numbered(counts, above) if owners else next(free))
                    known[(*path[:depth],)] = at, above
                    names = levels[depth - 1] if {*levels[depth - 1]} & {*fields.values()} else (target,)
                    head = {code_of: at, parent_of: above, **dict(zip(names, title.split("\n"), strict=False))}
                    made = {kind_of: "element" if above else "standard"}
                    rows.append(Row(row.place, (row.cells | empty if alone else made) | head))
                if title:
                    above, owners = at, [*owners, at]
        if not criteria or not owners or (parent and not any(titles)):
            rows += [row] * bool(criteria or not any(titles))
            owners = owners if criteria else []
            continue
        for number, (text, kind) in enumerate(criteria):
            one = _numbered(counts, owners[-1])
            if not number and code not in ("", *owners):
                one = code if printed[code] == 1 else f"{owners[-1]}/{code}"  # 1.1 of each unit
            cells = {**row.cells, **empty, code_of: one, parent_of: owners[-1], target: text}
            rows.append(Row(row.place, cells | {kind_of: cells.get(kind_of) or kind}))
    columns = tuple(dict.fromkeys((*table.columns, code_of, parent_of, kind_of)))
    return replace(table, columns=columns, rows=tuple(rows))


def _numbered(counts: Counter[str], above: str) -> str:
    counts[above] += 1
    return f"{above}/{counts[above]}"


def _titles(row: Row, levels: Sequence[Sequence[str]]) -> list[str]:
    """The row's title of each level, "" for none; one in several languages with a line for each."""
    texts = [[text if _says(text := clean(row.cells.get(name, ""))) else "" for name in names] for names in levels]
    return ["\n".join(title) if any(title) else "" for title in texts]


def _criteria(row: Row, leaves: Sequence[str]) -> list[tuple[str, str]]:
    """The row's criteria and the kinds that their columns name; of a column in the plural each line is one of them."""
    found = []
    for name in leaves:
        text, header = row.cells.get(name, ""), column_name(name)
        parts = [text]
        if (
            _CRITERION.fullmatch(header)
            and _PLURAL.fullmatch(header)
            and not clean_lines(text).partition("\n")[0].endswith(":")
        ):
            listed = (part for line in _OWN_LINES.split(clean_lines(text)) for part in _LISTED.split(clean(line)))
            parts = [part for part in map(clean, listed) if _says(part)]
        parts = parts if len(parts) > 1 else [text]
        found += [(part, _named_kind(name)) for part in parts if _says(part)]
    return found


def _depth_of_codes(rows: Sequence[tuple[str, list[str], int]]) -> int:
    """The level of titles to which the codes beside criteria belong, from 1; 0 where they are the criteria's own.

    `rows` are code, titles and how many criteria. A level has the codes where those of each of its titles with several
    criteria are one and the same; a title that stands in a row by itself has its code there.
    """
    for depth in range(1, max(len(titles) for _code, titles, _criteria in rows) + 1):
        codes: dict[tuple[str, ...], list[str]] = {}
        alone = set()
        path: list[str] = []
        for code, titles, criteria in rows:
            path = _path(titles, path) if any(titles) else path
            codes.setdefault((*path[:depth],), []).extend([code, *[""] * (criteria - 1)] if criteria else [])
            if not criteria:
                alone.add((*path[:depth],))
        several = [found for titles, found in codes.items() if any(titles) and titles not in alone and len(found) > 1]
        if any(found[0] for found in several) and all({*found[1:]} <= {"", found[0]} for found in several):
            return depth
    return 0


def _check_parents(entries: Mapping[str, tuple[Text, Competency]]) -> None:
    for place, entry in entries.values():
        if entry.parent is not None and entry.parent not in entries:
            raise InputError(
                "{place}: parent '{parent}' of '{code}' is not in the table; add its row, correct the code or leave"
                " the cell empty",
                place=place,
                parent=entry.parent,
                code=entry.code,
            )
    for cycle in cycles({code: entry.parent for code, (_unused, entry) in entries.items()}):
        place, way = entries[cycle[0]][0], " → ".join([*cycle, cycle[0]])
        raise InputError(
            "{place}: the parents form a cycle ({way}); leave one of them without a parent", place=place, way=way
        )


def _is_contents(cells: Sequence[str]) -> bool:
    """Whether these are the headers of contents: at least two levels, the area among them."""
    found = _first(cells, _level)
    return 0 in found and len(found) > 1


def _is_outcomes(cells: Sequence[str]) -> bool:
    """Whether these are the headers of such a table: a column of competencies and one of outcomes."""
    return {"competency", "outcome"} <= _first(cells, _field).keys()


def _contents(table: Table) -> Table:
    """The contents with a row for each entry, parents before children."""
    levels = [name for _level_of, name in sorted(_first(table.columns, _level).items())]
    names = _CODED_IN_ENGLISH if {"topic", "subtopic"} & {_fold(name) for name in table.columns} else _CODED
    others = _others(table, levels, names)
    codes: dict[tuple[str, ...], str] = {}
    children: Counter[str] = Counter()
    rows: dict[str, Row] = {}
    path: list[str] = []
    for row in table.rows:
        path = _path([clean(row.cells.get(name, "")) for name in levels], path)
        for depth in range(1, len(path) + 1):
            key = tuple(path[:depth])
            if not key[-1] or key in codes:
                continue
            parent = next((codes[key[:above]] for above in range(depth - 1, 0, -1) if key[:above] in codes), "")
            children[parent] += 1
            codes[key] = f"{parent}.{children[parent]}" if parent else str(children[parent])
            kind = clean(levels[depth - 1]).lower()
            rows[codes[key]] = Row(row.place, dict(zip(names, (codes[key], key[-1], parent, kind), strict=True)))
        if path and (code := codes.get(tuple(path))):
            rows[code].cells.update(_filled(row, others))
    return Table(table.place, tuple(dict.fromkeys((*names, *others.values()))), tuple(rows.values()), table.above)


def _others(table: Table, read: Container[str], names: Sequence[str]) -> dict[str, str]:
    """Each column that is not `read` to the one in which its cells go on: a kind to that of the new rows (`names`)."""
    return {name: names[-1] if field_of(name) == "kind" else name for name in table.columns if name not in read}


def _filled(row: Row, others: Mapping[str, str]) -> dict[str, str]:
    return {to: row.cells[name] for name, to in others.items() if clean(row.cells.get(name, ""))}


def _path(cells: Sequence[str], before: Sequence[str]) -> list[str]:
    """The row's levels down to its deepest; an empty one above that is the row's before."""
    path: list[str] = []
    for level in range(max((level for level, cell in enumerate(cells, 1) if cell), default=0)):
        same = path == list(before[:level]) and level < len(before)
        path.append(cells[level] or (before[level] if same else ""))
    return path


def _outcomes(table: Table) -> Table:
    """The table with a row for each competency and each outcome, parents before children."""
    fields = _first(table.columns, _field)
    others = _others(table, fields.values(), _CODED)
    codes: dict[str, str] = {}
    counts: Counter[str] = Counter()
    rows: list[Row] = []
    above = ""
    for row in table.rows:
        cells = {field: row.cells.get(name, "") for field, name in fields.items()}
        text, code = clean(cells["competency"]), clean(cells.get("code", ""))
        if text or code:
            key = code or text
            if key not in codes:
                codes[key] = code or str(len(codes) + 1)
                rows.append(_row(row, codes[key], text, "", _COMPETENCY))
            above = codes[key]
        outcomes = [found for part in _LISTED.split(cells["outcome"]) if (found := clean(part).strip(" ;"))]
        printed = clean(cells.get("outcome_code", ""))
        for outcome in outcomes:
            counts[above] += 1
            number = printed if printed and len(outcomes) == 1 else str(counts[above])
            own = f"{above}/{number}" if above else f"R{number}"
            made = _row(row, own, outcome, above, _OUTCOME)
            made.cells.update(_filled(row, others))
            rows.append(made)
    return Table(table.place, tuple(dict.fromkeys((*_CODED, *others.values()))), tuple(rows), table.above)


def _row(row: Row, code: str, text: str, parent: str, kind: str) -> Row:
    return Row(row.place, dict(zip(_CODED, (code, text, parent, kind), strict=True)))


def _first(cells: Sequence[str], of: Callable[[str], _Key | None]) -> Mapping[_Key, str]:
    """What a column holds to its name, the first of several."""
    return {key: cell for cell in reversed(cells) if (key := of(cell)) is not None}


def _level(header: str) -> int | None:
    return next((level for level, names in enumerate(_LEVELS) if _fold(header) in names), None)


def _field(header: str) -> str | None:
    folded = column_name(header)
    return next((name for name, pattern in _PATTERNS.items() if pattern.fullmatch(folded)), None)


def _fold(header: str) -> str:
    return "".join(filter(str.isalpha, fold(clean(header))))


_COLUMNS = (
    "code parent kind level language statement statement_es statement_en description labels_es labels_en".split()  # noqa: SIM905
)
_LOST = {
    "labels": ("labels", _("entries with hidden labels, a '|', or two preferred ones in one language: {n}")),
    "extra": ("extra", _("entries with other data that is no text: {n}")),
    "lines": ("line breaks", _("texts of several lines, put into one: {n}")),
    "plain": ("parent", _("entries without a parent, which stand below one for the whole list when it is read: {n}")),
}


def write(framework: Framework) -> Written:
    """The table, in UTF-8; code, tree, order, statement, kind, level, language and description come back.

    A flat list of criteria comes back below an entry that stands for all of it.
    """
    entries = framework.competencies
    own = _own_columns(entries)
    rows = [[*_cells(c), *(str(c.extra.get(name, "")) for name in own)] for c in entries]
    counts = Counter(
        labels=sum(_changes_labels(c) for c in entries),
        extra=sum(any(name not in own or not isinstance(v, str) for name, v in c.extra.items()) for c in entries),
        lines=sum("\n" in text for row in rows for text in row),
        plain=len(entries) if _is_plain(entries) else 0,
    )
    lost = left_out(framework, ("kind", "labels", "level", "language", "extra", "origin"), 0, "")
    head = headless(framework, _("the table keeps neither title nor version"), _("the table keeps no licence"))
    return Written(as_csv([[*_COLUMNS, *own], *rows]), (*lost, *told(counts, _LOST), *head))


def _changes_labels(competency: Competency) -> bool:
    """Whether some label has no column of its kind: the statement itself is the preferred one in its language."""
    preferred = [competency.language, *(label.language for label in competency.labels if label.kind == "preferred")]
    odd = any(label.kind == "hidden" or "|" in label.text for label in competency.labels)
    return odd or len(set(preferred)) < len(preferred)


def _cells(competency: Competency) -> list[str]:
    """Of all columns but the entries' own."""
    preferred = {label.language: label.text for label in competency.labels[::-1] if label.kind == "preferred"}
    translations = ["" if of == competency.language else preferred.get(of, "") for of in ("es", "en")]
    head = [competency.code, competency.parent or "", competency.kind, competency.level or "", competency.language]
    others = [label for label in competency.labels if label.text not in translations]
    labels = ["|".join(label.text for label in others if label.language == language) for language in ("es", "en")]
    return [*head, competency.statement, *translations, competency.description, *labels]


def _own_columns(competencies: Sequence[Competency]) -> list[str]:
    """Names of what only this source says, where it is a text and its name is no column's of ours."""
    folded: dict[str, str] = {}
    for name, value in (item for competency in competencies for item in competency.extra.items()):
        if isinstance(value, str) and name and field_of(name) is None:
            folded.setdefault(name.casefold(), name)
    return list(folded.values())
