"""Reclaim beside what a user would take instead: probabilities, recall, speed."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.probability import noise, ours, peers
from benchmarks.probability.kept import Kept
from benchmarks.probability.measures import Outcome, measure, reliability
from benchmarks.probability.world import draw, make_world, read_fields


def balanced(size: int, count: int, seed: int, kept: Kept) -> dict[str, Any]:
    """Half of the readings registered; isotonic regression and the edit levels are fitted on one half of the batch, and
    everything is measured on the other. Reclaim is fitted on nothing."""
    told = kept.once(f"balanced-{seed}-{size}-{count}", lambda: _balanced(size, count, seed))
    print(f"\nbalanced: register {size:,}, coverage 50 %, {count:,} readings, half registered, noise `operator` with "
          f"none, one or two edits, a third each; measured on the {count // 2:,} that nothing was fitted on\n")
    for name, own in told["blocking"].items():
        print(f"{name}: keeps {own['kept']:.1%} of true pairs, {own['speed']:,.0f} readings/s after training")
    print("\n| scorer | Brier | ECE | right >= .5 | false >= .5 | right >= .9 | false >= .9 |\n|---|---|---|---|---|---|---|")
    for name, own in told["scorers"].items():
        print(f"| {name} | {own['brier']:.4f} | {own['ece']:.3f} | {own['found_50']:.3f} | {own['false_50']:.3f} | "
              f"{own['found_90']:.3f} | {own['false_90']:.3f} |")
    for most, (right, false) in enumerate(told["osa"]):
        print(f"| OSA <= {most} | | | {right:.3f} | {false:.3f} | | |")
    others = {name: own["brier"] for name, own in told["scorers"].items() if "Reclaim" not in name}
    best = min(others, key=lambda name: others[name])
    print(f"\nBrier against the best other ({best}): {told['scorers']['Reclaim']['brier'] / others[best]:.2f}")
    print("Reclaim, said -> true (readings): "
          + ", ".join(f"{p:.2f} -> {f:.2f} ({n:,})" for n, p, f in told["reliability"]["Reclaim"]))
    return dict(told)


def _balanced(size: int, count: int, seed: int) -> dict[str, Any]:
    world = make_world(size, 0.5, seed)
    drawn = draw(world, count, 0.5, seed + 1)
    fields = read_fields(drawn, seed + 2)
    readings = noise.thirds(drawn.serials, seed + 3)
    half = np.arange(count) % 2 == 0
    found: dict[str, Outcome] = {"Reclaim": ours.answer(ours.ready(world), drawn, readings, fields).outcome}
    found["Reclaim, isotonic"] = peers.recalibrated(found["Reclaim"], half)
    near = peers.nearest(world, drawn, readings)
    found["edit level, its own frequency"] = peers.by_level(near, drawn, half, seed)
    blocking = {}
    for name, rules in (("Splink, three rules", peers.THREE_RULES), ("Splink, tuned blocking", peers.TUNED_RULES)):
        linked = peers.splink(world, drawn, readings, fields, 0.5, rules)
        blocking[name] = {"kept": linked.kept, "speed": linked.speed}
        found[name] = linked.outcome
        found[f"{name}, isotonic"] = peers.recalibrated(linked.outcome, half)
    rest = {name: peers.part(out, ~half) for name, out in found.items()}
    return {"blocking": blocking, "scorers": {name: vars(measure(out)) for name, out in rest.items()},
            "reliability": {name: reliability(out) for name, out in rest.items()},
            "osa": [peers.threshold(near, drawn, most) for most in range(3)]}


def batches(size: int, count: int, seed: int, kept: Kept, number: int = 10) -> None:
    """The first line of `balanced` on other batches, each with a world of its own: one of a thousand readings says it to two
    points only."""
    told = [kept.once(f"batch-{s}-{size}-{count}", lambda s=s: _batch(size, count, s))  # type: ignore[misc]
            for s in range(seed, seed + 10 * number, 10)]
    print(f"\nReclaim on {number} further batches of {count:,}: register {size:,}, coverage 50 %, half registered, thirds\n")
    print("| seed | Brier | ECE | right >= .5 | false >= .5 | right >= .9 | false >= .9 |\n|---|---|---|---|---|---|---|")
    names = ("brier", "ece", "found_50", "false_50", "found_90", "false_90")
    for s, own in zip(range(seed, seed + 10 * number, 10), told, strict=True):
        print(f"| {s} | " + " | ".join(f"{own[name]:.4f}" if name == "brier" else f"{own[name]:.3f}" for name in names) + " |")
    print("| mean | " + " | ".join(f"{np.mean([own[name] for own in told]):.3f}" for name in names) + " |")


def _batch(size: int, count: int, seed: int) -> dict[str, Any]:
    world = make_world(size, 0.5, seed)
    drawn = draw(world, count, 0.5, seed + 1)
    readings = noise.thirds(drawn.serials, seed + 3)
    return vars(measure(ours.answer(ours.ready(world), drawn, readings, read_fields(drawn, seed + 2)).outcome))


def recall(size: int, count: int, seed: int, kept: Kept) -> dict[str, Any]:
    """The weapon among the first one and ten, with fields, beside plain OSA on serials; and full answers a second."""
    told = kept.once(f"recall-{seed}-{size}-{count}", lambda: _recall(size, count, seed))
    print(f"\nrecall at {size:,}, {told['registered']:,} readings of registered weapons, noise in thirds: Reclaim "
          f"{told['recall_1']:.3f} / {told['recall_10']:.3f}, plain OSA {told['plain_1']:.3f} / {told['plain_10']:.3f}: "
          f"{told['recall_1'] / told['plain_1']:.2f}x / {told['recall_10'] / told['plain_10']:.2f}x")
    print(f"speed at {size:,}: {told['speed']:,.0f} readings/s on one thread, {told['rows']:,} rows with their reasons "
          f"for {told['readings']:,} readings (registers made ready in {told['ready']:.0f} s)")
    return dict(told)


def _recall(size: int, count: int, seed: int) -> dict[str, Any]:
    world = make_world(size, 0.5, seed)
    ready = ours.ready(world)
    drawn = draw(world, count, 0.5, seed + 1)
    readings = noise.thirds(drawn.serials, seed + 3)
    own = measure(ours.answer(ready, drawn, readings, read_fields(drawn, seed + 2)).outcome)
    near = peers.nearest(world, drawn, readings)
    inside = drawn.weapon >= 0
    return {"recall_1": own.recall_1, "recall_10": own.recall_10, "registered": int(inside.sum()),
            "plain_1": near.recall(inside, 1), "plain_10": near.recall(inside, 10), **_speed(world, ready, seed)}


def _speed(world: Any, ready: ours.Ready, seed: int, count: int = 20_000) -> dict[str, float]:
    """Full answers with reasons, one thread, learning from the batch included."""
    warm, drawn = draw(world, 500, 0.5, seed + 4), draw(world, count, 0.5, seed + 5)
    ours.timed(ready, world, noise.operator(warm.serials, 1), read_fields(warm, 1))
    seconds, rows = ours.timed(ready, world, noise.operator(drawn.serials, 2), read_fields(drawn, 2))
    return {"speed": count / seconds, "rows": rows, "readings": count, "ready": ready.seconds}
