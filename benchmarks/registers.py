"""Synthetic registers shaped like real ones, and noisy readings of their serials.

SYNTHETIC: nothing here is on any real weapon's record. The shapes, and their shares, follow two real lists of
seized firearms that were read but are not redistributed: 90 % of serials have 5 to 8 characters, a quarter are
three letters and five digits, a third are bare numbers of five to seven digits. Most weapons stand in *lots*:
runs of consecutive numbers of which a register holds a part.

    register = make_register(1_000_000, seed=1)         # Arrow table: serial make model calibre country
    readings = make_readings(register, 10_000, seed=2)  # Arrow table: reading truth operations held_out
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

LETTERS: Final = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", np.uint8)
WIDTH: Final = 16
"""Bytes kept for a serial while it is made."""

IN_LOTS: Final = 0.7
"""Share of rows that stand in lots; the others lie anywhere in their family's space."""

MEAN_LOT: Final = 600
LOT_SPREAD: Final = 1.0
"""Lots are log-normal in length: mean and the spread of the logarithm."""

LEAST_PRESENT: Final = 0.1
"""A register holds 10 to 100 % of a lot."""

BLOCK: Final = 10_000_000
"""Larger registers are made of blocks of so many rows, each with lots of its own."""


@dataclass(frozen=True)
class Family:
    """One maker's way to number: in `shape` A is any letter, 9 any digit, all else stands for itself (`a` for A)."""

    share: float
    shape: str
    make: str
    model: str
    calibre: str
    country: str

    @property
    def space(self) -> int:
        """How many serials the shape allows."""
        return 26 ** self.shape.count("A") * 10 ** self.shape.count("9")


FAMILIES: Final[tuple[Family, ...]] = tuple(
    Family(share, shape, make, model, calibre, country)
    for share, shape, make, model, calibre, country in (
        (0.150, "AAA99999", "Maker 01", "P24", "9x19", "C1"),
        (0.070, "AAA99999", "Maker 02", "R38", ".38", "C1"),
        (0.040, "AAA99999", "Maker 03", "P40", ".40", "C1"),
        (0.110, "999999", "Maker 04", "R32", ".32", "C1"),
        (0.070, "999999", "Maker 05", "R38", ".38", "C2"),
        (0.040, "999999", "Maker 06", "S12", "12", "C3"),
        (0.060, "99999", "Maker 07", "R32", ".32", "C1"),
        (0.040, "99999", "Maker 08", "S12", "12", "C4"),
        (0.050, "A999999", "Maker 04", "R22", ".22", "C1"),
        (0.030, "A999999", "Maker 09", "P25", ".25", "C5"),
        (0.040, "AA999999", "Maker 01", "R38", ".38", "C1"),
        (0.025, "AA999999", "Maker 10", "P9", "9x19", "C6"),
        (0.035, "9999999", "Maker 11", "R7", "7.62x39", "C7"),
        (0.050, "AAAA999", "Maker 12", "G17", "9x19", "C8"),
        (0.025, "AAA999", "Maker 12", "G19", "9x19", "C8"),
        (0.030, "AA99999", "Maker 13", "P8", ".380", "C1"),
        (0.025, "A9999999", "Maker 14", "C4", "5.56x45", "C9"),
        (0.020, "W999999", "Maker 15", "C4A", "5.56x45", "C9"),
        (0.015, "FB999999", "Maker 15", "R16", "5.56x45", "C9"),
        (0.010, "afg99999", "Maker 16", "R16", "5.56x45", "C9"),
        (0.015, "9999A99999", "Maker 17", "AK1", "7.62x39", "C10"),
        (0.010, "AA9999", "Maker 18", "AK2", "7.62x39", "C10"),
        (0.010, "569999999", "Maker 19", "AK3", "7.62x39", "C11"),
        (0.010, "99999999", "Maker 20", "S7", "12", "C12"),
        (0.008, "A99999", "Maker 21", "R45", ".45", "C9"),
        (0.007, "9A99999", "Maker 22", "P45", ".45", "C9"),
        (0.005, "AA999", "Maker 23", "M2", "12.7x99", "C9"),
    )
)


def make_register(rows: int, seed: int, families: tuple[Family, ...] = FAMILIES) -> pa.Table:
    """A register of `rows` rows in no order; columns serial make model calibre country, all strings."""
    blocks = [
        _block(min(BLOCK, rows - begin), np.random.default_rng([seed, begin]), families)
        for begin in range(0, rows, BLOCK)
    ]
    return pa.concat_tables(blocks)


def make_serials(rows: int, seed: int, families: tuple[Family, ...] = FAMILIES) -> pa.ChunkedArray:
    """Only the serials of `make_register`, for the largest registers."""
    return pa.chunked_array(
        [
            as_strings(_serials(min(BLOCK, rows - begin), np.random.default_rng([seed, begin]), families)[0])
            for begin in range(0, rows, BLOCK)
        ]
    )


def sparse_serials(rows: int, seed: int) -> pa.ChunkedArray:
    """The hardest register for an index: nine random letters and digits, nothing beside anything."""
    rng = np.random.default_rng(seed)
    symbols = np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", np.uint8)
    parts = []
    for begin in range(0, rows, BLOCK):
        text = np.zeros((min(BLOCK, rows - begin), WIDTH), np.uint8)
        text[:, :9] = symbols[rng.integers(0, len(symbols), (len(text), 9), np.uint8)]
        parts.append(as_strings(text))
    return pa.chunked_array(parts)


def make_readings(register: pa.Table | pa.ChunkedArray, count: int, seed: int, held_out_share: float = 0.5) -> pa.Table:
    """Noisy readings: `truth` is the row read (-1 if it is not in the register), `operations` 0 to 2 of noise.

    `held_out_share` of them are readings of serials one or a few numbers from a registered one that are not
    registered themselves: the same families and lots.
    """
    rng = np.random.default_rng(seed)
    serials = register.column("serial") if isinstance(register, pa.Table) else register
    outside = int(count * held_out_share)
    rows = rng.integers(0, len(serials), count - outside)
    inside = serials.take(pa.array(rows)).to_pylist()
    texts = inside + _held_out(serials, outside, rng)
    operations = rng.integers(0, 3, count)
    return pa.table(
        {
            "reading": [misread(text, int(steps), rng) for text, steps in zip(texts, operations, strict=True)],
            "truth": np.concatenate([rows, np.full(outside, -1)]),
            "operations": operations,
            "held_out": np.arange(count) >= count - outside,
        }
    )


NOISE: Final = (
    ("look-alike", 0.40), ("unread", 0.10), ("dropped", 0.12), ("doubled", 0.06), ("swapped", 0.08),
    ("any other", 0.12), ("cut", 0.12),
)  # fmt: skip
"""Kinds of noise and their shares."""

LOOK_ALIKES: Final = ("0OQD", "1IL7", "2Z", "5S6", "8B3", "4A", "UV", "MN", "KX", "EF", "PR", "CG", "69")


def misread(serial: str, operations: int, rng: np.random.Generator) -> str:
    """A serial with so many operations of noise."""
    text = serial
    for _ in range(operations):
        kind = NOISE[int(rng.choice(len(NOISE), p=[share for _, share in NOISE]))][0]
        text = _noisy(text, kind, rng)
    return text


def _noisy(text: str, kind: str, rng: np.random.Generator) -> str:
    if len(text) < 3:
        return text
    at = int(rng.integers(len(text)))
    if kind == "look-alike":
        alike = [other for group in LOOK_ALIKES if text[at] in group for other in group if other != text[at]]
        return text if len(alike) == 0 else text[:at] + alike[int(rng.integers(len(alike)))] + text[at + 1 :]
    if kind == "unread":
        return text[:at] + "?" + text[at + 1 :]
    if kind == "dropped":
        return text[:at] + text[at + 1 :]
    if kind == "doubled":
        return text[:at] + text[at] + text[at:]
    if kind == "swapped":
        at = min(at, len(text) - 2)
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == "any other":
        pool = "0123456789" if text[at].isdigit() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        return text[:at] + pool[int(rng.integers(len(pool)))] + text[at + 1 :]
    return text[1:] if rng.random() < 0.5 else text[:-1]


def _held_out(serials: pa.ChunkedArray, count: int, rng: np.random.Generator) -> list[str]:
    """Serials that are not registered, a few numbers beside one that is."""
    import pyarrow.compute as pc

    found: list[str] = []
    while len(found) < count:
        rows = rng.integers(0, len(serials), 4 * count)
        beside = {_beside(text, int(rng.integers(1, 400))) for text in serials.take(pa.array(rows)).to_pylist()}
        tried = pa.array(sorted(beside))
        new = tried.filter(pc.invert(pc.is_in(tried, value_set=_present(serials, tried)))).to_pylist()
        rng.shuffle(new)
        found.extend(new)
    return found[:count]


def _present(serials: pa.ChunkedArray, wanted: pa.Array) -> pa.Array:
    """Those of `wanted` that are among the serials, one chunk at a time."""
    import pyarrow.compute as pc

    parts = [pc.unique(chunk.filter(pc.is_in(chunk, value_set=wanted))) for chunk in serials.chunks]
    return pa.concat_arrays(parts).cast(wanted.type)


def _beside(text: str, step: int) -> str:
    """The serial `step` numbers on, within its last digits."""
    digits = len(text) - len(text.rstrip("0123456789"))
    if digits == 0:
        return text + "7"
    number = (int(text[-digits:]) + step) % 10**digits
    return text[:-digits] + str(number).zfill(digits)


def _block(rows: int, rng: np.random.Generator, families: tuple[Family, ...]) -> pa.Table:
    text, family = _serials(rows, rng, families)
    columns = {"serial": as_strings(text)}
    for name in ("make", "model", "calibre", "country"):
        names = pa.array([getattr(each, name) for each in families])
        columns[name] = names.take(pa.array(family))
    return pa.table(columns)


def _serials(rows: int, rng: np.random.Generator, families: tuple[Family, ...]) -> tuple[np.ndarray, np.ndarray]:
    """uint8[rows, WIDTH] of text ended by zeros, and the family of each row; in no order."""
    shares = np.array([each.share for each in families])
    bounds = np.rint(np.concatenate([[0], np.cumsum(shares / shares.sum())]) * rows).astype(np.int64)
    order = rng.permutation(rows)
    text, family = np.zeros((rows, WIDTH), np.uint8), np.zeros(rows, np.int8)
    for place, each in enumerate(families):
        at = order[bounds[place] : bounds[place + 1]]
        text[at] = written(_numbers(each.space, len(at), rng), each.shape)
        family[at] = place
    return text, family


def _numbers(space: int, rows: int, rng: np.random.Generator) -> np.ndarray:
    """Places in a family's space: most in lots, the rest anywhere."""
    wanted = int(rows * IN_LOTS)
    parts, made = [], 0
    while made < wanted:
        lots = max(1, int((wanted - made) / (MEAN_LOT * (1 + LEAST_PRESENT) / 2)) + 1)
        length = rng.lognormal(np.log(MEAN_LOT) - LOT_SPREAD**2 / 2, LOT_SPREAD, lots).astype(np.int64) + 1
        first = np.repeat(rng.integers(0, space, lots), length)
        within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
        present = np.repeat(rng.uniform(LEAST_PRESENT, 1, lots), length)
        kept = ((first + within) % space)[rng.random(len(within)) < present]
        parts.append(kept)
        made += len(kept)
    anywhere = rng.integers(0, space, rows - wanted)
    return np.concatenate([np.concatenate(parts)[:wanted] if parts else anywhere[:0], anywhere])


def written(numbers: np.ndarray, shape: str) -> np.ndarray:
    """uint8[n, WIDTH]: each number written in a shape, its last place counting fastest."""
    text = np.zeros((len(numbers), WIDTH), np.uint8)
    left = numbers.copy()
    for place in range(len(shape) - 1, -1, -1):
        if shape[place] == "9":
            left, digit = np.divmod(left, 10)
            text[:, place] = digit + ord("0")
        elif shape[place] == "A":
            left, letter = np.divmod(left, 26)
            text[:, place] = LETTERS[letter]
        else:
            text[:, place] = ord(shape[place].upper())
    return text


def as_strings(text: np.ndarray) -> pa.Array:
    """Text ended by zeros as an Arrow array of strings."""
    used = text != 0
    offsets = np.zeros(len(text) + 1, np.int32)
    np.cumsum(used.sum(axis=1), out=offsets[1:])
    return pa.Array.from_buffers(
        pa.string(), len(text), [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(text[used]))]
    )
