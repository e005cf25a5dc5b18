"""All folds of a case in one value, for the brief and the desk's overview."""

from __future__ import annotations

from collections import Counter

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.bounds import accounts
from reclaim.accounting.minimum import Everything, everything, minimum_recovered, parties_of_claims
from reclaim.accounting.retrieval.fold import retrieval
from reclaim.accounting.side_by_side import side_by_side
from reclaim.accounting.turned_up import turned_up
from reclaim.desk import clock
from reclaim.desk.case import Case, KnownBy
from reclaim.desk.claims import judged
from reclaim.desk.discrepancies import Counted, discrepancies
from reclaim.desk.listing import KEPT
from reclaim.desk.weighed import weighed
from reclaim.model.bounds import Bounds, ConflictSet
from reclaim.model.brief import Cited, Note
from reclaim.model.findings import Findings, Minimum
from reclaim.model.findings import Register as RegisterLine
from reclaim.model.record import Record, RecordKind
from reclaim.model.verdict import Verdict
from reclaim.model.when import When
from reclaim.version import VERSION

UNSAID = {"qualifier": "exact", "date_basis": "exact", "polarity": "affirmed", "modality": "asserted",
          "counts": "items"}
"""What a blank cell means: a note leaves it out."""


def findings(case: Case, at: str = "", known_by: KnownBy = None) -> Findings:
    """Fold everything. Raises BadDate if `at` is no date."""
    assembly = weighed(case, at, known_by)
    found = accounts(assembly, words=case.words, why=True)
    return of_folds(case, assembly, judged(case, assembly), found, discrepancies(case), at, known_by)


def of_folds(case: Case, assembly: Assembly, verdicts: tuple[Verdict, ...], found: tuple[Bounds, ...],
             counted: Counted, at: str = "", known_by: KnownBy = None, head: str = "", among: Everything | None = None
             ) -> Findings:
    """The same of folds that were made already: the verdicts, the bounds, and the findings of the books by class; `among`
    is `everything(assembly)`."""
    return Findings(
        title=str(case.settings.get("title") or case.name),
        questions=tuple(str(q) for q in case.settings.get("questions", ())),
        owner=case.handling.owner, date=at or clock.now().date().isoformat(), known_by=str(known_by or ""),
        head=head or case.head(), version=VERSION, synthetic=case.handling.synthetic,
        cut_off=_cut_off(case), counts=_counts(assembly),
        figures=side_by_side(assembly), countries=turned_up(assembly), verdicts=verdicts, bounds=found,
        conflicts=_conflicts(found), matters=retrieval(assembly), minimum=_minimum(assembly, among or everything(assembly)),
        registers=_registers(case), discrepancies=counted,
        problems=tuple(p.line() for p in assembly.problems), names=names(assembly), proper=_proper(assembly), notes=notes(assembly),
        sources=sources(assembly))


def _cut_off(case: Case) -> When:
    return When.parse(str(case.settings.get("cut_off", "")))


def _counts(assembly: Assembly) -> tuple[tuple[str, int], ...]:
    counted = Counter(r.kind for r in assembly.records.values())
    return tuple((str(kind), counted[kind]) for kind in RecordKind if counted[kind] > 0)


def _conflicts(found: tuple[Bounds, ...]) -> tuple[ConflictSet, ...]:
    sets = {c for b in found for c in b.conflicts}
    return tuple(sorted(sets, key=lambda c: (len(c.figures), [f.key for f in c.figures])))


def _minimum(assembly: Assembly, among: Everything) -> tuple[Minimum, ...]:
    lines = []
    for party, cut_off in parties_of_claims(assembly):
        counted = minimum_recovered(assembly, party, cut_off, among=among)
        keys = tuple(dict.fromkeys(k for r in counted.counted for k in (r.supply, r.find)))
        lines.append(Minimum(counted.sentence(assembly.parties.name(party)), counted.number, keys))
    return tuple(lines)


def _registers(case: Case) -> tuple[RegisterLine, ...]:
    from reclaim.desk.register import registers, show

    lines = []
    for register in registers(case):
        latest = register.latest()
        if latest is not None:
            seen = show(case, register.name)
            lines.append(RegisterLine(register.name, str(register.kind), register.keeper, latest.rows,
                                      str(latest.coverage), seen.marks.traceable))
    return tuple(lines)


def names(assembly: Assembly) -> dict[str, str]:
    """Readable names of parties and types by id."""
    parties = {p.id: p.name for p in assembly.parties.parties.values()}
    return parties | {t.id: t.name for t in assembly.types.types.values()}


def _proper(assembly: Assembly) -> dict[str, str]:
    """Words of places and names of one word, by their lower case."""
    places = {name for _, event in assembly.events for name in (event.place.written, event.place.province,
                                                                event.place.country)}
    single = {name for name in names(assembly).values() if " " not in name}
    return {word.casefold(): word for name in sorted(places | single) for word in name.split() if word[:1].isupper()}


def notes(assembly: Assembly) -> dict[str, Note]:
    """The words of every record by its key."""
    found: dict[str, Note] = {}
    for record in assembly.records.values():
        source = assembly.source(record)
        found[record.key] = Note(record.key, _words(record), source.key if source is not None else "")
    return found


def _words(record: Record) -> str:
    """The cells as written, without ids that tie files together, what a blank cell would say too, and of what is kept
    somewhere the place."""
    hidden = {"id", "source", "statement", "event", "coder", "rests_on"}
    if record.kind is RecordKind.STOCK or (record.kind is RecordKind.EVENT and record.text("kind").lower() in KEPT):
        hidden |= {"place"}
    return "; ".join(f"{name.replace('_', ' ')}: {text}" for name, text in record.as_written
                     if name not in hidden and UNSAID.get(name) != text)


def sources(assembly: Assembly) -> dict[str, Cited]:
    """Every source as it is cited, by its key."""
    cited = {}
    for source in assembly.origins.sources.values():
        rests = "rests on " + ", ".join(source.rests_on) if len(source.rests_on) > 0 else "origin not stated"
        rests = "its own origin" if source.rests_on == ("self",) else rests
        cited[source.key] = Cited(source.key, source.cite(), source.address, str(source.holding), source.id, rests)
    return cited
