"""One number for one thing: of a passage and a criterion every command and the page say the same."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from command import done, written
from files import json_lines

from corpora.readers import read
from mapper.actions import SAMPLES, Mapper, add_framework
from mapper.actions.page import standards_shown
from mapper.matching.records import Settings
from mapper.workspace.store import Workspace

pytestmark = pytest.mark.slow

PROGRAMME = SAMPLES / "programa.pdf"
BOTH = ("-f", "conocer", "-f", "table")
Pairs = Mapping[tuple[str, str, str], float]
"""(id of a passage, framework, code of a criterion) → probability that the passage teaches it."""
States = Mapping[tuple[str, str], tuple[str, float]]
"""(framework, code of a criterion) → state, and probability that the programme teaches it."""
DECIMALS = 1e-6


def asking(workspace: Workspace, name: str, path: Path, *, count: int) -> Path:
    """So many ads that ask for every criterion of a framework in its own words."""
    criteria = [one.statement for one in workspace.load(name).competencies if one.code.count("/") > 1]
    rows = [{"title": f"Operario {n}", "description": "Funciones:\n" + "\n".join(criteria)} for n in range(count)]
    return json_lines(path, rows)


@pytest.fixture(scope="module")
def asked(norms: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """By command what it prints as JSON of the sample programme."""
    jobs = asking(Workspace(norms), "conocer", tmp_path_factory.mktemp("ads") / "ads.jsonl", count=30)

    def ask(command: str, *arguments: object) -> Any:  # noqa: ANN401 - a JSON value
        return done("--workspace", norms, command, PROGRAMME, *arguments, "--json").json

    return {
        "map": ask("map", *BOTH),
        "map, one standard": ask("map", "-f", "conocer/EC9001"),
        "coverage": ask("coverage", *BOTH),
        "coverage, one standard": ask("coverage", "-f", "conocer/EC9001"),
        "gap": ask("gap", "--jobs", jobs, "-f", "conocer"),
        "credentials": ask("credentials", *BOTH),
    }


def matched(alignment: dict[str, Any]) -> Iterator[tuple[tuple[str, str, str], float]]:
    for passage in alignment["passages"]:
        for match in passage["matches"]:
            yield (passage["id"], match["framework"], match["code"]), match["probability"]


def covered(report: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each criterion with its framework."""
    for standard in report["standards"][0]:
        yield from ((standard["framework"], criterion) for criterion in standard["criteria"])


def near(report: dict[str, Any]) -> Pairs:
    return {
        (one["passage"], framework, criterion["code"]): one["probability"]
        for framework, criterion in covered(report)
        for one in criterion["nearest"]
    }


def states(report: dict[str, Any]) -> States:
    return {(framework, one["code"]): (one["state"], one["probability"]) for framework, one in covered(report)}


def bundled(report: dict[str, Any]) -> States:
    return {
        (bundle["parts"][0]["framework"], one["code"]): (one["state"], one["probability"])
        for bundle in report["bundles"]
        for part in ("taught", "missing", "attitudes")
        for one in bundle[part]
    }


def assert_same(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> None:
    """Where both say something they say the same, and they do say something of the same things."""
    common = one.keys() & other.keys()
    assert common
    for key in sorted(common):
        assert one[key] == pytest.approx(other[key], abs=DECIMALS), key


def test_a_passage_teaches_a_criterion_with_one_probability(asked: dict[str, Any]) -> None:
    coverage = near(asked["coverage"])
    for command in ("map", "map, one standard"):
        assert_same(dict(matched(asked[command])), coverage)
    for other in (asked["coverage, one standard"], asked["gap"]["coverage"]):
        assert_same(near(other), coverage)
    criteria = {code for _, _, code in coverage}
    first = {(framework, one["code"]): one["nearest"] for framework, one in covered(asked["coverage"])}
    for (passage, framework, code), probability in matched(asked["map"]):
        if code in criteria and probability > first[framework, code][-1]["probability"]:
            assert (passage, framework, code) in coverage, "a match is among the nearest passages"


def test_a_criterion_is_in_one_state_with_one_probability(asked: dict[str, Any], norms: Path) -> None:
    coverage = states(asked["coverage"])
    assert len(coverage) > 30
    for other in (asked["coverage, one standard"], asked["gap"]["coverage"]):
        assert_same(states(other), coverage)
    assert_same(bundled(asked["credentials"]), coverage)
    opened = Mapper.open(Workspace(norms), ["conocer", "table"], Settings())
    kept = standards_shown(*opened.map(read(PROGRAMME)))
    assert_same(states({"standards": [kept]}), coverage)


def test_the_counts_of_a_mapping_are_those_of_coverage(asked: dict[str, Any]) -> None:
    coverage = {
        (standard["framework"], tally["element"], tally["kind"]): tally
        for standard in asked["coverage"]["standards"][0]
        for tally in standard["tallies"]
    }
    rows = asked["map"]["coverage"]
    assert rows
    for row in rows:
        tally = coverage[row["framework"], row["code"], row["kind"]]
        common = row.keys() & tally.keys()
        assert {name: row[name] for name in common} == {name: tally[name] for name in common}


def test_the_gap_tells_of_a_criterion_what_coverage_does(asked: dict[str, Any]) -> None:
    coverage = states(asked["coverage"])
    rows = [(row["competency"], row["taught"][0]) for row in asked["gap"]["rows"]]
    told_of = {(entry["framework"], entry["code"]): taught for entry, taught in rows}
    assert_same(
        {key: taught["probability"]["value"] for key, taught in told_of.items()},
        {key: probability for key, (_, probability) in coverage.items()},
    )
    for key in told_of.keys() & coverage.keys():
        found = told_of[key]["state"] in ("demanded_found", "found_not_in_ads")
        assert not found or coverage[key][0] in ("covered", "partly")
        assert told_of[key]["state"] != "demanded_not_found" or coverage[key][0] == "not_found"


def test_the_gap_tells_of_several_files_what_coverage_does_of_them_together(tmp_path: Path) -> None:
    folder, workspace = SAMPLES / "truth" / "ec9408", Workspace(tmp_path / "w")
    add_framework(workspace, [folder / "standard.csv"], name="moldes")
    parts = re.split(r"(?m)^(?=## )", (folder / "programme.md").read_text(encoding="utf-8"))
    files = [written(tmp_path / f"{n}.md", "".join(parts[n::2])) for n in (0, 1)]
    jobs, common = asking(workspace, "moldes", tmp_path / "ads.jsonl", count=40), ("--workspace", workspace.folder)
    (standard,) = done(*common, "coverage", *files, "-f", "moldes", "--json").json["together"]
    report = done(*common, "gap", *files, "--jobs", jobs, "-f", "moldes", "--json").json
    told = {row["code"]: row["probability"]["value"] for row in report["offer"]["rows"] if not row["group"]}
    assert_same(told, {one["code"]: one["probability"] for one in standard["criteria"]})
    alone = {
        row["competency"]["code"]: [one["probability"]["value"] for one in row["taught"]] for row in report["rows"]
    }
    assert all(chance >= max(alone[code]) - DECIMALS for code, chance in told.items())


def test_no_state_contradicts_a_match(asked: dict[str, Any]) -> None:
    coverage = states(asked["coverage"])
    for (_, framework, code), probability in matched(asked["map"]):
        if (framework, code) in coverage:
            assert probability <= coverage[framework, code][1] + DECIMALS
