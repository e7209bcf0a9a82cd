"""Ads as what they ask for: the texts of each ad group, and how near every entry of a framework is to each of them."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from corpora import Framework
from corpora.job_ads.languages import parse_language
from corpora.job_ads.records import JobAds, Requirement
from corpora.job_ads.words import TOKEN, says_nothing
from corpora.text import BRACKETED, fold_letters
from embeddings.encoders import Encoder
from embeddings.lexical import words
from embeddings.threads import single_threaded
from mapper.industry.demand.alike import merge_rows
from mapper.industry.demand.language_levels import parse_level, required_levels
from mapper.industry.demand.model import FEATURES, WAYS, DemandModel, Numbers, kinds_in
from mapper.industry.demand.names import Alike, defined, forms, known, spaced
from mapper.matching.candidates import NOT_FOR_PROGRAMMES, Pool
from mapper.matching.index import FrameworkIndex, label_rows
from mapper.matching.queries import encode_passages, make_question, requirement_passage
from mapper.matching.regression import log_odds
from mapper.matching.scorer import shipped
from mapper.matching.scoring import score_all, texts_of

Reals = NDArray[np.float32]

FAR = 400.0  # rank of an entry that the scorer does not bring in
_EDITION = re.compile(r"\b([^\W\d]{3,})\d+\b")  # "CSS3" is CSS
_MOST_OF_AD = 1500  # characters of an ad that say what it is about; contact data and conditions stand last
_LONGEST = 8  # words of a wording that is looked for word for word
_SHORT = 5  # letters of a bare word up to which nearness says nothing: vectors take "Java" for Javanese
_CASED = 2  # letters up to which it matters whether they are capitals: "R", "IT"
_QUALIFYING = re.compile(r"(?:al?|con|del?|en|para|por|sobre|at|by|for|from|in|of|on|to|with)")
_NAMING_WORDS = 2  # of what stands before a qualifier, at least: a single one ("técnicas") is in every ad
_SPOKEN = "competent in "  # how ESCO calls a language besides its name
# What stands before a letter that is a name ("R y Python", "lenguaje C") and no kind of something ("vitamina C").
_NAMING = re.compile(
    r"(?:^|[,;:/(•+-]|(?<!\w)(?:en|in|de|of|con|with|y|o|and|or|lenguajes?|languages?|program\w+|us[aoe]\w*|using|"
    r"manej\w+|domin\w+|conoc\w+|knowledge))\s*$"
)
_BY_CRITERIA = (1.78, -0.037)
"""How near an ad lies to a standard's title by how near it lies to its criteria in the mean: slope and intercept, of
280 ads beside five standards that ship."""
_SENTENCE, _FEW_ENTRIES = 14, 2  # words of a criterion that names a product; entries that one name tells
_RARE = math.log(1000)  # inverse document frequency of a word that one sentence of a thousand has
# Capitalised words behind another word, as a sentence has them, and a word that shows that not all are capitalised.
_NAME_WITHIN = re.compile(r"(?<=[\w,(] )[A-Z][\w+#.]*(?: [A-Z][\w+#.]*)*")
_PLAIN_WORD = re.compile(r"(?<=[ (])[^\W\dA-Z_]{3,}")
# What is done with a product, before its name, in a folded wording that has no other word: "Usa Excel".
_USING = re.compile(
    r"(?:us(?:ar?|o|es?|ing)|utiliz\w+|manej\w+|opera(?:r|tes?)?|programar?|domin\w+|conoc\w+|handl\w+|knows?)"
    r"(?: (?:del?|en|con|of))? "
)
_INITIAL = re.compile(r"[&'’ªº°]")  # what stands behind a letter that is none: "R&D"


Similarities = dict[str, Reals]
"""Of some texts to all entries of a framework; each array has the shape (texts, entries).

score: of the scorer of pairs; its lowest where the entry is none of its candidates.
lead: behind the text's best candidate, 0 or less.
probability: of the scorer of pairs, 0 where the entry is none of its candidates.
rank: among the text's candidates, from 1.
cosine: of the text and the entry's nearest wording.
covered: share of a wording's words, by weight, that the text has.
shared: weight of the words that text and wording share, of all that they have together.
stands: share of the text's words that a wording takes which stands there word for word, 0 for none.
says: 1 where the text says a name that stands within a wording ("Use Microsoft Excel spreadsheets"), or another name
    of the same, 0 elsewhere.
"""


class EntrySimilarity:
    """Compares texts with the entries of one framework, indexed by this encoder.

    Attributes:
        names: for each entry whether its statement is a proper name ("JavaScript", "SQL Server"), or a language.
        languages: for each entry that is a language its ISO 639-1 code, "" for the others.
        levels: for each of these how well it is to be spoken, 0 where it does not say, and for the others.
        standards: for each entry of a standard with criteria the place of that standard, -1 for the others.
    """

    def __init__(self, index: FrameworkIndex, encoder: Encoder) -> None:
        self.index, self._encoder, self._model = index, encoder, shipped()
        self._pool = Pool.build(index, excluded=NOT_FOR_PROGRAMMES, scale=self._model.scale_for(encoder.revision))
        rows = self._pool.rows
        self._size = len(index.framework.competencies)
        self._entries = index.entries[rows]
        self._starts = np.flatnonzero(np.diff(self._entries, prepend=-1))
        self._vectors = index.index.vectors(rows)
        labels = label_rows(index.framework)[0]
        wordings = [labels[row] for row in rows]
        self._words: dict[str, int] = {}
        stems = [words(wording) for wording in wordings]
        self._weights, self._has = self._weighed(stems)
        self._total = np.asarray(self._has @ self._weights, dtype=np.float32)
        self._said: dict[str, set[int]] = defaultdict(set)
        self._says: dict[str, set[int]] = defaultdict(set)  # by a short word
        posts = _posts(index.framework)
        self._called_as_posts: dict[int, set[str]] = {}  # with the other words of such an entry
        for wording, own, entry in zip(wordings, stems, self._entries.tolist(), strict=True):
            for said in (wording, BRACKETED.sub("", wording)):
                tokens = TOKEN.findall(_EDITION.sub(r"\1", said))
                if len(tokens) == 1 and tokens[0].lower() in posts:
                    self._called_as_posts.setdefault(entry, set()).update(set(own) - set(words(said)))
                self._said[_cased(tokens[0]) if len(tokens) == 1 else fold_letters(" ".join(tokens))].add(entry)
            for word in TOKEN.findall(wording):
                if len(word) <= _SHORT:
                    self._says[_cased(word)].add(entry)
        kinds = kinds_in(index.framework)
        sentences = [
            (wording, entry)
            for wording, entry in zip(wordings, self._entries.tolist(), strict=True)
            if entry in kinds and len(wording.split()) <= _SENTENCE
        ]
        self._within = self._named_within(sentences)
        self._sentences = [(spaced(forms(wording)), entry) for wording, entry in sentences]
        self._alike = defined(wording for wording, _ in sentences) | {*known()}
        self._naming: dict[Alike, list[int]] = {}
        self._qualified = self._set_apart(wordings, stems)
        entries = index.framework.competencies
        self.languages = np.array([parse_language(entry.statement) for entry in entries])
        self.levels = np.array([parse_level(entry.statement) for entry in entries], dtype=int) * (self.languages != "")
        used = [bool(_USING.match(fold_letters(one.statement))) for one in entries]
        self.names = np.array(index.framework.proper_names, dtype=bool) & ~np.array(used, dtype=bool)
        # A language, however rare.
        spoken = [any(label.text.startswith(_SPOKEN) for label in one.labels) for one in entries]
        self.names |= np.array(spoken, dtype=bool)
        self.names |= self.languages != ""
        self.standards = np.full(self._size, -1)
        for place in kinds:
            self.standards[place] = index.framework.places[index.framework.find_root(entries[place].code)]
        criteria = index.framework.criteria
        groups = Counter(map(index.framework.find_root, criteria))
        self._lists = {
            index.framework.places[code]: np.array(sorted(chain.from_iterable(kinds.values())))
            for code, kinds in criteria.items()
            if groups[code] == 1  # no element has criteria of its own
        }

    def _named_within(self, sentences: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
        """Return the names within criteria of one sentence ("Use Microsoft Excel spreadsheets"), each with its entries.

        What many entries name, and what is an ordinary word as well ("Teams"), does not tell one of them.
        """
        found: dict[str, set[int]] = defaultdict(set)
        for wording, entry in sentences:
            plain = _PLAIN_WORD.search(wording)
            for match in _NAME_WITHIN.finditer(wording):
                if not (plain or _USING.fullmatch(fold_letters(wording[: match.start()]))):
                    continue
                *_makers, last = tokens = TOKEN.findall(match[0])
                rare = min(self._model.rarity.weights_of(words(last)), default=0.0) >= _RARE
                if rare and len(last) > _CASED and not parse_language(last):
                    found[_cased(last)].add(entry)
                if len(tokens) > 1:
                    found[fold_letters(" ".join(tokens))].add(entry)
        return {name: entries for name, entries in found.items() if len(entries) <= _FEW_ENTRIES}

    def _set_apart(self, wordings: Sequence[str], stems: Sequence[Sequence[str]]) -> dict[str, dict[int, set[str]]]:
        """Return by the plain part of a qualified name, another entry's wording, the entries with their own words.

        ESCO calls "trabajar en equipo en la industria textil" also "trabajar en equipo": what is the plain part of an
        entry's name does not name it where it names another.
        """
        words_of: dict[int, set[str]] = defaultdict(set)
        says: dict[str, set[int]] = defaultdict(set)
        plain: dict[str, set[int]] = defaultdict(set)
        plain_of_name: dict[str, set[int]] = defaultdict(set)
        names = [
            {entry.statement, *(label.text for label in entry.labels if label.kind == "preferred")}
            for entry in self.index.framework.competencies
        ]
        for wording, own_stems, entry in zip(wordings, stems, self._entries.tolist(), strict=True):
            words_of[entry].update(own_stems)
            says[" ".join(own_stems)].add(entry)
            tokens = TOKEN.findall(fold_letters(wording))
            for at in [at for at, token in enumerate(tokens) if _QUALIFYING.fullmatch(token)]:
                before = words(" ".join(tokens[:at]))
                if len(before) >= _NAMING_WORDS:
                    plain[" ".join(before)].add(entry)
                    if wording in names[entry]:
                        plain_of_name[" ".join(before)].add(entry)
        found: dict[str, dict[int, set[str]]] = {}
        for key, entries in plain.items():
            if plainer := says[key] - plain_of_name[key]:
                common = set().union(*(words_of[one] for one in plainer))
                found[key] = {entry: own for entry in sorted(entries - plainer) if (own := words_of[entry] - common)}
        return found

    def unsaid(self, texts: Iterable[str], whole: str, languages: Mapping[str, int]) -> list[int]:
        """Return entries that qualify what one of an ad's texts says, where the whole ad says no word of the qualifier.

        "Trabajar en equipo" does not ask for "trabajar en equipo en la industria textil". Of what is called as a post
        is, "Chef (herramientas para la gestión de …)", two words of the qualifier have to be said. Of a language at a
        level at least this level is to be asked for, by the `languages` that are, each with its own.
        """
        said = set(words(whole))
        found = {entry for entry, own in self._called_as_posts.items() if len(said & own) < _NAMING_WORDS}
        for text in texts:
            stems = words(text)
            for start in range(len(stems)):
                for end in range(start + _NAMING_WORDS, min(start + _LONGEST, len(stems)) + 1):
                    narrower = self._qualified.get(" ".join(stems[start:end]), {})
                    found.update(entry for entry, own in narrower.items() if said.isdisjoint(own))
        levels = ((place, self.levels[place]) for place in np.flatnonzero(self.levels).tolist())
        found.update(place for place, level in levels if level > languages.get(self.languages[place], 0))
        return sorted(found)

    def _weighed(self, stems: Sequence[Sequence[str]]) -> tuple[Reals, sparse.csr_matrix]:
        """Return the weight of each word of all wordings, the rarer the more, and which wording has which."""
        rows, columns = [], []
        for row, own in enumerate(stems):
            for word in sorted(set(own)):  # in this order their weights are added up, in every process
                rows.append(row)
                columns.append(self._words.setdefault(word, len(self._words)))
        has = sparse.csr_matrix(
            (np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(len(stems), max(len(self._words), 1))
        )
        count = np.asarray(has.sum(axis=0)).ravel()
        return np.log((len(stems) + 1) / (count + 1)).astype(np.float32), has

    @single_threaded()  # of many small products
    def compare(self, texts: Sequence[tuple[str, str | None]], alike: Iterable[Alike] = ()) -> Similarities:
        """Compare texts with their languages, each by itself; `alike` are names that the ads give to one thing."""
        asked = [make_question(text, language) for text, language in texts]
        wanted = texts_of(asked)
        vectors = self._encoder.encode(wanted, role="query")
        place = {text: row for row, text in enumerate(wanted)}
        shape = (len(texts), self._size)
        score, lead = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        probability, rank = np.zeros(shape, np.float32), np.full(shape, FAR, np.float32)
        passages = encode_passages([requirement_passage(text, language) for text, language in texts], self._encoder)
        candidates = score_all(asked, wanted, vectors, self._pool)
        for row, judged in enumerate(self._model.judge_apart(passages, candidates, self._pool)):
            if not len(judged.entries):
                continue
            score[row] = judged.score.min()
            score[row, judged.entries] = judged.score
            lead[row] = score[row] - judged.score.max()
            probability[row, judged.entries] = judged.probability
            order = np.argsort(-judged.score, kind="stable")
            rank[row, judged.entries[order]] = np.minimum(np.arange(1, len(order) + 1), FAR)
        own = np.array([vectors[place[one.text]] for one in asked], dtype=np.float32)
        cosine = self._best(self._pool.scaled(own @ self._vectors.T))
        covered, shared = self._in_words([one.text for one in asked])
        stands, says = self._word_for_word([text for text, _ in texts])
        self._by_other_names([text for text, _ in texts], alike, says)
        for row, (text, _) in enumerate(texts):
            if word := _bare(text):
                # Only what says this word is near to it.
                other = np.ones(self._size, dtype=bool)
                other[[*self._says.get(_cased(word), ())]] = False
                score[row, other] = score[row].min()
                lead[row] = score[row] - score[row].max()
                rank[row, other] = FAR
                for values in (probability, cosine, covered, shared):
                    values[row, other] = 0
        found = {"score": score, "lead": lead, "probability": probability, "rank": rank}
        return {**found, "cosine": cosine, "covered": covered, "shared": shared, "stands": stands, "says": says}

    def compare_whole(self, texts: Sequence[str]) -> tuple[Reals, Reals]:
        """Return the vectors of whole ads, and their cosines, scaled, with each entry's nearest wording."""
        vectors = self._encoder.encode([text[:_MOST_OF_AD] for text in texts], role="query")
        whole = self._best(self._pool.scaled(vectors @ self._vectors.T))
        for root, criteria in self._lists.items():
            # What a list is called ("habilidades 2026") need not say of which trade it is.
            whole[:, root] = _BY_CRITERIA[0] * whole[:, criteria].mean(axis=1) + _BY_CRITERIA[1]
        return vectors, whole

    def wordings(self) -> Reals:
        """Return the mean of each entry's wordings, shape (entries, dimension), length 1; of names and criteria 0."""
        found = np.zeros((self._size, self._vectors.shape[1]), np.float32)
        np.add.at(found, self._entries, self._vectors)
        found[self.names | (self.standards >= 0)] = 0
        return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-6), dtype=np.float32)

    def _best(self, of_rows: Reals) -> Reals:
        """Return the highest value of each entry's wordings; 0 for entries that are not looked at."""
        best = np.zeros((len(of_rows), self._size), np.float32)
        if len(self._starts):
            best[:, self._entries[self._starts]] = np.maximum.reduceat(of_rows, self._starts, axis=1)
        return best

    def _in_words(self, texts: Sequence[str]) -> tuple[Reals, Reals]:
        """Return the most that a text covers, and shares, of each entry's wordings."""
        total = np.zeros(len(texts), np.float32)
        rarest = float(self._weights.max(initial=0))
        places, columns, weights = list[int](), list[int](), list[float]()
        for column, text in enumerate(texts):
            for word in sorted(set(words(text))):
                place = self._words.get(word)
                weight = rarest if place is None else float(self._weights[place])
                total[column] += weight
                if place is not None:
                    places.append(place)
                    columns.append(column)
                    weights.append(weight)
        said = (np.array(weights, np.float32), (places, columns))
        common = (self._has @ sparse.csr_matrix(said, shape=(len(self._weights), len(texts)))).tocoo()
        covered = self._total[common.row]
        found = []
        for of in (covered, covered + total[common.col] - common.data):
            best = np.zeros((len(texts), self._size), np.float32)
            np.maximum.at(best, (common.col, self._entries[common.row]), common.data / np.maximum(of, 1e-6))
            found.append(best)
        return found[0], found[1]

    def _word_for_word(self, texts: Sequence[str]) -> tuple[Reals, Reals]:
        stands, says = (np.zeros((len(texts), self._size), np.float32) for _ in range(2))
        for row, text in enumerate(texts):
            plain = _EDITION.sub(r"\1", text)
            alone = [_by_itself(plain, match) for match in TOKEN.finditer(plain)]
            tokens = [fold_letters(word) for word in TOKEN.findall(plain)]
            for length in range(1, min(_LONGEST, len(tokens)) + 1):
                for start in range(len(tokens) - length + 1):
                    said = " ".join(tokens[start : start + length]) if length > 1 else alone[start]
                    for entry in self._said.get(said, ()):
                        stands[row, entry] = max(stands[row, entry], length / len(tokens))
                    says[row, [*self._within.get(said, ())]] = 1
        return stands, says

    def _by_other_names(self, texts: Sequence[str], alike: Iterable[Alike], says: Reals) -> None:
        """Note in `says` where a text has one name of something and an entry the same or another one."""
        told = [spaced(forms(text)) for text in texts]
        for names in self._alike.union(alike):
            if names not in self._naming:
                entries = {entry for said, entry in self._sentences if any(name in said for name in names)}
                self._naming[names] = sorted(entries) if len(entries) <= _FEW_ENTRIES else []
            if entries_of := self._naming[names]:
                rows = [row for row, said in enumerate(told) if any(name in said for name in names)]
                says[np.ix_(rows, entries_of)] = 1


def _posts(framework: Framework) -> frozenset[str]:
    """Return words that by themselves name an occupation: of a "chef" an ad does not ask for the software Chef."""
    occupations = (entry for entry in framework.competencies if entry.kind == "occupation")
    names = (name for entry in occupations for name in entry.wordings)
    return frozenset(name for name in names if name.islower() and name.isalpha())


def _bare(text: str) -> str | None:
    """Return the short word that is all that a text says, None where it says more."""
    said = [word for word in TOKEN.findall(text) if not (word.isdigit() or says_nothing(fold_letters(word)))]
    return said[0] if len(said) == 1 and len(said[0]) <= _SHORT else None


def _cased(word: str) -> str:
    return word if len(word) <= _CASED else _EDITION.sub(r"\1", fold_letters(word))


def _by_itself(text: str, match: re.Match[str]) -> str:
    """Return a word of a text as it is looked for by itself; "" for a letter that is no name there."""
    is_kind = not _NAMING.search(fold_letters(text[: match.start()])) or _INITIAL.match(text, match.end())
    return "" if len(match[0]) == 1 and is_kind else _cased(match[0])


Progress = Callable[[int, int], None]

_AT_ONCE = 12  # ad groups whose texts are compared together: what is kept of each is little, what it takes is not
KEPT = 0.002  # probability of a pair from which it is kept one by one
NEAR = 0.3  # cosine with any text of an ad from which an entry is looked at that the scorer of pairs does not bring in
_ALIKE = 0.45  # cosine from which a text counts as near to an entry
_EXAMPLE = 0.5  # probability by the scorer of pairs from which a text may be shown as an example of an entry
NO_EXAMPLES = frozenset({"degree", "language", "post"})  # kinds of requirements that show no skill
_SAID = 0.95  # probability at least of a proper name that is all of a text: of "R" the scorer of pairs can tell little


@dataclass(frozen=True, slots=True)
class AdGroups:
    """Ads with what their groups ask for.

    Attributes:
        requirements: for each ad group what it asks for, each wording once.
        texts: distinct (wording, language): the titles and all requirements, sorted.
        titles: for each ad group the number of its title, -1 where it has none.
        numbers: for each ad group the numbers of its texts, that of its title among them.
    """

    ads: JobAds
    requirements: tuple[tuple[Requirement, ...], ...]
    texts: tuple[tuple[str, str | None], ...]
    titles: tuple[int, ...]
    numbers: tuple[tuple[int, ...], ...]

    @classmethod
    def from_ads(cls, ads: JobAds) -> AdGroups:
        """Number the wordings of what can be compared; () for a group that asks for nothing."""
        by_id = {ad.id: ad for ad in ads.ads}
        of_ad: dict[str, list[Requirement]] = defaultdict(list)
        for one in ads.requirements:
            if one.mapped:
                of_ad[one.ad].append(one)
        requirements = []
        for group in ads.groups:
            wordings = {r.text.casefold(): r for ad in reversed(group) for r in reversed(of_ad[ad])}
            requirements.append(tuple(wordings[key] for key in sorted(wordings)))
        named = [next(((a.title, a.language) for i in group if (a := by_id[i]).title), None) for group in ads.groups]
        said = [
            dict.fromkeys([(r.text, r.language) for r in row] + ([title] if title else []))
            for row, title in zip(requirements, named, strict=True)
        ]
        texts = sorted({text for row in said for text in row}, key=lambda t: (t[0], t[1] or ""))
        places = {text: number for number, text in enumerate(texts)}
        return cls(
            ads,
            tuple(requirements),
            tuple(texts),
            tuple(places[title] if title else -1 for title in named),
            tuple(tuple(places[text] for text in row) for row in said),
        )


@dataclass(frozen=True, slots=True)
class Pairs:
    """(Ad group, entry) pairs that may hold, ordered by entry, then group; parallel arrays but the last two.

    Attributes:
        entry: position in the framework's competencies.
        features: shape (pairs, features), as `DemandModel` takes them.
        best: number of the text that is nearest, in `AdGroups.texts`; -1 where only what is no example does.
        rest: for every entry the probabilities of all pairs that are not kept, summed.
        groups: number of all ad groups.
        surest: for each of `AdGroups.texts` the probability of the entry that it most probably asks for.
        nearest: for each of them the place of that entry.
        heads: for the place of an entry that of the row in which it is told, as `alike.merge_rows` has it.
    """

    entry: NDArray[np.int64]
    group: NDArray[np.int64]
    features: NDArray[np.float32]
    probability: Numbers
    best: NDArray[np.int64]
    rest: Numbers
    groups: int
    surest: Numbers
    nearest: NDArray[np.int64]
    heads: Mapping[int, int]

    def select(self, groups: Sequence[int]) -> Pairs:
        """Return the pairs of some ad groups alone, numbered anew."""
        number = np.full(self.groups, -1)
        number[list(groups)] = np.arange(len(groups))
        kept = number[self.group] >= 0
        rest = self.rest * len(groups) / max(self.groups, 1)
        return Pairs(
            self.entry[kept],
            number[self.group[kept]],
            self.features[kept],
            self.probability[kept],
            self.best[kept],
            rest,
            len(groups),
            self.surest,
            self.nearest,
            self.heads,
        )


def score_pairs(asked: AdGroups, similarity: EntrySimilarity, model: DemandModel, progress: Progress) -> Pairs:
    """Return the probability that each ad group asks for each entry of a framework.

    `progress` is told the groups done and all of them.
    """
    framework = similarity.index.framework
    corrections, numbers = model.corrections_of(framework), model.numbers_of(framework)
    known = ~np.isnan(corrections[:, 0])
    rest = np.zeros(len(framework.competencies))
    surest, nearest = np.zeros(len(asked.texts)), np.zeros(len(asked.texts), np.int64)
    none = np.zeros(0, np.int64)  # where no ad asks for anything
    kept_of = [(none, none, np.zeros((0, len(FEATURES)), np.float32), np.zeros(0), none)]
    own = similarity.index.encoder == model.encoder
    # Directions of one encoder mean nothing in the vectors of another: there every ad lies in the middle.
    ways, middle = np.array(model.ways if own else (), np.float32), [] if own else [FEATURES.index(way) for way in WAYS]
    for one in compare_groups(asked, similarity, known, ways, progress):
        one.features[:, middle] = np.asarray(model.mean, np.float32)[middle]
        said = model.add_context(one.features, numbers[one.places], corrections[one.places])
        probability = model.probabilities(said, one.places, corrections)
        kept = probability >= KEPT
        rest += model.missed
        rest[one.places] += np.where(kept, 0.0, probability) - model.missed
        group = np.full(int(kept.sum()), one.group)
        texts = list(asked.numbers[one.group])
        surest[texts], nearest[texts] = one.surest, one.nearest
        kept_of.append((one.places[kept], group, said[kept], probability[kept], one.best[kept]))
    entry, group, features, sure, best = (np.concatenate(parts) for parts in zip(*kept_of, strict=True))
    order = np.lexsort((group, entry))
    found = entry[order], group[order], features[order], sure[order], best[order]
    rows = merge_rows(found[0], found[3], similarity.wordings())
    return Pairs(*found, rest, len(asked.numbers), surest, nearest, rows)


class GroupFeatures(NamedTuple):
    """The features of the entries near to any text of one ad group, with the number of the best text.

    `surest` is for each of its texts the probability of the entry that it most probably asks for, 1 where a wording of
    it is all of the text, `nearest` the place of that entry.
    """

    group: int
    places: NDArray[np.int64]
    features: NDArray[np.float32]
    best: NDArray[np.int64]
    surest: Numbers
    nearest: NDArray[np.int64]


def compare_groups(
    asked: AdGroups,
    similarity: EntrySimilarity,
    always: NDArray[np.bool_],
    ways: NDArray[np.float32],
    progress: Progress = lambda *_: None,
) -> Iterator[GroupFeatures]:
    """Yield every ad group that has texts; `ways` are those of `DemandModel`, `always` entries never too far."""
    by_id = {ad.id: ad for ad in asked.ads.ads}
    # "C" may be a class of driving licences.
    licences = [{(one.text, one.language) for one in row if one.kind == "licence"} for row in asked.requirements]
    no_examples = [{(one.text, one.language) for one in row if one.kind in NO_EXAMPLES} for row in asked.requirements]
    # "Comunicación en inglés" and "atender llamadas en inglés" ask for English too.
    levels_of = [required_levels(row) for row in asked.requirements]
    alike = defined(ad.text for ad in asked.ads.ads)
    for start in range(0, len(asked.numbers), _AT_ONCE):
        progress(start, len(asked.numbers))
        here = [group for group in range(len(asked.numbers))[start : start + _AT_ONCE] if asked.numbers[group]]
        wanted = sorted({text for group in here for text in asked.numbers[group]})
        if not wanted:
            continue
        rows = {text: row for row, text in enumerate(wanted)}
        likeness = similarity.compare([asked.texts[text] for text in wanted], alike)
        ads = [by_id[asked.ads.groups[group][0]] for group in here]
        whole_texts = [f"{ad.title}. {ad.text}" for ad in ads]
        of_wholes = zip(here, whole_texts, *similarity.compare_whole(whole_texts), strict=True)
        for group, text, vector, whole in of_wholes:
            own = np.array([rows[text] for text in asked.numbers[group]])
            near = likeness["probability"][own].max(axis=0) > 0
            near |= (likeness["stands"][own].max(axis=0) > 0) | (likeness["cosine"][own].max(axis=0) > NEAR)
            said = [asked.texts[text][0] for text in asked.numbers[group]]
            near[similarity.unsaid(said, text, levels_of[group])] = False
            places = np.flatnonzero(always | near)
            sure = np.maximum(likeness["probability"][own], likeness["stands"][own] >= 1)
            sure = np.maximum(sure, _SAID * likeness["says"][own])
            of = {name: values[np.ix_(own, places)] for name, values in likeness.items()}
            # A language is asked for where the reading of the ad says so, in whatever words.
            languages = similarity.languages[places]
            of["stands"] *= languages == ""
            of["stands"][:, np.isin(languages, [*levels_of[group]])] = 1
            names = similarity.names[places]
            of["stands"][[asked.texts[text] in licences[group] for text in asked.numbers[group]]] *= ~names
            said_so = (of["stands"] >= 1) & names | (of["says"] > 0)
            np.copyto(of["probability"], _SAID, where=said_so & (of["probability"] < _SAID))
            title = rows.get(asked.titles[group], -1)
            called = likeness["cosine"][title, places] if title >= 0 else None
            named = _features(of, called, names)
            # What a post is called says of which field it is, and not which of all the field's skills are asked for.
            counts = always[places] | (own != title)[:, None] if len(own) > 1 else np.ones((1, len(places)), bool)
            if not counts.all():
                rest = _features({name: values[own != title] for name, values in of.items()}, called, names)
                named = {name: np.where(always[places], values, rest[name]) for name, values in named.items()}
            of_standard = similarity.standards[places]
            named |= {"whole": whole[places], "trade": np.where(of_standard < 0, 0, whole[of_standard])}
            named |= dict(zip(WAYS, ways @ vector if len(ways) else (), strict=False))
            nothing = np.zeros(len(places))
            columns = [np.broadcast_to(named.get(name, nothing), len(places)) for name in FEATURES]
            # Neither what is far nor a degree, a language or what a post is called is an example of another skill.
            other = np.array([asked.texts[text] in no_examples[group] for text in asked.numbers[group]])
            counts = counts & ~((other | (own == title) & (len(own) > 1))[:, None] & (languages == ""))
            told = (of["probability"] >= _EXAMPLE) & (of["cosine"] >= _ALIKE)
            counts &= told | (of["stands"] > 0) | (of["says"] > 0)
            best = np.where(counts, of["score"], -np.inf).argmax(axis=0) if len(places) else np.zeros(0, np.int64)
            says = np.where(counts.any(axis=0), np.array(wanted, dtype=np.int64)[own[best]], -1)
            rows_of = np.column_stack(columns).astype(np.float32)
            yield GroupFeatures(group, places, rows_of, says, sure.max(axis=1), sure.argmax(axis=1))


def _features(
    of: Mapping[str, NDArray[np.float32]], title: NDArray[np.float32] | None, names: NDArray[np.bool_]
) -> dict[str, Any]:
    """Return `FEATURES` of entries by the similarities of one group's texts, its title's, and which are names."""
    stands, best, cosine = of["stands"].max(axis=0) > 0, of["score"].max(axis=0), of["cosine"].max(axis=0)
    return {
        "best": best,
        "sure": log_odds(of["probability"].max(axis=0)),
        "together": np.log1p(10 * of["probability"].sum(axis=0)),
        "rank": np.log(of["rank"].min(axis=0)),
        "lead": of["lead"].max(axis=0),
        "cosine": cosine,
        "near": np.maximum(cosine - _ALIKE, 0),
        "very_near": np.maximum(cosine - 0.6, 0),
        "high": np.maximum(best - 0.45, 0),
        "very_high": np.maximum(best - 0.6, 0),
        "covered": of["covered"].max(axis=0),
        "shared": of["shared"].max(axis=0),
        "stands": stands,
        "stands_alone": of["stands"].max(axis=0),
        "title": cosine if title is None else title,
        "named": names & stands | (of["says"].max(axis=0) > 0),
        "absent": names & ~stands,
    }
