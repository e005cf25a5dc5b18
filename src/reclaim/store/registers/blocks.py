"""A text file in blocks of whole rows, so that a file of any length needs little memory.

Blocks are read into a few buffers in turn: a block is good until `AHEAD` others have been asked for.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reclaim.model.errors import InputError
from reclaim.store.registers.ahead import WORKERS
from reclaim.store.registers.encoding import Encoding

BLOCK = 1 << 25
LONGEST_ROW = 1 << 28
AHEAD = WORKERS + 2
# So many lines without a closing quotation mark, and it is never closed.
_UNCLOSED_LINES = 100_000


@dataclass(frozen=True, slots=True)
class Block:
    """Whole rows of a file: the first `end` bytes of `data`; `unclosed` says that a quotation mark is not closed."""

    data: bytes | bytearray
    end: int
    unclosed: bool

    def content(self) -> bytes:
        """A copy of the rows."""
        return bytes(memoryview(self.data)[:self.end])

    def lines(self) -> int:
        """How many line breaks there are, those inside of cells too."""
        return self.data.count(b"\n", 0, self.end)

    def has_blank_line(self) -> bool:
        """Whether a line holds nothing."""
        return self.data.startswith((b"\n", b"\r\n")) or any(
            self.data.find(twice, 0, self.end) >= 0 for twice in (b"\n\n", b"\n\r\n"))


def blocks(path: Path, name: str, encoding: Encoding, *, returns: bool) -> Iterator[Block]:
    """The blocks of a file: UTF-8 if its characters are wide, else bytes as they are. `returns` says that its lines
    end in carriage returns only. Raises InputError if a row is too long to be one."""
    ring = [bytearray(min(BLOCK, path.stat().st_size + 1)) for _ in range(AHEAD + 1)]
    place = size = 0
    with path.open("rb") as file:
        file.seek(encoding.mark)
        read = _Reading(file, encoding, returns)
        while True:
            ring[place], count = read.into(ring[place], size)
            if count == 0:
                break
            size += count
            end, unclosed = _last_row(ring[place], size)
            if end == 0:
                if size > LONGEST_ROW:
                    raise InputError(f"a row is longer than {LONGEST_ROW >> 20} million characters", where=name,
                                     mend="is it a table of text?")
                continue
            yield Block(ring[place], end, unclosed)
            following = (place + 1) % len(ring)
            ring[following] = _roomy(ring[following], size - end)
            ring[following][:size - end] = memoryview(ring[place])[end:size]
            place, size = following, size - end
        if size > 0:
            yield Block(ring[place], size, ring[place].count(b'"', 0, size) % 2 == 1)


def cut(data: bytes | bytearray, size: int) -> int:
    """Where the last whole row of the first `size` bytes ends: after the last line break outside quotation marks."""
    end = data.rfind(b"\n", 0, size) + 1
    odd = data.count(b'"', 0, end) % 2
    tries = 0
    while end > 0 and odd and tries < 10_000:
        before = data.rfind(b"\n", 0, end - 1) + 1
        odd ^= data.count(b'"', before, end) % 2
        end, tries = before, tries + 1
    return 0 if odd else end


class _Reading:
    """Reads on into buffers, converting what is not read as it is."""

    def __init__(self, file: BinaryIO, encoding: Encoding, returns: bool) -> None:
        self.file = file
        self.decoder = codecs.getincrementaldecoder(encoding.name)("replace") if encoding.wide else None
        self.returns = returns

    def into(self, buffer: bytearray, size: int) -> tuple[bytearray, int]:
        """The buffer, or a larger one with what was in it, and how many bytes were added after the first `size`."""
        if self.decoder is None and not self.returns:
            buffer = _roomy(buffer, size)
            with memoryview(buffer) as view:
                return buffer, self.file.readinto(view[size:])  # type: ignore[attr-defined]
        data = self.file.read(BLOCK)
        if self.decoder is not None:
            data = self.decoder.decode(data, final=len(data) == 0).encode()
        data = data.replace(b"\r", b"\n") if self.returns else data
        buffer = _roomy(buffer, size + len(data))
        buffer[size:size + len(data)] = data
        return buffer, len(data)


def _last_row(data: bytearray, size: int) -> tuple[int, bool]:
    """Where the last whole row ends, 0 if there is none yet, and whether a quotation mark is never closed."""
    end = cut(data, size)
    if end == 0 and data.count(b"\n", 0, size) > _UNCLOSED_LINES:
        return data.rfind(b"\n", 0, size) + 1, True
    return end, False


def _roomy(buffer: bytearray, needed: int) -> bytearray:
    """A buffer with room beyond `needed` bytes: the same, or a larger one with what was in it."""
    if len(buffer) > needed:
        return buffer
    larger = bytearray(max(2 * len(buffer), needed + 1))
    larger[:len(buffer)] = buffer
    return larger
