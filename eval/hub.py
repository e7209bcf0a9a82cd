"""Tables as a Hugging Face dataset: a folder of Parquet files beside its card, which `load_dataset(FOLDER)` reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.errors import InputError, Place, unreadable

CARD = "README.md"


@dataclass(frozen=True, slots=True)
class Table:
    """One split of one configuration, the name by which `load_dataset` is asked for it; `path` is that in the folder.

    A column that some rows lack is null there, one that all lack is left out. `types` are the Arrow types of columns
    that cannot be told from the values (all of them empty).
    """

    config: str
    split: str
    path: str
    rows: Sequence[Mapping[str, Any]]
    types: Mapping[str, Any] = field(default_factory=dict)


def rows(path: Path) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Place and record of each row of a Parquet file; raises InputError where it is none."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        found = parquet.read_table(path, partitioning=None)
        yield from ((Place(path, number), row) for number, row in enumerate(found.to_pylist(), start=1))
    except (pa.ArrowException, ValueError) as error:
        raise InputError(
            "{path}: the Parquet file is damaged or has impossible dates; get it again", path=path
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error


def write(
    folder: Path, tables: Sequence[Table], text: str, *, title: str, licences: Sequence[str], languages: Sequence[str]
) -> None:
    """Write the tables and the card that names them, the first configuration as the one that is read unasked.

    The text is Markdown, licences are Hugging Face's identifiers. Raises InputError: a column holds values of several
    kinds; OSError.
    """
    from datasets import DatasetInfo, Features, SplitDict, SplitInfo
    from datasets.info import DatasetInfosDict
    from datasets.utils.metadata import MetadataConfigs
    from huggingface_hub import DatasetCard, DatasetCardData
    from pyarrow import parquet

    infos, configs = DatasetInfosDict(), MetadataConfigs()
    for table in tables:
        made = _arrow(table)
        path = folder / table.path
        path.parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(made, path)
        info = infos.setdefault(
            table.config, DatasetInfo(splits=SplitDict(), features=Features.from_arrow_schema(made.schema))
        )
        info.splits.add(SplitInfo(table.split, num_bytes=made.nbytes, num_examples=made.num_rows))
        info.download_size = (info.download_size or 0) + path.stat().st_size
        info.dataset_size = (info.dataset_size or 0) + made.nbytes
        files = configs.setdefault(table.config, {"data_files": []})["data_files"]
        files.append({"split": table.split, "path": table.path})
    configs[tables[0].config]["default"] = True
    licence: Any = licences[0] if len(licences) == 1 else list(licences)
    data = DatasetCardData(
        pretty_name=title,
        license=licence,
        language=list(languages),
        task_categories=["text-retrieval"],
        tags=["education", "curriculum", "competency"],
    )
    infos.to_dataset_card_data(data)
    configs.to_dataset_card_data(data)
    content = DatasetCard(f"---\n{data.to_yaml()}\n---\n\n# {title}\n\n{text}\n").content
    (folder / CARD).write_text(content, encoding="utf-8")


def _arrow(table: Table) -> Any:  # noqa: ANN401 - pyarrow has no types
    import pyarrow as pa

    columns = {}
    for name in dict.fromkeys(key for row in table.rows for key in row):
        try:
            column = pa.array([row.get(name) for row in table.rows], type=table.types.get(name))
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise InputError(
                "{config}: '{name}' holds values of several kinds, which one column cannot hold; make them one kind",
                config=table.config,
                name=name,
            ) from error
        if not pa.types.is_null(column.type):
            columns[name] = column
    return pa.table(columns)
