"""Parts of a zip archive, read within bounds: a bomb is told, never unpacked."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, XMLParser

from reclaim.documents.limits import Limits


class TooMuch(ValueError):
    """A part would become larger than the limits allow, or is no part that can be read; the message says why."""


def part_of(raw: bytes, name: str, limits: Limits) -> bytes | None:
    """The bytes of one part; None if there is none of that name. Raises TooMuch."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            if len(archive.infolist()) > limits.parts:
                raise TooMuch(f"the archive has more than {limits.parts:,} parts")
            if name not in archive.namelist():
                return None
            return _bounded(archive, name, limits)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise TooMuch(f"the archive is damaged or locked ({error})") from error


def _bounded(archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    """Read at most what the limits allow: the sizes in the archive's own list may lie."""
    most = min(limits.part_size, max(archive.getinfo(name).compress_size, 1000) * limits.expansion)
    with archive.open(name) as part:
        found = part.read(most + 1)
    if len(found) > most:
        raise TooMuch(f"the part {name} unpacks to more than {most:,} bytes")
    return found


def parsed(part: bytes, limits: Limits) -> Element:
    """The part's XML. Raises TooMuch if it declares a document type, nests too deep, or is broken."""
    head = part[:4096].lower()
    if b"<!doctype" in head or b"<!entity" in part[:100_000].lower():
        raise TooMuch("the XML declares entities, which are not read")
    parser = XMLParser(target=_Builder(limits.depth))
    try:
        parser.feed(part)
        root: Element = parser.close()
    except ParseError as error:
        raise TooMuch(f"the XML is broken ({error})") from error
    return root


class _Builder:
    """Builds the tree, no deeper than the limit."""

    def __init__(self, depth: int) -> None:
        from xml.etree.ElementTree import TreeBuilder

        self._inner = TreeBuilder()
        self._depth, self._limit = 0, depth

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        """An element begins."""
        self._depth += 1
        if self._depth > self._limit:
            raise TooMuch(f"the XML nests deeper than {self._limit}")
        return self._inner.start(tag, attributes)

    def end(self, tag: str) -> Element:
        """An element ends."""
        self._depth -= 1
        return self._inner.end(tag)

    def data(self, words: str) -> None:
        """Characters."""
        self._inner.data(words)

    def doctype(self, *_: object) -> None:
        """A document type is refused."""
        raise TooMuch("the XML declares a document type, which is not read")

    def close(self) -> Element:
        """The root."""
        return self._inner.close()
