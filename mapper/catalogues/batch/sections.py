"""What the page of a run says: what it found and did, how fast, what could not be read, and the versions there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpora import Skipped, Text, _, _p
from mapper.catalogues.batch.run import ChangedMatches, Changes, Indexed, Recomputation
from mapper.catalogues.collections.folder import Collection
from mapper.reports.blocks import (
    BOOK,
    PAGE,
    Block,
    Facts,
    Paragraph,
    Report,
    Section,
    Table,
    Tiles,
    Words,
    parse_columns,
)

TEXTS: dict[str, Text] = {
    "title": _("Catalogue indexed"),
    "lead.published": _("Version {version} is in force."),
    "lead.same": _("Nothing has changed; version {version} stays in force."),
    "unread": _(
        "Documents that could not be read: {unreadable} of {documents}. They are listed below with the reason."
    ),
    "teaches_nothing": _(
        "Documents in which nothing seems to teach: {n}. None of their passages is searched or mapped."
    ),
    "documents": _("documents"),
    "unreadable": _p("documents", "not read"),
    "mapped": _("searchable passages"),
    "matches": _("matches"),
    "run": _("This run"),
    "seconds": _("time"),
    "read": _("documents worked on"),
    "encode": _("texts encoded"),
    "match": _("passages matched, once for each framework"),
    "rate": _("{n} ({rate} a second)"),
    "frameworks": _("frameworks"),
    "encoder": _("encoder"),
    "pages": _("pages without a text"),
    "changes": _("Changed documents"),
    "change": _("change"),
    "added": _p("documents", "added"),
    "updated": _p("documents", "updated"),
    "removed": _p("documents", "removed"),
    "lost": _("no longer readable"),
    "moved": _("Standards gained and lost"),
    "gained": _p("standards", "gained"),
    "given_up": _p("standards", "no longer shown"),
    "standard": _("document and standard"),
    "document": _("document"),
    "failures": _("Not read"),
    "without_teaching": _("Without teaching"),
    "skipped": _("Passed over"),
    "why": _("why"),
    "versions": _("Versions"),
    "version": _("version"),
    "updates": _("updates"),
    "current": _("in force"),
    "made": _("Made with"),
    "library": _("library"),
}
_STEPS = {
    "reading": _("reading"),
    "encoder": _("encoder"),
    "matching": _("matching"),
    "scorer": _("probabilities"),
    "index": _("index"),
}
_MOST = 200  # rows of a long table on the page; the workbook has all


def report(told: RunAccount, *, lang: str) -> Report:
    """Return the report in the language "es" or "en"."""
    t = Words(lang, TEXTS)
    counts = told.counts
    lead: list[Block] = [
        Paragraph(t("lead.published" if told.published else "lead.same", version=told.version), "lead")
    ]
    lead += [Paragraph(t.translate(why)) for why in recomputation_reasons(told.anew)]
    if counts["unreadable"]:
        unread = {name: f"{counts[name]:,}" for name in ("unreadable", "documents")}
        lead.append(Paragraph(t("unread", **unread), "warning"))
    if told.without_teaching:
        lead.append(Paragraph(t("teaches_nothing", n=f"{len(told.without_teaching):,}"), "warning"))
    tiles = [(t(name), counts[name], "open" if name == "unreadable" and counts[name] else "") for name in _TILES]
    changed = [(t(change), name) for change in Changes.__slots__ for name in getattr(told.changes, change)]
    moved = [
        (t(word), one) for word, ones in (("gained", told.moved.gained), ("given_up", told.moved.lost)) for one in ones
    ]
    left = {"failures": told.unreadable, "skipped": told.skipped}
    passed = {name: [(skipped.what, t.translate(skipped.why)) for skipped in found] for name, found in left.items()}
    heads = parse_columns("version:20 updates:20 documents:12:number mapped:12:number current:10", t, headed=str)
    versions = [(v.id, v.updates, v.documents, v.passages, t("yes") if v.current else "") for v in told.versions]
    made = Table(parse_columns("library:40 version:16", t, headed=str), sorted(told.made_with.items()), t("made"))
    parts = [
        Section("", [*lead, Tiles(tiles)]),
        Section(t("run"), [Facts(_facts(told, t), (t.gettext("Fact"), t("value")), t("run"))], id="run"),
        _listed("changes", "change:14 document:60", changed, t, folded="folded"),
        _listed("moved", "change:20 standard:80", moved, t),
        *(_listed(name, "document:40 why:80", rows, t) for name, rows in passed.items()),
        _listed("without_teaching", "document:80", [(name,) for name in told.without_teaching], t),
        Section(t("versions"), [Table(heads, versions, t("versions"))], id="versions"),
        Section(t("made"), [made], id="made", folded="folded", on=PAGE | BOOK),
    ]
    return Report(t, told.collection, [part for part in parts if part.blocks])


def recomputation_reasons(found: Recomputation) -> Iterator[Text]:
    """Yield why a version is another one though perhaps no document is."""
    for name in found.frameworks:
        yield _("{name}: another edition; all passages are compared with it again", name=name)
    if steps := [_STEPS[step] for step in found.steps]:
        what = Text(*map(", ".join, zip(*steps, strict=True)))
        yield _("curmap reads or compares otherwise than in the version before: {what}", what=what)


_TILES = ("documents", "unreadable", "mapped", "matches")


def _facts(told: RunAccount, t: Words) -> list[tuple[str, str]]:
    done = [(t(step), t("rate", n=f"{told.done[step]:,}", rate=f"{told.rate(step):,.1f}")) for step in STEPS]
    return [
        (t("version"), told.version),
        (t("seconds"), t.gettext("{seconds} s", seconds=f"{told.seconds:,.1f}")),
        *done,
        (t("frameworks"), ", ".join(told.frameworks) or "–"),
        (t("encoder"), told.encoder["name"]),
        (t("pages"), f"{told.counts['unreadable_pages']:,}"),
    ]


def _listed(
    name: str, told: str, rows: Sequence[Sequence[str]], t: Words, *, folded: Literal["", "folded"] = ""
) -> Section:
    table = Table(parse_columns(told, t, headed=str), rows, t(name), most=_MOST)
    return Section(t(name), [table] if rows else [], id=name, count=len(rows), folded=folded)


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """A published version: its name, the one that it updates, "" for none, its documents and searchable passages."""

    id: str
    updates: str
    documents: int
    passages: int
    current: bool


@dataclass(frozen=True, slots=True)
class RunAccount:
    """A run and the collection that it left."""

    collection: str
    version: str
    published: bool  # whether the version was put in force by the run; False where nothing had changed
    frameworks: tuple[str, ...]
    encoder: Mapping[str, str]  # its name and revision
    counts: Mapping[str, int]  # of the version: documents, unreadable ones, pages, passages, those mapped, matches
    changes: Changes
    anew: Recomputation
    moved: ChangedMatches
    done: Mapping[str, int]  # documents tried, texts encoded, passages matched (once for each framework), by `STEPS`
    seconds: float
    unreadable: tuple[Skipped, ...]
    without_teaching: tuple[str, ...]  # names of documents that were read and have no passage that is mapped
    skipped: tuple[Skipped, ...]
    versions: tuple[VersionSummary, ...]  # all that are published, the oldest first
    made_with: Mapping[str, str]  # versions of the libraries that made it, and of curmap

    def rate(self, step: str) -> float:
        """Return how many a second were done of a step."""
        return self.done[step] / max(self.seconds, 1e-9)


STEPS = ("read", "encode", "match")


def make_account(collection: Collection, indexed: Indexed) -> RunAccount:
    """Return the account of a run that has ended."""
    version = indexed.version
    encoder = version.asked["settings"]["encoder"]
    return RunAccount(
        collection=collection.name,
        version=version.id,
        published=indexed.published,
        frameworks=tuple(version.asked["inputs"]["frameworks"]),
        encoder={"name": str(encoder["encoder"]), "revision": str(encoder["revision"])},
        counts=dict(version.counts),
        changes=indexed.changes,
        anew=indexed.anew,
        moved=indexed.moved,
        done={step: indexed.done.get(step, 0) for step in STEPS},
        seconds=round(indexed.seconds, 3),
        unreadable=indexed.unreadable,
        without_teaching=indexed.without_teaching,
        skipped=indexed.skipped,
        versions=tuple(
            VersionSummary(
                v.id, v.asked["history"] or "", v.counts["documents"], v.counts["mapped"], v.id == version.id
            )
            for v in collection.readable_versions()
        ),
        made_with=dict(version.made_with["versions"]),
    )


def open_metrics(told: RunAccount) -> str:
    """Return the account as OpenMetrics 1.0, as an agent reads it from a file."""
    counts, unread = told.counts, told.counts["unreadable"]
    about = {"version": told.version, "encoder": told.encoder["name"], "curmap": told.made_with["curriculum-mapper"]}

    def by(label: str, values: Mapping[str, int]) -> list[tuple[dict[str, str], float]]:
        return [({label: name}, value) for name, value in values.items()]

    changed = by("change", {name: len(getattr(told.changes, name)) for name in Changes.__slots__})
    documents = by("state", {"read": counts["documents"] - unread, "unreadable": unread})
    every = by("state", {"all": counts["passages"], "mapped": counts["mapped"]})
    done = "Documents read or tried, texts encoded, passages matched (once for each framework) in the last run."
    families: list[tuple[str, str, list[tuple[dict[str, str], float]]]] = [
        ("curmap_collection", "The version in force and what made it.", [(about, 1)]),
        ("curmap_documents", "Documents of the version in force, by whether they could be read.", documents),
        (
            "curmap_documents_without_teaching",
            "Documents that were read and have no passage that is searched and mapped.",
            [({}, len(told.without_teaching))],
        ),
        ("curmap_unreadable_pages", "Pages without a text.", [({}, counts["unreadable_pages"])]),
        ("curmap_passages", "Passages of the version in force, and those of them that are searched and mapped.", every),
        ("curmap_matches", "Matches of these passages.", [({}, counts["matches"])]),
        ("curmap_changed_documents", "Documents that the last run found added, updated, removed, lost.", changed),
        ("curmap_run_done", done, by("step", {step: told.done[step] for step in STEPS})),
        ("curmap_run_seconds", "What the last run took.", [({}, told.seconds)]),
        ("curmap_run_published", "Whether it put a new version in force.", [({}, int(told.published))]),
    ]
    lines = []
    for name, said, samples in families:
        kind, sample = ("info", f"{name}_info") if name == "curmap_collection" else ("gauge", name)
        lines += [f"# TYPE {name} {kind}", f"# HELP {name} {said}"]
        lines += [f"# UNIT {name} seconds"] if name.endswith("_seconds") else []
        lines += [f"{sample}{{{_labels({'collection': told.collection, **own})}}} {value!r}" for own, value in samples]
    return "\n".join([*lines, "# EOF", ""])


def _labels(labels: Mapping[str, str]) -> str:
    escapes = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})
    return ",".join(f'{name}="{value.translate(escapes)}"' for name, value in labels.items())
