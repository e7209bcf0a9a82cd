"""`curmap judge`: questions for a reader, the reader's answers, and how far a reader can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from corpora import InputError, Text
from mapper import messages
from mapper.cli_console import INCOMPLETE, AsJson, Lang, pick, print_json, print_table, progress_bar, say, stdout
from mapper.cli_options import (
    MOST_QUESTIONS,
    Encoder,
    Files,
    Frameworks,
    JudgeBudget,
    JudgeMayLeave,
    JudgeModel,
    JudgeUrl,
)

app = typer.Typer(
    help="Have a person or a language model read what the score leaves open.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_TRUE = {
    "covered": Text("cubierto", "covered"),
    "partly": Text("en parte", "partly"),
    "absent": Text("ausente", "absent"),
    "uncertain": Text("incierto", "uncertain"),
    "none": Text("sin veredicto", "no verdict"),
}
_LINES = {
    "right": Text("Estado correcto (veredicto, o puntuación si no hay)", "Right state (verdict, or score without one)"),
    "right_where_answered": Text("Estado correcto donde hay veredicto", "Right state where there is a verdict"),
    "right_by_score": Text("Estado correcto de la puntuación sola", "Right state of the score alone"),
    "retrieved": Text("Lo enseñado con un pasaje correcto a la vista", "Taught, with a right passage in the question"),
}


@app.command()
def ask(
    context: typer.Context,
    files: Files,
    out: Annotated[Path, typer.Option(metavar="FILE", help="File to write.")],
    framework: Frameworks = [],  # noqa: B006 - typer copies it
    judge_budget: JudgeBudget = MOST_QUESTIONS,
    lang: Lang = "es",
    encoder: Encoder = "competency",
) -> None:
    """Write the questions on programmes and standards as JSON lines; `curmap judge guidelines` says how to answer."""
    from mapper import actions_gap, actions_judge
    from mapper.settings import Settings

    with progress_bar() as progress:
        covered = actions_gap.coverage(context.obj, files, framework, Settings(encoder=encoder), progress=progress)
        count = actions_judge.ask(context.obj, covered.report, out, lang, budget=judge_budget)
    _written(count, out, lang)
    for notice in messages.not_read(covered.failures, covered.left_out):
        say(notice, lang)
    if covered.incomplete:
        raise typer.Exit(INCOMPLETE)


@app.command()
def tell(
    context: typer.Context,
    answers: Annotated[Path, typer.Argument(metavar="FILE", help="Answers as JSON lines.")],
    judge_model: Annotated[
        str, typer.Option(metavar="NAME", help="Who answered; else the file says it, or its name.", show_default=False)
    ] = "",
    lang: Lang = "es",
) -> None:
    """Take answers from a file: those whose quotations stand in their passages count in later reports."""
    from mapper import actions_judge

    told = actions_judge.told(context.obj, answers, judge_model)
    for one in told.refused:
        say(Text(f"No cuenta {one.what}: {one.why.es}", f"Does not count, {one.what}: {one.why.en}"), lang)
    stdout().print(
        pick(
            Text(
                f"{told.answers} respuestas valen; úselas con --judge-model '{told.reader}' en coverage",
                f"{told.answers} answers count; use them with --judge-model '{told.reader}' in coverage",
            ),
            lang,
        ),
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    if told.refused:
        raise typer.Exit(INCOMPLETE)


@app.command()
def guidelines(lang: Lang = "es") -> None:
    """Print what a reader is told: what the states mean, how to quote, the form of an answer."""
    from mapper.judging import protocol

    stdout().print(protocol.guidelines(lang), markup=False, highlight=False, soft_wrap=True, end="")


@app.command()
def measure(
    context: typer.Context,
    truth: Annotated[Path, typer.Argument(metavar="DIR", help="Programmes of known truth.", file_okay=False)],
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Answers as JSON lines, in place of asking.", show_default=False)
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Only write the questions, for a reader of files.", show_default=False),
    ] = None,
    calibrate: Annotated[
        bool, typer.Option("--calibrate/--only-report", help="Let the result give this judge's verdicts probabilities.")
    ] = True,
    judge: JudgeUrl = "",
    judge_model: JudgeModel = "",
    judge_may_leave: JudgeMayLeave = False,
    judge_budget: JudgeBudget = 0,
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """Measure a judge on programmes of known truth; after that its verdicts have probabilities."""
    from mapper import actions_judge
    from mapper.judging.kept import read_answers

    name = judge_model or ((read_answers(answers).reader or answers.stem) if answers else "")
    reader = actions_judge.reader(context.obj, judge, name, may_leave=judge_may_leave, budget=judge_budget)
    if reader is None and questions is None:
        raise InputError(
            es="diga a quién se mide: --judge con --judge-model, --answers, o --questions para escribir las preguntas",
            en="say who is measured: --judge with --judge-model, --answers, or --questions to write the questions",
        )
    with progress_bar() as progress:
        known = actions_judge.Known(context.obj, truth, lang, progress)
        if reader is not None and questions is None:
            found = actions_judge.measured(known, reader, answers=answers, calibrates=calibrate, progress=progress)
    for left in known.left_out:
        say(Text(f"{left.what}: {left.why.es}", f"{left.what}: {left.why.en}"), lang)
    if questions is not None:
        _written(actions_judge.write_known(known, context.obj, questions), questions, lang)
    elif as_json:
        print_json({**found, "left_out": [left.what for left in known.left_out]})
    else:
        _show(found, lang)
    if known.left_out:
        raise typer.Exit(INCOMPLETE)


def _written(count: int, path: Path, lang: str) -> None:
    say(Text(f"{count} preguntas: {path}", f"{count} questions: {path}"), lang)


def _show(figures: dict[str, Any], lang: str) -> None:
    said = list(_TRUE)
    rows = [
        [pick(_TRUE[state], lang), *(str(figures["verdicts"][state].get(one, 0)) for one in said if one != "uncertain")]
        for state in figures["verdicts"]
    ]
    head = [Text("Verdad", "Truth"), *(_TRUE[one] for one in said if one != "uncertain")]
    print_table(head, rows, lang, right=(1, 2, 3, 4))
    named, answers, tokens = figures["passages_named"], figures["answers"], figures["tokens"]
    lines = [(pick(text, lang), _share(figures[key], lang)) for key, text in _LINES.items()]
    lines += [
        (pick(Text("Pasajes correctos de los citados", "Right passages of those quoted"), lang), _of(named, "right")),
        (
            pick(Text("Respuestas verificadas de las dadas", "Answers verified of those given"), lang),
            f"{answers['verified']}/{answers['given']}",
        ),
        (
            pick(Text("Tokens leídos y escritos", "Tokens read and written"), lang),
            f"{tokens['read']:,} + {tokens['written']:,}",
        ),
        (pick(Text("Segundos", "Seconds"), lang), f"{figures['seconds']:,}"),
    ]
    print_table([Text("Juez", "Judge"), Text(figures["reader"], figures["reader"])], lines, lang, right=(1,))


def _share(share: dict[str, float] | None, lang: str) -> str:
    from mapper.percentages import between, percent
    from mapper.records import Interval

    if share is None:
        return "–"
    return f"{percent(share['value'], lang)} ({between(Interval(**share), lang)})"


def _of(counts: dict[str, int], key: str) -> str:
    return f"{counts[key]}/{counts['of']}"
