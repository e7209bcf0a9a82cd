"""`curmap crosswalk`, `curmap diff` and `curmap overlaps`: standards beside each other, and beside their own past."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapper.cli_console import AsJson, Lang, command_app, end_report, progress_bar, say
from mapper.cli_options import Encoder, Out

crosswalk = command_app()


@crosswalk.command()
def crosswalk_command(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="A", help="A framework, or a standard as FRAMEWORK/CODE.")],
    target: Annotated[str, typer.Option("--to", metavar="B", help="The other framework, or a standard of it.")],
    out: Out = None,
    as_json: AsJson = False,
    lang: Lang = "es",
    encoder: Encoder = "competency",
) -> None:
    """Propose which entries of one framework correspond to which of another, and how, for a person to review."""
    from mapper.crosswalk.build import crosswalk as build

    with progress_bar() as progress:
        found = build(context.obj, source, target, encoder=encoder, progress=progress)
    end_report("crosswalk", found, out, as_json=as_json, lang=lang)


overlaps = command_app()


@overlaps.command()
def overlaps_command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A registry in the workspace, such as renec.")],
    out: Out = None,
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """List the standards of a registry that say nearly the same, those of different committees first."""
    from mapper import catalogue
    from mapper.overlaps.find import find_overlaps

    found = find_overlaps(catalogue.frameworks(context.obj, [name]))
    end_report("overlaps", found, out, as_json=as_json, lang=lang)


diff = command_app()


@diff.command()
def diff_command(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="A", help="A document, or the code of a standard in the workspace.")],
    new: Annotated[
        str | None,
        typer.Argument(metavar="B", help="Its new edition; without it A is, and the old one the one that it updates."),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="alignment.json, or a report's workbook with its review: what of it still holds.",
            show_default=False,
        ),
    ] = None,
    out: Out = None,
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """Compare two editions of a standard or of a programme: what was added, removed, reworded, moved."""
    from mapper.editions import compare, mappings, sources

    first = sources.open_edition(context.obj, old)
    second = first if new is None else sources.open_edition(context.obj, new)
    before, after = (
        (sources.predecessor(context.obj, second), second) if new is None else sources.in_order(first, second)
    )
    if before is not first and new is not None:
        say(sources.swapped(before, after), lang)
    mapped = None if mapping is None else mappings.read_mapping(mapping)
    comparison = compare(before, after)
    standings = None if mapped is None else mappings.standings(comparison, mapped)
    end_report("diff", mappings.Compared(comparison, standings), out, as_json=as_json, lang=lang)
