"""What a user would take instead: plain distance, distance mapped to its own frequency, Splink."""

from __future__ import annotations

import logging
import time
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.probability.measures import Outcome
from benchmarks.probability.world import Drawn, World

FIELDS = ("make", "model", "calibre")
LAYERS = 4
FAR = LAYERS - 1


@dataclass(frozen=True)
class Nearest:
    """Plain OSA on serials alone. By reading: `edits` of the nearest mark (FAR: none within two), `ties` how many marks
    are so near, `true_edits` those of the true weapon's mark (FAR: beyond two, or not registered), `before` how many
    marks are nearer than it and `level` how many as near."""

    edits: Any
    ties: Any
    true_edits: Any
    before: Any
    level: Any

    def recall(self, registered: Any, within: int) -> float:
        """Expected recall among the first so many, of equal ones in no order."""
        found = np.clip((within - self.before) / np.maximum(self.level, 1), 0, 1) * (self.true_edits < FAR)
        return float(found[registered].mean())


def nearest(world: World, drawn: Drawn, readings: list[str]) -> Nearest:
    """RapidFuzz over the whole register, a block of readings at a time."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    marks = sorted(set(world.serials.to_pylist()))
    place = {mark: n for n, mark in enumerate(marks)}
    counts, true = np.zeros((len(readings), LAYERS), np.int64), np.full(len(readings), FAR)
    for begin in range(0, len(readings), 64):
        block = [r.replace("?", "\0").replace(".", "\0") for r in readings[begin:begin + 64]]
        table = cdist(block, marks, scorer=OSA.distance, dtype=np.uint8, score_cutoff=2, workers=1)
        for n, row in enumerate(table, begin):
            counts[n] = np.bincount(np.minimum(row, FAR), minlength=LAYERS)
            if drawn.weapon[n] >= 0:
                true[n] = min(int(row[place[drawn.serials[n]]]), FAR)
    edits = np.where(counts[:, :FAR].any(axis=1), (counts[:, :FAR] > 0).argmax(axis=1), FAR)
    each = np.arange(len(readings))
    before = np.where(true < FAR, np.cumsum(counts, axis=1)[each, true] - counts[each, true], 0)
    return Nearest(edits, counts[each, np.minimum(edits, FAR)], true, before, counts[each, true])


def threshold(near: Nearest, drawn: Drawn, most: int) -> tuple[float, float]:
    """"The nearest, if it is at most so far": expected recall, and false positives among weapons in no register."""
    inside = drawn.weapon >= 0
    said = near.edits <= most
    right = said & (near.true_edits == near.edits)
    return (float((right / np.maximum(near.ties, 1))[inside].mean()), float(said[~inside].mean()))


def by_level(near: Nearest, drawn: Drawn, half: Any, seed: int) -> Outcome:
    """The nearest, with the frequency at which it was right on one half of the readings as its probability."""
    rng = np.random.default_rng(seed)
    right = (near.true_edits == near.edits) & (near.edits < FAR) & (drawn.weapon >= 0)
    right &= rng.random(len(right)) < 1 / np.maximum(near.ties, 1)
    p = np.zeros(len(right))
    for edits in range(FAR):
        own = near.edits == edits
        if (own & half).any():
            p[own] = right[own & half].mean()
    return Outcome(p, right, right, drawn.weapon >= 0)


def recalibrated(out: Outcome, half: Any) -> Outcome:
    """The same with probabilities mapped by isotonic regression fitted on one half."""
    from sklearn.isotonic import IsotonicRegression

    fitted = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(out.p[half], out.right[half])
    return Outcome(fitted.predict(out.p), out.right, out.within, out.registered)


def part(out: Outcome, chosen: Any) -> Outcome:
    """The outcome of some readings."""
    return Outcome(out.p[chosen], out.right[chosen], out.within[chosen], out.registered[chosen])


@dataclass(frozen=True)
class Splinked:
    """Splink's best candidate of each reading, the share of true pairs that its blocking keeps, readings a second
    (training apart)."""

    outcome: Outcome
    kept: float
    speed: float


THREE_RULES = ("l.serial = r.serial", "substr(l.serial,1,4) = substr(r.serial,1,4)",
               "substr(l.serial,-4) = substr(r.serial,-4)")
TUNED_RULES = (
    "substr(l.serial,-4) = substr(r.serial,-4)", "substr(l.serial,3,4) = substr(r.serial,3,4)",
    "substr(l.serial,-3) = substr(r.serial,-3)", "substr(l.serial,1,3) = substr(r.serial,1,3)",
    "substr(l.serial,1,3) = substr(r.serial,2,3)", "substr(l.serial,2,3) = substr(r.serial,1,3)",
    "substr(l.serial,3,3) = substr(r.serial,3,3)",
    "substr(l.serial,1,1) = substr(r.serial,1,1) and substr(l.serial,-2) = substr(r.serial,-2)",
    "substr(l.serial,-1) = substr(r.serial,-1) and substr(l.serial,-4,2) = substr(r.serial,-4,2)",
    "substr(l.serial,1,2) = substr(r.serial,1,2) and substr(l.serial,-1) = substr(r.serial,-1)")
"""Chosen on another seed's readings of this very noise, greedily, until fewer than 5 % of true pairs were lost."""


def splink(world: World, drawn: Drawn, readings: list[str], fields: dict[str, list[str]], share: float,
           rules: tuple[str, ...]) -> Splinked:
    """Splink 5 on DuckDB: serial by Damerau-Levenshtein at 1 and 2, make, model and calibre exact; u by sampling, m by
    two passes of its EM; the prior is `share` / weapons."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator

    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    register = world.registers[0]
    table = _columns(register.column("weapon"), register.column("serial"),
                     {name: register.column(name) for name in FIELDS})
    asked = _columns(pa.array(np.arange(len(readings))), pa.array(readings), {name: fields[name] for name in FIELDS})
    settings = SettingsCreator(
        link_type="link_only", blocking_rules_to_generate_predictions=list(rules),
        comparisons=[cl.DamerauLevenshteinAtThresholds("serial", [1, 2]), cl.ExactMatch("make"),
                     cl.ExactMatch("model"), cl.ExactMatch("calibre")],
        probability_two_random_records_match=min(share / len(world.family), 0.5))
    database = DuckDBAPI()
    linker = Linker([database.register(asked, dataset_display_name="asked"),
                     database.register(table, dataset_display_name="registered")], settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in ("l.last4 = r.last4", "l.make = r.make and l.first4 = r.first4"):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    linker._settings_obj._probability_two_random_records_match = min(share / len(world.family), 0.5)
    began = time.perf_counter()
    frame = linker.inference.predict(threshold_match_probability=None).as_duckdbpyrelation().arrow()
    pairs = frame.read_all() if hasattr(frame, "read_all") else frame
    speed = len(readings) / (time.perf_counter() - began)
    return _best(pairs, drawn, len(readings), speed)


def _columns(ids: Any, serials: Any, fields: dict[str, Any]) -> pa.Table:
    """`first4` and `last4` beside the serial: blocking on them leaves the serial itself to be trained."""
    import pyarrow.compute as pc

    return pa.table({"unique_id": ids, "serial": serials, "first4": pc.utf8_slice_codeunits(serials, 0, 4),
                     "last4": pc.utf8_slice_codeunits(serials, -4),
                     **{name: _nulled(pa.array(words) if isinstance(words, list) else words)
                        for name, words in fields.items()}})


def _nulled(column: Any) -> Any:
    import pyarrow.compute as pc

    return pc.if_else(pc.equal(column, ""), None, column)


def _best(pairs: pa.Table, drawn: Drawn, count: int, speed: float) -> Splinked:
    names = pairs.column_names
    left = pairs.column("unique_id_l").to_numpy()
    right = pairs.column("unique_id_r").to_numpy()
    if "source_dataset_l" in names:
        swapped = np.array(pairs.column("source_dataset_l").to_pylist()) != "asked"
        left, right = np.where(swapped, right, left), np.where(swapped, left, right)
    p = pairs.column("match_probability").to_numpy()
    order = np.lexsort((-p, left))
    left, right, p = left[order], right[order], p[order]
    first = np.searchsorted(left, np.arange(count + 1))
    best, hit, within, kept = np.zeros(count), np.zeros(count, bool), np.zeros(count, bool), np.zeros(count, bool)
    for n in range(count):
        own = right[first[n]:first[n + 1]]
        if len(own) > 0:
            best[n], hit[n] = p[first[n]], own[0] == drawn.weapon[n]
            within[n] = drawn.weapon[n] in own[:10]
            kept[n] = drawn.weapon[n] in own
    inside = drawn.weapon >= 0
    return Splinked(Outcome(best, hit, within, inside), float(kept[inside].mean()), speed)
