"""The JSON Schemas that ship are what the records give, and say all of what is shown."""

import json
from pathlib import Path

import gap_reports
import pytest
from jsonschema import Draft202012Validator

from lab.schemas import schemas
from mapper.reports.record_json import Form, to_json


@pytest.fixture(scope="module")
def written() -> dict[Path, str]:
    return dict(schemas())


def test_the_files_are_what_the_command_writes(written: dict[Path, str]) -> None:
    for path, content in written.items():
        assert path.read_text(encoding="utf-8") == content, f"{path.name}: python -m lab.schemas writes it"
        Draft202012Validator.check_schema(json.loads(content))


@pytest.mark.parametrize("report", ["coverage", "gap"])
def test_a_report_with_everything_in_it_fits_and_nothing_may_be_missing(written: dict[Path, str], report: str) -> None:
    (content,) = (content for path, content in written.items() if path.name.startswith(report))
    validator = Draft202012Validator(json.loads(content))
    values = to_json(getattr(gap_reports, report)("a.pdf", "b.pdf"))
    validator.validate(values)
    shown = values if report == "coverage" else values["coverage"]
    del shown["extras"][0]["needs"][0]["findings"][0]["passage"]["role"]
    assert not validator.is_valid(values)


def test_a_key_may_be_renamed_reach_into_its_record_or_be_left_out() -> None:
    partly = gap_reports.standard().criteria[1]
    form = Form({type(partly): "code verdict? words=why passages level"}, "es")
    assert form.values(partly) == {
        "code": partly.code, "words": partly.why.es, "passages": list(partly.passages), "level": None,
    }  # fmt: skip
    assert Form({type(partly): "english=why.en"}).values(partly) == {"english": partly.why.en}
