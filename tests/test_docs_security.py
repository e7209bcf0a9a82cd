"""The table of what holds each line of OWASP ASVS names tests that exist, and each requirement once."""

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parent
DOC = TESTS.parent / "docs" / "security-asvs.md"


def rows() -> list[list[str]]:
    lines = DOC.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| \d", line)]


def test_each_line_is_held_by_a_test_that_exists_or_says_why_not() -> None:
    assert len(rows()) > 60
    for number, _, met, held in rows():
        tests = re.findall(r"`(\w+\.py)::(\w+)`", held)
        assert tests or met.startswith(("no", "yes: ")), number
        for file, name in tests:
            assert re.search(rf"^def {name}\(", (TESTS / file).read_text(encoding="utf-8"), re.M), f"{file}::{name}"


def test_no_requirement_stands_twice() -> None:
    numbers = [number for row in rows() for number in row[0].split(", ")]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", number) for number in numbers)
    assert sorted(numbers) == sorted(set(numbers))
