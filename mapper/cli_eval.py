"""`curmap eval`: measure, compare, report; let people judge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpora import InputError
from mapper import eval_messages as messages
from mapper.cli_console import AsJson, Lang, print_json, progress_bar, say, stdout
from mapper.cli_options import Encoder

if TYPE_CHECKING:
    from eval.tables import Table

app = typer.Typer(
    help="Measure systems on benchmarks, compare them, and let people judge.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
REFUSED = 4


Data = Annotated[
    list[Path],
    typer.Option(
        "--data",
        metavar="DIR",
        envvar="CURMAP_DATA",
        help="Folder of benchmarks; repeatable.",
        default_factory=list,
        show_default=False,
    ),
]
Benchmarks = Annotated[
    list[str],
    typer.Option(
        "--benchmark",
        "-b",
        metavar="NAME|DIR",
        help="Name or folder of a benchmark; repeat for several.",
        default_factory=list,
        show_default=False,
    ),
]
Systems = Annotated[
    list[str],
    typer.Option(
        "--system",
        "-s",
        metavar="NAME",
        help="matcher, bm25, char, use, use+char, an encoder (sentence_transformer:MODEL) or run:FILE; repeatable.",
        default_factory=list,
        show_default=False,
    ),
]


@app.command()
def run(
    context: typer.Context,
    benchmark: Benchmarks,
    data: Data,
    system: Systems,
    shared: Annotated[
        str,
        typer.Option(
            "--context",
            metavar="none|group",
            help="group: queries of one module, programme or document inform each other.",
        ),
    ] = "none",
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Run folder; by default one in the workspace.")
    ] = None,
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """Run systems on benchmarks and write run folders: ranking, figures with intervals, settings, checksums."""
    from mapper.evaluation import actions

    if shared not in ("none", "group"):
        raise InputError(es=f"--context admite group, no «{shared}»", en=f"--context takes group, not '{shared}'")
    with progress_bar() as progress:
        outcomes = actions.run(
            context.obj.folder,
            benchmark,
            system,
            data=data,
            context=shared == "group",
            out=out,
            progress=progress,
        )
    results = [dict(outcome.run.result) for outcome in outcomes]
    if as_json:
        print_json(results[0] if len(results) == 1 else results)
    else:
        _show(messages.result_table([outcome.run for outcome in outcomes], lang))
    for text in [*map(messages.ran, outcomes), *messages.notes(outcomes)]:
        say(text, lang)


@app.command()
def pairs(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE.jsonl", help="Passages with graded candidates.")],
    framework: Annotated[
        list[str],
        typer.Option(
            "--framework",
            "-f",
            metavar="NAME",
            help="Framework whose candidates are measured; repeat it for several.",
            default_factory=list,
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Run folder; by default one in the workspace.")
    ] = None,
    encoder: Encoder = "competency",
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """Measure the probabilities shown against graded pairs: order, bands, calibration, what is shown in vain."""
    from mapper import graded_messages
    from mapper.evaluation import actions
    from mapper.evaluation import pairs as graded_pairs
    from mapper.evaluation.figures import exact

    with progress_bar() as progress:
        found = graded_pairs.measure(context.obj, files, framework, encoder=encoder, progress=progress)
    folder = actions.measured(context.obj, found, out)
    if as_json:
        print_json(exact(found.result))
    else:
        for table in graded_messages.pair_tables(found.result, lang):
            _show(table)
    for text in (*graded_messages.notes(found.result), graded_messages.stored(folder)):
        say(text, lang)


@app.command()
def compare(
    run_a: Annotated[Path, typer.Argument(metavar="RUN_A", help="Run folder of the system that is there.")],
    run_b: Annotated[Path, typer.Argument(metavar="RUN_B", help="Run folder of the one that may take its place.")],
    strict: Annotated[bool, typer.Option(help="Pass only what is shown to be no worse.")] = False,
    margin: Annotated[float, typer.Option(metavar="X", min=0.0, max=1.0, help="Fall that is put up with.")] = 0.01,
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """Compare two runs; refuses (exit code 4) where B falls by more than the margin."""
    from mapper.evaluation.stored import as_dict
    from mapper.evaluation.stored import compare as run_comparison

    found = as_dict(run_comparison(run_a, run_b, margin=margin, strict=strict))
    if as_json:
        print_json(found)
    else:
        _show(messages.comparison_table(found, lang))
        fallen = messages.worst_table(found, lang)
        if fallen.rows:
            _show(fallen)
    for text in messages.verdict(found):
        say(text, lang)
    if not found["passed"]:
        raise typer.Exit(REFUSED)


@app.command()
def report(
    context: typer.Context,
    runs: Annotated[
        list[Path],
        typer.Argument(
            metavar="RUN",
            help="Run folders; by default those in the workspace.",
            default_factory=list,
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for evaluation.html and evaluation.md.")] = Path(
        "evaluation"
    ),
    lang: Lang = "es",
) -> None:
    """Make one page of all runs: tables with intervals, pictures, the worst and the best queries."""
    from mapper.evaluation import actions

    for path in actions.report(context.obj.folder, runs, out, lang=lang):
        typer.echo(path)


@app.command()
def pool(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="Programmes whose passages are judged.",
            default_factory=list,
            show_default=False,
        ),
    ],
    data: Data,
    system: Systems,
    framework: Annotated[
        list[str],
        typer.Option(
            "--framework",
            "-f",
            metavar="NAME",
            help="Framework to judge against.",
            default_factory=list,
            show_default=False,
        ),
    ],
    benchmark: Annotated[
        str | None, typer.Option("--benchmark", "-b", metavar="NAME|DIR", help="Judge a benchmark's queries.")
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the sheets.")] = Path("pool"),
    passages: Annotated[int, typer.Option(metavar="N", min=1, help="How many passages are drawn.")] = 100,
    seed: Annotated[int, typer.Option(metavar="N", help="Of the drawing and the order.")] = 0,
    lang: Lang = "es",
) -> None:
    """Write a blind sheet to judge: the best answers of three systems and some drawn from below."""
    from mapper.evaluation import actions

    with progress_bar() as progress:
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
    say(messages.pooled(made.items), lang)


@app.command()
def agreement(
    sheets: Annotated[list[Path], typer.Argument(metavar="SHEET", help="Two or more filled sheets.")],
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """Say how far judges agree, and where they do not."""
    from eval.agreement import agreement as measure
    from eval.sheets import read_sheet

    found = measure([read_sheet(path) for path in sheets])
    if as_json:
        print_json(messages.agreement_dict(found))
        return
    for table in messages.agreement_tables(found, lang):
        _show(table)
    for text in messages.agreement_notes(found):
        say(text, lang)


@app.command()
def adjudicate(
    sheets: Annotated[list[Path], typer.Argument(metavar="SHEET", help="Filled sheets, one per judge.")],
    pool_folder: Annotated[
        Path, typer.Option("--pool", metavar="DIR", help="Folder that `curmap eval pool` wrote.")
    ] = Path("pool"),
    decided: Annotated[
        Path | None, typer.Option(metavar="SHEET", help="Sheet of open pairs, filled in after talking.")
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the benchmark.")] = Path("judged"),
    lang: Lang = "es",
) -> None:
    """Make a benchmark of filled sheets, with the pairs judged not relevant, who judged and when."""
    from mapper.evaluation.judging import write_judgements

    done, still_open = write_judgements(pool_folder, sheets, out, decided=decided, lang=lang)
    typer.echo(out)
    say(messages.adjudicated(done, still_open), lang)


def _show(table: Table) -> None:
    from rich.table import Table as RichTable
    from rich.text import Text as Line

    shown = RichTable()
    for column, name in enumerate(table.header):
        number = column in table.numbers
        shown.add_column(name, justify="right" if number else "left", no_wrap=number, overflow="fold")
    for row in table.rows:
        shown.add_row(*map(Line, row))
    stdout().print(shown, markup=False)
