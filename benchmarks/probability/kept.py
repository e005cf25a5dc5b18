"""Results kept by name in a folder, so that a long run can be stopped and gone on with: what is there is not done again."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class OutOfTime(Exception):
    """The minutes given are over; what was done is kept."""


@dataclass
class Kept:
    """`folder`: where results lie as JSON, none to keep nothing; `minutes`: nothing new is begun after so many."""

    folder: Path | None = None
    minutes: float = float("inf")
    _began: float = field(default_factory=time.monotonic)

    def get(self, name: str) -> Any:
        """The result of that name, or None."""
        place = None if self.folder is None else self.folder / f"{name}.json"
        return json.loads(place.read_text(encoding="utf-8")) if place is not None and place.exists() else None

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """The result of that name, made if it is not there. Raises OutOfTime."""
        found = self.get(name)
        if found is not None:
            return found
        if time.monotonic() - self._began > 60 * self.minutes:
            raise OutOfTime
        made = json.loads(json.dumps(make(), default=float))
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            place = self.folder / f"{name}.json"
            place.with_suffix(".part").write_text(json.dumps(made, indent=1), encoding="utf-8")
            place.with_suffix(".part").rename(place)
        return made
