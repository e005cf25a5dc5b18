"""Stock records to figures: which account each speaks of, and what its origin says of it once echoes are folded in.

Only spelling is normalised (spaces and case of the scope, declared names of types and parties); nothing is guessed to
be the same. An account without a date, money without a currency and a share without a whole belong to their source
alone: they can be compared with nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.origins import Origin
from reclaim.model.bounds import Account, Figure, Slip
from reclaim.model.line import StockLine
from reclaim.model.place import Place
from reclaim.model.quantity import Counts, Qualifier, Quantity, Words
from reclaim.model.record import Record

ROUND_NUMBER = "a bare round number, read as exact"
MERGED = "copies of one origin disagree; read as wide as they are together"


@dataclass(frozen=True, slots=True)
class Part:
    """A figure that its source calls one of all the parts of `whole`."""

    figure: str
    account: Account
    whole: str
    source: str
    key: str


@dataclass(frozen=True, slots=True)
class Book:
    """All figures of a case, with what stands beside them.

    `origins` holds the origins of each figure by its id; `slips` the repetitions that differ, by account; `parts` the
    figures that are said to be all the parts of a whole; `named` the account of each stock line by the line's id.
    `scopes` says scope and place of a scope and place in normal form in the words of its first record.
    """

    figures: tuple[Figure, ...]
    origins: dict[str, frozenset[Origin]]
    slips: dict[Account, tuple[Slip, ...]]
    parts: tuple[Part, ...]
    named: dict[str, Account]
    scopes: dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One stock record with its account and origins; `first` if its source is the origin itself."""

    figure: Figure
    origins: frozenset[Origin]
    first: bool


def book(assembly: Assembly, words: Words | None = None) -> Book:
    """The figures of the stock records. With `words` each is read anew by that table ("about" twice as wide)."""
    stated = [(record, line) for record, line in assembly.stock if line.event == ""]
    entries = [_entry(assembly, record, line, words) for record, line in stated]
    groups: dict[Account, list[_Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.figure.account].append(entry)
    figures, slips, stands = list[_Entry](), dict[Account, tuple[Slip, ...]](), dict[str, str]()
    for account in sorted(groups, key=lambda a: a.sort_key):
        kept, odd = _fold_echoes(groups[account], stands)
        figures += kept
        if len(odd) > 0:
            slips[account] = tuple(odd)
    named = {line.id: e.figure.account for (_, line), e in zip(stated, entries, strict=True)}
    named |= {record.key: named[line.id] for record, line in stated}
    parts = tuple(Part(stands[e.figure.id], e.figure.account, e.figure.parts_of, e.figure.source,
                       e.figure.key)
                  for e in entries if e.figure.parts_of != "" and e.figure.id in stands)
    scopes: dict[tuple[str, str], str] = {}
    for entry in entries:
        scopes.setdefault((entry.figure.account.scope, entry.figure.account.place), entry.figure.scope)
    return Book(tuple(e.figure for e in figures), {e.figure.id: e.origins for e in figures}, slips, parts, named,
                scopes)


def normal(words: str) -> str:
    """Scope words without differences of spacing and case."""
    return " ".join(words.casefold().split())


def shown_scope(line: StockLine) -> str:
    """Scope and place as the source words them; the place, if it says more, no finer than a province."""
    words = " ".join(line.scope_words.split())
    place = str(line.place.coarsened()) if line.place.known else ""
    return "; ".join(p for p in (words, "" if normal(place) in normal(words) else place) if p != "")


def place_key(place: Place) -> str:
    """The most precise name of a place that is stated, in normal form."""
    return normal(place.written or place.province or place.country)


def account_of(assembly: Assembly, line: StockLine, *, source: str, base: str) -> Account:
    """The account that a stock line speaks of; `base` are its words for what a share is a share of."""
    kinds = (line.kind,) if line.kind is not None else tuple(sorted(set(line.any_of)))
    since, until = line.as_of.lo, line.as_of_to.hi if line.as_of_to.known else line.as_of.hi
    unit = line.currency.upper() if line.quantity.counts is Counts.MONEY else ""
    unit = normal(base) if line.quantity.counts is Counts.SHARE else unit
    nameless = line.quantity.counts in (Counts.MONEY, Counts.SHARE) and unit == ""
    undated = since is None and until is None
    return Account(assembly.parties.resolve(line.holder), assembly.types.resolve(line.type), kinds,
                   line.quantity.counts, unit, normal(line.scope_words), since, until, place_key(line.place),
                   source if nameless or undated else "")


def _entry(assembly: Assembly, record: Record, line: StockLine, words: Words | None) -> _Entry:
    source = assembly.origins.resolve(record.source) or record.source
    known = assembly.origins.get(record.source)
    name = known.key if known is not None else line.source
    quantity = line.quantity if words is None else line.quantity.restated(words)
    account = account_of(assembly, line, source=name, base=record.text("base"))
    origins = assembly.origin(record, line.rests_on)
    keeper = assembly.parties.resolve(line.stated_by) or name
    figure = Figure(record.id, record.key, name, account, quantity, keeper, (), line.all_parts_of,
                    shown_scope(line), ROUND_NUMBER if _is_round(quantity) else "")
    return _Entry(figure, origins, any(o.root == source for o in origins))


def _fold_echoes(group: list[_Entry], stands: dict[str, str]) -> tuple[list[_Entry], list[Slip]]:
    """The figures of one account, each with its echoes, and the slips.

    `stands` is filled with, for each record that is a figure or an echo of one, the id of that figure.
    """
    ordered = sorted(group, key=lambda e: (e.figure.key, e.figure.id))
    firsts = [e for e in ordered if e.first]
    echoes: dict[str, list[str]] = defaultdict(list)
    orphans: dict[frozenset[Origin], list[_Entry]] = defaultdict(list)
    slips: list[Slip] = []
    for entry in firsts:
        stands[entry.figure.id] = entry.figure.id
    for entry in (e for e in ordered if not e.first):
        origin = [f for f in firsts if f.origins <= entry.origins]
        same = [f for f in origin if _ends(f) == _ends(entry)]
        if len(same) > 0:
            echoes[same[0].figure.id].append(entry.figure.key)
            stands[entry.figure.id] = same[0].figure.id
        elif len(origin) > 0:
            slips.append(_slip(entry, origin[0]))
        else:
            orphans[entry.origins].append(entry)
    folded = [_with_echoes(e, echoes[e.figure.id]) for e in firsts]
    for origins in sorted(orphans, key=sorted):
        folded.append(_merge(orphans[origins], stands, slips))
    return folded, slips


def _merge(copies: list[_Entry], stands: dict[str, str], slips: list[Slip]) -> _Entry:
    """Copies of one origin whose own figure is not in the case: what they all say, or all that they say between them.

    The narrowest copy gives its name. Copies that cannot all be right cannot be told apart, so the widest reading of
    them is the only safe one, and each of the others is shown beside it.
    """
    chosen = min(copies, key=lambda e: (_width(e), e.figure.key, e.figure.id))
    others = [e for e in copies if e is not chosen]
    for entry in copies:
        stands[entry.figure.id] = chosen.figure.id
    lower = max(e.figure.quantity.lower for e in copies)
    uppers = [e.figure.quantity.upper for e in copies if e.figure.quantity.upper is not None]
    upper = min(uppers, default=None)
    if upper is None or lower <= upper:
        slips += [_slip(e, chosen) for e in others if _ends(e) != _ends(chosen)]
        alike = [e.figure.key for e in others if _ends(e) == _ends(chosen)]
        return _restate(_with_echoes(chosen, alike), lower, upper, chosen.figure.note)
    slips += [_slip(e, chosen) for e in others]
    lower = min(e.figure.quantity.lower for e in copies)
    return _restate(chosen, lower, max(uppers) if len(uppers) == len(copies) else None, MERGED)


def _restate(entry: _Entry, lower: Fraction, upper: Fraction | None, note: str) -> _Entry:
    quantity = replace(entry.figure.quantity, lower=lower, upper=upper)
    return replace(entry, figure=replace(entry.figure, quantity=quantity, note=note))


def _with_echoes(entry: _Entry, keys: list[str]) -> _Entry:
    return entry if len(keys) == 0 else replace(entry, figure=replace(entry.figure, echoes=tuple(sorted(keys))))


def _slip(entry: _Entry, origin: _Entry) -> Slip:
    """A copy that differs: `rounded` if what it says holds of its origin too, else a `slip`."""
    word = "rounded" if origin.figure.quantity.inside(entry.figure.quantity) else "slip"
    return Slip(entry.figure.key, entry.figure.source, entry.figure.quantity, origin.figure.key, word)


def _ends(entry: _Entry) -> tuple[Fraction, Fraction | None]:
    return entry.figure.quantity.lower, entry.figure.quantity.upper


def _width(entry: _Entry) -> tuple[bool, Fraction]:
    lower, upper = _ends(entry)
    return (True, -lower) if upper is None else (False, upper - lower)


def _is_round(quantity: Quantity) -> bool:
    """Exact as written, whole, at least 1,000 and with no more than two digits that are not zeros at its end."""
    number = quantity.lower
    if quantity.qualifier is not Qualifier.EXACT or number.denominator != 1 or number < 1000:
        return False
    return len(str(number.numerator).rstrip("0")) <= 2


def by_account(figures: Iterable[Figure]) -> dict[Account, list[Figure]]:
    """Figures by the account that they speak of."""
    found: dict[Account, list[Figure]] = defaultdict(list)
    for figure in figures:
        found[figure.account].append(figure)
    return dict(found)
