"""A population of weapons, registers that hold a part of it, and who is read. SYNTHETIC.

The population of a family (`benchmarks.registers.FAMILIES`) lies in lots, seven weapons in ten, and the rest anywhere in
its space. A register holds the stated share of the population: of each lot another part, some lots whole and some not
at all. What is read is drawn from the registered weapons, or from the others of the same population.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.registers import FAMILIES, IN_LOTS, LOT_SPREAD, MEAN_LOT, as_strings, written

FULLEST = 0.9
"""No family's population fills its space further than this."""

UNEVEN = 1.5
"""How evenly the register covers the lots: the sum of the parameters of a beta distribution."""

FIELDS = ("make", "model", "calibre", "country")


@dataclass(frozen=True)
class World:
    """`registers`: tables of serial and FIELDS, each with `weapon`, the number of the true weapon. `serials` and
    `family` of the registered weapons by number; `absent` draws unregistered ones."""

    registers: list[pa.Table]
    serials: pa.Array
    family: Any
    lots: list[Lots]
    coverage: float


@dataclass(frozen=True)
class Lots:
    """The population of one family: lots with the part of each that is registered, and how many lie anywhere."""

    first: Any
    length: Any
    present: Any
    anywhere: int
    registered: Any  # sorted numbers


def make_world(size: int, coverage: float, seed: int) -> World:
    """Registers that together hold about `size` weapons, which are `coverage` of the population."""
    rng = np.random.default_rng([seed, size, int(coverage * 1000)])
    lots, numbers, families = [], [], []
    for place, wanted in enumerate(_sizes(size, coverage)):
        found = _family(FAMILIES[place].space, wanted, coverage, rng)
        lots.append(found)
        numbers.append(found.registered)
        families.append(np.full(len(found.registered), place, np.int8))
    text = np.concatenate([written(n, FAMILIES[p].shape) for p, n in enumerate(numbers)])
    family = np.concatenate(families)
    order = rng.permutation(len(family))
    serials, family = as_strings(text[order]), family[order]
    return World(_registers(serials, family, rng), serials, family, lots, coverage)


def _sizes(size: int, coverage: float) -> list[int]:
    """Weapons of each family; what does not fit into a small space goes to the larger ones."""
    room = np.array([each.space for each in FAMILIES]) * FULLEST * coverage
    shares = np.array([each.share for each in FAMILIES])
    wanted = np.zeros(len(FAMILIES))
    for _ in range(20):
        left = size - wanted.sum()
        free = wanted < room
        wanted[free] = np.minimum(room[free], wanted[free] + left * shares[free] / shares[free].sum())
    return [round(w) for w in wanted]


def _family(space: int, wanted: int, coverage: float, rng: np.random.Generator) -> Lots:
    population = wanted / coverage
    count = max(1, round(IN_LOTS * population / MEAN_LOT))
    length = rng.lognormal(np.log(MEAN_LOT) - LOT_SPREAD**2 / 2, LOT_SPREAD, count).astype(np.int64) + 1
    length = np.maximum(1, (length * (IN_LOTS * population / length.sum())).astype(np.int64))
    first = rng.integers(0, max(space - length.max(), 1), count)
    present = rng.beta(UNEVEN * coverage, UNEVEN * (1 - coverage), count)
    chosen = rng.binomial(length, present)
    offset = (rng.random(chosen.sum()) * np.repeat(length, chosen)).astype(np.int64)
    inside = (np.repeat(first, chosen) + offset) % space
    anywhere = round(wanted * (1 - IN_LOTS))
    numbers = np.unique(np.concatenate([inside, rng.integers(0, space, anywhere)]))
    return Lots(first, length, present, round(population * (1 - IN_LOTS)), numbers)


def _registers(serials: pa.Array, family: Any, rng: np.random.Generator) -> list[pa.Table]:
    """One with all, one with four in ten (an inventory, typed anew), a loss list of three in a hundred."""
    tables = []
    for share, slips in ((1.0, 0.0), (0.4, 0.01), (0.03, 0.02)):
        weapon = np.arange(len(family)) if share == 1 else np.sort(rng.choice(len(family), int(len(family) * share), False))
        columns: dict[str, Any] = {"serial": typed(serials.take(pa.array(weapon)), slips, rng)}
        for name in FIELDS:
            words = pa.array([getattr(each, name) for each in FAMILIES])
            cells = words.take(pa.array(family[weapon]))
            missing = rng.random(len(weapon)) < (0.02 if share == 1 else 0.15)
            columns[name] = pa.array(np.where(missing, "", cells.to_numpy(zero_copy_only=False)))
        tables.append(pa.table(columns | {"weapon": weapon}))
    return tables


def typed(serials: pa.Array, slips: float, rng: np.random.Generator) -> pa.Array:
    """Serials typed by a clerk, who swaps or doubles a symbol now and then."""
    places = np.flatnonzero(rng.random(len(serials)) < slips)
    if len(places) == 0:
        return serials
    cells = serials.to_numpy(zero_copy_only=False).copy()
    for n in places:
        text, at = cells[n], int(rng.integers(0, max(len(cells[n]) - 1, 1)))
        cells[n] = text[:at] + text[at + 1] + text[at] + text[at + 2:] if n % 2 else text[:at] + text[at] + text[at:]
    return pa.array(cells, pa.string())


@dataclass(frozen=True)
class Drawn:
    """Weapons that are read: the true serial, its number in the registers or -1, and its family."""

    serials: list[str]
    weapon: Any
    family: Any


def draw(world: World, count: int, registered: float, seed: int) -> Drawn:
    """`count` weapons, of which that share is registered, in no order."""
    rng = np.random.default_rng([seed, count, int(registered * 1000)])
    inside = round(count * registered)
    weapon = rng.choice(len(world.family), inside, replace=inside > len(world.family))
    serials = world.serials.take(pa.array(weapon)).to_pylist()
    absent, family = _absent(world, count - inside, rng)
    order = rng.permutation(count)
    return Drawn([(serials + absent)[n] for n in order],
                 np.concatenate([weapon, np.full(count - inside, -1)])[order],
                 np.concatenate([world.family[weapon], family])[order])


def _absent(world: World, count: int, rng: np.random.Generator) -> tuple[list[str], Any]:
    """Weapons of the population that no register holds."""
    weight = np.array([(lots.length * (1 - lots.present)).sum() + lots.anywhere * (1 - world.coverage)
                       for lots in world.lots])
    family = rng.choice(len(weight), count, p=weight / weight.sum())
    out: list[str] = [""] * count
    for place in np.unique(family):
        at = np.flatnonzero(family == place)
        numbers = _absent_numbers(world.lots[place], FAMILIES[place].space, len(at), world.coverage, rng)
        for n, text in zip(at, as_strings(written(numbers, FAMILIES[place].shape)).to_pylist(), strict=True):
            out[n] = text
    return out, family


def _absent_numbers(lots: Lots, space: int, count: int, coverage: float, rng: np.random.Generator) -> Any:
    weight = lots.length * (1 - lots.present)
    loose = max(lots.anywhere * (1 - coverage), 1e-3)
    found = np.zeros(0, np.int64)
    while len(found) < count:
        tried = 4 * count + 20
        lot = rng.choice(len(weight), tried, p=weight / weight.sum()) if weight.sum() > 0 else np.zeros(tried, int)
        numbers = (lots.first[lot] + (rng.random(tried) * lots.length[lot]).astype(np.int64)) % space
        free = rng.random(tried) < loose / max(loose + weight.sum(), 1e-9)
        numbers = np.where(free, rng.integers(0, space, tried), numbers)
        at = np.searchsorted(lots.registered, numbers)
        taken = lots.registered[np.minimum(at, len(lots.registered) - 1)] == numbers if len(lots.registered) else False
        found = np.concatenate([found, numbers[~np.asarray(taken)]])
    return found[:count]


def read_fields(drawn: Drawn, seed: int) -> dict[str, list[str]]:
    """What the finder writes of make, model, calibre and country: some wrong, some left out."""
    rng = np.random.default_rng([seed, 77])
    out = {}
    for name, wrong, missing in (("make", 0.05, 0.15), ("model", 0.10, 0.25), ("calibre", 0.03, 0.08),
                                 ("country", 0.05, 0.5)):
        other = rng.integers(0, len(FAMILIES), len(drawn.family))
        family = np.where(rng.random(len(drawn.family)) < wrong, other, drawn.family)
        left_out = rng.random(len(drawn.family)) < missing
        out[name] = ["" if gone else getattr(FAMILIES[f], name) for f, gone in zip(family, left_out, strict=True)]
    return out
