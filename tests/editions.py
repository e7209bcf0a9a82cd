"""Invented editions of one standard, for the tests of their comparison."""

from __future__ import annotations

from pathlib import Path

from conocer_form import GENERAL, LEAD, SAMPLE_LINES
from files import written


def _element(header: str, *performances: str, known: str = "") -> str:
    """An element with these performances and, where it is said, one piece of knowledge with its level."""
    listed = "".join(f"{number}. {text}\n" for number, text in enumerate(performances, 1))
    knowledge = f"{LEAD.format('posee los siguientes')}CONOCIMIENTOS NIVEL\n1. {known}\n" if known else ""
    shown = f"{LEAD.format('demuestra los siguientes')}DESEMPEÑOS\n{listed}"
    return f"Referencia Código Título\n{header}\nCRITERIOS DE EVALUACIÓN\n{shown}{knowledge}"


OLD_ELEMENTS = _element(
    "1 de 2 E0354 Preparar la bebida",
    "Limpia la máquina de café antes de usarla con un paño húmedo",
    "Muele el grano de acuerdo con el tipo de bebida",
    "Calienta la leche sin rebasar la temperatura indicada en la ficha",
    known="Tipos de molienda del grano de café Comprensión",
) + _element(
    "2 de 2 E0355 Servir la bebida",
    "Presenta la bebida al comensal y entrega la cuenta con el importe desglosado por producto",
    "Retira la vajilla usada de la mesa",
    "Despide al comensal con cortesía",
)
NEW_ELEMENTS = _element(
    "1 de 2 E0354 Preparar la bebida",
    "Limpia la máquina  de café antes de usarla con un paño húmedo.",
    "Muele el grano de acuerdo con la ficha técnica y el tipo de bebida",
    "Retira la vajilla usada de la mesa",
    known="Tipos de molienda del grano de café Aplicación",
) + _element(
    "2 de 2 E0399 Servir la bebida",
    "Presenta la bebida al comensal",
    "Entrega la cuenta con el importe desglosado por producto",
    "Ofrece endulzantes bajos en calorías",
    "Despide al comensal con cortesía",
)
UPDATES = (
    "El presente EC actualiza al EC0999 “Preparar café”, publicado en el Diario Oficial de la Federación el 6 de julio"
    " de 2012. Los procesos tramitados con base en el EC0999 tendrán un plazo máximo de cinco meses.\n"
)


def write_old(folder: Path, *, elements: str = OLD_ELEMENTS) -> Path:
    """The old edition, EC0999, level two."""
    return _write(folder / "anterior.txt", "EC0999", "Dos", elements, "")


def write_new(folder: Path, *, elements: str = NEW_ELEMENTS, updates: str = UPDATES) -> Path:
    """The new edition, EC0999.01, level three."""
    return _write(folder / "nueva.txt", "EC0999.01", "Tres", elements, updates)


def _write(path: Path, code: str, level: str, elements: str, updates: str) -> Path:
    general = GENERAL.format(box=f"Código Título\n{code} Preparar y servir café", level=level)
    general = general.replace("Nivel en el Sistema", updates + "Nivel en el Sistema")
    path.write_text(general + elements, encoding="utf-8")
    return path


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


def write_next(folder: Path) -> Path:
    """A new edition of the sample standard, EC9001.01, in which everything happens that may happen to a criterion."""
    text = "\n".join(SAMPLE_LINES) + "\n"
    for old, new in _NEXT.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return written(folder / "EC9001.01.txt", "ESTÁNDAR DE COMPETENCIA\nFormato de Estándar de Competencia\n" + text)
