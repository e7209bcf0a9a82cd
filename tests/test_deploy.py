"""The container's files: what cannot be built here is read as its tools read it."""

import json
import re
import shlex
from pathlib import Path

import typer
import yaml

from mapper.cli.serve import app

FOLDER = Path(__file__).resolve().parent.parent / "deploy"


def instructions() -> list[tuple[str, str]]:
    """The Containerfile's instructions in order, each with its argument on one line."""
    text = re.sub(r"^#.*\n", "", (FOLDER / "Containerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
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
    command = typer.main.get_command(app)
    parsed = command.make_context("serve", [*entry[4:], *options], resilient_parsing=True).params
    assert parsed["host"] == "0.0.0.0"
    assert parsed["auth_header"] == "X-Remote-User"
    check = json.loads(found["HEALTHCHECK"].partition("CMD ")[2])
    compile(check[2], "healthcheck", "exec")
    assert shlex.split(check[0]) == ["python"]


def test_compose_gives_it_no_rights_and_publishes_the_proxy_alone() -> None:
    compose = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
    page, proxy = compose["services"]["page"], compose["services"]["proxy"]
    assert page["read_only"] is True
    assert page["cap_drop"] == ["ALL"]
    assert "ports" not in page
    assert not any(service.get("privileged") for service in compose["services"].values())
    assert all(port.startswith("127.0.0.1:") for port in proxy["ports"])
    (volume,) = page["volumes"]
    assert volume == "workspace:/workspace"
    assert "workspace" in compose["volumes"]
    built = (FOLDER / page["build"]["context"] / page["build"]["dockerfile"]).resolve()
    assert built == FOLDER / "Containerfile"
    (network,) = compose["networks"]["inside"]["ipam"]["config"]
    assert network["subnet"] in json.loads(dict(instructions())["CMD"])
    assert "header_up X-Remote-User {http.auth.user.id}" in (FOLDER / "Caddyfile").read_text(encoding="utf-8")
