"""Write tables of a case to files: what leaves the house, cleared first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reclaim.desk import clock
from reclaim.desk.case import Case, KnownBy
from reclaim.desk.tables import TABLES, table
from reclaim.model.errors import UsageError, WriteError
from reclaim.model.handling import Tlp
from reclaim.model.table import Table
from reclaim.output import writing
from reclaim.output.about import ABOUT, about
from reclaim.output.redact import Cleared, clear
from reclaim.store import safely
from reclaim.version import VERSION


@dataclass(frozen=True, slots=True)
class Exported:
    """The files written, the marking that goes with them, and what was withheld."""

    files: tuple[tuple[Path, int], ...]
    marking: Tlp
    withheld: tuple[str, ...]


def export(case: Case, out: str | Path, form: str = "", tables: Sequence[str] = (), *, at: str = "",
           known_by: KnownBy = None, to: str = "") -> Exported:
    """Write tables to `out`; all of them, if none is named.

    xlsx: a sheet a table. csv, json, parquet: a file if one table is named, else a folder with a file for each, and
    beside them `about.txt`: the marking, what each column holds, and what was withheld.
    geojson: events. `form` is the ending of `out` if not given; `to` the marking of those who will read it.
    Raises UsageError, NotCleared, WriteError.
    """
    place = Path(out)
    form = form or writing.format_of(place.name)
    if form not in writing.FORMATS:
        raise UsageError(f"there is no format '{form}'", mend=f"use one of {', '.join(writing.FORMATS)}")
    wanted = list(tables) or (["events"] if form == "geojson" else list(TABLES))
    if form == "geojson" and wanted != ["events"]:
        raise UsageError("geojson holds events only", mend="leave out --table, or choose another format")
    cleared = [clear(table(name, case, at, known_by), case.handling, _tlp(to)) for name in wanted]
    one = len(tables) == 1 or form in ("xlsx", "geojson")
    written = _write(cleared, place, form, one=one)
    if not one:
        safely.write(place / ABOUT, about(cleared, form, _cover(case, at, known_by)).encode("utf-8"))
    return Exported(tuple(written), case.handling.marking, tuple(line for c in cleared for line in c.withheld))


def write_table(value: Table, case: Case, out: str | Path) -> Exported:
    """Clear one table and write it in the format of the file's ending: the `--out F` of all commands."""
    cleared = clear(value, case.handling)
    place = Path(out)
    written = _write([cleared], place, writing.format_of(place.name), one=True)
    return Exported(tuple(written), cleared.marking, cleared.withheld)


def _cover(case: Case, at: str, known_by: KnownBy) -> list[str]:
    made_up = ["SYNTHETIC: made-up records, no real weapons"] if case.handling.synthetic else []
    return [*made_up, f"on the records held and accepted on {at or clock.now().date().isoformat()} by "
            f"{case.handling.owner or case.name}" + (f", as known by {known_by}" if known_by else ""),
            f"audit head: {case.head()}", f"made with: Reclaim {VERSION}"]


def _tlp(word: str) -> Tlp | None:
    if word not in ("", *Tlp):
        raise UsageError(f"'{word}' is no marking", mend=f"use one of {', '.join(Tlp)}")
    return Tlp(word) if word != "" else None


def _write(tables: list[Cleared[Table]], place: Path, form: str, *, one: bool) -> list[tuple[Path, int]]:
    """One file, or a folder with a file a table; each is whole or not there."""
    if one:
        if place.is_dir():
            raise WriteError("this is a folder", where=str(place), mend="name a file")
        safely.write(place, writing.content(tables, form))
        return [(place, sum(len(t.value.rows) for t in tables))]
    if place.exists() and not place.is_dir():
        raise WriteError("this is a file, and a folder is needed", where=str(place),
                         mend="name a folder, or choose one table with --table")
    written = []
    for found in tables:
        path = place / f"{found.value.name}.{form}"
        safely.write(path, writing.content([found], form))
        written.append((path, len(found.value.rows)))
    return written
