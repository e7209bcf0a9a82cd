"""What a result depends on besides its inputs: the source of the modules that make it, found by what they import."""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache, partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("corpora", "embeddings", "eval", "mapper")

_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]*(?:\(([^)]*)\)|([^\n]+))|import[ \t]+([^\n]+))", re.MULTILINE
)
_COMMENT = re.compile(r"#[^\n]*")
_STRING = re.compile(r"[\"']([\w./:-]+)[\"']")


@lru_cache  # the code that runs stays what it was read as until the process ends
def source_hash(*modules: str, root: Path = ROOT) -> str:
    """Return the hash of the `sources` of modules, by path and content; the same until what they compute may differ."""
    digest = hashlib.sha256()
    for path in sources(*modules, root=root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + content_hash(path))
    return digest.hexdigest()[:16]


@cache  # several steps depend on the same files, some of megabytes
def content_hash(path: Path) -> bytes:
    """Return the hash of one file, read once."""
    return hashlib.sha256(path.read_bytes()).digest()


def sources(*modules: str, root: Path = ROOT) -> tuple[Path, ...]:
    """Return the files that modules are made from, sorted: their own, those they import, and the data they name.

    What is imported counts wherever that stands, in a function too, and so does what a string names, as registries do:
    a module (`corpora.readers.pdf:read`) or a file that ships beside the code (`data/scorer.npz`). A package does not
    count for the modules in it: what it imports for others is not theirs.
    """
    data = _data(root)
    file = lru_cache(maxsize=None)(partial(_file, root))  # many modules import the same ones
    found = {path for module in modules if (path := file(module))}
    waiting = list(found)
    while waiting:
        names = _names(waiting.pop().read_bytes())
        used = {path for name in names if (path := file(name.partition(":")[0]))} - found
        waiting += used
        found |= used | {path for name in names for path in data.get(name.rpartition("/")[2], ())}
    return tuple(sorted(found))


@lru_cache(maxsize=1024)
def _names(source: bytes) -> frozenset[str]:
    """Return what may name a module or a file: what is imported, and every string that could.

    By expressions, since every run on a collection waits for it and `ast` takes ten times as long. They also find what
    a docstring says of an import, which makes a result depend on more than it does, never on less.
    """
    text = source.decode()
    found = set(_STRING.findall(text))
    for module, several, one, plain in _IMPORT.findall(text):
        prefix = f"{module}." if module else ""
        names = _COMMENT.sub("", several or one or plain).split(",")
        found.update(prefix + name.split()[0] for name in names if name.strip())
    return frozenset(found)


def _file(root: Path, name: str) -> Path | None:
    """Return the file of a module of ours, or of the one that a name of this form stands in; None for anything else."""
    parts = name.split(".")
    if parts[0] in PACKAGES and all(part.isidentifier() for part in parts):
        for end in range(len(parts), 0, -1):
            place = root.joinpath(*parts[:end])
            for path in (place / "__init__.py", place.with_suffix(".py")):
                if path.is_file():
                    return path
    return None


@lru_cache(maxsize=4)  # asked by each step of a collection
def _data(root: Path) -> dict[str, list[Path]]:
    """Name → files of that name that ship beside the code."""
    found: dict[str, list[Path]] = {}
    for package in PACKAGES:
        for path in (root / package).rglob("*.*"):
            if path.suffix not in (".py", ".pyc"):
                found.setdefault(path.name, []).append(path)
    return found
