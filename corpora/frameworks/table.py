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

Where a row has a title and a criterion (`criterio`, `criterion`), the title is an entry above the criterion, and the
row's code and all else is the criterion's. A title that is repeated, merged or left empty in the rows below stands
once. It has the code of a row above with it alone, or the one that stands once or again and again beside all its
criteria, else a number of its own (`E1`), and criteria without a code are numbered within it (`E1/1`).

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
from itertools import count
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
from corpora.tabular import Row, Table, Tables, column_name, has_header, read_tables
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
_CRITERIA = ("criterio", "criterio_de_desempeno", "criterion", "performance_criterion")
_ELEMENTS = ("elemento", "elemento_de_competencia", "element")
"""Headers of the titles above criteria where no other column has a statement."""
_WORDINGS = ("redaccion", *_CRITERIA)
"""Headers of the statement where no other column has it, the first of several."""
_QUALIFIED = {"code": {"code", "codigo", "clave"}, "statement": {"statement", "enunciado", "criterio", "criterion"}}
"""Words of longer headers ("Competency Code", "Clave de la norma"), where no column is called so by itself."""
_IDS = ("id", "identificador", "identifier")
"""Headers of a code, or of a row's number where another column is the code."""
_SPANISH = {"redaccion", "criterio", "criterio_de_desempeno", "enunciado", "titulo", "competencia", "nombre", "norma"}
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
            norms |= _names_norms(table.columns) and ("parent" in named or None not in named)
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
    entries = _collect(read)
    if not entries:
        raise InputError("{path}: there are no rows below the header; write at least one entry", path=paths[0])
    if not any("parent" in _fields(table.columns) for _, tables in read for table in tables.tables):
        entries = _below_their_codes(entries)
    _check_parents(entries)
    skipped: list[Skipped] = []
    for path, tables in read:
        above = sum(table.above for table in tables.tables)
        skipped += tables.left_out(path.name, _WANTED)
        skipped += counted(path.name, above, _("rows above the header, not read: {n}"))
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
    wording = next((name for name in _WORDINGS if name in names), None)
    if wording and not _STATEMENTS.intersection(filter(None, fields)):
        titles = [name for name in _ELEMENTS if name in names and wording in _CRITERIA]
        fields[names.index((titles or [wording])[0])] = "statement"
    for field, words in _QUALIFIED.items():
        if not {field, f"{field}_es", f"{field}_en"}.intersection(filter(None, fields)):
            free = (at for at, known in enumerate(fields) if known is None)
            at = next((at for at in free if words.intersection(names[at].split("_"))), None)
            if at is not None:
                fields[at] = field
    return fields


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


def _collect(read: Sequence[tuple[Path, Tables]]) -> dict[str, tuple[Text, Competency]]:
    """Code to the place and the entry; raises InputError for a repeated code."""
    entries: dict[str, tuple[Text, Competency]] = {}
    printed = frozenset(code for _path, tables in read for table in tables.tables for code in _codes(table))
    free = (code for number in count(1) if (code := f"E{number}") not in printed)
    for path, tables in read:
        for table in tables.tables:
            if _is_outcomes(table.columns):
                table = _outcomes(table)
            elif not _names_norms(table.columns) and _is_contents(table.columns):
                table = _contents(table)
            else:
                table = _titles_above(table, printed, free)
            columns = _columns(path, table)
            default = _language(table, columns)
            for row in table.rows:
                place = _("{path}: {place}", path=path, place=row.place)
                entry = _entry(row, columns, place, default)
                first, _kept = entries.setdefault(entry.code, (place, entry))
                if _kept is not entry:
                    raise InputError(
                        "{place}: code '{code}' is repeated (first in {first}); give each row its own",
                        place=place,
                        code=entry.code,
                        first=first,
                    )
    return entries


def _entry(row: Row, columns: Mapping[str, str], place: Text, default: str) -> Competency:
    written = {field: row.cells.get(column, "") for field, column in columns.items()}
    # Criteria stand in a column behind that of titles.
    if not any(_says(written.get(field, "")) for field in _STATEMENTS):
        wording = next((f for f, text in written.items() if _says(text) and column_name(f) in _WORDINGS), None)
        written["statement"] = written.pop(wording) if wording else ""
    cells = {field: _with_points(text) if field in _STATEMENTS else clean(text) for field, text in written.items()}
    code = cells["code"]
    if not code:
        raise InputError("{place}: the code is missing; write one, unique in the table", place=place)
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
    extra = {field: text for field, text in cells.items() if text and field not in _KNOWN}
    extra |= {f"description_{other}": text for other, text in descriptions.items() if other != language}
    return Competency(
        code=code,
        statement=statements[language],
        kind=cells.get("kind", "").lower() or "competency",
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
    if column_name(columns["statement"]) in _SPANISH and len(text) < 200:
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


def _titles_above(table: Table, printed: Container[str], free: Iterator[str]) -> Table:
    """The table with a row for each title that stands beside criteria, above the first of them.

    `printed` are the codes of all tables; `free` gives those of titles.
    """
    fields = {field or name: name for name, field in zip(table.columns, _fields(table.columns), strict=True)}
    wordings = {"statement", *_WORDINGS}  # called so, a column holds no title
    titles = [name for field, name in fields.items() if field in _STATEMENTS and column_name(name) not in wordings]
    criteria = next((field for field, name in fields.items() if field == name and column_name(name) in _CRITERIA), "")

    def said(row: Row, name: str) -> str:
        return clean(row.cells.get(name, ""))

    def worded(row: Row) -> tuple[tuple[str, ...], str]:
        *title, criterion = (text if _says(text := said(row, name)) else "" for name in (*titles, criteria))
        return tuple(title), criterion

    if not any(any(title) and criterion for title, criterion in map(worded, table.rows)):
        return table
    by_code = "parent" not in fields
    code_of, parent_of, kind_of = (fields.setdefault(field, field) for field in ("code", "parent", "kind"))
    of_titles = _are_of_titles([(*worded(row), said(row, code_of)) for row in table.rows])
    known: dict[tuple[str, ...], tuple[str, str]] = {}  # title to its code and the code above it
    counts: Counter[str] = Counter()
    rows: list[Row] = []
    at = ""  # the code of the title to which criteria belong
    for row in table.rows:
        title, criterion = worded(row)
        code = said(row, code_of)
        parent = (_above(code, printed) or "") if by_code else said(row, parent_of)
        if not criterion:
            known[title], at = (code, parent), ""
        elif any(title):
            at, above = known.get(title, ("", ""))
            if not at or parent not in ("", at, above):
                at = code if of_titles and code else next(free)
                known[title] = at, parent
                head = {code_of: at, parent_of: parent, kind_of: "element" if parent else "standard"}
                rows.append(Row(row.place, {name: row.cells.get(name, "") for name in titles} | head))
        if not criterion or not at or (parent and not any(title)):
            rows.append(row)
            continue
        counts[at] += 1
        own = f"{at}/{counts[at]}" if code in ("", at) else code
        cells = {**row.cells, **dict.fromkeys(titles, ""), code_of: own, parent_of: at}
        cells[fields.get("statement", criteria)] = cells.pop(criteria)
        rows.append(Row(row.place, cells))
    return Table(
        table.place, tuple(dict.fromkeys((*table.columns, code_of, parent_of, kind_of))), tuple(rows), table.above
    )


def _are_of_titles(rows: Sequence[tuple[tuple[str, ...], str, str]]) -> bool:
    """Whether codes beside criteria are their titles': of each title with several criteria they are one and the same.

    `rows` are title, criterion and code; a title that stands in a row by itself has its code there.
    """
    codes: dict[tuple[str, ...], list[str]] = {}
    alone = {title for title, criterion, _code in rows if not criterion}
    at: tuple[str, ...] = ()
    for title, criterion, code in rows:
        at = title if any(title) or not criterion else at
        codes.setdefault(at, []).append(code)
    several = [found for title, found in codes.items() if any(title) and title not in alone and len(found) > 1]
    return any(found[0] for found in several) and all({*found[1:]} <= {"", found[0]} for found in several)


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
