"""Trains the reader of pairs that ships: `python -m lab.reading reader DATA TRUTH`.

A cross-encoder reads an entry of a standard with what stands above it beside a passage with its headings, and says in
one number whether the passage teaches the entry. Its material, by weight: lines of decrees beside the criteria of their
outcome, real programmes whose truth is known, pairs that readers graded, written programmes and sentences. What people
wrote leads: on written traps alone it learns that shared nouns mean nothing, and on real documents they mean much.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from corpora import Framework, frameworks, readers
from corpora.language import detect_language
from corpora.split import split_document
from eval.graded import read as read_graded
from lab.reading import written
from lab.reading.base import save_tokenizer
from lab.reading.contrastive import FROZEN, Encoder, freeze
from lab.reading.descent import Descent
from lab.reading.shows import holds, idle_lines
from lab.training.material import registry
from mapper.evaluation.programmes import normalise
from mapper.evaluation.training import read_rows
from mapper.matching.reading import entry_text, passage_text
from mapper.matching.wording import in_infinitive

Report = Callable[[str], None]

SEED = 17
WEIGHTS = {
    "programmes": 0.34,
    "quotes": 0.34,
    "labels": 0.30,
    "written": 0.07,
    "shipped": 0.06,
    "graded": 0.13,
    "sentences": 0.10,
}
"""Share of the questions that are drawn from each origin."""
TOKENS = 96
"""Of a pair that are read."""
_KEEP_EVERY = 40
_TOGETHER = 32
_SHORTEST = 3  # letters of a passage that is read
_GRADES, _TARGETS = (0.0, 0.15, 0.85, 1.0), (0.0, 0.4, 1.0)
"""What a reader's grade of a pair with a catalogue's entry, and of a criterion's line, is worth as a target."""
CONTENTS, LINES = (Path(__file__).with_name("grades") / name for name in ("contents.tsv", "programmes.tsv"))
"""What a language model that read both said of pairs of a criterion and a line: of decrees by their places in
`boe-contents.jsonl`, of the programmes of the truth by `key_of` the line. 2: shows that it is taught, 1: in part."""


@dataclass(frozen=True, slots=True)
class Question:
    """An entry beside several passages, each with how surely it teaches the entry."""

    entry: str
    passages: tuple[str, ...]
    targets: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """Questions of one origin, and their share of what is read."""

    name: str
    questions: Sequence[Question]
    weight: float


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train."""

    steps: int = 480
    pairs: int = 40  # in a batch, about
    rate: float = 1.5e-4  # highest, of the layers
    head: float = 6e-4  # highest, of what stands on them
    seed: int = 17
    bf16: bool = False  # whether products are of bfloat16, three times as fast where the processor has them


class Reader(nn.Module):
    """A BERT model with one output beside its tokenizer."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        from tokenizers import Tokenizer
        from transformers import BertForSequenceClassification

        torch.manual_seed(17)
        self.model = BertForSequenceClassification.from_pretrained(
            folder, num_labels=1, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
        )
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(TOKENS, strategy="longest_first")

    def forward(self, pairs: Sequence[tuple[str, str]]) -> Tensor:
        """Return one number for each pair of entry and passage, shape (len(pairs),)."""
        ids = [found.ids for found in self.tokenizer.encode_batch(list(pairs))]
        order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
        parts = []
        for begin in range(0, len(order), _TOGETHER):
            part = [ids[row] for row in order[begin : begin + _TOGETHER]]
            longest = max(map(len, part))
            padded = torch.tensor([own + [1] * (longest - len(own)) for own in part])
            parts.append(self.model(padded, attention_mask=(padded != 1).long()).logits[:, 0])
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.cat(parts)[back]


def loss_of(question: Question, scores: Tensor) -> Tensor:
    """Tell how far the scores lie from the truth: cross-entropy of each, and of the right ones among all."""
    targets = torch.tensor(question.targets)
    right = targets > 0.5
    among = scores.logsumexp(0) - scores[right].logsumexp(0) if bool(right.any()) else scores.sum() * 0
    return functional.binary_cross_entropy_with_logits(scores, targets) + 0.5 * among


class Training(Descent):
    """A training that can be taken up again; batches depend on the seed and the step's number alone."""

    def __init__(self, reader: Reader, found: Sequence[Material], plan: Plan) -> None:
        self.reader = reader
        self.plan = plan
        self._material = [one for one in found if one.questions]
        bert = reader.model.bert
        freeze(bert, FROZEN)
        head = [p for name, p in reader.model.named_parameters() if "classifier" in name or "pooler" in name]
        layers = [parameter for parameter in bert.encoder.parameters() if parameter.requires_grad]
        groups = [{"params": layers, "lr": plan.rate}, {"params": head, "lr": plan.head}]
        super().__init__(reader, groups, plan, plan.steps)

    def run(self, after: Callable[[int, Mapping[str, float]], None]) -> None:
        """Train to the end of the plan; `after` each step gets its number and the loss by origin."""
        while self.step < self.plan.steps:
            batch = self._batch(self.step)
            pairs = [(q.entry, passage) for _, q in batch for passage in q.passages]
            with torch.autocast("cpu", torch.bfloat16, enabled=self.plan.bf16):
                scores = self.reader(pairs).float()
            parts = scores.split([len(q.passages) for _, q in batch])
            losses = [loss_of(q, part) for (_, q), part in zip(batch, parts, strict=True)]
            self.take(torch.stack(losses).mean())
            told_of: dict[str, list[float]] = {}
            for (name, _), one in zip(batch, losses, strict=True):
                told_of.setdefault(name, []).append(float(one.detach()))
            after(self.step, {name: sum(found) / len(found) for name, found in told_of.items()})

    def _batch(self, step: int) -> list[tuple[str, Question]]:
        draw = random.Random(f"{self.plan.seed} {step}")
        weights = [one.weight for one in self._material]
        batch, size = list[tuple[str, Question]](), 0
        while size < self.plan.pairs:
            (one,) = draw.choices(self._material, weights)
            question = draw.choice(one.questions)
            batch.append((one.name, question))
            size += len(question.passages)
        return batch


def of_contents(found: Sequence[written.Outcome], encoder: Encoder) -> list[Question]:
    """Return criteria of decrees beside lines that were graded (`CONTENTS`), and nearest lines of sibling outcomes.

    Of an outcome's own lines there are those that teach the criterion and the nearest that do not.
    """
    modules: dict[str, list[written.Outcome]] = {}
    for one in found:
        modules.setdefault(f"{one.decree} {one.module}", []).append(one)
    lines = list(dict.fromkeys(line for one in found for line in one.contents))
    criteria = list(dict.fromkeys(criterion for one in found for criterion in one.criteria))
    row_of, column_of = ({text: n for n, text in enumerate(texts)} for texts in (criteria, lines))
    near = _encoded(encoder, criteria, "passage: ") @ _encoded(encoder, lines, "query: ").T
    grades: dict[tuple[str, str, int], dict[tuple[int, int], int]] = {}
    for row in read_rows(CONTENTS):
        own = grades.setdefault((row["decree"], row["module"], int(row["number"])), {})
        if row["criterion"]:
            own[int(row["criterion"]), int(row["line"])] = int(row["grade"])
    made = []
    for one in found:
        if (graded_pairs := grades.pop((one.decree, one.module, one.number), None)) is None:
            continue
        heading = {line: other.heading for other in modules[f"{one.decree} {one.module}"] for line in other.contents}
        for i, criterion in enumerate(one.criteria):
            cosines = near[row_of[criterion]].tolist()
            graded = {line: graded_pairs.get((i, j), 0) for j, line in enumerate(one.contents)}
            right = [line for line, grade in graded.items() if grade][:3]
            by_nearness = sorted(heading, key=lambda line: -cosines[column_of[line]])
            wrong = [line for line in by_nearness if not graded.get(line, 1)][:2]
            others = [line for line in by_nearness if line not in graded][:1]
            chosen = [*right, *wrong, *others]
            entry = entry_text(in_infinitive(criterion, "es"), one.text, one.module)
            passages = tuple(passage_text(line, (one.module, heading[line])) for line in chosen)
            made.append(Question(entry, passages, tuple(_TARGETS[graded.get(line, 0)] for line in chosen)))
    return made


def of_programmes(programmes: Sequence[tuple[written.Programme, Path]], grades: Path, *, seed: int) -> list[Question]:
    """Return criteria of real programmes, each with its document, beside lines of these that a reader graded.

    GRADES is a table of programme, criterion, line (`key_of` its text) and grade: 2 shows by itself that the criterion
    is taught, 1 in part, 0 not; the graded lines are those that lie nearest.
    """
    known: dict[tuple[str, str], dict[str, int]] = {}
    for row in read_rows(grades):
        known.setdefault((row["programme"], row["criterion"]), {})[row["line"]] = int(row["grade"])
    made = []
    for programme, path in programmes:
        texts = {key_of(text): (text, section) for text, section in reversed(passages_of(path))}
        draw = random.Random(f"{seed} {programme.name}")
        for one in programme.criteria:
            graded = known.get((programme.name, one["code"]), {})
            found = [(texts[line], grade) for line, grade in graded.items() if line in texts]
            right = [pair for pair in found if pair[1] == 2][:3] + [pair for pair in found if pair[1] == 1][:2]
            wrong = [pair for pair in found if pair[1] == 0]
            chosen = [*right, *draw.sample(wrong, min(4, len(wrong)))]
            passages = tuple(passage_text(*text) for text, _ in chosen)
            targets = tuple(_TARGETS[grade] for _, grade in chosen)
            if passages:
                made.append(Question(entry_of(programme, one["code"]), passages, targets))
    return made


def of_quotes(folders: Sequence[Path], encoder: Encoder, *, seed: int) -> list[Question]:
    """Return criteria of real programmes beside passages that readers quoted, and beside what teaches them not.

    That are the passages quoted as only looking like it, of an absent criterion the nearest ones, and of any one that a
    reader named as teaching nothing.
    """
    made = []
    for programme, path in (
        (one, document_of(folder / one.name)) for folder in folders for one in written.programmes(folder)
    ):
        found = list(dict.fromkeys(passages_of(path)))
        texts = [normalise(text) for text, _ in found]
        draw = random.Random(f"{seed} {programme.name}")

        def holding(quotes: Sequence[str], texts: Sequence[str] = texts) -> list[int]:
            wanted = [normalise(quote) for quote in quotes]
            return [row for row, text in enumerate(texts) if holds(text, wanted)]

        nothing = holding(idle_lines(path))
        entries = [programme.entries[one["code"]]["statement"] for one in programme.criteria]
        near = _encoded(encoder, entries, "passage: ") @ _encoded(encoder, [text for text, _ in found], "query: ").T
        for one, cosines in zip(programme.criteria, near.tolist(), strict=True):
            right = holding(one["passages"])[:3]
            by_nearness = sorted(set(range(len(found))) - set(right), key=lambda row: -cosines[row])
            wrong = [*holding(one.get("traps") or ())[:2], *draw.sample(nothing, min(1, len(nothing)))]
            wrong += by_nearness[:4] if one["state"] == "absent" else draw.sample(by_nearness, min(2, len(by_nearness)))
            wrong = [row for row in dict.fromkeys(wrong) if row not in right]
            sure = 1.0 if one["state"] == "covered" else 0.7
            chosen = tuple(passage_text(*found[row]) for row in (*right, *wrong))
            targets = (sure,) * len(right) + (0.0,) * len(wrong)
            if chosen:
                made.append(Question(entry_of(programme, one["code"]), chosen, targets))
    return made


def key_of(text: str) -> str:
    """Return what a line is known by where its text may not stand."""
    return hashlib.blake2b(" ".join(text.split()).encode(), digest_size=6).hexdigest()


def passages_of(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Return the passages of a document as they are matched, each with the headings above it."""
    return [(one.text, one.section) for one in split_document(readers.read(path)).passages if len(one.text) > _SHORTEST]


def entry_of(programme: written.Programme, code: str) -> str:
    """Return a criterion with its element and its standard, as it is read."""
    row = programme.entries[code]
    statement = in_infinitive(row["statement"], detect_language(row["statement"]) or "es")
    above = programme.entries.get(row.get("parent") or "", {})
    top = programme.entries.get(above.get("parent") or "", {})
    return entry_text(statement, above.get("statement", ""), top.get("statement", ""))


def of_written(folders: Sequence[Path], *, seed: int) -> list[Question]:
    """Return criteria of written programmes beside a quote that teaches them, a trap and other quotes."""
    made = []
    for programme in chain.from_iterable(map(written.programmes, folders)):
        draw = random.Random(f"{seed} {programme.name}")
        quotes = list(dict.fromkeys(quote for one in programme.criteria for quote in one["passages"]))
        for one in programme.criteria:
            if one["code"] not in programme.entries:
                continue
            right = one["passages"][:2]
            wrong = [*one.get("traps", [])[:1], *draw.sample(quotes, min(2, len(quotes)))]
            wrong = [quote for quote in wrong if quote not in one["passages"]]
            sure = 1.0 if one["state"] == "covered" else 0.7
            passages = [passage_text(quote, ()) for quote in (*right, *wrong)]
            if len(passages) > 1:
                targets = (sure,) * len(right) + (0.0,) * len(wrong)
                made.append(Question(entry_of(programme, one["code"]), tuple(passages), targets))
    return made


def of_graded(path: Path) -> list[Question]:
    """Return graded pairs, turned: each candidate beside its passage."""
    made = []
    for asked in read_graded([path]):
        passage = passage_text(asked.text, asked.section)
        found = ((entry_text(one.statement, "", ""), _GRADES[one.grade]) for one in asked.candidates)
        made += [Question(entry, (passage,), (target,)) for entry, target in found]
    return made


def of_sentences(truth: Path, labels: Mapping[str, str]) -> list[Question]:
    """Return entries of catalogues beside a sentence that says them, a trap and another entry's sentence."""
    rows = [row for row in read_rows(truth / "sentences.tsv") if row["code"] in labels]
    made = []
    for number, row in enumerate(rows):
        other = rows[(number * 7919 + 13) % len(rows)]
        for side in ("programme", "ad"):
            passages = tuple(passage_text(text, ()) for text in (row[side], row["trap"], other[side]))
            made.append(Question(entry_text(labels[row["code"]], "", ""), passages, (1.0, 0.0, 0.0)))
    return made


def _encoded(encoder: Encoder, texts: Sequence[str], prompt: str) -> Tensor:
    with torch.no_grad():
        found: Tensor = encoder([prompt + text for text in texts], 48)
    return found


def material(data: Path, truth: Path, shipped: Path, encoder: Path, more: Sequence[Path] = ()) -> list[Material]:
    """Return all that the reader learns from, with what leads in it.

    `encoder` is the folder of what finds near lines; `more` are folders of more real programmes with their truth.
    """
    esco, decrees = frameworks.load([data / "esco"], loader="esco"), written.outcomes(data)
    real = truth / "real" / "train"
    programmes = [
        (one, document_of(folder / one.name)) for folder in (real, *more) for one in written.programmes(folder)
    ]
    of_all = {
        "programmes": of_programmes(programmes, LINES, seed=SEED),
        "quotes": of_quotes(more, Encoder(encoder), seed=SEED),
        "labels": of_contents(decrees, Encoder(encoder)),
        "written": of_written([truth / "programmes" / "train"], seed=SEED),
        "shipped": of_written([shipped], seed=SEED),
        "graded": of_graded(truth / "pairs" / "train.jsonl"),
        "sentences": of_sentences(truth, labels_of_catalogues([esco, registry(data)])),
    }
    return [Material(name, questions, WEIGHTS[name]) for name, questions in of_all.items()]


def document_of(folder: Path) -> Path:
    """Return the document that a folder of truth has."""
    return next(
        path for end in ("pdf", "docx", "odt", "html", "md", "txt") if (path := folder / f"programme.{end}").exists()
    )


def train_reader(found: Sequence[Material], base: Path, out: Path, *, plan: Plan, report: Report) -> dict[str, Any]:
    """Train and write `out`, a folder that `CrossEncoder` opens; goes on from the checkpoint beside it.

    Raises InputError: the checkpoint is of another plan.
    """
    report("; ".join(f"{one.name}: {len(one.questions):,}" for one in found))
    reader = Reader(base)
    training = Training(reader, found, plan)
    checkpoint = out.with_suffix(".checkpoint.pt")
    training.take_up(checkpoint)
    sums: dict[str, list[float]] = {}

    def after(step: int, losses: Mapping[str, float]) -> None:
        for name, value in losses.items():
            sums.setdefault(name, []).append(value)
        if step % 20 == 0:
            report(json.dumps({"step": step, **{name: round(sum(v) / len(v), 3) for name, v in sorted(sums.items())}}))
            sums.clear()
        if step % _KEEP_EVERY == 0:
            torch.save(training.state(), checkpoint)

    training.run(after)
    save(reader, out)
    checkpoint.unlink(missing_ok=True)
    return {"plan": asdict(plan), "material": {one.name: [len(one.questions), one.weight] for one in found}}


def save(reader: Reader, out: Path) -> None:
    """Write a folder of a cross-encoder."""
    reader.model.save_pretrained(out)
    reader.tokenizer.no_truncation()
    save_tokenizer(reader.tokenizer, TOKENS, out)
    reader.tokenizer.enable_truncation(TOKENS, strategy="longest_first")


def labels_of_catalogues(catalogues: Sequence[Framework]) -> dict[str, str]:
    """Return the statement of each entry by the last part of its code."""
    return {c.code.rsplit("/", 1)[-1]: c.statement for framework in catalogues for c in framework.competencies}
