"""What a user can ask for: a framework or a mapping in a file that another system reads, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpora import Skipped, Text, _
from corpora.frameworks import written
from mapper.between import exchange
from mapper.between.exchange import sources
from mapper.workspace.files import write_atomically
from mapper.workspace.store import Workspace


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written: entries of the framework, or correspondences of a mapping, and what was left out."""

    what: str
    form: str
    path: Path
    entries: int
    left_out: tuple[Skipped, ...]

    def told(self) -> Iterator[Text]:
        """The file, then what its format cannot hold."""
        n = f"{self.entries:,}"
        yield _("{path}: {what} in {form}, entries: {n}", path=self.path, what=self.what, form=self.form, n=n)
        for skipped in self.left_out:
            yield _("  {what}: {why}", what=skipped.what, why=skipped.why)

    def values(self, lang: str) -> dict[str, Any]:
        """The same as JSON values."""
        left_out = [{"what": s.what, "why": getattr(s.why, lang)} for s in self.left_out]
        told = {"what": self.what, "format": self.form, "file": str(self.path), "entries": self.entries}
        return {**told, "left_out": left_out}


def export_framework(workspace: Workspace, name: str, form: str, path: Path) -> Exported:
    """Write a stored framework to a file, whole or not at all, in a form of `corpora.frameworks.written.WRITERS`."""
    framework = workspace.load(name)
    made = written.write(framework, form)
    write_atomically(path, made.data)
    return Exported(name, form, path, len(framework.competencies), made.left_out)


def export_mapping(workspace: Workspace, source: Path, form: str, path: Path) -> Exported:
    """Write an alignment.json, review, crosswalk.json or diff.json in a form of `EXPORTS`, with stored identifiers."""
    stored = {header.name for header in workspace.headers()}
    mappings = sources.read(source, lambda name: workspace.load(name) if name in stored else None)
    made = exchange.write(mappings, form)
    write_atomically(path, made.data)
    entries = sum(len(mapping.pairs(rejected=form in exchange.SAY_REJECTED)) for mapping in mappings)
    skipped = [
        replace(s, what=f"{mapping.title}: {s.what}" if len(mappings) > 1 else s.what)
        for mapping in mappings
        for s in mapping.skipped
    ]
    return Exported(source.name, form, path, entries, (*skipped, *made.left_out))
