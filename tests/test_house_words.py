"""Public names and docstrings are in the language of the field: verbs for functions, nouns for classes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("corpora", "embeddings", "eval", "mapper")

BANNED = re.compile(
    r"of|of_\w+|(\w+_)?told(_\w+)?|\w+_named|said(_\w+)?|heard|beside(_\w+)?|anew|met"
    r"|Said|Heard|Asked|Told|Part|Only|EVERY|Anew|Met|Brought|Tongues|Bearings|Bystander"
)
"""Words of this house that nobody in the field would look for."""

IDLE = re.compile(r"(The|A|An|What|Whether|How|Which|Why|Of|And|For|As|With|By|That|Its|Their|Those|These|All)\b")
"""How the first line of a function's docstring does not begin: it says, as a command, what is returned or done."""

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def public(folder: str) -> Iterator[tuple[str, Definition]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, Definition) and not node.name.startswith("_"):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


@pytest.mark.parametrize("folder", PACKAGES)
def test_public_names_are_the_field_s(folder: str) -> None:
    assert [where for where, node in public(folder) if BANNED.fullmatch(node.name)] == []


@pytest.mark.parametrize("folder", PACKAGES)
def test_docstrings_of_functions_say_what_is_returned_or_done(folder: str) -> None:
    # A command's docstring is its help, which people read.
    commands = ("mapper/cli/reports.py:",)
    functions = (
        (where, node)
        for where, node in public(folder)
        if not isinstance(node, ast.ClassDef) and not where.startswith(commands)
    )
    assert [where for where, node in functions if IDLE.match(ast.get_docstring(node) or "")] == []
