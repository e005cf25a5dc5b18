"""Registers x coverage x share really registered x noise: every cell, and the worst of them."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from benchmarks.probability import images, noise, ours
from benchmarks.probability.kept import Kept
from benchmarks.probability.measures import measure, pooled, reliability
from benchmarks.probability.world import World, draw, make_world, read_fields

COVERAGES = (0.01, 0.5, 0.95)
SHARES = (0.05, 0.5, 0.9)
BATCH = 1000

HEAD = ("| register | coverage | registered | noise | estimated | Brier | ECE | ECE, share given | r@1 | r@10 | "
        "right >= .5 | false >= .5 | false >= .9 |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|")


@cache
def families() -> list[str]:
    """The families of noise that can be made here."""
    if images.is_there():
        return list(noise.FAMILIES)
    print("no OCR engine (RECLAIM_OCR_PYTHON): the family `stamped` is left out")
    return [name for name in noise.FAMILIES if name != "stamped"]


def grid(sizes: list[int], seed: int, kept: Kept) -> list[dict[str, Any]]:
    """All cells, with the share estimated and with it given; printed with the worst, and how sure was how true."""
    print(f"\ngrid: {BATCH:,} readings a cell; share estimated from the batch, beside it the same with the true share "
          f"given\n\n{HEAD}")
    cells = []
    for size in sizes:
        for coverage in COVERAGES:
            made = cache(lambda size=size, coverage=coverage: _made(size, coverage, seed))
            for share in SHARES:
                for name in families():
                    key = f"grid-{seed}-{size}-{coverage:g}-{share:g}-{name}"
                    cell = kept.once(key, lambda made=made, share=share, name=name: _cell(made(), share, name, seed))
                    cells.append({"size": size, "coverage": coverage, "share": share, "noise": name, **cell})
                    print(_row(cells[-1]), flush=True)
    _worst(cells)
    return cells


def _made(size: int, coverage: float, seed: int) -> tuple[World, ours.Ready]:
    world = make_world(size, coverage, seed)
    return world, ours.ready(world)


def _cell(made: tuple[World, ours.Ready], share: float, name: str, seed: int) -> dict[str, Any]:
    world, ready = made
    drawn = draw(world, BATCH, share, seed + 1)
    fields = read_fields(drawn, seed + 2)
    readings = noise.FAMILIES[name](drawn.serials, seed + 3)
    own = ours.answer(ready, drawn, readings, fields)
    given = ours.answer(ready, drawn, readings, fields, prior=share)
    return {"estimated": own.belief.share, **vars(measure(own.outcome)), "bins": reliability(own.outcome),
            "ece_given": measure(given.outcome).ece, "bins_given": reliability(given.outcome)}


def _row(cell: dict[str, Any]) -> str:
    return (f"| {cell['size']:,} | {cell['coverage']:.0%} | {cell['share']:.0%} | {cell['noise']} | "
            f"{cell['estimated']:.2f} | {cell['brier']:.4f} | {cell['ece']:.3f} | {cell['ece_given']:.3f} | "
            f"{cell['recall_1']:.3f} | {cell['recall_10']:.3f} | {cell['found_50']:.3f} | {cell['false_50']:.3f} | "
            f"{cell['false_90']:.3f} |")


def _worst(cells: list[dict[str, Any]]) -> None:
    print()
    for name in ("ece", "ece_given", "brier", "false_50", "false_90"):
        worst = max(cells, key=lambda cell: cell[name])
        print(f"{name}: mean {np.mean([c[name] for c in cells]):.4f}, worst {worst[name]:.4f} at register "
              f"{worst['size']:,}, coverage {worst['coverage']:.0%}, registered {worst['share']:.0%}, {worst['noise']}")
    unregistered = sum(round(BATCH * (1 - c["share"])) for c in cells)
    for name, least in (("false_50", ".5"), ("false_90", ".9")):
        wrong = sum(c[name] * round(BATCH * (1 - c["share"])) for c in cells)
        print(f"readings of weapons in no register with a candidate of p >= {least}: {wrong:,.0f} of {unregistered:,} "
              f"({wrong / unregistered:.2%})")
    told = ", ".join(f"{p:.2f} -> {f:.2f} ({n:,})" for n, p, f in pooled([c["bins"] for c in cells]))
    print(f"all cells together, said -> true (readings): {told}")
