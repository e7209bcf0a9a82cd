"""Mappings and frameworks in the formats of other systems, by records, commands, and as docs/formats.md says."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from alignments import SOLAR, hostile, programme, syllabus
from command import curmap, done, refused, written
from jsonschema import Draft202012Validator
from small_frameworks import framework

from corpora import Competency, Framework, InputError
from corpora.frameworks import case, load, skos
from corpora.frameworks.writers import WRITERS
from mapper.between.exchange import EXPORTS, Correspondence, MappingSet, Node, Predicate, write
from mapper.between.exchange.sources import framework_nodes, read_mappings
from mapper.people.review.records import Decision, Seen, Verdict
from mapper.programmes import Alignment
from mapper.reports.record_json import alignment_text
from mapper.workspace.store import Workspace

HERE = Path(__file__).parent
SAMPLES, FRAMEWORKS = HERE.parent / "mapper" / "samples", HERE / "data" / "frameworks"
SCHEMA = Draft202012Validator(json.loads((HERE / "data/schemas/case-1.1.schema.json").read_text(encoding="utf-8")))
JUSTIFICATIONS = {"semapv:ManualMappingCuration", "semapv:MappingReview", "semapv:CompositeMatching"}


def stored(alignments: Sequence[Alignment], folder: Path) -> Path:
    return written(folder / "alignment.json", alignment_text(alignments, lang="es"))


def sets(folder: Path, *alignments: Alignment, frameworks: Sequence[Framework] = ()) -> tuple[MappingSet, ...]:
    known = {one.name: one for one in frameworks}
    return read_mappings(stored(alignments or [programme()], folder), known.get)


def in_case(mappings: Sequence[MappingSet]) -> Any:  # noqa: ANN401 - any JSON value
    """A package of CASE that keeps to its schema."""
    package = json.loads(write(mappings, "case").data)
    SCHEMA.validate(package)
    return package


def in_sssom(mappings: Sequence[MappingSet]) -> list[dict[str, str]]:
    """The rows of a set of SSSOM that keeps to its rules."""
    return check_sssom(write(mappings, "sssom").data.decode())[1]


def check_sssom(text: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The rules of SSSOM/TSV 1.0 that a file can break, in our own words; gives prefixes and rows."""
    lines = text.split("\n")
    assert not text.startswith("\ufeff")
    head = [line[1:] for line in lines if line.startswith("#")]
    assert lines[: len(head)] == [f"#{line}" for line in head], "metadata stands above the header"
    keys = [line.split(":")[0] for line in head if not line.startswith(" ")]
    assert {"mapping_set_id", "license", "curie_map"} <= set(keys)
    prefixes = {m[1]: json.loads(m[2]) for line in head if (m := re.fullmatch(r"  (\w+): (.*)", line))}
    assert len(set(prefixes.values())) == len(prefixes)
    assert json.loads(lines[0].partition(": ")[2]).partition(":")[0] in prefixes, "the set's own is a CURIE too"
    rows = list(csv.DictReader(io.StringIO("\n".join(lines[len(head) :])), delimiter="\t"))
    for row in rows:
        assert None not in row
        for name in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
            prefix, _, local = row[name].partition(":")
            assert prefix in prefixes, row[name]
            assert re.fullmatch(r"\S+", local)
        assert row["mapping_justification"] in JUSTIFICATIONS
        assert row["predicate_modifier"] in {"", "Not"}
        for name in ("confidence", "similarity_score"):
            assert row[name] == "" or 0 <= float(row[name]) <= 1
        assert re.fullmatch(r"(\d{4}-\d\d-\d\d)?", row["mapping_date"])
    return prefixes, rows


@pytest.mark.parametrize("form", EXPORTS)
@pytest.mark.parametrize("made", [[programme()], [syllabus()], [programme(), syllabus()], [hostile()]])
def test_every_format_takes_every_mapping(form: str, made: list[Alignment], tmp_path: Path) -> None:
    mappings = read_mappings(stored(made, tmp_path), lambda _: None)
    assert write(mappings, form) == write(mappings, form)
    check = {"sssom": in_sssom, "case": in_case}.get(form)
    assert check is None or check(mappings)


def test_case_has_passages_as_items_and_matches_as_associations(tmp_path: Path) -> None:
    (mapping,) = sets(tmp_path, frameworks=[SOLAR])
    assert {s.what for s in mapping.skipped} == {"renec", "esco", "passages"}  # these two are not stored
    package = in_case([mapping])
    items = {item["identifier"]: item for item in package["CFItems"]}
    assert [item["CFItemType"] for item in items.values()].count("content") == 3
    found = [a for a in package["CFAssociations"] if a["associationType"] != "isChildOf"]
    assert {a["associationType"] for a in found} == {"isRelatedTo"}
    assert all(a["originNodeURI"]["identifier"] in items for a in found)
    assert found[0]["extensions"]["curmap"] == {"probability": 0.93, "score": 1.281}
    first = found[0]["destinationNodeURI"]
    assert first["targetType"] == "ext:solar"
    exported = json.loads(case.write(SOLAR).data)["CFItems"]
    known = {item["humanCodingScheme"]: item["identifier"] for item in exported}
    assert first["identifier"] == known["EC9901/E1/desempeno/1"]
    assert first["uri"] in skos.write(SOLAR).data.decode()
    children = [a["sequenceNumber"] for a in package["CFAssociations"] if a["associationType"] == "isChildOf"]
    assert children == list(range(1, len(items) + 1))


def test_entries_keep_the_identifiers_with_which_they_came(tmp_path: Path) -> None:
    esco = load([FRAMEWORKS / "esco"])
    items = {item["humanCodingScheme"]: item for item in json.loads(case.write(esco).data)["CFItems"]}
    turtle = skos.write(esco).data.decode()
    for code, node in framework_nodes(esco).items():
        assert node.uri.startswith("http://data.example.org/esco/")
        assert (items[code]["identifier"], items[code]["uri"]) == (node.identifier, node.uri)
        assert f"<{node.uri}> a skos:Concept" in turtle
    workspace = Workspace(tmp_path)
    workspace.add(load([FRAMEWORKS / "case.json"], name="taller"), "case")
    in_case = Workspace(tmp_path).load("taller")
    node = framework_nodes(in_case)["P.2"]
    (association,) = json.loads(write([one(node, "exact")], "case").data)["CFAssociations"][1:]
    (came,) = (i for i in json.loads(case.write(in_case).data)["CFItems"] if i.get("humanCodingScheme") == "P.2")
    target = association["destinationNodeURI"]
    assert (target["identifier"], target["uri"], target["targetType"]) == (came["identifier"], came["uri"], "CASE")


def one(target: Node | None, predicate: Predicate = "related", **more: Any) -> MappingSet:  # noqa: ANN401
    identifier = "11111111-1111-5111-8111-111111111111"
    source = Node("passage", "p1", "Coser", identifier, f"urn:uuid:{identifier}", about={"role": "outcome"})
    correspondence = Correspondence(source, target, predicate, **more)
    return MappingSet("Plan", "22222222-2222-5222-8222-222222222222", "es", (source,), (correspondence,))


SEW = Competency("a1", "sew", "skill", extra={"uri": "http://d.eu/skill/a1"})
TARGET = framework_nodes(framework(SEW, name="esco"))["a1"]


@pytest.mark.parametrize(
    ("predicate", "of_case", "of_sssom"),
    [
        ("exact", "exactMatchOf", "skos:exactMatch"),
        ("close", "ext:closeMatch", "skos:closeMatch"),
        ("broad", "ext:broadMatch", "skos:broadMatch"),
        ("narrow", "ext:narrowMatch", "skos:narrowMatch"),
        ("related", "isRelatedTo", "skos:relatedMatch"),
        ("replaced", "replacedBy", "IAO:0100001"),
    ],
)
def test_predicates(predicate: Predicate, of_case: str, of_sssom: str) -> None:
    assert in_case([one(TARGET, predicate)])["CFAssociations"][-1]["associationType"] == of_case
    prefixes, (row,) = check_sssom(write([one(TARGET, predicate)], "sssom").data.decode())
    assert (row["predicate_id"], row["object_id"]) == (of_sssom, "esco:a1")
    assert prefixes["esco"] == "http://d.eu/skill/"


def test_what_a_person_decided_is_told_and_what_was_not_found() -> None:
    decided = {"author": "Ana Ruiz", "date": "2025-03-04", "note": "lo vimos en academia"}
    made = [one(TARGET, **decided, probability=0.5, score=7.0)]
    association = in_case(made)["CFAssociations"][-1]
    assert association["notes"] == "Ana Ruiz: lo vimos en academia"
    assert association["lastChangeDateTime"] == "2025-03-04T00:00:00+00:00"
    (row,) = in_sssom(made)
    told = [row[name] for name in ("author_label", "mapping_date", "mapping_justification", "similarity_score")]
    assert told == ["Ana Ruiz", "2025-03-04", "semapv:MappingReview", ""]
    assert any(s.what == "similarity_score" for s in write(made, "sssom").left_out)
    assert [row["object_id"] for row in in_sssom([one(None)])] == ["sssom:NoTermFound"]
    assert len(in_case([one(None)])["CFAssociations"]) == 1  # the item below its document


@pytest.mark.parametrize(
    "content", [b"{}", b"[1]", b'{"document": {"name": 3}}', b"\xff\xfe", b"{", b'{"passages": []}']
)
def test_what_is_no_alignment_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match="no alignment"):
        read_mappings(written(tmp_path / "alignment.json", content), lambda _: None)


@pytest.mark.parametrize("probability", [7, float("nan"), -0.1])
def test_a_probability_that_is_none_is_refused_with_its_place(tmp_path: Path, probability: float) -> None:
    path = stored([programme()], tmp_path)
    value = json.loads(path.read_text(encoding="utf-8"))
    place, passage = next((n, one) for n, one in enumerate(value["passages"]) if one["matches"])
    passage["matches"][0]["probability"] = probability
    path.write_text(json.dumps(value), encoding="utf-8")
    with pytest.raises(InputError, match=rf"passages\.{place}\.matches\.0\.probability"):
        read_mappings(path, lambda _: None)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    Workspace(folder).add(load([SAMPLES / "normas.csv"]), "table")
    return folder


def test_the_commands_write_files_and_say_what_is_left_out(workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "normas.csv"
    asked = ("--workspace", workspace, "framework", "export", "table", "--format", "moodle", "--out", out)
    first, again = (done(*asked, "--lang", "en").err for _ in range(2))
    assert "entries with other wordings or translations" in first
    assert ["takes the place of the file" in told for told in (first, again)] == [False, True]
    assert out.read_text(encoding="utf-8").startswith("Parent ID number,")
    ran = done(*asked, "--json")
    assert ran.json["entries"] == 26
    assert {row["what"] for row in ran.json["left_out"]} >= {"labels", "level"}
    target = tmp_path / "mapping.tsv"
    mapped = ("export", stored([programme()], tmp_path), "--format", "sssom", "--out", target, "--json")
    ran = done("--workspace", workspace, *mapped)
    _, rows = check_sssom(target.read_text(encoding="utf-8"))
    assert ran.json["entries"] == sum(row["object_id"] != "sssom:NoTermFound" for row in rows)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("framework", "export", "nadie", "--format", "case", "--out", "x"), "nadie"),
        (("framework", "export", "table", "--format", "pdf", "--out", "x"), "case, skos, moodle, canvas, table"),
        (("export", "nowhere.json", "--format", "case", "--out", "x"), "nowhere.json"),
        (("export", "coverage.json", "--format", "csv", "--out", "x"), "alignment.json que escribe «curmap map"),
    ],
)
def test_wrong_commands_end_with_2_and_write_nothing(
    workspace: Path, arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "coverage.json", b'{"programmes": [], "standards": []}')
    monkeypatch.chdir(tmp_path)
    assert said in refused("--workspace", workspace, *arguments)
    assert not Path("x").exists()


def test_a_crosswalk_goes_out_with_its_predicates(tmp_path: Path) -> None:
    content = json.loads(stored([programme()], tmp_path).read_text(encoding="utf-8"))
    content["passages"] = content["passages"][:1]
    (passage,) = content["passages"]
    passage |= {"framework": "solar", "code": "EC9901/E1"}
    passage["matches"] = [passage["matches"][0] | {"framework": "esco", "code": "a1", "predicate": "narrow"}]
    mappings = read_mappings(written(tmp_path / "crosswalk.json", json.dumps(content)), {"solar": SOLAR}.get)
    package = in_case(mappings)
    assert package["CFItems"] == []
    (association,) = package["CFAssociations"]
    assert association["associationType"] == "ext:narrowMatch"
    assert association["originNodeURI"]["targetType"] == "ext:solar"
    assert association["originNodeURI"]["identifier"] == framework_nodes(SOLAR)["EC9901/E1"].identifier
    assert [row["comment"] for row in in_sssom(mappings)] == ["solar/EC9901/E1; esco/a1"]


def test_an_old_edition_is_replaced_by_the_new_one(tmp_path: Path) -> None:
    def units(*codes: str) -> list[dict[str, Any]]:
        of = {"kind": "element", "level": None}
        return [{"code": code, "place": code, "text": f"Coser {code}", **of} for code in codes]

    changes = [
        {"states": [state], "old": units(*old.split()), "new": units(*new.split()), "words": []}
        for state, old, new in (("split", "E1", "E1 E2"), ("removed", "E3", ""), ("added", "", "E4"))
    ]
    content: dict[str, Any] = {"changes": changes}
    for edition, name in (("old", "EC1"), ("new", "EC1.01")):
        content[edition] = {"name": name, "title": name, "framework": "conocer", "sha256": name * 4, "facts": {}}
    mappings = read_mappings(written(tmp_path / "diff.json", json.dumps(content)), lambda _: None)
    associations = in_case(mappings)["CFAssociations"]
    assert [one["associationType"] for one in associations] == ["replacedBy", "replacedBy"]
    nodes = ("originNodeURI", "destinationNodeURI")
    ends = {tuple(one[node]["identifier"] for node in nodes) for one in associations}
    assert [one == other for one, other in ends] == [False, False]
    assert [row["object_id"] == "sssom:NoTermFound" for row in in_sssom(mappings)] == [False, False, True]
    assert [s.why.en for s in mappings[0].skipped] == ["new parts, which replace none: 1"]


def test_a_review_goes_out_with_who_decided_and_when(tmp_path: Path) -> None:
    alignment = json.loads(stored([programme()], tmp_path).read_text(encoding="utf-8"))
    alignment["passages"][0]["matches"][0]["predicate"] = "broad"
    outcome, mounting = alignment["passages"][0], alignment["passages"][4]
    first, second, third = outcome["matches"]
    by_hand = {"framework": "solar", "code": "EC9901/E2"}
    said: list[tuple[str, Verdict, Any, Any]] = [
        ("Ana", "accepted", outcome, first),
        ("Ana", "rejected", outcome, second),
        ("Ana", "added", outcome, by_hand),
        ("Beto", "none", mounting, {"framework": "", "code": ""}),
    ]
    history = [
        Decision(
            n, n, person, of["text_id"], verdict, match["framework"], match["code"], when=f"2025-03-0{n}T10:00:00Z"
        )
        for n, (person, verdict, of, match) in enumerate(said, 1)
    ]
    history[0] = dataclasses.replace(history[0], note="igual")
    history[2] = dataclasses.replace(history[2], seen=Seen(statement="Instalar"))
    review = {"format": "curmap-review-1", "name": "x", "alignment": alignment, "text": ""}
    review["history"] = [dataclasses.asdict(row) for row in history]
    (mapping,) = read_mappings(written(tmp_path / "review.json", json.dumps(review)), {"solar": SOLAR}.get)
    of = {(c.source.code, c.target.code): c for c in mapping.correspondences if c.target}
    accepted = of[outcome["id"], first["code"]]
    assert (accepted.author, accepted.date, accepted.note) == ("Ana", "2025-03-01T10:00:00Z", "igual")
    assert accepted.predicate == "broad"
    assert of[outcome["id"], second["code"]].rejected
    assert of[outcome["id"], third["code"]].author == ""
    assert of[outcome["id"], "EC9901/E2"].probability is None
    assert [of[mounting["id"], m["code"]].rejected for m in mounting["matches"]] == [True, True]
    reasons = ("MappingReview", "MappingReview", "CompositeMatching", "ManualMappingCuration")
    assert [r["mapping_justification"] for r in in_sssom([mapping])[:4]] == [f"semapv:{reason}" for reason in reasons]
    assert "Ana: igual" in {a.get("notes") for a in in_case([mapping])["CFAssociations"]}


# docs/formats.md tells the truth: its commands run in their order, and its tables name all parts.


ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("mapper", "tests"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    commands = [line for block in re.findall(r"^```sh\n(.*?)^```$", TEXT, re.M | re.S) for line in block.splitlines()]
    for command in commands:
        ran = curmap("--workspace", "workspace", *shlex.split(command)[1:])
        assert ran.code == 0, (command, ran.err)
    written = {line.split("--out ")[1].split()[0] for line in commands if "--out" in line}
    assert all(Path(path).exists() for path in written)


def test_every_format_is_told() -> None:
    for form in (*WRITERS, *EXPORTS):
        assert f"--format {form} " in TEXT
