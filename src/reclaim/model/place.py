"""Places as written, and how precisely they are known. A province is an area, never a point."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Precision(StrEnum):
    """How precisely a place is known, finest first."""

    POINT = "point"
    SETTLEMENT = "settlement"
    DISTRICT = "district"
    PROVINCE = "province"
    COUNTRY = "country"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """0 for a point, 5 for unknown: larger is coarser."""
        return list(Precision).index(self)


@dataclass(frozen=True, slots=True)
class Place:
    """A place as the source wrote it, with the province and country that it states."""

    written: str = ""
    province: str = ""
    country: str = ""
    precision: Precision = Precision.UNKNOWN

    @property
    def known(self) -> bool:
        """Whether anything at all is stated."""
        return len(self.written) > 0 or len(self.province) > 0 or len(self.country) > 0

    def names(self) -> frozenset[str]:
        """All names stated, case-folded: what a scope's place is compared with."""
        return frozenset(n.casefold() for n in (self.written, self.province, self.country) if len(n) > 0)

    def coarsened(self) -> Place:
        """At most as precise as a province: what may leave the house of where weapons are stored now.

        Of a place whose precision is not known its own words are left out too, for they may name a store.
        """
        if self.precision in (Precision.PROVINCE, Precision.COUNTRY) or not self.known:
            return self
        if len(self.province) > 0:
            return Place(self.province, self.province, self.country, Precision.PROVINCE)
        if len(self.country) > 0:
            return Place(self.country, "", self.country, Precision.COUNTRY)
        return Place()

    def __str__(self) -> str:
        parts: list[str] = []
        for name in (self.written, self.province, self.country):
            if len(name) > 0 and name not in parts:
                parts.append(name)
        return ", ".join(parts) if len(parts) > 0 else "place not stated"
