"""CONOCER's real documents, against the counts that people made by hand (their folder is not part of the project)."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from corpora.frameworks.conocer import load, recognises

KINDS = {
    "desempenos": "desempeno",
    "productos": "producto",
    "conocimientos": "conocimiento",
    "situaciones_emergentes": "situacion_emergente",
    "actitudes": "actitud",
}
LEVELS = {"Uno": "1", "Dos": "2", "Tres": "3", "Cuatro": "4", "Cinco": "5"}
FURNITURE = re.compile("N-FO-02|F21-COOPYD|Página|Versión:|La persona es competente|Referencia Código")
CODES = ["EC0217_01", "EC0249", "EC0301", "EC1171", "EC1691", "EC1780", "ECM0358"]


def document(shared: Path, code: str) -> Path:
    folder = shared / "data" / "conocer"
    return folder / "EC0249.pdf" if code == "EC0249" else folder / "textos" / f"{code}.txt"


@pytest.mark.parametrize("code", CODES)
def test_a_real_standard_is_complete_and_exact(shared: Path, code: str) -> None:
    counts = json.loads((shared / "data" / "conocer" / "textos" / f"{code}.counts.json").read_text(encoding="utf-8"))
    framework = load([document(shared, code)], name="conocer")
    standard = framework.competencies[0]
    assert (standard.code, standard.statement) == (counts["code"], counts["title"])
    assert standard.level == LEVELS[counts["level"]]
    assert standard.extra.get("format") == counts["format"]
    assert standard.title_only == (not counts["elements"])
    elements = [entry for entry in framework.competencies if entry.kind == "element"]
    found = []
    for element in elements:
        numbers = Counter(entry.kind for entry in framework.competencies if entry.parent == element.code)
        found.append(
            {"code": element.code.removeprefix(f"{standard.code}/"), "title": element.statement}
            | {name: numbers[kind] for name, kind in KINDS.items()}
            | {"glosario": len(element.glossary)}
        )
    assert found == counts["elements"]


@pytest.mark.parametrize("code", CODES)
def test_the_entries_of_a_real_standard_are_whole(shared: Path, code: str) -> None:
    framework = load([document(shared, code)], name="conocer")
    for entry in framework.competencies:
        assert entry.statement.strip()
        texts = "\n".join([entry.statement, *(item.definition for item in entry.glossary)])
        assert not FURNITURE.search(texts)
        if entry.kind == "conocimiento":
            assert entry.level in {"Conocimiento", "Comprensión", "Aplicación", "Conocimiento/comprensión"}
            assert not entry.statement.rstrip(".").endswith(("Conocimiento", "Comprensión", "Aplicación"))
        if entry.kind in {"actitud", "element"}:
            assert all(item.term and item.definition and len(item.term) < 70 for item in entry.glossary)
        if entry.kind == "actitud":
            assert ": " in entry.statement


def test_a_floating_title_and_a_glued_word_are_mended(shared: Path) -> None:
    consulting = {entry.code: entry for entry in load([document(shared, "EC0249")], name="c").competencies}
    assert consulting["EC0249/E0875/producto/3"].statement.endswith(
        "• Incluye la interpretación de la información recopilada."
    )
    privacy = {entry.code: entry for entry in load([document(shared, "EC1171")], name="c").competencies}
    assert "sobre los recursos" in privacy["EC1171/E3694"].statement
    situation = privacy["EC1171/E3692/situacion_emergente/1"].statement
    assert situation.startswith("El solicitante muestra")
    assert "\nRespuesta esperada: El servidor público" in situation


def test_knowledge_levels_wherever_they_stand(shared: Path) -> None:
    def levels(code: str, element: str) -> list[str | None]:
        framework = load([document(shared, code)], name="c")
        kind, parent = "conocimiento", f"{framework.competencies[0].code}/{element}"
        return [entry.level for entry in framework.competencies if (entry.kind, entry.parent) == (kind, parent)]

    assert levels("EC1780", "E5634") == ["Conocimiento", "Conocimiento/comprensión", "Conocimiento"]
    assert levels("EC0217_01", "E4358") == ["Comprensión", "Aplicación", "Comprensión"]
    assert levels("EC0301", "E1023") == ["Comprensión", "Conocimiento", "Conocimiento", "Conocimiento"]


def test_general_data_of_a_real_standard(shared: Path) -> None:
    extra = load([document(shared, "EC0249")], name="c").competencies[0].extra
    assert extra["committee"] == "Comité del Sector de Consultoría"
    assert (extra["approved"], extra["published"]) == ("17 de julio de 2012", "16 de octubre de 2012")
    assert (extra["revision"], extra["validity"]) == ("2 años", "4 años")
    assert extra["occupations"][0] == "0825-01 Consultores de sistemas administrativos"
    assert list(map(len, extra["scian"].values())) == [1, 1, 1, 2, 2]
    assert [len(extra[name]) for name in ("companies", "practice", "requirements", "references")] == [7, 2, 2, 3]
    replaced = load([document(shared, "EC0217_01")], name="c").competencies[0].extra
    assert replaced["replaces"] == ["EC0217"]


@pytest.mark.slow
def test_a_folder_of_real_standards(shared: Path) -> None:
    folder = shared / "data" / "conocer"
    assert recognises(folder)
    assert not recognises(folder / "EC0249-formatos.docx")
    assert not recognises(folder / "EC0249-formatos.xlsx")
    framework = load([folder], name="conocer")
    codes = [entry.code for entry in framework.competencies if entry.kind == "standard"]
    assert codes == ["EC0217.01", "EC0249", "EC0301", "EC1171", "EC1691", "EC1780", "ECM0358"]
    left_out = {entry.what for entry in framework.skipped}
    assert {"EC0249-formatos.docx", "EC0249-formatos.xlsx", "EC0301.counts.json"} <= left_out
    assert len({entry.code for entry in framework.competencies}) == len(framework.competencies)
