"""Which fitted scorer serves an encoder: the one that ships, or one that `curmap calibrate` stored in a workspace.

With another encoder than the scorer's own, probabilities only order what was found, and reports say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NotRequired
from zipfile import BadZipFile

from typing_extensions import TypedDict

from corpora import InputError, Text, _
from embeddings.encoders import Encoder
from mapper.matching.scorer import Scorer, shipped

OTHER_ENCODER = _(
    "Probabilities of skills and titles are not calibrated for this encoder: they only tell the order of what was"
    " found, and their states are rough.⟦ 'curmap calibrate --encoder NAME' calibrates them.⟧"
)
MATERIAL = _(
    "The probability that a programme teaches a criterion was calibrated on programmes whose truth is known criterion"
    " by criterion, as schools publish them and written for this purpose; language models judged them, and nobody has"
    " checked them yet."
)


class Calibration(TypedDict):
    """What the probabilities of skills and titles were calibrated on.

    Attributes:
        scorer: revision of what makes the probabilities.
        truth: what it was fitted on, by name: what ships, then the user's own folders.
        catalogues: frameworks whose entries' probabilities were fitted on graded pairs.
    """

    scorer: str
    truth: Sequence[str]
    catalogues: Sequence[str]


class NamedEncoder(TypedDict):
    """An encoder by its name and its revision, which changes whenever its vectors would.

    Attributes:
        name: as it was asked for.
        revision: of its vectors.
        calibrated: what its probabilities were calibrated on in this workspace; null where they are calibrated for
            another encoder and only order what was found; missing for the one that ships as it ships.
    """

    name: str
    revision: str
    calibrated: NotRequired[Calibration | None]


def path_of(folder: Path, revision: str) -> Path:
    """Tell where a workspace's folder of scorers has the one for an encoder of this revision."""
    return folder / f"{revision}.npz"


def scorer_for(folder: Path, revision: str) -> Scorer:
    """Return a workspace's scorer for an encoder, else the one that ships; raises InputError where it is damaged."""
    path = path_of(folder, revision)
    try:
        status = path.stat()
    except OSError:
        return shipped()
    return _read(path, status.st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Scorer:  # noqa: ARG001 - another time is another file
    try:
        return Scorer.from_bytes(path.read_bytes(), shipped().criteria)
    except (ValueError, KeyError, EOFError, BadZipFile) as error:
        raise InputError(
            "{path}: damaged, or of another version⟦; delete it and repeat 'curmap calibrate'⟧", path=path
        ) from error


def describe_encoder(encoder: Encoder, scorer: Scorer) -> NamedEncoder:
    """Return an encoder as results name it, with what the scorer's probabilities are worth for it."""
    found = NamedEncoder(name=encoder.name, revision=encoder.revision)
    if scorer.revision != shipped().revision:
        found["calibrated"] = calibration(scorer)
    elif encoder.revision != scorer.encoder:
        found["calibrated"] = None
    return found


def calibration(scorer: Scorer) -> Calibration:
    """Return what a scorer tells of itself."""
    return Calibration(
        scorer=scorer.revision,
        truth=list(scorer.about.get("truth", ())),
        catalogues=list(scorer.about.get("catalogues", ())),
    )


def is_calibrated(encoder: NamedEncoder) -> bool:
    """Tell whether probabilities hold for this encoder, as `named` gives it."""
    return encoder.get("calibrated", "") is not None


def rates_of(encoder: NamedEncoder) -> Text:
    """Say how often states of criteria were right, and what probabilities of catalogues are worth with the encoder."""
    read = _of_reading()
    if not is_calibrated(encoder):
        more = OTHER_ENCODER
    elif said := encoder.get("calibrated"):
        more = _(
            "Probabilities of skills and titles are calibrated for the encoder {name} in this workspace, on {truth}.",
            name=encoder["name"],
            truth=", ".join(said["truth"]),
        )
    else:
        return read
    return Text(*(" ".join(of) for of in zip(read, more, strict=True)))


def _of_reading() -> Text:
    figures: Mapping[str, Any] = shipped().criteria.about["programmes"]
    return _(
        "On {real} programmes as schools publish them, that nothing was fitted on ({n} criteria), of a hundred"
        " criteria shown as covered or partly covered {taught} are taught; of a hundred shown as not found {absent} are"
        " not. A language model judged them.",
        real=figures["real"],
        n=figures["criteria"],
        taught=round(100 * figures["said_taught_right"]),
        absent=round(100 * figures["said_not_found_right"]),
    )


def material() -> Text:
    """Say what the probabilities of criteria were calibrated on, and how often states were right."""
    held = _of_reading()
    return Text(f"{MATERIAL.es} {held.es}", f"{MATERIAL.en} {held.en}")


def describe_skill_rates(scorer: Scorer) -> Text:
    """Say on what the verdicts on skills of a catalogue were fitted, and how often they were right."""
    found = scorer.about["skills"]["ads"]
    (said, taught), (unsaid, absent) = found["found"], found["not_found"]
    return _(
        "Whether a whole programme teaches a skill was fitted on {n} skills that ads for its trade ask for, judged by a"
        " language model. Left out when fitted, of a hundred shown as found {taught} were taught, and of a hundred"
        " shown as not found {absent} were not. For ads of another trade more is shown as taught than is.",
        n=found["skills"],
        taught=round(100 * taught / said),
        absent=round(100 * absent / unsaid),
    )


def warn_of_other_encoder(encoder: NamedEncoder, scorer: Scorer) -> tuple[Text, ...]:
    """Return the warning that a report's probabilities were fitted for another encoder; nothing where they fit."""
    return (OTHER_ENCODER,) if encoder["revision"] != scorer.encoder else ()
