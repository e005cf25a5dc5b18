"""How sure is sure: probability measured against truth, on noise and registers that nothing was fitted to.

    python -m benchmarks.probability --quick      # minutes: registers of 500 and 50,000, one thread
    python -m benchmarks.probability              # hours: up to 10 million, and the peers at a million
    python -m benchmarks.probability --only grid|balanced|recall|speed|guard

Every number is of this run on this machine. The worst cell is printed beside the mean. SYNTHETIC data throughout.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.probability import guard, images, noise, ours, peers
from benchmarks.probability.measures import Measures, Outcome, measure, reliability
from benchmarks.probability.world import draw, make_world, read_fields

COVERAGES = (0.01, 0.5, 0.95)
SHARES = (0.05, 0.5, 0.9)
BATCH = 1000
SEED = 20_261


def main() -> None:
    """Run what is asked and print it as tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="small registers")
    options.add_argument("--only", choices=("grid", "balanced", "recall", "speed", "guard"), action="append")
    options.add_argument("--sizes", help="register sizes of the grid, with commas")
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--out", type=Path, help="also write all numbers as JSON")
    asked = options.parse_args()
    wanted = asked.only or ["guard", "grid", "balanced", "recall", "speed"]
    sizes = [int(float(s)) for s in asked.sizes.split(",")] if asked.sizes else (
        [500, 50_000] if asked.quick else [500, 50_000, 10_000_000])
    told: dict[str, Any] = {}
    if "guard" in wanted:
        told["guard"] = guard.run()
    if "grid" in wanted:
        told["grid"] = grid(sizes, asked.seed)
    if "balanced" in wanted:
        told["balanced"] = balanced(50_000 if asked.quick else 1_000_000, 1000 if asked.quick else 4000, asked.seed)
    if "recall" in wanted:
        told["recall"] = recall(50_000 if asked.quick else 10_000_000, 1000, asked.seed)
    if "speed" in wanted:
        told["speed"] = speed(50_000 if asked.quick else 10_000_000, asked.seed)
    if asked.out is not None:
        asked.out.write_text(json.dumps(told, indent=1, default=float), encoding="utf-8")


def families() -> list[str]:
    """The families of noise that can be made here."""
    if images.is_there():
        return list(noise.FAMILIES)
    print("no OCR engine (RECLAIM_OCR_PYTHON): the family `stamped` is left out")
    return [name for name in noise.FAMILIES if name != "stamped"]


def grid(sizes: list[int], seed: int) -> list[dict[str, Any]]:
    """Registers x coverage x share really registered x noise, with the share estimated and with it given."""
    print(f"\ngrid: {BATCH:,} readings a cell; share estimated from the batch, beside it the same with the true share "
          "given\n")
    print("| register | coverage | registered | noise | estimated | Brier | ECE | ECE, share given | r@1 | r@10 | "
          "false >= .5 | false >= .9 |\n|---|---|---|---|---|---|---|---|---|---|---|---|")
    cells = []
    for size in sizes:
        for coverage in COVERAGES:
            ready = ours.ready(world := make_world(size, coverage, seed))
            for share in SHARES:
                drawn = draw(world, BATCH, share, seed + 1)
                fields = read_fields(drawn, seed + 2)
                for name in families():
                    readings = noise.FAMILIES[name](drawn.serials, seed + 3)
                    own = ours.answer(ready, drawn, readings, fields)
                    given = measure(ours.answer(ready, drawn, readings, fields, prior=share).outcome)
                    found = measure(own.outcome)
                    print(f"| {size:,} | {coverage:.0%} | {share:.0%} | {name} | {own.belief.share:.2f} | "
                          f"{found.brier:.4f} | {found.ece:.3f} | {given.ece:.3f} | {found.recall_1:.3f} | "
                          f"{found.recall_10:.3f} | {found.false_50:.3f} | {found.false_90:.3f} |", flush=True)
                    cells.append({"size": size, "coverage": coverage, "share": share, "noise": name,
                                  "estimated": own.belief.share, "ece_given": given.ece, **vars_of(found)})
    if len(cells) > 0:
        _worst(cells)
    return cells


def _worst(cells: list[dict[str, Any]]) -> None:
    for name in ("ece", "ece_given", "brier", "false_50", "false_90"):
        worst = max(cells, key=lambda cell: cell[name])
        print(f"{name}: mean {np.mean([c[name] for c in cells]):.4f}, worst {worst[name]:.4f} at register "
              f"{worst['size']:,}, coverage {worst['coverage']:.0%}, registered {worst['share']:.0%}, {worst['noise']}")


def vars_of(found: Measures) -> dict[str, Any]:
    """Measures by name."""
    return {name: getattr(found, name) for name in found.__dataclass_fields__}


def balanced(size: int, count: int, seed: int) -> dict[str, Any]:
    """Half of the readings registered: ours beside what a user would take instead, on one half of the batch; the other
    half is what isotonic regression and the edit levels are fitted on, and Reclaim is not."""
    print(f"\nbalanced: register {size:,}, coverage 50 %, {count:,} readings, half registered, noise `operator` with "
          "none, one or two edits, a third each\n")
    world = make_world(size, 0.5, seed)
    drawn = draw(world, count, 0.5, seed + 1)
    fields = read_fields(drawn, seed + 2)
    readings = noise.thirds(drawn.serials, seed + 3)
    half = np.arange(count) % 2 == 0
    near = peers.nearest(world, drawn, readings)
    found: dict[str, Outcome] = {"Reclaim": ours.answer(ours.ready(world), drawn, readings, fields).outcome}
    found["Reclaim, isotonic"] = peers.recalibrated(found["Reclaim"], half)
    found["edit level, its own frequency"] = peers.by_level(near, drawn, half, seed)
    for name, rules in (("Splink, three rules", peers.THREE_RULES), ("Splink, tuned blocking", peers.TUNED_RULES)):
        linked = peers.splink(world, drawn, readings, fields, 0.5, rules)
        print(f"{name}: keeps {linked.kept:.1%} of true pairs, {linked.speed:,.0f} readings/s after training")
        found[name] = linked.outcome
        found[f"{name}, isotonic"] = peers.recalibrated(linked.outcome, half)
    print("\n| scorer | Brier | ECE | right >= .5 | false >= .5 | right >= .9 | false >= .9 |\n|---|---|---|---|---|---|---|")
    told = {}
    for name, out in found.items():
        own = measure(peers.part(out, ~half))
        told[name] = vars_of(own)
        print(f"| {name} | {own.brier:.4f} | {own.ece:.3f} | {own.found_50:.3f} | {own.false_50:.3f} | "
              f"{own.found_90:.3f} | {own.false_90:.3f} |")
    for most in range(3):
        right, false = peers.threshold(near, drawn, most)
        told[f"OSA <= {most}"] = {"found_50": right, "false_50": false}
        print(f"| OSA <= {most} | | | {right:.3f} | {false:.3f} | | |")
    print("\nreliability (readings, said, true): "
          + ", ".join(f"{n} {p:.2f} {f:.2f}" for n, p, f in reliability(found["Reclaim"])))
    others = {name: own["brier"] for name, own in told.items() if "brier" in own and "Reclaim" not in name}
    best = min(others, key=lambda name: others[name])
    print(f"Brier against the best other ({best}): {told['Reclaim']['brier'] / others[best]:.2f}")
    return told


def recall(size: int, count: int, seed: int) -> dict[str, float]:
    """The weapon among the first one and ten, with fields, beside plain OSA on serials."""
    world = make_world(size, 0.5, seed)
    drawn = draw(world, count, 0.5, seed + 1)
    readings = noise.thirds(drawn.serials, seed + 3)
    own = measure(ours.answer(ours.ready(world), drawn, readings, read_fields(drawn, seed + 2)).outcome)
    near = peers.nearest(world, drawn, readings)
    inside = drawn.weapon >= 0
    plain = [near.recall(inside, within) for within in (1, 10)]
    print(f"\nrecall at {size:,}: Reclaim {own.recall_1:.3f} / {own.recall_10:.3f}, plain OSA {plain[0]:.3f} / "
          f"{plain[1]:.3f}: {own.recall_1 / plain[0]:.2f}x / {own.recall_10 / plain[1]:.2f}x")
    return {"recall_1": own.recall_1, "recall_10": own.recall_10, "plain_1": plain[0], "plain_10": plain[1]}


def speed(size: int, seed: int, count: int = 20_000) -> dict[str, float]:
    """Full answers with reasons, one thread, learning from the batch included."""
    world = make_world(size, 0.5, seed)
    ready = ours.ready(world)
    warm, drawn = draw(world, 500, 0.5, seed + 4), draw(world, count, 0.5, seed + 5)
    ours.timed(ready, world, noise.operator(warm.serials, 1), read_fields(warm, 1))
    seconds, rows = ours.timed(ready, world, noise.operator(drawn.serials, 2), read_fields(drawn, 2))
    print(f"\nspeed at {size:,}: {count / seconds:,.0f} readings/s on one thread, {rows:,} rows with their reasons "
          f"(registers made ready in {ready.seconds:.0f} s)")
    return {"readings_a_second": count / seconds, "ready": ready.seconds}


if __name__ == "__main__":
    main()
