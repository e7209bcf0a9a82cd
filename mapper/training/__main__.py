"""Makes the shipped models: `python -m mapper.training matcher DATA [--out FILE]`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from corpora import InputError

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Makes the models that ship with curmap.")


@app.callback()
def main() -> None:
    """Makes the models that ship with curmap."""


@app.command()
def matcher(
    data: Annotated[Path, typer.Argument(help="Folder with train/, renec/ and esco/.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("mapper/data/matcher.json"),
) -> None:
    """Fit the matcher's probability and threshold on DATA/train; prints the tables that decided."""
    from mapper.training.matcher import train

    try:
        train(data, out, report=typer.echo)
    except InputError as error:
        typer.echo(error.en, err=True)
        sys.exit(2)


app()
