"""What Moodle and Canvas share: rows of CSV, texts kept as HTML, identifiers they accept, the tree of their rows."""

from __future__ import annotations

import hashlib
import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.errors import InputError
from corpora.files import decode, head, read_bytes
from corpora.frameworks.hierarchy import place_entries, unique_codes
from corpora.readers.pieces import has_marker
from corpora.records import Competency
from corpora.tabular import IsHeader, first_records, headers, records
from corpora.text import clean, clean_lines, without_markup

Rows = list[tuple[int, list[str]]]
"""Line on which a record begins, and its cells."""

# What is struck out is no part of a text.
_STRUCK = re.compile(r"<(s|strike|del)(?:\s[^<>]*)?>.*?</\1\s*>|~~(?=\S).+?(?<=\S)~~", re.IGNORECASE | re.DOTALL)
# Of Markdown what is common in a statement; a number or sign at its beginning may be its own, and a formula is.
_MARKDOWN = re.compile(r"[*_`]|\]\(")
_FORMULA = re.compile(r"(\$\$?[^$\n]+\$\$?)")
_BULLET = re.compile(r"^[^\S\n]*[*+-][^\S\n]+", re.MULTILINE)
_MARKED = re.compile(r'<p class="curmap-([a-z]+)">(.*?)</p>', re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>")


@dataclass(slots=True)
class Entry:
    """A row with what was read from it; Canvas's ratings stand in columns behind the named ones."""

    row: Mapping[str, str]
    code: str
    statement: str
    description: str
    ratings: Sequence[str] = ()


def read_csv(path: Path, is_header: IsHeader) -> Rows | None:
    """Return the records of a CSV file from its header on, None where no such header begins it; raises InputError."""
    text = decode(path, read_bytes(path))
    delimiter = _delimiter(text, is_header)
    return list(records(path, text, delimiter)) if delimiter else None


def begins_with(path: Path, is_header: IsHeader, *, rows: int) -> Rows:
    """Return the first records of a CSV file with such a header; none where it has another or is no text."""
    try:
        text = decode(path, head(path, 1 << 18), partial=True)
    except InputError:
        return []
    delimiter = _delimiter(text, is_header)
    return list(first_records(text, delimiter, rows)) if delimiter else []


def _delimiter(text: str, is_header: IsHeader) -> str:
    """Return by which delimiter the first record is such a header, "" for none."""
    return next((delimiter for at, delimiter in headers(text, is_header) if at == 0), "")


def read_entry(
    row: Mapping[str, str], identifier: str, title: str, counts: Counter[str], *, coded: bool = False
) -> Entry | None:
    """Return what a row says, None where it has neither identifier nor title, the columns of these names.

    `counts` gets `empty`, `no id` and `no name`; the title may begin with the code where it is `coded`.
    """
    parts, rest = unmarked(row.get("description", ""))
    code = parts.get("code") or clean(row[identifier])
    shown = plain(row[title])
    statement = parts.get("statement") or (shown.removeprefix(f"{code} ") if coded else shown)
    if not code and not statement:
        counts["empty"] += 1
        return None
    counts["no id"] += not code
    counts["no name"] += not statement
    return Entry(row, code or statement, statement or code, parts.get("description") or plain_lines(rest))


def competencies(
    entries: Sequence[Entry],
    identifier: str,
    named: Callable[[Mapping[str, str]], Sequence[str]],
    described: Callable[[Entry, int], tuple[str, dict[str, Any]]],
    counts: Counter[str],
) -> list[Competency]:
    """Return what the entries say, parents before children, else in the file's order.

    `identifier` is the column to which `named`, the identifiers above a row, refer; `described` gives the kind and the
    `extra` of an entry of some depth. `counts` gets `repeated`, `orphans` and `cycles`.
    """
    by_code = dict(zip(unique_codes([entry.code for entry in entries]), entries, strict=True))
    counts["repeated"] += sum(code != entry.code for code, entry in by_code.items())
    first: dict[str, str] = {}
    for code, entry in by_code.items():
        first.setdefault(clean(entry.row[identifier]), code)
    above: dict[str, list[str]] = {}
    for code, entry in by_code.items():
        names = named(entry.row)
        counts["orphans"] += sum(name not in first for name in names)
        above[code] = list(dict.fromkeys(first[name] for name in names if name in first))
    codes, parents = place_entries({code: code for code in by_code}, above, counts)
    language = detect_common_language(entry.statement for entry in entries) or "es"
    depths: dict[str | None, int] = {None: -1}
    made = []
    for code in codes:
        entry, parent = by_code[code], parents[code]
        depths[code] = depths[parent] + 1
        kind, extra = described(entry, depths[code])
        further = tuple(up for up in above[code] if up not in {parent, code})
        text = entry.description
        made.append(
            Competency(code, entry.statement, kind, parent, language, description=text, broader=further, extra=extra)
        )
    return made


def identifiers(competencies: Iterable[Competency], accepted: re.Pattern[str]) -> dict[str, str]:
    """Return code to an identifier of its own: the code itself where it is accepted and differs by more than capitals.

    Any other begins with `cm-`, says what it can of the code, and ends with the beginning of its SHA-256.
    """
    made: dict[str, str] = {}
    used: set[str] = set()
    for competency in competencies:
        code = competency.code
        name = code
        if not accepted.fullmatch(code) or code.casefold() in used or code.startswith("cm-"):
            readable = re.sub(r"[^A-Za-z0-9.]+", "_", code)[:40].strip("_")
            name = f"cm-{readable}-{hashlib.sha256(code.encode('utf-8', 'replace')).hexdigest()[:12]}"
        used.add(name.casefold())
        made[code] = name
    return made


def detect_common_language(texts: Iterable[str]) -> str | None:
    """Return the one language that statements of a format without languages seem to be in."""
    from corpora.language import detect_language

    # Sorted, so that their order decides nothing.
    return detect_language(" ".join(sorted(texts)[:200])[:4000])


def shortened(text: str, most: int) -> str:
    """Shorten a text to so many characters, cut behind a word where there is one."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut).rstrip() + "…"


def plain(text: str) -> str:
    """Return one line of clean text without tags and what is struck out."""
    return clean(_untagged(text))


def plain_statement(text: str) -> str:
    """Clean as `plain`, without the marks of Markdown; its points stand each on a line of its own."""
    return points_by_line(_without_markdown(_untagged(text)))


def points_by_line(text: str) -> str:
    """Return clean text with its points each on a line of its own, and all else in one line."""
    lines = filter(None, clean_lines(text).split("\n"))
    return "".join(("\n" if has_marker(line) else " ") * bool(n) + line for n, line in enumerate(lines))


def strikes(text: str) -> int:
    """Return how many pieces of a text are struck out."""
    return len(_STRUCK.findall(text))


def plain_lines(text: str) -> str:
    """Return clean text without tags; paragraphs and line breaks become line feeds."""
    return re.sub(r"\n{2,}", "\n", clean_lines(_untagged(text))).strip()


def marked(parts: Mapping[str, str]) -> str:
    """Write texts as HTML paragraphs whose class says what each is; empty ones are left out.

    No line break and no backslash stands in it: some readers of CSV stumble over both.
    """
    escaped = {name: html.escape(text).replace("\\", "&#92;").replace("\n", "<br>") for name, text in parts.items()}
    return "".join(f'<p class="curmap-{name}">{text}</p>' for name, text in escaped.items() if text)


def unmarked(text: str) -> tuple[dict[str, str], str]:
    """Return the parts that `marked` wrote, exactly, and what else stands in an HTML text."""
    parts = {name: html.unescape(_BREAK.sub("\n", inner)) for name, inner in _MARKED.findall(text)}
    return parts, _MARKED.sub("", text)


def _without_markdown(text: str) -> str:
    if not _MARKDOWN.search(text):
        return text
    text = _BULLET.sub("• ", text)
    return "".join(part if n % 2 else _inline(part) for n, part in enumerate(_FORMULA.split(text)))


def _inline(text: str) -> str:
    """Return what Markdown shows of a text within a paragraph; blanks at its ends stay."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("zero").enable(["emphasis", "link", "backticks"])
    shown = "".join(
        "\n" if token.type in ("softbreak", "hardbreak") else token.content
        for line in reader.parseInline(text)
        for token in line.children or ()
    )
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return text[:start] + shown.strip() + text[end:] if shown.strip() else text


def _untagged(text: str) -> str:
    return without_markup(_STRUCK.sub("", text))
