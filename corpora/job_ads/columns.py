"""Which column holds what: by its name in Spanish or English, or as the user says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from corpora.errors import InputError
from corpora.tabular import column_name
from corpora.text import clean

# Field → names of its column, folded, "_" for whatever is no letter or digit; the likelier first.
COLUMNS: dict[str, str] = {
    "description": "description descripcion job_description descripcion_del_puesto descripcion_puesto "
    "descripcion_oferta descripcion_de_la_oferta descripcion_de_la_vacante "
    "descripcion_vacante full_description text texto texto_oferta body cuerpo contenido "
    "content detalle detalles anuncio aviso ad job_ad summary",
    "title": "title titulo job_title puesto nombre_del_puesto nombre_puesto vacante cargo position "
    "titulo_de_la_oferta titulo_oferta nombre_vacante denominacion name nombre",
    "tasks": "funciones tareas actividades responsabilidades responsibilities duties tasks",
    "requirements": "requisitos requerimientos requirements qualifications perfil",
    "offer": "se_ofrece ofrece beneficios prestaciones benefits we_offer",
    "employer": "employer empresa company company_name nombre_empresa nombre_de_la_empresa empleador "
    "compania organization organizacion razon_social hiring_organization",
    "place": "place location ubicacion lugar localidad ciudad city municipio estado state provincia region entidad",
    "country": "country pais country_code",
    "date": "date fecha fecha_de_publicacion fecha_publicacion date_posted posted_date posted "
    "publication_date published published_at created_at listed_time fecha_alta",
    "code": "code codigo folio job_id id_oferta numero_de_oferta numero_oferta reference referencia ref clave id",
    "sector": "sector industry industria rama giro sector_economico actividad_economica",
    "language": "language idioma lang lengua idioma_oferta",
}
_RANK = {name: (field, at) for field, names in COLUMNS.items() for at, name in enumerate(names.split())}
_TEXTS = ("description", "tasks", "requirements")


def fields(path: Path, columns: Sequence[str], named: Mapping[str, str]) -> dict[str, str]:
    """Field to the column that holds it.

    Args:
        path: of the file, for messages.
        columns: as the file names them.
        named: field to column, as the user says; the others are recognised.

    Raises:
        InputError: a field that does not exist, a named column that is not there, no column for the text.
    """
    by_name = {column_name(column): column for column in reversed(columns)}
    found: dict[str, str] = {}
    for field, column in named.items():
        _check_field(field)
        if column_name(column) not in by_name:
            raise InputError(
                es=f"{path}: no hay columna «{column}»; las que hay: {_listed(columns)}",
                en=f"{path}: there is no column '{column}'; those there are: {_listed(columns)}",
            )
        found[field] = by_name[column_name(column)]
    ranked = sorted((_RANK[name][1], name) for name in by_name if name in _RANK)
    for _, name in ranked:
        if by_name[name] not in found.values():
            found.setdefault(_RANK[name][0], by_name[name])
    if not any(field in found for field in _TEXTS):
        raise InputError(
            es=f"{path}: ninguna columna parece la descripción (hay: {_listed(columns)}); "
            "nómbrela con --column description=COLUMNA",
            en=f"{path}: no column looks like the description (there are: {_listed(columns)}); "
            "name it with --column description=COLUMN",
        )
    return {field: found[field] for field in COLUMNS if field in found}


def is_header(cells: Sequence[str], named: Mapping[str, str]) -> bool:
    """Whether these cells are a header row: one of them names a column of text."""
    names = {column_name(cell) for cell in cells}
    wanted = {column_name(column) for field, column in named.items() if field in _TEXTS}
    if wanted:
        return bool(wanted & names)
    return any(_RANK[name][0] in _TEXTS for name in names if name in _RANK)


def _check_field(field: str) -> None:
    if field not in COLUMNS:
        known = ", ".join(COLUMNS)
        raise InputError(
            es=f"--column {field}=…: no hay un dato «{field}»; los que hay: {known}",
            en=f"--column {field}=…: there is no field '{field}'; known: {known}",
        )


def _listed(columns: Sequence[str]) -> str:
    shown = [clean(column) or "?" for column in columns]
    return ", ".join(shown[:20]) + (", …" if len(shown) > 20 else "")
