"""Tables as a Hugging Face dataset: a folder of Parquet files beside its card, which `load_dataset(FOLDER)` reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.errors import InputError, unreadable

CARD = "README.md"


@dataclass(frozen=True, slots=True)
class Table:
    """One split of one configuration.

    Attributes:
        config: name by which `load_dataset` is asked for it.
        split: its part: train, dev, test, …
        path: where it stands in the folder.
        rows: the records; a column that some lack is null there, one that all lack is left out.
        types: Arrow types of columns that cannot be told from the values (all of them empty); of others they are.
    """

    config: str
    split: str
    path: str
    rows: Sequence[Mapping[str, Any]]
    types: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """What the card says of the whole; licences by their identifiers at Hugging Face, the text as Markdown."""

    title: str
    licences: tuple[str, ...]
    languages: tuple[str, ...]
    text: str


def rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number, from 1, and record of each row of a Parquet file; raises InputError where it is none."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        found = parquet.read_table(path, partitioning=None)
        yield from enumerate(found.to_pylist(), start=1)
    except (pa.ArrowException, ValueError) as error:
        raise InputError(
            "{path}: the Parquet file is damaged or has impossible dates; get it again", path=path
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error


def write(folder: Path, tables: Sequence[Table], card: Card) -> None:
    """Write the tables and the card that names them, the first configuration as the one that is read unasked.

    Raises InputError: a column holds values of several kinds. Raises OSError.
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
    licence: Any = card.licences[0] if len(card.licences) == 1 else list(card.licences)
    data = DatasetCardData(
        pretty_name=card.title,
        license=licence,
        language=list(card.languages),
        task_categories=["text-retrieval"],
        tags=["education", "curriculum", "competency"],
    )
    infos.to_dataset_card_data(data)
    configs.to_dataset_card_data(data)
    content = DatasetCard(f"---\n{data.to_yaml()}\n---\n\n# {card.title}\n\n{card.text}\n").content
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
