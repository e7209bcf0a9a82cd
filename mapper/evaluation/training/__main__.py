"""Fits the matcher's scorer: `python -m mapper.evaluation.training scorer DATA TRUTH`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from corpora import InputError

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def main() -> None:
    """Fits the matcher's scorer."""


@app.command()
def scorer(
    data: Annotated[Path, typer.Argument(help="Folder with esco/, renec/ and conocer/.")],
    truth: Annotated[Path, typer.Argument(help="Folder with programmes/train, pairs/train.jsonl, sentences.tsv.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("mapper/data/scorer.npz"),
) -> None:
    """Fit the probability that a passage teaches an entry, and that a programme teaches a criterion."""
    from mapper.evaluation.training.scorer import train

    train(data, truth, out, report=typer.echo)


try:
    app()
except InputError as wrong:
    typer.echo(wrong.en, err=True)
    sys.exit(2)
