"""What can show what is taught is told by a model, whatever a document calls its parts."""

from pathlib import Path

import pytest

from corpora import TEACHING_ROLES
from corpora.readers import read
from mapper.matching.teaching import compared, passages

DOCUMENTS = sorted(one for one in (Path(__file__).parent / "data" / "unnamed_parts").iterdir() if one.suffix != ".tsv")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_where_no_part_has_a_name_that_says_so_most_of_what_teaches_is_found(path: Path) -> None:
    """Beside each document of data/unnamed_parts: role, path and text of each passage."""
    rows = [line.split("\t") for line in path.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()]
    teaches = {text: role in TEACHING_ROLES for role, _, text in rows}
    split = passages(read(path))
    found = {one.text: one.role in TEACHING_ROLES for one in split.passages if one.text in teaches}
    assert split.guessed
    assert len(found) >= 0.8 * len(teaches)
    assert all(found[text] for text in found if teaches[text])
    assert sum(found[text] for text in found if not teaches[text]) <= 2


def test_a_heading_is_compared_by_what_stands_below_it(tmp_path: Path) -> None:
    path = tmp_path / "curso.md"
    path.write_text(
        "# Redes\n\n## Contenidos\n\n- Cableado\n- Enrutamiento\n\n## Avisos\n\nEl aula abre a las ocho.\n", "utf-8"
    )
    teaching, others = compared(passages(read(path)).passages)
    assert [one.text for one in teaching] == ["Cableado", "Enrutamiento"]
    assert [one.text for one in others] == ["El aula abre a las ocho."]


def test_beside_nothing_that_teaches_nothing_is_compared(tmp_path: Path) -> None:
    path = tmp_path / "aviso.md"
    path.write_text("# Avisos\n\nEl aula abre a las ocho. El pago se hace en ventanilla.\n", encoding="utf-8")
    assert compared(passages(read(path)).passages) == ([], [])
