"""What programmes are called: of their lines the one that a model takes for the title."""

import json
from pathlib import Path

import pytest
from files import tab_separated, written

from corpora.readers import read
from lab.titles import is_right, programme
from mapper.matching.titles import COLUMNS, lines, rows_of, titled

ROOT = Path(__file__).resolve().parent.parent
SHEET = """# Instituto Tecnológico de Mérida

# Programa de estudios

| Nombre de la asignatura: | Soldadura de tubería |
|---|---|
| Créditos: | 6 |

## Unidad 1. Preparación de juntas

El alumno prepara las juntas de una tubería y las suelda en posición fija.
"""


def test_a_programme_is_called_as_what_is_taught_not_as_its_school_or_a_unit(tmp_path: Path) -> None:
    assert titled(read(written(tmp_path / "programa.md", SHEET))).title == "Soldadura de tubería"


def test_what_stands_behind_a_label_and_what_the_file_says_may_be_the_title(tmp_path: Path) -> None:
    text = "---\ntitle: Redes\n---\n\nAsignatura: Redes de área local\n\nEl alumno cablea un aula.\n"
    document = read(written(tmp_path / "programa.md", text))
    found = list(lines(document))
    assert [(one.text, one.before, one.behind_label) for one in found] == [
        ("Redes", "", False),
        ("Redes de área local", "Asignatura", True),
        ("Asignatura: Redes de área local", "", False),
        ("El alumno cablea un aula.", "Asignatura: Redes de área local", False),
    ]
    assert rows_of(document, found).shape == (4, COLUMNS)


@pytest.mark.slow
def test_most_documents_of_the_project_are_called_by_their_title() -> None:
    """The model knows them: they hold what is easily taken for a title."""
    rows = tab_separated(ROOT / "benchmarks/data/titles.tsv")[1:]
    wrong = [path for path, title in rows if not is_right(titled(read(ROOT / path)).title, title)]
    assert len(wrong) < 0.2 * len(rows), wrong


def test_most_real_programmes_are_called_by_their_title(shared: Path) -> None:
    """Of the dev part, which the model does not know; in some the title stands nowhere, or only in a menu."""
    right = []
    for facts in sorted(shared.glob("truth/real/dev/*/facts.json")):
        title = json.loads(facts.read_text(encoding="utf-8"))["title"]
        right.append(is_right(titled(read(programme(facts.parent))).title, title))
    assert len(right) == 9
    assert sum(right) >= 6


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ("PODA DE VID", True),
        ("AG 101: Poda de vid (línea básica)", True),
        ("Curso: Poda de vid", True),
        ("Poda", False),
        ("Escuela de Poda", False),
        ("", False),
    ],
)
def test_a_title_is_right_by_its_words(found: str, right: bool) -> None:
    assert is_right(found, "Curso: Poda de vid (presencial), nivel 1") == right
