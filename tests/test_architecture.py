"""The house: who may import whom, what is shipped, what nobody may do, and the public names of the packages."""

import ast
import functools
import importlib
import importlib.metadata
import pkgutil
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from mapper.workspace.extras import EXTRAS

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("corpora", "embeddings", "eval", "mapper")
ALLOWED = {"corpora": {"corpora"}, "embeddings": {"embeddings"}, "eval": {"eval"}, "mapper": set(PACKAGES)}
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


@functools.cache
def imports(path: Path) -> tuple[str, ...]:
    """What a module imports, anywhere in it."""
    nodes: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    found: list[str] = []
    for node in nodes:  # of statements only: in expressions there are none
        nodes += [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.stmt | ast.ExceptHandler)]
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found += (node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names))
    return tuple(found)


def test_layers_and_what_ships_does_not_need_the_lab() -> None:
    for path in SOURCES:
        ours = {name.split(".")[0] for name in imports(path)} & {*PACKAGES, "lab", "benchmarks"}
        assert ours <= ALLOWED[path.relative_to(ROOT).parts[0]], path


def test_nothing_calls_back_up() -> None:
    for path in (ROOT / "mapper").rglob("*.py"):
        top = path.relative_to(ROOT / "mapper").parts[0]
        below = {name for name in imports(path) if name.startswith(("mapper.cli", "mapper.web"))}
        assert not below or top.startswith(("cli", "web", "__main__")), f"{path} imports {below}"
        if not top.startswith(("cli", "web", "__main__", "actions")):
            assert not [name for name in imports(path) if name.startswith("mapper.actions")], path


# What the command line may know besides the actions, of `mapper` and of those of its rooms: how things look, and
# records without work in them.
KNOWN_TO_CLI = ("cli", "actions", "evaluation.actions", "reports", "matching.records", "workspace")


def test_the_command_line_calls_actions_and_nothing_below() -> None:
    for path in (ROOT / "mapper" / "cli").rglob("*.py"):
        known = tuple(f"mapper.{name}" for name in (*KNOWN_TO_CLI, *(["web"] if path.name == "serve.py" else [])))
        # What is opened by its name counts as well.
        opened = re.findall(r'"(mapper\.[\w.]+):\w+"', path.read_text(encoding="utf-8"))
        ours = {name for name in (*imports(path), *opened) if name.startswith("mapper.")}
        rooms = {name for name in ours if any(one.startswith(f"{name}.") for one in known)}  # as "from ROOM import …"
        assert not {name for name in ours - rooms if not name.startswith(known)}, path


# What a page may know besides actions: records, the workspace's type, settings, what people decide and how it is shown.
PAGE = ("actions", "web", "reports", "people.review", "matching.records", "workspace.store", "workspace.files")


def test_the_page_calls_actions_and_nothing_below_them() -> None:
    for path in (ROOT / "mapper" / "web").rglob("*.py"):
        ours = {name for name in imports(path) if name.split(".")[0] in PACKAGES and name != "mapper"}
        known = ("corpora", *(f"mapper.{name}" for name in PAGE))
        below = {name for name in ours if not name.startswith(known)}
        assert not below, f"{path} imports {below}"
        assert not {name for name in ours if name.startswith(("corpora.frameworks", "corpora.readers"))}, path


ROOMS = [
    ("programmes/coverage", ("industry.demand", "industry.gap")),
    ("industry/demand", ("programmes.coverage", "industry.gap")),
]


@pytest.mark.parametrize(("folder", "others"), ROOMS)
def test_gap_knows_coverage_and_demand_and_not_the_other_way_round(folder: str, others: tuple[str, ...]) -> None:
    banned = tuple(f"mapper.{other}" for other in others)
    for path in (ROOT / "mapper" / folder).rglob("*.py"):
        assert not [name for name in imports(path) if name.startswith(banned)], path


def test_nobody_imports_eval_by_its_bare_name() -> None:
    folders = (*PACKAGES, "tests", "benchmarks", "lab")
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*import (.*\W)?eval\s*(,|#|$)", text, re.M), path


def registries() -> Iterator[tuple[str, str]]:
    from corpora.frameworks import FRAMEWORKS
    from corpora.frameworks.writers import WRITERS
    from corpora.readers import READERS
    from corpora.tabular import FORMATS
    from embeddings.encoders import ENCODERS
    from mapper.reports import kinds

    for registry in (READERS, FRAMEWORKS, WRITERS, FORMATS, ENCODERS, kinds.FORMATS, kinds.KINDS, kinds.VALUES):
        yield from registry.items()


def test_every_registered_part_can_be_opened() -> None:
    for name, target in registries():
        assert pkgutil.resolve_name(target), name


def test_no_other_distribution_claims_our_names() -> None:
    owners = importlib.metadata.packages_distributions()
    for package in PACKAGES:
        assert set(owners.get(package, [])) <= {"curriculum-mapper"}


@pytest.mark.slow
def test_the_wheel_holds_the_four_packages_and_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert wheel.name.startswith("curriculum_mapper-")
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == set(PACKAGES)
    assert not [name for name in names if name.endswith((".pkl", ".pickle", ".pt"))]


def required(names: set[str]) -> set[str]:
    """Return these distributions and all that they require themselves."""
    waiting, found = list(names), set[str]()
    while waiting:
        if (name := waiting.pop()) not in found:
            found.add(name)
            wanted = map(Requirement, importlib.metadata.requires(name) or ())
            waiting += [
                canonicalize_name(one.name) for one in wanted if not one.marker or one.marker.evaluate({"extra": ""})
            ]
    return found


def test_every_dependency_is_used() -> None:
    """What the project asks a user to install is imported somewhere, and nothing else is."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    names = {canonicalize_name(Requirement(d).name) for d in listed} - {"curriculum-mapper"}
    imported = {name.split(".")[0] for path in SOURCES for name in imports(path)}
    owners = importlib.metadata.packages_distributions()
    used = {canonicalize_name(dist) for module in imported for dist in owners.get(module, [])} - {"curriculum-mapper"}
    assert used <= required(names), "used, not installed"
    # Named in a string, needed by a library that does not ask for it, or what another opens its models with.
    assert names - used <= {"lxml-html-clean", "python-multipart", "transformers"}, "listed, not used"
    for extra, modules in EXTRAS.items():
        own = {canonicalize_name(Requirement(d).name) for d in project["optional-dependencies"][extra]}
        brought = {canonicalize_name(dist) for module in modules for dist in owners[module]}
        assert brought <= required(own), extra
        assert own - brought <= {"python-multipart"}, extra


# What an addition or a renaming changes for whoever builds on the packages. A name is public where a package's
# `__init__` lists it in `__all__` or, without one, defines it itself.
PUBLIC = {
    "corpora": (
        "CATALOGUE_KINDS CONTENT_ROLES TEACHING_ROLES Block Box Cell Competency Document Framework GlossaryEntry"
        " InputError Label Passage Role Skipped Split Text _ _n _p"
    ),
    "corpora.readers": "READERS Files Reader files read reader sniff text_layer",
    "corpora.frameworks": "FRAMEWORKS load recognise recognise_any require_one_kind",
    "corpora.job_ads": "",
    "embeddings": "",
    "embeddings.encoders": "Card ENCODERS Encoder TextRole Vectors is_known open_encoder",
    "eval": "",
    "eval.benchmarks": "FORMATS find is_benchmark known load",
    "mapper": "",
    "mapper.between.exchange": (
        "EXPORTS SAY_REJECTED Correspondence MappingSet Node Predicate combine_identifiers write write_table"
    ),
    "mapper.reports": "",
}


def defined(path: Path) -> set[str]:
    """Names that a module binds itself at its top level, imported ones left aside."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return {name for name in names if not name.startswith("_")}


@pytest.mark.parametrize("name", PUBLIC)
def test_public_names(name: str) -> None:
    module = importlib.import_module(name)
    listed = getattr(module, "__all__", None)
    found = set(listed) if listed is not None else defined(ROOT / name.replace(".", "/") / "__init__.py")
    assert found == set(PUBLIC[name].split())
    assert all(hasattr(module, public) for public in found)
