"""An invented document in the form of an Estándar de Competencia, to be dirtied by tests."""

from __future__ import annotations

import re
from pathlib import Path

import mapper
from corpora import Competency
from corpora.frameworks.conocer import Standard, parse
from corpora.frameworks.norm_files import read_pages

SAMPLE = Path(mapper.__file__).parent / "samples" / "EC9001.pdf"
SAMPLE_LINES = [
    line
    for page in read_pages(SAMPLE)
    for line in page
    if line and not re.match(r"ESTÁNDAR DE|Formato de|M-FO|Versión|Página|Norma de muestra", line)
]
"""The sample without its running header and footer."""

GENERAL = """ESTÁNDAR DE COMPETENCIA
Formato de Estándar de Competencia
N-FO-02
Versión:
7.0
Página:
1 de 4
I.- Datos Generales
{box}
Propósito del Estándar de Competencia
Servir como referente para quienes preparan café.
Descripción general del Estándar de Competencia
Contempla las funciones de preparar y servir café.
Nivel en el Sistema Nacional de Competencias: {level}
Desempeña actividades rutinarias.
II.- Perfil del Estándar de Competencia
Estándar de Competencia Elemento 1 de 1
Preparar y servir café Preparar la bebida
III.- Elementos que conforman el Estándar de Competencia
"""
HEADER = "Referencia Código Título\n1 de 1 E0354 Preparar la bebida\nCRITERIOS DE EVALUACIÓN\n"
LEAD = "La persona es competente cuando {}:\n"
PRODUCTS = LEAD.format("obtiene los siguientes") + "PRODUCTOS\n1. La bebida preparada:\n• Está caliente.\n"


def read(text: str, *, box: str = "Código Título\nEC0999 Preparar y servir café", level: str = "Dos") -> Standard:
    """Parse general data and these lines, pages parted by a form feed."""
    return parse(read_pages(Path("EC.txt"), (GENERAL.format(box=box, level=level) + text).encode()))


def element(groups: str, *, header: str = HEADER) -> list[Competency]:
    """The only element of a document with these groups, and its criteria."""
    entries = read(header + groups).entries[1:]
    assert entries[0].kind == "element"
    assert all(entry.parent == entries[0].code for entry in entries[1:])
    return list(entries)


def texts(found: list[Competency], kind: str) -> list[str]:
    """The criteria of a kind, with the level of those that have one, or the terms with their definitions."""
    if kind == "glosario":
        return [f"{entry.term} = {entry.definition}" for entry in found[0].glossary]
    return [
        f"{entry.statement} [{entry.level}]" if entry.level else entry.statement
        for entry in found
        if entry.kind == kind
    ]
