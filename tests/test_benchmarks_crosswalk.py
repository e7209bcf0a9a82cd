"""The benchmark's reading of the official crosswalk, and its arithmetic, on an invented file of the same form."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "benchmarks" / "crosswalk.py"
HEADER = "O*NET Id,O*NET Title,O*NET Description,ESCO or ISCO URI,ESCO or ISCO Title,ESCO or ISCO Description"
LINES = [
    "Mapping project name,Invented,,,,,",
    ",,,,,,",
    f"{HEADER},Type of Match",
    '1,Bakers,"Bake, and sell",http://x/occupation/a,baker,,exactMatch',
    "2,CafÃ© Cooks,Theyâ€™d cook,http://x/occupation/b,cook,,broadMatch",
    "3,Clerks,,http://x/isco/C4,Clerks,,exactISCO",
]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_crosswalk", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_lines_above_the_header_and_doubly_encoded_text_are_no_obstacle(script: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "crosswalk.csv"
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8-sig")
    found = list(script.rows(path))
    assert [row["O*NET Title"] for row in found] == ["Bakers", "Café Cooks", "Clerks"]
    assert found[1]["O*NET Description"] == "They’d cook"
    assert found[2]["Type of Match"] == "exactISCO"


@pytest.mark.parametrize("text", ["Café", "naïve ‘quote’", "plain", "100 €"])
def test_text_that_is_right_stays_as_it_is(script: ModuleType, text: str) -> None:
    assert script.mended(text) == text
