"""Bytes to text: the code pages of Windows, DOS and the Mac, and UTF-8 that was read as one of them before."""

from __future__ import annotations

from pathlib import Path

import pytest
from files import written

from corpora import frameworks
from corpora.charset import decode
from corpora.readers import read
from corpora.text import fix_mojibake
from mapper.industry.ad_lines import load

SPANISH = "Diseña el programa de lubricación del año.\nSincroniza la aguja según la información técnica.\n"
CAPITALS = "MANTENIMIENTO DE MÁQUINAS DE COSER\nDISEÑO Y OPERACIÓN\n¿Qué se evalúa?\n"
ENGLISH = "The learner’s portfolio — tools, “results” and reports — is kept.\n• Skills of the résumé\n"
GARBLED = ("cp1252", "mac_roman", "cp850", "cp437")
TABLE = "code;parent;kind;statement\nN1;;norma;Mantener máquinas según la producción\nN1.1;N1;elemento;Diseñar el año\n"


@pytest.mark.parametrize(
    ("text", "charset"),
    [(SPANISH, charset) for charset in ("cp1252", "latin-1", "cp850", "cp437", "mac_roman")]
    + [(CAPITALS, charset) for charset in ("cp1252", "latin-1", "cp850", "mac_roman")]
    + [(ENGLISH, charset) for charset in ("cp1252", "mac_roman")],
)
def test_a_code_page_is_told_by_how_its_letters_stand(text: str, charset: str) -> None:
    decoded = decode(text.encode(charset))
    assert decoded is not None
    assert decoded.text == text


@pytest.mark.parametrize("read_as", GARBLED)
def test_utf_8_that_was_read_as_something_else_is_put_right_and_told(tmp_path: Path, read_as: str) -> None:
    garbled = TABLE.encode().decode(read_as)
    assert garbled != TABLE
    table = tmp_path / "norma.csv"
    table.write_text(garbled, encoding="utf-8")
    framework = frameworks.load([table])
    assert framework.competencies[1].statement == "Diseñar el año"
    assert any("garbled letters, mended: 2" in entry.why.en for entry in framework.skipped)
    document = read(written(tmp_path / "programa.txt", SPANISH.encode().decode(read_as).encode()))
    assert document.text.split("\n") == SPANISH.strip().split("\n")
    assert [entry.why.en for entry in document.skipped] == ["Pieces of text with garbled letters, mended: 2."]
    ads = tmp_path / "ofertas.csv"
    ads.write_text("título,descripción\nCosturera,Requisitos: calibrar la tensión\n".encode().decode(read_as), "utf-8")
    assert load(ads).ads[0].text == "Requisitos: calibrar la tensión"


@pytest.mark.parametrize(
    "text",
    ["«cuesta 10 €”", "São Paulo, Ângela, mãe, Âncora", "├── src\n│   └── doc", "NIÑOS Y ÁRBOLES: ÓRGANO", "√2 ≥ 1"],
)
def test_what_is_right_stays(text: str) -> None:
    assert fix_mojibake(text) == text
