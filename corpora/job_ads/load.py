"""From files of ads to records: rows, columns, cleaning, requirements, duplicates."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from corpora.frameworks.rows import read_tables
from corpora.job_ads.records import JobAd, JobAds
from corpora.job_ads.segments import requirements
from corpora.language import language_of
from corpora.text import clean_lines

Progress = Callable[[int, int], None]


def load(
    paths: Path | Iterable[Path], *, columns: Mapping[str, str] | None = None, progress: Progress | None = None
) -> JobAds:
    """Read job ads from tables (CSV, XLSX, JSON lines, Parquet) or folders of texts.

    Args:
        paths: one or more files or folders.
        columns: field to column name, for columns that are not recognised by their name.
        progress: called with the number of ads done and of all.

    Raises:
        InputError: a file that cannot be read, or without a column for the description.
    """
    names = {field: (columns or {}).get(field, field) for field in ("title", "description")}
    ads: list[JobAd] = []
    seen: Counter[str] = Counter()
    for path in [paths] if isinstance(paths, Path) else paths:
        for table in read_tables(path, lambda cells: names["description"] in cells).tables:
            for row in table.rows:
                title, text = row.cells.get(names["title"], ""), clean_lines(row.cells.get(names["description"], ""))
                content = hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()[:16]
                seen[content] += 1
                name = content if seen[content] == 1 else f"{content}-{seen[content]}"
                ads.append(JobAd(name, title, text, language_of(text), source=f"{path.name}:{row.place.en}"))
    asked = [requirement for ad in ads for requirement in requirements(ad)]
    if progress is not None:
        progress(len(ads), len(ads))
    return JobAds(tuple(ads), tuple(asked), tuple((ad.id,) for ad in sorted(ads, key=lambda a: a.id)), read=len(ads))
