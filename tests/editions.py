"""Invented editions of one standard, for the tests of their comparison."""

from __future__ import annotations

from pathlib import Path

from conocer_form import GENERAL

OLD_ELEMENTS = """Referencia Código Título
1 de 2 E0354 Preparar la bebida
CRITERIOS DE EVALUACIÓN
La persona es competente cuando demuestra los siguientes:
DESEMPEÑOS
1. Limpia la máquina de café antes de usarla con un paño húmedo
2. Muele el grano de acuerdo con el tipo de bebida
3. Calienta la leche sin rebasar la temperatura indicada en la ficha
La persona es competente cuando posee los siguientes:
CONOCIMIENTOS NIVEL
1. Tipos de molienda del grano de café Comprensión
Referencia Código Título
2 de 2 E0355 Servir la bebida
CRITERIOS DE EVALUACIÓN
La persona es competente cuando demuestra los siguientes:
DESEMPEÑOS
1. Presenta la bebida al comensal y entrega la cuenta con el importe desglosado por producto
2. Retira la vajilla usada de la mesa
3. Despide al comensal con cortesía
"""
NEW_ELEMENTS = """Referencia Código Título
1 de 2 E0354 Preparar la bebida
CRITERIOS DE EVALUACIÓN
La persona es competente cuando demuestra los siguientes:
DESEMPEÑOS
1. Limpia la máquina  de café antes de usarla con un paño húmedo.
2. Muele el grano de acuerdo con la ficha técnica y el tipo de bebida
3. Retira la vajilla usada de la mesa
La persona es competente cuando posee los siguientes:
CONOCIMIENTOS NIVEL
1. Tipos de molienda del grano de café Aplicación
Referencia Código Título
2 de 2 E0399 Servir la bebida
CRITERIOS DE EVALUACIÓN
La persona es competente cuando demuestra los siguientes:
DESEMPEÑOS
1. Presenta la bebida al comensal
2. Entrega la cuenta con el importe desglosado por producto
3. Ofrece endulzantes bajos en calorías
4. Despide al comensal con cortesía
"""
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
