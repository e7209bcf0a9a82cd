"""ESCO from a folder of CSV files of two releases and both languages."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from corpora import Competency, InputError, Label
from corpora.frameworks.esco import both_genders, load, recognises

SAMPLE = Path(__file__).parent / "data" / "frameworks" / "esco"
THREADS = "00000000-0000-4000-8000-000000000001"
HISTORY = "00000000-0000-4000-8000-000000000002"
GROUP = "20000000-0000-4000-8000-000000000002"
ADJUSTER = "10000000-0000-4000-8000-000000000001"


def _by_code(folder: Path) -> dict[str, Competency]:
    return {c.code: c for c in load([folder], name="esco").competencies}


def test_one_concept_from_five_files_the_newer_release_first() -> None:
    older = ("enhebrado digital", "programar el hilo", "poner hilos", "colocar hilos", "meter el hilo")
    assert _by_code(SAMPLE)[THREADS] == Competency(
        THREADS,
        "enhebrar por computadora",
        "skill",
        GROUP,
        labels=(Label("put in threads", "en", "preferred"), *(Label(text, "es") for text in older)),
        description="Da a la máquina la orden de enhebrar.",
        extra={
            "uri": f"http://data.example.org/esco/skill/{THREADS}",
            "reuse_level": "sector-specific",
            "collections": ["digital"],
            "description_en": "Puts threads where they belong.",
            "essential": [HISTORY],
        },
    )


def test_kinds_languages_and_what_stands_above() -> None:
    entries = _by_code(SAMPLE)
    assert Counter(c.kind for c in entries.values()) == {"group": 5, "occupation": 2, "skill": 2, "knowledge": 2}
    history = entries[HISTORY]
    assert (history.kind, history.parent, history.broader) == ("knowledge", "F07", (THREADS,))
    assert [c.statement for c in entries.values() if c.language == "en"] == ["wind bobbins"]
    tester = next(c for c in entries.values() if c.extra.get("code") == "8153.1.1")
    assert (tester.parent, entries[ADJUSTER].parent, entries["C8153"].parent) == (ADJUSTER, "C8153", "C815")
    assert entries[ADJUSTER].extra["essential"] == [THREADS]
    assert Label("loom fixr", "en", "hidden") in entries[ADJUSTER].labels


def test_defects_are_counted_and_a_cycle_is_opened() -> None:
    framework = load([SAMPLE], name="esco")
    assert framework.version == "mixed 1.0.3 + 1.2"
    assert [skipped.why.en for skipped in framework.skipped] == [
        "CSV files that were not read, being not ESCO's or neither in Spanish nor in English: 1",
        "rows without as many cells as the header, missing ones taken for empty: 1",
        "rows that are not released, not used: 1",
        "empty preferred labels: 3",
        "concepts without any label, not used: 1",
        "concepts without a Spanish label: 1",
        "concepts without an English label: 2",
        "labels with tabs or non-breaking spaces, cleaned: 2",
        "labels repeated in their concept, joined: 2",
        "URIs that stand in several files of one language, joined: 1",
        "concepts that stand only in files of a release older than the newest: 3",
        "relations with a URI that is not in the files, not used: 3",
        "cycles in the hierarchy, opened: 1",
    ]


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
