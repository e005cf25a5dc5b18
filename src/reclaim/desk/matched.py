"""Marks that another tool asks for, one batch at a time: candidates with their rows, as that tool can take them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reclaim.desk.case import Case
from reclaim.desk.readings import FIELDS, day_of, given
from reclaim.desk.register import registers
from reclaim.desk.register_page import laid_out
from reclaim.model.errors import UsageError

if TYPE_CHECKING:
    from reclaim.desk.trace import Tracing

LONGEST = 200
"""Symbols of a mark that are read."""

SHOWN = ("serial", "make", "model", "calibre", "country", "type", "date", "holder", "lot", "canonical")
"""Cells of a row that can be asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One mark, with what is known of the weapon; `limit` candidates at most."""

    mark: str
    fields: Mapping[str, str] = field(default_factory=dict)
    date: str = ""
    limit: int = 5


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate: the address of its row, its words, and how probable it is. `sure` is an exact mark without rival."""

    id: str
    name: str
    words: str
    probability: float
    edits: int
    sure: bool


def matched(tracing: Tracing, asked: Sequence[Asked]) -> list[list[Match]]:
    """The candidates of each mark, the most probable first. Raises UsageError for a date that is none."""
    from reclaim.desk.trace import trace, whole

    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for n, one in enumerate(asked):
        if one.mark.strip() != "":
            alike[tuple(one.fields.get(f, "") for f in FIELDS), one.date, one.limit].append(n)
    found: list[list[Match]] = [[] for _ in asked]
    for (fields, date, limit), places in alike.items():
        readings = given([asked[n].mark.strip()[:LONGEST] for n in places], dict(zip(FIELDS, fields, strict=True)),
                         day_of(date))
        for row in whole(trace(tracing, readings, top=limit)).to_pylist():
            if row["rank"] > 0:
                found[places[row["reading_row"] - 1]].append(_match(row))
    return [own[:one.limit] for own, one in zip(found, asked, strict=True)]


def _match(row: Mapping[str, Any]) -> Match:
    words = ", ".join(str(row[n]) for n in ("make", "model", "calibre", "country", "register") if row[n])
    return Match(row["anchor"] or "", row["serial"] or "", words, row["probability"] or 0.0, row["edits"] or 0,
                 row["rank"] == 1 and row["verdict"] == "exact")


def cells(case: Case, address: str) -> dict[str, str]:
    """The cells of a row of a register's latest snapshot by its address; empty if there is none."""
    ident, _, row = address.rpartition(":")
    for register in registers(case):
        latest = register.latest()
        if latest is not None and latest.id == ident and row.isascii() and row.isdigit() and 1 <= int(row) <= latest.rows:
            laid = laid_out(case, latest)
            names = [n for n in SHOWN if n in laid.columns]
            return {n: str(c[0]) for n, c in laid.table.select(names).slice(int(row) - 1, 1).to_pydict().items()
                    if c[0] not in (None, "")}
    return {}


def place(case: Case, address: str) -> tuple[str, int]:
    """The register of a row's address, and its position in it. Raises UsageError."""
    ident, _, row = address.rpartition(":")
    name = ident.partition("@")[0]
    if row.isascii() and row.isdigit() and int(row) >= 1 and any(
            r.name == name and any(s.id == ident for s in r.snapshots) for r in registers(case)):
        return name, int(row) - 1
    raise UsageError(f"there is no row '{address}'", mend="an address is SNAPSHOT:ROW")
