"""Sources: where records come from, whether we hold them, and which rest on which."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reclaim.model.canonical import digest
from reclaim.model.cells import Cells
from reclaim.model.when import When

SELF = "self"


class Holding(StrEnum):
    """A held source's bytes are kept by their SHA-256; of a cited one we have title and address only."""

    HELD = "held"
    CITED = "cited"


@dataclass(frozen=True, slots=True)
class Source:
    """A document, list, broadcast or person's note that records come from.

    `id` is the SHA-256 of its bytes if held, else of canonical (title, publisher, address, published). `key` is the
    case's own short name for it. `rests_on` names what it says it rests on: keys of sources, or `self` if it says
    that it saw or holds the thing itself; empty is *unknown*, which never counts as independent.
    """

    id: str
    key: str
    title: str
    publisher: str = ""
    address: str = ""
    published: When = When(None, None)
    sha256: str = ""
    rests_on: tuple[str, ...] = ()

    @property
    def holding(self) -> Holding:
        """Held or cited."""
        return Holding.HELD if self.sha256 != "" else Holding.CITED

    @classmethod
    def read(cls, cells: Cells) -> Source:
        """A row of the form `sources`."""
        sha = cells.text("sha256").lower()
        if sha != "" and (len(sha) != 64 or any(c not in "0123456789abcdef" for c in sha)):
            cells.note("sha256", "bad_hash", f"'{sha[:20]}' is no SHA-256",
                       "give 64 hexadecimal digits or leave it empty")
            sha = ""
        title, publisher = cells.needed("title"), cells.text("publisher")
        address, published = cells.text("address"), cells.text("published")
        ident = source_id(title, publisher, address, published, sha)
        return cls(ident, cells.needed("id"), title, publisher, address, cells.when("published"), sha,
                   cells.list("rests_on"))

    def cite(self) -> str:
        """The source as a reader would cite it."""
        dated = str(self.published) if self.published.known else ""
        return ", ".join(p for p in (self.publisher, f"“{self.title}”", dated) if p != "")


def source_id(title: str, publisher: str, address: str, published: str, sha256: str = "") -> str:
    """The id of a source: its bytes' hash if held, else the hash of what cites it."""
    if sha256 != "":
        return sha256
    return digest({"address": address, "published": published, "publisher": publisher, "title": title})
