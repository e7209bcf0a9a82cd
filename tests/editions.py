"""Invented editions of one standard, for the tests of their comparison."""

from __future__ import annotations

import shutil
from pathlib import Path

from conocer_form import SAMPLE_LINES
from files import written

DATA = Path(__file__).parent / "data" / "editions"


def write_old(folder: Path) -> Path:
    """The old edition, EC0999, level two."""
    return Path(shutil.copy(DATA / "anterior.txt", folder))


def write_new(folder: Path) -> Path:
    """The new edition, EC0999.01, level three, which says that it updates the old one."""
    return Path(shutil.copy(DATA / "nueva.txt", folder))


_ARRASTRE = """4. Ajusta el arrastre de la tela:
• Nivelando los dientes de arrastre con la placa de aguja, y
• Regulando la presión del prensatela de acuerdo con el espesor del material.
"""
_CUIDADOS = """2. Explica al operador los cuidados de la máquina:
• Mostrando la limpieza diaria del garfio y del prensatela,
• Mencionando los ajustes que el operador no debe mover, y
• Resolviendo sus dudas.
"""
_NEXT = {
    "EC9001 Mantenimiento": "EC9001.01 Mantenimiento",
    # renumbered: what stood behind it
    "1. Asegura la máquina antes": (
        "1. Calibra el sensor de visión artificial de la estación robotizada\n2. Asegura la máquina antes"
    ),
    "2. Revisa el estado inicial": "3. Revisa el estado inicial",
    # gone, and in its place what the other element had
    _ARRASTRE: f"4{_CUIDADOS[1:]}",
    # new and in the programme
    _CUIDADOS: "2. Identifica puntadas saltadas, roturas de hilo y fruncido en la muestra cosida\n",
    # reworded
    "los insumos dispuestos:": "los insumos dispuestos en el carro de servicio:",
    "1. Defectos de la costura y sus causas.": "1. Defectos de la costura, sus causas y su costo.",
    # another level
    "1. Riesgos mecánicos y eléctricos en el taller de costura. Comprensión": (
        "1. Riesgos mecánicos y eléctricos en el taller de costura. Aplicación"
    ),
}


def write_next(folder: Path, *, only_removed: bool = False) -> Path:
    """A new edition of the sample standard, EC9001.01, in which everything happens that may happen to a criterion.

    With `only_removed` all that happens is that one is gone.
    """
    text = "\n".join(SAMPLE_LINES) + "\n"
    title = "EC9001 Mantenimiento"
    for old, new in ({title: _NEXT[title], _ARRASTRE: ""} if only_removed else _NEXT).items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return written(folder / "EC9001.01.txt", "ESTÁNDAR DE COMPETENCIA\nFormato de Estándar de Competencia\n" + text)
