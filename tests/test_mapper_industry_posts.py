"""The posts that a set of ads is of, and the gap of one of them, in both languages; every ad was written for this."""

import json
from pathlib import Path

import pytest
from command import done, refused
from files import json_lines, written

from corpora import InputError
from corpora.job_ads.records import JobAds
from embeddings.encoders import Encoder
from mapper.actions import add_framework
from mapper.industry.ad_lines import load
from mapper.industry.demand.posts import cluster_posts, limit_to_post, rank_posts
from mapper.workspace.store import Workspace

TITLES = {
    "es": {
        "cook": ("Cocinero", "Cocinera para hotel", "COCINERO/A (turno de noche)", "Ayudante de cocina"),
        "waiter": ("Camarero", "Camarera de sala", "Camarero/a - Zona Sur", "Camarero extra"),
        "driver": ("Chofer repartidor", "Chofer de reparto", "Repartidor con licencia", "Conductor de reparto"),
    },
    "en": {
        "cook": ("Cook", "Line cook for hotel", "COOK (night shift)", "Kitchen cook"),
        "waiter": ("Waiter", "Waitress", "Waiter - South area", "Waiter in restaurant"),
        "driver": ("Delivery driver", "Truck driver", "Delivery driver (part time)", "Driver for deliveries"),
    },
}
ASKED = {
    "es": {
        "cook": ("Preparar salsas y guisos", "Limpiar la cocina"),
        "waiter": ("Servir mesas y tomar comandas", "Cobrar cuentas"),
        "driver": ("Entregar paquetes a domicilio", "Conducir camionetas"),
    },
    "en": {
        "cook": ("Prepare sauces and stews", "Clean the kitchen"),
        "waiter": ("Serve tables and take orders", "Settle bills"),
        "driver": ("Deliver parcels to homes", "Drive vans"),
    },
}
SOUGHT = {
    "es": {"cook": "cocina", "waiter": "mesero", "driver": "chofer"},
    "en": {"cook": "kitchen cook", "waiter": "waitress", "driver": "driver"},
}
STANDARD = "code,kind,statement,parent\n" + "".join(
    f"{row}\n"
    for row in (
        "R1,standard,Restaurante,", "R1.1,desempeno,Prepara salsas y guisos,R1",
        "R1.2,desempeno,Sirve mesas y toma comandas,R1", "R1.3,desempeno,Entrega paquetes a domicilio,R1",
    )
)  # fmt: skip
PROGRAMME = "# Cocina\n\n## Resultados de aprendizaje\n\n- Prepara salsas, guisos y sopas.\n- Limpia la cocina.\n"


def rows(language: str, many: int = 4) -> list[dict[str, str]]:
    """So many ads of each post, no two of one firm and town."""
    duties, needs = ("Funciones", "Requisitos") if language == "es" else ("Responsibilities", "Requirements")
    years = "años de experiencia" if language == "es" else "years of experience"
    return [
        {
            "id": f"{post}{number}",
            "title": titles[number % len(titles)],
            "employer": f"Casa {post} {number}",
            "place": f"Villa {number}",
            "description": f"{duties}:\n- {ASKED[language][post][0]}\n- {ASKED[language][post][1]}\n"
            f"{needs}:\n- {number + 2} {years}",
        }
        for post, titles in TITLES[language].items()
        for number in range(many)
    ]


@pytest.fixture(params=["es", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def ads(language: str, tmp_path: Path) -> JobAds:
    return load(json_lines(tmp_path / "ads.jsonl", rows(language)))


def test_titles_of_one_post_are_one_post(ads: JobAds, encoder: Encoder) -> None:
    titles = {ad.id: ad.title for ad in ads.ads}
    kind = {title: post for both in TITLES.values() for post, names in both.items() for title in names}
    found = cluster_posts(ads, encoder)
    of_posts = [{kind[titles[ads.groups[group][0]]] for group in post.groups} for post in found]
    assert all(len(kinds) == 1 for kinds in of_posts), "no post joins two trades"
    assert sorted(number for post in found for number in post.groups) == list(range(len(ads.groups)))
    assert max(len(post.groups) for post in found) >= 3, "spellings of one title stand together"


def test_a_post_is_found_by_another_name_and_the_rest_is_counted(ads: JobAds, language: str, encoder: Encoder) -> None:
    for post, wanted in SOUGHT[language].items():
        limited = limit_to_post(ads, wanted, encoder)
        assert {ad.title for ad in limited.ads} <= set(TITLES[language][post])
        assert limited.ads, wanted
        assert {one.ad for one in limited.requirements} <= {ad.id for ad in limited.ads}
        left_out = limited.skipped[-1]
        assert left_out.what == "post"
        assert str(len(ads.groups) - len(limited.groups)) in left_out.why.en


def test_a_post_that_no_ad_is_of_is_refused_with_those_that_there_are(ads: JobAds, encoder: Encoder) -> None:
    with pytest.raises(InputError) as raised:
        limit_to_post(ads, "anestesiólogo", encoder)
    assert "(" in raised.value.es
    assert "anestesiólogo" in raised.value.en


def test_the_post_that_a_programme_is_of_comes_first(ads: JobAds, language: str, encoder: Encoder) -> None:
    found = cluster_posts(ads, encoder)
    for post, title in SOUGHT[language].items():
        first = rank_posts(found, title, encoder)[0]
        assert first.name.lower() in " ".join(TITLES[language][post]).lower()
    assert rank_posts(found, "", encoder) == found


@pytest.mark.slow
def test_gap_of_one_post_counts_its_ads_alone(language: str, tmp_path: Path) -> None:
    workspace = tmp_path / "w"
    add_framework(Workspace(workspace), [written(tmp_path / "norma.csv", STANDARD)], name="norma")
    table, programme = json_lines(tmp_path / "ads.jsonl", rows(language, 24)), written(tmp_path / "p.md", PROGRAMME)
    asked = ("--workspace", workspace, "gap", programme, "--jobs", table, "--framework", "norma")
    whole = json.loads(done(*asked, "--json").out)["profile"]
    assert {post["ads"] for post in whole["posts"]} >= {24}, "demand of posts with twenty ads or more"
    of_posts = {one["code"]: one["share"]["value"] for post in whole["posts"] for one in post["competencies"]}
    shares = {one["code"]: one["share"]["value"] for one in whole["competencies"]}
    assert max(of_posts.values()) > max(shares.values()), "who is of the post asks for its tasks more than all do"
    limited = json.loads(done(*asked, "--json", "--post", SOUGHT[language]["waiter"]).out)["profile"]
    assert limited["groups"] == 24
    assert limited["competencies"][0]["code"] == "R1.2"
    refused(*asked, "--post", "anestesiólogo")
