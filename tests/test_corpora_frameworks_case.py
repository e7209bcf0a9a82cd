"""CASE packages: read into a framework, and written again without a loss."""

from __future__ import annotations

import dataclasses
import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from corpora import Framework, InputError
from corpora.frameworks import case, case_writer, load

DATA = Path(__file__).parent / "data"
SAMPLE = DATA / "frameworks" / "case.json"
SCHEMA = Draft202012Validator(json.loads((DATA / "schemas" / "case-1.1.schema.json").read_text(encoding="utf-8")))


def read(content: bytes | dict[str, Any], folder: Path) -> Framework:
    path = folder / "package.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return case.load([path], name="mine")


def package(*items: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"CFDocument": {"identifier": "d", "title": "Normas", "language": "es"}, "CFItems": list(items), **more}


def item(identifier: str, code: str = "", text: str = "Coser el libro", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"identifier": identifier, "humanCodingScheme": code, "fullStatement": text, **more}


def child(origin: str, destination: str, sequence: int | None = None, kind: str = "isChildOf") -> dict[str, Any]:
    ends = {"originNodeURI": {"identifier": origin}, "destinationNodeURI": {"identifier": destination}}
    return {"associationType": kind, **ends, **({} if sequence is None else {"sequenceNumber": sequence})}


def by_identifier(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["identifier"]: row for row in rows}


def codes(framework: Framework) -> list[str]:
    return [c.code for c in framework.competencies]


def same_package(before: dict[str, Any], after: dict[str, Any]) -> None:
    for part in ("CFItems", "CFAssociations"):
        assert by_identifier(after[part]) == by_identifier(before[part])
    document = {**after["CFDocument"]}
    assert document.pop("caseVersion") == "1.1"
    assert document == before["CFDocument"]
    for part in ("CFDefinitions", "CFRubrics"):
        assert after.get(part) == before.get(part)


def test_identifiers_dates_groupings_and_unused_fields_come_back_unchanged() -> None:
    before, sample = json.loads(SAMPLE.read_bytes()), load([SAMPLE])
    made = case_writer.write(sample)
    after = json.loads(made.data)
    # Two fields of 1.0 that 1.1 does not allow where they stand.
    for holder in (before["CFDocument"], by_identifier(before["CFItems"])[sample.competencies[0].code]):
        name = "CFPackageURI" if "CFPackageURI" in holder else "CFDocumentURI"
        holder["extensions"] = {name: holder.pop(name)}
    same_package(before, after)
    assert [s.why.en for s in made.left_out] == ["fields that CASE 1.1 does not know, moved to 'extensions': 2"]
    SCHEMA.validate(after)


def test_a_real_package_comes_back_unchanged(shared: Path, tmp_path: Path) -> None:
    path = shared / "data" / "case" / "ccss-math-2010.json"
    framework = load([path])
    assert len(framework.competencies) == 746
    made = case_writer.write(framework)
    same_package(json.loads(path.read_bytes()), json.loads(made.data))
    assert made.left_out == ()
    SCHEMA.validate(json.loads(made.data))
    again = read(made.data, tmp_path)
    assert again.competencies == framework.competencies
    assert case_writer.write(again).data == made.data


def test_new_identifiers_depend_on_framework_and_code_alone() -> None:
    framework = load([DATA.parent.parent / "mapper" / "samples" / "normas.csv"])
    first = json.loads(case_writer.write(framework).data)
    fewer = dataclasses.replace(framework, competencies=framework.competencies[:3])
    second = json.loads(case_writer.write(fewer).data)
    assert by_identifier(second["CFItems"]).items() <= by_identifier(first["CFItems"]).items()
    other = dataclasses.replace(framework, name="other")
    third = json.loads(case_writer.write(other).data)
    assert not by_identifier(third["CFItems"]).keys() & by_identifier(first["CFItems"]).keys()


def test_a_deep_chain_is_read_and_written(tmp_path: Path) -> None:
    names = [f"n{number}" for number in range(1500)]
    links = [child(below, above) for above, below in itertools.pairwise(names)]
    framework = read(package(*(item(n, n) for n in reversed(names)), CFAssociations=links[::-1]), tmp_path)
    assert codes(framework) == names
    assert codes(read(case_writer.write(framework).data, tmp_path)) == names


def test_dangling_associations_are_kept(tmp_path: Path) -> None:
    links = [child("a", "nowhere"), child("gone", "a", kind="precedes")]
    framework = read(package(item("a", "A"), CFAssociations=links), tmp_path)
    assert framework.competencies[0].parent is None
    assert "associations that lead out of the package, kept: 2" in {s.why.en for s in framework.skipped}
    made = json.loads(case_writer.write(framework).data)["CFAssociations"]
    ends = {(a["originNodeURI"]["identifier"], a["destinationNodeURI"]["identifier"]) for a in made}
    assert ends == {("a", "nowhere"), ("gone", "a")}
    # What CASE 1.1 asks for and they lacked.
    assert [a["destinationNodeURI"]["title"] for a in made] == ["nowhere", "Coser el libro"]
    assert all(a.keys() >= {"identifier", "uri", "lastChangeDateTime"} for a in made)


def test_two_packages_at_once_are_refused() -> None:
    with pytest.raises(InputError, match="one file"):
        case.load([SAMPLE, SAMPLE], name="mine")
