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

In a table without a column of parents an entry that is indented, by blanks, by the cell's alignment or by groups of
rows, stands below the one above it that is less so. Entries that are struck out, or whose status says that they are
not valid any more, are left out.

Columns that are only kept in `extra` are told, and so are rows below the table that are no entries: notes, totals.

A plain list, in which no row has a parent, is one standard with these criteria: an entry that is called as the
framework is stands above them. Long lists, catalogues of skills and lists of norms by their titles stay as they are.

Written is a CSV with these columns, then one for each of the entries' own texts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Literal

from corpora.errors import InputError
from corpora.files import read_bytes, skipped_entries, skipped_entry
from corpora.frameworks.fields import LabelKind, other_wordings
from corpora.frameworks.hierarchy import cycles, make_framework, parents_first
from corpora.frameworks.platform import points_by_line, shortened
from corpora.frameworks.table_headers import (
    BILINGUAL,
    CRITERION,
    KNOWN,
    LANGUAGES,
    STATEMENTS,
    header_field,
    header_fields,
    is_criterion,
    is_title,
    names_norms,
)
from corpora.frameworks.table_shapes import (
    code_above,
    contents,
    is_contents,
    is_outcomes,
    is_statement,
    outcomes,
    rows_above,
    titles_above,
    without_notes,
)
from corpora.frameworks.validity import end_reason, status_reason
from corpora.frameworks.writers import Export, as_csv, lost_fields, lost_metadata
from corpora.omissions import Omissions, Reason
from corpora.readers.choices import answer
from corpora.records import Competency, Framework, Label, Skipped, Text
from corpora.tabular import Row, Table, Tables, column_name, has_header, read_tables, row_text
from corpora.text import clean, fold, words_of_name
from corpora.translation import _

_KINDS = {
    **dict.fromkeys(("d", "saber hacer"), "desempeño"),
    "p": "producto",
    **dict.fromkeys(("c", "saber"), "conocimiento"),
    **dict.fromkeys(("a", "saber ser"), "actitud"),
}
"""What short names of kinds mean in Spanish tables."""
_SPANISH = re.compile(
    r"(?:redaccion|criterios?|enunciado|titulo|competencia|nombre|norma|desempenos?|indicador(?:es)?|habilidad(?:es)?)"
    r"(?:_.*)?"
)
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
_HIDDEN_ROWS, _HIDDEN_COLUMNS = _("hidden rows, not read: {n}"), _("hidden columns, read all the same: {n}")
_ROWS_SHOWN = 3  # of those above the header
_OF_EVIDENCE = re.compile(r"evidencias? (?:de|por) ")
_STATUSES = frozenset({"status", "publish_status", "publication_status", "estado", "estatus", "vigencia", "situacion"})
"""Columns that may say that an entry is not valid any more."""
_VALID = frozenset({"vigente", "activo", "activa", "active", "valid", "is_active", "enabled"})
_INVALID = frozenset(
    {"deprecated", "is_deprecated", "obsolete", "obsoleto", "obsoleta", "derogado", "derogada", "retirado"}
)
"""Columns that say the same by a yes or no."""
_ENDS = re.compile(
    r"(?:valid|effective)_(?:until|through|to)|(?:status_)?end_date|(?:date_)?(?:expire[sd]?|retired|deprecated)(?:_on)?"
    r"|expir(?:y|ation)(?:_date)?|(?:fecha_(?:de_)?)?(?:fin|final|termino|baja|vencimiento|caducidad|expiracion)"
    r"(?:_(?:de_)?(?:la_)?(?:vigencia|validez))?|(?:vigente|vigencia|valid[oa])_hasta|vence|fecha_fin"
)
"""Columns of the last day on which an entry is valid."""
# What spreadsheets make of 1-1 and 1E5, and of codes of more than eleven digits.
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?: .*)?")
_MONTHS = "ene|feb|mar|abr|may|jun|jul|ago|sept?|oct|nov|dic|jan|apr|aug|dec"
_SHOWN_DATE = re.compile(rf"\d{{1,2}}-(?i:{_MONTHS})|(?:{_MONTHS})-\d\d|\d{{1,2}}/\d{{1,2}}/\d{{4}}")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E[+-]\d\d+", re.IGNORECASE)


def recognises(path: Path) -> bool:
    """Return whether it is a CSV, XLSX or JSONL file with a column for the code and one for the statement."""
    return has_header(path, _is_header)


def guess_kind(path: Path) -> Literal["norms", "ads", ""]:
    """Return whether a table seems to hold norms or job ads and nothing else; "" where it cannot be told or read.

    Of norms a column says how they hang together, or no column is of another kind: a table of a programme may well have
    a code and a wording. Of ads, which have an id, a title and a description as well, the descriptions of most of the
    first rows seek somebody.
    """
    from corpora.job_ads.load import fields, is_header  # here, since its words take a while
    from corpora.job_ads.signs import seeks_somebody

    texts: list[str] = []
    norms = False
    with suppress(InputError):
        for table in read_tables(path, lambda cells: is_header(cells, {}) or names_norms(cells)).tables:
            named = header_fields([cell for cell in table.columns if cell])
            own = [name for name, field in zip(filter(None, table.columns), named, strict=True) if field is None]
            criteria = any(CRITERION.fullmatch(column_name(name)) for name in table.columns)
            known = all(CRITERION.fullmatch(column_name(n)) or (criteria and is_title(n)) for n in own)
            norms |= names_norms(table.columns) and ("parent" in named or known)
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
    read = [(path, _visible_rows(read_tables(path, _is_header))) for path in paths]
    skipped: list[Skipped] = []
    entries = _collect(read, skipped)
    if not entries:
        raise InputError("{path}: there are no rows below the header; write at least one entry", path=paths[0])
    if not any("parent" in header_fields(table.columns) for _, tables in read for table in tables.tables):
        # 1.2 below 1, EC0901/E1 below EC0901, PH1 below PH, where that is there; a hyphen parts codes too.
        entries = {
            code: (place, replace(entry, parent=entry.parent or code_above(code, entries)))
            for code, (place, entry) in entries.items()
        }
    _check_parents(entries)
    for path, tables in read:
        above = [text for table in tables.tables for text in table.above]
        skipped += tables.left_out(path.name, _WANTED)
        skipped += skipped_entry(path.name, sum(len(table.hidden_rows) for table in tables.tables), _HIDDEN_ROWS)
        skipped += skipped_entry(path.name, sum(table.hidden_columns for table in tables.tables), _HIDDEN_COLUMNS)
        first = ", ".join(shortened(clean(text), _LONGEST_SHOWN) for text in above[:_ROWS_SHOWN])
        skipped += skipped_entry(
            path.name, len(above), _("rows above the header, not read: {{n}} ({first})", first=first)
        )
    title = ", ".join(path.stem for path in paths)
    # The name that somebody gave stays the same when a file of another name takes its place.
    called = title if name == _BY_DEFAULT else name
    return make_framework(
        name,
        title,
        [(path.name, read_bytes(path)) for path in paths],
        parents_first(_below_one([competency for _, competency in entries.values()], name, called)),
        source=", ".join(path.name for path in paths),
        skipped=tuple(skipped),
    )


def _visible_rows(tables: Tables) -> Tables:
    """Drop the rows that a workbook hides; its hidden columns stay, since codes are often hidden."""
    seen = (
        replace(table, rows=tuple(row for row in table.rows if row.place.number not in table.hidden_rows))
        for table in tables.tables
    )
    return replace(tables, tables=tuple(seen))


def _is_plain(entries: Sequence[Competency]) -> bool:
    """Return whether the entries are one list of criteria: not too long, of no catalogue's kinds, without parents."""
    if not 1 < len(entries) <= _LONGEST_LIST or any(entry.parent for entry in entries):
        return False
    return not _NO_CRITERIA.intersection(fold(entry.kind) for entry in entries)


def _below_one(entries: Sequence[Competency], code: str, called: str) -> list[Competency]:
    """Return the criteria of a plain list below an entry that stands for all of it; what is no such list as it is."""
    if not _is_plain(entries):
        return list(entries)
    codes = {entry.code for entry in entries}
    while code in codes:
        code += "_"
    whole = Competency(code, words_of_name(called), "standard", language=entries[0].language)
    return [whole, *(replace(entry, parent=code) for entry in entries)]


def _is_header(cells: Sequence[str]) -> bool:
    return names_norms(cells) or is_contents(cells) or is_outcomes(cells)


def _columns(path: Path, table: Table) -> dict[str, str]:
    """Map each field to its column's name; a column of the user's own goes by its cleaned header."""
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
    for column, named in zip(table.columns, header_fields(table.columns), strict=True):
        field = named or clean(column)
        if field in columns:
            rename = _("; if they are two languages, name them {field}_es, {field}_en", field=field)
            raise InputError(
                "{place}: the columns '{field}' and '{column}' say the same; keep one{rename}",
                place=place,
                field=clean(columns[field]),
                column=clean(column),
                rename=rename if field in BILINGUAL else "",
            )
        if field:
            columns[field] = column
    return columns


def _remedy(headers: Sequence[str]) -> Text:
    """Return what to do about headers that are no table's, naming the column that is missing."""
    for header, field in zip(headers, header_fields(headers), strict=True):
        if field == "code" or field in STATEMENTS:
            template = _NO_STATEMENT if field == "code" else _NO_CODE
            column = shortened(clean(header), _LONGEST_SHOWN)
            return Text(*(text.format(column=column) for text in template))
    return _REMEDY


def _collect(read: Sequence[tuple[Path, Tables]], skipped: list[Skipped]) -> dict[str, tuple[Text, Competency]]:
    """Return code to the place and the entry; raises InputError for a repeated code.

    `skipped` gets what is not compared.
    """
    entries: dict[str, tuple[Text, Competency]] = {}
    printed = Counter(code for _path, tables in read for table in tables.tables for code in _codes(table))
    free = (code for number in count(1) if (code := f"E{number}") not in printed)
    gone: dict[str, str] = {}
    for path, tables in read:
        for table in tables.tables:
            omissions = Omissions()
            table, more = _drop_invalid(table, omissions)
            gone |= more
            skipped += omissions.skipped()
            if is_outcomes(table.columns):
                table = outcomes(table)
            elif not names_norms(table.columns) and is_contents(table.columns):
                table = contents(table)
            elif names_norms(table.columns) or any(map(is_criterion, table.columns)):
                table, notes = without_notes(table)
                for row in notes:
                    why = _("{place}: no entry, not read: {said}", place=row.place, said=_quoted_row(row))
                    skipped.append(Skipped(path.name, why))
                table = titles_above(table, printed, free)
            read_here, placed = _entries(path, table, gone)
            skipped += skipped_entry(path.name, placed, _("rows placed below others by how they are indented: {n}"))
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


def _entries(path: Path, table: Table, gone: Mapping[str, str]) -> tuple[list[tuple[Text, Competency]], int]:
    """Return the place and the entry of each row, and how many stand below others because they are indented.

    What stood below an entry that is `gone` stands below what was above it.
    """
    columns = _columns(path, table)
    default = _language(table, columns)
    worded = [columns[field] for field in ("code", *STATEMENTS) if field in columns]
    above = rows_above(table, worded) if "parent" not in columns else [None] * len(table.rows)
    read: list[tuple[Text, Competency]] = []
    for row, up in zip(table.rows, above, strict=True):
        place = _("{path}: {place}", path=path, place=row.place)
        entry = _entry(row, columns, place, default)
        parent = entry.parent if up is None else read[up][1].code
        read.append((place, replace(entry, parent=_remaining_parent(parent, gone))))
    return read, len(above) - above.count(None)


def _remaining_parent(code: str | None, gone: Mapping[str, str]) -> str | None:
    """Return the code, or in the place of one that is gone the next above it that is not."""
    passed = set[str]()
    while code and code in gone and code not in passed:
        passed.add(code)
        code = gone[code] or None
    return code


def _drop_invalid(table: Table, omissions: Omissions) -> tuple[Table, dict[str, str]]:
    """Return the table without entries that are struck out, or whose status says that they are not valid any more.

    Returned as well are their codes with those of what stood above them.
    """
    fields = {field: name for name, field in zip(table.columns, header_fields(table.columns), strict=True) if field}
    worded = [fields[field] for field in STATEMENTS if field in fields]
    kept, gone = [], {}
    for row in table.rows:
        reason = next((said for name in table.columns if (said := _invalid(name, row.cells.get(name, "")))), None)
        if reason:
            omissions.add(reason)
        struck = any(name in row.struck for name in worded) and not any(row.cells.get(name) for name in worded)
        if reason or struck or fields.get("code") in row.struck:
            code, above = (
                clean(row.struck.get(name, "") or row.cells.get(name, ""))
                for name in (fields.get("code", ""), fields.get("parent", ""))
            )
            gone[code] = above
        else:
            kept.append(row)
    return replace(table, rows=tuple(kept)), gone


def _invalid(column: str, cell: str) -> Reason | None:
    """Return why a cell of this column says that its row is no entry any more, None where it does not."""
    name = column_name(column)
    if name in _STATUSES:
        return status_reason(cell)
    if name in _VALID or name in _INVALID:
        return "deprecated" if answer(cell) is (name in _INVALID) else None
    return end_reason(clean(cell)) if _ENDS.fullmatch(name) else None


def _quoted_row(row: Row) -> Text:
    """Return what a row says, each text once."""
    said = shortened(row_text([*row.cells.values()]), 2 * _LONGEST_SHOWN)
    return Text(f"«{said}»", f"'{said}'")


def _not_compared(path: Path, entries: Sequence[Competency]) -> Iterator[Skipped]:
    """Return which columns are only kept, and which of them may be what should be compared."""
    kept: dict[str, set[str]] = {}
    for entry in entries:
        for name, text in entry.extra.items():
            kept.setdefault(name, set()).add(text)
    if not kept:
        return
    yield Skipped(path.name, _("columns kept and not compared: {names}", names=", ".join(kept)))
    different = {entry.statement for entry in entries}
    telling = [
        name
        for name, texts in kept.items()
        if len(texts) > len(different) and any(len(text.split()) > 1 for text in texts)
    ]
    if telling and 2 * len(different) <= len(entries):
        why = _(
            "only {n} of {entries} statements differ, and the column '{name}' says more; if it has the criteria, call"
            " it 'criterion'",
            n=len(different),
            entries=len(entries),
            name=telling[0],
        )
        yield Skipped(path.name, why)
    # Columns that have nothing but codes of other entries, none of them below itself.
    above = {name: {entry.code: entry.extra.get(name) for entry in entries} for name in kept}
    parents = [name for name, texts in kept.items() if above[name].keys() >= texts and not cycles(above[name])]
    if parents and not any(entry.parent for entry in entries):
        why = _(
            "the column '{name}' has only codes of this table; if it says what is above, call it 'parent'",
            name=parents[0],
        )
        yield Skipped(path.name, why)


def _entry(row: Row, columns: Mapping[str, str], place: Text, default: str) -> Competency:
    written = {field: row.cells.get(column, "") for field, column in columns.items()}
    # Criteria stand in a column behind that of titles.
    if not any(is_statement(written.get(field, "")) for field in STATEMENTS):
        wording = next(
            (f for f, text in written.items() if is_statement(text) and CRITERION.fullmatch(column_name(f))), None
        )
        written["statement"] = written.pop(wording) if wording else ""
    cells = {field: points_by_line(text) if field in STATEMENTS else clean(text) for field, text in written.items()}
    code = cells["code"]
    if not code:
        raise InputError(
            "{place}: the code is missing; write one, unique in the table (the row says {said})",
            place=place,
            said=_quoted_row(row),
        )
    if _SCIENTIFIC.fullmatch(code):
        raise InputError(
            "{place}: the code is {code}, into which spreadsheets turn codes that look like large numbers; format the"
            " column as text and write its codes again",
            place=place,
            code=code,
        )
    if (row.place.sheet and _DATE.fullmatch(code)) or _SHOWN_DATE.fullmatch(code):
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
    statements = {of: text for of, text in _by_language(cells, "statement", said).items() if is_statement(text)}
    descriptions = _by_language(cells, "description", said)
    if not statements:
        raise InputError(
            "{place}: the statement of '{code}' is empty or says nothing; write it or remove the row (a formula has to"
            " be calculated: open the workbook in Excel and save it)",
            place=place,
            code=code,
        )
    language = next(iter(statements))
    kind = _OF_EVIDENCE.sub("", cells.get("kind", "").lower())
    extra = {field: text for field, text in cells.items() if text and field not in KNOWN}
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


def _by_language(cells: Mapping[str, str], field: str, said: str) -> dict[str, str]:
    """Map language to text: what no column gives a language first (in language `said`), then es, then en."""
    found = {said: cells.get(field, "")}
    for language in ("es", "en"):
        found[language] = found.get(language) or cells.get(f"{field}_{language}", "")
    return {language: text for language, text in found.items() if text}


def _labels(cells: Mapping[str, str], statements: Mapping[str, str], said: str) -> tuple[Label, ...]:
    (language, statement), *others = statements.items()
    wordings: list[tuple[str, str, LabelKind]] = [(text, of, "preferred") for of, text in others]
    for field, of in (("labels", said), ("labels_es", "es"), ("labels_en", "en")):
        wordings += [(clean(text), of, "alternative") for text in cells.get(field, "").split("|")]
    return other_wordings(statement, language, wordings)


def _language(table: Table, columns: Mapping[str, str]) -> str:
    """Return the language of what stands in columns that name none: one for the whole table.

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
    """Return the codes that a table prints."""
    for name, field in zip(table.columns, header_fields(table.columns), strict=True):
        if field == "code":
            yield from (clean(row.cells.get(name, "")) for row in table.rows)


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


_COLUMNS = (
    "code parent kind level language statement statement_es statement_en description labels_es labels_en".split()  # noqa: SIM905
)
_LOST = {
    "labels": ("labels", _("entries with hidden labels, a '|', or two preferred ones in one language: {n}")),
    "extra": ("extra", _("entries with other data that is no text: {n}")),
    "lines": ("line breaks", _("texts of several lines, put into one: {n}")),
    "plain": ("parent", _("entries without a parent, which stand below one for the whole list when it is read: {n}")),
}


def write(framework: Framework) -> Export:
    """Return the table, in UTF-8; code, tree, order, statement, kind, level, language and description come back.

    A flat list of criteria comes back below an entry that stands for all of it.
    """
    entries = framework.competencies
    # What only this source says, where it is a text and its name is no column's of ours.
    named: dict[str, str] = {}
    for name, value in (item for entry in entries for item in entry.extra.items()):
        if isinstance(value, str) and name and header_field(name) is None:
            named.setdefault(name.casefold(), name)
    own = list(named.values())
    rows = [[*_cells(c), *(str(c.extra.get(name, "")) for name in own)] for c in entries]
    counts = Counter(
        labels=sum(_changes_labels(c) for c in entries),
        extra=sum(any(name not in own or not isinstance(v, str) for name, v in c.extra.items()) for c in entries),
        lines=sum("\n" in text for row in rows for text in row),
        plain=len(entries) if _is_plain(entries) else 0,
    )
    lost = lost_fields(framework, ("kind", "labels", "level", "language", "extra", "origin"), 0, "")
    head = lost_metadata(framework, _("the table keeps neither title nor version"), _("the table keeps no licence"))
    return Export(as_csv([[*_COLUMNS, *own], *rows]), (*lost, *skipped_entries(counts, _LOST), *head))


def _changes_labels(competency: Competency) -> bool:
    """Return whether some label has no column of its kind: the statement itself is preferred in its language."""
    preferred = [competency.language, *(label.language for label in competency.labels if label.kind == "preferred")]
    odd = any(label.kind == "hidden" or "|" in label.text for label in competency.labels)
    return odd or len(set(preferred)) < len(preferred)


def _cells(competency: Competency) -> list[str]:
    """Return the cells of all columns but the entries' own."""
    preferred = {label.language: label.text for label in competency.labels[::-1] if label.kind == "preferred"}
    translations = ["" if of == competency.language else preferred.get(of, "") for of in ("es", "en")]
    head = [competency.code, competency.parent or "", competency.kind, competency.level or "", competency.language]
    others = [label for label in competency.labels if label.text not in translations]
    labels = ["|".join(label.text for label in others if label.language == language) for language in ("es", "en")]
    return [*head, competency.statement, *translations, competency.description, *labels]
