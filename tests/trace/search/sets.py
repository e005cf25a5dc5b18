"""Serials and readings to try: shaped like real lists, made to be hard, and broken on purpose."""

from __future__ import annotations

import random
from functools import cache

from tests.trace.search.brute_force import Register

from reclaim.trace import SerialIndex

SHAPES = ("AAA99999", "999999", "99999", "A999999", "AA999999", "9999999", "AAAA999", "W999999", "9999A99999", "A99A")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def one_of(shape: str, chance: random.Random) -> str:
    """A serial of a shape."""
    return "".join(
        chance.choice(LETTERS) if char == "A" else chance.choice("0123456789") if char == "9" else char
        for char in shape
    )


def real_shaped(count: int, chance: random.Random) -> list[str | None]:
    """Lots, single ones, repeats, blanks, partial and restored ones, two scripts."""
    serials: list[str | None] = []
    while len(serials) < count:
        start = one_of(chance.choice(SHAPES), chance)
        serials.append(start)
        if start[-3:].isdigit() and chance.random() < 0.5:
            first = int(start[-3:])
            serials += [f"{start[:-3]}{(first + step) % 1000:03d}" for step in range(chance.randint(1, 40))]
    serials += [None, "", " - ", "0", "A", "12", "?61??5", "41079*", "ОБ-1974", "ДП 2931", "١٢٣٤٥", "KЖ&12", "字12345"]
    serials += [text.lower() + " " for text in serials[:20] if text]
    chance.shuffle(serials)
    return serials


def misread(text: str, steps: int, chance: random.Random) -> str:
    """A serial with some random edits."""
    for _ in range(steps):
        at = chance.randrange(len(text) + 1)
        kind = chance.randrange(5)
        if kind == 0:
            text = text[:at] + chance.choice("0123456789ABOIZ?Ж") + text[at:]
        elif kind == 1:
            text = text[:at] + text[at + 1 :]
        elif kind == 2 and at + 2 <= len(text):
            text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        else:
            text = text[:at] + chance.choice("0123456789ABCOIZ?") + text[at + 1 :]
    return text


def hard(chance: random.Random) -> list[str | None]:
    """Few symbols, so that everything is near everything; runs of equal ones; long ones; ends that swap."""
    serials: list[str | None] = ["".join(chance.choices("01", k=chance.randint(1, 9))) for _ in range(300)]
    serials += ["".join(chance.choices("0OQ1IA", k=chance.randint(1, 8))) for _ in range(300)]
    serials += ["".join(chance.choices("AB", k=chance.randint(1, 7))) for _ in range(100)]
    serials += ["".join(chance.choices("AB12Ж", k=chance.randint(9, 24))) for _ in range(100)]
    serials += ["7" * length for length in range(1, 15)] + ["AB" * length for length in range(1, 13)]
    serials += ["X" * 58 + "12", "X" * 60, "X" * 61, "1234567890" * 2 + "AB", "50286", "508126", "502861"]
    return serials


@cache
def real_world() -> tuple[list[str | None], SerialIndex, Register, list[str]]:
    """A register shaped like a real one, its index, the oracle, and readings of it."""
    return world(real_shaped(1500, random.Random(1)), random.Random(2), 120)


@cache
def hard_world() -> tuple[list[str | None], SerialIndex, Register, list[str]]:
    """The hard register."""
    return world(hard(random.Random(3)), random.Random(4), 120)


def world(
    serials: list[str | None], chance: random.Random, count: int
) -> tuple[list[str | None], SerialIndex, Register, list[str]]:
    """Index, oracle and readings of some serials."""
    texts = [text for text in serials if text]
    readings = [misread(chance.choice(texts), chance.randint(0, 3), chance) for _ in range(count)]
    readings += ["", "?", "??", "7", "AB", "0", "&1", "字", "*", "A*"]
    return serials, SerialIndex.build(serials, threads=1), Register(serials), readings
