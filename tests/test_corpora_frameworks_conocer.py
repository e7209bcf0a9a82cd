"""The CONOCER loader on the shipped sample, word for word, on files and folders, and on real documents."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from functools import cache
from pathlib import Path

import docx
import pytest
from conocer_form import SAMPLE
from conocer_form import SAMPLE_LINES as LINES
from files import written
from pdf_writer import Page, write_pdf

from corpora import Framework, InputError
from corpora.frameworks.conocer import load, recognises
from corpora.frameworks.norm_files import read_pages

PAGES = read_pages(SAMPLE)


@pytest.fixture(scope="module")
def sample() -> Framework:
    return load([SAMPLE], name="conocer")


# Files, folders, errors


def text_file(folder: Path, name: str, pages: tuple[tuple[str, ...], ...] = PAGES) -> Path:
    parts = ["Fuente: https://example.org/norma.pdf\n"]
    parts += [f"\n=== Página {number} ===\n" + "\n".join(page) for number, page in enumerate(pages, 1)]
    return written(folder / name, "".join(parts))


def test_text_and_docx_are_the_same_standard(tmp_path: Path, sample: Framework) -> None:
    def said(framework: Framework) -> list[tuple[object, ...]]:
        return [(entry.code, entry.statement, entry.level, entry.glossary) for entry in framework.competencies]

    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    document.save(str(tmp_path / "norma.docx"))
    for path in (text_file(tmp_path, "norma.txt"), tmp_path / "norma.docx"):
        assert recognises(path)
        assert said(load([path], name="conocer")) == said(sample)


def test_the_same_standard_counts_once_and_another_version_is_told(tmp_path: Path, sample: Framework) -> None:
    text_file(tmp_path, "copia.txt")
    changed = tuple(tuple(line.replace("Lubrica la", "Engrasa la") for line in page) for page in PAGES)
    text_file(tmp_path, "otra.txt", changed)
    framework = load([SAMPLE, tmp_path], name="conocer")
    assert framework.competencies == sample.competencies
    assert framework.source == "EC9001.pdf"
    assert [(skipped.what, skipped.why.en) for skipped in framework.skipped if skipped.what != "EC9001.pdf"] == [
        ("otra.txt", "has another version of EC9001; the one in EC9001.pdf is kept")
    ]


def test_a_folder_leaves_out_what_is_no_standard(tmp_path: Path) -> None:
    text_file(tmp_path, "norma.txt")
    written(tmp_path / "carta.txt", "Estimado comité: adjunto el EC9001.")
    written(tmp_path / "vacio.pdf", "")
    written(tmp_path / "roto.pdf", SAMPLE.read_bytes()[:3000])
    assert recognises(tmp_path)
    framework = load([tmp_path], name="conocer")
    assert framework.source == "norma.txt"
    left_out = {skipped.what: skipped.why.en for skipped in framework.skipped}
    assert left_out["carta.txt"].startswith("has no Estándares de Competencia")
    assert left_out["roto.pdf"].startswith("the PDF is damaged")
    assert "empty" in left_out["vacio.pdf"]


def test_a_pdf_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no text layer"):
        load([write_pdf(tmp_path / "escaneo.pdf", [Page()])], name="conocer")


def test_a_brand_s_sheet_has_its_code_from_the_file_s_name(tmp_path: Path) -> None:
    sheet = Path(__file__).parent / "data/frameworks/others/conocer/ECM0999.txt"
    with pytest.raises(InputError, match="code was not found"):
        load([Path(shutil.copy(sheet, tmp_path / "hoja.txt"))], name="conocer")


# Real documents, against the counts that people made by hand (their folder is not part of the project)

COUNTED = {
    "desempenos": "desempeno",
    "productos": "producto",
    "conocimientos": "conocimiento",
    "situaciones_emergentes": "situacion_emergente",
    "actitudes": "actitud",
}
LEVELS = {"Uno": "1", "Dos": "2", "Tres": "3", "Cuatro": "4", "Cinco": "5"}
FURNITURE = re.compile("N-FO-02|F21-COOPYD|Página|Versión:|La persona es competente|Referencia Código")
CODES = ["EC0217_01", "EC0249", "EC0301", "EC1171", "EC1691", "EC1780", "ECM0358"]


@cache
def real(shared: Path, code: str) -> Framework:
    folder = shared / "data" / "conocer"
    return load([folder / "EC0249.pdf" if code == "EC0249" else folder / "textos" / f"{code}.txt"], name="conocer")


@pytest.mark.parametrize("code", CODES)
def test_a_real_standard_is_complete_and_exact(shared: Path, code: str) -> None:
    counts = json.loads((shared / "data" / "conocer" / "textos" / f"{code}.counts.json").read_text(encoding="utf-8"))
    framework = real(shared, code)
    standard = framework.competencies[0]
    assert (standard.code, standard.statement) == (counts["code"], counts["title"])
    assert standard.level == LEVELS[counts["level"]]
    assert standard.extra.get("format") == counts["format"]
    assert standard.title_only == (not counts["elements"])
    found = []
    for element in (entry for entry in framework.competencies if entry.kind == "element"):
        numbers = Counter(entry.kind for entry in framework.competencies if entry.parent == element.code)
        counted = {name: numbers[kind] for name, kind in COUNTED.items()} | {"glosario": len(element.glossary)}
        found.append({"code": element.code.removeprefix(f"{standard.code}/"), "title": element.statement} | counted)
    assert found == counts["elements"]
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


def test_general_data_of_a_real_standard(shared: Path) -> None:
    extra = real(shared, "EC0249").competencies[0].extra
    assert extra["committee"] == "Comité del Sector de Consultoría"
    assert (extra["approved"], extra["published"]) == ("17 de julio de 2012", "16 de octubre de 2012")
    assert (extra["revision"], extra["validity"]) == ("2 años", "4 años")
    assert extra["occupations"][0] == "0825-01 Consultores de sistemas administrativos"
    assert list(map(len, extra["scian"].values())) == [1, 1, 1, 2, 2]
    assert [len(extra[name]) for name in ("companies", "practice", "requirements", "references")] == [7, 2, 2, 3]
    assert real(shared, "EC0217_01").competencies[0].extra["replaces"] == ["EC0217"]
