"""Programmes with known truth as two tables of a Hugging Face dataset, and these as files again."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpora import InputError
from eval import hub

if TYPE_CHECKING:
    from mapper.evaluation.programmes import Truth

PROGRAMMES, CRITERIA = "programmes", "criteria"
"""Names of the tables, and of the folders in which their parts stand."""
TRUTH, STANDARD = "truth.json", "standard.csv"
_OF_ALL = ("standard", "language", "kind", "sector")
"""What a truth.json says of the whole programme."""


def tables(truths: Sequence[Truth], split: str) -> list[hub.Table]:
    """The programmes, with their standards, and what each truly teaches of each criterion; raises InputError."""
    import pyarrow as pa

    whole, criteria = [], []
    for truth in truths:
        home = truth.path.parent
        values = json.loads((home / TRUTH).read_text(encoding="utf-8"))
        said = {name: values.get(name) for name in _OF_ALL}
        texts = {"text": _read(truth.path), "standard_csv": _read(home / STANDARD)}
        whole.append({"name": truth.name, **said, "file": truth.path.name, **texts})
        statements = {entry.code: entry.statement for entry in truth.framework.competencies}
        for one in values["criteria"]:
            named = {"name": truth.name, "code": one["code"], "statement": statements[one["code"]]}
            criteria.append({**named, **one})
    types = {name: pa.list_(pa.string()) for name in ("passages", "traps")}
    types |= {name: pa.string() for name in ("distance", "why")}
    return [
        hub.Table(name, split, f"{name}/{split}.parquet", rows, types)
        for name, rows in ((PROGRAMMES, whole), (CRITERIA, criteria))
    ]


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("{path}: is no UTF-8 text, which alone a dataset can hold; leave it out", path=path) from error


def holds(folder: Path) -> bool:
    """Whether there are programmes with known truth in a folder, as files or as such a dataset."""
    return any(folder.rglob(TRUTH)) or bool(_parts(folder))


def _parts(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{PROGRAMMES}/*.parquet"))


def unpacked(folder: Path) -> Path:
    """The folder; where it is such a dataset, its programmes as files, in a folder that goes when the process ends.

    Raises InputError: a table is damaged or lacks a column.
    """
    if not (files := _parts(folder)):
        return folder
    home = Path(tempfile.mkdtemp(prefix="curmap-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for file in files:
        try:
            _unpack(file, folder / CRITERIA / file.name, home / file.stem if len(files) > 1 else home)
        except (KeyError, TypeError) as error:
            raise InputError("{path}: the column {column} is missing or empty", path=file, column=error) from error
    return home


def _unpack(programmes: Path, criteria: Path, home: Path) -> None:
    taught: dict[str, list[dict[str, Any]]] = {}
    for _, row in hub.rows(criteria):
        row.pop("statement", None)
        taught.setdefault(row.pop("name"), []).append(row)
    for _, row in hub.rows(programmes):
        # A name or file that somebody else wrote leads nowhere but below `home`.
        place = home.joinpath(*(part for part in row["name"].split("/") if part.strip(".")))
        place.mkdir(parents=True, exist_ok=True)
        values = {**{name: row[name] for name in _OF_ALL}, "programme": "programme" + Path(row["file"]).suffix}
        (place / values["programme"]).write_bytes(row["text"].encode())
        (place / STANDARD).write_bytes(row["standard_csv"].encode())
        whole = {**values, "criteria": taught[row["name"]]}
        (place / TRUTH).write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
