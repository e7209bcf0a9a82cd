"""The READMEs tell the truth: commands run, options exist, links lead somewhere, and the twins agree."""

import json
import pkgutil
import re
import runpy
import shlex
import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest
from command import Ran, check, curmap
from PIL import Image

from eval import benchmarks
from eval.measures import MEASURES
from eval.runs import from_scores, write_run
from mapper.matching.scorer import shipped

ROOT = Path(__file__).resolve().parent.parent
READMES = {"en": ROOT / "README.md", "es": ROOT / "README.es.md"}
GUIDES = {"en": ROOT / "docs" / "guide.md", "es": ROOT / "docs" / "guide.es.md"}
EVALUATION, SECURITY = ROOT / "docs" / "evaluation.md", ROOT / "docs" / "security-asvs.md"
CONTRIBUTING, WEB = ROOT / "CONTRIBUTING.md", ROOT / "docs" / "web"
PAGES = sorted((ROOT / "docs").rglob("*.md"))
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *PAGES, ROOT / "lab" / "README.md"]
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
MOST_LINES = 1800
REFRESH = runpy.run_path(str(ROOT / "lab" / "refresh.py"))
NEEDS_NETWORK = {"curmap framework add renec"}
# Files that a reader has and a test has not are played by samples of the same kind.
STAND_INS = {
    "EC0249.pdf": "mapper/samples/EC9001.pdf",
    "EC0366.pdf": "mapper/samples/EC9001.pdf",
    "esco": "tests/data/frameworks/esco",
}


def blocks(readme: Path, language: str) -> list[str]:
    text = readme.read_text(encoding="utf-8")
    return [dedent(found) for found in re.findall(rf"^ *```{language}\n(.*?)^ *```$", text, re.M | re.S)]


def commands(readme: Path) -> list[str]:
    return [line for block in blocks(readme, "sh") for line in block.splitlines() if line.strip()]


def without_language(command: str) -> str:
    return command.replace(" --lang en", "")


def run(command: str) -> Ran:
    return curmap(*shlex.split(command)[1:])


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the repository's samples as the current folder, with a user's data folder of its own."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "mapper" / "samples", folder / "mapper" / "samples")
    for name, sample in STAND_INS.items():
        (shutil.copytree if (ROOT / sample).is_dir() else shutil.copy)(ROOT / sample, folder / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("HOME", str(folder / "home"))
        patch.setenv("XDG_DATA_HOME", str(folder / "home" / "data"))
        patch.setenv("COLUMNS", str(REFRESH["COLUMNS"]))
        yield folder


@pytest.fixture(scope="module")
def ran(workplace: Path) -> dict[str, Ran]:
    """Every English command that needs no network, of the README, then of the guide; the Spanish ones are the same."""
    every = [*commands(READMES["en"]), *commands(GUIDES["en"])]
    wanted = [c for c in every if c.startswith("curmap ") and c not in NEEDS_NETWORK]
    return {command: run(command) for command in wanted}


@pytest.mark.slow
def test_commands_run(ran: dict[str, Ran], workplace: Path) -> None:
    assert len(ran) >= 10
    for command, result in ran.items():
        assert result.code == 0, f"{command}: {result.err}"
        assert result.out or " export " in command, command  # an export is a file
        if "--json" in command:
            json.loads(result.out)
    reports = {"report.html", "report.xlsx", "report.docx", "alignment.json"}
    assert {path.name for path in (workplace / "report").iterdir()} == reports
    for made in ("demo/report.html", "demo/gap.html", "gap/gap.html"):
        assert (workplace / made).is_file(), made


@pytest.mark.slow
def test_json_fits_the_schema_that_is_linked(ran: dict[str, Ran]) -> None:
    mapped = [json.loads(r.out) for command, r in ran.items() if " map " in command and "--json" in command]
    assert mapped
    for document in mapped:
        check("alignment", document)


@pytest.mark.slow
@pytest.mark.parametrize("lang", READMES)
def test_the_output_shown_is_what_the_demonstration_prints(lang: str, ran: dict[str, Ran]) -> None:
    """Percentages may move with the matcher, and so which passages have a match; codes and headings are real."""
    (demo,) = [command for command in commands(READMES[lang]) if command.startswith("curmap demo")]
    printed = ran[demo].out if demo in ran else run(demo).out
    (shown,) = blocks(READMES[lang], "text")
    lines = {line.rstrip() for line in printed.replace("\N{NO-BREAK SPACE}", " ").splitlines()}
    assert shown.splitlines()[0] in lines, "run `make docs`"
    codes = re.compile(r"\b(?:EC9001(?:/\w+)*|MC\d[\d.]*|TR\d)\b")
    assert codes.findall(shown)
    assert set(codes.findall(shown)) <= set(codes.findall(printed)), "run `make docs`"


@pytest.mark.parametrize("pages", [READMES, GUIDES], ids=["README", "guide"])
def test_both_languages_have_the_same_commands(pages: dict[str, Path]) -> None:
    english, spanish = ([without_language(c) for c in commands(page)] for page in pages.values())
    assert english == spanish


@pytest.mark.parametrize("pages", [READMES, GUIDES], ids=["README", "guide"])
def test_both_languages_have_the_same_sections_tables_and_links(pages: dict[str, Path]) -> None:
    def shape(readme: Path) -> list[str]:
        text = re.sub(r"```.*?```", "", readme.read_text(encoding="utf-8"), flags=re.S)
        return re.findall(r"^ *(#+ |- \*\*|\|(?!-))", text, re.M)

    def links(readme: Path) -> list[str]:
        targets = re.findall(r"\]\(([^)]+)\)", readme.read_text(encoding="utf-8"))
        return sorted(target.replace(".es.", ".").replace(".en.", ".") for target in targets)

    english, spanish = pages.values()
    assert shape(english) == shape(spanish)
    assert links(english) == links(spanish)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_of_the_repository_and_headings_in_them(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.S)
    for target, anchor in re.findall(r"\]\(([^)#]*)#?([^)]*)\)", text):
        if not target.startswith(("https://", "http://")):
            file = document.parent / target if target else document
            assert file.exists(), target
            assert not anchor or anchor in anchors(file), f"{target}#{anchor}"


def anchors(page: Path) -> set[str]:
    """Return what the headings of a page are called in addresses."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def mentioned(page: Path) -> list[list[str]]:
    """Commands with their words: lines of blocks, fenced or set in, and those named in the text between backticks."""
    text = page.read_text(encoding="utf-8")
    inline = re.findall(r"`((?:curmap|framework|eval|map)(?: [^`]+)?)`", text)
    lines = [*commands(page), *re.findall(r"^    (curmap .+)$", text, re.M)]
    lines += [line if line.startswith("curmap ") else f"curmap {line}" for line in inline]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("curmap ")]


def command_of(words: list[str]) -> str:
    """Return the name of the command, "" where options come before it."""
    depth = 2 if words[0] in ("framework", "eval", "collection", "judge") else 1
    return "" if words[0].startswith("-") else " ".join(words[:depth])


@cache
def helped(name: str) -> str:
    """Return what a command says of itself."""
    asked = run(f"curmap {name} --help")
    assert asked.code == 0, f"{name}: {asked.err}"
    return asked.out


@pytest.mark.parametrize(
    "page", [page for page in DOCUMENTS if page.name != "CHANGELOG.md"], ids=lambda path: path.name
)
def test_commands_and_options_that_are_named_exist(page: Path, workplace: Path) -> None:
    for words in mentioned(page):
        name = command_of(words)
        for option in (word.lstrip("[").partition("=")[0] for word in words if word.lstrip("[").startswith("--")):
            assert re.search(rf"{option.rstrip(']')}\b", helped(name) + helped("")), f"{name} {option}"
        helped(name)


@pytest.mark.parametrize("lang", READMES)
def test_options_named_by_themselves_exist(lang: str, workplace: Path) -> None:
    pages = (READMES[lang], GUIDES[lang])
    everything = "\n".join(helped(name) for name in {command_of(words) for page in pages for words in mentioned(page)})
    for option in (option for page in pages for option in re.findall(r"`(--[a-z-]+)", page.read_text("utf-8"))):
        assert option in everything, option


def test_columns_named_for_a_table_are_read() -> None:
    from corpora.frameworks.table_headers import FIELDS, HEADERS

    for readme in GUIDES.values():
        rows = re.findall(r"^ *\| `(\w+)`, `(\w+)` \|", readme.read_text(encoding="utf-8"), re.M)
        assert len(rows) == len(HEADERS)
        for one, other in rows:
            assert FIELDS[one] == FIELDS[other]


def test_the_line_that_avoids_cuda_names_the_pinned_torch() -> None:
    pinned = re.search(r"^torch==.+$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.M)
    assert pinned is not None
    for readme in READMES.values():
        assert f"pip install {pinned[0]} --index-url https://download.pytorch.org/whl/cpu" in commands(readme)


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda path: path.name)
def test_targets_named_exist_in_the_makefile(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    text = page.read_text(encoding="utf-8")
    assert {*re.findall(r"`make ([a-z-]+)`", text), *re.findall(r"^make ([a-z-]+)", text, re.M)} <= targets


@pytest.mark.parametrize("path", REFRESH["PICTURES"].values(), ids=lambda path: path.name)
def test_pictures_are_light(path: Path) -> None:
    assert path.stat().st_size < 250_000
    with Image.open(path) as picture:
        assert picture.width >= 1200


def test_each_picture_of_the_page_is_shown_somewhere() -> None:
    shown = {
        name
        for document in DOCUMENTS
        for name in re.findall(r"\]\((?:docs/)?web/([^)]+\.png)\)", document.read_text("utf-8"))
    }
    assert {path.relative_to(WEB).as_posix() for path in WEB.rglob("*.png")} == shown


def test_the_limits_of_states_are_those_of_the_models_that_ship() -> None:
    text, scorer = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8"), shipped()
    stated = re.findall(r"\.(\d\d) of (criteria|skills|both)", text)
    upper, lower = ({kind: float(f".{limit}") for limit, kind in part} for part in (stated[:2], stated[2:]))
    assert upper == {"criteria": scorer.limits[0], "skills": scorer.limits_of_skills[0]}
    assert lower == {"both": scorer.limits[1]}
    assert scorer.limits[1] == scorer.limits_of_skills[1]
    reading = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
    shown_from, absent_up_to = (f"{limit:.2f}".lstrip("0") for limit in scorer.limits)
    assert f"From {shown_from} on a criterion is covered or partly covered, up to {absent_up_to} not found" in reading


def test_the_python_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "mapper" / "samples" / "benchmark", tmp_path / "mapper" / "samples" / "benchmark")
    found = benchmarks.load(tmp_path / "mapper" / "samples" / "benchmark")
    scores = np.random.default_rng(0).random((len(found.queries), len(found.corpus)))
    run = from_scores("x", [q.id for q in found.queries], [t.id for t in found.corpus], scores)
    write_run(run, tmp_path / "run.trec")
    (code,) = blocks(EVALUATION, "python")
    monkeypatch.chdir(tmp_path)
    exec(code, {})
    assert capsys.readouterr().out.startswith("Interval(value=0.")


def cells() -> list[str]:
    """Return the code of the notebook, cell by cell."""
    found = json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in found if cell["cell_type"] == "code"]


def test_the_notebook_imports_what_there_is() -> None:
    for module, names in re.findall(
        r"^from ((?:corpora|embeddings|eval|mapper)[\w.]*) import (.+)$", "\n".join(cells()), re.M
    ):
        for name in names.split(","):
            assert pkgutil.resolve_name(f"{module}.{name.split()[0]}"), f"{module}.{name}"


@pytest.mark.slow
def test_the_notebook_runs() -> None:
    names: dict[str, Any] = {}
    for cell in cells():
        exec(cell, names)
    assert (names["nearest"].shape, names["index"].ntotal) == ((len(names["teaching"]), 3), len(names["criteria"]))
    assert {match.framework for mapped in names["matched"] for match in mapped.matches} == {"conocer"}
    assert len(names["coverage"].criteria) == len(names["criteria"])
    assert names["gain"].interval.low > 0


# What the documents say of the code: its files, scripts, modules, folders, registries and words.


def test_the_documents_are_short() -> None:
    assert sum(len(page.read_text(encoding="utf-8").splitlines()) for page in PAGES) <= MOST_LINES


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda path: path.name)
def test_scripts_and_their_options_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if re.match(r" *python ", line)]
    for command in [*lines, *(" ".join(found.split()) for found in re.findall(r"`(python [^`]+)`", text))]:
        words = command.split()
        script = words[2].replace(".", "/") if words[1] == "-m" else words[1].removesuffix(".py")
        if not script.startswith(("lab/", "benchmarks/")):
            continue
        sources = [ROOT / f"{script}.py", *(ROOT / script).glob("*.py")]
        source = "".join(path.read_text(encoding="utf-8") for path in sources if path.is_file())
        assert source, command
        for option in (word.partition("=")[0] for word in words if word.startswith("--")):
            parameter = option[2:].replace("-", "_")  # as typer and argparse take it
            assert f'"{option}"' in source or re.search(rf"\b{parameter}: ", source), command


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda path: path.name)
def test_files_and_modules_of_the_code_exist(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    folders = "corpora|embeddings|eval|mapper|lab|benchmarks|tests|deploy"
    for path in re.findall(rf"`((?:{folders})/[a-z0-9_./-]+)`", text):
        assert (ROOT / path).exists(), path
    for name in re.findall(r"`((?:corpora|embeddings|eval|mapper|lab)(?:\.(?!py\b)\w+)+)`", text):
        assert pkgutil.resolve_name(name), name


NUMBERS = (
    ("accuracy.md", "by up to {:.1g}", "mapper.people.examples:WEIGHT"),
    ("accuracy.md", "from {:.1g} on", "mapper.people.examples:FLOOR"),
    ("batch.md", "every text is compared up to {:,} of them", "mapper.catalogues.batch.indexing:EXACT_MOST"),
    ("batch.md", "scored again ({})", "mapper.catalogues.batch.indexing:CANDIDATES"),
    ("batch.md", "finds under {:.0%}", "mapper.catalogues.batch.indexing:BOUND"),
    ("evaluation.md", "up to {:,} targets to full depth", "eval.runs:FULL_DEPTH"),
    ("evaluation.md", "more to rank {:,}", "eval.runs:CUT_DEPTH"),
    ("evaluation.md", "From {} groups on it is a bootstrap", "eval.significance:FEW"),
    ("evaluation.md", "from {:,} queries on", "eval.calibration:ENOUGH"),
    ("evaluation.md", "lies below −{:.2g}", "eval.significance:MARGIN"),
    ("formats.md", "below {:.0f} % it is doubtful", "corpora.readers.ocr:DOUBTFUL_PAGE"),
    ("gap.md", "lower end of D is at least {:.0%}", "mapper.industry.gap:LEAST_DEMAND"),
    ("gap.md", "an interval wider than {:.0%}", "mapper.industry.gap.page_one:WIDEST"),
    ("reading.md", "{} tokens of both", "embeddings.reader:MAX_TOKENS"),
    ("reports.md", "taught *in full* with {:.0%} or more", "mapper.programmes.credentials.bundles:SURE"),
    ("reports.md", "from a probability of {:.0%} on", "mapper.programmes.assessment:SHOWS"),
    ("reports.md", "for the next three from {:.0%} on", "mapper.programmes.assessment:LEAST"),
    ("reports.md", "candidates from a probability of {:.1g} on", "mapper.between.crosswalk.build:SHOWN"),
    ("web.md", "At most {} files", "mapper.web.files:MOST_FILES"),
    ("web.md", "of at most {:,} pages each", "mapper.web.worker:MOST_PAGES"),
    ("web.md", "at most {:,}, those on the latest programmes first", "mapper.web.examples:MOST"),
)


@pytest.mark.parametrize(("page", "wording", "constant"), NUMBERS, ids=lambda value: value.partition(":")[2] or None)
def test_numbers_in_the_documents_are_those_of_the_code(page: str, wording: str, constant: str) -> None:
    text = " ".join((ROOT / "docs" / page).read_text(encoding="utf-8").split())
    claim = wording.format(pkgutil.resolve_name(constant)).replace("%", " %").replace("  %", " %").replace("0.", ".")
    assert claim in text


def rows_below(header: str) -> list[list[str]]:
    """Return the cells of the table of docs/architecture.md that has this header, without its line of dashes."""
    table = ARCHITECTURE.partition(f"{header}\n")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()[1:]]


def test_each_folder_of_the_application_is_described() -> None:
    named = [name for row in rows_below("| in `mapper` | what it does |") for name in re.findall(r"`([^`]+)`", row[0])]
    there = {path.name for path in (ROOT / "mapper").iterdir() if not path.name.startswith("__")}
    assert sorted(named) == sorted(there)


def test_each_registry_and_its_contract_test_exist() -> None:
    rows = rows_below("| part | registry | a module has | contract test |")
    assert len(rows) > 8
    for _part, registry, _has, test in rows:
        assert isinstance(pkgutil.resolve_name(registry.strip("`")), Mapping), registry
        assert (ROOT / "tests" / test.strip("`| ")).is_file(), test


def test_the_words_of_the_project_are_explained_once() -> None:
    words = [word for word, _meaning in rows_below("| word | meaning |")]
    assert len(words) >= 40
    assert words == sorted(set(words))


def test_every_measure_is_explained() -> None:
    text = EVALUATION.read_text(encoding="utf-8")
    assert [name for name in MEASURES if name not in text] == []


def holds(file: str, name: str) -> bool:
    """Tell whether that file of tests has a test of that name."""
    return bool(re.search(rf"^def {name}\(", (ROOT / "tests" / file).read_text(encoding="utf-8"), re.M))


def test_the_tests_that_contributing_names_exist() -> None:
    named = re.findall(r"`(\w+\.py)::(\w+)`", CONTRIBUTING.read_text(encoding="utf-8"))
    assert len(named) >= 5
    assert [pair for pair in named if not holds(*pair)] == []


def test_the_names_that_contributors_extend_are_in_the_files_linked() -> None:
    named = re.findall(r"`(\w+)` of \[[^\]]+\]\(([^)]+)\)", CONTRIBUTING.read_text(encoding="utf-8"))
    assert len(named) >= 8
    for name, path in named:
        assert re.search(rf"\b{name}\b", (ROOT / path).read_text(encoding="utf-8")), f"{name} of {path}"


def test_links_to_one_file_are_called_as_it_is() -> None:
    for shown, path in re.findall(r"\[(\w+\.\w+)\]\(([^)#]+)\)", CONTRIBUTING.read_text(encoding="utf-8")):
        assert Path(path).name == shown


def requirements() -> list[list[str]]:
    """The lines of the table of what holds each line of OWASP ASVS."""
    lines = SECURITY.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| \d", line)]


def test_each_line_is_held_by_a_test_that_exists_or_says_why_not() -> None:
    assert sum(len(row[0].split(", ")) for row in requirements()) > 100
    for number, _, met, held in requirements():
        tests = re.findall(r"`(\w+\.py)::(\w+)`", held)
        assert tests or met.startswith(("no", "yes: ")), number
        for file, name in tests:
            assert holds(file, name), f"{file}::{name}"


def test_no_requirement_stands_twice() -> None:
    numbers = [number for row in requirements() for number in row[0].split(", ")]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", number) for number in numbers)
    assert sorted(numbers) == sorted(set(numbers))


def test_the_tests_that_the_makefile_names_are_there() -> None:
    named = re.findall(r"(tests/\w+\.py)::(\w+)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert named
    for file, test in named:
        assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), f"make kernels runs {test}"
