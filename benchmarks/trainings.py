"""Single trainings of the encoder, and means of them, measured on what they have not seen.

    python benchmarks/trainings.py ../shared/data FOLDER --name gentle --rate 5e-4 --temperature 0.07
    python benchmarks/trainings.py ../shared/data FOLDER --mean gentle other

What a training changes shows only where enough is held out: of the collections here one group in three, by which
these figures differ from those of the encoder that ships. A training of 300 batches takes some three minutes on one
core. Weights stay in FOLDER by name; rows of a Markdown table are printed, with share .8 and share 1 of the weights.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # read when torch is imported, as the training's command does

import torch

from embeddings.encoders.competency import CompetencyEncoder
from lab.training import held_out, pairs
from lab.training.contrastive import Schedule, Training
from lab.training.encoder import encoding, read_material
from lab.training.network import Network, mean_of, mixed, weights_of

HELD_OUT_FOLDS = 3
SETTINGS = ("steps", "batch", "rate", "temperature", "dropout", "seed")
"""Of a schedule, those that are options."""


def main() -> None:
    """Train or average, measure and print."""
    options = _options()
    tokenize = CompetencyEncoder().tokens
    _, sources, tasks = read_material(options.data, tokenize, folds=HELD_OUT_FOLDS)
    sources = [replace(source, weight=0.0) if source.name in options.leave_out else source for source in sources]
    network = Network.original()
    untrained = weights_of(network)
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.mean:
        name = " + ".join(options.mean)
        weights = mean_of([torch.load(options.folder / f"{one}.pt", weights_only=True) for one in options.mean])
    else:
        name = options.name
        Training(network, sources, Schedule(**{one: getattr(options, one) for one in SETTINGS})).run()
        weights = weights_of(network)
        torch.save(weights, options.folder / f"{name}.pt")
    print("| training | share | " + " | ".join([*(task.name for task in tasks), "mean"]) + " |")
    print("|---" * (len(tasks) + 3) + "|")
    for share in (0.8, 1.0):
        network.load_state_dict(mixed(weights, untrained, share))
        found = held_out.measure(tasks, encoding(network, tokenize))
        print(f"| {name} | {share} | " + " | ".join(f"{value:.3f}" for value in found.values()) + " |", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with esco/ and train/")
    parser.add_argument("folder", type=Path, help="where weights are kept")
    parser.add_argument("--name", default="training")
    parser.add_argument("--mean", nargs="+", default=[], metavar="NAME", help="average these instead of training")
    parser.add_argument("--leave-out", nargs="+", default=[], metavar="KIND", choices=sorted(pairs.WEIGHTS))
    usual = Schedule(steps=300)
    for option in SETTINGS:
        default = getattr(usual, option)
        parser.add_argument(f"--{option}", type=type(default), default=default)
    return parser.parse_args()


if __name__ == "__main__":
    main()
