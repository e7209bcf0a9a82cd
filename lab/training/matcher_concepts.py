"""Questions made from a bilingual framework such as ESCO, of the concepts that the encoder was not trained on.

What is asked, and among what:

- a label: the concept's preferred label, in the same language and in the other one;
- the first sentence of a description: the preferred label, in both languages;
- names: the other names of an occupation, among all names of occupations, the one that is asked taken out;
- titles: likewise, but the title itself stands in the pool, where it is no answer: titles are only ranked;
- titles that are given as examples of a group of occupations: the occupations of that group, among all of them, only
  ranked as well, since not each of them is what the title names;
- a sentence of an advertisement that names one to three skills by other labels than their preferred ones: these.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from corpora import Competency, Framework
from corpora.language import detect_language
from embeddings.encoders import Encoder
from lab.training.matcher_tasks import Task, plain, pool_of, task_of
from lab.training.material import OCCUPATION, families, labels_in
from lab.training.pivot import example_titles
from lab.training.sentences import to_ask
from mapper.matching.candidates import Pool
from mapper.matching.queries import Question, make_question

_PER_KIND = 250
_TITLES_EACH = 3
_SHORTEST_DESCRIPTION = 40
EncodedPassages = tuple[Question, Sequence[str], str]
"""A question, the statements of its right entries, and its group."""


def of_concepts(framework: Framework, held_out: Sequence[Competency], folder: Path, encoder: Encoder) -> Iterator[Task]:
    """Yield all tasks; those for which there is nothing to ask are left out."""
    concepts = [c for c in framework.competencies if c.kind != "group"]
    counted = {c.code for c in held_out}
    occupations = {c.code: labels_in(c, "en") for c in concepts if c.kind == OCCUPATION}
    yield from _of_titles("titles-es", "es", families(folder), counted, encoder)
    yield from _of_titles("titles-en", "en", occupations, counted, encoder)
    yield from _of_examples(framework, occupations, encoder)
    yield from _of_names(occupations, counted, encoder)
    yield from _of_labels(concepts, held_out, encoder)
    yield from _of_sentences(concepts, counted, encoder)


def _asked_task(
    collection: str, pool_name: str, pool: Pool, rows: Sequence[EncodedPassages], encoder: Encoder
) -> Iterator[Task]:
    if rows:
        drawn = random.Random(f"{collection} {pool_name}").sample(rows, min(_PER_KIND, len(rows)))
        questions, targets, groups = zip(*drawn, strict=True)
        counted = range(len(questions))
        yield task_of((collection, "alone", pool_name), pool, questions, targets, groups, counted, encoder)


def _of_titles(
    name: str, language: str, families: Mapping[str, Sequence[str]], counted: Iterable[str], encoder: Encoder
) -> Iterator[Task]:
    entries = plain(sorted({text for family in families.values() for text in family}), language)
    rows: list[EncodedPassages] = [
        (make_question(text, language), [other for other in family if other != text], code)
        for code in sorted(counted)
        if len(family := families.get(code, ())) > 1
        for text in random.Random(code).sample(family, min(_TITLES_EACH, len(family)))
    ]
    yield from _asked_task(name, "all", pool_of(name, entries, encoder), rows, encoder)


def _of_examples(framework: Framework, occupations: Mapping[str, Sequence[str]], encoder: Encoder) -> Iterator[Task]:
    """Yield the encoder was trained on none of these titles: all may be asked."""
    preferred = {code: labels[0] for code, labels in occupations.items() if labels}
    rows: list[EncodedPassages] = [
        (make_question(title, "en"), targets, group[0].code)
        for title, group in example_titles(framework).items()
        if (targets := sorted({preferred[c.code] for c in group if c.code in preferred}))
    ]
    pool = pool_of("occupations en", plain(list(preferred.values()), "en"), encoder)
    yield from _asked_task("titles-examples", "all", pool, rows, encoder)


def _of_names(occupations: Mapping[str, Sequence[str]], counted: set[str], encoder: Encoder) -> Iterator[Task]:
    rows: list[EncodedPassages] = []
    pool: dict[str, None] = {}
    names = Counter(label for labels in occupations.values() for label in labels)
    for code, labels in occupations.items():
        others = labels
        if code in counted and (own := [label for label in labels[1:] if names[label] == 1]):
            text = random.Random(code).choice(own)
            others = [label for label in labels if label != text]
            rows.append((make_question(text, "en"), others, code))
        pool.update(dict.fromkeys(others))
    searched = pool_of("esco-names", plain(list(pool), "en"), encoder)
    yield from _asked_task("esco-names", "all", searched, rows, encoder)


def _of_labels(concepts: Sequence[Competency], held_out: Sequence[Competency], encoder: Encoder) -> Iterator[Task]:
    pools = {}
    for language in ("es", "en"):
        preferred = [found[0] for c in concepts if (found := labels_in(c, language))]
        pools[language] = pool_of(f"esco {language}", plain(preferred, language), encoder)
    kinds: dict[tuple[str, str, str], list[EncodedPassages]] = {}
    for concept in held_out:
        for kind, language, text, pool in _of_concept(concept):
            asked = (make_question(text, language), labels_in(concept, pool)[:1], concept.code)
            kinds.setdefault((kind, language, pool), []).append(asked)
    for (kind, language, pool), rows in sorted(kinds.items()):
        across = "-across" if language != pool else ""
        yield from _asked_task(f"esco-{kind}{across}", f"{language} {pool}", pools[pool], rows, encoder)


def _of_concept(concept: Competency) -> Iterator[tuple[str, str, str, str]]:
    """Yield kind, language and text of what is asked, and the language that is searched."""
    labels = {language: labels_in(concept, language) for language in ("es", "en")}
    for language, other in (("es", "en"), ("en", "es")):
        if len(labels[language]) > 1:
            yield "label", language, random.Random(concept.code).choice(labels[language][1:]), language
        if labels[language] and labels[other]:
            yield "label", language, labels[language][0], other
    sentence = concept.description.split(". ")[0]
    written = detect_language(sentence, [])
    if len(sentence) >= _SHORTEST_DESCRIPTION and written is not None:
        for pool, found in labels.items():
            if found:
                yield "description", written, sentence, pool


def _of_sentences(concepts: Sequence[Competency], counted: set[str], encoder: Encoder) -> Iterator[Task]:
    labels, sentences = to_ask(concepts, counted)
    rows: list[EncodedPassages] = [
        (make_question(text, "en"), [labels[c] for c in codes], codes[0]) for text, codes in sentences
    ]
    pool = pool_of("esco skills", plain(list(labels.values()), "en"), encoder)
    yield from _asked_task("esco-sentences", "skills", pool, rows, encoder)
