"""What curmap is made of, and what is known against it.

python -m lab.trust sbom FILE     a software bill of materials (CycloneDX 1.6, JSON): every package that curmap needs
python -m lab.trust audit         pip-audit on the versions in constraints.txt; ends with 1 where it finds something

The bill is of this environment and says nothing of the time, so that the same packages give the same bytes.
"""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "https://pypi.org/pypi/pip/json"
"""Where pip-audit asks; a mirror of packages does not have it."""
_PROJECT = "curriculum-mapper"  # as `canonicalize_name` gives it


def bill() -> dict[str, Any]:
    """Return the bill of curmap as it is installed, with all that it requires here; raises PackageNotFoundError."""
    found: dict[str, Distribution] = {}
    links: dict[str, list[str]] = {}
    waiting: list[str] = [_PROJECT]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = distribution(name)
            links[name] = sorted(set(_required(found[name])))
            waiting += links[name]
    references = {name: f"pkg:pypi/{name}@{one.version}" for name, one in found.items()}
    parts = [_component(name, references[name], found[name]) for name in sorted(found)]
    own = next(part for part in parts if part["name"] == _PROJECT)
    content = json.dumps(parts, sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {"component": {**own, "type": "application"}},
        "components": [part for part in parts if part is not own],
        "dependencies": [
            {"ref": references[name], "dependsOn": [references[other] for other in links[name]]}
            for name in sorted(found)
        ],
    }


def _required(one: Distribution) -> Iterator[str]:
    """Yield names of what a distribution requires on this machine, of curmap with its extras.

    What is missing is left out.
    """
    own = canonicalize_name(one.metadata["Name"]) == _PROJECT
    extras = ("", *(one.metadata.get_all("Provides-Extra") or ())) if own else ("",)
    for line in dict.fromkeys(one.requires or ()):
        requirement = Requirement(line)
        name = canonicalize_name(requirement.name)
        holds = requirement.marker is None or any(requirement.marker.evaluate({"extra": extra}) for extra in extras)
        if holds and name != _PROJECT:
            try:
                distribution(name)
            except PackageNotFoundError:
                continue
            yield name


def _component(name: str, reference: str, one: Distribution) -> dict[str, Any]:
    about = one.metadata
    licence = about["License-Expression"] if "License-Expression" in about else ""  # noqa: SIM401 - it has no `get`
    named = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or () if line.startswith("License ::")]
    licences = [{"expression": licence}] if licence else [{"license": {"name": one}} for one in sorted(set(named))]
    return {
        "type": "library",
        "bom-ref": reference,
        "name": name,
        "version": one.version,
        "purl": reference,
        **({"licenses": licences} if licences else {}),
    }


def audit() -> int:
    """Say what is known against the pinned versions; gives 1 for anything, 0 for nothing and where nobody can be asked.

    A version that the database does not know counts as not audited: pip-audit itself would pass over it.
    """
    command = [sys.executable, "-m", "pip_audit", "--requirement", "constraints.txt", "--no-deps", "--disable-pip"]
    try:
        distribution("pip-audit")
        urllib.request.urlopen(DATABASE, timeout=10).close()
    except (PackageNotFoundError, OSError) as error:
        sys.stderr.write(f"not audited: {error!r}\n")
        return 0
    ran = subprocess.run([*command, "--format", "json"], cwd=ROOT, check=False, stdout=subprocess.PIPE)
    return told(json.loads(ran.stdout)["dependencies"])


def told(found: Sequence[Mapping[str, Any]]) -> int:
    """Print what pip-audit says of packages; gives 1 where something is known against one."""
    known = [one for one in found if "skip_reason" not in one]
    for one in known:
        for vulnerability in one["vulns"]:
            mended = ", ".join(vulnerability["fix_versions"]) or "none"
            sys.stdout.write(f"{one['name']} {one['version']}: {vulnerability['id']}, mended in {mended}\n")
    sys.stdout.write(f"audited {len(known)} of {len(found)} packages\n")
    return int(any(one["vulns"] for one in known))


def main(arguments: list[str]) -> int:
    """Do what the first of the arguments says; gives the exit code."""
    match arguments:
        case ["sbom", name]:
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(bill(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            return 0
        case ["audit"]:
            return audit()
    sys.stderr.write(f"{__doc__}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
