"""What can be said of the whole, and which figures cannot all be true: the part of the brief."""

from __future__ import annotations

from fractions import Fraction

from reclaim.model.bounds import Bounds, ConflictSet, Figure, Range
from reclaim.model.brief import Block, Grid, Listing, Paragraph, Picture, Run, Section, Text
from reclaim.model.findings import Findings
from reclaim.model.quantity import group_digits, number_text
from reclaim.output.brief.words import cut, empty, lead, said
from reclaim.output.figures.accounts import conflict_charts, flow_chart, flow_stages, widest_type
from reclaim.output.figures.draw import svg

BOUNDED = ("delivered", "on_hand", "left", "captured", "disabled", "flown_abroad", "recovered", "returned")
BOUND_ROWS = 16
CONFLICTS_DRAWN = 4


def bounds(found: Findings) -> Section:
    """What can be said of the whole, and which figures cannot all be true."""
    title = "What can be said of the whole"
    rows = tuple(_bounds_row(found, b) for b in _telling_bounds(found))
    if len(rows) == 0:
        return empty(title, "The records bound no quantity: each is [0, unknown].")
    blocks: list[Block] = [
        lead("The tightest lower and upper bound that the sources allow. Unknown is written as unknown."),
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
    return (said(found.name(account.holder) if account.holder else "not stated"), said(found.name(account.type)),
            said(account.kind.replace("_", " ")), said("; ".join(p for p in (b.scope, account.at) if p != "")),
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
    return cut(figure.keeper or figure.source, 24)


def _conflict(conflict: ConflictSet) -> Text:
    runs: list[Run] = []
    for place, f in enumerate(conflict.figures):
        runs.append(Run(f"{' against ' if place > 0 else ''}{f.amount} ({f.keeper or f.source})", (f.key,)))
    first, scope = conflict.figures[0].account, conflict.figures[0].scope
    by = f", by {', '.join(conflict.identities)}" if len(conflict.identities) > 0 else ""
    runs.append(Run(f": {first.kind.replace('_', ' ')}, {scope or first.at}{by}"))
    return tuple(runs)
