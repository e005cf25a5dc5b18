"""Sure lots: where new weapons lie is told by marks that several books agree on, and not by misreadings.

A clerk who reads Q for K leaves marks like KQP6524 in several books, and beside each other they look like a lot of their
own. So of the lots (all that share all but three symbols) those that hold a weapon which several books agree on are *sure*, and a
new weapon is believed to lie in one of them as often as a lot of weapons is sure at all; else in any. Where books hardly
overlap few lots are sure, and little is believed of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np

from reclaim.trace.cells import LEVELS, lie
from reclaim.trace.density import LOT_LEVEL
from reclaim.trace.evidence import Searched
from reclaim.trace.kernels_cells import shared_beginnings

LOT: Final = 5
"""Of lots of so many weapons it is counted how many are sure: a smaller one may be missed by chance."""


def in_sure_lots(searched: Searched, vouched: Any) -> Searched:
    """The same, with chance judged by sure lots first. `vouched` bool[weapons]: several books agree on its mark."""
    weapons = searched.weapons
    lot = np.cumsum(shared_beginnings(weapons.codes, weapons.starts)
                    < np.maximum(np.diff(weapons.starts) - LEVELS[LOT_LEVEL], 0))
    sure, large = np.bincount(lot, weights=vouched) > 0, np.bincount(lot) >= LOT
    kept = np.flatnonzero(sure[lot])
    if len(kept) == 0 or len(kept) == weapons.count:
        return searched
    part = float((sure & large).sum() / (large.sum() + 1))
    return replace(searched, sure=lie(weapons.only(kept)), sure_part=part)
