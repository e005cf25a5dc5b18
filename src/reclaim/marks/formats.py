"""Makers' serial formats, as data with sources: check a make, date a weapon, read a glued name off.

What is known is little and is said to be so: a serial that fits no format of its make is remarkable only where
the published formats are all that there are (``exhaustive``). Nothing here changes a reading; ``unglued`` offers a
shorter one beside it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

import reclaim
from reclaim.marks.lookalike import fold
from reclaim.marks.plain import word_key
from reclaim.marks.words import lexicon
from reclaim.model.block import Block

FOLDER: Final = Path(reclaim.__file__).parent / "data" / "marks" / "formats"

LEAST_AFTER_NAME: Final = 4
"""What remains when a glued name is read off must be at least this long, with three digits in it."""


class Fit(StrEnum):
    """How a serial stands to the formats of its make."""

    FITS = "fits"
    OUT_OF_BLOCK = "out_of_block"
    NO_FORMAT_FITS = "no_format_fits"
    NOTHING_KNOWN = "nothing_known"


@dataclass(frozen=True, slots=True)
class FormatSource:
    title: str
    publisher: str
    address: str
    read: str


@dataclass(frozen=True, slots=True)
class SerialFormat:
    """One published format. ``shape``: @ a letter, 9 a digit, other characters themselves; ``|`` between shapes."""

    id: str
    make: str
    shape: str
    source: FormatSource
    models: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    code: str = ""
    year_letter: int = 0
    month_letter: int = 0
    exhaustive: bool = False

    def fits(self, serial: str) -> bool:
        return _shape_pattern(self.shape).fullmatch(serial) is not None

    def dates(self, serial: str) -> tuple[str, ...]:
        """Years or months of manufacture that the letters allow (``1987-03``, ``2019-03``); none if no code."""
        code = _codes().get(self.code)
        return () if code is None else tuple(_decoded(code, self, serial))


@dataclass(frozen=True, slots=True)
class NumberBlock:
    """A series of plain numbers counted through. ``steps``: (year, last number of that year), rising."""

    id: str
    make: str
    types: tuple[str, ...]
    calibre: str
    first: int
    steps: tuple[tuple[int, int], ...]
    source: FormatSource

    @property
    def last(self) -> int:
        return self.steps[-1][1]

    def years(self, number: int) -> tuple[int | None, int] | None:
        """First (None: unknown) and last year in which this number was made; None if outside the series."""
        if not self.first <= number <= self.last:
            return None
        earlier: int | None = None
        for year, last in self.steps:
            if number <= last:
                return earlier, year
            earlier = year + 1
        return None


@dataclass(frozen=True, slots=True)
class FormatAnswer:
    """What the formats say of one serial: ``fit``, the formats or blocks behind it, and when it was made.

    ``dates`` are months (``1987-03``) or spans of years (``..1953``, ``1960..1969``).
    """

    fit: Fit
    because: tuple[SerialFormat | NumberBlock, ...] = ()
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unglued:
    """A shorter reading beside the one written: ``name`` read off ``ACAUT199866`` leaves ``199866``."""

    name: str
    serial: str
    source: FormatSource | None


@cache
def formats() -> tuple[SerialFormat, ...]:
    """All formats shipped, by id."""
    read = [_format(row, source) for table, source in _files() for row in table.get("format", ())]
    return tuple(sorted(read, key=lambda one: one.id))


@cache
def number_blocks() -> tuple[NumberBlock, ...]:
    """All number series shipped, by id."""
    read = [_block(row, source) for table, source in _files() for row in table.get("block", ())]
    return tuple(sorted(read, key=lambda one: one.id))


def check(serial: str, make: str, *, model: str = "", type: str = "", calibre: str = "") -> FormatAnswer:
    """What the published formats say of a canonical serial of this make.

    ``type`` and ``calibre`` in any wording; what is not given excludes nothing.
    """
    known = [f for f in formats() if _applies(f.make, f.types, make, type) and _same(f.models, model)]
    fitting = tuple(f for f in known if f.fits(serial))
    if len(fitting) > 0:
        return FormatAnswer(Fit.FITS, fitting, tuple(sorted({d for f in fitting for d in f.dates(serial)})))
    if serial.isdigit():
        answer = _check_number(int(serial), make, type, calibre)
        if answer is not None:
            return answer
    closed = tuple(f for f in known if f.exhaustive)
    if len(closed) > 0:
        return FormatAnswer(Fit.NO_FORMAT_FITS, closed)
    return FormatAnswer(Fit.NOTHING_KNOWN)


def _check_number(number: int, make: str, type: str, calibre: str) -> FormatAnswer | None:
    digits = "".join(re.findall(r"\d+", calibre)[:1])
    blocks = [b for b in number_blocks() if _applies(b.make, b.types, make, type) and digits in ("", b.calibre)]
    if len(blocks) == 0 or digits == "":
        return None
    inside = tuple(block for block in blocks if block.years(number) is not None)
    if len(inside) == 0:
        return FormatAnswer(Fit.OUT_OF_BLOCK, tuple(blocks))
    return FormatAnswer(Fit.FITS, inside, tuple(_span(block.years(number)) for block in inside))


def out_of_block(serial: str, make: str, model: str, blocks: Iterable[Block]) -> bool:
    """Whether a serial lies outside every known block of its make and model; False where none is known.

    Blocks compare serials of one shape only: letters before the number alike, and numbers of one length unless
    they have no letters.
    """
    mine = [
        b for b in blocks if word_key(b.make) == word_key(make) and _same((word_key(b.model),) * bool(b.model), model)
    ]
    comparable = [block for block in mine if _split(block.first)[0] == _split(serial)[0]]
    return len(comparable) > 0 and not any(_between(serial, block) for block in comparable)


def within(serial: str, block: Block) -> bool:
    """Whether a serial lies between the first and the last of a block, letters before the number alike."""
    return _split(block.first)[0] == _split(serial)[0] and _between(serial, block)


def unglued(serial: str, *, make: str = "", model: str = "") -> tuple[Unglued, ...]:
    """Shorter readings of a serial in which a maker's or model's name seems to be glued to the number.

    >>> unglued("GLOCKABC123")[0].serial
    'ABC123'
    """
    offers: dict[str, Unglued] = {}
    for name, source in _names(make, model):
        for rest in (serial.removeprefix(name), _before_name(serial, name)):
            if rest != serial and len(rest) >= LEAST_AFTER_NAME and sum(map(str.isdigit, rest)) >= 3:
                offers.setdefault(rest, Unglued(name, rest, source))
    return tuple(sorted(offers.values(), key=lambda offer: (len(offer.serial), offer.serial)))


def _before_name(serial: str, name: str) -> str:
    """What stands before a name that ends the serial, with up to five characters of its own (``304374MOD651``)."""
    place = serial.rfind(name)
    return serial[:place] if place > 0 and len(serial) - place - len(name) <= 5 else serial


def _names(make: str, model: str) -> Iterator[tuple[str, FormatSource | None]]:
    for table, source in _files():
        glued = table.get("glued", {})
        yield from ((name, source) for name in glued.get("names", ()))
    given = [make, model, *make.split(), *model.split()]
    listed = [entry for entry, concepts in lexicon().written.items() if not concepts.isdisjoint({"make", "model"})]
    for name in sorted({"".join(filter(str.isalnum, name.upper())) for name in (*given, *listed)}):
        if len(name) >= 3:
            yield name, None


# Reading the data


@cache
def _files() -> tuple[tuple[Mapping[str, Any], FormatSource], ...]:
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    return tuple((table, FormatSource(**table["source"])) for table in tables)


@cache
def _codes() -> Mapping[str, Mapping[str, Any]]:
    return {code["id"]: code for table, _ in _files() for code in table.get("code", ())}


def _format(row: Mapping[str, Any], source: FormatSource) -> SerialFormat:
    return SerialFormat(
        row["id"], row["make"], row["shape"], source, tuple(row.get("models", ())), tuple(row.get("types", ())),
        row.get("code", ""), row.get("year_letter", 0), row.get("month_letter", 0), row.get("exhaustive", False),
    )  # fmt: skip


def _block(row: Mapping[str, Any], source: FormatSource) -> NumberBlock:
    steps = tuple((year, last) for year, last in row["steps"])
    return NumberBlock(row["id"], row["make"], tuple(row["types"]), row["calibre"], row["first"], steps, source)


@cache
def _shape_pattern(shape: str) -> re.Pattern[str]:
    classes = {"@": "[A-Z]", "9": "[0-9]", "|": "|"}
    return re.compile("".join(classes.get(char, re.escape(char)) for char in shape))


def _decoded(code: Mapping[str, Any], of: SerialFormat, serial: str) -> Iterator[str]:
    if "alphabet" in code:
        alphabet, months = code["alphabet"], code["alphabet"][:12]
        if all(letter in alphabet for letter in serial[:3]) and serial[2] in months:
            year = code["counted_from"] + alphabet.index(serial[0]) * len(alphabet) + alphabet.index(serial[1])
            if year <= code["last_year"]:
                yield f"{year}-{months.index(serial[2]) + 1:02}"
        return
    for cycle in code["cycles"]:
        year_letter, month_letter = serial[of.year_letter - 1], serial[of.month_letter - 1]
        if year_letter in cycle["years"] and month_letter in cycle["months"]:
            year = cycle["first_year"] + cycle["years"].index(year_letter)
            yield f"{year}-{cycle['months'].index(month_letter) + 1:02}"


def _applies(of_make: str, of_types: tuple[str, ...], make: str, type: str) -> bool:
    if of_make not in word_key(make).split():
        return False
    return len(of_types) == 0 or type == "" or any(one in word_key(type) for one in of_types)


def _same(models: tuple[str, ...], model: str) -> bool:
    return len(models) == 0 or model == "" or fold(model) in {fold(one) for one in models}


def _span(years: tuple[int | None, int] | None) -> str:
    assert years is not None  # only numbers inside the series are asked for
    first, last = years
    return f"{'' if first is None else first}..{last}"


def _split(serial: str) -> tuple[str, str]:
    """Letters (and other signs) in front, and the digits behind."""
    digits = serial[len(serial.rstrip("0123456789")) :]
    return serial[: len(serial) - len(digits)].upper(), digits


def _between(serial: str, block: Block) -> bool:
    number, first, last = _split(serial)[1], _split(block.first)[1], _split(block.last)[1]
    if not (number.isdigit() and first.isdigit() and last.isdigit()):
        return False
    return int(first) <= int(number) <= int(last)
