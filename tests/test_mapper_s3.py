"""A workspace in a bucket: several machines, writers at once, kills, networks and stores that fail; nothing is lost."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from answering import Answers, answering
from command import BRIEF, Ran, curmap, write_standard
from command import content as content_of
from files import json_lines
from s3_server import Server, serving

from corpora import InputError
from mapper.workspace.bucket import Bucket
from mapper.workspace.mirror import Mirror

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "mapper" / "samples"


@pytest.fixture(scope="module")
def store() -> Iterator[Server]:
    with serving() as server:
        yield server


class Machines:
    """Machines that share a bucket: each has a cache of its own; the bucket's name is made for the test."""

    def __init__(self, store: Server, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.store, self.folder, self._patch = store, folder, patch
        settings = {
            "AWS_ENDPOINT_URL": store.address,
            "AWS_ACCESS_KEY_ID": "clave",
            "AWS_SECRET_ACCESS_KEY": "secreto",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        for name, value in settings.items():
            patch.setenv(name, value)
        patch.delenv("AWS_PROFILE", raising=False)
        store.order("pass")
        self.bucket = f"bucket-{abs(hash(folder)):x}"
        boto3.client("s3").create_bucket(Bucket=self.bucket)
        self.address = f"s3://{self.bucket}/curmap"

    def run(self, machine: str, *arguments: object) -> Ran:
        self._patch.setenv("XDG_CACHE_HOME", str(self.folder / machine))
        return curmap("--lang", "en", "--workspace", self.address, *arguments)

    def done(self, machine: str, *arguments: object) -> Ran:
        """A command that ends well."""
        ran = self.run(machine, *arguments)
        assert ran.code == 0, ran.err
        return ran

    def start(self, machine: str, *arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "mapper", "--lang", "en", "--workspace", self.address, *map(str, arguments)]
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": ROOT}
        return subprocess.Popen(command, env={**os.environ, "XDG_CACHE_HOME": str(self.folder / machine)}, **pipes)

    def kill_at(self, after: int, *arguments: object) -> None:
        """Start a command on the first machine, and kill it while the store holds its write of that number."""
        self.store.order("hold", after=after)
        process = self.start("one", *arguments)
        end = time.monotonic() + 60
        while self.store.writes() <= after and time.monotonic() < end:
            assert process.poll() is None
            time.sleep(0.01)
        process.kill()
        process.communicate()
        self.store.order("pass")

    def workspace(self, machine: str) -> Path:
        """Its folder on a machine."""
        return self.folder / machine / "curmap" / "s3" / Bucket(self.address).id

    def mirror(self, machine: str, *, grace: float) -> Mirror:
        return Mirror(Bucket(self.address), self.workspace(machine), grace=grace)

    def objects(self) -> set[str]:
        pages = boto3.client("s3").get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        return {found["Key"] for page in pages for found in page.get("Contents", ())}


class NotFound(Answers):
    """Knows nothing of what it is asked for."""

    def do_GET(self) -> None:  # noqa: N802 - its name for http.server
        self.answer(404, b"")


@pytest.fixture
def machines(store: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machines:
    return Machines(store, tmp_path, monkeypatch)


@pytest.fixture
def mapping(machines: Machines) -> Machines:
    """The same with a framework, which the first of them added."""
    machines.done("one", "framework", "add", SAMPLES / "normas.csv")
    return machines


def content(workspace: Path, part: str) -> dict[str, bytes]:
    """The files of a part of a workspace, without locks and what is under way."""
    return {name: data for name, data in content_of(workspace / part).items() if "work" not in name.split("/")}


def index(collection: str = "cat", *sources: object) -> tuple[object, ...]:
    return ("index", *(sources or (BRIEF,)), "-c", collection, "-f", "table", "--workers", 1)


def catalogue(folder: Path, *texts: str) -> Path:
    folder.mkdir()
    rows = [{"id": f"d{n}", "title": "Taller", "description": text} for n, text in enumerate(texts)]
    return json_lines(folder / "filas.jsonl", rows)


@pytest.mark.slow
def test_every_machine_sees_the_same_as_on_a_disk(mapping: Machines, norms: Path) -> None:
    disk = Path(shutil.copytree(norms, mapping.folder / "disk"))
    for arguments in (("framework", "remove", "conocer"), index()):
        assert curmap("--workspace", disk, *arguments).code == 0
    mapping.done("one", *index())
    for question in (("collection", "list", "--json"), ("search", "tensar el hilo", "-c", "cat", "--json")):
        assert mapping.run("two", *question).json == curmap("--workspace", disk, *question).json
    mapping.done("two", "collection", "verify", "cat")
    for machine in ("one", "two"):
        for part in ("frameworks", "collections", "indexes"):
            assert content(mapping.workspace(machine), part) == content(disk, part)
    assert "nothing has changed" in mapping.run("two", *index()).out
    mapping.done("two", "framework", "remove", "table")
    assert mapping.run("one", "framework", "list", "--json").json == []
    assert "database" in mapping.run("one", "serve").refusal
    assert not any("secreto" in path.read_text(errors="replace") for path in mapping.folder.rglob("*.json"))


@pytest.mark.slow
def test_frameworks_added_by_three_machines_at_once_are_all_there(machines: Machines) -> None:
    codes = ["EC0901", "EC0902", "EC0903"]
    files = [write_standard(machines.folder / f"{code}.txt", "Preparar y servir café") for code in codes]
    files.append(SAMPLES / "normas.csv")
    all_end(machines.start(file.stem, "framework", "add", file) for file in files)
    for code in codes:
        machines.done("other", "framework", "show", code)
    assert names(machines.run("other", "framework", "list", "--json")) == ["conocer", "table"]


def all_end(processes: Iterable[subprocess.Popen[str]]) -> None:
    """Wait until processes, all of which were started, have ended well."""
    for process in list(processes):
        _, err = process.communicate(timeout=300)
        assert process.returncode == 0, err


def names(listed: Ran) -> list[str]:
    return [found["name"] for found in listed.json]


@pytest.mark.slow
def test_collections_written_by_machines_at_once_are_all_there(mapping: Machines) -> None:
    tables = [catalogue(mapping.folder / name, f"Ajustar la tensión del hilo {name}.") for name in "abc"]
    writing = [mapping.start(table.parent.name + "-m", *index("same", table)) for table in tables]
    all_end([*writing, mapping.start("fourth", *index("other", tables[0]))])
    listed = mapping.run("fifth", "collection", "versions", "same", "--json").json
    assert len(listed) == 3
    assert listed[-1]["current"]
    for name in ("same", "other"):
        mapping.done("fifth", "collection", "verify", name)


@pytest.mark.slow
def test_two_commands_of_one_machine_at_once(mapping: Machines) -> None:
    commands = (index("here"), index("there"), ("framework", "add", SAMPLES / "EC9001.pdf"))
    all_end(mapping.start("one", *command) for command in commands)
    assert names(mapping.run("two", "collection", "list", "--json")) == ["here", "there"]
    mapping.done("two", "framework", "show", "EC9001")


@pytest.mark.slow
def test_a_command_killed_at_any_write_leaves_the_old_or_the_new(mapping: Machines) -> None:
    """Held at one write after the other, killed there, looked at by another machine, and repeated."""
    table = catalogue(mapping.folder / "a", "Ajustar la tensión del hilo.", "Lubricar la máquina de coser.")
    mapping.store.order("pass")
    mapping.done("whole", *index("whole", table))
    writes = mapping.store.writes()
    assert writes > 6
    expected = content(mapping.workspace("whole"), "collections/whole")
    for after in range(writes):
        name = f"cat{after}"
        mapping.kill_at(after, *index(name, table))
        seen = mapping.run("two", "search", "hilo", "-c", name, "--json").refusal
        assert name not in seen.partition("there are")[2]
        assert mapping.run("one", "collection", "versions", name).code == 2
        mapping.done("one", *index(name, table))
        assert mapping.run("two", "search", "hilo", "-c", name, "--json").json
        for machine in ("one", "two"):
            assert content(mapping.workspace(machine), f"collections/{name}") == expected


@pytest.mark.slow
def test_a_framework_killed_at_any_instant(mapping: Machines) -> None:
    before = mapping.run("two", "framework", "list", "--json").json
    for after in (0, 11, 22):
        adding = ("framework", "add", SAMPLES / "EC9001.pdf", "--name", f"n{after}")
        mapping.kill_at(after, *adding)
        for machine in ("two", "one"):
            assert mapping.run(machine, "framework", "list", "--json").json == before
        mapping.done("one", *adding)
        mapping.done("two", "framework", "remove", f"n{after}")


@pytest.mark.slow
def test_a_network_that_goes_in_the_middle_loses_nothing(mapping: Machines) -> None:
    mapping.store.order("drop", after=2)
    gone = mapping.run("one", *index())
    assert (gone.code, "does not answer" in gone.line) == (2, True)
    assert mapping.run("two", "framework", "list").code == 2
    mapping.store.order("pass")
    assert mapping.run("two", "collection", "list", "--json").json == []
    mapping.done("one", *index())
    assert len(mapping.run("two", "collection", "versions", "cat", "--json").json) == 1


@pytest.mark.slow
def test_an_answer_that_gets_lost_is_no_other_writer(machines: Machines) -> None:
    machines.store.order("forget")
    added = machines.run("one", "framework", "add", SAMPLES / "normas.csv")
    assert (added.code, added.err) == (0, "")
    assert machines.run("two", "framework", "list", "--json").json[0]["name"] == "table"


@pytest.mark.slow
def test_what_cannot_be_had_is_said_with_its_remedy(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    def says(what: str) -> None:
        refusal = machines.run("one", "framework", "list").refusal
        assert what in refusal
        assert "secreto" not in refusal

    machines.store.order("deny")
    says("keys are refused")
    machines.store.order("pass")
    right = machines.address
    for wrong, said in (
        ("s3://no-such-bucket-here/x", "no such bucket"),
        ("s3://", "s3://BUCKET/PREFIX"),
        ("gs://bucket/x", "s3://BUCKET/PREFIX"),
    ):
        machines.address = wrong
        says(said)
    machines.address = right
    with monkeypatch.context() as patch:
        patch.setattr(boto3, "DEFAULT_SESSION", None)  # it has read them already
        patch.delenv("AWS_ACCESS_KEY_ID")
        patch.delenv("AWS_SECRET_ACCESS_KEY")
        says("no keys")
    with answering(NotFound) as address:
        for endpoint, said in (("nowhere", "AWS_ENDPOINT_URL"), (address, "no store of this kind")):  # no empty one
            with monkeypatch.context() as patch:
                patch.setenv("AWS_ENDPOINT_URL", endpoint)
                says(said)
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "boto3", None)
        says("needs boto3")


@pytest.mark.slow
def test_a_store_without_conditions_is_refused(machines: Machines) -> None:
    machines.run("one", "framework", "list")
    (machines.workspace("one") / "runs").mkdir(parents=True)
    (machines.workspace("one") / "runs" / "run.json").write_text("{}")
    machines.store.order("careless")
    with pytest.raises(InputError, match="does not heed conditions"):
        machines.mirror("one", grace=3600).close()
    assert not any(key.endswith("root.json") for key in machines.objects())


def test_files_that_stand_for_themselves(machines: Machines) -> None:
    """A scorer, a run, an answer: of two machines both, of the same file the one that came last."""

    def result(machine: str, name: str, text: str) -> None:
        folder = machines.workspace(machine) / "runs" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "result.json").write_text(text)

    for machine in ("one", "two"):
        machines.done(machine, "framework", "list")
    for machine, name, text in (("one", "a", "1"), ("two", "b", "1"), ("two", "a", "2")):
        result(machine, name, text)
    machines.run("one", "framework", "list")
    result("one", "a", "1 again")  # as if killed before it was published
    machines.run("two", "framework", "list")
    assert content(machines.workspace("two"), "runs") == {"a/result.json": b"2", "b/result.json": b"1"}
    for machine in ("one", "two"):
        machines.run(machine, "framework", "list")
    for machine in ("one", "two"):
        expected = {"a/result.json": b"1 again", "b/result.json": b"1"}
        assert content(machines.workspace(machine), "runs") == expected


def test_what_nothing_reaches_goes_after_a_while(machines: Machines) -> None:
    machines.run("one", "framework", "list")
    place = machines.workspace("one")
    mirror = machines.mirror("one", grace=3600)
    for text in ("uno", "dos"):
        mirror.begin("frameworks/taller")
        (place / "frameworks").mkdir(parents=True, exist_ok=True)
        (place / "frameworks" / "taller.jsonl").write_text(text)
        mirror.publish("frameworks/taller", [place / "frameworks" / "taller.jsonl"])
    kept = machines.objects()
    assert len(kept) == 5  # root.json, two listings, two files
    soon = machines.mirror("one", grace=0)
    soon.begin("frameworks/otro")
    (place / "frameworks" / "otro.jsonl").write_text("tres")
    soon.publish("frameworks/otro", [place / "frameworks" / "otro.jsonl"])
    assert len(machines.objects()) == 5
    machines.mirror("two", grace=0).fetch("frameworks/taller")
    assert (machines.workspace("two") / "frameworks" / "taller.jsonl").read_text() == "dos"
