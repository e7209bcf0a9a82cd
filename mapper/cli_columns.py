"""`curmap columns`: what the columns of a workbook are taken for, and how to say what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpora import InputError, Text
from mapper.cli_console import AsJson, Lang, command_app, pick, print_json, print_table, say

app = command_app()

_KINDS: dict[str, Text] = {
    "module": Text("módulo", "module"),
    "unit": Text("unidad", "unit"),
    "competency": Text("competencia", "competency"),
    "outcome": Text("resultado de aprendizaje", "learning outcome"),
    "criterion": Text("criterio de evaluación", "assessment criterion"),
    "content": Text("contenido", "content"),
    "activity": Text("actividad", "activity"),
    "evaluation": Text("evaluación", "grading"),
    "other": Text("otro (no se compara)", "other (not compared)"),
    "ignore": Text("no se lee", "not read"),
    "": Text("¿? (no se compara)", "? (not compared)"),
}
_TITLES = (Text("Hoja", "Sheet"), Text("Columna", "Column"), Text("Se lee como", "Read as"), Text("Tipo", "Kind"))
_NONE = Text(
    'ninguna hoja tiene una fila de títulos conocida; nombre una columna con --set "Columna=tipo"',
    'no sheet has a header row that is known; name a column with --set "Column=kind"',
)


@app.command()
def columns(
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
    from corpora.readers.spreadsheet import FILE, with_said
    from corpora.readers.spreadsheet import columns as columns_of
    from mapper.files import write_atomically

    found = columns_of(workbook)
    if said:
        content = with_said(workbook.parent, dict(_parted(each) for each in said))
        write_atomically(workbook.parent / FILE, content)
        found = columns_of(workbook)
        where = workbook.parent / FILE
        say(Text(f"se guardó en {where}", f"kept in {where}"), lang)
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
        say(Text(f"para decir qué es una columna: {command}", f"to say what a column is: {command}"), lang)


def _parted(text: str) -> tuple[str, str]:
    name, sign, kind = text.rpartition("=")
    if not sign:
        raise InputError(
            es=f'--set: «{text}»: escriba Columna=tipo, por ejemplo "Temas=content"',
            en=f"--set: '{text}': write Column=kind, for example \"Topics=content\"",
        )
    return name.strip(), kind.strip().lower()
