"""Measures this house: how large it is, how much of it presents, what a passage crosses, where its thresholds stand.

python lab/house.py             print the table
python lab/house.py --list      print also the thresholds, the circles and the modules crossed
python lab/house.py --write     put it into docs/architecture.md
python lab/house.py --check     end with 1 where the table there is more than `LATITUDE` from what is
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- house: python lab/house.py --write -->\n", "<!-- /house -->"
PACKAGES = ("corpora", "embeddings", "eval", "mapper")
SAMPLES = ROOT / "mapper" / "samples"
LATITUDE = 0.03
"""Share by which a figure may differ from the table's before the table is stale: branches merge every day."""
_PRESENTING_ROOMS = ("cli", "web", "reports", "reporting")
_PRESENTING_NAMES = (
    "messages", "page", "paper", "report", "sections", "terminal", "texts", "view", "words", "write", "badges",
)  # fmt: skip
"""Last words of a module's name, of those that show what other modules of their room made."""


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the four packages."""

    name: str  # dotted, as it is imported
    path: Path  # where it lies
    lines: int  # how many
    tree: ast.Module  # parsed

    @property
    def presents(self) -> bool:
        """Whether it shows what others work out: command line, page, reports, and their texts."""
        first, last = self.name.split(".")[1:2], self.name.split("_")[-1].split(".")[-1]
        return any(room.split("_")[0] in _PRESENTING_ROOMS for room in first) or last in _PRESENTING_NAMES


def modules() -> list[Module]:
    """Return every module of the four packages, by name."""
    found = []
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found.append(Module(name, path, len(text.splitlines()), ast.parse(text)))
    return found


def top_of_mapper() -> list[str]:
    """Return what a newcomer sees on opening `mapper`.

    Modules and folders, but how it is run and what Python leaves.
    """
    hidden = ("__init__.py", "__main__.py", "__pycache__")
    entries = (path for path in (ROOT / "mapper").iterdir() if path.name not in hidden)
    return sorted(path.name for path in entries if path.is_dir() or path.suffix == ".py")


def imported(tree: ast.AST, known: Mapping[str, int]) -> Iterator[str]:
    """Yield our modules that a module imports when it is imported: not within functions, not for types alone."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in known else str(node.module)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from imported(node, known)


def circles(every: Sequence[Module]) -> list[list[str]]:
    """Return groups of modules of which each imports, by way of others, itself."""
    number = {module.name: n for n, module in enumerate(every)}
    links = [(number[module.name], number[name]) for module in every for name in imported(module.tree, number)]
    rows, columns = np.array(links).T
    graph = csr_array((np.ones(len(links)), (rows, columns)), shape=(len(every), len(every)))
    count, group = connected_components(graph, directed=True, connection="strong")
    groups = [[every[n].name for n in np.flatnonzero(group == one).tolist()] for one in range(count)]
    return [one for one in groups if len(one) > 1]


def thresholds(every: Sequence[Module]) -> dict[str, list[str]]:
    """Return each module's numeric constants that something is compared with, there or elsewhere."""
    compared = {
        part.attr if isinstance(part, ast.Attribute) else part.id
        for module in every
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Compare)
        for part in ast.walk(node)
        if isinstance(part, (ast.Name, ast.Attribute))
    }
    found = {module.name: [name for name in _constants(module.tree) if name in compared] for module in every}
    return {name: own for name, own in found.items() if own}


def _constants(tree: ast.Module) -> Iterator[str]:
    """Yield names in capitals that stand for a number, or for numbers, at the top of a module."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and _is_number(node.value):
            for target in node.targets:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                yield from (name.id for name in names if isinstance(name, ast.Name) and name.id.isupper())


def _is_number(node: ast.expr) -> bool:
    if isinstance(node, ast.Tuple):
        return bool(node.elts) and all(map(_is_number, node.elts))
    if isinstance(node, ast.UnaryOp):
        return _is_number(node.operand)
    if isinstance(node, ast.BinOp):
        return _is_number(node.left) and _is_number(node.right)
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


@dataclass(slots=True)
class Crossed:
    """What was called while a programme was mapped."""

    modules: set[str] = field(default_factory=set)  # in which a function of ours ran, other than on being imported
    depth: int = 0  # most functions of ours that were running inside each other


class Trace:
    """Follows every call of a function in the four packages; see `sys.setprofile`."""

    def __init__(self) -> None:
        self.found = Crossed()
        self._names: dict[str, str] = {}
        self._here = threading.local()

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        """Note one call or return."""
        code = frame.f_code
        # Module bodies and comprehensions are no calls that somebody who reads the code would count.
        if event not in ("call", "return") or code.co_name.startswith("<") or not self._name(code.co_filename):
            return
        depth = getattr(self._here, "depth", 0) + (1 if event == "call" else -1)
        self._here.depth = depth
        self.found.depth = max(self.found.depth, depth)
        self.found.modules.add(self._name(code.co_filename))

    def _name(self, file: str) -> str:
        if file not in self._names:
            path = Path(file)
            inside = path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in PACKAGES and path.suffix == ".py"
            self._names[file] = ".".join(path.relative_to(ROOT).with_suffix("").parts) if inside else ""
        return self._names[file]


def crossed() -> Crossed:
    """Return what `curmap map` calls for the sample programme and standard, whose index is there already."""
    from corpora import isolation
    from mapper.cli import main
    from mapper.matching.teaching import split_programme

    isolation.allow_crash()  # read the file in this process, where it can be followed
    with tempfile.TemporaryDirectory() as folder:
        workspace = ["--workspace", f"{folder}/workspace"]
        mapping = [*workspace, "map", str(SAMPLES / "programa.pdf"), "--framework", "conocer", "--out"]
        _run(main, [*workspace, "framework", "add", str(SAMPLES / "EC9001.pdf")])
        _run(main, [*mapping, f"{folder}/first"])
        split_programme.cache_clear()  # the first mapping split the document
        trace = Trace()
        threading.setprofile(trace)
        sys.setprofile(trace)
        try:
            _run(main, [*mapping, f"{folder}/second"])
        finally:
            sys.setprofile(None)
            threading.setprofile(None)
    return trace.found


def _run(main: object, arguments: list[str]) -> None:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            main(arguments)  # type: ignore[operator]
        except SystemExit as end:
            if end.code:
                raise


def figures(every: Sequence[Module], *, trace: bool) -> dict[str, float]:
    """Return the table's rows; without `trace` those of the code alone, which take a second."""
    lines = [module.lines for module in every]
    own = [module for module in every if module.name.startswith("mapper")]
    shown = sum(module.lines for module in own if module.presents)
    found: dict[str, float] = {
        "modules": len(every),
        "lines": sum(lines),
        "lines of a module, median": statistics.median(lines),
        "lines of the longest module": max(lines),
        "lines of tests": sum(len(p.read_text(encoding="utf-8").splitlines()) for p in (ROOT / "tests").rglob("*.py")),
        "lines in `mapper` that present ÷ that do not": round(shown / (sum(m.lines for m in own) - shown), 2),
        "entries at the top of `mapper`": len(top_of_mapper()),
        "import circles": len(circles(every)),
        "thresholds: constants that something is compared with": sum(map(len, thresholds(every).values())),
        "modules in which they stand": len(thresholds(every)),
    }
    if trace:
        passage = crossed()
        found |= {
            "modules that a passage crosses on `curmap map`": len(passage.modules),
            "calls inside each other on its way": passage.depth,
        }
    return found


def table(found: Mapping[str, float]) -> str:
    """Return it as Markdown."""
    rows = (f"| {name} | {value:,} |\n" for name, value in found.items())
    return "".join(["| | |\n|---|---:|\n", *rows])


def stale(found: Mapping[str, float], page: str) -> list[str]:
    """Return the rows that the page does not have, or has with a figure that is too far off."""
    shown = page.split(BEGIN)[1].split(END)[0]
    cells = (line.strip("| \n").split(" | ") for line in shown.splitlines()[2:])
    kept = {cell[0]: float(cell[1].replace(",", "")) for cell in cells}
    return [name for name, value in found.items() if abs(kept.get(name, -1) - value) > LATITUDE * max(abs(value), 1)]


def main() -> None:
    """Print, and write or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into docs/architecture.md")
    parser.add_argument("--check", action="store_true", help="end with 1 where the table there is stale")
    parser.add_argument("--list", action="store_true", help="print what was counted, too")
    options = parser.parse_args()
    every = modules()
    found = figures(every, trace=True)
    sys.stdout.write(table(found))
    if options.list:
        for name, own in thresholds(every).items():
            sys.stdout.write(f"{name}: {', '.join(own)}\n")
        for circle in circles(every):
            sys.stdout.write(f"circle: {', '.join(circle)}\n")
    page = PAGE.read_text(encoding="utf-8")
    if options.check and (wrong := stale(found, page)):
        sys.exit(f"{PAGE}: {'; '.join(wrong)}; run python lab/house.py --write")
    if options.write:
        before, rest = page.split(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}{table(found)}{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
