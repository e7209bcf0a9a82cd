"""Every word of the reports has both languages, and no template says anything else."""

import ast
import re
import string
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

import mapper.reports
from corpora import Text
from mapper.reports import coverage_texts, gap_texts, texts
from mapper.reports.blocks import Words

FOLDER = Path(mapper.reports.__file__).parent
TEMPLATES = sorted((FOLDER / "templates").glob("*.j2"))
# What keys begin with that are put together: of a state, a kind, a field; or those of another room.
COMPOSED = {"offer", "trend", "checklist", "head", "gap", "verdict", "use", "origin", "thing", "setting", "by", "other"}


def every_text() -> Iterator[tuple[str, Text]]:
    for named in (texts.TEXTS, texts.ROLES, texts.LANGUAGES, texts.KINDS, texts.KIND):
        yield from named.items()
    yield from {**coverage_texts.COVERAGE, **gap_texts.GAP}.items()
    for key, (one, many) in texts.COUNTED.items():
        yield key, one
        yield key, many


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_has_both_languages_with_the_same_places() -> None:
    for key, text in every_text():
        assert text.es.strip(), key
        assert text.en.strip(), key
        assert places(text.es) == places(text.en), key
        assert text.es.endswith(".") == text.en.endswith("."), key


def test_templates_use_no_words_of_their_own() -> None:
    for path in TEMPLATES:
        source = path.read_text(encoding="utf-8")
        bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", source, flags=re.DOTALL)
        spoken = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', bare)
        visible = re.sub(r"<[^>]*>|&\w+;", " ", bare) + " ".join(spoken)
        assert set(re.findall(r"\w+", visible)) <= {"DOCTYPE", "curmap"}, path.name


def test_the_script_says_nothing_of_its_own() -> None:
    script = files("mapper.reports").joinpath("templates/report.js").read_text(encoding="utf-8")
    for text in re.findall(r"textContent = (.*);", script):
        assert "dataset" in text


def test_every_key_that_is_used_exists_and_every_text_is_used() -> None:
    used: set[str] = set()
    for path in TEMPLATES:
        used |= set(re.findall(r"""\bt(?:\.counted)?\('([^']+)'""", path.read_text(encoding="utf-8")))
    strings: set[str] = set()
    rooms = (FOLDER, *(FOLDER.parent / name for name in ("programmes/coverage", "industry/gap", "people/checklist")))
    for path in (path for room in rooms for path in room.glob("*.py")):
        if not path.stem.endswith("texts"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            strings |= {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    # A sheet's columns stand in one string, each with its width; the beginnings of keys end with a dot.
    strings |= {word.partition(":")[0] for one in strings for word in one.split()}
    known = set(texts.TEXTS) | set(texts.COUNTED) | set(coverage_texts.COVERAGE) | set(gap_texts.GAP)
    assert {key for key in used if not key.endswith(".")} <= known
    # Keys that are put together from a state or a reason.
    states = ("covered", "partly", "uncertain", "not_found")
    composed = {*states, *(f"{state}.what" for state in states), "reason.evaluation", "reason.other"}
    composed |= {"workbook.cut", "workbook.quoted", "workbook.rows", "sheet.offer", "sheet.trend"}
    composed |= {key for key in known if key.partition(".")[0] in COMPOSED}
    composed |= {key for key in known if key.partition(".")[0] + "." in strings}
    assert known - used - strings - composed == set()


def test_what_the_shared_page_says_every_report_can_say() -> None:
    used = re.findall(r"""\bt\('([^'.]+(?:\.[^'.]+)*)'""", (FOLDER / "templates" / "page.html.j2").read_text("utf-8"))
    assert "shown_of" in used
    assert set(used) <= texts.TEXTS.keys()


@pytest.mark.parametrize(
    ("share", "spanish", "english"),
    [
        (0.0, "0\N{NO-BREAK SPACE}%", "0%"),
        (0.001, "< 1\N{NO-BREAK SPACE}%", "< 1%"),
        (0.834, "83\N{NO-BREAK SPACE}%", "83%"),
        (0.9949, "99\N{NO-BREAK SPACE}%", "99%"),
        (0.999, "> 99\N{NO-BREAK SPACE}%", "> 99%"),
        (1.0, "100\N{NO-BREAK SPACE}%", "100%"),
    ],
)
def test_percentages_never_round_to_none_or_all(share: float, spanish: str, english: str) -> None:
    assert Words("es").percent(share) == spanish
    assert Words("en").percent(share) == english


def test_an_unknown_kind_is_shown_in_the_frameworks_own_term() -> None:
    assert Words("es").kind("saber hacer") == "saber hacer"
    assert Words("es").kind("desempeno") == "Desempeños"
