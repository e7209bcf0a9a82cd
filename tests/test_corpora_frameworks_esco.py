"""ESCO from a folder of CSV files of two releases and both languages."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from corpora import InputError
from corpora.frameworks.esco import both_genders, load, recognises

SAMPLE = Path(__file__).parent / "data" / "frameworks" / "esco"


@pytest.mark.parametrize(
    ("label", "forms"),
    [
        ("director técnico/directora técnica", ("director técnico", "directora técnica")),
        ("productor/productora musical", ("productor musical", "productora musical")),
        ("tornero/ tornera", ("tornero", "tornera")),
        ("técnico/a de datos", ("técnico de datos", "técnica de datos")),
        ("redactor/a", ("redactor", "redactora")),
        ("equipo de impresión/encuadernación", ()),
        ("dentista equino/equina", ()),
        ("jefe/jefa técnico/técnica", ()),
        ("embajadora/", ()),
        ("maestra", ()),
    ],
)
def test_gender_pairs(label: str, forms: tuple[str, ...]) -> None:
    assert both_genders(label) == forms


def test_one_language_alone(tmp_path: Path) -> None:
    shutil.copy(SAMPLE / "occupations_en.csv", tmp_path)
    framework = load([tmp_path], name="esco")
    assert {c.statement: c.language for c in framework.competencies} == {"loom adjuster": "en", "loom tester": "en"}
    assert framework.version == "1.2"
    assert not [s for s in framework.skipped if "Spanish label" in s.why.en]
    assert load([tmp_path / "occupations_en.csv"], name="esco") == framework


def test_a_damaged_file_and_a_folder_without_concepts(tmp_path: Path) -> None:
    assert not recognises(tmp_path)
    shutil.copy(SAMPLE / "skillSkillRelations_en.csv", tmp_path)
    with pytest.raises(InputError, match=r"occupations_en\.csv"):
        load([tmp_path], name="esco")
    (tmp_path / "skills_es.csv").write_bytes(b"conceptUri,preferredLabel\n" + bytes(range(256)) * 9)
    with pytest.raises(InputError) as caught:
        load([tmp_path], name="esco")
    assert str(tmp_path / "skills_es.csv") in caught.value.es


@pytest.mark.slow
def test_the_real_folder(shared: Path) -> None:
    framework = load([shared / "data" / "esco"], name="esco")
    kinds = Counter(c.kind for c in framework.competencies)
    assert kinds["occupation"] == 3039
    assert kinds["group"] == 619 + 640
    # 13,485 skills and knowledge of 1.0.3; the collections of 1.2 add those that are new.
    assert kinds["skill"] + kinds["knowledge"] == 13906
    assert framework.version == "mixed 1.0.3 + 1.2"
    assert "concepts without an English label: 13" in {s.why.en for s in framework.skipped}
    codes = set()
    for entry in framework.competencies:
        assert entry.parent is None or entry.parent in codes
        codes.add(entry.code)
