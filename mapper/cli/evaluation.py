"""`curmap eval`: measure, compare, report; let people judge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from corpora import InputError, Text, _
from mapper.cli import console, figures

if TYPE_CHECKING:
    from eval.tables import Table

app = console.command_app("Measure systems on benchmarks, compare them, and let people judge.")

Data = Annotated[
    list[Path], Option("--data", metavar="DIR", envvar="CURMAP_DATA", help="Folder of benchmarks; repeatable.")
]
Systems = Annotated[
    list[str],
    Option(
        "--system",
        "-s",
        metavar="NAME",
        help="matcher, bm25, char, use, use+char, an encoder (sentence_transformer:MODEL) or run:FILE; repeatable.",
    ),
]
RunFolder = Annotated[Path | None, Option(metavar="DIR", help="Run folder; by default one in the workspace.")]


@app.command()
def run(
    context: typer.Context,
    benchmark: Annotated[
        list[str],
        Option("--benchmark", "-b", metavar="NAME|DIR", help="Name or folder of a benchmark; repeat for several."),
    ] = [],  # noqa: B006
    data: Data = [],  # noqa: B006
    system: Systems = [],  # noqa: B006
    shared: Annotated[
        str,
        Option(
            "--context",
            metavar="none|group",
            help="group: queries of one module, programme or document inform each other.",
        ),
    ] = "none",
    out: RunFolder = None,
    as_json: console.AsJson = False,
    lang: console.Lang = "es",
) -> None:
    """Run systems on benchmarks and write run folders: ranking, figures with intervals, settings, checksums."""
    from mapper.actions import evaluation as actions

    if shared not in ("none", "group"):
        raise InputError("--context takes group, not '{shared}'", shared=shared)
    folder, grouped = context.obj.folder, shared == "group"
    with console.progress_bar() as progress:
        outcomes = actions.run(folder, benchmark, system, data=data, context=grouped, out=out, progress=progress)
    results = [dict(outcome.run.result) for outcome in outcomes]
    tables = (figures.result_table([outcome.run for outcome in outcomes], lang),)
    _show(tables, results[0] if len(results) == 1 else results, as_json=as_json)
    console.say_all([*map(figures.ran, outcomes), *figures.notes(outcomes)], lang)


@app.command()
def pairs(
    context: typer.Context,
    files: Annotated[list[Path], Argument(metavar="FILE.jsonl", help="Passages with graded candidates.")],
    framework: Annotated[
        list[str],
        Option(
            "--framework", "-f", metavar="NAME", help="Framework whose candidates are measured; repeat it for several."
        ),
    ] = [],  # noqa: B006
    out: RunFolder = None,
    encoder: console.Encoder = "competency",
    as_json: console.AsJson = False,
    lang: console.Lang = "es",
) -> None:
    """Measure the probabilities shown against graded pairs: order, bands, calibration, what is shown in vain."""
    from mapper.actions import evaluation as actions

    with console.progress_bar() as progress:
        found = actions.measure_pairs(context.obj, files, framework, encoder=encoder, progress=progress)
        folder = actions.measured(context.obj, found, out)
    _show(figures.pair_tables(found.result, lang), actions.exact(found.result), as_json=as_json)
    console.say_all([*figures.pair_notes(found.result), _("Run: {folder}", folder=folder)], lang)


@app.command()
def compare(
    run_a: Annotated[Path, Argument(metavar="RUN_A", help="Run folder of the system that is there.")],
    run_b: Annotated[Path, Argument(metavar="RUN_B", help="Run folder of the one that may take its place.")],
    strict: Annotated[bool, Option(help="Pass only what is shown to be no worse.")] = False,
    margin: Annotated[float, Option(metavar="X", min=0.0, max=1.0, help="Fall that is put up with.")] = 0.01,
    as_json: console.AsJson = False,
    lang: console.Lang = "es",
) -> None:
    """Compare two runs; refuses (exit code 4) where B falls by more than the margin."""
    from mapper.actions import evaluation as actions

    found = actions.compare(run_a, run_b, margin=margin, strict=strict)
    _show(figures.comparison_tables(found, lang), found, as_json=as_json)
    console.say_all(figures.verdict(found), lang)
    if not found["passed"]:
        raise typer.Exit(console.REFUSED)


@app.command()
def report(
    context: typer.Context,
    runs: Annotated[list[Path], Argument(metavar="RUN", help="Run folders; by default those in the workspace.")] = [],  # noqa: B006
    out: Annotated[Path, Option(metavar="DIR", help="Folder for evaluation.html and evaluation.md.")] = Path(
        "evaluation"
    ),
    lang: console.Lang = "es",
) -> None:
    """Make one page of all runs: tables with intervals, pictures, the worst and the best queries."""
    from mapper.actions import evaluation as actions

    for path in actions.report(context.obj.folder, runs, out, lang=lang):
        typer.echo(path)


@app.command()
def pool(
    context: typer.Context,
    files: Annotated[list[Path], Argument(metavar="FILE", help="Programmes whose passages are judged.")] = [],  # noqa: B006
    data: Data = [],  # noqa: B006
    system: Systems = [],  # noqa: B006
    framework: Annotated[
        list[str], Option("--framework", "-f", metavar="NAME", help="Framework to judge against.")
    ] = [],  # noqa: B006
    benchmark: Annotated[
        str | None, Option("--benchmark", "-b", metavar="NAME|DIR", help="Judge a benchmark's queries.")
    ] = None,
    out: Annotated[Path, Option(metavar="DIR", help="Folder for the sheets.")] = Path("pool"),
    passages: Annotated[int, Option(metavar="N", min=1, help="How many passages are drawn.")] = 100,
    seed: Annotated[int, Option(metavar="N", help="Of the drawing and the order.")] = 0,
    lang: console.Lang = "es",
) -> None:
    """Write a blind sheet to judge: the best answers of three systems and some drawn from below."""
    from mapper.actions import evaluation as actions

    with console.progress_bar() as progress:
        made = actions.pool(
            context.obj,
            files,
            framework,
            system,
            benchmark=benchmark,
            data=data,
            out=out,
            passages=passages,
            seed=seed,
            lang=lang,
            progress=progress,
        )
    for path in made.sheets:
        typer.echo(path)
    items, judged = made.items, len({item.query for item in made.items})
    drawn = sum(item.drawn for item in items)
    written = _(
        "{n} pairs of {judged} passages, {drawn} of them drawn from ranks 6 to 50; judges must not open pool.json",
        n=len(items),
        judged=judged,
        drawn=drawn,
    )
    console.say(written, lang)


@app.command()
def agreement(
    sheets: Annotated[list[Path], Argument(metavar="SHEET", help="Two or more filled sheets.")],
    as_json: console.AsJson = False,
    lang: console.Lang = "es",
) -> None:
    """Say how far judges agree, and where they do not."""
    from mapper.actions import evaluation as actions

    found = actions.exact(asdict(actions.agreement([actions.read_sheet(path) for path in sheets])))
    _show(figures.agreement_tables(found, lang), found, as_json=as_json)
    if not as_json:
        console.say_all(figures.agreement_notes(found), lang)


@app.command()
def adjudicate(
    sheets: Annotated[list[Path], Argument(metavar="SHEET", help="Filled sheets, one per judge.")],
    pool_folder: Annotated[Path, Option("--pool", metavar="DIR", help="Folder that `curmap eval pool` wrote.")] = Path(
        "pool"
    ),
    decided: Annotated[
        Path | None, Option(metavar="SHEET", help="Sheet of open pairs, filled in after talking.")
    ] = None,
    out: Annotated[Path, Option(metavar="DIR", help="Folder for the benchmark.")] = Path("judged"),
    lang: console.Lang = "es",
) -> None:
    """Make a benchmark of filled sheets, with the pairs judged not relevant, who judged and when."""
    from mapper.actions import evaluation as actions

    done, still_open = actions.write_judgements(pool_folder, sheets, out, decided=decided, lang=lang)
    typer.echo(out)
    zeros, left = sum(one.grade == 0 for one in done), len(still_open)
    es, en = f"{len(done)} juicios, {zeros} de ellos ceros", f"{len(done)} judgements, {zeros} of them zeros"
    if left:
        es += f"; {left} pares siguen abiertos: decídanlos en to_decide.xlsx y repita con --decided"
        en += f"; {left} pairs are still open: decide them in to_decide.xlsx and repeat with --decided"
    console.say(Text(es, en), lang)


@app.command()
def export(
    hf: Annotated[Path, Option("--hf", metavar="FOLDER", help="New folder for the Hugging Face dataset.")],
    what: Annotated[
        list[str],
        Argument(
            metavar="NAME|PATH",
            help="Benchmarks, folders of programmes with known truth, files of graded pairs; by default what ships.",
        ),
    ] = [],  # noqa: B006
    data: Data = [],  # noqa: B006
    licence: Annotated[
        str | None, Option("--licence", metavar="ID", help="Licence of all of it, as Hugging Face names it: cc-by-4.0.")
    ] = None,
    title: Annotated[str, Option(metavar="TEXT", help="Title of the card.")] = "Curriculum and competencies",
    lang: console.Lang = "es",
) -> None:
    """Write benchmarks and truth sets as a Hugging Face dataset: Parquet files with their card."""
    from mapper.actions import evaluation as actions

    found = actions.export(what, hf, data=data, licence=licence, title=title)
    typer.echo(hf)
    console.say_all(figures.exported(found), lang)


def _show(tables: Iterable[Table], value: object, *, as_json: bool) -> None:
    """Print tables, or the same as one JSON value."""
    from rich.table import Table as RichTable
    from rich.text import Text as Line

    if as_json:
        console.print_json(value)
        return
    for table in tables:
        shown = RichTable()
        for column, name in enumerate(table.header):
            number = column in table.numbers
            shown.add_column(name, justify="right" if number else "left", no_wrap=number, overflow="fold")
        for row in table.rows:
            shown.add_row(*map(Line, row))
        console.stdout().print(shown, markup=False)
