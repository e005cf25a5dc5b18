"""A dossier of one item, in the same blocks as the brief."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from reclaim.catalogue.places import gazetteer
from reclaim.model.brief import Block, Brief, Grid, Listing, Paragraph, Photo, Picture, Run, Section, Text, note_keys
from reclaim.model.candidate import Weighed
from reclaim.model.chain import Window
from reclaim.model.dossier import Dossier
from reclaim.model.event import TURNED_UP
from reclaim.model.handling import Tlp
from reclaim.output.brief.cited import notes_of, sources_of
from reclaim.output.figures.chain import chain_figure
from reclaim.output.figures.draw import svg
from reclaim.output.figures.map import BORDER_NOTE, Tally, tally, turned_up_map

CANDIDATES = 12
WORTH_SHOWING = 0.005
NEIGHBOURS = 12
SHOWN_CLAIMS = 20


def compose_dossier(found: Dossier, marking: Tlp) -> Brief:
    """The dossier as a document that page and paper share."""
    sections = tuple(part for part in (_marks(found), _candidates(found), _chain(found), _where(found),
                                       _records(found), _neighbours(found), _claims(found), _retrieval(found),
                                       _decisions(found)) if len(part.blocks) > 0)
    said = _answer(found)
    notes = notes_of(note_keys(said, sections), found.notes)
    return Brief(f"Item {found.item.name}", ", ".join(found.name(t) for t in found.item.types), found.owner, marking,
                 found.date, found.known_by, found.head, found.version, found.synthetic, said, sections, notes,
                 sources_of(notes, found.sources))


def _answer(found: Dossier) -> tuple[Text, ...]:
    """What is known in three sentences: its records, its last known hands, what would narrow its passage."""
    spells = found.chain.spells
    lines: list[Text] = [(Run(_records_are(len(found.item.entries)), tuple(
        e.record.key for e in found.item.entries)), Run("."))]
    if len(spells) > 0:
        last = spells[-1]
        whose = "nobody known" if last.gone else found.name(last.after or last.before) or "a holder not stated"
        lines.append((Run(f"Last recorded with {whose}, {last.kind.replace('_', ' ')}, {last.date}",
                          (found.key(last.record),)), Run(".")))
    lines += [(Run(f"It passed from {found.name(w.from_holder) or 'unknown'} to {found.name(w.to_holder) or 'unknown'} "
                   f"between {w.opens} and {w.closes}; {w.narrows}", (found.key(w.last), found.key(w.first))), Run("."))
              for w in found.chain.windows if w.narrows != ""][:2]
    return tuple(lines)


def _records_are(count: int) -> str:
    return "One record is of this item" if count == 1 else f"{count:,} records are of this item"


def _marks(found: Dossier) -> Section:
    rows = tuple((_t(e.line.serial or "none read"), _t(e.canonical),
                  _t((e.line.mark_kind or e.mark_kind).replace("_", " ")), _t(e.part),
                  (Run(e.event.kind.replace("_", " "), (e.record.key,)),)) for e in found.item.entries)
    heads = ("as written", "canonical", "kind of mark", "part", "in the record of")
    pictures = tuple(Photo(p.jpeg, f"As held in {p.source}, {p.width} by {p.height} points; what the camera wrote into it is "
                           "left out. Look at it before it is handed on: a picture may show a person or a place.",
                           f"Photograph held in the source {p.source}") for p in found.photographs)
    return Section("Marks as written", (Grid(heads, rows), *pictures))


def _candidates(found: Dossier) -> Section:
    """Register rows that it may be, with the probability of each and of none, and why."""
    once: dict[tuple[str, str, float], list[Weighed]] = {}
    for c in sorted(found.candidates, key=lambda c: (c.find, -c.probability, c.row)):
        if c.row == "" or c.probability >= WORTH_SHOWING:
            once.setdefault((c.find, c.serial, c.probability), []).append(c)
    rows = tuple((_t(", ".join(dict.fromkeys(c.register for c in own)) or "none"), _t(_fullest(own)),
                  _t(f"{own[0].probability:.3f}"), _t(own[0].explanation)) for own in list(once.values())[:CANDIDATES])
    if len(rows) == 0:
        return Section("Is it in a register", ())
    caption = (f"Candidates and none sum to 1 for each mark, with those below {WORTH_SHOWING}, which are not listed. A "
               "probability is no proof.")
    return Section("Is it in a register", (Grid(("register", "weapon", "probability", "why"), rows, frozenset({2}),
                                                (1.4, 1.6, 1, 5), caption),))


def _fullest(own: Sequence[Weighed]) -> str:
    """The weapon by the row that says most of it."""
    words = [" ".join(p for p in (c.make, c.model, c.serial) if p != "") for c in own]
    return max(words, key=len) or "in no register searched"


def _neighbours(found: Dossier) -> Section:
    """What else of its block is on record: a lead, never a finding."""
    lines: list[Text] = []
    for n in found.neighbours:
        named = ", ".join(name for name, _ in n.others[:NEIGHBOURS]) or "nothing else of it is on record"
        more = f" and {len(n.others) - NEIGHBOURS:,} more" if len(n.others) > NEIGHBOURS else ""
        lines.append((Run(f"{n.block.make} {n.block.model} {n.block.first} to {n.block.last}".replace("  ", " "), (n.key,),
                          strong=True), Run(f": {named}{more}", tuple(k for _, k in n.others[:NEIGHBOURS]))))
    return Section("Others of its block", (Listing(tuple(lines)),) if len(lines) > 0 else ())


def _chain(found: Dossier) -> Section:
    drawn = chain_figure(found.chain, found.name)
    blocks: list[Block] = []
    if drawn is not None:
        blocks.append(Picture(svg(drawn), "Custody as recorded.", "Chain of custody by holder and date.",
                              tuple(found.key(s.record) for s in found.chain.spells)))
    blocks += [Listing(tuple(_passage(found, w) for w in found.chain.windows))] if found.chain.windows else []
    lines: list[Text] = [_t(f"Nothing is recorded between {g.opens} and {g.closes}"
                            + (f", {g.days:,} days at the most." if g.days is not None else "."))
                         for g in found.chain.gaps]
    lines += [(Run(o.words, (found.key(o.first), found.key(o.second))),) for o in found.chain.overlaps]
    lines += [(Run(f"{found.name(a.asserter)}: {a.words}", (found.key(a.record),)),) for a in found.chain.authorities]
    blocks += [Listing(tuple(lines))] if len(lines) > 0 else []
    return Section("Chain of custody", tuple(blocks))


def _passage(found: Dossier, w: Window) -> Text:
    kinds = "; ".join(f"{d.kind.replace('_', ' ')} ({d.decided or 'proposed'}): {d.why}" for d in w.diversions)
    places = ", ".join(str(p.coarsened()) for p in w.places)
    return (Run(f"{found.name(w.from_holder) or 'unknown'} to {found.name(w.to_holder) or 'unknown'}", strong=True),
            Run(f", {w.opens} to {w.closes}" + (f", at {places}" if places != "" else "") + f". {w.narrows}"
                + (f" {kinds}." if kinds != "" else ""), (found.key(w.last), found.key(w.first))))


def _where(found: Dossier) -> Section:
    seen = [e for e in found.item.entries if e.event.kind in TURNED_UP and e.event.place.known]
    if len(seen) == 0:
        return Section("Where it turned up", ())
    counted = tally([e.event.place for e in seen], gazetteer())
    if len(counted.areas) + len(counted.countries) == 0:
        where = "; ".join(sorted({str(e.event.place) for e in seen}))
        return Section("Where it turned up", (Paragraph(_t(f"{where}: not on the map.")),))
    areas, countries = tuple(sorted(counted.areas.items())), tuple(sorted(counted.countries.items()))
    drawn = _map(areas, countries, tuple(sorted(counted.names.items())), counted.unplaced)
    return Section("Where it turned up", (Picture(drawn, BORDER_NOTE, "Map of the provinces in which it turned up.",
                                                  tuple(e.record.key for e in seen)),))


Named = tuple[tuple[str, str], ...]
Counts = tuple[tuple[str, int], ...]


@lru_cache(maxsize=256)
def _map(areas: Counts, countries: Counts, names: Named, unplaced: tuple[str, ...]) -> str:
    """The map of a tally; many items of a case turned up in the same places."""
    return svg(turned_up_map(Tally(dict(areas), dict(countries), dict(names), unplaced), height=260))


def _records(found: Dossier) -> Section:
    rows = tuple(((Run(e.record.key, (e.record.key,)),), _t(e.event.kind.replace("_", " ")), _t(str(e.event.date)),
                  _t(found.name(e.line.type)), _t(e.line.make or "–"), _t(e.line.model or "–"),
                  _t(found.name(e.event.holder) or "–"), _t(str(e.event.basis).replace("_", " ")))
                 for e in found.item.entries)
    heads = ("record", "event", "date", "type", "make", "model", "with", "basis")
    return Section("Records side by side", (Grid(heads, rows),))


def _claims(found: Dossier) -> Section:
    own = {e.record.key for e in found.item.entries}
    bearing = [v for v in found.verdicts if not own.isdisjoint(v.records)]
    rows = tuple(((Run(v.claim, (f"claims#{v.claim}",)),), _t(v.proposition), _t(str(v.verdict).replace("_", " ")),
                  _t(v.settle)) for v in bearing[:SHOWN_CLAIMS])
    if len(rows) == 0:
        return Section("Claims it bears on", ())
    grid = Grid(("claim", "what is claimed", "verdict", "what would settle it"), rows, frozenset(), (1, 4, 1.4, 3))
    left = len(bearing) - len(rows)
    more = (Paragraph(_t(f"It bears on {left:,} more claim{'' if left == 1 else 's'}.")),) if left > 0 else ()
    return Section("Claims it bears on", (grid, *more))


def _retrieval(found: Dossier) -> Section:
    lines = [(Run(f"{r.step.replace('_', ' ')}", strong=True), Run(f", {r.date or 'no date'}", r.records))
             for m in found.matters for r in m.rows]
    lines += [(Run("can be done next: ", strong=True), Run(n.what)) for m in found.matters for n in m.next]
    return Section("Retrieval", (Listing(tuple(lines)),) if len(lines) > 0 else ())


def _decisions(found: Dossier) -> Section:
    lines = [(Run(f"{d.judgement}: {', '.join(found.key(s) for s in d.subjects)}. {d.reason} ({d.author}, {d.made})"),)
             for d in found.decisions]
    links = [(Run(f"{k.basis}: {found.key(k.left)} and {found.key(k.right)}. {k.why}"),) for k in found.item.links]
    opened = [(Run(f"held open: {found.key(k.left)} and {found.key(k.right)}. {k.why}"),)
              for k in found.item.open_links]
    both = (*links, *opened, *lines)
    return Section("What holds it together", (Listing(both),) if len(both) > 0 else (
        Paragraph(_t("One record; nothing else is of this item.")),))


def _t(words: str) -> Text:
    return (Run(words),)
