"""Make, model, calibre, country and date: how much each speaks for a weapon, judged against its block.

Fellegi and Sunter (1969): a field that agrees weighs log2(m / u), m how often it agrees for the same weapon, u how
often for another. Serials are given out in lots, so that whatever lies near a reading has the same make, model and
calibre: u is therefore how often the field agrees among the registered weapons of the *block* that the reading falls
into, backed off level by level to the whole register and, for makes that no register has, to the batch. Fields that
follow from one another (a model from its maker, a calibre from its model) are counted within: u of the model is taken
among weapons whose make does not differ.

A field that one side does not state, or neither, weighs nothing, and is told apart from one that disagrees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from reclaim.trace.agree import DIFFERENT, EQUAL
from reclaim.trace.ask import Ask
from reclaim.trace.kernels_fields import count_blocks
from reclaim.trace.weapons import NO_DATE, TEXT_FIELDS, Weapons

FIELDS: Final = (*TEXT_FIELDS, "date")
NEITHER, NOT_READ, NOT_REGISTERED = 0, 1, 2
"""Not stated: on neither side, not in the reading, not in the register. EQUAL, SIMILAR, DIFFERENT are 3, 4, 5."""

WITHIN: Final = (-1, 0, 1, 0)
"""make; model within make; calibre within model; country within make."""

AGREEMENT: Final = np.array([[0.80, 0.15, 0.05], [0.72, 0.20, 0.08], [0.82, 0.12, 0.06], [0.90, 0.02, 0.08],
                             [0.97, 0.0, 0.03]])
"""Where the weapon is the same: equal, similar, different. Belief; learned from the batch with AGREEMENT_WEIGHT."""

AGREEMENT_WEIGHT: Final = 25.0
BACK_OFF: Final = 4.0
UNSEEN: Final = 0.02
"""Of a block's unregistered weapons at least so many are like nothing registered there."""

LEAST_COMMON: Final = 1e-3
"""No word is rarer than this when it is read for another."""

LATE: Final = 0.05
"""So many records are dated after a find that they have nothing to do with."""

SAMPLE: Final = 256
LATE_DAYS: Final = 31
"""A record dated this much after the find cannot be of an earlier stage of the same weapon."""


@dataclass(frozen=True)
class Block:
    """`shares` float64[readings, fields, 3]: of the unregistered weapons around each reading, how many would agree with
    it (equal, similar, different) in each text field. `common` float64[readings, fields]: how common the word read is
    in the batch. `asked` int64: rows of `tables`, -1 for not stated."""

    shares: Any
    common: Any
    asked: Any
    tables: Sequence[Any]
    days: Any


def block(ask: Ask, weapons: Weapons, start: Any, size: Any, taken: Any) -> Block:
    """`start`, `size` int64[readings, levels]: the stretches of weapons that a reading falls into, finest first.

    `taken` float64 by reading: how much of the chance is that of another weapon with a mark that stands in the
    register. Such a weapon has another maker, so it is judged by the whole register and not by the block.
    """
    asked, tables, common = _asked(ask, weapons)
    flat, offsets = _flat(tables)
    columns = tuple(weapons.fields[name] for name in TEXT_FIELDS)
    counts = np.zeros((ask.count, start.shape[1], len(TEXT_FIELDS), 3), np.int32)
    within = np.array(WITHIN, np.int64)
    if weapons.count > 0:
        count_blocks(start, size, asked, flat, offsets, columns, within, counts)
    whole = _whole(asked, flat, offsets, columns, within, weapons.count)
    return Block(_backed_off(counts, whole, common, taken[:, None, None]), common, asked, tables, ask.days)


def _asked(ask: Ask, weapons: Weapons) -> tuple[Any, list[Any], Any]:
    rows = np.full((ask.count, len(TEXT_FIELDS)), -1, np.int64)
    told = ask.often if ask.often is not None else often(ask.fields)
    common = np.zeros((ask.count, len(TEXT_FIELDS)))
    tables = []
    for field, name in enumerate(TEXT_FIELDS):
        words = [w.strip() for w in ask.fields.get(name, ())]
        known = sorted(set(words) - {""})
        row = {word: n for n, word in enumerate(known)}
        if len(words) > 0:
            rows[:, field] = [row.get(w, -1) for w in words]
        tables.append(weapons.vocabularies[name].against(known) if len(known) > 0 else
                      np.zeros((1, len(weapons.vocabularies[name].words) + 1), np.int8))
        stated = rows[:, field] >= 0
        shares = np.array([told[name][word] for word in known])
        common[stated, field] = shares[rows[stated, field]]
    return rows, tables, common


def often(fields: Mapping[str, Sequence[str]]) -> dict[str, dict[str, float]]:
    """How often each word is read, by field; ten words never read are reckoned with."""
    found = {}
    for name, words in fields.items():
        times = Counter(w for w in (word.strip() for word in words) if w != "")
        total = times.total() + len(times) + 10
        found[name] = {word: (count + 1) / total for word, count in sorted(times.items())}
    return found


def _flat(tables: Sequence[Any]) -> tuple[Any, Any]:
    offsets = np.zeros((len(tables), 2), np.int64)
    offsets[:, 1] = [t.shape[1] for t in tables]
    offsets[1:, 0] = np.cumsum([t.size for t in tables])[:-1]
    return np.concatenate([t.ravel() for t in tables]), offsets


def _whole(asked: Any, flat: Any, offsets: Any, columns: Any, within: Any, count: int) -> Any:
    """The same counts over a sample of all weapons, for each distinct question."""
    found = np.zeros((len(asked), len(TEXT_FIELDS), 3), np.int32)
    if count == 0 or len(asked) == 0:
        return found
    chosen = np.unique(np.linspace(0, count - 1, min(SAMPLE, count)).astype(np.int64))
    questions, back = np.unique(asked, axis=0, return_inverse=True)
    sample = tuple(column[chosen] for column in columns)
    start = np.arange(0, len(chosen), 32)[None, :].repeat(len(questions), axis=0)
    size = np.minimum(32, len(chosen) - start)
    counts = np.zeros((len(questions), start.shape[1], len(TEXT_FIELDS), 3), np.int32)
    count_blocks(start, size, questions, flat, offsets, sample, within, counts)
    return counts.sum(axis=1)[back.ravel()]


def _backed_off(counts: Any, whole: Any, common: Any, taken: Any) -> Any:
    """From the batch to the register to ever smaller blocks, each weighed against the one before."""
    wide = np.stack([common, np.zeros_like(common), 1 - common], axis=2)
    shares = everywhere = (whole + BACK_OFF * wide) / (whole.sum(axis=2, keepdims=True) + BACK_OFF)
    for level in range(counts.shape[1] - 1, -1, -1):
        own = counts[:, level]
        shares = (own + BACK_OFF * shares) / (own.sum(axis=2, keepdims=True) + BACK_OFF)
    return (1 - taken) * ((1 - UNSEEN) * shares + UNSEEN * wide) + taken * everywhere


def compared(block: Block, weapons: Weapons, readings: Any, chosen: Any) -> Any:
    """int8[pairs, FIELDS]: how each field of a reading compares with that of a weapon."""
    found = np.zeros((len(readings), len(FIELDS)), np.int8)
    for field, name in enumerate(TEXT_FIELDS):
        row, word = block.asked[readings, field], weapons.fields[name][chosen]
        stated = (row >= 0) & (word > 0)
        found[:, field] = np.where(stated, block.tables[field][np.maximum(row, 0), word],
                                   np.where(row >= 0, NOT_REGISTERED, np.where(word > 0, NOT_READ, NEITHER)))
    read, registered = block.days[readings], weapons.date[chosen]
    late = registered.astype(np.int64) > read.astype(np.int64) + LATE_DAYS
    found[:, -1] = np.where(read == NO_DATE, np.where(registered == NO_DATE, NEITHER, NOT_READ),
                            np.where(registered == NO_DATE, NOT_REGISTERED, np.where(late, DIFFERENT, EQUAL)))
    return found


def likelihoods(block: Block, found: Any, readings: Any, agreement: Any) -> tuple[Any, Any]:
    """How likely what was read is of each weapon, and of an unregistered one of the block that the reading falls into:
    float64[pairs, FIELDS] twice. Where a side does not state a field both are 1."""
    grades = np.ones((len(FIELDS), DIFFERENT + 1))
    grades[:, EQUAL:] = agreement
    own = grades[np.arange(len(FIELDS)), found]
    differs = found[:, : len(TEXT_FIELDS)] == DIFFERENT
    own[:, : len(TEXT_FIELDS)][differs] *= np.maximum(block.common, LEAST_COMMON)[readings][differs]
    return own, np.where(found >= EQUAL, around(block, agreement)[readings], 1.0)


def around(block: Block, agreement: Any) -> Any:
    """float64[readings, FIELDS]: how likely each field as it was read is of an unregistered weapon of the block."""
    text = agreement[: len(TEXT_FIELDS)]
    other = text[:, 2] * np.maximum(block.common, LEAST_COMMON)
    likely = block.shares[:, :, 0] * text[:, 0] + block.shares[:, :, 1] * text[:, 1] + block.shares[:, :, 2] * other
    in_time, _, late = agreement[-1]
    dated = np.full((len(likely), 1), in_time * (1 - LATE) + late * LATE)
    return np.hstack([likely, dated])
