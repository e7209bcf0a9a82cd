"""Every word of the reports has both languages, and no template says anything else."""

import importlib
import re
import string
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

import mapper
from corpora import Text
from mapper.reports import gap_texts, texts
from mapper.reports.blocks import Words

ROOT = Path(mapper.__file__).parent
PACKAGES = (
    *("between/crosswalk", "between/editions"),
    *(f"programmes/{name}" for name in ("credentials", "curriculum_map", "instructors")),
)
FOLDERS = [ROOT / "reports", *(ROOT / name for name in PACKAGES)]
TEMPLATES = [path for folder in FOLDERS for path in sorted((folder / "templates").glob("*.j2"))]


def of_package(package: str) -> dict[str, Text]:
    """The texts that only a package has."""
    module = "texts" if (ROOT / package / "texts.py").exists() else "sections"
    found = importlib.import_module(f"mapper.{package.replace('/', '.')}.{module}").TEXTS
    return {key: text for key, text in found.items() if texts.STANDARDS.get(key) != text}


def every_text() -> Iterator[tuple[str, Text]]:
    tables = (texts.TEXTS, texts.ROLES, texts.LANGUAGES, texts.KINDS, texts.KIND, texts.COVERAGE)
    for named in (*tables, gap_texts.GAP, *map(of_package, PACKAGES)):
        yield from named.items()
    for key, both in texts.COUNTED.items():
        yield from ((key, one) for one in both)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_has_both_languages_with_the_same_places() -> None:
    for key, text in every_text():
        assert text.es.strip(), key
        assert text.en.strip(), key
        assert places(text.es) == places(text.en), key
        assert text.es.endswith(".") == text.en.endswith("."), key


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_use_no_words_of_their_own(path: Path) -> None:
    bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', bare)
    visible = re.sub(r"<[^>]*>|&\w+;", " ", bare) + " ".join(spoken)
    assert set(re.findall(r"\w+", visible)) <= {"DOCTYPE", "curmap"}


def test_the_script_says_nothing_of_its_own() -> None:
    script = files("mapper.reports").joinpath("templates/report.js").read_text(encoding="utf-8")
    for text in re.findall(r"textContent = (.*);", script):
        assert "dataset" in text


def test_what_the_shared_page_says_every_report_can_say() -> None:
    source = (ROOT / "reports" / "templates" / "page.html.j2").read_text("utf-8")
    used = re.findall(r"""\bt\('([^'.]+(?:\.[^'.]+)*)'""", source)
    assert "shown_of" in used
    assert set(used) <= texts.TEXTS.keys()


@pytest.mark.parametrize(
    ("share", "spanish"),
    [(0.0, "0 %"), (0.001, "< 1 %"), (0.834, "83 %"), (0.9949, "99 %"), (0.999, "> 99 %"), (1.0, "100 %")],
)
def test_percentages_never_round_to_none_or_all(share: float, spanish: str) -> None:
    number = spanish.removesuffix(" %")
    assert Words("es").percent(share) == f"{number}\N{NO-BREAK SPACE}%"
    assert Words("en").percent(share) == f"{number}%"
