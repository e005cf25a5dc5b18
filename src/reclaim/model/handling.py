"""Handling: who may see what leaves the house (Traffic Light Protocol 2.0), and on whose behalf the case is kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tlp(StrEnum):
    """FIRST's Traffic Light Protocol 2.0, widest first."""

    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"

    @property
    def rank(self) -> int:
        """0 for clear, 4 for red."""
        return list(Tlp).index(self)


@dataclass(frozen=True, slots=True)
class Handling:
    """The case's own marking, its owner and the owner's standing.

    `standing` is one of: state point of contact, police, UN panel, non-state body; it decides the form of a request.
    """

    marking: Tlp = Tlp.AMBER
    owner: str = ""
    standing: str = "non-state body"
    synthetic: bool = False
