"""Fits the scorer that ships: `python -m lab.training scorer DATA TRUTH`.

TRUTH holds `programmes/train` (programmes with known truth), `pairs/train.jsonl` (graded pairs) and `sentences.tsv`;
programmes that ship are used too. For another encoder `curmap calibrate` fits one of the same parts beside it
(`mapper.evaluation.training`).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from corpora import Framework, readers
from corpora.frameworks import load
from embeddings.encoders import Encoder
from embeddings.lexical import words
from eval.graded import read as read_graded
from lab.reading.programmes import alike
from lab.training.material import registry, shipped_encoder
from mapper.evaluation.programmes import Truth, read_truths
from mapper.evaluation.training import (
    FOLDS,
    SHIPPED,
    SHOWN,
    candidates,
    cross_fitted,
    fit_pairs,
    logistic,
    read_rows,
    states_by_programme,
)
from mapper.matching.candidates import NOT_FOR_PROGRAMMES, Pool, Scale
from mapper.matching.features import describe_skills
from mapper.matching.index import FrameworkIndex
from mapper.matching.read_scorer import ReadScorer
from mapper.matching.records import is_mapped
from mapper.matching.scorer import Scorer
from mapper.matching.teaching import split_programme
from mapper.matching.terms import Rarity, Space, Synonyms, Usages, code_of, normalise
from mapper.workspace.files import write_atomically

Report = Callable[[str], None]
_SENTENCES = "sentences.tsv"
_SKILL_STRENGTH = 0.1
_SKILL_WEIGHTS = {"ads": 1.0, "passages": 0.1, "other trades": 0.05}
"""Of skills by what they were drawn: those that ads of the programme's trade ask for are what is told of."""
_OTHER_TRADES = 2
"""Other trades with whose ads each programme is compared."""
_LEAST_COUNT = 3
"""Sentences in which a stem stands, for its rarity to be kept."""
LIMITS_OF_SKILLS = 0.67, 0.3
"""Probability from which on a skill is told as found, and up to which as not found: of a hundred skills that ads ask
for and that are told so 83 are taught, and 77 are not (see "skills" among the figures)."""
SYNONYMS = Path(__file__).with_name("synonyms.txt")
"""What a language model knows of words of norms, programmes and ads: those that can stand for one another at work."""
SKILLS = SHIPPED / "skills.tsv"
"""What a reader found programmes to teach of skills of ESCO: programme, code, state, and by what it was drawn."""


def train(data: Path, truth: Path, out: Path, *, report: Report) -> None:
    """Fit on the train parts and write the model as .npz; `report` gets each line of the figures of what was held out.

    The data are in `esco/`, `renec/` and `conocer/`; for the truth see above.
    """
    encoder = shipped_encoder()
    folders = [folder for folder in (SHIPPED, truth / "programmes" / "train") if folder.is_dir()]
    # What ships stands in the folder too.
    by_name = {
        one.framework.name: one for folder in reversed(folders) for one in read_truths(folder, data / "conocer")[0]
    }
    truths = list(by_name.values())
    esco = load([data / "esco"], loader="esco")
    renec = registry(data)
    written = [(row["code"], row["programme"], row["ad"]) for row in read_rows(truth / _SENTENCES)]
    graded = read_graded([truth / "pairs" / "train.jsonl"])
    frameworks = [esco, renec]
    indexes = [FrameworkIndex.build(framework, encoder) for framework in frameworks]

    rarity = rarity_of([text for _, *texts in written for text in texts])
    pools = {index.framework.name: Pool.build(index, excluded=NOT_FOR_PROGRAMMES) for index in indexes}
    synonyms = synonyms_of(SYNONYMS.read_text(encoding="utf-8").splitlines())
    said = said_of(written, frameworks, encoder)
    stages, columns, of_graded = fit_pairs(graded, pools, encoder, Space(pools["esco"].scaled, rarity, said))
    report(str(of_graded))
    scales = [Scale.measure(index) for index in indexes]
    scale = Scale(
        round(float(np.mean([one.mean for one in scales])), 4),
        round(float(np.mean([one.spread for one in scales])), 4),
    )
    scorer = Scorer(
        criteria=ReadScorer.shipped(rarity),
        columns=columns,
        stages=stages,
        rarity=rarity,
        synonyms=synonyms,
        said=said,
        limits_of_skills=LIMITS_OF_SKILLS,
        threshold=SHOWN,
        encoder=encoder.revision,
        scale=scale,
        about={"pairs": of_graded, "folds": FOLDS, "encoder": encoder.revision},
    )
    write_atomically(out, with_skills(scorer, truths, pools["esco"], encoder, report).to_bytes())


def with_skills(scorer: Scorer, truths: Sequence[Truth], esco: Pool, encoder: Encoder, report: Report) -> Scorer:
    """Return the scorer with the probability that a whole programme teaches a skill of ESCO, fitted on `SKILLS`.

    What is told of are skills that ads of a programme's trade ask for. Those that its passages are near to, and skills
    of other trades, are to be told apart from them, but so few of them are taught that they count less.
    """
    place = {code_of(entry): number for number, entry in enumerate(esco.index.framework.competencies)}
    states = states_by_programme(SKILLS)
    judged: dict[str, dict[str, tuple[bool, str]]] = {name: {} for name in states}
    for row in read_rows(SKILLS):
        name, code = row["programme"], row["code"]
        if code in place:
            judged[name][code] = (states[name][code] != "absent", row["drawn"])
    known = [truth for truth in truths if truth.name in judged]
    asking = {t.name: [code for code, (_, how) in judged[t.name].items() if how == "ads"] for t in known}
    rows, taught, drawn, whose = [], [], [], []
    for truth in known:
        passages = split_programme(readers.read(truth.path)).passages
        asked, (of_esco,) = candidates([one for one in passages if is_mapped(one, all_passages=False)], [esco], encoder)
        found = scorer.score_catalogue(asked, of_esco, esco)
        said = dict(judged[truth.name])
        others = [other for other in known if asking[other.name] and not alike(other, truth)]
        for other in random.Random(truth.name).sample(others, min(_OTHER_TRADES, len(others))):
            said = dict.fromkeys(asking[other.name], (False, "other trades")) | said
        places = np.array([place[code] for code in said])
        of_one, _ = describe_skills(asked, found, esco.index, places, scorer.space(esco))
        rows.append(of_one)
        taught += [float(is_taught) for is_taught, _ in said.values()]
        drawn += [how for _, how in said.values()]
        whose += [truth.name] * len(said)
    x, y, by, names = np.concatenate(rows), np.array(taught), np.array(drawn), np.array(whose)
    fitting = (x, y, names, _SKILL_STRENGTH, np.array([_SKILL_WEIGHTS[how] for how in drawn]))
    t = cross_fitted(*fitting)
    figures: dict[str, Any] = {"programmes": len(known)}
    for name in sorted(set(drawn)):
        part = by == name
        high, low = part & (t >= LIMITS_OF_SKILLS[0]), part & (t <= LIMITS_OF_SKILLS[1])
        figures[name] = {
            "skills": int(part.sum()),
            "taught": round(float(y[part].mean()), 3),
            "said": round(float(t[part].mean()), 3),
            "found": [int(high.sum()), int(y[high].sum())],
            "not_found": [int(low.sum()), int(low.sum() - y[low].sum())],
        }
    figures["auroc"] = round(float(roc_auc_score(y[by == "ads"], t[by == "ads"])), 3)
    report(str(figures))
    stages = {**scorer.stages, "skill": logistic(*fitting)}
    return replace(scorer, stages=stages, about={**scorer.about, "skills": figures})


def said_of(written: Sequence[tuple[str, str, str]], frameworks: Sequence[Framework], encoder: Encoder) -> Usages:
    """Tell how programmes and ads say each entry of these frameworks."""
    names: dict[str, list[str]] = {}
    for entry in (entry for framework in frameworks for entry in framework.competencies):
        preferred = [label.text for label in entry.labels if label.kind == "preferred"]
        names[code_of(entry)] = [entry.statement, *preferred]
    programmes, ads = (encoder.encode([row[side] for row in written], role="query") for side in (1, 2))
    return Usages.build([[row[0], *names.get(row[0], ())] for row in written], normalise(programmes + ads))


def rarity_of(texts: Sequence[str]) -> Rarity:
    """Return the smoothed inverse document frequency of stems in these sentences."""
    counts = Counter(stem for text in texts for stem in set(words(text)))
    size = len(texts) + 1
    stems = {stem: round(float(np.log(size / (n + 1))), 2) for stem, n in counts.items() if n >= _LEAST_COUNT}
    return Rarity(stems, round(float(np.log(size)), 2))


def synonyms_of(lines: Iterable[str]) -> Synonyms:
    """Read lines `word: what can stand for it | the same in the other language`; kept both ways."""
    found: dict[str, set[str]] = {}
    for line in lines:
        word, _, others = line.partition(":")
        for one, other in product(words(word), words(others)):
            if one != other:
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
    return Synonyms({stem: sorted(known) for stem, known in sorted(found.items())})
