"""Names of the parts of a programme, and names that only look like them."""

from __future__ import annotations

from pathlib import Path

from corpora.cues import is_page_line, is_placeholder, leads_to, only_refers
from corpora.items import is_article, item_of, label_of, states_fact
from corpora.vocabulary import sense_of


def rows(name: str) -> list[list[str]]:
    text = (Path(__file__).parent / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def test_names() -> None:
    """Names of the parts of a programme, and names that only look like them."""
    for name, sense in rows("names"):
        assert (name, sense_of(name) or "") == (name, sense)


def test_markers_and_codes() -> None:
    for text, mark, body in rows("markers"):
        item = item_of(text)
        assert (item.mark, item.body) == (mark, body)


def test_labels_begin_units_and_facts_do_not() -> None:
    label = label_of("Resultado de aprendizaje: 1.1. Poda setos")
    assert label is not None
    assert (label.kind, label.number, label.sense) == ("resultado", "1.1", "outcome")
    assert label_of("Unidad didáctica") is None
    assert label_of("Competencia general") is None
    assert is_article("Artículo 5. Competencias profesionales, personales y sociales.")
    assert is_article("ANEXO I")
    assert not is_article("Artículo 5 del presente real decreto")
    assert states_fact("Duración: 50 horas.")
    assert not states_fact("Poda: tipos y herramientas.")


def test_cues() -> None:
    assert leads_to("At the end of this course students will be able to:") == "outcome"
    assert leads_to("El egresado será capaz de:") == "competency"
    assert leads_to("Students are expected to attend.") is None
    assert only_refers("CE1.a #ce1a")
    assert only_refers("12 horas")
    assert only_refers("Cuarto")
    assert only_refers("Fourth")
    assert not only_refers("Cuarto oscuro")
    assert not only_refers("Sesiones")
    assert is_page_line("Página 3 de 40")
    assert is_page_line("- 7 -")
    assert not is_page_line("2 Riego")
    assert is_placeholder("Optativa III")
    assert is_placeholder("Optativa   6 créditos")
    assert not is_placeholder("Optativa de jardinería japonesa")
