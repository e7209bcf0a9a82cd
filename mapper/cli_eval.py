"""`curmap eval`: measure, compare, report; let people judge."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table as RichTable

from corpora import InputError, Text
from mapper import eval_messages as messages

if TYPE_CHECKING:
    from eval.tables import Table
    from mapper.evaluation import Progress

app = typer.Typer(
    help="Measure systems on benchmarks, compare them, and let people judge.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
REFUSED = 4


def _language(value: str) -> str:
    if value not in ("es", "en"):
        raise typer.BadParameter("es, en")
    return value


Lang = Annotated[str, typer.Option("--lang", callback=_language, help="Language of what is shown: es or en.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]
Data = Annotated[
    list[Path],
    typer.Option("--data", envvar="CURMAP_DATA", help="Folder of benchmarks; repeatable.", default_factory=list),
]
Benchmarks = Annotated[
    list[str],
    typer.Option("--benchmark", "-b", help="Name or folder of a benchmark; repeat for several.", default_factory=list),
]
Systems = Annotated[
    list[str],
    typer.Option(
        "--system",
        "-s",
        help="matcher, bm25, char, use, use+char, an encoder (sentence_transformer:MODEL) or run:FILE; repeatable.",
        default_factory=list,
    ),
]


@app.command()
def run(
    context: typer.Context,
    benchmark: Benchmarks,
    data: Data,
    system: Systems,
    shared: Annotated[
        str, typer.Option("--context", help="group: queries of one module, programme or document inform each other.")
    ] = "none",
    out: Annotated[Path | None, typer.Option(help="Run folder; by default one in the workspace.")] = None,
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """Run systems on benchmarks and write run folders: ranking, figures with intervals, settings, checksums."""
    from mapper.evaluation import actions

    if shared not in ("none", "group"):
        raise InputError(es=f"--context admite group, no «{shared}»", en=f"--context takes group, not '{shared}'")
    with _progress() as progress:
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
        _print_json(results[0] if len(results) == 1 else results)
    else:
        _show(messages.result_table([outcome.run for outcome in outcomes], lang))
    for text in [*map(messages.ran, outcomes), *messages.notes(outcomes)]:
        _say(text, lang)


@app.command()
def compare(
    run_a: Annotated[Path, typer.Argument(help="Run folder of the system that is there.")],
    run_b: Annotated[Path, typer.Argument(help="Run folder of the one that may take its place.")],
    strict: Annotated[bool, typer.Option(help="Pass only what is shown to be no worse.")] = False,
    margin: Annotated[float, typer.Option(min=0.0, max=1.0, help="Fall that is put up with.")] = 0.01,
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """Compare two runs; refuses (exit code 4) where B falls by more than the margin."""
    from mapper.evaluation.comparison import as_dict
    from mapper.evaluation.comparison import compare as run_comparison

    found = as_dict(run_comparison(run_a, run_b, margin=margin, strict=strict))
    if as_json:
        _print_json(found)
    else:
        _show(messages.comparison_table(found, lang))
        fallen = messages.worst_table(found, lang)
        if fallen.rows:
            _show(fallen)
    for text in messages.verdict(found):
        _say(text, lang)
    if not found["passed"]:
        raise typer.Exit(REFUSED)


@app.command()
def report(
    context: typer.Context,
    runs: Annotated[
        list[Path], typer.Argument(help="Run folders; by default those in the workspace.", default_factory=list)
    ],
    out: Annotated[Path, typer.Option(help="Folder for evaluation.html and evaluation.md.")] = Path("evaluation"),
    lang: Lang = "es",
) -> None:
    """Make one page of all runs: tables with intervals, pictures, the worst and the best queries."""
    from mapper.evaluation import actions

    for path in actions.report(context.obj.folder, runs, out, lang=lang):
        typer.echo(path)


@app.command()
def pool(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Programmes whose passages are judged.", default_factory=list)],
    data: Data,
    system: Systems,
    framework: Annotated[
        list[str], typer.Option("--framework", "-f", help="Framework to judge against.", default_factory=list)
    ],
    benchmark: Annotated[str | None, typer.Option("--benchmark", "-b", help="Judge a benchmark's queries.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the sheets.")] = Path("pool"),
    passages: Annotated[int, typer.Option(min=1, help="How many passages are drawn.")] = 100,
    seed: Annotated[int, typer.Option(help="Of the drawing and the order.")] = 0,
    lang: Lang = "es",
) -> None:
    """Write a blind sheet to judge: the best answers of three systems and some drawn from below."""
    from mapper.evaluation import actions

    with _progress() as progress:
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
    _say(messages.pooled(made.items), lang)


@app.command()
def agreement(
    sheets: Annotated[list[Path], typer.Argument(help="Two or more filled sheets.")],
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """Say how far judges agree, and where they do not."""
    from eval.agreement import agreement as measure
    from eval.filled import read_sheet

    found = measure([read_sheet(path) for path in sheets])
    if as_json:
        _print_json(messages.agreement_dict(found))
        return
    for table in messages.agreement_tables(found, lang):
        _show(table)
    for text in messages.agreement_notes(found):
        _say(text, lang)


@app.command()
def adjudicate(
    sheets: Annotated[list[Path], typer.Argument(help="Filled sheets, one per judge.")],
    pool_folder: Annotated[Path, typer.Option("--pool", help="Folder that `curmap eval pool` wrote.")] = Path("pool"),
    decided: Annotated[Path | None, typer.Option(help="Sheet of open pairs, filled in after talking.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the benchmark.")] = Path("judged"),
    lang: Lang = "es",
) -> None:
    """Make a benchmark of filled sheets, with the pairs judged not relevant, who judged and when."""
    from mapper.evaluation.judging import write_judgements

    done, still_open = write_judgements(pool_folder, sheets, out, decided=decided, lang=lang)
    typer.echo(out)
    _say(messages.adjudicated(done, still_open), lang)


def _say(text: Text, lang: str) -> None:
    Console(file=sys.stderr).print(text.en if lang == "en" else text.es, soft_wrap=True, markup=False, highlight=False)


def _show(table: Table) -> None:
    shown = RichTable()
    for column, name in enumerate(table.header):
        number = column in table.numbers
        shown.add_column(name, justify="right" if number else "left", no_wrap=number, overflow="fold")
    for row in table.rows:
        shown.add_row(*(_plain(cell) for cell in row))
    Console(file=sys.stdout).print(shown, markup=False)


def _plain(cell: str) -> Any:  # noqa: ANN401 - rich's text
    from rich.text import Text as RichText

    return RichText(cell)


def _print_json(value: Any) -> None:  # noqa: ANN401 - any JSON value
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def _progress() -> Iterator[Progress]:
    """A progress bar on standard error where that is a terminal; else nothing is shown."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(file=sys.stderr), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None)

        def advance(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield advance
