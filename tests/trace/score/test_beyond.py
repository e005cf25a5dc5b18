"""What is not listed: a short list of candidates must give the answer that a long one gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.trace.score.worlds import searched

from reclaim.trace import channel
from reclaim.trace.ask import plain_ask
from reclaim.trace.belief import Belief, Prior
from reclaim.trace.beyond import beyond
from reclaim.trace.evidence import evidence
from reclaim.trace.score import score


def test_where_all_is_listed_nothing_is_missing() -> None:
    assert (beyond(np.array([np.inf, np.inf]), channel.default()) == 0).all()


@given(st.lists(st.floats(0, 60), min_size=2, max_size=20))
def test_a_longer_list_leaves_less(costs: list[float]) -> None:
    """Parts between 0 and 1, falling with what the last mark costs; of two misreadings always more is missing."""
    parts = beyond(np.array(sorted(costs)), channel.default())
    assert ((parts >= -1e-12) & (parts <= 1)).all()
    assert (np.diff(parts, axis=0) <= 1e-12).all()
    assert (parts[:, 1] >= parts[:, 0] - 1e-12).all()


def test_the_mass_beyond_a_short_list_is_about_what_a_long_one_lists() -> None:
    """A crowded block of bare numbers, read with one digit missing or wrong: 24 marks listed, against all of them."""
    rng = np.random.default_rng(4)
    register = searched([f"{n:05d}" for n in rng.choice(100_000, 12_000, replace=False)])
    asked = plain_ask([f"{n:05d}"[:2] + "?" + f"{n:05d}"[3:] for n in rng.integers(0, 100_000, 60)])
    belief = Belief.start(register.channel, Prior.default(), register.own_weights)
    short, long = (evidence(asked, register, kept=kept) for kept in (24, 2_000))
    missing = [score(seen, belief) for seen in (short, long)]
    listed = [np.bincount(s.reading, weights=f.pair * f.total[s.reading], minlength=60)
              for s, f in zip((short, long), missing, strict=True)]
    beyond_short = (missing[0].rest * missing[0].total).sum()
    truth = (listed[1] - listed[0]).sum() + (missing[1].rest * missing[1].total).sum()
    assert 0.4 < beyond_short / truth < 2.5
    assert beyond_short > 0.01 * listed[0].sum()
