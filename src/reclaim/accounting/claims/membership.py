"""Membership: does a record show that a thing is of a claim's scope?

L is what was in `stock_of` on `cut_off` (rules: "cut off", "books date", "tautology", "type membership"). Every field
of the scope must hold; the one that is shown least well sets the grade.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reclaim.accounting.claims.evidence import WITH_HOLDER, Evidence
from reclaim.accounting.claims.places import Places
from reclaim.accounting.custody.holding import Holding, before, from_register
from reclaim.accounting.things import Sight, Thing
from reclaim.model.event import Basis, EventKind
from reclaim.model.place import Place
from reclaim.model.scope import Scope, Standing
from reclaim.model.verdict import Slot, VerdictTable
from reclaim.model.when import When

# Events by which a thing comes to a party, as against those that merely show it there.
RECEIPTS = frozenset({EventKind.SHIPPED, EventKind.EXPORTED, EventKind.RECEIVED, EventKind.IMPORTED,
                      EventKind.TRANSFERRED, EventKind.RETURNED, EventKind.SURRENDERED, EventKind.SEIZED,
                      EventKind.FOUND, EventKind.RECOVERED, EventKind.CAPTURED})
# Events by which a supplier supplies.
SUPPLY = frozenset({EventKind.SHIPPED, EventKind.EXPORTED, EventKind.TRANSFERRED, EventKind.RECEIVED,
                    EventKind.IMPORTED, EventKind.ISSUED, EventKind.MANUFACTURED})
# Entries of a party's own books.
BOOKED = frozenset({EventKind.INVENTORIED, EventKind.ISSUED, EventKind.RECEIVED})

# What is asked of a whole type.
_SUPPLIES, _HAD_BEFORE = "supplies", "had before"


@dataclass(frozen=True, slots=True)
class Membership:
    """One way in which a thing is shown, or not shown, to be of the scope.

    `stock` are the records that show it, none if only the type speaks for it.
    """

    slot: Slot
    place: Slot
    stock: tuple[Sight, ...]

    @property
    def grade(self) -> int:
        """The grade of membership; ungraded counts as not shown."""
        return self.slot.grade or 0


@dataclass(slots=True)
class Scoping:
    """A scope, asked of many things by one claim. `holder` is who is said to hold, `by` the date of the claim."""

    ev: Evidence
    table: VerdictTable
    scope: Scope
    holder: str
    by: When
    places: Places
    existential: bool = False
    _words: dict[str, str] = field(default_factory=dict)
    _type_words: dict[tuple[str, ...], str] = field(default_factory=dict)
    _shared: dict[str, Membership] = field(default_factory=dict)
    _stock: dict[str, bool] = field(default_factory=dict)
    heard: dict[tuple[str, str], object] = field(default_factory=dict)
    """What the scope was told of whole types rather than of a thing, by question and type: `hear` asks it again."""

    def shown(self, thing: Thing, held: Sequence[Holding]) -> list[Membership]:
        """The ways in which records of the thing itself show it to be of the scope; none if no record speaks to it."""
        ways = self._by_name(thing)
        if len(self.scope.stock_of) > 0:
            ways += self._by_stock(held)
        elif len(self.scope.supplied_by) > 0:
            ways += self._by_supplier(held)
        elif self._types_only:
            ways += self._by_books(held) if not self.existential else [self._way("scope_by_type", ())]
        ways += self._by_check(thing)
        return [self._with_fields(w, thing) for w in self._where(ways)]

    def _where(self, ways: list[Membership]) -> list[Membership]:
        """Two equally good records of the stock that disagree on the place: possibly of the scope, and shown so."""
        best = max((w.grade for w in ways), default=0)
        level = [w for w in ways if w.grade == best]
        if not {"fits", "conflicts"} <= {w.place.word for w in level}:
            return ways
        keys = ", ".join(s.key for w in level for s in w.stock)
        return [Membership(self._slot("places_disagree", keys), w.place, w.stock) if w in level else w for w in ways]

    def by_type(self, thing: Thing, find: Holding) -> Membership:
        """What the type alone says of a thing of which no record shows whose stock it was."""
        cut_off = self.scope.cut_off
        if cut_off.known and find.when.certainly_before(cut_off):
            return self._once("found_before")
        if self._types_only:
            return self._with_fields(self._once("type_scope_only"), thing)
        record = self._type_supplied(thing)
        if record is None:
            return self._once("no_delivery_list")
        if cut_off.known and not cut_off.certainly_by(find.when):
            return self._way("find_may_be_older", (), shown_by=find.sight.key)
        return self._with_fields(self._way("type_supplied", (), place=record[1], shown_by=record[0]), thing)

    def in_stock(self, holding: Holding) -> bool:
        """Whether the holding is by the party whose stock the scope speaks of."""
        party = holding.party
        if party == "":
            return False
        found = self._stock.get(party)
        if found is None:
            found = self._party(party, self.scope.stock_of, holding.when)
            if not self.ev.now.parties.for_a_time(party):
                self._stock[party] = found
        return found

    @property
    def _types_only(self) -> bool:
        s = self.scope
        return len(s.stock_of) == len(s.supplied_by) == len(s.items) == 0

    def _by_name(self, thing: Thing) -> list[Membership]:
        if len(self.scope.items) == 0:
            return []
        if thing.names.isdisjoint(self.scope.items):
            return [self._way("not_named", ())]
        alone = len(self.scope.stock_of) == len(self.scope.supplied_by) == 0
        return [self._way("named_in_scope", thing.sights[:1])] if alone else []

    def _by_stock(self, held: Sequence[Holding]) -> list[Membership]:
        inside = [h for h in held if self.in_stock(h)]
        if not self.scope.cut_off.known:
            return self._undated_stock(inside)
        ways = self._dated_stock(inside, held)
        own = [] if self._is_holder_stock() else [h for h in held if self._is(h, (self.holder,)) and self._booked(h)]
        return ways + [w for h in own for w in self._own_books(h, inside)]

    def _undated_stock(self, inside: Sequence[Holding]) -> list[Membership]:
        """Without a cut-off: on the books of that party; the holder's own count only on or before the claim's date."""
        stock = [h for h in inside if not h.under_way]
        supplied = [self._way("supplied", (h.sight,)) for h in inside if h.under_way]
        if not self._is_holder_stock():
            return [self._way("on_books", (h.sight,)) for h in stock] + supplied
        by = self.by
        sure = [self._way("on_books", (h.sight,)) for h in stock if h.when.certainly_by(by)]
        maybe = [self._way("straddles", (h.sight,)) for h in stock
                 if not h.when.certainly_by(by) and h.when.possibly_by(by)]
        return sure + maybe + [w for w, h in zip(supplied, (h for h in inside if h.under_way), strict=True)
                               if h.when.possibly_by(by)]

    def _dated_stock(self, inside: Sequence[Holding], held: Sequence[Holding]) -> list[Membership]:
        cut = self.scope.cut_off
        stock = [h for h in inside if not h.under_way]
        on = [h for h in stock if h.when.known and h.when.within(cut)]
        after = [h for h in stock if cut.certainly_before(h.when)]
        early = [h for h in inside if h not in on and h.when.certainly_before(cut)]
        ways = [self._way("in_stock_on_cut_off", (h.sight,)) for h in on]
        if len(after) > 0:
            ways.append(self._after(after, [h for h in early if not h.under_way], inside, held))
        unsure = [h for h in stock if h not in on and h not in after and not h.when.certainly_before(cut)]
        ways += [self._way("straddles", (h.sight,)) for h in unsure]
        sent = [h for h in inside if h.under_way and not h.when.certainly_before(cut)]
        ways += [self._way("supplied" if h.when.possibly_by(cut) else "received_after", (h.sight,)) for h in sent]
        if len(on) + len(after) + len(unsure) == 0 and len(early) > 0:
            ways += self._early(early, held)
        return ways

    def _after(self, after: Sequence[Holding], early: Sequence[Holding], inside: Sequence[Holding],
               held: Sequence[Holding]) -> Membership:
        """Recorded after the cut-off: in it, unless it came, or may have come, only since (rules: "cut off")."""
        cut, first = self.scope.cut_off, after[0]
        received = [h for h in inside if not h.before and h.kind in RECEIPTS and not h.when.certainly_by(cut)
                    and not self._from_inside(h)]
        if len(early) > 0:
            pair = (early[-1].sight, first.sight)
            away = [h for h in held if self._elsewhere(h) and before(early[-1], h) and not before(first, h)]
            between = any(h not in inside for h in away) or len(received) > 0
            return self._way("moved_between" if between else "before_and_after", pair)
        if any(cut.certainly_before(h.when) for h in received):
            return self._way("received_after", (first.sight,))
        return self._way("straddles" if len(received) > 0 else "after_without_receipt", (first.sight,))

    def _early(self, early: Sequence[Holding], held: Sequence[Holding]) -> list[Membership]:
        """Recorded only before the cut-off: supplied or in stock then, unless a record shows that it had left."""
        last = early[-1]
        cut = self.scope.cut_off
        left = [h for h in held if self._elsewhere(h) and before(last, h) and h.when.certainly_before(cut)]
        if len(left) > 0:
            return [self._way("left_before", (left[-1].sight,))]
        return [self._way("supplied" if h.under_way else "in_stock_before", (h.sight,)) for h in early]

    def _own_books(self, holding: Holding, inside: Sequence[Holding]) -> list[Membership]:
        """The holder's own books (rules: "books date"): they show L if they say so, or if he had none of that type."""
        cut, line = self.scope.cut_off, holding.sight.line
        if holding.when.certainly_before(cut):
            return [] if len(inside) > 0 else [self._way("left_before", (holding.sight,))]
        says_so = self._origin_in(holding.sight, self.scope.stock_of)
        word = "on_books" if says_so or not self._had_before(line.type) else "books_of_later_stock"
        return [self._way(word, (holding.sight,))]

    def hear(self, question: str, kind: str) -> object:
        """What is on record of a type, for one of the questions in `heard`."""
        return self._supplies(kind) if question == _SUPPLIES else self._had_before(kind)

    def _had_before(self, type_: str) -> bool:
        kind = self.ev.now.types.resolve(type_)
        found = self.heard[_HAD_BEFORE, kind] = self._had_kind_before(kind)
        return found

    def _had_kind_before(self, kind: str) -> bool:
        cut = self.scope.cut_off
        held = any(self._is(h, (self.holder,)) and not cut.certainly_by(h.when)
                   for h in self.ev.supplied.get(kind, ()))
        return held or any(
            line.quantity.lower > 0 and not cut.certainly_by(line.as_of)
            and self.ev.is_party(self.ev.party(line.holder), (self.holder,), line.as_of)
            is not Standing.EXCLUDED
            for _, line in self.ev.stock_by_type.get(kind, ()) if line.holder != "")

    def _by_books(self, held: Sequence[Holding]) -> list[Membership]:
        return [self._way("on_books", (h.sight,)) for h in held
                if self._is(h, (self.holder,)) and self._booked(h) and h.when.possibly_by(self.by)]

    def _by_supplier(self, held: Sequence[Holding]) -> list[Membership]:
        seen: dict[str, Sight] = {}
        for h in held:
            if h.kind in SUPPLY and (self._is(h, self.scope.supplied_by) or self._origin_in(
                    h.sight, self.scope.supplied_by) or self._acts(h.sight)):
                seen.setdefault(h.sight.id, h.sight)
        return [self._way("supplied_by", (s,)) for s in seen.values()]

    def _by_check(self, thing: Thing) -> list[Membership]:
        """Where the record of a find itself says that the serial was checked, and whose the thing turned out to be."""
        whose = self.scope.stock_of or self.scope.supplied_by
        return [self._way("origin_checked", (), origin=self._names((s.line.origin,)), shown_by=s.key)
                for s in thing.sights if s.event.basis is Basis.SERIAL_CHECKED and s.event.kind not in SUPPLY
                and len(whose) > 0 and self._origin_in(s, whose)]

    def _type_supplied(self, thing: Thing) -> tuple[str, Place] | None:
        """A record that such things were in those hands, or were supplied to or by them, by the cut-off."""
        for name in thing.types:
            for ident, key, place in self._supplies(self.ev.now.types.resolve(name)):
                if ident != thing.id:
                    return key, place
        return None

    def _supplies(self, kind: str) -> list[tuple[str, str, Place]]:
        """The first records, of two things at most, that show the type in those hands: (thing, address, place)."""
        whose, cut = self.scope.stock_of or self.scope.supplied_by, self.scope.cut_off
        key = (kind, whose, cut)
        if key not in self.ev.supplies:
            found: dict[str, tuple[str, str, Place]] = {}
            for ident, record, place in self._all_supplies(kind, whose):
                found.setdefault(ident, (ident, record, place))
                if len(found) == 2:
                    break
            self.ev.supplies[key] = list(found.values())
        self.heard[_SUPPLIES, kind] = self.ev.supplies[key]
        return self.ev.supplies[key]

    def _all_supplies(self, kind: str, whose: tuple[str, ...]) -> Iterable[tuple[str, str, Place]]:
        cut = self.scope.cut_off
        for record, line in self.ev.stock_by_type.get(kind, ()):
            if len({line.kind, *line.any_of} & WITH_HOLDER) > 0 and not cut.certainly_before(line.as_of) \
                    and self._party(line.holder, whose, line.as_of):
                yield "", record.key, line.place
        for h in self.ev.supplied.get(kind, ()):
            if not cut.certainly_before(h.when) and (
                    self._is(h, whose) or (h.kind in SUPPLY and self._origin_in(h.sight, whose))):
                yield self.ev.home[h.sight.id], h.sight.key, h.sight.event.place

    def _with_fields(self, way: Membership, thing: Thing) -> Membership:
        """The way, or the field of the scope that is shown less well than it."""
        stock = ", ".join(s.key for s in way.stock) or thing.sights[0].key
        words = [w for w in (self._type_word(thing), self._supplier_word(thing), self._held_word(thing)) if w != ""]
        for word in words:
            grade = self.table["membership"].grade(word) or 0
            if grade < way.grade:
                way = Membership(self._slot(word, stock, type=", ".join(thing.types)), way.place, way.stock)
        return way

    def _type_word(self, thing: Thing) -> str:
        if len(self.scope.types) == 0:
            return ""
        found = self._type_words.get(thing.types)
        if found is None:
            found = self._type_words[thing.types] = self._judge_types(thing)
        return found

    def _judge_types(self, thing: Thing) -> str:
        tree = self.ev.now.types
        if any(tree.is_a(t, s) for t in thing.types for s in self.scope.types):
            return ""
        may_be = any(tree.may_be(t, s) for t in thing.types for s in self.scope.types)
        return "type_possibly" if may_be else "out_of_type"

    def _supplier_word(self, thing: Thing) -> str:
        by = self.scope.supplied_by
        if len(by) == 0:
            return ""
        for s in thing.sights:
            if self._origin_in(s, by) or (s.event.kind in SUPPLY and self._acts(s)):
                return ""
        known = {*by, *self.scope.stock_of, self.holder}
        other = [s for s in thing.sights if not from_register(s.record) and not self._origin_in(s, known)
                 and self.ev.party(s.line.origin) in self.ev.now.parties.parties]
        return "other_supplier" if len(other) > 0 else "supplier_not_stated"

    def _held_word(self, thing: Thing) -> str:
        if len(self.scope.held_by) == 0:
            return ""
        held = self.ev.held[thing.id]
        if any(self._is(h, self.scope.held_by) for h in held):
            return ""
        return "not_held" if any(h.party != "" for h in held) else "holder_not_stated"

    def _way(self, word: str, stock: Iterable[Sight], place: Place | None = None, **facts: str) -> Membership:
        records = tuple(stock)
        shown = place if place is not None else (records[0].event.place if len(records) > 0 else Place())
        named = facts.pop("shown_by", ", ".join(s.key for s in records))
        place_slot = self.places.slot(self.table, shown, self.scope.place)
        return Membership(self._slot(word, named, **facts), place_slot, records)

    def _once(self, word: str) -> Membership:
        """A way that is the same for all things of the scope."""
        if word not in self._shared:
            self._shared[word] = self._way(word, ())
        return self._shared[word]

    def _slot(self, word: str, stock: str, **facts: str) -> Slot:
        given = {**self._facts(), "stock": stock or "no record", **facts}
        if word == "on_books" and len(self.scope.stock_of) > 0 and not self.scope.cut_off.known:
            given["holder"] = self._names(self.scope.stock_of)
        return self.table["membership"].slot(word, **given)

    def _facts(self) -> dict[str, str]:
        """What all reasons of this scope may speak of."""
        if len(self._words) == 0:
            scope = self.scope
            self._words |= {
                "holder": self._names((self.holder,)), "stock_of": self._names(scope.stock_of or scope.supplied_by),
                "cut_off": str(scope.cut_off) if scope.cut_off.known else "the cut-off", "origin": "", "type": "",
                "supplied_by": self._names(scope.supplied_by), "held_by": self._names(scope.held_by)}
        return self._words

    def _names(self, parties: Iterable[str]) -> str:
        return ", ".join(self.ev.now.parties.name(p) for p in parties if p != "") or "that party"

    def _is(self, holding: Holding, parties: Iterable[str]) -> bool:
        return holding.party != "" and self._party(holding.party, parties, holding.when)

    def _party(self, party: str, parties: Iterable[str], at: When) -> bool:
        resolved = self.ev.party(party)
        return resolved != "" and self.ev.is_party(resolved, parties, at) is Standing.SHOWN

    def _elsewhere(self, holding: Holding) -> bool:
        """Gone, or with a party that is surely none of those whose stock it was."""
        return holding.gone or (holding.party != "" and self.ev.is_party(
            holding.party, self.scope.stock_of, holding.when) is Standing.EXCLUDED)

    def _from_inside(self, holding: Holding) -> bool:
        giver = self.ev.party(holding.sight.event.giver)
        return giver != "" and self._party(giver, self.scope.stock_of, holding.when)

    def _is_holder_stock(self) -> bool:
        resolve = self.ev.party
        return resolve(self.holder) in {resolve(p) for p in self.scope.stock_of}

    def _booked(self, holding: Holding) -> bool:
        return holding.kind in BOOKED or self.ev.own_record(holding.sight.record, (self.holder,), holding.when)

    def _origin_in(self, sight: Sight, parties: Iterable[str]) -> bool:
        """Whether the record says that the thing comes from one of the parties. A register's column of that name is
        the country of its making, and says nothing of who supplied it."""
        origin = "" if from_register(sight.record) else sight.line.origin
        return origin != "" and self._party(origin, parties, When.unknown())

    def _acts(self, sight: Sight) -> bool:
        """Whether the supplier gave it, or acted."""
        event, by = sight.event, self.scope.supplied_by
        return self._party(event.giver, by, event.date) or (event.giver == "" and self._party(event.by, by, event.date))
