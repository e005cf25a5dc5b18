"""Workbooks are zipped XML: opened with limits, so that no file can fill the memory or reach outside itself."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.parsers import expat

from reclaim.model.errors import InputError

# What a workbook may hold unpacked. Real ones unpack to ten or twenty times their size; deflate can reach a thousand.
MOST_BYTES = 4 << 30
SURELY_FINE = 64 << 20
MOST_RATIO = 200
MOST_PARTS = 20_000
MOST_CELLS = 100_000_000
MOST_COLUMNS = 16_384
MOST_ROWS = 1 << 31
_BLOCK = 1 << 20
# What reading a part can end in: a bad zip, bad compression, no such part, an encoding that nobody knows, no number
# where one must be.
_DAMAGED = (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, LookupError, ValueError)

Attributes = dict[str, str]


class Archive:
    """A zip file whose parts are read as XML, one after the other."""

    def __init__(self, path: Path, name: str) -> None:
        self.file = name
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise InputError("the workbook is damaged", where=name, mend="open it and save it anew") from error
        self._check()

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def names(self) -> list[str]:
        """The names of the parts."""
        return self._zip.namelist()

    def read(self, part: str) -> bytes:
        """A small part as it is; empty if there is none."""
        try:
            return self._zip.read(part) if part in self._zip.NameToInfo else b""
        except _DAMAGED as error:
            raise InputError(f"part {part} of the workbook is damaged", where=self.file,
                             mend="open it and save it anew") from error

    def parse(self, part: str, start: Callable[[str, Attributes], None], end: Callable[[str], None],
              text: Callable[[str], None]) -> None:
        """Feed a part to three callbacks: tags without their prefix, attributes without theirs, and text.

        Document types, and so entities, are refused: a workbook has none.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartElementHandler = lambda name, attributes: start(_local(name), _plain(attributes))
        parser.EndElementHandler = lambda name: end(_local(name))
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            with self._zip.open(part) as stream:
                while block := stream.read(_BLOCK):
                    parser.Parse(block, False)
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise InputError(f"part {part} of the workbook is damaged: {expat.ErrorString(error.code)}",
                             where=self.file, mend="open it and save it anew") from error
        except _DAMAGED as error:
            raise InputError(f"part {part} of the workbook is damaged or missing", where=self.file,
                             mend="open it and save it anew") from error

    def _refuse(self, *_: Any) -> None:
        raise InputError("the workbook declares a document type, which no spreadsheet program writes", where=self.file,
                         mend="open it and save it anew")

    def _check(self) -> None:
        infos = self._zip.infolist()
        if any(info.flag_bits & 1 for info in infos):
            raise InputError("the file is protected by a password", where=self.file, mend="save a copy without one")
        unpacked, packed = sum(i.file_size for i in infos), sum(i.compress_size for i in infos)
        if unpacked > MOST_BYTES or len(infos) > MOST_PARTS or (
                unpacked > SURELY_FINE and unpacked > MOST_RATIO * max(packed, 1)):
            raise InputError(f"the workbook unpacks from {packed:,} to {unpacked:,} bytes, which no real list does",
                             where=self.file, mend="if it is one, save it as CSV")


def _local(name: str) -> str:
    return name if ":" not in name else name.rpartition(":")[2]


def _plain(attributes: Attributes) -> Attributes:
    return {_local(k): v for k, v in attributes.items()} if any(":" in k for k in attributes) else attributes
