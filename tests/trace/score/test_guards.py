"""What probability must never do: make a near miss certain, or learn misreadings from lots."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from tests.trace.score.worlds import searched, traced

from reclaim.trace.belief import Prior
from reclaim.trace.evidence import Searched

LOT = [f"AB{n:05d}" for n in range(20_000, 21_000)]


@cache
def five_hundred() -> tuple[Searched, list[str]]:
    """A list of 500 M4s scattered over a block of a million, and 1,000 M4s of the block that are not on it."""
    rng = np.random.default_rng(7)
    block = rng.permutation(1_000_000)
    register = searched([f"W{n:06d}" for n in block[:500]], make="COLT", model="M4")
    return register, [f"W{n:06d}" for n in block[500:1500]]


def test_a_small_register_makes_no_near_miss_certain() -> None:
    register, absent = five_hundred()
    found = traced(absent, register, fields={"make": ["COLT"] * len(absent), "model": ["M4"] * len(absent)})
    assert (found.best >= 0.9).mean() < 0.02
    assert (found.best >= 0.5).mean() < 0.06


def test_nor_does_it_for_one_reading_at_a_time() -> None:
    """One reading cannot tell the share of the registered; the wide default must not do what a batch would not."""
    register, absent = five_hundred()
    best = [traced([reading], register).best[0] for reading in absent[:100]]
    assert np.mean(np.array(best) >= 0.9) < 0.02


def test_nor_does_it_where_the_user_believes_that_most_are_registered() -> None:
    """That is his word, and then more near misses look right; the exact answer is still the exact one."""
    register, absent = five_hundred()
    found = traced(absent, register, prior=Prior.of_user(0.9))
    assert found.belief.share == 0.9
    assert (found.best >= 0.9).mean() < 0.06


@pytest.mark.parametrize(("what", "registered", "share"), [
    ("all in", LOT, 1.0),
    ("half in, every second", LOT[::2], 0.5),
    ("half in, the first half", LOT[:500], 0.5),
    ("half in, at random", sorted(np.random.default_rng(3).choice(LOT, 500, replace=False)), 0.5),
    ("none in, another lot", [f"AB{n:05d}" for n in range(30_000, 31_000)], 0.0),
    ("none in, the lot beside", [f"AB{n:05d}" for n in range(21_000, 22_000)], 0.0),
])
def test_in_a_lot_neighbours_are_not_taken_for_misreadings(what: str, registered: list[str], share: float) -> None:
    """Noise-free readings of consecutive serials: what is learned as error stays under half a percent."""
    found = traced(LOT, searched(registered, make="COLT"))
    assert 1 - found.belief.channel.law[0] < 0.005
    assert found.belief.channel.error_rate(7) < 0.005
    assert found.belief.share == pytest.approx(share, abs=0.02)
    assert (found.best >= 0.5).mean() == pytest.approx(share, abs=0.02)


def test_the_error_rate_of_a_noisy_batch_is_learned() -> None:
    """Half of 600 readings misread once: the law says so."""
    rng = np.random.default_rng(5)
    serials = [f"W{n:06d}" for n in rng.choice(1_000_000, 2_000, replace=False)]
    read = []
    for n, serial in enumerate(serials[:600]):
        place = int(rng.integers(1, 7))
        other = str(rng.integers(0, 10))
        read.append(serial if n % 2 == 0 else serial[:place] + other + serial[place + 1:])
    found = traced(read, searched(serials))
    assert found.belief.channel.law[1] == pytest.approx(0.45, abs=0.06)
    assert found.belief.share > 0.9
