"""The posts that a set of ads is of: a cook, a waiter, a receptionist; told by how near the ads' titles lie."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from corpora.errors import InputError
from corpora.job_ads.records import JobAds
from corpora.records import Skipped
from corpora.translation import _
from embeddings.encoders import Encoder
from mapper.matching.occupations import as_compared

ENOUGH = 20
"""Ads of a post from which on its demand is told by itself."""
_APART = 0.45  # cosine distance of titles from which two clusters are two posts
_MEANT = 0.5  # cosine with what is asked for, from which a post is meant
_MOST_TITLES = 3000
# Where, for whom and when: "Cocinero - Zona Sur (extras)", "Camarera en hotel"; the post stands before it.
_BEHIND = re.compile(r"\s*(?:[(,/|:;–—]|\s-|-\s|\s(?:para|en|for|at|in|with|con)\s).*", re.DOTALL)


class Group(NamedTuple):
    """A post by the title that most of its ads have, the numbers of its ad groups, and all their titles."""

    name: str
    groups: tuple[int, ...]
    titles: tuple[str, ...]


def cluster_posts(ads: JobAds, encoder: Encoder) -> list[Group]:
    """Return the posts that the ads are of, the most frequent first; ads without a title are of none."""
    from scipy.cluster.hierarchy import fcluster, linkage

    title = {ad.id: ad.title for ad in ads.ads}
    of_title: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(ads.groups):
        if named := next((short for ad in group if (short := _short(title[ad]))), ""):
            of_title[named].append(number)
    names = sorted(of_title, key=lambda name: (-len(of_title[name]), name))[:_MOST_TITLES]
    if len(names) < 2:
        return [Group(name, tuple(of_title[name]), (name,)) for name in names]
    vectors = encoder.encode(names, role="query")
    numbers = fcluster(linkage(vectors, "average", metric="cosine"), _APART, "distance")
    found: dict[int, list[str]] = defaultdict(list)
    for name, number in zip(names, numbers.tolist(), strict=True):
        found[number].append(name)
    made = [
        Group(
            _commonest_title(same, of_title), tuple(sorted(one for name in same for one in of_title[name])), tuple(same)
        )
        for same in found.values()
    ]
    return sorted(made, key=lambda post: (-len(post.groups), post.name))


def limit_to_post(ads: JobAds, wanted: str, encoder: Encoder) -> JobAds:
    """Limit ads to the post that is meant; raises InputError, with the posts that there are, where none is."""
    found = cluster_posts(ads, encoder)
    if (number := _nearest(found, wanted, encoder)) is None:
        raise InputError(
            "--post {wanted}: no ads are of such a post; they are of {posts}",
            wanted=wanted,
            posts=", ".join(f"{post.name} ({len(post.groups)})" for post in found[:10]) or "–",
        )
    chosen = found[number]
    groups = tuple(ads.groups[number] for number in chosen.groups)
    kept = {ad for group in groups for ad in group}
    left_out = Skipped(
        "post",
        _(
            "groups of ads of another post than '{post}', not used: {n}",
            post=chosen.name,
            n=len(ads.groups) - len(groups),
        ),
    )
    return replace(
        ads,
        ads=tuple(ad for ad in ads.ads if ad.id in kept),
        requirements=tuple(one for one in ads.requirements if one.ad in kept),
        groups=groups,
        skipped=(*ads.skipped, left_out),
    )


def rank_posts(found: Sequence[Group], programme: str, encoder: Encoder) -> list[Group]:
    """Order posts with the one first that lies nearest to what a programme is called, where one is near."""
    if (own := _nearest(found, programme, encoder)) is None:
        return list(found)
    return [found[own], *found[:own], *found[own + 1 :]]


def _nearest(found: Sequence[Group], wanted: str, encoder: Encoder) -> int | None:
    """Return the number of the post of which a title lies nearest to what is wanted, None where none is near."""
    titles = [(number, title) for number, post in enumerate(found) for title in post.titles]
    if not titles or not wanted:
        return None
    vectors = encoder.encode([as_compared(wanted), *(title for _, title in titles)], role="query")
    near = vectors[1:] @ vectors[0]
    return titles[int(near.argmax())][0] if near.max() >= _MEANT else None


def _short(title: str) -> str:
    """Return a title as far as it names the post."""
    whole = as_compared(title)
    short = _BEHIND.sub("", whole).strip(" .")
    said = short if sum(map(str.isalpha, short)) > 2 else whole
    return said.lower() if said.isupper() or said.istitle() else said


def _commonest_title(same: Sequence[str], of_title: dict[str, list[int]]) -> str:
    """Return the most frequent of titles, of several the shortest."""
    counts = Counter({name: len(of_title[name]) for name in same})
    return min(same, key=lambda name: (-counts[name], len(name), name))
