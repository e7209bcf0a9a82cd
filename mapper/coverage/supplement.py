"""What coverage and gap reports say besides: transversal needs, green skills, staff, what standards bring with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from corpora import Framework, Passage
from corpora.job_ads.records import JobAds
from mapper.coverage.records import Supplement
from mapper.coverage.states import Shown
from mapper.needs.findings import green, needs
from mapper.records import NO_PASSAGES, Corresponding
from mapper.resources.brought import brought, staff
from mapper.resources.dual import all_marked, dual
from mapper.resources.records import Setting


def supplement(
    passages: Sequence[Passage],
    frameworks: Sequence[Framework],
    *,
    jobs: JobAds | None = None,
    corresponding: Corresponding = NO_PASSAGES,
    standards: Iterable[tuple[str, str]] = (),
    changes: Mapping[str, Setting] | None = None,
) -> Supplement:
    """All of it for one programme.

    Args:
        passages: of the programme, what is not mapped among them.
        frameworks: the loaded ones, ESCO and the registry among them where they are.
        jobs: the ads asked about, None for none.
        corresponding: the passages that each entry was found in.
        standards: (framework, code) of those whose rooms, equipment and dual training are asked for; those known by
            their title only are left out, since they say nothing of these.
        changes: code of a criterion → where a person decided that it is learnt.

    Raises:
        InputError: a framework has no such code.
    """
    by_name = {framework.name: framework for framework in frameworks}
    full = [(by_name[name], code) for name, code in standards if not _title_only(by_name[name], code)]
    found = tuple(replace(brought(*one, passages), dual=dual(*one, passages, corresponding, changes)) for one in full)
    known = {suggestion.code for standard in found for suggestion in standard.dual}
    return Supplement(
        needs(passages, jobs, frameworks, corresponding),
        green(frameworks, corresponding),
        staff(frameworks, passages),
        found,
        tuple(sorted(set(changes or ()) - known)),
        all_marked(passages),
    )


def corresponding_passages(shown: Iterable[Shown]) -> Corresponding:
    """The passages that show an entry, the surest first, of what is told as covered or partly."""
    return {
        (one.framework.name, one.framework.competencies[place].code): tuple(one.passages(place))
        for one in shown
        for place in sorted(one.nearest)
        if one.shows(place)
    }


def _title_only(framework: Framework, code: str) -> bool:
    return any(c.title_only for c in framework.competencies if c.code == code)
