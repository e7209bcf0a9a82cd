"""Passages of small programmes, one of each kind: their roles, paths, offsets and ids."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpora.readers import read
from corpora.records import Passage, Split
from corpora.split import passages


def split_of(tmp_path: Path, text: str, name: str = "programa.md") -> Split:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    document = read(path)
    split = passages(document)
    for passage in split.passages:
        assert document.text[passage.start : passage.end] == passage.text
    return split


def texts(split: Split, role: str) -> list[str]:
    return [passage.text for passage in split.passages if passage.role == role]


def of(split: Split, text: str) -> Passage:
    return next(passage for passage in split.passages if passage.text.startswith(text))


VOCATIONAL = """# Módulo Profesional: Panadería artesana.

# Código: 9999.

Resultados de aprendizaje y criterios de evaluación:

1) Elabora masas fermentadas, justificando cada operación.

Criterios de evaluación:

a) Se han pesado los ingredientes.

b) Se realizan los amasados con seguridad.

2) Hornea piezas, controlando el horno.

– Se ha precalentado el horno.

– Se han evitado quemaduras.

3 Presenta el producto, cuidando su aspecto.

Criterios de evaluación:

a) Se ha etiquetado el producto.

Duración: 50 horas.

Contenidos básicos:

Elaboración de masas:

− Harinas. Tipos. Fuerza.

− Levaduras.

Orientaciones pedagogicas:

La formación del módulo contribuye a alcanzar los objetivos generales a) y b).

- La elaboración de masas en el obrador.

# Módulo Profesional: Pastelería.

Resultados de aprendizaje y criterios de evaluación:

1. Prepara cremas siguiendo la ficha técnica.

a) Se han batido las cremas.
"""


def test_vocational_module_gives_outcomes_criteria_and_contents_with_their_paths(tmp_path: Path) -> None:
    split = split_of(tmp_path, VOCATIONAL)
    assert texts(split, "outcome") == [
        "Elabora masas fermentadas, justificando cada operación.",
        "Hornea piezas, controlando el horno.",
        "Presenta el producto, cuidando su aspecto.",
        "Prepara cremas siguiendo la ficha técnica.",
    ]
    assert len(texts(split, "criterion")) == 6
    realised = of(split, "Se realizan los amasados")
    assert realised.section == (
        "Módulo Profesional: Panadería artesana",
        "Elabora masas fermentadas, justificando cada operación",
    )
    assert of(split, "Se han batido").section[0] == "Módulo Profesional: Pastelería"
    assert {"Harinas. Tipos. Fuerza.", "Levaduras."} <= set(texts(split, "content"))
    assert of(split, "Levaduras").section[-1] == "Elaboración de masas"
    assert of(split, "La elaboración de masas en el obrador").role == "other"


def test_ids_are_the_same_again_and_tell_occurrences_apart(tmp_path: Path) -> None:
    text = "# Contenidos\n\n- Hojas de cálculo\n\n- Bases de datos\n\n- Hojas de cálculo\n"
    first, again = split_of(tmp_path, text), split_of(tmp_path, text, "otro.md")
    assert [p.id for p in first.passages] == [p.id for p in again.passages]
    assert len({p.id for p in first.passages}) == len(first.passages)
    same = [p for p in first.passages if p.text == "Hojas de cálculo"]
    assert len({p.text_id for p in same}) == 1
    shuffled = split_of(tmp_path, "# Contenidos\n\n- Bases de datos\n\n- Hojas de cálculo\n\n- Hojas de cálculo\n")
    assert Counter(p.id for p in shuffled.passages) == Counter(p.id for p in first.passages)


@pytest.mark.parametrize(
    ("name", "outcomes", "criteria"),
    [("BOE-A-2010-9272.md", 54, 369), ("BOE-A-2010-9270.md", 47, 390), ("BOE-A-2008-750.md", 59, 501)],
)
def test_decrees_give_every_outcome_and_criterion(shared: Path, name: str, outcomes: int, criteria: int) -> None:
    split = passages(read(shared / "data" / "documents" / name))
    counts = Counter(passage.role for passage in split.passages)
    assert (counts["outcome"], counts["criterion"]) == (outcomes, criteria)
