"""What the lines of ads are said to be, by the model that ships; every text was written for this test."""

import pytest

from corpora.job_ads.clean import cleaned
from corpora.job_ads.records import JobAd
from embeddings.encoders.e5 import open_encoder
from mapper.industry import ad_lines

AD = """Restaurante familiar en Oaxaca con 20 años de tradición.
Funciones:
- Preparar salsas y guisos del menú
- Limpiar la cocina y los utensilios
Requisitos:
- Experiencia mínima de 2 años como cocinero
- Bachillerato terminado
- Inglés básico
- Trabajo en equipo
Ofrecemos:
- Sueldo de 9,000 pesos mensuales
- Uniformes y comida
Postúlate por este medio."""
ENGLISH = """About us
We are a leading supplier of industrial pumps.
Responsibilities
- Inspects and repairs pumps at customer sites
- Writes service reports
Requirements
- Valid driver's license
- Three years of experience as a mechanic
What we offer
- Health insurance and paid vacations"""


def classified(text: str, language: str) -> dict[str, str]:
    ad = JobAd("x", "", cleaned(text), language)
    (found,) = ad_lines.read_requirements([ad])
    assert all(ad.text[one.start : one.end] == one.text for one in found)
    return {one.text: one.kind for one in found if one.asks and one.kind != "post"}


def test_tasks_and_requirements_are_asked_for_and_benefits_are_not() -> None:
    found = classified(AD, "es")
    assert {kind for text, kind in found.items() if "salsas" in text or "Limpiar" in text} == {"task"}
    assert found["Inglés básico"] == "language"
    assert {"experience", "degree"} <= set(found.values())
    assert not any(word in text for text in found for word in ("Sueldo", "Uniformes", "Postúlate", "tradición"))


def test_the_same_in_english() -> None:
    found = classified(ENGLISH, "en")
    assert {kind for text, kind in found.items() if "pumps at customer" in text or "reports" in text} == {"task"}
    assert {"licence", "experience"} <= set(found.values())
    assert not any(word in text for text in found for word in ("insurance", "leading", "About"))


def test_a_sentence_that_names_several_kinds_is_parted() -> None:
    kinds = classified(
        "Requisitos:\n- Inglés avanzado, licencia de conducir y dos años de experiencia en ventas", "es"
    ).values()
    assert {"language", "licence"} <= set(kinds)


@pytest.mark.parametrize("text", ["", "…", "•\n•"])
def test_an_ad_that_says_nothing_asks_for_nothing(text: str) -> None:
    assert ad_lines.read_requirements([JobAd("x", "", text, "es")]) == [()]


def test_the_model_was_fitted_with_the_encoder_that_ships_and_keeps_its_bytes() -> None:
    model = ad_lines.shipped()
    assert model.encoder == open_encoder().revision
    assert ad_lines.LineClassifier.from_bytes(model.to_bytes()).to_bytes() == model.to_bytes()
