"""Progress of long work on standard error: a line on a terminal, JSON lines for schedulers."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from corpora import Text
from mapper.cli_console import pick, stderr

if TYPE_CHECKING:
    from mapper.batch.supervision import Progress, Report


@contextmanager
def progress_of(*, log_json: bool, lang: str) -> Iterator[Report]:
    """What to call while an index is made; nothing is shown where standard error is no terminal, without `log_json`."""
    begin = time.monotonic()
    if log_json:
        yield lambda progress: _log(progress, time.monotonic() - begin)
        return
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with stderr().status("") as status:
        yield lambda progress: status.update(_line(progress, time.monotonic() - begin, lang))


def _log(progress: Progress, seconds: float) -> None:
    values = {
        "event": "progress",
        "shards": progress.shards,
        "of_shards": progress.of_shards,
        "documents": progress.documents,
        "unreadable": progress.unreadable,
        "passages": progress.passages,
        "passages_per_second": round(progress.passages / max(seconds, 1e-9), 1),
        "seconds": round(seconds, 1),
        "seconds_left": round(_left(progress, seconds), 1),
    }
    log(values)


def log(values: Mapping[str, Any]) -> None:
    """One JSON line on standard error."""
    sys.stderr.write(json.dumps(values, ensure_ascii=False) + "\n")
    sys.stderr.flush()


def _left(progress: Progress, seconds: float) -> float:
    return seconds / progress.shards * (progress.of_shards - progress.shards)


def _line(progress: Progress, seconds: float, lang: str) -> str:
    speed, left = progress.passages / max(seconds, 1e-9), _left(progress, seconds)
    minutes = f"{int(left // 60)}:{int(left % 60):02}"
    documents, passages = f"{progress.documents:,}", f"{progress.passages:,}"
    parts = f"{progress.shards}/{progress.of_shards}"
    return pick(
        Text(
            f"{parts} partes · {documents} documentos · {passages} pasajes · {speed:,.0f} pasajes/s · faltan {minutes}",
            f"{parts} shards · {documents} documents · {passages} passages · {speed:,.0f} passages/s · {minutes} left",
        ),
        lang,
    )
