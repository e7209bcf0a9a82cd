"""Writers of frameworks, opened by name when needed, with the identifiers and the losses that they have in common.

Seam: a writer module has `write(framework: Framework) -> Export`. A format that has a loader is read back by it.
"""

from __future__ import annotations

import csv
import io
import pkgutil
import re
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from corpora.errors import InputError
from corpora.files import skipped_entry
from corpora.records import Framework, Skipped, Text
from corpora.translation import _

WRITERS: dict[str, str] = {
    "case": "corpora.frameworks.case",
    "skos": "corpora.frameworks.skos",
    "moodle": "corpora.frameworks.moodle",
    "canvas": "corpora.frameworks.canvas",
    "table": "corpora.frameworks.table",
}
"""Format to its module."""
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:curmap")
# An address as RDF takes it: a scheme, and nothing that RFC 3987 forbids.
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20\[\]]+")
_ORIGINS = {"case", "skos", "moodle", "canvas"}
_HELD = {"title", "version", "licenseURI"}  # which each format holds or tells by itself
_WITHIN = {*_ORIGINS, "package", "CFDocument"}  # parts of what came that have names for each of its data


@dataclass(frozen=True, slots=True)
class Export:
    """A framework in another format: the file's content, and what the format cannot hold, counted and shown."""

    data: bytes
    left_out: tuple[Skipped, ...] = ()


def as_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Return the rows as CSV, in UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def write(framework: Framework, form: str) -> Export:
    """Return a framework in the format of that name; raises InputError for a format that is not in `WRITERS`."""
    if form not in WRITERS:
        raise InputError(
            "there is no format '{form}' for frameworks; known: {known}", form=form, known=", ".join(WRITERS)
        )
    writer: Callable[[Framework], Export] = pkgutil.resolve_name(f"{WRITERS[form]}:write")
    return writer(framework)


def lost_fields(framework: Framework, held: Collection[str], wrong_kinds: int, origin: str) -> tuple[Skipped, ...]:
    """Return which fields of the entries a format (`origin`, whose own data is given back) has no place for, counted.

    The fields `held` come back whole; of `wrong_kinds` entries the kind will be another. What the framework says of
    itself, but for its own data, is named: only CASE and SKOS have a place for it, and do not ask here.
    """
    entries = framework.competencies
    lost = (
        ("kind", wrong_kinds, _("kinds that do not come back: {n}")),
        ("labels", sum(bool(c.labels) for c in entries), _("entries with other wordings or translations: {n}")),
        ("level", sum(c.level is not None for c in entries), _("entries with a level: {n}")),
        ("language", len(entries), _("entries whose language is not said: {n}")),
        ("title_only", sum(c.title_only for c in entries), _("entries known by their title only: {n}")),
        ("broader", sum(bool(c.broader) for c in entries), _("entries with more than one parent: {n}")),
        ("glossary", sum(bool(c.glossary) for c in entries), _("entries with a glossary: {n}")),
        (
            "extra",
            sum(bool(c.extra.keys() - _ORIGINS) for c in entries),
            _("entries with other data (sector, committee…): {n}"),
        ),
        (
            "origin",
            sum(bool(c.extra.keys() & _ORIGINS - {origin}) for c in entries),
            _("entries with identifiers and data of another format: {n}"),
        ),
    )
    about = ", ".join(dict.fromkeys(_field_names({k: v for k, v in framework.extra.items() if k != origin})))
    said = (Skipped("about", _("what the framework says of itself: {names}", names=about)),) if about else ()
    return (*(each for name, count, why in lost if name not in held for each in skipped_entry(name, count, why)), *said)


def _field_names(extra: Mapping[str, Any]) -> Iterator[str]:
    """Return the names of these data."""
    for name, value in extra.items():
        if name in _WITHIN and isinstance(value, Mapping):
            yield from _field_names(value)
        elif name not in _HELD:
            yield name


def lost_metadata(framework: Framework, title: Text, licence: Text) -> tuple[Skipped, ...]:
    """Return that a format has no place for the framework's title, version and licence, in these words."""
    about = _("'{title}', {version}", title=framework.title, version=framework.version)
    lost = [Skipped("title", _("{title}: {said}", title=title, said=about))]
    if framework.licence:
        why = _("{licence}: {framework_licence}", licence=licence, framework_licence=framework.licence)
        lost.append(Skipped("licence", why))
    return tuple(lost)


def main_language(framework: Framework) -> str:
    """Return the language of most entries; on a tie English, Spanish where there is none."""
    languages = Counter(competency.language for competency in framework.competencies)
    return max(sorted(languages), key=lambda language: languages[language], default="es")


def source_fields(extra: Mapping[str, Any], form: str) -> dict[str, Any]:
    """Return what came in a format's own fields; a table's own column may have that name too."""
    came = extra.get(form)
    return dict(came) if isinstance(came, Mapping) else {}


def make_identifier(framework: Framework, *what: str) -> str:
    """Return a UUID (version 5) made of the framework's name and title and, say, an entry's code.

    The version is no part of it, so that an entry is the same in the next edition.
    """
    return str(uuid.uuid5(uuid.uuid5(NAMESPACE, f"{framework.name}\n{framework.title}"), "\n".join(what)))


def entry_addresses(framework: Framework) -> dict[str, str]:
    """Map each code to the address with which its entry came, where it has one of its own, or a new one."""
    said = {}
    for competency in framework.competencies:
        extra = competency.extra
        skos, case = extra.get("skos"), extra.get("case")
        item = case.get("item") if isinstance(case, Mapping) else None
        if isinstance(item, Mapping) and not item.get("uri"):
            item = {"uri": f"urn:uuid:{item.get('identifier')}"}
        came = (s["uri"] for s in (skos, item, extra) if isinstance(s, Mapping) and isinstance(s.get("uri"), str))
        address = next(came, "")
        said[competency.code] = address if _ABSOLUTE.fullmatch(address) else ""
    used = Counter(address for address in said.values() if address)
    return {
        code: address if used[address] == 1 else f"urn:uuid:{make_identifier(framework, 'item', code)}"
        for code, address in said.items()
    }
