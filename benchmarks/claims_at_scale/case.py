"""An invented case of any size: lists of stock, finds, figures, statements and claims, drawn with a fixed seed."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from reclaim.model.anchor import Anchor
from reclaim.model.record import Record, RecordKind
from reclaim.model.source import source_id

FIRST = date(2015, 1, 1)
FORMS = ("holds_all", "lost_or_sold", "holds_none", "transferred", "used_by", "found_in", "left", "wants", "owns")


def records(size: int, seed: int = 1) -> list[Record]:
    """About `size` records: a third of them lines of events, a tenth claims."""
    draw = Random(seed)
    made = Making(draw)
    parties, types = [f"party-{n}" for n in range(40)], [f"type-{n}" for n in range(60)]
    for name in parties:
        made.row("parties", name, name=name, part_of=draw.choice(parties[:8]) if draw.random() < 0.4 else "")
    for n, name in enumerate(types):
        made.row("types", name, name=name, parent="" if n == 0 else types[draw.randrange(n)])
    for n in range(size // 20):
        made.source(f"s{n}", rests_on=draw.choice(("self", "self", "", f"s{draw.randrange(n + 1)}" if n > 0 else "")))
    sources = sorted(made.sources)
    for n in range(size // 8):
        made.row("events", f"e{n}", source=draw.choice(sources), kind=draw.choice((
            "shipped", "inventoried", "seized", "found", "sighted", "used", "transferred", "lost")),
            date=made.day(), by=draw.choice(parties), to=draw.choice(["", *parties[:6]]),
            **{"from": draw.choice(["", *parties])}, basis=draw.choice(("serial_read", "item_list", "official_word")))
    for n in range(size // 3):
        marked, article = draw.random() < 0.7, draw.randrange(size // 6)
        made.row("event_lines", f"l{n}", event=f"e{draw.randrange(size // 8)}", type=types[article % len(types)],
                 serial=f"SN{article:06d}" if marked else "", quantity="" if marked else "3")
    for n in range(size // 8):
        made.row("stock", f"h{n}", source=draw.choice(sources), as_of=made.day(), holder=draw.choice(parties),
                 type=draw.choice(types), quantity=str(draw.randrange(1, 900)),
                 kind=draw.choice(("on_hand", "delivered", "left", "lost")))
    for n in range(size // 10):
        made.row("statements", f"a{n}", source=draw.choice(sources), speaker="speaker", party=draw.choice(parties),
                 date=made.day(), quote="…")
        made.row("claims", f"k{n}", statement=f"a{n}", form=draw.choice(FORMS), subject=draw.choice(parties[:12]),
                 scope_types=draw.choice(types[:20]), scope_stock_of=draw.choice(["", *parties[:5]]),
                 scope_cut_off="2019-01-01", polarity=draw.choice(("affirmed", "denied")), coder="drawn")
    for n in range(size // 30):
        made.row("steps", f"t{n}", source=draw.choice(sources), scope_or_item="things", date=made.day(),
                 step=draw.choice(("located", "demanded", "agreed", "refused")), by=draw.choice(parties))
    return made.records


class Making:
    """Rows becoming records, with the sources that they come from."""

    def __init__(self, draw: Random) -> None:
        self.draw, self.sources, self.records = draw, dict[str, str](), list[Record]()
        self._homes: dict[str, str] = {}

    def day(self) -> str:
        """A day, or now and then only its month or year."""
        day = FIRST + timedelta(days=self.draw.randrange(3600))
        return self.draw.choice((day.isoformat(), day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]))

    def source(self, key: str, **cells: str) -> None:
        """A source."""
        self.sources[key] = source_id(key, "", "", "")
        self.row("sources", key, title=key, **cells)

    def row(self, of: str, ident: str, **cells: str) -> None:
        """One row of a record file."""
        parent = cells.get("source") or cells.get("event") or cells.get("statement") or ident
        home = self.sources.get(parent, self._homes.get(parent, source_id("own list", "", "", "")))
        self._homes[ident] = home
        self.records.append(Record.make(home, Anchor.row(home, of, ident), RecordKind(of), {"id": ident, **cells}))
