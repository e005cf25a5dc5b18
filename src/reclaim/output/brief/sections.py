"""The parts of the brief, one function each."""

from __future__ import annotations

from fractions import Fraction

from reclaim.catalogue.places import gazetteer
from reclaim.model.bounds import Bounds, Figure, Range
from reclaim.model.brief import Block, Grid, Listing, Paragraph, Picture, Run, Section, Text
from reclaim.model.claim import CONTROL
from reclaim.model.discrepancy import MEANING, DiscrepancyClass
from reclaim.model.findings import Findings
from reclaim.model.overview import SideBySide, Stated
from reclaim.model.quantity import group_digits, number_text
from reclaim.model.retrieval import Matter
from reclaim.model.verdict import Verdict, VerdictWord
from reclaim.output.figures.accounts import conflict_charts, flow_chart, flow_stages, widest_type
from reclaim.output.figures.draw import svg
from reclaim.output.figures.map import BORDER_NOTE, off_map, tally, turned_up_map
from reclaim.output.figures.stated import Bar, stated_chart
from reclaim.output.figures.timeline import Mark, timeline
from reclaim.output.figures.verdicts import Point, claims_timeline

CHARTED = ("funded", "delivered", "on_hand", "left")
GROUPS_CHARTED = 3
FIGURES_CHARTED = 4
BOUNDED = ("delivered", "on_hand", "left", "captured", "disabled", "flown_abroad", "recovered", "returned")
RETRIEVAL_ROWS = 18
STEPS = ("demanded", "agreed", "handed_over", "returned", "still_out")
VERDICT_ROWS = 12
CHANGES = 6
LATER = 3
BOUND_ROWS = 16
CONFLICTS_DRAWN = 4
LINES_TOLD = 6


def retrieval(found: Findings) -> Section:
    """What is being got back: asked, agreed, returned and still out, as bounds, and what stands in the way."""
    title = "What is being got back"
    if len(found.matters) == 0:
        return _empty(title, "No step of a retrieval is on record.")
    telling = sorted(found.matters, key=lambda m: (m.scope == "", -sum(r.step in STEPS for r in m.rows)))
    rows = tuple(_matter_row(found, m) for m in telling[:RETRIEVAL_ROWS])
    more = len(found.matters) - len(rows)
    caption = "At least … at most. – no such step; ? unknown. Demanded and agreed never count as returned."
    caption += f" {more} more stand in the case." if more > 0 else ""
    grid = Grid(("what", "with", *(n.replace("_", " ") for n in STEPS)), rows, frozenset(range(2, 2 + len(STEPS))),
                (2.8, 2.2, 1, 1, 1, 1, 1.5), caption)
    blocks: list[Block] = [_lead("Each step is a record with its source; none implies another."), grid]
    ways = [(m, way) for m in telling for way in m.in_the_way[:1]]
    if len(ways) > 0:
        blocks += [Paragraph((Run("What stands in the way", strong=True),)), Listing(tuple(
            (Run(f"{found.title_of(m.scope or m.item)}: ", strong=True), Run(way)) for m, way in ways[:8]))]
    return Section(title, tuple(blocks))


def _matter_row(found: Findings, matter: Matter) -> tuple[Text, ...]:
    cells: list[Text] = [_t(found.title_of(matter.scope or matter.item)), _t(found.name(matter.holder))]
    for step in STEPS:
        row = next((r for r in matter.rows if r.step == step), None)
        cells.append(_t("–") if row is None else (Run(_range(row.lower, row.upper), row.records),))
    return tuple(cells)


def _range(lower: int, upper: int | None) -> str:
    return f"{lower:,}" if lower == upper else f"{lower:,} … {'?' if upper is None else f'{upper:,}'}"


def stock(found: Findings) -> Section:
    """What was supplied and left, by kind of count and source."""
    if len(found.figures) == 0:
        return _empty("What was supplied and left", "No figure is on record.")
    chosen = [g for kind in CHARTED for g in _telling(found, kind)]
    blocks: list[Block] = [_lead("Figures stand side by side by kind of count. Kinds are never summed, and there is no "
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
        blocks.append(Paragraph(_t("No figure of what was funded, delivered, on hand or left counts items.")))
    return Section("What was supplied and left", tuple(blocks))


def _telling(found: Findings, kind: str) -> list[SideBySide]:
    groups = [g for g in found.figures if g.kind == kind and g.counts == "items"]
    return sorted(groups, key=lambda g: (-min(g.origins, 2), -g.under, g.type, g.holder))[:GROUPS_CHARTED]


def _bar(group: SideBySide, figure: Stated) -> Bar:
    quantity = figure.line.quantity
    upper = None if quantity.upper is None else float(quantity.upper)
    return Bar(group.kind.replace("_", " "), f"{_cut(group.type_name, 24)}, {_cut(figure.stated_by, 34)}",
               float(quantity.lower), upper, str(quantity), group.disagree)


def _figures_table(groups: list[SideBySide]) -> Grid:
    rows: list[tuple[Text, ...]] = []
    for group in groups:
        for place, figure in enumerate(group.figures[:FIGURES_CHARTED]):
            rows.append((_t(group.kind.replace("_", " ") if place == 0 else ""),
                         _t(_of(group) if place == 0 else ""), (Run(str(figure.line.quantity), (figure.key,)),),
                         _t(_as_of(figure)), _t(figure.stated_by), _t(figure.line.scope_words)))
    return Grid(("kind", "of what, with whom", "number", "as of", "who says so", "what it counts"), tuple(rows),
                frozenset({2}), (1.1, 2.4, 1.7, 1.6, 2, 2.4))


def places(found: Findings) -> Section:
    """Where it turned up: map, timeline, and what rests on serial numbers."""
    events = [t for c in found.countries for t in c.events]
    if len(events) == 0:
        return _empty("Where it turned up", "No event is on record.")
    counted = tally([t.event.place for t in events], gazetteer())
    keys = tuple(t.key for t in events)
    missing = (*counted.unplaced, *off_map(counted))
    unplaced = f" Not on the map: {'; '.join(missing)}." if len(missing) > 0 else ""
    drawn: Block = Paragraph(_t(f"No place of these events is on the map: {'; '.join(missing)}."), small=True) if len(
        counted.areas) + len(counted.countries) == 0 else Picture(svg(turned_up_map(counted)), f"Events by province. {BORDER_NOTE}{unplaced}",
                    "Map of provinces filled by the number of events.", keys, floats=True)
    marks = [Mark(t.event.date, c.country, t.strength, t.what) for c in found.countries for t in c.events]
    cut_off = found.cut_off if found.cut_off.known else None
    label = f"cut-off {found.cut_off}" if cut_off is not None else ""
    when = Picture(svg(timeline(marks, cut_off=cut_off, cut_off_label=label)), "Events by date, country and strength.",
                   "Timeline of events by country and strength.", floats=True)
    strongest = [t for t in events if t.strength.startswith("serials")]
    blocks: list[Block] = [_lead("Coverage is what was reported; it is no sample of anything, and no rate can be drawn "
                                 "from it. An echo is not a second source."), drawn, when]
    if len(strongest) > 0:
        blocks.append(Grid(("date", "place", "what", "strength"), tuple(
            (_t(str(t.event.date)), _t(str(t.event.place)), (Run(_some(t.what), (t.key,)),), _t(t.strength))
            for t in strongest), frozenset(), (1.2, 2.6, 3.6, 1.4), "What is known by serial number."))
    return Section("Where it turned up", tuple(blocks))


def claims(found: Findings) -> Section:
    """Claims beside the evidence."""
    if len(found.verdicts) == 0:
        return _empty("Claims beside the evidence", "No claim is on record.")
    points = [Point(v.at, found.name(v.party), v.form or "none", str(v.verdict), v.said) for v in found.verdicts]
    chart = Picture(svg(claims_timeline(points)), f"All {len(points)} coded claims by the date of their statement.",
                    "Claims by party and date, coloured by verdict.", floats=True)
    chosen = _telling_verdicts(found)
    rows = tuple(_verdict_row(found, v) for v in chosen)
    grid = Grid(("claim", "verdict", "weakest slots", "what would settle it"), rows, frozenset(), (4.2, 1.9, 1.7, 3),
                "Strength is a row of graded slots; the weakest sets the verdict. Grades are never multiplied.")
    changes = _changes(found)
    blocks: list[Block] = [_lead(f"Under each verdict: on the records held and accepted on {found.date} by "
                                 f"{found.owner}."), chart, grid]
    if len(changes) > 0:
        blocks += [Paragraph((Run("Changes of position", strong=True),)), Listing(tuple(changes))]
    return Section("Claims beside the evidence", tuple(blocks))


def _telling_verdicts(found: Findings) -> list[Verdict]:
    order = list(VerdictWord)
    strong = [v for v in found.verdicts if v.form in CONTROL]
    strong.sort(key=lambda v: (order.index(v.verdict), -v.origins, v.at, v.claim))
    once: dict[tuple[str, str, str, str], Verdict] = {}
    for v in strong:
        once.setdefault((v.said, v.speaker or v.party, v.at, str(v.verdict)), v)
    return list(once.values())[:VERDICT_ROWS]


def _verdict_row(found: Findings, v: Verdict) -> tuple[Text, ...]:
    strongest = sorted(v.paths, key=lambda p: p.order())[:2]
    keys = tuple(dict.fromkeys((f"claims#{v.claim}", *(k for p in strongest for k in (p.find, *p.stock)))))
    who = v.speaker or found.name(v.party)
    return ((Run(f"{_cut(v.said, 120)} ({who}, {v.at})", (keys[0],)),),
            (Run(str(v.verdict).replace("_", " "), keys[1:], strong=True),),
            _t(v.weakest.replace(";", ", ").replace("_", " ")), _t(_cut(v.settle, 110)))


def _changes(found: Findings) -> list[Text]:
    """What a party said first and what it said later; those who gave their name before those who did not."""
    said = {r.claim: r for v in found.verdicts for r in v.rivals}
    lines: dict[str, Text] = {}
    for v in sorted(found.verdicts, key=lambda v: "[" in said[v.claim].words if v.claim in said else True):
        first = said.get(v.claim)
        later = {r.words: r for r in v.rivals if r.relation == "change_of_position" and first is not None
                 and first.date < r.date}
        if first is not None and len(later) > 0:
            runs = [Run(f"{found.name(v.party)}: ", strong=True),
                    Run(f"on {first.date} {first.words}", (f"claims#{v.claim}",))]
            runs += [Run(f"; on {r.date} {r.words}", (f"claims#{r.claim}",)) for r in list(later.values())[:LATER]]
            lines.setdefault(first.words, tuple(runs))
    return list(lines.values())[:CHANGES]


def registers(found: Findings) -> Section:
    """Registers and discrepancies."""
    title = "Registers and discrepancies"
    blocks: list[Block] = []
    if len(found.registers) == 0:
        blocks.append(Paragraph(_t("No register is in the case: no mark can be searched, and no keeper's books can be "
                                   "reconciled. What stands below is among the lines of events.")
                                if len(found.discrepancies) > 0 else _t(
            "No register is in the case: no mark can be searched, and no keeper's books can be reconciled.")))
    rows = tuple((_t(r.name), _t(r.kind), _t(r.keeper or "not stated"), _t(f"{r.rows:,}"), _t(f"{r.traceable:,}"),
                  _t(r.coverage)) for r in found.registers)
    if len(rows) > 0:
        blocks.append(Grid(("register", "kind", "keeper", "rows", "traceable", "coverage"), rows,
                           frozenset({3, 4}), (2, 1.2, 2, 1, 1, 2.4)))
    if len(found.discrepancies) > 0:
        told = tuple((_t(c), _t(MEANING[DiscrepancyClass(c)]), _t(f"{n:,}")) for c, n in found.discrepancies)
        blocks.append(Grid(("class", "what it means", "findings"), told, frozenset({2}), (2.6, 5, 1),
                           "Absence is a finding only inside stated coverage. Each finding with its records on both sides: "
                           "reclaim reconcile."))
    return Section(title, tuple(blocks))


def bounds(found: Findings) -> Section:
    """What can be said of the whole, and which figures cannot all be true."""
    title = "What can be said of the whole"
    rows = tuple(_bounds_row(found, b) for b in _telling_bounds(found))
    if len(rows) == 0:
        return _empty(title, "The records bound no quantity: each is [0, unknown].")
    blocks: list[Block] = [
        _lead("The tightest lower and upper bound that the sources allow. Unknown is written as unknown."),
        _flow(found),
        Grid(("holder", "type", "kind", "scope, date", "at least", "at most"), rows, frozenset({4, 5}),
             (2, 2, 1.2, 3, 1.1, 1.1))]
    if len(found.conflicts) > 0:
        blocks.append(Paragraph((Run("Sets of figures that cannot all be true", strong=True),)))
        drawn = found.conflicts[:CONFLICTS_DRAWN]
        keys = tuple(dict.fromkeys(f.key for c in drawn for f in c.figures))
        blocks.append(Picture(svg(conflict_charts(drawn, _stated)), "Each set becomes possible when one is dropped.",
                              f"Diagrams of {len(drawn)} sets of figures that cannot all be true.", keys, floats=True))
        blocks.append(Listing(tuple(_conflict(c) for c in found.conflicts[:10])))
    return Section(title, tuple(blocks))


def _telling_bounds(found: Findings) -> list[Bounds]:
    """Of each kind of count, in the order of their list, the bounds of the widest types."""
    under = {g.type: g.under for g in found.figures}
    items = [b for b in found.bounds if not b.range.vacuous and b.account.counts == "items"]
    items.sort(key=lambda b: (-under.get(b.account.type, 0), -len(b.figures), b.account.sort_key))
    kinds = [k for k in BOUNDED if any(b.account.kind == k for b in items)]
    share = max(2, BOUND_ROWS // max(1, len(kinds)))
    return [b for kind in kinds for b in [i for i in items if i.account.kind == kind][:share]]


def _bounds_row(found: Findings, b: Bounds) -> tuple[Text, ...]:
    account = b.account
    lower = "cannot be" if not b.range.possible else number_text(b.range.lower or 0)  # type: ignore[arg-type]
    upper = "cannot be" if not b.range.possible else (
        "unknown" if b.range.upper is None else number_text(b.range.upper))
    return (_t(found.name(account.holder) if account.holder else "not stated"), _t(found.name(account.type)),
            _t(account.kind.replace("_", " ")), _t("; ".join(p for p in (b.scope, account.at) if p != "")),
            (Run(group_digits(lower), tuple(f.key for f in b.lower_by)),),
            (Run(group_digits(upper), tuple(f.key for f in b.upper_by)),))


def _flow(found: Findings) -> Picture:
    type_ = widest_type(found.bounds, {g.type: g.under for g in found.figures})
    most = max((m.number for m in found.minimum), default=0)
    stages = flow_stages(found.bounds, found.name, type_, Range(Fraction(most), None) if most > 0 else None)
    title = f"From supplied to returned: {found.name(type_)}" if type_ != "" else "From supplied to returned"
    chart = flow_chart(stages, title=title, note="By powers of ten. Dashed: unknown. No stage is taken from another.")
    return Picture(svg(chart), "What is known of each stage, and what is unknown.",
                   "Chart of stages from delivered to returned as bounds.", floats=True)


def _stated(figure: Figure) -> str:
    return _cut(figure.keeper or figure.source, 24)


def _conflict(conflict: object) -> Text:
    from reclaim.model.bounds import ConflictSet

    assert isinstance(conflict, ConflictSet)
    runs: list[Run] = []
    for place, f in enumerate(conflict.figures):
        runs.append(Run(f"{' against ' if place > 0 else ''}{f.amount} ({f.keeper or f.source})", (f.key,)))
    first, scope = conflict.figures[0].account, conflict.figures[0].scope
    by = f", by {', '.join(conflict.identities)}" if len(conflict.identities) > 0 else ""
    runs.append(Run(f": {first.kind.replace('_', ' ')}, {scope or first.at}{by}"))
    return tuple(runs)


def limits(found: Findings) -> Section:
    """What the record cannot tell."""
    untested = sum(v.verdict is VerdictWord.UNTESTED for v in found.verdicts)
    closed = sum(v.verdict in (VerdictWord.IRREFUTABLE, VerdictWord.NOT_TESTABLE) for v in found.verdicts)
    vacuous = sum(b.range.vacuous for b in found.bounds)
    lines: list[Text] = [
        _t("How much turned up: events are what was reported, so their number is a minimum of reports, no estimate."),
        _t("That a weapon supplied earlier was in stock at the cut-off: a delivery record does not show it."),
    ]
    told = [f"{untested} are untested by any record here"] * (untested > 0) + [f"{closed} cannot be tested at all"] * (closed > 0)
    if len(told) > 0:
        lines.append(_t(f"Of {len(found.verdicts)} coded claims {' and '.join(told)}."))
    if vacuous > 0:
        lines.append(_t(f"{vacuous} quantities stay [0, unknown]."))
    if len(found.registers) == 0:
        lines.append(_t("Whether a serial number read off a weapon stands in any register: none is in the case."))
    if len(found.problems) > 0:
        some = "; ".join(_cut(p, 110) for p in found.problems[:3])
        lines.append(_t(f"{len(found.problems)} problems in the records, among them: {some}."))
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
    return Section("Method", (Listing(tuple(_t(line) for line in lines)),))


def _empty(title: str, line: str) -> Section:
    return Section(title, (Paragraph(_t(line)),))


def _lead(line: str) -> Paragraph:
    return Paragraph(_t(line), small=True)


def _t(words: str) -> Text:
    return (Run(words),)


def _of(group: SideBySide) -> str:
    return ", ".join(p for p in (group.type_name, group.holder_name) if p != "")


def _as_of(figure: Stated) -> str:
    line = figure.line
    return f"{line.as_of} to {line.as_of_to}" if line.as_of_to.known else str(line.as_of)


def _some(what: str) -> str:
    """The lines of an event in words; of a long list the first few and how many more there are."""
    lines = what.split("; ")
    return what if len(lines) <= LINES_TOLD else f"{'; '.join(lines[:LINES_TOLD])}; and {len(lines) - LINES_TOLD} more lines"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
