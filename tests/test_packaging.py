"""What is asked for and what the constraints pin fit together; the command is installed; the container's files."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from mapper.cli import command_in
from mapper.workspace.extras import EXTRAS as MODULES

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
CORE = PROJECT["project"]["dependencies"]
ASKED = (
    CORE,
    PROJECT["dependency-groups"]["dev"],
    PROJECT["build-system"]["requires"],
    *map(EXTRAS.get, sorted(MODULES)),
)


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if "==" in line)
    return {canonicalize_name(name.strip()): version.strip() for name, version in pairs}


@pytest.mark.parametrize("line", [line for lines in ASKED for line in lines])
def test_the_pinned_version_is_one_that_the_project_accepts(line: str) -> None:
    requirement = Requirement(line)
    pinned = pins().get(canonicalize_name(requirement.name))
    assert pinned is not None, "not in constraints.txt"
    assert requirement.specifier.contains(pinned), pinned


def test_the_core_is_small_and_all_is_every_extra() -> None:
    assert len(CORE) <= 22
    assert EXTRAS.keys() == {*MODULES, "all"}
    assert EXTRAS["all"] == [f"curriculum-mapper[{','.join(MODULES)}]"]


# Commands that cannot begin without one module of an extra, by the extra.
NEEDING = {
    "batch": ("distributed", "index {samples}/programa.docx --collection c --engine dask"),
    "exchange": ("pyoxigraph", "framework add {folder}/a.ttl"),
    "web": ("uvicorn", "serve --port 1"),
}


@pytest.mark.parametrize("extra", NEEDING)
def test_an_extra_that_is_missing_is_named_with_the_line_that_installs_it(extra: str, tmp_path: Path) -> None:
    module, command = NEEDING[extra]
    (tmp_path / "a.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . <urn:a> a skos:Concept .", encoding="utf-8"
    )
    given = command.format(samples=ROOT / "mapper" / "samples", folder=tmp_path).split()
    without = f"import sys; sys.modules[{module!r}] = None; from mapper.cli import main; main(sys.argv[1:])"
    asked = [sys.executable, "-c", without, "--workspace", str(tmp_path), *given, "--lang", "en"]
    ended = subprocess.run(asked, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr.splitlines()[-1].partition("install it with: ")[2]) == (
        2,
        f"pip install 'curriculum-mapper[{extra}]'",
    ), ended.stderr


def test_the_citation_names_the_version() -> None:
    lines = (ROOT / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    assert f"version: {PROJECT['project']['version']}" in lines


def test_the_command_is_installed() -> None:
    command = shutil.which("curmap", path=str(Path(sys.executable).parent))
    assert command is not None
    asked = subprocess.run([command, "--help"], check=True, capture_output=True, text=True)
    assert "Uso: curmap" in asked.stdout


def test_help_asks_for_nothing_heavy() -> None:
    """What `--help` imports: nothing that takes seconds."""
    code = "import sys; import mapper.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not {"torch", "sentence_transformers", "faiss", "sklearn", "spacy", "pypdfium2"} & set(loaded)


# The container's files: what cannot be built here is read as its tools read it.


def instructions() -> list[tuple[str, str]]:
    """The Containerfile's instructions in order, each with its argument on one line."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Containerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in lines if line.strip())]


def test_the_page_runs_as_nobody_special_on_a_volume() -> None:
    found = instructions()
    names = [name for name, _ in found]
    assert names[0] == "FROM"
    assert found[0][1].partition(":")[2] not in ("", "latest")
    assert "ADD" not in names
    users = [value for name, value in found if name == "USER"]
    assert users[-1].isdecimal()
    assert int(users[-1]) >= 10_000
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert [value for name, value in found if name == "VOLUME"] == ["/workspace"]
    for value in (value for name, value in found if name == "RUN" and "apt-get install" in value):
        assert "--no-install-recommends" in value
        assert "rm -rf /var/lib/apt/lists/*" in value


def test_what_it_starts_is_a_command_that_there_is() -> None:
    found = dict(instructions())
    entry, options = json.loads(found["ENTRYPOINT"]), json.loads(found["CMD"])
    assert entry[:4] == ["curmap", "--workspace", "/workspace", "serve"]
    command = command_in("en").get_command(None, "serve")
    parsed = command.make_context("serve", [*entry[4:], *options], resilient_parsing=True).params
    assert parsed["host"] == "0.0.0.0"
    assert parsed["auth_header"] == "X-Remote-User"
    check = json.loads(found["HEALTHCHECK"].partition("CMD ")[2])
    compile(check[2], "healthcheck", "exec")
    assert shlex.split(check[0]) == ["python"]


def test_compose_gives_it_no_rights_and_publishes_the_proxy_alone() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    page, proxy = compose["services"]["page"], compose["services"]["proxy"]
    assert page["read_only"] is True
    assert page["cap_drop"] == ["ALL"]
    assert "ports" not in page
    assert not any(service.get("privileged") for service in compose["services"].values())
    assert all(port.startswith("127.0.0.1:") for port in proxy["ports"])
    (volume,) = page["volumes"]
    assert volume == "workspace:/workspace"
    assert "workspace" in compose["volumes"]
    built = (DEPLOY / page["build"]["context"] / page["build"]["dockerfile"]).resolve()
    assert built == DEPLOY / "Containerfile"
    (network,) = compose["networks"]["inside"]["ipam"]["config"]
    assert network["subnet"] in json.loads(dict(instructions())["CMD"])
    assert "header_up X-Remote-User {http.auth.user.id}" in (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
