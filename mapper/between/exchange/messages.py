"""What is said of an export, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corpora import Text, _
from mapper.between.exchange.actions import Exported


def told(exported: Exported) -> Iterator[Text]:
    """The file, then what its format cannot hold."""
    n = f"{exported.entries:,}"
    yield _("{path}: {what} in {form}, {n} entries", path=exported.path, what=exported.what, form=exported.form, n=n)
    for skipped in exported.left_out:
        yield _("  {what}: {why}", what=skipped.what, why=skipped.why)


def values(exported: Exported, lang: str) -> dict[str, Any]:
    """The same as JSON values."""
    left_out = [{"what": s.what, "why": s.why.en if lang == "en" else s.why.es} for s in exported.left_out]
    return {
        "what": exported.what,
        "format": exported.form,
        "file": str(exported.path),
        "entries": exported.entries,
        "left_out": left_out,
    }
