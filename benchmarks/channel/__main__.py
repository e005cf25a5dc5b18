"""Make `src/reclaim/data/channel/confusions.csv`: which symbol is read for which, by cause.

    python -m benchmarks.channel            # prints the table's head and says whether it is the shipped one
    python -m benchmarks.channel --write

Three causes, none of them learned from anybody's readings:

* `alike`: the 36 symbols as 5 x 7 dots (drawn below). Worn metal loses a dot with one chance, a scratch adds one with
  another; the worn sign is read as the symbol that explains it best. Counted over many worn signs (fixed seed), and
  mixed half and half with the groups that examiners name as confused.
* `keyboard`: neighbours on the keyboard (three layouts) and on the number pad.
* `spoken`: names of letters and digits that rhyme when dictated in English.

`rate` is relative: over symbols as they stand in serials (seven digits in ten) the rates of one cause sum to 1.
"""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path

import numpy as np

from benchmarks.channel.dots import GLYPHS

TABLE = Path(__file__).resolve().parents[2] / "src/reclaim/data/channel/confusions.csv"
SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
STANDS = np.array([0.07] * 10 + [0.3 / 26] * 26)
"""How often a symbol stands in a serial: digits in seven places of ten."""

LOST, GAINED = 0.18, 0.04
WORN_SIGNS = 20_000
GROUPS = ("0OQD", "1IL", "2Z", "5S", "6G", "8B", "4A", "7T", "UV", "MN", "CG", "38", "17", "EF", "PR")
ROWS = (
    ("1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"),
    ("1234567890", "QWERTZUIOP", "ASDFGHJKL", "YXCVBNM"),
    ("1234567890", "AZERTYUIOP", "QSDFGHJKLM", "WXCVBN"),
)
PAD = ("789", "456", "123", "0")
RHYMES = ("BCDEGPTVZ3", "AHJK8", "MN", "FSX6", "IY59", "QUW2", "R4")


def alike() -> np.ndarray:
    """Read (column) for stamped (row), by wear and by the named groups."""
    rng = np.random.default_rng(20211)
    dots = np.array([[c == "#" for row in GLYPHS[s] for c in row] for s in SYMBOLS])
    stay = np.log(np.where(dots, 1 - LOST, GAINED))
    gone = np.log(np.where(dots, LOST, 1 - GAINED))
    table = np.zeros((36, 36))
    for n, sign in enumerate(dots):
        chance = np.where(sign, 1 - LOST, GAINED)
        worn = rng.random((WORN_SIGNS, len(sign))) < chance
        best = (worn @ stay.T + ~worn @ gone.T).argmax(axis=1)
        table[n] = np.bincount(best, minlength=36) / WORN_SIGNS
    return (scaled(table) + scaled(grouped(GROUPS))) / 2


def grouped(groups: tuple[str, ...]) -> np.ndarray:
    """1 for every pair of a group."""
    table = np.zeros((36, 36))
    for group in groups:
        places = [SYMBOLS.index(s) for s in group]
        for one in places:
            table[one, places] = 1
    return table


def keyboard() -> np.ndarray:
    """1 / distance for keys not further apart than a key and a half, and for neighbours on the number pad."""
    table = np.zeros((36, 36))
    for rows in (*ROWS, PAD):
        where = {s: (y, x + 0.5 * y) for y, row in enumerate(rows) for x, s in enumerate(row)}
        if rows is PAD:
            where = {s: (y, x) for y, row in enumerate(rows) for x, s in enumerate(row)}
        for one, a in where.items():
            for other, b in where.items():
                distance = float(np.hypot(a[0] - b[0], a[1] - b[1]))
                if 0 < distance < 1.5:
                    table[SYMBOLS.index(one), SYMBOLS.index(other)] += 1 / distance
    return table


def scaled(table: np.ndarray) -> np.ndarray:
    """No symbol for itself, and on average one reading for each symbol that stands in a serial."""
    table = table * (1 - np.eye(36))
    return table / (STANDS @ table.sum(axis=1))


def text() -> str:
    """The table as CSV; rates under 0.004 are left out."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("cause", "registered", "read", "rate"))
    causes = {"alike": alike(), "keyboard": keyboard(), "spoken": grouped(RHYMES)}
    for cause, table in causes.items():
        table = scaled(np.where(scaled(table) < 0.004, 0, table))
        for a, b in zip(*np.nonzero(table), strict=True):
            rows.writerow((cause, SYMBOLS[a], SYMBOLS[b], f"{table[a, b]:.4f}"))
    return out.getvalue()


def main() -> None:
    """Show, compare or write the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--write", action="store_true")
    made = text()
    if options.parse_args().write:
        TABLE.write_text(made, encoding="utf-8")
    print("\n".join(made.splitlines()[:12]))
    shipped = TABLE.read_text(encoding="utf-8") if TABLE.exists() else ""
    print(f"{len(made.splitlines()) - 1} rates; {'as shipped' if made == shipped else 'NOT as shipped'}")


if __name__ == "__main__":
    main()
