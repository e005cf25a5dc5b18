"""Marks: what is stamped, engraved or painted on a weapon, as somebody wrote it down.

A *cell* is what a register or a report holds in the place of a mark: ``TJW4???? (FOUND ON BARREL)``,
``35298 OR 55298``, ``ground off``. Reading it gives a ``MarkCell``: either one or more ``Mark`` hypotheses or
the ``Reason`` why there is none. ``reclaim.marks`` does the reading; the values stand here because records,
searches and answers all speak of them.

Nothing here corrects what was written. Canonical text is the written text without case, separators and
script of digits; look-alike characters (O and 0, Cyrillic and Latin A) stay apart in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

UNREAD: Final = "?"
"""One character that was not read, in canonical text and in patterns."""

RUN_AS_WRITTEN: Final = "…"
"""A run of unread characters of unknown length in canonical text: read again, it means the same."""

RUN_IN_PATTERN: Final = "*"
"""The same run in a search pattern. (In a cell, ``*`` stands for one character.)"""


class MarkKind(StrEnum):
    """What a mark is for (International Tracing Instrument, paragraph 8, and practice)."""

    MAKER_SERIAL = "maker_serial"
    """The maker's serial number."""
    IMPORT_MARK = "import_mark"
    """Country, year or firm of import."""
    NATIONAL_MARK = "national_mark"
    """A state's own mark: star, country, force and a number unrelated to the maker's serial."""
    REGISTRY_SERIAL = "registry_serial"
    """A number inscribed by a registry because the maker's was missing or unreadable."""
    LOT_NUMBER = "lot_number"
    """A number shared by a batch."""
    RACK_OR_OWNERSHIP = "rack_or_ownership"
    """A number that a unit or owner gave: rack, butt, inventory or property number."""


class Part(StrEnum):
    """Where on the weapon a mark stands. A bolt counts as the slide, a breech block too."""

    FRAME = "frame"
    RECEIVER = "receiver"
    SLIDE = "slide"
    BARREL = "barrel"


class Legibility(StrEnum):
    """How one character was read."""

    CLEAR = "clear"
    DOUBTFUL = "doubtful"
    """Read, but the cell says that it is not sure."""
    UNREAD = "unread"
    """A place that was seen and not read."""
    RESTORED = "restored"
    """Read after laboratory work on the worn or ground metal."""


class Completeness(StrEnum):
    """How a whole mark was read. Restored takes precedence over partial, partial over doubtful."""

    COMPLETE = "complete"
    DOUBTFUL = "doubtful"
    PARTIAL = "partial"
    RESTORED = "restored"


class Reason(StrEnum):
    """Why a cell cannot be traced by a serial number."""

    NOT_RECORDED = "not_recorded"
    """There may be a mark; the cell does not hold it: blank, not stated, not apparent, not legible."""
    OBLITERATED = "obliterated"
    """Somebody took the mark away or overstamped it."""
    NEVER_MARKED = "never_marked"
    """The cell says that there is no mark: without number, absent, none."""
    PLACEHOLDER = "placeholder"
    """A filler in place of a mark: 0, 1, XXXX, or fewer than three characters."""
    SPREADSHEET_DAMAGE = "spreadsheet_damage"
    """A spreadsheet changed it: 1.7E+27, an error value, a date."""
    OTHER_TEXT = "other_text"
    """Words or numbers that are no mark: a type of weapon, a calibre, a reference to elsewhere."""
    TOO_LITTLE_READ = "too_little_read"
    """There is a mark, but fewer than three of its characters were read."""
    NOT_A_SERIAL = "not_a_serial"
    """There is a mark, but only a lot, rack or ownership number."""


class StrippedAs(StrEnum):
    """Why a stretch of a cell is not part of the mark."""

    LABEL = "label"
    """Announces the mark: "serial no.", "№"."""
    PART = "part"
    """Says where the mark stands on the weapon."""
    POSITION = "position"
    """Says where more closely: left side, under the grip."""
    RESTORATION = "restoration"
    """Says that it was restored."""
    LEGIBILITY = "legibility"
    """Says what is not sure or not read: "last two digits worn"."""
    REMOVAL = "removal"
    """Says that a mark, or the rest of it, was taken away or altered."""
    CONNECTIVE = "connective"
    """Joins two readings or two marks: "or", "and"."""
    MODEL_AND_LOT = "model_and_lot"
    """Model and lot code in front of the serial."""
    MAKE = "make"
    MODEL = "model"
    CALIBRE = "calibre"
    OWNER = "owner"
    PADDING = "padding"
    """Zeros that fill a fixed-width field."""
    SPREADSHEET = "spreadsheet"
    """Added by a spreadsheet: a leading apostrophe, a trailing ".0"."""
    NOTE = "note"
    """Any other remark."""


LEAST_READ: Final = 3
"""Fewer characters than this, read in any way, are not enough to ask a register."""

SERIAL_KINDS: Final = frozenset(
    {MarkKind.MAKER_SERIAL, MarkKind.REGISTRY_SERIAL, MarkKind.NATIONAL_MARK, MarkKind.IMPORT_MARK}
)
"""Kinds that point at one weapon; lot, rack and ownership numbers do not."""


@dataclass(frozen=True, slots=True)
class Character:
    """One place of a mark.

    ``text`` is the canonical character, ``?`` for one unread place or ``…`` for a run of unknown length.
    ``at`` is its index in the cell as written; None for places that the cell only tells of in words.
    """

    text: str
    legibility: Legibility
    at: int | None = None

    @property
    def is_read(self) -> bool:
        return self.legibility is not Legibility.UNREAD


@dataclass(frozen=True, slots=True)
class MarkReading:
    """One way of reading a mark, character by character."""

    characters: tuple[Character, ...]

    @property
    def canonical(self) -> str:
        """Upper case, no separators, digits 0-9; ``?`` unread, ``…`` a run. Reading it again gives the same."""
        return "".join(character.text for character in self.characters)

    @property
    def pattern(self) -> str:
        """The canonical text as a search pattern: ``?`` is one character, ``*`` any number of them."""
        return self.canonical.replace(RUN_AS_WRITTEN, RUN_IN_PATTERN)

    @property
    def read(self) -> int:
        """How many characters were read, in whatever way."""
        return sum(character.is_read for character in self.characters)

    @property
    def completeness(self) -> Completeness:
        seen = {character.legibility for character in self.characters}
        if Legibility.RESTORED in seen:
            return Completeness.RESTORED
        if Legibility.UNREAD in seen:
            return Completeness.PARTIAL
        if Legibility.DOUBTFUL in seen:
            return Completeness.DOUBTFUL
        return Completeness.COMPLETE


@dataclass(frozen=True, slots=True)
class Mark:
    """A hypothesis: one mark on the weapon, with the ways in which it may be read.

    ``readings`` has at least one; the first is the one written first, the others are its alternatives
    (``35298 OR 55298``). ``parts`` are all the parts that carry this same mark, in the order written; empty if
    the cell does not say.
    """

    kind: MarkKind
    readings: tuple[MarkReading, ...]
    parts: tuple[Part, ...] = ()

    @property
    def reading(self) -> MarkReading:
        return self.readings[0]

    @property
    def alternatives(self) -> tuple[MarkReading, ...]:
        return self.readings[1:]

    @property
    def canonical(self) -> str:
        return self.reading.canonical

    @property
    def pattern(self) -> str:
        return self.reading.pattern

    @property
    def patterns(self) -> tuple[str, ...]:
        """The patterns of all readings, the first written first."""
        return tuple(reading.pattern for reading in self.readings)

    @property
    def completeness(self) -> Completeness:
        return self.reading.completeness

    @property
    def why_not_traceable(self) -> Reason | None:
        """None if a register can be asked for this mark."""
        if self.kind not in SERIAL_KINDS:
            return Reason.NOT_A_SERIAL
        if max(reading.read for reading in self.readings) < LEAST_READ:
            return Reason.TOO_LITTLE_READ
        return None


@dataclass(frozen=True, slots=True)
class Stripped:
    """A stretch of the cell that is not part of a mark, and why."""

    text: str
    why: StrippedAs


@dataclass(frozen=True, slots=True)
class MarkCell:
    """What a cell says: ``marks`` (hypotheses) or a ``reason``, never both, never neither."""

    written: str
    marks: tuple[Mark, ...] = ()
    reason: Reason | None = None
    stripped: tuple[Stripped, ...] = ()

    def __post_init__(self) -> None:
        if (len(self.marks) == 0) == (self.reason is None):
            raise ValueError("a cell has marks or a reason why it has none")

    @property
    def hypotheses(self) -> tuple[Mark, ...]:
        return self.marks

    @property
    def principal(self) -> Mark | None:
        """The mark that a register would be asked for first.

        A maker's serial before other kinds, one on the frame or receiver before one on another part
        (the serial that laws ask for), one read further before one read less, then the one written first.
        """
        return min(self.marks, key=_precedence, default=None)

    @property
    def kind(self) -> MarkKind | Reason:
        """The kind of the principal mark, or the reason why there is none."""
        principal = self.principal
        if principal is not None:
            return principal.kind
        assert self.reason is not None
        return self.reason

    @property
    def why_not_traceable(self) -> Reason | None:
        """None if a register can be asked; otherwise why not."""
        principal = self.principal
        return self.reason if principal is None else principal.why_not_traceable

    @property
    def is_traceable(self) -> bool:
        return self.why_not_traceable is None


def _precedence(mark: Mark) -> tuple[bool, int, bool, int]:
    on_frame = Part.FRAME in mark.parts or Part.RECEIVER in mark.parts
    traceable = mark.why_not_traceable is None
    return (not traceable, _KINDS_IN_ORDER.index(mark.kind), not on_frame, -mark.reading.read)


_KINDS_IN_ORDER: Final = tuple(MarkKind)
