"""Columns laid out by hand are those that Arrow makes, and a collection is searched without pandas."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.catalogues.collections import tables, upkeep
from mapper.catalogues.collections.folder import Collection
from mapper.catalogues.collections.records import Mark, Shard, Version
from mapper.workspace.store import Workspace

_TEXTS = st.none() | st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
_NUMBERS = st.none() | st.integers(-(2**31), 2**31 - 1)
_PAIRS = st.lists(st.lists(st.integers(0, 99), min_size=2, max_size=2), max_size=3)
_COLUMNS = st.one_of(
    st.tuples(st.just(pa.string()), st.lists(_TEXTS)),
    st.tuples(st.just(pa.int32()), st.lists(_NUMBERS)),
    st.tuples(st.just(pa.float64()), st.lists(st.none() | st.floats(allow_nan=False))),
    st.tuples(st.just(pa.list_(pa.string())), st.lists(st.none() | st.lists(_TEXTS, max_size=3))),
    st.tuples(st.just(pa.list_(pa.list_(pa.int32(), 2))), st.lists(st.none() | _PAIRS)),
)


@given(_COLUMNS)
def test_a_column_is_what_arrow_makes_of_its_values(column: tuple[pa.DataType, list[object]]) -> None:
    kind, values = column
    made = tables.column(values, kind)
    made.validate(full=True)
    assert made.equals(pa.array(values, kind))
    assert made.null_count == values.count(None)


def test_what_is_no_value_of_a_kind_is_refused() -> None:
    with pytest.raises(OverflowError):
        tables.column([2**31], pa.int32())
    with pytest.raises(UnicodeEncodeError):
        tables.column(["\ud800"], pa.string())


def test_tables_are_made_without_pandas(tmp_path: Path) -> None:
    """To import it takes a third of a second of every command and every worker."""
    code = (
        "import sys, pathlib; from mapper.catalogues.collections import tables;"
        "path = pathlib.Path(sys.argv[1]);"
        "tables.write(tables.table([{'id': 'a', 'pages': 3}], tables.DOCUMENTS), path);"
        "assert tables.numbers(tables.read(path)['pages'].combine_chunks()).tolist() == [3];"
        "sys.exit('pandas' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "d.parquet")], check=True)


def test_what_documents_show_in_one_version_and_not_in_the_other(tmp_path: Path) -> None:
    collection = Collection(Workspace(tmp_path), "cat")

    def version(matches: list[tuple[str, str, list[str], float]], *names: str) -> Version:
        documents = tables.table([{"id": name, "name": f"{name}.pdf"} for name in names], tables.DOCUMENTS)
        columns = ("document", "code", "above", "probability")
        rows = tables.table([dict(zip(columns, one, strict=True)) for one in matches], tables.MATCHES)
        made = {"documents": documents, "matches/f": rows}
        files = {role: collection.add(partial(tables.write, table), ".parquet") for role, table in made.items()}
        return Version(
            {"inputs": {"frameworks": {"f": ""}}}, (Shard(0, {"read": Mark({}, files, {})}),), {}, {}, {}, {}
        )

    before = version([("a", "N1.1", ["N1"], 0.6), ("b", "N2", [], 0.9), ("gone", "N1", [], 0.9)], "a", "b", "gone")
    after = version([("a", "N1.2", ["N1"], 0.5), ("a", "N2.1.1", ["N2.1", "N2"], 0.7), ("b", "N2", [], 0.4)], "a", "b")
    assert upkeep.gained_and_lost(collection, before, after) == (("a.pdf: f/N2",), ("b.pdf: f/N2",))
