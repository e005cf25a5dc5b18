"""The dossier of one item: fold, clear, compose, set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reclaim import marks
from reclaim.accounting.assemble import Assembly
from reclaim.accounting.custody.chain import chain
from reclaim.accounting.retrieval.fold import retrieval
from reclaim.accounting.things import Thing, things
from reclaim.desk import clock
from reclaim.desk.brief import Written, ending_of, write
from reclaim.desk.case import Case, KnownBy
from reclaim.desk.claims import judged
from reclaim.desk.findings import names, notes, sources
from reclaim.desk.photographs import photographs
from reclaim.desk.weighed import candidates, weighed
from reclaim.model.brief import Cited, Note
from reclaim.model.candidate import Weighed
from reclaim.model.dossier import Dossier, Neighbours
from reclaim.model.errors import UsageError
from reclaim.model.item import Entry, Item
from reclaim.model.retrieval import Matter
from reclaim.model.verdict import Verdict
from reclaim.output.brief.dossier import compose_dossier
from reclaim.output.redact import clear
from reclaim.version import VERSION


def dossier(case: Case, item: str, out: Path, at: str = "", known_by: KnownBy = None) -> Written:
    """Write the dossier of an item. Raises UsageError if there is none of that name, NotCleared, WriteError."""
    ending_of(out)
    cleared = clear(known(case, item, at, known_by), case.handling)
    return write(case, compose_dossier(cleared.value, cleared.marking), out, cleared.withheld)


def known(case: Case, item: str, at: str = "", known_by: KnownBy = None) -> Dossier:
    """What is known of an item, by its id, a record's key, its serial or the transcriber's name for it."""
    assembly = weighed(case, at, known_by)
    found = assembly.item_of(item)
    if found is None:
        several = [i for i in assembly.items if item in i.serials]
        if len(several) > 1:
            raise UsageError(f"{len(several)} items bear '{item}'", mend="name one by its record: " + ", ".join(
                i.entries[0].record.key for i in several[:6]))
        raise UsageError(f"there is no item '{item}'", mend="list them: reclaim export CASE --table items")
    return of_item(case, assembly, found, judged(case, assembly), at, known_by)


@dataclass(frozen=True, slots=True)
class Around:
    """What is the same for every item of a case: matters of retrieval, things seen alike, names, notes, sources, and the
    candidates of all finds."""

    matters: tuple[Matter, ...]
    things: Mapping[str, Thing]
    names: dict[str, str]
    notes: dict[str, Note]
    sources: dict[str, Cited]
    candidates: tuple[Weighed, ...]

    @classmethod
    def of(cls, case: Case, assembly: Assembly, finds: Sequence[Entry] | None = None) -> Around:
        """All of it; `finds` are `case_finds` of the case, if they were made already."""
        return cls(tuple(retrieval(assembly)), {t.id: t for t in things(assembly) if not t.counted}, names(assembly),
                   notes(assembly), sources(assembly), candidates(case, finds))


def of_item(case: Case, assembly: Assembly, found: Item, judged: tuple[Verdict, ...], at: str = "",
            known_by: KnownBy = None, around: Around | None = None) -> Dossier:
    """What is known of an item of an assembly that is folded already, beside the verdicts on it. Who asks for many items
    makes `around` once."""
    around = around or Around.of(case, assembly)
    own = {name for e in found.entries for name in (e.id, e.record.key, e.line.id)}
    return Dossier(
        found, chain(assembly, around.things[found.id]), judged, _matters(around, found),
        tuple(d for d in assembly.decisions if own & set(d.subjects)), case.handling.owner,
        at or clock.now().date().isoformat(), str(known_by or ""), case.head(), VERSION, case.handling.synthetic,
        around.names, around.notes, around.sources,
        tuple(c for c in around.candidates if c.find in own), _neighbours(assembly, found), photographs(case, assembly, found))


def _neighbours(assembly: Assembly, found: Item) -> tuple[Neighbours, ...]:
    """The blocks that a serial of the item lies in, and the other items on record whose serials do."""
    lying = []
    for record, block in assembly.blocks:
        if any(marks.formats.within(serial, block) for serial in found.serials):
            others = tuple((other.name, other.entries[0].record.key) for other in assembly.items
                           if other.id != found.id and any(marks.formats.within(s, block) for s in other.serials))
            lying.append(Neighbours(block, record.key, others))
    return tuple(lying)


def _matters(around: Around, item: Item) -> tuple[Matter, ...]:
    named = {item.id, item.name, *(e.line.item for e in item.entries), *(e.line.id for e in item.entries)}
    return tuple(m for m in around.matters if m.item != "" and m.item in named)
