"""Every word of the reports has both languages, and no template says anything else."""

import ast
import importlib
import re
import string
from collections.abc import Iterable, Iterator
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
SHARED = {**texts.TEXTS, **texts.COUNTED}
# What keys begin with that are put together: of a state, a kind, a field; or those of another room.
COMPOSED = {"offer", "trend", "checklist", "head", "gap", "verdict", "use", "origin", "thing", "setting", "by", "other"}
STATES = ("covered", "partly", "uncertain", "not_found")


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


def said_by(paths: Iterable[Path]) -> set[str]:
    """The strings of modules, without their tables of texts; of columns told in one, with their widths, the keys."""
    found = set()
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        rest = [n for n in tree.body if not (isinstance(n, ast.AnnAssign) and ast.unparse(n.target) == "TEXTS")]
        nodes = (node for part in rest for node in ast.walk(part))
        found |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    told = (keys for one in found for keys in re.findall(r"([\w.,]+):\d", one))
    return found | {key for keys in told for key in keys.split(",")}


def openings_of(path: Path) -> set[str]:
    """The first words of keys that a module puts together: "next." of f"next.{name}"."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    first = (node.values[0] for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
    return {str(node.value) for node in first if isinstance(node, ast.Constant) and str(node.value).endswith(".")}


def found_in(folder: Path, pattern: str) -> set[str]:
    templates = [path.read_text(encoding="utf-8") for path in (folder / "templates").glob("*.j2")]
    return {word for source in templates for word in re.findall(pattern, source)}


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


def test_every_key_of_reports_that_is_used_exists_and_every_text_is_used() -> None:
    used = found_in(ROOT / "reports", r"""\bt(?:\.counted)?\('([^']+)'""")
    rooms = ("reports", "programmes/coverage", "industry/gap", "people/checklist")
    strings = said_by(p for room in rooms for p in (ROOT / room).glob("*.py") if not p.stem.endswith("texts"))
    # A sheet's columns stand in one string, each with its width; the beginnings of keys end with a dot.
    strings |= {word.partition(":")[0] for one in strings for word in one.split()}
    known = {*SHARED, *texts.COVERAGE, *gap_texts.GAP}
    assert {key for key in used if not key.endswith(".")} <= known
    # Keys that are put together from a state or a reason.
    composed = {*STATES, *(f"{state}.what" for state in STATES), "reason.evaluation", "reason.other"}
    composed |= {"workbook.cut", "workbook.quoted", "workbook.rows", "sheet.offer", "sheet.trend"}
    composed |= {key for key in known if key.partition(".")[0] in COMPOSED or key.partition(".")[0] + "." in strings}
    assert known - used - strings - composed == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_every_key_of_a_package_that_is_used_exists_and_every_text_is_used(package: str) -> None:
    folder, own = ROOT / package, of_package(package)
    asked, words = found_in(folder, r"\bt\('([^']+)'"), found_in(folder, r"'([^']+)'")
    strings = said_by([*folder.glob("*.py"), ROOT / "reports" / "parts.py"])
    openings = {"facts.", "review."}.union(*map(openings_of, folder.glob("*.py")))
    composed = {key for key in own if key.startswith(tuple(openings))} | {"title"}
    assert {key for key in asked if not key.endswith(".")} <= {*own, *SHARED}
    assert set(own) - asked - strings - words - composed == set()


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
