"""Sectors: the table that ships, sectors of one's own, and the sector of an advertisement."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from files import table_rows, written
from reading import refusal

from corpora import Competency, Framework, InputError
from corpora.job_ads.records import JobAd, JobAds, Requirement
from mapper.industry.sectors import ad_sector, ads_of, sector, sectors
from mapper.programmes.coverage.report import count_sector_texts

THIRTEEN = [
    "textiles", "footwear", "pharmaceuticals", "medical_devices", "automotive", "aerospace", "chemical",
    "petrochemical", "consumer_goods", "agroindustry", "energy", "creative_industries", "information_technologies",
]  # fmt: skip
ROOT = Path(__file__).resolve().parent.parent
SHIPPED = (ROOT / "mapper" / "industry" / "sectors" / "sectors.toml").read_text(encoding="utf-8")
TABLE = tomllib.loads(SHIPPED)
LABELS = ROOT / "benchmarks" / "data" / "sector-labels.csv"
DOCUMENTED = (ROOT / "docs" / "sectors.md").read_text(encoding="utf-8")


def ad(text: str, title: str = "", column: str | None = None) -> JobAd:
    return JobAd("1", title, text, sector=column)


def standards_of(name: str) -> Iterator[dict[str, Any]]:
    yield from TABLE["sectors"][name].get("standards", ())
    for trade in TABLE["sectors"][name]["trades"]:
        yield from TABLE["trades"][trade]["standards"]


def test_each_fact_has_its_source_and_who_checked_it() -> None:
    assert TABLE["edition"] == "SCIAN México 2023"
    assert TABLE["checked_by"] == "project"
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", TABLE["checked"])
    assert {"industries", "occupations", "standards"} == TABLE["sources"].keys()
    for name in THIRTEEN:
        row = TABLE["sectors"][name]
        assert row["industries"]
        assert all(re.fullmatch(r"\d{2,6}", one["code"]) for one in row["industries"])
        assert 1 <= len(row["occupations"]) <= 10
        assert all(re.fullmatch(r"\d{4}", one["isco"]) for one in row["occupations"])
        assert all(one["committee"] and one["words"] for one in standards_of(name))


def test_the_thirteen_sectors_that_ship_are_found_by_any_of_their_names_and_share_none() -> None:
    assert [known.name for known in sectors()] == THIRTEEN
    for known in sectors():
        names = (known.name, known.title.es, known.title.en, *known.aliases)
        assert all(name and sector(name) is sector(name.upper()) is known for name in names)
    assert sector("industria del calzado") is sector("Shoes")


def test_an_unknown_sector_names_those_there_are() -> None:
    with pytest.raises(InputError) as caught:
        sector("tourism")
    assert all(name in caught.value.en for name in THIRTEEN)
    assert "agroindustry (Agroindustria), energy (Energía)" in caught.value.es
    assert "TOML con el suyo (docs/sectors.md" in caught.value.es


OWN = """
edition = "NAICS 2022"
checked_by = "escuela"
checked = 2026-10-01
[sources]
standards = "RENEC"
[sectors.tourism]
es = "Turismo"
en = "Tourism"
trades = ["logistics"]
words = ["hotelero", "hotelera"]
places = ["hotel"]
industries = [{ code = "721", es = "Alojamiento", en = "Lodging", verified = true, source = "INEGI" }]
standards = [{ code = "EC0043", words = ["alojamiento"], committee = "del Sector Turismo" }]
"""


def test_a_sector_of_ones_own_has_the_same_form_and_one_of_several_is_named_behind_the_file(tmp_path: Path) -> None:
    path = written(tmp_path / "own.toml", OWN)
    own = sector(str(path))
    assert (own.name, own.standards, own.industries) == ("tourism", ("EC0043",), (("721", ()),))
    assert {*own.all_standards} - {"EC0043"} <= {*sector("automotive").all_standards}
    assert ad_sector(ad("Cadena de hoteles busca cocinero."), [own]).sector == "tourism"
    written(path, OWN + "[sectors.mining]\nes = 'Minería'\nen = 'Mining'\n")
    assert sector(f"{path}#minería").name == "mining"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ("[sectors", "TOML"),
        ("[sectors.x]\nes = 'a'", "en"),
        ("[sectors.x]\nes = 'a'\nen = 'b'\nword = []", "word"),
        ("[sectors.x]\nes = 'a'\nen = 'b'\ntrades = ['magic']", "magic"),
        (OWN.replace("[sectors.tourism]", "[sectors.a]\nes='a'\nen='a'\n[sectors.tourism]"), "#NAME"),
    ],
)
def test_a_file_that_is_not_in_the_form_is_refused_with_what_is_wrong(tmp_path: Path, wrong: str, named: str) -> None:
    assert named in refusal(written(tmp_path / "own.toml", wrong), lambda path: sector(str(path))).en


COLUMNS = {
    "Automotriz": "automotive", "information technologies": "information_technologies", "3363": "automotive",
    "325411 Farmoquímicos": "pharmaceuticals", "32511": "petrochemical", "3252": "chemical",
    "medical-devices": "medical_devices", "medical_devices": "medical_devices",
    "5617": None, "Food & Beverages": "agroindustry", "Food Production": "agroindustry", "Lácteos": "agroindustry",
    "Industria de alimentos": "agroindustry", "Alimenticia": "agroindustry", "Sector automotriz": "automotive",
    "Motor Vehicle Manufacturing": "automotive", "Automotriz / Autopartes": "automotive",
}  # fmt: skip


def test_the_ads_own_field_decides() -> None:
    for column, name in COLUMNS.items():
        found = ad_sector(ad("Empresa del sector textil busca operario.", column=column))
        assert (found.sector, found.by, found.words) == (name, "column", (column,))


@pytest.mark.parametrize(
    "column", ["Hostelería", "Comercio al por menor de alimentos", "Maquinaria agrícola", "Automotriz y energía"]
)
def test_a_field_that_names_no_sector_or_several_leaves_it_to_the_text(column: str) -> None:
    assert ad_sector(ad("Empresa del sector textil busca operario.", column=column)).sector == "textiles"
    assert ad_sector(ad("Se busca operario.", column=column)).sector is None


def test_where_two_sectors_are_named_as_often_none_is_chosen_and_both_are_shown() -> None:
    found = ad_sector(ad("Empresa textil. Empresa farmacéutica."))
    assert (found.sector, found.by, found.words) == (None, "words", ("Empresa textil", "Empresa farmacéutica"))


def test_a_sector_is_looked_at_through_skills_only_where_some_are_compared() -> None:
    entries = Competency("EC0679", "Uso del idioma", "standard", title_only=True), Competency("s", "soldar", "skill")
    title, skill = (Framework(one.kind, "", "1", "", "", (one,)) for one in entries)
    said = [count_sector_texts(sector("energy"), frameworks) for frameworks in ([title], [skill], [title, skill])]
    assert [one.through_esco for one in said] == [False, True, True]


def test_ads_are_limited_to_a_sector_by_groups_and_what_is_left_out_is_counted() -> None:
    texts = (
        ad("Empresa textil busca costurera."), ad("Costurera.", column="Textiles"), ad("Costurera."),
        ad("Empresa farmacéutica busca técnico."), ad("Camarero.", column="Hostelería"), ad("Camarero."),
    )  # fmt: skip
    found = tuple(replace(text, id=name) for name, text in zip("abcdef", texts, strict=True))
    asked = tuple(Requirement(name, 0, 1, "x", "skill", "required") for name in "abcdef")
    jobs = JobAds(found, asked, (("a",), ("b", "c"), ("d",), ("e",), ("f",)))
    limited, told = ads_of(jobs, sector("textiles"))
    assert (told.by_column, told.by_words, told.others, told.without) == (1, 1, 1, 2)
    assert limited.groups == (("a",), ("b", "c"))
    assert [ad.id for ad in limited.ads] == [r.ad for r in limited.requirements] == ["a", "b", "c"]
    assert told.words == (("empresa textil", 1), ("textiles", 1))
    assert [s.why.en.split("used: ")[1].split(";")[0] for s in limited.skipped] == ["1", "1 (Hostelería: 1)", "1"]


def test_a_set_of_which_all_that_say_a_sector_say_this_one_is_of_it() -> None:
    texts = (ad("Empresa textil busca costurera."), ad("Costurera."), ad("Operador de máquina."))
    found = tuple(replace(text, id=name) for name, text in zip("abc", texts, strict=True))
    limited, told = ads_of(JobAds(found, (), (("a",), ("b",), ("c",))), sector("textiles"))
    assert (told.by_words, told.by_set, told.without, len(limited.ads)) == (1, 2, 0, 3)
    assert limited.skipped == ()


def test_a_judged_ad_is_named_by_a_hash_and_its_sector_is_one_of_ours() -> None:
    rows = table_rows(LABELS)
    assert len(rows) >= 100
    assert all(re.fullmatch(r"[0-9a-f]{16}", row["ad"]) for row in rows)
    assert {row["sector"] for row in rows} <= {"", *THIRTEEN}


def test_mexican_ads_are_of_the_sector_that_a_reader_says() -> None:
    """Short ads, written before the rules and without a look at them."""
    rows = table_rows(ROOT / "tests" / "data" / "sector_ads.tsv", "\t")
    assert len(rows) == 140
    told = [ad_sector(ad(row["text"], row["title"])).sector or "-" for row in rows]
    right = [said == row["sector"] != "-" for said, row in zip(told, rows, strict=True)]
    assert sum(right) / sum(said != "-" for said in told) >= 0.9
    assert sum(right) / sum(row["sector"] != "-" for row in rows) >= 0.8


# Against the public lists, where they are at hand.


@pytest.mark.slow
def test_precision_on_judged_ads_is_as_the_documentation_says(shared: Path) -> None:
    """Recomputed from the labels; docs/sectors.md shows the same figures."""
    labels = {row["ad"]: row["sector"] for row in table_rows(LABELS)}
    right = of = 0
    for line in (shared / "data" / "train" / "eures-occupation.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = ad_sector(ad(row["query"], row["title"])).sector
        if found:
            of += 1
            right += labels[hashlib.sha256(row["query"].encode()).hexdigest()[:16]] == found
    assert f"{right}/{of}" in DOCUMENTED
    assert right / of >= 0.9


def test_the_documentation_counts_as_the_table_does() -> None:
    counts = re.findall(r"`(\w+)`\s(\d+)/(\d+)", DOCUMENTED)
    assert [(name, int(own), int(serving)) for name, own, serving in counts] == [
        (known.name, len(known.standards), len(known.all_standards)) for known in sectors()
    ]


def test_the_example_in_the_documentation_is_a_sector(tmp_path: Path) -> None:
    path = written(tmp_path / "mining.toml", DOCUMENTED.split("```toml\n")[1].split("```")[0])
    assert sector(str(path)).title.en == "Mining"
    assert ad_sector(ad("Empresa minera busca operador."), [sector(str(path))]).sector == "mining"
