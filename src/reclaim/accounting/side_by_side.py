"""What was delivered, left, captured ...: the stated figures side by side, never summed and never averaged."""

from __future__ import annotations

from collections import defaultdict

from reclaim.accounting.assemble import Assembly
from reclaim.model.line import StockLine
from reclaim.model.overview import SideBySide, Stated
from reclaim.model.quantity import CountKind
from reclaim.model.record import Record


def kind_words(line: StockLine) -> str:
    """The kind of count in words; several kinds at once are `destroyed or captured`."""
    return str(line.kind) if line.kind is not None else " or ".join(str(k) for k in line.any_of) or "kind not stated"


def side_by_side(assembly: Assembly) -> tuple[SideBySide, ...]:
    """Group the stock lines; most-stated groups of a kind first, kinds in the order of their list."""
    groups: dict[tuple[str, str, str, str], list[tuple[Record, StockLine]]] = defaultdict(list)
    for record, line in assembly.stock:
        key = (kind_words(line), str(line.quantity.counts), assembly.types.resolve(line.type),
               assembly.parties.resolve(line.holder))
        groups[key].append((record, line))
    rows = [_group(assembly, *key, lines) for key, lines in groups.items()]
    order = [str(k) for k in CountKind]
    return tuple(sorted(rows, key=lambda g: (_place(g.kind, order), g.kind, -g.origins, g.type, g.holder, g.counts)))


def _group(assembly: Assembly, kind: str, counts: str, type_: str, holder: str,
           lines: list[tuple[Record, StockLine]]) -> SideBySide:
    figures = _figures(assembly, lines)
    holder_name = assembly.parties.name(holder) if holder != "" else ""
    return SideBySide(kind, counts, type_, assembly.types.name(type_), len(assembly.types.descendants(type_)) - 1,
                      holder, holder_name, figures, _disagree([f.line for f in figures]))


def _figures(assembly: Assembly, lines: list[tuple[Record, StockLine]]) -> tuple[Stated, ...]:
    """One figure for each origin and quantity; a record of the same origin with the same quantity is an echo."""
    seen: dict[tuple[object, ...], list[tuple[Record, StockLine]]] = defaultdict(list)
    for record, line in lines:
        origin = assembly.origin(record)
        seen[(origin, line.quantity.lower, line.quantity.upper, line.as_of, line.scope_words)].append((record, line))
    figures = []
    for same in seen.values():
        record, line = same[0]
        source = assembly.source(record)
        known = all(o.known for o in assembly.origin(record))
        figures.append(Stated(record.key, line, line.stated_by or (source.publisher if source else ""),
                              source.key if source else "", known, tuple(r.key for r, _ in same[1:])))
    return tuple(sorted(figures, key=lambda f: (f.line.as_of.sort_key(), f.line.quantity.lower, f.key)))


def _disagree(lines: list[StockLine]) -> bool:
    """Two figures of one scope, whose dates are the same, that exclude each other."""
    return any(a.scope_words.casefold() == b.scope_words.casefold() and a.as_of == b.as_of
               and a.quantity.disjoint(b.quantity) for i, a in enumerate(lines) for b in lines[i + 1:])


def _place(kind: str, order: list[str]) -> int:
    first = kind.split(" or ")[0]
    return order.index(first) if first in order else len(order)
