"""A world of weapons: lots of consecutive numbers, contracts, depots, losses, recoveries, re-marking, copies.

SYNTHETIC: nothing here is on any real record. Each weapon lives one story of `stories`; what clerks wrote of it is in
`clerks`. `truth` are the classes that are right for it, whatever a ledger finds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

FAMILIES = (("kes", "K60", "K999999"), ("orn", "P12", "AA99999"), ("tul", "T54", "9999999"), ("vex", "V9", "AAA9999"))


@dataclass
class Entry:
    """What is put into one register of one weapon; `noisy` if the clerk mistook the number."""

    register: str
    date: str = ""
    noisy: bool = False
    cells: dict[str, str] = field(default_factory=dict)


@dataclass
class Weapon:
    """One weapon, its entries, and the classes that are right for it. `number` is its maker's serial."""

    make: str
    model: str
    number: str
    story: str
    entries: list[Entry] = field(default_factory=list)
    truth: set[str] = field(default_factory=set)


def numbers(count: int, rng: np.random.Generator) -> list[tuple[str, str, str]]:
    """(make, model, serial) of `count` weapons: four fifths in lots of which a part was bought, the rest anywhere."""
    out: dict[tuple[str, str], tuple[str, str, str]] = {}
    while len(out) < count:
        make, model, shape = FAMILIES[int(rng.integers(len(FAMILIES)))]
        digits = shape.count("9")
        lot = int(rng.lognormal(4.5, 0.8)) if rng.random() < 0.8 else 1
        share = rng.uniform(0.1, 1.0)
        first = int(rng.integers(10 ** (digits - 1), 10 ** digits - lot - 1))
        letters = "".join(c if c not in "9A" else chr(65 + int(rng.integers(26))) for c in shape if c != "9")
        for number in range(first, first + lot):
            if rng.random() < share or lot == 1:
                serial = f"{letters}{number:0{digits}d}"
                out[make, serial] = (make, model, serial)
    found = list(out.values())[:count]
    rng.shuffle(found)
    return [(str(a), str(b), str(c)) for a, b, c in found]


def day(year: int, rng: np.random.Generator, first: int = 1, last: int = 12) -> str:
    """A day of a year, between two months."""
    return f"{year}-{int(rng.integers(first, last + 1)):02d}-{int(rng.integers(1, 29)):02d}"
