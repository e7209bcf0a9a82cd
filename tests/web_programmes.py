"""Programmes on the page: made, mapped and looked at by the tests."""

from collections.abc import Mapping
from typing import Any

from mapper.web.jobs import Job
from mapper.web.review import Review
from mapper.web.site import Site
from mapper.web.worker import Worker


def done(site: Site, worker: Worker, kind: str, name: str, payload: Mapping[str, Any]) -> Job:
    """A job of Ana's, done by this worker."""
    number = site.jobs.add("Ana", kind, name, payload)
    while worker.step():
        pass
    job = site.jobs.get(number)
    assert job is not None
    return job


def mapped(site: Site, worker: Worker, name: str, content: bytes, replaces: int | None = None) -> int:
    """The programme that comes of a file."""
    payload = {"sha256": site.files.keep(name, content), "frameworks": ["conocer"], "replaces": replaces}
    job = done(site, worker, "map", name, payload)
    assert job.programme is not None, job.error
    return job.programme


def taught(*outcomes: str) -> bytes:
    """A programme of these learning outcomes."""
    return "\n".join(["# Taller", "", "## Resultados de aprendizaje", "", *map("- {}".format, outcomes), ""]).encode()


def reviewed(site: Site, number: int) -> Review:
    """A programme as Ana sees it."""
    review = site.review(number, "Ana")
    assert review is not None
    return review
