"""The commands that make a report: what each of them asks for, and one way to end all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option

from corpora import InputError, _
from mapper.cli import console
from mapper.matching.records import Outcome, Settings

if TYPE_CHECKING:
    from mapper.actions import Against, Progress
    from mapper.actions.judge import Reader
    from mapper.reports.forms import Form
    from mapper.workspace.store import Workspace


@dataclass(frozen=True, slots=True)
class Request:
    """The options that these commands share.

    `name` is that of the kind of report, "map" for a mapping, `given` the value of each option by its name.
    """

    name: str
    given: Mapping[str, Any]
    workspace: Workspace
    settings: Settings
    out: Path | None
    form: Form | None
    reader: Reader | None
    progress: Progress

    def against(self, names: Sequence[str], **chosen: Any) -> Against:  # noqa: ANN401 - as the fields of `Settings`
        """Return the frameworks that programmes are compared with; `chosen` are further settings."""
        from mapper.actions import Against

        return Against(self.workspace, names, replace(self.settings, **chosen), self.progress)

    def end(self, found: Outcome[Any]) -> None:
        """Write and show a report, with the head and as much of it as was asked for."""
        head = {name: self.given.get(name, "") for name in ("school", "programme", "responsible", "date")}
        shown = {"as_json": self.given["as_json"], "whole": self.given["whole"]}
        end_report(self.name, found, self.out, head=head, **shown)


@contextmanager
def _request(context: typer.Context, name: str) -> Iterator[Request]:
    """Open what the shared options name, before the work, whose progress is shown."""
    given, out = context.params, context.params["out"] and Path(context.params["out"])
    reader = form = None
    if any(given.get(option) for option in ("judge", "judge_model", "judge_may_leave")):
        # What judging takes is loaded only where it is asked for.
        from mapper.actions.judge import reader as open_reader

        named = context.obj, given["judge"], given["judge_model"]
        reader = open_reader(*named, may_leave=given["judge_may_leave"], budget=given["judge_budget"])
    if path := given.get("form"):
        from mapper.reports.forms import open_form

        if Path(path).stem.lower() == name:
            raise InputError("{path}: the report has files of this name; give the form another", path=path)
        form = open_form(Path(path), out)
    with console.progress_bar() as progress:
        settings = Settings(encoder=given.get("encoder", ""))
        yield Request(name, given, context.obj, settings, out, form, reader, progress)


def end_report(
    name: str,
    found: Outcome[Any],
    out: Path | None,
    *,
    as_json: bool = False,
    head: Mapping[str, str] = MappingProxyType({}),
    whole: bool = False,
) -> None:
    """End a command that made a report: write it, show it, say what there is to say.

    Whoever reads the report may stop reading: its files are written before.
    """
    from mapper.reports import kinds
    from mapper.reports.blocks import Head
    from mapper.reports.record_json import alignment_text
    from mapper.reports.terminal import render

    kind, lang = "report" if name == "map" else name, console.language()
    made = kinds.make_report(kind, found.report, lang) if out is not None or not as_json else None
    written: list[Path] = []
    if out is not None:
        written = kinds.write_report(kind, found.report, out, lang=lang, head=Head(**head), made=made)
        written += found.more(out) if found.more else []
    if as_json:
        printed = alignment_text(found.report, lang=lang) if name == "map" else kinds.as_json(name, found.report)
        console.print_json_text(printed)
    elif made is not None:
        # Programmes are shown one after the other, each as it would be alone.
        several = name == "map" and len(found.report) > 1
        for one in (kinds.make_report(kind, [each], lang) for each in found.report) if several else [made]:
            render(one, console.stdout(), whole=whole)
    notices = [*found.notices, *(_("Report: {path}", path=path) for path in written)]
    console.say_all(notices, incomplete=found.incomplete)


_MapOut = Annotated[
    Path | None,
    Option(
        metavar="DIR",
        help="Folder for report.html, report.xlsx, report.docx and alignment.json.",
        callback=console.checked_folder,
    ),
]


def map_(
    context: typer.Context,
    files: console.Files,
    framework: console.Frameworks = [],
    out: _MapOut = None,
    school: console.School = "",
    programme: console.ProgrammeName = "",
    responsible: console.Responsible = "",
    date: console.Date = "",
    whole: console.Whole = False,
    as_json: console.AsJson = False,
    encoder: console.Encoder = "e5",
    all_passages: Annotated[
        bool,
        Option("--all-passages", help="Map also what does not seem to teach. What is covered does not depend on it."),
    ] = False,
    rerank: Annotated[
        str, Option(metavar="MODEL", help="Cross-encoder (a name or a folder) that orders the matches shown.")
    ] = "",
    reviewed: console.Reviewed = [],
    judge: console.JudgeUrl = "",
    judge_model: console.JudgeModel = "",
    judge_may_leave: console.JudgeMayLeave = False,
    judge_budget: console.JudgeBudget = console.MOST_QUESTIONS,
) -> None:
    """Map programmes to frameworks: what each passage corresponds to, and with what probability."""
    from mapper import actions

    with _request(context, "map") as request:
        against = request.against(framework, all_passages=all_passages, rerank=rerank)
        found = actions.map_documents(against, files, reviewed=reviewed)
        if request.reader is not None:
            from mapper.actions.judge import judge_mapping

            found = judge_mapping(found, request.reader, console.language(), progress=request.progress)
    request.end(found)


def demo(
    out: Annotated[
        Path,
        Option(
            metavar="DIR",
            help="Folder for the reports and the demonstration's own workspace.",
            callback=console.checked_folder,
        ),
    ] = Path("demo"),
) -> None:
    """Map the shipped programme to the shipped standards, and set it against the shipped ads."""
    from mapper import actions
    from mapper.actions import gap
    from mapper.reports import kinds
    from mapper.reports.terminal import render

    with console.progress_bar() as progress:
        mapping = actions.demonstrate(out, progress=progress)
        gaps = gap.demonstrate(out, progress=progress)
    lang = console.language()
    written = kinds.write_report("gap", gaps.report, out, lang=lang)
    end_report("map", mapping, out)
    render(kinds.make_report("gap", gaps.report, lang), console.stdout(), whole=False)
    console.say_all(_("Report: {path}", path=path) for path in written)


def coverage(
    context: typer.Context,
    files: console.Files,
    framework: console.Frameworks = [],
    dual: console.Dual = None,
    reviewed: console.Reviewed = [],
    out: console.Out = None,
    form: console.Form = None,
    school: console.School = "",
    programme: console.ProgrammeName = "",
    responsible: console.Responsible = "",
    date: console.Date = "",
    whole: console.Whole = False,
    as_json: console.AsJson = False,
    encoder: console.Encoder = "e5",
    judge: console.JudgeUrl = "",
    judge_model: console.JudgeModel = "",
    judge_may_leave: console.JudgeMayLeave = False,
    judge_budget: console.JudgeBudget = console.MOST_QUESTIONS,
) -> None:
    """What programmes show of competency standards: per element and kind, with intervals and the chance level."""
    from mapper.actions import gap

    with _request(context, "coverage") as request:
        found = gap.coverage(request.against(framework), files, dual=dual, reviewed=reviewed)
        if request.reader is not None:
            from mapper.actions.judge import judge_coverage

            found = judge_coverage(found, request.reader, console.language(), progress=request.progress)
    if request.form is not None:
        from mapper.reports.forms import coverage_findings, fill_outcome

        found = fill_outcome(request.form, request.out, found, coverage_findings, console.language())
    request.end(found)


def gap(
    context: typer.Context,
    files: console.Files,
    jobs: Annotated[
        list[Path], Option(metavar="PATH", help="Job ads: CSV, XLSX, JSON lines, Parquet, or a folder of texts.")
    ] = [],
    framework: console.Frameworks = [],
    sector: Annotated[str, Option(metavar="NAME|FILE", help="Only the ads and standards of a sector.")] = "",
    post: Annotated[str, Option(metavar="NAME", help="Only the ads of a post, as the first page names them.")] = "",
    column: Annotated[
        list[str], Option(metavar="FIELD=COLUMN", help="A column of the table of ads, as in description=Texto.")
    ] = [],
    by: Annotated[
        str,
        Option(
            metavar="PERIOD",
            help="Sets of ads side by side: by month, quarter or year of publication, or each --jobs a set (file).",
        ),
    ] = "",
    audit: Annotated[int | None, Option(metavar="N", min=10, help="Write a blind sheet of N ads to be judged.")] = None,
    judged: Annotated[
        list[Path], Option(metavar="SHEET", help="A sheet that somebody filled in; it corrects the shares.")
    ] = [],
    dual: console.Dual = None,
    reviewed: console.Reviewed = [],
    out: console.Out = None,
    whole: console.Whole = False,
    as_json: console.AsJson = False,
    encoder: console.Encoder = "e5",
) -> None:
    """What employers ask for against what programmes teach: shares of ads, coverage, and the gap between them."""
    from mapper.actions import gap as actions

    with _request(context, "gap") as request:
        if not jobs:
            raise InputError("name the job ads with --jobs")
        if audit is not None and request.out is None:
            raise InputError("--audit writes a sheet: name its folder with --out")
        ads = actions.Jobs(tuple(jobs), _columns(column), sector, tuple(judged), post, by)
        against, lang = request.against(framework), console.language()
        found = actions.gap(against, files, ads, dual=dual, reviewed=reviewed, audited=audit, lang=lang)
    request.end(found)


def _columns(given: Sequence[str]) -> dict[str, str]:
    named = {}
    for one in given:
        field, equals, column = one.partition("=")
        if not (field and equals and column):
            raise InputError("--column {one}: write FIELD=COLUMN, as in description=Text", one=one)
        named[field] = column
    return named


def occupations(
    context: typer.Context,
    files: console.Files,
    framework: Annotated[
        str, Option("--framework", "-f", metavar="NAME", help="Framework with occupations, such as esco.")
    ] = "",
    out: console.Out = None,
    whole: console.Whole = False,
    as_json: console.AsJson = False,
    encoder: console.Encoder = "e5",
) -> None:
    """To which occupations programmes lead, ranked with the skills that they teach and those that they lack."""
    from mapper.actions import programmes

    with _request(context, "occupations") as request:
        found = programmes.occupations(request.against([framework] if framework else []), files)
    request.end(found)


def credentials(
    context: typer.Context,
    files: console.Files,
    framework: console.Frameworks = [],
    base_address: Annotated[
        str, Option(metavar="URL", help="Where standards without an address of their own are published.")
    ] = "",
    reviewed: console.Reviewed = [],
    out: console.Out = None,
    whole: console.Whole = False,
    as_json: console.AsJson = False,
    encoder: console.Encoder = "e5",
) -> None:
    """Bundles worth certifying: which units teach which criteria fully, with hours, gaps, overlaps and badges."""
    from mapper.actions import programmes

    with _request(context, "credentials") as request:
        against = request.against(framework)
        found = programmes.credentials(against, files, base=base_address, lang=console.language(), reviewed=reviewed)
    request.end(found)


def matrix(
    context: typer.Context,
    files: console.Files,
    framework: console.Frameworks = [],
    reviewed: console.Reviewed = [],
    out: console.Out = None,
    form: console.Form = None,
    school: console.School = "",
    programme: console.ProgrammeName = "",
    responsible: console.Responsible = "",
    date: console.Date = "",
    whole: console.Whole = False,
    as_json: console.AsJson = False,
    encoder: console.Encoder = "e5",
) -> None:
    """The curriculum map: which course introduces, reinforces, masters and assesses which outcome, with passages."""
    from mapper.actions import programmes

    with _request(context, "matrix") as request:
        found = programmes.matrix(request.against(framework), files, reviewed=reviewed)
    if request.form is not None:
        from mapper.reports.forms import fill_outcome, matrix_findings

        found = fill_outcome(request.form, request.out, found, matrix_findings, console.language())
    request.end(found)


def instructors(
    context: typer.Context,
    file: console.File,
    teachers: Annotated[
        Path | None, Option(metavar="TABLE", help="What teachers hold: name, code, date, expires.")
    ] = None,
    framework: console.Frameworks = [],
    on: Annotated[str, Option(metavar="DATE", help="Day on which validity is judged, as 2026-03-31.")] = "",
    out: console.Out = None,
    whole: console.Whole = False,
    as_json: console.AsJson = False,
    encoder: console.Encoder = "e5",
) -> None:
    """Whom to train in what: the standards for teaching and the technical ones against what teachers hold."""
    from mapper.actions import programmes

    with _request(context, "instructors") as request:
        found = programmes.instructors(request.against(framework), file, teachers, on=on)
    request.end(found)


def crosswalk(
    context: typer.Context,
    source: Annotated[str, Argument(metavar="A", help="A framework, or a standard as FRAMEWORK/CODE.")],
    target: Annotated[str, Option("--to", metavar="B", help="The other framework, a standard of it, or A itself.")],
    reviewed: Annotated[
        list[Path],
        Option(
            metavar="REVIEW",
            help="The workbook of this crosswalk in which people marked: what they decided counts as it is; repeat it"
            " for several.",
        ),
    ] = [],
    out: console.Out = None,
    whole: console.Whole = False,
    as_json: console.AsJson = False,
    encoder: console.Encoder = "e5",
) -> None:
    """Propose which entries of one framework correspond to which of another, or of the same, and how."""
    from mapper.actions import between

    with _request(context, "crosswalk") as request:
        sides, encoder = (request.workspace, source, target), request.settings.encoder
        found = between.crosswalk(*sides, encoder=encoder, reviewed=reviewed, progress=request.progress)
    request.end(found)


def diff(
    context: typer.Context,
    old: Annotated[
        str, Argument(metavar="A", help="A document, a standard's table, or the code of one in the workspace.")
    ],
    new: Annotated[
        str | None,
        Argument(metavar="B", help="Its new edition; without it A is, and the old one the one that it updates."),
    ] = None,
    mapping: Annotated[
        list[Path],
        Option(
            metavar="FILE",
            help="alignment.json of a programme, a review, or a workbook in which people marked: what of it still"
            " holds, and which criteria gained or lost their passage; repeat it for several.",
        ),
    ] = [],
    out: console.Out = None,
    school: console.School = "",
    programme: console.ProgrammeName = "",
    responsible: console.Responsible = "",
    date: console.Date = "",
    whole: console.Whole = False,
    as_json: console.AsJson = False,
) -> None:
    """Compare two editions of a standard or of a programme: what changed, and what that does to a mapping."""
    from mapper.actions import between

    with _request(context, "diff") as request:
        found = between.diff(request.workspace, old, new, mapping=mapping)
    request.end(found)


def calibrate(
    context: typer.Context,
    truth: Annotated[
        list[Path],
        Argument(
            metavar="TRUTH",
            help="Truth of your own, besides what ships: folders of programmes with known truth, files of graded"
            " pairs.",
        ),
    ] = [],
    encoder: Annotated[
        str,
        Option(
            metavar="NAME",
            help="The model: sentence_transformer:MODEL, a name or a folder; with ;dimensions=N;precision=float16;"
            "device=cuda;query=PROMPT;passage=PROMPT behind it.",
        ),
    ] = "",
    compare: Annotated[
        list[str],
        Option(metavar="NAME", help="Measure this model beside others, and store nothing; repeat it for each."),
    ] = [],
    out: console.Out = None,
    whole: console.Whole = False,
    as_json: console.AsJson = False,
    rerank: Annotated[str, Option(metavar="MODEL", help="A cross-encoder whose order is measured too.")] = "",
    prompt: Annotated[
        str,
        Option(
            metavar="QUERY|PASSAGE",
            help="What stands before queries and before passages, where the model's own configuration does not say it,"
            " as in 'query: |passage: '.",
        ),
    ] = "",
) -> None:
    """Fit the probabilities for a model of your own, or set models beside each other: figures, speed, size, licence."""
    from mapper.actions import calibrate as actions

    with _request(context, "calibrate") as request:
        if prompt and encoder:
            query, _bar, passage = prompt.partition("|")
            encoder = f"{encoder};query={query};passage={passage}"
        found = actions.calibrate(request.workspace, encoder, compare, truth, rerank=rerank, progress=request.progress)
    request.end(found)
