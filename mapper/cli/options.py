"""Options that the commands which compare programmes or frameworks share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapper.workspace.files import require_folder


def checked_folder(out: Path | None) -> Path | None:
    """Callback of an option for a folder: what cannot hold a report is refused before the work, and not after it."""
    if out is not None:
        require_folder(out)
    return out


Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE",
        help="Programmes: PDF, DOCX, ODT, HTML, XLSX, Markdown or text; or folders.",
        readable=False,  # typer would refuse them all for one that may not be read
    ),
]
File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A programme: PDF, DOCX, ODT, HTML, XLSX, Markdown or text.")
]
Frameworks = Annotated[
    list[str],
    typer.Option(
        "--framework", "-f", metavar="NAME[/CODE]", help="Framework, or one standard of it; repeat it for several."
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder for the reports.", show_default=False, callback=checked_folder),
]
Encoder = Annotated[
    str, typer.Option(metavar="NAME", help="competency, or sentence_transformer:MODEL (a name or a folder).")
]
Dual = Annotated[
    Path | None,
    typer.Option(
        metavar="SHEET", help="dual.csv, with the places of learning that somebody changed.", show_default=False
    ),
]
School = Annotated[str, typer.Option(metavar="NAME", help="School, for the head of the Word document.")]
ProgrammeName = Annotated[
    str, typer.Option("--programme", metavar="NAME", help="Programme's name, for the head of the Word document.")
]
Responsible = Annotated[str, typer.Option(metavar="NAME", help="Who answers for it, likewise.")]
Date = Annotated[str, typer.Option(metavar="DATE", help="Its date as it is to be written, likewise.")]
Form = Annotated[
    Path | None,
    typer.Option(
        metavar="FORM",
        help="A form of one's own, XLSX or DOCX, with the codes of criteria in its rows or columns: it is filled into"
        " --out; without that it is only said what was recognised.",
        show_default=False,
    ),
]
Whole = Annotated[bool, typer.Option("--all", help="Show the whole report in the terminal, not the verdict alone.")]
Reviewed = Annotated[
    list[Path],
    typer.Option(
        metavar="REVIEW",
        help="A review: the page's JSON, or a workbook in which people marked. What they decided on this same document"
        " counts as it is; on another it informs.",
    ),
]
JudgeUrl = Annotated[
    str,
    typer.Option(
        "--judge",
        metavar="URL",
        help="Chat API (OpenAI-compatible) of a language model that reads what the score leaves open; its key stands in"
        " CURMAP_JUDGE_KEY. Only criteria and the passages near them go there.",
        show_default=False,
    ),
]
JudgeModel = Annotated[
    str,
    typer.Option(metavar="NAME", help="Its model; without --judge, whose answers of before count.", show_default=False),
]
JudgeMayLeave = Annotated[
    bool, typer.Option("--judge-may-leave", help="Allow an address that is not on this computer.")
]
JudgeBudget = Annotated[
    int, typer.Option(metavar="N", min=0, help="Most questions, the most uncertain ones first; 0 for all.")
]
MOST_QUESTIONS = 300
"""Unless more are asked for: nobody pays by mistake for the thousands of criteria of a whole registry."""
