"""What a run did, for whoever looks after a collection: the record of its page, and metrics for monitoring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpora import Skipped
from mapper.catalogues.batch.forecast import Changes
from mapper.catalogues.batch.run import Indexed
from mapper.catalogues.collections.folder import Collection


@dataclass(frozen=True, slots=True)
class Standing:
    """A published version: its name, the one that it updates, "" for none, its documents and searchable passages."""

    id: str
    updates: str
    documents: int
    passages: int
    current: bool


@dataclass(frozen=True, slots=True)
class Account:
    """A run and the collection that it left.

    Attributes:
        published: whether the version was put in force by the run; False where nothing had changed.
        encoder: its name and revision.
        counts: of the version: documents, unreadable ones, pages, passages, those mapped, matches.
        done: documents read or tried, texts encoded, passages matched (once for each framework), by `STEPS`.
        versions: all that are published, the oldest first.
        made_with: versions of the libraries that made it, and of curmap.
    """

    collection: str
    version: str
    published: bool
    frameworks: tuple[str, ...]
    encoder: Mapping[str, str]
    counts: Mapping[str, int]
    changes: Changes
    done: Mapping[str, int]
    seconds: float
    unreadable: tuple[Skipped, ...]
    skipped: tuple[Skipped, ...]
    versions: tuple[Standing, ...]
    made_with: Mapping[str, str]

    def rate(self, step: str) -> float:
        """So many a second were done of a step."""
        return self.done[step] / max(self.seconds, 1e-9)


STEPS = ("read", "encode", "match")


def account(collection: Collection, indexed: Indexed) -> Account:
    """The account of a run that has ended."""
    version = indexed.version
    encoder = version.asked["settings"]["encoder"]
    return Account(
        collection=collection.name,
        version=version.id,
        published=indexed.published,
        frameworks=tuple(version.asked["inputs"]["frameworks"]),
        encoder={"name": str(encoder["encoder"]), "revision": str(encoder["revision"])},
        counts=dict(version.counts),
        changes=indexed.changes,
        done={step: indexed.done.get(step, 0) for step in STEPS},
        seconds=round(indexed.seconds, 3),
        unreadable=indexed.unreadable,
        skipped=indexed.skipped,
        versions=tuple(
            Standing(v.id, v.asked["history"] or "", v.counts["documents"], v.counts["mapped"], v.id == version.id)
            for v in collection.readable_versions()
        ),
        made_with=dict(version.made_with["versions"]),
    )


def open_metrics(told: Account) -> str:
    """The account as OpenMetrics 1.0, as an agent reads it from a file."""
    counts, unread = told.counts, told.counts["unreadable"]
    about = {"version": told.version, "encoder": told.encoder["name"], "curmap": told.made_with["curriculum-mapper"]}
    families: list[tuple[str, str, str, list[tuple[dict[str, str], float]]]] = [
        ("curmap_collection", "info", "The version in force and what made it.", [(about, 1)]),
        (
            "curmap_documents",
            "gauge",
            "Documents of the version in force, by whether they could be read.",
            [({"state": "read"}, counts["documents"] - unread), ({"state": "unreadable"}, unread)],
        ),
        ("curmap_unreadable_pages", "gauge", "Pages without a text.", [({}, counts["unreadable_pages"])]),
        (
            "curmap_passages",
            "gauge",
            "Passages of the version in force, and those of them that are searched and mapped.",
            [({"state": "all"}, counts["passages"]), ({"state": "mapped"}, counts["mapped"])],
        ),
        ("curmap_matches", "gauge", "Matches of these passages.", [({}, counts["matches"])]),
        (
            "curmap_changed_documents",
            "gauge",
            "Documents that the last run found added, updated and removed.",
            [({"change": name}, len(getattr(told.changes, name))) for name in Changes.__slots__],
        ),
        (
            "curmap_run_done",
            "gauge",
            "Documents read or tried, texts encoded, passages matched (once for each framework) in the last run.",
            [({"step": step}, told.done[step]) for step in STEPS],
        ),
        ("curmap_run_seconds", "gauge", "What the last run took.", [({}, told.seconds)]),
        ("curmap_run_published", "gauge", "Whether it put a new version in force.", [({}, int(told.published))]),
    ]
    lines = []
    for name, kind, said, samples in families:
        lines += [f"# TYPE {name} {kind}", f"# HELP {name} {said}"]
        lines += [f"# UNIT {name} seconds"] if name.endswith("_seconds") else []
        sample = f"{name}_info" if kind == "info" else name
        lines += [f"{sample}{{{_labels({'collection': told.collection, **own})}}} {value!r}" for own, value in samples]
    return "\n".join([*lines, "# EOF", ""])


def _labels(labels: Mapping[str, str]) -> str:
    def parts() -> Iterator[str]:
        for name, value in labels.items():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            yield f'{name}="{escaped}"'

    return ",".join(parts())
