"""Make a case."""

from __future__ import annotations

from pathlib import Path

from reclaim.desk import clock
from reclaim.desk.case import Case, checked, open_case
from reclaim.model.errors import UsageError
from reclaim.model.handling import Tlp
from reclaim.store import creating, settings


def new(path: str | Path, *, name: str = "", owner: str = "", marking: Tlp | str = Tlp.AMBER,
        standing: str = "non-state body", synthetic: bool = False, toml: str | None = None) -> Case:
    """Make the folder of a new case and open it. `toml`: the text of a `case.toml` to begin with instead.

    Raises CaseExists, WriteError, UsageError (a word that is not known), InputError (`toml` cannot be read).
    """
    place = Path(path)
    if standing not in settings.STANDINGS:
        raise UsageError(f"standing '{standing}' is not known", mend=f"use one of {', '.join(settings.STANDINGS)}")
    if str(marking) not in [str(t) for t in Tlp]:
        raise UsageError(f"handling '{marking}' is not known", mend=f"use one of {', '.join(Tlp)}")
    for what, words in (("name", name), ("owner", owner)):
        checked(what, words)
    text = toml if toml is not None else settings.text(name or place.name, owner, Tlp(marking), standing, synthetic)
    read = settings.read(text, "case.toml")
    creating.create(place, text, read.handling.owner, clock.now())
    return open_case(place)
