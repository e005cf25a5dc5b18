"""Make the files of the synthetic case anew: `python -m tools.synthetic`.

Nothing in them happened, and no weapon bears these marks by intention: registers of transfers are not public, and the
demo needs some. A list of what Estmark shipped, Westland's list of what it received, its inventory and its losses, as
clerks keep them, with what clerks do to marks; and what Norland found, read off worn metal. Everything is drawn from
one seed, so that the files come out the same, byte for byte; `made()` also says what truly lies behind each row.
Every row, file, register, source and party says SYNTHETIC.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

PLACE = Path(__file__).resolve().parent.parent / "src" / "reclaim" / "data" / "cases" / "synthetic"

SEED = 20240514
NOTE = "SYNTHETIC"

RECEIVED, SLIPPED, TWICE, SURPLUS, PRESENT, LOST = 0.955, 0.012, 0.003, 26, 0.93, 40
"""Shares of rows that arrive, that are miswritten, that are entered twice; marks on no shipping list; shares of what was
received that an inventory finds; rifles lost in a fire."""

DEPOTS = ("Holtstad", "Lindau", "Osk Gate", "Marren")


@dataclass(frozen=True)
class Lot:
    """Serial numbers given out one after the other, of which a share was shipped."""

    make: str
    model: str
    calibre: str
    country: str
    pattern: str
    first: int
    count: int
    shipped: float
    day: str
    contract: str

    def mark(self, n: int) -> str:
        """The n-th serial number of the lot."""
        return self.pattern.format(self.first + n)


LOTS = (
    Lot("Colt", "M4", "5.56x45mm", "USA", "W77{:05d}", 1, 900, 0.85, "2016-03-14", "EW-16-01"),
    Lot("Colt", "M4", "5.56x45mm", "USA", "W78{:05d}", 42_150, 600, 0.90, "2018-05-22", "EW-18-03"),
    Lot("FN", "M16A4", "5.56x45mm", "USA", "FE{:06d}", 310_400, 700, 0.80, "2017-02-03", "EW-17-01"),
    Lot("Glock", "17", "9x19mm", "Austria", "BKLM{:03d}", 100, 420, 0.95, "2017-09-11", "EW-17-04"),
    Lot("FN", "M249", "5.56x45mm", "USA", "M{:06d}", 118_020, 260, 0.90, "2017-02-03", "EW-17-01"),
    Lot("Arsenal", "PKM", "7.62x54mmR", "Bulgaria", "{:07d}", 441_100, 380, 0.75, "2019-04-30", "EW-19-02"),
    Lot("Zastava", "M70", "7.62x39mm", "Serbia", "K-{:06d}", 204_700, 650, 0.70, "2016-10-19", "EW-16-05"),
)

ALWAYS = {"W7700123", "W7700131", "0441287", "W7700402", "W7842318", "FE310655", "BKLM318", "K-204933"}
"""Marks that the documents and the guide speak of: they were shipped, received and are on the inventory."""

NEVER = {"0441278", "W7700128", "W7842813"}
"""Marks of the same lots that Westland never had."""

WORN = (
    ("W7700123", "W7700123", "", "Colt", "M4"), ("W7700131", "W77OO131", "", "Colt", "M4"),
    ("W7700402", "W77?04O2", "worn", "Colt", "M4"), ("W7700128", "W7700128", "", "Colt", "M4"),
    ("0441287", "0441278", "", "", "PKM"), ("K-204933", "K2049?3", "worn", "Zastava", "M70"),
    ("W7842318", "W7842318 or W7842813", "partly legible", "Colt", "M4"), ("BKLM318", "8KLM318", "", "Glock", "17"),
    ("FE310655", "E310655", "first letter worn", "", "M16A4"), ("", "ground off", "removed", "", "M4"),
    ("", "S/N", "", "", "AK type"), ("", "0000", "", "", "PKM"),
)
"""Finds written by hand: the mark that it truly bears (empty: nobody knows), as it was read, how, make, model."""

DRAWN = 48
"""Finds that are drawn: some of Westland's, some of the same makers' other lots."""

SLIPS = {"0": "OD", "O": "0", "1": "I7", "I": "1", "2": "Z7", "5": "S6", "6": "G0", "8": "B3", "B": "8", "3": "8",
         "7": "1", "4": "9", "9": "4", "M": "N", "E": "F", "K": "X"}

TYPES = {"M4": "m4", "M16A4": "m16a4", "17": "glock-17", "M249": "m249", "PKM": "pkm", "M70": "m70", "AK type": "rifle"}


@dataclass
class World:
    """The files by their names, and what lies behind them: `planted` by kind the true marks concerned, `true` the mark
    that each find's line truly bears ("" where nobody knows)."""

    files: dict[str, str] = field(default_factory=dict)
    planted: dict[str, list[str]] = field(default_factory=dict)
    true: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Weapon:
    """One weapon that was shipped."""

    mark: str
    lot: Lot


def made() -> World:
    """The synthetic case, always the same."""
    draw, world = Random(SEED), World()
    shipped = [Weapon(lot.mark(n), lot) for lot in LOTS for n in range(lot.count) if _is_shipped(lot, n, draw)]
    received = _registers(shipped, draw, world)
    _finds(shipped, received, draw, world)
    _records(world)
    return world


def _is_shipped(lot: Lot, n: int, draw: Random) -> bool:
    drawn = draw.random() < lot.shipped
    return (drawn or lot.mark(n) in ALWAYS) and lot.mark(n) not in NEVER


def _registers(shipped: list[Weapon], draw: Random, world: World) -> list[Weapon]:
    """Transfers, receipts, inventory, losses; what was received."""
    world.files["registers/SYNTHETIC-transfers.csv"] = _table(
        ("No", "Serial number", "Make", "Model", "Calibre", "Country of make", "Contract", "Shipped on", "From", "To",
         "Note"),
        [(f"T-{n:05d}", w.mark, w.lot.make, w.lot.model, w.lot.calibre, w.lot.country, w.lot.contract, w.lot.day,
          "Estmark (SYNTHETIC)", "Westland Army (SYNTHETIC)", NOTE) for n, w in enumerate(shipped, 1)])
    arrived = [w for w in shipped if w.mark in ALWAYS or draw.random() < RECEIVED]
    gone = {w.mark for w in arrived}
    world.planted["shipped, not received"] = [w.mark for w in shipped if w.mark not in gone]
    surplus = _surplus({w.mark for w in shipped}, draw)
    world.planted["received, not shipped"] = [w.mark for w in surplus]
    world.files["registers/SYNTHETIC-receipts.csv"] = _receipts([*arrived, *surplus], draw, world)
    present = [w for w in arrived if w.mark in ALWAYS or draw.random() < PRESENT]
    burnt = draw.sample([w for w in arrived if w.lot.model in ("M4", "M16A4") and w.mark not in ALWAYS], LOST)
    lost = {w.mark for w in burnt}
    world.planted["lost in the fire"] = [w.mark for w in burnt]
    world.files["registers/SYNTHETIC-inventory.csv"] = _table(
        ("Serial no.", "Article", "Depot", "Condition", "Note"),
        [(_slip(w.mark, draw) if w.mark not in ALWAYS and draw.random() < SLIPPED / 2 else w.mark,
          f"{w.lot.make} {w.lot.model}", draw.choice(DEPOTS), draw.choice(("good", "good", "good", "worn")), NOTE)
         for w in sorted(present, key=lambda w: (w.lot.model, w.mark)) if w.mark not in lost])
    world.files["registers/SYNTHETIC-losses.csv"] = _table(
        ("No", "Serial number", "Make", "Model", "Lost on", "Cause", "Note"),
        [(f"L-{n:03d}", w.mark, w.lot.make, w.lot.model, "2021-03-09", "fire in the depot of Lindau", NOTE)
         for n, w in enumerate(sorted(burnt, key=lambda w: w.mark), 1)])
    return arrived


def _surplus(taken: set[str], draw: Random) -> list[Weapon]:
    """Weapons of the same lots that stand on no shipping list."""
    left = [Weapon(lot.mark(n), lot) for lot in LOTS for n in range(lot.count) if lot.mark(n) not in taken | NEVER]
    return draw.sample(left, SURPLUS)


def _receipts(weapons: list[Weapon], draw: Random, world: World) -> str:
    """As the depots' clerks keyed them: slips, entries made twice, a model named otherwise."""
    rows: list[tuple[str, ...]] = []
    slipped, twice = world.planted.setdefault("miswritten on receipt", []), world.planted.setdefault("entered twice", [])
    for w in weapons:
        day = dt.date.fromisoformat(w.lot.day) + dt.timedelta(days=draw.randrange(12, 70))
        written, again = w.mark, False
        if w.mark not in ALWAYS:
            if draw.random() < SLIPPED:
                written = _slip(w.mark, draw)
                slipped.append(w.mark)
            elif draw.random() < TWICE:
                again = True
                twice.append(w.mark)
        model = "M4A1" if w.lot.model == "M4" and draw.random() < 0.02 else w.lot.model
        row = (written, w.lot.make, model, w.lot.calibre, day.isoformat(), draw.choice(DEPOTS), NOTE)
        rows += [row, row] if again else [row]
    rows.sort(key=lambda row: (row[4], row[1], row[0]))
    return _table(("No", "Serial No.", "Make", "Model", "Cal.", "Date received", "Depot", "Note"),
                  [(f"R-{n:05d}", *row) for n, row in enumerate(rows, 1)])


def _slip(mark: str, draw: Random) -> str:
    """What a tired clerk or a worn stamp makes of a mark: another symbol, two swapped, one left out, one twice."""
    at = draw.randrange(1 if mark.startswith("K-") else 0, len(mark))
    how = draw.random()
    if mark[at] == "-":
        return mark.replace("-", "")
    if how < 0.55:
        return mark[:at] + draw.choice(SLIPS.get(mark[at], "0123456789".replace(mark[at], ""))) + mark[at + 1:]
    if how < 0.75 and at + 1 < len(mark) and mark[at] != mark[at + 1] and mark[at + 1] != "-":
        return mark[:at] + mark[at + 1] + mark[at] + mark[at + 2:]
    if how < 0.9:
        return mark[:at] + mark[at + 1:]
    return mark[:at] + mark[at] + mark[at:]


def _worn(mark: str, draw: Random) -> tuple[str, str]:
    """As an officer reads it, and how it was read."""
    how = draw.random()
    if how < 0.45:
        return mark, ""
    if how < 0.70:
        at = draw.randrange(len(mark))
        return mark[:at] + "?" + mark[at + 1:], "one symbol worn away"
    return _slip(mark, draw), "worn" if how < 0.85 else ""


EVENTS = (
    ("E1", "SYNTHETIC-norland-police", "seized", "2023-11-21", "Torburg", "Tor", "norland-police", "serial_read"),
    ("E2", "SYNTHETIC-norland-police", "seized", "2024-02-06", "Osk", "Osk", "norland-police", "serial_read"),
    ("E3", "SYNTHETIC-norland-customs", "seized", "2024-03-17", "Varna Bay", "Varna", "norland-customs", "serial_read"),
    ("E4", "SYNTHETIC-news-agency", "displayed", "2024-05-14", "Torburg", "Tor", "norland-police", "picture"),
    ("E5", "SYNTHETIC-norland-police", "found", "2024-08-02", "Marren Pass", "Osk", "norland-police", "serial_read"),
)


def _finds(shipped: list[Weapon], received: list[Weapon], draw: Random, world: World) -> None:
    """Events and their lines: those written by hand were displayed (E4), the others drawn."""
    taken = {w.mark for w in shipped}
    foreign = [Weapon(lot.mark(n), lot) for lot in LOTS for n in (*range(-4000, -1000), *range(2000, 5000))
               if lot.first + n >= 0 and lot.mark(n) not in taken and len(lot.mark(n)) == len(lot.mark(0))]
    lines: list[tuple[str, ...]] = []
    for n, (true, read, how, make, model) in enumerate(WORN, 1):
        ident = f"SYNTHETIC-E4-{n:02d}"
        world.true[ident] = true
        lines.append((ident, "E4", TYPES[model], model, "", "", read, "serial", make, model, how, ""))
    for n in range(DRAWN):
        event = EVENTS[(0, 1, 2, 4)[n % 4]][0]
        w = draw.choice(received) if draw.random() < 0.6 else draw.choice(foreign)
        read, how = _worn(w.mark, draw)
        ident = f"SYNTHETIC-{event}-{n // 4 + 1:02d}"
        world.true[ident] = w.mark
        lines.append((ident, event, TYPES[w.lot.model], w.lot.model, "", "", read, "serial",
                      w.lot.make if draw.random() < 0.7 else "", w.lot.model, how, ""))
    lines.sort()
    lines.append(("SYNTHETIC-E3-99", "E3", "night-vision", "night-vision devices", "20", "at_least", "", "", "", "", "", ""))
    world.files["events.csv"] = _table(
        ("id", "source", "kind", "date", "date_basis", "place", "province", "country", "precision", "by", "basis"),
        [(i, source, kind, date, "exact", place, province, "Norland (SYNTHETIC)", "settlement", by, basis)
         for i, source, kind, date, place, province, by, basis in EVENTS])
    world.files["event_lines.csv"] = _table(
        ("id", "event", "type", "type_as_written", "quantity", "qualifier", "serial", "mark_kind", "make", "model",
         "reading", "origin"), lines)


def _records(world: World) -> None:
    """Sources, parties, types, and what was said."""
    world.files |= {name: _table(header, rows) for name, (header, rows) in RECORDS.items()}


def _table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([header, *rows])
    return out.getvalue()


RECORDS: dict[str, tuple[tuple[str, ...], list[tuple[str, ...]]]] = {
    "sources.csv": (("id", "title", "publisher", "address", "published", "rests_on"), [
        ("SYNTHETIC-norland-police", "SYNTHETIC: register of seizures, Norland border police", "Norland border police", "", "2024-08-05", "self"),
        ("SYNTHETIC-norland-customs", "SYNTHETIC: customs note on a shipment at Varna Bay", "Norland customs", "", "2024-03-18", "self"),
        ("SYNTHETIC-news-agency", "SYNTHETIC: rifles shown in Torburg", "Norland News Agency", "https://nna.example/2024/rifles", "2024-05-14", "SYNTHETIC-norland-police"),
        ("SYNTHETIC-ministry", "SYNTHETIC: statement on reports about weapons", "Ministry of Defence of Westland", "https://mod.example/2024-05-15", "2024-05-15", "self"),
        ("SYNTHETIC-estmark", "SYNTHETIC: yearly report on arms exports", "Estmark export office", "https://exports.example/2019", "2020-02-01", "self"),
    ]),
    "parties.csv": (("id", "name", "aliases", "kind", "part_of", "source"), [
        ("westland", "Westland (SYNTHETIC)", "Westland;Republic of Westland", "state", "", "SYNTHETIC-ministry"),
        ("westland-ministry", "Ministry of Defence of Westland (SYNTHETIC)", "Ministry of Defence of Westland", "ministry", "westland", "SYNTHETIC-ministry"),
        ("westland-army", "Westland Army (SYNTHETIC)", "Westland Army;armed forces of Westland", "armed forces", "westland", "SYNTHETIC-ministry"),
        ("norland", "Norland (SYNTHETIC)", "Norland", "state", "", "SYNTHETIC-norland-police"),
        ("norland-police", "Norland border police (SYNTHETIC)", "Norland border police;Norland's border police", "police", "norland", "SYNTHETIC-norland-police"),
        ("norland-customs", "Norland customs (SYNTHETIC)", "Norland customs", "customs", "norland", "SYNTHETIC-norland-customs"),
        ("estmark", "Estmark (SYNTHETIC)", "Estmark", "state", "", "SYNTHETIC-estmark"),
    ]),
    "types.csv": (("id", "name", "parent", "aliases", "category", "calibre", "maker", "source"), [
        ("arms", "arms (SYNTHETIC list)", "", "weapons", "weapon", "", "", ""),
        ("rifle", "rifle or carbine", "arms", "rifles;AK type", "rifle", "", "", ""),
        ("m4", "M4 carbine", "rifle", "M4;M4A1;M4 carbines", "rifle", "5.56x45mm", "Colt", ""),
        ("m16a4", "M16A4 rifle", "rifle", "M16A4", "rifle", "5.56x45mm", "FN", ""),
        ("m70", "M70 rifle", "rifle", "M70", "rifle", "7.62x39mm", "Zastava", ""),
        ("machine-gun", "machine gun", "arms", "machine guns", "machine gun", "", "", ""),
        ("m249", "M249 machine gun", "machine-gun", "M249", "machine gun", "5.56x45mm", "FN", ""),
        ("pkm", "PKM machine gun", "machine-gun", "PKM", "machine gun", "7.62x54mmR", "Arsenal", ""),
        ("glock-17", "Glock 17 pistol", "arms", "Glock 17;17", "pistol", "9x19mm", "Glock", ""),
        ("night-vision", "night-vision device", "", "night-vision devices", "night vision", "", "", ""),
    ]),
    "statements.csv": (("id", "source", "speaker", "role", "party", "addressee", "date", "date_basis", "reported_by", "quote", "paraphrase", "hedges"), [
        ("Q1", "SYNTHETIC-ministry", "Anna Torv (SYNTHETIC)", "Minister of Defence", "westland-ministry", "press", "2024-05-15", "exact", "", "all light and heavy weapons are securely stored and under the control of the armed forces", "", ""),
        ("Q2", "SYNTHETIC-ministry", "Anna Torv (SYNTHETIC)", "Minister of Defence", "westland-ministry", "press", "2024-05-15", "exact", "", "Not one rifle has been sold", "", ""),
        ("Q3", "SYNTHETIC-ministry", "Anna Torv (SYNTHETIC)", "Minister of Defence", "westland-ministry", "norland", "2024-05-15", "exact", "", "If they are ours, we want them back", "", "if"),
    ]),
    "claims.csv": (("id", "statement", "form", "subject", "scope_types", "scope_supplied_by", "scope_stock_of", "counterparty", "at", "polarity", "modality", "coder"), [
        ("C1", "Q1", "holds_all", "westland-army", "arms", "", "westland-army", "", "2024-05-15", "affirmed", "asserted", "SYNTHETIC coder"),
        ("C2", "Q2", "lost_or_sold", "westland-army", "rifle", "", "westland-army", "", "2024-05-15", "denied", "asserted", "SYNTHETIC coder"),
        ("C3", "Q3", "wants", "westland", "m4", "", "westland-army", "norland", "2024-05-15", "affirmed", "conditional", "SYNTHETIC coder"),
    ]),
    "stock.csv": (("id", "source", "as_of", "as_of_to", "holder", "type", "type_as_written", "quantity", "qualifier", "counts", "kind", "scope_words"), [
        ("H1", "SYNTHETIC-estmark", "2016-01-01", "2019-12-31", "westland-army", "m4", "M4 carbines", "1300", "about", "items", "exported", "SYNTHETIC: exported 2016-2019"),
        ("H2", "SYNTHETIC-ministry", "2021-03-09", "", "westland-army", "rifle", "rifles", "40", "exact", "items", "lost", "SYNTHETIC: lost in the fire of 2021"),
    ]),
    "steps.csv": (("id", "source", "scope_or_item", "step", "by", "to", "date", "date_basis", "type", "quantity", "qualifier", "ground"), [
        ("ST1", "SYNTHETIC-ministry", "carbines-shown-in-torburg", "demanded", "westland", "norland", "2024-05-15", "exact", "m4", "", "", "SYNTHETIC: if they are ours"),
    ]),
}


def write(place: Path = PLACE) -> list[Path]:
    """Write the files where the demo finds them; SOURCE.md, case.toml and registers.toml beside are written by hand."""
    written = []
    for name, text in sorted(made().files.items()):
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        written.append(path)
    return written


if __name__ == "__main__":
    for path in write():
        print(path, sum(1 for _ in path.open(encoding="utf-8")) - 1)
    for kind, marks in made().planted.items():
        print(f"{kind}: {len(marks)}")
