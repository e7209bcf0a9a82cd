"""The contract that every writer in `WRITERS` keeps: what it writes is known by content and read back.

Files of exchange formats that are bad or damaged are read with what was mended counted, or refused; last what single
formats have of their own: what came in one goes out as it came.
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import io
import itertools
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph
import pytest
from files import written
from generated_frameworks import frameworks
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from platform_importers import check_canvas, check_moodle
from reading import refusal

from corpora import Competency, Framework, InputError
from corpora.frameworks import canvas, case, load, moodle, recognise, skos
from corpora.frameworks.writers import WRITERS, write

HERE = Path(__file__).parent
DATA, SHIPPED = HERE / "data" / "frameworks", HERE.parent / "mapper" / "samples"
Record = TypeVar("Record", Competency, Framework)
VOCABULARY = "http://www.w3.org/2004/02/skos/core#"
SCHEMA = Draft202012Validator(json.loads((HERE / "data/schemas/case-1.1.schema.json").read_text(encoding="utf-8")))
OF_FORM = {form: next(DATA.glob(f"{form}.*")) for form in ("case", "skos", "moodle", "canvas")}
SAMPLES = [SHIPPED / "normas.csv", SHIPPED / "EC9001.pdf", *OF_FORM.values()]
SAMPLES += [DATA / name for name in ("esco", "renec.json", "onet")]


loaded = functools.cache(lambda path: load([path]))


def read(form: str, content: str | bytes, folder: Path) -> Framework:
    return load([written(folder / "given", content)], loader=form, name="mine")


def tree(framework: Framework, form: str) -> list[tuple[str, str | None, str]]:
    """Codes, parents and statements; a table has them on one line."""
    return [
        (c.code, c.parent, " ".join(c.statement.split()) if form == "table" else c.statement)
        for c in framework.competencies
    ]


def through(framework: Framework, form: str, path: Path) -> Framework:
    """The framework as a file written in this form is read: its tree is the same."""
    made = write(framework, form)
    assert write(framework, form) == made
    assert all(s.what and s.why.es != s.why.en for s in made.left_out)
    path.write_bytes(made.data)
    back = load([path], loader=form, name=framework.name)
    if form == "table" and "parent" in {s.what for s in made.left_out}:
        whole, *listed = back.competencies
        assert {c.parent for c in listed} == {whole.code}
        assert not any(c.parent for c in framework.competencies)
        back = dataclasses.replace(back, competencies=tuple(dataclasses.replace(c, parent=None) for c in listed))
    assert tree(back, form) == tree(framework, form)
    return back


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_each_writer_is_read_back_by_its_loader(form: str, sample: Path, tmp_path: Path) -> None:
    through(loaded(sample), form, tmp_path / "written")
    assert recognise(tmp_path / "written") == form


def bare(record: Record, form: str) -> Record:
    """The record without what came in a format's own fields."""
    return dataclasses.replace(record, extra={k: v for k, v in record.extra.items() if k != form})


def check_integrity(data: bytes) -> None:
    """The conditions of the VOCABULARY reference that a file can break: S13, S14, S27 (by hand), and one scheme."""
    labels: dict[tuple[str, str], set[str]] = {}
    for quad in pyoxigraph.parse(data, pyoxigraph.RdfFormat.TURTLE):
        name = quad.predicate.value.removeprefix(VOCABULARY)
        if name in {"prefLabel", "altLabel", "hiddenLabel"}:
            assert isinstance(quad.object, pyoxigraph.Literal)
            found = labels.setdefault((str(quad.subject), name), set())
            if name == "prefLabel":
                assert quad.object.language not in {of.rpartition("@")[2] for of in found}, "S14"
            found.add(f"{quad.object.value}@{quad.object.language}")
    for (at, name), found in labels.items():
        for other in {"prefLabel", "altLabel", "hiddenLabel"} - {name}:
            assert not found & labels.get((at, other), set()), "S13"


CHECKS: dict[str, Callable[[bytes], None]] = {
    "case": lambda data: SCHEMA.validate(json.loads(data)),
    "skos": check_integrity,
    "moodle": check_moodle,
    "canvas": check_canvas,
    "table": lambda _data: None,
}
FIELDS = ("kind", "language", "labels", "description", "level", "title_only", "broader", "glossary")
TOLD_AS = {("table", "description"): "line breaks"}


@pytest.mark.slow
@given(framework=frameworks())
@settings(max_examples=10, deadline=None, derandomize=True)
def test_what_does_not_come_back_is_told(framework: Framework) -> None:
    for form in WRITERS:
        made = write(framework, form)
        CHECKS[form](made.data)
        with tempfile.TemporaryDirectory() as folder:
            back = through(framework, form, Path(folder) / "written")
            told = {s.what: s.why.en.rpartition(": ")[2] for s in made.left_out}
            for name in FIELDS:
                pairs = zip(framework.competencies, back.competencies, strict=True)
                # A table has labels in an order of its own.
                said = ((getattr(before, name), getattr(after, name)) for before, after in pairs)
                lost = sum(set(before) != set(after) if name == "labels" else before != after for before, after in said)
                assert not lost or TOLD_AS.get((form, name), name) in told
                assert (form, name) != ("canvas", "broader") or told.get(name, "0") == str(lost)
            if form in ("case", "skos", "moodle"):
                about = (framework.title, framework.version, framework.licence)
                assert (back.title, back.version, back.licence) == about
            if form in ("case", "skos"):
                assert form == "case" or made.left_out == ()
                assert [bare(c, form) for c in back.competencies] == list(framework.competencies)
                assert bare(back, form).extra == framework.extra
            # And once more: what came in a file of ours goes out as it came.
            CHECKS[form](write(back, form).data)
            through(back, form, Path(folder) / "again")


def package(*items: dict[str, Any], links: Sequence[dict[str, Any]] = ()) -> str:
    document = {"identifier": "d", "title": "Normas"}
    return json.dumps({"CFDocument": document, "CFItems": items, "CFAssociations": links})


def item(identifier: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"identifier": identifier, "fullStatement": "Coser el libro", **more}


def link(origin: str, destination: str, kind: str = "isChildOf") -> dict[str, Any]:
    ends = {"originNodeURI": {"identifier": origin}, "destinationNodeURI": {"identifier": destination}}
    return {"associationType": kind, **ends}


CASE, TURTLE = (OF_FORM[form].read_bytes() for form in ("case", "skos"))
MOODLE = ",".join(f"c{n}" for n in range(14))
CANVAS = "vendor_guid,object_type,title,parent_guids\n"
SKOS = f"@prefix skos: <{VOCABULARY}> .\n@prefix e: <https://e.example/> .\n"
RDF = f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="{VOCABULARY}">'
DOCTYPES = (
    '[ <!ENTITY x SYSTEM "file:///etc/passwd"> ]',
    '[\n<!ENTITY % x PUBLIC "-//x" "https://e.example/x.dtd"> %x; ]',
    'SYSTEM "https://e.example/x.dtd"',
    '[ <!ENTITY a "ja"> <!ENTITY b "&a;&a;&a;"> ]',
)
BAD: tuple[tuple[str, str | bytes, str], ...] = (
    ("canvas", "vendor_guid,title\na,b\n", "line 1"),
    ("canvas", CANVAS, "no outcome"),
    ("canvas", CANVAS + "a,course,Coser,\n", "line 2"),
    ("canvas", CANVAS + 'a,outcome,"Coser,\n', "line 2"),
    ("moodle", "a,b,c\n1,2,3\n", "line 1"),
    ("moodle", MOODLE + "\n,f,Coser,,1,,,,,,,,1,", "no competency"),
    ("moodle", MOODLE + '\n,a,"Coser', "line 2"),
    ("skos", TURTLE[:-40], "line"),
    ("skos", (SKOS + 'e:a skos:prefLabel "costura áspera"@es .').encode("cp1252"), "UTF-8"),
    ("skos", SKOS.encode("utf-16"), "UTF-8"),
    ("skos", SKOS + "e:a e:b e:c .", "no SKOS concept"),
    ("skos", SKOS + 'e:a a skos:Concept ; skos:prefLabel "a" ; <urn:curmap:fields> "[1" .', "https://e.example/a"),
    ("case", CASE[: len(CASE) // 2], "line"),
    ("case", CASE.decode().encode("cp1252"), "UTF-8"),
    ("case", '{"CFItems": []}', "CFDocument"),
    ("case", package(), "CFItems"),
    ("case", '{"CFDocument":{"identifier":"d","title":"t"},"CFItems":[{"identifier":"a"}]}', "CFItems[0]"),
    ("case", package(item("a", fullStatement=3)), "CFItems[0].fullStatement"),
    ("case", package(item("a"), item("\0")), "CFItems[1].identifier"),
    ("case", package(item("a"), item("b"), item("a", humanCodingScheme="x")), "CFItems[2]"),
    ("case", b"[" * 100_000, "line"),
    ("case", package(item("a", extensions={"curmap": {"level": 3}})), "level"),
    ("case", package(item("a", extensions={"curmap": {"labels": [["coser", "x", "alternative"]]}})), "curmap"),
    *(("skos", f'<?xml version="1.0"?><!DOCTYPE rdf:RDF {of}>{RDF}</rdf:RDF>', "entities") for of in DOCTYPES),
)


@pytest.mark.parametrize(("form", "content", "place"), BAD, ids=range(len(BAD)))
def test_a_bad_file_is_refused_with_its_place(tmp_path: Path, form: str, content: str | bytes, place: str) -> None:
    error = refusal(tmp_path / "given", lambda _: read(form, content, tmp_path))
    assert str(tmp_path / "given") in error.es
    assert str(tmp_path / "given") in error.en
    assert place in error.en


@pytest.mark.parametrize("form", OF_FORM)
def test_two_files_at_once_are_refused(form: str) -> None:
    with pytest.raises(InputError, match="one file"):
        load([OF_FORM[form]] * 2, loader=form)


@pytest.mark.parametrize("name", ["skos/cycles-and-repeats.ttl", "moodle/dirty.csv", "canvas/dirty.csv"])
def test_mended_codes_and_cycles_are_written_soundly(name: str) -> None:
    form = name.partition("/")[0]
    CHECKS[form](write(load([DATA / "others" / name]), form).data)


@pytest.mark.parametrize("form", [form for form in WRITERS if form != "case"])
def test_a_real_package_goes_through_each_other_format(shared: Path, tmp_path: Path, form: str) -> None:
    framework = loaded(shared / "data" / "case" / "ccss-math-2010.json")
    back = through(framework, form, tmp_path / "written")
    made = write(framework, form)
    CHECKS[form](made.data)
    if form != "table":  # whose texts stand on one line
        assert [c.description for c in back.competencies] == [c.description for c in framework.competencies]
    if form == "moodle":
        told = {s.what: s.why.en for s in made.left_out}
        assert told["origin"] == "entries with identifiers and data of another format: 746"


def test_an_unknown_format_is_told_which_there_are() -> None:
    with pytest.raises(InputError, match=", ".join(WRITERS)):
        write(loaded(SAMPLES[0]), "pdf")


# CASE


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
    before, sample = json.loads(CASE), loaded(OF_FORM["case"])
    made = case.write(sample)
    # Two fields of 1.0 that 1.1 does not allow where they stand.
    for holder in (before["CFDocument"], by_identifier(before["CFItems"])[sample.competencies[0].code]):
        name = "CFPackageURI" if "CFPackageURI" in holder else "CFDocumentURI"
        holder["extensions"] = {name: holder.pop(name)}
    check_package(before, json.loads(made.data))
    assert [s.why.en for s in made.left_out] == ["fields that CASE 1.1 does not know, moved to 'extensions': 2"]


@pytest.mark.slow
def test_a_real_package_comes_back_unchanged(shared: Path, tmp_path: Path) -> None:
    path = shared / "data" / "case" / "ccss-math-2010.json"
    framework = loaded(path)
    assert len(framework.competencies) == 746
    made = case.write(framework)
    check_package(json.loads(path.read_bytes()), json.loads(made.data))
    assert made.left_out == ()
    again = read("case", made.data, tmp_path)
    assert again.competencies == framework.competencies
    assert case.write(again).data == made.data


def test_new_identifiers_depend_on_framework_and_code_alone() -> None:
    framework = load([SHIPPED / "normas.csv"])
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


def test_a_deep_chain_is_read_and_written(tmp_path: Path) -> None:
    names = [f"n{number}" for number in range(1100)]
    links = [link(below, above) for above, below in itertools.pairwise(names)]
    framework = read("case", package(*map(item, reversed(names)), links=links[::-1]), tmp_path)
    assert list(framework.places) == names
    for form, module in (("case", case), ("skos", skos)):
        assert list(read(form, module.write(framework).data, tmp_path).places) == names


# SKOS


def triples(data: bytes) -> set[str]:
    return {str(quad.triple) for quad in pyoxigraph.parse(data, pyoxigraph.RdfFormat.TURTLE)}


def test_addresses_and_what_is_not_used_come_back(tmp_path: Path) -> None:
    framework = loaded(OF_FORM["skos"])
    made = skos.write(framework)
    text = made.data.decode()
    for kept in ("coudre les cahiers", "closeMatch", "Cosido a la greca", "otra.example/decorar", "Bookbinding trades"):
        assert kept in text
    again = read("skos", made.data, tmp_path)
    assert again.competencies == framework.competencies
    assert triples(skos.write(again).data) == triples(made.data)


def test_the_bytes_are_the_same_in_another_process() -> None:
    program = "import sys; from pathlib import Path; from corpora.frameworks import load, skos;"
    program += f"sys.stdout.buffer.write(skos.write(load([Path({str(OF_FORM['skos'])!r})])).data)"
    other = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True).stdout
    assert other == skos.write(loaded(OF_FORM["skos"])).data


# Moodle


def row(identifier: str, parent: str = "", name: str = "Coser", is_framework: str = "") -> str:
    return f"{parent},{identifier},{name},,1,,,,,,,,{is_framework},"


def test_what_came_in_moodles_own_columns_goes_out_again() -> None:
    made = moodle.write(loaded(OF_FORM["moodle"]))
    check_moodle(made.data)
    before, after = (
        list(csv.reader(io.StringIO(each.decode()))) for each in (OF_FORM["moodle"].read_bytes(), made.data)
    )
    assert [r[4:] for r in after[1:]] == [r[4:] for r in before[1:]]
    assert [s.what for s in made.left_out] == ["language"]


def test_deep_trees_are_told() -> None:
    chain = tuple(Competency(f"n{n}", f"Paso {n}", "criterio", f"n{n - 1}" if n else None) for n in range(40))
    framework = Framework("mine", "Norma", "1", "ab" * 32, "x", chain)
    made = moodle.write(framework)
    check_moodle(made.data)
    (deep,) = [s.why.en for s in made.left_out if s.what == "Parent ID number"]
    assert deep.endswith(": 10")


# Canvas


def test_the_sample_goes_out_as_it_came(tmp_path: Path) -> None:
    framework = loaded(OF_FORM["canvas"])
    data = canvas.write(framework).data
    check_canvas(data)
    assert b"coser,outcome,Coser con hilo de lino," in data
    assert data.decode().splitlines()[3].endswith(",3,4,Experta,3,Lograda,1,En proceso")
    assert read("canvas", data, tmp_path).competencies == framework.competencies


@pytest.mark.slow
@given(framework=frameworks())
@settings(max_examples=150, deadline=None)
def test_many_frameworks_come_back(framework: Framework) -> None:
    test_what_does_not_come_back_is_told.hypothesis.inner_test(framework)


def test_a_package_within_another_key_is_read_and_opensalts_levels_are_its_tree(tmp_path: Path) -> None:
    levels = ("1.10", "1", "1.2", "1.2.1")
    items = [{"identifier": f"i{at}", "fullStatement": f"Sew {at}", "smartLevel": at} for at in levels]
    package = {"CFDocument": {"identifier": "d", "title": "Sewing"}, "CFItems": items}
    for content in (package, {"CFPackage": package}):
        framework = load([written(tmp_path / "f.json", json.dumps(content))])
        found = [(entry.statement, entry.parent) for entry in framework.competencies]
        assert found == [("Sew 1", None), ("Sew 1.2", "i1"), ("Sew 1.2.1", "i1.2"), ("Sew 1.10", "i1")]
    for item in items:
        del item["smartLevel"]
    flat = load([written(tmp_path / "f.json", json.dumps(package))])
    assert any("all stand side by side: 1" in entry.why.en for entry in flat.skipped)
