"""What single exchange formats have of their own: what came in one goes out as it came."""

from __future__ import annotations

import csv
import dataclasses
import io
import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from jsonschema import Draft202012Validator
from platform_importers import check_canvas, check_moodle

from corpora import Competency, Framework, InputError
from corpora.frameworks import canvas, case, load, moodle, skos

DATA = Path(__file__).parent / "data"
SAMPLES = DATA / "frameworks"
SCHEMA = Draft202012Validator(json.loads((DATA / "schemas" / "case-1.1.schema.json").read_text(encoding="utf-8")))


def read(form: str, content: str | bytes, folder: Path) -> Framework:
    path = folder / "given"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load([path], loader=form, name="mine")


def codes(framework: Framework) -> list[str]:
    return [c.code for c in framework.competencies]


@pytest.mark.parametrize("form", ["case", "skos", "moodle", "canvas"])
def test_two_files_at_once_are_refused(form: str) -> None:
    with pytest.raises(InputError, match="one file"):
        load([SAMPLES / "case.json"] * 2, loader=form)


# CASE


def package(*items: dict[str, Any], links: list[dict[str, Any]]) -> str:
    document = {"identifier": "d", "title": "Normas", "language": "es"}
    return json.dumps({"CFDocument": document, "CFItems": items, "CFAssociations": links})


def item(name: str) -> dict[str, Any]:
    return {"identifier": name, "humanCodingScheme": name, "fullStatement": "Coser el libro"}


def link(origin: str, destination: str, kind: str = "isChildOf") -> dict[str, Any]:
    ends = {"originNodeURI": {"identifier": origin}, "destinationNodeURI": {"identifier": destination}}
    return {"associationType": kind, **ends}


def by_identifier(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["identifier"]: row for row in rows}


def check_package(before: dict[str, Any], after: dict[str, Any]) -> None:
    SCHEMA.validate(after)
    for part in ("CFItems", "CFAssociations"):
        assert by_identifier(after[part]) == by_identifier(before[part])
    assert after["CFDocument"] == before["CFDocument"] | {"caseVersion": "1.1"}
    for part in ("CFDefinitions", "CFRubrics"):
        assert after.get(part) == before.get(part)


def test_identifiers_dates_groupings_and_unused_fields_come_back_unchanged() -> None:
    before, sample = json.loads((SAMPLES / "case.json").read_bytes()), load([SAMPLES / "case.json"])
    made = case.write(sample)
    # Two fields of 1.0 that 1.1 does not allow where they stand.
    for holder in (before["CFDocument"], by_identifier(before["CFItems"])[sample.competencies[0].code]):
        name = "CFPackageURI" if "CFPackageURI" in holder else "CFDocumentURI"
        holder["extensions"] = {name: holder.pop(name)}
    check_package(before, json.loads(made.data))
    assert [s.why.en for s in made.left_out] == ["fields that CASE 1.1 does not know, moved to 'extensions': 2"]


def test_a_real_package_comes_back_unchanged(shared: Path, tmp_path: Path) -> None:
    path = shared / "data" / "case" / "ccss-math-2010.json"
    framework = load([path])
    assert len(framework.competencies) == 746
    made = case.write(framework)
    check_package(json.loads(path.read_bytes()), json.loads(made.data))
    assert made.left_out == ()
    again = read("case", made.data, tmp_path)
    assert again.competencies == framework.competencies
    assert case.write(again).data == made.data


def test_new_identifiers_depend_on_framework_and_code_alone() -> None:
    framework = load([DATA.parent.parent / "mapper" / "samples" / "normas.csv"])
    fewer = dataclasses.replace(framework, competencies=framework.competencies[:3])
    other = dataclasses.replace(framework, name="other")
    first, second, third = (
        by_identifier(json.loads(case.write(each).data)["CFItems"]) for each in (framework, fewer, other)
    )
    assert second.items() <= first.items()
    assert not third.keys() & first.keys()


def test_dangling_associations_are_kept(tmp_path: Path) -> None:
    links = [link("a", "nowhere"), link("gone", "a", kind="precedes")]
    framework = read("case", package(item("a"), links=links), tmp_path)
    assert framework.competencies[0].parent is None
    assert "associations that lead out of the package, kept: 2" in {s.why.en for s in framework.skipped}
    made = json.loads(case.write(framework).data)["CFAssociations"]
    ends = {(a["originNodeURI"]["identifier"], a["destinationNodeURI"]["identifier"]) for a in made}
    assert ends == {("a", "nowhere"), ("gone", "a")}
    # What CASE 1.1 asks for and they lacked.
    assert [a["destinationNodeURI"]["title"] for a in made] == ["nowhere", "Coser el libro"]
    assert all(a.keys() >= {"identifier", "uri", "lastChangeDateTime"} for a in made)


def test_a_language_that_no_writer_knows_is_refused(tmp_path: Path) -> None:
    damaged = item("a") | {"extensions": {case.OURS: {"labels": [["coser", "x", "alternative"]]}}}
    with pytest.raises(InputError, match=case.OURS):
        read("case", package(damaged, links=[]), tmp_path)


def test_a_deep_chain_is_read_and_written(tmp_path: Path) -> None:
    names = [f"n{number}" for number in range(1500)]
    links = [link(below, above) for above, below in itertools.pairwise(names)]
    framework = read("case", package(*map(item, reversed(names)), links=links[::-1]), tmp_path)
    assert codes(framework) == names
    for form, module in (("case", case), ("skos", skos)):
        assert codes(read(form, module.write(framework).data, tmp_path)) == names


# SKOS

SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF = f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="{SKOS}">'


def triples(data: bytes) -> set[str]:
    return {str(quad.triple) for quad in pyoxigraph.parse(data, pyoxigraph.RdfFormat.TURTLE)}


def test_addresses_and_what_is_not_used_come_back(tmp_path: Path) -> None:
    framework = load([SAMPLES / "skos.ttl"])
    made = skos.write(framework)
    text = made.data.decode()
    for kept in ("coudre les cahiers", "closeMatch", "Cosido a la greca", "otra.example/decorar", "Bookbinding trades"):
        assert kept in text
    again = read("skos", made.data, tmp_path)
    assert again.competencies == framework.competencies
    assert triples(skos.write(again).data) == triples(made.data)


def test_the_bytes_are_the_same_in_another_process() -> None:
    sample = SAMPLES / "skos.ttl"
    program = "import sys; from pathlib import Path; from corpora.frameworks import load, skos;"
    program += f"sys.stdout.buffer.write(skos.write(load([Path({str(sample)!r})])).data)"
    other = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True).stdout
    assert other == skos.write(load([sample])).data


def test_rdf_xml_and_narrower_are_read(tmp_path: Path) -> None:
    concept = '<skos:Concept rdf:about="https://e.example/{0}"><skos:prefLabel xml:lang="es">{0}</skos:prefLabel>'
    below = '<skos:narrower rdf:resource="https://e.example/b"/></skos:Concept>'
    text = f'<?xml version="1.0"?>{RDF}{concept}{below}'.format("a") + concept.format("b")
    framework = read("skos", f"{text}</skos:Concept></rdf:RDF>", tmp_path)
    assert [(c.code, c.statement, c.parent) for c in framework.competencies] == [("a", "a", None), ("b", "b", "a")]


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rdf:RDF [ <!ENTITY x SYSTEM "file:///etc/passwd"> ]>',
        '<!DOCTYPE rdf:RDF [\n<!ENTITY % x PUBLIC "-//x" "https://e.example/x.dtd"> %x; ]>',
        '<!DOCTYPE rdf:RDF SYSTEM "https://e.example/x.dtd">',
        '<!DOCTYPE rdf:RDF [ <!ENTITY a "ja"> <!ENTITY b "&a;&a;&a;"> ]>',
    ],
)
def test_external_and_nested_entities_are_refused(tmp_path: Path, doctype: str) -> None:
    with pytest.raises(InputError, match="entities"):
        read("skos", f'<?xml version="1.0"?>{doctype}{RDF}</rdf:RDF>', tmp_path)


# Moodle

MOODLE = ",".join(f"c{n}" for n in range(14))


def row(identifier: str, parent: str = "", name: str = "Coser", is_framework: str = "") -> str:
    return f"{parent},{identifier},{name},,1,,,,,,,,{is_framework},"


def test_what_came_in_moodles_own_columns_goes_out_again() -> None:
    sample = SAMPLES / "moodle.csv"
    framework = load([sample])
    data = moodle.write(framework).data
    check_moodle(data)
    before, after = (list(csv.reader(io.StringIO(each.decode()))) for each in (sample.read_bytes(), data))
    assert [r[4:] for r in after[1:]] == [r[4:] for r in before[1:]]
    assert [s.what for s in moodle.write(framework).left_out] == ["language"]


def test_cross_references_follow_changed_numbers(tmp_path: Path) -> None:
    lines = [MOODLE, row("f", is_framework="1"), row("1.1", name="Uno"), ",1.10,Dos,,1,,,,,,1.1,,,"]
    made = moodle.write(read("moodle", "\n".join(lines), tmp_path)).data.decode()
    numbers = [r[1] for r in csv.reader(io.StringIO(made))][2:]
    assert [r[10] for r in csv.reader(io.StringIO(made))][3] == numbers[0]
    assert all(number.startswith("cm-1.1") for number in numbers)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_spreadsheets_encodings_and_delimiters(tmp_path: Path, encoding: str) -> None:
    text = "\n".join([MOODLE, row("f", is_framework="1"), row("a", name="Cosió el año")]).replace(",", ";")
    assert read("moodle", text.encode(encoding), tmp_path).competencies[0].statement == "Cosió el año"


def test_deep_trees_are_told() -> None:
    chain = tuple(Competency(f"n{n}", f"Paso {n}", "criterio", f"n{n - 1}" if n else None) for n in range(40))
    framework = Framework("mine", "Norma", "1", "ab" * 32, "x", chain)
    made = moodle.write(framework)
    check_moodle(made.data)
    (deep,) = [s.why.en for s in made.left_out if s.what == "Parent ID number"]
    assert deep.endswith(": 10")


# Canvas


def test_the_sample_goes_out_as_it_came(tmp_path: Path) -> None:
    framework = load([SAMPLES / "canvas.csv"])
    data = canvas.write(framework).data
    check_canvas(data)
    text = data.decode()
    assert "coser,outcome,Coser con hilo de lino," in text
    assert text.splitlines()[3].endswith(",3,4,Experta,3,Lograda,1,En proceso")
    assert read("canvas", data, tmp_path).competencies == framework.competencies


@pytest.mark.parametrize(
    "code",
    [
        "b59d1d7b-2b1a-4b6e-9d0a-0d6b5f6b3c11",
        "B59D1D7B2B1A4B6E9D0A0D6B5F6B3C11",
        "http://data.europa.eu/esco/skill/b59d1d7b",
    ],
)
def test_a_code_for_machines_is_no_part_of_a_title(code: str, tmp_path: Path) -> None:
    texts = {code: "Coser a máquina", "C.2": "Enhebrar", "c.2": "Prensar"}
    entries = tuple(Competency(own, text, "skill") for own, text in texts.items())
    data = canvas.write(Framework("n", "N", "1", "0" * 64, "n", entries)).data
    rows = list(csv.DictReader(io.StringIO(data.decode())))
    assert [row["title"] for row in rows] == ["Coser a máquina", "C.2 Enhebrar", "c.2 Prensar"]
    check_canvas(data)
    back = read("canvas", data, tmp_path).competencies
    assert {c.code: c.statement for c in back} == texts
