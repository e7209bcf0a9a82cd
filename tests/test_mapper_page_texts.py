"""Crosswalks, overlaps and editions speak both languages, and their templates say nothing of their own."""

import ast
import importlib
import re
import string
from pathlib import Path

import pytest

import mapper
from corpora import Text
from mapper.reports.texts import COUNTED
from mapper.reports.texts import TEXTS as SHARED

ROOT = Path(mapper.__file__).parent / "between"
PACKAGES = ("crosswalk", "editions", "overlaps")
TEMPLATES = sorted(path for name in PACKAGES for path in (ROOT / name / "templates").glob("*.j2"))
TEMPLATES.append(ROOT.parent / "reports" / "templates" / "page.html.j2")


def texts(package: str) -> dict[str, Text]:
    module = "texts" if (ROOT / package / "texts.py").exists() else "sections"
    return dict(importlib.import_module(f"mapper.between.{package}.{module}").TEXTS)


def said_by(path: Path) -> set[str]:
    """The strings of a module, without its table of texts."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    rest = [node for node in tree.body if not (isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "TEXTS")]
    nodes = (node for part in rest for node in ast.walk(part))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def openings_of(path: Path) -> set[str]:
    """The first words of keys that a module puts together: "next." of f"next.{name}"."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    first = (node.values[0] for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
    return {str(node.value) for node in first if isinstance(node, ast.Constant) and str(node.value).endswith(".")}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_text_has_both_languages_with_the_same_places(package: str) -> None:
    for key, (es, en) in texts(package).items():
        assert es.strip(), key
        assert en.strip(), key
        assert places(es) == places(en), key
        assert es.endswith(".") == en.endswith("."), key


@pytest.mark.parametrize("package", PACKAGES)
def test_every_key_that_is_used_exists_and_every_text_is_used(package: str) -> None:
    folder = ROOT / package
    asked: set[str] = set()
    for path in (folder / "templates").glob("*.j2"):
        asked |= set(re.findall(r"\bt\('([^']+)'", path.read_text(encoding="utf-8")))
    strings = set().union(*map(said_by, (*folder.glob("*.py"), ROOT.parent / "reports" / "parts.py")))
    own = texts(package)
    openings = {"facts.", "review."}.union(*map(openings_of, folder.glob("*.py")))
    composed = {key for key in own if key.startswith(tuple(openings))} | {"title"}
    assert {key for key in asked if not key.endswith(".")} <= set(own) | set(SHARED) | set(COUNTED)
    template_words = {
        word
        for path in (folder / "templates").glob("*.j2")
        for word in re.findall(r"'([^']+)'", path.read_text(encoding="utf-8"))
    }
    assert set(own) - asked - strings - template_words - composed == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_use_no_words_of_their_own(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", source, flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', bare)
    visible = re.sub(r"<[^>]*>|&\w+;", " ", bare) + " ".join(spoken)
    assert set(re.findall(r"\w+", visible)) <= {"DOCTYPE", "curmap"}
