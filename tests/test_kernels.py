"""Another kernel of the processor changes the last digits of a product, and nothing that a user is told."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).resolve().parent.parent / "mapper" / "samples"
TOLD = ("code", "state", "passage")


def told(kernel: str, *arguments: object) -> list[tuple[str, object]]:
    """Codes, states and passages of what a command says under a kernel of OpenBLAS, "" for its own choice."""
    environment = {**os.environ, "OPENBLAS_CORETYPE": kernel}
    if not kernel:
        del environment["OPENBLAS_CORETYPE"]
    command = [sys.executable, "-m", "mapper", *map(str, arguments)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return walked(json.loads(done.stdout))


def walked(value: object) -> list[tuple[str, object]]:
    """What a result says of `TOLD`, in its order."""
    if isinstance(value, dict):
        own = [(key, one) for key, one in value.items() if key in TOLD]
        return own + [found for one in value.values() for found in walked(one)]
    return [found for one in value for found in walked(one)] if isinstance(value, list) else []


@pytest.mark.parametrize("command", ["map", "coverage"])
def test_states_and_matches_are_the_same_under_two_kernels(command: str, norms: Path) -> None:
    asked = ("--workspace", norms, command, SAMPLES / "programa.pdf", "-f", "conocer", "-f", "table", "--json")
    found = [told(kernel, *asked) for kernel in ("Haswell", "")]
    assert found[0]
    assert found[0] == found[1]
