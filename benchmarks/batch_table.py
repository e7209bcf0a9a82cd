"""What `batch.py` measured, as a table in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
HUNDRED_MILLION = 100_000_000
Result = Mapping[str, Any]
Parts = Mapping[str, Result]
Cell = Callable[[Parts], str]

_ROWS: tuple[tuple[str, tuple[str, ...], Cell], ...] = (
    ("encoder alone, passages per second", ("raw",), lambda p: f"{p['raw']['per_second']:,.0f}"),
    ("from reading to the published index", ("index",), lambda p: _seconds(p["index"]["seconds"])),
    ("throughput kept", ("raw", "index"), lambda p: f"{_kept(p, 'per_second', 'seconds'):.0%}"),
    (
        "the same by time of processors",
        ("raw", "index"),
        lambda p: f"{_kept(p, 'per_processor_second', 'processor'):.0%}",
    ),
    (
        "time of a processor, per passage",
        ("index",),
        lambda p: f"{p['index']['processor'] / p['index']['passages'] * 1e3:.2f} ms",
    ),
    ("most anonymous memory, all processes", ("index",), lambda p: f"{p['index']['memory'] / 1e9:.2f} GB"),
    ("1 % of the documents changed", ("update",), lambda p: _seconds(p["update"]["seconds"])),
    ("÷ first run", ("index", "update"), lambda p: f"{p['update']['seconds'] / p['index']['seconds']:.1%}"),
    (
        "the same by time of processors",
        ("index", "update"),
        lambda p: f"{p['update']['processor'] / p['index']['processor']:.1%}",
    ),
    ("collection on disk", ("index",), lambda p: f"{p['index']['disk'] / 1e6:,.0f} MB"),
    (
        "of it the index (exact vectors)",
        ("search",),
        lambda p: f"{p['search']['bytes'] / 1e6:,.0f} MB ({p['search']['exact_bytes'] / 1e6:,.0f})",
    ),
    (
        "kind of index, recall@10 on the sample",
        ("search",),
        lambda p: f"{p['search']['index']['kind']}, {p['search']['index']['recall']:.3f}",
    ),
    ("questions per second on one thread", ("search",), lambda p: f"{1 / p['search']['lists']:,.0f}"),
    ("the same in an exact index", ("search",), lambda p: f"{1 / p['search']['exact']:,.0f}"),
    ("÷ exact", ("search",), lambda p: f"{p['search']['exact'] / p['search']['lists']:.0f}"),
)


def table(results: Sequence[Result]) -> str:
    """The results, as `batch.py` writes them with `part` and `passages`, side by side by size, then those of one."""
    by_size: dict[int, dict[str, Result]] = {}
    for result in sorted(results, key=lambda result: int(result["passages"])):
        by_size.setdefault(result["passages"], {})[result["part"]] = result
    sizes = [size for size, parts in by_size.items() if parts.keys() - {"framework", "dask"}]
    lines = [f"| passages | {' | '.join(f'{size:,}' for size in sizes)} |", "|---" * (len(sizes) + 1) + "|"]
    for name, needed, cell in _ROWS:
        cells = [cell(by_size[size]) if by_size[size].keys() >= set(needed) else "—" for size in sizes]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(
        [*lines, "", *(f"- {line}" for parts in by_size.values() for line in _alone(parts)), *_beyond(by_size)]
    )


def _kept(parts: Parts, rate: str, seconds: str) -> float:
    index = parts["index"]
    return float(index["passages"] / index[seconds] / parts["raw"][rate])


def _seconds(value: float) -> str:
    return f"{value:.1f} s" if value < 100 else f"{value:,.0f} s"


def _alone(parts: Parts) -> Iterator[str]:
    if found := parts.get("framework"):
        each = found["processor"] / found["mapped"] * 1e3
        yield f"mapping {found['mapped']:,} indexed passages to a framework: {each:.2f} ms of a processor each"
    if found := parts.get("dask"):
        ratio = found["one"] / found["two"]
        times = f"{_seconds(found['one'])} and {_seconds(found['two'])}"
        yield f"one dask worker and two, {found['passages']:,} passages: {times}, two ÷ one {ratio:.2f}"


def _beyond(by_size: Mapping[int, Parts]) -> Iterator[str]:
    """What a hundred million would take by the rates of the largest size."""
    measured = [parts["index"] for parts in by_size.values() if "index" in parts]
    if measured:
        largest = measured[-1]
        times = HUNDRED_MILLION / largest["passages"]
        hours, gigabytes = largest["processor"] * times / 3600, largest["disk"] * times / 1e9
        yield (
            f"- a hundred million, in proportion to {largest['passages']:,}: {hours:,.0f} hours of a processor,"
            f" {gigabytes:,.0f} GB on the disk"
        )


def written(document: str, lines: str) -> str:
    """A document with the table between its markers; raises SystemExit where it has none."""
    if BEGIN not in document or END not in document:
        raise SystemExit(f"there is no {BEGIN} … {END}")
    before, rest = document.split(BEGIN, 1)
    return f"{before}{BEGIN}\n{lines}\n{END}{rest.split(END, 1)[1]}"
