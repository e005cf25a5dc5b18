"""Three families of noise, none of which the shipped channel was made from or is fitted to.

* `operator`: edits at random, as in `docs/search.md`: none, one or two of look-alike, unread, dropped, doubled,
  swapped, any other, cut (`benchmarks.registers.misread`).
* `stamped`: the mark drawn with a font as a stamped image, worn, and read by an OCR engine (`stamped`).
* `dictated`: said over a radio and typed: sounds (in Spanish and French as well as English), the key beside, symbols
  said twice, groups left out or changed about.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.registers import misread

OPERATIONS = (0.60, 0.28, 0.12)
"""Readings of `operator` with no, one and two edits."""

SOUNDS = ("BVPD", "CST", "M N".replace(" ", ""), "GJ", "KQ", "FS", "IE", "5N", "38", "67", "UO", "9M", "2D", "Z5", "AH")
KEYS = {"1": "2Q", "2": "13W", "3": "24E", "4": "35R", "5": "46T", "6": "57Y", "7": "68U", "8": "79I", "9": "80O",
        "0": "9P", "Q": "WA", "W": "QES", "E": "WRD", "R": "ETF", "T": "RYG", "Y": "TUH", "U": "YIJ", "I": "UOK",
        "O": "IPL", "P": "O0", "A": "QSZ", "S": "ADW", "D": "SFE", "F": "DGR", "G": "FHT", "H": "GJY", "J": "HKU",
        "K": "JLI", "L": "KO", "Z": "XA", "X": "ZCS", "C": "XVD", "V": "CBF", "B": "VNG", "N": "BMH", "M": "NK"}
SLIP = 0.075
"""Chance of a slip at each symbol of a dictated mark."""


def operator(serials: list[str], seed: int) -> list[str]:
    """Edits at random."""
    rng = np.random.default_rng([seed, 1])
    steps = rng.choice(3, len(serials), p=OPERATIONS)
    return [misread(text, int(n), rng) for text, n in zip(serials, steps, strict=True)]


def thirds(serials: list[str], seed: int) -> list[str]:
    """Edits at random, none, one or two of them alike."""
    rng = np.random.default_rng([seed, 4])
    steps = rng.choice(3, len(serials))
    return [misread(text, int(n), rng) for text, n in zip(serials, steps, strict=True)]


def dictated(serials: list[str], seed: int) -> list[str]:
    """Said and typed."""
    rng = np.random.default_rng([seed, 2])
    return [_said(text, rng) for text in serials]


def _said(text: str, rng: np.random.Generator) -> str:
    out = []
    at = 0
    while at < len(text):
        symbol = text[at]
        if rng.random() >= SLIP:
            out.append(symbol)
            at += 1
            continue
        how = rng.random()
        if how < 0.40:
            out.append(_sound(symbol, rng))
        elif how < 0.70:
            keys = KEYS.get(symbol, symbol)
            out.append(keys[int(rng.integers(len(keys)))])
        elif how < 0.80 and at + 1 < len(text):
            out += [text[at + 1], symbol]
            at += 1
        elif how < 0.90:
            pass
        else:
            out += [symbol, symbol]
        at += 1
    return "".join(out) if len(out) > 2 else text


def _sound(symbol: str, rng: np.random.Generator) -> str:
    alike = [other for group in SOUNDS if symbol in group for other in group if other != symbol]
    return alike[int(rng.integers(len(alike)))] if len(alike) > 0 else symbol


def stamped(serials: list[str], seed: int) -> list[str]:
    """Drawn, worn and read by an OCR engine; needs the packages of `benchmarks.probability.images`."""
    from benchmarks.probability.images import read_images

    return read_images(serials, seed)


FAMILIES: dict[str, Callable[[list[str], int], list[str]]] = {
    "operator": operator, "dictated": dictated, "stamped": stamped}
