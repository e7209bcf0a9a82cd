"""What ads say in their own words, counted as it stands, and where a programme says the same."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from command import done, written

from corpora.job_ads.load import load
from mapper.industry.demand.asked import Asked
from mapper.industry.demand.own_words import OwnWords, own_words
from mapper.matching.scorer import shipped

ADS = (
    ("Montacargas y control de inventarios", "Almacenista"),
    ("Manejo de montacargas; Excel intermedio", "Almacenista"),
    ("Experiencia en montacargas, inventarios cíclicos", "Montacarguista"),
    ("Excel. Levantar inventario", "Auxiliar de almacén"),
    ("Uso de Excel y correo; puntualidad", "Capturista"),
    ("Trato amable", "Cajera"),
)
PROGRAMME = """# Técnico en almacenes

## Contenidos

- Inventarios
- Excelentes modales
- Señalización donde circulan montacargas

## Resultados de aprendizaje

- Controla el inventario de un almacén con conteos cíclicos
"""


def table(path: Path, *rows: tuple[str, str], header: tuple[str, str] = ("titulo", "descripcion")) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def ads_that_say(path: Path, texts: Iterable[str], more: str) -> Path:
    """An ad for each text, told apart by its number."""
    return table(path, *((f"Puesto {n}", f"Requisitos: {text}{more.format(n)}") for n, text in enumerate(texts)))


def said_in(ads: Path) -> dict[str, OwnWords]:
    return {one.text: one for one in own_words(Asked.of(load(ads)), shipped().rarity)}


@pytest.fixture(scope="module")
def ads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = ((title, f"Requisitos: {text}.") for text, title in ADS)
    return table(tmp_path_factory.mktemp("ads") / "ofertas.csv", *rows)


def test_each_ad_counts_once_in_whatever_form_it_says_a_term(ads: Path) -> None:
    found = said_in(ads)
    assert {text: one.ads for text, one in found.items()} == {"montacargas": 3, "inventarios": 3, "excel": 3}
    assert found["montacargas"].example.sentence in {"Montacargas", "montacargas"}


def test_of_terms_within_each_other_the_one_that_most_ads_say_is_told(tmp_path: Path) -> None:
    said = (*["Control de calidad del producto"] * 4, *["Calidad en el servicio"], *["Soldadura MIG", "Soldadura"] * 3)
    ads = ads_that_say(tmp_path / "ofertas.csv", said, ". Turno {}.")
    found = {text: one.ads for text, one in said_in(ads).items()}
    assert found["soldadura"] == 6
    assert "soldadura mig" not in found
    assert any("control de calidad" in text for text in found)
    assert "calidad" not in found


def test_words_of_one_stem_are_each_a_word_of_its_own(tmp_path: Path) -> None:
    said = ["Mantenimiento de bombas", "Mantener bombas", "Excel", "Excelente redacción", "Excel", "Mantenimiento"]
    found = said_in(ads_that_say(tmp_path / "ofertas.csv", [*said, "Excel"], "; torno número {}."))
    assert (found["excel"].ads, found["excel"].example.sentence) == (3, "Excel")
    assert not any("manten" in text or "excelente" in text for text in found)


def test_a_verb_that_says_only_that_something_is_done_is_no_term(tmp_path: Path) -> None:
    things = ("inventarios", "auditorías", "cotizaciones", "cortes de caja")
    rows = ((f"Puesto {n}", f"Funciones: realizar {thing}.") for n, thing in enumerate(things))
    assert not said_in(table(tmp_path / "ofertas.csv", *rows))


def test_a_letter_by_itself_is_no_term(tmp_path: Path) -> None:
    ads = ads_that_say(
        tmp_path / "ofertas.csv", ["Máquina (s) CNC", "Torno (s) CNC", "Fresadora (s) CNC"], ". Turno {}."
    )
    assert said_in(ads).keys() == {"cnc"}


@pytest.mark.slow
def test_the_report_has_them_beside_a_passage_that_says_more_than_a_topic(
    ads: Path, norms: Path, tmp_path: Path
) -> None:
    programme = written(tmp_path / "programa.md", PROGRAMME)
    asked = ("--workspace", norms, "gap", programme, "--jobs", ads, "-f", "table", "--lang", "en", "--out", tmp_path)
    assert "What most ads say" in done(*asked).out
    report = json.loads((tmp_path / "gap.json").read_text(encoding="utf-8"))
    (cited,) = report["programmes"]
    said = {row["text"]: row["passages"][0] for row in report["own_words"]}
    assert said["excel"] is None
    assert cited["passages"][said["inventarios"]]["text"].startswith("Controla el inventario")
    assert "circulan montacargas" in cited["passages"][said["montacargas"]]["text"]
    (_, *rows) = openpyxl.load_workbook(tmp_path / "gap.xlsx")["Own words"].iter_rows(values_only=True)
    assert {(row[0], row[1]) for row in rows} == {(one["text"], one["ads"]) for one in report["own_words"]}


DRAWINGS = """# Técnico en mantenimiento

## Resultados de aprendizaje

- Aplica el diagrama de Ishikawa
- Interpreta diagramas unifilares y de control con la instalación a la vista
- Atiende a clientes en el mostrador
"""
TALK = "Dar diagramas eléctricos a mozos, choferes y cocineros"  # which is near to no skill below
SKILLS = (
    "Interpretar diagramas eléctricos", "Atender clientes en mostrador", "Programar robots industriales",
    "Diagnosticar y mantener sistemas neumáticos e hidráulicos", "Soldar con el proceso TIG", "Conducir montacargas",
)  # fmt: skip


@pytest.fixture(scope="module")
def drawings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The report of a programme, a plain list and ads most of which ask for one of its skills."""
    folder = tmp_path_factory.mktemp("drawings")
    diagrams = ("Interpretar diagramas de control", "Leer diagramas unifilares")
    said = (*diagrams * 4, *["hidráulica"] * 2, *["Soldadura TIG"] * 2, "Robots", *["food industry", TALK] * 2)
    ads = ads_that_say(folder / "ofertas.csv", said, ". Turno {}.")
    skills = ((f"S{n}", text) for n, text in enumerate(SKILLS))
    listed = table(folder / "lista.csv", *skills, header=("codigo", "enunciado"))
    of = ("--workspace", folder / "ws")
    done(*of, "framework", "add", listed, "--name", "lista")
    programme = written(folder / "programa.md", DRAWINGS)
    asked = (*of, "gap", programme, "--jobs", ads, "-f", "lista", "--lang", "en")
    return {"printed": done(*asked, "--all").out, **done(*asked, "--json").json}


def test_a_passage_that_says_a_term_with_the_words_that_ads_have_around_it_comes_before_a_shorter_one(
    drawings: dict[str, Any],
) -> None:
    (cited,) = drawings["programmes"]
    said = next(row for row in drawings["own_words"] if "diagramas" in row["text"])
    assert "unifilares" in cited["passages"][said["passages"][0]]["text"]


def test_one_figure_counts_all_skills_with_an_estimate_and_says_how_many_are_not_told(drawings: dict[str, Any]) -> None:
    told, untold, (share,) = drawings["profile"]["competencies"], drawings["untold"], drawings["headline"]
    assert [row["code"] for row in told] == ["S0"]
    assert untold >= 2
    (taught,) = (
        row["taught"][0]["probability"]["value"] for row in drawings["rows"] if row["competency"]["code"] == "S0"
    )
    assert share["value"] < taught - 0.05
    assert share["high"] - share["low"] > 0.2
    printed = " ".join(drawings["printed"].split())
    assert f"all competencies with an estimate: {1 + untold}, of which {untold} have too few ads" in printed
    assert f"of {untold} competencies too few ads" in printed


def test_what_an_entry_says_in_its_own_words_is_not_listed_as_said_by_none(drawings: dict[str, Any]) -> None:
    """Nor what begins with words in a row of an entry that is told; and a field of work is no skill."""
    listed = {row["text"] for row in drawings["profile"]["unmatched"]}
    assert not {"hidráulica", "Robots", "food industry", TALK} & listed


HOTEL = (
    ("EC1", "Atención en la recepción de un hotel", "", "standard"),
    ("EC1/1", "Actúa ante una emergencia en el hotel:\n• Activando la alarma,\n• Guiando a todos.", "EC1", "d"),
    ("EC1/2", "Resuelve la sobreventa de habitaciones:\n• Localizando un hotel,\n• Cubriendo el traslado.", "EC1", "d"),
)  # fmt: skip
OTHERS = ("atender quejas de huéspedes; reservar tours y transporte para huéspedes", "cobrar y hacer corte de caja")


def test_an_example_says_a_criterion_in_its_words_where_an_ad_does_and_is_no_name_of_the_post(tmp_path: Path) -> None:
    said = ("actuar en caso de emergencia y evacuación; {}", "resolver sobreventa; {}", "{}")
    tasks = (said[n % 3].format(OTHERS[n % 2]) for n in range(24))
    opening = "Importante hotel solicita recepcionista de hotel. Funciones: "
    ads = table(tmp_path / "ads.csv", *((f"Recepcionista {n}", f"{opening}{one}.") for n, one in enumerate(tasks)))
    path = tmp_path / "norma.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("code", "statement", "parent", "kind"), *HOTEL])
    of = ("--workspace", tmp_path / "ws")
    done(*of, "framework", "add", path, "--name", "hotel")
    programme = written(tmp_path / "programa.md", PROGRAMME)
    report = done(*of, "gap", programme, "--jobs", ads, "-f", "hotel", "--json").json
    shown = {row["code"]: [one["sentence"] for one in row["examples"]] for row in report["profile"]["competencies"]}
    assert shown == {"EC1/1": ["actuar en caso de emergencia y evacuación"] * 3, "EC1/2": ["resolver sobreventa"] * 3}
