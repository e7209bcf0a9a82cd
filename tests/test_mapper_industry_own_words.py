"""What ads say in their own words, counted as it stands, and where a programme says the same."""

import csv
from pathlib import Path

import openpyxl
import pytest
from command import curmap, written

from corpora.job_ads.load import load
from mapper.industry.demand.asked import Asked
from mapper.industry.demand.own_words import own_words
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


@pytest.fixture(scope="module")
def ads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ads") / "ofertas.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("titulo", "descripcion"), *((t, f"Requisitos: {text}.") for text, t in ADS)])
    return path


def test_each_ad_counts_once_in_whatever_form_it_says_a_term(ads: Path) -> None:
    found = {one.text: one for one in own_words(Asked.of(load(ads)), shipped().rarity)}
    assert {text: one.ads for text, one in found.items()} == {"montacargas": 3, "inventarios": 3, "excel": 3}
    assert found["montacargas"].example.sentence in {"Montacargas", "montacargas"}


def test_of_terms_within_each_other_the_one_that_most_ads_say_is_told(tmp_path: Path) -> None:
    said = (*["Control de calidad del producto"] * 4, *["Calidad en el servicio"], *["Soldadura MIG", "Soldadura"] * 3)
    path = tmp_path / "ofertas.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = (("Operario", f"Requisitos: {text}. Turno {n}.") for n, text in enumerate(said))
        csv.writer(file).writerows([("titulo", "descripcion"), *rows])
    found = {one.text: one.ads for one in own_words(Asked.of(load(path)), shipped().rarity)}
    assert found["soldadura"] == 6
    assert "soldadura mig" not in found
    assert any("control de calidad" in text for text in found)
    assert "calidad" not in found


def test_words_of_one_stem_are_each_a_word_of_its_own(tmp_path: Path) -> None:
    said = ["Mantenimiento de bombas", "Mantener bombas", "Excel", "Excelente redacción", "Excel", "Mantenimiento"]
    rows = [(f"Puesto {n}", f"Requisitos: {text}; torno número {n}.") for n, text in enumerate([*said, "Excel"])]
    with (path := tmp_path / "ofertas.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("titulo", "descripcion"), *rows])
    found = {one.text: one for one in own_words(Asked.of(load(path)), shipped().rarity)}
    assert found["excel"].ads == 3
    assert found["excel"].example.sentence == "Excel"
    assert not any("manten" in text or "excelente" in text for text in found)


def test_the_report_has_them_beside_a_passage_that_says_more_than_a_topic(
    ads: Path, norms: Path, tmp_path: Path
) -> None:
    programme = written(tmp_path / "programa.md", PROGRAMME)
    asked = ("--workspace", norms, "gap", programme, "--jobs", ads, "-f", "table", "--lang", "en", "--out", tmp_path)
    report = curmap(*asked, "--json").json
    (cited,) = report["programmes"]
    said = {row["text"]: row["passages"][0] for row in report["own_words"]}
    assert said["excel"] is None
    assert cited["passages"][said["inventarios"]]["text"].startswith("Controla el inventario")
    assert "circulan montacargas" in cited["passages"][said["montacargas"]]["text"]
    (_, *rows) = openpyxl.load_workbook(tmp_path / "gap.xlsx")["Own words"].iter_rows(values_only=True)
    assert {(row[0], row[1]) for row in rows} == {(one["text"], one["ads"]) for one in report["own_words"]}
    assert "What most ads say" in curmap(*asked).out
