"""The commands that make a report: a table of what differs between them, and one way to end all of them."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
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
    from mapper.workspace.store import Workspace


Work = Callable[[], Outcome[Any]]
"""An action with its arguments: what makes the report."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options that report commands share say; of the settings that is the encoder."""

    workspace: Workspace
    lang: str
    settings: Settings
    out: Path | None
    progress: Progress

    def against(self, names: Sequence[str], **chosen: Any) -> Against:  # noqa: ANN401 - as the fields of `Settings`
        """Frameworks that programmes are compared with; `chosen` are further settings."""
        from mapper.actions import Against

        return Against(self.workspace, names, replace(self.settings, **chosen), self.progress)


def _parameter(name: str, annotation: Any, default: Any) -> inspect.Parameter:  # noqa: ANN401
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


_CONTEXT = inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
_SHARED = (_parameter("as_json", console.AsJson, default=False), _parameter("lang", console.Lang, "es"))
_ENCODER = _parameter("encoder", console.Encoder, "e5")
_HEAD = (
    _parameter("school", console.School, ""),
    _parameter("programme", console.ProgrammeName, ""),
    _parameter("responsible", console.Responsible, ""),
    _parameter("date", console.Date, ""),
)
_WHOLE = _parameter("whole", console.Whole, default=False)
_FORM = (_parameter("form", console.Form, None),)
_JUDGE = (
    _parameter("judge", console.JudgeUrl, ""),
    _parameter("judge_model", console.JudgeModel, ""),
    _parameter("judge_may_leave", console.JudgeMayLeave, default=False),
    _parameter("judge_budget", console.JudgeBudget, console.MOST_QUESTIONS),
)


def _report(
    name: str,
    *,
    out: Any = console.Out,  # noqa: ANN401 - no type can be written for an annotation
    head: bool = False,
    encoder: bool = True,
    judge: str = "",
    cells: str = "",
) -> Callable[[Callable[..., Work]], typer.Typer]:
    """Make a command of a function that says what makes a report, which is then made, written and shown.

    The function takes `Asked`, then options of its own; those after its `*` stand behind the shared ones in the help.
    It checks them, and gives the action with its arguments.

    Args:
        name: of the kind of report; "map" for a mapping.
        out: the option for the folder.
        head: whether the head of its Word document can be told.
        encoder: whether the encoder can be chosen.
        judge: what asks a judge, as `mapper.…:judge_mapping`, a function of report, judge and language; "" for none.
        cells: what a form is filled with, as `mapper.…:of_…`, a function of report and language; "" for no form.
    """

    def made(function: Callable[..., Work]) -> typer.Typer:
        _, *own = inspect.signature(function, eval_str=True).parameters.values()
        behind = [one for one in own if one.kind is inspect.Parameter.KEYWORD_ONLY]
        before = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own if one not in behind]
        parameters = [_CONTEXT, *before, _parameter("out", out, None), *(_FORM if cells else ())]
        parameters += [*(_HEAD if head else ()), _WHOLE, *_SHARED]
        parameters += [*([_ENCODER] if encoder else ()), *behind, *(_JUDGE if judge else ())]

        def command(context: typer.Context, **given: Any) -> None:  # noqa: ANN401 - as the parameters say
            reader = _reader(context.obj, given) if judge else None
            form = _form(name, given) if cells else None
            with console.progress_bar(given["lang"]) as progress:
                settings = Settings(encoder=given.get("encoder", ""))
                asked = Asked(context.obj, given["lang"], settings, given["out"], progress)
                found = function(asked, **{one.name: given[one.name] for one in own})()
                if reader is not None:
                    found = pkgutil.resolve_name(judge)(found, reader, asked.lang, progress=progress)
            found = found if form is None else form(found, pkgutil.resolve_name(cells), given["lang"])
            shared = {key: given[key] for key in ("out", "as_json", "lang", "whole")}
            end_report(name, found, head={one.name: given.get(one.name, "") for one in _HEAD}, **shared)

        command.__doc__ = function.__doc__
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        command.__annotations__ = {one.name: one.annotation for one in parameters}
        app = console.command_app()
        app.command()(command)
        return app

    return made


def _reader(workspace: Workspace, given: Mapping[str, Any]) -> Reader | None:
    if not (given["judge"] or given["judge_model"] or given["judge_may_leave"]):
        return None  # what judging takes is loaded only where it is asked for
    from mapper.actions.judge import reader

    may_leave, budget = given["judge_may_leave"], given["judge_budget"]
    return reader(workspace, given["judge"], given["judge_model"], may_leave=may_leave, budget=budget)


def _form(name: str, given: Mapping[str, Any]) -> Callable[..., Outcome[Any]] | None:
    """What fills the form, which is read before the work; None where there is none."""
    path, out = given["form"], given["out"]
    if path is None:
        return None
    from mapper.reports.forms import fill_outcome, open_form

    if path.stem.lower() == name:
        raise InputError("{path}: the report has files of this name; give the form another", path=path)
    return partial(fill_outcome, open_form(path, out), out)


def end_report(
    name: str,
    found: Outcome[Any],
    out: Path | None,
    *,
    lang: str,
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

    kind = "report" if name == "map" else name
    made = kinds.report(kind, found.report, lang) if out is not None or not as_json else None
    written: list[Path] = []
    if out is not None:
        written = kinds.write(kind, found.report, out, lang=lang, head=Head(**head), made=made)
        written += found.more(out) if found.more else []
    if as_json:
        printed = alignment_text(found.report, lang=lang) if name == "map" else kinds.as_json(name, found.report)
        console.print_json_text(printed)
    elif made is not None:
        # Programmes are shown one after the other, each as it would be alone.
        several = name == "map" and len(found.report) > 1
        for one in (kinds.report(kind, [each], lang) for each in found.report) if several else [made]:
            render(one, console.stdout(), whole=whole)
    notices = [*found.notices, *(_("Report: {path}", path=path) for path in written)]
    console.say_all(notices, lang, incomplete=found.incomplete)


_MapOut = Annotated[
    Path | None,
    Option(
        metavar="DIR",
        help="Folder for report.html, report.xlsx, report.docx and alignment.json.",
        callback=console.checked_folder,
    ),
]


@_report("map", out=_MapOut, head=True, judge="mapper.actions.judge:judge_mapping")
def map_(
    asked: Asked,
    files: console.Files,
    framework: console.Frameworks = [],
    *,
    all_passages: Annotated[
        bool,
        Option("--all-passages", help="Map also what does not seem to teach. What is covered does not depend on it."),
    ] = False,
    rerank: Annotated[
        str, Option(metavar="MODEL", help="Cross-encoder (a name or a folder) that orders the matches shown.")
    ] = "",
    reviewed: console.Reviewed = [],
) -> Work:
    """Map programmes to frameworks: what each passage corresponds to, and with what probability."""
    from mapper import actions

    against = asked.against(framework, all_passages=all_passages, rerank=rerank)
    return partial(actions.map_documents, against, files, reviewed=reviewed)


demo = console.command_app()


@demo.command()
def demo_command(
    out: Annotated[
        Path,
        Option(
            metavar="DIR",
            help="Folder for the reports and the demonstration's own workspace.",
            callback=console.checked_folder,
        ),
    ] = Path("demo"),
    lang: console.Lang = "es",
) -> None:
    """Map the shipped programme to the shipped standards, and set it against the shipped ads."""
    from mapper import actions
    from mapper.actions import gap
    from mapper.reports import kinds
    from mapper.reports.terminal import render

    with console.progress_bar(lang) as progress:
        mapping = actions.demonstrate(out, progress=progress)
        asked = gap.demonstrate(out, progress=progress)
    written = kinds.write("gap", asked.report, out, lang=lang)
    end_report("map", mapping, out, lang=lang)
    render(kinds.report("gap", asked.report, lang), console.stdout(), whole=False)
    console.say_all((_("Report: {path}", path=path) for path in written), lang)


@_report("coverage", head=True, judge="mapper.actions.judge:judge_coverage", cells="mapper.reports.forms:of_coverage")
def coverage(
    asked: Asked,
    files: console.Files,
    framework: console.Frameworks = [],
    dual: console.Dual = None,
    reviewed: console.Reviewed = [],
) -> Work:
    """What programmes show of competency standards: per element and kind, with intervals and the chance level."""
    from mapper.actions import gap

    return partial(gap.coverage, asked.against(framework), files, dual=dual, reviewed=reviewed)


@_report("gap")
def gap(
    asked: Asked,
    files: console.Files,
    jobs: Annotated[
        list[Path], Option(metavar="PATH", help="Job ads: CSV, XLSX, JSON lines, Parquet, or a folder of texts.")
    ] = [],
    framework: console.Frameworks = [],
    sector: Annotated[str, Option(metavar="NAME|FILE", help="Only the ads and standards of a sector.")] = "",
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
) -> Work:
    """What employers ask for against what programmes teach: shares of ads, coverage, and the gap between them."""
    from mapper.actions import gap as actions

    if not jobs:
        raise InputError("name the job ads with --jobs")
    if audit is not None and asked.out is None:
        raise InputError("--audit writes a sheet: name its folder with --out")
    ads = actions.Jobs(tuple(jobs), _columns(column), sector, tuple(judged), by)
    against, lang = asked.against(framework), asked.lang
    return partial(actions.gap, against, files, ads, dual=dual, reviewed=reviewed, audited=audit, lang=lang)


def _columns(given: Sequence[str]) -> dict[str, str]:
    named = {}
    for one in given:
        field, equals, column = one.partition("=")
        if not (field and equals and column):
            raise InputError("--column {one}: write FIELD=COLUMN, as in description=Text", one=one)
        named[field] = column
    return named


@_report("occupations")
def occupations(
    asked: Asked,
    files: console.Files,
    framework: Annotated[
        str, Option("--framework", "-f", metavar="NAME", help="Framework with occupations, such as esco.")
    ] = "",
) -> Work:
    """To which occupations programmes lead, ranked with the skills that they teach and those that they lack."""
    from mapper.actions import programmes

    return partial(programmes.occupations, asked.against([framework] if framework else []), files)


@_report("credentials")
def credentials(
    asked: Asked,
    files: console.Files,
    framework: console.Frameworks = [],
    base_address: Annotated[
        str, Option(metavar="URL", help="Where standards without an address of their own are published.")
    ] = "",
    reviewed: console.Reviewed = [],
) -> Work:
    """Bundles worth certifying: which units teach which criteria fully, with hours, gaps, overlaps and badges."""
    from mapper.actions import programmes

    against = asked.against(framework)
    return partial(programmes.credentials, against, files, base=base_address, lang=asked.lang, reviewed=reviewed)


@_report("matrix", head=True, cells="mapper.reports.forms:of_matrix")
def matrix(
    asked: Asked, files: console.Files, framework: console.Frameworks = [], reviewed: console.Reviewed = []
) -> Work:
    """The curriculum map: which course introduces, reinforces, masters and assesses which outcome, with passages."""
    from mapper.actions import programmes

    return partial(programmes.matrix, asked.against(framework), files, reviewed=reviewed)


@_report("instructors")
def instructors(
    asked: Asked,
    file: console.File,
    teachers: Annotated[
        Path | None, Option(metavar="TABLE", help="What teachers hold: name, code, date, expires.")
    ] = None,
    framework: console.Frameworks = [],
    on: Annotated[str, Option(metavar="DATE", help="Day on which validity is judged, as 2026-03-31.")] = "",
) -> Work:
    """Whom to train in what: the standards for teaching and the technical ones against what teachers hold."""
    from mapper.actions import programmes

    return partial(programmes.instructors, asked.against(framework), file, teachers, on=on)


@_report("crosswalk")
def crosswalk(
    asked: Asked,
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
) -> Work:
    """Propose which entries of one framework correspond to which of another, or of the same, and how."""
    from mapper.actions import between

    sides, encoder = (asked.workspace, source, target), asked.settings.encoder
    return partial(between.crosswalk, *sides, encoder=encoder, reviewed=reviewed, progress=asked.progress)


@_report("diff", encoder=False, head=True)
def diff(
    asked: Asked,
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
) -> Work:
    """Compare two editions of a standard or of a programme: what changed, and what that does to a mapping."""
    from mapper.actions import between

    return partial(between.diff, asked.workspace, old, new, mapping=mapping)


@_report("calibrate", encoder=False)
def calibrate(
    asked: Asked,
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
    *,
    rerank: Annotated[str, Option(metavar="MODEL", help="A cross-encoder whose order is measured too.")] = "",
    prompt: Annotated[
        str,
        Option(
            metavar="QUERY|PASSAGE",
            help="What stands before queries and before passages, where the model's own configuration does not say it,"
            " as in 'query: |passage: '.",
        ),
    ] = "",
) -> Work:
    """Fit the probabilities for a model of your own, or set models beside each other: figures, speed, size, licence."""
    from mapper.actions import calibrate as actions

    if prompt and encoder:
        query, _bar, passage = prompt.partition("|")
        encoder = f"{encoder};query={query};passage={passage}"
    return partial(actions.calibrate, asked.workspace, encoder, compare, truth, rerank=rerank, progress=asked.progress)
