"""From files of ads to records: rows, columns by their names, cleaning, requirements, duplicates."""

from __future__ import annotations

import datetime
import hashlib
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from corpora.archive import names
from corpora.errors import InputError
from corpora.files import read_bytes, skipped_entry
from corpora.job_ads.clean import cleaned
from corpora.job_ads.duplicates import groups
from corpora.job_ads.records import JobAd, JobAds, Requirement
from corpora.job_ads.signs import offers_a_post
from corpora.job_ads.texts import is_text, text_as_tables
from corpora.job_ads.words import tables
from corpora.language import detect_language
from corpora.readers import files, is_mail
from corpora.records import Skipped, Text
from corpora.tabular import Row, Table, Tables, column_name, detect_format, is_table, read_tables
from corpora.text import clean, fix_mojibake, limit_marks
from corpora.translation import _

COLUMNS: dict[str, str] = tables()["columns"]
"""Field → names of its column, folded, "_" for whatever is no letter or digit; the likelier first."""
_RANK = {name: (field, at) for field, names in COLUMNS.items() for at, name in enumerate(names.split())}
_TEXTS = ("description", "tasks", "requirements")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_AND = re.compile(r"\s+(?:y|e|and)\s+", re.IGNORECASE)
_LOOSEST = 100  # of a name that says several things: after every column that says one of them
_LONGEST_COLUMN = 300  # characters; what is longer is a text, and its parts are too many to look at each
_LONGEST_NAME = 5  # words of a column's name
# What a column's name says besides what is in it: little words and formats, and then that it is of a post.
_LITTLE = re.compile(r"a|del?|el|en|es|las?|los|of|para|que|se|solicita|the|una?|y|html|textos?|text|raw|plain")
_OF_POST = re.compile(r"empleo|job|oferta|plaza|position|post|puesto|vacancy|vacante")
_MISSING = frozenset({"", "nan", "none", "null", "n/a", "na", "#n/a", "nat", "<na>", "-", "--", "s/d", "sin dato"})
_IN_PARTS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)")
# Milliseconds or seconds since 1970, as programs keep a date: "1709640000000", "/Date(1709640000000)/".
_SINCE_1970 = re.compile(r"(?:/Date\()?(?P<seconds>1\d{9})(?:\d{3})?(?:[+-]\d{4})?(?:\)/)?")
# A date by itself, whole: nothing that is said from today on ("hace 3 días"), no month without its day.
_LONGEST_DATE = 60  # characters
_WHOLE_DATE = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"]}


def fields(path: Path, columns: Sequence[str], named: Mapping[str, str]) -> dict[str, str]:
    """Return field to column, as the user says (`named`) or else recognised; raises InputError where one is missing."""
    by_name = {column_name(column): column for column in reversed(columns)}
    found: dict[str, str] = {}
    for field, column in named.items():
        if field not in COLUMNS:
            known = ", ".join(COLUMNS)
            raise InputError(
                "--column {field}=…: there is no field '{field}'; known: {known}", field=field, known=known
            )
        if column_name(column) not in by_name:
            raise InputError(
                "{path}: there is no column '{column}'; those there are: {columns}",
                path=path,
                column=column,
                columns=_listed(columns),
            )
        found[field] = by_name[column_name(column)]
    ranked = sorted((how, column) for column in by_name.values() if (how := _match_column(column)))
    for (_looseness, _rank, field), column in ranked:
        if column not in found.values():
            found.setdefault(field, column)
    if not any(field in found for field in _TEXTS):
        raise InputError(
            "{path}: no column looks like the description (there are: {columns}); call it 'description' in the file"
            "⟦ (or name it with --column description=COLUMN)⟧",
            path=path,
            columns=_listed(columns),
        )
    return {field: found[field] for field in COLUMNS if field in found}


def is_header(cells: Sequence[str], named: Mapping[str, str]) -> bool:
    """Return whether these cells are a header row: one of them names a column of text."""
    names = {column_name(cell) for cell in cells}
    wanted = {column_name(column) for field, column in named.items() if field in _TEXTS}
    if wanted:
        return bool(wanted & names)
    return any(known[2] in _TEXTS for cell in cells if (known := _match_column(cell)))


def _names_ads(cells: Sequence[str], named: Mapping[str, str]) -> bool:
    """Return whether they are a header of several ads: one names the post, another what is said of it."""
    titles = {column_name(cell) for cell in cells if (known := _match_column(cell)) and known[2] == "title"}
    titles |= {column_name(named["title"])} if "title" in named else set()
    return is_header(cells, named) and any(column_name(cell) in titles for cell in cells)


def _match_column(column: str) -> tuple[int, int, str] | None:
    """Return the field that a column's name says, behind how loosely it does and its rank there; None for none.

    "descripcionHtml", "Puesto que se solicita" and "Marca / razón social" say it besides something else. What says
    several things has an ad's text where one of them is it ("Descripción y requisitos", "Título y descripción"), or all
    are known ("Requisitos y prestaciones").
    """
    if len(column) > _LONGEST_COLUMN:
        return None
    names = [column_name(column)]
    spaced = _HUMP.sub(" ", column)
    for part in spaced.split("/"):
        said = column_name(part).split("_")
        if len(said) <= _LONGEST_NAME:
            plain = [word for word in said if not _LITTLE.fullmatch(word)]
            names += ["_".join(said), "_".join(plain), "_".join(word for word in plain if not _OF_POST.fullmatch(word))]
    found = next(((at, _RANK[name][1], _RANK[name][0]) for at, name in enumerate(names) if name in _RANK), None)
    parts = _AND.split(spaced)
    if found or len(parts) == 1:
        return found
    fields = {known[2] if (known := _match_column(part)) else "" for part in parts}
    if "description" in fields or ("" not in fields and not fields.isdisjoint(_TEXTS)):
        return _LOOSEST, 0, "description" if len(fields) > 1 else fields.pop()
    return None


def _listed(columns: Sequence[str]) -> str:
    shown = [clean(column) or "?" for column in columns]
    return ", ".join(shown[:20]) + (", …" if len(shown) > 20 else "")


def cell_text(value: Any) -> str:  # noqa: ANN401 - whatever a table holds
    """Return a cell as text, "" where it says that there is nothing."""
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dict):
        return ", ".join(filter(None, map(cell_text, value.values())))
    if isinstance(value, list | tuple):
        return "\n".join(f"• {cell_text(item)}" for item in value if cell_text(item))
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="replace")
    text = limit_marks(str(value)).strip()
    return "" if text.lower() in _MISSING else text


@lru_cache(maxsize=4096)  # ads of one day have one date
def iso_date(text: str, *, month_first: bool = False) -> str | None:
    """Return a date in ISO 8601; day before month, or as said, unless that cannot be; None where it is no date."""
    if found := _SINCE_1970.fullmatch(text):
        return datetime.datetime.fromtimestamp(int(found["seconds"]), datetime.UTC).date().isoformat()
    if len(text) > _LONGEST_DATE:
        return None
    with suppress(ValueError):
        return datetime.date.fromisoformat(text[:10]).isoformat()
    from dateparser import parse  # here, since it takes a while

    order = {"DATE_ORDER": "MDY" if month_first else "DMY"}
    read = parse(text.replace(".º", "").replace("º", ""), languages=["es", "en"], settings=_WHOLE_DATE | order)
    return read.date().isoformat() if read else None


def month_first(texts: Iterable[str]) -> tuple[bool, int]:
    """Return whether the dates of a column put the month first, and how many could be either way.

    One part above 12 tells the order of all; where some dates say one order and some the other, or none says any, the
    day is first.
    """
    parts = [(int(found[1]), int(found[2])) for text in texts if (found := _IN_PARTS.match(text))]
    day, month = (any(pair[at] > 12 for pair in parts) for at in (0, 1))
    either = sum(first != second and max(first, second) <= 12 for first, second in parts)
    return month and not day, 0 if month != day else either


Progress = Callable[[int, int], None]
AskedFor = Callable[[Sequence[JobAd]], Sequence[tuple[Requirement, ...]]]
"""Says for each ad what it requires, values or negates, in the order of its text."""
_AT_ONCE = 64  # ads of which is asked together
_TABULAR = frozenset({".csv", ".tsv", ".tab"})
_HEAD = 1 << 16  # bytes by which a mail is known

# Columns beside the description that say more of the ad, under the heading that rules them in its language.
_PARTS: dict[str, tuple[str, str]] = {
    "description": ("", ""),
    "tasks": ("FUNCIONES:", "DUTIES:"),
    "requirements": ("REQUISITOS:", "REQUIREMENTS:"),
    "offer": ("SE OFRECE:", "WE OFFER:"),
}
_ENOUGH = 40  # letters from which the language of an ad can be told
_BESIDE = " · "  # between the columns that several tables have for one field
_LONGEST = 100_000  # letters of an ad at most; what is longer is a whole file in one cell
_LEFT_OUT = {
    "empty": _("rows without a description: {n}"),
    "long": _("texts too long for an ad, not used: {n}"),
    "foreign": _("ads in another language, not used: {n}"),
    "other": _("texts that ask for nothing and offer no post, so no advertisements, not used: {n}"),
    "garbled": _("rows with garbled letters, mended: {n}"),
    "undated": _("dates not understood: {n}"),
    "either": _("dates such as 03/04/2025, of which nothing tells the order, read as day and month: {n}"),
}
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,6}[a-z]{2,}", re.IGNORECASE)
_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_]\w{2,4})?")
_LANGUAGES = {"es": "es", "spa": "es", "esp": "es", "en": "en", "eng": "en", "ing": "en"}


def load(
    paths: Path | Iterable[Path],
    asked_for: AskedFor,
    *,
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> JobAds:
    """Read job ads from tables (CSV, XLSX, JSON lines, Parquet), texts, or folders of these, in the order of the rows.

    `asked_for` says what they ask for. `columns` is field (a key of `COLUMNS`) to the name of its column, for columns
    that are not recognised; `progress` is called with the number of ads done and of all. One file of several that
    cannot be read is counted. Raises InputError.
    """
    named = dict(columns or {})
    found = files([paths] if isinstance(paths, Path) else paths)
    tables, skipped, unread = _tables(found.files, named)
    ads: list[JobAd] = []
    asked: list[Requirement] = []
    seen: Counter[str] = Counter()
    counts: dict[str, Counter[str]] = {what: Counter() for what in _LEFT_OUT}
    rows: list[tuple[Path, Row, dict[str, str], bool]] = []
    for path, table, at in tables:
        order, either = month_first(_written_date(row, at) for row in table.rows)
        counts["either"][path.name] += either
        rows += [(path, row, at, order) for row in table.rows]
    read = list(_usable(rows, counts))
    for start in range(0, len(read), _AT_ONCE):
        some = read[start : start + _AT_ONCE]
        of_each = asked_for([ad for _path, ad, _of_text in some])
        for (path, ad, of_text), found_in in zip(some, of_each, strict=True):
            if of_text and not offers_a_post(ad, found_in):
                counts["other"][path.name] += 1
                continue
            ads.append(replace(ad, id=_next_id(ad.id, seen)))
            asked += (replace(one, ad=ads[-1].id) for one in found_in)
        if progress is not None:
            progress(start + len(some), len(read))
    if not ads:
        raise _none_left(found.files, counts)
    for what, files_with in counts.items():
        skipped += [entry for name, n in files_with.items() for entry in skipped_entry(name, n, _LEFT_OUT[what])]
    unread = sum((counts[what] for what in ("empty", "long", "foreign", "other")), unread)
    read_from = _columns(at for _path, table, at in tables if table.rows and not is_text(table))
    return JobAds(
        tuple(ads),
        tuple(asked),
        groups(ads, asked),
        (*found.skipped, *skipped),
        len(ads),
        unread.total(),
        read_from,
        tuple(unread),
    )


def _usable(
    rows: Iterable[tuple[Path, Row, dict[str, str], bool]], counts: Mapping[str, Counter[str]]
) -> Iterator[tuple[Path, JobAd, bool]]:
    """Return the ads that can be read, each with its file and whether it was a text of its own; count the others."""
    for path, row, at, order in rows:
        ad = _ad(path, row, at, counts["undated"], month_first=order)
        counts["garbled"][path.name] += any(
            fix_mojibake(value) != value for value in map(cell_text, row.cells.values())
        )
        if not ad.text:
            counts["empty"][path.name] += 1
        elif len(ad.text) > _LONGEST:
            counts["long"][path.name] += 1
        elif ad.language is None and sum(map(str.isalpha, ad.text)) >= _ENOUGH:
            counts["foreign"][path.name] += 1
        else:
            yield path, ad, row.place.number == 0


def _columns(tables: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return field to the columns that tables have for it, each once, in the order of the fields."""
    of_field: dict[str, dict[str, None]] = {field: {} for field in COLUMNS}
    for table in tables:
        for field, column in table.items():
            of_field[field].update(dict.fromkeys(column.split(_BESIDE)))
    return {field: _BESIDE.join(columns) for field, columns in of_field.items() if columns}


def joined(sets: Sequence[JobAds]) -> tuple[JobAds, tuple[frozenset[str], ...]]:
    """Join sets of ads, what is the same in two of them in one group; return also the ids of each set's ads."""
    ads: list[JobAd] = []
    asked: list[Requirement] = []
    seen: Counter[str] = Counter()
    members = []
    for one in sets:
        ids = {ad.id: _next_id(ad.id.partition("-")[0], seen) for ad in one.ads}
        ads += [replace(ad, id=ids[ad.id]) for ad in one.ads]
        asked += [replace(requirement, ad=ids[requirement.ad]) for requirement in one.requirements]
        members.append(frozenset(ids.values()))
    skipped, unread = tuple(entry for one in sets for entry in one.skipped), sum(one.unread for one in sets)
    whole = JobAds(
        tuple(ads),
        tuple(asked),
        groups(ads, asked),
        skipped,
        len(ads),
        unread,
        _columns(one.columns for one in sets),
        tuple(dict.fromkeys(name for one in sets for name in one.unread_in)),
    )
    return whole, tuple(members)


def _next_id(content: str, seen: Counter[str]) -> str:
    """Return the hash of an ad's content, with a number behind it where others had the same before."""
    seen[content] += 1
    return content if seen[content] == 1 else f"{content}-{seen[content]}"


def _tables(
    paths: Sequence[Path], named: Mapping[str, str]
) -> tuple[list[tuple[Path, Table, dict[str, str]]], list[Skipped], Counter[str]]:
    """Read every sheet or file with its columns; return also what cannot be read, and how many rows of which file."""
    tables, skipped, unread = [], [], Counter[str]()
    for path in paths:
        try:
            read = _read_table(path, named)
            tables += [(path, table, _fields_in(path, table, read, named)) for table in read.tables]
        except InputError as error:
            if len(paths) == 1:
                raise
            skipped.append(Skipped(path.name, Text(error.es, error.en)))
            unread[path.name] += 1
            continue
        skipped += read.left_out(path.name, _("a description column"))
        unread[path.name] += read.unread
    return tables, skipped, unread


def _fields_in(path: Path, table: Table, read: Tables, named: Mapping[str, str]) -> dict[str, str]:
    """Return field to column in one sheet; the user's names need not stand in each."""
    if is_text(table):
        return fields(path, table.columns, {})  # whose columns are ours
    own, elsewhere = (
        {column_name(name) for each in sheets for name in each.columns} for sheets in ([table], read.tables)
    )
    said = {field: name for field, name in named.items() if column_name(name) not in elsewhere - own}
    return fields(path, list(dict.fromkeys(name for name in table.columns if name.strip())), said)


def _read_table(path: Path, named: Mapping[str, str]) -> Tables:
    """Read a file as a table; one that is none is a document."""
    wanted = partial(is_header, named=named)
    data = read_bytes(path)
    form = detect_format(data)
    if form == "xlsx":
        as_table = "xl/workbook.xml" in names(data)
    else:
        mail = is_mail(data[:_HEAD].decode("latin-1"))
        as_table = form is not None or path.suffix.lower() in _TABULAR or (not mail and is_table(path, wanted))
    return read_tables(path, wanted, bulk=True) if as_table else text_as_tables(path, partial(_names_ads, named=named))


def _written_date(row: Row, at: Mapping[str, str]) -> str:
    """Return the date of a row as it is written."""
    return clean(cell_text(row.cells.get(at["date"]))) if "date" in at else ""


def _ad(path: Path, row: Row, at: Mapping[str, str], undated: Counter[str], *, month_first: bool) -> JobAd:
    """Read the ad in one row; its text is empty where the row says nothing."""

    def cell(field: str) -> str:
        return cell_text(row.cells.get(at[field])) if field in at else ""

    def known(field: str) -> str | None:
        said = cell(field)
        if field == "employer" and _HOST.fullmatch(said):
            return said  # a firm that is called as its address
        return clean(cleaned(said)) or None

    title = clean(cleaned(cell("title")))
    said, written = cell("language"), _written_date(row, at)
    parts = {field: part for field in _PARTS if (part := cleaned(cell(field)))}
    # As a column of codes says, else as the text is; None where that is another one. A column "Idioma" with words may
    # say which language is asked for.
    code_of = _CODE.fullmatch(said)
    language = _LANGUAGES.get(code_of[1].lower()) if code_of else detect_language("\n".join(parts.values()), [title])
    text = "\n".join(f"{_PARTS[field][language == 'en']} {part}".strip() for field, part in parts.items())
    text = text if any(map(str.isalpha, text)) else ""
    date = iso_date(written, month_first=month_first)
    undated[path.name] += bool(written) and date is None
    code = re.sub(r"^(\d+)\.0$", r"\1", clean(cell("code"))) or None  # of "1204" a spreadsheet makes "1204.0"
    employer, place, country = known("employer"), known("place"), known("country")
    content = "\0".join(part or "" for part in (title, text, employer, place, country, date, code))
    return JobAd(
        id=hashlib.sha256(content.encode()).hexdigest()[:16],
        title=title,
        text=text,
        language=language,
        employer=employer,
        place=place,
        country=country,
        date=date,
        code=code,
        sector=known("sector"),
        source=f"{path.name}:{row.place}" if row.place.number else path.name,
    )


def _none_left(paths: Iterable[Path], counts: Mapping[str, Counter[str]]) -> InputError:
    names = ", ".join(map(str, paths))
    if counts["foreign"]:
        return InputError("{names}: no ad is in Spanish or English", names=names)
    if counts["long"]:
        return InputError("{names}: too long for an ad; give each ad a row or a file of its own", names=names)
    if counts["other"]:
        return InputError(
            "{names}: asks for nothing and offers no post, so it is no job advertisement; give a text that says what is"
            " asked for",
            names=names,
        )
    return InputError(
        "{names}: there is no ad with a description; check the file, or call its column 'description'⟦ (or name it with"
        " --column description=COLUMN)⟧",
        names=names,
    )
