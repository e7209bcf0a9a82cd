"""The public names of the packages: what an addition or a renaming changes for whoever builds on them.

A name is public where a package's `__init__` lists it in `__all__` or, without one, defines it itself.
"""

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PUBLIC = {
    "corpora": (
        "CATALOGUE_KINDS TEACHING_ROLES Block Box Cell Competency Document Framework GlossaryEntry InputError Label "
        "Passage Role Skipped Split Text _ _n _p"
    ),
    "corpora.readers": "READERS Files Reader files printed read reader sniff",
    "corpora.frameworks": "FRAMEWORKS load recognise recognise_any require_one_kind",
    "corpora.job_ads": "",
    "embeddings": "",
    "embeddings.encoders": "Card ENCODERS Encoder TextRole Vectors open_encoder",
    "eval": "",
    "eval.benchmarks": "FORMATS find is_benchmark known load",
    "mapper": "",
    "mapper.between.exchange": "EXPORTS SAY_REJECTED write",
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
