"""Claims beside the evidence: the part of the brief."""

from __future__ import annotations

from reclaim.model.brief import Block, Grid, Listing, Paragraph, Picture, Run, Section, Text
from reclaim.model.claim import CONTROL
from reclaim.model.findings import Findings
from reclaim.model.verdict import Verdict, VerdictWord
from reclaim.output.brief.words import cut, empty, lead, said
from reclaim.output.figures.draw import svg
from reclaim.output.figures.verdicts import Point, claims_timeline

VERDICT_ROWS = 12
CHANGES = 6
LATER = 3


def claims(found: Findings) -> Section:
    """Claims beside the evidence."""
    if len(found.verdicts) == 0:
        return empty("Claims beside the evidence", "No claim is on record.")
    points = [Point(v.at, found.name(v.party), v.form or "none", str(v.verdict), v.said) for v in found.verdicts]
    chart = Picture(svg(claims_timeline(points)), f"All {len(points)} coded claims by the date of their statement.",
                    "Claims by party and date, coloured by verdict.", floats=True)
    chosen = _telling_verdicts(found)
    rows = tuple(_verdict_row(found, v) for v in chosen)
    grid = Grid(("claim", "verdict", "weakest slots", "what would settle it"), rows, frozenset(), (4.2, 1.9, 1.7, 3),
                "Strength is a row of graded slots; the weakest sets the verdict. Grades are never multiplied.")
    told = changes(found)[:CHANGES]
    blocks: list[Block] = [lead(f"Under each verdict: on the records held and accepted on {found.date} by "
                                 f"{found.owner}."), chart, grid]
    if len(told) > 0:
        blocks += [Paragraph((Run("Changes of position", strong=True),)), Listing(tuple(told))]
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
    strongest = sorted(v.paths, key=lambda p: p.order)[:2]
    keys = tuple(dict.fromkeys((f"claims#{v.claim}", *(k for p in strongest for k in (p.find, *p.stock)))))
    who = v.speaker or found.name(v.party)
    return ((Run(f"{cut(v.said, 120)} ({who}, {v.at})", (keys[0],)),),
            (Run(str(v.verdict).replace("_", " "), keys[1:], strong=True),),
            said(v.weakest.replace(";", ", ").replace("_", " ")), said(cut(v.settle, 110)))


def changes(found: Findings) -> list[Text]:
    """What a party said first and what it said later; those who gave their name before those who did not."""
    worded = {r.claim: r for v in found.verdicts for r in v.rivals}
    lines: dict[str, Text] = {}
    for v in sorted(found.verdicts, key=lambda v: "[" in worded[v.claim].words if v.claim in worded else True):
        first = worded.get(v.claim)
        later = {r.words: r for r in v.rivals if r.relation == "change_of_position" and first is not None
                 and first.date < r.date}
        if first is not None and len(later) > 0:
            runs = [Run(f"{found.name(v.party)}: ", strong=True),
                    Run(f"on {first.date} {first.words}", (f"claims#{v.claim}",))]
            runs += [Run(f"; on {r.date} {r.words}", (f"claims#{r.claim}",)) for r in list(later.values())[:LATER]]
            lines.setdefault(first.words, tuple(runs))
    return list(lines.values())
