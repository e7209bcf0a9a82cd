"""What a report says of a judge, in both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpora import Skipped, Text
from mapper.judging.endpoint import is_elsewhere
from mapper.judging.hearing import Reader, counted
from mapper.judging.kept import Heard
from mapper.judging.protocol import Question
from mapper.judging.records import Judging


def judging(
    reader: Reader,
    guidelines: str,
    asked: Sequence[tuple[str, Question]],
    heard: dict[str, Heard],
    *,
    over_budget: int,
    withheld: int,
    calibrated: int = 0,
) -> Judging:
    """What was asked of a reader, with its notes.

    Args:
        reader: who was asked.
        guidelines: their edition.
        asked: for each question what it is about.
        heard: what came of them, by id.
        over_budget: questions left out.
        withheld: passages not shown.
        calibrated: answers of known truth behind the probabilities.
    """
    open_ = tuple(Skipped(what, heard[q.id].why) for what, q in asked if heard[q.id].answer is None)
    sent = counted(heard)
    made = Judging(
        reader=reader.name,
        guidelines=guidelines,
        calibrated=calibrated,
        questions=len(asked),
        answered=len(asked) - len(open_),
        sent=sent,
        left=any(is_elsewhere(address) for address, _ in sent),
        unanswered=open_,
        over_budget=over_budget,
        withheld=withheld,
    )
    return replace(made, notes=tuple(_notes(made)))


def _notes(made: Judging) -> Iterator[Text]:
    n, of = made.answered, made.questions
    if made.calibrated:
        yield Text(
            f"Juzgado por {made.reader} ({n} de {of} preguntas); sus probabilidades se midieron con {made.calibrated}"
            " respuestas sobre programas de verdad conocida.",
            f"Judged by {made.reader} ({n} of {of} questions); its probabilities were measured on {made.calibrated}"
            " answers about programmes with known truth.",
        )
    else:
        yield Text(
            f"Juzgado por {made.reader}, no calibrado ({n} de {of} preguntas): sus veredictos llevan citas"
            " verificadas; las probabilidades siguen siendo las de la puntuación.",
            f"Judged by {made.reader}, not calibrated ({n} of {of} questions): its verdicts rest on verified"
            " quotations; the probabilities are still those of the score.",
        )
    for address, sent in made.sent:
        place = Text("fuera de este equipo", "another computer")
        if not is_elsewhere(address):
            place = Text("en este equipo", "this computer")
        yield Text(
            f"Se enviaron {sent} preguntas a {address} ({place.es}): en cada una un criterio"
            " y los pasajes citados, o un pasaje y sus candidatos, con los nombres de personas cubiertos.",
            f"{sent} questions were sent to {address} ({place.en}): in each a criterion"
            " and the passages quoted, or a passage and its candidates, names of people covered.",
        )
    for why, count in Counter(one.why for one in made.unanswered).most_common():
        yield Text(f"Sin veredicto: {count} ({why.es}).", f"Without a verdict: {count} ({why.en}).")
    if made.over_budget:
        yield Text(
            f"Fuera del presupuesto quedaron {made.over_budget} preguntas, las menos inciertas (--judge-budget).",
            f"{made.over_budget} questions, the least uncertain ones, were left out by the budget (--judge-budget).",
        )
    if made.withheld:
        yield Text(
            f"{made.withheld} pasajes no se mostraron a quien juzga porque le dan órdenes.",
            f"{made.withheld} passages were not shown to the judge because they give it orders.",
        )
