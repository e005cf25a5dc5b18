"""A large SYNTHETIC case: articles told apart, stock, claims and steps with names in three scripts, and one register."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks.registers import make_register
from reclaim.desk.case import Case, open_case
from reclaim.desk.new import new
from reclaim.desk.register import Asked
from reclaim.desk.register import add as add_register
from reclaim.model.progress import silent

FIRST = date(2015, 1, 1)
FORMS = ("holds_all", "lost_or_sold", "holds_none", "transferred", "used_by", "found_in", "left", "wants", "owns")
SCRIPTS = ("Guard of Orsk", "Береговая охрана Мерина", "حرس الحدود")
PROVINCES = (("Khost", "Afghanistan"), ("Kandahar", "Afghanistan"), ("Balochistan", "Pakistan"), ("Punjab", "Pakistan"),
             ("Helmand", "Afghanistan"), ("Khyber Pakhtunkhwa", "Pakistan"))


def large(folder: Path, items: int = 5_000, claims: int = 1_000, rows: int = 10_000_000, seed: int = 1) -> Case:
    """The case in `folder`: built if it is not there, else as it was."""
    path = folder / f"case-{items}-{claims}-{rows}"
    if (path / "whole").is_file():
        return open_case(path)
    folder.mkdir(parents=True, exist_ok=True)
    case = new(path, name="Large case", owner="Benchmark", synthetic=True)
    marked = _register(case, folder, rows, seed) if rows > 0 else []
    files = _records(folder, items, claims, marked, Random(seed))
    case.add(files, author="made for the benchmark")
    (path / "whole").touch()
    return open_case(path)


def _register(case: Case, folder: Path, rows: int, seed: int) -> list[str]:
    """Add the register; a few of its marks."""
    import pyarrow as pa
    from pyarrow import csv as pa_csv

    table = make_register(rows, seed=seed)
    written = folder / "shipped.csv"
    pa_csv.write_csv(table.append_column("date", pa.array(["2016-05-04", "2017", "2018-02-11", "2019-03"] * (rows // 4)
                                                          + ["2016"] * (rows % 4))), written)
    add_register(case, [written], Asked("shipping", "shipped", "Works", covers="2016..2019", complete="yes"), progress=silent)
    written.unlink()
    return [str(s) for s in table["serial"].slice(0, 1_000).to_pylist()[::5]]


def _records(folder: Path, items: int, claims: int, marked: list[str], draw: Random) -> list[Path]:
    forms: dict[str, list[dict[str, str]]] = defaultdict(list)

    def row(of: str, ident: str, **cells: str) -> None:
        forms[of].append({"id": ident, **cells})

    parties, types = [f"party-{n}" for n in range(40)], [f"type-{n}" for n in range(60)]
    for n, name in enumerate(parties):
        row("parties", name, name=f"{SCRIPTS[n % 3]} {n}", part_of=draw.choice(parties[:8]) if n >= 8 else "")
    for n, name in enumerate(types):
        row("types", name, name=f"Model {n}", parent="" if n == 0 else types[draw.randrange(n)])
    sources = [f"s{n}" for n in range(items // 10)]
    for n, name in enumerate(sources):
        row("sources", name, title=f"Report {n} {SCRIPTS[n % 3]}", publisher=f"Desk {n % 9}",
            address=f"https://report.example/{n}", published=_day(draw),
            rests_on=draw.choice(("self", "self", "", sources[draw.randrange(n)] if n > 0 else "")))
    for n in range(items // 3):
        province, country = draw.choice(PROVINCES)
        row("events", f"e{n}", source=draw.choice(sources), kind=draw.choice(
            ("shipped", "inventoried", "seized", "found", "sighted", "used", "transferred", "lost")), date=_day(draw),
            province=province, country=country, precision="province", by=draw.choice(parties),
            to=draw.choice(["", *parties[:6]]), basis=draw.choice(("serial_read", "item_list", "official_word")))
    for n in range(items * 7 // 5):
        article = n if n < items else draw.randrange(items)
        serial = marked[article] if article < len(marked) else f"SN{article:06d}"
        row("event_lines", f"l{n}", event=f"e{draw.randrange(items // 3)}", type=types[article % len(types)], serial=serial)
    for n in range(items // 4):
        row("stock", f"h{n}", source=draw.choice(sources), as_of=_day(draw), holder=draw.choice(parties),
            type=draw.choice(types), quantity=str(draw.randrange(1, 900)),
            kind=draw.choice(("on_hand", "delivered", "left", "lost")))
    for n in range(claims):
        row("statements", f"a{n}", source=draw.choice(sources), speaker=f"Speaker {SCRIPTS[n % 3]}",
            party=draw.choice(parties), date=_day(draw), quote=f"Nothing was lost, part {n}.")
        row("claims", f"k{n}", statement=f"a{n}", form=draw.choice(FORMS), subject=draw.choice(parties[:12]),
            scope_types=draw.choice(types[:20]), scope_stock_of=draw.choice(["", *parties[:5]]),
            scope_cut_off="2019-01-01", polarity=draw.choice(("affirmed", "denied")), coder="drawn")
    for n in range(items // 15):
        row("steps", f"t{n}", source=draw.choice(sources), scope_or_item="things", date=_day(draw),
            step=draw.choice(("located", "demanded", "agreed", "refused")), by=draw.choice(parties))
    return [_written(folder / f"{form}.csv", rows) for form, rows in forms.items()]


def _written(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(dict.fromkeys(name for r in rows for name in r)), restval="")
        out.writeheader()
        out.writerows(rows)
    return path


def _day(draw: Random) -> str:
    day = FIRST + timedelta(days=draw.randrange(3600))
    return draw.choice((day.isoformat(), day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]))
