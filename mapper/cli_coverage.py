"""`curmap coverage`: what programmes show of competency standards."""

from __future__ import annotations

import typer

from mapper.cli_console import AsJson, Lang, command_app, end_report, progress_bar
from mapper.cli_options import (
    MOST_QUESTIONS,
    Date,
    Dual,
    Encoder,
    Files,
    Frameworks,
    JudgeBudget,
    JudgeMayLeave,
    JudgeModel,
    JudgeUrl,
    Out,
    ProgrammeName,
    Responsible,
    Reviewed,
    School,
)

app = command_app()


@app.command()
def coverage(
    context: typer.Context,
    files: Files,
    framework: Frameworks = [],  # noqa: B006 - typer copies it
    dual: Dual = None,
    reviewed: Reviewed = [],  # noqa: B006
    out: Out = None,
    school: School = "",
    programme: ProgrammeName = "",
    responsible: Responsible = "",
    date: Date = "",
    as_json: AsJson = False,
    lang: Lang = "es",
    encoder: Encoder = "competency",
    judge: JudgeUrl = "",
    judge_model: JudgeModel = "",
    judge_may_leave: JudgeMayLeave = False,
    judge_budget: JudgeBudget = MOST_QUESTIONS,
) -> None:
    """What programmes show of competency standards: per element and kind, with intervals and the chance level."""
    from mapper import actions_gap, actions_judge, messages
    from mapper.reports.blocks import Head
    from mapper.settings import Settings

    reader = actions_judge.reader(context.obj, judge, judge_model, may_leave=judge_may_leave, budget=judge_budget)
    with progress_bar() as progress:
        covered = actions_gap.coverage(
            context.obj, files, framework, Settings(encoder=encoder), dual=dual, reviewed=reviewed, progress=progress
        )
        if reader is not None:
            covered = actions_judge.judge_coverage(covered, reader, lang, progress=progress)
    head = Head(school, programme, responsible, date)
    end_report(
        "coverage",
        covered.report,
        out,
        as_json=as_json,
        lang=lang,
        notices=messages.not_read(covered.failures, covered.left_out),
        incomplete=covered.incomplete,
        head=head,
    )
