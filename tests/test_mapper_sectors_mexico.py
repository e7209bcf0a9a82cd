"""Sectors told from short Mexican ads, which were written before the rules and without a look at them."""

import csv
from pathlib import Path

from corpora.job_ads import JobAd
from mapper.sectors.ads import ad_sector

TABLE = Path(__file__).parent / "data" / "sector_ads.tsv"


def test_mexican_ads_are_of_the_sector_that_a_reader_says() -> None:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    assert len(rows) == 140
    told = [ad_sector(JobAd("x", row["title"], row["text"], "es")).sector or "-" for row in rows]
    right = [said == row["sector"] != "-" for said, row in zip(told, rows, strict=True)]
    assert sum(right) / sum(said != "-" for said in told) >= 0.9
    assert sum(right) / sum(row["sector"] != "-" for row in rows) >= 0.8


def test_a_noun_that_also_names_a_place_or_a_verb_decides_nothing_alone() -> None:
    for text in (
        "Boletos para teatros",
        "Orquesta el trabajo del equipo",
        "Atiende concesionarios",
        "Frente al ingenio",
    ):
        assert ad_sector(JobAd("x", "Auxiliar", text, "es")).sector is None
    assert ad_sector(JobAd("x", "Obrero", "Ingenio en Veracruz solicita obreros", "es")).sector == "agroindustry"
