"""The demand profile of a set of ads: who asks, from when and where, for what, in which share."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, repeat

from corpora import Framework, Text, _
from corpora.job_ads.languages import parse_language
from corpora.job_ads.records import JobAds, Requirement
from corpora.job_ads.words import TOKEN, says_nothing
from corpora.text import fold_letters
from embeddings.lexical import words as stems
from mapper.industry.demand import shares
from mapper.industry.demand.audit import Judged, corrected
from mapper.industry.demand.examples import Line, choose_examples
from mapper.industry.demand.model import DemandModel
from mapper.industry.demand.pairs import AdGroups, Pairs
from mapper.industry.demand.posts import ENOUGH, Group
from mapper.industry.demand.records import (
    AdsOfSector,
    DemandedCompetency,
    DemandProfile,
    Example,
    OtherAsked,
    Post,
    Unmatched,
)
from mapper.industry.demand.shares import Estimated, Expected, groups_of, heads
from mapper.industry.transversal import LEVELS, level_in_both
from mapper.industry.transversal.findings import in_both
from mapper.matching.candidates import NOT_FOR_PROGRAMMES
from mapper.matching.records import NOTHING, Interval
from mapper.matching.scorer import shipped

FEW, TOO_FEW = 30, 10  # ad groups under which nothing is ranked, and under which no share is told
EXPECTED, EXPECTED_OF_GROUP = 5, 1
"""Expected ads under which a competency, and a group, is not told by itself; it takes part in the ranking."""

MAY_ASK = 0.2  # expected ads from which on an entry counts within its group, and is not "not in these ads"

MATERIAL = _(
    "The probability that an ad asks for a competency was fitted on real ads that language models read: of 160 Spanish"
    " ones (EURES) which of 166 of ESCO's competencies they ask for, and of 400 in Spanish and English (EURES, EMSCAD)"
    " which of those that came nearest. Of other competencies than the 166 less is known, and their intervals are"
    " wider. That it asks for a criterion of a standard was fitted on 364 ads that language models wrote for 13"
    " standards and read, and that it asks for an entry of a plain list on 229 for seven lists. No person has checked"
    " any of it. The interval is for these ads: it holds the true share about nine times in ten."
)
NOT_AUDITED = _("Not audited: nobody has judged a sample of these ads⟦ (use --audit, then --judged)⟧.")
ONE_EACH = _("A document counts as one ad, whatever it holds: give each ad a file, or a row of a table, of its own.")
NOT_FITTED = _(
    "How often ads ask for something was fitted for the encoder that ships: with another one these shares are rough,"
    " and their intervals too narrow. An audit⟦ (--audit, then --judged)⟧ corrects them."
)

_KINDS = ("degree", "licence", "experience", "language", "condition")
_OF_POST, _PLACES = 5, 10  # competencies of a post, places that are told
WIDEST_OF_POST = 0.35  # width of an interval above which a post's competency is not told
_MOST = 5  # wordings of a kind that are shown
_LONGEST_TERM = 8  # words of a term that is looked for within longer wordings
_RARE = 6.0  # inverse document frequency under which a word by itself names nothing ("equipo", "control", "barra")
_LITTLE = 3  # letters of what a term is told without: "trabajo en equipo" is not "equipo", which may be gear
_NAMED = 8  # competencies that are named where they are not told
_SHARED = 2  # ads that share a wording that is worth showing
SKILLED = ("task", "skill", "knowledge", "experience")  # kinds of requirements that name what somebody can do
_NO_ENTRY = 0.1  # probability of the surest entry below which none says what an ad asks for
_HANDLING = re.compile(r"^(?:manejo|dominio|uso|use) (?:de(?:l)?|of)\b")
_ALL = _("in all")
_NEAR = 80  # characters beside what experience is of, in which its sentence may say how long
_SENTENCE_END = re.compile(r"[;\n•]|[.]\s+(?=[A-ZÁÉÍÓÚ¿¡])")
_NUMBERS = {word: number for number, words in enumerate(
    ("un uno one", "dos two", "tres three", "cuatro four", "cinco five", "seis six"), 1
) for word in words.split()}  # fmt: skip
# A length of experience, of a range its least; above fifteen years it is an age or the firm's.
_TIME = re.compile(
    rf"(?<![\w.,$])(?P<number>18(?= ?m)|1[0-5]|[1-9]|{'|'.join(_NUMBERS)})\+?(?: ?(?:[-–/ayo]|to|or|and) ?\d\d?\+?)?"
    r" ?(?:o mas |or more )?(?P<unit>anos?|years?|yrs?|mes(?:es)?|months?)\b"
)
_LANGUAGES = {
    "ca": _("Catalan"), "de": _("German"), "en": _("English"), "es": _("Spanish"), "fr": _("French"),
    "it": _("Italian"), "ja": _("Japanese"), "pt": _("Portuguese"), "zh": _("Chinese"),
}  # fmt: skip

OF_LEVELS = frozenset(fold_letters(word) for both in LEVELS for word in both)
LIGHT = frozenset({
    "realizar", "realiza", "realizando", "dar", "da", "dando", "hacer", "hace", "haciendo", "llevar", "lleva",
    "llevando", "efectuar", "ejecutar", "ejecuta", "tener", "perform", "performing", "make", "do", "provide",
    "ensure", "carry",
})  # fmt: skip
"""Verbs that say that something is done, and not what."""

# A field of work is no skill: "food industry", "sector automotriz".
_FIELD = re.compile(r"(?:\w+ ){1,2}(?:industry|sector|environment)|(?:industria|sector|ramo|giro)(?: \w+){1,4}")


@dataclass(frozen=True, slots=True)
class Demand:
    """A profile with the estimates that its rows were made from, in the same order.

    `groups` are by framework what `groups_of` gives; `expected` is by (framework, place) what the ads
    say of an entry, told or not; `members` are the places that are told in one row with that of its first; `untold` are
    competencies of which too few ads are expected to tell them, the most probable first, and `fewest` their estimates.
    """

    profile: DemandProfile
    competencies: tuple[Estimated, ...]
    by_group: tuple[Estimated, ...]
    groups: Mapping[str, Mapping[int, int]]
    expected: Mapping[tuple[str, int], Expected]
    members: Mapping[tuple[str, int], tuple[int, ...]]
    untold: tuple[DemandedCompetency, ...] = ()
    fewest: tuple[Estimated, ...] = ()

    def weights(self, framework: str, places: Iterable[int]) -> dict[int, float]:
        """Return those of these entries that ads may ask for, each with the ads expected to."""
        found = {place: self.expected.get((framework, place), Expected()).ads for place in places}
        return {place: ads for place, ads in found.items() if ads >= MAY_ASK}


def demand(
    asked: AdGroups,
    frameworks: Sequence[Framework],
    found: Sequence[Pairs],
    model: DemandModel,
    *,
    source: Sequence[str] = (),
    sector: str = "",
    of_sector: AdsOfSector | None = None,
    judged: Judged | None = None,
    fitted: bool = True,
    posts: Sequence[Group] = (),
) -> Demand:
    """Estimate what the ads ask for; `found` is what they say of the entries of each framework.

    They came from the files named in `source`, and were limited to a `sector`, as `of_sector` tells. `fitted` says
    whether the model was fitted for the encoder that compared them; `posts` are the posts that the ads are of.
    """
    ads = asked.ads
    count = len(ads.groups)
    dates = [ad.date for ad in ads.ads if ad.date]
    country = {ad.id: ad.country for ad in ads.ads if ad.country}
    countries = Counter(country[named[0]] for group in ads.groups if (named := [ad for ad in group if ad in country]))
    single: list[Estimated] = []
    grouped: list[Estimated] = []
    every: dict[tuple[str, int], Expected] = {}
    members: dict[tuple[str, int], tuple[int, ...]] = {}
    of_framework = {framework.name: groups_of(framework) for framework in frameworks}
    for framework, pairs in zip(frameworks, found, strict=True):
        every |= {(framework.name, place): one for place, one in shares.expected(pairs).items()}
        if count >= TOO_FEW:
            told_by_others = heads(framework)
            rows = {place: head for place, head in pairs.heads.items() if place not in told_by_others}
            single += shares.estimates(framework, pairs, model, of=rows)
            for place, head in rows.items():
                members[framework.name, head] = (*members.get((framework.name, head), ()), place)
            grouped += shares.estimates(framework, pairs, model, of=of_framework[framework.name])
    if judged is not None:
        single, grouped = ([corrected(row, judged.asks, count) for row in rows] for rows in (single, grouped))
    fewest = sorted((row for row in single if row.ads < EXPECTED), key=lambda row: -row.ads)
    competencies = _ranked(single, EXPECTED, ranked=count >= FEW)
    groups = _ranked(grouped, EXPECTED_OF_GROUP, ranked=count >= FEW)
    told = {
        (row.framework.name, place)
        for row, _ in competencies
        for place in members.get((row.framework.name, row.place), (row.place,))
    }
    examples = choose_examples(asked, [row for row, _ in competencies], model)
    profile = DemandProfile(
        source=tuple(source),
        read=ads.read,
        unread=ads.unread,
        unread_in=ads.unread_in,
        groups=count,
        asking=sum(bool(row) for row in asked.requirements),
        employers=len({ad.firm for ad in ads.ads if ad.firm}),
        dates=(min(dates), max(dates)) if dates else None,
        countries=tuple(sorted(countries.items(), key=lambda row: (-row[1], row[0]))),
        sector=sector,
        columns=dict(ads.columns),
        audited=judged.audit if judged else None,
        material=MATERIAL,
        competencies=_rows(asked, competencies, of_framework, members, examples),
        by_group=_rows(asked, groups, of_framework, {}),
        others=_others(ads),
        notes=(*_notes(count, of_documents=not ads.columns, audited=judged is not None, fitted=fitted), *_few(fewest)),
        skipped=ads.skipped,
        of_sector=of_sector,
        unmatched=tuple(_unmatched(asked, frameworks, found, told)),
        posts=tuple(_posts(asked, frameworks, found, model, posts, members)),
        places=tuple(_places(ads)),
    )
    untold = _rows(asked, [(row, None) for row in fewest], of_framework, members)
    estimated = [tuple(row for row, _ in told) for told in (competencies, groups)]
    return Demand(profile, estimated[0], estimated[1], of_framework, every, members, untold, tuple(fewest))


def _posts(
    asked: AdGroups,
    frameworks: Sequence[Framework],
    found: Sequence[Pairs],
    model: DemandModel,
    posts: Sequence[Group],
    members: Mapping[tuple[str, int], tuple[int, ...]],
) -> Iterator[Post]:
    """Return the posts with their number of ads, and of those with enough what they ask for first."""
    blank = {framework.name: groups_of(framework) for framework in frameworks}
    for post in posts:
        told: list[Estimated] = []
        if len(post.groups) >= ENOUGH:
            for framework, pairs in zip(frameworks, found, strict=True):
                singly = {place: head for place, head in pairs.heads.items() if place not in heads(framework)}
                told += shares.estimates(framework, pairs.select(post.groups), model, of=singly)
        narrow = [row for row in told if row.share.figure.high - row.share.figure.low <= WIDEST_OF_POST]
        first = sorted(narrow, key=lambda row: -row.share.figure.value)[:_OF_POST]
        yield Post(post.name, len(post.groups), _rows(asked, [(row, None) for row in first], blank, members))


def _places(ads: JobAds) -> list[tuple[str, int]]:
    """Return each town with its ad groups, the most frequent first."""
    place = {ad.id: ad.place for ad in ads.ads if ad.place}
    counts = Counter(place[named[0]] for group in ads.groups if (named := [ad for ad in group if ad in place]))
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:_PLACES]


def _notes(count: int, *, of_documents: bool, audited: bool, fitted: bool) -> list[Text]:
    notes = [] if audited else [NOT_AUDITED]
    notes += [] if fitted else [NOT_FITTED]
    if count < TOO_FEW:
        notes.append(_("Distinct ads: {n}. Fewer than 10 do not allow to speak of shares.", n=count))
        notes += [ONE_EACH] if of_documents else []
    elif count < FEW:
        notes.append(_("Distinct ads: {n}. Fewer than 30 do not allow to rank what is asked for.", n=count))
    return notes


def _few(fewest: Sequence[Estimated]) -> Iterator[Text]:
    """Return how many competencies are not told because few ads ask for them, and which come nearest."""
    read_requirements = [in_both(row.framework.competencies[row.place]) for row in fewest if row.ads >= 1]
    # What a criterion is about, without its points.
    briefly = [[name.partition("\n")[0].rstrip(" :.") for name in both] for both in read_requirements[:_NAMED]]
    if read_requirements:
        yield _(
            "For {n} more competencies the estimate is one to five of these ads each: too few to tell a share, and any"
            " of them may be asked for by none. The likeliest: {names}.",
            n=len(read_requirements),
            names=Text(*map("; ".join, zip(*briefly, strict=True))),
        )


def _ranked(rows: Sequence[Estimated], least: float, *, ranked: bool) -> list[tuple[Estimated, float | None]]:
    """Return those of which enough ads are expected, the most asked for first, with their chances among all of them."""
    ordered = sorted(rows, key=lambda row: (-row.share.figure.value, row.framework.name, row.place))
    chances = shares.first_ten([row.share for row in ordered]) if ranked else [None] * len(ordered)
    return [(row, chance) for row, chance in zip(ordered, chances, strict=True) if row.ads >= least]


def _rows(
    asked: AdGroups,
    told: Sequence[tuple[Estimated, float | None]],
    of_framework: Mapping[str, Mapping[int, int]],
    members: Mapping[tuple[str, int], tuple[int, ...]],
    examples: Iterable[Sequence[Line]] = repeat(()),
) -> tuple[DemandedCompetency, ...]:
    titles = titles_of(asked)
    rows = []
    for (row, chance), lines in zip(told, examples, strict=False):
        texts = tuple(Example(titles[asked.ads.groups[group][0]], asked.texts[text][0]) for group, text in lines)
        blank = demanded(row.framework, row.place, of_framework[row.framework.name])
        others = (place for place in members.get((row.framework.name, row.place), ()) if place != row.place)
        names = tuple(in_both(row.framework.competencies[place]) for place in others)
        rows.append(replace(blank, share=row.share.figure, first_ten=chance, ads=row.ads, examples=texts, names=names))
    return tuple(rows)


def titles_of(asked: AdGroups) -> dict[str, str]:
    """Return what each ad is called, by its id."""
    return {ad.id: ad.title or ad.code or ad.source for ad in asked.ads.ads}


def demanded(framework: Framework, place: int, groups: Mapping[int, int]) -> DemandedCompetency:
    """Return an entry as a row of demand, no ad asking for it yet; `groups` are `groups_of` the framework."""
    entry = framework.competencies[place]
    group = groups.get(place)
    if group is None and entry.parent is not None and entry.parent in framework.criteria:
        group = framework.places[entry.parent]  # an attitude's, which counts in no group
    return DemandedCompetency(
        framework=framework.name,
        code=entry.code,
        statement=in_both(entry),
        kind=entry.kind,
        group=framework.competencies[group].code if group is not None else "",
        group_statement=in_both(framework.competencies[group]) if group is not None else NOTHING,
        share=Interval(0.0, 0.0, 0.0),
        first_ten=None,
        ads=0.0,
    )


def _unmatched(
    asked: AdGroups, frameworks: Sequence[Framework], found: Sequence[Pairs], told: set[tuple[str, int]]
) -> list[Unmatched]:
    """Return terms that ads share and no entry says, or none that is told.

    An entry says a term where the words of it that name something are the same.

    An entry says what all of the term's words stand in; one that is told also what begins with two words in a row of it
    ("dar mantenimiento preventivo a bandas" of "da mantenimiento preventivo a equipos").

    `told` has framework and place of the entries that are told by themselves. A term is what some ad asks for by
    itself; it counts wherever its words stand. What is near an entry that too few ads are expected to ask for is listed
    where as many ads name it as would tell the entry.
    """
    titles, rarity, (saying, heading) = titles_of(asked), shipped().rarity, _words_of(frameworks, told)
    place = {text: number for number, text in enumerate(asked.texts)}
    least: dict[str, float] = {}  # by term the ads from which on it is listed
    said: list[tuple[int, Requirement, list[str]]] = []
    for group, row in enumerate(asked.requirements):
        for one in row:
            words = TOKEN.findall(_HANDLING.sub("", fold_letters(one.text)))
            tokens = [w for w in words if w not in OF_LEVELS and (len(w) > _LITTLE or not says_nothing(w))]
            named = len(tokens) > 1 or rarity.rarest(stems(" ".join(tokens))) >= _RARE
            named &= not parse_language(" ".join(tokens))  # told with its level among what else is asked for
            named &= not _FIELD.fullmatch(" ".join(words))
            if one.kind in SKILLED and named and not all(map(says_nothing, tokens)):
                said.append((group, one, tokens))
                number = place[one.text, one.language]
                told_of = zip(frameworks, found, strict=True)
                near = {(f.name, int(p.nearest[number])) for f, p in told_of if p.surest[number] >= _NO_ENTRY}
                own = stems(" ".join(word for word in tokens if word not in LIGHT))
                near |= set.intersection(*(saying[stem] for stem in own)) if own else set()
                near |= heading.get(tuple(own[:2]), set())
                fewest = math.inf if near & told else EXPECTED if near else _SHARED
                least[" ".join(tokens)] = max(fewest, least.get(" ".join(tokens), 0))
    by_term: dict[str, dict[int, Requirement]] = defaultdict(dict)
    for group, one, tokens in said:
        spans = ((begin, begin + length) for begin in range(len(tokens)) for length in range(1, _LONGEST_TERM + 1))
        wordings = {" ".join(tokens), *(" ".join(tokens[begin:end]) for begin, end in spans)}
        for term in wordings & least.keys():
            known = by_term[term].get(group)
            if known is None or (known.force != "required" and one.force == "required"):
                by_term[term][group] = one
    rows = []
    for term, of in by_term.items():
        if len(of) >= least[term]:
            shortest = min(of.values(), key=lambda one: (len(one.text), one.text))
            required = sum(one.force == "required" for one in of.values())
            rows.append(Unmatched(shortest.text, len(of), required, Example(titles[shortest.ad], shortest.text)))
    return sorted(rows, key=lambda row: (-row.ads, row.text))


def _words_of(
    frameworks: Sequence[Framework], told: set[tuple[str, int]]
) -> tuple[Mapping[str, set[tuple[str, int]]], Mapping[tuple[str, ...], set[tuple[str, int]]]]:
    """Return for each word, without its ending, the entries that say it; for each two in a row, what is told."""
    saying: dict[str, set[tuple[str, int]]] = defaultdict(set)
    heading: dict[tuple[str, ...], set[tuple[str, int]]] = defaultdict(set)
    for framework in frameworks:
        for place, entry in enumerate(framework.competencies):
            name = framework.name, place
            said = () if entry.kind in NOT_FOR_PROGRAMMES else entry.wordings
            for stem in stems(" ".join(said)):
                saying[stem].add(name)
            for pair in pairwise(stems(entry.statement)) if name in told else ():
                heading[pair].add(name)
    return saying, heading


def _others(ads: JobAds) -> tuple[OtherAsked, ...]:
    """Return each kind with the ad groups that ask for it, in all and by its most frequent wordings."""
    number = {ad: group for group, members in enumerate(ads.groups) for ad in members}
    texts = {ad.id: ad.text for ad in ads.ads}
    asked: dict[str, dict[Text, dict[int, bool]]] = {kind: defaultdict(dict) for kind in _KINDS}
    for requirement in ads.requirements:
        group, required = number[requirement.ad], requirement.force == "required"
        for kind, wording in _other_wordings(requirement, texts[requirement.ad]) if requirement.asks else ():
            for text in (_ALL, wording):
                seen = asked[kind][text]
                seen[group] = seen.get(group, False) or required
    rows = []
    for kind, wordings in asked.items():
        ranked = sorted(wordings.items(), key=lambda row: (row[0] != _ALL, -len(row[1]), row[0]))[: _MOST + 1]
        often = ((text, groups) for text, groups in ranked if text == _ALL or len(groups) >= _SHARED)
        rows += [OtherAsked(kind, text, len(groups), sum(groups.values())) for text, groups in often]
    return tuple(rows)


def _other_wordings(requirement: Requirement, ad: str) -> Iterator[tuple[str, Text]]:
    """Yield each kind with a wording: a language and its level, a length of experience, else the words."""
    kind, told = requirement.kind, re.sub(r"\s+", " ", requirement.text.casefold()).strip(" .,;:")
    if kind == "experience":
        yield kind, _length(requirement, ad) or Text(told, told)
    elif kind in _KINDS:
        yield kind, _ALL if kind == "language" else Text(told, told)
    # In a task a language is asked for too: "atender huéspedes en inglés".
    for language in requirement.languages if kind in ("language", *SKILLED) else ():
        name = _LANGUAGES.get(language, Text(language, language))
        yield "language", name
        if level := requirement.level:
            said = level_in_both(level)
            yield "language", Text(f"{name.es} {said.es}", f"{name.en} {said.en}")


def _length(requirement: Requirement, ad: str) -> Text | None:
    """Return how long the experience is to be, by the nearest words of its sentence; None where none say it."""
    before = _SENTENCE_END.split(ad[max(0, requirement.start - _NEAR) : requirement.start])[-1]
    behind = _SENTENCE_END.split(ad[requirement.end : requirement.end + _NEAR])[0]
    own, earlier, later = ([*_TIME.finditer(fold_letters(part))] for part in (requirement.text, before, behind))
    for found in (*own[:1], *earlier[-1:], *later[:1]):
        number = str(_NUMBERS.get(found["number"], found["number"]))
        few = 0 if number == "1" else 1
        es, en = ("año años", "year years") if found["unit"][0] in "ay" else ("mes meses", "month months")
        return Text(f"{number} {es.split()[few]}", f"{number} {en.split()[few]}")
    return None
