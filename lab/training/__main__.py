"""Makes what stands on the encoder: `python -m lab.training pivot`, `scorer`, `crosswalk`, `ad-lines` and `demand`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from corpora import InputError

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Makes models that ship with curmap.")


@app.command()
def genders(
    data: Annotated[Path, typer.Argument(help="Folder with esco/.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("mapper/data/genders.tsv"),
) -> None:
    """List the feminine words of titles in DATA/esco with their masculine."""
    from lab.training.genders import train

    train(data, out, report=typer.echo)


@app.command()
def pivot(
    data: Annotated[Path, typer.Argument(help="Folder with esco/.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("mapper/data/occupations.npz"),
) -> None:
    """Place the occupations of DATA/esco, through which titles are compared, in the encoder's space."""
    from lab.training.pivot import train

    train(data, out, report=typer.echo)


@app.command()
def scorer(
    data: Annotated[Path, typer.Argument(help="Folder with esco/, renec/ and conocer/.")],
    truth: Annotated[Path, typer.Argument(help="Folder with programmes/train, pairs/train.jsonl, sentences.tsv.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("mapper/data/scorer.npz"),
) -> None:
    """Fit the probability that a passage teaches an entry of a catalogue, and that a programme teaches a skill."""
    from lab.training.scorer import train

    train(data, truth, out, report=typer.echo)


@app.command()
def crosswalk(
    data: Annotated[Path, typer.Argument(help="Folder with esco/.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("mapper/data/crosswalk.json"),
) -> None:
    """Fit what a crosswalk says of a pair: its probability and its predicate, on ESCO's own hierarchy and labels."""
    from lab.training.crosswalk import train

    train(data, out, report=typer.echo)


@app.command()
def ad_lines(shared: Annotated[Path, typer.Argument(help="Folder with data/ and truth/.")]) -> None:
    """Fit what tells tasks, requirements, benefits and headings of an advertisement apart."""
    from lab.training.ad_lines import train

    typer.echo(", ".join(f"{name} {value}" for name, value in train(shared).items()))


@app.command()
def demand(
    data: Annotated[Path, typer.Argument(help="Folder with esco/.")],
    truth: Annotated[Path, typer.Argument(help="Folder with ads/train.jsonl and ads/competencies.tsv.")],
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("mapper/data/demand.json"),
    emscad: Annotated[
        Path | None, typer.Option(help="Table of the EMSCAD collection: the English ads whose entries were graded.")
    ] = None,
    kinds_only: Annotated[
        bool, typer.Option(help="Fit criteria and lists alone, beside the model that ships.")
    ] = False,
) -> None:
    """Fit the probability that an advertisement asks for a competency."""
    from lab.training.demand import train

    train(data, truth, out, emscad=emscad, kinds_only=kinds_only, report=typer.echo)


try:
    app()
except InputError as wrong:
    typer.echo(wrong.en, err=True)
    sys.exit(2)
