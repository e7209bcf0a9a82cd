"""The contract that every writer in `WRITERS` keeps: what it writes is known by content and read back.

Files of exchange formats that are bad or damaged are read with what was mended counted, or refused.
"""

from __future__ import annotations

import dataclasses
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph
import pytest
from generated_frameworks import frameworks
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from platform_importers import check_canvas, check_moodle

from corpora import Competency, Framework, InputError
from corpora.frameworks import FRAMEWORKS, load, recognise
from corpora.frameworks.written import WRITERS, write

HERE = Path(__file__).parent
Record = TypeVar("Record", Competency, Framework)
VOCABULARY = "http://www.w3.org/2004/02/skos/core#"
SCHEMA = Draft202012Validator(json.loads((HERE / "data/schemas/case-1.1.schema.json").read_text(encoding="utf-8")))
SAMPLES = (
    HERE.parent / "mapper" / "samples" / "normas.csv",
    HERE.parent / "mapper" / "samples" / "EC9001.pdf",
    HERE / "data" / "frameworks" / "case.json",
    HERE / "data" / "frameworks" / "skos.ttl",
    HERE / "data" / "frameworks" / "moodle.csv",
    HERE / "data" / "frameworks" / "canvas.csv",
    HERE / "data" / "frameworks" / "esco",
    HERE / "data" / "frameworks" / "renec.json",
    HERE / "data" / "frameworks" / "onet",
)


def tree(framework: Framework, form: str) -> list[tuple[str, str | None, str]]:
    """Codes, parents and statements; a table has them on one line."""
    return [
        (c.code, c.parent, " ".join(c.statement.split()) if form == "table" else c.statement)
        for c in framework.competencies
    ]


def through(framework: Framework, form: str, path: Path) -> Framework:
    made = write(framework, form)
    assert write(framework, form) == made
    assert all(s.what and s.why.es != s.why.en for s in made.left_out)
    path.write_bytes(made.data)
    return load([path], loader=form, name=framework.name)


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_each_writer_is_read_back_by_its_loader(form: str, sample: Path, tmp_path: Path) -> None:
    framework = load([sample])
    path = tmp_path / "written"
    back = through(framework, form, path)
    assert recognise(path) == form
    assert tree(back, form) == tree(framework, form)


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


@pytest.mark.parametrize("form", WRITERS)
@given(framework=frameworks())
@settings(max_examples=20, deadline=None, derandomize=True)
def test_what_does_not_come_back_is_told(form: str, framework: Framework) -> None:
    made = write(framework, form)
    CHECKS[form](made.data)
    with tempfile.TemporaryDirectory() as folder:
        back = through(framework, form, Path(folder) / "written")
        assert tree(back, form) == tree(framework, form)
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
        assert tree(through(back, form, Path(folder) / "again"), form) == tree(back, form)


def package(*items: dict[str, Any]) -> str:
    return json.dumps({"CFDocument": {"identifier": "d", "title": "Normas"}, "CFItems": items})


def item(identifier: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"identifier": identifier, "fullStatement": "Coser el libro", **more}


SAMPLE_OF = {path.stem: path.read_bytes() for path in SAMPLES[2:6]}
MOODLE = ",".join(f"c{n}" for n in range(14))
CANVAS = "vendor_guid,object_type,title,parent_guids\n"
SKOS = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix e: <https://e.example/> .\n"
BAD: tuple[tuple[str, str | bytes, str], ...] = (
    ("canvas", "vendor_guid,title\na,b\n", "line 1"),
    ("canvas", CANVAS, "no outcome"),
    ("canvas", CANVAS + "a,course,Coser,\n", "line 2"),
    ("canvas", CANVAS + 'a,outcome,"Coser,\n', "line 2"),
    ("moodle", "a,b,c\n1,2,3\n", "line 1"),
    ("moodle", MOODLE + "\n,f,Coser,,1,,,,,,,,1,", "no competency"),
    ("moodle", MOODLE + '\n,a,"Coser', "line 2"),
    ("skos", SAMPLE_OF["skos"][:-40], "line"),
    ("skos", (SKOS + 'e:a skos:prefLabel "costura áspera"@es .').encode("cp1252"), "UTF-8"),
    ("skos", SKOS.encode("utf-16"), "UTF-8"),
    ("skos", SKOS + "e:a e:b e:c .", "no SKOS concept"),
    ("skos", SKOS + 'e:a a skos:Concept ; skos:prefLabel "a" ; <urn:curmap:fields> "[1" .', "https://e.example/a"),
    ("case", SAMPLE_OF["case"][: len(SAMPLE_OF["case"]) // 2], "line"),
    ("case", SAMPLE_OF["case"].decode().encode("cp1252"), "UTF-8"),
    ("case", '{"CFItems": []}', "CFDocument"),
    ("case", package(), "CFItems"),
    ("case", '{"CFDocument":{"identifier":"d","title":"t"},"CFItems":[{"identifier":"a"}]}', "CFItems[0]"),
    ("case", package(item("a", fullStatement=3)), "CFItems[0].fullStatement"),
    ("case", package(item("a"), item("\0")), "CFItems[1].identifier"),
    ("case", package(item("a"), item("b"), item("a", humanCodingScheme="x")), "CFItems[2]"),
    ("case", b"[" * 100_000, "line"),
    ("case", package(item("a", extensions={"curmap": {"level": 3}})), "level"),
)


@pytest.mark.parametrize(("form", "content", "place"), BAD, ids=range(len(BAD)))
def test_a_bad_file_is_refused_with_its_place(tmp_path: Path, form: str, content: str | bytes, place: str) -> None:
    path = tmp_path / "given"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError) as caught:
        load([path], loader=form)
    for message in (caught.value.es, caught.value.en):
        assert str(path) in message
        assert "\n" not in message
    assert place in caught.value.en


MOODLES = [",f,Coser,,1,,,,,,,,1,", ",a,Coser", ",a,Otra", ",,Sin número", "b,b,Coser", "d,c,Coser", "c,d,Coser", ",e,"]
CONCEPT = 'e:{0} a skos:Concept ; skos:notation "{1}" ; skos:prefLabel "{0}"@es ; skos:broader e:{2} .\n'
CHILD = {"associationType": "isChildOf"}
LINKS = [
    CHILD | {"originNodeURI": {"identifier": origin}, "destinationNodeURI": {"identifier": destination}}
    for origin, destination in ("ab", "ba", "cc")
]
# Codes with their parents, and what is told.
DIRTY: tuple[tuple[str, str, dict[str, str | None], list[str]], ...] = (
    (
        "case",
        json.dumps(json.loads(package(*(item(name) for name in "abc"))) | {"CFAssociations": LINKS}),
        {"a": None, "b": "a", "c": None},
        ["items without a code, known by their UUID: 3", "cycles in the hierarchy, opened: 2"],
    ),
    (
        "skos",
        SKOS + CONCEPT.format("a", 1, "b") + CONCEPT.format("b", 1, "a") + CONCEPT.format("c", 3, "c"),
        {"1": None, "1#2": "1", "3": None},
        ["repeated codes, numbered: 1", "cycles in the hierarchy, opened: 2"],
    ),
    (
        "moodle",
        "\n".join([MOODLE, *MOODLES, ",,,,,,,,,,,,,x"]),
        {"a": None, "a#2": None, "Sin número": None, "b": None, "c": None, "d": "c", "e": None},
        [
            "rows without ID, named by text: 1",
            "repeated ID numbers, numbered: 1",
            "rows without short name, named by ID: 1",
            "rows with neither ID nor text, not used: 1",
            "cycles in the hierarchy, opened: 2",
        ],
    ),
    (
        "canvas",
        CANVAS + "a,outcome,Coser,x\na,outcome,Dorar,\n,outcome,Sin GUID,\nb,group,B,c\nc,group,C,b\nd,group,D,d\n",
        {"a": None, "a#2": None, "Sin GUID": None, "b": None, "c": "b", "d": None},
        [
            "repeated GUIDs, numbered: 1",
            "rows without a GUID, named by title: 1",
            "parents that are not in the file, not used: 1",
            "cycles in the hierarchy, opened: 2",
        ],
    ),
)


@pytest.mark.parametrize(("form", "content", "parents", "told"), DIRTY, ids=[form for form, *_ in DIRTY])
def test_repeated_codes_and_cycles_are_mended_and_counted(
    form: str, content: str, parents: dict[str, str | None], told: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "given"
    path.write_text(content, encoding="utf-8")
    framework = load([path], loader=form, name="mine")
    assert {c.code: c.parent for c in framework.competencies} == parents
    assert [s.why.en for s in framework.skipped] == told
    if form != "case":  # which writes the identifiers that came, and these are no UUIDs
        CHECKS[form](write(framework, form).data)


@pytest.mark.parametrize("form", WRITERS)
def test_a_real_package_goes_through_each_format(shared: Path, tmp_path: Path, form: str) -> None:
    framework = load([shared / "data" / "case" / "ccss-math-2010.json"], name="math")
    back = through(framework, form, tmp_path / "written")
    assert tree(back, form) == tree(framework, form)
    made = write(framework, form)
    CHECKS[form](made.data)
    if form != "table":  # whose texts stand on one line
        assert [c.description for c in back.competencies] == [c.description for c in framework.competencies]
    if form == "moodle":
        told = {s.what: s.why.en for s in made.left_out}
        assert told["origin"] == "entries with identifiers and data of another format: 746"


def test_every_writer_has_a_loader() -> None:
    assert WRITERS.keys() <= FRAMEWORKS.keys()


def test_an_unknown_format_is_told_which_there_are() -> None:
    with pytest.raises(InputError, match=", ".join(WRITERS)):
        write(load([SAMPLES[0]]), "pdf")


@pytest.mark.slow
@pytest.mark.parametrize("form", WRITERS)
@given(framework=frameworks())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_many_frameworks_come_back(form: str, framework: Framework) -> None:
    test_what_does_not_come_back_is_told.hypothesis.inner_test(form, framework)
