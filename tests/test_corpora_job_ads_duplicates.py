"""Duplicates: found where a vacancy is published twice, not where ads only share a footer or a few words."""

from dataclasses import replace

from corpora.job_ads.clean import cleaned
from corpora.job_ads.duplicates import groups
from corpora.job_ads.records import JobAd

FOOTER = "Somos una empresa comprometida con la igualdad de oportunidades y con el desarrollo de todo su personal. " * 2
BODY = (
    "Buscamos soldador para tubería de acero inoxidable con proceso TIG. Leer planos de taller, medir con vernier, "
    "llevar la bitácora del equipo y cuidar el orden del área de trabajo."
)


def ad(name: str, text: str, **more: str) -> JobAd:
    return replace(JobAd(name, f"Puesto {name}", text, "es"), **more)


def test_near_copies_are_one_vacancy() -> None:
    copy = BODY.replace("Buscamos", "URGENTE: buscamos").upper()
    assert groups([ad("a", BODY), ad("b", copy), ad("c", "Otra cosa")]) == (("a", "b"), ("c",))


def test_a_shared_footer_makes_no_duplicate() -> None:
    trades = ["Coser camisas", "Soldar tubos", "Cocinar menús", "Pintar coches", "Podar árboles", "Vender pan"]
    ads = [ad(str(n), f"{trade} en la ciudad. {FOOTER}") for n, trade in enumerate(trades)]
    assert groups(ads) == tuple((str(n),) for n in range(6))


def test_short_bodies_need_the_same_employer_place_and_code() -> None:
    known = {"employer": "A", "place": "León", "code": "7"}
    ads = [
        JobAd("a", "Mesero", "Se busca mesero.", "es", **known),
        JobAd("b", "Mesero", "Se busca mesero.", "es", **known),
        JobAd("c", "Mesero", "Se busca mesero.", "es", **{**known, "code": "8"}),
        JobAd("d", "Mesero", "Se busca mesero.", "es"),
        JobAd("e", "Mesero", "Se busca mesero.", "es"),
    ]
    assert groups(ads) == (("a", "b"), ("c",), ("d",), ("e",))


def test_groups_do_not_depend_on_order() -> None:
    ads = [ad("a", BODY), ad("b", f"{BODY} Incorporación inmediata."), ad("c", f"{BODY} Turno de noche."), ad("d", "x")]
    assert groups(ads) == groups(ads[::-1]) == (("a", "b", "c"), ("d",))


def test_one_template_that_seeks_different_skills_is_not_one_vacancy() -> None:
    template = (
        "Empresa líder en desarrollo de productos digitales incorpora talento a su equipo de ingeniería en proyectos "
        "internacionales de larga duración. Requisitos: experiencia mínima de dos años con {}, buenas prácticas de "
        "código y pruebas, trabajo en equipo. Ofrecemos contrato indefinido y formación."
    )
    ads = [ad("a", template.format("React")), ad("b", template.format("Angular")), ad("c", template.format("React"))]
    assert groups(ads) == (("a", "c"), ("b",))


def test_a_vacancy_that_two_recruiters_publish_is_one() -> None:
    said = [
        f"{BODY}\nEnvía CV por correo con asunto TIG (Lic. {name} 442-310-22-11)" for name in ("Óscar Núñez", "Eva")
    ]
    assert groups([ad("a", cleaned(said[0])), ad("b", cleaned(said[1]))]) == (("a", "b"),)
    assert cleaned(said[0]) == cleaned(said[1])
