"""What programmes are called: of their lines the one that a model takes for the title."""

import json
from pathlib import Path

import pytest
from files import written

from corpora.readers import read
from lab.titles import is_right, programme
from mapper.matching.titles import titled

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


@pytest.mark.slow
def test_most_real_programmes_are_called_by_their_title(shared: Path) -> None:
    """Of the dev part, which the model does not know; in some the title stands nowhere, or only in a menu."""
    right = []
    for facts in sorted(shared.glob("truth/real/dev/*/facts.json")):
        title = json.loads(facts.read_text(encoding="utf-8"))["title"]
        right.append(is_right(titled(read(programme(facts.parent))).title, title))
    assert len(right) == 9
    assert sum(right) >= 6
