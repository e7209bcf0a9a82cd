"""Fits what stands on the encoder: `python -m mapper.evaluation.training scorer DATA TRUTH`, `demand`, `crosswalk`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from corpora import InputError

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Fits the models of the matcher, of demand and of crosswalks."
)


@app.callback()
def main() -> None:
    """Fits the models of the matcher, of demand and of crosswalks."""


@app.command()
def scorer(
    data: Annotated[Path, typer.Argument(help="Folder with esco/, renec/ and conocer/.")],
    truth: Annotated[Path, typer.Argument(help="Folder with programmes/train, pairs/train.jsonl, sentences.tsv.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("mapper/data/scorer.npz"),
) -> None:
    """Fit the probability that a passage teaches an entry, and that a programme teaches a criterion."""
    from mapper.evaluation.training.scorer import train

    train(data, truth, out, report=typer.echo)


@app.command()
def crosswalk(
    data: Annotated[Path, typer.Argument(help="Folder with esco/.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("mapper/data/crosswalk.json"),
) -> None:
    """Fit what a crosswalk says of a pair: its probability and its predicate, on ESCO's own hierarchy and labels."""
    from mapper.evaluation.training.crosswalk import train

    train(data, out, report=typer.echo)


@app.command()
def demand(
    data: Annotated[Path, typer.Argument(help="Folder with esco/.")],
    truth: Annotated[Path, typer.Argument(help="Folder with ads/train.jsonl and ads/competencies.tsv.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("mapper/data/demand.json"),
) -> None:
    """Fit the probability that an advertisement asks for a competency."""
    from mapper.evaluation.training.demand import train

    train(data, truth, out, report=typer.echo)


try:
    app()
except InputError as wrong:
    typer.echo(wrong.en, err=True)
    sys.exit(2)
