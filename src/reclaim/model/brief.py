"""A brief: what is said, in blocks that page and paper share, each with the records that it rests on.

Nothing in it is formatted; `output/brief` sets it as HTML and as PDF.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from reclaim.model.handling import Tlp


@dataclass(frozen=True, slots=True)
class Run:
    """Some words, and the keys of the records that they rest on (`stock#H001`)."""

    text: str
    notes: tuple[str, ...] = ()
    strong: bool = False


Text: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words in a row; `small` for what qualifies the rest."""

    text: Text
    small: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Short paragraphs, one a line."""

    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: column heads, rows of cells, which columns hold numbers, and the share of the width of each."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    numbers: frozenset[int] = frozenset()
    widths: tuple[float, ...] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure as SVG, what it shows in words, and the records that it rests on.

    On paper one that `floats` and does not fit goes to the top of the next page, and the words after it close the gap.
    """

    svg: str
    caption: str
    alt: str
    notes: tuple[str, ...] = ()
    floats: bool = False


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph as JPEG, what is to be known of it, and what it shows in words."""

    jpeg: bytes
    caption: str
    alt: str


Block: TypeAlias = "Paragraph | Listing | Grid | Picture | Photo"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the brief under one heading. `synthetic` marks parts that rest on made-up records."""

    title: str
    blocks: tuple[Block, ...]
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A record that the brief rests on: its key, its words as written, and its source's key."""

    key: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A source: its key, how to cite it, held or cited, its id, and what it rests on in words."""

    key: str
    citation: str
    address: str
    holding: str
    id: str
    rests_on: str


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole: cover, answer, sections, notes and sources.

    `date` is the date in the world that it speaks of, `known_by` the date of knowledge, `head` the audit head at that
    time, `version` Reclaim's. `answer` comes first.
    """

    title: str
    subtitle: str
    owner: str
    marking: Tlp
    date: str
    known_by: str
    head: str
    version: str
    synthetic: bool
    answer: tuple[Text, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    sources: tuple[Cited, ...]


def runs_of(block: Block) -> tuple[Run, ...]:
    """All runs of a block in reading order; a picture counts as one run without words."""
    if isinstance(block, Paragraph):
        return block.text
    if isinstance(block, Listing):
        return tuple(run for line in block.lines for run in line)
    if isinstance(block, Grid):
        return tuple(run for row in block.rows for cell in row for run in cell)
    return (Run("", block.notes),) if isinstance(block, Picture) else ()


def note_keys(answer: tuple[Text, ...], sections: tuple[Section, ...]) -> tuple[str, ...]:
    """The keys of all records that a brief rests on, in the order in which they are first named."""
    runs = [run for line in answer for run in line]
    runs += [run for section in sections for block in section.blocks for run in runs_of(block)]
    return tuple(dict.fromkeys(key for run in runs for key in run.notes))
