"""What clerks wrote of a world: registers, each in its own style, and whose row is whose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet as pq

from benchmarks.ledgers.stories import BACKGROUND, LOOKALIKE, PLANTED
from benchmarks.ledgers.world import Entry, Weapon, day, numbers
from benchmarks.probability.noise import dictated
from reclaim import marks
from reclaim.columns.rows import REGISTER_ROWS
from reclaim.ledger.books import Book
from reclaim.model.register import FIELDS, Coverage, RegisterKind

# register: kind, keeper, date of the state, coverage, complete, style of writing numbers
REGISTERS = {
    "ship": ("shipped", "Maker", "2021-12-31", "2019-01-01..2021-12-31", "yes", "plain"),
    "tship": ("shipped", "Trader", "2021-12-31", None, None, "plain"),
    "recv": ("received", "Army", "2021-12-31", "2019-01-01..2021-12-31", "yes", "dashed"),
    "nrecv": ("received", "Navy", "2021-12-31", "2019-01-01..2021-12-31", "unknown", "lower"),
    "inv1": ("inventory", "Army", "2020-12-31", "2019-01-01..2020-12-31", "yes", "spaced"),
    "inv2": ("inventory", "Army", "2021-12-31", "2019-01-01..2021-12-31", "yes", "lower"),
    "navy1": ("inventory", "Navy", "2021-12-31", None, None, "plain"),
    "navy2": ("inventory", "Navy", "2022-03-31", None, None, "plain"),
    "issued": ("issued", "Army", "2021-12-31", None, None, "spaced"),
    "back": ("returned", "Army", "2021-12-31", None, None, "dashed"),
    "release": ("returned", "Police", "2022-12-31", None, None, "plain"),
    "lost": ("lost", "Army", "2023-12-31", "2019-01-01..2023-12-31", "yes", "dashed"),
    "destroyed": ("destroyed", "Army", "2022-12-31", None, None, "plain"),
    "transferred": ("transferred", "Army", "2022-12-31", None, None, "plain"),
    "seized": ("seized", "Police", "2024-12-31", None, None, "dashed"),
    "found": ("found", "Customs", "2022-12-31", None, None, "lower"),
}
STATES = {"inv2": "inv1", "navy2": "navy1"}
"""Second states of a register."""

NONE = ("", "illegible", "unknown", "N/A", "no serial")
TYPES = 440
"""Types of the Army's first count, each with a stated total; half of the totals are wrong."""


@dataclass
class Written:
    """Books, the weapon of each row by (book, row), weapons, stated totals and which of them are wrong."""

    books: list[Book]
    weapon: dict[tuple[int, int], int]
    weapons: list[Weapon]
    totals: pa.Table
    wrong: set[int]
    looked: dict[str, set[int]]


def write(folder: Path, each: int, background: int, seed: int) -> Written:
    """The registers of a world with `each` weapons planted per class, `each` look-alikes, and `background` others."""
    rng = np.random.default_rng(seed)
    weapons, looked = _weapons(each, background, rng)
    _mistake(weapons, rng)
    rows: dict[str, list[tuple[int, dict[str, str]]]] = {name: [] for name in REGISTERS}
    rows["tship"].append((-1, {"serial": "TRADE77", "make": "kes"}))
    for who, weapon in enumerate(weapons):
        for entry in weapon.entries:
            rows[entry.register].append((who, _cells(weapon, entry, who)))
    books, owner = list[Book](), dict[tuple[int, int], int]()
    for number, (name, written) in enumerate(rows.items(), 1):
        rng.shuffle(written)  # type: ignore[arg-type]
        owner |= {(number, row): who for row, (who, _) in enumerate(written, 1)}
        books.append(_book(folder, number, name, [cells for _, cells in written]))
    _repeated(books, owner, weapons)
    totals, wrong = _totals(folder, books, rows["inv1"], rng)
    return Written(books, owner, weapons, totals, wrong, looked)


def _weapons(each: int, background: int, rng: np.random.Generator) -> tuple[list[Weapon], dict[str, set[int]]]:
    plan = [(name, PLANTED[name], name) for name in PLANTED for _ in range(each)]
    plan += [("~" + name, LOOKALIKE[name][n % len(LOOKALIKE[name])], "") for name in LOOKALIKE for n in range(each)]
    stories, shares = [s for _, s in BACKGROUND], [p for p, _ in BACKGROUND]
    plan += [("", stories[int(rng.choice(len(stories), p=shares))], "") for _ in range(background)]
    pool = numbers(len(plan) + 3 * each, rng)
    weapons, looked = list[Weapon](), dict[str, set[int]]()
    for story, text, truth in plan:
        made = _live(Weapon(*pool.pop(), story), text, truth, rng)
        looked.setdefault(story, set()).update(range(len(weapons), len(weapons) + len(made)))
        weapons += made
    return weapons, looked


def _live(weapon: Weapon, text: str, truth: str, rng: np.random.Generator) -> list[Weapon]:
    text, _, twist = text.partition(" @")
    weapon.truth = {truth} - {""}
    for part in text.split("; "):
        register, *words = part.split()
        when = words.pop(0) if len(words) > 0 and words[0][:1].isdigit() else ""
        cells = {k: v.replace("_", " ") for k, v in (word.split("=", 1) for word in words)}
        year, _, months = when.partition(":")
        first, last = ([int(m) for m in months.split("-")] * 2)[:2] if months != "" else (0, 0)
        date_ = day(int(year), rng, first, last) if months != "" else year
        weapon.entries.append(Entry(register.lstrip("~"), date_, register.startswith("~"), cells))
    if any(e.noisy for e in weapon.entries):
        weapon.truth.add("SERIAL_VARIANT")
    if when_same := text.startswith("ship 2019:6 to=Army; recv 2019:6"):
        weapon.entries[1].date = weapon.entries[0].date if when_same else ""
    return _twisted(weapon, twist, rng)


def _twisted(weapon: Weapon, twist: str, rng: np.random.Generator) -> list[Weapon]:
    """Copies, blocks and marks put on later."""
    if twist == "remarked":
        national = f"NA{int(rng.integers(10**6, 10**7))}"
        for entry in weapon.entries:
            if entry.register == "recv":
                entry.cells["mark"] = national
            if entry.register in ("inv1", "inv2"):
                entry.cells["serial"] = national
    if twist in ("outside", "inside", "unknown"):
        weapon.make, weapon.model = ("bel", "B3") if twist != "unknown" else ("dov", "D1")
        weapon.number = f"B{int(rng.integers(100001, 300000) if twist == 'inside' else rng.integers(400000, 999999))}"
    if twist.startswith("twin"):
        twin = Weapon("zed", "Z8", weapon.number, weapon.story)
        twin.entries = [Entry("found", day(2022, rng, 6, 9))] if twist == "twin_found" else [
            Entry(e.register, e.date, False, dict(e.cells)) for e in weapon.entries]
        return [weapon, twin]
    return [weapon]


def _mistake(weapons: list[Weapon], rng: np.random.Generator) -> None:
    """Numbers said over a radio and typed, none as it was: noise that no channel of Reclaim was made from."""
    waiting = [(w, e) for w in weapons for e in w.entries if e.noisy]
    seed = int(rng.integers(2**31))
    while len(waiting) > 0:
        heard = dictated([w.number for w, _ in waiting], seed)
        left = []
        for (w, e), text in zip(waiting, heard, strict=True):
            if text not in (w.number, "") and len(text) >= 4:
                e.cells["serial"] = text
            else:
                left.append((w, e))
        waiting, seed = left, seed + 1


def _cells(weapon: Weapon, entry: Entry, who: int) -> dict[str, str]:
    cells = {"serial": weapon.number, "make": weapon.make, "model": weapon.model, "date": entry.date}
    if entry.register == "recv":
        cells["from"] = "Maker"
    if entry.register == "inv1":
        cells["type"] = f"type {who % TYPES}"
    cells |= entry.cells
    style = REGISTERS[entry.register][5]
    match cells["serial"]:
        case "none":
            cells["serial"] = NONE[who % len(NONE)]
        case "odd":
            cells["serial"] = weapon.number
        case "styled":
            cells["serial"] = _styled(weapon.number, "dashed").lower()
        case text:
            cells["serial"] = _styled(text, style)
    if cells["model"] == "longer":
        cells["model"] = weapon.model + " A2"
    return cells


def _styled(text: str, style: str) -> str:
    match style:
        case "dashed":
            return f"{text[:-4]}-{text[-4:]}" if len(text) > 5 else text
        case "spaced":
            return f"{text[:-3]} {text[-3:]}" if len(text) > 5 else text
        case "lower":
            return text.lower()
    return text


def _book(folder: Path, number: int, name: str, rows: list[dict[str, str]]) -> Book:
    kind, keeper, as_of, covers, complete, _ = REGISTERS[name]
    path = folder / f"{name}.parquet"
    pq.write_table(_table(rows), path)
    return Book(number, STATES.get(name, name), RegisterKind(kind), keeper, f"{name}@{as_of}-{number:08x}",
                date.fromisoformat(as_of), Coverage.read(covers, complete, None), str(path),
                name not in STATES.values())


def _table(rows: list[dict[str, str]]) -> pa.Table:
    read = marks.parse_column(pa.array([r.get("serial", "") for r in rows], pa.string()))
    count = len(rows)
    columns: dict[str, object] = {"row": range(1, count + 1), "key": [bytes(16)] * count}
    columns |= {name: [r.get(name, "") for r in rows] for name in FIELDS}
    columns["extra"] = [[("mark", r["mark"])] if "mark" in r else [] for r in rows]
    columns |= {n: read[n].to_pylist() for n in ("canonical", "mark_kind", "part", "traceable", "reason")}
    for end, months in (("lo", "-01-01"), ("hi", "-12-31")):
        columns[f"date_{end}"] = [None if (d := r.get("date", "")) == "" else
                                  date.fromisoformat(d if len(d) == 10 else d + months) for r in rows]
    columns |= {f"quantity_{end}": [int(r["quantity"]) if "quantity" in r else None for r in rows]
                for end in ("lo", "hi")}
    return pa.table({f.name: pa.array(columns[f.name], f.type) for f in REGISTER_ROWS}, schema=REGISTER_ROWS)


def _repeated(books: list[Book], owner: dict[tuple[int, int], int], weapons: list[Weapon]) -> None:
    """A number mistaken for another weapon's that stands in the same list is a repeated mark there, and true as such."""
    for book in books:
        if str(book.kind) not in ("shipped", "received", "inventory"):
            continue
        rows = pq.read_table(book.path, columns=["row", "canonical", "make"]).to_pylist()
        whose: dict[tuple[str, str], list[int]] = {}
        for row in rows:
            if row["canonical"]:
                whose.setdefault((row["canonical"], row["make"]), []).append(owner[book.number, row["row"]])
        for owners in whose.values():
            for who in owners if len(owners) > 1 else ():
                weapons[who].truth.add("DUPLICATE_IN_REGISTER")


def _totals(folder: Path, books: list[Book], counted: list[tuple[int, dict[str, str]]], rng: np.random.Generator
            ) -> tuple[pa.Table, set[int]]:
    """The stated total of every type of the first count, half of them off by a few, in a book of their own."""
    held = [0] * TYPES
    for _, cells in counted:
        held[int(cells["type"].split()[1])] += 1
    wrong = set(range(0, TYPES, 2))
    rows = [{"type": f"type {n}", "quantity": str(held[n] + (int(rng.integers(1, 4)) if n in wrong else 0))}
            for n in range(TYPES)]
    path = folder / "totals.parquet"
    pq.write_table(_table(rows), path)
    books.append(Book(len(books) + 1, "totals", RegisterKind.INVENTORY, "", "totals@2020-12-31-000000ff", None,
                      Coverage.read(None, None, None), str(path), True))
    return pa.table({"book": pa.array([len(books)] * TYPES, pa.int32()),
                     "row": pa.array(range(1, TYPES + 1), pa.int64()), "keeper": ["Army"] * TYPES,
                     "type": [r["type"] for r in rows],
                     "day": pa.array([date(2020, 12, 31)] * TYPES, pa.date32()),
                     "total": pa.array([int(r["quantity"]) for r in rows], pa.int64())}), wrong
