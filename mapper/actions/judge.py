"""What a user can ask for of a judge, for the command line; nothing here prints."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from corpora import InputError, Skipped, Text
from mapper.actions import Against, Progress, add_framework, no_progress
from mapper.actions.gap import coverage
from mapper.matching.records import Outcome
from mapper.people.judging import Judging, asking, criteria, measure
from mapper.people.judging.asking import AnswerImport, AnswerStore, JudgedItem, Reader
from mapper.people.judging.endpoint import Endpoint
from mapper.people.judging.measure import Truth, read_truths
from mapper.people.judging.protocol import Question, edition, guidelines
from mapper.programmes import Alignment
from mapper.programmes.coverage import CoverageReport
from mapper.workspace.store import Workspace

__all__ = ["Reader", "guidelines"]

ASKING = "judge"  # what progress is told of questions


def answer_store(workspace: Workspace) -> AnswerStore:
    """Return what was asked and answered in a workspace."""
    return AnswerStore(workspace.folder / "judging")


def reader(workspace: Workspace, url: str, model: str, *, may_leave: bool = False, budget: int = 0) -> Reader | None:
    """Return who judges; None where nobody was named; without an endpoint where `url` is "".

    At most `budget` questions of one report are asked, 0 for all. Raises InputError: an endpoint without a model, an
    address that is none or may not be used.
    """
    if not model and (url or may_leave):
        raise InputError("name with --judge-model the model that judges")
    if not model:
        return None
    return Reader(model, answer_store(workspace), Endpoint(url, model, may_leave=may_leave) if url else None, budget)


def judge_coverage(
    covered: Outcome[CoverageReport], by: Reader, lang: str, *, progress: Progress = no_progress
) -> Outcome[CoverageReport]:
    """Return a report of coverage with a judge's verdicts."""
    report = criteria.judge(covered.report, by, lang, partial(progress, ASKING))
    return replace(covered, report=report, incomplete=covered.incomplete or _unanswered([report.judged]))


def judge_mapping(
    mapping: Outcome[tuple[Alignment, ...]], by: Reader, lang: str, *, progress: Progress = no_progress
) -> Outcome[tuple[Alignment, ...]]:
    """Return the mappings with a judge's verdicts beside the matches of uncertain passages."""
    judged = criteria.judge_mappings(mapping.report, by, lang, partial(progress, ASKING))
    incomplete = mapping.incomplete or _unanswered(alignment.judged for alignment in judged)
    return replace(mapping, report=judged, incomplete=incomplete)


def _unanswered(judged: Iterable[Judging | None]) -> bool:
    return any(one is not None and one.unanswered for one in judged)


def ask(workspace: Workspace, report: CoverageReport, out: Path, lang: str, *, budget: int = 0) -> int:
    """Write a report's questions for whoever answers them, and keep them for `told`; gives how many. Raises OSError."""
    return write_questions(workspace, asking.collect_questions(criteria.questions(report, lang), budget), out)


def write_questions(workspace: Workspace, questions: Sequence[Question], out: Path) -> int:
    """Write questions to a file for whoever answers them, and keep them for `told`; gives how many."""
    for question in questions:
        answer_store(workspace).ask(question)
    asking.write_questions(questions, out)
    return len(questions)


def import_answers(workspace: Workspace, path: Path, name: str) -> tuple[str, AnswerImport]:
    """Take answers from a file, under the name given, or that the file gives, or the file's own.

    Gives that name and what became of them. Raises InputError: it is no file of answers.
    """
    answers = asking.read_answers(path)
    by = name or answers.reader or path.stem
    return by, asking.import_answers(answers, answer_store(workspace), by)


def answering_name(path: Path) -> str:
    """Return who answered, as a file of answers says, or else its name."""
    return asking.read_answers(path).reader or path.stem


class Known:
    """Programmes of known truth, each compared with its standard.

    Raises InputError: there is none that can be compared, or a standard lacks a criterion that is said to be its own.
    """

    def __init__(self, workspace: Workspace, folder: Path, lang: str, progress: Progress = no_progress) -> None:
        self._workspace = workspace
        self.left_out: list[Skipped] = []
        self.found: list[tuple[Truth, CoverageReport, list[JudgedItem]]] = []
        truths = read_truths(folder)
        for number, truth in enumerate(truths):
            progress(truth.name, number, len(truths))
            try:
                report = self._report(truth)
            except InputError as error:
                self.left_out.append(Skipped(truth.name, Text(error.es, error.en)))
                continue
            there = {row.code for standard in report.standards[0] for row in standard.criteria}
            if unknown := [code for code in truth.states if code not in there]:
                raise InputError(
                    "{home}: {standard} has no {unknown}; mend the code",
                    home=truth.path,
                    standard=truth.standard,
                    unknown=unknown[0],
                )
            self.found.append((truth, report, criteria.questions(report, lang)))
        if not self.found:
            raise InputError(
                "{folder}: none of its programmes could be compared; the first, {what}: {why}",
                folder=folder,
                what=self.left_out[0].what,
                why=self.left_out[0].why,
            )

    @property
    def questions(self) -> list[Question]:
        """Return the questions of all programmes, each once, mixed so that no programme's are together."""
        return sorted(
            asking.collect_questions(chain(*(asked for _, _, asked in self.found)), 0), key=lambda question: question.id
        )

    def _report(self, truth: Truth) -> CoverageReport:
        with tempfile.TemporaryDirectory() as folder:
            place, name = self._workspace, f"conocer/{truth.standard}"
            if truth.table is not None:
                place = Workspace(Path(folder))
                name = add_framework(place, [truth.table]).framework.name
            report = coverage(Against(place, [name]), [truth.programme]).report
        if not any(one.criteria for one in report.standards[0]):
            raise InputError("{name} is here without its criteria; add the standard's document", name=name)
        return report


def measure_judge(
    known: Known, by: Reader, *, answers: Path | None = None, calibrates: bool = True, progress: Progress = no_progress
) -> dict[str, Any]:
    """Return how far a judge is right on programmes of known truth, as JSON values.

    Answers come from a file, where one is given; `unasked` counts those in it that are to none of these questions. What
    `calibrates` is kept, so that verdicts get probabilities. Raises InputError: no file of answers to these questions.
    """
    questions = asking.limit_questions(by.budget, known.questions)
    unasked = 0
    if answers is None:
        heard = asking.ask_all(questions, by, partial(progress, ASKING))
    else:
        given = asking.read_answers(answers)
        heard = asking.parse_answers(given, questions)
        unasked = len(given.values) - len(heard)
        if not heard:
            raise InputError(
                "{answers}: no answer is to one of these questions; write them with --questions and answer them",
                answers=answers,
            )
    found = [case for truth, report, asked in known.found for case in measure.cases(truth, report, asked, heard)]
    if calibrates:
        by.kept.keep_measured(by.name, edition(), measure.taught(found))
    about = {"reader": by.name, "guidelines": edition(), "questions": len(questions), "unasked": unasked}
    return {**about, **measure.figures(found, heard)}
