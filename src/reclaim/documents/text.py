"""The one canonical text of a document and its segments.

Whatever the file's format, its reader hands its parts to a `Draft` in reading order, and what the draft wrote is
the only text there is: every span of every proposal counts in its characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reclaim.model.problem import Problem
from reclaim.model.proposal import Segment, SegmentRole

# Characters that say nothing and hide between letters: soft hyphen, zero-width blanks, byte-order mark.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the document shows it: rows of cells, each with its address and its span in the text."""

    name: str
    rows: tuple[tuple[Segment, ...], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says of itself: its title, who published it, when, in which language. Empty if it does not."""

    title: str = ""
    outlet: str = ""
    published: str = ""
    author: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A document's canonical text, its segments in order, its tables, and what was wrong with the file."""

    text: str
    segments: tuple[Segment, ...]
    tables: tuple[Table, ...] = ()
    facts: Facts = Facts()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Draft:
    """A canonical text being written, at most `limit` characters long."""

    where: str
    limit: int
    segments: list[Segment] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0

    @property
    def full(self) -> bool:
        """Nothing more is taken."""
        return self._length >= self.limit

    def note(self, code: str, what: str, mend: str = "", fatal: bool = False) -> None:
        """Tell a problem, once for each code and text."""
        problem = Problem(self.where, code, what, mend, fatal)
        if problem not in self.problems:
            self.problems.append(problem)

    def add(
        self,
        words: str,
        role: SegmentRole = SegmentRole.PARAGRAPH,
        *,
        page: int | None = None,
        box: tuple[float, float, float, float] | None = None,
        cell: str = "",
        gap: str = _GAP,
    ) -> Segment | None:
        """Write one part of the document; None if nothing is left of it, or there is no room."""
        words = self._clean(words).strip()
        if len(words) == 0 or self._full_now(words):
            return None
        if self._length > 0:
            self._write(gap)
        start = self._length
        self._write(words[: self.limit - start])
        segment = Segment(role, start, self._length, page, box, cell)
        self.segments.append(segment)
        return segment

    def table(self, name: str, rows: list[list[Segment]]) -> None:
        """Remember that these cells, already written, are one table."""
        if any(len(row) > 0 for row in rows):
            self.tables.append(Table(name, tuple(tuple(row) for row in rows)))

    def finish(self, facts: Facts | None = None) -> Text:
        """The text as it stands."""
        return Text(
            "".join(self._parts), tuple(self.segments), tuple(self.tables), facts or Facts(), tuple(self.problems)
        )

    def words_of(self, segment: Segment) -> str:
        """What a segment of this draft says."""
        return "".join(self._parts)[segment.start : segment.end]

    def _write(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)

    def _full_now(self, words: str) -> bool:
        room = self.limit - self._length
        if room >= len(words) + len(_GAP):
            return False
        self.note(
            "too_long", f"only the first {self.limit:,} characters are read", "split the document or raise the limit"
        )
        return room <= len(_GAP)

    def _clean(self, words: str) -> str:
        words = words.replace("\r\n", "\n").replace("\r", "\n").replace("\u0085", "\n")
        if _SURROGATE.search(words) is not None:
            words = _SURROGATE.sub("\ufffd", words)
        if _CONTROL.search(words) is not None:
            self.note("control_characters", "control characters (null bytes and the like) were left out of the text")
            words = _CONTROL.sub("", words)
        if _BIDI.search(words) is not None:
            self.note(
                "direction_marks",
                "marks that turn the direction of writing are in the text: what is shown may not be what is written",
            )
        return _INVISIBLE.sub("", words)


def tidy(words: str) -> str:
    """Runs of blanks and line breaks as one blank, as a browser shows them."""
    return re.sub(r"\s+", " ", words).strip()
