"""The other parts of the brief, one function each: claims and bounds have files of their own."""

from __future__ import annotations

from reclaim.catalogue.places import gazetteer
from reclaim.model.brief import Block, Grid, Listing, Paragraph, Picture, Run, Section, Text
from reclaim.model.discrepancy import MEANING, DiscrepancyClass
from reclaim.model.findings import Findings
from reclaim.model.overview import SideBySide, Stated
from reclaim.model.retrieval import Matter
from reclaim.model.verdict import VerdictWord
from reclaim.output.brief.words import cut, empty, lead, said, some
from reclaim.output.figures.draw import svg
from reclaim.output.figures.map import BORDER_NOTE, off_map, tally, turned_up_map
from reclaim.output.figures.stated import Bar, stated_chart
from reclaim.output.figures.timeline import Mark, timeline

CHARTED = ("funded", "delivered", "on_hand", "left")
GROUPS_CHARTED = 3
FIGURES_CHARTED = 4
RETRIEVAL_ROWS = 18
STEPS = ("demanded", "agreed", "handed_over", "returned", "still_out")


def retrieval(found: Findings) -> Section:
    """What is being got back: asked, agreed, returned and still out, as bounds, and what stands in the way."""
    title = "What is being got back"
    if len(found.matters) == 0:
        return empty(title, "No step of a retrieval is on record.")
    telling = sorted(found.matters, key=lambda m: (m.scope == "", -sum(r.step in STEPS for r in m.rows)))
    rows = tuple(_matter_row(found, m) for m in telling[:RETRIEVAL_ROWS])
    more = len(found.matters) - len(rows)
    caption = "At least … at most. – no such step; ? unknown. Demanded and agreed never count as returned."
    caption += f" {more} more stand in the case." if more > 0 else ""
    grid = Grid(("what", "with", *(n.replace("_", " ") for n in STEPS)), rows, frozenset(range(2, 2 + len(STEPS))),
                (2.8, 2.2, 1, 1, 1, 1, 1.5), caption)
    blocks: list[Block] = [lead("Each step is a record with its source; none implies another."), grid]
    ways = [(m, way) for m in telling for way in m.in_the_way[:1]]
    if len(ways) > 0:
        blocks += [Paragraph((Run("What stands in the way", strong=True),)), Listing(tuple(
            (Run(f"{found.title_of(m.scope or m.item)}: ", strong=True), Run(way)) for m, way in ways[:8]))]
    return Section(title, tuple(blocks))


def _matter_row(found: Findings, matter: Matter) -> tuple[Text, ...]:
    cells: list[Text] = [said(found.title_of(matter.scope or matter.item)), said(found.name(matter.holder))]
    for step in STEPS:
        row = next((r for r in matter.rows if r.step == step), None)
        cells.append(said("–") if row is None else (Run(_range(row.lower, row.upper), row.records),))
    return tuple(cells)


def _range(lower: int, upper: int | None) -> str:
    return f"{lower:,}" if lower == upper else f"{lower:,} … {'?' if upper is None else f'{upper:,}'}"


def stock(found: Findings) -> Section:
    """What was supplied and left, by kind of count and source."""
    if len(found.figures) == 0:
        return empty("What was supplied and left", "No figure is on record.")
    chosen = [g for kind in CHARTED for g in _telling(found, kind)]
    blocks: list[Block] = [lead("Figures stand side by side by kind of count. Kinds are never summed, and there is no "
                                 "total: each number counts what its source says it counts.")]
    if len(chosen) > 0:
        bars = [_bar(g, f) for g in chosen for f in g.figures[:FIGURES_CHARTED]]
        chart = stated_chart(bars, title="Stated figures by kind of count",
                             note="By powers of ten. Pale: no upper bound. A diamond: two of one scope and date cannot "
                                  "both be true.")
        keys = tuple(f.key for g in chosen for f in g.figures[:FIGURES_CHARTED])
        blocks.append(Picture(svg(chart), "Stated figures by kind of count; the table gives scope, date and source.",
                              f"Chart of {len(bars)} stated figures by kind of count.", keys, floats=True))
        blocks.append(_figures_table(chosen))
    else:
        blocks.append(Paragraph(said("No figure of what was funded, delivered, on hand or left counts items.")))
    return Section("What was supplied and left", tuple(blocks))


def _telling(found: Findings, kind: str) -> list[SideBySide]:
    groups = [g for g in found.figures if g.kind == kind and g.counts == "items"]
    return sorted(groups, key=lambda g: (-min(g.origins, 2), -g.under, g.type, g.holder))[:GROUPS_CHARTED]


def _bar(group: SideBySide, figure: Stated) -> Bar:
    quantity = figure.line.quantity
    upper = None if quantity.upper is None else float(quantity.upper)
    return Bar(group.kind.replace("_", " "), f"{cut(group.type_name, 24)}, {cut(figure.stated_by, 34)}",
               float(quantity.lower), upper, str(quantity), group.disagree)


def _figures_table(groups: list[SideBySide]) -> Grid:
    rows: list[tuple[Text, ...]] = []
    for group in groups:
        for place, figure in enumerate(group.figures[:FIGURES_CHARTED]):
            rows.append((said(group.kind.replace("_", " ") if place == 0 else ""),
                         said(_of(group) if place == 0 else ""), (Run(str(figure.line.quantity), (figure.key,)),),
                         said(_as_of(figure)), said(figure.stated_by), said(figure.line.scope_words)))
    return Grid(("kind", "of what, with whom", "number", "as of", "who says so", "what it counts"), tuple(rows),
                frozenset({2}), (1.1, 2.4, 1.7, 1.6, 2, 2.4))


def places(found: Findings) -> Section:
    """Where it turned up: map, timeline, and what rests on serial numbers."""
    events = [t for c in found.countries for t in c.events]
    if len(events) == 0:
        return empty("Where it turned up", "No event is on record.")
    counted = tally([t.event.place for t in events], gazetteer())
    keys = tuple(t.key for t in events)
    missing = (*counted.unplaced, *off_map(counted))
    unplaced = f" Not on the map: {'; '.join(missing)}." if len(missing) > 0 else ""
    drawn: Block = Paragraph(said(f"No place of these events is on the map: {'; '.join(missing)}."), small=True) if len(
        counted.areas) + len(counted.countries) == 0 else Picture(svg(turned_up_map(counted)), f"Events by province. {BORDER_NOTE}{unplaced}",
                    "Map of provinces filled by the number of events.", keys, floats=True)
    marks = [Mark(t.event.date, c.country, t.strength, t.what) for c in found.countries for t in c.events]
    cut_off = found.cut_off if found.cut_off.known else None
    label = f"cut-off {found.cut_off}" if cut_off is not None else ""
    when = Picture(svg(timeline(marks, cut_off=cut_off, cut_off_label=label)), "Events by date, country and strength.",
                   "Timeline of events by country and strength.", floats=True)
    strongest = [t for t in events if t.strength.startswith("serials")]
    blocks: list[Block] = [lead("Coverage is what was reported; it is no sample of anything, and no rate can be drawn "
                                 "from it. An echo is not a second source."), drawn, when]
    if len(strongest) > 0:
        blocks.append(Grid(("date", "place", "what", "strength"), tuple(
            (said(str(t.event.date)), said(str(t.event.place)), (Run(some(t.what), (t.key,)),), said(t.strength))
            for t in strongest), frozenset(), (1.2, 2.6, 3.6, 1.4), "What is known by serial number."))
    return Section("Where it turned up", tuple(blocks))


def registers(found: Findings) -> Section:
    """Registers and discrepancies."""
    title = "Registers and discrepancies"
    blocks: list[Block] = []
    if len(found.registers) == 0:
        blocks.append(Paragraph(said("No register is in the case: no mark can be searched, and no keeper's books can be "
                                   "reconciled. What stands below is among the lines of events.")
                                if len(found.discrepancies) > 0 else said(
            "No register is in the case: no mark can be searched, and no keeper's books can be reconciled.")))
    rows = tuple((said(r.name), said(r.kind), said(r.keeper or "not stated"), said(f"{r.rows:,}"), said(f"{r.traceable:,}"),
                  said(r.coverage)) for r in found.registers)
    if len(rows) > 0:
        blocks.append(Grid(("register", "kind", "keeper", "rows", "traceable", "coverage"), rows,
                           frozenset({3, 4}), (2, 1.2, 2, 1, 1, 2.4)))
    if len(found.discrepancies) > 0:
        told = tuple((said(c), said(MEANING[DiscrepancyClass(c)]), said(f"{n:,}")) for c, n in found.discrepancies)
        blocks.append(Grid(("class", "what it means", "findings"), told, frozenset({2}), (2.6, 5, 1),
                           "Absence is a finding only inside stated coverage. Each finding with its records on both sides: "
                           "reclaim reconcile."))
    return Section(title, tuple(blocks))


def limits(found: Findings) -> Section:
    """What the record cannot tell."""
    untested = sum(v.verdict is VerdictWord.UNTESTED for v in found.verdicts)
    closed = sum(v.verdict in (VerdictWord.IRREFUTABLE, VerdictWord.NOT_TESTABLE) for v in found.verdicts)
    vacuous = sum(b.range.vacuous for b in found.bounds)
    lines: list[Text] = [
        said("How much turned up: events are what was reported, so their number is a minimum of reports, no estimate."),
        said("That a weapon supplied earlier was in stock at the cut-off: a delivery record does not show it."),
    ]
    told = [f"{untested} are untested by any record here"] * (untested > 0) + [f"{closed} cannot be tested at all"] * (closed > 0)
    if len(told) > 0:
        lines.append(said(f"Of {len(found.verdicts)} coded claims {' and '.join(told)}."))
    if vacuous > 0:
        lines.append(said(f"{vacuous} quantities stay [0, unknown]."))
    if len(found.registers) == 0:
        lines.append(said("Whether a serial number read off a weapon stands in any register: none is in the case."))
    if len(found.problems) > 0:
        some = "; ".join(cut(p, 110) for p in found.problems[:3])
        lines.append(said(f"{len(found.problems)} problems in the records, among them: {some}."))
    return Section("What the record cannot tell", (Listing(tuple(lines)),))


def method(found: Findings) -> Section:
    """Method in one page."""
    lines = (
        "Everything written is a record with its anchor; everything here is computed from records and decisions, and "
        "can be computed again: the audit head on the cover names them all.",
        "A quantity has a kind and is an interval; words such as “about” and “at least” become bounds by a table that "
        "the owner can change. Kinds are linked only by named identities, never summed.",
        "A claim is a proposition in a closed language. Each record that bears on it is a path of graded slots "
        "(identity, membership, date, place, basis, independence); the lowest grade of a path sets what it can do, and "
        "the strongest path decides: 3 may refute, 2 contradicts, 1 weakens, 0 does not bear.",
        "An echo is not a second source: origins are counted, and a source that names nothing has unknown origin and "
        "never counts as independent.",
        "Bounds are the tightest that all sources allow together; figures that cannot all be true are shown as the "
        "smallest sets that conflict, and only figures of one scope, kind, holder and date can conflict.",
        "Dates may be months and places provinces; the map fills areas and never sets pins.",
        "No estimate is made from recoveries: they are no random sample.",
        "No private person stands in any record; where things are stored now is shown no finer than a province.",
    )
    return Section("Method", (Listing(tuple(said(line) for line in lines)),))


def _of(group: SideBySide) -> str:
    return ", ".join(p for p in (group.type_name, group.holder_name) if p != "")


def _as_of(figure: Stated) -> str:
    line = figure.line
    return f"{line.as_of} to {line.as_of_to}" if line.as_of_to.known else str(line.as_of)
