"""`curmap columns` and `curmap export`: what the columns of a workbook are taken for, and mappings in other formats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpora import InputError, Text, _
from mapper.cli.console import AsJson, Lang, command_app, pick, print_json, print_table, say, say_all

if TYPE_CHECKING:
    from mapper.between.exchange.actions import Exported

columns, export = command_app(), command_app()
OutFile = Annotated[Path, typer.Option(metavar="FILE", help="File to write.")]
_KINDS: dict[str, Text] = {
    "module": _("module"),
    "unit": _("unit"),
    "competency": _("competency"),
    "outcome": _("learning outcome"),
    "criterion": _("assessment criterion"),
    "content": _("content"),
    "activity": _("activity"),
    "evaluation": _("grading"),
    "other": _("other (not compared)"),
    "ignore": _("not read"),
    "": _("? (not compared)"),
}
_TITLES = (_("Sheet"), _("Column"), _("Read as"), _("Kind"))
_NONE = _('no sheet has a header row that is known; name a column with --set "Column=kind"')


@columns.command()
def columns_command(
    workbook: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="A programme as a workbook.")],
    said: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="COLUMN=KIND",
            help="Say what a column holds: module, unit, competency, outcome, criterion, content, activity, "
            "evaluation, other, or ignore. Kept in curmap-columns.json beside the workbook, for all of that folder.",
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """Show what the columns of a workbook are taken for; --set says it where their names do not."""
    from mapper import actions

    found, where = actions.columns(workbook, dict(map(_parted, said or ())))
    if where is not None:
        say(_("kept in {where}", where=where), lang)
    if as_json:
        print_json([column._asdict() for column in found])
        return
    if not found:
        say(_NONE, lang)
        return
    rows = [(c.sheet, c.name, pick(_KINDS[c.kind], lang) + (" *" if c.by_hand else ""), c.kind) for c in found]
    print_table(_TITLES, rows, lang)
    if unknown := next((c.name for c in found if not c.kind), None):
        command = f'curmap columns "{workbook}" --set "{unknown}=content"'
        say(_("to say what a column is: {command}", command=command), lang)


def _parted(text: str) -> tuple[str, str]:
    name, sign, kind = text.rpartition("=")
    if not sign:
        raise InputError("--set: '{text}': write Column=kind, for example \"Topics=content\"", text=text)
    return name.strip(), kind.strip().lower()


@export.command()
def export_command(
    context: typer.Context,
    alignment: Annotated[
        Path, typer.Argument(metavar="ALIGNMENT.json", help="alignment.json, a review, crosswalk.json or diff.json.")
    ],
    form: Annotated[str, typer.Option("--format", metavar="F", help="case, sssom or csv.")],
    out: OutFile,
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """Write a mapping in a format that other systems read, and say what that format cannot hold."""
    from mapper.between.exchange import actions

    end_export(actions.export_mapping(context.obj, alignment, form, out), as_json=as_json, lang=lang)


def end_export(exported: Exported, *, as_json: bool, lang: str) -> None:
    """Say which file was written, then what its format cannot hold."""
    if as_json:
        print_json(exported.values(lang))
    else:
        say_all(exported.told(), lang)
