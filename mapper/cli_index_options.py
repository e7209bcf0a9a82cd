"""Options of `curmap index`."""

from __future__ import annotations

from typing import Annotated

import typer

Sources = Annotated[
    list[str],
    typer.Argument(metavar="SOURCE", help="Files, folders, patterns, and tables of documents (CSV, JSONL, Parquet)."),
]
CollectionName = Annotated[str, typer.Option("--collection", "-c", metavar="NAME", help="Name of the collection.")]
Frameworks = Annotated[
    list[str], typer.Option("--framework", "-f", metavar="NAME", help="Framework to map to; repeat it for several.")
]
Update = Annotated[bool, typer.Option("--update", help="Do only what changed since the version in force.")]
Engine = Annotated[str, typer.Option(metavar="local|dask", help="Where the work is done.")]
Scheduler = Annotated[
    str, typer.Option(metavar="ADDR", help="Running dask scheduler, tcp://HOST:PORT.", show_default=False)
]
SchedulerWait = Annotated[
    float, typer.Option(min=0, metavar="SECONDS", help="How long to wait for a scheduler that was lost.")
]
Workers = Annotated[
    int,
    typer.Option(
        metavar="N", min=0, help="Processes on this machine; 0 for one per processor, 1 for this process alone."
    ),
]
Columns = Annotated[
    list[str],
    typer.Option(metavar="NAME=COLUMN", help="Which column of a table is its id, title or description; repeatable."),
]
Encoder = Annotated[
    str, typer.Option(metavar="NAME", help="Encoder; by default competency, on an update that of the version.")
]
AllPassages = Annotated[bool, typer.Option("--all-passages", help="Map also what does not seem to teach.")]
DocumentSeconds = Annotated[
    float, typer.Option(metavar="SECONDS", min=0.01, help="Time that reading one document may take.")
]
MaxFailures = Annotated[
    int | None, typer.Option(metavar="N", min=0, help="Give up when more documents cannot be read.", show_default=False)
]
IndexKind = Annotated[
    str,
    typer.Option("--index", metavar="auto|exact|ivf|hnsw", help="Kind of index; auto goes by size; hnsw is ivf."),
]
Candidates = Annotated[
    int,
    typer.Option(
        metavar="N", min=10, help="Of an approximate index's answer, so many are scored again from their vectors."
    ),
]
ShardBytes = Annotated[
    int, typer.Option(metavar="BYTES", min=1, help="Weight of the documents that are worked on together.")
]
RoomCheck = Annotated[bool, typer.Option(help="Look first whether the disk has room enough.")]
Gates = Annotated[
    list[str],
    typer.Option(metavar="BENCHMARK", help="Refuse a version that maps worse on it (exit code 4); repeatable."),
]
LogJson = Annotated[bool, typer.Option("--log-json", help="Progress as JSON lines on standard error.")]
