"""`curmap judge`: questions for a reader, the reader's answers, and how far a reader can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer import Argument, Option

from corpora import InputError, Text, _, _n
from mapper.cli import console

app = console.command_app("Have a person or a language model read what the score leaves open.")
_TRUE = {
    "covered": _("covered"),
    "partly": _("partly"),
    "absent": _("absent"),
    "uncertain": _("uncertain"),
    "none": _("no verdict"),
}


@app.command()
def ask(
    context: typer.Context,
    files: console.Files,
    out: Annotated[Path, Option(metavar="FILE", help="File to write.")],
    framework: console.Frameworks = [],
    judge_budget: console.JudgeBudget = console.MOST_QUESTIONS,
    encoder: console.Encoder = "e5",
) -> None:
    """Write the questions on programmes and standards as JSON lines; `curmap judge guidelines` says how to answer."""
    from mapper.actions import Against, gap
    from mapper.actions import judge as actions
    from mapper.matching.records import Settings

    with console.progress_bar() as progress:
        covered = gap.coverage(Against(context.obj, framework, Settings(encoder=encoder), progress), files)
        count = actions.ask(context.obj, covered.report, out, console.language(), budget=judge_budget)
    console.say(_n("1 question: {path}", "{n} questions: {path}", count, path=out))
    console.say_all(covered.notices, incomplete=covered.incomplete)


@app.command()
def tell(
    context: typer.Context,
    answers: Annotated[Path, Argument(metavar="FILE", help="Answers as JSON lines.")],
    judge_model: Annotated[str, Option(metavar="NAME", help="Who answered; else the file says it, or its name.")] = "",
) -> None:
    """Take answers from a file: those whose quotations stand in their passages count in later reports."""
    from mapper.actions import judge as actions

    reader, told = actions.import_answers(context.obj, answers, judge_model)
    for one in told.refused:
        console.say(_("Does not count, {what}: {why}", what=one.what, why=one.why))
    if told.replaced:
        again = _n(
            "1 answer takes the place of another one of {reader}",
            "{n} answers take the place of others of {reader}",
            told.replaced,
            reader=reader,
        )
        console.say(again)
    if told.taken:
        valid = _n(
            "{n} answer counts; use it with --judge-model '{reader}' in coverage",
            "{n} answers count; use them with --judge-model '{reader}' in coverage",
            told.taken,
            reader=reader,
        )
        console.print_line(valid)
    console.say_all((), incomplete=bool(told.refused))


@app.command()
def guidelines() -> None:
    """Print what a reader is told: what the states mean, how to quote, the form of an answer."""
    from mapper.actions.judge import guidelines as told

    console.print_line(Text(*map(told, console.LANGUAGES)), end="")


@app.command()
def measure(
    context: typer.Context,
    truth: Annotated[Path, Argument(metavar="DIR", help="Programmes of known truth.", file_okay=False)],
    answers: Annotated[Path | None, Option(metavar="FILE", help="Answers as JSON lines, in place of asking.")] = None,
    questions: Annotated[
        Path | None, Option(metavar="FILE", help="Only write the questions, for a reader of files.")
    ] = None,
    calibrate: Annotated[
        bool, Option("--calibrate/--only-report", help="Let the result give this judge's verdicts probabilities.")
    ] = True,
    judge: console.JudgeUrl = "",
    judge_model: console.JudgeModel = "",
    judge_may_leave: console.JudgeMayLeave = False,
    judge_budget: console.JudgeBudget = 0,
    as_json: console.AsJson = False,
) -> None:
    """Measure a judge on programmes of known truth; after that its verdicts have probabilities."""
    from mapper.actions import judge as actions

    name = judge_model or (actions.answering_name(answers) if answers else "")
    reader = actions.reader(context.obj, judge, name, may_leave=judge_may_leave, budget=judge_budget)
    if reader is None and questions is None:
        raise InputError(
            "say who is measured: --judge with --judge-model, --answers, or --questions to write the questions"
        )
    with console.progress_bar() as progress:
        known = actions.Known(context.obj, truth, console.language(), progress)
        if reader is not None and questions is None:
            found = actions.measure_judge(known, reader, answers=answers, calibrates=calibrate, progress=progress)
    for left in known.left_out:
        console.say(_("{what}: {why}", what=left.what, why=left.why))
    if questions is not None:
        count = actions.write_questions(context.obj, known.questions, questions)
        console.say(_n("1 question: {path}", "{n} questions: {path}", count, path=questions))
    elif as_json:
        console.print_json({**found, "left_out": [left.what for left in known.left_out]})
    else:
        _show(found)
    if reader is not None and questions is None and found["unasked"]:
        unasked = _(
            "Answers in the file that are to none of these questions, or to one that has changed since, and do not"
            " count: {n}",
            n=found["unasked"],
        )
        console.say(unasked)
    console.say_all((), incomplete=bool(known.left_out))


def _show(figures: dict[str, Any]) -> None:
    verdicts = {name: text for name, text in _TRUE.items() if name != "uncertain"}
    rows = [
        [console.pick(_TRUE[state]), *(str(counts.get(one, 0)) for one in verdicts)]
        for state, counts in figures["verdicts"].items()
    ]
    console.print_table([_("Truth"), *verdicts.values()], rows, right=(1, 2, 3, 4))
    named, answers, tokens = figures["passages_named"], figures["answers"], figures["tokens"]
    values = {
        _("Right state (verdict, or score without one)"): _share(figures["right"]),
        _("Right state where there is a verdict"): _share(figures["right_where_answered"]),
        _("Right state of the score alone"): _share(figures["right_by_score"]),
        _("Taught, with a right passage in the question"): _share(figures["retrieved"]),
        _("Right passages of those quoted"): f"{named['right']}/{named['of']}",
        _("Answers verified of those given"): f"{answers['verified']}/{answers['given']}",
        _("Tokens read and written"): f"{tokens['read']:,} + {tokens['written']:,}",
        _("Seconds"): f"{figures['seconds']:,}",
    }
    lines = [(console.pick(text), value) for text, value in values.items()]
    console.print_table([_("Judge"), Text(figures["reader"], figures["reader"])], lines, right=(1,))


def _share(share: dict[str, Any] | None) -> str:
    from mapper.matching.records import Interval
    from mapper.reports.blocks import format_percent, format_range

    if share is None:
        return "–"
    value = format_percent(share["value"], console.language())
    return value if share["low"] is None else f"{value} ({format_range(Interval(**share), console.language())})"
