"""What stands in a framework and is no longer valid, or struck out, is no entry; it is counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from files import workbook, written
from reading import refusal

from corpora import Framework, frameworks

TURTLE = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix euvoc: <http://publications.europa.eu/ontology/euvoc#> .
@prefix ex: <http://x.example/> .
ex:s a skos:ConceptScheme ; skos:prefLabel "Costura"@es .
ex:c1 a skos:Concept ; skos:inScheme ex:s ; skos:notation "1" ; skos:prefLabel "Mantener máquinas"@es .
ex:c2 a skos:Concept ; skos:inScheme ex:s ; skos:broader ex:c1 ; skos:notation "2" ; GONE
    skos:prefLabel "Soldar tubería"@es .
ex:c3 a skos:Concept ; skos:inScheme ex:s ; skos:broader ex:c2 ; skos:notation "3" ;
    owl:deprecated false ; skos:prefLabel "Calibrar la tensión"@es .
"""


def loaded(tmp_path: Path, name: str, content: str | bytes) -> Framework:
    return frameworks.load([written(tmp_path / name, content)])


def entries(framework: Framework) -> dict[str, str | None]:
    return {entry.statement: entry.parent for entry in framework.competencies}


def told(framework: Framework) -> list[str]:
    return [entry.why.en for entry in framework.skipped]


@pytest.mark.parametrize(
    "gone",
    [
        "owl:deprecated true ;",
        'owl:deprecated "true" ;',
        "euvoc:status <http://publications.europa.eu/resource/authority/concept-status/DEPRECATED> ;",
        'ex:term_status "Withdrawn" ;',
        "<http://purl.org/dc/terms/isReplacedBy> ex:c1 ;",
        '<http://schema.org/validThrough> "2019-06-30" ;',
        '<http://purl.org/dc/terms/valid> "start=2010; end=2015" ;',
        "a owl:DeprecatedClass ;",
    ],
)
@pytest.mark.parametrize("form", ["TURTLE", "N_TRIPLES", "RDF_XML", "JSON_LD"])
def test_a_deprecated_concept_is_left_out_and_what_is_below_it_stays(tmp_path: Path, gone: str, form: str) -> None:
    from pyoxigraph import RdfFormat, parse, serialize

    triples = [quad.triple for quad in parse(TURTLE.replace("GONE", gone).encode(), RdfFormat.TURTLE)]
    data = serialize(triples, format=getattr(RdfFormat, form))
    assert data is not None
    framework = loaded(tmp_path, "skos.txt", data)
    assert entries(framework) == {"Mantener máquinas": None, "Calibrar la tensión": "1"}
    over = "no longer valid" if "valid" in gone else "deprecated"
    assert f"Entries that are {over}: 1." in told(framework)


def test_a_scheme_that_is_deprecated_as_a_whole_is_refused(tmp_path: Path) -> None:
    one = TURTLE.replace("GONE", "").replace("owl:deprecated false ;", "")
    gone = one.replace("a skos:Concept ;", "a skos:Concept ; owl:deprecated true ;")
    assert "deprecated" in refusal(written(tmp_path / "s.ttl", gone), lambda path: frameworks.load([path])).en


def package(*items: dict[str, Any], **document: str) -> str:
    about = {"identifier": "d", "title": "Sewing", "lastChangeDateTime": "2024-01-01T00:00:00+00:00"}
    numbered = [{"identifier": f"i{n}", "humanCodingScheme": f"S{n}", **item} for n, item in enumerate(items)]
    below = [
        {
            "associationType": "isChildOf",
            "originNodeURI": {"identifier": f"i{n}"},
            "destinationNodeURI": {"identifier": f"i{n - 1}" if n else "d"},
        }
        for n in range(len(items))
    ]
    return json.dumps({"CFDocument": about | document, "CFItems": numbered, "CFAssociations": below})


@pytest.mark.parametrize(
    ("gone", "why"),
    [
        ({"statusEndDate": "2023-12-31"}, "Entries that are no longer valid: 1."),
        ({"status": "Deprecated"}, "Entries that are deprecated: 1."),
        ({"fullStatement": "~~Weld pipe~~"}, "Pieces of text that are struck out: 1."),
        ({"fullStatement": "<p><del>Weld pipe</del></p>"}, "Pieces of text that are struck out: 1."),
    ],
)
def test_an_item_that_is_not_valid_is_left_out(tmp_path: Path, gone: dict[str, str], why: str) -> None:
    items = {"fullStatement": "Sew"}, {"fullStatement": "Weld pipe", **gone}, {"fullStatement": "Set tension"}
    framework = loaded(tmp_path, "marco.json", package(*items))
    assert entries(framework) == {"Sew": None, "Set tension": "S0"}
    assert why in told(framework)


def test_an_end_after_the_packages_last_change_and_a_status_of_the_whole_are_told(tmp_path: Path) -> None:
    item = {"fullStatement": "Sew", "statusEndDate": "2099-01-02"}
    framework = loaded(tmp_path, "marco.json", package(item, adoptionStatus="Deprecated"))
    assert entries(framework) == {"Sew": None}
    assert told(framework) == [
        "the package calls the whole framework 'Deprecated'; its items are read all the same",
        "items whose validity ends after the package's last change, used: 1",
    ]
    draft = loaded(tmp_path, "borrador.json", package({"fullStatement": "Sew"}, adoptionStatus="Draft"))
    assert told(draft) == []


@pytest.mark.parametrize(
    ("column", "valid", "gone"),
    [
        ("valid_until", "2099-12-31", "2019-12-31"),
        ("fin de vigencia", "", "31/12/2019"),
        ("vigente", "Sí", "No"),
        ("active", "true", "false"),
        ("deprecated", "", "x"),
        ("estado", "Vigente", "Dada de baja"),
    ],
)
def test_a_row_that_a_column_says_is_over_is_no_entry(tmp_path: Path, column: str, valid: str, gone: str) -> None:
    rows = f"code,statement,parent,{column}\nA,Coser,,{valid}\nB,Soldar,A,{gone}\nC,Bordar,B,{valid}\n"
    framework = loaded(tmp_path, "normas.csv", rows)
    assert entries(framework) == {"Coser": None, "Bordar": "A"}
    assert told(framework)[0] in ("Entries that are deprecated: 1.", "Entries that are no longer valid: 1.")


@pytest.mark.parametrize("gone", ["".join(f"{letter}\u0336" for letter in "Soldar"), "~~Soldar~~"])
def test_what_signs_strike_out_of_any_framework_is_no_entry(tmp_path: Path, gone: str) -> None:
    rows = f"code,statement,parent\nA,Coser,\nB,{gone},A\nC,Bordar,B\nD,Cortar ~~y pegar~~,A\n"
    framework = loaded(tmp_path, "normas.csv", rows)
    assert entries(framework) == {"Coser": None, "Bordar": "A", "Cortar": "A"}
    assert "Pieces of text that are struck out: 2." in told(framework)


HEADER = "conceptType,conceptUri,skillType,preferredLabel,status,modifiedDate\n"


def test_an_obsolete_skill_of_esco_is_none_though_an_older_release_has_it(tmp_path: Path) -> None:
    of = "KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/{},skill/competence,{},{},2024-02-01\n"
    written(
        tmp_path / "skills_en_v1.2.csv", HEADER + of.format("a", "sew", "released") + of.format("b", "weld", "obsolete")
    )
    written(tmp_path / "skills_en_v1.0.3.csv", HEADER + of.format("b", "weld pipes", ""))
    framework = loaded_folder(tmp_path)
    assert entries(framework) == {"sew": None}
    assert "Entries that are deprecated: 1." in told(framework)


def loaded_folder(path: Path) -> Framework:
    return frameworks.load([path], loader="esco")


def test_skills_of_osmt_in_json_are_refused_by_their_name(tmp_path: Path) -> None:
    skills = [{"type": "RichSkillDescriptor", "id": "s/1", "skillStatement": "Calibrar la tensión"}]
    path = written(tmp_path / "a.json", json.dumps(skills))
    assert "Open Skills (OSMT)" in refusal(path, lambda path: frameworks.load([path])).en


@pytest.mark.parametrize("code", ["01/02/2024", "1.2E+05"])
def test_codes_that_a_spreadsheet_has_changed_are_refused(tmp_path: Path, code: str) -> None:
    path = written(tmp_path / "a.csv", f"codigo,titulo\n{code},Calibrar la tensión\nB,Fresar\n")
    assert "format the column as text" in refusal(path, lambda path: frameworks.load([path])).en


def test_a_formula_without_a_stored_value_is_named(tmp_path: Path) -> None:
    rows = [["codigo", "titulo", "nota"], ["A", "Calibrar la tensión", "=1+1"], ["B", "Fresar", ""]]
    framework = frameworks.load([workbook(tmp_path / "a.xlsx", rows)])
    (formulas,) = [entry for entry in framework.skipped if entry.is_unread]
    assert "Hoja1!C2" in formulas.why.en
