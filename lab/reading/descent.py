"""The steps of a training that can be interrupted, whatever is trained."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from corpora import InputError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class Descent:
    """AdamW on groups of parameters; their rates rise over a tenth of the steps, then fall as a cosine to zero.

    Attributes:
        step: number of steps done.
    """

    def __init__(self, model: nn.Module, groups: Iterable[dict[str, Any]], plan: DataclassInstance, steps: int) -> None:
        self.step = 0
        self._model, self._plan = model, asdict(plan)
        self._optimiser = torch.optim.AdamW(list(groups), weight_decay=0.01)
        self._pace = torch.optim.lr_scheduler.LambdaLR(self._optimiser, lambda done: pace(done, steps))

    def state(self) -> dict[str, Any]:
        """Give what `resume` needs, for `torch.save`."""
        return {
            "plan": self._plan,
            "step": self.step,
            "model": self._model.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "pace": self._pace.state_dict(),
        }

    def resume(self, state: Mapping[str, Any]) -> None:
        """Go on from a state of the same plan; raises ValueError for one of another."""
        if state["plan"] != self._plan:
            raise ValueError("the checkpoint is of another schedule")
        self.step = state["step"]
        self._model.load_state_dict(state["model"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._pace.load_state_dict(state["pace"])

    def take_up(self, checkpoint: Path) -> None:
        """Go on from a checkpoint where there is one; raises InputError for one of another plan."""
        if not checkpoint.exists():
            return
        try:
            self.resume(torch.load(checkpoint, weights_only=True))
        except ValueError as error:
            raise InputError(
                es=f"{checkpoint}: es de un entrenamiento con otro plan; bórrelo, o entrene con el suyo",
                en=f"{checkpoint}: of a training with another schedule; remove it, or train with its own",
            ) from error

    def take(self, loss: Tensor) -> None:
        """Take a step down from a loss."""
        loss.backward()  # type: ignore[no-untyped-call]
        trained = (parameter for group in self._optimiser.param_groups for parameter in group["params"])
        torch.nn.utils.clip_grad_norm_(list(trained), 1.0)
        self._optimiser.step()
        self._optimiser.zero_grad()
        self._pace.step()
        self.step += 1


def pace(done: int, steps: int) -> float:
    """Return the share of the highest learning rate after so many steps: a warm-up of a tenth, then a cosine."""
    warm = max(1, steps // 10)
    if done < warm:
        return (done + 1) / warm
    return 0.5 * (1 + math.cos(math.pi * (done - warm) / max(1, steps - warm)))
