"""What the page of a run says: what it found and did, how fast, what could not be read, and the versions there are."""

from __future__ import annotations

from collections.abc import Sequence

from corpora import Skipped, Text, _
from mapper.catalogues.batch.account import STEPS, Account
from mapper.catalogues.batch.forecast import Changes
from mapper.reports.blocks import BOOK, PAGE, Block, Column, Facts, Paragraph, Part, Report, Table, Tiles, Words

TEXTS: dict[str, Text] = {
    "title": _("Catalogue indexed"),
    "lead.published": _("Version {version} is in force."),
    "lead.same": _("Nothing has changed; version {version} stays in force."),
    "unread": _(
        "Documents that could not be read: {unreadable} of {documents}. They are listed below with the reason."
    ),
    "documents": _("documents"),
    "unreadable": _("not read"),
    "mapped": _("searchable passages"),
    "matches": _("matches"),
    "run": _("This run"),
    "fact": _("Fact"),
    "value": _("Value"),
    "seconds": _("time"),
    "seconds.n": _("{seconds} s"),
    "read": _("documents worked on"),
    "encode": _("texts encoded"),
    "match": _("passages matched, once for each framework"),
    "rate": _("{n} ({rate} a second)"),
    "frameworks": _("frameworks"),
    "encoder": _("encoder"),
    "pages": _("pages without a text"),
    "changes": _("Changed documents"),
    "change": _("change"),
    "added": _("added"),
    "updated": _("updated"),
    "removed": _("removed"),
    "document": _("document"),
    "failures": _("Not read"),
    "skipped": _("Passed over"),
    "why": _("why"),
    "versions": _("Versions"),
    "version": _("version"),
    "updates": _("updates"),
    "current": _("in force"),
    "yes": _("yes"),
    "made": _("Made with"),
    "library": _("library"),
}
_MOST = 200
"""Rows of a long table on the page; the workbook has all."""


def report(told: Account, *, lang: str) -> Report:
    """The report in the language "es" or "en"."""
    t = Words(lang, TEXTS)
    counts = told.counts
    lead: list[Block] = [
        Paragraph(t("lead.published" if told.published else "lead.same", version=told.version), "lead")
    ]
    if counts["unreadable"]:
        unread = {name: f"{counts[name]:,}" for name in ("unreadable", "documents")}
        lead.append(Paragraph(t("unread", **unread), "warning"))
    tiles = [(t(name), counts[name], "open" if name == "unreadable" and counts[name] else "") for name in _TILES]
    parts = [
        Part("", [*lead, Tiles(tiles)]),
        Part(t("run"), [Facts(_facts(told, t), (t("fact"), t("value")), t("run"))], id="run"),
        _changed(told.changes, t),
        _passed(told.unreadable, "failures", t),
        _passed(told.skipped, "skipped", t),
        _versions(told, t),
        Part(
            t("made"),
            [Table([Column(t("library"), 40), Column(t("version"), 16)], sorted(told.made_with.items()), t("made"))],
            id="made",
            folded="folded",
            on=PAGE | BOOK,
        ),
    ]
    return Report(t, told.collection, [part for part in parts if part.blocks])


_TILES = ("documents", "unreadable", "mapped", "matches")


def _facts(told: Account, t: Words) -> list[tuple[str, str]]:
    done = [(t(step), t("rate", n=f"{told.done[step]:,}", rate=f"{told.rate(step):,.1f}")) for step in STEPS]
    return [
        (t("version"), told.version),
        (t("seconds"), t("seconds.n", seconds=f"{told.seconds:,.1f}")),
        *done,
        (t("frameworks"), ", ".join(told.frameworks) or "–"),
        (t("encoder"), told.encoder["name"]),
        (t("pages"), f"{told.counts['unreadable_pages']:,}"),
    ]


def _changed(found: Changes, t: Words) -> Part:
    rows = [(t(change), name) for change in Changes.__slots__ for name in getattr(found, change)]
    table = Table([Column(t("change"), 14), Column(t("document"), 60)], rows, t("changes"), most=_MOST)
    return Part(t("changes"), [table] if rows else [], id="changes", count=len(rows), folded="folded")


def _passed(found: Sequence[Skipped], name: str, t: Words) -> Part:
    rows = [(skipped.what, t.of(skipped.why)) for skipped in found]
    table = Table([Column(t("document"), 40), Column(t("why"), 80)], rows, t(name), most=_MOST)
    return Part(t(name), [table] if rows else [], id=name, count=len(rows))


def _versions(told: Account, t: Words) -> Part:
    columns = [
        Column(t("version"), 20),
        Column(t("updates"), 20),
        Column(t("documents"), 12, "number"),
        Column(t("mapped"), 12, "number"),
        Column(t("current"), 10),
    ]
    rows = [(v.id, v.updates, v.documents, v.passages, t("yes") if v.current else "") for v in told.versions]
    return Part(t("versions"), [Table(columns, rows, t("versions"))], id="versions")
