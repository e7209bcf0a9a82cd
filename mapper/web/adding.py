"""What is done with a framework's file in a process of its own: add it, or tell what it would change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpora import Competency, Framework, InputError
from corpora import frameworks as loaders
from mapper import actions
from mapper.store import Workspace
from mapper.web.isolated import Tell

RENEC = "renec"
"""The one framework that is fetched: no files means this one."""


def add_framework(workspace: Path, files: Sequence[str], name: str | None, replace: bool, tell: Tell) -> dict[str, Any]:
    """Add a framework; gives its name, how many entries it has and how many rows were left out.

    Args:
        workspace: its folder.
        files: of one kind, in the current folder; none for the Mexican registry, which is fetched.
        name: short name, None for its loader's.
        replace: whether it may take the place of another one of that name; standards of CONOCER join those there are.
        tell: told how far it is.

    Raises:
        InputError: it is no framework, or there is one of that name.
        OSError: the workspace cannot be written.
    """
    opened, paths = Workspace(workspace), [Path(file) for file in files]
    loader = loaders.recognise(paths[0]) if paths else RENEC
    held = next((header for header in opened.headers() if header.name == (name or loader)), None)
    if held is not None and not replace and not held.loader == loader == "conocer":
        raise InputError(
            es=f"{_called(files)}: ya hay un marco «{held.name}»; escriba otro nombre corto o reemplácelo desde su"
            " página",
            en=f"{_called(files)}: there is a framework '{held.name}' already; write another short name, or replace it"
            " on its page",
        )
    framework = actions.add_framework(opened, paths, loader=loader, name=name, progress=tell).framework
    return {
        "framework": framework.name,
        "entries": len(framework.competencies),
        "skipped": len(framework.skipped),
    }


def changes(workspace: Path, files: Sequence[str], name: str, _: Tell) -> dict[str, Any]:
    """What files, or the registry as it is now, would change if they took the place of a framework.

    Returns:
        `gone` and `reworded`, each a list of code, wording and new wording; the numbers of `new` and `same` entries.

    Raises:
        InputError: it is no framework.
    """
    opened, paths = Workspace(workspace), [Path(file) for file in files]
    loader = loaders.recognise(paths[0]) if paths else RENEC
    new = loaders.load(paths, loader=loader, name=name, cache=opened.cache)
    old = opened.load(name)
    joins = opened.header(name).loader == loader == "conocer"
    return compared(old, new, within=_standards(new) if joins else None)


def compared(old: Framework, new: Framework, *, within: Collection[str] | None = None) -> dict[str, Any]:
    """The same of two frameworks; with `within`, only standards of these codes are looked at."""
    before = {c.code: c for c in old.competencies if within is None or c.code.split("/")[0] in within}
    after = {c.code: c for c in new.competencies}
    both = before.keys() & after.keys()
    reworded = {code for code in both if before[code].statement not in _wordings(after[code])}
    return {
        "gone": [_entry(c, after) for code, c in before.items() if code not in after],
        "reworded": [_entry(c, after) for code, c in before.items() if code in reworded],
        "new": len(after.keys() - before.keys()),
        "same": len(both) - len(reworded),
    }


def _called(files: Sequence[str]) -> str:
    return ", ".join(Path(file).name for file in files) or "RENEC"


def _standards(framework: Framework) -> set[str]:
    return {c.code for c in framework.competencies if c.parent is None}


def _wordings(competency: Competency) -> set[str]:
    return {competency.statement, *(label.text for label in competency.labels)}


def _entry(competency: Competency, after: Mapping[str, Competency]) -> dict[str, str]:
    new = after[competency.code].statement if competency.code in after else ""
    return {"code": competency.code, "old": competency.statement, "new": new}
